//! What people do on a lead: notes and calls.

use crate::errors::{FieldError, FieldErrors, Problem};
use crate::text;
use crate::words::words;
use serde::{Deserialize, Serialize};

words! {
    /// The kinds of activity a person can log.
    ActivityKind {
        Note = "note", "Note";
        Call = "call", "Call";
    }
    /// How a call ended.
    CallOutcome {
        Reached = "reached", "Reached";
        Voicemail = "voicemail", "Left voicemail";
        NoAnswer = "no_answer", "No answer";
        WrongNumber = "wrong_number", "Wrong number";
    }
}

/// Longest note, in characters.
pub const MAX_BODY: usize = 10_000;

/// What a person sends from the composer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ActivityInput {
    /// The word of an [`ActivityKind`].
    pub kind: String,
    /// The word of a [`CallOutcome`]; needed for calls.
    pub outcome: String,
    pub body: String,
    /// Made by the client once per activity: sending it twice logs it once.
    pub key: String,
}

/// A parsed activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewActivity {
    pub kind: ActivityKind,
    pub outcome: Option<CallOutcome>,
    /// May be empty for a call.
    pub body: String,
    pub key: String,
}

impl ActivityInput {
    /// Parses the composer's content. Paths: `kind`, `outcome`, `body`, `key`.
    pub fn parse(&self) -> Result<NewActivity, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let kind = errors.take(
            "kind",
            ActivityKind::from_word(&self.kind)
                .ok_or_else(|| Problem::new("activity.kind", "Choose note or call.")),
        );
        let outcome = CallOutcome::from_word(&self.outcome);
        if kind == Some(ActivityKind::Call) && outcome.is_none() {
            errors.push(FieldError::new("outcome", "activity.outcome", "Choose how the call ended."));
        }
        let body = if kind != Some(ActivityKind::Note) && self.body.trim().is_empty() {
            Some(String::new())
        } else {
            errors.take(
                "body",
                text::paragraph(&self.body, MAX_BODY).map_err(|problem| match problem.code {
                    "text.empty" => Problem::new("activity.body", "Write the note first."),
                    _ => problem,
                }),
            )
        };
        let key_ok = (8..=64).contains(&self.key.len())
            && self.key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !key_ok {
            errors.push(FieldError::new("key", "activity.key", "Reload the page and try again."));
        }
        let parsed = (|| {
            Some(NewActivity {
                kind: kind?,
                outcome: outcome.filter(|_| kind == Some(ActivityKind::Call)),
                body: body?,
                key: self.key.clone(),
            })
        })();
        errors.finish(parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(kind: &str, outcome: &str, body: &str) -> ActivityInput {
        ActivityInput {
            kind: kind.into(),
            outcome: outcome.into(),
            body: body.into(),
            key: "0123456789".into(),
        }
    }

    #[test]
    fn a_call_needs_an_outcome_and_a_note_needs_words() {
        assert!(input("call", "reached", "").parse().is_ok());
        assert_eq!(input("call", "", "hi").parse().unwrap_err()[0].path, "outcome");
        assert_eq!(input("note", "", " ").parse().unwrap_err()[0].code, "activity.body");
        assert_eq!(input("dance", "", "x").parse().unwrap_err()[0].path, "kind");
        assert_eq!(input("note", "reached", "x").parse().unwrap().outcome, None);
    }
}
