//! Making one person of two, and splitting them again.
//!
//! What is made is what intake would have made, had it known: one person with all ways, and one lead where both had an open one
//! about the same house. Other leads go along as leads of their own. Whoever joined stays as they are, set aside: nothing of
//! theirs is changed, what is final is read through, and splitting lets them stand again. Only the one who stays is written to,
//! and each such change is kept with what was before.

mod apply;
mod fields;
mod preview;
mod record;
mod split;
mod standing;
mod through;
mod two;
mod values;

pub use apply::merge;
pub use preview::preview;
pub use split::split;

pub(crate) use standing::lately;
pub(crate) use through::{ids_of_contact, ids_of_lead, roots, standing_lead};
