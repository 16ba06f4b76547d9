//! What the merge will make: the person there will be, and what comes along.

use super::choices::Taken;
use leptos::prelude::*;
use shared::merges::{MergeField, MergePreview};
use ui::{DefinitionList, DefinitionRow, Icon, Section, lucide};

#[component]
pub(super) fn Outcome(preview: StoredValue<MergePreview>, taken: Taken) -> impl IntoView {
    let fields = preview.with_value(|preview| preview.all_fields().cloned().collect::<Vec<_>>());
    let facts = move || fields.iter().filter_map(|field| fact(field, taken)).collect_view();
    let (stays, mut lines) = preview.with_value(|preview| {
        let folds = preview.folds.iter().map(|fold| match &fold.place {
            Some(place) => format!("The lead about {place} becomes one with the lead that stays"),
            None => "The lead becomes one with the lead that stays".to_owned(),
        });
        (preview.kept().name.clone(), folds.collect::<Vec<_>>())
    });
    lines.extend(preview.with_value(|preview| preview.moves.clone()));
    let moves = lines
        .into_iter()
        .map(|line| {
            view! {
                <li class="flex gap-2.5">
                    <Icon icon=lucide::LuCornerDownRight class="mt-0.5 shrink-0 text-muted" />
                    <span class="num min-w-0 break-words">{line}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <Section id="after" title="After the merge" class="rounded-lg border border-line p-4">
            <DefinitionList class="mt-1.5">{facts}</DefinitionList>
        </Section>
        <Section id="moves" title=format!("What comes to {stays}") class="mt-6">
            <ul class="mt-1 space-y-1.5">{moves}</ul>
            <p class="mt-2 text-muted">"The old address of a merged lead keeps working and leads here."</p>
        </Section>
    }
}

fn fact(field: &MergeField, taken: Taken) -> Option<impl IntoView + use<>> {
    let side = taken.with(|taken| taken.get(&field.key).copied().unwrap_or(field.take));
    let value = field.result(side)?.to_owned();
    let label = field.label.clone();
    Some(view! { <DefinitionRow label>{value}</DefinitionRow> })
}
