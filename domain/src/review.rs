//! The review queue: suspicious submissions, and a person's decision on them.

use crate::actor::{Actor, Peer};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::intake::{Origin, Prepared, Submission, write_batch};
use entity::{form_versions, forms, submissions};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::events::EventKind;
use shared::forms::{FormDefinition, PublicForm};
use shared::review::{HeldSubmission, HoldReason};
use shared::roles::Permission;
use shared::{FormId, LeadId, OrgId, RequestId, SubmissionId};
use std::collections::HashMap;
use uuid::Uuid;

/// Most submissions one look at the queue shows; the oldest come first.
const SHOWN: u64 = 100;

/// What waits for a decision, oldest first.
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<HeldSubmission>> {
    actor.require(Permission::ReviewSubmissions)?;
    let db = cx.db().read();
    let rows = submissions::Entity::find()
        .filter(submissions::Column::OrgId.eq(actor.org().uuid()))
        .filter(submissions::Column::Status.eq("held"))
        .order_by_asc(submissions::Column::CreatedAt)
        .limit(SHOWN)
        .all(db)
        .await?;
    let mut definitions: HashMap<(Uuid, i32), FormDefinition> = HashMap::new();
    let mut held = Vec::with_capacity(rows.len());
    for row in rows {
        let version = (row.form_id, row.form_version);
        if let std::collections::hash_map::Entry::Vacant(e) = definitions.entry(version) {
            e.insert(definition(db, actor.org(), version).await?);
        }
        let Some(form) = definitions.get(&version) else { continue };
        let words: Vec<String> = serde_json::from_value(row.hold_reasons)?;
        held.push(HeldSubmission {
            id: SubmissionId::from_uuid(row.id),
            at: row.created_at,
            form_title: form.title.clone(),
            reasons: words.iter().filter_map(|word| HoldReason::from_word(word)).collect(),
            ip: row.ip,
            answers: form.in_words(&serde_json::from_value(row.answers)?),
        });
    }
    Ok(held)
}

/// How many wait; `None` for actors who may not decide.
pub async fn count(cx: &Context, actor: &Actor) -> Result<Option<u64>> {
    if !actor.may(Permission::ReviewSubmissions) {
        return Ok(None);
    }
    let waiting = submissions::Entity::find()
        .filter(submissions::Column::OrgId.eq(actor.org().uuid()))
        .filter(submissions::Column::Status.eq("held"))
        .count(cx.db().read())
        .await?;
    Ok(Some(waiting))
}

/// Lets a submission through: it becomes a lead as if it had never been held.
pub async fn accept(cx: &Context, actor: &Actor, id: SubmissionId) -> Result<LeadId> {
    actor.require_member(Permission::ReviewSubmissions)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = decide(&context, tx, &actor, id).await?;
            let prepared = prepare(&context, tx, &actor, row).await?;
            let outcomes = write_batch(&context, tx, &[prepared]).await?;
            let receipt = outcomes
                .into_iter()
                .next()
                .map_or_else(|| Err(Error::internal("an accepted submission had no outcome")), Into::into)?;
            let kind = EventKind::SubmissionAccepted { submission: id };
            let lead =
                receipt.lead.ok_or_else(|| Error::internal("an accepted submission became no lead"))?;
            // About the lead: its timeline says who let it in.
            events::append(&context, tx, &actor, context.now(), Subject::Lead(lead), kind).await?;
            Ok(lead)
        })
    })
    .await
}

/// Sets a submission aside for good; it stays stored.
pub async fn reject(cx: &Context, actor: &Actor, id: SubmissionId) -> Result<()> {
    actor.require_member(Permission::ReviewSubmissions)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            decide(&context, tx, &actor, id).await?;
            submissions::Entity::update_many()
                .col_expr(submissions::Column::Status, Expr::value("rejected"))
                .filter(submissions::Column::OrgId.eq(actor.org().uuid()))
                .filter(submissions::Column::Id.eq(id.uuid()))
                .exec(tx)
                .await?;
            let kind = EventKind::SubmissionRejected { submission: id };
            events::append(&context, tx, &actor, context.now(), Subject::Submission(id), kind).await?;
            Ok(())
        })
    })
    .await
}

/// Claims the decision: of two people who decide at once, one gets the row and the other a conflict.
async fn decide(
    cx: &Context,
    tx: &DatabaseTransaction,
    actor: &Actor,
    id: SubmissionId,
) -> Result<submissions::Model> {
    let mine = Condition::all()
        .add(submissions::Column::OrgId.eq(actor.org().uuid()))
        .add(submissions::Column::Id.eq(id.uuid()));
    let claimed = submissions::Entity::update_many()
        .col_expr(submissions::Column::DecidedAt, Expr::value(cx.now()))
        .col_expr(submissions::Column::DecidedBy, Expr::value(actor.member_id().map(shared::MemberId::uuid)))
        .filter(mine.clone())
        .filter(submissions::Column::Status.eq("held"))
        .filter(submissions::Column::DecidedAt.is_null())
        .exec(tx)
        .await?;
    let row =
        submissions::Entity::find().filter(mine).one(tx).await?.ok_or(Error::NotFound("the submission"))?;
    if claimed.rows_affected == 0 {
        return Err(Error::Conflict("Somebody decided on this submission already.".to_owned()));
    }
    Ok(row)
}

async fn prepare(
    cx: &Context,
    tx: &DatabaseTransaction,
    actor: &Actor,
    row: submissions::Model,
) -> Result<Prepared> {
    let slug = forms::Entity::find_by_id((row.org_id, row.form_id))
        .one(tx)
        .await?
        .map(|form| form.slug)
        .unwrap_or_default();
    let form = PublicForm {
        org: actor.org(),
        id: FormId::from_uuid(row.form_id),
        slug,
        business: String::new(),
        version: u32::try_from(row.form_version).unwrap_or_default(),
        definition: definition(tx, actor.org(), (row.form_id, row.form_version)).await?,
        allowed_origins: Vec::new(),
    };
    let submission = Submission {
        key: row.key,
        answers: serde_json::from_value(row.answers)?,
        attribution: serde_json::from_value(row.attribution)?,
        host_origin: row.host_origin,
        peer: Peer { ip: row.ip, user_agent: row.user_agent },
        request: RequestId::from_uuid(actor.request().uuid()),
        draft: None,
        hold: Vec::new(),
    };
    let parsed = Prepared::parse(cx, &form, submission)?;
    // Attribution, consent and the clock of the response count from the moment it was sent.
    Ok(Prepared { id: SubmissionId::from_uuid(row.id), origin: Origin::Held, at: row.created_at, ..parsed })
}

async fn definition(
    db: &impl ConnectionTrait,
    org: OrgId,
    (form, version): (Uuid, i32),
) -> Result<FormDefinition> {
    let row = form_versions::Entity::find_by_id((org.uuid(), form, version)).one(db).await?;
    let row = row.ok_or_else(|| Error::internal("a submission's form version is missing"))?;
    Ok(serde_json::from_value(row.definition)?)
}
