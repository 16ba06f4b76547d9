//! What is to be done: as it is typed, as it is stored, and how an agenda groups it.

mod day;
mod input;

pub use day::{Due, due};
pub use input::{MAX_NOTE, MAX_PLACE, MAX_TITLE, NewTask, REMINDERS, TaskInput};

use crate::ids::{LeadId, MemberId, TaskId};
use crate::leads::OwnerRef;
use crate::words::words;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// How a task stands.
    TaskState {
        Open = "open", "Open";
        Done = "done", "Done";
        Cancelled = "cancelled", "Cancelled";
    }
}

words! {
    /// What kind of thing it is.
    TaskKind {
        ToDo = "to_do", "To do";
        Meeting = "meeting", "Meeting";
    }
}

/// A task with the names it is shown with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub id: TaskId,
    pub lead: Option<TaskLead>,
    pub kind: TaskKind,
    pub title: String,
    /// Where a meeting is; empty for what is to be done.
    pub place: String,
    pub note: String,
    pub due_at: DateTime<Utc>,
    pub remind_at: Option<DateTime<Utc>>,
    pub assignee: OwnerRef,
    pub state: TaskState,
    pub done_at: Option<DateTime<Utc>>,
    pub version: i64,
}

/// The lead of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskLead {
    pub id: LeadId,
    pub name: String,
    pub place: Option<String>,
}

/// Whose open tasks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    #[default]
    Mine,
    Everybody,
    Of(MemberId),
}

impl Whose {
    /// As it stands in the address: nothing, `all`, or a member. What is none of them is one's own.
    pub fn parse(text: &str) -> Self {
        match text {
            "all" => Self::Everybody,
            text => text.parse().map_or(Self::Mine, Self::Of),
        }
    }
}

/// A slice of an agenda, soonest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agenda {
    pub tasks: Vec<Task>,
    /// The last task, when there are later ones.
    pub later: Option<TaskId>,
}
