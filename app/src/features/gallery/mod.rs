//! The design system on one page, in debug builds only.

use crate::layout::PageTitle;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/dev/ui`.
pub struct GalleryRoute;

#[lazy_route]
impl LazyRoute for GalleryRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let GalleryRoute = this;
        view! {
            <PageTitle title="Components" />
            <ui::Gallery />
        }
        .into_any()
    }
}
