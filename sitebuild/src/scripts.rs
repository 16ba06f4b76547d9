//! Minified JavaScript modules through esbuild. A file stays a file: nothing is bundled, so imports between modules and
//! the names they export do not change.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::cache::{Cache, Origin};
use crate::workspace::Workspace;

/// The script at `source`, minified.
pub(crate) fn minified(workspace: &Workspace, cache: &Cache, source: &Path) -> Result<Vec<u8>> {
    let bytes = std::fs::read(source).with_context(|| source.display().to_string())?;
    Ok(minified_bytes(workspace, cache, source, &bytes)?.0)
}

/// The same for a script already read; `source` is what esbuild opens and names in its messages.
pub(crate) fn minified_bytes(
    workspace: &Workspace,
    cache: &Cache,
    source: &Path,
    bytes: &[u8],
) -> Result<(Vec<u8>, Origin)> {
    let lock = workspace.npm_lock()?;
    cache.bytes("js", &[&lock, bytes], || {
        let output = Command::new(workspace.npm_tool("esbuild"))
            .arg(source)
            .args([
                "--minify",
                "--target=es2022",
                "--charset=utf8",
                "--legal-comments=none",
                "--log-level=warning",
            ])
            .output()
            .context("cannot start esbuild")?;
        if !output.status.success() {
            bail!("esbuild failed\n{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(output.stdout)
    })
}
