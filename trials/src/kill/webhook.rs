//! Webhooks under the same storm: a partner listens, verifies with an implementation that is not ours, and fails now and
//! then. After the last harm everything must come to rest by itself: every acknowledged submission there, every event
//! delivered, no job lost, stuck or done twice.

use super::harm::Harm;
use super::{Storm, number, submit};
use crate::partner::{Partner, subscribe};
use crate::process::{Place, Running};
use crate::{Database, Trial, say};
use domain::Db;
use entity::{events, webhook_deliveries};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use sea_orm::{EntityTrait as _, QuerySelect as _};
use shared::events::is_public;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A job whose worker was killed comes back within a minute; what was refused is tried again after seconds.
const STUCK: Duration = Duration::from_secs(90);
/// Deliveries that may wait when a round begins that the program outlived.
const BACKLOG: i64 = 500;

pub(super) async fn run(binary: &Path, database: Database, rounds: u32, seed: u64, harm: Harm) -> Trial {
    let mut rng = StdRng::seed_from_u64(seed);
    let place = Place::new(database, "kill_webhook").await?;
    place.run(binary, &["seed", "--leads", "0"]).await?;
    let partner = Partner::listen(true).await?;
    let db = place.look().await?;
    let before: BTreeSet<Uuid> = public_events(&db).await?.into_iter().collect();
    subscribe(&db, &partner.url, 1).await?;

    let mut storm = Storm::new(rng.random());
    let (survivor, longest) =
        Box::pin(rounds_of(harm, rounds, &mut rng, &mut storm, (binary, &place, &db, &partner))).await?;
    storm.proved_something(harm.is_survived())?;

    let program = match survivor {
        Some(program) => program,
        None => Running::start(binary, &place).await?,
    };
    let rested = settle(&db, 0).await?;
    submit::check(&db, &storm.acknowledged).await?;
    let expected: BTreeSet<Uuid> =
        public_events(&db).await?.into_iter().filter(|id| !before.contains(id)).collect();
    let doubled = check(&db, &expected, &partner).await?;
    let jobs = Jobs::count(&db).await?;
    db.close().await.map_err(|error| error.to_string())?;
    program.kill().await?;
    place.remove().await?;
    jobs.judge(harm)?;
    say(&format!(
        "{harm:?} on {database:?}: {rounds} rounds, {} acknowledged submissions there once and whole, {} events delivered, \
         {} jobs resumed after a crash, {doubled} messages more than once under their id, at rest after {} s{}",
        storm.acknowledged.len(),
        expected.len(),
        jobs.crashed,
        rested.as_secs(),
        if harm.is_survived() {
            format!(", ready again after {} ms at most", longest.as_millis())
        } else {
            String::new()
        }
    ));
    Ok(())
}

/// Everything a round needs of its surroundings.
type Scene<'a> = (&'a Path, &'a Place, &'a Db, &'a Partner);

/// Does the harm so often. Answers the program that outlived it all, and how long it was not ready at the longest.
async fn rounds_of(
    harm: Harm,
    rounds: u32,
    rng: &mut StdRng,
    storm: &mut Storm,
    (binary, place, db, partner): Scene<'_>,
) -> Trial<(Option<Running>, Duration)> {
    let (mut survivor, mut longest) = (None, Duration::ZERO);
    for round in 1..=rounds {
        let mut program = match survivor.take() {
            Some(program) => program,
            None => Running::start(binary, place).await?,
        };
        let (address, stamp) = (program.address, program.stamp().await?);
        if harm.is_survived() {
            let trouble = async {
                pause(rng).await;
                let took = harm.trouble(&mut program, place, rng).await?;
                pause(rng).await;
                Ok(took)
            };
            longest = longest.max(storm.rage(address, &stamp, trouble).await?);
            // What recovered catches up before the next round: the storm outruns any receiver.
            settle(db, BACKLOG).await?;
            survivor = Some(program);
        } else {
            let ended = async {
                pause(rng).await;
                harm.end(program, rng).await
            };
            storm.rage(address, &stamp, ended).await?;
        }
        if round.is_multiple_of(10) || round == rounds {
            say(&format!(
                "round {round}: {} acknowledged, {} cut short, {} put off, {} received",
                storm.acknowledged.len(),
                storm.cut_short,
                storm.put_off,
                partner.taken()
            ));
        }
    }
    Ok((survivor, longest))
}

