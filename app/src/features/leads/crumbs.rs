//! The way back from a page below the list of leads.

use leptos::prelude::*;
use ui::TextLink;

/// The list, and the page one is at, or came through at `href`.
#[component]
pub(crate) fn Crumbs(here: &'static str, #[prop(optional)] href: Option<&'static str>) -> impl IntoView {
    let here = match href {
        Some(href) => view! { <TextLink href=href class="text-muted!">{here}</TextLink> }.into_any(),
        None => view! { <span aria-current="page">{here}</span> }.into_any(),
    };
    view! {
        <nav aria-label="Breadcrumb">
            <ol class="flex min-h-6 items-center gap-1 text-caption text-muted">
                <li>
                    <TextLink href="/leads" class="text-muted!">
                        "Leads"
                    </TextLink>
                </li>
                <li aria-hidden="true" class="text-faint">
                    "/"
                </li>
                <li>{here}</li>
            </ol>
        </nav>
    }
}
