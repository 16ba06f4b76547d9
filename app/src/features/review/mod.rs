//! The review queue: submissions that looked suspicious and wait for a person's decision.

mod rpc;

pub use rpc::{AcceptSubmission, CountHeld, ListHeld, RejectSubmission, accept_submission, count_held, list_held, reject_submission};

use crate::layout::PageTitle;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/review`.
pub struct ReviewRoute;

#[lazy_route]
impl LazyRoute for ReviewRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <PageTitle title="Review" />
            <h1>"Review"</h1>
        }
        .into_any()
    }
}
