//! What every function of the domain works with: the database, the ports, the settings.

use crate::db::{Db, Write};
use crate::error::Result;
use crate::events::Bell;
use crate::forms::Published;
use crate::jobs::{Enqueued, Hint};
use crate::ports::{Clock, Entropy, HttpSender, Ids, NoHttp};
use crate::secrets::Secret;
use chrono::{DateTime, Utc};
use std::sync::Arc;
use uuid::Uuid;

/// Settings the domain cares about.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address the program is reached under, without a slash at the end.
    pub public_url: String,
    /// Signs what is handed out and must come back unaltered.
    pub secret: Secret,
}

/// Cheap to clone; one a process.
#[derive(Clone)]
pub struct Context {
    db: Db,
    bell: Bell,
    hint: Hint,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    http: Arc<dyn HttpSender>,
    settings: Arc<Settings>,
    published: Arc<Published>,
}

impl Context {
    /// Puts the parts together.
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        entropy: Arc<dyn Entropy>,
        settings: Settings,
    ) -> Self {
        Self {
            db,
            bell: Bell::default(),
            hint: Hint::default(),
            clock,
            ids,
            entropy,
            http: Arc::new(NoHttp),
            settings: Arc::new(settings),
            published: Arc::default(),
        }
    }

    /// With a way out; without one nothing is sent.
    #[must_use]
    pub fn with_http(self, http: Arc<dyn HttpSender>) -> Self {
        Self { http, ..self }
    }

    /// The same program at another time: for demo data, which is lived on a clock of its own.
    #[must_use]
    pub fn with_ports(&self, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>, entropy: Arc<dyn Entropy>) -> Self {
        Self { clock, ids, entropy, ..self.clone() }
    }

    /// The database.
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// Rings when events were committed in this process.
    pub const fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Wakes the workers of this process.
    pub const fn hint(&self) -> &Hint {
        &self.hint
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A fresh UUIDv7.
    pub fn new_id(&self) -> Uuid {
        self.ids.next()
    }

    /// Unpredictable bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut buffer = [0; N];
        self.entropy.fill(&mut buffer);
        buffer
    }

    /// The way out to programs of others.
    pub fn http(&self) -> &dyn HttpSender {
        self.http.as_ref()
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Published forms that were read lately.
    pub(crate) fn published(&self) -> &Published {
        &self.published
    }

    /// Runs `work` in one write transaction that a hung-up client cannot cut short, then wakes the readers of the
    /// event log, and the workers if jobs were enqueued. Any error leaves nothing behind.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t sea_orm::DatabaseTransaction) -> Write<'t, T> + Send + 'static,
    {
        let enqueued = Enqueued::default();
        let noticed = enqueued.clone();
        let value = self.db.write(move |tx| noticed.watch(work(tx))).await?;
        self.bell.ring();
        if enqueued.any() {
            self.hint.ring();
        }
        Ok(value)
    }
}
