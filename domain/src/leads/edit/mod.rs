//! Editing what is known of a lead, its person and its house. Every fact comes with what stood there when editing began:
//! whoever changed another fact meanwhile is not in the way, whoever changed the same one is named, and nothing is written.

mod check;
mod copies;
mod hold;
mod house;
mod person;

use super::{detail, words};
use crate::actor::Actor;
use crate::context::Context;
use crate::db::may_pass_again;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::fields;
use check::{Change, New};
use entity::leads;
use hold::Held;
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _};
use shared::LeadId;
use shared::events::EventKind;
use shared::fields::{CustomField, FieldValueInput, Noun};
use shared::leads::{EditOutcome, Edited, Fact, FactEdit, FactTaken, FactValue, Lead, Saved};
use shared::roles::Permission;
use std::collections::BTreeSet;

/// How often a change that met another one is tried.
const TRIES: usize = 4;

/// Changes facts of a lead, or nothing at all. What all leads of the person or about the house share changes for all of
/// them. A fact that is what it should be already is no change.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `edits`, `edits.N`, and `edits.N.street` and so
/// on for parts of an address; [`Error::Conflict`] when others keep changing the same lead.
pub async fn edit(cx: &Context, actor: &Actor, lead: LeadId, edits: &[FactEdit]) -> Result<EditOutcome> {
    actor.require(Permission::WorkLeads)?;
    check::shape(edits)?;
    for _ in 0..TRIES {
        match once(cx, actor, lead, edits.to_vec()).await {
            Ok(Some(outcome)) => return Ok(outcome),
            Ok(None) => {}
            Err(Error::Internal(cause)) if cause.downcast_ref().is_some_and(may_pass_again) => {
                tracing::debug!("an edit met another change and is tried again");
            }
            Err(error) => return Err(error),
        }
    }
    Err(Error::Conflict("Others are changing this lead right now. Try again in a moment.".to_owned()))
}

/// `None` when the lead got another person or house between the look at it and the lock.
async fn once(
    cx: &Context,
    actor: &Actor,
    lead: LeadId,
    edits: Vec<FactEdit>,
) -> Result<Option<EditOutcome>> {
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let (cx, org) = (&cx_in, actor.org());
            let Some(held) = Held::take(tx, org, lead, check::needs_order(&edits)).await? else {
                return Ok(None);
            };
            let before = detail::read(tx, org, lead).await?;
            let fields = fields::all(tx, org).await?;
            let (changes, clashes) = check::judge(&before, &fields, &edits)?;
            if !clashes.is_empty() {
                return check::name_them(tx, org, lead, clashes).await.map(EditOutcome::Conflict).map(Some);
            }
            if changes.is_empty() {
                let lead = before;
                return Ok(Some(EditOutcome::Saved(Box::new(Saved { lead, back: Vec::new() }))));
            }
            check::stays_reachable(&before, &changes)?;
            let writing = Writing { cx, tx, actor: &actor, held: &held, before: &before };
            if let Some(taken) = writing.all(&changes).await? {
                return Ok(Some(EditOutcome::Taken(taken)));
            }
            let lead = detail::read(tx, org, lead).await?;
            Ok(Some(EditOutcome::Saved(Box::new(Saved { lead, back: check::back(&changes) }))))
        })
    })
    .await
}

/// What the parts of one change work with.
struct Writing<'a> {
    cx: &'a Context,
    tx: &'a DatabaseTransaction,
    actor: &'a Actor,
    held: &'a Held,
    before: &'a Lead,
}

