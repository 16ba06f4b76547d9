//! The workspace's own manifests as `cargo metadata --no-deps` tells them: what each crate declares, not what it resolves to.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Graph {
    pub(super) packages: Vec<Package>,
}

#[derive(Deserialize)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) dependencies: Vec<Dependency>,
    /// Feature name to what it switches on.
    pub(super) features: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
pub(super) struct Dependency {
    pub(super) name: String,
    /// Nothing for an ordinary dependency, else `dev` or `build`.
    pub(super) kind: Option<String>,
    pub(super) optional: bool,
    pub(super) features: Vec<String>,
    /// Present when the dependency is a crate of this workspace.
    pub(super) path: Option<String>,
}

impl Graph {
    pub(super) fn parse(json: &str) -> Result<Self> {
        serde_json::from_str(json).context("cargo metadata")
    }
}

impl Dependency {
    pub(super) fn is_ours(&self) -> bool {
        self.path.is_some()
    }

    pub(super) fn is_for_tests(&self) -> bool {
        self.kind.as_deref() == Some("dev")
    }
}
