//! Whom a file means when it names the owner of a lead.

use crate::error::Result;
use crate::members::Membership;
use entity::{members, users};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::OrgId;
use shared::roles::Permission;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use uuid::Uuid;

/// The members who may work leads, by email and by name.
#[derive(Debug, Default)]
pub(super) struct Owners {
    emails: HashMap<String, Uuid>,
    /// `None` where several have the name.
    names: HashMap<String, Option<Uuid>>,
}

impl Owners {
    pub(super) async fn load(db: &impl ConnectionTrait, org: OrgId) -> Result<Self> {
        let rows: Vec<members::Model> = members::Entity::find()
            .filter(members::Column::OrgId.eq(org.uuid()))
            .filter(members::Column::RemovedAt.is_null())
            .all(db)
            .await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.user_id).collect();
        let people = users::Entity::find().filter(users::Column::Id.is_in(ids)).all(db).await?;
        let people: HashMap<Uuid, users::Model> = people.into_iter().map(|user| (user.id, user)).collect();
        let mut owners = Self::default();
        for row in rows {
            let Some(user) = people.get(&row.user_id) else { continue };
            if !Membership::from_row(&row)?.role.may(Permission::WorkLeads) {
                continue;
            }
            owners.emails.insert(user.email.to_lowercase(), row.id);
            match owners.names.entry(user.name.to_lowercase()) {
                Entry::Vacant(slot) => drop(slot.insert(Some(row.id))),
                Entry::Occupied(mut slot) => drop(slot.insert(None)),
            }
        }
        Ok(owners)
    }

    /// The member a text means, or what is wrong with it.
    pub(super) fn find(&self, text: &str) -> Result<Uuid, String> {
        let wanted = text.trim().to_lowercase();
        if let Some(id) = self.emails.get(&wanted) {
            return Ok(*id);
        }
        match self.names.get(&wanted) {
            Some(Some(id)) => Ok(*id),
            Some(None) => Err(format!("Several members are called {text}. Write their email.")),
            None => Err("No member who works leads has this name or email.".to_owned()),
        }
    }
}
