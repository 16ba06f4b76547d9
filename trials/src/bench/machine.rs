//! The conditions: what machine, what disk, what a browser loads.

use crate::process::Place;
use crate::report::per_second;
use crate::{Database, Trial};
use domain::Db;
use sea_orm::{ConnectionTrait as _, Statement, Value};
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

/// What the bare database does on this machine, a second.
pub(super) struct Bare {
    /// Commits of one row: the disk's part in every durable figure.
    pub(super) commits: u128,
    pub(super) rows: u128,
}

/// Measures the bare database.
pub(super) async fn bare(place: &Place, database: Database) -> Trial<Bare> {
    let db = place.look().await?;
    run(&db, "CREATE TABLE trial_commits (n integer)").await?;
    let started = Instant::now();
    let mut commits = 0;
    while started.elapsed() < Duration::from_secs(2) {
        run(&db, "INSERT INTO trial_commits VALUES (1)").await?;
        commits += 1;
    }
    let commits = per_second(commits, started.elapsed());
    run(&db, "DROP TABLE trial_commits").await?;
    let rows = rows_rate(&db).await?;
    db.close().await.map_err(|error| error.to_string())?;
    if database == Database::Sqlite {
        for file in ["empire.db", "empire.db-wal", "empire.db-shm"] {
            // The trial itself starts on an empty file.
            drop(std::fs::remove_file(place.dir.join(file)));
        }
    }
    Ok(Bare { commits, rows })
}

/// Rows a second through the same driver, as submissions come: 32 times 12 rows in a commit, each with two indexes.
async fn rows_rate(db: &Db) -> Trial<u128> {
    const STATEMENTS: u64 = 12;
    const ROWS: u64 = 32;
    run(db, "CREATE TABLE trial_rows (a bigint PRIMARY KEY, b text, c text, d text, e text, f text)").await?;
    run(db, "CREATE INDEX trial_rows_b ON trial_rows (b)").await?;
    let place = |row: u64| {
        let values: Vec<String> = (1..=6).map(|column| format!("${}", row * 6 + column)).collect();
        format!("({})", values.join(","))
    };
    let sql = format!("INSERT INTO trial_rows VALUES {}", (0..ROWS).map(place).collect::<Vec<_>>().join(","));
    let (started, mut rows) = (Instant::now(), 0_u64);
    while started.elapsed() < Duration::from_secs(2) {
        let (sql, backend) = (sql.clone(), db.backend());
        let write = db.write(move |tx| {
            Box::pin(async move {
                for statement in 0..STATEMENTS {
                    let values = (0..ROWS).flat_map(|row| {
                        let number = rows + statement * ROWS + row;
                        // Spread over the index, as names and addresses are.
                        let spread = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
                        let text = |word: &str| Value::from(format!("{word} {spread:016x}"));
                        let texts = ["name", "street and number", "city", "message", "source"].map(text);
                        [Value::from(i64::try_from(number).ok())].into_iter().chain(texts)
                    });
                    tx.execute_raw(Statement::from_sql_and_values(backend, &sql, values)).await?;
                }
                Ok(())
            })
        });
        write.await.map_err(|error| error.to_string())?;
        rows += STATEMENTS * ROWS;
    }
    let rate = per_second(usize::try_from(rows).unwrap_or(0), started.elapsed());
    run(db, "DROP TABLE trial_rows").await?;
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
    let (mut count, mut chunks) = (0, (0, 0));
    for (name, entry) in files {
        let size = |key: &str| entry.get(key).and_then(serde_json::Value::as_u64);
        let (Some(raw), Some(brotli)) = (size("bytes").or_else(|| size("raw")), size("brotli")) else {
            continue;
        };
        if name.starts_with("pkg/chunk_") {
            count += 1;
            chunks = (chunks.0 + raw, chunks.1 + brotli);
        } else if name != "pkg/empire_bg.wasm" {
            page.push_str(&format!("| {} | {raw} | {brotli} |\n", without_hash(name)));
        }
    }
    page.push_str(&format!(
        "| {count} parts that routes share, each loaded with the first of them | {} | {} |\n",
        chunks.0, chunks.1
    ));
    Ok(page)
}

/// `pkg/split___lead_route_view_807….wasm` without the number, which changes with every build.
fn without_hash(name: &str) -> String {
    match name.strip_prefix("pkg/split___").and_then(|rest| rest.rsplit_once('_')) {
        Some((route, _)) => format!("pkg, {}", route.trim_end_matches("_view").replace('_', " ")),
        None => name.to_owned(),
    }
}
