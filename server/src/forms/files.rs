//! Addresses of the form's static files. A file's address changes with the build, so browsers may keep it forever.

use app::public_form::Files;
use serde::Deserialize;
use std::path::Path;
use std::sync::OnceLock;

#[derive(Deserialize)]
struct Manifest {
    build: String,
}

/// Read once a process: the site and the program are deployed together.
pub(super) fn files(site: &Path) -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| {
        let build = std::fs::read(site.join("manifest.json"))
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok())
            .map(|manifest| format!("?v={}", manifest.build))
            .unwrap_or_default();
        Files {
            style: format!("/form/form.css{build}"),
            script: format!("/form/form.js{build}"),
            validator: format!("/form/formclient.js{build}"),
        }
    })
}
