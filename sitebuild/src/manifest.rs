//! The shape of `manifest.json`: every file of the site with its hash and its sizes. Read by the size budget and by the
//! server for cache validators; filled by `site`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) const FILE_NAME: &str = "manifest.json";

#[derive(Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Changes whenever any file changes: hash over all paths and hashes, 16 hex digits.
    pub(crate) build: String,
    /// `dev` or `release`.
    pub(crate) mode: String,
    /// By path inside the site, with forward slashes; compressed variants are not listed on their own.
    pub(crate) files: BTreeMap<String, Entry>,
}

/// Sizes are in bytes. A file that is not worth compressing travels as it is: all three are equal.
#[derive(Serialize, Deserialize, Clone)]
pub(crate) struct Entry {
    pub(crate) sha256: String,
    pub(crate) raw: usize,
    pub(crate) gzip: usize,
    pub(crate) brotli: usize,
}
