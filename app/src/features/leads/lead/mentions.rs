//! Whom a note may name: offered while somebody types after an @. Without JavaScript a typed name does the same.

use super::state::{BODY, OpenLead};
use crate::features::leads::browser;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::leads::OwnerRef;

/// Names that are offered at a time.
const OFFERED: usize = 5;

/// The colleagues a page knows of; provided by the page.
#[derive(Debug, Clone, Copy)]
struct Colleagues(StoredValue<Vec<String>>);

/// Makes the names known to the composer.
pub(super) fn provide(owners: &[OwnerRef]) {
    let names = owners.iter().map(|owner| owner.name.clone()).collect();
    provide_context(Colleagues(StoredValue::new(names)));
}

/// What is offered now. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Offers {
    open: OpenLead,
    names: Memo<Vec<String>>,
    chosen: RwSignal<usize>,
    /// The text for which somebody wanted no offers.
    dismissed: RwSignal<Option<String>>,
}

impl Offers {
    pub(super) fn of(open: OpenLead) -> Self {
        let colleagues = use_context::<Colleagues>();
        let dismissed = RwSignal::new(None::<String>);
        let names = Memo::new(move |_| {
            let Some(Colleagues(colleagues)) = colleagues else { return Vec::new() };
            open.body.with(|body| {
                if dismissed.with(|dismissed| dismissed.as_ref() == Some(body)) {
                    return Vec::new();
                }
                let Some(typed) = shared::mentions::being_typed(body) else { return Vec::new() };
                colleagues.with_value(|names| {
                    let fitting = names.iter().filter(|name| shared::mentions::fits(name, typed));
                    fitting.take(OFFERED).cloned().collect()
                })
            })
        });
        let chosen = RwSignal::new(0);
        Effect::new(move |_| {
            names.with(|names| {
                chosen.set(0);
                if let Some(first) = names.first() {
                    open.said.set(format!("{first}, 1 of {}. Enter puts the name in.", names.len()));
                }
            });
        });
        Self { open, names, chosen, dismissed }
    }

    /// Arrows choose, Enter and Tab put the name in, Escape wants none. Says whether the key was one of them.
    pub(super) fn key(self, event: &KeyboardEvent) -> bool {
        let count = self.names.with_untracked(Vec::len);
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
        if count == 0 || modified || event.is_composing() {
            return false;
        }
        let at = self.chosen.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => self.choose((at + 1) % count),
            "ArrowUp" => self.choose((at + count - 1) % count),
            "Enter" | "Tab" => self.put_in(at),
            "Escape" => self.dismissed.set(Some(self.open.body.get_untracked())),
            _ => return false,
        }
        true
    }

    fn choose(self, at: usize) {
        self.chosen.set(at);
        self.names.with_untracked(|names| {
            if let Some(name) = names.get(at) {
                self.open.said.set(format!("{name}, {} of {}", at + 1, names.len()));
            }
        });
    }

    fn put_in(self, at: usize) {
        let Some(name) = self.names.with_untracked(|names| names.get(at).cloned()) else { return };
        self.open.body.update(|body| {
            if let Some(sign) = body.rfind('@') {
                body.truncate(sign);
                body.push_str(&format!("@{name} "));
            }
        });
        browser::focus(BODY);
    }
}

/// The names below the text.
#[component]
pub(super) fn MentionOffers(offers: Offers) -> impl IntoView {
    let row = move |(at, name): (usize, String)| {
        view! {
            <li
                role="option"
                class="min-h-8 cursor-pointer rounded-sm px-2 py-1 max-md:min-h-10 aria-selected:bg-hover"
                aria-selected=move || if offers.chosen.get() == at { "true" } else { "false" }
                // before the text loses the focus
                on:mousedown=move |event| {
                    event.prevent_default();
                    offers.put_in(at);
                }
            >
                {name}
            </li>
        }
    };
    let rows = move || offers.names.get().into_iter().enumerate().map(row).collect_view();
    view! {
        <Show when=move || offers.names.with(|names| !names.is_empty())>
            <ul role="listbox" aria-label="Members to mention" class="mx-2 mb-1.5 border-t border-line pt-1">
                {rows}
            </ul>
        </Show>
    }
}
