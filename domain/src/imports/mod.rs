//! Imports: files of leads, from their upload to being taken back.
//!
//! A file lies in the database in parts, so that any process can go on with it. Its rows are read one after the other by
//! `file`, made into leads by the rules of `shared::imports`, and written in batches: each is one transaction that also
//! moves the position of the import, and only from where the batch began. A row is therefore done once, whoever dies when.

mod beside;
mod change;
mod check;
mod feed;
mod file;
mod forget;
mod inspect;
mod owners;
mod problems;
mod read;
mod remember;
mod rows;
mod run;
mod tidy;
mod undo;
mod upload;
mod work;
mod write;

pub use change::{cancel, choose_columns, run, undo};
pub use check::Check;
pub use forget::discard;
pub use problems::{all_problems, problems};
pub use read::{foresee_undo, get, kept, list};
pub use run::Run;
pub use tidy::Tidy;
pub use undo::Undo;
pub use upload::{Upload, begin};
