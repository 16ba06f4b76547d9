//! Forms: which there are, where they stand, what happened on them. What a form asks is `shared::forms`' business; the
//! public page is `public_form`.

mod detail;
mod figures;
mod list;
mod rpc;
mod sites;

pub use detail::FormRoute;
pub use list::FormsRoute;
pub use rpc::*;
