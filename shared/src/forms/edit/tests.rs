//! Changes of the seller form, one by one and in any order.

use super::*;
use crate::fields;
use crate::forms::check::check_key;
use crate::forms::{StandardField, seller_form};
use crate::ids::CustomFieldId;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn form() -> FormDefinition {
    seller_form("Juniper Homes")
}

fn after(form: &FormDefinition, edit: Edit) -> Edited {
    apply(form, &edit).unwrap()
}

fn keys(form: &FormDefinition, step: usize) -> Vec<&str> {
    form.steps[step].fields.iter().map(|field| field.key.as_str()).collect()
}

fn field_change(field: &str, change: FieldChange) -> Edit {
    Edit::ChangeField { field: field.to_owned(), change }
}

#[test]
fn questions_are_added_copied_moved_and_removed() {
    let added = after(
        &form(),
        Edit::AddField { step: "place".into(), at: 1, field: NewField::Standard(StandardField::Message) },
    );
    assert_eq!(added.at, Place::Field("message_2".into()));
    assert_eq!(keys(&added.form, 0), ["address", "message_2", "property_type"]);
    let copied = after(&added.form, Edit::CopyField { field: "message_2".into() });
    assert_eq!(copied.at, Place::Field("message_3".into()));
    assert_eq!(copied.form.field("message_3").unwrap().maps_to, None);
    let moved =
        after(&copied.form, Edit::MoveField { field: "message_3".into(), step: "person".into(), to: 99 });
    assert_eq!(keys(&moved.form, 2).last(), Some(&"message_3"));
    let removed = after(&moved.form, Edit::RemoveField { field: "message_3".into() });
    assert_eq!(removed.at, Place::Field("contact_consent".into()));
}

#[test]
fn what_others_depend_on_stays_before_them() {
    let refused =
        apply(&form(), &Edit::MoveField { field: "property_type".into(), step: "house".into(), to: 3 });
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, "form.condition_order");
    assert_eq!(
        refused.message,
        "“Bathrooms” depends on “What kind of property is it?”, so it stays behind it."
    );
    assert!(apply(&form(), &Edit::MoveStep { step: "place".into(), to: 1 }).is_err());
    assert!(
        apply(&form(), &Edit::MoveField { field: "property_type".into(), step: "house".into(), to: 0 })
            .is_ok()
    );
}

#[test]
fn conditions_lose_what_is_removed_and_say_so() {
    let removed = after(&form(), Edit::RemoveField { field: "property_type".into() });
    assert_eq!(removed.repaired, ["What condition is it in?", "Bedrooms", "Bathrooms", "Who lives there?"]);
    assert!(removed.form.fields().all(|field| field.show_if.is_none()));
    assert_eq!(removed.form.check(), Ok(()));
    let step = after(&form(), Edit::RemoveStep { step: "place".into() });
    assert_eq!(step.repaired.len(), 4);
    assert_eq!(step.at, Place::Step("house".into()));
}

#[test]
fn conditions_follow_keys_and_answers() {
    let renamed = after(&form(), field_change("property_type", FieldChange::Key("kind".into())));
    assert_eq!(renamed.at, Place::Field("kind".into()));
    assert_eq!(renamed.form.field("beds").unwrap().show_if.as_ref().unwrap().fields(), ["kind"]);
    let taken = apply(&form(), &field_change("property_type", FieldChange::Key("phone".into())));
    assert_eq!(taken.unwrap_err().code, "form.key_twice");

    let FieldKind::Choice { options, .. } = &form().field("property_type").unwrap().kind.clone() else {
        panic!()
    };
    let land = options.iter().position(|option| option.value == "land").unwrap();
    let other =
        after(&form(), field_change("property_type", FieldChange::OptionValue(land, "ground".into())));
    let condition = other.form.field("beds").unwrap().show_if.clone().unwrap();
    assert_eq!(condition.comparisons()[0].values(), ["ground"]);
    let without = after(&form(), field_change("property_type", FieldChange::RemoveOption(land)));
    assert_eq!(without.repaired.len(), 4);
    assert_eq!(without.form.field("beds").unwrap().show_if, None);
}

#[test]
fn a_condition_may_not_look_ahead() {
    let ahead = Condition::Filled { field: "phone".into() };
    let refused = apply(&form(), &field_change("beds", FieldChange::ShowIf(Some(ahead.clone()))));
    assert_eq!(refused.unwrap_err().code, "form.condition_order");
    let change = StepChange::ShowIf(Some(ahead));
    assert!(apply(&form(), &Edit::ChangeStep { step: "person".into(), change }).is_err());
}

