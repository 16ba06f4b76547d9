//! Members of the organization.

use crate::layout::PageTitle;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/settings/members`.
pub struct MembersRoute;

#[lazy_route]
impl LazyRoute for MembersRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <PageTitle title="Members" />
            <h1>"Members"</h1>
        }
        .into_any()
    }
}
