//! What is done to the program, or to its database, in the middle of a storm.

use super::{Scenario, number};
use crate::process::{Place, Running, signal};
use crate::{Database, Trial};
use domain::Db;
use rand::Rng as _;
use rand::rngs::StdRng;
use sea_orm::{ConnectionTrait as _, Statement};
use std::time::{Duration, Instant};

/// What happens to the program in every round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Harm {
    /// `kill -9` at a random instant.
    Kill,
    /// Asked to stop, and often killed while it does.
    Shutdown,
    /// The database server crashes and recovers; the program lives on.
    Restart,
    /// Nobody gets a connection (PostgreSQL), nobody may write (SQLite); the program lives on.
    Connections,
}

impl Harm {
    /// The harm of a scenario on a database, or why there is none.
    pub(super) fn of(scenario: Scenario, database: Database) -> Trial<Self> {
        match (scenario, database) {
            (Scenario::Submit | Scenario::Webhook, _) => Ok(Self::Kill),
            (Scenario::Shutdown, _) => Ok(Self::Shutdown),
            (Scenario::Restart, Database::Postgres) => Ok(Self::Restart),
            (Scenario::Restart, Database::Sqlite) => {
                Err("SQLite is part of the program and has no server to restart; kill the program instead"
                    .to_owned())
            }
            (Scenario::Connections, _) => Ok(Self::Connections),
        }
    }

    /// Whether the program outlives it.
    pub(super) const fn is_survived(self) -> bool {
        matches!(self, Self::Restart | Self::Connections)
    }

    /// Ends the program. A shutdown is cut short at a random instant, or left to end by itself one time in four.
    pub(super) async fn end(self, mut program: Running, rng: &mut StdRng) -> Trial {
        if self == Self::Shutdown {
            program.terminate()?;
            let (patient, micros) = (rng.random_ratio(1, 4), rng.random_range(0..200_000));
            let within = if patient { Duration::from_secs(15) } else { Duration::from_micros(micros) };
            if program.ended(within).await? {
                return Ok(());
            }
            if patient {
                return Err("the program did not stop within 15 s of being asked to".to_owned());
            }
        }
        program.kill().await
    }

    /// Takes the database away for a while; how long it took until the program was ready again after that.
    pub(super) async fn trouble(
        self,
        program: &mut Running,
        place: &Place,
        rng: &mut StdRng,
    ) -> Trial<Duration> {
        match self {
            Self::Restart => crash(place).await?,
            _ if place.database_url.starts_with("sqlite:") => lock(place, rng).await?,
            _ => hoard(place, rng).await?,
        }
        program.ready_again().await
    }
}

/// Kills one of the server's processes: PostgreSQL then ends every connection, recovers from its log and starts anew.
async fn crash(place: &Place) -> Trial {
    let db = place.look().await?;
    let process = number(&db, "SELECT pg_backend_pid()::bigint AS n").await?;
    signal("KILL", u32::try_from(process).map_err(|error| error.to_string())?)?;
    // Its connections are gone: closing says nothing new.
    drop(db.close().await);
    Ok(())
}

/// Mostly less than the program waits for its database, one time in ten longer.
fn absence(rng: &mut StdRng) -> Duration {
    Duration::from_millis(if rng.random_ratio(1, 10) { 12_000 } else { rng.random_range(100..1_500) })
}

/// Holds the one lock there is for writing.
async fn lock(place: &Place, rng: &mut StdRng) -> Trial {
    let db = place.look().await?;
    run(&db, "BEGIN IMMEDIATE").await?;
    tokio::time::sleep(absence(rng)).await;
    run(&db, "ROLLBACK").await?;
    db.close().await.map_err(|error| error.to_string())
}

/// Takes every connection the server has and throws the program's own out, again and again for a while.
async fn hoard(place: &Place, rng: &mut StdRng) -> Trial {
    let began = Instant::now();
    let (until, latest) = (began + absence(rng), began + Duration::from_secs(10));
    let throw_out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() \
                     AND pid <> pg_backend_pid()";
    let judge = place.look().await?;
    let mut hoarded = Vec::new();
    // On a busy machine a short while may end before the first connection stands.
    while Instant::now() < until || (hoarded.is_empty() && Instant::now() < latest) {
        run(&judge, throw_out).await?;
        // Until the server has none left; the wait is short because it says so at once.
        while let Ok(Ok(db)) = tokio::time::timeout(Duration::from_millis(100), place.neighbour()).await {
            hoarded.push(db);
        }
    }
    if hoarded.is_empty() {
        return Err("the drill proved nothing: the server had no connection to hoard".to_owned());
    }
    for db in hoarded {
        db.close().await.map_err(|error| error.to_string())?;
    }
    judge.close().await.map_err(|error| error.to_string())
}

async fn run(db: &Db, sql: &str) -> Trial {
    let statement = Statement::from_string(db.backend(), sql);
    db.migrations().execute_raw(statement).await.map_err(|error| format!("{sql}: {error}"))?;
    Ok(())
}
