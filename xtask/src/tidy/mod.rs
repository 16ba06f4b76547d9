//! `cargo xtask tidy`: what a reader may expect of every file. Owns the order of the rules and the statistics; the rules
//! are in `rules`, the exceptions in `xtask/tidy.toml`.

mod allowances;
mod lengths;
mod rules;

use std::process::ExitCode;

use anyhow::Result;

use crate::repository::{self, File};
use crate::say;
use allowances::Allowances;

pub(crate) fn run() -> Result<ExitCode> {
    let files = repository::files()?;
    let allowances = Allowances::read(&repository::root()?.join("xtask").join("tidy.toml"))?;
    let findings = check(&files, &allowances);
    Ok(say::verdict("tidy", &lengths::statistics(&files), &findings))
}

fn check(files: &[File], allowances: &Allowances) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        findings.extend(rules::name(&file.path));
        let Some(text) = &file.text else { continue };
        findings.extend(rules::opening(file, text));
        findings.extend(rules::lines(file, text));
        findings.extend(rules::lock(file, text));
    }
    findings.extend(lengths::check(files, allowances));
    findings
}
