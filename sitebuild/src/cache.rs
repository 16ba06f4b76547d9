//! Results of passes by the hash of everything that decides them. Owns `<target>/sitebuild/<mode>`; an entry is a folder
//! that appears whole (written aside, then renamed) and is dropped when the latest build did not need it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

pub(crate) struct Cache {
    folder: PathBuf,
    /// Hash of this very program: a changed pass or tool library changes every key.
    program: [u8; 32],
    used: Mutex<BTreeSet<String>>,
}

/// Whether a result was found or made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    Reused,
    Made,
}

impl Origin {
    pub(crate) fn note(self) -> Option<&'static str> {
        (self == Self::Reused).then_some("unchanged")
    }
}

impl Cache {
    pub(crate) fn open(folder: PathBuf) -> Result<Self> {
        let program = std::env::current_exe().and_then(std::fs::read).context("cannot read this program")?;
        Self::with_program(folder, &program)
    }

    fn with_program(folder: PathBuf, program: &[u8]) -> Result<Self> {
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(Self { folder, program: Sha256::digest(program).into(), used: Mutex::default() })
    }

    /// The folder holding the result of `pass` over `inputs`; `make` fills it when it is not there yet.
    pub(crate) fn folder(
        &self,
        pass: &str,
        inputs: &[&[u8]],
        make: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<(PathBuf, Origin)> {
        let mut hash = Sha256::new();
        hash.update(self.program);
        for input in inputs {
            // Lengths first: ["ab", "c"] and ["a", "bc"] are different inputs.
            hash.update(u64::try_from(input.len())?.to_le_bytes());
            hash.update(input);
        }
        let name = format!("{pass}-{}", hex::encode(hash.finalize()));
        let entry = self.folder.join(&name);
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone());
        if entry.is_dir() {
            return Ok((entry, Origin::Reused));
        }
        // The process id keeps two builds of one target directory out of each other's half-made folders.
        let aside = self.folder.join(format!("{name}.{}.part", std::process::id()));
        std::fs::create_dir_all(&aside)?;
        make(&aside)?;
        if std::fs::rename(&aside, &entry).is_err() {
            // Somebody else finished the same entry first: theirs is as good.
            std::fs::remove_dir_all(&aside)?;
        }
        Ok((entry, Origin::Made))
    }

    /// The same for a pass with a single result.
    pub(crate) fn bytes(
        &self,
        pass: &str,
        inputs: &[&[u8]],
        make: impl FnOnce() -> Result<Vec<u8>>,
    ) -> Result<(Vec<u8>, Origin)> {
        let (folder, origin) =
            self.folder(pass, inputs, |folder| Ok(std::fs::write(folder.join("result"), make()?)?))?;
        Ok((std::fs::read(folder.join("result"))?, origin))
    }

    /// Drop what this build did not use.
    pub(crate) fn prune(self) -> Result<()> {
        let used = self.used.into_inner().unwrap_or_else(PoisonError::into_inner);
        for entry in std::fs::read_dir(&self.folder)? {
            let entry = entry?;
            if !entry.file_name().to_str().is_some_and(|name| used.contains(name)) {
                std::fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(cache: &Cache, inputs: &[&[u8]], result: &str) -> (Vec<u8>, Origin) {
        cache.bytes("pass", inputs, || Ok(result.as_bytes().to_vec())).unwrap()
    }

    #[test]
    fn same_inputs_are_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::with_program(folder.path().to_path_buf(), b"program").unwrap();
        assert_eq!(made(&cache, &[b"ab", b"c"], "first"), (b"first".to_vec(), Origin::Made));
        assert_eq!(made(&cache, &[b"ab", b"c"], "second"), (b"first".to_vec(), Origin::Reused));
        assert_eq!(made(&cache, &[b"a", b"bc"], "third"), (b"third".to_vec(), Origin::Made));
    }

    #[test]
    fn another_program_shares_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let old = Cache::with_program(folder.path().to_path_buf(), b"old").unwrap();
        made(&old, &[b"input"], "old");
        let new = Cache::with_program(folder.path().to_path_buf(), b"new").unwrap();
        assert_eq!(made(&new, &[b"input"], "new"), (b"new".to_vec(), Origin::Made));
    }

    #[test]
    fn a_failed_pass_leaves_no_result() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::with_program(folder.path().to_path_buf(), b"program").unwrap();
        assert!(cache.bytes("pass", &[b"input"], || anyhow::bail!("broken")).is_err());
        assert_eq!(made(&cache, &[b"input"], "good"), (b"good".to_vec(), Origin::Made));
    }

    #[test]
    fn pruning_keeps_only_what_was_used() {
        let folder = tempfile::tempdir().unwrap();
        let first = Cache::with_program(folder.path().to_path_buf(), b"program").unwrap();
        made(&first, &[b"kept"], "kept");
        made(&first, &[b"dropped"], "dropped");
        first.prune().unwrap();
        let second = Cache::with_program(folder.path().to_path_buf(), b"program").unwrap();
        made(&second, &[b"kept"], "again");
        second.prune().unwrap();
        let third = Cache::with_program(folder.path().to_path_buf(), b"program").unwrap();
        assert_eq!(made(&third, &[b"kept"], "third").1, Origin::Reused);
        assert_eq!(made(&third, &[b"dropped"], "third").1, Origin::Made);
    }
}
