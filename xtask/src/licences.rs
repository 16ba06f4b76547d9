//! `cargo xtask licences`: the licence of every dependency, cargo's and npm's, against the list in `deny.toml`. A light
//! stand-in for `cargo deny check licenses` on machines without it; both read the same list.

mod expression;

use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::repository::{self, File};
use crate::{cargo, say};
use expression::is_allowed;

#[derive(Deserialize)]
struct Deny {
    licenses: Policy,
}

/// The part of deny.toml this check reads, in cargo-deny's own words.
#[derive(Deserialize, Default)]
struct Policy {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
    #[serde(default)]
    clarify: Vec<Clarification>,
}

/// Licences one crate may have besides.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

/// The licence of a crate whose manifest names a file instead.
#[derive(Deserialize)]
struct Clarification {
    #[serde(rename = "crate")]
    name: String,
    expression: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

struct Dependency {
    name: String,
    licence: Option<String>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    license: Option<String>,
    /// Missing for crates of this workspace.
    source: Option<String>,
}

pub(crate) fn run() -> Result<ExitCode> {
    let text = std::fs::read_to_string(repository::root()?.join("deny.toml")).context("deny.toml")?;
    let policy = toml::from_str::<Deny>(&text).context("deny.toml")?.licenses;
    let mut dependencies = crates(&cargo::ask(&["metadata", "--format-version", "1"])?)?;
    for file in repository::files()? {
        if file.path.ends_with("package-lock.json") {
            dependencies.extend(npm_packages(&file)?);
        }
    }
    let findings = check(&dependencies, &policy);
    Ok(say::verdict("licences", &format!("{} dependencies", dependencies.len()), &findings))
}

fn crates(metadata: &str) -> Result<Vec<Dependency>> {
    let metadata: Metadata = serde_json::from_str(metadata).context("cargo metadata")?;
    let others = metadata.packages.into_iter().filter(|package| package.source.is_some());
    Ok(others.map(|package| Dependency { name: package.name, licence: package.license }).collect())
}

/// What `npm ci` would install; the lock repeats every package's licence.
fn npm_packages(file: &File) -> Result<Vec<Dependency>> {
    let lock: serde_json::Value =
        serde_json::from_str(file.text.as_deref().unwrap_or_default()).with_context(|| file.path.clone())?;
    let packages = lock.get("packages").and_then(|packages| packages.as_object());
    Ok(packages
        .into_iter()
        .flatten()
        // The empty path is our own package.
        .filter_map(|(path, package)| Some((path.rsplit_once("node_modules/")?.1, package)))
        .map(|(name, package)| Dependency {
            name: format!("npm {name}"),
            licence: package.get("license").and_then(|licence| licence.as_str()).map(str::to_owned),
        })
        .collect())
}

fn check(dependencies: &[Dependency], policy: &Policy) -> Vec<String> {
    let mut findings = BTreeSet::new();
    for dependency in dependencies {
        let name = &dependency.name;
        let clarified =
            policy.clarify.iter().find(|entry| entry.name == *name).map(|entry| &entry.expression);
        let Some(licence) = clarified.or(dependency.licence.as_ref()) else {
            findings
                .insert(format!("{name}: no licence in its manifest: read it and clarify it in deny.toml"));
            continue;
        };
        let mut allowed: Vec<&str> = policy.allow.iter().map(String::as_str).collect();
        let exceptions = policy.exceptions.iter().filter(|entry| entry.name == *name);
        allowed.extend(exceptions.flat_map(|entry| &entry.allow).map(String::as_str));
        match is_allowed(licence, &allowed) {
            Some(true) => {}
            Some(false) => {
                findings.insert(format!("{name}: {licence} is not in the list of deny.toml"));
            }
            None => {
                findings.insert(format!(
                    "{name}: the licence \"{licence}\" cannot be read: clarify it in deny.toml"
                ));
            }
        }
    }
    findings.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        toml::from_str::<Deny>(
            "[licenses]\nallow = [\"MIT\"]\nexceptions = [{ crate = \"fonts\", allow = [\"OFL-1.1\"] }]\n\
             clarify = [{ crate = \"ring-like\", expression = \"MIT\" }]",
        )
        .unwrap()
        .licenses
    }

    fn found(name: &str, licence: Option<&str>) -> usize {
        check(&[Dependency { name: name.to_owned(), licence: licence.map(str::to_owned) }], &policy()).len()
    }

    #[test]
    fn only_the_list_passes() {
        assert_eq!(found("a", Some("MIT")), 0);
        assert_eq!(found("a", Some("SSPL-1.0")), 1);
        assert_eq!(found("a", None), 1);
        assert_eq!(found("a", Some("MIT AND (")), 1);
    }

    #[test]
    fn exceptions_and_clarifications_are_for_one_crate() {
        assert_eq!(found("fonts", Some("OFL-1.1")), 0);
        assert_eq!(found("others", Some("OFL-1.1")), 1);
        assert_eq!(found("ring-like", None), 0);
    }

    #[test]
    fn our_own_crates_are_not_dependencies() {
        let metadata = r#"{"packages":[{"name":"server","license":"AGPL-3.0-only","source":null},{"name":"serde","license":"MIT","source":"registry"}]}"#;
        let names: Vec<String> =
            crates(metadata).unwrap().into_iter().map(|dependency| dependency.name).collect();
        assert_eq!(names, ["serde"]);
    }

    #[test]
    fn npm_locks_are_read() {
        let lock = r#"{"packages":{"":{"license":"X"},"node_modules/a":{"license":"MIT"},"node_modules/a/node_modules/@s/b":{}}}"#;
        let file = File { path: "package-lock.json".to_owned(), text: Some(lock.to_owned()) };
        let found: Vec<(String, Option<String>)> =
            npm_packages(&file).unwrap().into_iter().map(|entry| (entry.name, entry.licence)).collect();
        assert_eq!(found, [("npm a".to_owned(), Some("MIT".to_owned())), ("npm @s/b".to_owned(), None)]);
    }
}
