//! Nothing that is not public is called, however it is spelled and whatever a name turns into.

use super::answers::{post, server};
use domain::ports::{HttpSender as _, SendError};
use integrations::http::{Allow, HttpClient, Lookup, forbidden};
use shared::webhooks::WebhookUrl;
use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const TIME: Duration = Duration::from_secs(5);

/// Answers one list after the other; the last one stays.
fn answering(answers: &[&str]) -> Lookup {
    let answers: VecDeque<IpAddr> = answers.iter().map(|text| text.parse().unwrap()).collect();
    let answers = Mutex::new(answers);
    Arc::new(move |_| {
        let mut answers = answers.lock().unwrap();
        let next = if answers.len() > 1 { answers.pop_front() } else { answers.front().copied() };
        Box::pin(async move { Ok(next.into_iter().collect()) })
    })
}

fn is_refused(result: &domain::ports::Posted) -> bool {
    matches!(result, Err(SendError::Refused(_)))
}

#[test]
fn addresses_that_are_not_public() {
    for address in [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ] {
        assert!(forbidden(address.parse().unwrap()).is_some(), "{address}");
    }
    for address in [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "198.17.0.1",
        "198.20.0.1",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "2001:4860:4860::8888",
        "2606:4700::1111",
        "2a00:1450::1",
    ] {
        assert_eq!(forbidden(address.parse().unwrap()), None, "{address}");
    }
}

#[tokio::test]
async fn numbers_in_any_spelling() {
    let client = HttpClient::new(Allow::default()).unwrap();
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "0",
        "169.254.169.254",
        "2852039166",
        "0xa9fea9fe",
        "0251.0376.0251.0376",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:7f00:1::]",
        "[fd00:ec2::254]",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "127.0.0.1.",
    ] {
        let url = WebhookUrl::parse(&format!("http://{host}:9/x")).unwrap();
        assert!(client.check(&url).is_err(), "{host}");
        assert!(is_refused(&client.post(&post(url.as_str()), TIME).await), "{host}");
    }
    let fine = WebhookUrl::parse("https://crm.example.com/x").unwrap();
    assert_eq!(client.check(&fine), Ok(()));
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused() {
    for inside in ["10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1"] {
        let client = HttpClient::looking_up(Allow::default(), answering(&[inside])).unwrap();
        let result = client.post(&post("https://innocent.example/"), TIME).await;
        assert!(is_refused(&result), "{inside}: {result:?}");
        let words = result.unwrap_err().to_string();
        assert!(!words.contains(inside), "the answer tells nothing about the network: {words}");
    }
}

#[tokio::test]
async fn a_name_that_changes_its_mind_is_refused_the_second_time() {
    let (address, seen) = server("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
    let lookup = answering(&["127.0.0.1", "127.0.0.2"]);
    let client = HttpClient::looking_up(Allow::parse("127.0.0.1/32").unwrap(), lookup).unwrap();
    let to = post(&format!("http://rebinds.example:{}/", address.port()));
    assert_eq!(client.post(&to, TIME).await.unwrap().status, 200);
    assert!(is_refused(&client.post(&to, TIME).await));
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn exceptions_of_the_operator_hold() {
    let (address, _) = server("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await;
    for allow in ["127.0.0.0/8", "inside.example"] {
        let client = HttpClient::looking_up(Allow::parse(allow).unwrap(), answering(&["127.0.0.1"])).unwrap();
        let to = post(&format!("http://inside.example:{}/", address.port()));
        assert_eq!(client.post(&to, TIME).await.unwrap().status, 204, "{allow}");
        let other = client.post(&post(&format!("http://10.0.0.1:{}/", address.port())), TIME).await;
        assert!(is_refused(&other));
    }
}

#[tokio::test]
async fn a_host_that_cannot_be_reached_rests() {
    let (address, _) = server("").await;
    // Nobody listens any more on a port that was just free.
    let listener = tokio::net::TcpListener::bind((address.ip(), 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let client = HttpClient::new(Allow::parse("127.0.0.1").unwrap()).unwrap();
    let to = post(&format!("http://127.0.0.1:{port}/secret-path"));
    for _ in 0..5 {
        let error = client.post(&to, TIME).await.unwrap_err();
        assert!(
            matches!(&error, SendError::Unreachable(words) if !words.contains("secret-path")),
            "{error:?}"
        );
    }
    assert!(matches!(client.post(&to, TIME).await, Err(SendError::Resting(_))));
}
