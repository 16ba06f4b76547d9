//! The site as a whole: collected in memory, sealed with compressed variants and a manifest, then written so that a
//! running server never sees half a file. Owns the site folder: what does not belong to the build is removed.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::cache::Cache;
use crate::compress::{Encoding, compressed, is_worth_it};
use crate::manifest::{self, Entry, Manifest};
use crate::split;
use crate::wasm::Mode;
use crate::workspace::files_below;

#[derive(Default)]
pub(crate) struct Site {
    files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    /// Two sources of one path are a mistake that would otherwise depend on the order of the passes.
    pub(crate) fn add(&mut self, path: String, bytes: Vec<u8>) -> Result<()> {
        if path == manifest::FILE_NAME || self.files.contains_key(&path) {
            bail!("two files of the site are called {path}");
        }
        self.files.insert(path, bytes);
        Ok(())
    }

    /// Add the compressed variants and the manifest. Dev builds are read from the local disk: nothing is compressed.
    pub(crate) fn seal(&mut self, cache: &Cache, mode: Mode) -> Result<Manifest> {
        let mut entries = BTreeMap::new();
        let mut variants = Vec::new();
        let mut whole = Sha256::new();
        for (path, bytes) in &self.files {
            let mut sizes = [bytes.len(); 2];
            if mode == Mode::Release && is_worth_it(path) {
                for (encoding, size) in Encoding::ALL.into_iter().zip(&mut sizes) {
                    if let Some(encoded) = compressed(cache, encoding, bytes)? {
                        *size = encoded.len();
                        variants.push((format!("{path}.{}", encoding.extension()), encoded));
                    }
                }
            }
            let [brotli, gzip] = sizes;
            let sha256 = hex::encode(Sha256::digest(bytes));
            whole.update(path);
            whole.update(&sha256);
            entries.insert(path.clone(), Entry { sha256, raw: bytes.len(), gzip, brotli });
        }
        let build = hex::encode(whole.finalize()).chars().take(16).collect();
        let manifest = Manifest { build, mode: mode.name().to_owned(), files: entries };
        for (path, bytes) in variants {
            self.add(path, bytes)?;
        }
        self.files.insert(manifest::FILE_NAME.to_owned(), serde_json::to_vec_pretty(&manifest)?);
        Ok(manifest)
    }

    /// Write the whole site: what changed is written, what is not part of it removed. Answers the number of files written.
    pub(crate) fn write(&self, folder: &Path) -> Result<usize> {
        // Removing strangers is right only in a folder this tool made.
        if folder.is_dir()
            && std::fs::read_dir(folder)?.next().is_some()
            && !folder.join(manifest::FILE_NAME).exists()
        {
            let known = folder.join("pkg").is_dir();
            if !known {
                bail!("{} is not empty and not a site: choose another folder", folder.display());
            }
        }
        let written = self.write_into(folder)?;
        for (path, full) in files_below(folder)? {
            if !self.files.contains_key(&path) {
                std::fs::remove_file(full)?;
            }
        }
        Ok(written)
    }

    /// Write what changed and touch nothing else; answers the number of files written.
    pub(crate) fn write_into(&self, folder: &Path) -> Result<usize> {
        let mut written = 0;
        for (path, bytes) in &self.files {
            let full = folder.join(path);
            if std::fs::read(&full).is_ok_and(|old| old == *bytes) {
                continue;
            }
            if let Some(parent) = full.parent() {
                std::fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
            }
            let aside = folder.join(format!("{path}.part"));
            std::fs::write(&aside, bytes).with_context(|| aside.display().to_string())?;
            std::fs::rename(&aside, &full)?;
            written += 1;
        }
        Ok(written)
    }
}

/// Which chunks each lazy route needs, from the split pass; chunk names are file stems in `pkg/`.
pub(crate) fn lazy_routes(folder: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let path = folder.join("pkg").join(split::MANIFEST);
    let text = std::fs::read(&path).with_context(|| path.display().to_string())?;
    Ok(serde_json::from_slice(&text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Site {
        let mut site = Site::default();
        for (path, text) in files {
            site.add((*path).to_owned(), text.as_bytes().to_vec()).unwrap();
        }
        site
    }

    #[test]
    fn one_path_has_one_source() {
        let mut site = site(&[("embed.js", "1")]);
        assert!(site.add("embed.js".to_owned(), vec![]).is_err());
        assert!(site.add(manifest::FILE_NAME.to_owned(), vec![]).is_err());
    }

    #[test]
    fn writes_changes_only_and_removes_what_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path().join("cache")).unwrap();
        let out = folder.path().join("site");
        let mut first = site(&[("pkg/old.js", "old"), ("pkg/kept.js", "kept")]);
        first.seal(&cache, Mode::Dev).unwrap();
        assert_eq!(first.write(&out).unwrap(), 3);
        assert_eq!(first.write(&out).unwrap(), 0);
        let mut second = site(&[("pkg/kept.js", "kept"), ("pkg/new.js", "new")]);
        second.seal(&cache, Mode::Dev).unwrap();
        assert_eq!(second.write(&out).unwrap(), 2);
        assert!(!out.join("pkg/old.js").exists());
    }

    #[test]
    fn never_clears_a_folder_it_did_not_make() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("letter.txt"), "dear").unwrap();
        assert!(site(&[("embed.js", "1")]).write(folder.path()).is_err());
        assert!(folder.path().join("letter.txt").exists());
    }

    #[test]
    fn release_files_carry_their_compressed_sizes() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path().join("cache")).unwrap();
        let text = "again and again ".repeat(100);
        let mut site = site(&[("embed.js", text.as_str()), ("fonts/a.woff2", text.as_str())]);
        let manifest = site.seal(&cache, Mode::Release).unwrap();
        let script = manifest.files.get("embed.js").unwrap();
        assert!(script.brotli < script.raw && script.gzip < script.raw);
        let font = manifest.files.get("fonts/a.woff2").unwrap();
        assert_eq!((font.brotli, font.gzip), (font.raw, font.raw));
        assert!(site.files.contains_key("embed.js.br") && !site.files.contains_key("fonts/a.woff2.br"));
    }
}
