//! Both values of what two people changed, side by side, and the choice between them. Until one is chosen nothing is written,
//! and what was typed stays in its input.

use super::{Edits, Unsaved, capital};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::fields::FieldValue;
use shared::leads::{Edited, FactConflict, FactEdit};
use ui::{Banner, Button, ButtonKind, Dialog, Tone, relative_text};

#[component]
pub(super) fn BothValues(edits: Edits) -> impl IntoView {
    let open = RwSignal::new(false);
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    Effect::new(move |_| open.set(edits.clash.with(Option::is_some)));
    let title = Signal::derive(move || {
        edits.clash.with(|clash| match clash.as_ref().map(|clash| clash.conflicts.as_slice()) {
            Some([one]) => format!("Two people changed the {}", edits.noun(one.fact)),
            _ => "Two people changed the same facts".to_owned(),
        })
    });
    let settle = move |mine: bool| {
        let Some(clash) = edits.clash.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let again = settled(&clash.edits, &clash.conflicts, mine);
        failed.set(None);
        if again.is_empty() {
            edits.clash.set(None);
            clash.close();
            // the page may not have heard of their value yet
            edits.open.refresh();
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let sent = edits.send(again, clash.done).await;
            busy.try_set(false);
            match sent {
                Ok(()) => {
                    edits.clash.try_set(None);
                    clash.close();
                }
                // somebody was faster once more: the question shows the newest value
                Err(Unsaved::Clash) => {}
                Err(Unsaved::Taken(taken)) => {
                    failed.try_set(Some(taken.words()));
                }
                Err(Unsaved::Refused(error)) => {
                    failed.try_set(Some(error.message));
                }
            }
        });
    };
    let values = move || {
        edits.clash.with(|clash| {
            let conflicts = clash.as_ref().map(|clash| clash.conflicts.clone()).unwrap_or_default();
            let several = conflicts.len() > 1;
            conflicts.into_iter().map(|conflict| compared(edits, conflict, several)).collect_view()
        })
    };
    view! {
        <Dialog
            id="both-values"
            title
            description="Nothing was written yet. Choose which value stays."
            open
            on_close=move || {
                failed.set(None);
                edits.clash.set(None);
            }
            actions=move || {
                view! {
                    <Button on_click=move |_| settle(false)>"Keep theirs"</Button>
                    <Button kind=ButtonKind::Primary busy on_click=move |_| settle(true)>
                        "Use mine"
                    </Button>
                }
            }
        >
            {move || {
                failed
                    .get()
                    .map(|words| {
                        view! {
                            <Banner tone=Tone::Danger alert=true class="mb-3">
                                {words}
                            </Banner>
                        }
                    })
            }}
            <div class="space-y-4">{values}</div>
        </Dialog>
    }
}

/// One fact: what I typed, what stands there, and by whom.
fn compared(edits: Edits, conflict: FactConflict, several: bool) -> impl IntoView {
    let words = |typed: &str| match shown(edits, conflict.fact, typed) {
        empty if empty.is_empty() => "Nothing".to_owned(),
        shown => shown,
    };
    let (yours, theirs) = (words(&conflict.yours), words(&conflict.theirs));
    let by = conflict.by.unwrap_or_else(|| "somebody else".to_owned());
    let times = edits.times;
    let when = conflict.at.map(|at| (at.timestamp_millis(), times.offset(at)));
    let by = move || match when {
        Some((at, offset)) => {
            let now = times.now.get();
            match relative_text(at, now, ui::TimeMode::Ago, offset) {
                now if now == "now" => format!("by {by}, just now"),
                span if span.ends_with("min") || span.contains(" h") => format!("by {by}, {span} ago"),
                day => format!("by {by}, {day}"),
            }
        }
        None => format!("by {by}"),
    };
    let heading = several.then(|| {
        let noun = capital(&edits.noun(conflict.fact));
        view! { <h3 class="mb-1 font-medium">{noun}</h3> }
    });
    view! {
        <div>
            {heading}
            <dl class="grid grid-cols-2 gap-3">
                <div class="min-w-0 rounded-lg border border-line bg-sunken p-3">
                    <dt class="text-caption text-muted">"Yours"</dt>
                    <dd class="num mt-0.5 font-medium break-words whitespace-pre-line">{yours}</dd>
                </div>
                <div class="min-w-0 rounded-lg border border-line bg-sunken p-3">
                    <dt class="text-caption text-muted">"Theirs"</dt>
                    <dd class="num mt-0.5 break-words whitespace-pre-line">
                        <span class="font-medium">{theirs}</span>
                        <span class="block text-caption text-muted">{by}</span>
                    </dd>
                </div>
            </dl>
        </div>
    }
}

/// As people read it.
fn shown(edits: Edits, edited: Edited, typed: &str) -> String {
    match edited {
        Edited::Fact(fact) => fact.shown(typed),
        Edited::Field(id) => edits.vocabulary.with_untracked(|vocabulary| {
            let field = vocabulary.fields.iter().find(|field| field.id == id);
            let value = field.and_then(|field| Some((field, FieldValue::parse(field, typed).ok()??)));
            value.map_or_else(|| typed.to_owned(), |(field, value)| value.shown(field))
        }),
    }
}

/// What is sent after the choice: all of it over their values, or what nobody else changed.
fn settled(edits: &[FactEdit], conflicts: &[FactConflict], mine: bool) -> Vec<FactEdit> {
    let theirs = |edit: &FactEdit| {
        let same = |conflict: &&FactConflict| (conflict.fact, conflict.item) == (edit.fact, edit.item);
        conflicts.iter().find(same).map(|conflict| conflict.theirs.clone())
    };
    let settle = |edit: &FactEdit| match theirs(edit) {
        Some(base) if mine => Some(FactEdit { base, ..edit.clone() }),
        Some(_) => None,
        None => Some(edit.clone()),
    };
    edits.iter().filter_map(settle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::leads::Fact;

    #[test]
    fn what_nobody_else_changed_is_sent_either_way() {
        let edit = |fact: Fact, base: &str, value: &str| FactEdit {
            fact: fact.into(),
            item: 0,
            base: base.into(),
            value: value.into(),
        };
        let edits = [edit(Fact::Name, "Ana", "Anna"), edit(Fact::Beds, "", "3")];
        let conflicts = [FactConflict {
            fact: Fact::Name.into(),
            item: 0,
            base: "Ana".into(),
            yours: "Anna".into(),
            theirs: "Ana O.".into(),
            by: None,
            at: None,
        }];
        assert_eq!(settled(&edits, &conflicts, false), [edit(Fact::Beds, "", "3")]);
        assert_eq!(
            settled(&edits, &conflicts, true),
            [edit(Fact::Name, "Ana O.", "Anna"), edit(Fact::Beds, "", "3")]
        );
    }
}
