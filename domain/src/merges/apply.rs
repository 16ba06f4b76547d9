//! Merging: everything in one transaction, or nothing.

use super::fields::{Picks, Words, way};
use super::record::{Change, Changes, ContactState, Fold, LeadChange, LeadState, ValueChange, Values};
use super::through;
use super::two::{OneLead, Two};
use super::values;
use crate::actor::Actor;
use crate::bulk::{self, Conflict};
use crate::context::Context;
use crate::duplicates;
use crate::error::{Error, Result};
use crate::events::{self, NewEvent, Subject};
use crate::intake::one_at_a_time;
use crate::leads::{NEVER, UNKNOWN_ASKING};
use entity::{contact_emails, contact_phones, contacts, leads, merged_contacts, merged_leads, merges};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _};
use shared::duplicates::PairState;
use shared::events::EventKind;
use shared::fields::Noun;
use shared::merges::{MergeChoice, MergeInput, Merged, Side};
use shared::roles::Permission;
use shared::{ContactId, DuplicatePairId, LeadId, MergeId, OrgId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Makes one person of the two of a pair, as somebody chose.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at the paths of [`MergeInput::parse`]; [`Error::NotFound`];
/// [`Error::Conflict`] when somebody decided on the pair before, or anything of the two changed since it was looked at.
pub async fn merge(cx: &Context, actor: &Actor, pair: DuplicatePairId, input: &MergeInput) -> Result<Merged> {
    let me = actor.require_member(Permission::MergeLeads)?;
    let choice = input.parse()?;
    let (context, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let org = actor.org();
            // While two become one, intake must not find the one who joins.
            one_at_a_time(tx, org).await?;
            duplicates::one_at_a_time(tx, org).await?;
            let row = duplicates::decide(&context, tx, org, pair, me, PairState::Merged).await?;
            let joins = match choice.stays.uuid() {
                id if id == row.one_id => row.other_id,
                id if id == row.other_id => row.one_id,
                _ => return Err(Error::NotFound("the contact")),
            };
            let gone = through::roots(tx, org, vec![row.one_id, row.other_id]).await?;
            let two = Two::load(tx, org, choice.stays, ContactId::from_uuid(joins), true).await?;
            if !gone.is_empty() || two.seen() != choice.seen {
                return Err(Error::Conflict(
                    "One of the two changed meanwhile. Look at both again, then merge them.".to_owned(),
                ));
            }
            let id = MergeId::from_uuid(context.new_id());
            Merge { cx: &context, tx, actor: &actor, id, pair, two: &two, choice: &choice }.run().await
        })
    })
    .await
}

struct Merge<'a> {
    cx: &'a Context,
    tx: &'a DatabaseTransaction,
    actor: &'a Actor,
    id: MergeId,
    pair: DuplicatePairId,
    two: &'a Two,
    choice: &'a MergeChoice,
}

