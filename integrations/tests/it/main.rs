//! The way out, tried against sockets: what is refused, what is cut, what is never followed.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is how a test fails")]

mod answers;
mod guard;
