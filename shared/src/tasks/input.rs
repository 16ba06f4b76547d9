//! A task as somebody types it, and what is read from that.

use super::TaskKind;
use crate::errors::{FieldError, FieldErrors, Problem};
use crate::ids::{LeadId, MemberId};
use crate::text;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// Longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// Longest place, in characters.
pub const MAX_PLACE: usize = 200;
/// Longest note, in characters.
pub const MAX_NOTE: usize = 2_000;
/// When to remind, in minutes before, with their words; nothing reminds of nothing.
pub const REMINDERS: [(&str, &str); 5] = [
    ("0", "When it is due"),
    ("15", "15 minutes before"),
    ("60", "1 hour before"),
    ("180", "3 hours before"),
    ("1440", "1 day before"),
];

/// What is sent to add a task or to change it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskInput {
    /// Nothing for a task that belongs to no lead. A change leaves the lead as it is.
    pub lead: String,
    /// The word of a [`TaskKind`]; nothing is something to do.
    pub kind: String,
    pub title: String,
    /// Where, when it is a meeting.
    pub place: String,
    pub note: String,
    /// By the clocks of the organization, for example `2026-08-03T09:12`.
    pub due: String,
    /// Minutes before, one of [`REMINDERS`], or nothing.
    pub remind: String,
    /// A member; nothing is whoever sends it.
    pub assignee: String,
    /// Made by the client once per task: sending it twice adds it once.
    pub key: String,
}

/// A parsed task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTask {
    pub lead: Option<LeadId>,
    pub kind: TaskKind,
    pub title: String,
    /// Empty unless it is a meeting.
    pub place: String,
    pub note: String,
    pub due: NaiveDateTime,
    /// Minutes before.
    pub remind: Option<i64>,
    pub assignee: Option<MemberId>,
    pub key: String,
}

impl TaskInput {
    /// Parses the form. Paths: `lead`, `kind`, `title`, `place`, `note`, `due`, `remind`, `assignee`, `key`.
    pub fn parse(&self) -> Result<NewTask, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let lead = errors.take("lead", optional(&self.lead, "task.lead", "Reload the page and try again."));
        let title = errors.take(
            "title",
            text::line(&self.title, MAX_TITLE).map_err(|problem| match problem.code {
                "text.empty" => Problem::new("task.title", "Say what is to be done."),
                _ => problem,
            }),
        );
        let kind = if self.kind.is_empty() { Some(TaskKind::ToDo) } else { TaskKind::from_word(&self.kind) };
        let kind = kind.ok_or_else(|| Problem::new("task.kind", "Choose something to do, or a meeting."));
        let kind = errors.take("kind", kind);
        let place = if kind == Some(TaskKind::ToDo) || self.place.trim().is_empty() {
            Some(String::new())
        } else {
            errors.take("place", text::line(&self.place, MAX_PLACE))
        };
        let note = if self.note.trim().is_empty() {
            Some(String::new())
        } else {
            errors.take("note", text::paragraph(&self.note, MAX_NOTE))
        };
        let due = errors.take("due", local(&self.due));
        let remind = errors.take("remind", reminder(&self.remind));
        let assignee = errors
            .take("assignee", optional(&self.assignee, "task.assignee", "Choose one of the listed members."));
        let key_ok = (8..=64).contains(&self.key.len())
            && self.key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !key_ok {
            errors.push(FieldError::new("key", "task.key", "Reload the page and try again."));
        }
        let parsed = (|| {
            Some(NewTask {
                lead: lead?,
                kind: kind?,
                title: title?,
                place: place?,
                note: note?,
                due: due?,
                remind: remind?,
                assignee: assignee?,
                key: self.key.clone(),
            })
        })();
        errors.finish(parsed)
    }
}

fn optional<T: std::str::FromStr>(
    text: &str,
    code: &'static str,
    message: &str,
) -> Result<Option<T>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Problem::new(code, message))
}

fn reminder(text: &str) -> Result<Option<i64>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    REMINDERS
        .iter()
        .find(|(minutes, _)| *minutes == text)
        .and_then(|(minutes, _)| minutes.parse().ok())
        .map(Some)
        .ok_or_else(|| Problem::new("task.remind", "Choose one of the listed times."))
}

/// A local time as browsers send it, with or without seconds, in years that calendars of people hold.
fn local(text: &str) -> Result<NaiveDateTime, Problem> {
    use chrono::Datelike as _;
    let text = text.trim();
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .filter(|at| (2000..=2200).contains(&at.year()))
        .ok_or_else(|| Problem::new("task.due", "Choose a day and a time."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> TaskInput {
        TaskInput {
            title: " Send the  offer ".into(),
            due: "2026-08-03T09:12".into(),
            key: "abcdefgh".into(),
            ..TaskInput::default()
        }
    }

    #[test]
    fn a_task_needs_words_and_a_time() {
        let task = input().parse().unwrap();
        assert_eq!((task.title.as_str(), task.remind, task.lead), ("Send the offer", None, None));
        let wrong = TaskInput::default().parse().unwrap_err();
        let paths: Vec<&str> = wrong.iter().map(|error| error.path.as_str()).collect();
        assert_eq!(paths, ["title", "due", "key"]);
    }

    #[test]
    fn only_a_meeting_has_a_place() {
        let at = |kind: &str| TaskInput { kind: kind.into(), place: " 12 Oak St ".into(), ..input() };
        let meeting = at("meeting").parse().unwrap();
        assert_eq!((meeting.kind, meeting.place.as_str()), (TaskKind::Meeting, "12 Oak St"));
        assert_eq!(at("").parse().unwrap().place, "");
    }

    #[test]
    fn what_cannot_be_read_is_said_at_its_field() {
        for (change, path) in [
            (TaskInput { lead: "x".into(), ..input() }, "lead"),
            (TaskInput { assignee: "x".into(), ..input() }, "assignee"),
            (TaskInput { remind: "7".into(), ..input() }, "remind"),
            (TaskInput { due: "0001-01-01T00:00".into(), ..input() }, "due"),
            (TaskInput { due: "tomorrow".into(), ..input() }, "due"),
            (TaskInput { note: "a\u{0}".into(), ..input() }, "note"),
            (TaskInput { kind: "party".into(), ..input() }, "kind"),
            (TaskInput { kind: "meeting".into(), place: "x".repeat(201), ..input() }, "place"),
            (TaskInput { title: "x".repeat(201), ..input() }, "title"),
        ] {
            assert_eq!(change.parse().unwrap_err()[0].path, path);
        }
        for (minutes, _) in REMINDERS {
            let parsed = TaskInput { remind: minutes.into(), ..input() }.parse().unwrap();
            assert_eq!(parsed.remind.unwrap().to_string(), minutes);
        }
    }
}
