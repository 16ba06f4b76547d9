//! Splitting again: what a merge changed is as before, except where somebody changed it since; whoever joined stands again.

use super::apply::{set_aside, told, write_contact, write_lead};
use super::record::{Changes, ContactState, LeadState};
use super::values;
use crate::actor::Actor;
use crate::bulk::padded;
use crate::context::Context;
use crate::duplicates;
use crate::error::{Error, Result};
use crate::events;
use crate::intake::one_at_a_time;
use entity::{
    contact_emails, contact_phones, contacts, duplicate_pairs, leads, members, merged_contacts, merged_leads,
    merges,
};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, DatabaseBackend, DatabaseTransaction,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::duplicates::PairState;
use shared::events::EventKind;
use shared::fields::Noun;
use shared::merges::Split;
use shared::roles::Permission;
use shared::{ContactId, LeadId, MemberId, MergeId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Takes a merge back. What happened in between stays with the one who had stayed.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] when it was taken back already, or either of the two
/// was merged again since: then that one goes first.
pub async fn split(cx: &Context, actor: &Actor, merge: MergeId) -> Result<Split> {
    let me = actor.require_member(Permission::MergeLeads)?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            one_at_a_time(tx, actor.org()).await?;
            duplicates::one_at_a_time(tx, actor.org()).await?;
            let mut query = merges::Entity::find_by_id((actor.org().uuid(), merge.uuid()));
            if tx.get_database_backend() == DatabaseBackend::Postgres {
                query = query.lock_exclusive();
            }
            let row = query.one(tx).await?.ok_or(Error::NotFound("the merge"))?;
            if row.split_at.is_some() {
                return Err(Error::Conflict("Somebody split these two already.".to_owned()));
            }
            nothing_later(tx, &row).await?;
            let changes: Changes = serde_json::from_value(row.changes.clone())?;
            Undo { cx: &context, tx, actor: &actor, row: &row, changes: &changes }.run(me).await
        })
    })
    .await
}

/// Merges of one person come apart in the order in which they can: the last one first.
async fn nothing_later(tx: &DatabaseTransaction, row: &merges::Model) -> Result<()> {
    use merges::Column as C;
    let two = [row.kept_id, row.joined_id];
    let later = merges::Entity::find()
        .filter(C::OrgId.eq(row.org_id))
        .filter(C::SplitAt.is_null())
        .filter(Condition::any().add(C::KeptId.is_in(two)).add(C::JoinedId.is_in(two)))
        .order_by_desc(C::Id)
        .one(tx)
        .await?;
    match later {
        Some(later) if later.id != row.id => {
            let joined = contacts::Entity::find_by_id((row.org_id, later.joined_id)).one(tx).await?;
            let name = joined.map(|joined| joined.name).unwrap_or_default();
            Err(Error::Conflict(format!("{name} was merged later. Split that merge first.")))
        }
        _ => Ok(()),
    }
}

struct Undo<'a> {
    cx: &'a Context,
    tx: &'a DatabaseTransaction,
    actor: &'a Actor,
    row: &'a merges::Model,
    changes: &'a Changes,
}

