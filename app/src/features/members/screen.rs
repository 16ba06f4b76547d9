//! The members page with its data: the table, what stands beside it, and keeping both up to date.

use super::invite::Invite;
use super::open_invitations::OpenInvitations;
use super::removal::Removal;
use super::roles::RoleTable;
use super::row::Row;
use super::rpc::list_team;
use crate::state::{live, use_session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::members::{MemberSummary, Team};
use shared::roles::Permission;
use ui::{Align, HeadCell, Section, Table, TableBody, TableHead};

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Members {
    pub(super) team: RwSignal<Team>,
    /// Whom the dialog asks about.
    pub(super) leaving: RwSignal<Option<MemberSummary>>,
}

impl Members {
    /// Asks again; what is on the screen stays until the answer is there, and also when there is none.
    pub(super) fn reload(self) {
        spawn_local(async move {
            if let Ok(team) = list_team().await {
                self.team.try_set(team);
            }
        });
    }
}

#[component]
pub(super) fn Screen(team: Team) -> impl IntoView {
    let session = use_session();
    let members = Members { team: RwSignal::new(team), leaving: RwSignal::new(None) };
    live::on_event(
        |event| event.name.starts_with("member.") || event.name.starts_with("invitation."),
        move || members.reload(),
    );
    let manages = Memo::new(move |_| session.may(Permission::ManageMembers));
    view! {
        <p class="num text-muted">{move || members.team.with(summary)}</p>
        <div class="mt-3 grid gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,1fr)_336px]">
            <div class="min-w-0 space-y-6">
                <MemberTable members manages />
                <RoleTable />
            </div>
            <Show when=move || manages.get()>
                <div class="space-y-6">
                    <Invite members />
                    <OpenInvitations members />
                </div>
            </Show>
        </div>
        <Removal members />
    }
}

fn summary(team: &Team) -> String {
    let members = match team.members.len() {
        1 => "1 member".to_owned(),
        count => format!("{count} members"),
    };
    match team.invitations.len() {
        0 => members,
        invited => format!("{members}, {invited} invited"),
    }
}

#[component]
fn MemberTable(members: Members, manages: Memo<bool>) -> impl IntoView {
    let ids =
        move || members.team.with(|team| team.members.iter().map(|member| member.id).collect::<Vec<_>>());
    view! {
        <Section id="members" title="Members">
            <Table label="Table of members" class="mt-1">
                <TableHead>
                    <HeadCell>"Member"</HeadCell>
                    <HeadCell>"Role"</HeadCell>
                    <HeadCell align=Align::End class="max-md:hidden">
                        "Last here"
                    </HeadCell>
                    <Show when=move || manages.get()>
                        <td class="w-12"></td>
                    </Show>
                </TableHead>
                <TableBody>
                    <For each=ids key=|id| *id let:id>
                        <Row members id manages />
                    </For>
                </TableBody>
            </Table>
        </Section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: &str) -> MemberSummary {
        MemberSummary {
            id: id.parse().unwrap(),
            name: "Priya Raman".into(),
            email: shared::email::Email::parse("priya@juniper.example").unwrap(),
            role: shared::roles::Role::Agent,
            joined_at: chrono::DateTime::UNIX_EPOCH,
            last_seen_at: None,
            away: false,
        }
    }

    #[test]
    fn the_summary_counts_people() {
        let (one, two) = (member("mem_00000000000000000000000001"), member("mem_00000000000000000000000002"));
        let invitation = shared::members::InvitationSummary {
            id: "inv_00000000000000000000000001".parse().unwrap(),
            email: one.email.clone(),
            role: one.role,
            invited_by: "Dana Whitfield".into(),
            expires_at: chrono::DateTime::UNIX_EPOCH,
        };
        assert_eq!(summary(&Team { members: vec![one.clone()], invitations: Vec::new() }), "1 member");
        assert_eq!(
            summary(&Team { members: vec![one, two], invitations: vec![invitation] }),
            "2 members, 1 invited"
        );
    }
}
