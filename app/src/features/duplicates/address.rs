//! Addresses of the pairs.

use shared::{ContactId, DuplicatePairId};

/// The pairs that wait.
pub const PAIRS: &str = "/leads/duplicates";

/// One pair.
pub fn pair_href(pair: DuplicatePairId) -> String {
    format!("{PAIRS}/{pair}")
}

/// One pair, with who stays.
pub(super) fn staying_href(pair: DuplicatePairId, stays: ContactId) -> String {
    format!("{PAIRS}/{pair}?stays={stays}")
}
