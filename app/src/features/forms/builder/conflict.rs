//! What is not saved, and why: the server cannot be asked, or two people changed the form. Then both states are told apart
//! and one is chosen; the other one is a step back away.

use super::room::Room;
use crate::state::use_zone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::forms::edit::{Difference, difference};
use ui::{Banner, Button, ButtonSize, Tone, exact_text};

/// Names of a list that are written out.
const SHOWN: usize = 6;

#[component]
pub(super) fn Conflict(room: Room) -> impl IntoView {
    let saving = room.saving;
    let zone = use_zone();
    let told = move || {
        saving.theirs.with(|theirs| {
            let theirs = theirs.as_ref()?;
            let at = theirs.saved_at.timestamp_millis();
            let who = theirs.saved_by.clone().unwrap_or_else(|| "Somebody".to_owned());
            let when = exact_text(at, zone.minutes_at(at));
            let apart = room.form.with(|form| difference(form, &theirs.definition));
            Some((format!("{who} changed this form while you did ({when})."), lines(&apart)))
        })
    };
    move || {
        told().map(|(words, lines)| {
            let actions = move || {
                view! {
                    <Button size=ButtonSize::Sm on_click=move |_| take(room)>
                        "Take theirs"
                    </Button>
                    <Button size=ButtonSize::Sm on_click=move |_| room.keep()>
                        "Keep mine"
                    </Button>
                }
            };
            view! {
                <div class="shrink-0 px-4 py-2">
                    <Banner tone=Tone::Warning alert=true actions>
                        <b class="font-medium">{words}</b>
                        " Nothing of yours is saved until you choose; the other one stays one undo away."
                        <ul class="mt-1">
                            {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                        </ul>
                    </Banner>
                </div>
            }
        })
    }
}

/// Why the last save failed.
#[component]
pub(super) fn NotSaved(room: Room) -> impl IntoView {
    let words = move || room.saving.failed.with(|failed| failed.as_ref().map(|error| error.message.clone()));
    move || {
        words().map(|words| {
            let again = move || {
                spawn_local(async move {
                    room.save().await;
                });
            };
            let actions = move || {
                view! {
                    <Button size=ButtonSize::Sm on_click=move |_| again()>
                        "Try again"
                    </Button>
                }
            };
            view! {
                <div class="shrink-0 px-4 py-2">
                    <Banner tone=Tone::Danger alert=true actions>
                        <b class="font-medium">"Not saved. "</b>
                        {words}
                        " What you changed is still here."
                    </Banner>
                </div>
            }
        })
    }
}

fn take(room: Room) {
    if let Some(theirs) = room.saving.theirs.get_untracked() {
        room.take(&theirs);
    }
}

fn lines(apart: &Difference) -> Vec<String> {
    let line = |what: &str, names: &[String]| {
        let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
        let more = names.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!names.is_empty()).then(|| format!("{what}: {}{more}", shown.join(", ")))
    };
    [
        line("Only in yours", &apart.only_mine),
        line("Only in theirs", &apart.only_theirs),
        line("Different", &apart.changed),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        let many: Vec<String> = (1..=8).map(|number| format!("F{number}")).collect();
        let apart = Difference { only_mine: many, only_theirs: Vec::new(), changed: vec!["Email".into()] };
        assert_eq!(lines(&apart), ["Only in yours: F1, F2, F3, F4, F5, F6 and 2 more", "Different: Email"]);
    }
}
