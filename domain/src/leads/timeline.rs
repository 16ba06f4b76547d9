//! What happened to a lead, told in words: its events with what they refer to.

use super::rows;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{Position, StoredEvent};
use crate::members;
use entity::{activities, events, form_versions, submissions};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use shared::events::EventKind;
use shared::forms::{Answers, Field, FieldKind, FormDefinition, address_part_keys};
use shared::money::{Currency, Money};
use shared::phone::Phone;
use shared::roles::Permission;
use shared::timeline::{TimelineActor, TimelineEntry, TimelinePage};
use shared::{LeadId, MemberId, OrgId, SubmissionId};
use std::collections::HashMap;
use uuid::Uuid;

/// Entries of a page.
const ENTRIES: usize = 50;

/// Question and answer, in the order of the form.
type Told = Vec<(String, String)>;

/// The events of a lead, newest first, 50 a page; `older` is [`TimelinePage::older`] of the page before.
///
/// Errors: [`Error::Forbidden`], [`Error::NotFound`], [`Error::Invalid`] at `older`.
pub async fn timeline(
    cx: &Context,
    actor: &Actor,
    lead: LeadId,
    older: Option<&str>,
) -> Result<TimelinePage> {
    actor.require(Permission::ReadLeads)?;
    let before = older.map(position).transpose()?;
    let (db, org) = (cx.db().read(), actor.org());
    // A lead without events of this organization is not here either.
    rows::summary(db, org, lead).await?;
    let mut events = stored(db, org, lead, before).await?;
    let more = events.len() > ENTRIES;
    events.truncate(ENTRIES);
    let older = events.last().filter(|_| more).map(|event| event.position.to_string());
    let (bodies, answers) = (bodies(db, org, &events).await?, answers(db, org, &events).await?);
    let names = members::names(db, org).await?;
    let entries = events.into_iter().map(|event| entry(event, &names, &bodies, &answers)).collect();
    Ok(TimelinePage { entries, older })
}

fn position(text: &str) -> Result<Position> {
    text.parse().map_err(|_| {
        Error::invalid("older", "position.invalid", "This place in the timeline is not known. Reload the page.")
    })
}

async fn stored(
    db: &impl ConnectionTrait,
    org: OrgId,
    lead: LeadId,
    before: Option<Position>,
) -> Result<Vec<StoredEvent>> {
    let mut query = events::Entity::find()
        .filter(events::Column::OrgId.eq(org.uuid()))
        .filter(events::Column::SubjectId.eq(lead.uuid()))
        .filter(events::Column::SubjectKind.eq("lead"));
    if let Some(before) = before {
        query = query.filter(
            Condition::any().add(events::Column::Tx.lt(before.tx)).add(
                Condition::all()
                    .add(events::Column::Tx.eq(before.tx))
                    .add(events::Column::Seq.lt(before.seq)),
            ),
        );
    }
    let rows = query
        .order_by_desc(events::Column::Tx)
        .order_by_desc(events::Column::Seq)
        .limit(u64::try_from(ENTRIES + 1).unwrap_or(u64::MAX))
        .all(db)
        .await?;
    rows.into_iter().map(StoredEvent::from_row).collect()
}

fn entry(
    event: StoredEvent,
    names: &HashMap<MemberId, String>,
    bodies: &HashMap<Uuid, String>,
    answers: &HashMap<Uuid, Told>,
) -> TimelineEntry {
    let name = |id: MemberId| names.get(&id).cloned();
    let actor = match (event.actor_kind.as_str(), event.actor) {
        ("member", Some(id)) => TimelineActor::Member { name: name(id).unwrap_or_default() },
        ("visitor", _) => TimelineActor::Visitor,
        _ => TimelineActor::Empire,
    };
    let mentioned = match &event.kind {
        EventKind::LeadAssigned { from, to } => [*from, *to].into_iter().flatten().filter_map(name).collect(),
        _ => Vec::new(),
    };
    TimelineEntry {
        id: event.id,
        at: event.at,
        actor,
        body: activity_of(&event.kind).and_then(|id| bodies.get(&id)).filter(|body| !body.is_empty()).cloned(),
        answers: submission_of(&event.kind).and_then(|id| answers.get(&id.uuid())).cloned().unwrap_or_default(),
        names: mentioned,
        event: event.kind,
    }
}

fn activity_of(kind: &EventKind) -> Option<Uuid> {
    match kind {
        EventKind::LeadNoteAdded { activity } | EventKind::LeadCallLogged { activity, .. } => {
            Some(activity.uuid())
        }
        _ => None,
    }
}

fn submission_of(kind: &EventKind) -> Option<SubmissionId> {
    match kind {
        EventKind::FormSubmitted { submission, .. } | EventKind::LeadResubmitted { submission } => {
            Some(*submission)
        }
        _ => None,
    }
}

