//! Which events a feed tells, and to whom: decided for every kind, so that a new one is told to nobody until somebody
//! has decided.

use crate::roles::Permission;
use crate::words::words;

words! {
    /// What a feed can be narrowed to.
    FeedGroup {
        Calls = "calls", "Calls";
        Notes = "notes", "Notes";
        Messages = "messages", "Drafts of messages";
        Tasks = "tasks", "Tasks and meetings";
        Status = "status", "Status changes";
        Assignments = "assignments", "Assignments and deadlines";
        Leads = "leads", "New and changed leads";
        Forms = "forms", "Forms and submissions";
        Imports = "imports", "Imports and exports";
        Members = "members", "Members and sign-ins";
        Settings = "settings", "Settings";
    }
}

/// A kind of event that a feed tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedKind {
    /// For example `lead.created`.
    pub name: &'static str,
    pub group: FeedGroup,
    /// What a role must be allowed to be told of it: whatever it needs to see the thing itself.
    pub needs: Permission,
    /// Told only where somebody narrows to its group: it happens often and says little.
    pub quiet: bool,
}

const fn told(name: &'static str, group: FeedGroup, needs: Permission) -> FeedKind {
    FeedKind { name, group, needs, quiet: false }
}

const fn quiet(name: &'static str, group: FeedGroup, needs: Permission) -> FeedKind {
    FeedKind { name, group, needs, quiet: true }
}

use FeedGroup as G;
use Permission as P;

/// Every kind that is told. Of tasks about no lead and of deleted leads a feed tells less than that: who is told is decided
/// where it is read.
pub const FEED: &[FeedKind] = &[
    told("lead.call_logged", G::Calls, P::ReadLeads),
    told("lead.note_added", G::Notes, P::ReadLeads),
    told("lead.message_drafted", G::Messages, P::ReadLeads),
    quiet("lead.message_draft_changed", G::Messages, P::ReadLeads),
    told("lead.message_draft_discarded", G::Messages, P::ReadLeads),
    told("task.created", G::Tasks, P::ReadLeads),
    told("task.changed", G::Tasks, P::ReadLeads),
    told("task.completed", G::Tasks, P::ReadLeads),
    told("task.reopened", G::Tasks, P::ReadLeads),
    told("task.cancelled", G::Tasks, P::ReadLeads),
    quiet("task.reminded", G::Tasks, P::ReadLeads),
    told("lead.status_changed", G::Status, P::ReadLeads),
    told("lead.assigned", G::Assignments, P::ReadLeads),
    told("lead.deadline_missed", G::Assignments, P::ReadLeads),
    told("lead.created", G::Leads, P::ReadLeads),
    told("lead.resubmitted", G::Leads, P::ReadLeads),
    told("lead.tags_changed", G::Leads, P::ReadLeads),
    told("lead.facts_changed", G::Leads, P::ReadLeads),
    told("lead.fields_changed", G::Leads, P::ReadLeads),
    told("lead.import_attached", G::Leads, P::ReadLeads),
    told("lead.import_detached", G::Leads, P::ReadLeads),
    told("lead.removed", G::Leads, P::ReadLeads),
    told("lead.deleted", G::Leads, P::ReadLeads),
    told("lead.restored", G::Leads, P::ReadLeads),
    told("lead.merged", G::Leads, P::ReadLeads),
    told("lead.split", G::Leads, P::ReadLeads),
    quiet("duplicate.dismissed", G::Leads, P::MergeLeads),
    quiet("form.started", G::Forms, P::ReadLeads),
    told("form.abandoned", G::Forms, P::ReadLeads),
    told("form.submitted", G::Forms, P::ReadLeads),
    told("submission.held", G::Forms, P::ReviewSubmissions),
    told("submission.accepted", G::Forms, P::ReviewSubmissions),
    told("submission.rejected", G::Forms, P::ReviewSubmissions),
    told("form.created", G::Forms, P::ReadForms),
    told("form.restored", G::Forms, P::ReadForms),
    told("form.published", G::Forms, P::ReadForms),
    told("form.settings_changed", G::Forms, P::ReadForms),
    told("import.started", G::Imports, P::ImportLeads),
    told("import.finished", G::Imports, P::ImportLeads),
    told("import.cancelled", G::Imports, P::ImportLeads),
    told("import.undone", G::Imports, P::ImportLeads),
    told("leads.exported", G::Imports, P::ExportLeads),
    told("organization.created", G::Members, P::ManageMembers),
    told("member.joined", G::Members, P::ManageMembers),
    told("member.role_changed", G::Members, P::ManageMembers),
    told("member.removed", G::Members, P::ManageMembers),
    told("member.invited", G::Members, P::ManageMembers),
    told("invitation.revoked", G::Members, P::ManageMembers),
    told("member.away_changed", G::Members, P::ReadMembers),
    quiet("session.started", G::Members, P::ManageMembers),
    quiet("session.ended", G::Members, P::ManageMembers),
    told("duty.changed", G::Settings, P::ManageDuty),
    told("field.created", G::Settings, P::ManageFields),
    told("field.changed", G::Settings, P::ManageFields),
    told("field.archived", G::Settings, P::ManageFields),
    told("field.restored", G::Settings, P::ManageFields),
    told("tag.created", G::Settings, P::ManageFields),
    told("tag.renamed", G::Settings, P::ManageFields),
    told("tag.deleted", G::Settings, P::ManageFields),
    told("job.retried", G::Settings, P::ManageJobs),
    told("job.replayed", G::Settings, P::ManageJobs),
    told("job.cancelled", G::Settings, P::ManageJobs),
    told("queue.paused", G::Settings, P::ManageJobs),
    told("queue.resumed", G::Settings, P::ManageJobs),
    told("webhook.endpoint_created", G::Settings, P::ManageWebhooks),
    told("webhook.endpoint_changed", G::Settings, P::ManageWebhooks),
    told("webhook.endpoint_enabled", G::Settings, P::ManageWebhooks),
    told("webhook.endpoint_disabled", G::Settings, P::ManageWebhooks),
    told("webhook.endpoint_deleted", G::Settings, P::ManageWebhooks),
    told("webhook.secret_rotated", G::Settings, P::ManageWebhooks),
    told("webhook.secret_retired", G::Settings, P::ManageWebhooks),
    told("webhook.deliveries_replayed", G::Settings, P::ManageWebhooks),
    told("webhook.test_sent", G::Settings, P::ManageWebhooks),
    told("source.created", G::Settings, P::ManageSources),
    told("source.changed", G::Settings, P::ManageSources),
    told("source.enabled", G::Settings, P::ManageSources),
    told("source.disabled", G::Settings, P::ManageSources),
    told("source.deleted", G::Settings, P::ManageSources),
    told("source.mapping_saved", G::Settings, P::ManageSources),
    told("source.secret_rotated", G::Settings, P::ManageSources),
    told("source.secret_retired", G::Settings, P::ManageSources),
    told("source.secret_shown", G::Settings, P::ManageSources),
    quiet("source.payload_refused", G::Settings, P::ManageSources),
    told("source.payloads_replayed", G::Settings, P::ManageSources),
    told("source.payload_edited", G::Settings, P::ManageSources),
];

