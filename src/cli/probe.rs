//! What answers at an address where no gRPC comes of it. Asked only once a call has failed: then it is worth a moment to tell a wrong
//! port from a service that is away.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tonic::transport::Uri;

use crate::texts::Language;

/// Longest wait for an answer.
const PROBE_MS: u64 = 2_000;
/// As much of an answer as is looked at.
const HEAD_BYTES_MAX: u64 = 8 << 10;
/// How HTTP/2 begins: the preface and empty settings.
const HTTP_2: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
/// Where a frame says of which type it is, and the type with which every server begins.
const SETTINGS_TYPE: (usize, u8) = (3, 4);

/// Whether something for browsers alone answers there: the page of a service, which sends them on to its start, or what does not speak
/// HTTP/2. A proxy that passes gRPC on is not taken for one, though it may answer browsers too.
pub(super) async fn is_for_browsers(server: &Uri) -> bool {
    let (Some(host), Some(port)) = (server.host(), server.port_u16()) else { return false };
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let asked = format!("HEAD / HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n");
    // All of it, since the server closes after it.
    let head = answer((name, port), asked.as_bytes(), HEAD_BYTES_MAX).await;
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let starts = Language::ALL.map(|language| format!("location: /{}/", language.code()));
    let is_page = head.lines().any(|line| starts.iter().any(|start| line == start));
    head.starts_with("http/1.") && (is_page || !speaks_http_2((name, port)).await)
}

async fn speaks_http_2(server: (&str, u16)) -> bool {
    let (place, settings) = SETTINGS_TYPE;
    let frame = answer(server, HTTP_2, place as u64 + 1).await;
    frame.get(place) == Some(&settings)
}

/// How the answer begins; empty when nothing comes.
async fn answer(server: (&str, u16), question: &[u8], bytes_max: u64) -> Vec<u8> {
    let mut begin = Vec::new();
    let asked = async {
        let mut stream = TcpStream::connect(server).await?;
        stream.write_all(question).await?;
        stream.take(bytes_max).read_to_end(&mut begin).await
    };
    // What has come until it broke off tells as much.
    let _ = timeout(Duration::from_millis(PROBE_MS), asked).await;
    begin
}
