//! The bar below the list while leads are chosen: one change for all of them, and the way back.

use super::state::List;
use crate::features::leads::rpc::{change_leads, undo_change_of_leads};
use crate::layout::{Deed, DeedGroup, offer};
use crate::state::use_session;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::BulkChangeId;
use shared::leads::{
    BulkChange, BulkDone, BulkInput, BulkLeads, BulkUndone, DeadReason, LeadQuery, LeadStatus, MAX_BULK,
    StatusChangeInput, TagChange,
};
use shared::paging::Count;
use shared::roles::Permission;
use shared::tags::MAX_TAG;
use ui::{Button, ButtonKind, ButtonSize, Menu, MenuItem, Toast, lucide, use_toaster};

#[component]
pub(super) fn BulkBar(list: List) -> impl IntoView {
    let count = Memo::new(move |_| list.chosen.with(std::collections::BTreeSet::len));
    let busy = RwSignal::new(false);
    let toaster = use_toaster();
    let session = use_session();
    let may_delete = Memo::new(move |_| session.may(Permission::DeleteLeads));
    let change = Callback::new(move |change: BulkChange| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let leads = if list.all.get_untracked() {
            BulkLeads::Matching(LeadQuery { after: None, ..list.query.get_untracked() })
        } else {
            BulkLeads::These(list.chosen.with_untracked(|chosen| chosen.iter().copied().collect()))
        };
        let deletes = change == BulkChange::Delete;
        spawn_local(async move {
            match change_leads(BulkInput { leads, change }).await {
                Ok(done) => {
                    list.choose_none();
                    let toast = Toast::success(changed(&done, deletes)).detail(refused(&done));
                    toaster.push(match done.id {
                        Some(id) => toast.undo(move || take_back(list, id)),
                        None => toast,
                    });
                    list.reload();
                }
                Err(error) => toaster.error("The leads were not changed", error.message),
            }
            busy.try_set(false);
        });
    });
    offer(move || {
        let count = Some(count.get()).filter(|count| *count > 0)?;
        let title = match count {
            _ if list.all.get() => "All leads that match".to_owned(),
            1 => "1 chosen lead".to_owned(),
            more => format!("{more} chosen leads"),
        };
        let mut deeds: Vec<Deed> = plain_statuses()
            .map(|status| {
                let label = format!("Set the chosen to {}", status.label());
                Deed::new(label, lucide::LuCircleDot, move || change.run(to_status(status, None)))
            })
            .collect();
        deeds.push(Deed::new("Choose none", lucide::LuX, move || list.choose_none()));
        Some(DeedGroup { title, deeds })
    });
    view! {
        <Show when=move || { count.get() > 0 }>
            // on phones the end of the list must not stay behind the bar
            <div class="h-32 shrink-0 md:hidden" aria-hidden="true"></div>
            <div
                role="toolbar"
                aria-label="Change the chosen leads"
                class="flex shrink-0 flex-wrap items-center gap-2 border-t border-line bg-raised px-4 py-2 shadow-float max-md:fixed max-md:inset-x-0 max-md:bottom-[calc(57px+env(safe-area-inset-bottom))] max-md:z-20"
            >
                <span class="num font-medium" role="status">
                    {move || {
                        if list.all.get() {
                            all_chosen(list.total.get())
                        } else {
                            format!("{} chosen", known(count.get()))
                        }
                    }}
                </span>
                <AllThatMatch list />
                <StatusMenus change busy />
                <OwnerMenu list change busy />
                <AddTag list change busy />
                <Show when=move || may_delete.get()>
                    <Button
                        size=ButtonSize::Sm
                        icon=lucide::LuTrash2
                        disabled=busy
                        on_click=move |_| change.run(BulkChange::Delete)
                    >
                        "Delete"
                    </Button>
                </Show>
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Sm
                    class="ml-auto"
                    on_click=move |_| list.choose_none()
                >
                    "Choose none"
                </Button>
            </div>
        </Show>
    }
}

