//! Looking for people who may be one, after something was learned of somebody. The work grows with what they share, not with
//! how many people there are: each way, house and key leads through an index to the few who have it too.

use super::people::{self, House, Person};
use super::reasons::reasons;
use crate::actor::Actor;
use crate::bulk::{self, Conflict, padded};
use crate::context::Context;
use crate::error::Result;
use crate::jobs::{self, Cause, Job, JobContext, JobError, Options, Unique};
use crate::leads::Sql;
use crate::merges;
use chrono::TimeDelta;
use entity::{duplicate_checks, duplicate_keys, duplicate_pairs, properties};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DatabaseBackend, DatabaseTransaction, EntityTrait as _,
    FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::duplicates::{ENOUGH, PairState, Reason, score};
use shared::jobs::payloads::Payload;
use shared::{OrgId, RequestId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;
use uuid::Uuid;

pub use shared::jobs::payloads::FindDuplicates as Find;

/// People compared in one transaction.
const BATCH: u64 = 100;
/// Transactions of one run; what is left is the next one's.
const ROUNDS: usize = 50;
/// What more people share than this says nothing: the telephone of an agency, the address of a shelter.
const SHARED: usize = 40;
/// Rows looked at for it: one person may have several leads about one house.
const ROWS: u64 = 160;
/// Whoever comes in with the next few seconds is compared by the same job.
const WAIT: TimeDelta = TimeDelta::seconds(2);

impl Job for Find {
    const KIND: &'static str = <Self as Payload>::KIND;
    const VERSION: i32 = <Self as Payload>::VERSION;
    /// Nobody waits for it.
    const PRIORITY: i16 = 10;
    const TIME_OUT: Duration = Duration::from_mins(4);
    const UNIQUE: Unique = Unique::Waiting;

    async fn run(&self, job: &JobContext) -> Result<(), JobError> {
        let Some(actor) = job.actor() else {
            return Ok(everywhere(job.cx(), job.cause().request).await?);
        };
        for _ in 0..ROUNDS {
            if compare(job.cx(), actor.org()).await? < BATCH || job.is_cancelled() {
                return Ok(());
            }
        }
        Err(JobError::Snooze(Duration::ZERO))
    }
}

/// Compares everybody who waits for it at once, as the job would soon: for those who cannot wait.
pub async fn compare_waiting(cx: &Context, org: OrgId) -> Result<()> {
    while compare(cx, org).await? == BATCH {}
    Ok(())
}

/// Has people compared with others soon; in the transaction in which something was learned of them, at its end.
pub(crate) async fn check(
    cx: &Context,
    tx: &impl ConnectionTrait,
    org: OrgId,
    request: RequestId,
    people: impl IntoIterator<Item = Uuid>,
) -> Result<()> {
    // In order, so that two transactions never wait for each other.
    let people: BTreeSet<Uuid> = people.into_iter().collect();
    if people.is_empty() {
        return Ok(());
    }
    let rows: Vec<duplicate_checks::ActiveModel> = people
        .into_iter()
        .map(|id| duplicate_checks::ActiveModel { org_id: Set(org.uuid()), contact_id: Set(id) })
        .collect();
    bulk::insert(tx, rows, Conflict::Keep).await?;
    enqueue(cx, tx, org, request).await
}

async fn enqueue(cx: &Context, tx: &impl ConnectionTrait, org: OrgId, request: RequestId) -> Result<()> {
    let cause = Cause::of(&Actor::system(org, request));
    let options = Options { run_at: Some(cx.now() + WAIT), ..Options::default() };
    jobs::enqueue(cx, tx, &cause, &Find {}, &options).await?;
    Ok(())
}

/// Sees to it that nobody waits in vain: for people who were here before this was, and jobs that somebody cancelled.
async fn everywhere(cx: &Context, request: RequestId) -> Result<()> {
    let waiting: Vec<Uuid> = duplicate_checks::Entity::find()
        .select_only()
        .column(duplicate_checks::Column::OrgId)
        .distinct()
        .into_tuple()
        .all(cx.db().read())
        .await?;
    for org in waiting {
        let context = cx.clone();
        cx.write(move |tx| {
            Box::pin(async move { enqueue(&context, tx, OrgId::from_uuid(org), request).await })
        })
        .await?;
    }
    Ok(())
}

/// Comparing, merging and splitting wait for each other in an organization: each of them takes rows of pairs and of people who
/// wait, and not in one order. On SQLite there is one writer anyway.
pub(crate) async fn one_at_a_time(tx: &DatabaseTransaction, org: OrgId) -> Result<()> {
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        let mut sql = Sql::new("SELECT pg_advisory_xact_lock(hashtextextended(");
        sql.bind(format!("duplicates {org}")).push(", 0))");
        tx.execute_raw(sql.statement(DatabaseBackend::Postgres)).await?;
    }
    Ok(())
}

