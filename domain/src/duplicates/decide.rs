//! What somebody decides about two people who look alike.

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use entity::duplicate_pairs;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::duplicates::PairState;
use shared::events::EventKind;
use shared::roles::Permission;
use shared::{ContactId, DuplicatePairId, MemberId, OrgId};

/// Says that the two are two people. It is remembered: nobody is asked about them again.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when somebody decided before.
pub async fn dismiss(cx: &Context, actor: &Actor, pair: DuplicatePairId) -> Result<()> {
    let me = actor.require_member(Permission::WorkLeads)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = decide(&context, tx, actor.org(), pair, me, PairState::Dismissed).await?;
            let kind = EventKind::DuplicateDismissed {
                one: ContactId::from_uuid(row.one_id),
                other: ContactId::from_uuid(row.other_id),
            };
            events::append(&context, tx, &actor, context.now(), Subject::DuplicatePair(pair), kind).await?;
            Ok(())
        })
    })
    .await
}

/// Claims the decision: of two people who decide at once, one gets it and the other a conflict.
pub(crate) async fn decide(
    cx: &Context,
    tx: &impl ConnectionTrait,
    org: OrgId,
    pair: DuplicatePairId,
    by: MemberId,
    to: PairState,
) -> Result<duplicate_pairs::Model> {
    use duplicate_pairs::Column as C;
    let own = Condition::all().add(C::OrgId.eq(org.uuid())).add(C::Id.eq(pair.uuid()));
    let claimed = duplicate_pairs::Entity::update_many()
        .col_expr(C::State, Expr::value(to.as_str()))
        .col_expr(C::DecidedAt, Expr::value(cx.now()))
        .col_expr(C::DecidedBy, Expr::value(by.uuid()))
        .filter(own.clone())
        .filter(C::State.eq(PairState::Open.as_str()))
        .exec(tx)
        .await?;
    let row = duplicate_pairs::Entity::find().filter(own).one(tx).await?;
    let row = row.ok_or(Error::NotFound("the pair"))?;
    if claimed.rows_affected == 1 {
        return Ok(row);
    }
    Err(Error::Conflict(match PairState::from_word(&row.state) {
        Some(PairState::Merged) => "Somebody merged these two meanwhile.".to_owned(),
        _ => "Somebody said meanwhile that these two are not the same.".to_owned(),
    }))
}