/// Offered once every row that is shown is chosen and there are more.
#[component]
fn AllThatMatch(list: List) -> impl IntoView {
    let offered = Memo::new(move |_| {
        let more = list.next.with(Option::is_some)
            || list.total.get().at_least > list.rows.with(|rows| known(rows.len()).at_least);
        (more && !list.all.get() && list.has_chosen_shown()).then(|| list.total.get())
    });
    move || {
        offered.get().map(|total| {
            if too_many(total) {
                return view! {
                    <span class="text-muted">
                        {format!(
                            "At most {} can be changed at once. Narrow the list to choose all that match.",
                            known(MAX_BULK),
                        )}
                    </span>
                }
                .into_any();
            }
            view! {
                <Button kind=ButtonKind::Quiet size=ButtonSize::Sm on_click=move |_| list.all.set(true)>
                    {all_that_match(total)}
                </Button>
            }
            .into_any()
        })
    }
}

fn known(count: usize) -> Count {
    Count { at_least: u64::try_from(count).unwrap_or(u64::MAX), exact: true }
}

/// A total that is no exact number is at least that.
fn too_many(total: Count) -> bool {
    let most = known(MAX_BULK).at_least;
    total.at_least > most || !total.exact && total.at_least >= most
}

fn all_that_match(total: Count) -> String {
    if total.exact { format!("Choose all {total} that match") } else { "Choose all that match".to_owned() }
}

fn all_chosen(total: Count) -> String {
    if total.exact {
        format!("All {total} that match are chosen")
    } else {
        "All that match are chosen".to_owned()
    }
}

fn take_back(list: List, change: BulkChangeId) {
    let toaster = list.toaster;
    spawn_local(async move {
        match undo_change_of_leads(change).await {
            Ok(done) => toaster.success(undone(done)),
            Err(error) => toaster.error("The change was not taken back", error.message),
        }
        list.reload();
    });
}

fn to_status(status: LeadStatus, reason: Option<DeadReason>) -> BulkChange {
    BulkChange::Status(StatusChangeInput {
        status: status.as_str().to_owned(),
        reason: reason.map(|reason| reason.as_str().to_owned()).unwrap_or_default(),
        ..StatusChangeInput::default()
    })
}

/// The statuses that need no words.
fn plain_statuses() -> impl Iterator<Item = LeadStatus> {
    let known = LeadStatus::ALL.iter().copied();
    known.filter(|status| !matches!(status, LeadStatus::Dead | LeadStatus::New))
}

#[component]
fn StatusMenus(change: Callback<BulkChange>, busy: RwSignal<bool>) -> impl IntoView {
    let to = move |status, reason| change.run(to_status(status, reason));
    let statuses: Vec<MenuItem> =
        plain_statuses().map(|status| MenuItem::new(status.label(), move || to(status, None))).collect();
    // The reason that needs words is given on the lead's own page.
    let reasons = DeadReason::ALL.iter().filter(|reason| **reason != DeadReason::Other);
    let reasons: Vec<MenuItem> = reasons
        .map(|reason| MenuItem::new(reason.label(), move || to(LeadStatus::Dead, Some(*reason))))
        .collect();
    view! {
        <Menu id="bulk-status" label="Change the status to" items=statuses size=ButtonSize::Sm chevron=true disabled=busy>
            "Status"
        </Menu>
        <Menu id="bulk-dead" label="Mark as dead because" items=reasons size=ButtonSize::Sm chevron=true disabled=busy>
            "Dead"
        </Menu>
    }
}

