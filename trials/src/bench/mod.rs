//! The benchmarks: one command, one page of figures with the conditions they were taken under.

mod deliveries;
mod fill;
mod imports;
mod intake;
mod jobs;
mod lists;
mod machine;

use crate::process::{Place, Running};
use crate::report::{grouped, millis, verdict};
use crate::{Database, Trial, say};
use clap::{Args, ValueEnum};
use domain::Db;
use sea_orm::{ConnectionTrait as _, Statement};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Args)]
pub(crate) struct BenchArgs {
    /// Seconds of load a measurement of intake takes.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Sizes of the lead table that lists are measured on.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000_u64, 100_000, 1_000_000])]
    sizes: Vec<u64>,
    /// Minutes that a transaction is left open beside the job queue.
    #[arg(long, default_value_t = 10)]
    held_minutes: u64,
    /// Only these parts; what is written then is a piece of the page.
    #[arg(long, value_delimiter = ',', value_enum, default_values_t = [Part::Intake, Part::Lists, Part::Jobs, Part::Webhooks, Part::Imports])]
    only: Vec<Part>,
    /// Only these databases.
    #[arg(long, value_delimiter = ',', value_enum, default_values_t = [Database::Sqlite, Database::Postgres])]
    databases: Vec<Database>,
    /// Where the page is written.
    #[arg(long, default_value = "docs/benchmarks.md")]
    out: PathBuf,
    /// The built site, for the sizes of what a browser loads.
    #[arg(long, env = "EMPIRE_SITE_ROOT", default_value = "target/site")]
    site: PathBuf,
}

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    Intake,
    /// Lists, pages, start and memory.
    Lists,
    Jobs,
    Webhooks,
    Imports,
}

pub(crate) async fn run(binary: &Path, args: BenchArgs) -> Trial {
    let databases = args.databases;
    let mut page = String::from(
        "# Benchmarks\n\nMade by `bash scripts/bench.sh`. Figures of one run on one machine; the load generator runs beside the program \
         on the same cores. Targets are those of the quality plan; where one is missed, it says so.\n\n",
    );
    page += &machine::conditions()?;
    for part in &args.only {
        page += &match part {
            Part::Intake => intake(binary, &databases, args.seconds).await?,
            Part::Lists => lists(binary, &databases, &args.sizes).await?,
            Part::Jobs => jobs(binary, &databases, Duration::from_secs(args.held_minutes * 60)).await?,
            Part::Webhooks => webhooks(binary, &databases).await?,
            Part::Imports => imports(binary, &databases).await?,
        };
    }
    page += &machine::sizes(&args.site)?;
    page += include_str!("notes.md");
    std::fs::write(&args.out, &page).map_err(|error| format!("{}: {error}", args.out.display()))?;
    say(&format!("written to {}", args.out.display()));
    Ok(())
}

async fn intake(binary: &Path, databases: &[Database], seconds: u64) -> Trial<String> {
    let mut page = String::from(
        "## Durable intake over HTTP\n\n64 connections, whole path: parse, validate, recognise person and house, about a dozen rows, flushed to disk \
         before the answer. After a warm-up of five seconds. The bare database is a loop through the same driver, without a program or a \
         network: commits of one row, and twelfths of the rows that go through commits of 384 rows with two indexes.\n\n\
         | database | submissions/s | p50 | p99 | refused | target | bare database: commits/s | bare database: 12 rows/s |\n\
         |---|---:|---:|---:|---:|---|---:|---:|\n",
    );
    for database in databases {
        let place = Place::new(*database, "bench_intake").await?;
        let bare = machine::bare(&place, *database).await?;
        let figures = intake::measure(binary, &place, seconds).await?;
        let target = if *database == Database::Sqlite { 10_000 } else { 5_000 };
        line(
            &mut page,
            &format!(
                "| {database:?} | {} | {} | {} | {} | {} | {} |",
                grouped(figures.rate),
                figures.latencies.words(),
                figures.refused,
                verdict(&format!("{}/s", grouped(target)), figures.rate >= target),
                grouped(bare.commits),
                grouped(bare.rows / 12),
            ),
        );
        place.remove().await?;
    }
    Ok(page)
}

