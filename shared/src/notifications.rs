//! What members are told of, as the bell and its page show it.

use crate::ids::{LeadId, NotificationId};
use crate::words::words;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// Why somebody is told.
    NoticeKind {
        Mentioned = "mentioned", "Mentioned";
        TaskAssigned = "task_assigned", "Task for you";
        Reminder = "reminder", "Reminder";
        LeadAssigned = "lead_assigned", "Lead for you";
        LeadEscalated = "lead_escalated", "No answer yet";
    }
}

/// Longest [`Notification::subject`], in characters.
pub const MAX_SUBJECT: usize = 200;

/// One thing that one member was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    pub id: NotificationId,
    pub kind: NoticeKind,
    pub lead: Option<LeadId>,
    /// Of the lead's person.
    pub lead_name: Option<String>,
    /// The title of a task, or what was written.
    pub subject: String,
    /// Who caused it; `None` is the program.
    pub actor: Option<String>,
    pub at: DateTime<Utc>,
    pub read: bool,
}

impl Notification {
    /// "Marcus Bell mentioned you", without what it is about.
    pub fn sentence(&self) -> String {
        let actor = self.actor.as_deref().unwrap_or("Empire");
        match self.kind {
            NoticeKind::Mentioned => format!("{actor} mentioned you"),
            NoticeKind::TaskAssigned => format!("{actor} gave you a task"),
            NoticeKind::Reminder => "Reminder".to_owned(),
            NoticeKind::LeadAssigned => format!("{actor} gave you a lead"),
            NoticeKind::LeadEscalated => "A lead waits past its deadline".to_owned(),
        }
    }
}

/// A slice of them, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationPage {
    pub rows: Vec<Notification>,
    /// The last one, when there are older ones.
    pub older: Option<NotificationId>,
    pub unread: u64,
}
