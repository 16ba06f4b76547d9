//! The browser's half of [`super::Boot`]: only asked when the server's page brought none.

use super::Boot;
use crate::rpc::ErrorKind;
use crate::state::clock::browser_now;

pub(super) fn gather() -> Boot {
    Boot { now: browser_now(), ..Boot::default() }
}

/// A page in the browser has no HTTP status any more.
pub(super) const fn set_page_status(_: ErrorKind) {}
