//! Calling addresses that members entered, without calling anything they could not call themselves.
//!
//! Names are looked up by us and the connection goes to the addresses that were checked, so a name that means something
//! else a moment later leads nowhere. Redirects are not followed and no proxy is asked. What an operator wants to be
//! reachable inside is in [`Allow`].

mod addresses;
mod allow;
mod breaker;
mod client;
mod lookup;

pub use addresses::forbidden;
pub use allow::Allow;
pub use client::HttpClient;
pub use lookup::{Lookup, system_lookup};
