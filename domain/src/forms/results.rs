//! What happened on one version of a form in the last 30 days: who saw it, how far visitors came, where they came from.

use super::store;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use entity::{form_drafts, form_versions, form_views, forms, submissions};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    Select,
};
use shared::FormId;
use shared::attribution::Attribution;
use shared::forms::{FormDefinition, FormResults, SourceFigure, StepFigure};
use shared::leads::LeadSource;
use shared::roles::Permission;
use std::collections::BTreeMap;

/// Submissions whose origin is looked at, the newest.
const ORIGINS_OF: u64 = 5_000;

/// The figures of a version, or, where none is named, of the one that visitors see.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`], also for a form that was never published.
pub async fn results(cx: &Context, actor: &Actor, id: FormId, version: Option<u32>) -> Result<FormResults> {
    actor.require(Permission::ReadForms)?;
    let db = cx.db().read();
    let form = store::own(db, actor.org(), id, false).await?;
    let number = version.map_or(form.published_version, |version| i32::try_from(version).ok());
    let number = number.ok_or(Error::NotFound("the version"))?;
    let row = form_versions::Entity::find_by_id((form.org_id, form.id, number)).one(db).await?;
    let definition: FormDefinition =
        serde_json::from_value(row.ok_or(Error::NotFound("the version"))?.definition)?;
    let of = Version { form: &form, number, since: cx.now() - super::stats::PERIOD };
    let reached = of.reached(db, definition.steps.len()).await?;
    let titles = definition.steps.iter().map(|step| step.title.clone());
    Ok(FormResults {
        version: u32::try_from(number).map_err(|error| Error::Internal(Box::new(error)))?,
        views: of.views(db).await?,
        started: reached.first().copied().unwrap_or(0),
        steps: titles.zip(reached).map(|(title, reached)| StepFigure { title, reached }).collect(),
        submitted: total(of.sent().into_tuple().all(db).await?),
        sources: of.sources(db).await?,
    })
}

/// A version in a stretch of time.
struct Version<'a> {
    form: &'a forms::Model,
    number: i32,
    since: DateTime<Utc>,
}

impl Version<'_> {
    async fn views(&self, db: &impl ConnectionTrait) -> Result<u64> {
        // The day on which the stretch begins counts whole.
        let first = self.since.format("%Y-%m-%d").to_string();
        let days: Vec<i64> = form_views::Entity::find()
            .select_only()
            .column(form_views::Column::Views)
            .filter(form_views::Column::OrgId.eq(self.form.org_id))
            .filter(form_views::Column::FormId.eq(self.form.id))
            .filter(form_views::Column::Version.eq(self.number))
            .filter(form_views::Column::Day.gte(first))
            .into_tuple()
            .all(db)
            .await?;
        Ok(total(days))
    }

    /// How many came to each step. Whoever sent the form was at all of them.
    async fn reached(&self, db: &impl ConnectionTrait, steps: usize) -> Result<Vec<u64>> {
        let open: Vec<(i32, i64)> = self
            .drafts()
            .filter(form_drafts::Column::SubmittedAt.is_null())
            .column(form_drafts::Column::Reached)
            .column_as(form_drafts::Column::Id.count(), "many")
            .group_by(form_drafts::Column::Reached)
            .into_tuple()
            .all(db)
            .await?;
        let sent: Vec<i64> = self
            .drafts()
            .filter(form_drafts::Column::SubmittedAt.is_not_null())
            .column_as(form_drafts::Column::Id.count(), "many")
            .into_tuple()
            .all(db)
            .await?;
        let at_once = self.sent().filter(submissions::Column::DraftId.is_null()).into_tuple().all(db).await?;
        let whole = total(sent) + total(at_once);
        let past = |step: usize| {
            let came =
                open.iter().filter(|(reached, _)| usize::try_from(*reached).is_ok_and(|far| far >= step));
            whole + total(came.map(|(_, many)| *many).collect())
        };
        Ok((0..steps).map(past).collect())
    }

    fn drafts(&self) -> Select<form_drafts::Entity> {
        form_drafts::Entity::find()
            .select_only()
            .filter(form_drafts::Column::OrgId.eq(self.form.org_id))
            .filter(form_drafts::Column::FormId.eq(self.form.id))
            .filter(form_drafts::Column::FormVersion.eq(self.number))
            .filter(form_drafts::Column::StartedAt.gte(self.since))
    }

    fn submissions(&self) -> Select<submissions::Entity> {
        submissions::Entity::find()
            .select_only()
            .filter(submissions::Column::OrgId.eq(self.form.org_id))
            .filter(submissions::Column::FormId.eq(self.form.id))
            .filter(submissions::Column::FormVersion.eq(self.number))
            .filter(submissions::Column::CreatedAt.gte(self.since))
            .filter(submissions::Column::Status.ne("rejected"))
    }

    fn sent(&self) -> Select<submissions::Entity> {
        self.submissions().column_as(submissions::Column::Id.count(), "many")
    }

    async fn sources(&self, db: &impl ConnectionTrait) -> Result<Vec<SourceFigure>> {
        let newest: Vec<serde_json::Value> = self
            .submissions()
            .column(submissions::Column::Attribution)
            .order_by_desc(submissions::Column::CreatedAt)
            .limit(ORIGINS_OF)
            .into_tuple()
            .all(db)
            .await?;
        let mut counted: BTreeMap<LeadSource, u64> = BTreeMap::new();
        for attribution in newest {
            let attribution: Attribution = serde_json::from_value(attribution)?;
            *counted.entry(attribution.last.source()).or_default() += 1;
        }
        let mut sources: Vec<SourceFigure> =
            counted.into_iter().map(|(source, submitted)| SourceFigure { source, submitted }).collect();
        sources.sort_by_key(|figure| std::cmp::Reverse(figure.submitted));
        Ok(sources)
    }
}

fn total(counts: Vec<i64>) -> u64 {
    counts.into_iter().filter_map(|count| u64::try_from(count).ok()).sum()
}
