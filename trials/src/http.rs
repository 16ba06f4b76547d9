//! A bare HTTP/1.1 client on one kept-alive connection: as little as possible between the clock and the program.

use crate::Trial;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// One connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    host: String,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Trial<Self> {
        let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        Ok(Self { stream, buffer: Vec::with_capacity(16_384), host: address.to_string() })
    }

    pub(crate) async fn get(&mut self, path: &str, cookie: &str) -> Trial<Answer> {
        let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{cookie}\r\n", self.host);
        self.exchange(request.as_bytes()).await
    }

    pub(crate) async fn post(&mut self, path: &str, media: &str, cookie: &str, body: &str) -> Trial<Answer> {
        let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: {media}\r\n{cookie}Content-Length: {}\r\n\r\n{body}",
            body.len(),
            host = self.host,
        );
        self.exchange(request.as_bytes()).await
    }

    async fn exchange(&mut self, request: &[u8]) -> Trial<Answer> {
        self.stream.write_all(request).await.map_err(|error| error.to_string())?;
        self.buffer.clear();
        let end_of_head = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(self.buffer.get(..end_of_head).unwrap_or_default()).into_owned();
        let status =
            head.split_whitespace().nth(1).and_then(|word| word.parse().ok()).ok_or("this is not HTTP")?;
        let mut answer = Answer { status, head, body: Vec::new() };
        if answer.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
            answer.body = self.chunks(end_of_head).await?;
        } else {
            let length: usize =
                answer.header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
            while self.buffer.len() < end_of_head + length {
                self.more().await?;
            }
            answer.body = self.buffer.get(end_of_head..end_of_head + length).unwrap_or_default().to_vec();
        }
        Ok(answer)
    }

    async fn chunks(&mut self, mut at: usize) -> Trial<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = loop {
                if let Some(end) = self.buffer.get(at..).and_then(|rest| find(rest, b"\r\n")) {
                    break end;
                }
                self.more().await?;
            };
            let size = std::str::from_utf8(self.buffer.get(at..at + line).unwrap_or_default())
                .ok()
                .and_then(|text| usize::from_str_radix(text.trim(), 16).ok())
                .ok_or("a chunk without a size")?;
            at += line + 2;
            while self.buffer.len() < at + size + 2 {
                self.more().await?;
            }
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(self.buffer.get(at..at + size).unwrap_or_default());
            at += size + 2;
        }
    }

    async fn more(&mut self) -> Trial {
        match self.stream.read_buf(&mut self.buffer).await {
            Ok(0) => Err("the connection was closed".to_owned()),
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}
