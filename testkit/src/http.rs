//! Programs of others, as a test wants them: what each host answers, and what was posted to it.

use domain::ports::{Answer, HttpSender, Post, Posted, SendError};
use shared::webhooks::WebhookUrl;
use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What a host does with a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Reaction {
    /// Answers with a status and headers.
    Status(u16, Vec<(&'static str, String)>),
    /// Does not answer at all.
    Fails(SendError),
    /// Takes the request and never answers.
    Hangs,
}

impl Reaction {
    /// A status alone.
    pub const fn status(status: u16) -> Self {
        Self::Status(status, Vec::new())
    }
}

#[derive(Default)]
struct State {
    scripts: HashMap<String, VecDeque<Reaction>>,
    posted: Vec<Post>,
}

/// Shared by its clones. A host without a script answers 200; `forbidden.example` may not be called.
#[derive(Clone, Default)]
pub struct FakeHttp(Arc<Mutex<State>>);

impl FakeHttp {
    /// What a host does next, in order; the last one goes on for ever.
    pub fn script(&self, host: &str, reactions: impl IntoIterator<Item = Reaction>) {
        self.state(|state| state.scripts.insert(host.to_owned(), reactions.into_iter().collect()));
    }

    /// Everything that was posted so far, oldest first.
    pub fn posted(&self) -> Vec<Post> {
        self.state(|state| state.posted.clone())
    }

    /// What was posted to a host.
    pub fn posted_to(&self, host: &str) -> Vec<Post> {
        self.posted().into_iter().filter(|post| post.url.host() == host).collect()
    }

    fn state<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl HttpSender for FakeHttp {
    fn check(&self, url: &WebhookUrl) -> Result<(), String> {
        if url.host() == "forbidden.example" { Err("Nothing may be sent there.".to_owned()) } else { Ok(()) }
    }

    fn post<'a>(&'a self, post: &'a Post, _: Duration) -> Pin<Box<dyn Future<Output = Posted> + Send + 'a>> {
        let reaction = self.state(|state| {
            state.posted.push(post.clone());
            let script = state.scripts.entry(post.url.host().to_owned()).or_default();
            if script.len() > 1 { script.pop_front() } else { script.front().cloned() }
        });
        Box::pin(async move {
            match reaction.unwrap_or(Reaction::status(200)) {
                Reaction::Status(status, headers) => {
                    let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                    Ok(Answer { status, headers, body: b"as scripted".to_vec() })
                }
                Reaction::Fails(error) => Err(error),
                Reaction::Hangs => std::future::pending().await,
            }
        })
    }
}
