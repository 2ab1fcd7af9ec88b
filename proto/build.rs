//! Compiles the contract with protox, so that no protoc is needed, and keeps the descriptor set for reflection and JSON.

use prost_types::FileDescriptorSet;
use std::{env, error::Error, fs, path::PathBuf};

const FILES: [&str; 12] = [
    "loopbaanbrug/v1/admin_service.proto",
    "loopbaanbrug/v1/bridge_service.proto",
    "loopbaanbrug/v1/common.proto",
    "loopbaanbrug/v1/conversation_service.proto",
    "loopbaanbrug/v1/errors.proto",
    "loopbaanbrug/v1/extraction.proto",
    "loopbaanbrug/v1/feed_service.proto",
    "loopbaanbrug/v1/match_service.proto",
    "loopbaanbrug/v1/opportunity.proto",
    "loopbaanbrug/v1/opportunity_service.proto",
    "loopbaanbrug/v1/profile.proto",
    "loopbaanbrug/v1/taxonomy_service.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=loopbaanbrug");
    let descriptors = protox::compile(FILES, ["."])?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("descriptors.bin"), prost::Message::encode_to_vec(&descriptors))?;
    tonic_prost_build::configure()
        .boxed(".loopbaanbrug.v1.Opportunity.content.vacancy")
        .boxed(".loopbaanbrug.v1.Opportunity.content.route")
        .compile_fds(descriptors.clone())?;
    let written = out.join("written");
    fs::create_dir_all(&written)?;
    tonic_prost_build::configure()
        .build_client(false)
        .extern_path(".loopbaanbrug.v1", "crate::v1")
        .extern_path(".loopbaanbrug.v1.MatchResponse", "crate::written::MatchResponse")
        .out_dir(written)
        .compile_fds(with_service(descriptors, "MatchService"))?;
    Ok(())
}

/// The same files with one of their services alone.
fn with_service(mut descriptors: FileDescriptorSet, name: &str) -> FileDescriptorSet {
    for file in &mut descriptors.file {
        file.service.retain(|service| service.name() == name);
    }
    descriptors
}
