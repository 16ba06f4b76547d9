//! All printing of xtask: lines, and the verdict of a check.

use std::process::ExitCode;

/// Print one line to standard output.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Print what a check found and answer the exit code that goes with it.
pub(crate) fn verdict(check: &str, summary: &str, findings: &[String]) -> ExitCode {
    for finding in findings {
        line(finding);
    }
    if findings.is_empty() {
        line(&format!("{check}: ok ({summary})"));
        ExitCode::SUCCESS
    } else {
        line(&format!("{check}: {} found ({summary})", findings.len()));
        ExitCode::FAILURE
    }
}
