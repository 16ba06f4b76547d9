//! Empire's screens and server functions, compiled twice: `ssr` renders them on the server, `hydrate` brings them to
//! life in the browser. Rules live in `domain`, looks in `ui`.

// A page is one nested type: the largest is deeper than the compiler looks by itself.
#![recursion_limit = "256"]

pub mod features;
pub mod layout;
#[cfg(feature = "ssr")]
pub mod public_form;
mod root;
pub mod rpc;
#[cfg(feature = "ssr")]
pub mod ssr;
pub mod state;

pub use root::{App, shell};
