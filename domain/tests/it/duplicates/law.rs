//! The law of merging: whatever two people were, and however they were merged, splitting makes them what they were.

use super::{HOUSE, add, lead, log, pairs, split, status};
use crate::leads::Cast;
use crate::work::{added, for_lead, input};
use domain::{Actor, fields, leads, merges, messages, tasks};
use entity::{
    activities, consents, contact_emails, contact_phones, contacts, lead_touches, leads as lead_rows,
    merged_contacts, merged_leads, properties,
};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, QueryOrder as _};
use shared::LeadId;
use shared::fields::{CustomField, CustomFieldInput, FieldValueInput, Noun};
use shared::leads::TagChange;
use shared::merges::Side;
use shared::messages::MessageInput;
use shared::tasks::TaskInput;
use testkit::{World, on_both_databases};

const CASES: u64 = 8;
const TAGS: [&str; 3] = ["Hot", "Probate", "Vacant"];

/// Every row of the business and every page of a lead, without what only says when something was last written.
async fn everything(world: &World, actor: &Actor, all: &[LeadId]) -> Vec<String> {
    let db = world.cx.db().read();
    let mut told = Vec::new();
    for row in contacts::Entity::find().order_by_asc(contacts::Column::Id).all(db).await.unwrap() {
        told.push(format!("{:?}", contacts::Model { version: 0, updated_at: row.created_at, ..row }));
    }
    for row in lead_rows::Entity::find().order_by_asc(lead_rows::Column::Id).all(db).await.unwrap() {
        told.push(format!("{:?}", lead_rows::Model { version: 0, updated_at: row.respond_by, ..row }));
    }
    macro_rules! rows {
        ($($entity:ident by $($column:ident)+;)+) => {$(
            let query = $entity::Entity::find()$(.order_by_asc($entity::Column::$column))+;
            told.extend(query.all(db).await.unwrap().iter().map(|row| format!("{row:?}")));
        )+};
    }
    rows! {
        contact_emails by ContactId EmailKey;
        contact_phones by ContactId E164;
        properties by Id;
        lead_touches by Id;
        consents by Id;
        activities by Id;
        merged_contacts by ContactId;
        merged_leads by LeadId;
    }
    for id in all {
        let mut page = leads::get(&world.cx, actor, *id).await.unwrap();
        page.summary.version = 0;
        for related in &mut page.related {
            related.version = 0;
        }
        page.twins.clear();
        told.push(format!("{page:?}"));
        told.push(format!("{:?}", tasks::of_lead(&world.cx, actor, *id).await.unwrap()));
        told.push(format!("{:?}", messages::of_lead(&world.cx, actor, *id).await.unwrap()));
    }
    told
}

struct Maker<'a> {
    world: &'a World,
    cast: &'a Cast,
    fields: Vec<CustomField>,
    rng: StdRng,
}

