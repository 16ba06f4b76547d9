//! Forms: which there are, how they are built, where they stand, what happened on them. What a form asks is `shared::forms`' business; the
//! public page is `public_form`.

mod builder;
mod detail;
mod figures;
mod list;
mod new;
mod results;
mod rpc;
mod sites;

pub use builder::BuilderRoute;
pub use detail::FormRoute;
pub use list::FormsRoute;
pub use new::NewFormRoute;
pub use rpc::*;
