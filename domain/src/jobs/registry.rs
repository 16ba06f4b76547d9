//! Which kinds of job this program knows, and how their payloads are read.

use super::job::{Job, JobContext, JobError};
use crate::error::{Error, Result};
use serde_json::Value;
use shared::jobs::payloads;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// Why a payload cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error(
        "this program knows no jobs of kind {0}; they were removed, or the program that enqueued it has more"
    )]
    UnknownKind(String),
    /// Written by a newer program; a newer worker will read it.
    #[error("the payload has version {0}, this program reads up to {1}")]
    Newer(i32, i32),
    #[error("the payload of version {0} cannot be brought up to date: {1}")]
    Upgrade(i32, String),
    #[error("the payload does not parse at {path}: {message}")]
    Field { path: String, message: String },
}

/// A job of any kind, ready to run.
pub(super) trait Task: Send + Sync {
    fn run<'a>(
        &'a self,
        cx: &'a JobContext,
    ) -> Pin<Box<dyn Future<Output = Result<(), JobError>> + Send + 'a>>;
    fn backoff(&self, attempt: i32) -> Duration;
    fn time_out(&self) -> Duration;
}

struct Typed<J>(J);

impl<J: Job> Task for Typed<J> {
    fn run<'a>(
        &'a self,
        cx: &'a JobContext,
    ) -> Pin<Box<dyn Future<Output = Result<(), JobError>> + Send + 'a>> {
        Box::pin(self.0.run(cx))
    }

    fn backoff(&self, attempt: i32) -> Duration {
        self.0.backoff(attempt)
    }

    fn time_out(&self) -> Duration {
        J::TIME_OUT
    }
}

#[derive(Clone, Copy)]
struct Kind {
    version: i32,
    read: fn(i32, Value) -> Result<Box<dyn Task>, Unreadable>,
}

/// The kinds this program runs; cheap to clone.
#[derive(Clone, Default)]
pub struct Registry {
    kinds: Arc<BTreeMap<&'static str, Kind>>,
}

impl Registry {
    /// No kinds yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With jobs of type `J`. The last type of a kind wins.
    #[must_use]
    pub fn with<J: Job>(mut self) -> Self {
        let kind = Kind { version: J::VERSION, read: read::<J> };
        Arc::make_mut(&mut self.kinds).insert(J::KIND, kind);
        self
    }

    /// The names of the kinds, sorted.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.kinds.keys().copied()
    }

    /// Whether this program runs jobs of a kind.
    pub fn knows(&self, kind: &str) -> bool {
        self.kinds.contains_key(kind)
    }

    /// Whether a payload would run; the version it has then.
    ///
    /// Errors: [`Error::Invalid`] at `kind`, or below `payload` with the path of the field.
    pub fn check(&self, kind: &str, payload: Value) -> Result<i32> {
        let version = self.kinds.get(kind).map_or(1, |known| known.version);
        self.read(kind, version, payload).map(|_| version).map_err(|unreadable| match unreadable {
            Unreadable::Field { path, message } => {
                Error::Invalid(vec![payloads::unreadable(&path, &message)])
            }
            Unreadable::UnknownKind(kind) => Error::Invalid(vec![payloads::unknown_kind(&kind)]),
            other => Error::invalid("kind", "job.unknown_kind", other.to_string()),
        })
    }

    pub(super) fn read(&self, kind: &str, version: i32, payload: Value) -> Result<Box<dyn Task>, Unreadable> {
        let known = self.kinds.get(kind).ok_or_else(|| Unreadable::UnknownKind(kind.to_owned()))?;
        (known.read)(version, payload)
    }
}

fn read<J: Job>(version: i32, payload: Value) -> Result<Box<dyn Task>, Unreadable> {
    let payload = match version {
        newer if newer > J::VERSION => return Err(Unreadable::Newer(newer, J::VERSION)),
        older if older < J::VERSION => {
            J::upgrade(older, payload).map_err(|words| Unreadable::Upgrade(older, words))?
        }
        _ => payload,
    };
    match serde_path_to_error::deserialize::<_, J>(payload) {
        Ok(job) => Ok(Box::new(Typed(job))),
        Err(error) => {
            Err(Unreadable::Field { path: error.path().to_string(), message: error.inner().to_string() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    #[derive(Serialize, Deserialize)]
    struct Letter {
        to: Address,
    }

    #[derive(Serialize, Deserialize)]
    struct Address {
        zip: u32,
    }

    impl Job for Letter {
        const KIND: &'static str = "letters.send";
        const VERSION: i32 = 3;

        fn upgrade(version: i32, payload: Value) -> Result<Value, String> {
            match version {
                2 => Ok(json!({ "to": { "zip": payload.get("zip") } })),
                other => Err(format!("version {other} had no address")),
            }
        }

        async fn run(&self, _: &JobContext) -> Result<(), JobError> {
            Ok(())
        }
    }

    fn refusal(kind: &str, version: i32, payload: Value) -> String {
        let registry = Registry::new().with::<Letter>();
        registry.read(kind, version, payload).err().expect("refused").to_string()
    }

    #[test]
    fn payloads_are_read_or_say_what_is_wrong_with_them() {
        let registry = Registry::new().with::<Letter>();
        assert!(registry.read("letters.send", 3, json!({"to": {"zip": 60601}})).is_ok());
        assert!(registry.read("letters.send", 2, json!({"zip": 60601})).is_ok());
        let wrong = refusal("letters.send", 3, json!({"to": {"zip": "x"}}));
        assert!(wrong.starts_with("the payload does not parse at to.zip: invalid type"), "{wrong}");
        let old = refusal("letters.send", 1, json!({}));
        assert_eq!(old, "the payload of version 1 cannot be brought up to date: version 1 had no address");
        assert!(refusal("letters.send", 4, json!({})).contains("version 4"));
        assert!(refusal("letters.burn", 1, json!({})).contains("no jobs of kind letters.burn"));
    }

    #[test]
    fn edited_payloads_are_checked_with_paths() {
        let registry = Registry::new().with::<Letter>();
        assert_eq!(registry.check("letters.send", json!({"to": {"zip": 1}})).unwrap(), 3);
        let path = |kind, payload| match registry.check(kind, payload) {
            Err(Error::Invalid(fields)) => fields[0].path.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(path("letters.send", json!({"to": {"zip": "x"}})), "payload.to.zip");
        assert_eq!(path("letters.send", json!({"to": {}})), "payload.to");
        assert_eq!(path("letters.send", json!(7)), "payload");
        assert_eq!(path("letters.burn", json!({})), "kind");
    }
}
