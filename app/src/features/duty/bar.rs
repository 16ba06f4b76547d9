//! Saving from wherever one is on the page, and what keeps it from happening.

use super::desk::Desk;
use crate::rpc::ErrorKind;
use crate::state::use_hydrated;
use leptos::prelude::*;
use shared::duty::{Duty, DutyInput};
use ui::{Banner, Button, ButtonKind, ButtonSize, Tone};

#[component]
pub(super) fn Bar(desk: Desk) -> impl IntoView {
    let hydrated = use_hydrated();
    let stops = Memo::new(move |_| if desk.tried.get() { desk.problems.with(Vec::len) } else { 0 });
    let words = move || match (stops.get(), desk.edited.get()) {
        (1, _) => "1 thing stops saving",
        (2.., _) => "Some things stop saving",
        (0, true) => "Not saved yet. It is kept in this browser until you save or undo it.",
        (0, false) => "",
    };
    let tone = move || if stops.get() > 0 { "text-danger" } else { "text-muted" };
    let idle = Memo::new(move |_| !desk.edited.get() || desk.theirs.with(Option::is_some));
    let reason = Signal::derive(move || {
        let words = if desk.theirs.with(Option::is_some) {
            "Choose a version first."
        } else {
            "Nothing was changed."
        };
        hydrated.get().then(|| words.to_owned())
    });
    view! {
        <div class="sticky bottom-0 z-10 -mx-4 mt-6 flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line bg-surface px-4 py-2.5 max-md:bottom-[calc(57px+env(safe-area-inset-bottom))] md:-mx-6 md:px-6 noscript:hidden">
            <Button
                kind=ButtonKind::Primary
                disabled=Signal::derive(move || !hydrated.get() || idle.get())
                reason
                busy=desk.busy
                on_click=move |_| desk.save()
            >
                "Save settings"
            </Button>
            <Show when=move || desk.edited.get()>
                <Button on_click=move |_| desk.undo()>"Undo changes"</Button>
            </Show>
            <span role="status" class=tone>
                {words}
            </span>
        </div>
    }
}

/// Two people changed the settings. Nothing of either is lost before one is chosen.
#[component]
pub(super) fn Theirs(desk: Desk) -> impl IntoView {
    let told = move |theirs: Duty| {
        let lines = desk.input.with_untracked(|mine| differences(mine, &theirs));
        let actions = move || {
            let taken = theirs.clone();
            view! {
                <Button size=ButtonSize::Sm on_click=move |_| desk.take(&taken)>
                    "Take theirs"
                </Button>
                <Button
                    size=ButtonSize::Sm
                    on_click=move |_| {
                        desk.keep();
                        desk.save();
                    }
                >
                    "Save mine over theirs"
                </Button>
            }
        };
        view! {
            <Banner tone=Tone::Warning alert=true class="mt-4" actions>
                <b class="font-medium">"Somebody else saved these settings while you were changing them. "</b>
                "Nothing of yours is saved until you choose. "
                {lines}
            </Banner>
        }
    };
    move || desk.theirs.get().map(told)
}

/// What is not the same in both.
fn differences(mine: &DutyInput, theirs: &Duty) -> String {
    let theirs = DutyInput::from(theirs);
    let apart = [
        (mine.default_minutes != theirs.default_minutes, "the usual time"),
        (mine.tiers != theirs.tiers, "tiers"),
        (mine.rules != theirs.rules, "rules"),
        (
            mine.hand_on_minutes != theirs.hand_on_minutes || mine.hand_on_members != theirs.hand_on_members,
            "what happens when nobody answers",
        ),
    ];
    let words: Vec<&str> =
        apart.into_iter().filter(|(differs, _)| *differs).map(|(_, words)| words).collect();
    if words.is_empty() { String::new() } else { format!("Different: {}.", words.join(", ")) }
}

/// Why the server did not save it, where that is about no field.
#[component]
pub(super) fn Refused(desk: Desk) -> impl IntoView {
    let words = move || {
        let error = desk.refused.get()?;
        (error.fields.is_empty() && error.kind != ErrorKind::Conflict).then_some(error.message)
    };
    move || {
        words().map(|words| {
            view! {
                <Banner tone=Tone::Danger alert=true class="mt-4">
                    <b class="font-medium">"The settings were not saved. "</b>
                    {words}
                    " What you typed is still here."
                </Banner>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::duty::DutySettings;

    #[test]
    fn what_differs_is_named() {
        let theirs = Duty {
            settings: DutySettings::default(),
            default_minutes: 15,
            revision: 4,
            away: Vec::new(),
            problems: Vec::new(),
        };
        let mine = DutyInput::from(&theirs);
        assert_eq!(differences(&mine, &theirs), "");
        let mine = DutyInput { default_minutes: "20".into(), hand_on_minutes: "5".into(), ..mine };
        let words = "Different: the usual time, what happens when nobody answers.";
        assert_eq!(differences(&mine, &theirs), words);
    }
}
