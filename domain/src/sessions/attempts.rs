//! Guessing passwords is slowed down by where the guesses come from, so that nobody can lock somebody else out: an
//! account under attack still opens from any other address.

use crate::actor::Peer;
use crate::context::Context;
use crate::error::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use entity::sign_in_failures::{ActiveModel, Column, Entity, Model};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, DatabaseTransaction, EntityTrait as _,
    ExprTrait as _, QueryFilter as _, QueryOrder as _, Statement,
};
use shared::email::Email;
use std::net::{IpAddr, Ipv6Addr};

/// How long a failure counts.
pub(crate) const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Failures within [`WINDOW`] that one address has for one email.
const FOR_ONE_EMAIL: usize = 5;
/// Failures within [`WINDOW`] that one address has in all.
const IN_ALL: usize = 30;

/// An attempt under way. It counts as failed from its beginning, so that attempts side by side do not slip through.
pub(crate) struct Attempt {
    email: String,
    source: String,
    left: usize,
}

/// Counts an attempt, or refuses it with the time to wait.
pub(crate) async fn begin(cx: &Context, email: &Email, peer: &Peer) -> Result<Attempt> {
    let (id, email, source, now) = (cx.new_id(), email.normalized(), source(peer), cx.now());
    cx.db()
        .write(move |tx| {
            Box::pin(async move {
                one_at_a_time(tx, &source).await?;
                let recent = Entity::find()
                    .filter(Column::Ip.eq(&source))
                    .filter(Column::At.gt(now - WINDOW))
                    .order_by_desc(Column::At)
                    .all(tx)
                    .await?;
                let same: Vec<&Model> = recent.iter().filter(|row| row.email_key == email).collect();
                let free_at = [same.get(FOR_ONE_EMAIL - 1).copied(), recent.get(IN_ALL - 1)]
                    .into_iter()
                    .flatten()
                    .map(|row| row.at + WINDOW)
                    .max();
                if let Some(free_at) = free_at {
                    return Err(Error::RateLimited {
                        retry_after: (free_at - now).to_std().unwrap_or_default(),
                    });
                }
                let left = (FOR_ONE_EMAIL - same.len()).min(IN_ALL - recent.len()) - 1;
                let row = ActiveModel {
                    id: Set(id),
                    email_key: Set(email.clone()),
                    ip: Set(source.clone()),
                    at: Set(now),
                };
                Entity::insert(row).exec_without_returning(tx).await?;
                Ok(Attempt { email, source, left })
            })
        })
        .await
}

impl Attempt {
    /// The answer to wrong credentials: `what` is wrong, and how many tries are left.
    pub(crate) fn wrong(&self, what: &str) -> Error {
        let rest = match self.left {
            0 => "Wait 15 minutes before the next try.".to_owned(),
            1 => "1 try left, then a 15-minute pause.".to_owned(),
            left => format!("{left} tries left, then a 15-minute pause."),
        };
        Error::invalid("password", "credentials.wrong", format!("{what} {rest}"))
    }

    /// Forgets the failures of this email from this address, and whatever is too old to count.
    pub(crate) async fn succeeded(&self, tx: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<()> {
        let own = Column::Ip.eq(&self.source).and(Column::EmailKey.eq(&self.email));
        Entity::delete_many().filter(own.or(Column::At.lte(now - WINDOW))).exec(tx).await?;
        Ok(())
    }
}

/// What stands for a client: the address, for IPv6 the network of 64 bits that one household is given.
fn source(peer: &Peer) -> String {
    let Some(ip) = peer.ip.as_deref() else { return "unknown".to_owned() };
    match ip.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V6(ip)) => Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX)).to_string(),
        Ok(IpAddr::V4(ip)) => ip.to_string(),
        Err(_) => ip.to_owned(),
    }
}

/// Counting and adding is one step for each source. SQLite writes one at a time anyway.
async fn one_at_a_time(tx: &DatabaseTransaction, source: &str) -> Result<()> {
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        let lock = "SELECT pg_advisory_xact_lock(hashtext('sign_in_failures'), hashtext($1))";
        tx.query_one_raw(Statement::from_sql_and_values(DatabaseBackend::Postgres, lock, [source.into()]))
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_is_one_source() {
        let of = |ip: &str| source(&Peer { ip: Some(ip.to_owned()), user_agent: None });
        assert_eq!(of("2001:db8:1:2:aaaa::1"), of("2001:db8:1:2:bbbb::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
    }
}
