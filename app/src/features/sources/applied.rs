//! What a field makes of the payload that is shown, worked out in the browser as somebody types.

use super::row::Line;
use super::state::Room;
use leptos::prelude::*;
use shared::sources::FieldResult;
use ui::{Icon, Symbol, lucide};

#[component]
pub(super) fn Outcome(room: Room, line: Line) -> impl IntoView {
    let result = Memo::new(move |_| {
        room.applied.with(|applied| applied.as_ref()?.results.get(line.index.get()).cloned())
    });
    move || {
        let (icon, tint, words): (Symbol, &str, String) = match result.get() {
            None => (lucide::LuCircleDashed, "text-muted", "No payload to try it on".to_owned()),
            Some(FieldResult::Missing) => {
                (lucide::LuCircleDashed, "text-muted", "Nothing stands there".to_owned())
            }
            Some(FieldResult::Wrong(refusal)) => (lucide::LuCircleAlert, "text-danger", refusal.message),
            Some(FieldResult::Kept { shown, why }) => {
                let words = format!("“{shown}” stays among the answers. {why}");
                (lucide::LuCircleAlert, "text-warning", words)
            }
            Some(FieldResult::Fine { shown }) => (lucide::LuCircleCheck, "text-success", shown),
        };
        let fine = tint == "text-success";
        view! {
            <span class="flex min-w-0 items-start gap-1.5">
                <span class=format!("mt-0.5 {tint}")>
                    <Icon icon />
                </span>
                <span class=if fine { "min-w-0 break-words" } else { tint } title=words.clone()>
                    <span class="sr-only">"Result: "</span>
                    {words.clone()}
                </span>
            </span>
        }
    }
}
