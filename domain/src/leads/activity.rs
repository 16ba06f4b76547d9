//! What members do on a lead: notes and calls.

use super::mentions;
use super::rows::{self, status_of};
use super::status::{apply, locked, touch};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::notifications::{self, Notice};
use chrono::{DateTime, Utc};
use entity::activities;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::events::EventKind;
use shared::leads::{
    ActivityInput, ActivityKind, CallOutcome, LeadStatus, LeadSummary, NewActivity, StatusChange,
};
use shared::notifications::NoticeKind;
use shared::roles::Permission;
use shared::{ActivityId, LeadId, MemberId};

/// Logs a note or a call, once for each key of a member.
///
/// Every call, whatever its outcome, is an answer to the seller and stops the clock; a note is none. Reaching
/// somebody makes a new lead contacted, with an event of its own.
///
/// Errors: [`Error::Forbidden`] (only a member can have called); [`Error::Invalid`] at `kind`, `outcome`, `body`,
/// `key`; [`Error::NotFound`]; [`Error::Conflict`] when the key was used on another lead.
pub async fn log_activity(
    cx: &Context,
    actor: &Actor,
    lead: LeadId,
    input: &ActivityInput,
) -> Result<LeadSummary> {
    let member = actor.require_member(Permission::WorkLeads)?;
    let activity = input.parse()?;
    let (cx_in, actor_in) = (cx.clone(), actor.clone());
    let logged = cx.write(move |tx| {
        Box::pin(async move {
            let (cx, actor) = (&cx_in, &actor_in);
            // Locked before looking for the key: of two equal requests the second waits here and then finds it.
            let row = locked(tx, actor.org(), lead).await?;
            let same = activities::Entity::find()
                .filter(activities::Column::OrgId.eq(actor.org().uuid()))
                .filter(activities::Column::MemberId.eq(member.uuid()))
                .filter(activities::Column::Key.eq(&*activity.key))
                .one(tx)
                .await?;
            match same {
                Some(same) if same.lead_id == row.id => return rows::summary(tx, actor.org(), lead).await,
                Some(_) => return Err(used_elsewhere()),
                None => {}
            }
            let now = cx.now();
            insert(cx, tx, actor, member, lead, &activity, now).await?;
            touch(tx, &row, now, activity.kind == ActivityKind::Call).await?;
            let from = status_of(&row.status)?;
            if from == LeadStatus::New && activity.outcome == Some(CallOutcome::Reached) {
                let to = LeadStatus::Contacted;
                let change = StatusChange { to, reason: None, note: None, version: row.version };
                apply(cx, tx, actor, &row, from, &change).await?;
            }
            rows::summary(tx, actor.org(), lead).await
        })
    });
    match logged.await {
        // Two leads at the same moment with one key.
        Err(Error::Internal(cause)) if is_key_taken(&*cause) => Err(used_elsewhere()),
        result => result,
    }
}

/// Writes an activity and its event, and tells whom it names.
pub(super) async fn insert(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    member: MemberId,
    lead: LeadId,
    activity: &NewActivity,
    now: DateTime<Utc>,
) -> Result<()> {
    let id = ActivityId::from_uuid(cx.new_id());
    let row = activities::ActiveModel {
        org_id: Set(actor.org().uuid()),
        id: Set(id.uuid()),
        lead_id: Set(lead.uuid()),
        member_id: Set(member.uuid()),
        kind: Set(activity.kind.as_str().to_owned()),
        outcome: Set(activity.outcome.map(|outcome| outcome.as_str().to_owned())),
        body: Set(activity.body.clone()),
        key: Set(activity.key.clone()),
        at: Set(now),
    };
    activities::Entity::insert(row).exec_without_returning(tx).await?;
    let mentioned = mentions::write(tx, actor, id, &activity.body).await?;
    let kind = match activity.outcome {
        Some(outcome) => EventKind::LeadCallLogged { activity: id, outcome },
        None => EventKind::LeadNoteAdded { activity: id },
    };
    let event = events::append(cx, tx, actor, now, Subject::Lead(lead), kind).await?;
    if mentioned.is_empty() {
        return Ok(());
    }
    let notice = Notice {
        kind: NoticeKind::Mentioned,
        lead: Some(lead),
        subject: activity.body.clone(),
        event: Some(event),
    };
    notifications::push(cx, tx, actor, &mentioned, &notice).await
}

/// Whether a fault of a write says that a key was taken meanwhile.
pub(super) fn is_key_taken(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    cause.downcast_ref::<sea_orm::DbErr>().is_some_and(crate::db::is_unique_violation)
}

fn used_elsewhere() -> Error {
    Error::Conflict("This was logged on another lead already. Reload the page and try again.".to_owned())
}