impl Undo<'_> {
    async fn run(&self, me: MemberId) -> Result<Split> {
        let (tx, org, row, changes) = (self.tx, self.actor.org(), self.row, self.changes);
        let mut left = self.person().await?;
        for change in &changes.leads {
            left += self.lead(change.lead).await?;
        }
        self.stand_again().await?;
        merges::Entity::update_many()
            .col_expr(merges::Column::SplitAt, Expr::value(self.cx.now()))
            .col_expr(merges::Column::SplitBy, Expr::value(me.uuid()))
            .filter(merges::Column::OrgId.eq(row.org_id))
            .filter(merges::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
        self.ask_again().await?;
        let kind = |into, took| EventKind::LeadSplit {
            merge: MergeId::from_uuid(row.id),
            contact: ContactId::from_uuid(row.kept_id),
            joined: ContactId::from_uuid(row.joined_id),
            into,
            took,
        };
        let own = self.leads_of(row.kept_id).await?;
        let mut all: BTreeSet<Uuid> = own.iter().copied().collect();
        all.extend(self.leads_of(row.joined_id).await?);
        let events = told(self.cx, self.actor, changes, kind, all);
        events::append_all(self.cx, tx, &events).await?;
        duplicates::check(self.cx, tx, org, self.actor.request(), [row.kept_id, row.joined_id]).await?;
        Ok(Split {
            lead: own.last().copied().map(LeadId::from_uuid),
            name: self.name(row.kept_id).await?,
            joined: self.name(row.joined_id).await?,
            left,
        })
    }

    async fn person(&self) -> Result<u64> {
        let (tx, org, row, changes) = (self.tx, self.actor.org(), self.row, self.changes);
        let kept = contacts::Entity::find_by_id((row.org_id, row.kept_id)).one(tx).await?;
        let kept = kept.ok_or(Error::NotFound("the contact"))?;
        let mut left = 0;
        let (before, after) = (&changes.contact.before, &changes.contact.after);
        let mut state = ContactState { name: kept.name.clone(), do_not_contact: kept.do_not_contact };
        if state.name == after.name {
            state.name.clone_from(&before.name);
        } else {
            left += 1;
        }
        if state.do_not_contact == after.do_not_contact {
            state.do_not_contact = before.do_not_contact;
        } else {
            left += 1;
        }
        write_contact(self.cx, tx, &kept, &state).await?;
        if !changes.emails.is_empty() {
            contact_emails::Entity::delete_many()
                .filter(contact_emails::Column::OrgId.eq(row.org_id))
                .filter(contact_emails::Column::ContactId.eq(row.kept_id))
                .filter(contact_emails::Column::EmailKey.is_in(padded(changes.emails.clone())))
                .exec(tx)
                .await?;
        }
        if !changes.phones.is_empty() {
            contact_phones::Entity::delete_many()
                .filter(contact_phones::Column::OrgId.eq(row.org_id))
                .filter(contact_phones::Column::ContactId.eq(row.kept_id))
                .filter(contact_phones::Column::E164.is_in(padded(changes.phones.clone())))
                .exec(tx)
                .await?;
        }
        for tag in &changes.tags {
            values::tag(tx, org, (Noun::Contact, row.kept_id), *tag, false).await?;
        }
        Ok(left + values::restore(tx, org, (Noun::Contact, row.kept_id), &changes.values).await?)
    }

    async fn lead(&self, id: Uuid) -> Result<u64> {
        let (tx, org) = (self.tx, self.actor.org());
        let Some(change) = self.changes.leads.iter().find(|change| change.lead == id) else { return Ok(0) };
        let mut query = leads::Entity::find()
            .filter(leads::Column::OrgId.eq(org.uuid()))
            .filter(leads::Column::Id.eq(id));
        if tx.get_database_backend() == DatabaseBackend::Postgres {
            query = query.lock_exclusive();
        }
        let row = query.one(tx).await?.ok_or(Error::NotFound("the lead"))?;
        let (mut state, mut left) = change.change.back(&LeadState::of(&row));
        state.owner_id = self.present(state.owner_id).await?;
        write_lead(self.cx, tx, org, id, &state).await?;
        for tag in &change.tags {
            values::tag(tx, org, (Noun::Lead, id), *tag, false).await?;
        }
        left += values::restore(tx, org, (Noun::Lead, id), &change.values).await?;
        Ok(left)
    }

    /// The owner, unless the member left meanwhile.
    async fn present(&self, owner: Option<Uuid>) -> Result<Option<Uuid>> {
        let Some(owner) = owner else { return Ok(None) };
        let member = members::Entity::find_by_id((self.row.org_id, owner)).one(self.tx).await?;
        Ok(member.filter(|member| member.removed_at.is_none()).map(|member| member.id))
    }

    async fn stand_again(&self) -> Result<()> {
        let (tx, org, row, changes) = (self.tx, self.actor.org(), self.row, self.changes);
        merged_contacts::Entity::delete_many()
            .filter(merged_contacts::Column::OrgId.eq(row.org_id))
            .filter(merged_contacts::Column::ContactId.eq(row.joined_id))
            .exec(tx)
            .await?;
        if !changes.people_before.is_empty() {
            merged_contacts::Entity::update_many()
                .col_expr(merged_contacts::Column::IntoId, Expr::value(row.joined_id))
                .filter(merged_contacts::Column::OrgId.eq(row.org_id))
                .filter(merged_contacts::Column::ContactId.is_in(padded(changes.people_before.clone())))
                .exec(tx)
                .await?;
        }
        for fold in &changes.folds {
            merged_leads::Entity::delete_many()
                .filter(merged_leads::Column::OrgId.eq(row.org_id))
                .filter(merged_leads::Column::LeadId.eq(fold.lead))
                .exec(tx)
                .await?;
            if !fold.leads_before.is_empty() {
                merged_leads::Entity::update_many()
                    .col_expr(merged_leads::Column::IntoId, Expr::value(fold.lead))
                    .filter(merged_leads::Column::OrgId.eq(row.org_id))
                    .filter(merged_leads::Column::LeadId.is_in(padded(fold.leads_before.clone())))
                    .exec(tx)
                    .await?;
            }
            set_aside(self.cx, tx, org, fold.lead, false).await?;
            self.release(fold.lead).await?;
        }
        Ok(())
    }

    /// A lead that was set aside may be of a member who left meanwhile.
    async fn release(&self, lead: Uuid) -> Result<()> {
        let own =
            Condition::all().add(leads::Column::OrgId.eq(self.row.org_id)).add(leads::Column::Id.eq(lead));
        let row = leads::Entity::find().filter(own.clone()).one(self.tx).await?;
        let owner = row.and_then(|row| row.owner_id);
        if owner.is_some() && self.present(owner).await?.is_none() {
            leads::Entity::update_many()
                .col_expr(leads::Column::OwnerId, Expr::value(None::<Uuid>))
                .filter(own)
                .exec(self.tx)
                .await?;
        }
        Ok(())
    }

    /// The pair waits again for somebody to say what it is.
    async fn ask_again(&self) -> Result<()> {
        use duplicate_pairs::Column as C;
        duplicate_pairs::Entity::update_many()
            .col_expr(C::State, Expr::value(PairState::Open.as_str()))
            .col_expr(C::DecidedAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
            .col_expr(C::DecidedBy, Expr::value(None::<Uuid>))
            .filter(C::OrgId.eq(self.row.org_id))
            .filter(C::Id.eq(self.changes.pair.uuid()))
            .exec(self.tx)
            .await?;
        Ok(())
    }

    async fn name(&self, id: Uuid) -> Result<String> {
        let contact = contacts::Entity::find_by_id((self.row.org_id, id)).one(self.tx).await?;
        Ok(contact.map(|contact| contact.name).unwrap_or_default())
    }

    async fn leads_of(&self, contact: Uuid) -> Result<Vec<Uuid>> {
        Ok(leads::Entity::find()
            .select_only()
            .column(leads::Column::Id)
            .filter(leads::Column::OrgId.eq(self.row.org_id))
            .filter(leads::Column::ContactId.eq(contact))
            .filter(leads::Column::SetAside.eq(false))
            .order_by_asc(leads::Column::Id)
            .into_tuple()
            .all(self.tx)
            .await?)
    }
}
