//! `empire`: the one binary. Reads the command line and hands over to `server::cli`.

use std::process::ExitCode;

/// A profile of intake found about an eighth of the time in the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::run()
}
