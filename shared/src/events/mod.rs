//! What the system records: the kinds of event and the short form that open screens are told.

mod catalogue;

pub use catalogue::{EventType, INTERNAL, PUBLIC, TEST, is_public};

use crate::contacts::Channel;
use crate::fields::Noun;
use crate::ids::{
    ContactId, CustomFieldId, EventId, FormId, ImportId, InboundPayloadId, LeadId, MemberId, MergeId,
    MessageDraftId, SubmissionId, TaskId,
};
use crate::leads::{CallOutcome, DeadReason, Fact, LeadSource, LeadStatus};
use crate::roles::Role;
use crate::sources::RefusedReason;
use crate::webhooks::DisabledReason;
use serde::{Deserialize, Serialize};

/// What happened. The serialised form (`type` and `data`) is stored, shown, and sent to partners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", content = "data")]
pub enum EventKind {
    #[serde(rename = "organization.created")]
    OrganizationCreated { name: String },
    #[serde(rename = "member.joined")]
    MemberJoined { member: MemberId, role: Role },
    #[serde(rename = "member.role_changed")]
    MemberRoleChanged { member: MemberId, from: Role, to: Role },
    #[serde(rename = "member.removed")]
    MemberRemoved { member: MemberId },
    #[serde(rename = "member.invited")]
    MemberInvited { role: Role },
    #[serde(rename = "invitation.revoked")]
    InvitationRevoked {},
    #[serde(rename = "session.started")]
    SessionStarted { member: MemberId },
    #[serde(rename = "session.ended")]
    SessionEnded { member: MemberId },
    #[serde(rename = "form.created")]
    FormCreated {},
    /// A member changed a form that is not published yet.
    #[serde(rename = "form.draft_saved")]
    FormDraftSaved { revision: i64 },
    /// A member took an older version as the draft.
    #[serde(rename = "form.restored")]
    FormRestored { version: u32 },
    #[serde(rename = "form.published")]
    FormPublished { version: u32 },
    #[serde(rename = "form.settings_changed")]
    FormSettingsChanged {},
    #[serde(rename = "form.started")]
    FormStarted { form: FormId },
    #[serde(rename = "form.abandoned")]
    FormAbandoned { form: FormId, step: String, answered: u32 },
    #[serde(rename = "form.submitted")]
    FormSubmitted { form: FormId, submission: SubmissionId, lead: Option<LeadId> },
    #[serde(rename = "submission.held")]
    SubmissionHeld { submission: SubmissionId, reasons: Vec<String> },
    #[serde(rename = "submission.accepted")]
    SubmissionAccepted { submission: SubmissionId },
    #[serde(rename = "submission.rejected")]
    SubmissionRejected { submission: SubmissionId },
    #[serde(rename = "lead.created")]
    LeadCreated { source: LeadSource, import: Option<ImportId> },
    /// An import added what it knew to a lead that was here.
    #[serde(rename = "lead.import_attached")]
    LeadImportAttached { import: ImportId },
    /// That was taken back.
    #[serde(rename = "lead.import_detached")]
    LeadImportDetached { import: ImportId },
    /// The import that made the lead was taken back.
    #[serde(rename = "lead.removed")]
    LeadRemoved { import: ImportId },
    /// A member took the lead out of every list. It can be restored.
    #[serde(rename = "lead.deleted")]
    LeadDeleted {},
    #[serde(rename = "lead.restored")]
    LeadRestored {},
    /// The same person sent the form again about the same property.
    #[serde(rename = "lead.resubmitted")]
    LeadResubmitted { submission: SubmissionId },
    #[serde(rename = "lead.status_changed")]
    LeadStatusChanged { from: LeadStatus, to: LeadStatus, reason: Option<DeadReason>, note: Option<String> },
    #[serde(rename = "lead.assigned")]
    LeadAssigned {
        from: Option<MemberId>,
        to: Option<MemberId>,
        /// The name of the rule that gave it; nothing where a person did.
        rule: Option<String>,
    },
    /// Nobody had answered at the deadline.
    #[serde(rename = "lead.deadline_missed")]
    LeadDeadlineMissed { owner: Option<MemberId>, tier: Option<String> },
    #[serde(rename = "lead.note_added")]
    LeadNoteAdded { activity: crate::ids::ActivityId },
    #[serde(rename = "lead.call_logged")]
    LeadCallLogged { activity: crate::ids::ActivityId, outcome: CallOutcome },
    /// Tags of the lead, its contact or its property came or went; by name.
    #[serde(rename = "lead.tags_changed")]
    LeadTagsChanged { of: Noun, added: Vec<String>, removed: Vec<String> },
    /// A member corrected what is known of the lead, its person or its house. The values are not told.
    #[serde(rename = "lead.facts_changed")]
    LeadFactsChanged { facts: Vec<Fact> },
    /// Custom fields of the lead, its contact or its property got other values.
    #[serde(rename = "lead.fields_changed")]
    LeadFieldsChanged { of: Noun, fields: Vec<CustomFieldId> },
    /// The person of the lead became one with another: `joined` is now `contact`. `into` is the lead that this one became part
    /// of, `took` are those that became part of this one; without both it only belongs to `contact` now.
    #[serde(rename = "lead.merged")]
    LeadMerged {
        merge: MergeId,
        contact: ContactId,
        joined: ContactId,
        into: Option<LeadId>,
        took: Vec<LeadId>,
    },
    /// That was taken back; the fields say what had been merged.
    #[serde(rename = "lead.split")]
    LeadSplit {
        merge: MergeId,
        contact: ContactId,
        joined: ContactId,
        into: Option<LeadId>,
        took: Vec<LeadId>,
    },
    /// A member said that two who looked alike are two people.
    #[serde(rename = "duplicate.dismissed")]
    DuplicateDismissed { one: ContactId, other: ContactId },
    #[serde(rename = "field.created")]
    FieldCreated { noun: Noun, label: String },
    #[serde(rename = "field.changed")]
    FieldChanged { noun: Noun, label: String },
    #[serde(rename = "field.archived")]
    FieldArchived { noun: Noun, label: String },
    #[serde(rename = "field.restored")]
    FieldRestored { noun: Noun, label: String },
    #[serde(rename = "tag.created")]
    TagCreated { name: String },
    #[serde(rename = "tag.renamed")]
    TagRenamed { from: String, to: String },
    #[serde(rename = "tag.deleted")]
    TagDeleted { name: String },
    #[serde(rename = "view.saved")]
    ViewSaved { name: String, shared: bool },
    #[serde(rename = "view.changed")]
    ViewChanged { name: String, shared: bool },
    #[serde(rename = "view.deleted")]
    ViewDeleted { name: String },
    /// The leads of the actor, or of everybody, open with it or no longer do.
    #[serde(rename = "view.opening_changed")]
    ViewOpeningChanged { name: String, everybody: bool, opens: bool },
    /// A member sent a job again that waited or had stopped.
    #[serde(rename = "job.retried")]
    JobRetried { kind: String },
    /// The same, with a payload the member edited.
    #[serde(rename = "job.replayed")]
    JobReplayed { kind: String },
    /// A member stopped a job; one that is running stops a little later.
    #[serde(rename = "job.cancelled")]
    JobCancelled { kind: String },
    #[serde(rename = "queue.paused")]
    QueuePaused { queue: String },
    #[serde(rename = "queue.resumed")]
    QueueResumed { queue: String },
    /// Addresses of endpoints may carry secrets: the log keeps the host alone.
    #[serde(rename = "webhook.endpoint_created")]
    WebhookEndpointCreated { host: String },
    #[serde(rename = "webhook.endpoint_changed")]
    WebhookEndpointChanged { host: String },
    #[serde(rename = "webhook.endpoint_enabled")]
    WebhookEndpointEnabled { host: String },
    /// By a member, or because it was gone or failed for too long: then this is the notice.
    #[serde(rename = "webhook.endpoint_disabled")]
    WebhookEndpointDisabled { host: String, reason: DisabledReason },
    #[serde(rename = "webhook.endpoint_deleted")]
    WebhookEndpointDeleted { host: String },
    #[serde(rename = "webhook.secret_rotated")]
    WebhookSecretRotated { host: String },
    /// The previous secret was ended before its time.
    #[serde(rename = "webhook.secret_retired")]
    WebhookSecretRetired { host: String },
    #[serde(rename = "webhook.deliveries_replayed")]
    WebhookDeliveriesReplayed { host: String, deliveries: u64 },
    #[serde(rename = "webhook.test_sent")]
    WebhookTestSent { host: String },
    #[serde(rename = "source.created")]
    SourceCreated { name: String },
    #[serde(rename = "source.changed")]
    SourceChanged { name: String },
    #[serde(rename = "source.enabled")]
    SourceEnabled { name: String },
    #[serde(rename = "source.disabled")]
    SourceDisabled { name: String },
    #[serde(rename = "source.deleted")]
    SourceDeleted { name: String },
    #[serde(rename = "source.mapping_saved")]
    SourceMappingSaved { name: String, version: u32 },
    #[serde(rename = "source.secret_rotated")]
    SourceSecretRotated { name: String },
    /// The previous secret was ended before its time.
    #[serde(rename = "source.secret_retired")]
    SourceSecretRetired { name: String },
    /// A member looked at the secret.
    #[serde(rename = "source.secret_shown")]
    SourceSecretShown { name: String },
    #[serde(rename = "source.payload_refused")]
    SourcePayloadRefused { payload: InboundPayloadId, reason: RefusedReason },
    /// A member had refused payloads mapped again.
    #[serde(rename = "source.payloads_replayed")]
    SourcePayloadsReplayed { name: String, payloads: u64 },
    /// A member changed the body of a payload and had it mapped again.
    #[serde(rename = "source.payload_edited")]
    SourcePayloadEdited { payload: InboundPayloadId },
    /// The name is that of the file.
    #[serde(rename = "import.started")]
    ImportStarted { name: String, rows: u64 },
    #[serde(rename = "import.finished")]
    ImportFinished { name: String, created: u64, attached: u64, skipped: u64, refused: u64 },
    /// A member stopped it; the rows before stay.
    #[serde(rename = "import.cancelled")]
    ImportCancelled { name: String, rows: u64 },
    #[serde(rename = "import.undone")]
    ImportUndone { name: String, removed: u64, restored: u64, kept: u64 },
    #[serde(rename = "task.created")]
    TaskCreated { task: TaskId, title: String, assignee: MemberId },
    #[serde(rename = "lead.message_drafted")]
    LeadMessageDrafted { draft: MessageDraftId, channel: Channel },
    #[serde(rename = "lead.message_draft_changed")]
    LeadMessageDraftChanged { draft: MessageDraftId, channel: Channel },
    #[serde(rename = "lead.message_draft_discarded")]
    LeadMessageDraftDiscarded { draft: MessageDraftId, channel: Channel },
    /// Its words, time or assignee.
    #[serde(rename = "task.changed")]
    TaskChanged { task: TaskId, title: String, assignee: MemberId },
    #[serde(rename = "task.completed")]
    TaskCompleted { task: TaskId, title: String },
    #[serde(rename = "task.reopened")]
    TaskReopened { task: TaskId, title: String },
    #[serde(rename = "task.cancelled")]
    TaskCancelled { task: TaskId, title: String },
    /// The moment of its reminder came.
    #[serde(rename = "task.reminded")]
    TaskReminded { task: TaskId, title: String },
    /// Tiers, rules of assignment or escalation.
    #[serde(rename = "duty.changed")]
    DutyChanged { revision: i64 },
    /// A member gets no leads by rules, or gets them again.
    #[serde(rename = "member.away_changed")]
    MemberAwayChanged { member: MemberId, away: bool },
    /// A member took leads out as a file.
    #[serde(rename = "leads.exported")]
    LeadsExported { at_least: u64, narrowed: bool },
}