impl Merge<'_> {
    const fn org(&self) -> OrgId {
        self.actor.org()
    }

    async fn run(&self) -> Result<Merged> {
        let (tx, org, two) = (self.tx, self.org(), self.two);
        let words = Words::load(tx, org).await?;
        let folds = two.folds()?;
        let mut picks = Picks { fields: words.of_person(two), choice: self.choice };
        for (at, place) in folds.iter().enumerate() {
            let (kept, joined) = two.leads_of(*place)?;
            picks.fields.extend(words.of_leads(at, kept, joined)?);
        }
        let changes = self.plan(&picks, &folds).await?;
        self.record(&changes).await?;
        self.write_person(&changes).await?;
        for change in &changes.leads {
            self.write_lead(change).await?;
        }
        self.set_aside(&changes).await?;
        let kind = |into, took| EventKind::LeadMerged {
            merge: self.id,
            contact: ContactId::from_uuid(two.kept.contact.id),
            joined: ContactId::from_uuid(two.joined.contact.id),
            into,
            took,
        };
        let events = told(self.cx, self.actor, &changes, kind, every_lead(two));
        events::append_all(self.cx, tx, &events).await?;
        let people = [two.kept.contact.id, two.joined.contact.id];
        duplicates::check(self.cx, tx, org, self.actor.request(), people).await?;
        let lead = changes.folds.first().map(|fold| fold.into);
        let lead = lead.or_else(|| two.kept.leads.last().map(|lead| lead.row.id));
        let lead = lead.or_else(|| two.joined.leads.last().map(|lead| lead.row.id));
        Ok(Merged { id: self.id, lead: lead.map(LeadId::from_uuid) })
    }

    async fn plan(&self, picks: &Picks<'_>, folds: &[(usize, usize)]) -> Result<Changes> {
        let (kept, joined) = (&self.two.kept, &self.two.joined);
        let named_anew = picks.side("name") == Side::Joined;
        let name = if named_anew { &joined.contact.name } else { &kept.contact.name };
        let before =
            ContactState { name: kept.contact.name.clone(), do_not_contact: kept.contact.do_not_contact };
        let after = ContactState {
            name: name.clone(),
            do_not_contact: kept.contact.do_not_contact || joined.contact.do_not_contact,
        };
        let mut leads = Vec::new();
        for (own, lead) in kept.leads.iter().enumerate() {
            let fold = folds.iter().enumerate().find(|(_, (a, _))| *a == own);
            let mut after = LeadState::of(&lead.row);
            let (mut tags, mut values) = (Vec::new(), Vec::new());
            if let Some((at, place)) = fold {
                let (_, theirs) = self.two.leads_of(*place)?;
                unite(&mut after, &theirs.row, picks, at);
                tags = theirs.tags.difference(&lead.tags).copied().collect();
                values = chosen(&lead.values, &theirs.values, picks, &format!("-{at}"));
            }
            if named_anew {
                rename(&mut after, name);
            }
            leads.extend(change(lead, after, tags, values));
        }
        for (theirs, lead) in joined.leads.iter().enumerate() {
            if folds.iter().all(|(_, b)| *b != theirs) {
                let mut after = LeadState::of(&lead.row);
                after.contact_id = kept.contact.id;
                rename(&mut after, name);
                leads.extend(change(lead, after, Vec::new(), Vec::new()));
            }
        }
        let mut merged = Vec::with_capacity(folds.len());
        for place in folds {
            let (into, lead) = self.two.leads_of(*place)?;
            let mut before =
                through::ids_of_lead(self.tx, self.org(), LeadId::from_uuid(lead.row.id)).await?;
            before.retain(|id| *id != lead.row.id);
            merged.push(Fold { lead: lead.row.id, into: into.row.id, leads_before: before });
        }
        let comes = |key: String| picks.side(&key) == Side::Joined;
        let mut people_before = through::ids_of_contact(self.tx, self.org(), joined.contact.id).await?;
        people_before.retain(|id| *id != joined.contact.id);
        Ok(Changes {
            pair: self.pair,
            contact: Change { before, after },
            emails: joined
                .emails
                .iter()
                .enumerate()
                .filter(|(at, _)| comes(way("email", *at)))
                .map(|(_, row)| row.email_key.clone())
                .collect(),
            phones: joined
                .phones
                .iter()
                .enumerate()
                .filter(|(at, _)| comes(way("phone", *at)))
                .map(|(_, row)| row.e164.clone())
                .collect(),
            tags: joined.tags.difference(&kept.tags).copied().collect(),
            values: chosen(&kept.values, &joined.values, picks, ""),
            leads,
            folds: merged,
            people_before,
        })
    }

    async fn record(&self, changes: &Changes) -> Result<()> {
        let member = self.actor.member_id().ok_or(Error::Forbidden)?;
        let row = merges::ActiveModel {
            org_id: Set(self.org().uuid()),
            id: Set(self.id.uuid()),
            kept_id: Set(self.two.kept.contact.id),
            joined_id: Set(self.two.joined.contact.id),
            member_id: Set(member.uuid()),
            changes: Set(serde_json::to_value(changes)?),
            created_at: Set(self.cx.now()),
            split_at: Set(None),
            split_by: Set(None),
        };
        merges::Entity::insert(row).exec_without_returning(self.tx).await?;
        Ok(())
    }

    async fn write_person(&self, changes: &Changes) -> Result<()> {
        let (tx, org, kept) = (self.tx, self.org(), &self.two.kept.contact);
        write_contact(self.cx, tx, kept, &changes.contact.after).await?;
        let emails = self.two.joined.emails.iter().filter(|row| changes.emails.contains(&row.email_key));
        let emails = emails.map(|row| contact_emails::ActiveModel {
            org_id: Set(row.org_id),
            contact_id: Set(kept.id),
            email_key: Set(row.email_key.clone()),
            email: Set(row.email.clone()),
            created_at: Set(row.created_at),
        });
        bulk::insert(tx, emails.collect(), Conflict::Refuse).await?;
        let phones = self.two.joined.phones.iter().filter(|row| changes.phones.contains(&row.e164));
        let phones = phones.map(|row| contact_phones::ActiveModel {
            org_id: Set(row.org_id),
            contact_id: Set(kept.id),
            e164: Set(row.e164.clone()),
            created_at: Set(row.created_at),
        });
        bulk::insert(tx, phones.collect(), Conflict::Refuse).await?;
        let person = (Noun::Contact, kept.id);
        for tag in &changes.tags {
            values::tag(tx, org, person, *tag, true).await?;
        }
        for ValueChange { field, change } in &changes.values {
            values::write(tx, org, person, *field, &change.after).await?;
        }
        Ok(())
    }

    async fn write_lead(&self, change: &LeadChange) -> Result<()> {
        let (tx, org, record) = (self.tx, self.org(), (Noun::Lead, change.lead));
        write_lead(self.cx, tx, org, change.lead, &change.change.after).await?;
        for tag in &change.tags {
            values::tag(tx, org, record, *tag, true).await?;
        }
        for ValueChange { field, change } in &change.values {
            values::write(tx, org, record, *field, &change.after).await?;
        }
        Ok(())
    }

    /// Whoever joined, and what became part of something, no longer stands.
    async fn set_aside(&self, changes: &Changes) -> Result<()> {
        let (tx, org, merge) = (self.tx, self.org().uuid(), self.id.uuid());
        let (kept, joined) = (self.two.kept.contact.id, self.two.joined.contact.id);
        merged_contacts::Entity::update_many()
            .col_expr(merged_contacts::Column::IntoId, Expr::value(kept))
            .filter(merged_contacts::Column::OrgId.eq(org))
            .filter(merged_contacts::Column::IntoId.eq(joined))
            .exec(tx)
            .await?;
        let row = merged_contacts::ActiveModel {
            org_id: Set(org),
            contact_id: Set(joined),
            into_id: Set(kept),
            merge_id: Set(merge),
        };
        merged_contacts::Entity::insert(row).exec_without_returning(tx).await?;
        for fold in &changes.folds {
            merged_leads::Entity::update_many()
                .col_expr(merged_leads::Column::IntoId, Expr::value(fold.into))
                .filter(merged_leads::Column::OrgId.eq(org))
                .filter(merged_leads::Column::IntoId.eq(fold.lead))
                .exec(tx)
                .await?;
            let row = merged_leads::ActiveModel {
                org_id: Set(org),
                lead_id: Set(fold.lead),
                into_id: Set(fold.into),
                merge_id: Set(merge),
            };
            merged_leads::Entity::insert(row).exec_without_returning(tx).await?;
            set_aside(self.cx, tx, self.org(), fold.lead, true).await?;
        }
        Ok(())
    }
}

