//! A merge before it is done: both side by side, what is proposed, and what comes along.

use super::fields::Words;
use super::through;
use super::two::Two;
use crate::actor::Actor;
use crate::context::Context;
use crate::duplicates;
use crate::error::{Error, Result};
use crate::leads::{Sql, status_of};
use entity::{activities, consents};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, PaginatorTrait as _,
    QueryFilter as _,
};
use shared::merges::{LeadFold, MergePreview};
use shared::roles::Permission;
use shared::{ContactId, DuplicatePairId, LeadId, OrgId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What merging a pair would make. Without a word on who stays, it is the one with the newest lead: there somebody works now.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`], also for a `stays` that is neither of the two.
pub async fn preview(
    cx: &Context,
    actor: &Actor,
    pair: DuplicatePairId,
    stays: Option<ContactId>,
) -> Result<MergePreview> {
    actor.require(Permission::WorkLeads)?;
    let (db, org) = (cx.db().read(), actor.org());
    let pair = duplicates::pair(db, org, pair).await?;
    let newest = if pair.other.lead > pair.one.lead { pair.other.contact } else { pair.one.contact };
    let stays = stays.unwrap_or(newest);
    let joins = match stays {
        id if id == pair.one.contact => pair.other.contact,
        id if id == pair.other.contact => pair.one.contact,
        _ => return Err(Error::NotFound("the contact")),
    };
    let two = Two::load(db, org, stays, joins, false).await?;
    let words = Words::load(db, org).await?;
    let places = two.folds()?;
    let mut folds = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        let (kept, joined) = two.leads_of(*place)?;
        folds.push(LeadFold {
            kept: LeadId::from_uuid(kept.row.id),
            joined: LeadId::from_uuid(joined.row.id),
            place: kept.row.place.clone().or_else(|| joined.row.place.clone()),
            fields: words.of_leads(at, kept, joined)?,
        });
    }
    let (previous, next) = duplicates::neighbours(db, org, pair.id).await?;
    Ok(MergePreview {
        stays,
        seen: two.seen(),
        fields: words.of_person(&two),
        moves: moves(db, org, &two, &places).await?,
        folds,
        pair,
        previous,
        next,
    })
}

#[derive(FromQueryResult)]
struct Through {
    id: Uuid,
}

/// What else comes along, in words.
async fn moves(
    db: &impl ConnectionTrait,
    org: OrgId,
    two: &Two,
    folds: &[(usize, usize)],
) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for (_, lead) in two.joined.leads.iter().enumerate().filter(|(at, _)| folds.iter().all(|(_, b)| b != at))
    {
        let place = lead.row.place.clone().unwrap_or_else(|| "no house yet".to_owned());
        lines.push(format!(
            "A lead of its own: {place}, {}",
            status_of(&lead.row.status)?.label().to_lowercase()
        ));
    }
    let joined = two.joined.contact.id;
    let mut sql = Sql::new("SELECT id FROM leads WHERE org_id = ");
    sql.bind(org.uuid()).push(" AND contact_id IN ");
    let people = through::ids_of_contact(db, org, joined).await?;
    sql.bind_all(people.iter().copied());
    let leads = Through::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?;
    let leads: Vec<Uuid> = leads.into_iter().map(|lead| lead.id).collect();
    let notes = done(db, org, &leads, "note").await?;
    let calls = done(db, org, &leads, "call").await?;
    let parts: Vec<String> =
        [some(notes, "note", "notes"), some(calls, "call", "calls")].into_iter().flatten().collect();
    if !parts.is_empty() {
        lines.push(format!("{} in the timeline", parts.join(" and ")));
    }
    let agreed = consents::Entity::find()
        .filter(consents::Column::OrgId.eq(org.uuid()))
        .filter(consents::Column::ContactId.is_in(people))
        .count(db)
        .await?;
    lines.extend(
        some(agreed, "consent", "consents")
            .map(|words| format!("{words}, of which the newest of a channel counts")),
    );
    let tags: BTreeSet<&Uuid> = two.joined.tags.difference(&two.kept.tags).collect();
    lines.extend(some(
        u64::try_from(tags.len()).unwrap_or_default(),
        "tag of the person",
        "tags of the person",
    ));
    Ok(lines)
}

async fn done(db: &impl ConnectionTrait, org: OrgId, leads: &[Uuid], kind: &str) -> Result<u64> {
    let query = activities::Entity::find()
        .filter(activities::Column::OrgId.eq(org.uuid()))
        .filter(activities::Column::LeadId.is_in(leads.iter().copied()))
        .filter(activities::Column::Kind.eq(kind));
    Ok(query.count(db).await?)
}

fn some(count: u64, one: &str, many: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{more} {many}")),
    }
}
