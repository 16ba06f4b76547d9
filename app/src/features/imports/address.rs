//! Imports in the address bar, and the addresses of files.

use crate::features::leads::address::{encoded, print};
use shared::leads::LeadQuery;

/// The page to upload a file on.
pub const IMPORTS: &str = "/leads/import";
/// Where its form is sent.
pub(super) const UPLOAD: &str = "/leads/import/upload";
pub(super) const SAMPLE: &str = "/leads/import/sample.csv";

/// The page of an import.
pub(super) fn import_href(id: &str) -> String {
    format!("{IMPORTS}/{}", encoded(id))
}

/// The rows that could not be read, as a file.
pub(super) fn problems_href(id: &str) -> String {
    format!("{IMPORTS}/{}/problems.csv", encoded(id))
}

/// The list as a file.
pub fn export_href(query: &LeadQuery) -> String {
    let text = print(&LeadQuery { after: None, ..query.clone() });
    if text.is_empty() { "/leads/export.csv".to_owned() } else { format!("/leads/export.csv?{text}") }
}
