//! Questions to cargo. Owns how it is called; what the answers mean is the caller's.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Standard output of `cargo <arguments>`, run by the cargo that runs us.
pub(crate) fn ask(arguments: &[&str]) -> Result<String> {
    let cargo = std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let output = Command::new(cargo).args(arguments).output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("cargo {} failed:\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).context("cargo's answer is not UTF-8")
}
