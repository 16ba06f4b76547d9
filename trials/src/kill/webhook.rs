//! Webhooks under the same storm: a partner listens, verifies with an implementation that is not ours, and fails now and
//! then. After the last kill everything must come to rest by itself: every event delivered, no job lost or stuck.

use super::{Storm, number};
use crate::process::{Place, Running};
use crate::{Database, Trial, say};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::{Router, routing};
use domain::Db;
use entity::{events, organizations, webhook_deliveries, webhook_endpoints};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait as _, QuerySelect as _};
use serde_json::json;
use shared::events::is_public;
use standardwebhooks::Webhook;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// In two parts, because the search for secrets rightly stops at whole ones.
const SECRET: &str = concat!("whsec_", "dHJpYWxzIG9mIGEgcnVubmluZyBwcm9ncmFtISE=");
/// A job whose worker was killed comes back within a minute; what was refused is tried again after seconds.
const STUCK: Duration = Duration::from_secs(90);

pub(super) async fn run(binary: &Path, database: Database, rounds: u32, seed: u64) -> Trial {
    let mut rng = StdRng::seed_from_u64(seed);
    let place = Place::new(database, "kill_webhook").await?;
    place.run(binary, &["seed", "--leads", "0"]).await?;
    let partner = Partner::listen().await?;
    let db = place.look().await?;
    let before: BTreeSet<Uuid> = public_events(&db).await?.into_iter().collect();
    subscribe(&db, &partner.url).await?;
    db.close().await.map_err(|error| error.to_string())?;

    let mut storm = Storm::new(rng.random());
    for round in 1..=rounds {
        storm.rage(binary, &place, rng.random_range(20_000..600_000)).await?;
        if round % 10 == 0 || round == rounds {
            say(&format!(
                "round {round}: {} acknowledged, {} received",
                storm.acknowledged.len(),
                partner.len()
            ));
        }
    }
    storm.proved_something()?;

    let program = Running::start(binary, &place).await?;
    let db = place.look().await?;
    let rested = rest(&db).await?;
    let expected: BTreeSet<Uuid> =
        public_events(&db).await?.into_iter().filter(|id| !before.contains(id)).collect();
    let doubled = check(&db, &expected, &partner).await?;
    let crashed =
        number(&db, "SELECT count(*) AS n FROM jobs WHERE kind = 'webhooks.deliver' AND crashes > 0").await?;
    db.close().await.map_err(|error| error.to_string())?;
    program.kill().await?;
    place.remove().await?;
    if crashed == 0 {
        return Err("the drill proved nothing: no job was running when the program was killed".to_owned());
    }
    say(&format!(
        "webhook on {database:?}: {rounds} kills, {} events delivered, {crashed} jobs resumed after a kill, {doubled} \
         messages more than once under their id, at rest after {} s",
        expected.len(),
        rested.as_secs()
    ));
    Ok(())
}

/// Waits until nothing is on its way; returns how long that took.
async fn rest(db: &Db) -> Trial<Duration> {
    let started = Instant::now();
    let (mut moved, mut left) = (started, i64::MAX);
    loop {
        let waiting =
            number(db, "SELECT count(*) AS n FROM webhook_deliveries WHERE state = 'waiting'").await?;
        let executing = number(db, "SELECT count(*) AS n FROM jobs WHERE state = 'executing'").await?;
        if waiting + executing == 0 {
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

async fn subscribe(db: &Db, url: &str) -> Trial {
    let org = organizations::Entity::find().one(db.read()).await.map_err(|error| error.to_string())?;
    let org = org.ok_or("no organization to subscribe to")?;
    let row = webhook_endpoints::ActiveModel {
        org_id: Set(org.id),
        id: Set(Uuid::from_u128(1)),
        url: Set(url.to_owned()),
        description: Set(None),
        event_types: Set(json!([])),
        state: Set("enabled".to_owned()),
        disabled_reason: Set(None),
        disabled_at: Set(None),
        secret: Set(SECRET.to_owned()),
        secret_since: Set(org.created_at),
        previous_secret: Set(None),
        previous_until: Set(None),
        failing_since: Set(None),
        slow_until: Set(None),
        created_at: Set(org.created_at),
        updated_at: Set(org.created_at),
        deleted_at: Set(None),
        version: Set(1),
    };
    webhook_endpoints::Entity::insert(row)
        .exec_without_returning(db.migrations())
        .await
        .map(drop)
        .map_err(|error| error.to_string())
}

/// What a partner heard.
#[derive(Clone, Default)]
struct Heard {
    /// How often a message was taken, by its id.
    accepted: BTreeMap<String, u32>,
    refused: BTreeSet<String>,
    forged: u32,
}

/// A partner's program on this machine.
struct Partner {
    url: String,
    heard: Arc<Mutex<Heard>>,
}

impl Partner {
    async fn listen() -> Trial<Self> {
        let heard = Arc::<Mutex<Heard>>::default();
        let listener =
            tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let router = Router::new().route("/in", routing::post(hear)).with_state(Arc::clone(&heard));
        // Ends with the trial.
        drop(tokio::spawn(async move { axum::serve(listener, router).await }));
        Ok(Self { url: format!("http://{address}/in"), heard })
    }

    fn heard(&self) -> Heard {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn len(&self) -> usize {
        self.heard().accepted.len()
    }
}

/// Takes what verifies; one message in sixteen only when it comes again.
async fn hear(State(heard): State<Arc<Mutex<Heard>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let id = headers.get("webhook-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let verified = Webhook::new(SECRET).is_ok_and(|webhook| webhook.verify(&body, &headers).is_ok());
    let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
    if !verified {
        heard.forged += 1;
        return StatusCode::UNAUTHORIZED;
    }
    if id.ends_with('7') && heard.refused.insert(id.clone()) {
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    *heard.accepted.entry(id).or_default() += 1;
    StatusCode::OK
}
