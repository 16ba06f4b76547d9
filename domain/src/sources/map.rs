//! The job that makes a lead of a payload: values, mapping, validator, intake.

use super::{receive, record, rows};
use crate::actor::{Actor, Peer};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::fields;
use crate::intake::{Prepared, Submission};
use crate::jobs::{Job, JobContext, JobError};
use entity::{inbound_payloads, source_mappings, sources};
use sea_orm::{ConnectionTrait, EntityTrait as _};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use shared::attribution::{Attribution, Touch};
use shared::fields::CustomField;
use shared::forms::PublicForm;
use shared::jobs::payloads::Payload;
use shared::sources::{Applied, InboundState, Mapping, Media, Refusal, RefusedReason, Target, read_body};
use shared::{FormId, InboundPayloadId, OrgId, RequestId};
use std::time::Duration;

pub use shared::jobs::payloads::MapPayload as Map;

impl Job for Map {
    const KIND: &'static str = <Self as Payload>::KIND;
    const VERSION: i32 = <Self as Payload>::VERSION;
    const QUEUE: &'static str = "sources";
    const TIME_OUT: Duration = Duration::from_secs(30);

    async fn run(&self, job: &JobContext) -> Result<(), JobError> {
        let Some(org) = job.cause().org else {
            return Err(JobError::Fail("a payload belongs to an organization".to_owned()));
        };
        let db = job.cx().db().read();
        let row = rows::payload_row(db, org.uuid(), self.payload.uuid(), false).await?;
        let Some(row) = row.filter(|row| row.job_id == Some(job.id().uuid())) else { return Ok(()) };
        Ok(map(job.cx(), row).await?)
    }
}

/// Maps a payload that waits, unless somebody else has it by then.
pub(crate) async fn map(cx: &Context, row: inbound_payloads::Model) -> Result<()> {
    if rows::state_of(&row.state)? != InboundState::Received {
        return Ok(());
    }
    let Some(plan) = Plan::load(cx.db().read(), &row).await? else { return Ok(()) };
    match plan.read(cx, &row)? {
        Ok(prepared) => record::take_in(cx, row, plan.version, *prepared).await,
        Err((refusal, person)) => record::refuse(cx, row, plan.version, refusal, person).await,
    }
}

/// What payloads of a source are made into.
pub(super) struct Plan {
    pub source: sources::Model,
    pub mapping: Mapping,
    /// Those of the organization, where the mapping fills any.
    pub fields: Vec<CustomField>,
    pub version: i32,
}

type Read = std::result::Result<Box<Prepared>, (Refusal, Option<String>)>;

impl Plan {
    /// With the newest saved mapping; `None` when there is none.
    async fn load(db: &impl ConnectionTrait, row: &inbound_payloads::Model) -> Result<Option<Self>> {
        let Some(saved): Option<source_mappings::Model> =
            rows::newest_mapping(db, row.org_id, row.source_id).await?
        else {
            return Ok(None);
        };
        let source = sources::Entity::find_by_id((row.org_id, row.source_id))
            .one(db)
            .await?
            .ok_or_else(|| Error::internal("a payload without its source"))?;
        let mapping = rows::mapping_of(&saved)?;
        let fills = mapping.fields.iter().any(|field| matches!(field.into, Target::Custom { .. }));
        let org = OrgId::from_uuid(row.org_id);
        let fields = if fills { fields::all(db, org).await? } else { Vec::new() };
        Ok(Some(Self { source, mapping, fields, version: saved.version }))
    }

