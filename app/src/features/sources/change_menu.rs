//! What is done to a value on its way: a menu of what makes sense for the field.

use super::draft::begun;
use super::row::Line;
use super::state::Room;
use crate::state::use_hydrated;
use leptos::prelude::*;
use shared::sources::{Change, FieldResult, MappedField, Taken, ValuePath};
use ui::{ButtonKind, ButtonSize, Menu, MenuItem};

#[component]
pub(super) fn ChangeMenu(room: Room, line: Line) -> impl IntoView {
    let hydrated = use_hydrated();
    let now = Memo::new(move |_| line.field.with(said));
    let items = Signal::derive(move || {
        let field = line.field.get();
        let mut changes = line.draft.fields.with(|fields| field.into.changes(fields));
        if !changes.iter().any(|change| same_kind(change, &field.change)) {
            changes.push(field.change.clone());
        }
        changes
            .into_iter()
            .map(|change| {
                let chosen = same_kind(&change, &field.change);
                let label = change.label().into_owned();
                MenuItem::new(label, move || choose(room, line, &change)).checked(chosen)
            })
            .collect::<Vec<_>>()
    });
    let label = Signal::derive(move || {
        line.field.with(|field| format!("{}: {}. Change", line.draft.name(&field.into), said(field)))
    });
    view! {
        <Menu
            id=format!("change-{}", line.key)
            label
            label_trigger=true
            kind=ButtonKind::Quiet
            size=ButtonSize::Sm
            chevron=true
            disabled=Signal::derive(move || !hydrated.get())
            class="-ml-1.5 px-1.5! xl:ml-0"
            items
        >
            <span>{now}</span>
        </Menu>
    }
}

/// What is done, in a word or two.
fn said(field: &MappedField) -> String {
    field.change.label().into_owned()
}

const fn same_kind(one: &Change, other: &Change) -> bool {
    matches!(
        (one, other),
        (Change::AsIs, Change::AsIs)
            | (Change::Capitals, Change::Capitals)
            | (Change::Phone { .. }, Change::Phone { .. })
            | (Change::Money, Change::Money)
            | (Change::Number, Change::Number)
            | (Change::YesNo, Change::YesNo)
            | (Change::Address { .. }, Change::Address { .. })
            | (Change::LookUp { .. }, Change::LookUp { .. })
    )
}

fn choose(room: Room, line: Line, change: &Change) {
    if line.field.with_untracked(|field| same_kind(change, &field.change)) {
        line.draft.unfold(line.key, true);
        return;
    }
    let change = begun(change.clone(), came(room, line).as_deref());
    let table = matches!(change, Change::LookUp { .. });
    line.set(|field| field.change = change);
    if table {
        line.draft.unfold(line.key, true);
    }
}

/// The single value that comes in, as it came.
pub(super) fn came(room: Room, line: Line) -> Option<String> {
    let path = line.field.with_untracked(|field| match &field.from {
        Taken::Paths { paths, .. } => paths.first().cloned(),
        Taken::Text { text } => Some(text.clone()).filter(|_| false),
    })?;
    let path = ValuePath::parse(&path).ok()?;
    room.samples.value.with_untracked(|value| {
        let value = path.get(value.as_ref()?)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (!value.is_null() && !text.trim().is_empty() && !value.is_object() && !value.is_array())
            .then_some(text)
    })
}

/// Whether the value that came is in no row of the table.
pub(super) fn is_unknown(room: Room, line: Line) -> bool {
    let failed = room.applied.with(|applied| {
        let result = applied.as_ref().and_then(|applied| applied.results.get(line.index.get()));
        matches!(result, Some(FieldResult::Wrong(_)))
    });
    failed && line.field.with(|field| matches!(field.change, Change::LookUp { .. }))
}
