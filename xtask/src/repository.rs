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

fn git(arguments: &[&str]) -> Result<Vec<u8>> {
    let output =
        Command::new("git").current_dir(root()?).args(arguments).output().context("cannot start git")?;
    if !output.status.success() {
        bail!("git {} failed: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}

/// Every file a commit of the present state would hold.
pub(crate) fn files() -> Result<Vec<File>> {
    let root = root()?;
    let names = String::from_utf8(git(&["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?)
        .context("a file name is not UTF-8")?;
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

/// What every commit of every branch added, one `File` per commit and path: its text is the added lines alone.
pub(crate) fn additions() -> Result<Vec<File>> {
    let log = git(&["log", "--all", "--patch", "--unified=0", "--no-color", "--no-ext-diff", "--format="])?;
    Ok(added(&String::from_utf8_lossy(&log)))
}

fn added(log: &str) -> Vec<File> {
    let mut files = Vec::new();
    let mut path = String::new();
    let mut text = String::new();
    let mut finish = |path: &str, text: &mut String| {
        if !text.is_empty() {
            files.push(File { path: path.to_owned(), text: Some(std::mem::take(text)) });
        }
    };
    let mut in_header = true;
    for line in log.lines() {
        if line.starts_with("diff --git ") {
            finish(&path, &mut text);
            in_header = true;
        } else if let Some(name) = line.strip_prefix("+++ b/").filter(|_| in_header) {
            name.clone_into(&mut path);
        } else if line.starts_with("@@") {
            in_header = false;
        } else if let Some(content) = line.strip_prefix('+').filter(|_| !in_header) {
            text.push_str(content);
            text.push('\n');
        }
    }
    finish(&path, &mut text);
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn additions_are_read_from_a_patch() {
        let log = "diff --git a/a.rs b/a.rs\n--- a/a.rs\n+++ b/a.rs\n@@ -1 +1,2 @@\n-old\n+new\n+++ b/trap\n\
                   diff --git a/gone.rs b/gone.rs\n--- a/gone.rs\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n\
                   diff --git a/b.rs b/b.rs\n--- /dev/null\n+++ b/b.rs\n@@ -0,0 +1 @@\n+fresh\n";
        let found: Vec<(String, String)> =
            added(log).into_iter().map(|file| (file.path, file.text.unwrap())).collect();
        assert_eq!(
            found,
            [("a.rs".to_owned(), "new\n++ b/trap\n".to_owned()), ("b.rs".to_owned(), "fresh\n".to_owned())]
        );
    }

    #[test]
    fn extensions_are_of_the_name_not_of_the_folder() {
        let file = |path: &str| File { path: path.to_owned(), text: None };
        assert_eq!(file("a.d/b").extension(), "");
        assert_eq!(file("a/b.tar.gz").extension(), "gz");
    }
}
