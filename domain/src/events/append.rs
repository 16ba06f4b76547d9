//! Writing to the log, always inside the transaction of the change it records.

use crate::actor::Actor;
use crate::bulk::{self, Conflict};
use crate::context::Context;
use crate::error::Result;
use crate::webhooks;
use chrono::{DateTime, Utc};
use entity::events;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ConnectionTrait, EntityTrait as _};
use shared::events::EventKind;
use shared::{
    CustomFieldId, DraftId, DuplicatePairId, EventId, FormId, ImportId, InvitationId, JobId, LeadId,
    LeadViewId, MemberId, OrgId, SourceId, SubmissionId, TagId, TaskId, WebhookEndpointId,
};
use uuid::Uuid;

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Organization(OrgId),
    Member(MemberId),
    Invitation(InvitationId),
    Form(FormId),
    Draft(DraftId),
    Submission(SubmissionId),
    Lead(LeadId),
    Job(JobId),
    WebhookEndpoint(WebhookEndpointId),
    Source(SourceId),
    CustomField(CustomFieldId),
    Tag(TagId),
    LeadView(LeadViewId),
    Import(ImportId),
    /// One that belongs to no lead; those of a lead are the lead's.
    Task(TaskId),
    DuplicatePair(DuplicatePairId),
}

impl Subject {
    /// The stored word and identifier.
    pub(crate) const fn stored(self) -> (&'static str, Uuid) {
        match self {
            Self::Organization(id) => ("organization", id.uuid()),
            Self::Member(id) => ("member", id.uuid()),
            Self::Invitation(id) => ("invitation", id.uuid()),
            Self::Form(id) => ("form", id.uuid()),
            Self::Draft(id) => ("draft", id.uuid()),
            Self::Submission(id) => ("submission", id.uuid()),
            Self::Lead(id) => ("lead", id.uuid()),
            Self::Job(id) => ("job", id.uuid()),
            Self::WebhookEndpoint(id) => ("webhook_endpoint", id.uuid()),
            Self::Source(id) => ("source", id.uuid()),
            Self::CustomField(id) => ("custom_field", id.uuid()),
            Self::Tag(id) => ("tag", id.uuid()),
            Self::LeadView(id) => ("lead_view", id.uuid()),
            Self::Import(id) => ("import", id.uuid()),
            Self::Task(id) => ("task", id.uuid()),
            Self::DuplicatePair(id) => ("duplicate_pair", id.uuid()),
        }
    }

    /// The identifier as partners and screens see it.
    pub(crate) fn text(self) -> String {
        match self {
            Self::Organization(id) => id.to_string(),
            Self::Member(id) => id.to_string(),
            Self::Invitation(id) => id.to_string(),
            Self::Form(id) => id.to_string(),
            Self::Draft(id) => id.to_string(),
            Self::Submission(id) => id.to_string(),
            Self::Lead(id) => id.to_string(),
            Self::Job(id) => id.to_string(),
            Self::WebhookEndpoint(id) => id.to_string(),
            Self::Source(id) => id.to_string(),
            Self::CustomField(id) => id.to_string(),
            Self::Tag(id) => id.to_string(),
            Self::LeadView(id) => id.to_string(),
            Self::Import(id) => id.to_string(),
            Self::Task(id) => id.to_string(),
            Self::DuplicatePair(id) => id.to_string(),
        }
    }
}

/// An event that is about to be written.
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub actor: Actor,
    pub subject: Subject,
    pub kind: EventKind,
    pub at: DateTime<Utc>,
}

/// Appends one event, and gives it to the webhooks that want it.
pub async fn append(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    at: DateTime<Utc>,
    subject: Subject,
    kind: EventKind,
) -> Result<EventId> {
    let event = NewEvent { actor: actor.clone(), subject, kind, at };
    let id = cx.new_id();
    events::Entity::insert(row(id, &event)?).exec_without_returning(tx).await?;
    webhooks::fan_out(cx, tx, &[(EventId::from_uuid(id), &event)]).await?;
    Ok(EventId::from_uuid(id))
}

/// Appends many events in one statement, in order, and gives them to the webhooks that want them.
pub async fn append_all(cx: &Context, tx: &impl ConnectionTrait, events: &[NewEvent]) -> Result<()> {
    append_each(cx, tx, events).await.map(drop)
}

/// [`append_all`], with the identifier of each.
pub(crate) async fn append_each(
    cx: &Context,
    tx: &impl ConnectionTrait,
    events: &[NewEvent],
) -> Result<Vec<EventId>> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let named: Vec<(EventId, &NewEvent)> =
        events.iter().map(|event| (EventId::from_uuid(cx.new_id()), event)).collect();
    let rows = named.iter().map(|(id, event)| row(id.uuid(), event)).collect::<Result<Vec<_>>>()?;
    bulk::insert(tx, rows, Conflict::Refuse).await?;
    webhooks::fan_out(cx, tx, &named).await?;
    Ok(named.into_iter().map(|(id, _)| id).collect())
}

fn row(id: Uuid, event: &NewEvent) -> Result<events::ActiveModel> {
    let (subject_kind, subject_id) = event.subject.stored();
    Ok(events::ActiveModel {
        seq: NotSet,
        tx: NotSet,
        org_id: Set(event.actor.org().uuid()),
        id: Set(id),
        kind: Set(event.kind.name().to_owned()),
        actor_kind: Set(event.actor.kind_word().to_owned()),
        actor_id: Set(event.actor.stored_id()),
        subject_kind: Set(subject_kind.to_owned()),
        subject_id: Set(subject_id),
        correlation_id: Set(event.actor.request().uuid()),
        payload: Set(serde_json::to_value(&event.kind)?),
        at: Set(event.at),
    })
}
