//! What is written into jobs, and whether an edited text would still be understood.
//!
//! The browser asks while somebody types, the server before it stores: both with the type that the job itself is read
//! with. What a job does with its payload is the business of the module in `domain` that enqueues it.

use crate::{FieldError, ImportId, InboundPayloadId, TaskId, WebhookDeliveryId, WebhookEndpointId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Longest text that is accepted for a payload, in bytes.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// What jobs of one kind carry.
pub trait Payload: Serialize + DeserializeOwned {
    /// Stable name of the kind, for example `webhooks.deliver`.
    const KIND: &'static str;
    /// Version of the shape; raise it with every change an older payload would not survive.
    const VERSION: i32 = 1;
}

/// Looks for forms that were begun and left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeAbandoned {
    /// Minutes without a change after which a begun form counts as abandoned.
    pub idle_minutes: u32,
}

impl Payload for NoticeAbandoned {
    const KIND: &'static str = "forms.notice_abandoned";
}

/// Sends one delivery of a webhook, unless another job has it by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliverWebhook {
    pub endpoint: WebhookEndpointId,
    pub delivery: WebhookDeliveryId,
}

impl Payload for DeliverWebhook {
    const KIND: &'static str = "webhooks.deliver";
}

/// Lets what is held for an endpoint go out, if it is switched on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseWebhooks {
    pub endpoint: WebhookEndpointId,
}

impl Payload for ReleaseWebhooks {
    const KIND: &'static str = "webhooks.release";
}

/// Keeps the tables of webhooks small and every delivery on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TidyWebhooks {
    /// Days that finished deliveries are kept.
    pub keep_days: u32,
}

impl Payload for TidyWebhooks {
    const KIND: &'static str = "webhooks.tidy";
}

/// Makes a lead of what came through a source, unless another job has it by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapPayload {
    pub payload: InboundPayloadId,
}

impl Payload for MapPayload {
    const KIND: &'static str = "sources.map";
}

/// Forgets old payloads and finds those that lost their job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TidySources {
    /// Days that payloads are kept.
    pub keep_days: u32,
}

impl Payload for TidySources {
    const KIND: &'static str = "sources.tidy";
}

/// Says what an import would do, row by row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckImport {
    pub import: ImportId,
}

impl Payload for CheckImport {
    const KIND: &'static str = "imports.check";
}

/// Makes leads of the rows of an import, from where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunImport {
    pub import: ImportId,
}

impl Payload for RunImport {
    const KIND: &'static str = "imports.run";
}

/// Takes back what an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndoImport {
    pub import: ImportId,
}

impl Payload for UndoImport {
    const KIND: &'static str = "imports.undo";
}

/// Forgets files and rows of old imports, and finds imports that lost their job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TidyImports {
    /// Days that files and what was done with their rows are kept.
    pub keep_days: u32,
}

impl Payload for TidyImports {
    const KIND: &'static str = "imports.tidy";
}

/// Tells the assignee of a task that its time has come, if it is still to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemindOfTask {
    pub task: TaskId,
}

impl Payload for RemindOfTask {
    const KIND: &'static str = "tasks.remind";
}

/// Looks for leads that nobody answered in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchDeadlines {}

impl Payload for WatchDeadlines {
    const KIND: &'static str = "duty.watch";
}

/// Compares people of whom something was learned with others. Of the program itself, it sees to it that every organization
/// where somebody waits for that has such a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindDuplicates {}

impl Payload for FindDuplicates {
    const KIND: &'static str = "duplicates.find";
}

type Check = fn(&str) -> Result<(), FieldError>;

/// Every kind whose payload can be checked here. Every kind that the program runs is one of them; a test of the server
/// says so.
const KINDS: &[(&str, Check)] = &[
    (NoticeAbandoned::KIND, fits::<NoticeAbandoned>),
    (DeliverWebhook::KIND, fits::<DeliverWebhook>),
    (ReleaseWebhooks::KIND, fits::<ReleaseWebhooks>),
    (TidyWebhooks::KIND, fits::<TidyWebhooks>),
    (MapPayload::KIND, fits::<MapPayload>),
    (TidySources::KIND, fits::<TidySources>),
    (CheckImport::KIND, fits::<CheckImport>),
    (RunImport::KIND, fits::<RunImport>),
    (UndoImport::KIND, fits::<UndoImport>),
    (TidyImports::KIND, fits::<TidyImports>),
    (RemindOfTask::KIND, fits::<RemindOfTask>),
    (WatchDeadlines::KIND, fits::<WatchDeadlines>),
    (FindDuplicates::KIND, fits::<FindDuplicates>),
];