async fn lists(binary: &Path, databases: &[Database], sizes: &[u64]) -> Trial<String> {
    let mut page = String::from(
        "\n## Lead list, lead page and home\n\nInside the program, warm, one after the other. `filters` are two (status and source) with the search word \
         and the order named.\n\n| database | leads | what | p50 | p99 | target p99 |\n|---|---:|---|---:|---:|---|\n",
    );
    let mut memory = String::new();
    for database in databases {
        for size in sizes {
            let place = Place::new(*database, "bench_lists").await?;
            place.run(binary, &["seed", "--leads", "300"]).await?;
            say(&format!("{database:?}: making {} leads", grouped(u128::from(*size))));
            fill::leads(&place, *size).await?;
            say(&format!("{database:?}: measuring lists and pages"));
            for row in lists::measure(binary, &place, *size).await? {
                line(&mut page, &format!("| {database:?} | {} | {row}", grouped(u128::from(*size))));
            }
            let program = Running::start(binary, &place).await?;
            let kib = program.resident_kib().unwrap_or(0);
            line(
                &mut memory,
                &format!(
                    "| {database:?} | {} | {} | {} MB |",
                    grouped(u128::from(*size)),
                    millis(program.ready_after),
                    kib / 1024
                ),
            );
            program.kill().await?;
            place.remove().await?;
        }
    }
    page += "\n## Start and idle memory\n\nFrom the start of the process to a good answer of `/readyz` on an existing database (target: under 1 s), and resident \
             memory then (target: under 120 MB with 100,000 leads).\n\n| database | leads | ready after | resident |\n|---|---:|---:|---:|\n";
    page += &memory;
    Ok(page)
}

async fn jobs(binary: &Path, databases: &[Database], held: Duration) -> Trial<String> {
    let mut page = String::from(
        "\n## Job queue\n\nInside one process, jobs that do nothing. Enqueued a second: one a transaction from one task, one a transaction from 64 \
         tasks, 500 a transaction. Then a backlog of 50,000 with room for 512 at a time (target: 20,000/s on SQLite, 10,000/s on PostgreSQL), \
         and from the commit of a job to the start of its run with one job every 10 ms (target: p99 under 50 ms). While the transaction is \
         open, 500 jobs a second go through the table before it is measured.\n\n\
         | database | table | one | one of 64 | 500 | jobs/s | pick-up p50 | p99 |\n|---|---|---:|---:|---:|---:|---:|---:|\n",
    );
    for database in databases {
        for row in jobs::measure(binary, *database, held).await? {
            line(&mut page, &row);
        }
    }
    Ok(page)
}

async fn webhooks(binary: &Path, databases: &[Database]) -> Trial<String> {
    let mut page = String::from(
        "\n## Webhooks\n\nA backlog to one receiver on this machine that verifies every signature and answers at once, four at a time, \
         until the last has come.\n\n| database | beside it | deliveries | deliveries/s |\n|---|---|---:|---:|\n",
    );
    for database in databases {
        for row in deliveries::measure(binary, *database).await? {
            line(&mut page, &row);
        }
    }
    Ok(page)
}

async fn imports(binary: &Path, databases: &[Database]) -> Trial<String> {
    let mut page = String::from(
        "\n## Imports\n\nA file of 100,000 rows, each a person and a house of their own, over HTTP: uploaded and looked through, checked, run, \
         taken back. Rows a second; memory of the process before and at its highest, without mapped pages of the database file. Each batch of 256 rows is flushed to disk.\n\n\
         | database | upload | check | run | take back | memory before | at its highest |\n|---|---:|---:|---:|---:|---:|---:|\n",
    );
    for database in databases {
        line(&mut page, &imports::measure(binary, *database).await?);
    }
    Ok(page)
}

/// The number a question answers.
async fn number(db: &Db, sql: &str) -> Trial<i64> {
    let statement = Statement::from_string(db.backend(), sql);
    let row = db.read().query_one_raw(statement).await.map_err(|error| error.to_string())?;
    row.ok_or("no count")?.try_get("", "n").map_err(|error| error.to_string())
}

fn line(page: &mut String, text: &str) {
    say(text);
    page.push_str(text);
    page.push('\n');
}