impl EventKind {
    /// The stored word, for example `lead.created`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OrganizationCreated { .. } => "organization.created",
            Self::MemberJoined { .. } => "member.joined",
            Self::MemberRoleChanged { .. } => "member.role_changed",
            Self::MemberRemoved { .. } => "member.removed",
            Self::MemberInvited { .. } => "member.invited",
            Self::InvitationRevoked { .. } => "invitation.revoked",
            Self::SessionStarted { .. } => "session.started",
            Self::SessionEnded { .. } => "session.ended",
            Self::FormCreated { .. } => "form.created",
            Self::FormDraftSaved { .. } => "form.draft_saved",
            Self::FormRestored { .. } => "form.restored",
            Self::FormPublished { .. } => "form.published",
            Self::FormSettingsChanged { .. } => "form.settings_changed",
            Self::FormStarted { .. } => "form.started",
            Self::FormAbandoned { .. } => "form.abandoned",
            Self::FormSubmitted { .. } => "form.submitted",
            Self::SubmissionHeld { .. } => "submission.held",
            Self::SubmissionAccepted { .. } => "submission.accepted",
            Self::SubmissionRejected { .. } => "submission.rejected",
            Self::LeadCreated { .. } => "lead.created",
            Self::LeadImportAttached { .. } => "lead.import_attached",
            Self::LeadImportDetached { .. } => "lead.import_detached",
            Self::LeadRemoved { .. } => "lead.removed",
            Self::LeadDeleted {} => "lead.deleted",
            Self::LeadRestored {} => "lead.restored",
            Self::LeadResubmitted { .. } => "lead.resubmitted",
            Self::LeadStatusChanged { .. } => "lead.status_changed",
            Self::LeadAssigned { .. } => "lead.assigned",
            Self::LeadDeadlineMissed { .. } => "lead.deadline_missed",
            Self::LeadNoteAdded { .. } => "lead.note_added",
            Self::LeadCallLogged { .. } => "lead.call_logged",
            Self::LeadTagsChanged { .. } => "lead.tags_changed",
            Self::LeadFactsChanged { .. } => "lead.facts_changed",
            Self::LeadFieldsChanged { .. } => "lead.fields_changed",
            Self::LeadMerged { .. } => "lead.merged",
            Self::LeadSplit { .. } => "lead.split",
            Self::DuplicateDismissed { .. } => "duplicate.dismissed",
            Self::FieldCreated { .. } => "field.created",
            Self::FieldChanged { .. } => "field.changed",
            Self::FieldArchived { .. } => "field.archived",
            Self::FieldRestored { .. } => "field.restored",
            Self::TagCreated { .. } => "tag.created",
            Self::TagRenamed { .. } => "tag.renamed",
            Self::TagDeleted { .. } => "tag.deleted",
            Self::ViewSaved { .. } => "view.saved",
            Self::ViewChanged { .. } => "view.changed",
            Self::ViewDeleted { .. } => "view.deleted",
            Self::ViewOpeningChanged { .. } => "view.opening_changed",
            Self::JobRetried { .. } => "job.retried",
            Self::JobReplayed { .. } => "job.replayed",
            Self::JobCancelled { .. } => "job.cancelled",
            Self::QueuePaused { .. } => "queue.paused",
            Self::QueueResumed { .. } => "queue.resumed",
            Self::WebhookEndpointCreated { .. } => "webhook.endpoint_created",
            Self::WebhookEndpointChanged { .. } => "webhook.endpoint_changed",
            Self::WebhookEndpointEnabled { .. } => "webhook.endpoint_enabled",
            Self::WebhookEndpointDisabled { .. } => "webhook.endpoint_disabled",
            Self::WebhookEndpointDeleted { .. } => "webhook.endpoint_deleted",
            Self::WebhookSecretRotated { .. } => "webhook.secret_rotated",
            Self::WebhookSecretRetired { .. } => "webhook.secret_retired",
            Self::WebhookDeliveriesReplayed { .. } => "webhook.deliveries_replayed",
            Self::WebhookTestSent { .. } => "webhook.test_sent",
            Self::SourceCreated { .. } => "source.created",
            Self::SourceChanged { .. } => "source.changed",
            Self::SourceEnabled { .. } => "source.enabled",
            Self::SourceDisabled { .. } => "source.disabled",
            Self::SourceDeleted { .. } => "source.deleted",
            Self::SourceMappingSaved { .. } => "source.mapping_saved",
            Self::SourceSecretRotated { .. } => "source.secret_rotated",
            Self::SourceSecretRetired { .. } => "source.secret_retired",
            Self::SourceSecretShown { .. } => "source.secret_shown",
            Self::SourcePayloadRefused { .. } => "source.payload_refused",
            Self::SourcePayloadsReplayed { .. } => "source.payloads_replayed",
            Self::SourcePayloadEdited { .. } => "source.payload_edited",
            Self::ImportStarted { .. } => "import.started",
            Self::ImportFinished { .. } => "import.finished",
            Self::ImportCancelled { .. } => "import.cancelled",
            Self::ImportUndone { .. } => "import.undone",
            Self::LeadMessageDrafted { .. } => "lead.message_drafted",
            Self::LeadMessageDraftChanged { .. } => "lead.message_draft_changed",
            Self::LeadMessageDraftDiscarded { .. } => "lead.message_draft_discarded",
            Self::TaskCreated { .. } => "task.created",
            Self::TaskChanged { .. } => "task.changed",
            Self::TaskCompleted { .. } => "task.completed",
            Self::TaskReopened { .. } => "task.reopened",
            Self::TaskCancelled { .. } => "task.cancelled",
            Self::TaskReminded { .. } => "task.reminded",
            Self::DutyChanged { .. } => "duty.changed",
            Self::MemberAwayChanged { .. } => "member.away_changed",
            Self::LeadsExported { .. } => "leads.exported",
        }
    }
}