/// The kinds whose payloads can be checked.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, _)| *kind)
}

/// Reads a payload that somebody typed for a job of `kind`, in the shape the present version has.
///
/// Errors: `payload.too_long` and `payload.syntax` at `payload`; `payload.unreadable` below `payload`, with the path of
/// the field; `job.unknown_kind` at `kind`.
pub fn check_payload(kind: &str, text: &str) -> Result<Value, FieldError> {
    let value = parse_payload(text)?;
    match KINDS.iter().find(|(known, _)| *known == kind) {
        Some((_, check)) => check(text).map(|()| value),
        None => Err(unknown_kind(kind)),
    }
}

/// Reads the text as JSON of any shape. Errors: the first two of [`check_payload`].
pub fn parse_payload(text: &str) -> Result<Value, FieldError> {
    if text.len() > MAX_PAYLOAD {
        return Err(FieldError::new("payload", "payload.too_long", "Enter at most 64 kB."));
    }
    serde_json::from_str(text).map_err(|error| {
        let words = format!("This is not JSON yet: {error}.");
        FieldError::new("payload", "payload.syntax", words)
    })
}

/// Says that no program of this version runs such jobs.
pub fn unknown_kind(kind: &str) -> FieldError {
    let words = format!("This version of Empire has no jobs of the kind {kind}. Cancel the job.");
    FieldError::new("kind", "job.unknown_kind", words)
}

/// Says which field of a payload does not fit; `path` is what serde reports, `.` for the whole.
pub fn unreadable(path: &str, message: &str) -> FieldError {
    let (place, path) = if path == "." {
        ("The payload".to_owned(), "payload".to_owned())
    } else {
        (format!("The field {path}"), format!("payload.{path}"))
    };
    FieldError::new(path, "payload.unreadable", format!("{place} does not fit: {message}."))
}

fn fits<P: Payload>(text: &str) -> Result<(), FieldError> {
    let json = &mut serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, P>(json) {
        Ok(_) => Ok(()),
        Err(error) => Err(unreadable(&error.path().to_string(), &error.inner().to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(kind: &str, text: &str) -> FieldError {
        check_payload(kind, text).expect_err("refused")
    }

    #[test]
    fn what_fits_is_read_and_what_does_not_names_its_field() {
        let kind = NoticeAbandoned::KIND;
        let value = check_payload(kind, "{ \"idle_minutes\": 30 }").unwrap();
        assert_eq!(value, serde_json::json!({ "idle_minutes": 30 }));
        let wrong = refusal(kind, "{\"idle_minutes\": \"x\"}");
        assert_eq!(
            (wrong.path.as_str(), wrong.code.as_str()),
            ("payload.idle_minutes", "payload.unreadable")
        );
        assert!(wrong.message.starts_with("The field idle_minutes does not fit: invalid type"), "{wrong}");
        assert_eq!(refusal(kind, "{}").path, "payload");
        assert!(refusal(kind, "{\"idle_minutes\": 1, \"x\": 2}").message.contains("unknown field"));
        assert_eq!(refusal(kind, "[]").code, "payload.unreadable");
    }

    #[test]
    fn what_is_no_json_says_where() {
        let wrong = refusal(NoticeAbandoned::KIND, "{\n \"idle_minutes\": }");
        assert_eq!(wrong.code, "payload.syntax");
        assert!(wrong.message.contains("line 2 column"), "{wrong}");
        assert_eq!(refusal(NoticeAbandoned::KIND, "").code, "payload.syntax");
        assert_eq!(refusal(NoticeAbandoned::KIND, &" ".repeat(MAX_PAYLOAD + 1)).code, "payload.too_long");
        let deep = "[".repeat(10_000);
        assert_eq!(refusal(NoticeAbandoned::KIND, &deep).code, "payload.syntax");
    }

    #[test]
    fn removed_kinds_are_named() {
        let gone = refusal("letters.burn", "{}");
        assert_eq!((gone.path.as_str(), gone.code.as_str()), ("kind", "job.unknown_kind"));
        assert_eq!(kinds().count(), KINDS.len());
    }
}