async fn pause(rng: &mut StdRng) {
    tokio::time::sleep(Duration::from_micros(rng.random_range(20_000..600_000))).await;
}

/// What the jobs that send went through.
struct Jobs {
    crashed: i64,
    /// Runs that counted, beyond the first one and the one after a refusal.
    wasted: i64,
}

impl Jobs {
    async fn count(db: &Db) -> Trial<Self> {
        let jobs = |condition: &str| {
            format!("SELECT count(*) AS n FROM jobs WHERE kind = 'webhooks.deliver' AND {condition}")
        };
        Ok(Self {
            crashed: number(db, &jobs("crashes > 0")).await?,
            wasted: number(db, &jobs("attempt > 2")).await?,
        })
    }

    fn judge(&self, harm: Harm) -> Trial {
        if harm == Harm::Kill && self.crashed == 0 {
            return Err("the drill proved nothing: no job was running when the program was killed".to_owned());
        }
        // While the database is away, a run may fail for that reason.
        if !harm.is_survived() && self.wasted > 0 {
            return Err(format!("{} jobs were charged an attempt for a crash or a shutdown", self.wasted));
        }
        Ok(())
    }
}

/// Waits until no more than so many deliveries are on their way, and with `0` until no job runs either; returns how
/// long that took.
async fn settle(db: &Db, most: i64) -> Trial<Duration> {
    let started = Instant::now();
    let (mut moved, mut left) = (started, i64::MAX);
    loop {
        let waiting =
            number(db, "SELECT count(*) AS n FROM webhook_deliveries WHERE state = 'waiting'").await?;
        let executing = number(db, "SELECT count(*) AS n FROM jobs WHERE state = 'executing'").await?;
        if waiting <= most && (most > 0 || executing == 0) {
            return Ok(started.elapsed());
        }
        if waiting < left {
            (moved, left) = (Instant::now(), waiting);
        }
        if moved.elapsed() > STUCK {
            return Err(format!(
                "{waiting} deliveries wait and {executing} jobs run, and nothing moves any more"
            ));
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

/// Every event has one delivery that arrived, and nothing else arrived; returns how many messages came more than once.
async fn check(db: &Db, expected: &BTreeSet<Uuid>, partner: &Partner) -> Trial<usize> {
    use webhook_deliveries::Column as C;
    let rows: Vec<(Uuid, String)> = webhook_deliveries::Entity::find()
        .select_only()
        .columns([C::EventId, C::State])
        .into_tuple()
        .all(db.read())
        .await
        .map_err(|error| error.to_string())?;
    let deliveries: BTreeMap<&Uuid, &str> =
        rows.iter().map(|(event, state)| (event, state.as_str())).collect();
    if deliveries.len() != rows.len() {
        return Err(format!("{} events have two deliveries", rows.len() - deliveries.len()));
    }
    let missing = expected.iter().filter(|event| deliveries.get(event) != Some(&"delivered")).count();
    if missing > 0 || deliveries.len() != expected.len() {
        return Err(format!(
            "{} events, {} deliveries, {missing} events without one that arrived",
            expected.len(),
            deliveries.len()
        ));
    }
    let unfinished =
        number(db, "SELECT count(*) AS n FROM jobs WHERE kind = 'webhooks.deliver' AND state <> 'completed'")
            .await?;
    if unfinished > 0 {
        return Err(format!("{unfinished} jobs did not complete"));
    }
    let heard = partner.heard();
    let known: BTreeSet<String> = expected.iter().map(|event| format!("msg_{}", event.simple())).collect();
    if heard.forged > 0 {
        return Err(format!("{} messages did not verify", heard.forged));
    }
    let received: BTreeSet<String> = heard.accepted.keys().cloned().collect();
    if received != known {
        return Err(format!(
            "{} messages never came, {} came of nothing",
            known.difference(&received).count(),
            received.difference(&known).count()
        ));
    }
    Ok(heard.accepted.values().filter(|times| **times > 1).count())
}

async fn public_events(db: &Db) -> Trial<Vec<Uuid>> {
    let rows: Vec<(Uuid, String)> = events::Entity::find()
        .select_only()
        .columns([events::Column::Id, events::Column::Kind])
        .into_tuple()
        .all(db.read())
        .await
        .map_err(|error| error.to_string())?;
    Ok(rows.into_iter().filter(|(_, kind)| is_public(kind)).map(|(id, _)| id).collect())
}
