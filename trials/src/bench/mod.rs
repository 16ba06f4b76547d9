//! The benchmarks: one command, one page of figures with the conditions they were taken under.

mod fill;
mod intake;
mod lists;
mod machine;

use crate::process::{Place, Running};
use crate::report::{grouped, millis, verdict};
use crate::{Database, Trial, say};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(crate) struct BenchArgs {
    /// Seconds of load a measurement of intake takes.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Sizes of the lead table that lists are measured on.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000_u64, 100_000, 1_000_000])]
    sizes: Vec<u64>,
    /// Leave PostgreSQL out.
    #[arg(long)]
    sqlite_only: bool,
    /// Where the page is written.
    #[arg(long, default_value = "docs/benchmarks.md")]
    out: PathBuf,
    /// The built site, for the sizes of what a browser loads.
    #[arg(long, env = "EMPIRE_SITE_ROOT", default_value = "target/site")]
    site: PathBuf,
}

pub(crate) async fn run(binary: &Path, args: BenchArgs) -> Trial {
    let databases =
        if args.sqlite_only { vec![Database::Sqlite] } else { vec![Database::Sqlite, Database::Postgres] };
    let mut page = String::from(
        "# Benchmarks\n\nMade by `bash scripts/bench.sh`. Figures of one run on one machine; the load generator runs beside the program \
         on the same cores. Targets are those of the quality plan; where one is missed, it says so.\n\n",
    );
    page += &machine::conditions()?;
    page += "## Durable intake over HTTP\n\n64 connections, whole path: parse, validate, recognise person and house, about a dozen rows, flushed to disk \
             before the answer. After a warm-up of five seconds. The bare database is a loop through the same driver, without a program or a \
             network: commits of one row, and twelfths of the rows that go through commits of 384 rows with two indexes.\n\n| database | submissions/s | p50 | p99 | refused | target | bare database: commits/s | bare database: 12 rows/s |\n|---|---:|---:|---:|---:|---|---:|---:|\n";
    for database in &databases {
        let place = Place::new(*database, "bench_intake").await?;
        let bare = machine::bare(&place, *database).await?;
        let figures = intake::measure(binary, &place, args.seconds).await?;
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
    page += "\n## Lead list, lead page and home\n\nInside the program, warm, one after the other. `filters` are two (status and source) with the search word \
             and the order named.\n\n| database | leads | what | p50 | p99 | target p99 |\n|---|---:|---|---:|---:|---|\n";
    let mut memory = String::new();
    for database in &databases {
        for size in &args.sizes {
            let place = Place::new(*database, "bench_lists").await?;
            place.run(binary, &["seed", "--leads", "300"]).await?;
            fill::leads(&place, *size).await?;
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
    page += &machine::sizes(&args.site)?;
    page += include_str!("notes.md");
    std::fs::write(&args.out, &page).map_err(|error| format!("{}: {error}", args.out.display()))?;
    say(&format!("written to {}", args.out.display()));
    Ok(())
}

fn line(page: &mut String, text: &str) {
    say(text);
    page.push_str(text);
    page.push('\n');
}
