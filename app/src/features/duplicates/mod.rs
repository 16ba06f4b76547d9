//! People who may be one: the pairs that wait, one pair side by side, and merges that can be split again. Rules live in
//! `domain::duplicates` and `domain::merges`.

mod address;
mod choices;
mod list;
mod pair;
mod reasons;
mod result;
mod rpc;
mod split;

pub use address::{PAIRS, pair_href};
pub use rpc::*;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};
use list::Pairs;
use pair::Pair;

/// `/leads/duplicates` and `/leads/duplicates/:pair`.
pub struct DuplicatesRoute;

#[lazy_route]
impl LazyRoute for DuplicatesRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let DuplicatesRoute = this;
        let params = use_params_map();
        let pair = Memo::new(move |_| params.with(|params| params.get("pair").unwrap_or_default()));
        let single = Memo::new(move |_| pair.with(|pair| !pair.is_empty()));
        view! {
            {move || {
                if single.get() { view! { <Pair pair /> }.into_any() } else { view! { <Pairs /> }.into_any() }
            }}
        }
        .into_any()
    }
}