/// What no feed tells: every pause in the typing of whoever builds a form, and the lists that members save for
/// themselves, whose names are nobody else's business.
pub const UNTOLD: &[&str] =
    &["form.draft_saved", "view.saved", "view.changed", "view.deleted", "view.opening_changed"];

/// The kinds that are told to somebody who may do what `may` says, in a group or in all of them.
pub fn feed_kinds(may: impl Fn(Permission) -> bool, group: Option<FeedGroup>) -> Vec<&'static str> {
    FEED.iter()
        .filter(|kind| group.map_or(!kind.quiet, |group| kind.group == group))
        .filter(|kind| may(kind.needs))
        .map(|kind| kind.name)
        .collect()
}

/// The groups of which something is told to somebody who may do what `may` says.
pub fn feed_groups(may: impl Fn(Permission) -> bool) -> Vec<FeedGroup> {
    let told = |group: FeedGroup| FEED.iter().any(|kind| kind.group == group && may(kind.needs));
    FeedGroup::ALL.iter().copied().filter(|group| told(*group)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{INTERNAL, PUBLIC};
    use crate::roles::Role;
    use std::collections::BTreeSet;

    #[test]
    fn it_is_decided_for_every_event_once_whether_and_to_whom_it_is_told() {
        let decided: Vec<&str> = FEED.iter().map(|kind| kind.name).chain(UNTOLD.iter().copied()).collect();
        let known: BTreeSet<&str> =
            PUBLIC.iter().map(|event| event.name).chain(INTERNAL.iter().copied()).collect();
        assert_eq!(decided.iter().copied().collect::<BTreeSet<_>>(), known);
        assert_eq!(decided.len(), known.len());
    }

    #[test]
    fn a_role_is_told_of_what_it_may_see() {
        let groups = |role: Role| feed_groups(|permission| role.may(permission));
        assert_eq!(groups(Role::Owner), FeedGroup::ALL);
        assert!(groups(Role::Manager).contains(&FeedGroup::Imports));
        assert!(!groups(Role::Manager).contains(&FeedGroup::Settings));
        assert_eq!(groups(Role::Agent), groups(Role::Viewer));
        assert!(!groups(Role::Viewer).contains(&FeedGroup::Imports));
        let told = |role: Role, group| feed_kinds(|permission| role.may(permission), group);
        for name in [
            "member.joined",
            "webhook.endpoint_created",
            "duty.changed",
            "field.created",
            "submission.held",
            "form.published",
        ] {
            assert!(told(Role::Owner, None).contains(&name), "{name}");
            assert!(!told(Role::Agent, None).contains(&name), "{name}");
        }
        assert!(!told(Role::Owner, None).contains(&"session.started"));
        assert!(told(Role::Owner, Some(FeedGroup::Members)).contains(&"session.started"));
        assert_eq!(told(Role::Viewer, Some(FeedGroup::Members)), ["member.away_changed"]);
        assert_eq!(told(Role::Viewer, Some(FeedGroup::Settings)), [""; 0]);
        assert_eq!(told(Role::Viewer, Some(FeedGroup::Calls)), ["lead.call_logged"]);
    }
}