impl Maker<'_> {
    async fn field(world: &World, cast: &Cast, noun: Noun, field_type: &str) -> CustomField {
        let input = CustomFieldInput {
            noun: noun.as_str().into(),
            field_type: field_type.into(),
            label: format!("{} {field_type}", noun.as_str()),
            options: if field_type == "choices" { "High\nLow\nMiddle".into() } else { String::new() },
            ..CustomFieldInput::default()
        };
        fields::create(&world.cx, &cast.owner, &input).await.unwrap()
    }

    fn chance(&mut self) -> bool {
        self.rng.random_bool(0.5)
    }

    /// A person with one to three leads, of which one is about the house of the other one.
    async fn person(&mut self, name: &str, phone: &str, email: &str) -> Vec<LeadId> {
        let mut all = Vec::new();
        for at in 0..self.rng.random_range(1..4) {
            let house = match (at, self.rng.random_range(0..3)) {
                (0, _) | (_, 0) => HOUSE.to_owned(),
                (_, 1) => String::new(),
                _ => format!("{} Garden St", self.rng.random_range(100..103)),
            };
            let email = if self.chance() { email } else { "" };
            let mut input = lead(name, phone, email, &house);
            if self.chance() {
                input.asking = format!("{}000", self.rng.random_range(100..400));
            }
            let id = add(self.world, &self.cast.agent, input).await;
            self.live(id, at).await;
            all.push(id);
            self.world.clock.advance(chrono::TimeDelta::minutes(self.rng.random_range(1..300)));
        }
        all
    }

    /// Things that happen to a lead.
    async fn live(&mut self, id: LeadId, at: usize) {
        let (world, agent) = (self.world, self.cast.agent.clone());
        if self.chance() {
            log(world, &agent, id, "note", "", "A note").await;
        }
        if self.chance() {
            log(world, &agent, id, "call", "voicemail", "").await;
        }
        if self.chance() {
            let words = ["Ask about the roof", "Call her brother"].choose(&mut self.rng).unwrap();
            let task = TaskInput { key: id.uuid().simple().to_string(), ..input(words, "2026-09-01T10:00") };
            added(world, &agent, &for_lead(id, task)).await;
            let draft = MessageInput {
                lead: id.to_string(),
                channel: "sms".into(),
                body: "Hello".into(),
                key: id.uuid().simple().to_string(),
                ..MessageInput::default()
            };
            messages::write(&world.cx, &agent, &draft).await.unwrap();
        }
        if self.chance() {
            let version = leads::get(&world.cx, &agent, id).await.unwrap().summary.version;
            leads::assign(&world.cx, &self.cast.owner, id, agent.member_id(), version).await.unwrap();
        }
        // Later leads may be closed; the first ones are those that become one.
        match self.rng.random_range(0..4) {
            0 => drop(status(world, &agent, id, "contacted", "").await),
            1 => drop(status(world, &agent, id, "qualified", "").await),
            2 if at > 0 => drop(status(world, &agent, id, "dead", "price_gap").await),
            _ => {}
        }
        for noun in [Noun::Lead, Noun::Contact] {
            let tags = TAGS.choose_multiple(&mut self.rng, 2);
            let add = tags.map(|tag| (*tag).to_owned()).collect();
            leads::change_tags(&world.cx, &agent, id, noun, &TagChange { add, remove: Vec::new() })
                .await
                .unwrap();
            let mut typed = Vec::new();
            for field in self.fields.iter().filter(|field| field.noun == noun) {
                let text = if field.field_type.has_options() {
                    (*["high", "low,middle", ""].choose(&mut self.rng).unwrap()).to_owned()
                } else {
                    self.rng.random_range(1..4).to_string()
                };
                typed.push(FieldValueInput { field: field.id, text });
            }
            leads::set_fields(&world.cx, &agent, id, noun, &typed).await.unwrap();
        }
        for kind in ["first", "last"] {
            let touch = lead_touches::ActiveModel {
                org_id: Set(agent.org().uuid()),
                id: Set(world.cx.new_id()),
                lead_id: Set(id.uuid()),
                kind: Set(kind.into()),
                source: Set("website".into()),
                touch: Set(serde_json::json!({})),
                created_at: Set(world.cx.now()),
            };
            touch.insert(world.cx.db().migrations()).await.unwrap();
        }
    }
}

on_both_databases! {
    async fn merging_and_splitting_changes_nothing(world: World) {
        for seed in 0..CASES {
            let cast = Cast::of(&world).await;
            let mut fields = Vec::new();
            for noun in [Noun::Lead, Noun::Contact] {
                for field_type in ["choices", "number"] {
                    fields.push(Maker::field(&world, &cast, noun, field_type).await);
                }
            }
            let mut maker = Maker { world: &world, cast: &cast, fields, rng: StdRng::seed_from_u64(seed) };
            let mut all = maker.person("Jon Smith", "512 555 0101", "jon@example.com").await;
            all.extend(maker.person("John Smith", "512 555 0102", "john@example.com").await);
            let pair = pairs(&world, &cast.owner).await.pop().unwrap();
            let before = everything(&world, &cast.owner, &all).await;

            let stays = if maker.chance() { pair.one.contact } else { pair.other.contact };
            let preview = merges::preview(&world.cx, &cast.owner, pair.id, Some(stays)).await.unwrap();
            let mut input = preview.proposal();
            for word in input.take.values_mut() {
                let side = if maker.chance() { Side::Kept } else { Side::Joined };
                side.as_str().clone_into(word);
            }
            let merged = merges::merge(&world.cx, &cast.owner, pair.id, &input).await.unwrap();
            let between = everything(&world, &cast.owner, &all).await;
            assert_ne!(before, between, "seed {seed}: nothing was merged");
            let done = split(&world, &cast.owner, merged.id).await;
            assert_eq!(done.left, 0, "seed {seed}");

            let after = everything(&world, &cast.owner, &all).await;
            assert_eq!(before.len(), after.len(), "seed {seed}");
            for (before, after) in before.iter().zip(&after) {
                assert_eq!(before, after, "seed {seed}");
            }
        }
    }
}
