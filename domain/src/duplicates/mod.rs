//! People who may be one: who is compared with whom, what is thought of two of them, and what somebody decided.
//!
//! Intake takes people for one who share an email or a telephone. Here is what it could not know: another email and the same
//! house, the email of one and the telephone of another, whoever was added before there was anything in common. Making
//! one person of two is `crate::merges`.

mod decide;
mod find;
mod names;
mod people;
mod read;
mod reasons;

pub use decide::dismiss;
pub use find::{Find, compare_waiting};
pub use read::list;

pub(crate) use decide::decide;
pub(crate) use find::{check, one_at_a_time};
pub(crate) use read::{neighbours, pair, twins};
