//! Files that are part of the site as they stand: `public/`, the form's scripts, the embed loader. Owns which source goes
//! to which path.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::workspace::files_below;

/// Scripts to minify, as (source, path in the site).
pub(crate) fn scripts(root: &Path) -> Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    let form = root.join("formclient").join("js");
    if form.is_dir() {
        for (path, full) in files_below(&form)? {
            // Tests of the scripts live beside them and stay at home.
            if full.extension().is_some_and(|extension| extension == "js") && !path.ends_with(".test.js") {
                found.push((full, format!("form/{path}")));
            }
        }
    }
    let embed = root.join("embed").join("embed.js");
    if embed.is_file() {
        found.push((embed, "embed.js".to_owned()));
    }
    Ok(found)
}

/// Every file of `public/`, unchanged.
pub(crate) fn public(root: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let folder = root.join("public");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    files_below(&folder)?.into_iter().map(|(path, full)| Ok((path, std::fs::read(full)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_go_where_the_pages_ask_for_them() {
        let root = tempfile::tempdir().unwrap();
        for path in [
            "formclient/js/form.js",
            "formclient/js/steps/list.js",
            "formclient/js/form.test.js",
            "embed/embed.js",
        ] {
            let full = root.path().join(path);
            std::fs::create_dir_all(full.parent().unwrap()).unwrap();
            std::fs::write(full, "export {}").unwrap();
        }
        let paths: Vec<String> = scripts(root.path()).unwrap().into_iter().map(|(_, path)| path).collect();
        assert_eq!(paths, ["form/form.js", "form/steps/list.js", "embed.js"]);
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        let root = tempfile::tempdir().unwrap();
        assert!(scripts(root.path()).unwrap().is_empty());
        assert!(public(root.path()).unwrap().is_empty());
    }
}
