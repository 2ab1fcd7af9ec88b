//! The gRPC contract of Loopbaanbrug, generated from the files under `loopbaanbrug/`.
//!
//! Messages, clients and servers stand in [`v1`]; [`DESCRIPTORS`] is the encoded descriptor set that reflection and the
//! JSON mapping use. The comments in the proto files are the documentation. By hand there is only [`written`], for a server
//! that writes parts of a long answer before the whole is there.

/// Encoded `google.protobuf.FileDescriptorSet` of the whole contract.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

/// Package `loopbaanbrug.v1`.
pub mod v1 {
    #![expect(clippy::all, reason = "generated code; the proto files hold the documentation")]
    tonic::include_proto!("loopbaanbrug.v1");
}

pub mod written;
