//! What came of mapping a payload, in one transaction with the lead it became.

use super::{refuse, rows};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::intake::{Outcome, Prepared, write_batch};
use entity::inbound_payloads;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _};
use shared::events::EventKind;
use shared::sources::{InboundState, Refusal, RefusedReason};
use shared::{InboundPayloadId, LeadId, OrgId, RequestId, SourceId, SubmissionId};

/// The payload as it is now, if this job still has it.
async fn still_mine(
    tx: &DatabaseTransaction,
    row: &inbound_payloads::Model,
) -> Result<Option<inbound_payloads::Model>> {
    let now = rows::payload_row(tx, row.org_id, row.id, true).await?;
    Ok(now.filter(|now| now.job_id == row.job_id && now.state == InboundState::Received.as_str()))
}

/// Writes what came of it; the body never changes.
async fn save(tx: &DatabaseTransaction, row: inbound_payloads::Model) -> Result<()> {
    use inbound_payloads::Column as C;
    inbound_payloads::Entity::update_many()
        .col_expr(C::State, Expr::value(row.state))
        .col_expr(C::Reason, Expr::value(row.reason))
        .col_expr(C::Message, Expr::value(row.message))
        .col_expr(C::Path, Expr::value(row.path))
        .col_expr(C::Came, Expr::value(row.came))
        .col_expr(C::Person, Expr::value(row.person))
        .col_expr(C::MappingVersion, Expr::value(row.mapping_version))
        .col_expr(C::SubmissionId, Expr::value(row.submission_id))
        .col_expr(C::LeadId, Expr::value(row.lead_id))
        .col_expr(C::Joined, Expr::value(row.joined))
        .filter(C::OrgId.eq(row.org_id))
        .filter(C::Id.eq(row.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes the lead and says so at the payload.
pub(super) async fn take_in(
    cx: &Context,
    row: inbound_payloads::Model,
    version: i32,
    prepared: Prepared,
) -> Result<()> {
    let context = cx.clone();
    cx.write(move |tx| {
        Box::pin(async move {
            let Some(mut after) = still_mine(tx, &row).await? else { return Ok(()) };
            let person = prepared.display_name();
            let outcome = write_batch(&context, tx, &[prepared]).await?.into_iter().next();
            after.mapping_version = Some(version);
            after.person = Some(person);
            (after.reason, after.message, after.path, after.came) = (None, None, None, None);
            match outcome {
                Some(Outcome::Written(receipt)) if !receipt.repeated => {
                    InboundState::Mapped.as_str().clone_into(&mut after.state);
                    after.submission_id = Some(SubmissionId::uuid(receipt.id));
                    after.lead_id = receipt.lead.map(LeadId::uuid);
                    after.joined = receipt.joined;
                }
                Some(Outcome::Written(receipt)) => {
                    InboundState::Duplicate.as_str().clone_into(&mut after.state);
                    after.lead_id = receipt.lead.map(LeadId::uuid);
                }
                Some(Outcome::KeyReused) => {
                    InboundState::Duplicate.as_str().clone_into(&mut after.state);
                    refuse::set(
                        &mut after,
                        Refusal {
                            reason: RefusedReason::OtherContent,
                            path: None,
                            message: "Came before with other content. The first one counts.".to_owned(),
                            came: None,
                        },
                    );
                }
                None => return Err(Error::internal("a payload had no outcome")),
            }
            save(tx, after).await
        })
    })
    .await
}

/// Says why it became none.
pub(super) async fn refuse(
    cx: &Context,
    row: inbound_payloads::Model,
    version: i32,
    refusal: Refusal,
    person: Option<String>,
) -> Result<()> {
    let context = cx.clone();
    cx.write(move |tx| {
        Box::pin(async move {
            let Some(mut after) = still_mine(tx, &row).await? else { return Ok(()) };
            InboundState::Refused.as_str().clone_into(&mut after.state);
            after.mapping_version = Some(version);
            after.person = person;
            let reason = refusal.reason;
            refuse::set(&mut after, refusal);
            let actor = Actor::system(OrgId::from_uuid(row.org_id), RequestId::from_uuid(row.request_id));
            let payload = InboundPayloadId::from_uuid(row.id);
            let subject = Subject::Source(SourceId::from_uuid(row.source_id));
            let kind = EventKind::SourcePayloadRefused { payload, reason };
            events::append(&context, tx, &actor, context.now(), subject, kind).await?;
            save(tx, after).await
        })
    })
    .await
}