/// Writes what a merge or a split changes of the one who stays.
pub(super) async fn write_contact(
    cx: &Context,
    tx: &DatabaseTransaction,
    row: &contacts::Model,
    state: &ContactState,
) -> Result<()> {
    use contacts::Column as C;
    contacts::Entity::update_many()
        .col_expr(C::Name, Expr::value(state.name.clone()))
        .col_expr(C::DoNotContact, Expr::value(state.do_not_contact))
        .col_expr(C::UpdatedAt, Expr::value(cx.now()))
        .col_expr(C::Version, Expr::value(row.version + 1))
        .filter(C::OrgId.eq(row.org_id))
        .filter(C::Id.eq(row.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes a lead. Whoever looked at it before gets a conflict.
pub(super) async fn write_lead(
    cx: &Context,
    tx: &DatabaseTransaction,
    org: OrgId,
    lead: Uuid,
    state: &LeadState,
) -> Result<()> {
    use leads::Column as C;
    let row = leads::ActiveModel { updated_at: Set(cx.now()), ..state.to_row() };
    leads::Entity::update_many()
        .set(row)
        .col_expr(C::Version, sea_orm::ExprTrait::add(Expr::col(C::Version), 1))
        .filter(C::OrgId.eq(org.uuid()))
        .filter(C::Id.eq(lead))
        .exec(tx)
        .await?;
    Ok(())
}

/// Sets a lead aside, or lets it stand again.
pub(super) async fn set_aside(
    cx: &Context,
    tx: &DatabaseTransaction,
    org: OrgId,
    lead: Uuid,
    aside: bool,
) -> Result<()> {
    use leads::Column as C;
    leads::Entity::update_many()
        .col_expr(C::SetAside, Expr::value(aside))
        .col_expr(C::UpdatedAt, Expr::value(cx.now()))
        .col_expr(C::Version, sea_orm::ExprTrait::add(Expr::col(C::Version), 1))
        .filter(C::OrgId.eq(org.uuid()))
        .filter(C::Id.eq(lead))
        .exec(tx)
        .await?;
    Ok(())
}

/// The leads of both.
fn every_lead(two: &Two) -> BTreeSet<Uuid> {
    two.kept.leads.iter().chain(&two.joined.leads).map(|lead| lead.row.id).collect()
}

/// One event for each lead of both: where it went, or what it took.
pub(super) fn told(
    cx: &Context,
    actor: &Actor,
    changes: &Changes,
    kind: impl Fn(Option<LeadId>, Vec<LeadId>) -> EventKind,
    leads: BTreeSet<Uuid>,
) -> Vec<NewEvent> {
    let event = |lead: Uuid| {
        let into =
            changes.folds.iter().find(|fold| fold.lead == lead).map(|fold| LeadId::from_uuid(fold.into));
        let took = changes.folds.iter().filter(|fold| fold.into == lead);
        let took = took.map(|fold| LeadId::from_uuid(fold.lead)).collect();
        NewEvent {
            actor: actor.clone(),
            subject: Subject::Lead(LeadId::from_uuid(lead)),
            kind: kind(into, took),
            at: cx.now(),
        }
    };
    leads.into_iter().map(event).collect()
}

fn change(lead: &OneLead, after: LeadState, tags: Vec<Uuid>, values: Vec<ValueChange>) -> Option<LeadChange> {
    let before = LeadState::of(&lead.row);
    let is_one = before != after || !tags.is_empty() || !values.is_empty();
    is_one.then_some(LeadChange { lead: lead.row.id, change: Change { before, after }, tags, values })
}

/// Calls a lead by another name; it is still found by the one before.
fn rename(lead: &mut LeadState, name: &str) {
    if lead.contact_name != name {
        name.clone_into(&mut lead.contact_name);
        let words = crate::leads::search_text(name, &[], &[], None);
        add_words(&mut lead.search_text, &words);
    }
}

fn add_words(text: &mut String, more: &str) {
    for word in more.split(' ').filter(|word| !word.is_empty()) {
        if text.split(' ').all(|known| known != word) {
            text.push(' ');
            text.push_str(word);
        }
    }
}

/// Makes one lead of two. It came with the older one, and was answered when either was.
fn unite(own: &mut LeadState, theirs: &leads::Model, picks: &Picks<'_>, at: usize) {
    let theirs = LeadState::of(theirs);
    let comes = |key: &str| picks.side(&format!("{key}-{at}")) == Side::Joined;
    if own.property_id.is_none() {
        own.property_id = theirs.property_id;
        own.place.clone_from(&theirs.place);
    }
    if comes("status") {
        own.status.clone_from(&theirs.status);
        own.dead_reason.clone_from(&theirs.dead_reason);
        own.status_note.clone_from(&theirs.status_note);
    }
    if comes("owner") {
        own.owner_id = theirs.owner_id;
    }
    if comes("source") {
        own.source.clone_from(&theirs.source);
    }
    if comes("asking") && theirs.asking_minor != UNKNOWN_ASKING {
        own.asking_minor = theirs.asking_minor;
    }
    if comes("situation") {
        own.situation.clone_from(&theirs.situation);
    }
    if comes("timing") {
        own.timing.clone_from(&theirs.timing);
    }
    if comes("message") {
        own.message.clone_from(&theirs.message);
    }
    if own.phone.is_none() {
        own.phone.clone_from(&theirs.phone);
    }
    add_words(&mut own.search_text, &theirs.search_text);
    own.created_at = own.created_at.min(theirs.created_at);
    own.respond_by = own.respond_by.min(theirs.respond_by);
    own.first_response_at = match (own.first_response_at, theirs.first_response_at) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    let waits = own.waiting_until != NEVER && theirs.waiting_until != NEVER;
    own.waiting_until = if waits { own.waiting_until.min(theirs.waiting_until) } else { NEVER };
    own.last_activity_at = own.last_activity_at.max(theirs.last_activity_at);
}

/// The custom values that change when what was chosen is written.
fn chosen(own: &Values, theirs: &Values, picks: &Picks<'_>, end: &str) -> Vec<ValueChange> {
    let comes = |field: &Uuid| {
        picks.side(&format!("{}{end}", shared::CustomFieldId::from_uuid(*field))) == Side::Joined
    };
    theirs
        .iter()
        .filter(|(field, _)| comes(field))
        .filter_map(|(field, values)| values::change(*field, own, values))
        .collect()
}
