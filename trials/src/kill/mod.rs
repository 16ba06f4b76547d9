//! Kill drills: a storm of submissions, `kill -9` at a random instant, a fresh start, and a count of everything.

mod submit;
mod webhook;

use crate::http::Connection;
use crate::payload::{FORM, submission};
use crate::process::{Place, Running};
use crate::{Database, Trial};
use clap::ValueEnum;
use domain::Db;
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
        Scenario::Webhook => webhook::run(binary, database, rounds, seed).await,
    }
}

/// Submissions that were sent, over all kills.
struct Storm {
    rng: StdRng,
    numbers: Arc<AtomicU64>,
    acknowledged: BTreeSet<String>,
    cut_short: u64,
}

impl Storm {
    fn new(seed: u64) -> Self {
        Self {
            rng: StdRng::seed_from_u64(seed),
            numbers: Arc::default(),
            acknowledged: BTreeSet::new(),
            cut_short: 0,
        }
    }

    /// Starts the program, sends from many connections, and kills it after so many microseconds.
    async fn rage(&mut self, binary: &Path, place: &Place, micros: u64) -> Trial {
        let program = Running::start(binary, place).await?;
        let stamp = program.stamp().await?;
        let over = Arc::new(AtomicBool::new(false));
        let senders: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                let own = StdRng::seed_from_u64(self.rng.random());
                tokio::spawn(send(
                    program.address,
                    stamp.clone(),
                    Arc::clone(&self.numbers),
                    Arc::clone(&over),
                    own,
                ))
            })
            .collect();
        tokio::time::sleep(Duration::from_micros(micros)).await;
        program.kill().await?;
        over.store(true, Ordering::Relaxed);
        for sender in senders {
            let (done, open) = sender.await.map_err(|error| error.to_string())?;
            self.acknowledged.extend(done);
            self.cut_short += open;
        }
        Ok(())
    }

    fn proved_something(&self) -> Trial {
        if self.acknowledged.is_empty() || self.cut_short == 0 {
            return Err(
                "the drill proved nothing: no submission was acknowledged, or none was cut short".to_owned()
            );
        }
        Ok(())
    }
}

/// Sends until the connection breaks; the acknowledged keys, and how many sends had no answer.
async fn send(
    address: SocketAddr,
    stamp: String,
    numbers: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
    mut rng: StdRng,
) -> (Vec<String>, u64) {
    let mut done = Vec::new();
    let Ok(mut connection) = Connection::open(address).await else { return (done, 0) };
    while !over.load(Ordering::Relaxed) {
        let (key, body) = submission(&mut rng, numbers.fetch_add(1, Ordering::Relaxed), &stamp);
        match connection.post(&format!("/f/{FORM}/submit"), "application/json", "", &body).await {
            Ok(answer) if answer.status == 201 => done.push(key),
            Ok(_) => {}
            Err(_) => return (done, 1),
        }
    }
    (done, 0)
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
