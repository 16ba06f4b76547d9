//! The leads that were deleted, the last one first.

use super::rpc::{RestoreLead, list_deleted_leads};
use crate::features::leads::Crumbs;
use crate::layout::{Failure, PageTitle};
use crate::state::{ask_once, live, use_now, use_zone};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::leads::{DeletedLead, DeletedPage};
use ui::{
    Button, ButtonSize, ButtonType, EmptyState, RelativeTime, Skeleton, SkeletonShape, lucide, use_toaster,
};

#[component]
pub(super) fn Deleted() -> impl IntoView {
    let first = ask_once(|| list_deleted_leads(String::new()));
    live::on_event(
        |event| matches!(event.name.as_str(), "lead.deleted" | "lead.restored"),
        move || first.refetch(),
    );
    let inside = move || {
        Suspend::new(async move {
            match first.await {
                Ok(page) => view! { <Rows page /> }.into_any(),
                Err(error) => {
                    let retry = move || first.refetch();
                    view! { <Failure error what="the deleted leads" page=true on_retry=retry /> }.into_any()
                }
            }
        })
    };
    view! {
        <PageTitle title="Deleted leads" />
        <div class="px-4 pt-3 pb-8 md:px-6">
            <Crumbs here="Deleted" />
            <h1 class="mt-1 text-title font-semibold">"Deleted leads"</h1>
            <p class="max-w-[68ch] text-muted">
                "They are in no list and nobody is reminded of them. Whoever writes again begins a new lead. Restored, a lead is as it was."
            </p>
            <Transition fallback=|| {
                view! { <Skeleton shape=SkeletonShape::Rows label="Loading the deleted leads" class="mt-4" /> }
            }>{inside}</Transition>
        </div>
    }
}

#[component]
fn Rows(page: DeletedPage) -> impl IntoView {
    let rows = RwSignal::new(page.rows);
    let older = RwSignal::new(page.older);
    let busy = RwSignal::new(false);
    let toaster = use_toaster();
    let more = move |_| {
        let Some(last) = older.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            match list_deleted_leads(last.to_string()).await {
                Ok(page) => {
                    rows.try_update(|rows| rows.extend(page.rows));
                    older.try_set(page.older);
                }
                Err(error) => toaster.error("Older ones were not loaded", error.message),
            }
            busy.try_set(false);
        });
    };
    let inside = move || {
        if rows.with(Vec::is_empty) {
            return view! {
                <EmptyState
                    level=2
                    icon=lucide::LuTrash2
                    title="Nothing is deleted"
                    text="Choose leads in the list and delete them: they wait here, and can be restored."
                />
            }
            .into_any();
        }
        view! {
            <ul class="mt-4 max-w-[900px] divide-y divide-line border-y border-line">
                <For each=move || rows.get() key=|lead| lead.id let:lead>
                    <Row lead />
                </For>
            </ul>
        }
        .into_any()
    };
    view! {
        {inside}
        <Show when=move || older.with(Option::is_some)>
            <Button class="mt-3" busy busy_label="Loading" on_click=more>
                "Show older"
            </Button>
        </Show>
    }
}

#[component]
fn Row(lead: DeletedLead) -> impl IntoView {
    let action = ServerAction::<RestoreLead>::new();
    let toaster = use_toaster();
    let name = lead.name.clone();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(())) => toaster.success(format!("{name} is restored")),
        Some(Err(error)) => toaster.error(format!("{name} is still deleted"), error.message),
        None => {}
    });
    let (id, at, zone) = (lead.id.to_string(), lead.at.timestamp_millis(), use_zone());
    let label = format!("Restore {}", lead.name);
    let stood = [Some(lead.status.label().to_owned()), lead.place].into_iter().flatten();
    let stood = stood.collect::<Vec<_>>().join(", ");
    view! {
        <li class="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
            <span class="min-w-0">
                <span class="block font-medium break-words">{lead.name}</span>
                <span class="block text-caption text-muted">{stood}</span>
            </span>
            <span class="text-caption text-muted md:ml-auto">
                {format!("Deleted by {}, ", lead.by)}
                <RelativeTime at now=use_now() offset_minutes=zone.minutes_at(at) />
            </span>
            <ActionForm action>
                <input type="hidden" name="lead" value=id />
                <Button
                    button_type=ButtonType::Submit
                    size=ButtonSize::Sm
                    icon=lucide::LuUndo2
                    busy=Signal::derive(move || action.pending().get())
                    busy_label="Restoring"
                    attr:aria-label=label
                >
                    "Restore"
                </Button>
            </ActionForm>
        </li>
    }
}
