//! The two people of a merge with all that is theirs, and which of their leads become one.

use super::record::Values;
use super::values;
use crate::error::{Error, Result};
use crate::leads::status_of;
use crate::properties::{self, Land};
use entity::{contact_emails, contact_phones, contacts, leads};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use sha2::{Digest as _, Sha256};
use shared::fields::Noun;
use shared::{ContactId, OrgId};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use uuid::Uuid;

/// One person.
#[derive(Debug)]
pub(super) struct One {
    pub contact: contacts::Model,
    pub emails: Vec<contact_emails::Model>,
    pub phones: Vec<contact_phones::Model>,
    pub tags: BTreeSet<Uuid>,
    pub values: Values,
    /// Those that stand, the oldest first.
    pub leads: Vec<OneLead>,
}

/// One lead.
#[derive(Debug)]
pub(super) struct OneLead {
    pub row: leads::Model,
    /// What its house stands on, as far as that is known.
    land: Option<Land>,
    pub tags: BTreeSet<Uuid>,
    pub values: Values,
}

/// Both.
#[derive(Debug)]
pub(super) struct Two {
    pub kept: One,
    pub joined: One,
}

impl Two {
    /// Reads both. `locked` keeps them as they are until the end of the transaction, where the database has row locks.
    pub(super) async fn load(
        db: &impl ConnectionTrait,
        org: OrgId,
        kept: ContactId,
        joined: ContactId,
        locked: bool,
    ) -> Result<Self> {
        if locked && db.get_database_backend() == DatabaseBackend::Postgres {
            lock(db, org, [kept.uuid(), joined.uuid()]).await?;
        }
        Ok(Self { kept: one(db, org, kept.uuid()).await?, joined: one(db, org, joined.uuid()).await? })
    }

    /// What changes whenever anything of the two does.
    pub(super) fn seen(&self) -> String {
        let digest = Sha256::digest(format!("{self:?}").as_bytes());
        digest.iter().take(16).fold(String::new(), |mut text, byte| {
            // Writing to a String cannot fail.
            write!(text, "{byte:02x}").unwrap_or_default();
            text
        })
    }

    /// The pairs of leads that become one, as places in the two lists: both are open and about the same house or piece of
    /// land, or one of them is about no house yet. Each lead is in one pair at most; where the house is the same goes before where one is missing.
    pub(super) fn folds(&self) -> Result<Vec<(usize, usize)>> {
        let mut folds: Vec<(usize, usize)> = Vec::new();
        for same_house in [true, false] {
            for (theirs, joined) in self.joined.leads.iter().enumerate() {
                for (own, kept) in self.kept.leads.iter().enumerate() {
                    let taken = folds.iter().any(|(a, b)| *a == own || *b == theirs);
                    let (a, b) = (kept.row.property_id, joined.row.property_id);
                    let same_land = kept.land.is_some() && kept.land == joined.land;
                    let fits = if same_house { a == b || same_land } else { a.is_none() || b.is_none() };
                    if !taken && fits && is_open(&kept.row)? && is_open(&joined.row)? {
                        folds.push((own, theirs));
                    }
                }
            }
        }
        folds.sort_unstable();
        Ok(folds)
    }

    /// The leads at the places that [`Two::folds`] names.
    pub(super) fn leads_of(&self, (own, theirs): (usize, usize)) -> Result<(&OneLead, &OneLead)> {
        match (self.kept.leads.get(own), self.joined.leads.get(theirs)) {
            (Some(kept), Some(joined)) => Ok((kept, joined)),
            _ => Err(Error::internal("two leads that become one are not there")),
        }
    }
}

fn is_open(row: &leads::Model) -> Result<bool> {
    Ok(status_of(&row.status)?.is_open())
}

/// Locks people before leads, each in the order of their ids. What only points to a person need not wait.
async fn lock(db: &impl ConnectionTrait, org: OrgId, people: [Uuid; 2]) -> Result<()> {
    let people: Vec<Uuid> = contacts::Entity::find()
        .select_only()
        .column(contacts::Column::Id)
        .filter(contacts::Column::OrgId.eq(org.uuid()))
        .filter(contacts::Column::Id.is_in(people))
        .order_by_asc(contacts::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_tuple()
        .all(db)
        .await?;
    let held: Vec<Uuid> = leads::Entity::find()
        .select_only()
        .column(leads::Column::Id)
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::ContactId.is_in(people))
        .order_by_asc(leads::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(db)
        .await?;
    tracing::trace!(leads = held.len(), "locked");
    Ok(())
}

async fn one(db: &impl ConnectionTrait, org: OrgId, id: Uuid) -> Result<One> {
    let contact = contacts::Entity::find_by_id((org.uuid(), id))
        .one(db)
        .await?
        .ok_or(Error::NotFound("the contact"))?;
    let emails = contact_emails::Entity::find()
        .filter(contact_emails::Column::OrgId.eq(org.uuid()))
        .filter(contact_emails::Column::ContactId.eq(id))
        .order_by_asc(contact_emails::Column::CreatedAt)
        .order_by_asc(contact_emails::Column::EmailKey)
        .all(db)
        .await?;
    let phones = contact_phones::Entity::find()
        .filter(contact_phones::Column::OrgId.eq(org.uuid()))
        .filter(contact_phones::Column::ContactId.eq(id))
        .order_by_asc(contact_phones::Column::CreatedAt)
        .order_by_asc(contact_phones::Column::E164)
        .all(db)
        .await?;
    let rows = leads::Entity::find()
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::ContactId.eq(id))
        .filter(leads::Column::SetAside.eq(false))
        .order_by_asc(leads::Column::Id)
        .all(db)
        .await?;
    let houses = rows.iter().filter_map(|row| row.property_id).collect();
    let lands = properties::lands(db, org, houses).await?;
    let mut leads = Vec::with_capacity(rows.len());
    for row in rows {
        leads.push(OneLead {
            tags: values::tags(db, org, Noun::Lead, row.id).await?,
            values: values::read(db, org, Noun::Lead, row.id).await?,
            land: row.property_id.and_then(|house| lands.get(&house).cloned()),
            row,
        });
    }
    Ok(One {
        contact,
        emails,
        phones,
        tags: values::tags(db, org, Noun::Contact, id).await?,
        values: values::read(db, org, Noun::Contact, id).await?,
        leads,
    })
}
