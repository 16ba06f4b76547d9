//! Public forms: their definition as typed data, and the one validator that browser and server run.

mod bounds;
mod check;
mod condition;
mod definition;
pub mod edit;
mod meaning;
mod sample;
mod seller;
mod standard;
mod validate;
mod views;
mod words;

pub use bounds::{MAX_BYTES, MAX_CONSENTS, MAX_INPUTS, MAX_OPTIONS, MAX_STEPS};
pub use check::RESERVED_KEYS;
pub use condition::{Condition, MAX_CONDITION_DEPTH};
pub use definition::{
    ChoiceStyle, ConsentText, Field, FieldKind, FieldOption, Finish, FinishStep, FormDefinition, Radius,
    StandardField, Step, Theme, Width,
};
pub use meaning::Meaning;
pub use seller::seller_form;
pub use validate::{
    Answers, ConsentGiven, MAX_ANSWERS, ParsedAnswers, Value, address_part_keys, check_step, parse_all,
    read_answers,
};
pub use views::{
    Form, FormDraft, FormLook, FormResults, FormSettingsInput, FormStart, FormStats, FormSummary,
    FormVersion, NewForm, PublicForm, PublishedVersion, SavedDraft, SourceFigure, StepFigure,
};
pub(crate) use words::answer;
