//! `xtask/tidy.toml`: files that may be longer than the limit, each with its reason.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Allowances {
    #[serde(default)]
    pub(super) long: Vec<Long>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Long {
    pub(super) path: String,
    pub(super) reason: String,
}

impl Allowances {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Self::parse(&text).with_context(|| path.display().to_string())
    }

    fn parse(text: &str) -> Result<Self> {
        let allowances: Self = toml::from_str(text)?;
        if let Some(entry) = allowances.long.iter().find(|entry| entry.reason.trim().is_empty()) {
            bail!("{} has no reason", entry.path);
        }
        Ok(allowances)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_needs_a_reason() {
        assert!(Allowances::parse("[[long]]\npath = \"a.rs\"\nreason = \" \"").is_err());
        assert!(Allowances::parse("[[long]]\npath = \"a.rs\"").is_err());
        assert_eq!(
            Allowances::parse("[[long]]\npath = \"a.rs\"\nreason = \"one table\"").unwrap().long.len(),
            1
        );
        assert!(Allowances::parse("").unwrap().long.is_empty());
    }
}
