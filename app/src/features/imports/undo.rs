//! Taking an import back: what would go and what would stay is said before.

use super::rpc::{UndoImport, foresee_undo};
use super::state::Desk;
use super::words::plural;
use crate::layout::Confirm;
use crate::state::use_hydrated;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::imports::UndoForesight;
use ui::{Button, ButtonType, lucide};

#[component]
pub(super) fn TakeBack(desk: Desk) -> impl IntoView {
    let action = ServerAction::<UndoImport>::new();
    let hydrated = use_hydrated();
    let (asking, looking) = (RwSignal::new(false), RwSignal::new(false));
    let foresight = RwSignal::new(UndoForesight::default());
    Effect::new(move |_| {
        if let Some(answer) = action.value().get() {
            desk.settle(answer);
        }
    });
    let ask = move || {
        if looking.get_untracked() {
            return;
        }
        looking.set(true);
        let id = desk.id();
        spawn_local(async move {
            match foresee_undo(id).await {
                Ok(foreseen) => {
                    foresight.try_set(foreseen);
                    asking.try_set(true);
                }
                Err(error) => {
                    desk.refused.try_set(Some(error));
                }
            }
            looking.try_set(false);
        });
    };
    let text = move || foresight.with(words);
    let name = move || desk.import.with(|import| import.summary.name.clone());
    view! {
        // Without scripts the button does it at once; the rule stands beside it.
        <ActionForm
            action
            on:submit:capture=move |event| {
                if hydrated.get_untracked() {
                    event.prevent_default();
                    event.stop_propagation();
                    ask();
                }
            }
        >
            <input type="hidden" name="id" value=desk.id() />
            <Button
                button_type=ButtonType::Submit
                icon=lucide::LuUndo2
                busy=Signal::derive(move || looking.get() || action.pending().get())
                busy_label="Looking"
            >
                "Take it back"
            </Button>
            <p class="mt-1 max-w-[44ch] text-caption text-muted">
                "Removes what the import made and takes off what it added. Leads that somebody has worked on since stay."
            </p>
        </ActionForm>
        <Confirm
            id="take-back"
            open=asking
            title=Signal::derive(move || format!("Take back {}?", name()))
            text=Signal::derive(text)
            verb="Take it back"
            on_confirm=move |()| {
                action.dispatch(UndoImport { id: desk.id() });
            }
        />
    }
}

/// What would go, what would be restored, and what would stay, by name.
fn words(foresight: &UndoForesight) -> String {
    let mut words = format!(
        "{} removed, with the people and properties that only this import brought.",
        plural(foresight.removed, "lead is", "leads are")
    );
    if foresight.restored > 0 {
        words.push_str(&format!(
            " What was added to {} is taken off again.",
            plural(foresight.restored, "other lead", "other leads")
        ));
    }
    if foresight.kept > 0 {
        let mut names: Vec<&str> = foresight.names.iter().map(|kept| kept.name.as_str()).take(5).collect();
        let more = foresight.kept > 5;
        if more {
            names.push("and others");
        }
        words.push_str(&format!(
            " {} kept, because somebody has worked on them since: {}.",
            plural(foresight.kept, "row is", "rows are"),
            names.join(", ")
        ));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::imports::KeptLead;

    #[test]
    fn what_stays_is_named() {
        let lead = "lead_00000000000000000000000001".parse().unwrap();
        let foresight = UndoForesight {
            removed: 1_035,
            restored: 1,
            kept: 2,
            names: ["Ana", "Otis"].map(|name| KeptLead { lead, name: name.into() }).to_vec(),
        };
        assert_eq!(
            words(&foresight),
            "1,035 leads are removed, with the people and properties that only this import brought. What was added to 1 \
             other lead is taken off again. 2 rows are kept, because somebody has worked on them since: Ana, Otis."
        );
        let nothing = UndoForesight { removed: 1, ..UndoForesight::default() };
        assert!(words(&nothing).starts_with("1 lead is removed"));
    }
}
