//! How often one address and one form may send. Counted in this process; behind several nodes each counts its share.

use crate::config::Config;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use shared::FormId;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

/// What a limit says about one more submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Within what people send.
    Fine,
    /// More than people send: a person decides.
    Review,
    /// Far more: refused until the time has passed.
    Refuse(Duration),
}

/// The limits of the public form.
pub struct FormLimits {
    review: DefaultKeyedRateLimiter<IpAddr>,
    refuse: DefaultKeyedRateLimiter<IpAddr>,
    drafts: DefaultKeyedRateLimiter<IpAddr>,
    form: DefaultKeyedRateLimiter<FormId>,
    clock: DefaultClock,
    /// Faster than this is a machine.
    pub min_fill: chrono::Duration,
}

impl FormLimits {
    /// The configured limits.
    pub fn new(config: &Config) -> Self {
        let per_minute = |count: u32| RateLimiter::keyed(Quota::per_minute(at_least_one(count)));
        Self {
            review: per_minute(config.form_review_per_minute),
            refuse: per_minute(config.form_refuse_per_minute),
            drafts: per_minute(config.form_drafts_per_minute),
            form: RateLimiter::keyed(Quota::per_second(at_least_one(config.form_per_second))),
            clock: DefaultClock::default(),
            min_fill: chrono::Duration::seconds(i64::from(config.form_min_seconds)),
        }
    }

    /// Counts a submission, also one that will be trapped.
    pub fn submission(&self, ip: Option<IpAddr>, form: FormId) -> Verdict {
        if let Err(wait) = self.form.check_key(&form) {
            return Verdict::Refuse(wait.wait_time_from(self.clock.now()));
        }
        let Some(ip) = ip.map(network) else { return Verdict::Fine };
        if let Err(wait) = self.refuse.check_key(&ip) {
            return Verdict::Refuse(wait.wait_time_from(self.clock.now()));
        }
        if self.review.check_key(&ip).is_err() { Verdict::Review } else { Verdict::Fine }
    }

    /// Counts a partial save; the time to wait when it is one too many.
    pub fn draft(&self, ip: Option<IpAddr>) -> Result<(), Duration> {
        let Some(ip) = ip.map(network) else { return Ok(()) };
        self.drafts.check_key(&ip).map_err(|wait| wait.wait_time_from(self.clock.now()))
    }

    /// Forgets addresses that have been quiet; called now and then.
    pub fn sweep(&self) {
        self.review.retain_recent();
        self.refuse.retain_recent();
        self.drafts.retain_recent();
        self.form.retain_recent();
    }
}

pub(crate) fn at_least_one(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)
}

/// One customer's addresses: an IPv6 network of 64 bits counts as one.
pub(crate) fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => IpAddr::from((u128::from(v6) >> 64 << 64).to_be_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn limits(review: u32, refuse: u32) -> FormLimits {
        let mut config = Config::load(None).unwrap();
        config.form_review_per_minute = review;
        config.form_refuse_per_minute = refuse;
        FormLimits::new(&config)
    }

    #[test]
    fn first_review_then_refusal() {
        let limits = limits(1, 2);
        let (ip, form) = (Some(IpAddr::from([203, 0, 113, 9])), FormId::from_uuid(Uuid::nil()));
        assert_eq!(limits.submission(ip, form), Verdict::Fine);
        assert_eq!(limits.submission(ip, form), Verdict::Review);
        assert!(matches!(limits.submission(ip, form), Verdict::Refuse(_)));
        assert_eq!(limits.submission(Some(IpAddr::from([203, 0, 113, 10])), form), Verdict::Fine);
    }

    #[test]
    fn one_ipv6_customer_is_one_address() {
        let a: IpAddr = "2001:db8:1:2::1".parse().unwrap();
        let b: IpAddr = "2001:db8:1:2:ffff::9".parse().unwrap();
        assert_eq!(network(a), network(b));
    }
}
