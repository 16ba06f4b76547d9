//! The conditions: what machine, what disk, what a browser loads.

use crate::process::Place;
use crate::report::per_second;
use crate::{Database, Trial};
use domain::Db;
use sea_orm::{ConnectionTrait as _, Statement};
use std::path::Path;
use std::time::{Duration, Instant};

/// Processor, memory, day.
pub(super) fn conditions() -> Trial<String> {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").map_err(|error| error.to_string())?;
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split(':').nth(1))
        .unwrap_or("unknown")
        .trim();
    let cores = std::thread::available_parallelism().map_err(|error| error.to_string())?;
    let memory = std::fs::read_to_string("/proc/meminfo").map_err(|error| error.to_string())?;
    let kib: u64 = memory
        .lines()
        .find_map(|l| l.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB")?.trim().parse().ok())
        .unwrap_or(0);
    Ok(format!(
        "Machine: {cores} cores ({model}), {} GB memory, local disk, release build.\n\n",
        kib / 1_048_576
    ))
}

/// Single-row commits a second on the bare database: the disk's part in every durable figure.
pub(super) async fn commit_rate(place: &Place, database: Database) -> Trial<u128> {
    let db = place.look().await?;
    run(&db, "CREATE TABLE trial_commits (n integer)").await?;
    let started = Instant::now();
    let mut commits = 0;
    while started.elapsed() < Duration::from_secs(2) {
        run(&db, "INSERT INTO trial_commits VALUES (1)").await?;
        commits += 1;
    }
    let rate = per_second(commits, started.elapsed());
    run(&db, "DROP TABLE trial_commits").await?;
    db.close().await.map_err(|error| error.to_string())?;
    if database == Database::Sqlite {
        for file in ["empire.db", "empire.db-wal", "empire.db-shm"] {
            // The trial itself starts on an empty file.
            drop(std::fs::remove_file(place.dir.join(file)));
        }
    }
    Ok(rate)
}

async fn run(db: &Db, sql: &str) -> Trial {
    let statement = Statement::from_string(db.backend(), sql);
    db.migrations().execute_raw(statement).await.map_err(|error| error.to_string())?;
    Ok(())
}

/// What the site weighs, from the manifest that the build wrote.
pub(super) fn sizes(site: &Path) -> Trial<String> {
    let path = site.join("manifest.json");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let manifest: serde_json::Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let mut page = String::from(
        "\n## What a browser loads\n\nCompressed with brotli, in bytes.\n\n| file | raw | brotli |\n|---|---:|---:|\n",
    );
    let files =
        manifest.get("files").and_then(serde_json::Value::as_object).ok_or("the manifest names no files")?;
    for (name, entry) in files {
        let size = |key: &str| entry.get(key).and_then(serde_json::Value::as_u64);
        if let (Some(raw), Some(brotli)) = (size("bytes").or_else(|| size("raw")), size("brotli")) {
            page.push_str(&format!("| {name} | {raw} | {brotli} |\n"));
        }
    }
    Ok(page)
}
