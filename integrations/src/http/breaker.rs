//! Leaving a host alone that could not be reached again and again. Only what is the host's own fault counts: no name, no
//! connection. A slow or failing answer is the business of one address on it and delays no other.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Failures in a row before a host rests.
const FAILURES: u32 = 5;
/// The first rest; each further failure doubles it.
const REST: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_mins(10);
/// How long the others wait for the one that tries.
const PROBE: Duration = Duration::from_secs(15);
/// Hosts that are remembered.
const HOSTS: usize = 10_000;

#[derive(Debug, Clone, Copy)]
struct Host {
    failures: u32,
    rests_until: Instant,
}

/// What this process knows about hosts.
#[derive(Debug, Default)]
pub(super) struct Breaker(Mutex<HashMap<String, Host>>);

impl Breaker {
    /// How long to leave the host alone; `None` when it may be tried now, and then the others wait for this one.
    pub(super) fn rest(&self, host: &str, now: Instant) -> Option<Duration> {
        self.with(|hosts| {
            let known = hosts.get_mut(host).filter(|known| known.failures >= FAILURES)?;
            if known.rests_until > now {
                return Some(known.rests_until - now);
            }
            known.rests_until = now + PROBE;
            None
        })
    }

    /// It could be reached, whatever it said.
    pub(super) fn reached(&self, host: &str) {
        self.with(|hosts| {
            hosts.remove(host);
        });
    }

    /// It could not be reached.
    pub(super) fn unreachable(&self, host: &str, now: Instant) {
        self.with(|hosts| {
            if hosts.len() >= HOSTS && !hosts.contains_key(host) {
                hosts.retain(|_, known| known.rests_until > now);
                if hosts.len() >= HOSTS {
                    return;
                }
            }
            let known = hosts.entry(host.to_owned()).or_insert(Host { failures: 0, rests_until: now });
            known.failures = known.failures.saturating_add(1);
            if let Some(doublings) = known.failures.checked_sub(FAILURES) {
                known.rests_until = now + (REST * (1 << doublings.min(8))).min(LONGEST);
            }
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut HashMap<String, Host>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_rests_after_five_failures_and_one_tries() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        for _ in 0..5 {
            assert_eq!(breaker.rest("a", start), None);
            breaker.unreachable("a", start);
        }
        assert_eq!(breaker.rest("a", start), Some(REST));
        assert_eq!(breaker.rest("b", start), None);
        let later = start + REST;
        assert_eq!(breaker.rest("a", later), None, "one tries");
        assert_eq!(breaker.rest("a", later), Some(PROBE), "the others wait");
        breaker.unreachable("a", later);
        assert_eq!(breaker.rest("a", later), Some(REST * 2));
        for _ in 0..20 {
            breaker.unreachable("a", later);
        }
        assert_eq!(breaker.rest("a", later), Some(LONGEST));
        breaker.reached("a");
        assert_eq!(breaker.rest("a", later), None);
    }
}