#[test]
fn a_copied_step_asks_about_its_own_questions() {
    let moved =
        after(&form(), Edit::MoveField { field: "property_type".into(), step: "house".into(), to: 0 });
    let copied = after(&moved.form, Edit::CopyStep { step: "house".into() });
    assert_eq!(copied.at, Place::Step("house_2".into()));
    let beds = copied.form.field("beds_2").unwrap();
    assert_eq!(beds.show_if.as_ref().unwrap().fields(), ["property_type_2"]);
    assert_eq!(copied.form.check(), Ok(()));
}

#[test]
fn consents_come_and_go_with_their_questions() {
    let added = after(&form(), Edit::AddField { step: "person".into(), at: 0, field: NewField::Consent });
    assert_eq!(added.form.consents.len(), 2, "the first text is shown already");
    let consent = added.form.consents[1].key.clone();
    let change = ConsentChange::Channel(Channel::Email, true);
    let wider = after(&added.form, Edit::ChangeConsent { consent: consent.clone(), change });
    assert_eq!(wider.form.consents[1].channels, Channel::ALL);
    let removed = after(&wider.form, Edit::RemoveConsent { consent });
    assert_eq!(removed.form, form());
    // A text that nothing shows is shown by the next question.
    let hidden = after(&form(), Edit::RemoveField { field: "contact_consent".into() });
    let again =
        after(&hidden.form, Edit::AddField { step: "person".into(), at: 0, field: NewField::Consent });
    assert_eq!(again.form.consents.len(), 1);
}

fn motivation(options: &[(&str, &str)]) -> CustomField {
    let option =
        |(key, label): &(&str, &str)| fields::FieldOption { key: (*key).into(), label: (*label).into() };
    CustomField {
        id: CustomFieldId::from_uuid(uuid::Uuid::from_u128(7)),
        noun: fields::Noun::Lead,
        field_type: fields::FieldType::Choice,
        label: "How motivated?".into(),
        help: "As you see it.".into(),
        options: options.iter().map(option).collect(),
        archived: false,
        version: 1,
    }
}

#[test]
fn a_question_for_a_custom_field_begins_as_the_field_is() {
    let custom = motivation(&[("high", "High"), ("low", "Low")]);
    let edit = Edit::AddCustom { step: "place".into(), at: 99, field: custom.clone() };
    let added = after(&form(), edit);
    assert_eq!(added.at, Place::Field("how_motivated".into()));
    let asked = added.form.field("how_motivated").unwrap();
    assert_eq!((asked.label.as_str(), asked.help.as_str()), ("How motivated?", "As you see it."));
    assert_eq!(asked.custom(), Some(custom.id));
    assert_eq!(added.form.check_with(&[custom]), Ok(()));
}

#[test]
fn a_choice_takes_over_the_answers_of_the_field_it_fills() {
    // `property_type` is asked about by others: land has no bathrooms.
    let custom = motivation(&[("house", "A home"), ("plot", "Land"), ("castle", "Else")]);
    let filled = after(&form(), field_change("property_type", FieldChange::Fills(custom.clone())));
    let asked = filled.form.field("property_type").unwrap();
    let FieldKind::Choice { options, .. } = &asked.kind else { panic!("{asked:?}") };
    let options: Vec<(&str, &str)> =
        options.iter().map(|option| (option.value.as_str(), option.label.as_str())).collect();
    assert_eq!(
        options,
        [("house", "House"), ("plot", "Land"), ("castle", "Else")],
        "words for visitors stay"
    );
    let condition = filled.form.field("beds").unwrap().show_if.clone().unwrap();
    assert_eq!(condition.in_words(&filled.form), "What kind of property is it? is not “Land”");
    assert_eq!(filled.repaired, [""; 0]);
    assert_eq!(filled.form.check_with(std::slice::from_ref(&custom)), Ok(()));
    let without = motivation(&[("house", "House")]);
    let filled = after(&filled.form, field_change("property_type", FieldChange::Fills(without)));
    assert!(filled.form.field("beds").unwrap().show_if.is_none());
    assert!(filled.repaired.contains(&"Bedrooms".to_owned()), "{:?}", filled.repaired);
    // What is not a choice keeps what it is.
    let named = after(&form(), field_change("message", FieldChange::Fills(custom)));
    assert!(matches!(named.form.field("message").unwrap().kind, FieldKind::LongText { .. }));
}

