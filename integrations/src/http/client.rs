//! The client itself: reqwest with everything off that could lead elsewhere.

use super::allow::Allow;
use super::breaker::Breaker;
use super::lookup::{Checked, Forbidden, Lookup, check, system_lookup};
use domain::ports::{Answer, HttpSender, Post, Posted, SendError};
use reqwest::{Client, Url, redirect};
use shared::webhooks::WebhookUrl;
use std::error::Error;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Until there is a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// Bytes of an answer that are read.
const BODY: usize = 64 * 1024;

/// Calls addresses of members. One a process; its connections are shared.
pub struct HttpClient {
    client: Client,
    allow: Arc<Allow>,
    breaker: Breaker,
}

impl HttpClient {
    /// With the exceptions of the operator. Errors: words about what is missing, such as root certificates.
    pub fn new(allow: Allow) -> Result<Self, String> {
        Self::looking_up(allow, system_lookup())
    }

    /// The same with another way to look names up.
    pub fn looking_up(allow: Allow, lookup: Lookup) -> Result<Self, String> {
        // Who installed one before us did the same.
        drop(rustls::crypto::ring::default_provider().install_default());
        let allow = Arc::new(allow);
        let client = Client::builder()
            .dns_resolver(Arc::new(Checked { allow: Arc::clone(&allow), lookup }))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .retry(reqwest::retry::never())
            .http1_only()
            .connect_timeout(CONNECT)
            .pool_max_idle_per_host(2)
            .pool_idle_timeout(Duration::from_secs(30))
            .build()
            .map_err(|error| cause(&error).to_string())?;
        Ok(Self { client, allow, breaker: Breaker::default() })
    }

    /// The address as it will be called. A number is one in any spelling: decimal, hexadecimal, octal.
    fn address(&self, url: &WebhookUrl) -> Result<Url, Forbidden> {
        let wrong = || Forbidden(format!("{} is no address of a host", url.host()));
        let parsed = Url::parse(url.as_str()).map_err(|_| wrong())?;
        let host = parsed.host_str().ok_or_else(wrong)?;
        if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            check(&self.allow, address)?;
        } else {
            let name = host.trim_end_matches('.');
            if (name == "localhost" || name.ends_with(".localhost")) && !self.allow.host(host) {
                check(&self.allow, IpAddr::from([127, 0, 0, 1]))?;
            }
        }
        Ok(parsed)
    }

    async fn call(&self, url: Url, post: &Post, time: Duration) -> Posted {
        let host =
            format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(0));
        if let Some(wait) = self.breaker.rest(&host, Instant::now()) {
            return Err(SendError::Resting(wait));
        }
        let mut request = self.client.post(url).timeout(time).body(post.body.clone());
        for (name, value) in &post.headers {
            request = request.header(name, value);
        }
        let read = async {
            let mut response = request.send().await?;
            let headers = response.headers().iter();
            let headers = headers
                .map(|(name, value)| {
                    (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
                })
                .collect();
            let (status, mut body) = (response.status().as_u16(), Vec::new());
            while body.len() < BODY
                && let Some(chunk) = response.chunk().await?
            {
                body.extend(chunk.iter().take(BODY - body.len()));
            }
            Ok(Answer { status, headers, body })
        };
        let answer: Result<Answer, reqwest::Error> = read.await;
        match answer {
            Ok(answer) => {
                self.breaker.reached(&host);
                Ok(answer)
            }
            Err(error) => {
                let error = translated(&error, time);
                match error {
                    SendError::Unreachable(_) => self.breaker.unreachable(&host, Instant::now()),
                    SendError::Refused(_) => {}
                    _ => self.breaker.reached(&host),
                }
                Err(error)
            }
        }
    }
}

/// In words that do not repeat the address, which may hold secrets.
fn translated(error: &reqwest::Error, time: Duration) -> SendError {
    let mut inner: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(at) = inner {
        if let Some(forbidden) = at.downcast_ref::<Forbidden>() {
            return SendError::Refused(forbidden.0.clone());
        }
        inner = at.source();
    }
    if error.is_connect() {
        let words = if error.is_timeout() {
            format!("no connection within {} s", CONNECT.min(time).as_secs())
        } else {
            format!("no connection: {}", cause(error))
        };
        return SendError::Unreachable(words);
    }
    if error.is_timeout() {
        return SendError::TimedOut(time);
    }
    SendError::Broken(format!("the connection ended before the answer did: {}", cause(error)))
}

/// The innermost cause.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let mut at = error;
    while let Some(inner) = at.source() {
        at = inner;
    }
    at
}

impl HttpSender for HttpClient {
    fn check(&self, url: &WebhookUrl) -> Result<(), String> {
        self.address(url).map(drop).map_err(|forbidden| {
            let words = forbidden.0;
            format!(
                "{}{}.",
                words.chars().next().unwrap_or_default().to_uppercase(),
                words.get(1..).unwrap_or_default()
            )
        })
    }

    fn post<'a>(
        &'a self,
        post: &'a Post,
        time: Duration,
    ) -> Pin<Box<dyn Future<Output = Posted> + Send + 'a>> {
        Box::pin(async move {
            match self.address(&post.url) {
                Ok(url) => self.call(url, post, time).await,
                Err(forbidden) => Err(SendError::Refused(forbidden.0)),
            }
        })
    }
}
