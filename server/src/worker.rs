//! The jobs of this program: the kinds it knows, what runs by the calendar, and the worker of this process.

use crate::config::Config;
use domain::forms::drafts::NoticeAbandoned;
use domain::jobs::schedules::{self, Schedule};
use domain::jobs::{Registry, Worker, WorkerOptions};
use domain::{Context, Result};
use std::time::Duration;

/// Every kind of job there is.
pub fn registry() -> Registry {
    Registry::new().with::<NoticeAbandoned>()
}

/// Sees to it that what happens regularly is planned; every process says the same.
pub async fn plan(cx: &Context, config: &Config) -> Result<()> {
    let abandoned = NoticeAbandoned { idle_minutes: config.form_abandoned_minutes };
    schedules::upsert(cx, Schedule::new("forms.notice_abandoned", "* * * * *", "UTC", &abandoned)?).await
}

/// Works until `stop` resolves and what ran has ended or was given back.
pub async fn run(cx: Context, config: &Config, stop: impl Future<Output = ()>) {
    // Most of the time the process gets; the rest is for giving back what did not end.
    let grace = Duration::from_millis(config.shutdown_seconds.saturating_mul(800));
    let options = WorkerOptions { grace, ..WorkerOptions::named(&name()) };
    Worker::run(cx, registry(), options, stop).await;
}

/// Tells runs of one machine's processes apart.
fn name() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let host = host.trim();
    format!("{}:{}", if host.is_empty() { "empire" } else { host }, std::process::id())
}
