//! Kill drills: a storm of submissions, harm at a random instant, a fresh start, and a count of everything.

mod harm;
mod submit;
mod webhook;

use crate::http::Connection;
use crate::payload::{FORM, submission};
use crate::{Database, Trial};
use clap::ValueEnum;
use domain::Db;
use harm::Harm;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use sea_orm::{ConnectionTrait as _, Statement};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

const CONNECTIONS: u64 = 16;

/// What is looked at after the kills.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Scenario {
    /// Every acknowledged submission is there once and whole.
    Submit,
    /// Every event reaches a partner, signed, and no job is lost or stuck.
    Webhook,
    /// The same when the program is asked to stop, and killed while it does.
    Shutdown,
    /// The same when the database server crashes and comes back while the program runs (PostgreSQL).
    Restart,
    /// The same when nobody gets a connection for a while (PostgreSQL) or may write (SQLite).
    Connections,
}

pub(crate) async fn run(
    scenario: Scenario,
    binary: &Path,
    database: Database,
    rounds: u32,
    seed: u64,
) -> Trial {
    match scenario {
        Scenario::Submit => submit::run(binary, database, rounds, seed).await,
        _ => Box::pin(webhook::run(binary, database, rounds, seed, Harm::of(scenario, database)?)).await,
    }
}

/// Submissions that were sent, over all rounds.
struct Storm {
    rng: StdRng,
    numbers: Arc<AtomicU64>,
    acknowledged: BTreeSet<String>,
    /// Sends without an answer.
    cut_short: u64,
    /// Sends that were told to come again.
    put_off: u64,
}

impl Storm {
    fn new(seed: u64) -> Self {
        Self {
            rng: StdRng::seed_from_u64(seed),
            numbers: Arc::default(),
            acknowledged: BTreeSet::new(),
            cut_short: 0,
            put_off: 0,
        }
    }

    /// Sends from many connections until `meanwhile` has happened.
    async fn rage<T>(
        &mut self,
        address: SocketAddr,
        stamp: &str,
        meanwhile: impl Future<Output = Trial<T>>,
    ) -> Trial<T> {
        let over = Arc::new(AtomicBool::new(false));
        let senders: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                let own = StdRng::seed_from_u64(self.rng.random());
                tokio::spawn(send(
                    address,
                    stamp.to_owned(),
                    Arc::clone(&self.numbers),
                    Arc::clone(&over),
                    own,
                ))
            })
            .collect();
        let happened = meanwhile.await;
        over.store(true, Ordering::Relaxed);
        for sender in senders {
            let sent = sender.await.map_err(|error| error.to_string())?;
            if let Some(answer) = sent.wrong {
                return Err(format!("a submission was answered with {answer}"));
            }
            self.acknowledged.extend(sent.done);
            self.cut_short += sent.cut_short;
            self.put_off += sent.put_off;
        }
        happened
    }

    /// A storm in which nothing was acknowledged, or that no harm disturbed, shows nothing. A short absence of the
    /// database is waited out, so `survived` harm may disturb nobody.
    fn proved_something(&self, survived: bool) -> Trial {
        if self.acknowledged.is_empty() || !(survived || self.cut_short > 0) {
            return Err(
                "the drill proved nothing: no submission was acknowledged, or none was cut short".to_owned()
            );
        }
        Ok(())
    }
}

/// What one connection sent.
#[derive(Default)]
struct Sent {
    /// Keys that were acknowledged.
    done: Vec<String>,
    cut_short: u64,
    put_off: u64,
    /// An answer that nobody should get, whatever happens to the database.
    wrong: Option<String>,
}

/// Sends until it is over or the connection breaks.
async fn send(
    address: SocketAddr,
    stamp: String,
    numbers: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
    mut rng: StdRng,
) -> Sent {
    let mut sent = Sent::default();
    let Ok(mut connection) = Connection::open(address).await else { return sent };
    while !over.load(Ordering::Relaxed) {
        let (key, body) = submission(&mut rng, numbers.fetch_add(1, Ordering::Relaxed), &stamp);
        match connection.post(&format!("/f/{FORM}/submit"), "application/json", "", &body).await {
            // 200: stored before the database went away, and found when the writer tried again.
            Ok(answer) if matches!(answer.status, 200 | 201) => sent.done.push(key),
            Ok(answer) if answer.status == 503 => {
                sent.put_off += 1;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Ok(answer) => {
                sent.wrong = Some(format!("{}: {}", answer.status, answer.text()));
                return sent;
            }
            Err(_) => {
                sent.cut_short += 1;
                return sent;
            }
        }
    }
    sent
}

pub(super) async fn texts(db: &Db, sql: &str) -> Trial<Vec<String>> {
    let rows = db
        .read()
        .query_all_raw(Statement::from_string(db.backend(), sql))
        .await
        .map_err(|e| e.to_string())?;
    rows.iter().map(|row| row.try_get::<String>("", "word").map_err(|error| error.to_string())).collect()
}

pub(super) async fn number(db: &Db, sql: &str) -> Trial<i64> {
    let row = db
        .read()
        .query_one_raw(Statement::from_string(db.backend(), sql))
        .await
        .map_err(|e| e.to_string())?;
    row.ok_or("no count")?.try_get::<i64>("", "n").map_err(|error| error.to_string())
}
