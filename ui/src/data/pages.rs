//! Getting to the rest of a long list: page by page, or more below.
use leptos::prelude::*;

use crate::actions::look::BASE;
use crate::actions::{Button, ButtonKind, ButtonSize};
use crate::icon::{Icon, Symbol};
use crate::style::classes;

/// Shows more below what is there.
#[component]
pub fn LoadMore(
    #[prop(into)] on_more: Callback<()>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(default = "Load more".to_owned(), into)] label: String,
) -> impl IntoView {
    view! {
        <div class="flex justify-center py-3">
            <Button busy busy_label="Loading" on_click=move |_| on_more.run(())>
                {label}
            </Button>
        </div>
    }
}

/// Pages of a list in order of time. A side without an address is disabled but stays.
#[component]
pub fn Pager(
    #[prop(into)] label: String,
    #[prop(optional, into)] summary: Signal<Option<String>>,
    #[prop(optional, into)] newer: Signal<Option<String>>,
    #[prop(optional, into)] older: Signal<Option<String>>,
    #[prop(default = "Newer".to_owned(), into)] newer_label: String,
    #[prop(default = "Older".to_owned(), into)] older_label: String,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    view! {
        <nav aria-label=label class=classes(&["flex items-center gap-2", &class])>
            <span class="num text-muted">{move || summary.get()}</span>
            <span class="ml-auto"></span>
            {side(newer, newer_label, icondata_lu::LuChevronLeft, true)}
            {side(older, older_label, icondata_lu::LuChevronRight, false)}
        </nav>
    }
}

fn side(href: Signal<Option<String>>, label: String, icon: Symbol, icon_first: bool) -> impl IntoView {
    move || {
        let label = label.clone();
        let arrow = view! { <Icon icon /> };
        let words = if icon_first { (arrow, label).into_any() } else { (label, arrow).into_any() };
        let look = classes(&[BASE, ButtonSize::Sm.word(), ButtonKind::Secondary.look(), "max-md:h-10"]);
        match href.get() {
            Some(href) => view! {
                <a href=href class=look>
                    {words}
                </a>
            }
            .into_any(),
            None => view! {
                <button type="button" class=look disabled=true>
                    {words}
                </button>
            }
            .into_any(),
        }
    }
}
