//! `empire`: the one binary. Reads the command line and hands over to `server::cli`.

use std::process::ExitCode;

/// Requests are parsed on one thread and written from another; the system's allocator is slow at that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::run()
}