    /// Makes a submission of a payload, or says what refuses it, and whom it is about.
    pub(super) fn read(&self, cx: &Context, row: &inbound_payloads::Model) -> Result<Read> {
        let value = match value_of(row) {
            Ok(value) => value,
            Err(refusal) => return Ok(Err((refusal, None))),
        };
        let applied = self.mapping.apply(&value, &self.fields);
        let person = person(&applied);
        if let Some(refusal) = applied.refusals.into_iter().next() {
            return Ok(Err((refusal, person)));
        }
        let id = InboundPayloadId::from_uuid(row.id);
        let form = PublicForm {
            org: OrgId::from_uuid(row.org_id),
            id: FormId::from_uuid(self.source.form_id),
            slug: String::new(),
            business: String::new(),
            version: rows::version_of(self.version),
            definition: self.mapping.definition(&self.source.name, &self.fields),
            allowed_origins: Vec::new(),
        };
        let touch = Touch {
            utm_source: Some(self.source.slug.clone()),
            utm_campaign: applied.campaign,
            occurred_at: Some(row.received_at),
            ..Touch::default()
        };
        let request = RequestId::from_uuid(row.request_id);
        let submission = Submission {
            key: key(row),
            answers: applied.answers,
            attribution: Attribution { first: touch.clone(), last: touch },
            host_origin: None,
            // The address is the sender's, not the person's. What stands in the ledger of consents leads back here.
            peer: Peer { ip: None, user_agent: Some(format!("{}, {id}", self.source.name)) },
            request,
            draft: None,
            hold: Vec::new(),
        };
        let lead_source = match applied.lead_source {
            Some(source) => source,
            None => rows::lead_source(&self.source)?,
        };
        match Prepared::parse(cx, &form, submission) {
            Ok(prepared) => Ok(Ok(Box::new(Prepared {
                actor: Actor::system(form.org, request),
                source: lead_source,
                // Consent and the clock of the response count from the moment it was sent.
                at: row.received_at,
                ..prepared
            }))),
            Err(Error::Invalid(errors)) => {
                let message = errors.first().map_or_else(String::new, |error| error.message.clone());
                let reason = RefusedReason::Field;
                Ok(Err((Refusal { reason, path: None, message, came: None }, person)))
            }
            Err(other) => Err(other),
        }
    }
}

/// The values of a payload: what a member made of it, else what came.
pub(super) fn value_of(row: &inbound_payloads::Model) -> std::result::Result<Value, Refusal> {
    let read = match (&row.edited_body, row.media.as_deref().and_then(Media::from_word)) {
        (Some(edited), _) => read_body(Media::Json, edited.as_bytes()),
        (None, Some(media)) => read_body(media, &row.body),
        (None, None) => {
            let message = "Neither JSON nor a form.".to_owned();
            return Err(Refusal { reason: RefusedReason::MediaType, path: None, message, came: None });
        }
    };
    read.map_err(|unreadable| Refusal {
        reason: unreadable.reason,
        path: None,
        message: unreadable.message,
        came: None,
    })
}

/// The key of the submission: what the sender calls it, for ever, else the payload itself.
fn key(row: &inbound_payloads::Model) -> String {
    match &row.provider_id {
        Some(name) => receive::hex(Sha256::digest(name.as_bytes()).get(..16).unwrap_or_default()),
        None => row.id.simple().to_string(),
    }
}

/// Whom a payload is about: the name, else phone or email.
pub(super) fn person(applied: &Applied) -> Option<String> {
    ["name", "phone", "email"]
        .iter()
        .filter_map(|key| applied.answers.get(*key))
        .map(|text| text.chars().filter(|c| !c.is_control()).take(120).collect::<String>())
        .find(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use shared::forms::StandardField;
    use shared::sources::{Change, MappedField, Taken};

    #[test]
    fn people_are_named_by_what_is_there() {
        let field = |field, path: &str| MappedField {
            into: Target::field(field),
            from: Taken::path(path),
            change: Change::AsIs,
        };
        let fields = vec![field(StandardField::ContactName, "n"), field(StandardField::ContactEmail, "m")];
        let mapping = Mapping { fields, consents: Vec::new() };
        let named = |value| person(&mapping.apply(&value, &[]));
        assert_eq!(named(json!({ "n": "Ana", "m": "a@b.co" })).as_deref(), Some("Ana"));
        assert_eq!(named(json!({ "m": "a@b.co" })).as_deref(), Some("a@b.co"));
        assert_eq!(named(json!([])), None);
    }
}
