//! What a job is to whoever writes one: its kind, its rules, its work, and how it may end.

use crate::actor::Actor;
use crate::context::Context;
use crate::error::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::{EventId, JobId, OrgId, RequestId};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The queue of jobs that name none.
pub const DEFAULT_QUEUE: &str = "default";
/// Before a job that the database was away from runs again.
const DATABASE_AWAY: Duration = Duration::from_secs(5);
/// Longest error that is kept, in characters.
const ERROR_LENGTH: usize = 4_000;

/// Something to be done later or elsewhere. The value is the payload; it is stored as JSON.
///
/// A job runs at least once: a process that dies after the effect and before the acknowledgement leaves a job that
/// runs again. `run` must therefore be safe to repeat.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Stable name, for example `webhooks.deliver`.
    const KIND: &'static str;
    /// Version of the payload's shape; raise it with every change an older payload would not survive.
    const VERSION: i32 = 1;
    /// Where it queues.
    const QUEUE: &'static str = DEFAULT_QUEUE;
    /// Smaller goes first within the queue.
    const PRIORITY: i16 = 0;
    /// Runs before it is dead.
    const MAX_ATTEMPTS: i32 = 10;
    /// A run that takes longer has failed.
    const TIME_OUT: Duration = Duration::from_mins(1);
    /// Whether another one like it may exist.
    const UNIQUE: Unique = Unique::No;

    /// Where this one queues: [`Job::QUEUE`], unless jobs of this kind must not wait for each other.
    fn queue(&self) -> String {
        Self::QUEUE.to_owned()
    }

    /// What makes two jobs of this kind the same for [`Job::UNIQUE`]: the whole payload, unless said otherwise.
    fn unique_by(&self) -> Result<Value, serde_json::Error> {
        serde_json::to_value(self)
    }

    /// How long to wait after the given number of failed attempts; jitter is added. 5 s, 10 s, 20 s … at most an hour.
    fn backoff(&self, attempt: i32) -> Duration {
        let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(12);
        Duration::from_secs(5_u64.saturating_mul(1 << doublings)).min(Duration::from_hours(1))
    }

    /// Brings an older payload into the present shape. The words of an error are shown to admins.
    fn upgrade(version: i32, payload: Value) -> Result<Value, String> {
        drop(payload);
        Err(format!("payloads of version {version} are not read any more"))
    }

    /// Does the work.
    fn run(&self, cx: &JobContext) -> impl Future<Output = Result<(), JobError>> + Send;
}

/// Whether another job of the same kind, organization and arguments may exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unique {
    /// As many as are enqueued.
    No,
    /// One that waits; while it runs, the next one may be enqueued.
    Waiting,
    /// One that waits or runs.
    Live,
    /// One in every period, counted from 1970: also not again after it was completed.
    Every(Duration),
}

/// How a run ends that did not do its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobError {
    /// Try again after the backoff, unless that was the last attempt.
    Retry(String),
    /// Try again after this time, unless that was the last attempt.
    RetryAfter(String, Duration),
    /// Trying again is useless: the job is dead.
    Fail(String),
    /// Not now; costs no attempt.
    Snooze(Duration),
}

impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        let words = words(&error);
        match error {
            // Nothing that this job did: as soon as the database is back, it runs as if nothing had been.
            Error::Unavailable("the database") => Self::Snooze(DATABASE_AWAY),
            Error::Unavailable(_) | Error::Internal(_) | Error::Conflict(_) => Self::Retry(words),
            Error::RateLimited { retry_after } => Self::RetryAfter(words, retry_after),
            Error::Invalid(_) | Error::Forbidden | Error::Unauthenticated | Error::NotFound(_) => {
                Self::Fail(words)
            }
        }
    }
}

/// The error with its causes, for admins.
fn words(error: &Error) -> String {
    let mut text = error.to_string();
    if let Error::Invalid(fields) = error {
        for field in fields {
            text.push_str(&format!("; {field}"));
        }
    }
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    text
}

