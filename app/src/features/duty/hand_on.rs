//! What happens with leads that nobody answers by their deadline.

use super::desk::Desk;
use super::turns::Turns;
use crate::state::use_hydrated;
use leptos::prelude::*;
use ui::{Checkbox, FieldKind, Section, TextField};

#[component]
pub(super) fn HandOn(desk: Desk) -> impl IntoView {
    let hydrated = use_hydrated();
    let asleep = Signal::derive(move || !hydrated.get());
    let change = Callback::new(move |members| {
        desk.refused.set(None);
        desk.hand_on_members.set(members);
    });
    view! {
        <Section
            id="hand-on"
            title="When nobody answers"
            note=Some(
                "At the deadline the owner of the lead hears of it, and everybody who gives leads to others.".to_owned(),
            )
        >
            <Checkbox
                name="hand-on"
                label="Hand the lead on to somebody else"
                checked=desk.hand_on
                disabled=asleep
                class="mt-2"
                on_change=move |_: bool| desk.refused.set(None)
            />
            <Show when=move || desk.hand_on.get()>
                <TextField
                    name="hand-on-minutes"
                    label="Minutes after the deadline"
                    kind=FieldKind::Number
                    numeric=true
                    value=desk.hand_on_minutes
                    error=desk.wrong("hand_on_minutes")
                    disabled=asleep
                    class="mt-3 max-w-64"
                    on_input=move |_: String| desk.refused.set(None)
                />
                <Turns
                    desk
                    name="hand-on-member".to_owned()
                    legend="Handed on to"
                    chosen=desk.hand_on_members
                    change
                    error=desk.wrong("hand_on_members")
                />
            </Show>
        </Section>
    }
}
