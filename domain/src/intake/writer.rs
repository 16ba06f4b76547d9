//! The writer: takes what is waiting, writes it as one transaction, answers everybody.

use super::batch::{MAX_BATCH, Outcome, write_batch};
use super::{Prepared, Receipt};
use crate::context::Context;
use crate::error::{Error, Result};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// What a busy stream is waited for; less than a flush to most disks.
const MOMENT: Duration = Duration::from_millis(1);

/// One submission and who waits for it.
pub(super) struct Request {
    pub prepared: Prepared,
    pub answer: oneshot::Sender<Result<Receipt>>,
}

/// Runs until every handle is gone and the queue is empty.
pub(super) async fn run(cx: Context, mut queue: mpsc::Receiver<Request>) {
    let mut waiting = Vec::with_capacity(MAX_BATCH);
    let mut last = 0;
    while queue.recv_many(&mut waiting, MAX_BATCH).await > 0 {
        gather(&mut queue, &mut waiting, last).await;
        last = waiting.len();
        let (prepared, answers): (Vec<_>, Vec<_>) =
            waiting.drain(..).map(|request| (request.prepared, request.answer)).unzip();
        let prepared = Arc::new(prepared);
        match commit(&cx, Arc::clone(&prepared)).await {
            Ok(outcomes) => {
                answers.into_iter().zip(outcomes).for_each(|(answer, outcome)| tell(answer, outcome.into()));
            }
            Err(error) if prepared.len() == 1 => answers.into_iter().next().into_iter().for_each(|answer| {
                log(&error);
                tell(answer, Err(Error::Unavailable("the database")));
            }),
            Err(error) => {
                // One submission that cannot be written must not fail its neighbours: each gets its own try.
                tracing::warn!(
                    error = error.traced(),
                    size = prepared.len(),
                    "batch failed; writing one by one"
                );
                for (one, answer) in prepared.iter().zip(answers) {
                    let result = match commit(&cx, Arc::new(vec![one.clone()])).await {
                        Ok(outcomes) => outcomes
                            .into_iter()
                            .next()
                            .map_or(Err(Error::Unavailable("the intake")), Into::into),
                        Err(error) => {
                            log(&error);
                            Err(Error::Unavailable("the database"))
                        }
                    };
                    tell(answer, result);
                }
            }
        }
    }
}

/// Gives a busy stream a moment. Whoever was answered by the last commit sends the next form about now; without the
/// wait the first of them would be a batch alone, and all others wait for it. Half of them are enough: the other half
/// is read and checked while these are written.
async fn gather(queue: &mut mpsc::Receiver<Request>, waiting: &mut Vec<Request>, last: usize) {
    let enough = last.div_ceil(2);
    if enough < 2 || waiting.len() >= enough {
        return;
    }
    let fill = async {
        while waiting.len() < enough {
            let room = MAX_BATCH - waiting.len();
            if queue.recv_many(waiting, room).await == 0 {
                break;
            }
        }
    };
    // Too few came in time: what is there is written.
    drop(tokio::time::timeout(MOMENT, fill).await);
}

async fn commit(cx: &Context, prepared: Arc<Vec<Prepared>>) -> Result<Vec<Outcome>> {
    let context = cx.clone();
    cx.write(move |tx| Box::pin(async move { write_batch(&context, tx, &prepared).await })).await
}

fn tell(answer: oneshot::Sender<Result<Receipt>>, result: Result<Receipt>) {
    // The sender may have hung up; what was written stays written.
    drop(answer.send(result));
}

fn log(error: &Error) {
    tracing::error!(error = error.traced(), "a submission could not be written");
}