/// The error as it is stored: of bounded length, and without what PostgreSQL cannot hold.
pub(super) fn stored(error: &str) -> String {
    error.chars().filter(|letter| *letter != '\0').take(ERROR_LENGTH).collect()
}

/// Why a job was enqueued, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The organization; `None` for a job of the program itself.
    pub org: Option<OrgId>,
    /// Becomes the correlation id of the events the job writes.
    pub request: RequestId,
    pub event: Option<EventId>,
    /// Name of the schedule.
    pub schedule: Option<String>,
}

impl Cause {
    /// Somebody's act.
    pub const fn of(actor: &Actor) -> Self {
        Self { org: Some(actor.org()), request: actor.request(), event: None, schedule: None }
    }

    /// The program itself, for no organization.
    pub const fn system(request: RequestId) -> Self {
        Self { org: None, request, event: None, schedule: None }
    }

    /// Because of this event.
    pub const fn event(mut self, event: EventId) -> Self {
        self.event = Some(event);
        self
    }
}

/// What a running job knows about itself.
#[derive(Clone)]
pub struct JobContext {
    pub(super) cx: Context,
    pub(super) id: JobId,
    pub(super) cause: Cause,
    pub(super) attempt: i32,
    pub(super) cancel: CancellationToken,
}

impl JobContext {
    /// The context of the program.
    pub const fn cx(&self) -> &Context {
        &self.cx
    }

    /// The job; the same in every attempt, so it serves as an idempotency key.
    pub const fn id(&self) -> JobId {
        self.id
    }

    /// Which attempt this is, from 1.
    pub const fn attempt(&self) -> i32 {
        self.attempt
    }

    /// Why it runs; jobs it enqueues in turn have the same cause.
    pub const fn cause(&self) -> &Cause {
        &self.cause
    }

    /// The program acting for the job's organization; `None` for a job of the program itself.
    pub const fn actor(&self) -> Option<Actor> {
        match self.cause.org {
            Some(org) => Some(Actor::system(org, self.cause.request)),
            None => None,
        }
    }

    /// Resolves when somebody cancelled the job. A job that goes on regardless is dropped a little later.
    pub async fn cancelled(&self) {
        self.cancel.cancelled().await;
    }

    /// Whether somebody cancelled the job; to be asked between the steps of a long one.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Serialize, Deserialize)]
    struct Nothing;

    impl Job for Nothing {
        const KIND: &'static str = "nothing";
        async fn run(&self, _: &JobContext) -> Result<(), JobError> {
            Ok(())
        }
    }

    #[test]
    fn waits_double_up_to_an_hour() {
        let waits: Vec<u64> = (0..14).map(|attempt| Nothing.backoff(attempt).as_secs()).collect();
        assert_eq!(waits, [5, 5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600, 3_600]);
        assert_eq!(Nothing.backoff(i32::MAX).as_secs(), 3_600);
    }

    #[test]
    fn errors_of_the_domain_decide_whether_to_try_again() {
        let wait = Duration::from_secs(7);
        let limited = Error::RateLimited { retry_after: wait };
        assert_eq!(JobError::from(limited), JobError::RetryAfter("too many attempts".into(), wait));
        assert!(matches!(JobError::from(Error::Unavailable("the mail server")), JobError::Retry(_)));
        assert_eq!(JobError::from(Error::Unavailable("the database")), JobError::Snooze(DATABASE_AWAY));
        assert_eq!(
            JobError::from(Error::internal("disk full")),
            JobError::Retry("something went wrong on our side: disk full".into())
        );
        let invalid = Error::invalid("to", "to.empty", "Enter an address.");
        assert_eq!(
            JobError::from(invalid),
            JobError::Fail("the input is not valid; to: Enter an address.".into())
        );
        for error in [Error::Forbidden, Error::NotFound("the lead"), Error::Unauthenticated] {
            assert!(matches!(JobError::from(error), JobError::Fail(_)));
        }
    }

    #[test]
    fn stored_errors_are_bounded() {
        assert_eq!(stored("a\0b"), "ab");
        assert_eq!(stored(&"ü".repeat(9_000)).chars().count(), 4_000);
    }
}
