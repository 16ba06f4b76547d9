//! What happened on forms in the last 30 days.

use crate::context::Context;
use crate::error::Result;
use chrono::TimeDelta;
use entity::{form_drafts, submissions};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use shared::OrgId;
use shared::forms::FormStats;
use std::collections::HashMap;
use uuid::Uuid;

pub(super) const PERIOD: TimeDelta = TimeDelta::days(30);

/// By form. A visitor who sent everything at once never had a draft, and yet started.
pub(crate) async fn of_all(cx: &Context, org: OrgId) -> Result<HashMap<Uuid, FormStats>> {
    let since = cx.now() - PERIOD;
    let drafts = || {
        form_drafts::Entity::find()
            .select_only()
            .column(form_drafts::Column::FormId)
            .column_as(form_drafts::Column::Id.count(), "many")
            .filter(form_drafts::Column::OrgId.eq(org.uuid()))
            .filter(form_drafts::Column::StartedAt.gte(since))
            .group_by(form_drafts::Column::FormId)
    };
    let sent = || {
        submissions::Entity::find()
            .select_only()
            .column(submissions::Column::FormId)
            .column_as(submissions::Column::Id.count(), "many")
            .filter(submissions::Column::OrgId.eq(org.uuid()))
            .filter(submissions::Column::CreatedAt.gte(since))
            .filter(submissions::Column::Status.ne("rejected"))
            .group_by(submissions::Column::FormId)
    };
    let db = cx.db().read();
    let begun: Vec<(Uuid, i64)> = drafts().into_tuple().all(db).await?;
    let left: Vec<(Uuid, i64)> = drafts()
        .filter(form_drafts::Column::AbandonedAt.is_not_null())
        .filter(form_drafts::Column::SubmittedAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let submitted: Vec<(Uuid, i64)> = sent().into_tuple().all(db).await?;
    let at_once: Vec<(Uuid, i64)> =
        sent().filter(submissions::Column::DraftId.is_null()).into_tuple().all(db).await?;

    let mut figures: HashMap<Uuid, FormStats> = HashMap::new();
    let mut add = |rows: Vec<(Uuid, i64)>, to: fn(&mut FormStats) -> &mut u64| {
        for (form, many) in rows {
            *to(figures.entry(form).or_default()) += u64::try_from(many).unwrap_or(0);
        }
    };
    add(begun, |f| &mut f.started);
    add(at_once, |f| &mut f.started);
    add(left, |f| &mut f.abandoned);
    add(submitted, |f| &mut f.submitted);
    Ok(figures)
}
