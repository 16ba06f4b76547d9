//! Messages that are written and not sent yet: as they are typed, and as they are shown.

use crate::contacts::Channel;
use crate::errors::{FieldError, FieldErrors, Problem};
use crate::ids::{LeadId, MessageDraftId};
use crate::leads::OwnerRef;
use crate::text;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Longest subject of an email, in characters.
pub const MAX_SUBJECT: usize = 200;
/// Longest email, in characters.
pub const MAX_EMAIL: usize = 20_000;
/// Longest text message, in characters: ten parts of the plain alphabet, which is where carriers begin to drop them.
pub const MAX_SMS: usize = 1_530;

/// A message that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDraft {
    pub id: MessageDraftId,
    /// [`Channel::Email`] or [`Channel::Sms`].
    pub channel: Channel,
    /// Empty for a text message.
    pub subject: String,
    pub body: String,
    /// Who wrote it first.
    pub author: OwnerRef,
    pub updated_at: DateTime<Utc>,
    pub version: i64,
}

/// What is sent to keep a draft or to change it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MessageInput {
    pub lead: String,
    /// `email` or `sms`.
    pub channel: String,
    /// Of an email; a text message has none.
    pub subject: String,
    pub body: String,
    /// Made by the client once per draft: sending it twice keeps it once.
    pub key: String,
}

/// A parsed draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    pub lead: LeadId,
    pub channel: Channel,
    pub subject: String,
    pub body: String,
    pub key: String,
}

impl MessageInput {
    /// Parses the form. A draft may lack its subject: it is asked for when it is sent. Paths: `lead`, `channel`,
    /// `subject`, `body`, `key`.
    pub fn parse(&self) -> Result<NewMessage, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let lead =
            self.lead.parse().map_err(|_| Problem::new("message.lead", "Reload the page and try again."));
        let lead = errors.take("lead", lead);
        let channel = Channel::from_word(&self.channel).filter(|channel| *channel != Channel::Call);
        let channel =
            channel.ok_or_else(|| Problem::new("message.channel", "Choose a text message or an email."));
        let channel = errors.take("channel", channel);
        let subject = if channel != Some(Channel::Email) || self.subject.trim().is_empty() {
            Some(String::new())
        } else {
            errors.take("subject", text::line(&self.subject, MAX_SUBJECT))
        };
        let longest = if channel == Some(Channel::Sms) { MAX_SMS } else { MAX_EMAIL };
        let body = text::paragraph(&self.body, longest).map_err(|problem| match problem.code {
            "text.empty" => Problem::new("message.body", "Write the message first."),
            _ => problem,
        });
        let body = errors.take("body", body);
        let key_ok = (8..=64).contains(&self.key.len())
            && self.key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !key_ok {
            errors.push(FieldError::new("key", "message.key", "Reload the page and try again."));
        }
        let parsed = (|| {
            Some(NewMessage {
                lead: lead?,
                channel: channel?,
                subject: subject?,
                body: body?,
                key: self.key.clone(),
            })
        })();
        errors.finish(parsed)
    }
}

/// Characters of the plain alphabet of text messages that take one place, beside letters, digits and these.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
/// Those that take two.
const EXTENDED: &str = "^{}\\[~]|€";

/// In how many parts a text message travels, each of which is paid for: 160 characters of the plain alphabet (GSM 03.38)
/// or 70 of any other alone, 153 or 67 each when there are several. Nothing is sent in no part.
pub fn sms_parts(body: &str) -> usize {
    let plain = body.chars().try_fold(0_usize, |places, character| {
        if character.is_ascii_alphanumeric() || BASIC.contains(character) {
            Some(places + 1)
        } else if EXTENDED.contains(character) {
            Some(places + 2)
        } else {
            None
        }
    });
    let (places, alone, each) = match plain {
        Some(places) => (places, 160, 153),
        None => (body.encode_utf16().count(), 70, 67),
    };
    if places <= alone { usize::from(places > 0) } else { places.div_ceil(each) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(channel: &str, body: &str) -> MessageInput {
        MessageInput {
            lead: "lead_00000000000000000000000001".into(),
            channel: channel.into(),
            subject: "Your house".into(),
            body: body.into(),
            key: "abcdefgh".into(),
        }
    }

    #[test]
    fn a_text_message_has_no_subject_and_ends_sooner() {
        assert_eq!(input("sms", " Hello ").parse().unwrap().subject, "");
        assert_eq!(input("email", "Hello").parse().unwrap().subject, "Your house");
        assert!(input("email", &"x".repeat(MAX_SMS + 1)).parse().is_ok());
        assert_eq!(input("sms", &"x".repeat(MAX_SMS + 1)).parse().unwrap_err()[0].path, "body");
    }

    #[test]
    fn what_cannot_be_read_is_said_at_its_field() {
        for (wrong, path) in [
            (input("call", "Hello"), "channel"),
            (input("sms", " "), "body"),
            (MessageInput { lead: "x".into(), ..input("sms", "Hello") }, "lead"),
            (MessageInput { key: "x".into(), ..input("sms", "Hello") }, "key"),
            (MessageInput { subject: "x".repeat(201), ..input("email", "Hello") }, "subject"),
        ] {
            assert_eq!(wrong.parse().unwrap_err()[0].path, path);
        }
    }

    #[test]
    fn parts_are_counted_as_carriers_do() {
        for (body, parts) in [
            (String::new(), 0),
            ("a".repeat(160), 1),
            ("a".repeat(161), 2),
            ("a".repeat(153 * 2 + 1), 3),
            ("€".repeat(80), 1),
            ("€".repeat(81), 2),
            ("—".repeat(70), 1),
            ("—".repeat(71), 2),
            ("👍".repeat(36), 2),
        ] {
            assert_eq!(sms_parts(&body), parts, "{body}");
        }
    }
}
