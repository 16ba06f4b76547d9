//! Editing facts: what merges, what meets, what all leads of a person or a house share, and whom it is refused.

use super::{Cast, path, store, stored};
use chrono::TimeDelta;
use domain::leads::{add, edit, find, get, set_fields, timeline};
use domain::{Actor, Error, fields};
use entity::{consents, contacts};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _};
use shared::LeadId;
use shared::address::AddressInput;
use shared::contacts::Channel;
use shared::events::EventKind;
use shared::fields::{CustomFieldInput, FieldValueInput, Noun};
use shared::leads::{EditOutcome, Edited, Fact, FactConflict, FactEdit, FactTaken, Lead, LeadInput, Saved};
use testkit::{World, on_both_databases};

pub(super) fn change(fact: impl Into<Edited>, base: &str, value: &str) -> FactEdit {
    FactEdit { fact: fact.into(), item: 0, base: base.into(), value: value.into() }
}

pub(super) fn seller(name: &str, phone: &str, street: &str, key: &str) -> LeadInput {
    let address = if street.is_empty() {
        AddressInput::default()
    } else {
        AddressInput {
            street: street.into(),
            city: "Austin".into(),
            region: "TX".into(),
            postal_code: "78702".into(),
            ..AddressInput::default()
        }
    };
    LeadInput { name: name.into(), phone: phone.into(), address, key: key.into(), ..LeadInput::default() }
}

async fn saved(world: &World, actor: &Actor, lead: LeadId, edits: &[FactEdit]) -> Saved {
    match edit(&world.cx, actor, lead, edits).await.unwrap() {
        EditOutcome::Saved(saved) => *saved,
        other => panic!("not saved: {other:?}"),
    }
}

async fn conflicts(world: &World, actor: &Actor, lead: LeadId, edits: &[FactEdit]) -> Vec<FactConflict> {
    match edit(&world.cx, actor, lead, edits).await.unwrap() {
        EditOutcome::Conflict(conflicts) => conflicts,
        other => panic!("no conflict: {other:?}"),
    }
}

async fn taken(world: &World, actor: &Actor, lead: LeadId, edits: &[FactEdit]) -> FactTaken {
    match edit(&world.cx, actor, lead, edits).await.unwrap() {
        EditOutcome::Taken(taken) => taken,
        other => panic!("not taken: {other:?}"),
    }
}

fn facts(lead: &Lead, facts: &[Fact]) -> Vec<String> {
    facts.iter().map(|fact| fact.typed(lead, 0)).collect()
}

