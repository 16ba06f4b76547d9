//! Live updates: one tail of the log a process, fanned out to the open screens of each organization.

use super::reader::{Position, latest_position, read_after};
use crate::context::Context;
use shared::OrgId;
use shared::events::LiveEvent;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{Notify, broadcast};

/// Rings when this process committed events. Only a hint: the table is the truth, and other processes' commits are
/// found by looking regularly.
#[derive(Clone, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// Wakes whoever waits.
    pub fn ring(&self) {
        self.0.notify_one();
    }

    async fn wait(&self, at_most: Duration) {
        // Waking up for either reason leads to the same look at the table.
        drop(tokio::time::timeout(at_most, self.0.notified()).await);
    }
}

/// The fan-out: subscribe, then filter by organization.
#[derive(Clone)]
pub struct Live {
    sender: broadcast::Sender<(OrgId, LiveEvent)>,
    /// Where the tail stands; `None` before its first look.
    position: Arc<RwLock<Option<Position>>>,
}

impl Default for Live {
    fn default() -> Self {
        // A screen that lags further behind than this is told to ask again.
        Self { sender: broadcast::channel(1_024).0, position: Arc::default() }
    }
}

impl Live {
    /// What happens from now on, in every organization; the caller filters.
    pub fn subscribe(&self) -> broadcast::Receiver<(OrgId, LiveEvent)> {
        self.sender.subscribe()
    }

    /// A place in the log before which nothing is news to whoever reads the database from now on.
    pub fn position(&self) -> Option<Position> {
        *self.position.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn stands_at(&self, position: Position) {
        *self.position.write().unwrap_or_else(PoisonError::into_inner) = Some(position);
    }
}

/// Follows the log until `stop` resolves. Faults of the database are logged and tried again.
pub async fn tail(cx: Context, live: Live, stop: impl Future<Output = ()>) {
    const PAUSE: Duration = Duration::from_millis(500);
    tokio::pin!(stop);
    let mut position: Option<Position> = None;
    loop {
        let step = async {
            let Some(after) = position else {
                return latest_position(cx.db().read()).await.map(|at| (at, Vec::new()));
            };
            let events = read_after(cx.db().read(), after, 500).await?;
            Ok((events.last().map_or(after, |event| event.position), events))
        };
        let more = match step.await {
            Ok((at, events)) => {
                position = Some(at);
                live.stands_at(at);
                for event in &events {
                    // Nobody listening is no fault.
                    drop(live.sender.send((event.org, event.to_live())));
                }
                events.len() == 500
            }
            Err(error) => {
                tracing::error!(error = error.traced(), "cannot follow the event log");
                false
            }
        };
        if !more {
            tokio::select! {
                () = cx.bell().wait(PAUSE) => {}
                () = &mut stop => return,
            }
        }
    }
}
