//! The list of notifications: following what happens, ticking off, opening what it is about.

use super::bell::{Unread, concerns};
use super::rpc::{ReadAllNotifications, list_notifications, read_all_notifications, read_notification};
use crate::features::leads::times::Times;
use crate::state::live;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use shared::NotificationId;
use shared::notifications::{NoticeKind, Notification, NotificationPage};
use ui::{
    Button, ButtonSize, ButtonType, EmptyState, Icon, LoadMore, RelativeTime, Symbol, lucide, use_toaster,
};

#[component]
pub(super) fn Notifications(page: NotificationPage) -> impl IntoView {
    let unread = use_context::<Unread>();
    let rows = RwSignal::new(page.rows);
    let older = RwSignal::new(page.older);
    let busy = RwSignal::new(false);
    let toaster = use_toaster();
    let times = Times::here();
    let show_count = move |count: u64| {
        if let Some(unread) = unread {
            unread.set(count);
        }
    };
    let reload = move || {
        spawn_local(async move {
            // what is on the screen stays when there is no answer
            if let Ok(page) = list_notifications(None).await {
                rows.try_set(page.rows);
                older.try_set(page.older);
                show_count(page.unread);
            }
        });
    };
    live::on_event(concerns, reload);
    let more = move || {
        let Some(before) = older.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            match list_notifications(Some(before.to_string())).await {
                Ok(page) => {
                    rows.try_update(|rows| rows.extend(page.rows));
                    older.try_set(page.older);
                }
                Err(error) => toaster.error("Could not load older notifications", error.message),
            }
            busy.try_set(false);
        });
    };
    let read_all = move |event: SubmitEvent| {
        event.prevent_default();
        spawn_local(async move {
            match read_all_notifications().await {
                Ok(()) => reload(),
                Err(error) => toaster.error("Not marked as read", error.message),
            }
        });
    };
    let read = Callback::new(move |id: NotificationId| {
        spawn_local(async move {
            if read_notification(id.to_string()).await.is_ok() {
                rows.try_update(|rows| {
                    rows.iter_mut().filter(|row| row.id == id).for_each(|row| row.read = true);
                });
                if let Some(unread) = unread {
                    unread.ask();
                }
            }
        });
    });
    let any = Memo::new(move |_| rows.with(|rows| !rows.is_empty()));
    let any_unread = Memo::new(move |_| rows.with(|rows| rows.iter().any(|row| !row.read)));
    view! {
        <Show when=move || any.get() fallback=nothing>
            <form method="post" action=ReadAllNotifications::url() class="mt-2 flex" on:submit=read_all>
                <Button
                    button_type=ButtonType::Submit
                    size=ButtonSize::Sm
                    class="ml-auto max-md:h-10"
                    disabled=Signal::derive(move || !any_unread.get())
                >
                    "Mark all as read"
                </Button>
            </form>
            <ul class="mt-2 border-b border-line">
                <For each=move || rows.get() key=|row| (row.id, row.read) let:row>
                    <Row row times read />
                </For>
            </ul>
            <Show when=move || older.with(Option::is_some)>
                <LoadMore on_more=more busy label="Older notifications" />
            </Show>
        </Show>
    }
}

fn nothing() -> impl IntoView {
    view! {
        <EmptyState
            level=2
            icon=lucide::LuBell
            title="Nothing to tell you yet"
            text="Here you see when somebody mentions you or gives you a lead or a task, and when a reminder comes due."
            class="mt-4"
        />
    }
}

fn icon(kind: NoticeKind) -> Symbol {
    match kind {
        NoticeKind::Mentioned => lucide::LuAtSign,
        NoticeKind::TaskAssigned => lucide::LuListChecks,
        NoticeKind::LeadAssigned => lucide::LuUserCheck,
        NoticeKind::Reminder | NoticeKind::LeadEscalated => lucide::LuAlarmClock,
    }
}

/// Where it leads: to its lead, or to the agenda.
fn target(row: &Notification) -> String {
    row.lead.map_or_else(|| "/agenda".to_owned(), |lead| format!("/leads/{lead}"))
}

#[component]
fn Row(row: Notification, times: Times, read: Callback<NotificationId>) -> impl IntoView {
    let (id, unread) = (row.id, !row.read);
    let names_its_lead = matches!(row.kind, NoticeKind::LeadAssigned | NoticeKind::LeadEscalated);
    let about = row.lead_name.clone().filter(|_| !names_its_lead);
    let subject = row.subject.clone();
    view! {
        <li class="flex items-start gap-3 border-t border-line py-2.5">
            <Icon icon=icon(row.kind) class="mt-0.5 text-muted" />
            <a
                href=target(&row)
                class="min-w-0 flex-1 rounded-sm hover:underline"
                class:font-medium=unread
                on:click=move |_| {
                    if unread {
                        read.run(id);
                    }
                }
            >
                {unread.then(|| view! { <span class="sr-only">"Unread: "</span> })}
                {row.sentence()}
                {about.map(|name| format!(" on the lead {name}"))}
                <span class="block truncate font-normal text-muted">{subject}</span>
            </a>
            <RelativeTime
                at=row.at.timestamp_millis()
                now=times.now
                offset_minutes=times.offset(row.at)
                class="shrink-0 text-caption text-muted"
            />
            <span class="mt-1.5 size-2 shrink-0 rounded-full" class:bg-accent=unread aria-hidden="true"></span>
        </li>
    }
}
