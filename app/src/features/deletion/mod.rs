//! Deleted leads, and the way back for them. Rules live in `domain::leads`.

mod list;
mod rpc;

pub use rpc::*;

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use list::Deleted;

/// Where deleted leads are.
pub const DELETED: &str = "/leads/deleted";

/// `/leads/deleted`
pub struct DeletedRoute;

#[lazy_route]
impl LazyRoute for DeletedRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let DeletedRoute = this;
        view! { <Deleted /> }.into_any()
    }
}
