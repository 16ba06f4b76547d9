//! How often one address may send through one source, and how often it may guess. Counted in this process; behind
//! several nodes each counts its share.

use crate::config::Config;
use crate::forms::limits::{at_least_one, network};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use shared::SourceId;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

/// Calls a minute of addresses that lead nowhere.
const GUESSES: u32 = 60;

/// The limits of sources.
pub struct SourceLimits {
    payloads: DefaultKeyedRateLimiter<(SourceId, IpAddr)>,
    guesses: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl SourceLimits {
    /// The configured limits.
    pub fn new(config: &Config) -> Self {
        Self {
            payloads: RateLimiter::keyed(Quota::per_minute(at_least_one(config.source_per_minute))),
            guesses: RateLimiter::keyed(Quota::per_minute(at_least_one(GUESSES))),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a payload; the time to wait when it is one too many. Where the address is not known, all are one.
    pub fn payload(&self, source: SourceId, ip: Option<IpAddr>) -> Result<(), Duration> {
        let key = (source, ip.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), network));
        self.payloads.check_key(&key).map_err(|wait| wait.wait_time_from(self.clock.now()))
    }

    /// Counts a call of an address that leads nowhere.
    pub fn guess(&self, ip: Option<IpAddr>) -> Result<(), Duration> {
        let Some(ip) = ip.map(network) else { return Ok(()) };
        self.guesses.check_key(&ip).map_err(|wait| wait.wait_time_from(self.clock.now()))
    }

    /// Forgets addresses that have been quiet; called now and then.
    pub fn sweep(&self) {
        self.payloads.retain_recent();
        self.guesses.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn each_source_and_address_has_its_share() {
        let mut config = Config::load(None).unwrap();
        config.source_per_minute = 1;
        let limits = SourceLimits::new(&config);
        let (one, two) = (SourceId::from_uuid(Uuid::nil()), SourceId::from_uuid(Uuid::from_u128(1)));
        let (here, there) = (Some(IpAddr::from([203, 0, 113, 9])), Some(IpAddr::from([203, 0, 113, 10])));
        assert!(limits.payload(one, here).is_ok() && limits.payload(one, here).is_err());
        assert!(limits.payload(two, here).is_ok() && limits.payload(one, there).is_ok());
        assert!(limits.payload(one, None).is_ok() && limits.payload(one, None).is_err());
        assert!((0..GUESSES).all(|_| limits.guess(here).is_ok()) && limits.guess(here).is_err());
    }
}
