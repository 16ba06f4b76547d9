//! Durable submissions a second.

use crate::Trial;
use crate::http::Connection;
use crate::payload::{FORM, submission};
use crate::process::{Place, Running};
use crate::report::{Latencies, per_second};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const CONNECTIONS: u64 = 64;
/// Not counted: caches fill, and PostgreSQL gets the statistics that it gathers by itself once a minute.
const WARM_UP: Duration = Duration::from_secs(5);

pub(super) struct Figures {
    pub(super) rate: u128,
    pub(super) latencies: Latencies,
    pub(super) refused: usize,
}

pub(super) async fn measure(binary: &Path, place: &Place, seconds: u64) -> Trial<Figures> {
    place.run(binary, &["seed", "--leads", "0"]).await?;
    let program = Running::start(binary, place).await?;
    let stamp = program.stamp().await?;
    let numbers = Arc::new(AtomicU64::new(0));
    let started = Instant::now() + WARM_UP;
    let end = started + Duration::from_secs(seconds);
    let senders: Vec<_> = (0..CONNECTIONS)
        .map(|seed| {
            let (address, stamp, numbers) = (program.address, stamp.clone(), Arc::clone(&numbers));
            tokio::spawn(async move {
                let mut rng = StdRng::seed_from_u64(seed);
                let mut connection = Connection::open(address).await?;
                let (mut took, mut early, mut refused) = (Vec::new(), 0_usize, 0_usize);
                while Instant::now() < end {
                    let (_, body) = submission(&mut rng, numbers.fetch_add(1, Ordering::Relaxed), &stamp);
                    let sent = Instant::now();
                    let answer =
                        connection.post(&format!("/f/{FORM}/submit"), "application/json", "", &body).await?;
                    if answer.status != 201 {
                        refused += 1;
                    } else if sent < started {
                        early += 1;
                    } else {
                        took.push(sent.elapsed());
                    }
                }
                Trial::Ok((took, early, refused))
            })
        })
        .collect();
    tokio::time::sleep(WARM_UP / 2).await;
    let db = place.look().await?;
    super::fill::analyze(&db).await?;
    let (mut all, mut early, mut refused) = (Vec::new(), 0, 0);
    for sender in senders {
        let (took, before, not) = sender.await.map_err(|error| error.to_string())??;
        all.extend(took);
        early += before;
        refused += not;
    }
    let elapsed = started.elapsed();
    program.kill().await?;
    // Nothing lost: what was acknowledged is there after the kill.
    let stored = super::fill::count(&db, "submissions").await?;
    db.close().await.map_err(|error| error.to_string())?;
    let acknowledged = all.len() + early;
    if stored < i64::try_from(acknowledged).unwrap_or(i64::MAX) {
        return Err(format!("{acknowledged} were acknowledged, {stored} are stored"));
    }
    Ok(Figures { rate: per_second(all.len(), elapsed), latencies: Latencies::new(all), refused })
}