/// Compares the next people who wait; answers how many.
async fn compare(cx: &Context, org: OrgId) -> Result<u64> {
    let context = cx.clone();
    cx.write(move |tx| {
        Box::pin(async move {
            one_at_a_time(tx, org).await?;
            let ids: Vec<Uuid> = duplicate_checks::Entity::find()
                .select_only()
                .column(duplicate_checks::Column::ContactId)
                .filter(duplicate_checks::Column::OrgId.eq(org.uuid()))
                .order_by_asc(duplicate_checks::Column::ContactId)
                .limit(BATCH)
                .into_tuple()
                .all(tx)
                .await?;
            if ids.is_empty() {
                return Ok(0);
            }
            // Taken away before anything is read: whoever learns something from now on writes it anew.
            duplicate_checks::Entity::delete_many()
                .filter(duplicate_checks::Column::OrgId.eq(org.uuid()))
                .filter(duplicate_checks::Column::ContactId.is_in(padded(ids.clone())))
                .exec(tx)
                .await?;
            let count = u64::try_from(ids.len()).unwrap_or(u64::MAX);
            look(&context, tx, org, ids).await?;
            Ok(count)
        })
    })
    .await
}

async fn look(cx: &Context, tx: &DatabaseTransaction, org: OrgId, ids: Vec<Uuid>) -> Result<()> {
    let gone = merges::roots(tx, org, ids.clone()).await?;
    let standing: BTreeSet<Uuid> = ids.into_iter().filter(|id| !gone.contains_key(id)).collect();
    let people = people::many(tx, org, &standing).await?;
    write_keys(tx, org, &people).await?;
    let mut near: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for person in people.values() {
        near.insert(person.id, sharing(tx, org, person).await?);
    }
    let others: BTreeSet<Uuid> = near.values().flatten().copied().collect();
    let roots = merges::roots(tx, org, others.iter().copied().collect()).await?;
    let others: BTreeSet<Uuid> = others.into_iter().map(|id| roots.get(&id).copied().unwrap_or(id)).collect();
    let known = people::many(tx, org, &others).await?;
    let mut found: BTreeMap<(Uuid, Uuid), Vec<Reason>> = BTreeMap::new();
    for (id, near) in &near {
        let Some(person) = people.get(id) else { continue };
        let near: BTreeSet<Uuid> = near.iter().map(|id| roots.get(id).copied().unwrap_or(*id)).collect();
        for other in near.iter().filter(|other| *other != id).filter_map(|other| known.get(other)) {
            let (one, two) = if person.id < other.id { (person, other) } else { (other, person) };
            let reasons = reasons(one, two);
            if score(&reasons) >= ENOUGH {
                found.insert((one.id, two.id), reasons);
            }
        }
    }
    store(cx, tx, org, &standing, found).await
}

#[derive(FromQueryResult)]
struct Found {
    contact_id: Uuid,
}

/// Everybody with something in common that few have.
///
/// None of the questions asks for an order or for each person once: SQLite would answer with the index that has that order,
/// and walk the whole organization on it. For the same reason ways are asked for with a column that their primary key lacks.
async fn sharing(tx: &DatabaseTransaction, org: OrgId, person: &Person) -> Result<BTreeSet<Uuid>> {
    let mut all = BTreeSet::new();
    let by_text = |columns: &'static str, column: &'static str, keys: &BTreeSet<String>| {
        keys.iter().map(|key| (columns, column, sea_orm::Value::from(key.clone()))).collect::<Vec<_>>()
    };
    let mut asked = by_text("contact_id, created_at FROM contact_phones", "e164", &person.phones);
    asked.extend(by_text("contact_id, created_at FROM contact_emails", "email_key", &person.emails));
    asked.extend(by_text("contact_id FROM duplicate_keys", "key", &person.keys()));
    let mut houses: BTreeSet<Uuid> = person.houses.keys().copied().collect();
    for land in person.houses.values().filter_map(House::land) {
        houses.extend(known_by_number(tx, org, &land.key).await?);
    }
    asked.extend(houses.into_iter().map(|id| ("contact_id FROM leads", "property_id", id.into())));
    for (columns, column, key) in asked {
        let mut sql = Sql::new(&format!("SELECT {columns} WHERE org_id = "));
        sql.bind(org.uuid()).push(&format!(" AND {column} = ")).bind(key).push(&format!(" LIMIT {ROWS}"));
        let found = Found::find_by_statement(sql.statement(tx.get_database_backend())).all(tx).await?;
        let people: BTreeSet<Uuid> = found.into_iter().map(|found| found.contact_id).collect();
        if people.len() <= SHARED {
            all.extend(people);
        }
    }
    all.remove(&person.id);
    Ok(all)
}

