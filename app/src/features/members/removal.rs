//! Removing a member: final for their sessions and the leads they own, so the dialog names the person.

use super::rpc::remove_member;
use super::screen::Members;
use crate::layout::Confirm;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::use_toaster;

/// Opens while somebody is `leaving`.
#[component]
pub(super) fn Removal(members: Members) -> impl IntoView {
    let toaster = use_toaster();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(members.leaving.with(Option::is_some)));
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is {
            members.leaving.set(None);
        }
        is
    });
    let name = Signal::derive(move || {
        members.leaving.with(|m| m.as_ref().map(|m| m.name.clone())).unwrap_or_default()
    });
    let remove = move || {
        let Some(member) = members.leaving.get_untracked() else { return };
        spawn_local(async move {
            match remove_member(member.id).await {
                Ok(()) => {
                    toaster.success(format!("{} is no longer a member", member.name));
                    members.reload();
                }
                Err(error) => toaster.error(format!("{} is still a member", member.name), error.message),
            }
        });
    };
    view! {
        <Confirm
            id="remove-member"
            open
            title=Signal::derive(move || format!("Remove {}?", name.get()))
            text="They are signed out at once, and their leads are left without an owner. What they did stays in the timelines."
            verb=Signal::derive(move || format!("Remove {}", name.get()))
            on_confirm=remove
        />
    }
}
