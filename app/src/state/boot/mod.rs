//! What a page knows from its first line: gathered on the server, written into the page, read back by the browser, so
//! that both render the same.

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(feature = "ssr")]
mod server;

#[cfg(not(feature = "ssr"))]
use browser as source;
#[cfg(feature = "ssr")]
use server as source;

use super::answer::Json;
use super::zone::Offsets;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::sessions::SessionInfo;
use std::collections::BTreeMap;

/// Handed from server to browser.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Boot {
    pub(super) session: Option<SessionInfo>,
    /// Unix milliseconds.
    pub(super) now: i64,
    /// Of the organization's time zone.
    pub(super) offsets: Offsets,
    /// Where the event log stood before anything of this page was read.
    pub(super) live_position: Option<String>,
    /// What was typed into a form that was sent without JavaScript and refused.
    pub(super) typed: BTreeMap<String, String>,
}

pub(super) fn receive() -> Boot {
    SharedValue::<_, Json>::new_with_encoding(source::gather).into_inner()
}

/// The values of a form that came back with errors, by field name. Never holds secrets.
#[derive(Debug, Clone, Copy)]
pub struct Typed(StoredValue<BTreeMap<String, String>>);

impl Typed {
    pub(super) fn new(values: BTreeMap<String, String>) -> Self {
        Self(StoredValue::new(values))
    }

    /// What was typed into `field`, or nothing.
    pub fn value(self, field: &str) -> String {
        self.0.with_value(|values| values.get(field).cloned().unwrap_or_default())
    }
}

/// The HTTP status of a page whose main thing cannot be shown.
#[derive(Debug)]
pub struct PageErrors;

impl PageErrors {
    /// Sets the status while the page is rendered on the server; nothing in the browser.
    pub fn set(kind: crate::rpc::ErrorKind) {
        source::set_page_status(kind);
    }
}
