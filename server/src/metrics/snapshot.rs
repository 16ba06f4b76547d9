//! What is so at the moment of a scrape: jobs by queue, kind and state, the oldest one that waits, pools, the build.
//! Written by hand, because a figure that is gone must not stay behind as a stale series.

use chrono::{DateTime, Utc};
use domain::jobs::measure::family;
use domain::jobs::{Total, totals};
use domain::{Context, Result};
use shared::jobs::JobState;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Kinds beyond this many share the label `other`: kinds of removed jobs may stay in the table for long.
const KINDS: usize = 200;

/// The lines of the present.
pub async fn snapshot(cx: &Context) -> Result<String> {
    let totals = totals(cx).await?;
    let mut text = jobs(&totals, cx.now());
    text.push_str(&pools(&cx.db().pools()));
    text.push_str(&about("empire_database_up", "Whether the database answered this scrape."));
    text.push_str("empire_database_up 1\n");
    text.push_str(&build());
    Ok(text)
}

/// What can be said without the database.
pub(super) fn unreachable() -> String {
    let about = about("empire_database_up", "Whether the database answered this scrape.");
    format!("{about}empire_database_up 0\n{}", build())
}

fn about(name: &str, words: &str) -> String {
    format!("# HELP {name} {words}\n# TYPE {name} gauge\n")
}

fn build() -> String {
    let name = "empire_build_info";
    format!("{}{name}{{version=\"{}\"}} 1\n", about(name, "The running version."), env!("CARGO_PKG_VERSION"))
}

fn pools(pools: &[(&'static str, u32, usize)]) -> String {
    let name = "empire_database_connections";
    let mut text = about(name, "Open connections by pool and use.");
    for (pool, size, idle) in pools {
        let idle = u32::try_from(*idle).unwrap_or(u32::MAX).min(*size);
        for (used, number) in [("idle", idle), ("busy", size - idle)] {
            // Writing to a String cannot fail.
            writeln!(text, "{name}{{pool=\"{pool}\",use=\"{used}\"}} {number}").unwrap_or_default();
        }
    }
    text
}

fn jobs(totals: &[Total], now: DateTime<Utc>) -> String {
    let mut counts: BTreeMap<(String, String, &'static str), i64> = BTreeMap::new();
    let mut oldest: BTreeMap<String, i64> = BTreeMap::new();
    let mut kinds: Vec<&str> = totals.iter().map(|total| total.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.truncate(KINDS);
    for total in totals {
        let queue = label(family(&total.queue));
        let kind = if kinds.contains(&total.kind.as_str()) { label(&total.kind) } else { "other".to_owned() };
        *counts.entry((queue.clone(), kind, total.state.as_str())).or_default() += total.count;
        if total.state == JobState::Available {
            let age = (now - total.oldest).num_milliseconds().max(0);
            let known = oldest.entry(queue).or_default();
            *known = age.max(*known);
        }
    }
    let name = "empire_jobs";
    let mut text = about(name, "Jobs that are not done, by queue, kind and state, over all processes.");
    for ((queue, kind, state), number) in counts {
        writeln!(text, "{name}{{queue=\"{queue}\",kind=\"{kind}\",state=\"{state}\"}} {number}")
            .unwrap_or_default();
    }
    let name = "empire_jobs_oldest_waiting_seconds";
    text.push_str(&about(name, "How long the job waits that could have run first, by queue."));
    for (queue, ms) in oldest {
        writeln!(text, "{name}{{queue=\"{queue}\"}} {}.{:03}", ms / 1_000, ms % 1_000).unwrap_or_default();
    }
    text
}

/// A value of a label as the format wants it.
fn label(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn jobs_of_a_family_are_added_up() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::hours(1);
        let total = |queue: &str, kind: &str, state, count, age| Total {
            queue: queue.into(),
            kind: kind.into(),
            state,
            count,
            oldest: now - TimeDelta::milliseconds(age),
        };
        let text = jobs(
            &[
                total("webhooks.a", "webhooks.deliver", JobState::Available, 2, 1_500),
                total("webhooks.b", "webhooks.deliver", JobState::Available, 3, 20_007),
                total("default", "say \"x\"", JobState::Dead, 1, 9),
            ],
            now,
        );
        for line in [
            "empire_jobs{queue=\"webhooks\",kind=\"webhooks.deliver\",state=\"available\"} 5\n",
            "empire_jobs{queue=\"default\",kind=\"say \\\"x\\\"\",state=\"dead\"} 1\n",
            "empire_jobs_oldest_waiting_seconds{queue=\"webhooks\"} 20.007\n",
        ] {
            assert!(text.contains(line), "{line} is missing in\n{text}");
        }
        assert!(!text.contains("webhooks.a"), "{text}");
    }

    #[test]
    fn pools_say_what_is_busy() {
        let text = pools(&[("read", 8, 5)]);
        assert!(
            text.contains("{pool=\"read\",use=\"busy\"} 3\n") && text.contains("use=\"idle\"} 5\n"),
            "{text}"
        );
    }
}
