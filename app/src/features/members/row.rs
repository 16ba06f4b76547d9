//! One member in the table.

use super::role_choice::RoleChoice;
use super::screen::Members;
use crate::features::duty::OwnAway;
use crate::state::{use_hydrated, use_now, use_session, use_zone};
use leptos::prelude::*;
use shared::MemberId;
use shared::members::MemberSummary;
use shared::roles::Permission;
use ui::{Align, Avatar, Badge, Cell, IconButton, RelativeTime, RowHeader, TableRow, lucide};

#[component]
pub(super) fn Row(members: Members, id: MemberId, manages: Memo<bool>) -> impl IntoView {
    let member = Memo::new(move |_| {
        members.team.with(|team| team.members.iter().find(|member| member.id == id).cloned())
    });
    let session = use_session();
    let own = Memo::new(move |_| {
        session.may(Permission::WorkLeads) && session.with(|me| me.member == id).unwrap_or_default()
    });
    move || {
        let name =
            Memo::new(move |_| member.with(|m| m.as_ref().map(|m| m.name.clone())).unwrap_or_default());
        let away = Memo::new(move |_| member.with(|m| m.as_ref().is_some_and(|m| m.away)));
        let email =
            Memo::new(move |_| member.with(|m| m.as_ref().map(|m| m.email.to_string())).unwrap_or_default());
        view! {
            <TableRow>
                <RowHeader>
                    <span class="flex items-center gap-2.5">
                        <span class="contents max-sm:hidden">{move || view! { <Avatar name=name.get() decorative=true /> }}</span>
                        <span class="min-w-0">
                            <span class="flex items-center gap-1.5">
                                <span class="truncate leading-4.5 font-medium">{name}</span>
                                {move || away.get().then(|| view! { <Badge>"Away"</Badge> })}
                            </span>
                            <span class="block max-w-[40vw] truncate text-caption text-muted md:max-w-80">{email}</span>
                            <Show when=move || own.get()>
                                <OwnAway member=id away changed=Callback::new(move |()| members.reload()) />
                            </Show>
                        </span>
                    </span>
                </RowHeader>
                <Cell>
                    <RoleChoice member />
                </Cell>
                <Cell align=Align::End class="whitespace-nowrap text-muted max-md:hidden">
                    {move || member.with(|m| m.as_ref().map(last_seen))}
                </Cell>
                <Show when=move || manages.get()>
                    <Cell align=Align::End>
                        <Leave members member />
                    </Cell>
                </Show>
            </TableRow>
        }
    }
}

fn last_seen(member: &MemberSummary) -> AnyView {
    match member.last_seen_at {
        None => "Not yet".into_any(),
        Some(at) => {
            let (at, zone) = (at.timestamp_millis(), use_zone());
            view! { <RelativeTime at now=use_now() offset_minutes=zone.minutes_at(at) /> }.into_any()
        }
    }
}

/// Opens the dialog that asks. Nobody removes themselves here, and only owners remove owners.
#[component]
fn Leave(members: Members, member: Memo<Option<MemberSummary>>) -> impl IntoView {
    let session = use_session();
    let hydrated = use_hydrated();
    let allowed = move || {
        member.with(|member| {
            member.as_ref().is_some_and(|member| {
                session
                    .with(|me| me.member != member.id && me.role.may_manage(member.role))
                    .unwrap_or_default()
            })
        })
    };
    view! {
        <Show when=allowed>
            <IconButton
                icon=lucide::LuUserRoundMinus
                label=Signal::derive(move || {
                    format!("Remove {}", member.with(|m| m.as_ref().map(|m| m.name.clone())).unwrap_or_default())
                })
                disabled=Signal::derive(move || !hydrated.get())
                on_click=move |_| members.leaving.set(member.get_untracked())
            />
        </Show>
    }
}
