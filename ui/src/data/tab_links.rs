//! Links that look like tabs: every view has its own address.
use leptos::prelude::*;

/// One view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabLink {
    href: String,
    label: String,
    count: Option<String>,
    current: bool,
}

impl TabLink {
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), count: None, current: false }
    }

    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }

    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

const LINK: &str = "-mb-px flex h-10 shrink-0 items-center gap-1.5 border-b-2 px-0.5 font-medium whitespace-nowrap outline-offset-[-3px]";

/// `label` names the navigation, for example "Saved views".
#[component]
pub fn TabLinks(#[prop(into)] label: String, #[prop(into)] links: Signal<Vec<TabLink>>) -> impl IntoView {
    view! {
        <nav aria-label=label>
            <ul class="flex gap-4 overflow-x-auto">{move || links.get().into_iter().map(item).collect_view()}</ul>
        </nav>
    }
}

fn item(link: TabLink) -> impl IntoView {
    let state = if link.current {
        "border-accent-ink text-ink"
    } else {
        "border-transparent text-muted hover:text-ink"
    };
    view! {
        <li class="shrink-0">
            <a href=link.href class=format!("{LINK} {state}") aria-current=link.current.then_some("page")>
                {link.label}
                {link.count.map(|count| view! { <span class="num text-caption font-normal text-muted">{count}</span> })}
            </a>
        </li>
    }
}
