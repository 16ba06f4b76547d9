//! Whose lead it is.

use super::owners::role_of;
use super::rows;
use super::status::{check_version, locked};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::members;
use crate::notifications::{self, Notice};
use entity::leads;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use shared::events::EventKind;
use shared::leads::LeadSummary;
use shared::notifications::NoticeKind;
use shared::roles::Permission;
use shared::{LeadId, MemberId};

/// Gives a lead to a member, or to nobody. Who works leads may take one that nobody owns and let go of their own;
/// everything else needs [`Permission::AssignLeads`]. Naming the present owner changes nothing.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`] for the lead or the member; [`Error::Invalid`] at `owner` for a
/// member who may not work leads; [`Error::Conflict`] as for every change.
pub async fn assign(
    cx: &Context,
    actor: &Actor,
    lead: LeadId,
    owner: Option<MemberId>,
    version: i64,
) -> Result<LeadSummary> {
    actor.require(Permission::WorkLeads)?;
    let (cx_in, actor_in) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let (cx, actor) = (&cx_in, &actor_in);
            // First the member, then the lead: removing a member takes its locks in the same order.
            let member = match owner {
                Some(id) => members::hold_active(tx, actor.org(), id).await?,
                None => None,
            };
            let row = locked(tx, actor.org(), lead).await?;
            check_version(&row, version)?;
            let before = row.owner_id.map(MemberId::from_uuid);
            if before != owner {
                check_may_give(actor, before, owner)?;
                if owner.is_some() {
                    let member = member.ok_or(Error::NotFound("the member"))?;
                    if !role_of(&member.role)?.may(Permission::WorkLeads) {
                        return Err(Error::invalid(
                            "owner",
                            "owner.role",
                            "Choose a member who works leads: a viewer cannot own one.",
                        ));
                    }
                }
                let now = cx.now();
                leads::Entity::update_many()
                    .col_expr(leads::Column::OwnerId, Expr::value(owner.map(MemberId::uuid)))
                    .col_expr(leads::Column::UpdatedAt, Expr::value(now))
                    .col_expr(leads::Column::Version, Expr::value(row.version + 1))
                    .filter(leads::Column::OrgId.eq(row.org_id))
                    .filter(leads::Column::Id.eq(row.id))
                    .exec(tx)
                    .await?;
                let kind = EventKind::LeadAssigned { from: before, to: owner, rule: None };
                let event = events::append(cx, tx, actor, now, Subject::Lead(lead), kind).await?;
                if let Some(owner) = owner {
                    let notice = Notice {
                        kind: NoticeKind::LeadAssigned,
                        lead: Some(lead),
                        subject: row.contact_name.clone(),
                        event: Some(event),
                    };
                    notifications::push(cx, tx, actor, &[owner], &notice).await?;
                }
            }
            rows::summary(tx, actor.org(), lead).await
        })
    })
    .await
}

pub(super) fn check_may_give(actor: &Actor, before: Option<MemberId>, owner: Option<MemberId>) -> Result<()> {
    let me = actor.member_id();
    let takes = before.is_none() && owner == me;
    let lets_go = before == me && owner.is_none();
    if me.is_some() && (takes || lets_go) { Ok(()) } else { actor.require(Permission::AssignLeads) }
}
