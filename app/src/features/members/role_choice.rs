//! A member's role, changed in place. A wrong choice is taken back by one press, so nobody is asked first.

use super::rpc::change_member_role;
use crate::state::{use_hydrated, use_session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::MemberId;
use shared::members::MemberSummary;
use shared::roles::Role;
use ui::{Choice, Select, Toast, Toaster, use_toaster};

/// The roles that the member signed in may give.
pub(super) fn grantable_roles() -> Signal<Vec<Choice>> {
    let session = use_session();
    Signal::derive(move || {
        let own = session.role();
        Role::ALL
            .into_iter()
            .filter(|role| own.is_some_and(|own| own.may_manage(*role)))
            .map(|role| Choice::new(role.as_str(), role.label()))
            .collect()
    })
}

/// Words for those who may not change it, a list for those who may.
#[component]
pub(super) fn RoleChoice(member: Memo<Option<MemberSummary>>) -> impl IntoView {
    let session = use_session();
    let role = Memo::new(move |_| member.with(|member| member.as_ref().map(|member| member.role)));
    let editable = Memo::new(move |_| {
        member.with(|member| {
            member.as_ref().is_some_and(|member| {
                session
                    .with(|me| me.member != member.id && me.role.may_manage(member.role))
                    .unwrap_or_default()
            })
        })
    });
    let words = move || role.get().map(Role::label);
    view! {
        <Show when=move || editable.get() fallback=move || view! { <span class="text-muted">{words}</span> }>
            {move || member.get_untracked().map(|member| view! { <RoleSelect member role /> })}
        </Show>
    }
}

#[component]
fn RoleSelect(member: MemberSummary, role: Memo<Option<Role>>) -> impl IntoView {
    let hydrated = use_hydrated();
    let toaster = use_toaster();
    let (id, name) = (member.id, member.name);
    let chosen = RwSignal::new(member.role.as_str().to_owned());
    // Somebody else may change it meanwhile.
    Effect::new(move |_| {
        if let Some(role) = role.get() {
            chosen.set(role.as_str().to_owned());
        }
    });
    let label = format!("Role of {name}");
    view! {
        <Select
            name=format!("role-{id}")
            label
            label_hidden=true
            class="min-w-28"
            choices=grantable_roles()
            value=chosen
            disabled=Signal::derive(move || !hydrated.get())
            on_change=move |word: String| {
                let before = role.get_untracked().unwrap_or(Role::Viewer);
                if let Ok(to) = word.parse::<Role>() {
                    change(Change { id, name: name.clone(), from: before, to, chosen, toaster });
                }
            }
        />
    }
}

#[derive(Clone)]
struct Change {
    id: MemberId,
    name: String,
    from: Role,
    to: Role,
    chosen: RwSignal<String>,
    toaster: Toaster,
}

/// Already on the screen; taken back when the server refuses.
fn change(change: Change) {
    spawn_local(async move {
        let Change { id, name, from, to, chosen, toaster } = change.clone();
        match change_member_role(id, to.as_str().to_owned()).await {
            Ok(()) => {
                let back = Change { from: to, to: from, ..change };
                toaster.push(Toast::success(format!("{name} is now {}", to.label().to_lowercase())).undo(
                    move || {
                        back.chosen.try_set(back.to.as_str().to_owned());
                        self::change(back.clone());
                    },
                ));
            }
            Err(error) => {
                chosen.try_set(from.as_str().to_owned());
                toaster.error(format!("{name} is still {}", from.label().to_lowercase()), error.message);
            }
        }
    });
}
