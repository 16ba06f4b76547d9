//! Drills and benchmarks live in the crate `trials`, which carries the database: built here together with the server, so
//! that both share their dependencies, and run on it.

use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::say;

pub(crate) fn run(command: &str, arguments: &[String]) -> Result<ExitCode> {
    let mut build = Command::new("cargo");
    // What `cargo run` told this program about itself would make cargo build dependencies again that look at it.
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            build.env_remove(name);
        }
    }
    let built = build
        // The same choice of packages as scripts/lib/build.sh, or cargo compiles the database layer a second time.
        .args(["build", "--quiet", "--release"])
        .args(["--package", "server", "--package", "trials", "--package", "sitebuild"])
        .status()
        .context("cargo cannot be started")?;
    if !built.success() {
        say::line("the release build failed");
        return Ok(ExitCode::FAILURE);
    }
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let release = std::path::Path::new(&target).join("release");
    let status = Command::new(release.join("trials"))
        .arg("--binary")
        .arg(release.join("empire"))
        .arg(command)
        .args(arguments)
        .status()
        .context("the trials cannot be started")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
