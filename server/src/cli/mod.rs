//! The command line: `empire serve | work | migrate | seed | doctor | config`.

mod doctor;
mod migrate;
mod seed;
mod serve;
mod stop;
mod work;

use crate::config::{Config, DEFAULTS};
use crate::telemetry;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// The operating system of a real-estate investing business.
#[derive(Parser)]
#[command(name = "empire", version)]
struct Args {
    /// File with settings; `empire config` prints one with all defaults.
    #[arg(long, env = "EMPIRE_CONFIG", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer requests until asked to stop.
    Serve,
    /// Run jobs until asked to stop, without answering requests.
    Work,
    /// Bring the database to the newest shape.
    Migrate,
    /// Fill an empty database with demo data.
    Seed(seed::SeedArgs),
    /// Check every setting and what it leads to.
    Doctor(doctor::DoctorArgs),
    /// Print all settings with their defaults.
    Config,
}

/// Runs the command line; problems are said on standard error.
pub fn run() -> ExitCode {
    let args = Args::parse();
    if matches!(args.command, Command::Config) {
        say(DEFAULTS);
        return ExitCode::SUCCESS;
    }
    let config = match Config::load(args.config.as_deref()) {
        Ok(config) => config,
        Err(error) => return complain(&error.to_string()),
    };
    telemetry::init(&config);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&format!("the runtime cannot start: {error}")),
    };
    let outcome = runtime.block_on(async {
        match args.command {
            Command::Serve => serve::serve(config).await,
            Command::Work => work::work(config).await,
            Command::Migrate => migrate::migrate(config).await,
            Command::Seed(seed) => seed::seed(config, seed).await,
            Command::Doctor(doctor) => doctor::doctor(config, doctor).await,
            Command::Config => Ok(()),
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => complain(&message),
    }
}

/// What commands fail with: a text for the person at the terminal.
pub(crate) type CliResult = Result<(), String>;

#[expect(clippy::print_stdout, reason = "the command line talks to a person")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "the command line talks to a person")]
fn complain(text: &str) -> ExitCode {
    eprintln!("empire: {text}");
    ExitCode::FAILURE
}

/// A domain error with its causes, for the terminal.
pub(crate) fn explain(error: domain::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
