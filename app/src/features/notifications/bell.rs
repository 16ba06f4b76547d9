//! The bell in the top bar: how many notifications are not read, asked in the browser, so that no page waits for it.

use super::rpc::count_unread;
use crate::state::live;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::events::LiveEvent;
use ui::{Icon, lucide};

/// Provided by the frame; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Unread(RwSignal<u64>);

impl Unread {
    /// Makes it known to all pages below, and follows what happens.
    pub fn provide() -> Self {
        let unread = Self(RwSignal::new(0));
        provide_context(unread);
        Effect::new(move |_| unread.ask());
        live::on_event(concerns, move || unread.ask());
        unread
    }

    /// Asks how many there are.
    pub fn ask(self) {
        spawn_local(async move {
            // a missing count is no reason to bother anybody
            if let Ok(count) = count_unread().await {
                self.0.try_set(count);
            }
        });
    }

    /// Takes over what a page was told.
    pub fn set(self, count: u64) {
        self.0.try_set(count);
    }
}

/// Whether somebody may have been told something by an event.
pub(super) fn concerns(event: &LiveEvent) -> bool {
    matches!(event.name.as_str(), "lead.note_added" | "lead.call_logged" | "lead.assigned")
        || event.name.starts_with("task.")
}

/// A link to the notifications.
#[component]
pub fn Bell(unread: Unread) -> impl IntoView {
    let count = unread.0;
    let label = move || match count.get() {
        0 => "Notifications".to_owned(),
        count => format!("Notifications, {count} unread"),
    };
    let shown = move || {
        let count = count.get();
        (count > 0).then(|| {
            let words = if count > 99 { "99+".to_owned() } else { count.to_string() };
            view! {
                <span
                    class="num absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-danger px-1 text-center text-[0.625rem] leading-4 font-semibold text-on-tone"
                    aria-hidden="true"
                >
                    {words}
                </span>
            }
        })
    };
    view! {
        <a
            href="/notifications"
            aria-label=label
            title=label
            class="relative inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink max-md:size-10"
        >
            <Icon icon=lucide::LuBell />
            {shown}
        </a>
    }
}
