//! `cargo xtask <command>`: the project's own checks and drills. Owns the command line only; a command is a module.
#![expect(clippy::print_stdout, reason = "a command-line tool reports on standard output")]

mod boundaries;
mod cargo;
mod licences;
mod repository;
mod say;
mod secrets;
mod tidy;
mod trials;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", about = "Checks and drills of this workspace")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Files: opening line, length, names, leftovers, machine paths, registry addresses, trailing spaces
    Tidy,
    /// Crates: who may know whom
    Boundaries,
    /// Keys and passwords in tracked files
    Secrets {
        /// Look at every line any commit ever added, not at the present files
        #[arg(long)]
        history: bool,
    },
    /// Licences of every dependency against the list in deny.toml
    Licences,
    /// Kill the release build at random instants: `kill submit --rounds 50 --database sqlite`
    #[command(disable_help_flag = true)]
    Kill {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Measure the release build and write docs/benchmarks.md
    #[command(disable_help_flag = true)]
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            say::line(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Tidy => tidy::run(),
        Command::Boundaries => boundaries::run(),
        Command::Secrets { history } => secrets::run(history),
        Command::Licences => licences::run(),
        Command::Kill { arguments } => trials::run("kill", &arguments),
        Command::Bench { arguments } => trials::run("bench", &arguments),
    }
}
