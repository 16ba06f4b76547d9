//! Changes of questions.

use super::repair::{field_index, field_mut, follow_key, forget_missing, keep_order, step_index, step_mut};
use super::{FieldChange, Place, choices, consents, gone, keys};
use crate::errors::Problem;
use crate::fields::CustomField;
use crate::forms::check::check_key;
use crate::forms::{
    ChoiceStyle, Field, FieldKind, FieldOption, FormDefinition, MAX_INPUTS, Meaning, StandardField, Width,
};

/// Longest key that is made of a label.
const KEY: usize = 32;

/// What a new question is: one that fills something of the lead, or one that is only kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewField {
    Standard(StandardField),
    Text,
    LongText,
    Number,
    Money,
    Date,
    Choice,
    Checkbox,
    Consent,
    Hidden,
}

impl NewField {
    /// Those that fill nothing, in the order a list shows them.
    pub const PLAIN: [Self; 9] = [
        Self::Text,
        Self::LongText,
        Self::Choice,
        Self::Checkbox,
        Self::Number,
        Self::Money,
        Self::Date,
        Self::Consent,
        Self::Hidden,
    ];

    /// As screens call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Standard(field) => field.label(),
            Self::Text => "Short text",
            Self::LongText => "Long text",
            Self::Number => "Number",
            Self::Money => "Money",
            Self::Date => "Date",
            Self::Choice => "Choice",
            Self::Checkbox => "Checkbox",
            Self::Consent => "Consent",
            Self::Hidden => "Hidden value",
        }
    }

    /// The question as it begins, and the base of its key.
    const fn question(self) -> (&'static str, &'static str) {
        match self {
            Self::Standard(field) => (standard_question(field), field.key()),
            Self::Text => ("Your question", "text"),
            Self::LongText => ("Your question", "long_text"),
            Self::Number => ("How many?", "number"),
            Self::Money => ("How much?", "amount"),
            Self::Date => ("When?", "date"),
            Self::Choice => ("Which one?", "choice"),
            Self::Checkbox => ("Tick this", "checkbox"),
            Self::Consent => ("", "agreed"),
            Self::Hidden => ("Hidden value", "hidden"),
        }
    }
}

const fn standard_question(field: StandardField) -> &'static str {
    match field {
        StandardField::ContactName => "Your name",
        StandardField::ContactEmail => "Email",
        StandardField::ContactPhone => "Mobile phone",
        StandardField::PropertyAddress => "Street address",
        StandardField::PropertyType => "What kind of property is it?",
        StandardField::PropertyBeds => "Bedrooms",
        StandardField::PropertyHalfBaths => "Bathrooms",
        StandardField::PropertyArea => "Living area in square feet",
        StandardField::PropertyYearBuilt => "Year built",
        StandardField::PropertyCondition => "What condition is it in?",
        StandardField::PropertyOccupancy => "Who lives there?",
        StandardField::PropertyParcel => "Parcel number",
        StandardField::AskingPrice => "Asking price in dollars",
        StandardField::MortgageBalance => "What is still owed on it?",
        StandardField::Situation => "Why are you selling?",
        StandardField::Timing => "When would you like to sell?",
        StandardField::Message => "Anything else?",
    }
}

/// Whether one more question has room.
pub(super) fn room(form: &FormDefinition, kind: &FieldKind) -> Result<(), Problem> {
    let inputs: usize = form.fields().map(|field| field.kind.inputs()).sum();
    if inputs + kind.inputs() <= MAX_INPUTS {
        return Ok(());
    }
    let words = format!("A form asks for at most {MAX_INPUTS} answers; an address counts as five.");
    Err(Problem::new("form.inputs", words))
}

pub(super) fn add(form: &mut FormDefinition, step: &str, at: usize, new: NewField) -> Result<Place, Problem> {
    step_index(form, step)?;
    let kind = match new {
        NewField::Standard(field) => field.usual_kind(),
        NewField::Text => FieldKind::Text { max: 200 },
        NewField::LongText => FieldKind::LongText { max: 2_000 },
        NewField::Number => FieldKind::Number { min: 0, max: 1_000, unit: String::new() },
        NewField::Money => FieldKind::Money,
        NewField::Date => FieldKind::Date,
        NewField::Choice => FieldKind::Choice {
            options: ["Yes", "No"].map(|label| option(&label.to_ascii_lowercase(), label)).into(),
            style: ChoiceStyle::Cards,
        },
        NewField::Checkbox => FieldKind::Checkbox,
        NewField::Consent => FieldKind::Consent { consent: consents::shown_next(form)? },
        NewField::Hidden => FieldKind::Hidden { max: 200 },
    };
    let (label, base) = new.question();
    let standard = if let NewField::Standard(field) = new { Some(field) } else { None };
    let contact = [StandardField::ContactName, StandardField::ContactPhone];
    let required = standard.is_some_and(|field| contact.contains(&field));
    let question = Field { required, ..question(label, kind, standard.map(Meaning::from)) };
    insert(form, step, at, base, question)
}

/// Adds a question that is called like the field it fills.
pub(super) fn add_custom(
    form: &mut FormDefinition,
    step: &str,
    at: usize,
    field: &CustomField,
) -> Result<Place, Problem> {
    step_index(form, step)?;
    let question = question(&field.label, field.usual_kind(), Some(field.id.into()));
    let base = keys::slug(&field.label, '_', KEY);
    insert(form, step, at, &base, Field { help: field.help.clone(), ..question })
}

