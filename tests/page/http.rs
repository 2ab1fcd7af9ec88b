//! A browser without a screen: posts forms as browsers do, one connection a request.

use std::{collections::BTreeMap, net::SocketAddr};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The conversation in the page.
    pub(crate) fn talk(&self) -> String {
        let begin = "name=\"talk\"";
        let at = self.body.find(begin).unwrap_or_else(|| panic!("a page with a conversation, not {}", self.body));
        let value = self.body[at..].split_once("value=\"").expect("a value").1;
        value.split_once('"').expect("its end").0.to_owned()
    }

    /// Every value of an attribute of buttons named `name`, in the order of the page.
    pub(crate) fn keys(&self) -> Vec<String> {
        let looks = self.body.split("id=\"look-").skip(1);
        let value =
            |it: &str| it.split_once("value=\"").map(|(_, rest)| rest.split('"').next().unwrap_or("").to_owned());
        looks.filter_map(value).collect()
    }
}

/// Text as a form posts it.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| {
        let byte = |b: u8| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        };
        text.bytes().map(byte).collect::<String>()
    };
    fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect::<Vec<_>>().join("&")
}

/// Sends a request as it stands and reads the answer to its end.
pub(crate) async fn send(address: SocketAddr, head: &str, body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(head.as_bytes()).await.expect("sent");
    // A server that refuses may close before it has read everything.
    let _ = stream.write_all(body).await;
    let mut read = Vec::new();
    let _ = stream.read_to_end(&mut read).await;
    let text = String::from_utf8_lossy(&read).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|it| it.parse().ok()).unwrap_or(0);
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    Answer { status, headers: lines.filter_map(header).collect(), body: body.to_owned() }
}

/// Asks for a page.
pub(crate) async fn get(address: SocketAddr, path: &str) -> Answer {
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    send(address, &head, b"").await
}

/// Posts a form from a page of the same address.
pub(crate) async fn post(address: SocketAddr, path: &str, fields: &[(&str, &str)]) -> Answer {
    let origin = format!("Origin: http://{address}\r\n");
    post_with(address, path, &origin, fields).await
}

/// Posts a form of a conversation that has just begun.
pub(crate) async fn post_begun(address: SocketAddr, path: &str, fields: &[(&str, &str)]) -> Answer {
    let talk = post(address, "/nl/tasks", &[("from", "start")]).await.talk();
    let fields: Vec<_> = [("talk", talk.as_str())].iter().chain(fields).copied().collect();
    post(address, path, &fields).await
}

/// Posts a form with these headers besides.
pub(crate) async fn post_with(address: SocketAddr, path: &str, headers: &str, fields: &[(&str, &str)]) -> Answer {
    post_bytes(address, path, headers, encoded(fields).as_bytes()).await
}

/// Posts a form as it stands.
pub(crate) async fn post_bytes(address: SocketAddr, path: &str, headers: &str, body: &[u8]) -> Answer {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\n{headers}Connection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    send(address, &head, body).await
}

/// Opens a file of a profile.
pub(crate) async fn open(address: SocketAddr, language: &str, file: &str) -> Answer {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.json\"\r\n\
         Content-Type: application/json\r\n\r\n{file}\r\n--x--\r\n"
    );
    let head = format!(
        "POST /{language}/open HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    send(address, &head, body.as_bytes()).await
}
