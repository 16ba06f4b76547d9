//! Forms: the list and the page of one.

use crate::layout::PageTitle;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/forms`.
pub struct FormsRoute;

#[lazy_route]
impl LazyRoute for FormsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <PageTitle title="Forms" />
            <h1>"Forms"</h1>
        }
        .into_any()
    }
}

/// `/forms/:id`.
pub struct FormRoute;

#[lazy_route]
impl LazyRoute for FormRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <PageTitle title="Form" />
            <h1>"Form"</h1>
        }
        .into_any()
    }
}