on_both_databases! {
    async fn every_fact_is_written_and_taken_back(world: World) {
        let cast = Cast::of(&world).await;
        let input = seller("Henrik Sandoval", "512 555 0148", "917 Tillery St", "lead-0001");
        let lead = add(&world.cx, &cast.agent, &input).await.unwrap();
        let before = get(&world.cx, &cast.agent, lead).await.unwrap();
        let wanted = [
            (Fact::Name, "Hendrik Sandoval"),
            (Fact::Phone, "737 555 0101"),
            (Fact::Email, "h.sandoval@example.com"),
            (Fact::Situation, "inherited"),
            (Fact::Timing, "within_30_days"),
            (Fact::Address, "919 Tillery St\n4B\nAustin\nTX\n78702"),
            (Fact::PropertyType, "house"),
            (Fact::Beds, "3"),
            (Fact::Baths, "2.5"),
            (Fact::Area, "1412"),
            (Fact::YearBuilt, "1954"),
            (Fact::Condition, "repairs"),
            (Fact::Occupancy, "vacant"),
            (Fact::Parcel, "02-1234-0567"),
            (Fact::Asking, "540,000"),
            (Fact::Mortgage, "120,000"),
        ];
        let edits: Vec<FactEdit> =
            wanted.iter().map(|(fact, value)| change(*fact, &fact.typed(&before, 0), value)).collect();
        let after = saved(&world, &cast.agent, lead, &edits).await;
        for (fact, value) in wanted {
            assert_eq!(fact.typed(&after.lead, 0), value, "{fact:?}");
        }
        assert_eq!(after.lead, get(&world.cx, &cast.agent, lead).await.unwrap());
        let row = stored(&world, lead).await;
        assert_eq!((row.contact_name.as_str(), row.place.as_deref()), ("Hendrik Sandoval", Some("919 Tillery St, Austin")));
        assert_eq!((row.phone.as_deref(), row.asking_minor, row.version), (Some("+17375550101"), 54_000_000, 1));
        for words in ["hendrik", "737 555 0101", "h.sandoval@example.com", "919 till", "4b"] {
            assert_eq!(find(&world.cx, &cast.agent, words).await.unwrap().len(), 1, "{words}");
        }
        assert!(find(&world.cx, &cast.agent, "512 555 0148").await.unwrap().is_empty());

        let events = world.events(cast.owner.org()).await;
        let told = events.iter().filter(|event| event.kind == "lead.facts_changed").collect::<Vec<_>>();
        assert_eq!(told.len(), 1);
        let payload = told[0].payload.to_string();
        assert!(payload.contains("asking") && !payload.contains("540") && !payload.contains("Hendrik"), "{payload}");

        let back = saved(&world, &cast.agent, lead, &after.back).await;
        let all: Vec<Fact> = Fact::ALL.iter().copied().filter(|fact| !fact.is_way()).collect();
        assert_eq!(facts(&back.lead, &all), facts(&before, &all));
        assert_eq!(back.lead.contact.phones, before.contact.phones);
        assert!(back.lead.contact.emails.is_empty());
    }

    async fn different_facts_merge_and_the_same_one_meets(world: World) {
        let cast = Cast::of(&world).await;
        let input = seller("Henrik Sandoval", "512 555 0148", "917 Tillery St", "lead-0001");
        let lead = add(&world.cx, &cast.owner, &input).await.unwrap();
        saved(&world, &cast.agent, lead, &[change(Fact::Beds, "", "3")]).await;
        // The owner's page is as old as the agent's was.
        let merged = saved(&world, &cast.owner, lead, &[change(Fact::Phone, "512 555 0148", "737 555 0101")]).await;
        assert_eq!(facts(&merged.lead, &[Fact::Beds, Fact::Phone]), ["3", "737 555 0101"]);

        world.clock.advance(TimeDelta::minutes(2));
        let met = conflicts(&world, &cast.agent, lead, &[
            change(Fact::Phone, "512 555 0148", "737 555 0199"),
            change(Fact::Beds, "3", "4"),
        ]).await;
        assert_eq!(met, [FactConflict {
            fact: Fact::Phone.into(),
            item: 0,
            base: "512 555 0148".into(),
            yours: "737 555 0199".into(),
            theirs: "737 555 0101".into(),
            by: Some("Test Owner".into()),
            at: Some(world.cx.now() - TimeDelta::minutes(2)),
        }]);
        // Nothing of it was written, also not what nobody else had changed.
        let now = get(&world.cx, &cast.agent, lead).await.unwrap();
        assert_eq!(facts(&now, &[Fact::Beds, Fact::Phone]), ["3", "737 555 0101"]);
        // "Use mine" is the same change over their value.
        let mine = saved(&world, &cast.agent, lead, &[change(Fact::Phone, "737 555 0101", "737 555 0199")]).await;
        assert_eq!(mine.lead.contact.phones.len(), 1);

        for (fact, first, second) in [(Fact::Name, "Ana", "Anna"), (Fact::Asking, "400,000", "450,000"), (Fact::Timing, "asap", "later")] {
            let base = fact.typed(&now, 0);
            saved(&world, &cast.owner, lead, &[change(fact, &base, first)]).await;
            let met = conflicts(&world, &cast.agent, lead, &[change(fact, &base, second)]).await;
            assert_eq!((met[0].theirs.as_str(), met[0].yours.as_str()), (first, second));
        }
        let address = "917 Tillery St\n\nAustin\nTX\n78702";
        saved(&world, &cast.owner, lead, &[change(Fact::Address, address, "917 Tillery St\n2\nAustin\nTX\n78702")]).await;
        let met = conflicts(&world, &cast.agent, lead, &[change(Fact::Address, address, "917 Tillery St\n\nAustin\nTX\n78703")]).await;
        assert_eq!(met[0].theirs, "917 Tillery St\n2\nAustin\nTX\n78702");
    }

    async fn two_at_the_same_moment_lose_nothing(world: World) {
        let cast = Cast::of(&world).await;
        let input = seller("Henrik Sandoval", "512 555 0148", "917 Tillery St", "lead-0001");
        let lead = add(&world.cx, &cast.owner, &input).await.unwrap();
        let again = LeadInput { key: "lead-0002".into(), ..seller("Henrik", "512 555 0148", "12 Oak Alley", "x") };
        let sister = add(&world.cx, &cast.owner, &again).await.unwrap();
        for round in 0..6 {
            let now = get(&world.cx, &cast.owner, lead).await.unwrap();
            let phone = Fact::Phone.typed(&now, 0);
            let base = Fact::Name.typed(&now, 0);
            let (mine, theirs) = (format!("Henrik {round}"), format!("Hendrik {round}"));
            let beds = Fact::Beds.typed(&now, 0);
            let one = [change(Fact::Name, &base, &mine), change(Fact::Beds, &beds, &(round + 1).to_string())];
            let two = [change(Fact::Name, &base, &theirs)];
            let three = [change(Fact::Phone, &phone, &format!("737 555 010{round}"))];
            // The same person by both leads, and a fact that nobody else touches.
            let (first, second, third) = tokio::join!(
                edit(&world.cx, &cast.agent, lead, &one),
                edit(&world.cx, &cast.owner, sister, &two),
                edit(&world.cx, &cast.owner, sister, &three),
            );
            let (first, second) = (first.unwrap(), second.unwrap());
            assert!(matches!(third.unwrap(), EditOutcome::Saved(_)));
            let won = [&first, &second].iter().filter(|outcome| matches!(outcome, EditOutcome::Saved(_))).count();
            assert_eq!(won, 1, "{first:?} {second:?}");
            let name = if matches!(first, EditOutcome::Saved(_)) { mine } else { theirs };
            for id in [lead, sister] {
                let now = get(&world.cx, &cast.owner, id).await.unwrap();
                assert_eq!(Fact::Name.typed(&now, 0), name);
                assert_eq!(Fact::Phone.typed(&now, 0), format!("737 555 010{round}"));
            }
        }
    }

    async fn what_is_so_already_is_no_change(world: World) {
        let cast = Cast::of(&world).await;
        let input = seller("Henrik Sandoval", "512 555 0148", "917 Tillery St", "lead-0001");
        let lead = add(&world.cx, &cast.owner, &input).await.unwrap();
        let edits = [change(Fact::Beds, "", "3"), change(Fact::Phone, "512 555 0148", "737 555 0101")];
        saved(&world, &cast.agent, lead, &edits).await;
        let before = world.events(cast.owner.org()).await.len();
        // The answer was lost, and it is sent again; somebody else meant the same.
        for actor in [&cast.agent, &cast.owner] {
            assert_eq!(saved(&world, actor, lead, &edits).await.back, []);
        }
        // Written in another way, the same.
        let same = [change(Fact::Phone, "(737) 555-0101", "+1 737-555-0101"), change(Fact::Beds, "9", "9")];
        assert_eq!(saved(&world, &cast.agent, lead, &same).await.back, []);
        assert_eq!(world.events(cast.owner.org()).await.len(), before);
    }

    async fn all_leads_of_a_person_and_a_house_follow(world: World) {
        let cast = Cast::of(&world).await;
        let (cx, agent) = (&world.cx, &cast.agent);
        let first = add(cx, agent, &seller("Henrik Sandoval", "512 555 0148", "917 Tillery St", "lead-0001")).await.unwrap();
        let second = add(cx, agent, &seller("H. Sandoval", "512 555 0148", "12 Oak Alley", "lead-0002")).await.unwrap();
        let neighbour = add(cx, agent, &seller("Ana Okafor", "512 555 0199", "917 Tillery St", "lead-0003")).await.unwrap();
        saved(&world, agent, first, &[
            change(Fact::Name, "Henrik Sandoval", "Hendrik Sandoval"),
            change(Fact::Phone, "512 555 0148", "737 555 0101"),
            change(Fact::Address, "917 Tillery St\n\nAustin\nTX\n78702", "919 Tillery St\n\nAustin\nTX\n78702"),
            change(Fact::Asking, "", "300k"),
            change(Fact::Timing, "", "asap"),
        ]).await;
        let rows = [stored(&world, first).await, stored(&world, second).await, stored(&world, neighbour).await];
        let names: Vec<&str> = rows.iter().map(|row| row.contact_name.as_str()).collect();
        assert_eq!(names, ["Hendrik Sandoval", "Hendrik Sandoval", "Ana Okafor"]);
        let phones: Vec<_> = rows.iter().map(|row| row.phone.as_deref().unwrap()).collect();
        assert_eq!(phones, ["+17375550101", "+17375550101", "+15125550199"]);
        let places: Vec<_> = rows.iter().map(|row| row.place.as_deref().unwrap()).collect();
        assert_eq!(places, ["919 Tillery St, Austin", "12 Oak Alley, Austin", "919 Tillery St, Austin"]);
        assert_eq!(rows.each_ref().map(|row| row.asking_minor), [30_000_000, -1, 30_000_000]);
        assert_eq!(rows.each_ref().map(|row| row.timing.clone()), [Some("asap".to_owned()), None, None]);
        assert_eq!(find(cx, agent, "919 tillery").await.unwrap().len(), 2);
        assert_eq!(find(cx, agent, "hendrik").await.unwrap().len(), 2);
        assert!(find(cx, agent, "917 tillery").await.unwrap().is_empty());
        let contact = contacts::Entity::find_by_id((cast.owner.org().uuid(), rows[0].contact_id));
        assert_eq!(contact.one(cx.db().read()).await.unwrap().unwrap().name, "Hendrik Sandoval");
        // Each lead says what of it changed.
        for (lead, told) in [
            (first, vec![Fact::Name, Fact::Phone, Fact::Timing, Fact::Address, Fact::Asking]),
            (second, vec![Fact::Name, Fact::Phone]),
            (neighbour, vec![Fact::Address, Fact::Asking]),
        ] {
            let page = timeline(cx, agent, lead, None).await.unwrap();
            assert_eq!(page.entries[0].event, EventKind::LeadFactsChanged { facts: told });
        }
    }

    async fn what_belongs_to_another_lead_is_not_written(world: World) {
        let cast = Cast::of(&world).await;
        let (cx, agent) = (&world.cx, &cast.agent);
        let lead = add(cx, agent, &seller("Henrik Sandoval", "512 555 0148", "917 Tillery St", "lead-0001")).await.unwrap();
        let other = LeadInput { email: "ana@example.com".into(), ..seller("Ana Okafor", "512 555 0199", "12 Oak Alley", "lead-0002") };
        let other = add(cx, agent, &other).await.unwrap();
        let theirs = add(cx, &cast.stranger, &seller("Cy Van", "512 555 0177", "5 Elm St", "lead-0003")).await.unwrap();
        for edit in [
            change(Fact::Phone, "512 555 0148", "512 555 0199"),
            change(Fact::Email, "", "Ana@Example.com"),
            change(Fact::Address, "917 Tillery St\n\nAustin\nTX\n78702", "12 Oak Aly\n\nAustin\nTX\n78702"),
        ] {
            let also = change(Fact::Name, "Henrik Sandoval", "Hendrik");
            let taken = taken(&world, agent, lead, &[edit.clone(), also]).await;
            assert_eq!((Edited::from(taken.fact), taken.lead, taken.name.as_str()), (edit.fact, Some(other), "Ana Okafor"));
        }
        assert_eq!(stored(&world, lead).await.contact_name, "Henrik Sandoval");
        assert!(world.event_names(cast.owner.org()).await.iter().all(|name| name != "lead.facts_changed"));
        // Another tenant's people and houses are nobody here.
        saved(&world, agent, lead, &[
            change(Fact::Phone, "512 555 0148", "512 555 0177"),
            change(Fact::Address, "917 Tillery St\n\nAustin\nTX\n78702", "5 Elm St\n\nAustin\nTX\n78702"),
        ]).await;
        assert_eq!(stored(&world, theirs).await.phone.as_deref(), Some("+15125550177"));
        // Another spelling of one's own place is no other place.
        saved(&world, agent, lead, &[change(Fact::Address, "5 Elm St\n\nAustin\nTX\n78702", "5 Elm Street\n\nAustin\nTX\n78702")]).await;
        assert_eq!(stored(&world, lead).await.place.as_deref(), Some("5 Elm Street, Austin"));
    }

    async fn a_lead_without_a_house_gets_one(world: World) {
        let cast = Cast::of(&world).await;
        let (cx, agent) = (&world.cx, &cast.agent);
        let lead = add(cx, agent, &seller("Henrik Sandoval", "512 555 0148", "", "lead-0001")).await.unwrap();
        assert_eq!(path(edit(cx, agent, lead, &[change(Fact::Beds, "", "3")]).await), "edits.0");
        saved(&world, agent, lead, &[change(Fact::Asking, "", "300k")]).await;
        let made = saved(&world, agent, lead, &[
            change(Fact::Beds, "", "3"),
            change(Fact::Address, "", "917 Tillery St, Austin, TX 78702"),
        ]).await;
        assert_eq!(facts(&made.lead, &[Fact::Beds, Fact::Asking]), ["3", "300,000"]);
        assert_eq!(made.lead.property.as_ref().unwrap().facts.asking, made.lead.summary.asking);
        // The house stays when the change is taken back, its bedrooms do not.
        assert_eq!(made.back, [change(Fact::Beds, "3", "")]);
        // One that is known is the one.
        let other = add(cx, agent, &seller("Ana Okafor", "512 555 0199", "", "lead-0002")).await.unwrap();
        let moved = saved(&world, agent, other, &[change(Fact::Address, "", "917 Tillery Street\n\nAustin\nTX\n78702")]).await;
        assert_eq!(moved.lead.property.unwrap().id, made.lead.property.unwrap().id);
        assert_eq!(moved.lead.related.len(), 1);
    }

    async fn only_who_works_leads_edits_and_others_see_nothing(world: World) {
        let cast = Cast::of(&world).await;
        let (cx, visitor) = (&world.cx, world.visitor(cast.owner.org()));
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let edits = [change(Fact::Name, "Henrik", "Hendrik")];
        for nobody in [&cast.viewer, &visitor] {
            assert!(matches!(edit(cx, nobody, lead, &edits).await, Err(Error::Forbidden)));
        }
        assert!(matches!(edit(cx, &cast.stranger, lead, &edits).await, Err(Error::NotFound(_))));
        let unknown = LeadId::from_uuid(cx.new_id());
        assert!(matches!(edit(cx, &cast.owner, unknown, &edits).await, Err(Error::NotFound(_))));
        assert_eq!(stored(&world, lead).await.contact_name, "Henrik");
        assert!(world.event_names(cast.owner.org()).await.is_empty());
    }

    async fn what_cannot_be_read_says_so_at_its_place(world: World) {
        let cast = Cast::of(&world).await;
        let (cx, agent) = (&world.cx, &cast.agent);
        let lead = add(cx, agent, &seller("Henrik Sandoval", "512 555 0148", "917 Tillery St", "lead-0001")).await.unwrap();
        let address = "917 Tillery St\n\nAustin\nTX\n78702";
        for (edits, wanted, code) in [
            (vec![], "edits", "edits.shape"),
            (vec![change(Fact::Beds, "", "1"), change(Fact::Beds, "", "2")], "edits", "edits.shape"),
            (vec![change(Fact::Beds, "", "1"), change(Fact::Name, "Henrik Sandoval", " ")], "edits.1", "name.empty"),
            (vec![change(Fact::Phone, "512 555 0148", "12")], "edits.0", "phone.too_short"),
            (vec![change(Fact::Phone, "512 555 0148", "")], "edits.0", "contact.unreachable"),
            (vec![change(Fact::Asking, "", "much")], "edits.0", "money.invalid"),
            (vec![change(Fact::YearBuilt, "", "54")], "edits.0", "fact.number"),
            (vec![change(Fact::Condition, "", "fine")], "edits.0", "fact.choice"),
            (vec![change(Fact::Address, address, "917 Tillery St\n\nAustin\nTX\n1")], "edits.0.postal_code", "address.postal_code"),
            (vec![change(Fact::Address, address, "")], "edits.0.street", "address.street"),
            (vec![change(Edited::Field(shared::CustomFieldId::from_uuid(cx.new_id())), "", "x")], "edits.0", "field.gone"),
        ] {
            let Err(Error::Invalid(errors)) = edit(cx, agent, lead, &edits).await else { panic!("taken: {edits:?}") };
            assert_eq!((errors[0].path.as_str(), errors[0].code.as_str()), (wanted, code));
            assert!(errors[0].message.ends_with('.'), "{}", errors[0].message);
        }
        // A phone may go once there is an email.
        saved(&world, agent, lead, &[change(Fact::Email, "", "h@example.com"), change(Fact::Phone, "512 555 0148", "")]).await;
        assert_eq!(stored(&world, lead).await.phone, None);
    }

    async fn a_new_number_was_agreed_to_by_nobody(world: World) {
        let cast = Cast::of(&world).await;
        let (cx, agent) = (&world.cx, &cast.agent);
        let input = LeadInput { email: "h@example.com".into(), ..seller("Henrik", "512 555 0148", "", "lead-0001") };
        let lead = add(cx, agent, &input).await.unwrap();
        world.clock.advance(TimeDelta::minutes(1));
        for channel in Channel::ALL {
            let entry = consents::ActiveModel {
                org_id: Set(agent.org().uuid()),
                id: Set(cx.new_id()),
                contact_id: Set(stored(&world, lead).await.contact_id),
                submission_id: Set(None),
                channel: Set(channel.as_str().to_owned()),
                granted: Set(true),
                text: Set("You may contact me.".to_owned()),
                text_version: Set(1),
                ip: Set(None),
                user_agent: Set(None),
                at: Set(cx.now()),
            };
            entry.insert(cx.db().migrations()).await.unwrap();
        }
        let former = |lead: &Lead| Channel::ALL.map(|channel| lead.contact.consent(channel).unwrap().former);
        assert_eq!(former(&get(cx, agent, lead).await.unwrap()), [false; 3]);
        world.clock.advance(TimeDelta::minutes(1));
        let changed = saved(&world, agent, lead, &[change(Fact::Phone, "512 555 0148", "737 555 0101")]).await;
        // Email, text messages, calls.
        assert_eq!(former(&changed.lead), [false, true, true]);
        world.clock.advance(TimeDelta::minutes(1));
        // The slip taken back, the word counts again.
        let back = saved(&world, agent, lead, &changed.back).await;
        assert_eq!(former(&back.lead), [false; 3]);
        let changed = saved(&world, agent, lead, &[change(Fact::Email, "h@example.com", "henrik@example.com")]).await;
        assert_eq!(former(&changed.lead), [true, false, false]);
        let entries = consents::Entity::find().all(cx.db().read()).await.unwrap();
        assert!(entries.len() == 3 && entries.iter().all(|entry| entry.granted), "the ledger is never changed");
    }

    async fn custom_fields_merge_and_meet_in_the_same_way(world: World) {
        let cast = Cast::of(&world).await;
        let (cx, agent) = (&world.cx, &cast.agent);
        let lead = store(&world, &cast.owner, "Ana Okafor", |_| ()).await;
        let mut made = Vec::new();
        for (field_type, label) in [("number", "Tries"), ("money", "Lowest price")] {
            let input = CustomFieldInput {
                noun: Noun::Lead.as_str().into(), field_type: field_type.into(), label: label.into(), ..CustomFieldInput::default()
            };
            made.push(Edited::Field(fields::create(cx, &cast.owner, &input).await.unwrap().id));
        }
        let (tries, lowest) = (made[0], made[1]);
        saved(&world, agent, lead, &[change(tries, "", "3")]).await;
        let both = saved(&world, &cast.owner, lead, &[change(lowest, "", "250k"), change(Fact::Timing, "", "later")]).await;
        assert_eq!(both.lead.marks.values.len(), 2);
        assert_eq!(both.back, [change(lowest, "$250,000", ""), change(Fact::Timing, "later", "")]);
        let met = conflicts(&world, &cast.owner, lead, &[change(tries, "", "5")]).await;
        assert_eq!((met[0].theirs.as_str(), met[0].by.as_deref()), ("3", Some("Test Agent")));
        assert_eq!(path(edit(cx, agent, lead, &[change(tries, "3", "many")]).await), "edits.0");
        saved(&world, agent, lead, &[change(tries, "3", "")]).await;
        let names = world.event_names(cast.owner.org()).await;
        assert_eq!(names.iter().filter(|name| *name == "lead.fields_changed").count(), 3);
    }

    async fn several_phones_are_told_apart(world: World) {
        let cast = Cast::of(&world).await;
        let (cx, agent) = (&world.cx, &cast.agent);
        let input = LeadInput { email: "h@example.com".into(), ..seller("Henrik", "512 555 0148", "", "lead-0001") };
        let lead = add(cx, agent, &input).await.unwrap();
        world.clock.advance(TimeDelta::minutes(1));
        let again = LeadInput { email: "h@example.com".into(), ..seller("Henrik", "512 555 0199", "", "lead-0002") };
        let second = add(cx, agent, &again).await.unwrap();
        // Each lead shows the number first that it came with.
        assert_eq!(facts(&get(cx, agent, second).await.unwrap(), &[Fact::Phone]), ["512 555 0199"]);
        let changed = saved(&world, agent, lead, &[FactEdit { item: 1, ..change(Fact::Phone, "512 555 0199", "737 555 0101") }]).await;
        let phones: Vec<String> = (0..2).map(|item| Fact::Phone.typed(&changed.lead, item)).collect();
        assert_eq!(phones, ["512 555 0148", "737 555 0101"]);
        assert_eq!(stored(&world, second).await.phone.as_deref(), Some("+17375550101"));
        // Gone meanwhile: what stands in its place is shown.
        let met = conflicts(&world, agent, lead, &[FactEdit { item: 1, ..change(Fact::Phone, "512 555 0199", "737 555 0102") }]).await;
        assert_eq!(met[0].theirs, "737 555 0101");
        saved(&world, agent, lead, &[FactEdit { item: 1, ..change(Fact::Phone, "737 555 0101", "") }]).await;
        assert_eq!(stored(&world, second).await.phone.as_deref(), Some("+15125550148"));
    }

    async fn parcels_and_texts_of_ones_own_find_a_lead_as_they_are_now(world: World) {
        let cast = Cast::of(&world).await;
        let agent = &cast.agent;
        let id = add(&world.cx, agent, &seller("Henrik Sandoval", "512 555 0134", "917 Tillery St", "parcel-a")).await.unwrap();
        let finds = async |search: &str| {
            find(&world.cx, agent, search).await.unwrap().iter().map(|lead| lead.id).collect::<Vec<LeadId>>()
        };
        assert_eq!(finds("0212340567").await, []);
        saved(&world, agent, id, &[change(Fact::Parcel, "", "02-1234-0567")]).await;
        for search in ["0212340567", "02-1234-0567", "henrik 0567"] {
            assert_eq!(finds(search).await, [id], "{search}");
        }
        // Another lead of the house has them from its beginning.
        let twin = add(&world.cx, agent, &seller("Ana Okafor", "512 555 0135", "917 Tillery St", "parcel-b")).await.unwrap();
        assert_eq!(finds("ana 0567").await, [twin]);
        saved(&world, agent, id, &[change(Fact::Parcel, "02-1234-0567", "77-0001")]).await;
        assert_eq!(finds("0212340567").await, []);
        assert_eq!(finds("ana 770001").await, [twin]);

        let input = CustomFieldInput {
            noun: "lead".into(),
            field_type: "text".into(),
            label: "Gate".into(),
            ..CustomFieldInput::default()
        };
        let field = fields::create(&world.cx, &cast.owner, &input).await.unwrap();
        let typed = |text: &str| vec![FieldValueInput { field: field.id, text: text.into() }];
        set_fields(&world.cx, agent, id, Noun::Lead, &typed("Beside the azalea")).await.unwrap();
        assert_eq!(finds("azal").await, [id]);
        assert_eq!(finds("tillery azal 7700").await, [id]);
        saved(&world, agent, id, &[change(Edited::Field(field.id), "Beside the azalea", "Behind the barn")]).await;
        assert_eq!(finds("azal").await, []);
        assert_eq!(finds("barn").await, [id]);
        set_fields(&world.cx, agent, id, Noun::Lead, &typed("")).await.unwrap();
        assert_eq!(finds("barn").await, []);
        assert_eq!(find(&world.cx, &cast.stranger, "tillery").await.unwrap(), []);
    }
}
