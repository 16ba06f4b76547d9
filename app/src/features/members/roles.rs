//! What each role may do, from the same matrix that the domain enforces.

use leptos::prelude::*;
use shared::roles::{Permission, Role};
use ui::{Cell, HeadCell, Icon, RowHeader, Section, Table, TableBody, TableHead, TableRow, lucide};

const PERMISSIONS: [(Permission, &str); 17] = [
    (Permission::ReadLeads, "See leads"),
    (Permission::WorkLeads, "Work leads: notes, calls, status"),
    (Permission::AssignLeads, "Give leads to others"),
    (Permission::MergeLeads, "Merge and split duplicates"),
    (Permission::DeleteLeads, "Delete leads and restore them"),
    (Permission::ImportLeads, "Bring in leads from files"),
    (Permission::ExportLeads, "Take leads out as files"),
    (Permission::ManageDuty, "Set deadlines and who gets new leads"),
    (Permission::ManageFields, "Change fields and tags"),
    (Permission::ReviewSubmissions, "Decide on held submissions"),
    (Permission::ReadForms, "See forms and their embed code"),
    (Permission::ManageForms, "Change where forms may stand"),
    (Permission::ReadMembers, "See members"),
    (Permission::ManageMembers, "Invite, change roles, remove"),
    (Permission::ManageJobs, "See and steer work in the background"),
    (Permission::ManageWebhooks, "Send events to other programs"),
    (Permission::ManageSources, "Take leads from other programs"),
];

#[component]
pub(super) fn RoleTable() -> impl IntoView {
    let heads = Role::ALL.map(|role| view! { <HeadCell>{role.label()}</HeadCell> });
    let rows = PERMISSIONS.map(|(permission, words)| {
        view! {
            <TableRow dense=true>
                <RowHeader>{words}</RowHeader>
                {Role::ALL.map(|role| view! { <Cell>{mark(role.may(permission))}</Cell> })}
            </TableRow>
        }
    });
    view! {
        <Section id="roles" title="What a role may do">
            <Table label="Table of roles and permissions" table_class="min-w-[560px]" class="mt-1">
                <TableHead>
                    <HeadCell>"May"</HeadCell>
                    {heads}
                </TableHead>
                <TableBody>{rows}</TableBody>
            </Table>
        </Section>
    }
}

fn mark(may: bool) -> AnyView {
    if may {
        view! { <Icon icon=lucide::LuCheck label="Yes" class="text-success" /> }.into_any()
    } else {
        view! { <Icon icon=lucide::LuMinus label="No" class="text-faint" /> }.into_any()
    }
}
