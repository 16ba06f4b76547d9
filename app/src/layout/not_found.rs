//! There is no such page.

use super::{PageTitle, PlainPage};
use crate::rpc::ErrorKind;
use crate::state::PageErrors;
use leptos::prelude::*;
use ui::LinkButton;

/// Shown for every address that is no page.
#[component]
pub fn NotFound() -> impl IntoView {
    PageErrors::set(ErrorKind::NotFound);
    view! {
        <PageTitle title="Page not found" />
        <PlainPage>
            <h1 class="text-display font-semibold">"Page not found"</h1>
            <p class="mt-1 text-large text-muted">"There is nothing at this address. It may have been removed, or the link is incomplete."</p>
            <LinkButton href="/" class="mt-6">"Go home"</LinkButton>
        </PlainPage>
    }
}
