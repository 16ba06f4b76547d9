//! Changing many leads at once: all that can be changed in one transaction, the rest counted by why not; and taking it back.
//!
//! The rules are those of changing one lead; the rows are written by sets, so that ten thousand leads are a few dozen
//! statements and not a few ten thousand.

mod apply;
mod undo;

pub use undo::undo;

pub(super) use apply::{event, finish};

use super::Sql;
use super::assign::check_may_give;
use super::list::Asked;
use super::owners::role_of;
use super::rows::status_of;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::{members, tags};
use chrono::{TimeDelta, Utc};
use entity::{bulk_changes, leads};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _, FromQueryResult as _,
    QueryFilter as _,
};
use serde::{Deserialize, Serialize};
use shared::leads::{
    BulkChange, BulkDone, BulkInput, BulkLeads, DeadReason, LeadQuery, LeadSort, LeadStatus, MAX_BULK,
    StatusChange,
};
use shared::roles::Permission;
use shared::tags::Tag;
use shared::{BulkChangeId, LeadId, MemberId, OrgId, TagId};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Leads in one statement.
const CHUNK: usize = 500;
/// How long a change can be taken back, and is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// How a lead was before, and its version since.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Before {
    lead: LeadId,
    version: i64,
    was: Was,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Was {
    Status {
        status: LeadStatus,
        reason: Option<DeadReason>,
        note: Option<String>,
        answered: bool,
    },
    Owner(Option<MemberId>),
    /// The tags that were added and removed.
    Tags {
        added: Vec<TagId>,
        removed: Vec<TagId>,
    },
    /// In the lists.
    Standing {},
}

/// What is wanted, checked.
enum Wanted {
    Status(StatusChange),
    Owner(Option<MemberId>),
    Tags { add: Vec<Tag>, remove: Vec<TagId> },
    Delete,
}

/// What came of the leads so far.
#[derive(Default)]
struct Outcome {
    before: Vec<Before>,
    same: u64,
    refused: BTreeMap<String, u64>,
}

impl Outcome {
    fn refuse(&mut self, words: impl Into<String>) {
        *self.refused.entry(words.into()).or_default() += 1;
    }
}

/// Changes every lead that the rules let change; the others stay and are counted with the reason. Leads that are not there
/// are among them.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at `leads` (none, or more than 10,000), `owner`, `status`, `reason`,
/// `note`, `tags.N`, and for all that match a query where its list has them; [`Error::NotFound`] for the member who is to own
/// them.
pub async fn bulk(cx: &Context, actor: &Actor, input: &BulkInput) -> Result<BulkDone> {
    let me = actor.require_member(Permission::WorkLeads)?;
    if let BulkLeads::These(leads) = &input.leads
        && (leads.is_empty() || leads.len() > MAX_BULK)
    {
        let words = format!("Choose between 1 and {MAX_BULK} leads.");
        return Err(Error::invalid("leads", "bulk.leads", words));
    }
    if let BulkChange::Status(change) = &input.change {
        change.parse()?;
    }
    let (cx_in, actor, BulkInput { leads, change }) = (cx.clone(), actor.clone(), input.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            forget_old(tx, cx_in.now()).await?;
            let wanted = wanted(&cx_in, tx, &actor, change).await?;
            let mut outcome = Outcome::default();
            let leads = match leads {
                BulkLeads::These(leads) => leads,
                BulkLeads::Matching(query) => matching(&cx_in, tx, &actor, query).await?,
            };
            // Each once, and in the order in which everybody locks them.
            let ids: Vec<LeadId> = leads.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
            for chunk in ids.chunks(CHUNK) {
                let rows = locked(tx, actor.org(), chunk).await?;
                for _ in rows.len()..chunk.len() {
                    outcome.refuse("The lead is gone.");
                }
                match &wanted {
                    Wanted::Status(change) => {
                        apply::status(&cx_in, tx, &actor, &rows, change, &mut outcome).await?;
                    }
                    Wanted::Owner(owner) => {
                        apply::owner(&cx_in, tx, &actor, &rows, *owner, &mut outcome).await?;
                    }
                    Wanted::Tags { add, remove } => {
                        apply::tags(&cx_in, tx, &actor, &rows, (add, remove), &mut outcome).await?;
                    }
                    Wanted::Delete => apply::delete(&cx_in, tx, &actor, &rows, &mut outcome).await?,
                }
            }
            let changed = u64::try_from(outcome.before.len()).unwrap_or(u64::MAX);
            let id = if outcome.before.is_empty() {
                None
            } else {
                let id = BulkChangeId::from_uuid(cx_in.new_id());
                let row = bulk_changes::ActiveModel {
                    org_id: Set(actor.org().uuid()),
                    id: Set(id.uuid()),
                    member_id: Set(me.uuid()),
                    before: Set(serde_json::to_value(&outcome.before)?),
                    created_at: Set(cx_in.now()),
                    undone_at: Set(None),
                };
                bulk_changes::Entity::insert(row).exec_without_returning(tx).await?;
                Some(id)
            };
            Ok(BulkDone { id, changed, same: outcome.same, refused: outcome.refused.into_iter().collect() })
        })
    })
    .await
}