#[component]
fn OwnerMenu(list: List, change: Callback<BulkChange>, busy: RwSignal<bool>) -> impl IntoView {
    let session = use_session();
    let items = Signal::derive(move || {
        let me = session.with(|me| me.member);
        let take = me.map(|me| MenuItem::new("Me", move || change.run(BulkChange::Owner(Some(me)))));
        let nobody = MenuItem::new("Nobody", move || change.run(BulkChange::Owner(None)));
        let others = list.owners.with(|owners| {
            let others =
                owners.iter().filter(|owner| Some(owner.id) != me && session.may(Permission::AssignLeads));
            others
                .map(|owner| {
                    let id = owner.id;
                    MenuItem::new(owner.name.clone(), move || change.run(BulkChange::Owner(Some(id))))
                })
                .collect::<Vec<_>>()
        });
        take.into_iter().chain([nobody]).chain(others).collect::<Vec<_>>()
    });
    view! {
        <Menu id="bulk-owner" label="Give to" items size=ButtonSize::Sm chevron=true disabled=busy>
            "Owner"
        </Menu>
    }
}

#[component]
fn AddTag(list: List, change: Callback<BulkChange>, busy: RwSignal<bool>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let name = typed.get_untracked();
        if !name.trim().is_empty() {
            change.run(BulkChange::Tags(TagChange { add: vec![name], remove: Vec::new() }));
            typed.set(String::new());
        }
    };
    let offers = move || {
        list.vocabulary.with(|vocabulary| {
            vocabulary
                .tags
                .iter()
                .map(|tag| view! { <option value=tag.name.clone()></option> })
                .collect_view()
        })
    };
    view! {
        <form class="inline-flex gap-1" on:submit=send>
            <input
                type="text"
                class="field h-7! w-32"
                placeholder="Tag"
                aria-label="Tag to add"
                list="bulk-tags"
                maxlength=MAX_TAG.to_string()
                autocomplete="off"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <datalist id="bulk-tags">{offers}</datalist>
            <Button size=ButtonSize::Sm icon=lucide::LuTag button_type=ui::ButtonType::Submit disabled=busy>
                "Add tag"
            </Button>
        </form>
    }
}

fn leads(count: u64) -> String {
    if count == 1 { "1 lead".to_owned() } else { format!("{count} leads") }
}

fn changed(done: &BulkDone, deletes: bool) -> String {
    let what = if deletes { "deleted" } else { "changed" };
    match done.changed {
        0 => format!("No lead was {what}"),
        some => format!("{} {what}", leads(some)),
    }
}

/// What stayed as it was, and why.
fn refused(done: &BulkDone) -> String {
    let same = Some(done.same).filter(|same| *same > 0).map(|same| match same {
        1 => "1 was like that already.".to_owned(),
        more => format!("{more} were like that already."),
    });
    let refused = done.refused.iter().map(|(words, count)| format!("{} not: {words}", leads(*count)));
    same.into_iter().chain(refused).collect::<Vec<_>>().join(" ")
}

fn undone(done: BulkUndone) -> String {
    match done.kept {
        0 => format!("{} as before", leads(done.restored)),
        kept => format!("{} as before; {} changed since and kept", leads(done.restored), leads(kept)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_offered_up_to_what_one_change_takes() {
        let count = |at_least, exact| Count { at_least, exact };
        for (total, words) in [
            (count(1_234, true), Some("Choose all 1,234 that match")),
            (count(10_000, true), Some("Choose all 10,000 that match")),
            (count(60, false), Some("Choose all that match")),
            (count(10_000, false), None),
        ] {
            let offered = (!too_many(total)).then(|| all_that_match(total));
            assert_eq!(offered.as_deref(), words);
        }
        assert_eq!(all_chosen(count(1_234, true)), "All 1,234 that match are chosen");
        assert_eq!(all_chosen(count(60, false)), "All that match are chosen");
    }

    #[test]
    fn the_outcome_is_counted_in_words() {
        let done =
            BulkDone { id: None, changed: 12, same: 1, refused: vec![("The lead is gone.".into(), 2)] };
        assert_eq!(changed(&done, false), "12 leads changed");
        assert_eq!(changed(&done, true), "12 leads deleted");
        assert_eq!(refused(&done), "1 was like that already. 2 leads not: The lead is gone.");
        assert_eq!(
            undone(BulkUndone { restored: 1, kept: 2 }),
            "1 lead as before; 2 leads changed since and kept"
        );
    }
}
