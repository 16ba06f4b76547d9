//! What can be chosen of two people, side by side, and what is proposed: where both say something, the newer word, of two names
//! the fuller one, and of two statuses the further one.

use super::record::{StoredValue, Values};
use super::two::{OneLead, Two};
use crate::error::Result;
use crate::fields;
use crate::leads::{UNKNOWN_ASKING, source_of, status_of};
use crate::members;
use sea_orm::ConnectionTrait;
use shared::fields::{CustomField, FieldValue, Noun, Stored};
use shared::leads::{LeadStatus, Situation, Timing};
use shared::merges::{Choosing, MergeChoice, MergeField, Side};
use shared::money::Money;
use shared::phone::Phone;
use shared::search::words;
use shared::{MemberId, OrgId};
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// What the words of fields are made from.
pub(super) struct Words {
    fields: Vec<CustomField>,
    names: HashMap<MemberId, String>,
}

/// All fields of a merge, and what was chosen of them.
pub(super) struct Picks<'c> {
    pub fields: Vec<MergeField>,
    pub choice: &'c MergeChoice,
}

impl Picks<'_> {
    /// Whose value of a field is taken.
    pub(super) fn side(&self, key: &str) -> Side {
        match self.fields.iter().find(|field| field.key == key) {
            None => Side::Kept,
            Some(field) if field.choosing == Choosing::Settled => field.take,
            Some(_) => self.choice.side(key),
        }
    }
}

impl Words {
    pub(super) async fn load(db: &impl ConnectionTrait, org: OrgId) -> Result<Self> {
        Ok(Self { fields: fields::all(db, org).await?, names: members::names(db, org).await? })
    }

    /// Of the person.
    pub(super) fn of_person(&self, two: &Two) -> Vec<MergeField> {
        let (kept, joined) = (&two.kept, &two.joined);
        let newer =
            if joined.contact.created_at > kept.contact.created_at { Side::Joined } else { Side::Kept };
        let (own, theirs) = (&kept.contact.name, &joined.contact.name);
        let fuller = fuller(own, theirs).unwrap_or(newer);
        let mut all: Vec<MergeField> =
            one_of("name", "Name", Some(own.clone()), Some(theirs.clone()), fuller).into_iter().collect();
        let phone = |e164: &str| Phone::parse(e164).map_or_else(|_| e164.to_owned(), |phone| phone.display());
        let own: Vec<String> = kept.phones.iter().map(|row| phone(&row.e164)).collect();
        let known = |e164: &str| kept.phones.iter().any(|own| own.e164 == e164);
        let theirs = joined.phones.iter().enumerate().filter(|(_, row)| !known(&row.e164));
        all.extend(ways("phone", "Phone", own, theirs.map(|(at, row)| (at, phone(&row.e164)))));
        let own: Vec<String> = kept.emails.iter().map(|row| row.email.clone()).collect();
        let known = |key: &str| kept.emails.iter().any(|own| own.email_key == key);
        let theirs = joined.emails.iter().enumerate().filter(|(_, row)| !known(&row.email_key));
        all.extend(ways("email", "Email", own, theirs.map(|(at, row)| (at, row.email.clone()))));
        let word = |refused: bool| refused.then(|| "Nobody may contact them".to_owned());
        let strict = kept.contact.do_not_contact || joined.contact.do_not_contact;
        if strict {
            // The stricter word counts: nobody is asked.
            let words = word(strict);
            all.extend(one_of("do_not_contact", "Contact", words.clone(), words, Side::Kept));
        }
        all.extend(self.custom(Noun::Contact, "", &kept.values, &joined.values, newer));
        all
    }

    /// Of two leads that become one; `at` tells these fields from those of other leads.
    pub(super) fn of_leads(&self, at: usize, kept: &OneLead, joined: &OneLead) -> Result<Vec<MergeField>> {
        let (own, theirs) = (&kept.row, &joined.row);
        let newer = if theirs.created_at > own.created_at { Side::Joined } else { Side::Kept };
        let (here, there) = (status_of(&own.status)?, status_of(&theirs.status)?);
        let further = if rank(there) > rank(here) { Side::Joined } else { Side::Kept };
        let status = |status: LeadStatus| Some(status.label().to_owned());
        let owner = |id: Option<Uuid>| {
            id.map(|id| self.names.get(&MemberId::from_uuid(id)).cloned().unwrap_or_default())
        };
        let source = |word: &str| source_of(word).map(|source| Some(source.label().to_owned()));
        let asking = |minor: i64| {
            Some(minor).filter(|minor| *minor != UNKNOWN_ASKING).map(|minor| Money::usd(minor).to_string())
        };
        let situation = |word: &Option<String>| {
            word.as_deref().and_then(Situation::from_word).map(|word| word.label().to_owned())
        };
        let timing = |word: &Option<String>| {
            word.as_deref().and_then(Timing::from_word).map(|word| word.label().to_owned())
        };
        let rows = [
            ("status", "Status", status(here), status(there), further),
            // Whoever works the lead that stays goes on with it.
            ("owner", "Owner", owner(own.owner_id), owner(theirs.owner_id), Side::Kept),
            ("source", "Source", source(&own.source)?, source(&theirs.source)?, Side::Kept),
            ("asking", "Asking price", asking(own.asking_minor), asking(theirs.asking_minor), newer),
            ("situation", "Why selling", situation(&own.situation), situation(&theirs.situation), newer),
            ("timing", "When", timing(&own.timing), timing(&theirs.timing), newer),
            ("message", "Own words", own.message.clone(), theirs.message.clone(), newer),
        ];
        let mut all: Vec<MergeField> = rows
            .into_iter()
            .filter_map(|(key, label, kept, joined, take)| {
                one_of(&format!("{key}-{at}"), label, kept, joined, take)
            })
            .collect();
        all.extend(self.custom(Noun::Lead, &format!("-{at}"), &kept.values, &joined.values, newer));
        Ok(all)
    }

