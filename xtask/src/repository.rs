//! The files of the repository as git sees them: tracked, or new and not ignored. Owns reading; judging is the checks' work.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// One file; `text` is missing when the content is not UTF-8 (pictures, fonts).
pub(crate) struct File {
    /// Relative to the repository root, with forward slashes.
    pub(crate) path: String,
    pub(crate) text: Option<String>,
}

impl File {
    /// The part of the path after the last dot, empty when there is none.
    pub(crate) fn extension(&self) -> &str {
        self.path
            .rsplit('/')
            .next()
            .and_then(|name| name.rsplit_once('.'))
            .map_or("", |(_, extension)| extension)
    }
}

/// The workspace root: xtask is a direct child of it.
pub(crate) fn root() -> Result<PathBuf> {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let folder =
        manifest.as_deref().and_then(std::path::Path::parent).context("run this as `cargo xtask …`")?;
    Ok(folder.to_path_buf())
}

/// Every file a commit of the present state would hold.
pub(crate) fn files() -> Result<Vec<File>> {
    let root = root()?;
    let output = Command::new("git")
        .current_dir(&root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .context("cannot start git")?;
    if !output.status.success() {
        bail!("git ls-files failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let names = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    let mut files = Vec::new();
    for path in names.split('\0').filter(|path| !path.is_empty()) {
        let full = root.join(path);
        // Deleted but not yet committed, or a link to a folder.
        if !full.is_file() {
            continue;
        }
        let bytes = std::fs::read(&full).with_context(|| path.to_owned())?;
        files.push(File { path: path.to_owned(), text: String::from_utf8(bytes).ok() });
    }
    Ok(files)
}
