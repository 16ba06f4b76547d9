//! What the demo business wants to know of its leads beyond the standard: fields, tags, and a shared list.

use super::team::Team;
use crate::context::Context;
use crate::error::Result;
use crate::{fields, leads};
use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use shared::fields::{CustomField, CustomFieldInput, FieldValueInput, Noun};
use shared::leads::{EditOutcome, Fact, FactEdit, LeadQuery, LeadViewInput, TagChange};
use shared::{CustomFieldId, LeadId};

/// Noun, type, name and options of the fields.
const FIELDS: [(Noun, &str, &str, &str); 5] = [
    (Noun::Lead, "choice", "Motivation", "Must sell\nWants to sell\nCurious"),
    (Noun::Lead, "money", "Lowest price named", ""),
    (Noun::Lead, "yes_no", "Probate", ""),
    (Noun::Contact, "choice", "Language", "English\nSpanish"),
    (Noun::Property, "number", "Roof built in", ""),
];
const TAGS: [&str; 6] = ["Hot", "Probate", "Vacant", "Absentee owner", "Second mortgage", "Call after 5"];

/// What leads are marked with.
pub(super) struct Marks {
    motivation: CustomFieldId,
    lowest: CustomFieldId,
}

/// What one lead is marked with.
pub(super) struct Mark {
    fields: Vec<FieldValueInput>,
    tags: Vec<String>,
}

/// Makes the fields, and a list that everybody sees.
pub(super) async fn found(cx: &Context, team: &Team) -> Result<Marks> {
    let owner =
        team.leaders.first().ok_or_else(|| crate::Error::internal("nobody founded the demo business"))?;
    let mut made: Vec<CustomField> = Vec::new();
    for (noun, field_type, label, options) in FIELDS {
        let input = CustomFieldInput {
            noun: noun.as_str().to_owned(),
            field_type: field_type.to_owned(),
            label: label.to_owned(),
            options: options.to_owned(),
            ..CustomFieldInput::default()
        };
        made.push(fields::create(cx, owner, &input).await?);
    }
    let id = |label: &str| {
        let field = made.iter().find(|field| field.label == label);
        field.map(|field| field.id).ok_or_else(|| crate::Error::internal("a demo field is missing"))
    };
    let marks = Marks { motivation: id("Motivation")?, lowest: id("Lowest price named")? };
    let conditions = format!("all({}.is(must_sell),not(tags.empty()))", marks.motivation);
    let query = LeadQuery { conditions, ..LeadQuery::default() };
    let view = LeadViewInput { name: "Must sell".to_owned(), query, shared: true };
    leads::views::save(cx, owner, &view).await?;
    Ok(marks)
}

/// What somebody found out about a lead.
pub(super) fn mark(rng: &mut StdRng, marks: &Marks) -> Mark {
    let motivation =
        ["must_sell", "wants_to_sell", "wants_to_sell", "curious"].choose(rng).copied().unwrap_or("curious");
    let mut fields = vec![FieldValueInput { field: marks.motivation, text: motivation.to_owned() }];
    if rng.random_bool(0.4) {
        let text = format!("{}000", rng.random_range(90..420));
        fields.push(FieldValueInput { field: marks.lowest, text });
    }
    let tags =
        (0..rng.random_range(0..3)).filter_map(|_| TAGS.choose(rng)).map(|tag| (*tag).to_owned()).collect();
    Mark { fields, tags }
}

/// Writes it down.
pub(super) async fn write(cx: &Context, by: &crate::Actor, lead: LeadId, mark: &Mark) -> Result<()> {
    leads::set_fields(cx, by, lead, Noun::Lead, &mark.fields).await?;
    let change = TagChange { add: mark.tags.clone(), remove: Vec::new() };
    leads::change_tags(cx, by, lead, Noun::Lead, &change).await?;
    Ok(())
}

/// What somebody heard on the telephone that the form had not told.
pub(super) fn corrections(rng: &mut StdRng) -> Vec<(Fact, String)> {
    let mut heard = Vec::new();
    if rng.random_bool(0.7) {
        let words = ["cosmetic", "repairs", "major", "move_in_ready"];
        heard.push((Fact::Condition, words.choose(rng).copied().unwrap_or("repairs").to_owned()));
    }
    if rng.random_bool(0.5) {
        heard.push((Fact::YearBuilt, rng.random_range(1938..2009).to_string()));
    }
    if rng.random_bool(0.4) {
        heard.push((Fact::Asking, format!("{},000", rng.random_range(140..480))));
    }
    if heard.is_empty() {
        heard.push((Fact::Occupancy, "vacant".to_owned()));
    }
    heard
}

/// Writes that down over what is known.
pub(super) async fn correct(
    cx: &Context,
    by: &crate::Actor,
    lead: LeadId,
    heard: &[(Fact, String)],
) -> Result<()> {
    let known = leads::get(cx, by, lead).await?;
    let edits: Vec<FactEdit> = heard
        .iter()
        .filter(|(fact, _)| known.property.is_some() || *fact == Fact::Asking)
        .map(|(fact, value)| FactEdit {
            fact: (*fact).into(),
            item: 0,
            base: fact.typed(&known, 0),
            value: value.clone(),
        })
        .collect();
    if edits.is_empty() {
        return Ok(());
    }
    match leads::edit(cx, by, lead, &edits).await? {
        EditOutcome::Saved(_) => Ok(()),
        EditOutcome::Conflict(_) | EditOutcome::Taken(_) => {
            Err(crate::Error::internal("somebody else works in the demo business"))
        }
    }
}