async fn bodies(
    db: &impl ConnectionTrait,
    org: OrgId,
    events: &[StoredEvent],
) -> Result<HashMap<Uuid, String>> {
    let ids: Vec<Uuid> = events.iter().filter_map(|event| activity_of(&event.kind)).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String)> = activities::Entity::find()
        .select_only()
        .columns([activities::Column::Id, activities::Column::Body])
        .filter(activities::Column::OrgId.eq(org.uuid()))
        .filter(activities::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

#[derive(FromQueryResult)]
struct Sent {
    id: Uuid,
    form_id: Uuid,
    form_version: i32,
    answers: serde_json::Value,
}

async fn answers(
    db: &impl ConnectionTrait,
    org: OrgId,
    events: &[StoredEvent],
) -> Result<HashMap<Uuid, Told>> {
    let ids: Vec<Uuid> =
        events.iter().filter_map(|event| submission_of(&event.kind)).map(SubmissionId::uuid).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sent = submissions::Entity::find()
        .select_only()
        .columns([
            submissions::Column::Id,
            submissions::Column::FormId,
            submissions::Column::FormVersion,
            submissions::Column::Answers,
        ])
        .filter(submissions::Column::OrgId.eq(org.uuid()))
        .filter(submissions::Column::Id.is_in(ids))
        .into_model::<Sent>()
        .all(db)
        .await?;
    let definitions = definitions(db, org, &sent).await?;
    let mut told = HashMap::new();
    for sent in sent {
        let answers: Answers = serde_json::from_value(sent.answers)?;
        if let Some(form) = definitions.get(&(sent.form_id, sent.form_version)) {
            told.insert(sent.id, in_words(form, &answers));
        }
    }
    Ok(told)
}

async fn definitions(
    db: &impl ConnectionTrait,
    org: OrgId,
    sent: &[Sent],
) -> Result<HashMap<(Uuid, i32), FormDefinition>> {
    let mut found = HashMap::new();
    for key in sent.iter().map(|sent| (sent.form_id, sent.form_version)) {
        if !found.contains_key(&key) {
            let row = form_versions::Entity::find_by_id((org.uuid(), key.0, key.1)).one(db).await?;
            let row = row.ok_or_else(|| Error::internal("a submission names a form version that is not there"))?;
            found.insert(key, serde_json::from_value(row.definition)?);
        }
    }
    Ok(found)
}

/// The answers as the questions put them. Consents are left out: the ledger shows them with their words.
fn in_words(form: &FormDefinition, answers: &Answers) -> Told {
    form.shown_fields(answers)
        .filter_map(|field| {
            let question = if field.label.is_empty() { &field.key } else { &field.label };
            Some((question.clone(), answer(field, answers)?))
        })
        .collect()
}

fn answer(field: &Field, answers: &Answers) -> Option<String> {
    let typed = |key: &str| answers.get(key).map(|text| text.trim()).filter(|text| !text.is_empty());
    match &field.kind {
        FieldKind::Consent { .. } => None,
        FieldKind::Address => {
            let parts = address_part_keys(&field.key);
            let [street, unit, city, region, zip] = &parts;
            let unit = typed(unit).map(|unit| format!("Unit {unit}"));
            let state = [typed(region), typed(zip)].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let all = [typed(street), unit.as_deref(), typed(city), Some(state.as_str())];
            let line: Vec<&str> = all.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            Some(line.join(", ")).filter(|line| !line.is_empty())
        }
        FieldKind::Checkbox => typed(&field.key).map(|_| "Yes".to_owned()),
        FieldKind::Choice { options, .. } => typed(&field.key).map(|value| {
            let label = options.iter().find(|option| option.value == value).map(|option| option.label.as_str());
            label.unwrap_or(value).to_owned()
        }),
        FieldKind::Money => typed(&field.key).map(|value| {
            Money::parse(value, Currency::Usd).map_or_else(|_| value.to_owned(), |money| money.to_string())
        }),
        FieldKind::Phone => typed(&field.key)
            .map(|value| Phone::parse(value).map_or_else(|_| value.to_owned(), |phone| phone.display())),
        FieldKind::Number { unit, .. } => {
            typed(&field.key).map(|value| format!("{value} {unit}").trim_end().to_owned())
        }
        FieldKind::Text { .. }
        | FieldKind::LongText { .. }
        | FieldKind::Name
        | FieldKind::Email
        | FieldKind::Date
        | FieldKind::Hidden { .. } => typed(&field.key).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::forms::seller_form;

    #[test]
    fn answers_read_like_the_form() {
        let answers: Answers = [
            ("address.street", "917 Tillery St"),
            ("address.unit", ""),
            ("address.city", "Austin"),
            ("address.region", "TX"),
            ("address.postal_code", "78702"),
            ("property_type", "house"),
            ("condition", "repairs"),
            ("beds", "3"),
            ("baths", "4"),
            ("situation", "inherited"),
            ("timing", "within_30_days"),
            ("asking", "540k"),
            ("name", "Henrik Sandoval"),
            ("phone", "(512) 555-0148"),
            ("contact_consent", "yes"),
        ]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
        let told = in_words(&seller_form("Juniper Homes"), &answers);
        let told: Vec<(&str, &str)> = told.iter().map(|(q, a)| (q.as_str(), a.as_str())).collect();
        assert_eq!(
            told,
            [
                ("Street address", "917 Tillery St, Austin, TX 78702"),
                ("What kind of property is it?", "House"),
                ("What condition is it in?", "Needs repairs"),
                ("Bedrooms", "3"),
                ("Bathrooms", "2"),
                ("Why are you selling?", "I inherited it"),
                ("When would you like to sell?", "Within 30 days"),
                ("Asking price in dollars", "$540,000"),
                ("Your name", "Henrik Sandoval"),
                ("Mobile phone", "512 555 0148"),
            ]
        );
    }
}
