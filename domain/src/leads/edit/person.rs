//! The name, the phones and the emails of a person.

use super::Writing;
use super::check::Change;
use crate::error::{Error, Result};
use crate::merges;
use entity::{contact_emails, contact_phones, contacts, former_ways, leads};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use shared::LeadId;
use shared::email::Email;
use shared::leads::{Fact, FactValue};
use shared::phone::Phone;
use uuid::Uuid;

impl Writing<'_> {
    /// Writes one fact of the person and its copies in the leads.
    pub(super) async fn person(&self, fact: Fact, change: &Change, value: Option<&FactValue>) -> Result<()> {
        match (fact, value) {
            (Fact::Phone, _) => self.phone(change, value).await?,
            (Fact::Email, _) => self.email(change, value).await?,
            (_, Some(name)) => self.name(&name.typed()).await?,
            (_, None) => return Err(Error::internal("a name was emptied")),
        }
        contacts::Entity::update_many()
            .col_expr(contacts::Column::UpdatedAt, Expr::value(self.cx.now()))
            .col_expr(contacts::Column::Version, Expr::col(contacts::Column::Version).add(1))
            .filter(contacts::Column::OrgId.eq(self.held.row.org_id))
            .filter(contacts::Column::Id.eq(self.held.row.contact_id))
            .exec(self.tx)
            .await?;
        Ok(())
    }

    async fn name(&self, name: &str) -> Result<()> {
        contacts::Entity::update_many()
            .col_expr(contacts::Column::Name, Expr::value(name))
            .filter(contacts::Column::OrgId.eq(self.held.row.org_id))
            .filter(contacts::Column::Id.eq(self.held.row.contact_id))
            .exec(self.tx)
            .await?;
        leads::Entity::update_many()
            .col_expr(leads::Column::ContactName, Expr::value(name))
            .filter(leads::Column::OrgId.eq(self.held.row.org_id))
            .filter(leads::Column::ContactId.eq(self.held.row.contact_id))
            .exec(self.tx)
            .await?;
        Ok(())
    }

    async fn phone(&self, change: &Change, value: Option<&FactValue>) -> Result<()> {
        let (org, contact) = (self.held.row.org_id, self.held.row.contact_id);
        let old =
            self.before.contact.phones.get(usize::from(change.item)).map(|phone| phone.e164().to_owned());
        if let Some(old) = &old {
            let row = contact_phones::Entity::find_by_id((org, contact, old.clone())).one(self.tx).await?;
            if let Some(row) = row {
                self.retire(old, row.created_at).await?;
            }
            contact_phones::Entity::delete_by_id((org, contact, old.clone())).exec(self.tx).await?;
        }
        let new = match value {
            Some(FactValue::Phone(phone)) => Some(phone.e164().to_owned()),
            _ => None,
        };
        if let Some(new) = &new {
            let row = contact_phones::ActiveModel {
                org_id: Set(org),
                contact_id: Set(contact),
                e164: Set(new.clone()),
                created_at: Set(self.known_since(new).await?),
            };
            contact_phones::Entity::insert(row)
                .on_conflict(OnConflict::new().do_nothing().to_owned())
                .exec_without_returning(self.tx)
                .await?;
        }
        let shown = match new {
            Some(new) => Some(new),
            None => contact_phones::Entity::find()
                .filter(contact_phones::Column::OrgId.eq(org))
                .filter(contact_phones::Column::ContactId.eq(contact))
                .order_by_asc(contact_phones::Column::CreatedAt)
                .order_by_asc(contact_phones::Column::E164)
                .one(self.tx)
                .await?
                .map(|row| row.e164),
        };
        // Leads that show the number that went, and those that showed none.
        let mut stale = Condition::any().add(leads::Column::Phone.is_null());
        if let Some(old) = old {
            stale = stale.add(leads::Column::Phone.eq(old));
        }
        leads::Entity::update_many()
            .col_expr(leads::Column::Phone, Expr::value(shown))
            .filter(leads::Column::OrgId.eq(org))
            .filter(leads::Column::ContactId.eq(contact))
            .filter(stale)
            .exec(self.tx)
            .await?;
        Ok(())
    }

    async fn email(&self, change: &Change, value: Option<&FactValue>) -> Result<()> {
        let (org, contact) = (self.held.row.org_id, self.held.row.contact_id);
        let old = self.before.contact.emails.get(usize::from(change.item)).map(Email::normalized);
        let new = match value {
            Some(FactValue::Email(email)) => Some(email),
            _ => None,
        };
        let mut since = None;
        if let Some(old) = old {
            let row = contact_emails::Entity::find_by_id((org, contact, old.clone())).one(self.tx).await?;
            match (&row, new) {
                // The same address in other capitals stays as old as it is.
                (Some(row), Some(new)) if new.normalized() == old => since = Some(row.created_at),
                (Some(row), _) => self.retire(&old, row.created_at).await?,
                (None, _) => {}
            }
            contact_emails::Entity::delete_by_id((org, contact, old)).exec(self.tx).await?;
        }
        if let Some(new) = new {
            let since = match since {
                Some(since) => since,
                None => self.known_since(&new.normalized()).await?,
            };
            let row = contact_emails::ActiveModel {
                org_id: Set(org),
                contact_id: Set(contact),
                email_key: Set(new.normalized()),
                email: Set(new.as_str().to_owned()),
                created_at: Set(since),
            };
            contact_emails::Entity::insert(row)
                .on_conflict(OnConflict::new().do_nothing().to_owned())
                .exec_without_returning(self.tx)
                .await?;
        }
        Ok(())
    }

    /// Remembers since when a way was known that goes.
    async fn retire(&self, way: &str, since: chrono::DateTime<chrono::Utc>) -> Result<()> {
        let row = former_ways::ActiveModel {
            org_id: Set(self.held.row.org_id),
            contact_id: Set(self.held.row.contact_id),
            way: Set(way.to_owned()),
            since: Set(since),
        };
        former_ways::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(self.tx)
            .await?;
        Ok(())
    }

    /// Since when a way that comes is known: since now, unless this person had it before.
    async fn known_since(&self, way: &str) -> Result<chrono::DateTime<chrono::Utc>> {
        let key = (self.held.row.org_id, self.held.row.contact_id, way.to_owned());
        let former = former_ways::Entity::find_by_id(key.clone()).one(self.tx).await?;
        if former.is_some() {
            former_ways::Entity::delete_by_id(key).exec(self.tx).await?;
        }
        Ok(former.map_or_else(|| self.cx.now(), |row| row.since))
    }

    /// Another person with this number, by their newest lead.
    pub(super) async fn other_with_phone(&self, phone: &Phone) -> Result<Option<(Option<LeadId>, String)>> {
        let others = contact_phones::Entity::find()
            .select_only()
            .column(contact_phones::Column::ContactId)
            .filter(contact_phones::Column::OrgId.eq(self.held.row.org_id))
            .filter(contact_phones::Column::E164.eq(phone.e164()))
            .order_by_asc(contact_phones::Column::ContactId)
            .into_tuple()
            .all(self.tx)
            .await?;
        self.newest_of(others).await
    }

    /// The same with this email.
    pub(super) async fn other_with_email(&self, email: &Email) -> Result<Option<(Option<LeadId>, String)>> {
        let others = contact_emails::Entity::find()
            .select_only()
            .column(contact_emails::Column::ContactId)
            .filter(contact_emails::Column::OrgId.eq(self.held.row.org_id))
            .filter(contact_emails::Column::EmailKey.eq(email.normalized()))
            .order_by_asc(contact_emails::Column::ContactId)
            .into_tuple()
            .all(self.tx)
            .await?;
        self.newest_of(others).await
    }

    /// The newest lead of the first of them who is somebody else. Whoever was merged is whom they were merged into.
    async fn newest_of(&self, people: Vec<Uuid>) -> Result<Option<(Option<LeadId>, String)>> {
        let org = self.held.row.org_id;
        let roots = merges::roots(self.tx, self.actor.org(), people.clone()).await?;
        let own = self.held.row.contact_id;
        let standing = people.into_iter().map(|person| roots.get(&person).copied().unwrap_or(person));
        let Some(contact) = standing.into_iter().find(|person| *person != own) else { return Ok(None) };
        let lead = leads::Entity::find()
            .filter(leads::Column::OrgId.eq(org))
            .filter(leads::Column::ContactId.eq(contact))
            .filter(leads::Column::SetAside.eq(false))
            .order_by_desc(leads::Column::CreatedAt)
            .order_by_desc(leads::Column::Id)
            .one(self.tx)
            .await?;
        if let Some(lead) = lead {
            return Ok(Some((Some(LeadId::from_uuid(lead.id)), lead.contact_name)));
        }
        let person = contacts::Entity::find_by_id((org, contact)).one(self.tx).await?;
        Ok(person.map(|person| (None, person.name)))
    }
}
