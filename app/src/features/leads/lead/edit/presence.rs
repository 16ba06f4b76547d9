//! The others who have the lead open, and what stands in their inputs. The page says the same of itself.

use super::Edits;
use crate::features::leads::browser;
use crate::features::leads::owner_menu::first_name;
use crate::features::leads::rpc::{LeavePresence, beat_presence};
use crate::state::{every, use_presence, use_session};
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use shared::leads::Edited;
use shared::presence::{BEAT_SECONDS, Present};
use ui::{Avatar, AvatarSize};

/// Names that are written out.
const NAMED: usize = 2;

/// Who else is here; nothing while one is alone. Says in turn that one is here, until the page goes.
#[component]
pub(in super::super) fn Here(edits: Edits) -> impl IntoView {
    follow(edits);
    let names = Memo::new(move |_| {
        edits.others.with(|others| others.iter().map(|one| one.name.clone()).collect::<Vec<_>>())
    });
    move || {
        let names = names.get();
        (!names.is_empty()).then(|| {
            let marks = names
                .iter()
                .take(3)
                .map(|name| view! { <Avatar name=name.clone() size=AvatarSize::Sm decorative=true /> })
                .collect_view();
            view! {
                <p class="flex min-w-0 items-center gap-1.5 text-caption text-muted">
                    <span class="flex -space-x-1">{marks}</span>
                    <span class="min-w-0 break-words">{here_words(&names)}</span>
                </p>
            }
        })
    }
}

fn follow(edits: Edits) {
    let id = edits.open.id;
    let news = use_presence();
    let session = use_session();
    let me = move || session.with(|info| info.member);
    let show = move |present: Vec<Present>| {
        let mine = untrack(me);
        let others: Vec<Present> = present.into_iter().filter(|one| Some(one.member) != mine).collect();
        if edits.others.try_with_untracked(|known| *known != others) == Some(true) {
            edits.others.set(others);
        }
    };
    Effect::new(move |_| {
        if let Some(met) = news.get().filter(|met| met.lead == id) {
            show(met.present);
        }
    });
    Effect::new(move |_| {
        let tab = StoredValue::new(browser::fresh_key());
        let beat = move || {
            let Some(tab) = tab.try_get_value() else { return };
            let editing: Vec<String> =
                edits.editing.with_untracked(|all| all.iter().map(ToString::to_string).collect());
            spawn_local(async move {
                // silence is no trouble of whoever works here
                if let Ok(present) = beat_presence(id.to_string(), tab, editing).await {
                    show(present);
                }
            });
        };
        // at once, and whenever an input opens or closes
        Effect::new(move |_| {
            edits.editing.track();
            beat();
        });
        every(|| BEAT_SECONDS, beat);
        let leave = move || {
            if let Some(tab) = tab.try_get_value() {
                browser::post_and_go(LeavePresence::url(), &[("id", &id.to_string()), ("tab", &tab)]);
            }
        };
        let gone = window_event_listener(ev::pagehide, move |_| leave());
        on_cleanup(move || {
            gone.remove();
            leave();
        });
    });
}

/// "Marcus is editing this" below what stands in somebody's input.
pub(super) fn editing_words(edits: Edits, edited: Edited) -> Option<String> {
    let names = edits.others.with(|others| {
        let editing = others.iter().filter(|one| one.editing.contains(&edited));
        editing.map(|one| first_name(&one.name).to_owned()).collect::<Vec<_>>()
    });
    match names.as_slice() {
        [] => None,
        [one] => Some(format!("{one} is editing this")),
        [first @ .., last] => Some(format!("{} and {last} are editing this", first.join(", "))),
    }
}

/// Says to the others that one fills in fields, for as long as the calling component lives.
pub(in super::super) fn is_editing(edits: Edits, edited: Vec<Edited>) {
    edits.editing.update(|all| all.extend(edited.iter().copied()));
    on_cleanup(move || {
        edits.editing.try_update(|all| all.retain(|known| !edited.contains(known)));
    });
}

fn here_words(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("{one} is here too"),
        [one, two] => format!("{one} and {two} are here too"),
        more => {
            let shown: Vec<&str> = more.iter().take(NAMED).map(String::as_str).collect();
            format!("{} and {} more are here too", shown.join(", "), more.len() - shown.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_is_counted() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(here_words(&names(&["Marcus Bell"])), "Marcus Bell is here too");
        assert_eq!(here_words(&names(&["A", "B"])), "A and B are here too");
        assert_eq!(here_words(&names(&["A", "B", "C", "D"])), "A, B and 2 more are here too");
    }
}
