//! Who is away, set by who manages duty. It takes effect at once.

use super::desk::Desk;
use super::rpc::set_away;
use crate::state::{mirrored, use_hydrated};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::MemberId;
use shared::leads::OwnerRef;
use ui::{Section, Switch};

#[component]
pub(super) fn Away(desk: Desk) -> impl IntoView {
    let hydrated = use_hydrated();
    let switches = move || {
        desk.owners
            .get()
            .into_iter()
            .map(|OwnerRef { id, name }| {
                let checked = mirrored(Memo::new(move |_| desk.away.with(|away| away.contains(&id))));
                view! {
                    <li class="flex min-h-9 items-center">
                        <Switch
                            name=format!("away-{id}")
                            label=name.clone()
                            checked
                            disabled=Signal::derive(move || !hydrated.get())
                            on_change=move |on: bool| say(desk, id, name.clone(), on)
                        />
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Section
            id="away"
            title="Who is away"
            note=Some(
                "Whoever is away gets no leads by rules. What they have stays theirs. Members say it of themselves under Members and roles."
                    .to_owned(),
            )
        >
            <ul class="mt-1">{switches}</ul>
        </Section>
    }
}

/// On the screen at once; taken back when the server refuses.
fn say(desk: Desk, member: MemberId, name: String, on: bool) {
    let put = move |on: bool| {
        desk.away.try_update(|away| {
            away.retain(|known| *known != member);
            if on {
                away.push(member);
            }
        });
    };
    put(on);
    spawn_local(async move {
        match set_away(member, on).await {
            Ok(()) => {
                let words = if on { "is away" } else { "is there again" };
                desk.toaster.success(format!("{name} {words}"));
            }
            Err(error) => {
                put(!on);
                desk.toaster.error("Nothing was changed", error.message);
            }
        }
    });
}
