//! A webhook all the way: the program's own registry, lane and client, and a socket.

use domain::jobs::{Lane, Worker, WorkerOptions};
use domain::webhooks;
use integrations::http::{Allow, HttpClient};
use shared::webhooks::{DeliveryState, WebhookEndpointInput};
use std::sync::Arc;
use std::time::Duration;
use testkit::{World, on_both_databases};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

on_both_databases! {
    async fn a_test_reaches_a_program_that_listens(world: World) {
        let http = HttpClient::new(Allow::parse("127.0.0.1").unwrap()).unwrap();
        let cx = world.cx.clone().with_http(Arc::new(http));
        let owner = world.found_org("Juniper Homes").await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/in", listener.local_addr().unwrap());
        let receiver = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut text = Vec::new();
            while !text.ends_with(b"}}") {
                let mut part = [0; 1_024];
                let read = stream.read(&mut part).await.unwrap();
                text.extend_from_slice(&part[..read]);
            }
            stream.write_all(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n").await.unwrap();
            String::from_utf8(text).unwrap()
        });
        let input = WebhookEndpointInput { url, ..WebhookEndpointInput::default() };
        let endpoint = webhooks::create(&cx, &owner, &input).await.unwrap().id;
        let delivery = webhooks::send_test(&cx, &owner, endpoint).await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let lane = Some(Lane { prefix: webhooks::QUEUES.to_owned(), limit: 8, per_queue: 4 });
        let options = WorkerOptions { lane, grace: Duration::from_secs(1), ..WorkerOptions::named("tester") };
        let worker = Worker::run(cx.clone(), server::worker::registry(), options, async move { drop(stopped.await) });
        let worker = tokio::spawn(worker);
        let received = tokio::time::timeout(Duration::from_secs(30), receiver).await.unwrap().unwrap();
        assert!(received.starts_with("POST /in HTTP/1.1\r\n"));
        assert!(received.contains("webhook-signature: v1,") && received.contains("webhook-id: msg_"));
        drop(stop);
        worker.await.unwrap();
        let seen = webhooks::delivery(&cx, &owner, delivery).await.unwrap();
        assert_eq!((seen.summary.state, seen.attempts[0].outcome.status), (DeliveryState::Delivered, Some(202)));
    }
}
