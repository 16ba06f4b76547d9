//! Identifiers and randomness that are the same in every run of a test.

use crate::FakeClock;
use domain::ports::{Clock as _, Entropy, Ids};
use rand::rngs::StdRng;
use rand::{RngCore as _, SeedableRng as _};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// UUIDv7 of the fake clock's time, a counter and a seed: they sort in the order they were made.
#[derive(Debug)]
pub struct SeededIds {
    clock: FakeClock,
    seed: u16,
    made: AtomicU32,
}

impl SeededIds {
    /// Identifiers of `seed`; two generators of one database need two seeds.
    pub const fn new(clock: FakeClock, seed: u16) -> Self {
        Self { clock, seed, made: AtomicU32::new(0) }
    }
}

impl Ids for SeededIds {
    fn next(&self) -> Uuid {
        let millis = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or_default();
        // The first three bytes share their bits with version and variant.
        let mut tail = [0; 10];
        let made = self.made.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let number = [0; 3].into_iter().chain(made).chain([0]).chain(self.seed.to_be_bytes());
        tail.iter_mut().zip(number).for_each(|(to, from)| *to = from);
        uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    }
}

/// Bytes of a seeded generator.
#[derive(Debug)]
pub struct SeededEntropy(Mutex<StdRng>);

impl SeededEntropy {
    /// The bytes of `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeat_sort_and_differ_by_seed() {
        let ids = |seed| {
            let ids = SeededIds::new(FakeClock::default(), seed);
            (0..300).map(|_| ids.next()).collect::<Vec<_>>()
        };
        let first = ids(1);
        assert_eq!(first, ids(1));
        assert!(first.is_sorted());
        assert!(first.iter().all(|id| id.get_version_num() == 7 && !ids(2).contains(id)));

        let bytes = |seed| {
            let mut buffer = [0; 32];
            SeededEntropy::new(seed).fill(&mut buffer);
            buffer
        };
        assert_eq!(bytes(1), bytes(1));
        assert_ne!(bytes(1), bytes(2));
    }
}
