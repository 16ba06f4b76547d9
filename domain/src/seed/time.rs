//! A clock that the seed turns, and identifiers made from it and the seed.

use crate::ports::{Clock, Entropy, Ids};
use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::{Rng as _, RngCore as _, SeedableRng as _};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Stands still until it is set.
#[derive(Clone)]
pub(super) struct SteppedClock(Arc<Mutex<DateTime<Utc>>>);

impl SteppedClock {
    pub(super) fn new(at: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(at)))
    }

    pub(super) fn set(&self, at: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

impl Clock for SteppedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// UUIDv7 of the stepped clock's time with bits from the seed. Also the entropy of the demo business, whose secrets
/// are printed on its sign-in page anyway.
#[derive(Clone)]
pub(super) struct SeededIds {
    clock: SteppedClock,
    rng: Arc<Mutex<StdRng>>,
}

impl SeededIds {
    pub(super) fn new(clock: SteppedClock, seed: u64) -> Self {
        Self { clock, rng: Arc::new(Mutex::new(StdRng::seed_from_u64(seed.rotate_left(17)))) }
    }
}

impl Ids for SeededIds {
    fn next(&self) -> Uuid {
        let millis = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or_default();
        let random: [u8; 10] = self.rng.lock().unwrap_or_else(PoisonError::into_inner).random();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

impl Entropy for SeededIds {
    fn fill(&self, buffer: &mut [u8]) {
        self.rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(buffer);
    }
}
