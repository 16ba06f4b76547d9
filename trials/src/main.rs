//! Trials of a running program from outside: kill it under load and look what is left, measure it and write the figures
//! down. Everything goes to addresses on this machine.

mod bench;
mod http;
mod kill;
mod partner;
mod payload;
mod process;
mod report;

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(about = "Kill drills and benchmarks of a release build")]
struct Args {
    /// The built program.
    #[arg(long, env = "EMPIRE_TEST_BINARY", global = true, default_value = "target/release/empire")]
    binary: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Kill the program, or take its database away, at random instants and check that nothing acknowledged is lost or
    /// doubled.
    Kill {
        scenario: kill::Scenario,
        #[arg(long, default_value_t = 50)]
        rounds: u32,
        #[arg(long, value_enum)]
        database: Database,
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Measure, and write docs/benchmarks.md.
    Bench(bench::BenchArgs),
}

/// Which database is under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

/// What a trial fails with: words for the terminal.
pub(crate) type Trial<T = ()> = Result<T, String>;

#[expect(clippy::print_stdout, reason = "a trial reports to a person")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

fn main() -> ExitCode {
    let args = Args::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            say(&format!("the runtime cannot start: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let outcome = runtime.block_on(async {
        match args.command {
            Command::Kill { scenario, rounds, database, seed } => {
                kill::run(scenario, &args.binary, database, rounds, seed).await
            }
            Command::Bench(bench) => bench::run(&args.binary, bench).await,
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say(&format!("FAILED: {message}"));
            ExitCode::FAILURE
        }
    }
}
