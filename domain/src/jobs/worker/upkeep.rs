//! What must happen now and then, whoever does it: due jobs become available, lost ones come back, schedules tick,
//! old ones are forgotten. Every worker does all of it; each step is safe beside others.

use super::WorkerOptions;
use crate::context::Context;
use crate::error::Result;
use crate::jobs::{lease, prune, schedules};
use std::time::Duration;
use tokio::time::Instant;

/// The longest pause between two looks at what is due.
const LOOK: Duration = Duration::from_secs(1);
/// The shortest; jobs due within it share a statement.
const BREATH: Duration = Duration::from_millis(20);
const RESCUE: Duration = Duration::from_secs(5);
const PRUNE: Duration = Duration::from_mins(1);
/// Jobs a statement promotes or rescues.
const BATCH: u32 = 1_000;
/// Jobs a statement deletes.
const OLD: u32 = 500;

/// Runs until it is dropped.
pub(super) async fn run(cx: Context, options: WorkerOptions) {
    let (mut next_rescue, mut next_prune) = (Instant::now(), Instant::now());
    loop {
        let round = async {
            schedules::tick(&cx).await?;
            if Instant::now() >= next_rescue {
                while lease::rescue(&cx, BATCH).await? > 0 {}
                next_rescue = Instant::now() + RESCUE;
            }
            if Instant::now() >= next_prune {
                let finished = prune::prune(&cx, options.keep_finished, OLD).await?;
                let dead = prune::prune_dead(&cx, options.keep_dead, OLD).await?;
                // A full batch says that there is more.
                let more = finished.max(dead) >= u64::from(OLD);
                next_prune = Instant::now() + if more { LOOK } else { PRUNE };
            }
            while lease::promote(&cx, BATCH).await? > 0 {}
            pause(&cx).await
        };
        let pause = round.await.unwrap_or_else(|error| {
            tracing::error!(error = error.traced(), "the upkeep of the job queue failed");
            LOOK
        });
        tokio::time::sleep(pause).await;
    }
}

async fn pause(cx: &Context) -> Result<Duration> {
    let due = lease::next_due(cx.db().read()).await?;
    let wait = due.map_or(LOOK, |at| (at - cx.now()).to_std().unwrap_or(BREATH));
    Ok(wait.clamp(BREATH, LOOK))
}
