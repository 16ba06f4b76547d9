//! Empire's screens and server functions, compiled twice: `ssr` renders them on the server, `hydrate` brings them to
//! life in the browser. Rules live in `domain`, looks in `ui`.

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
