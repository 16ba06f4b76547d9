//! Panels that share a place; the arrow keys move between them.
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::icon::{Icon, Symbol};
use crate::overlays::focus_on;

/// One panel's handle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    key: String,
    label: String,
    count: Option<String>,
    icon: Option<Symbol>,
    title: Option<String>,
}

impl Tab {
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into(), count: None, icon: None, title: None }
    }

    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }

    pub fn icon(mut self, icon: Symbol) -> Self {
        self.icon = Some(icon);
        self
    }

    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }
}

/// A line below (views of a page) or filled pills (modes of a composer).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TabLook {
    #[default]
    Line,
    Pill,
}

impl TabLook {
    fn list(self) -> &'static str {
        match self {
            Self::Line => "flex gap-4 overflow-x-auto",
            Self::Pill => "flex gap-0.5 overflow-x-auto",
        }
    }

    fn tab(self, chosen: bool) -> &'static str {
        match (self, chosen) {
            (Self::Line, true) => {
                "-mb-px flex h-10 shrink-0 items-center gap-1.5 border-b-2 px-0.5 font-medium whitespace-nowrap outline-offset-[-3px] border-accent-ink text-ink"
            }
            (Self::Line, false) => {
                "-mb-px flex h-10 shrink-0 items-center gap-1.5 border-b-2 px-0.5 font-medium whitespace-nowrap outline-offset-[-3px] border-transparent text-muted hover:text-ink"
            }
            (Self::Pill, true) => {
                "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 font-medium outline-offset-[-2px] max-md:h-10 bg-accent-soft text-accent-ink"
            }
            (Self::Pill, false) => {
                "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 font-medium outline-offset-[-2px] max-md:h-10 text-muted hover:bg-hover hover:text-ink"
            }
        }
    }
}

/// Tabs have the ids `{id}-{key}`, their panels `{id}-{key}-p`.
#[component]
pub fn Tabs(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    tabs: Vec<Tab>,
    selected: RwSignal<String>,
    #[prop(optional)] look: TabLook,
    #[prop(optional, into)] on_select: Option<Callback<String>>,
) -> impl IntoView {
    let keys: Vec<String> = tabs.iter().map(|tab| tab.key.clone()).collect();
    let list_id = id.clone();
    let choose = move |key: String| {
        selected.set(key.clone());
        if let Some(on_select) = on_select {
            on_select.run(key);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let here =
            selected.with_untracked(|selected| keys.iter().position(|key| key == selected)).unwrap_or(0);
        let last = keys.len().saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowRight" => {
                if here == last {
                    0
                } else {
                    here + 1
                }
            }
            "ArrowLeft" => here.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(key) = keys.get(next) {
            choose(key.clone());
            focus_on(&format!("{list_id}-{key}"));
        }
    };
    let buttons =
        tabs.into_iter().map(|tab| button(&id, tab, selected, look, Callback::new(choose))).collect_view();
    view! {
        <div role="tablist" aria-label=label class=look.list() on:keydown=on_key>
            {buttons}
        </div>
    }
}

fn button(
    id: &str,
    tab: Tab,
    selected: RwSignal<String>,
    look: TabLook,
    choose: Callback<String>,
) -> impl IntoView + use<> {
    let Tab { key, label, count, icon, title } = tab;
    let own = format!("{id}-{key}");
    let panel = format!("{own}-p");
    let mine = key.clone();
    let chosen = Memo::new(move |_| selected.with(|selected| *selected == mine));
    view! {
        <button
            type="button"
            role="tab"
            id=own
            title=title
            class=move || look.tab(chosen.get())
            aria-selected=move || if chosen.get() { "true" } else { "false" }
            aria-controls=move || chosen.get().then(|| panel.clone())
            tabindex=move || if chosen.get() { "0" } else { "-1" }
            on:click=move |_| choose.run(key.clone())
        >
            {icon.map(|icon| view! { <Icon icon /> })}
            {label}
            {count.map(|count| view! { <span class="num text-caption font-normal text-muted">{count}</span> })}
        </button>
    }
}

/// What a tab shows; stays in the page while hidden, so nothing typed in it is lost.
#[component]
pub fn TabPanel(
    /// The `id` of its `Tabs`.
    #[prop(into)]
    tabs_id: String,
    #[prop(into)] key: String,
    #[prop(into)] selected: Signal<String>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let tab = format!("{tabs_id}-{key}");
    view! {
        <div
            id=format!("{tab}-p")
            role="tabpanel"
            aria-labelledby=tab
            hidden=move || selected.with(|selected| *selected != key)
            class=class
        >
            {children()}
        </div>
    }
}
