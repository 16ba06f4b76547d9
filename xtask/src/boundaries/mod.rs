//! `cargo xtask boundaries`: who may know whom, from `cargo metadata` and `cargo tree`, not by good will. Owns the asking;
//! the table of crates is in `table`, the rules in `rules`.

mod graph;
mod rules;
mod table;

use std::process::ExitCode;

use anyhow::Result;

use crate::{cargo, say};
use graph::Graph;

/// What a browser loads, and nothing of the server may reach it.
const BROWSER_CRATES: [&str; 2] = ["frontend", "formclient"];

pub(crate) fn run() -> Result<ExitCode> {
    let graph = Graph::parse(&cargo::ask(&["metadata", "--no-deps", "--format-version", "1"])?)?;
    let mut findings = rules::check(&graph);
    for package in BROWSER_CRATES {
        // Procedural macros run on the host: what they use never reaches the browser.
        let tree = cargo::ask(&[
            "tree",
            "--package",
            package,
            "--target",
            "wasm32-unknown-unknown",
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])?;
        findings.extend(rules::browser(package, &tree));
    }
    let edges: usize = graph.packages.iter().map(|package| package.dependencies.len()).sum();
    Ok(say::verdict(
        "boundaries",
        &format!("{} crates, {edges} dependencies", graph.packages.len()),
        &findings,
    ))
}
