//! Custom fields wherever leads are captured: forms fill them, sources fill them, duty asks about them.

use crate::duty::{input as duty_input, rule};
use crate::leads::{Cast, id_of, path};
use crate::rows::field;
use crate::sources::{mapping, otis, partner, post, work};
use domain::intake::{Intake, Receipt, Submission};
use domain::{Actor, Error, Peer, fields, forms, leads, review};
use shared::attribution::{Attribution, Touch};
use shared::duty::DutyInput;
use shared::fields::{CustomField, CustomFieldInput, FieldValue, FieldValueInput, Noun};
use shared::forms::edit::{Edit, FieldChange, NewField, apply, blank_form};
use shared::forms::{FieldKind, FormDefinition, PublicForm};
use shared::leads::LeadMarks;
use shared::review::HoldReason;
use shared::sources::{Change, MappedField, Taken, Target, Verification};
use shared::{FormId, LeadId};
use std::sync::Arc;
use testkit::{World, answers, on_both_databases};

/// A field of each noun: how motivated, which language, how many units, and an amount that the host page fills in.
struct Fields {
    motivation: CustomField,
    language: CustomField,
    units: CustomField,
    offer: CustomField,
}

impl Fields {
    async fn of(world: &World, owner: &Actor) -> Self {
        Self {
            motivation: field(world, owner, "lead", "choice", "Motivation", "High\nLow").await,
            language: field(world, owner, "contact", "text", "Language", "").await,
            units: field(world, owner, "property", "number", "Units", "").await,
            offer: field(world, owner, "lead", "money", "Offer", "").await,
        }
    }

    /// Name, phone, email, an address, and a question for each field.
    fn form(&self) -> FormDefinition {
        let mut form = blank_form("Quick offer");
        let step = form.steps[0].key.clone();
        let mut edit = |edit: Edit| form = apply(&form, &edit).unwrap().form;
        let address = NewField::Standard(shared::forms::StandardField::PropertyAddress);
        edit(Edit::AddField { step: step.clone(), at: 99, field: address });
        for field in [&self.motivation, &self.language, &self.units] {
            edit(Edit::AddCustom { step: step.clone(), at: 99, field: field.clone() });
        }
        edit(Edit::AddField { step, at: 99, field: NewField::Hidden });
        let change = FieldChange::Fills(self.offer.clone());
        edit(Edit::ChangeField { field: "hidden".into(), change });
        form
    }
}

async fn published(world: &World, by: &Actor, definition: &FormDefinition) -> Arc<PublicForm> {
    forms::create(&world.cx, by, "quick-offer", definition, Vec::new()).await.unwrap();
    forms::public(&world.cx, "quick-offer").await.unwrap()
}

fn submission(world: &World, key: &str, said: &[(&str, &str)]) -> Submission {
    let mut all = answers([
        ("name", "Henrik Sandoval"),
        ("phone", "512 555 0148"),
        ("address.street", "917 Tillery St"),
        ("address.city", "Austin"),
        ("address.region", "TX"),
        ("address.postal_code", "78702"),
    ]);
    all.extend(said.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())));
    Submission {
        key: key.to_owned(),
        answers: all,
        attribution: Attribution { first: Touch::default(), last: Touch::default() },
        host_origin: None,
        peer: Peer::default(),
        request: world.request(),
        draft: None,
        hold: Vec::new(),
    }
}

async fn sent(world: &World, form: &PublicForm, key: &str, said: &[(&str, &str)]) -> Receipt {
    Intake::start(world.cx.clone()).submit(form, submission(world, key, said)).await.unwrap()
}

async fn marks(world: &World, by: &Actor, lead: Option<LeadId>) -> LeadMarks {
    leads::marks(&world.cx, by, lead.unwrap()).await.unwrap()
}

fn choice(word: &str) -> FieldValue {
    FieldValue::Choices(vec![word.to_owned()])
}

fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<(String, String)> {
    match result {
        Err(Error::Invalid(errors)) => errors.into_iter().map(|error| (error.path, error.message)).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn draft_of(world: &World, by: &Actor, definition: &FormDefinition) -> (FormId, i64) {
    let new = shared::forms::NewForm { title: "Drafted".into(), start: shared::forms::FormStart::Blank };
    let id = forms::make(&world.cx, by, &new).await.unwrap();
    (id, forms::save_draft(&world.cx, by, id, 0, definition).await.unwrap().revision)
}

on_both_databases! {
    async fn a_form_fills_fields_of_lead_person_and_house(world: World) {
        let cast = Cast::of(&world).await;
        let all = Fields::of(&world, &cast.owner).await;
        let form = published(&world, &cast.owner, &all.form()).await;
        let said = [("motivation", "high"), ("language", "  Spanish "), ("units", "1,250"), ("hidden", "385k")];
        let first = sent(&world, &form, "key-00001", &said).await;
        let values = marks(&world, &cast.viewer, first.lead).await.values;
        assert_eq!(values[&all.motivation.id], choice("high"));
        assert_eq!(values[&all.language.id], FieldValue::Text("Spanish".into()));
        assert_eq!(values[&all.units.id], FieldValue::Number(1_250));
        assert_eq!(values[&all.offer.id], FieldValue::Money(shared::money::Money::usd(38_500_000)));

        // The same person about the same house: what stands there stays, what was missing comes in.
        let emptied = [FieldValueInput { field: all.language.id, text: String::new() }];
        leads::set_fields(&world.cx, &cast.agent, first.lead.unwrap(), Noun::Contact, &emptied).await.unwrap();
        let again = [("motivation", "low"), ("language", "English"), ("units", "9"), ("hidden", "1")];
        let joined = sent(&world, &form, "key-00002", &again).await;
        assert_eq!((joined.lead, joined.joined), (first.lead, true));
        let after = marks(&world, &cast.viewer, first.lead).await.values;
        assert_eq!(after[&all.language.id], FieldValue::Text("English".into()));
        assert_eq!(after[&all.motivation.id], choice("high"));
        assert_eq!(after[&all.units.id], values[&all.units.id]);
        assert_eq!(after[&all.offer.id], values[&all.offer.id]);
    }

    async fn what_cannot_be_read_stays_an_answer(world: World) {
        let cast = Cast::of(&world).await;
        let all = Fields::of(&world, &cast.owner).await;
        let form = published(&world, &cast.owner, &all.form()).await;
        // Archived since the form was published.
        fields::archive(&world.cx, &cast.owner, all.language.id, all.language.version).await.unwrap();
        let said = [("motivation", "high"), ("language", "Spanish"), ("hidden", "about a million")];
        let receipt = sent(&world, &form, "key-00001", &said).await;
        let values = marks(&world, &cast.viewer, receipt.lead).await.values;
        assert_eq!(values.into_keys().collect::<Vec<_>>(), [all.motivation.id]);
        let kept = world.submissions().await[0].answers.clone();
        assert_eq!((kept["language"].as_str(), kept["hidden"].as_str()), (Some("Spanish"), Some("about a million")));
    }

    async fn many_at_once_fill_in_once(world: World) {
        let cast = Cast::of(&world).await;
        let all = Fields::of(&world, &cast.owner).await;
        let form = published(&world, &cast.owner, &all.form()).await;
        let intake = Intake::start(world.cx.clone());
        let one = |number: u32| {
            // Ten people, each four times.
            let phone = format!("512 555 {:04}", 100 + number % 10);
            let street = format!("{} Tillery St", 100 + number % 10);
            let units = (number % 10).to_string();
            let said = [
                ("phone", phone.as_str()), ("address.street", street.as_str()), ("units", units.as_str()),
                ("motivation", "low"),
            ];
            intake.submit(&form, submission(&world, &format!("key-{number:05}"), &said))
        };
        let receipts = futures::future::join_all((0..40).map(one)).await;
        let mut leads: Vec<(LeadId, i64)> =
            receipts.into_iter().zip(0..).map(|(sent, number)| (sent.unwrap().lead.unwrap(), number % 10)).collect();
        leads.sort_unstable();
        leads.dedup();
        assert_eq!(leads.len(), 10);
        for (lead, number) in leads {
            let values = marks(&world, &cast.viewer, Some(lead)).await.values;
            assert_eq!(values[&all.units.id], FieldValue::Number(number));
            assert_eq!(values[&all.motivation.id], choice("low"));
        }
    }

    async fn what_is_let_through_is_filled_in_too(world: World) {
        let cast = Cast::of(&world).await;
        let all = Fields::of(&world, &cast.owner).await;
        let form = published(&world, &cast.owner, &all.form()).await;
        let held = Submission {
            hold: vec![HoldReason::TooFast], ..submission(&world, "key-00001", &[("motivation", "low")])
        };
        let receipt = Intake::start(world.cx.clone()).submit(&form, held).await.unwrap();
        assert!(receipt.held());
        let accepted = review::accept(&world.cx, &cast.owner, receipt.id).await.unwrap();
        assert_eq!(marks(&world, &cast.viewer, Some(accepted)).await.values[&all.motivation.id], choice("low"));
    }

    async fn a_form_that_fills_what_it_cannot_is_not_published(world: World) {
        let cast = Cast::of(&world).await;
        let all = Fields::of(&world, &cast.owner).await;
        let (id, revision) = draft_of(&world, &cast.owner, &all.form()).await;
        let draft = forms::draft(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!(draft.fields.len(), 4);
        let archived = fields::archive(&world.cx, &cast.owner, all.motivation.id, all.motivation.version).await.unwrap();
        let at = |number: u32| format!("definition.steps.0.fields.{number}.maps_to");
        assert_eq!(refused(forms::publish(&world.cx, &cast.owner, id, revision).await), [
            (at(4), "“Motivation” is no longer in use. Choose another field, or nothing.".to_owned()),
        ]);
        fields::restore(&world.cx, &cast.owner, all.motivation.id, archived.version).await.unwrap();
        // The options of the field changed since it was mapped, and a text may be longer than the field holds.
        let input = CustomFieldInput { label: "Motivation".into(), options: "Low\nNone".into(), ..CustomFieldInput::default() };
        fields::update(&world.cx, &cast.owner, all.motivation.id, archived.version + 1, &input).await.unwrap();
        let kind = FieldKind::Text { max: 500 };
        let edit = Edit::ChangeField { field: "language".into(), change: FieldChange::Kind(kind) };
        let longer = apply(&draft.definition, &edit).unwrap().form;
        let revision = forms::save_draft(&world.cx, &cast.owner, id, revision, &longer).await.unwrap().revision;
        assert_eq!(refused(forms::publish(&world.cx, &cast.owner, id, revision).await), [
            (at(4), "“Motivation” has no option that is stored as high.".to_owned()),
            (at(5), "“Language” holds up to 200 characters. Let the question allow no more.".to_owned()),
        ]);
        // A field of somebody else is none.
        let (theirs, revision) = draft_of(&world, &cast.stranger, &all.form()).await;
        let gone = refused(forms::publish(&world.cx, &cast.stranger, theirs, revision).await);
        assert_eq!(gone.len(), 4);
        assert!(gone.iter().all(|(_, words)| words == "This field is not there. Choose another one, or nothing."));
        assert!(matches!(forms::publish(&world.cx, &cast.agent, id, revision).await, Err(Error::Forbidden)));
    }

    async fn a_rule_of_duty_asks_what_the_form_filled_in(world: World) {
        let cast = Cast::of(&world).await;
        let all = Fields::of(&world, &cast.owner).await;
        let form = published(&world, &cast.owner, &all.form()).await;
        let when = format!("{}.is(high)", all.motivation.id);
        let rules = vec![rule("Motivated", &when, &[&cast.agent])];
        domain::duty::save(&world.cx, &cast.owner, &DutyInput { rules, ..duty_input() }).await.unwrap();
        let other = [("phone", "512 555 0149"), ("address.street", "1 Garden St"), ("motivation", "low")];
        let low = sent(&world, &form, "key-00001", &other).await.lead.unwrap();
        let high = sent(&world, &form, "key-00002", &[("motivation", "high")]).await.lead.unwrap();
        let owner_of = async |lead| crate::leads::stored(&world, lead).await.owner_id;
        assert_eq!(owner_of(high).await, Some(id_of(&cast.agent).uuid()));
        assert_eq!(owner_of(low).await, None);
    }

    async fn a_source_fills_fields_and_refuses_nothing_for_them(world: World) {
        let cast = Cast::of(&world).await;
        let all = Fields::of(&world, &cast.owner).await;
        let known = fields::list(&world.cx, &cast.owner).await.unwrap();
        let partner = partner(&world, &cast.owner, Verification::SecretPath).await;
        let mut mapped = mapping();
        for (field, path) in [(&all.motivation, "wish"), (&all.units, "home.units"), (&all.language, "person.lang")] {
            let into = Target::Custom { field: field.id };
            let change = into.usual_change(&known);
            mapped.fields.push(MappedField { into, from: Taken::path(path), change });
        }
        domain::sources::save_mapping(&world.cx, &cast.owner, partner.id, 0, &mapped).await.unwrap();
        let mut payload = otis();
        payload["wish"] = "HIGH".into();
        payload["home"]["units"] = "quite a few".into();
        payload["person"]["lang"] = "Spanish".into();
        post(&world, &partner, &payload).await;
        work(&world).await;
        let lead = crate::sources::rows(&world).await[0].lead_id.map(LeadId::from_uuid);
        let values = marks(&world, &cast.viewer, lead).await.values;
        assert_eq!(values[&all.motivation.id], choice("high"));
        assert_eq!(values[&all.language.id], FieldValue::Text("Spanish".into()));
        assert!(!values.contains_key(&all.units.id));
        let kept = world.submissions().await[0].answers.clone();
        assert_eq!(kept[all.units.id.to_string()].as_str(), Some("quite a few"));

        // What is gone, or is somebody else's, cannot be saved.
        let gone = field(&world, &cast.stranger, "lead", "text", "Theirs", "").await;
        let into = Target::Custom { field: gone.id };
        mapped.fields.push(MappedField { into, from: Taken::path("x"), change: Change::AsIs });
        let saved = domain::sources::save_mapping(&world.cx, &cast.owner, partner.id, 1, &mapped).await;
        assert_eq!(path(saved), "mapping.fields.10.into");
        fields::archive(&world.cx, &cast.owner, all.units.id, all.units.version).await.unwrap();
        mapped.fields.pop();
        mapped.fields.reverse();
        let saved = domain::sources::save_mapping(&world.cx, &cast.owner, partner.id, 1, &mapped).await;
        assert_eq!(refused(saved), [
            ("mapping.fields.1.into".to_owned(), "“Units” is no longer in use. Choose another field.".to_owned()),
        ]);
    }

    async fn a_parcel_is_one_house_under_whatever_address(world: World) {
        let cast = Cast::of(&world).await;
        let mut definition = blank_form("Land");
        let step = definition.steps[0].key.clone();
        for standard in [shared::forms::StandardField::PropertyAddress, shared::forms::StandardField::PropertyParcel] {
            let edit = Edit::AddField { step: step.clone(), at: 99, field: NewField::Standard(standard) };
            definition = apply(&definition, &edit).unwrap().form;
        }
        let form = published(&world, &cast.owner, &definition).await;
        let first = sent(&world, &form, "key-00001", &[("parcel", "02-1234-0567")]).await;
        // Under another name of the road, and the number set apart otherwise.
        let again = sent(&world, &form, "key-00002", &[("address.street", "Lot 7 County Road 12"), ("parcel", "02 1234 0567")]).await;
        assert_eq!((again.lead, again.joined), (first.lead, true));
        // Somebody else about the same land: a lead of their own, of the same house, at the address it has.
        let other = [("phone", "512 555 0150"), ("address.street", "7 County Road 12"), ("parcel", "0212340567")];
        let other = sent(&world, &form, "key-00003", &other).await;
        let lead = crate::leads::stored(&world, other.lead.unwrap()).await;
        let known = crate::leads::stored(&world, first.lead.unwrap()).await;
        assert_eq!((lead.property_id, lead.place.as_deref()), (known.property_id, Some("917 Tillery St, Austin")));
        // The same number in another state is other land.
        let far = [("address.street", "1 Mesa St"), ("address.region", "NM"), ("parcel", "02-1234-0567")];
        let far = sent(&world, &form, "key-00004", &far).await;
        assert_ne!(crate::leads::stored(&world, far.lead.unwrap()).await.property_id, known.property_id);
        // So it is in another part of the state, where another county numbers the land.
        let far = [("address.street", "4 Mesa St"), ("address.postal_code", "79901"), ("parcel", "02-1234-0567")];
        let far = sent(&world, &form, "key-00009", &far).await;
        assert_ne!(crate::leads::stored(&world, far.lead.unwrap()).await.property_id, known.property_id);
        // A house that is known by its address learns its number, and is known by it in the same batch and later.
        let plain = sent(&world, &form, "key-00005", &[("address.street", "40 Garden St")]).await;
        let intake = Intake::start(world.cx.clone());
        let submit = |key: &str, street: &str, parcel: &str| {
            intake.submit(&form, submission(&world, key, &[("address.street", street), ("parcel", parcel)]))
        };
        let (learns, met, unlike) = futures::join!(
            submit("key-00006", "40 Garden St", "R99-1001"),
            submit("key-00007", "9 Field Ln", "r99 1001"),
            submit("key-00008", "10 Field Ln", "R99-1000"),
        );
        assert_eq!((learns.unwrap().lead, met.unwrap().lead), (plain.lead, plain.lead));
        assert_ne!(unlike.unwrap().lead, plain.lead);
    }
}
