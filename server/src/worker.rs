//! The jobs of this program: the kinds it knows, what runs by the calendar, and the worker of this process.

use crate::config::Config;
use domain::duplicates;
use domain::duty;
use domain::forms::drafts::NoticeAbandoned;
use domain::imports;
use domain::jobs::schedules::{self, Schedule};
use domain::jobs::{Lane, Registry, Worker, WorkerOptions};
use domain::sources::{self, Map};
use domain::tasks;
use domain::webhooks::{self, Deliver, Release};
use domain::{Context, Result};
use std::time::Duration;

/// Webhooks that are sent at a time, in all and to one endpoint. Sending is waiting for others most of the time, so
/// there may be many; of an endpoint that hangs, few.
const WEBHOOKS: u32 = 256;
const PER_ENDPOINT: u32 = 4;
/// Days that finished deliveries are kept.
const KEEP_DELIVERIES: u32 = 30;

/// Days that payloads are kept.
const KEEP_PAYLOADS: u32 = 30;

/// Every kind of job there is.
pub fn registry() -> Registry {
    Registry::new()
        .with::<NoticeAbandoned>()
        .with::<Deliver>()
        .with::<Release>()
        .with::<webhooks::Tidy>()
        .with::<Map>()
        .with::<sources::Tidy>()
        .with::<imports::Check>()
        .with::<imports::Run>()
        .with::<imports::Undo>()
        .with::<imports::Tidy>()
        .with::<tasks::Remind>()
        .with::<duty::Watch>()
        .with::<duplicates::Find>()
}

/// Sees to it that what happens regularly is planned; every process says the same.
pub async fn plan(cx: &Context, config: &Config) -> Result<()> {
    let abandoned = NoticeAbandoned { idle_minutes: config.form_abandoned_minutes };
    schedules::upsert(cx, Schedule::new("forms.notice_abandoned", "* * * * *", "UTC", &abandoned)?).await?;
    let tidy = webhooks::Tidy { keep_days: KEEP_DELIVERIES };
    schedules::upsert(cx, Schedule::new("webhooks.tidy", "*/5 * * * *", "UTC", &tidy)?).await?;
    let tidy = sources::Tidy { keep_days: KEEP_PAYLOADS };
    schedules::upsert(cx, Schedule::new("sources.tidy", "*/5 * * * *", "UTC", &tidy)?).await?;
    let tidy = imports::Tidy { keep_days: shared::imports::KEEP_DAYS };
    schedules::upsert(cx, Schedule::new("imports.tidy", "*/5 * * * *", "UTC", &tidy)?).await?;
    schedules::upsert(cx, Schedule::new("duty.watch", "* * * * *", "UTC", &duty::Watch {})?).await?;
    let find = duplicates::Find {};
    schedules::upsert(cx, Schedule::new("duplicates.find", "*/5 * * * *", "UTC", &find)?).await
}

/// Works until `stop` resolves and what ran has ended or was given back.
pub async fn run(cx: Context, config: &Config, stop: impl Future<Output = ()>) {
    // Most of the time the process gets; the rest is for giving back what did not end.
    let grace = Duration::from_millis(config.shutdown_seconds.saturating_mul(800));
    let lane = Lane { prefix: webhooks::QUEUES.to_owned(), limit: WEBHOOKS, per_queue: PER_ENDPOINT };
    let options = WorkerOptions { grace, lane: Some(lane), ..WorkerOptions::named(&name()) };
    Worker::run(cx, registry(), options, stop).await;
}

/// Tells runs of one machine's processes apart.
fn name() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let host = host.trim();
    format!("{}:{}", if host.is_empty() { "empire" } else { host }, std::process::id())
}
