//! Work on leads: tasks, reminders, mentions, and what members are told.

mod mentions;
mod messages;
mod notifications;
mod reminders;
mod tasks;

use crate::leads::id_of;
use domain::{Actor, Error};
use shared::LeadId;
use shared::notifications::Notification;
use shared::tasks::{Task, TaskInput};
use testkit::World;

/// A task of the actor's own, due at a time by the clocks of the organization.
pub fn input(title: &str, due: &str) -> TaskInput {
    TaskInput {
        title: title.into(),
        due: due.into(),
        key: format!("task-key-{}", title.replace(' ', "-").to_lowercase()),
        ..TaskInput::default()
    }
}

pub fn for_lead(lead: LeadId, input: TaskInput) -> TaskInput {
    TaskInput { lead: lead.to_string(), ..input }
}

pub fn for_member(member: &Actor, input: TaskInput) -> TaskInput {
    TaskInput { assignee: id_of(member).to_string(), ..input }
}

pub async fn added(world: &World, by: &Actor, input: &TaskInput) -> Task {
    domain::tasks::add(&world.cx, by, input).await.unwrap()
}

/// What a member was told, newest first.
pub async fn told(world: &World, member: &Actor) -> Vec<Notification> {
    domain::notifications::list(&world.cx, member, None).await.unwrap().rows
}

pub fn is_conflict<T: std::fmt::Debug>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Conflict(_)))
}

pub fn is_missing<T: std::fmt::Debug>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::NotFound(_)))
}

pub fn is_forbidden<T: std::fmt::Debug>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Forbidden))
}