    fn custom(
        &self,
        noun: Noun,
        end: &str,
        kept: &Values,
        joined: &Values,
        newer: Side,
    ) -> impl Iterator<Item = MergeField> {
        let ids: BTreeSet<Uuid> = kept.keys().chain(joined.keys()).copied().collect();
        let of_noun = self.fields.iter().filter(|field| field.noun == noun && ids.contains(&field.id.uuid()));
        let rows = of_noun.filter_map(|field| {
            let words = |values: &Values| values.get(&field.id.uuid()).and_then(|rows| shown(field, rows));
            let key = format!("{}{end}", field.id);
            one_of(&key, &field.label, words(kept), words(joined), newer)
        });
        rows.collect::<Vec<_>>().into_iter()
    }
}

/// How far a lead is; only open leads become one.
const fn rank(status: LeadStatus) -> u8 {
    match status {
        LeadStatus::New => 0,
        LeadStatus::Contacted => 1,
        LeadStatus::Nurturing => 2,
        LeadStatus::Qualified => 3,
        LeadStatus::Dead => 4,
        LeadStatus::Converted => 5,
    }
}

fn shown(field: &CustomField, rows: &[StoredValue]) -> Option<String> {
    let stored: Vec<Stored> = rows
        .iter()
        .filter_map(|row| match (&row.text, row.number) {
            (Some(text), _) => Some(Stored::Text(text.clone())),
            (None, Some(number)) => Some(Stored::Number(number)),
            (None, None) => None,
        })
        .collect();
    FieldValue::from_stored(field.field_type, &stored).map(|value| value.shown(field))
}

/// Whose name says more: an initial says less than the name it stands for, and a number in a name's place says nothing.
/// `None` where both say as much.
fn fuller(kept: &str, joined: &str) -> Option<Side> {
    let spelled_out = |name: &str| {
        words(name).iter().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1).count()
    };
    match spelled_out(kept).cmp(&spelled_out(joined)) {
        Ordering::Greater => Some(Side::Kept),
        Ordering::Less => Some(Side::Joined),
        Ordering::Equal => None,
    }
}

/// One field, unless neither says anything.
fn one_of(
    key: &str,
    label: &str,
    kept: Option<String>,
    joined: Option<String>,
    proposed: Side,
) -> Option<MergeField> {
    let (choosing, take) = match (&kept, &joined) {
        (None, None) => return None,
        (Some(kept), Some(joined)) if kept == joined => (Choosing::Settled, Side::Kept),
        (Some(_), None) => (Choosing::Settled, Side::Kept),
        (None, Some(_)) => (Choosing::Settled, Side::Joined),
        (Some(_), Some(_)) => (Choosing::OneOf, proposed),
    };
    Some(MergeField { key: key.to_owned(), label: label.to_owned(), kept, joined, choosing, take })
}

/// Ways to reach somebody: those of the one who stays, and each further one, which may come along.
fn ways(
    key: &'static str,
    label: &'static str,
    own: Vec<String>,
    theirs: impl Iterator<Item = (usize, String)>,
) -> Vec<MergeField> {
    let field = |key: String, kept, joined, choosing, take| MergeField {
        key,
        label: label.to_owned(),
        kept,
        joined,
        choosing,
        take,
    };
    let own = own.into_iter().enumerate().map(|(at, shown)| {
        field(format!("{key}-own-{at}"), Some(shown), None, Choosing::Settled, Side::Kept)
    });
    let theirs =
        theirs.map(|(at, shown)| field(way(key, at), None, Some(shown), Choosing::Along, Side::Joined));
    own.chain(theirs).collect()
}

/// The key of a way that may come along, by its place among those of the one who joins.
pub(super) fn way(kind: &str, at: usize) -> String {
    format!("{kind}-{at}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fuller_name_is_proposed() {
        let cases = [
            ("C. Nettles", "Carla Nettles", Some(Side::Joined)),
            ("Carla Nettles", "C Nettles", Some(Side::Kept)),
            ("Carla Nettles", "Carla M. Nettles", None),
            ("Carla Nettles", "Carla Maria Nettles", Some(Side::Joined)),
            ("512 555 0148", "Carla", Some(Side::Joined)),
            ("Jon Smith", "John Smith", None),
        ];
        for (kept, joined, wanted) in cases {
            assert_eq!(fuller(kept, joined), wanted, "{kept} / {joined}");
        }
    }
}
