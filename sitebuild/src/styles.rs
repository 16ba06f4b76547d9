//! Tailwind: one stylesheet from one input. Owns what decides the result: the files of `style/`, the sources the input
//! names with `@source`, and the npm lock.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::cache::Cache;
use crate::progress::Progress;
use crate::workspace::{Workspace, files_below, run_quietly};

pub(crate) fn build(
    workspace: &Workspace,
    cache: &Cache,
    source: &str,
    progress: &Progress,
) -> Result<Vec<u8>> {
    let input = workspace.root.join(source);
    let css = std::fs::read_to_string(&input).with_context(|| source.to_owned())?;
    let folder = input.parent().unwrap_or(&workspace.root);
    let mut deciding = vec![workspace.npm_lock()?, source.as_bytes().to_vec()];
    let mut scanned = files_below(folder)?;
    for directory in scanned_folders(&css)? {
        let directory = folder.join(directory);
        if directory.is_dir() {
            scanned.extend(files_below(&directory)?);
        }
    }
    for (path, full) in scanned {
        deciding.push(path.into_bytes());
        deciding.push(std::fs::read(full)?);
    }
    let deciding: Vec<&[u8]> = deciding.iter().map(Vec::as_slice).collect();
    let (folder, origin) = cache.folder("css", &deciding, |folder| {
        let mut command = Command::new(workspace.npm_tool("tailwindcss"));
        command.current_dir(&workspace.root).arg("--minify").arg("--input").arg(&input);
        command.arg("--output").arg(folder.join("result"));
        run_quietly(&mut command, "tailwindcss")
    })?;
    progress.step(&format!("tailwindcss {source}"), origin.note());
    Ok(std::fs::read(folder.join("result"))?)
}

/// The folders of all `@source "<folder>/**/<pattern>"` lines. Refuses an input that scans the whole project: its result
/// would depend on files that are not part of the key.
fn scanned_folders(css: &str) -> Result<Vec<&Path>> {
    if !css.contains("source(none)") {
        bail!("the Tailwind input must say `@import \"tailwindcss\" source(none)` and name its sources");
    }
    let mut folders = Vec::new();
    for line in css.lines() {
        let Some(rest) = line.trim().strip_prefix("@source ") else { continue };
        // `@source inline("…")` and `@source not "…"` name no folder to read.
        let Some(pattern) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) else { continue };
        let fixed = pattern.split('*').next().unwrap_or(pattern);
        folders.push(Path::new(fixed.trim_end_matches('/')));
    }
    Ok(folders)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_source_lines() {
        let css = "@import \"tailwindcss\" source(none);\n@source \"../ui/src/**/*.rs\";\n@source inline(\"hidden\");\n";
        assert_eq!(scanned_folders(css).unwrap(), [Path::new("../ui/src")]);
    }

    #[test]
    fn refuses_an_input_that_scans_everything() {
        assert!(scanned_folders("@import \"tailwindcss\";").is_err());
    }
}
