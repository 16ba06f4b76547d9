//! Where things are: the workspace root, cargo's target directory, the site, the npm tools. Knows nothing of the passes.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    pub(crate) site: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

impl Workspace {
    /// Ask cargo, so that CARGO_TARGET_DIR and config files are respected.
    pub(crate) fn find(site_root: Option<PathBuf>) -> Result<Self> {
        let output = Command::new(cargo())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .output()
            .context("cargo metadata")?;
        if !output.status.success() {
            bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let metadata: Metadata = serde_json::from_slice(&output.stdout).context("cargo metadata")?;
        let site = match site_root {
            Some(path) if path.is_absolute() => path,
            Some(path) => metadata.workspace_root.join(path),
            None => metadata.target_directory.join("site"),
        };
        Ok(Self { root: metadata.workspace_root, target: metadata.target_directory, site })
    }

    /// An npm tool of the lock file: `node_modules/.bin/<name>`.
    pub(crate) fn npm_tool(&self, name: &str) -> PathBuf {
        self.root.join("node_modules").join(".bin").join(name)
    }

    pub(crate) fn require_node_modules(&self) -> Result<()> {
        for name in ["tailwindcss", "wasm-opt", "esbuild"] {
            if !self.npm_tool(name).exists() {
                bail!("node_modules/.bin/{name} is missing: run `npm ci` in {}", self.root.display());
            }
        }
        Ok(())
    }

    /// What decides the versions of the npm tools: part of every cache key of a pass that runs one.
    pub(crate) fn npm_lock(&self) -> Result<Vec<u8>> {
        let path = self.root.join("package-lock.json");
        std::fs::read(&path).with_context(|| path.display().to_string())
    }
}

/// The cargo that started us, so that a toolchain override carries over.
pub(crate) fn cargo() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

/// Run a command quietly; its output is shown only when it fails.
pub(crate) fn run_quietly(command: &mut Command, name: &str) -> Result<()> {
    let output = command.output().with_context(|| format!("cannot start {name}"))?;
    if output.status.success() {
        return Ok(());
    }
    bail!(
        "{name} failed\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Every file below `folder`, sorted, as (path relative to `folder` with forward slashes, full path).
pub(crate) fn files_below(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), folder.to_path_buf())];
    while let Some((prefix, directory)) = open.pop() {
        for entry in std::fs::read_dir(&directory).with_context(|| directory.display().to_string())? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                bail!("{}: file name is not UTF-8", entry.path().display());
            };
            let relative = format!("{prefix}{name}");
            if entry.file_type()?.is_dir() {
                open.push((format!("{relative}/"), entry.path()));
            } else {
                found.push((relative, entry.path()));
            }
        }
    }
    found.sort();
    Ok(found)
}
