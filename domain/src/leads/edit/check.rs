//! What was sent against what is there: which facts change, which were changed by somebody else, and who that was.

use crate::error::{Error, Result};
use crate::events::StoredEvent;
use crate::members;
use entity::events;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::events::EventKind;
use shared::fields::{CustomField, FieldValue, Noun};
use shared::leads::{Edited, Fact, FactConflict, FactEdit, FactValue, Lead, MAX_EDITS};
use shared::{FieldError, LeadId, OrgId};
use std::collections::BTreeSet;

/// Ways of one kind that a person may have.
const MAX_WAYS: usize = 20;
/// How far back in the log is looked for whoever changed a fact.
const LOG: u64 = 200;

/// One fact that becomes another.
pub(super) struct Change {
    /// Its place among what was sent.
    pub(super) at: usize,
    pub(super) edited: Edited,
    pub(super) item: u8,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) new: New,
}

/// What it becomes.
pub(super) enum New {
    Fact(Option<FactValue>),
    /// [`Change::after`], read by this field.
    Field(Box<CustomField>),
}

/// Refuses what no page sends.
pub(super) fn shape(edits: &[FactEdit]) -> Result<()> {
    let named: BTreeSet<(Edited, u8)> = edits.iter().map(|edit| (edit.fact, edit.item)).collect();
    if edits.is_empty() || edits.len() > MAX_EDITS || named.len() != edits.len() {
        return Err(Error::invalid("edits", "edits.shape", "Reload the page and change it again."));
    }
    Ok(())
}

/// Whether the change may meet a person or a house that is written at the same moment.
pub(super) fn needs_order(edits: &[FactEdit]) -> bool {
    edits.iter().any(|edit| matches!(edit.fact, Edited::Fact(Fact::Phone | Fact::Email | Fact::Address)))
}