/// All that the list of a query shows, on all of its pages.
async fn matching(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    query: LeadQuery,
) -> Result<Vec<LeadId>> {
    // Which order they have is of no matter; this one has an index that every plan knows.
    let query = LeadQuery { sort: Some(LeadSort::NEWEST), then: Vec::new(), ..query };
    let asked = Asked::read(cx, tx, actor, &query).await?;
    let enough = u64::try_from(MAX_BULK).unwrap_or(u64::MAX) + 1;
    let plan = asked.plan(tx, enough).await?;
    let rows = asked.page(tx, &plan, None, true, enough).await?;
    if rows.is_empty() {
        return Err(Error::invalid("leads", "bulk.leads", "No lead matches any more."));
    }
    if rows.len() > MAX_BULK {
        let words = "More than 10,000 leads match. Narrow the list and choose them again.";
        return Err(Error::invalid("leads", "bulk.too_many", words));
    }
    Ok(rows.into_iter().map(|found| LeadId::from_uuid(found.row.id)).collect())
}

async fn wanted(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    change: BulkChange,
) -> Result<Wanted> {
    Ok(match change {
        BulkChange::Status(change) => Wanted::Status(change.parse()?),
        BulkChange::Owner(owner) => {
            if let Some(id) = owner {
                let member = members::hold_active(tx, actor.org(), id).await?;
                let member = member.ok_or(Error::NotFound("the member"))?;
                if !role_of(&member.role)?.may(Permission::WorkLeads) {
                    let words = "Choose a member who works leads: a viewer cannot own one.";
                    return Err(Error::invalid("owner", "owner.role", words));
                }
            }
            Wanted::Owner(owner)
        }
        BulkChange::Tags(change) => {
            Wanted::Tags { add: tags::named(cx, tx, actor, &change.add).await?, remove: change.remove }
        }
        BulkChange::Delete => {
            actor.require(Permission::DeleteLeads)?;
            Wanted::Delete
        }
    })
}

/// The rows in the order of their ids, which is the order in which everybody locks them.
async fn locked(tx: &impl ConnectionTrait, org: OrgId, ids: &[LeadId]) -> Result<Vec<leads::Model>> {
    let backend = tx.get_database_backend();
    let mut sql = Sql::new("SELECT * FROM leads WHERE org_id = ");
    sql.bind(org.uuid()).push(" AND set_aside = false AND id IN ").bind_all(ids.iter().map(|id| id.uuid()));
    sql.push(" ORDER BY id");
    if backend == DatabaseBackend::Postgres {
        sql.push(" FOR UPDATE");
    }
    Ok(leads::Model::find_by_statement(sql.statement(backend)).all(tx).await?)
}

async fn forget_old(tx: &impl ConnectionTrait, now: chrono::DateTime<Utc>) -> Result<()> {
    let old = bulk_changes::Column::CreatedAt.lt(now - KEPT);
    bulk_changes::Entity::delete_many().filter(old).exec(tx).await?;
    Ok(())
}

/// Whether a lead may be given away, in words when not.
fn may_give(
    actor: &Actor,
    row: &leads::Model,
    owner: Option<MemberId>,
) -> std::result::Result<(), &'static str> {
    check_may_give(actor, row.owner_id.map(MemberId::from_uuid), owner).map_err(
        |_| "You may take leads that nobody owns and let go of your own; a manager gives away the others.",
    )
}

fn ids(rows: &[&leads::Model]) -> Vec<Uuid> {
    rows.iter().map(|row| row.id).collect()
}

fn status(row: &leads::Model) -> Result<LeadStatus> {
    status_of(&row.status)
}
