//! Keeping others away from what an edit changes, in one order for everybody: the organization's intake, the person, the
//! house, then the leads by their ids.

use crate::error::{Error, Result};
use crate::intake::one_at_a_time;
use crate::leads::rows::gone;
use entity::{contacts, leads, properties};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, DatabaseBackend, DatabaseTransaction,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::{LeadId, OrgId};
use uuid::Uuid;

/// A lead and all that share its person or its house.
pub(super) struct Held {
    pub(super) row: leads::Model,
    /// With the lead itself.
    pub(super) leads: Vec<leads::Model>,
}

impl Held {
    /// Locks them where the database has row locks. `None` when the lead got another person or house meanwhile.
    pub(super) async fn take(
        tx: &DatabaseTransaction,
        org: OrgId,
        lead: LeadId,
        in_order: bool,
    ) -> Result<Option<Self>> {
        let seen = leads::Entity::find()
            .filter(leads::Column::OrgId.eq(org.uuid()))
            .filter(leads::Column::Id.eq(lead.uuid()))
            .one(tx)
            .await?
            .ok_or(Error::NotFound("the lead"))?;
        if seen.set_aside {
            return Err(gone(tx, org, lead).await?);
        }
        let mut share = Condition::any().add(leads::Column::ContactId.eq(seen.contact_id));
        if let Some(property) = seen.property_id {
            share = share.add(leads::Column::PropertyId.eq(property));
        }
        let mut sharing = leads::Entity::find()
            .filter(leads::Column::OrgId.eq(org.uuid()))
            .filter(share)
            .order_by_asc(leads::Column::Id);
        if tx.get_database_backend() == DatabaseBackend::Postgres {
            if in_order {
                one_at_a_time(tx, org).await?;
            }
            lock(tx, org, &seen).await?;
            sharing = sharing.lock(LockType::Update);
        }
        let leads = sharing.all(tx).await?;
        let row = leads.iter().find(|row| row.id == seen.id).cloned();
        let same = row.filter(|row| (row.contact_id, row.property_id) == (seen.contact_id, seen.property_id));
        Ok(same.map(|row| Self { row, leads }))
    }

    /// The leads of the same person.
    pub(super) fn of_person(&self) -> Vec<Uuid> {
        let person = self.row.contact_id;
        self.leads.iter().filter(|row| row.contact_id == person).map(|row| row.id).collect()
    }

    /// The leads about the same house, with this one.
    pub(super) fn of_house(&self) -> Vec<Uuid> {
        let same = |row: &&leads::Model| {
            row.id == self.row.id || row.property_id.is_some() && row.property_id == self.row.property_id
        };
        self.leads.iter().filter(same).map(|row| row.id).collect()
    }
}

async fn lock(tx: &DatabaseTransaction, org: OrgId, lead: &leads::Model) -> Result<()> {
    // Not against leads that are added for them: those carry copies of their own.
    contacts::Entity::find_by_id((org.uuid(), lead.contact_id)).lock(LockType::NoKeyUpdate).one(tx).await?;
    if let Some(property) = lead.property_id {
        properties::Entity::find_by_id((org.uuid(), property)).lock(LockType::NoKeyUpdate).one(tx).await?;
    }
    Ok(())
}
