//! The doors between these screens and `domain::tasks`.

use crate::rpc::AppError;
use leptos::prelude::*;
use shared::tasks::{Agenda, Task, TaskInput};

/// A slice of an agenda: one's own, that of everybody (`all`), or a member's.
#[server(endpoint = "tasks/agenda")]
pub async fn get_agenda(#[server(default)] whose: String, later: Option<String>) -> Result<Agenda, AppError> {
    let (actor, later) = (crate::ssr::actor()?, later.as_deref().map(door::task).transpose()?);
    let whose = shared::tasks::Whose::parse(&whose);
    domain::tasks::agenda(&crate::ssr::context(), &actor, whose, later).await.map_err(crate::ssr::fail)
}

/// The first of one's own tasks that are due today, and how many there are.
#[server(endpoint = "tasks/today")]
pub async fn tasks_today() -> Result<(Vec<Task>, u64), AppError> {
    let actor = crate::ssr::actor()?;
    domain::tasks::due_today(&crate::ssr::context(), &actor).await.map_err(crate::ssr::fail)
}

/// The tasks of a lead.
#[server(endpoint = "tasks/of_lead")]
pub async fn tasks_of_lead(lead: String) -> Result<Vec<Task>, AppError> {
    let (actor, lead) = (crate::ssr::actor()?, door::lead(&lead)?);
    domain::tasks::of_lead(&crate::ssr::context(), &actor, lead).await.map_err(crate::ssr::fail)
}

/// Adds a task.
#[server(endpoint = "tasks/add")]
pub async fn add_task(input: TaskInput) -> Result<Task, AppError> {
    let actor = crate::ssr::actor()?;
    let added = domain::tasks::add(&crate::ssr::context(), &actor, &input).await;
    added.map_err(|error| door::refused(error, &input))
}

/// Changes the words, the time or the assignee of a task.
#[server(endpoint = "tasks/change")]
pub async fn change_task(id: String, version: i64, input: TaskInput) -> Result<Task, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::task(&id)?);
    domain::tasks::change(&crate::ssr::context(), &actor, id, version, &input).await.map_err(crate::ssr::fail)
}

/// Ticks a task off, takes it up again, or cancels it.
#[server(endpoint = "tasks/state")]
pub async fn set_task_state(id: String, version: i64, state: String) -> Result<Task, AppError> {
    let (actor, id, to) = (crate::ssr::actor()?, door::task(&id)?, door::state(&state)?);
    domain::tasks::set_state(&crate::ssr::context(), &actor, id, version, to).await.map_err(crate::ssr::fail)
}

#[cfg(feature = "ssr")]
mod door {
    //! Reads identifiers and words as they stand in addresses and forms.

    use crate::rpc::AppError;
    use crate::ssr::{fail, keep_typed};
    use domain::Error;
    use shared::tasks::{TaskInput, TaskState};
    use shared::{FieldError, LeadId, TaskId};

    pub(super) fn lead(text: &str) -> Result<LeadId, AppError> {
        text.parse().map_err(|_| fail(Error::NotFound("the lead")))
    }

    pub(super) fn task(text: &str) -> Result<TaskId, AppError> {
        text.parse().map_err(|_| fail(Error::NotFound("the task")))
    }

    pub(super) fn state(word: &str) -> Result<TaskState, AppError> {
        TaskState::from_word(word).ok_or_else(|| {
            let words = "Choose open, done or cancelled.";
            fail(Error::Invalid(vec![FieldError::new("state", "task.state", words)]))
        })
    }

    /// What was typed must stand in the page again.
    pub(super) fn refused(error: Error, input: &TaskInput) -> AppError {
        keep_typed(&[("task_title", &input.title), ("task_due", &input.due)]);
        fail(error)
    }
}
