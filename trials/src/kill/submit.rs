//! The kill drill: a storm of submissions, `kill -9` at a random instant, a fresh start, and a count of everything.
//! Every acknowledged submission must be there once and whole; one that was not acknowledged may be there, but whole.

use super::{Storm, number, texts};
use crate::http::Connection;
use crate::payload::{FORM, submission};
use crate::process::{Place, Running};
use crate::{Database, Trial, say};
use domain::Db;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

pub(super) async fn run(binary: &Path, database: Database, rounds: u32, seed: u64) -> Trial {
    let mut rng = StdRng::seed_from_u64(seed);
    let place = Place::new(database, "kill_submit").await?;
    place.run(binary, &["seed", "--leads", "0"]).await?;
    let mut storm = Storm::new(rng.random());
    for round in 1..=rounds {
        let program = Running::start(binary, &place).await?;
        let (address, stamp) = (program.address, program.stamp().await?);
        let micros = rng.random_range(20_000..600_000);
        let killed = async {
            tokio::time::sleep(Duration::from_micros(micros)).await;
            program.kill().await
        };
        storm.rage(address, &stamp, killed).await?;
        let db = place.look().await?;
        let stored = check(&db, &storm.acknowledged).await?;
        db.close().await.map_err(|error| error.to_string())?;
        if round % 10 == 0 || round == rounds {
            say(&format!(
                "round {round}: {} acknowledged, {stored} stored, {} cut short",
                storm.acknowledged.len(),
                storm.cut_short
            ));
        }
    }
    storm.proved_something(false)?;
    // The same keys once more, after all the crashes: nothing new may appear.
    let program = Running::start(binary, &place).await?;
    replay(&program, &storm.acknowledged).await?;
    let db = place.look().await?;
    check(&db, &storm.acknowledged).await?;
    db.close().await.map_err(|error| error.to_string())?;
    program.kill().await?;
    place.remove().await?;
    say(&format!(
        "submit on {database:?}: {rounds} kills, {} acknowledged submissions, each there once and whole",
        storm.acknowledged.len()
    ));
    Ok(())
}

/// Sends a sample of acknowledged keys again: every answer must say that it is known.
async fn replay(program: &Running, acknowledged: &BTreeSet<String>) -> Trial {
    let stamp = program.stamp().await?;
    let mut connection = Connection::open(program.address).await?;
    for key in acknowledged.iter().step_by((acknowledged.len() / 50).max(1)) {
        let number: u64 = key.trim_start_matches("trial-").parse().map_err(|_| "a key without its number")?;
        // Other random facts than the first time: the key is known, so the answers must be refused as different.
        let (_, body) = submission(&mut StdRng::seed_from_u64(number), number, &stamp);
        let answer = connection.post(&format!("/f/{FORM}/submit"), "application/json", "", &body).await?;
        if !matches!(answer.status, 200 | 409) {
            return Err(format!("a known key was answered with {}: {}", answer.status, answer.text()));
        }
    }
    Ok(())
}

/// Counts everything; returns how many submissions are stored.
pub(super) async fn check(db: &Db, acknowledged: &BTreeSet<String>) -> Trial<usize> {
    let keys = texts(db, "SELECT key AS word FROM submissions").await?;
    let stored: BTreeSet<String> = keys.iter().cloned().collect();
    if stored.len() != keys.len() {
        return Err(format!("{} submissions are stored twice", keys.len() - stored.len()));
    }
    let lost: Vec<&String> = acknowledged.difference(&stored).take(3).collect();
    if !lost.is_empty() {
        return Err(format!("acknowledged and lost, for example {lost:?}"));
    }
    // Each of these counts rows that only half a transaction could leave behind.
    for (what, sql) in [
        ("submissions without a lead", "SELECT count(*) AS n FROM submissions WHERE lead_id IS NULL"),
        ("submissions without two touches", &parts("submissions", "lead_id", "lead_touches", "lead_id", "2")),
        ("submissions without three consents", &parts("submissions", "id", "consents", "submission_id", "3")),
        ("leads without their beginning", &half_begun("lead.created", "1")),
        ("leads without their form", &half_begun("form.submitted", "1")),
        // The form's leads come from an advertisement, and the demo's rule gives those to agents in turns.
        (
            "leads whose owner and events differ",
            &half_begun("lead.assigned", "CASE WHEN w.owner_id IS NULL THEN 0 ELSE 1 END"),
        ),
        (
            "leads without a submission",
            "SELECT count(*) AS n FROM leads l WHERE NOT EXISTS (SELECT 1 FROM submissions s WHERE s.org_id = l.org_id AND s.lead_id = l.id)",
        ),
        (
            "contacts without a phone",
            "SELECT count(*) AS n FROM contacts c WHERE NOT EXISTS (SELECT 1 FROM contact_phones p WHERE p.org_id = c.org_id AND p.contact_id = c.id)",
        ),
        (
            "contacts and properties that differ in number from leads",
            "SELECT (SELECT abs(count(*) - (SELECT count(*) FROM leads)) FROM contacts) + (SELECT abs(count(*) - (SELECT count(*) FROM leads)) FROM properties) AS n",
        ),
    ] {
        let count = number(db, sql).await?;
        if count != 0 {
            return Err(format!("{count} {what}"));
        }
    }
    Ok(stored.len())
}

/// Counts the leads that do not have exactly `should` events of `kind`.
fn half_begun(kind: &str, should: &str) -> String {
    parts("leads", "id", &format!("(SELECT * FROM events WHERE kind = '{kind}') e"), "subject_id", should)
}

/// Counts the rows of `whole` that have another number of rows in `part` than they should.
fn parts(whole: &str, key: &str, part: &str, points: &str, should: &str) -> String {
    // Grouped once: a question a row would take longer with every round.
    format!(
        "SELECT count(*) AS n FROM {whole} w LEFT JOIN \
         (SELECT org_id, {points} AS k, count(*) AS c FROM {part} GROUP BY org_id, {points}) p \
         ON p.org_id = w.org_id AND p.k = w.{key} WHERE coalesce(p.c, 0) <> {should}"
    )
}
