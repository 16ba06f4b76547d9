//! The event types that partners may receive, each in a line, and those that stay in the house.
//!
//! The names are a promise: one that was public is never renamed. Why the others stay is in docs/adr/0009 and 0010.

/// A type of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventType {
    /// For example `lead.created`.
    pub name: &'static str,
    /// What it says, in a line.
    pub about: &'static str,
}

const fn event(name: &'static str, about: &'static str) -> EventType {
    EventType { name, about }
}

/// What a member sends to try an endpoint; it is in no log and in no filter.
pub const TEST: EventType = event("webhook.test", "A member sent a test to this endpoint");

/// What goes out, in the order a list shows it.
pub const PUBLIC: &[EventType] = &[
    event("lead.created", "A lead came in, from anywhere"),
    event("lead.resubmitted", "The same person sent the form again about the same property"),
    event("lead.status_changed", "A lead became contacted, qualified, dead and so on"),
    event("lead.assigned", "A lead got another owner, or none"),
    event("lead.deadline_missed", "Nobody had answered a lead at its deadline"),
    event("lead.note_added", "A member wrote a note about a lead"),
    event("lead.call_logged", "A member noted a call and how it ended"),
    event("lead.tags_changed", "Tags of a lead, its contact or its property were added or removed"),
    event("lead.facts_changed", "A member corrected what is known of a lead, its person or its house"),
    event("lead.fields_changed", "Custom fields of a lead, its contact or its property got other values"),
    event("lead.import_attached", "An import added what it knew to a lead that was here"),
    event("lead.import_detached", "What an import had added to a lead was taken back"),
    event("lead.removed", "The import that had made a lead was taken back"),
    event("lead.deleted", "A member deleted a lead; it can be restored"),
    event("lead.restored", "A deleted lead was restored"),
    event("lead.merged", "The person of a lead, and perhaps the lead, became one with another"),
    event("lead.split", "A merge was taken back"),
    event("import.started", "A member began to import a file of leads"),
    event("import.finished", "An import is through with its file"),
    event("import.cancelled", "A member stopped an import"),
    event("import.undone", "An import was taken back"),
    event("task.created", "A member was given something to do"),
    event("task.changed", "The words, the time or the assignee of a task were changed"),
    event("task.completed", "A task was done"),
    event("task.reopened", "A task that was done or cancelled is to be done again"),
    event("task.cancelled", "A task need not be done any more"),
    event("form.started", "A visitor began a form"),
    event("form.abandoned", "A visitor began a form and left"),
    event("form.submitted", "A visitor sent a form"),
    event("form.created", "A form was made"),
    event("form.published", "A form was published in a new version"),
    event("form.settings_changed", "The settings of a form were changed"),
    event("submission.held", "A submission looked suspicious and waits for a decision"),
    event("submission.accepted", "A held submission was accepted"),
    event("submission.rejected", "A held submission was rejected"),
    event("member.joined", "Somebody became a member"),
    event("member.role_changed", "A member got another role"),
    event("member.removed", "A member was removed"),
    event("organization.created", "The organization was founded"),
];

/// What never goes out: who is signed in or invited, forms that are being edited, the work of the program itself, webhooks
/// about webhooks, who took out a copy, and what strangers can cause by sending rubbish to a source.
pub const INTERNAL: &[&str] = &[
    "member.invited",
    "invitation.revoked",
    "form.draft_saved",
    "form.restored",
    "session.started",
    "session.ended",
    "duplicate.dismissed",
    "field.created",
    "field.changed",
    "field.archived",
    "field.restored",
    "tag.created",
    "tag.renamed",
    "tag.deleted",
    "view.saved",
    "view.changed",
    "view.deleted",
    "view.opening_changed",
    "job.retried",
    "job.replayed",
    "job.cancelled",
    "queue.paused",
    "queue.resumed",
    "webhook.endpoint_created",
    "webhook.endpoint_changed",
    "webhook.endpoint_enabled",
    "webhook.endpoint_disabled",
    "webhook.endpoint_deleted",
    "webhook.secret_rotated",
    "webhook.secret_retired",
    "webhook.deliveries_replayed",
    "webhook.test_sent",
    "source.created",
    "source.changed",
    "source.enabled",
    "source.disabled",
    "source.deleted",
    "source.mapping_saved",
    "source.secret_rotated",
    "source.secret_retired",
    "source.secret_shown",
    "source.payload_refused",
    "source.payloads_replayed",
    "source.payload_edited",
    "duty.changed",
    "member.away_changed",
    "leads.exported",
    "task.reminded",
    "lead.message_drafted",
    "lead.message_draft_changed",
    "lead.message_draft_discarded",
];

/// Whether events of this name go out.
pub fn is_public(name: &str) -> bool {
    PUBLIC.iter().any(|event| event.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_said_once() {
        let mut names: Vec<&str> =
            PUBLIC.iter().map(|event| event.name).chain(INTERNAL.iter().copied()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(is_public("lead.created") && !is_public("session.started") && !is_public(TEST.name));
    }
}