impl Writing<'_> {
    /// Writes all of it with its events. Answers what stands in the way, before anything was written.
    async fn all(&self, changes: &[Change]) -> Result<Option<FactTaken>> {
        for change in changes {
            let taken = match (&change.edited, &change.new) {
                (Edited::Fact(fact), New::Fact(Some(value))) => self.taken(*fact, change.item, value).await?,
                _ => None,
            };
            if taken.is_some() {
                return Ok(taken);
            }
        }
        let mut changed = BTreeSet::new();
        // an address first: a house that was not known is made by it
        let mut house = self.held.row.property_id;
        let order = |change: &&Change| change.edited != Edited::Fact(Fact::Address);
        let mut sorted: Vec<&Change> = changes.iter().collect();
        sorted.sort_by_key(order);
        for change in sorted {
            let Edited::Fact(fact) = change.edited else { continue };
            let New::Fact(value) = &change.new else { continue };
            changed.insert(fact);
            match fact {
                Fact::Name | Fact::Phone | Fact::Email => self.person(fact, change, value.as_ref()).await?,
                Fact::Situation => self.lead_column(leads::Column::Situation, value.as_ref()).await?,
                Fact::Timing => self.lead_column(leads::Column::Timing, value.as_ref()).await?,
                Fact::Address => house = self.address(house, value.as_ref()).await?,
                Fact::Asking => self.asking(house, value.as_ref()).await?,
                _ => self.house(house, fact, change.at, value.as_ref()).await?,
            }
        }
        let facts: Vec<Fact> = changed.into_iter().collect();
        self.follow(&facts).await?;
        self.fields(changes).await?;
        Ok(None)
    }

    /// Whether another lead has what should be written.
    async fn taken(&self, fact: Fact, item: u8, value: &FactValue) -> Result<Option<FactTaken>> {
        let other = match value {
            FactValue::Phone(phone) => self.other_with_phone(phone).await?,
            FactValue::Email(email) => self.other_with_email(email).await?,
            FactValue::Address(address) => self.other_house(address).await?,
            _ => None,
        };
        Ok(other.map(|(lead, name)| FactTaken { fact, item, lead, name }))
    }

    /// A word that is this lead's alone.
    async fn lead_column(&self, column: leads::Column, value: Option<&FactValue>) -> Result<()> {
        let word = value.map(FactValue::typed);
        leads::Entity::update_many()
            .col_expr(column, sea_orm::sea_query::Expr::value(word))
            .filter(leads::Column::OrgId.eq(self.held.row.org_id))
            .filter(leads::Column::Id.eq(self.held.row.id))
            .exec(self.tx)
            .await?;
        Ok(())
    }

    /// Custom fields, a noun at a time, with the event that they have of old.
    async fn fields(&self, changes: &[Change]) -> Result<()> {
        let org = self.actor.org();
        let custom: Vec<(&CustomField, FieldValueInput)> = changes
            .iter()
            .filter_map(|change| match &change.new {
                New::Field(field) => {
                    let text = change.after.clone();
                    Some((&**field, FieldValueInput { field: field.id, text }))
                }
                New::Fact(_) => None,
            })
            .collect();
        for noun in Noun::ALL {
            let of_noun = custom.iter().filter(|(field, _)| field.noun == *noun);
            let (known, input): (Vec<CustomField>, Vec<FieldValueInput>) =
                of_noun.map(|(field, input)| ((*field).clone(), input.clone())).unzip();
            if input.is_empty() {
                continue;
            }
            let record = match noun {
                Noun::Lead => Some(self.held.row.id),
                Noun::Contact => Some(self.held.row.contact_id),
                Noun::Property => self.held.row.property_id,
            };
            let record = record.ok_or(Error::NotFound("the property"))?;
            let changed = fields::write(self.tx, org, *noun, &known, record, &input).await?;
            if *noun == Noun::Lead {
                words::renew(self.tx, org, &[record]).await?;
            }
            let lead = Subject::Lead(LeadId::from_uuid(self.held.row.id));
            let kind = EventKind::LeadFieldsChanged { of: *noun, fields: changed };
            events::append(self.cx, self.tx, self.actor, self.cx.now(), lead, kind).await?;
            self.note(&[self.held.row.id]).await?;
        }
        Ok(())
    }
}
