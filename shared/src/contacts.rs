//! Contacts as screens see them.

use crate::email::Email;
use crate::ids::{ConsentId, ContactId};
use crate::phone::Phone;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A way of reaching a person that needs its own permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Email,
    Sms,
    Call,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 3] = [Self::Email, Self::Sms, Self::Call];

    /// The word stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Call => "call",
        }
    }

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Email => "Email",
            Self::Sms => "Text messages",
            Self::Call => "Calls",
        }
    }

    /// The channel of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == word)
    }
}

/// One entry of the consent ledger: what was agreed to or refused, in which words, when and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentEntry {
    pub id: ConsentId,
    pub channel: Channel,
    pub granted: bool,
    /// The exact text that was shown.
    pub text: String,
    /// Its version in the form.
    pub text_version: u32,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub at: DateTime<Utc>,
    /// Given for another number or address than the one that is known now.
    #[serde(default)]
    pub former: bool,
}

/// A person or company with every way to reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub id: ContactId,
    pub name: String,
    pub emails: Vec<Email>,
    pub phones: Vec<Phone>,
    pub do_not_contact: bool,
    /// Newest first; the newest entry of a channel is the one that counts.
    pub consents: Vec<ConsentEntry>,
}

impl Contact {
    /// The newest word on a channel; `None` when nobody was asked.
    pub fn consent(&self, channel: Channel) -> Option<&ConsentEntry> {
        self.consents.iter().filter(|entry| entry.channel == channel).max_by_key(|entry| entry.at)
    }
}
