//! A submission that passed the validator, with everything the writer needs and nothing left to decide.

use super::Submission;
use crate::actor::{Actor, Peer};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::properties::{Land, land};
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use shared::address::Address;
use shared::attribution::Attribution;
use shared::email::Email;
use shared::forms::{Answers, ConsentGiven, ParsedAnswers, PublicForm, StandardField, Value, parse_all};
use shared::leads::{LeadSource, Situation, Timing};
use shared::money::Money;
use shared::parcel::Parcel;
use shared::phone::Phone;
use shared::properties::{Condition, Occupancy, PropertyFacts, PropertyType};
use shared::review::HoldReason;
use shared::{CustomFieldId, DraftId, FormId, OrgId, SubmissionId};
use std::collections::BTreeMap;

/// Whether the submission is new or was held back before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    New,
    /// Already stored; a member let it through.
    Held,
}

/// Ready to be written.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub origin: Origin,
    pub id: SubmissionId,
    pub org: OrgId,
    pub form: FormId,
    pub form_version: u32,
    pub actor: Actor,
    pub at: DateTime<Utc>,
    pub key: String,
    pub answers_hash: Vec<u8>,
    pub answers: Answers,
    pub attribution: Attribution,
    pub source: LeadSource,
    pub host_origin: Option<String>,
    pub peer: Peer,
    pub draft: Option<DraftId>,
    pub hold: Vec<HoldReason>,
    pub person: Person,
    pub house: House,
    pub consents: Vec<ConsentGiven>,
    /// What is said of custom fields, as it would be typed there.
    pub custom: BTreeMap<CustomFieldId, String>,
}

/// Who sent it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Person {
    pub name: String,
    pub email: Option<Email>,
    pub phone: Option<Phone>,
}

/// What it is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct House {
    pub address: Option<Address>,
    pub facts: PropertyFacts,
    pub situation: Option<Situation>,
    pub timing: Option<Timing>,
    pub message: Option<String>,
}

impl Prepared {
    /// Runs the validator and takes the answers apart by meaning.
    pub(crate) fn parse(cx: &Context, form: &PublicForm, submission: Submission) -> Result<Self> {
        let key_ok = (8..=64).contains(&submission.key.len())
            && submission.key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !key_ok {
            return Err(Error::invalid("key", "key.invalid", "Use 8 to 64 letters, digits and dashes."));
        }
        let parsed = parse_all(&form.definition, &submission.answers)?;
        let attribution = submission.attribution.bounded();
        let (person, house) = take_apart(&parsed);
        Ok(Self {
            origin: Origin::New,
            id: SubmissionId::from_uuid(cx.new_id()),
            org: form.org,
            form: form.id,
            form_version: form.version,
            actor: Actor::visitor(form.org, submission.request),
            at: cx.now(),
            key: submission.key,
            answers_hash: hash(&submission.answers)?,
            answers: submission.answers,
            source: attribution.last.source(),
            attribution,
            host_origin: submission.host_origin,
            peer: submission.peer,
            draft: submission.draft,
            hold: submission.hold,
            person,
            house,
            consents: parsed.consents,
            custom: parsed.custom,
        })
    }

    /// How the person is called where no name was asked for.
    pub(crate) fn display_name(&self) -> String {
        if !self.person.name.is_empty() {
            return self.person.name.clone();
        }
        self.person
            .phone
            .as_ref()
            .map(Phone::display)
            .or_else(|| self.person.email.as_ref().map(ToString::to_string))
            .unwrap_or_default()
    }
}

fn hash(answers: &Answers) -> Result<Vec<u8>> {
    // The map is ordered, so equal answers have equal text.
    Ok(Sha256::digest(serde_json::to_vec(answers)?).to_vec())
}

fn take_apart(parsed: &ParsedAnswers) -> (Person, House) {
    let (mut person, mut house) = (Person::default(), House::default());
    for (meaning, value) in &parsed.standard {
        match (meaning, value) {
            (StandardField::ContactName, Value::Text(name)) => person.name.clone_from(name),
            (StandardField::ContactEmail, Value::Email(email)) => person.email = Some(email.clone()),
            (StandardField::ContactPhone, Value::Phone(phone)) => person.phone = Some(phone.clone()),
            (StandardField::PropertyAddress, Value::Address(address)) => {
                house.address = Some(address.clone());
            }
            (StandardField::PropertyType, Value::Choice(word)) => {
                house.facts.property_type = PropertyType::from_word(word);
            }
            (StandardField::PropertyBeds, value) => house.facts.beds = small(value),
            (StandardField::PropertyHalfBaths, value) => house.facts.half_baths = small(value),
            (StandardField::PropertyArea, Value::Number(area)) => {
                house.facts.area_sqft = u32::try_from(*area).ok();
            }
            (StandardField::PropertyYearBuilt, Value::Number(year)) => {
                house.facts.year_built = u16::try_from(*year).ok();
            }
            // What is no number is not taken for one; the answer is kept as it was given.
            (StandardField::PropertyParcel, Value::Text(text)) => {
                house.facts.parcel = Parcel::parse(text).ok();
            }
            (StandardField::PropertyCondition, Value::Choice(word)) => {
                house.facts.condition = Condition::from_word(word);
            }
            (StandardField::PropertyOccupancy, Value::Choice(word)) => {
                house.facts.occupancy = Occupancy::from_word(word);
            }
            (StandardField::AskingPrice, Value::Money(money)) => house.facts.asking = Some(*money),
            (StandardField::MortgageBalance, Value::Money(money)) => house.facts.mortgage = Some(*money),
            (StandardField::Situation, Value::Choice(word)) => house.situation = Situation::from_word(word),
            (StandardField::Timing, Value::Choice(word)) => house.timing = Timing::from_word(word),
            (StandardField::Message, Value::Text(text)) => house.message = Some(text.clone()),
            // A definition may map a question to a meaning its answer cannot have; the answer is kept as it is.
            _ => {}
        }
    }
    (person, house)
}

fn small(value: &Value) -> Option<u8> {
    match value {
        Value::Number(number) => u8::try_from(*number).ok(),
        Value::Choice(word) => word.parse().ok(),
        _ => None,
    }
}

impl House {
    /// The land it stands on, as far as it is said.
    pub(super) fn land(&self) -> Option<Land> {
        land(self.address.as_ref()?, self.facts.parcel.as_ref())
    }

    /// Asking price in minor units, -1 when unknown: the form in which the list sorts it.
    pub(crate) fn asking_sort(&self) -> i64 {
        self.facts.asking.map_or(-1, |money: Money| money.minor)
    }
}
