//! Custom fields and tags: made, filled in, taken away; by whom and whose.

use super::{Cast, path, store};
use domain::leads::{change_tags, list, marks, set_fields};
use domain::{Actor, Error, fields, tags};
use shared::fields::{CustomField, CustomFieldInput, FieldValue, FieldValueInput, Noun};
use shared::filter::{Check, Filter};
use shared::leads::{LeadFact, LeadField, LeadFilter, LeadQuery, TagChange};
use shared::{CustomFieldId, TagId};
use testkit::{World, on_both_databases};

async fn field(world: &World, actor: &Actor, field_type: &str, label: &str) -> Result<CustomField, Error> {
    let input = CustomFieldInput {
        noun: "lead".into(),
        field_type: field_type.into(),
        label: label.into(),
        options: "High\nLow".into(),
        ..CustomFieldInput::default()
    };
    fields::create(&world.cx, actor, &input).await
}

fn typed(field: CustomFieldId, text: &str) -> Vec<FieldValueInput> {
    vec![FieldValueInput { field, text: text.into() }]
}

fn add(names: &[&str]) -> TagChange {
    TagChange { add: names.iter().map(|name| (*name).to_owned()).collect(), remove: Vec::new() }
}

on_both_databases! {
    async fn a_field_is_made_filled_in_and_archived(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Ana Okafor", |_| ()).await;
        let motivation = field(&world, &cast.owner, "choice", "Motivation").await.unwrap();
        let filled = set_fields(&world.cx, &cast.agent, lead, Noun::Lead, &typed(motivation.id, "high")).await.unwrap();
        assert_eq!(filled.values[&motivation.id], FieldValue::Choices(vec!["high".into()]));

        let archived = fields::archive(&world.cx, &cast.owner, motivation.id, motivation.version).await.unwrap();
        let gone = set_fields(&world.cx, &cast.agent, lead, Noun::Lead, &typed(motivation.id, "low")).await;
        assert_eq!(path(gone), "fields.0");
        let restored = fields::restore(&world.cx, &cast.owner, motivation.id, archived.version).await.unwrap();
        assert!(!restored.archived);
        assert_eq!(marks(&world.cx, &cast.viewer, lead).await.unwrap().values.len(), 1);

        let emptied = set_fields(&world.cx, &cast.agent, lead, Noun::Lead, &typed(motivation.id, " ")).await.unwrap();
        assert!(emptied.values.is_empty());
        let names = world.event_names(cast.owner.org()).await;
        for name in ["field.created", "field.archived", "field.restored"] {
            assert_eq!(names.iter().filter(|known| *known == name).count(), 1, "{name}");
        }
        assert_eq!(names.iter().filter(|known| *known == "lead.fields_changed").count(), 2);
    }

    async fn an_option_keeps_its_values_under_another_label(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Ana Okafor", |_| ()).await;
        let made = field(&world, &cast.owner, "choice", "Motivation").await.unwrap();
        set_fields(&world.cx, &cast.agent, lead, Noun::Lead, &typed(made.id, "high")).await.unwrap();
        let input = CustomFieldInput { label: "Motivation".into(), options: "Very high\nLow".into(), ..CustomFieldInput::default() };
        let changed = fields::update(&world.cx, &cast.owner, made.id, made.version, &input).await.unwrap();
        let value = &marks(&world.cx, &cast.agent, lead).await.unwrap().values[&made.id];
        assert_eq!(value.shown(&changed), "Very high");
        let late = fields::update(&world.cx, &cast.owner, made.id, made.version, &input).await;
        assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
    }

    async fn two_people_fill_in_different_fields(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Ana Okafor", |_| ()).await;
        let one = field(&world, &cast.owner, "number", "Tries").await.unwrap();
        let two = field(&world, &cast.owner, "text", "Nickname").await.unwrap();
        let (first, second) = (typed(one.id, "3"), typed(two.id, "Annie"));
        let (a, b) = tokio::join!(
            set_fields(&world.cx, &cast.agent, lead, Noun::Lead, &first),
            set_fields(&world.cx, &cast.owner, lead, Noun::Lead, &second),
        );
        a.unwrap();
        b.unwrap();
        assert_eq!(marks(&world.cx, &cast.agent, lead).await.unwrap().values.len(), 2);
    }

    async fn names_of_fields_are_unique_and_places_change(world: World) {
        let cast = Cast::of(&world).await;
        let first = field(&world, &cast.owner, "number", "Tries").await.unwrap();
        let second = field(&world, &cast.owner, "number", "Beds wanted").await.unwrap();
        assert_eq!(path(field(&world, &cast.owner, "text", "TRIES").await), "label");
        assert_eq!(path(field(&world, &cast.owner, "dance", "Dance").await), "field_type");
        fields::move_to(&world.cx, &cast.owner, second.id, 0).await.unwrap();
        let order: Vec<_> = fields::list(&world.cx, &cast.viewer).await.unwrap().iter().map(|f| f.id).collect();
        assert_eq!(order, [second.id, first.id]);
        let archived = fields::archive(&world.cx, &cast.owner, first.id, first.version).await.unwrap();
        field(&world, &cast.owner, "text", "Tries").await.unwrap();
        let back = fields::restore(&world.cx, &cast.owner, archived.id, archived.version).await;
        assert_eq!(path(back), "label");
    }

    async fn tags_come_and_go_and_are_counted(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Ana Okafor", |_| ()).await;
        let other = store(&world, &cast.owner, "Ben Tran", |_| ()).await;
        let marked = change_tags(&world.cx, &cast.agent, lead, Noun::Lead, &add(&["Hot", " hot ", "Probate"])).await.unwrap();
        assert_eq!(marked.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["Hot", "Probate"]);
        change_tags(&world.cx, &cast.agent, other, Noun::Contact, &add(&["HOT"])).await.unwrap();
        let known = tags::list(&world.cx, &cast.viewer).await.unwrap();
        assert_eq!(known.iter().map(|tag| (tag.tag.name.as_str(), tag.leads)).collect::<Vec<_>>(), [("Hot", 1), ("Probate", 1)]);

        let hot = known[0].tag.id;
        let filter: LeadFilter = Filter::test(LeadFact::Tags.into(), Check::Is(vec![hot.to_string()]));
        let query = LeadQuery::default().with_filter(&filter);
        assert_eq!(list(&world.cx, &cast.viewer, &query).await.unwrap().items[0].id, lead);
        tags::rename(&world.cx, &cast.owner, hot, "Burning").await.unwrap();
        assert_eq!(path(tags::rename(&world.cx, &cast.owner, hot, "PROBATE").await), "name");
        tags::delete(&world.cx, &cast.owner, hot).await.unwrap();
        assert!(marks(&world.cx, &cast.agent, other).await.unwrap().contact_tags.is_empty());
        assert_eq!(path(list(&world.cx, &cast.viewer, &query).await), "where");

        let long = "x".repeat(10_000);
        assert_eq!(path(change_tags(&world.cx, &cast.agent, lead, Noun::Lead, &add(&["fine", &long])).await), "tags.1");
        let many: Vec<String> = (0..31).map(|n| n.to_string()).collect();
        let many = TagChange { add: many, remove: Vec::new() };
        assert_eq!(path(change_tags(&world.cx, &cast.agent, lead, Noun::Lead, &many).await), "tags");
        // Nothing of it was left behind.
        assert_eq!(tags::list(&world.cx, &cast.viewer).await.unwrap().len(), 1);
        let nowhere = change_tags(&world.cx, &cast.agent, lead, Noun::Property, &add(&["Hot"])).await;
        assert!(matches!(nowhere, Err(Error::NotFound("the property"))), "{nowhere:?}");
    }

    async fn a_list_shows_any_field_as_a_column(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Ana Okafor", |_| ()).await;
        let offer = field(&world, &cast.owner, "money", "Offer").await.unwrap();
        let motivation = field(&world, &cast.owner, "choice", "Motivation").await.unwrap();
        set_fields(&world.cx, &cast.agent, lead, Noun::Lead, &typed(offer.id, "250k")).await.unwrap();
        set_fields(&world.cx, &cast.agent, lead, Noun::Lead, &typed(motivation.id, "high")).await.unwrap();
        change_tags(&world.cx, &cast.agent, lead, Noun::Lead, &add(&["Hot", "Probate"])).await.unwrap();
        let columns = vec![
            LeadField::Custom(offer.id),
            LeadField::Custom(motivation.id),
            LeadFact::Tags.into(),
            LeadFact::LastActivity.into(),
            LeadFact::Beds.into(),
            LeadField::Custom(CustomFieldId::from_uuid(world.cx.new_id())),
        ];
        let query = LeadQuery { columns: columns.clone(), ..LeadQuery::default() };
        let rows = list(&world.cx, &cast.viewer, &query).await.unwrap().items;
        assert_eq!(rows[0].columns, ["$250,000", "High", "Hot, Probate", "Aug 4, 2026", "", ""]);
        let many = LeadQuery { columns: [columns.clone(), columns].concat(), ..LeadQuery::default() };
        assert_eq!(path(list(&world.cx, &cast.viewer, &many).await), "cols");
    }

    async fn each_role_may_what_it_may_and_others_see_nothing(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Ana Okafor", |_| ()).await;
        let made = field(&world, &cast.owner, "number", "Tries").await.unwrap();
        let marked = change_tags(&world.cx, &cast.owner, lead, Noun::Lead, &add(&["Hot"])).await.unwrap();
        let (tag, none) = (marked.tags[0].id, TagId::from_uuid(world.cx.new_id()));
        for actor in [&cast.agent, &cast.viewer] {
            assert!(matches!(field(&world, actor, "text", "Mine").await, Err(Error::Forbidden)));
            assert!(matches!(fields::archive(&world.cx, actor, made.id, 1).await, Err(Error::Forbidden)));
            assert!(matches!(tags::delete(&world.cx, actor, tag).await, Err(Error::Forbidden)));
        }
        assert!(matches!(set_fields(&world.cx, &cast.viewer, lead, Noun::Lead, &typed(made.id, "1")).await, Err(Error::Forbidden)));
        assert!(matches!(change_tags(&world.cx, &cast.viewer, lead, Noun::Lead, &add(&["x"])).await, Err(Error::Forbidden)));
        let stranger = &cast.stranger;
        assert!(matches!(marks(&world.cx, stranger, lead).await, Err(Error::NotFound(_))));
        assert!(matches!(set_fields(&world.cx, stranger, lead, Noun::Lead, &typed(made.id, "1")).await, Err(Error::NotFound(_))));
        assert!(matches!(change_tags(&world.cx, stranger, lead, Noun::Lead, &add(&["x"])).await, Err(Error::NotFound(_))));
        assert!(matches!(fields::archive(&world.cx, stranger, made.id, 1).await, Err(Error::NotFound(_))));
        assert!(matches!(tags::rename(&world.cx, stranger, tag, "x").await, Err(Error::NotFound(_))));
        assert!(matches!(tags::delete(&world.cx, &cast.owner, none).await, Err(Error::NotFound(_))));
        let own = store(&world, stranger, "Cy Van", |_| ()).await;
        assert_eq!(path(set_fields(&world.cx, stranger, own, Noun::Lead, &typed(made.id, "1")).await), "fields.0");
        assert!(fields::list(&world.cx, stranger).await.unwrap().is_empty());
        assert!(tags::list(&world.cx, stranger).await.unwrap().is_empty());
    }
}