/// Houses on the land of this number; nothing for a number that many have.
async fn known_by_number(tx: &DatabaseTransaction, org: OrgId, key: &str) -> Result<Vec<Uuid>> {
    let found: Vec<Uuid> = properties::Entity::find()
        .select_only()
        .column(properties::Column::Id)
        .filter(properties::Column::OrgId.eq(org.uuid()))
        .filter(properties::Column::ParcelKey.is_not_null())
        .filter(properties::Column::ParcelKey.eq(key))
        .limit(ROWS)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(if found.len() <= SHARED { found } else { Vec::new() })
}

async fn write_keys(tx: &DatabaseTransaction, org: OrgId, people: &HashMap<Uuid, Person>) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    duplicate_keys::Entity::delete_many()
        .filter(duplicate_keys::Column::OrgId.eq(org.uuid()))
        .filter(duplicate_keys::Column::ContactId.is_in(padded(people.keys().copied().collect())))
        .exec(tx)
        .await?;
    let rows = people.values().flat_map(|person| {
        person.keys().into_iter().map(|key| duplicate_keys::ActiveModel {
            org_id: Set(org.uuid()),
            key: Set(key),
            contact_id: Set(person.id),
        })
    });
    bulk::insert(tx, rows.collect(), Conflict::Keep).await
}

/// Writes what was found. What somebody decided stays; a pair that is no longer one goes.
async fn store(
    cx: &Context,
    tx: &DatabaseTransaction,
    org: OrgId,
    looked_at: &BTreeSet<Uuid>,
    mut found: BTreeMap<(Uuid, Uuid), Vec<Reason>>,
) -> Result<()> {
    use duplicate_pairs::Column as C;
    if looked_at.is_empty() {
        return Ok(());
    }
    let ids = padded(looked_at.iter().copied().collect::<Vec<_>>());
    // Two questions, because an index answers each, and none answers both.
    let mut known = BTreeMap::new();
    for column in [C::OneId, C::OtherId] {
        let rows = duplicate_pairs::Entity::find()
            .filter(C::OrgId.eq(org.uuid()))
            .filter(column.is_in(ids.clone()))
            .all(tx)
            .await?;
        known.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    for row in known.into_values() {
        let reasons = found.remove(&(row.one_id, row.other_id));
        if row.state != PairState::Open.as_str() {
            continue;
        }
        let own = Condition::all().add(C::OrgId.eq(row.org_id)).add(C::Id.eq(row.id));
        match reasons {
            None => {
                duplicate_pairs::Entity::delete_many().filter(own).exec(tx).await?;
            }
            Some(reasons) => {
                let stored = serde_json::to_value(&reasons)?;
                if stored != row.reasons {
                    duplicate_pairs::Entity::update_many()
                        .col_expr(C::Reasons, Expr::value(stored))
                        .col_expr(C::Score, Expr::value(score(&reasons)))
                        .filter(own)
                        .exec(tx)
                        .await?;
                }
            }
        }
    }
    let mut rows = Vec::with_capacity(found.len());
    for ((one, other), reasons) in found {
        rows.push(duplicate_pairs::ActiveModel {
            org_id: Set(org.uuid()),
            id: Set(cx.new_id()),
            one_id: Set(one),
            other_id: Set(other),
            score: Set(score(&reasons)),
            reasons: Set(serde_json::to_value(&reasons)?),
            state: Set(PairState::Open.as_str().to_owned()),
            found_at: Set(cx.now()),
            decided_at: Set(None),
            decided_by: Set(None),
        });
    }
    bulk::insert(tx, rows, Conflict::Keep).await
}