/// What open screens are told: enough to decide whether to ask again, no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveEvent {
    pub id: EventId,
    /// Opaque position; a client that reconnects sends it back.
    pub position: String,
    /// For example `lead.created`.
    pub name: String,
    /// The lead it concerns.
    pub lead: Option<LeadId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_of_before_imports_are_still_read() {
        let stored = serde_json::json!({ "type": "lead.created", "data": { "source": "website" } });
        let kind: EventKind = serde_json::from_value(stored).unwrap();
        assert_eq!(kind, EventKind::LeadCreated { source: LeadSource::Website, import: None });
    }

    #[test]
    fn the_name_is_what_is_serialised() {
        let payload: InboundPayloadId = "inp_00000000000000000000000001".parse().unwrap();
        let task: TaskId = "task_00000000000000000000000001".parse().unwrap();
        let member: MemberId = "mem_00000000000000000000000001".parse().unwrap();
        let import: ImportId = "imp_00000000000000000000000001".parse().unwrap();
        let merge: MergeId = "mrg_00000000000000000000000001".parse().unwrap();
        let contact: ContactId = "con_00000000000000000000000001".parse().unwrap();
        let joined: ContactId = "con_00000000000000000000000002".parse().unwrap();
        let lead: LeadId = "lead_00000000000000000000000001".parse().unwrap();
        let kinds = [
            EventKind::LeadCreated { source: LeadSource::Website, import: None },
            EventKind::LeadImportAttached { import },
            EventKind::LeadImportDetached { import },
            EventKind::LeadRemoved { import },
            EventKind::LeadDeleted {},
            EventKind::LeadRestored {},
            EventKind::LeadFactsChanged { facts: vec![Fact::Phone, Fact::Asking] },
            EventKind::LeadMerged { merge, contact, joined, into: None, took: vec![lead] },
            EventKind::LeadSplit { merge, contact, joined, into: Some(lead), took: Vec::new() },
            EventKind::DuplicateDismissed { one: contact, other: joined },
            EventKind::InvitationRevoked {},
            EventKind::LeadStatusChanged {
                from: LeadStatus::New,
                to: LeadStatus::Dead,
                reason: None,
                note: None,
            },
            EventKind::OrganizationCreated { name: "x".into() },
            EventKind::FormCreated {},
            EventKind::FormDraftSaved { revision: 7 },
            EventKind::FormRestored { version: 2 },
            EventKind::JobRetried { kind: "x".into() },
            EventKind::JobReplayed { kind: "x".into() },
            EventKind::JobCancelled { kind: "x".into() },
            EventKind::QueuePaused { queue: "x".into() },
            EventKind::QueueResumed { queue: "x".into() },
            EventKind::WebhookEndpointCreated { host: "x".into() },
            EventKind::WebhookEndpointChanged { host: "x".into() },
            EventKind::WebhookEndpointEnabled { host: "x".into() },
            EventKind::WebhookEndpointDisabled { host: "x".into(), reason: DisabledReason::Gone },
            EventKind::WebhookEndpointDeleted { host: "x".into() },
            EventKind::WebhookSecretRotated { host: "x".into() },
            EventKind::WebhookSecretRetired { host: "x".into() },
            EventKind::WebhookDeliveriesReplayed { host: "x".into(), deliveries: 7 },
            EventKind::WebhookTestSent { host: "x".into() },
            EventKind::SourceCreated { name: "x".into() },
            EventKind::SourceChanged { name: "x".into() },
            EventKind::SourceEnabled { name: "x".into() },
            EventKind::SourceDisabled { name: "x".into() },
            EventKind::SourceDeleted { name: "x".into() },
            EventKind::SourceMappingSaved { name: "x".into(), version: 2 },
            EventKind::SourceSecretRotated { name: "x".into() },
            EventKind::SourceSecretRetired { name: "x".into() },
            EventKind::SourceSecretShown { name: "x".into() },
            EventKind::SourcePayloadRefused { payload, reason: RefusedReason::Signature },
            EventKind::SourcePayloadsReplayed { name: "x".into(), payloads: 7 },
            EventKind::SourcePayloadEdited { payload },
            EventKind::ImportStarted { name: "x".into(), rows: 7 },
            EventKind::ImportFinished { name: "x".into(), created: 1, attached: 2, skipped: 3, refused: 4 },
            EventKind::ImportCancelled { name: "x".into(), rows: 7 },
            EventKind::ImportUndone { name: "x".into(), removed: 1, restored: 2, kept: 3 },
            EventKind::TaskCreated { task, title: "x".into(), assignee: member },
            EventKind::TaskChanged { task, title: "x".into(), assignee: member },
            EventKind::TaskCompleted { task, title: "x".into() },
            EventKind::TaskReopened { task, title: "x".into() },
            EventKind::TaskCancelled { task, title: "x".into() },
            EventKind::TaskReminded { task, title: "x".into() },
            EventKind::LeadsExported { at_least: 7, narrowed: true },
        ];
        for kind in kinds {
            let json = serde_json::to_value(&kind).unwrap();
            assert_eq!(json["type"], kind.name());
            assert_eq!(serde_json::from_value::<EventKind>(json).unwrap(), kind);
        }
    }
}
