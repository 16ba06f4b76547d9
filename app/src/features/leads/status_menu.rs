//! A lead's status as a button that offers the legal next ones, and as plain words for those who may not change it.

use super::changes::Changes;
use super::status::{Needs, look, steps};
use leptos::prelude::*;
use shared::leads::{LeadStatus, LeadSummary};
use ui::{ButtonKind, ButtonSize, Menu, MenuItem, StatusGlyph};

/// The glyph with its word.
#[component]
pub fn StatusMark(
    #[prop(into)] status: Signal<LeadStatus>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    view! {
        <StatusGlyph
            glyph=Signal::derive(move || look(status.get()).0)
            tone=Signal::derive(move || look(status.get()).1)
            label=Signal::derive(move || status.get().label().to_owned())
            class
        />
    }
}

/// `id` is the menu's; its button is `{id}-b`. `boxed` draws the button with a border, as a page's header has it.
/// The rows of the list are made when somebody comes near, since a long table has one menu a row.
#[component]
pub fn StatusMenu(
    #[prop(into)] id: String,
    #[prop(into)] lead: Signal<LeadSummary>,
    changes: Changes,
    #[prop(optional)] boxed: bool,
) -> impl IntoView {
    let near = RwSignal::new(false);
    let status = Memo::new(move |_| lead.with(|lead| lead.status));
    let items = Signal::derive(move || {
        if !near.get() {
            return Vec::new();
        }
        steps(status.get())
            .into_iter()
            .map(|step| {
                let (glyph, tone) = look(step.to);
                let words = match step.needs {
                    Needs::Nothing => step.to.label().to_owned(),
                    Needs::Reason | Needs::Note => format!("{}…", step.to.label()),
                };
                MenuItem::new(words, move || changes.step(lead.get_untracked(), step)).glyph(glyph, tone)
            })
            .collect()
    });
    let label = Signal::derive(move || format!("Status: {}. Change", status.get().label()));
    let (kind, class) = if boxed {
        (ButtonKind::Secondary, "max-md:h-10 disabled:opacity-100!")
    } else {
        (ButtonKind::Quiet, "-mx-2 font-normal! text-ink! disabled:opacity-100!")
    };
    let disabled = Signal::derive(move || !changes.alive.get());
    view! {
        <span class="inline-flex" on:pointerenter=move |_| near.set(true) on:focusin=move |_| near.set(true)>
            <Menu id label items label_trigger=true kind size=ButtonSize::Sm chevron=boxed class disabled>
                <StatusMark status />
            </Menu>
        </span>
    }
}
