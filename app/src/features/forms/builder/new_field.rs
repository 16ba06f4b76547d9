//! The list of what can be asked: what fills something of the lead first, then what is only kept.

use super::room::Room;
use leptos::prelude::*;
use shared::forms::StandardField;
use shared::forms::edit::{Edit, NewField};
use ui::{ButtonKind, ButtonSize, Menu, MenuItem, lucide};

/// A button that adds a question to a step, behind those it has.
#[component]
pub(super) fn AddField(room: Room, step: String, #[prop(into)] number: Signal<usize>) -> impl IntoView {
    let id = format!("add-to-{step}");
    let step = StoredValue::new(step);
    let items = Signal::derive(move || {
        let used: Vec<StandardField> =
            room.form.with(|form| form.fields().filter_map(|field| field.maps_to).collect());
        let add = |field: NewField| {
            MenuItem::new(field.label(), move || {
                room.edit(Edit::AddField { step: step.get_value(), at: usize::MAX, field });
            })
        };
        let standard = StandardField::ALL.into_iter().filter(|field| !used.contains(field));
        let mut items: Vec<MenuItem> = standard.map(|field| add(NewField::Standard(field))).collect();
        if !items.is_empty() {
            items.push(MenuItem::separator());
        }
        items.extend(NewField::PLAIN.map(add));
        items
    });
    view! {
        <Menu
            id
            label=Signal::derive(move || format!("Add field to step {}", number.get()))
            icon=lucide::LuPlus
            kind=ButtonKind::Quiet
            size=ButtonSize::Sm
            items
        />
    }
}
