//! The list of what can be asked: what fills something of the lead first, standard and the organization's own, then what
//! is only kept.

use super::room::Room;
use leptos::prelude::*;
use shared::fields::CustomField;
use shared::forms::edit::{Edit, NewField};
use shared::forms::{Meaning, StandardField};
use ui::{ButtonKind, ButtonSize, Menu, MenuItem, lucide};

/// A button that adds a question to a step, behind those it has.
#[component]
pub(super) fn AddField(room: Room, step: String, #[prop(into)] number: Signal<usize>) -> impl IntoView {
    let id = format!("add-to-{step}");
    let step = StoredValue::new(step);
    let items = Signal::derive(move || {
        let used: Vec<Meaning> =
            room.form.with(|form| form.fields().filter_map(|field| field.maps_to).collect());
        let add = |field: NewField| {
            MenuItem::new(field.label(), move || {
                room.edit(Edit::AddField { step: step.get_value(), at: usize::MAX, field });
            })
        };
        let standard = StandardField::ALL.into_iter().filter(|field| !used.contains(&(*field).into()));
        let mut items: Vec<MenuItem> = standard.map(|field| add(NewField::Standard(field))).collect();
        let customs = room.fields.with(|fields| {
            let rest = |field: &&CustomField| !field.archived && !used.contains(&field.id.into());
            fields.iter().filter(rest).cloned().collect::<Vec<_>>()
        });
        if !items.is_empty() && !customs.is_empty() {
            items.push(MenuItem::separator());
        }
        items.extend(customs.into_iter().map(|field| {
            let label = field.label.clone();
            let note = format!("Your field, {}", field.noun.label().to_lowercase());
            let add = move || {
                let (step, field) = (step.get_value(), field.clone());
                room.edit(Edit::AddCustom { step, at: usize::MAX, field });
            };
            MenuItem::new(label, add).note(note)
        }));
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
