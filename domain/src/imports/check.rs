//! The job that says what an import would do, row by row, and writes no lead.

use super::beside::Room;
use super::feed::{ReadRow, Rows};
use super::owners::Owners;
use super::work::{self, BATCH, Tally, Work};
use super::{problems, rows};
use crate::context::Context;
use crate::error::Result;
use crate::intake::{Keys, Known};
use crate::jobs::{Job, JobContext, JobError};
use crate::properties::land;
use chrono::{DateTime, Utc};
use entity::imports;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use shared::OrgId;
use shared::address::Address;
use shared::email::Email;
use shared::imports::{ImportState, KnownLeads, LeadRow};
use shared::jobs::payloads::Payload;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;
use uuid::Uuid;

pub use shared::jobs::payloads::CheckImport as Check;

/// Rows that are judged before the position moves.
const STEP: usize = 4 * BATCH;

impl Job for Check {
    const KIND: &'static str = <Self as Payload>::KIND;
    const VERSION: i32 = <Self as Payload>::VERSION;
    const QUEUE: &'static str = "imports";
    const TIME_OUT: Duration = work::TIME_OUT;

    async fn run(&self, job: &JobContext) -> Result<(), JobError> {
        let Some(mut work) = Work::take(job, self.import, ImportState::Checking).await? else {
            return Ok(());
        };
        match check(&mut work).await {
            Ok(()) => Ok(()),
            Err(error) => match work::words_of(&error) {
                Some(words) => Ok(work.stop(&words).await?),
                None => Err(error.into()),
            },
        }
    }
}

/// A check is not taken up in the middle: what it has seen of the file is in its memory.
async fn check(work: &mut Work<'_>) -> Result<()> {
    let (cx, row) = (work.cx, &work.row);
    let owners = Owners::load(cx.db().read(), work.org()).await?;
    let (columns, mapping, known) = (rows::columns_of(row)?, rows::mapping_of(row)?, rows::known_of(row)?);
    let fields = rows::fields_of(cx.db().read(), row, "Choose where its column goes.").await?;
    let mut room = Room::load(cx, work.org()).await?;
    let mut file = Rows::open(cx, row, fields, 0, STEP)?;
    if !begin(cx, row).await? {
        return Ok(());
    }
    let (mut seen, mut position, mut refused) = (Seen::default(), 0, 0);
    while let Some(batch) = file.next().await? {
        if work.is_cancelled() {
            return work.stop("Its job was cancelled.").await;
        }
        let batch: Vec<ReadRow> = batch
            .into_iter()
            .map(|read| problems::with_owner(read, &owners, &mapping, &columns).0)
            .map(|read| problems::with_room(read, &mut room, &mapping, &columns))
            .collect();
        let tally = seen.judge(cx, work.org(), known, &batch).await?;
        let to = work::end_of(&batch, position);
        let (import, from) = (row.clone(), position);
        let moved = cx
            .write(move |tx| {
                Box::pin(async move {
                    if !work::move_on(tx, &import, ImportState::Checking, from, to).await? {
                        return Ok(false);
                    }
                    problems::keep(tx, &import, refused, &batch).await?;
                    work::count(tx, &import, tally).await?;
                    Ok(true)
                })
            })
            .await?;
        if !moved {
            return Ok(());
        }
        position = to;
        refused += tally.refused;
    }
    end(cx, row, position, cx.now()).await
}

/// Forgets what an attempt before may have found. `false` when the import is not this job's any more.
async fn begin(cx: &Context, row: &imports::Model) -> Result<bool> {
    let row = row.clone();
    cx.write(move |tx| {
        Box::pin(async move {
            use imports::Column as C;
            let update = [C::Position, C::Created, C::Attached, C::Skipped, C::Refused]
                .into_iter()
                .fold(imports::Entity::update_many(), |update, column| {
                    update.col_expr(column, Expr::value(0_i64))
                });
            let begun = update
                .filter(C::OrgId.eq(row.org_id))
                .filter(C::Id.eq(row.id))
                .filter(C::JobId.eq(row.job_id))
                .filter(C::State.eq(ImportState::Checking.as_str()))
                .exec(tx)
                .await?;
            problems::forget(tx, &row).await?;
            Ok(begun.rows_affected == 1)
        })
    })
    .await
}