#[test]
fn there_is_an_end_to_everything() {
    let mut many = form();
    while many.steps.len() < crate::forms::MAX_STEPS {
        many = after(&many, Edit::AddStep { at: 0 }).form;
    }
    assert_eq!(apply(&many, &Edit::AddStep { at: 0 }).unwrap_err().code, "form.steps");
    let address = NewField::Standard(StandardField::PropertyAddress);
    let mut added = 0;
    while let Ok(edited) = apply(&many, &Edit::AddField { step: "place".into(), at: 0, field: address }) {
        many = edited.form;
        added += 1;
    }
    assert_eq!(added, 26);
    assert_eq!(many.check_bounds(), Ok(()));
}

/// A change of whatever stands at some place of the form it meets.
#[derive(Debug, Clone)]
struct Random {
    what: u8,
    a: usize,
    b: usize,
    text: String,
}

impl Random {
    fn edit(&self, form: &FormDefinition) -> Edit {
        let pick = |many: usize, by: usize| by.checked_rem(many).unwrap_or(0);
        let step =
            |by| form.steps.get(pick(form.steps.len(), by)).map_or("none", |step| &step.key).to_owned();
        let fields: Vec<&str> = form.fields().map(|field| field.key.as_str()).collect();
        let field = |by| fields.get(pick(fields.len(), by)).copied().unwrap_or("none").to_owned();
        let standard = StandardField::ALL[pick(17, self.a)];
        let new = if self.b.is_multiple_of(2) {
            NewField::Standard(standard)
        } else {
            NewField::PLAIN[pick(9, self.a)]
        };
        let condition = Condition::Filled { field: field(self.b) };
        match self.what {
            0 => Edit::AddStep { at: self.a },
            1 => Edit::CopyStep { step: step(self.a) },
            2 => Edit::RemoveStep { step: step(self.a) },
            3 => Edit::MoveStep { step: step(self.a), to: self.b },
            4 => Edit::AddField { step: step(self.a), at: self.b, field: new },
            5 => Edit::CopyField { field: field(self.a) },
            6 => Edit::RemoveField { field: field(self.a) },
            7 => Edit::MoveField { field: field(self.a), step: step(self.b), to: self.b },
            8 => field_change(&field(self.a), FieldChange::Key(self.text.clone())),
            9 => field_change(&field(self.a), FieldChange::Label(self.text.clone())),
            10 => field_change(&field(self.a), FieldChange::ShowIf(Some(condition))),
            11 => field_change(&field(self.a), FieldChange::RemoveOption(self.b % 5)),
            12 => field_change(&field(self.a), FieldChange::OptionValue(self.b % 5, self.text.clone())),
            13 => field_change(&field(self.a), FieldChange::AddOption),
            14 => Edit::AddConsent,
            15 => Edit::RemoveConsent { consent: "contact".into() },
            _ => Edit::ChangeStep { step: step(self.a), change: StepChange::ShowIf(Some(condition)) },
        }
    }
}

fn random() -> impl Strategy<Value = Random> {
    let text = prop_oneof!["[a-z_]{0,8}", "\\PC{0,12}", Just("origin".to_owned())];
    (0..17_u8, 0..40_usize, 0..40_usize, text).prop_map(|(what, a, b, text)| Random { what, a, b, text })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn any_changes_leave_a_form_that_can_be_told_apart_and_taken_back(
        changes in proptest::collection::vec(random(), 1..60)
    ) {
        let mut history = History::new(form());
        for change in &changes {
            let edit = change.edit(history.form());
            // A refusal is as good as a change: it leaves the form as it is.
            drop(history.edit(&edit));
            let now = history.form();
            let keys: Vec<&str> = now.fields().map(|field| field.key.as_str()).collect();
            prop_assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
            prop_assert!(keys.iter().all(|key| check_key(key).is_ok()));
            let steps: BTreeSet<&str> = now.steps.iter().map(|step| step.key.as_str()).collect();
            prop_assert_eq!(steps.len(), now.steps.len());
        }
        let end = history.form().clone();
        prop_assert_eq!(end.check_bounds(), Ok(()));
        let codes: Vec<String> = end.check().err().unwrap_or_default().into_iter().map(|error| error.code).collect();
        for never in ["form.key", "form.key_twice", "form.key_reserved", "form.step_key", "form.condition_field", "form.consent"] {
            prop_assert!(!codes.iter().any(|code| code == never), "{} in {:?}", never, codes);
        }
        while history.undo() {}
        prop_assert_eq!(history.form(), &form());
        while history.redo() {}
        prop_assert_eq!(history.form(), &end);
    }
}
