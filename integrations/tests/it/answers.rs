//! Answers of all kinds, from a server of a few lines.

use domain::ports::{HttpSender as _, Post, SendError};
use integrations::http::{Allow, HttpClient};
use shared::webhooks::WebhookUrl;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const TIME: Duration = Duration::from_secs(5);

pub fn post(url: &str) -> Post {
    Post {
        url: WebhookUrl::parse(url).unwrap(),
        headers: vec![("webhook-id".to_owned(), "msg_1".to_owned())],
        body: r#"{"type":"lead.created"}"#.to_owned(),
    }
}

/// Reads a request to the end of its small body.
async fn request(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let mut part = [0; 4_096];
    while !text.ends_with(b"created\"}") {
        match stream.read(&mut part).await {
            Ok(read) if read > 0 => text.extend_from_slice(&part[..read]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Answers every request with the same bytes and closes; keeps what was asked.
pub async fn server(answer: &str) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (answer, log) = (answer.to_owned(), Arc::clone(&seen));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let asked = request(&mut stream).await;
            log.lock().unwrap().push(asked);
            stream.write_all(answer.as_bytes()).await.ok();
            stream.shutdown().await.ok();
        }
    });
    (address, seen)
}

fn client() -> HttpClient {
    HttpClient::new(Allow::parse("127.0.0.1").unwrap()).unwrap()
}

async fn answered(answer: &str) -> domain::ports::Posted {
    let (address, _) = server(answer).await;
    client().post(&post(&format!("http://{address}/in?x=1")), TIME).await
}

#[tokio::test]
async fn what_is_sent_arrives_as_it_was_signed() {
    let (address, seen) = server("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nX-One: 1\r\n\r\nok").await;
    let answer = client().post(&post(&format!("http://{address}/in?x=1")), TIME).await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice(), answer.header("x-one")), (200, &b"ok"[..], Some("1")));
    let asked = seen.lock().unwrap()[0].clone();
    assert!(
        asked.starts_with("POST /in?x=1 HTTP/1.1\r\n") && asked.contains("webhook-id: msg_1\r\n"),
        "{asked}"
    );
    assert!(asked.ends_with("\r\n\r\n{\"type\":\"lead.created\"}"), "{asked}");
}

#[tokio::test]
async fn redirects_are_answers() {
    let (other, seen) = server("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    for status in ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let answer = format!("HTTP/1.1 {status}\r\nlocation: http://{other}/\r\ncontent-length: 0\r\n\r\n");
        let answer = answered(&answer).await.unwrap();
        assert_eq!(answer.status.to_string(), status[..3]);
    }
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_huge_answer_is_cut() {
    let huge = format!("HTTP/1.1 500 No\r\ncontent-length: 9000000000\r\n\r\n{}", "x".repeat(300_000));
    let answer = answered(&huge).await.unwrap();
    assert_eq!((answer.status, answer.body.len()), (500, 64 * 1024));
}

#[tokio::test]
async fn an_answer_that_ends_early_is_none() {
    for broken in [
        "",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
        "220 mail.example ESMTP\r\n",
    ] {
        let result = answered(broken).await;
        assert!(matches!(&result, Err(SendError::Broken(_))), "{broken}: {result:?}");
    }
}

#[tokio::test]
async fn a_slow_answer_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    // A byte now and then: never idle, never done.
    let drips = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n").await.ok();
        let mut beat = tokio::time::interval(Duration::from_millis(20));
        while stream.write_all(b"x").await.is_ok() {
            beat.tick().await;
        }
    });
    let time = Duration::from_millis(300);
    let result = client().post(&post(&format!("http://{address}/")), time).await;
    assert_eq!(result, Err(SendError::TimedOut(time)));
    drips.await.unwrap();
}
