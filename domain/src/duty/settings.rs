//! What is set: read with what is wrong in it by now, saved whole by revision; and who is away.

use super::{away, schema, stored};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::{leads, members, organizations};
use entity::{duty_away, duty_settings, organizations as organization_rows};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, ExprTrait as _, QueryFilter as _};
use shared::duty::{Duty, DutyInput, DutySettings, NewDuty, read_condition};
use shared::errors::FieldError;
use shared::events::EventKind;
use shared::leads::LeadSchema;
use shared::roles::Permission;
use shared::{DutyRuleId, MemberId};

/// The settings, with what of them does nothing at present.
///
/// Errors: [`Error::Forbidden`].
pub async fn get(cx: &Context, actor: &Actor) -> Result<Duty> {
    actor.require(Permission::ManageDuty)?;
    let (db, org) = (cx.db().read(), actor.org());
    let (settings, revision) = stored(db, org).await?.unwrap_or_default();
    let organization = organizations::get(cx, org).await?;
    let can_own = owners(cx, actor).await?;
    Ok(Duty {
        problems: problems(&settings, &schema(db, org).await?, &can_own),
        settings,
        default_minutes: u32::try_from(organization.response_minutes).unwrap_or_default(),
        revision,
        away: away(db, org).await?.into_iter().collect(),
    })
}

/// The input, checked against the fields and members there are.
pub(super) async fn parse(cx: &Context, actor: &Actor, input: &DutyInput) -> Result<NewDuty> {
    let schema = schema(cx.db().read(), actor.org()).await?;
    let can_own = owners(cx, actor).await?;
    Ok(input.parse(&schema, &can_own, || DutyRuleId::from_uuid(cx.new_id()))?)
}

async fn owners(cx: &Context, actor: &Actor) -> Result<Vec<MemberId>> {
    Ok(leads::owners(cx, actor).await?.into_iter().map(|owner| owner.id).collect())
}

fn problems(settings: &DutySettings, schema: &LeadSchema, can_own: &[MemberId]) -> Vec<FieldError> {
    let tiers =
        settings.tiers.iter().enumerate().map(|(index, tier)| (format!("tiers.{index}.when"), &tier.when));
    let rules =
        settings.rules.iter().enumerate().map(|(index, rule)| (format!("rules.{index}.when"), &rule.when));
    let unreadable = tiers
        .chain(rules)
        .filter_map(|(path, when)| read_condition(schema, when).err().map(|problem| problem.at(path)));
    let members = settings
        .rules
        .iter()
        .enumerate()
        .map(|(index, rule)| (format!("rules.{index}.members"), &rule.members));
    let handed = settings.hand_on.iter().map(|hand_on| ("hand_on_members".to_owned(), &hand_on.members));
    let gone =
        members.chain(handed).filter(|(_, members)| members.iter().any(|member| !can_own.contains(member)));
    let gone = gone.map(|(path, _)| {
        FieldError::new(
            path,
            "duty.member_gone",
            "A member was removed or cannot own leads any more, and is passed over.",
        )
    });
    unreadable.chain(gone).collect()
}

/// Saves all of it, and returns the new revision. It counts for leads that begin from now on.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at the paths of [`DutyInput::parse`]; [`Error::Conflict`] when
/// somebody else saved since `input.revision`.
pub async fn save(cx: &Context, actor: &Actor, input: &DutyInput) -> Result<i64> {
    actor.require(Permission::ManageDuty)?;
    let new = parse(cx, actor, input).await?;
    let (cx_in, by, seen) = (cx.clone(), actor.clone(), input.revision);
    cx.write(move |tx| Box::pin(async move { write(&cx_in, tx, &by, &new, seen).await })).await
}

async fn write(
    cx: &Context,
    tx: &DatabaseTransaction,
    actor: &Actor,
    new: &NewDuty,
    seen: i64,
) -> Result<i64> {
    use duty_settings::Column as C;
    let (org, now) = (actor.org(), cx.now());
    organizations::lock(tx, org).await?;
    let known = stored(tx, org).await?.map_or(0, |(_, revision)| revision);
    if known != seen {
        return Err(Error::Conflict(
            "Somebody else changed these settings. Reload the page to see theirs.".to_owned(),
        ));
    }
    let revision = known + 1;
    let row = duty_settings::ActiveModel {
        org_id: Set(org.uuid()),
        settings: Set(serde_json::to_value(&new.settings)?),
        revision: Set(revision),
        updated_at: Set(now),
    };
    let replace =
        OnConflict::column(C::OrgId).update_columns([C::Settings, C::Revision, C::UpdatedAt]).to_owned();
    duty_settings::Entity::insert(row).on_conflict(replace).exec_without_returning(tx).await?;
    organization_rows::Entity::update_many()
        .col_expr(
            organization_rows::Column::ResponseMinutes,
            Expr::value(i32::try_from(new.default_minutes).unwrap_or(i32::MAX)),
        )
        .col_expr(organization_rows::Column::UpdatedAt, Expr::value(now))
        .col_expr(organization_rows::Column::Version, Expr::col(organization_rows::Column::Version).add(1))
        .filter(organization_rows::Column::Id.eq(org.uuid()))
        .exec(tx)
        .await?;
    events::append(cx, tx, actor, now, Subject::Organization(org), EventKind::DutyChanged { revision })
        .await?;
    Ok(revision)
}

/// A member gets no leads by rules, or gets them again. Members may say it of themselves, who manages duty of everybody.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`] for the member.
pub async fn set_away(cx: &Context, actor: &Actor, member: MemberId, away: bool) -> Result<()> {
    actor.require(Permission::WorkLeads)?;
    if actor.member_id() != Some(member) {
        actor.require(Permission::ManageDuty)?;
    }
    let (cx_in, by) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let (cx, org, now) = (&cx_in, by.org(), cx_in.now());
            members::hold_active(tx, org, member).await?.ok_or(Error::NotFound("the member"))?;
            // Said twice, also by two at once, it is one change.
            let changed = if away {
                let row = duty_away::ActiveModel {
                    org_id: Set(org.uuid()),
                    member_id: Set(member.uuid()),
                    since: Set(now),
                };
                let twice = OnConflict::columns([duty_away::Column::OrgId, duty_away::Column::MemberId])
                    .do_nothing()
                    .to_owned();
                duty_away::Entity::insert(row).on_conflict(twice).exec_without_returning(tx).await?
            } else {
                duty_away::Entity::delete_by_id((org.uuid(), member.uuid())).exec(tx).await?.rows_affected
            };
            if changed == 0 {
                return Ok(());
            }
            let kind = EventKind::MemberAwayChanged { member, away };
            events::append(cx, tx, &by, now, Subject::Member(member), kind).await?;
            Ok(())
        })
    })
    .await
}
