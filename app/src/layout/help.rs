//! The sheet of shortcuts that `?` opens.

use super::navigation::places;
use crate::state::use_session;
use leptos::prelude::*;
use ui::{Dialog, KeyChip};

/// Keys of the pages, shown below those of the frame.
const ON_PAGES: [(&str, &str); 17] = [
    ("J", "Next in a list"),
    ("K", "Previous in a list"),
    ("Enter", "Open"),
    ("Space", "Peek at a lead in the list, lift and put down at a handle of the form builder"),
    ("↑ ↓", "Move what is lifted in the form builder"),
    ("E", "Change the status of a lead in the list"),
    ("X", "Choose a lead in the list, complete a task of the agenda"),
    ("N", "Write a note on a lead’s page"),
    ("L", "Log a call on a lead’s page"),
    ("1 2 3 4", "Say how the call went, while logging it"),
    ("T", "Add a task or a meeting on a lead’s page or the agenda"),
    ("M", "Draft a message on a lead’s page"),
    ("@", "Name a member in a note or call"),
    ("Ctrl Enter", "Save a note, call, task or message (Cmd Enter on a Mac)"),
    ("Ctrl Z", "Undo in the form builder, with Shift do it again"),
    ("Shift Click", "Add a column to the order of the list"),
    ("Esc", "Close, or leave a field"),
];

/// Opened by `open`.
#[component]
pub fn HelpSheet(open: RwSignal<bool>) -> impl IntoView {
    let session = use_session();
    let rows = move || {
        let mut rows: Vec<(String, String)> = session
            .role()
            .map(places)
            .unwrap_or_default()
            .iter()
            .map(|place| (place.keys(), format!("Go to {}", place.label)))
            .collect();
        rows.push(("Ctrl K".to_owned(), "Search leads or run a command (Cmd K on a Mac)".to_owned()));
        rows.push(("/".to_owned(), "Search".to_owned()));
        if session.may(shared::roles::Permission::WorkLeads) {
            rows.push(("C".to_owned(), "Add a lead".to_owned()));
        }
        rows.extend(ON_PAGES.iter().map(|(keys, words)| ((*keys).to_owned(), (*words).to_owned())));
        rows.push(("?".to_owned(), "Show this list".to_owned()));
        rows.into_iter().map(|(keys, words)| row(keys, words)).collect_view()
    };
    view! {
        <Dialog id="help" title="Keyboard shortcuts" open>
            // Longer than a small screen: who has no mouse scrolls it too.
            <dl class="divide-y divide-line" tabindex="0" aria-label="Keys and what they do">{rows}</dl>
        </Dialog>
    }
}

fn row(keys: String, words: String) -> impl IntoView {
    view! {
        <div class="flex min-h-9 items-center gap-3">
            <dt class="w-24 shrink-0">
                <KeyChip keys />
            </dt>
            <dd>{words}</dd>
        </div>
    }
}
