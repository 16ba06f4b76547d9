//! The pairs that wait for somebody.

use super::people::{self, Person};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::merges;
use entity::duplicate_pairs;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select,
};
use shared::duplicates::{DuplicateList, PairState, PairSummary, Twin, TwinHint};
use shared::roles::Permission;
use shared::{ContactId, DuplicatePairId, LeadId, OrgId};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Pairs of a list. Whoever decides on some sees the next ones.
const SHOWN: u64 = 50;
/// Pairs through which one steps from one to the next.
const STEPPED: u64 = 200;
/// People that the page of a lead names.
const HINTS: u64 = 3;

/// The pairs that nobody decided on, the surest first, and what was merged lately.
///
/// Errors: [`Error::Forbidden`].
pub async fn list(cx: &Context, actor: &Actor) -> Result<DuplicateList> {
    actor.require(Permission::WorkLeads)?;
    let (db, org) = (cx.db().read(), actor.org());
    let mut rows = open(org).limit(SHOWN + 1).all(db).await?;
    let shown = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    Ok(DuplicateList { pairs: told(db, org, rows).await?, more, merged: merges::lately(db, org).await? })
}

/// One pair, whatever was decided.
pub(crate) async fn pair(db: &impl ConnectionTrait, org: OrgId, id: DuplicatePairId) -> Result<PairSummary> {
    let row = duplicate_pairs::Entity::find_by_id((org.uuid(), id.uuid())).one(db).await?;
    let row = row.ok_or(Error::NotFound("the pair"))?;
    told(db, org, vec![row]).await?.pop().ok_or(Error::NotFound("the pair"))
}

/// The pairs before and after one in the list.
pub(crate) async fn neighbours(
    db: &impl ConnectionTrait,
    org: OrgId,
    id: DuplicatePairId,
) -> Result<(Option<DuplicatePairId>, Option<DuplicatePairId>)> {
    let ids: Vec<Uuid> = open(org)
        .limit(STEPPED)
        .select_only()
        .column(duplicate_pairs::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    // A pair that somebody decided on leads to the first that waits.
    let Some(at) = ids.iter().position(|other| *other == id.uuid()) else {
        return Ok((None, ids.first().copied().map(DuplicatePairId::from_uuid)));
    };
    let pair = |at: Option<usize>| at.and_then(|at| ids.get(at)).copied().map(DuplicatePairId::from_uuid);
    Ok((pair(at.checked_sub(1)), pair(at.checked_add(1))))
}

/// Whom a person may be, besides.
pub(crate) async fn twins(db: &impl ConnectionTrait, org: OrgId, contact: Uuid) -> Result<Vec<TwinHint>> {
    use duplicate_pairs::Column as C;
    let own = Condition::any().add(C::OneId.eq(contact)).add(C::OtherId.eq(contact));
    let rows = open(org).filter(own).limit(HINTS).all(db).await?;
    let other = |row: &duplicate_pairs::Model| if row.one_id == contact { row.other_id } else { row.one_id };
    let people = people::many(db, org, &rows.iter().map(other).collect()).await?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            let name = people.get(&other(row))?.name.clone();
            Some(TwinHint { pair: DuplicatePairId::from_uuid(row.id), name })
        })
        .collect())
}

/// The surest first. Whoever was merged since is no longer one of two; the job takes such pairs away a little later.
fn open(org: OrgId) -> Select<duplicate_pairs::Entity> {
    const STANDING: &str = "NOT EXISTS (SELECT 1 FROM merged_contacts m WHERE m.org_id = duplicate_pairs.org_id \
         AND m.contact_id IN (duplicate_pairs.one_id, duplicate_pairs.other_id))";
    use duplicate_pairs::Column as C;
    duplicate_pairs::Entity::find()
        .filter(C::OrgId.eq(org.uuid()))
        // Written out as in the index, which is found by its very words.
        .filter(Expr::cust("state = 'open'"))
        .filter(Expr::cust(STANDING))
        .order_by_desc(C::Score)
        .order_by_desc(C::Id)
}

async fn told(
    db: &impl ConnectionTrait,
    org: OrgId,
    rows: Vec<duplicate_pairs::Model>,
) -> Result<Vec<PairSummary>> {
    let ids: BTreeSet<Uuid> = rows.iter().flat_map(|row| [row.one_id, row.other_id]).collect();
    let people = people::many(db, org, &ids).await?;
    rows.into_iter().map(|row| summary(row, &people)).collect()
}

fn summary(row: duplicate_pairs::Model, people: &HashMap<Uuid, Person>) -> Result<PairSummary> {
    let person = |id: &Uuid| people.get(id).map(twin).ok_or_else(|| Error::internal("a pair names nobody"));
    Ok(PairSummary {
        id: DuplicatePairId::from_uuid(row.id),
        state: PairState::from_word(&row.state)
            .ok_or_else(|| Error::internal(format!("a pair is {}", row.state)))?,
        one: person(&row.one_id)?,
        other: person(&row.other_id)?,
        reasons: serde_json::from_value(row.reasons)?,
    })
}

fn twin(person: &Person) -> Twin {
    let (lead, status, place) = match person.lead.clone() {
        Some((lead, status, place)) => (Some(LeadId::from_uuid(lead)), Some(status), place),
        None => (None, None, None),
    };
    Twin {
        contact: ContactId::from_uuid(person.id),
        name: person.name.clone(),
        lead,
        status,
        place: place.or_else(|| person.houses.values().next().map(|house| house.place.clone())),
        phone: person.phones.first().cloned(),
        email: person.emails.first().cloned(),
        created_at: person.created_at,
        leads: person.leads,
    }
}
