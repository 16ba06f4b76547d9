//! Intake: a sent form becomes a lead, whole or not at all, once however often it is sent.
//!
//! One writer a process gathers what arrives while it is committing and writes it as the next transaction: many
//! submissions share one flush to disk, and an answer is given only after the commit that holds it. Whoever hangs up
//! meanwhile loses nothing: the submission is written all the same.

mod batch;
mod foresee;
mod houses;
mod matching;
mod prepared;
mod rows;
mod writer;

pub(crate) use batch::{Outcome, one_at_a_time, write_batch};
pub(crate) use foresee::{Foresight, foresee};
pub(crate) use matching::{Keys, Known};
pub(crate) use prepared::{Origin, Prepared};

use crate::actor::Peer;
use crate::context::Context;
use crate::error::{Error, Result};
use shared::attribution::Attribution;
use shared::forms::{Answers, PublicForm};
use shared::review::HoldReason;
use shared::{DraftId, LeadId, RequestId, SubmissionId};
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

/// Submissions that may wait for the writer before new ones are turned away.
const QUEUE: usize = 4_096;

/// A form as it was sent.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Made when the form was opened: the same key is the same submission. 8 to 64 letters, digits and dashes.
    pub key: String,
    pub answers: Answers,
    pub attribution: Attribution,
    /// Origin of the page the form stood in, if it was embedded.
    pub host_origin: Option<String>,
    pub peer: Peer,
    pub request: RequestId,
    /// The draft it was typed into.
    pub draft: Option<DraftId>,
    /// Why a person should look at it first; empty for an ordinary submission.
    pub hold: Vec<HoldReason>,
}

/// What the sender is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    pub id: SubmissionId,
    /// The lead it became; `None` while a person decides.
    pub lead: Option<LeadId>,
    /// The same key and answers were there already; nothing new was written.
    pub repeated: bool,
    /// It was added to an open lead about the same person and house.
    pub joined: bool,
}

impl Receipt {
    /// Whether it waits for a person's decision.
    pub const fn held(&self) -> bool {
        self.lead.is_none()
    }
}

/// Handle on the writer; cheap to clone.
#[derive(Clone)]
pub struct Intake {
    queue: Arc<Mutex<Option<mpsc::Sender<writer::Request>>>>,
    sender: mpsc::WeakSender<writer::Request>,
    task: Arc<Mutex<Option<JoinHandle<()>>>>,
    cx: Context,
}

impl Intake {
    /// Starts the writer.
    pub fn start(cx: Context) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let task = tokio::spawn(writer::run(cx.clone(), receiver));
        Self {
            sender: sender.downgrade(),
            queue: Arc::new(Mutex::new(Some(sender))),
            task: Arc::new(Mutex::new(Some(task))),
            cx,
        }
    }

    /// Parses, checks and writes a submission; returns after it is on disk.
    ///
    /// Errors: `Invalid` with paths `key` and `answers.…`; `Conflict` when the key was used for other answers;
    /// `Unavailable` when more arrives than can be written, or while stopping.
    pub async fn submit(&self, form: &PublicForm, submission: Submission) -> Result<Receipt> {
        let prepared = Prepared::parse(&self.cx, form, submission)?;
        let sender = self.sender.upgrade().ok_or(Error::Unavailable("the intake"))?;
        let (answer, receipt) = oneshot::channel();
        sender
            .try_send(writer::Request { prepared, answer })
            .map_err(|_| Error::Unavailable("the intake"))?;
        drop(sender);
        receipt.await.map_err(|_| Error::Unavailable("the intake"))?
    }

    /// Takes nothing more, and returns when everything accepted is written.
    pub async fn close(&self) {
        drop(self.queue.lock().await.take());
        if let Some(task) = self.task.lock().await.take()
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the intake writer ended badly");
        }
    }
}