fn question(label: &str, kind: FieldKind, maps_to: Option<Meaning>) -> Field {
    Field {
        key: String::new(),
        label: label.to_owned(),
        help: String::new(),
        placeholder: String::new(),
        kind,
        required: false,
        sensitive: false,
        width: Width::Full,
        show_if: None,
        maps_to,
        autocomplete: String::new(),
    }
}

fn insert(
    form: &mut FormDefinition,
    step: &str,
    at: usize,
    base: &str,
    question: Field,
) -> Result<Place, Problem> {
    room(form, &question.kind)?;
    let key = keys::for_field(form, base);
    let fields = &mut step_mut(form, step)?.fields;
    fields.insert(at.min(fields.len()), Field { key: key.clone(), ..question });
    Ok(Place::Field(key))
}

pub(super) fn option(value: &str, label: &str) -> FieldOption {
    FieldOption { value: value.to_owned(), label: label.to_owned() }
}

pub(super) fn copy(form: &mut FormDefinition, field: &str) -> Result<Place, Problem> {
    let (s, f) = field_index(form, field)?;
    let original = form.field(field).ok_or_else(gone)?;
    room(form, &original.kind)?;
    let key = keys::for_field(form, field);
    // Two questions that fill the same would overwrite each other.
    let copy = Field { key: key.clone(), maps_to: None, ..original.clone() };
    let step = form.steps.get_mut(s).ok_or_else(gone)?;
    step.fields.insert(f + 1, copy);
    Ok(Place::Field(key))
}

pub(super) fn remove(
    form: &mut FormDefinition,
    field: &str,
    repaired: &mut Vec<String>,
) -> Result<Place, Problem> {
    let (s, f) = field_index(form, field)?;
    let step = form.steps.get_mut(s).ok_or_else(gone)?;
    step.fields.remove(f);
    let neighbour = step.fields.get(f).or_else(|| step.fields.last());
    let at = neighbour.map_or_else(|| Place::Step(step.key.clone()), |field| Place::Field(field.key.clone()));
    forget_missing(form, repaired);
    Ok(at)
}

pub(super) fn move_to(
    form: &mut FormDefinition,
    field: &str,
    step: &str,
    to: usize,
) -> Result<Place, Problem> {
    let before = form.clone();
    let (s, f) = field_index(form, field)?;
    step_index(form, step)?;
    let moved = form.steps.get_mut(s).ok_or_else(gone)?.fields.remove(f);
    let fields = &mut step_mut(form, step)?.fields;
    fields.insert(to.min(fields.len()), moved);
    keep_order(&before, form)?;
    Ok(Place::Field(field.to_owned()))
}

pub(super) fn change(
    form: &mut FormDefinition,
    key: &str,
    change: &FieldChange,
    repaired: &mut Vec<String>,
) -> Result<Place, Problem> {
    match change {
        FieldChange::Key(to) => return rename(form, key, to),
        FieldChange::ShowIf(condition) => {
            let before = form.clone();
            field_mut(form, key)?.show_if.clone_from(condition);
            keep_order(&before, form)?;
        }
        FieldChange::Kind(kind) => {
            let field = field_mut(form, key)?;
            if std::mem::discriminant(&field.kind) != std::mem::discriminant(kind) {
                let words = "A question keeps its kind. Add another one instead.";
                return Err(Problem::new("form.kind", words));
            }
            field.kind.clone_from(kind);
        }
        FieldChange::AddOption
        | FieldChange::RemoveOption(_)
        | FieldChange::MoveOption { .. }
        | FieldChange::OptionLabel(..)
        | FieldChange::OptionValue(..) => choices::change(form, key, change, repaired)?,
        FieldChange::Label(text) => field_mut(form, key)?.label.clone_from(text),
        FieldChange::Help(text) => field_mut(form, key)?.help.clone_from(text),
        FieldChange::Placeholder(text) => field_mut(form, key)?.placeholder.clone_from(text),
        FieldChange::Autocomplete(text) => field_mut(form, key)?.autocomplete.clone_from(text),
        FieldChange::Required(on) => field_mut(form, key)?.required = *on,
        FieldChange::Sensitive(on) => field_mut(form, key)?.sensitive = *on,
        FieldChange::Width(width) => field_mut(form, key)?.width = *width,
        FieldChange::MapsTo(meaning) => field_mut(form, key)?.maps_to = *meaning,
        FieldChange::Fills(custom) => {
            field_mut(form, key)?.maps_to = Some(custom.id.into());
            choices::take_over(form, key, custom, repaired)?;
        }
    }
    Ok(Place::Field(key.to_owned()))
}

fn rename(form: &mut FormDefinition, from: &str, to: &str) -> Result<Place, Problem> {
    field_index(form, from)?;
    if from != to {
        check_key(to)?;
        if form.field(to).is_some() {
            return Err(Problem::new("form.key_twice", "Another field has this key already."));
        }
        to.clone_into(&mut field_mut(form, from)?.key);
        follow_key(form, from, to);
    }
    Ok(Place::Field(to.to_owned()))
}