/// Reads what was typed, and tells what changes from what somebody else changed.
///
/// Errors: [`Error::Invalid`] at `edits.N`.
pub(super) fn judge(
    lead: &Lead,
    fields: &[CustomField],
    edits: &[FactEdit],
) -> Result<(Vec<Change>, Vec<FactConflict>)> {
    let (mut changes, mut clashes, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for (at, edit) in edits.iter().enumerate() {
        // A form that sends everything: what nobody touched is none of its business.
        if edit.value.trim() == edit.base.trim() {
            continue;
        }
        let path = format!("edits.{at}");
        let read = match edit.fact {
            Edited::Fact(fact) => fact
                .parse(&edit.value)
                .map(|value| (value.as_ref().map(FactValue::typed).unwrap_or_default(), New::Fact(value)))
                .map_err(|list| list.into_iter().map(|error| error.under(&path)).collect()),
            Edited::Field(id) => {
                read_field(lead, fields, id, &edit.value).map_err(|error| vec![error.under(&path)])
            }
        };
        let (after, new) = match read {
            Ok(read) => read,
            Err(list) => {
                errors.extend(list);
                continue;
            }
        };
        let now = now(lead, fields, edit, &after);
        match now {
            Now::Same => {}
            Now::Full => errors.push(FieldError::new(
                path,
                "fact.many",
                format!("Keep at most {MAX_WAYS} of them. Remove one first."),
            )),
            Now::Changes { item, before } => {
                changes.push(Change { at, edited: edit.fact, item, before, after, new });
            }
            Now::Other(theirs) => clashes.push(FactConflict {
                fact: edit.fact,
                item: edit.item,
                base: edit.base.clone(),
                yours: after,
                theirs,
                by: None,
                at: None,
            }),
        }
    }
    if errors.is_empty() { Ok((changes, clashes)) } else { Err(Error::Invalid(errors)) }
}

fn read_field(
    lead: &Lead,
    fields: &[CustomField],
    id: shared::CustomFieldId,
    typed: &str,
) -> Result<(String, New), FieldError> {
    let gone = || FieldError::new("", "field.gone", "This field is no longer in use. Reload the page.");
    let field = fields.iter().find(|field| field.id == id && !field.archived).ok_or_else(gone)?;
    if field.noun == Noun::Property && lead.property.is_none() {
        return Err(FieldError::new("", "fact.no_house", "Enter the address first."));
    }
    let value = FieldValue::parse(field, typed).map_err(|problem| problem.at(""))?;
    let after = value.as_ref().map(FieldValue::typed).unwrap_or_default();
    Ok((after, New::Field(Box::new(field.clone()))))
}

/// How what is there stands to what was sent.
enum Now {
    Same,
    Changes {
        item: u8,
        before: String,
    },
    /// Somebody else changed it to this.
    Other(String),
    Full,
}

fn now(lead: &Lead, fields: &[CustomField], edit: &FactEdit, after: &str) -> Now {
    // Plain forms and programs may write what they began with in another way than the page does.
    let base = match edit.fact {
        Edited::Fact(fact) => fact.parse(&edit.base).ok().flatten().map(|value| value.typed()),
        Edited::Field(id) => fields
            .iter()
            .find(|field| field.id == id)
            .and_then(|field| FieldValue::parse(field, &edit.base).ok().flatten())
            .map(|value| value.typed()),
    };
    let base = base.unwrap_or_else(|| edit.base.trim().to_owned());
    match edit.fact {
        Edited::Fact(fact) if fact.is_way() => way(fact, lead, edit, &base, after),
        edited => {
            let current = typed(edited, lead, edit.item);
            if current == after {
                Now::Same
            } else if current == base || current == edit.base {
                Now::Changes { item: edit.item, before: current }
            } else {
                Now::Other(current)
            }
        }
    }
}

/// Of several phones or emails the one that was seen is replaced, wherever it stands by now.
fn way(fact: Fact, lead: &Lead, edit: &FactEdit, base: &str, after: &str) -> Now {
    let count = if fact == Fact::Phone { lead.contact.phones.len() } else { lead.contact.emails.len() };
    let known: Vec<String> =
        (0..u8::try_from(count).unwrap_or(u8::MAX)).map(|item| fact.typed(lead, item)).collect();
    let place = known.iter().position(|way| way == base);
    match place {
        _ if base == after => Now::Same,
        Some(place) => Now::Changes { item: u8::try_from(place).unwrap_or(u8::MAX), before: base.to_owned() },
        None if after.is_empty() || known.iter().any(|way| way == after) => Now::Same,
        // Two who each add one do not meet: a person can have both.
        None if base.is_empty() && count >= MAX_WAYS => Now::Full,
        None if base.is_empty() => {
            Now::Changes { item: u8::try_from(count).unwrap_or(u8::MAX), before: String::new() }
        }
        None => Now::Other(known.get(usize::from(edit.item)).cloned().unwrap_or_default()),
    }
}

fn typed(edited: Edited, lead: &Lead, item: u8) -> String {
    match edited {
        Edited::Fact(fact) => fact.typed(lead, item),
        Edited::Field(id) => lead.marks.values.get(&id).map(FieldValue::typed).unwrap_or_default(),
    }
}

/// Refuses to take the last way of reaching the seller.
pub(super) fn stays_reachable(lead: &Lead, changes: &[Change]) -> Result<()> {
    let way = |change: &&Change| matches!(change.edited, Edited::Fact(fact) if fact.is_way());
    let gone = || changes.iter().filter(way).filter(|change| change.after.is_empty());
    let come = changes.iter().filter(way).filter(|change| change.before.is_empty()).count();
    let had = lead.contact.phones.len() + lead.contact.emails.len();
    match gone().next() {
        Some(change) if had + come <= gone().count() => Err(Error::invalid(
            &format!("edits.{}", change.at),
            "contact.unreachable",
            "Keep a phone number or an email, or nobody can reach the seller.",
        )),
        _ => Ok(()),
    }
}

/// What takes the changes back. A house that was made for an address stays.
pub(super) fn back(changes: &[Change]) -> Vec<FactEdit> {
    let is_made = |change: &&Change| change.edited == Edited::Fact(Fact::Address) && change.before.is_empty();
    let back = |change: &Change| FactEdit {
        fact: change.edited,
        item: change.item,
        base: change.after.clone(),
        value: change.before.clone(),
    };
    changes.iter().filter(|change| !is_made(change)).map(back).collect()
}

/// Says of each fact who changed it, as far as the log of the lead tells.
pub(super) async fn name_them(
    db: &impl ConnectionTrait,
    org: OrgId,
    lead: LeadId,
    mut clashes: Vec<FactConflict>,
) -> Result<Vec<FactConflict>> {
    let rows = events::Entity::find()
        .filter(events::Column::OrgId.eq(org.uuid()))
        .filter(events::Column::SubjectKind.eq("lead"))
        .filter(events::Column::SubjectId.eq(lead.uuid()))
        .order_by_desc(events::Column::Tx)
        .order_by_desc(events::Column::Seq)
        .limit(LOG)
        .all(db)
        .await?;
    let log = rows.into_iter().map(StoredEvent::from_row).collect::<Result<Vec<_>>>()?;
    let names = members::names(db, org).await?;
    for clash in &mut clashes {
        let newest = log.iter().find(|event| changes(&event.kind, clash.fact));
        clash.at = newest.map(|event| event.at);
        clash.by = newest.and_then(|event| event.actor).and_then(|member| names.get(&member).cloned());
    }
    Ok(clashes)
}

fn changes(kind: &EventKind, edited: Edited) -> bool {
    match (kind, edited) {
        (EventKind::LeadFactsChanged { facts }, Edited::Fact(fact)) => facts.contains(&fact),
        (EventKind::LeadFieldsChanged { fields, .. }, Edited::Field(id)) => fields.contains(&id),
        _ => false,
    }
}
