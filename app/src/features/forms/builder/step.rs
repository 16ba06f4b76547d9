//! The settings of a step.

use super::conditions::Conditions;
use super::room::Room;
use crate::state::mirrored;
use leptos::prelude::*;
use shared::forms::Step;
use shared::forms::edit::{Edit, Place, StepChange};
use ui::{TextArea, TextField};

#[component]
pub(super) fn StepSettings(room: Room, key: String) -> impl IntoView {
    let own = StoredValue::new(key.clone());
    let part = move |of: fn(&Step) -> &String| {
        mirrored(Memo::new(move |_| {
            room.form.with(|form| {
                let step = form.steps.iter().find(|step| own.with_value(|own| step.key == *own));
                step.map(of).cloned().unwrap_or_default()
            })
        }))
    };
    let change = move |change: StepChange| room.edit(Edit::ChangeStep { step: own.get_value(), change });
    let problem =
        move |part: &'static str| Signal::derive(move || room.problem(&Place::Step(own.get_value()), part));
    let empty = problem("fields");
    view! {
        <div class="space-y-4 p-4">
            <TextField
                name="step-title"
                label="Heading"
                value=part(|step| &step.title)
                error=problem("title")
                on_input=move |text: String| change(StepChange::Title(text))
            />
            <TextArea
                name="step-help"
                label="Line below it"
                rows=2
                placeholder="None"
                value=part(|step| &step.help)
                error=problem("help")
                on_input=move |text: String| change(StepChange::Help(text))
            />
            {move || empty.get().map(|words| view! { <p class="text-caption text-danger">{words}</p> })}
            <Conditions room place=Place::Step(key) />
        </div>
    }
}