async fn end(cx: &Context, row: &imports::Model, position: i64, now: DateTime<Utc>) -> Result<()> {
    let row = row.clone();
    cx.write(move |tx| {
        Box::pin(async move {
            imports::Entity::update_many()
                .col_expr(imports::Column::State, Expr::value(ImportState::Checked.as_str()))
                .col_expr(imports::Column::FinishedAt, Expr::value(now))
                .filter(imports::Column::OrgId.eq(row.org_id))
                .filter(imports::Column::Id.eq(row.id))
                .filter(imports::Column::JobId.eq(row.job_id))
                .filter(imports::Column::State.eq(ImportState::Checking.as_str()))
                .filter(imports::Column::Position.eq(position))
                .exec(tx)
                .await?;
            Ok(())
        })
    })
    .await
}

/// Somebody a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Who {
    Known(Uuid),
    /// New with this row of the file.
    New(i64),
}

/// A house a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Which {
    None,
    Known(Uuid),
    New(u64),
}

/// Whom and what earlier rows of the file were about. Ways, addresses and land are kept as hashes: a file may name a
/// million.
#[derive(Default)]
struct Seen {
    hasher: RandomState,
    ways: HashMap<u64, Who>,
    lands: HashMap<u64, Which>,
    leads: HashSet<(Who, Which)>,
}

impl Seen {
    async fn judge(
        &mut self,
        cx: &Context,
        org: OrgId,
        policy: KnownLeads,
        batch: &[ReadRow],
    ) -> Result<Tally> {
        let leads = || batch.iter().filter_map(|read| read.lead.as_ref().ok());
        let keys = Keys {
            emails: leads().flat_map(|lead| lead.emails.iter().map(Email::normalized)).collect(),
            phones: leads()
                .flat_map(|lead| lead.phones.iter().map(|phone| phone.e164().to_owned()))
                .collect(),
            addresses: leads().filter_map(|lead| lead.address.as_ref().map(Address::key)).collect(),
            lands: leads()
                .filter_map(|lead| land(lead.address.as_ref()?, lead.facts.parcel.as_ref()))
                .collect(),
        };
        let known = Known::recognise(cx.db().read(), org, keys).await?;
        let mut tally = Tally::default();
        for read in batch {
            let Ok(lead) = &read.lead else {
                tally.refused += 1;
                continue;
            };
            match (self.is_here(&known, read.number, lead), policy) {
                (false, _) | (true, KnownLeads::Add) => tally.created += 1,
                (true, KnownLeads::Attach) => tally.attached += 1,
                (true, KnownLeads::Skip) => tally.skipped += 1,
            }
        }
        Ok(tally)
    }

    /// Whether the row's person and property have an open lead, in the database or above in the file.
    fn is_here(&mut self, known: &Known, number: i64, lead: &LeadRow) -> bool {
        let ways: Vec<u64> = lead
            .phones
            .iter()
            .map(|phone| self.hasher.hash_one(phone.e164()))
            .chain(lead.emails.iter().map(|email| self.hasher.hash_one(email.normalized())))
            .collect();
        let met = known.person(&lead.phones, &lead.emails).map(Who::Known);
        let met = met.or_else(|| ways.iter().find_map(|way| self.ways.get(way)).copied());
        let who = met.unwrap_or(Who::New(number));
        for way in ways {
            self.ways.entry(way).or_insert(who);
        }
        let which = lead.address.as_ref().map_or(Which::None, |address| {
            let parcel = lead.facts.parcel.as_ref();
            let land = land(address, parcel).map(|land| self.hasher.hash_one(land));
            let met = known.houses.find(address, parcel).map(Which::Known);
            let met = met.or_else(|| self.lands.get(&land?).copied());
            let which = met.unwrap_or_else(|| Which::New(self.hasher.hash_one(address.key())));
            if let Some(land) = land {
                self.lands.entry(land).or_insert(which);
            }
            which
        });
        let stored = match (who, which) {
            (Who::Known(contact), Which::None) => known.leads.contains_key(&(contact, None)),
            (Who::Known(contact), Which::Known(property)) => {
                known.leads.contains_key(&(contact, Some(property)))
            }
            _ => false,
        };
        // A lead that is closed is no lead to add to.
        let new = if lead.status.is_open() {
            !self.leads.insert((who, which))
        } else {
            self.leads.contains(&(who, which))
        };
        stored || new
    }
}
