//! `empire`: the one binary. Reads the command line and hands over to `server::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
