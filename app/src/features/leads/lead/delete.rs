//! Deleting the open lead, and hearing that somebody else did.

use super::state::OpenLead;
use crate::features::deletion::{delete_lead, restore_lead};
use crate::features::leads::address::list_href;
use crate::state::{live, use_session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::LeadId;
use shared::leads::LeadQuery;
use shared::roles::Permission;
use ui::{IconButton, Toast, Toaster, lucide};

/// The button for whoever may. Afterwards one is back in the list, where it can be taken back.
#[component]
pub(super) fn DeleteLead(open: OpenLead, from: Memo<LeadQuery>) -> impl IntoView {
    let session = use_session();
    let may = Memo::new(move |_| session.may(Permission::DeleteLeads));
    let (id, toaster) = (open.id, open.toaster);
    let deleting = RwSignal::new(false);
    live::on_event(
        move |event| event.lead == Some(id) && event.name == "lead.deleted",
        move || {
            if !deleting.get_untracked() {
                toaster.error("Somebody deleted this lead", "What you change here is not saved any more.");
            }
        },
    );
    let navigate = use_navigate();
    let delete = Callback::new(move |_| {
        if deleting.get_untracked() {
            return;
        }
        deleting.set(true);
        let (name, navigate) = (open.lead.with_untracked(|lead| lead.summary.name.clone()), navigate.clone());
        let list = from.with_untracked(list_href);
        spawn_local(async move {
            match delete_lead(id.to_string()).await {
                Ok(()) => {
                    let toast = Toast::success(format!("{name} is deleted"));
                    toaster.push(toast.undo(move || bring_back(toaster, name.clone(), id)));
                    navigate(&list, NavigateOptions::default());
                }
                Err(error) => {
                    toaster.error("The lead was not deleted", error.message);
                    deleting.try_set(false);
                }
            }
        });
    });
    view! {
        <Show when=move || may.get()>
            <IconButton icon=lucide::LuTrash2 label="Delete the lead" on_click=delete />
        </Show>
    }
}

fn bring_back(toaster: Toaster, name: String, lead: LeadId) {
    spawn_local(async move {
        match restore_lead(lead.to_string()).await {
            Ok(()) => toaster.success(format!("{name} is restored")),
            Err(error) => toaster.error(format!("{name} is still deleted"), error.message),
        }
    });
}
