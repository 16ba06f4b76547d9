//! Public forms: their definition as typed data, and the one validator that browser and server run.

mod condition;
mod definition;
mod seller;
mod validate;
mod views;
mod words;

pub use condition::{Condition, MAX_CONDITION_DEPTH};
pub use definition::{
    ChoiceStyle, ConsentText, Field, FieldKind, FieldOption, Finish, FinishStep, FormDefinition, Radius,
    StandardField, Step, Theme, Width,
};
pub use seller::seller_form;
pub use validate::{
    Answers, ConsentGiven, MAX_ANSWERS, ParsedAnswers, Value, address_part_keys, check_step, parse_all,
    read_answers,
};
pub use views::{Form, FormSettingsInput, FormStats, FormSummary, PublicForm};
pub(crate) use words::answer;
