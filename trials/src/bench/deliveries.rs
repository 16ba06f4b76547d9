//! Webhooks to a receiver that answers at once, while another one beside it takes every connection and never answers.

use crate::http::Connection;
use crate::partner::{Partner, subscribe};
use crate::payload::{FORM, submission};
use crate::process::{Place, Running};
use crate::report::{grouped, per_second};
use crate::{Database, Trial};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use std::path::Path;
use std::time::{Duration, Instant};

/// Submissions whose events are delivered: two public events each.
const SUBMISSIONS: u64 = 5_000;
const CONNECTIONS: u64 = 32;

/// Measures on one database, with the dead receiver and without; rows of the table.
pub(super) async fn measure(binary: &Path, database: Database) -> Trial<Vec<String>> {
    let mut rows = Vec::new();
    for dead in [false, true] {
        let place = Place::new(database, "bench_deliveries").await?;
        place.run(binary, &["seed", "--leads", "0"]).await?;
        let partner = Partner::listen(false).await?;
        let db = place.look().await?;
        subscribe(&db, &partner.url, 1).await?;
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
        if dead {
            let address = silent.local_addr().map_err(|error| error.to_string())?;
            subscribe(&db, &format!("http://{address}/in"), 2).await?;
        }
        gather(binary, &place).await?;
        let one = "SELECT count(*) AS n FROM webhook_deliveries WHERE endpoint_id = (SELECT min(id) FROM webhook_endpoints)";
        let one = if database == Database::Postgres {
            one.replace("min(id)", "min(id::text)::uuid")
        } else {
            one.to_owned()
        };
        let due = usize::try_from(super::number(&db, &one).await?).map_err(|error| error.to_string())?;
        db.close().await.map_err(|error| error.to_string())?;

        let program = Running::start(binary, &place).await?;
        let begun = Instant::now();
        let mut seen = (begun, 0);
        while partner.taken() < due {
            if partner.taken() > seen.1 {
                seen = (Instant::now(), partner.taken());
            } else if seen.0.elapsed() > Duration::from_mins(1) {
                return Err(format!("{} of {due} deliveries came, and no more", partner.taken()));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let rate = per_second(due, begun.elapsed());
        program.kill().await?;
        place.remove().await?;
        drop(silent);
        let beside = if dead { "one that never answers" } else { "nobody" };
        rows.push(format!(
            "| {database:?} | {beside} | {} | {} |",
            grouped(u128::try_from(due).unwrap_or(0)),
            grouped(rate)
        ));
    }
    Ok(rows)
}

/// Lets deliveries pile up in a program that runs no jobs.
async fn gather(binary: &Path, place: &Place) -> Trial {
    let program = Running::start_with(binary, place, &[("EMPIRE_WORKER", "false")]).await?;
    let stamp = program.stamp().await?;
    let senders: Vec<_> = (0..CONNECTIONS)
        .map(|sender| {
            let (address, stamp) = (program.address, stamp.clone());
            tokio::spawn(async move {
                let mut rng = StdRng::seed_from_u64(sender);
                let mut connection = Connection::open(address).await?;
                for number in (sender..SUBMISSIONS).step_by(32) {
                    let (_, body) = submission(&mut rng, number, &stamp);
                    let answer =
                        connection.post(&format!("/f/{FORM}/submit"), "application/json", "", &body).await?;
                    if answer.status != 201 {
                        return Err(format!("a submission was answered with {}", answer.status));
                    }
                }
                Trial::Ok(())
            })
        })
        .collect();
    for sender in senders {
        sender.await.map_err(|error| error.to_string())??;
    }
    program.kill().await
}
