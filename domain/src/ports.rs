//! What the domain needs from outside the process. Implementations live in `integrations`, fakes in `testkit`.

use chrono::{DateTime, Utc};
use shared::webhooks::WebhookUrl;
use std::pin::Pin;
use std::time::Duration;
use uuid::Uuid;

/// The time, in whole microseconds: the precision both databases keep.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// New identifiers, UUIDv7: they sort by the time they were made.
pub trait Ids: Send + Sync {
    /// An identifier nobody has seen before.
    fn next(&self) -> Uuid;
}

/// Unpredictable bytes, for tokens and salts.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// Calls programs of others, at addresses that members enter: nothing behind the firewall, no redirects.
pub trait HttpSender: Send + Sync {
    /// Whether the address may be called, as far as that can be said without looking its name up. The words of an
    /// error are for whoever entered it.
    fn check(&self, url: &WebhookUrl) -> Result<(), String>;

    /// Posts a body and reads the answer, up to a limit of size, within `time` in all.
    fn post<'a>(
        &'a self,
        request: &'a Post,
        time: Duration,
    ) -> Pin<Box<dyn Future<Output = Posted> + Send + 'a>>;
}

/// What is posted where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub url: WebhookUrl,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// What came of it.
pub type Posted = Result<Answer, SendError>;

/// An answer, whatever it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// Its beginning.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of this name, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer, in words for whoever owns the address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The address leads where nothing may be sent.
    #[error("{0}")]
    Refused(String),
    /// Its name is not known, or nobody listens there.
    #[error("{0}")]
    Unreachable(String),
    /// The answer was not there in time.
    #[error("no answer within {} s", .0.as_secs())]
    TimedOut(Duration),
    /// The connection ended before the answer did, or what came is not HTTP.
    #[error("{0}")]
    Broken(String),
    /// Its host could not be reached again and again; nothing is tried before this much time is over.
    #[error("the host could not be reached again and again; the next try is in {} s", .0.as_secs())]
    Resting(Duration),
}

/// A way out that leads nowhere, for processes that send nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoHttp;

impl HttpSender for NoHttp {
    fn check(&self, _: &WebhookUrl) -> Result<(), String> {
        Ok(())
    }

    fn post<'a>(&'a self, _: &'a Post, _: Duration) -> Pin<Box<dyn Future<Output = Posted> + Send + 'a>> {
        Box::pin(async { Err(SendError::Unreachable("this process sends nothing".to_owned())) })
    }
}
