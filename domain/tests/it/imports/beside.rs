//! Custom fields and tags in files: read by their types, written where nothing stands, taken off again.

use super::*;
use crate::leads::Cast;
use crate::rows;
use domain::{fields, leads as book, tags};
use sea_orm::{ConnectionTrait as _, Statement};
use shared::LeadId;
use shared::fields::{CustomField, FieldValueInput, Noun};
use shared::filter::{Facts as _, Value};
use shared::leads::{LeadFact, LeadField};
use testkit::on_both_databases;

pub async fn field(world: &World, owner: &Actor, noun: &str, field_type: &str, label: &str) -> CustomField {
    let options = if field_type.starts_with("choice") { "High\nLow\nYes, soon" } else { "" };
    rows::field(world, owner, noun, field_type, label, options).await
}

/// Rows of values and tags: of leads, contacts and properties.
pub async fn beside(world: &World) -> [i64; 6] {
    let db = world.cx.db().read();
    let tables =
        ["lead_values", "contact_values", "property_values", "lead_tags", "contact_tags", "property_tags"];
    let mut sizes = [0; 6];
    for (size, table) in sizes.iter_mut().zip(tables) {
        let sql =
            Statement::from_string(db.get_database_backend(), format!("SELECT count(*) AS n FROM {table}"));
        *size = db.query_one_raw(sql).await.unwrap().unwrap().try_get("", "n").unwrap();
    }
    sizes
}

async fn values(world: &World, actor: &Actor, lead: usize, field: &CustomField) -> Vec<Value> {
    let id = LeadId::from_uuid(all_leads(world).await[lead].id);
    let facts = book::facts(world.cx.db().read(), actor.org(), &[id]).await.unwrap();
    facts[0].values(LeadField::Custom(field.id))
}

async fn tag_names(world: &World, actor: &Actor, lead: usize, fact: LeadFact) -> Vec<String> {
    let id = LeadId::from_uuid(all_leads(world).await[lead].id);
    let facts = book::facts(world.cx.db().read(), actor.org(), &[id]).await.unwrap();
    let known = tags::list(&world.cx, actor).await.unwrap();
    let name = |value: &Value| match value {
        Value::Word(id) => known.iter().find(|tag| tag.tag.id.to_string() == *id).unwrap().tag.name.clone(),
        other => panic!("{other:?}"),
    };
    facts[0].values(LeadField::Fact(fact)).iter().map(name).collect()
}

fn word(word: &str) -> Vec<Value> {
    vec![Value::Word(word.into())]
}

on_both_databases! {
    async fn values_and_tags_come_with_rows_and_go_with_them(world: World) {
        let cast = Cast::of(&world).await;
        let priority = field(&world, &cast.owner, "lead", "choice", "Priority").await;
        let wishes = field(&world, &cast.owner, "lead", "choices", "Wishes").await;
        let birthday = field(&world, &cast.owner, "contact", "date", "Birthday").await;
        let roof = field(&world, &cast.owner, "property", "number", "Roof age").await;
        let text = "Name,Phone,Address,priority,Wishes,Birthday,Roof age,Tags,Tags of the contact,Tags of the property\n\
             Ana,512 555 0101,\"1 Main St, Austin, TX 78702\",low,\"high; LOW\",31/08/1960,\"1,250\",\"Hot, Probate\",VIP,Corner\n\
             Otis,512 555 0102,,\"Yes, soon\",,,12,hot;Cold,,Nowhere\n";
        let import = checked(&world, &cast.owner, text, KnownLeads::Attach).await;
        assert_eq!(import.summary.counts, counts(2, 0, 0, 0));
        // The check makes nothing.
        assert_eq!(tags::list(&world.cx, &cast.owner).await.unwrap(), []);
        let id = import.summary.id;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        work(&world).await;
        let owner = &cast.owner;
        assert_eq!(values(&world, owner, 0, &priority).await, word("low"));
        assert_eq!(values(&world, owner, 0, &wishes).await, [word("high"), word("low")].concat());
        assert_eq!(values(&world, owner, 0, &birthday).await, [Value::Day(chrono::NaiveDate::from_ymd_opt(1960, 8, 31).unwrap())]);
        assert_eq!(values(&world, owner, 0, &roof).await, [Value::Number(1_250)]);
        assert_eq!(values(&world, owner, 1, &priority).await, word("yes_soon"));
        assert_eq!(tag_names(&world, owner, 0, LeadFact::Tags).await, ["Hot", "Probate"]);
        assert_eq!(tag_names(&world, owner, 0, LeadFact::ContactTags).await, ["VIP"]);
        assert_eq!(tag_names(&world, owner, 0, LeadFact::PropertyTags).await, ["Corner"]);
        assert_eq!(tag_names(&world, owner, 1, LeadFact::Tags).await, ["Cold", "Hot"]);
        // Without an address nothing of a property has a place to go.
        assert_eq!(beside(&world).await, [4, 1, 1, 4, 1, 1]);
        let made = happened(&world, owner, "tag").await;
        assert_eq!(made.iter().filter(|kind| *kind == "tag.created").count(), 5);

        taken_back(&world, owner, id).await;
        assert_eq!(sizes(&world).await, [0; 5]);
        assert_eq!(beside(&world).await, [0; 6]);
        // The tags themselves stay to be chosen.
        assert_eq!(tags::list(&world.cx, owner).await.unwrap().len(), 5);
        imported(&world, owner, text, KnownLeads::Attach).await;
        assert_eq!(beside(&world).await, [4, 1, 1, 4, 1, 1]);
        assert_eq!(tags::list(&world.cx, owner).await.unwrap().len(), 5);
    }

    async fn what_stands_is_not_replaced_and_only_what_came_is_taken_off(world: World) {
        let cast = Cast::of(&world).await;
        let owner = &cast.owner;
        let priority = field(&world, owner, "lead", "choice", "Priority").await;
        let nickname = field(&world, owner, "contact", "text", "Nickname").await;
        let roof = field(&world, owner, "property", "number", "Roof age").await;
        let headings = "Name,Phone,Address,Priority,Nickname,Roof age,Tags,Tags of the contact\n";
        let house = "\"1 Main St, Austin, TX 78702\"";
        let first = format!("{headings}Ana,512 555 0101,{house},High,,,Hot,\n");
        imported(&world, owner, &first, KnownLeads::Attach).await;
        let before = beside(&world).await;
        let more = format!("{headings}Ana,512 555 0101,{house},Low,Annie,7,\"hot, Cold\",VIP\nAna,512 555 0101,{house},,Nan,8,Cold,VIP\n");
        let id = imported(&world, owner, &more, KnownLeads::Attach).await;
        // The second row brought nothing that the first had not.
        assert_eq!(row(&world, id).await.attached, 2);
        assert_eq!(values(&world, owner, 0, &priority).await, word("high"));
        assert_eq!(values(&world, owner, 0, &nickname).await, [Value::Text("Annie".into())]);
        assert_eq!(values(&world, owner, 0, &roof).await, [Value::Number(7)]);
        assert_eq!(tag_names(&world, owner, 0, LeadFact::Tags).await, ["Cold", "Hot"]);
        assert_eq!(all_leads(&world).await[0].version, 2);
        taken_back(&world, owner, id).await;
        assert_eq!(beside(&world).await, before);
        assert_eq!(tag_names(&world, owner, 0, LeadFact::Tags).await, ["Hot"]);
        // The same with rows left out: nothing is written, and no tag is made.
        let known = tags::list(&world.cx, owner).await.unwrap().len();
        let skipped = more.replace("VIP", "Brand new") + "Mei,512 555 0103,,,,,,\n";
        imported(&world, owner, &skipped, KnownLeads::Skip).await;
        assert_eq!(beside(&world).await, before);
        assert_eq!(tags::list(&world.cx, owner).await.unwrap().len(), known);
    }

    async fn what_changed_since_is_not_taken_off(world: World) {
        let cast = Cast::of(&world).await;
        let owner = &cast.owner;
        let nickname = field(&world, owner, "contact", "text", "Nickname").await;
        let headings = "Name,Phone,Address,Nickname\n";
        let row = |house: u32, nickname: &str| {
            format!("Ana,512 555 0101,\"{house} Main St, Austin, TX 78702\",{nickname}\n")
        };
        imported(&world, owner, &format!("{headings}{}", row(1, "")), KnownLeads::Attach).await;
        let id = imported(&world, owner, &format!("{headings}{}", row(1, "Annie")), KnownLeads::Attach).await;
        // Changed through another lead of the same person: the lead of the import was not worked on.
        imported(&world, owner, &format!("{headings}{}", row(2, "")), KnownLeads::Attach).await;
        let second = LeadId::from_uuid(all_leads(&world).await[1].id);
        let typed = FieldValueInput { field: nickname.id, text: "Nan".into() };
        book::set_fields(&world.cx, &cast.agent, second, Noun::Contact, &[typed]).await.unwrap();
        taken_back(&world, owner, id).await;
        assert_eq!(values(&world, owner, 0, &nickname).await, [Value::Text("Nan".into())]);
    }

    async fn cells_that_cannot_be_read_are_named(world: World) {
        let cast = Cast::of(&world).await;
        for (field_type, label) in [("choice", "Priority"), ("number", "Score"), ("money", "Offer"), ("yes_no", "Vacant"), ("date", "Auction")] {
            field(&world, &cast.owner, "lead", field_type, label).await;
        }
        let long = "x".repeat(41);
        let text = format!(
            "Name,Phone,Priority,Score,Offer,Vacant,Auction,Tags\n\
             Ana,512 555 0101,Highest,1.5,TBD,perhaps,soon,{long}\nOtis,512 555 0102,High,1,2,no,2026-08-31,Hot\n"
        );
        let import = checked(&world, &cast.owner, &text, KnownLeads::Attach).await;
        assert_eq!(import.summary.counts, counts(1, 0, 0, 1));
        let page = imports::problems(&world.cx, &cast.owner, import.summary.id, None).await.unwrap();
        let seen: Vec<(u64, &str, &str)> = page
            .problems
            .iter()
            .map(|problem| (problem.line, problem.column.as_deref().unwrap(), problem.message.as_str()))
            .collect();
        assert_eq!(seen, [
            (2, "Priority", "“Highest” is none of the options."),
            (2, "Score", "Enter a whole number up to a trillion, for example 1,250."),
            (2, "Offer", "Enter an amount in dollars, for example 385,000."),
            (2, "Vacant", "This says neither yes nor no, for example true or no."),
            (2, "Auction", "This is no date, for example 2026-08-31 or 31 Aug 2026."),
            (2, "Tags", "Use at most 40 characters."),
        ]);
    }

    async fn a_field_that_goes_out_of_use_stops_what_would_need_it(world: World) {
        let cast = Cast::of(&world).await;
        let (cx, owner) = (&world.cx, &cast.owner);
        let score = field(&world, owner, "lead", "number", "Score").await;
        let theirs = field(&world, &cast.stranger, "lead", "number", "Score").await;
        let text = "Name,Phone,Score\nAna,512 555 0101,7\n";
        let import = checked(&world, owner, text, KnownLeads::Attach).await;
        let id = import.summary.id;
        // Somebody else's field is none.
        let mut input = guessed(&import, KnownLeads::Attach);
        input.columns[2].into = theirs.id.to_string();
        assert_eq!(code(imports::choose_columns(cx, owner, id, &input).await), "field.gone");

        let archived = fields::archive(cx, owner, score.id, score.version).await.unwrap();
        match imports::run(cx, owner, id).await {
            Err(Error::Conflict(words)) => {
                assert_eq!(words, "The field “Score” is no longer in use. Choose the columns again.");
            }
            other => panic!("{other:?}"),
        }
        let seen = imports::get(cx, owner, id).await.unwrap();
        assert_eq!((seen.gone, seen.mapping.columns[2].into, seen.fields.len()), (vec![2], None, 0));
        // Between the click and the job.
        let restored = fields::restore(cx, owner, score.id, archived.version).await.unwrap();
        imports::run(cx, owner, id).await.unwrap();
        let archived = fields::archive(cx, owner, score.id, restored.version).await.unwrap();
        work(&world).await;
        let stopped = imports::get(cx, owner, id).await.unwrap();
        assert_eq!(stopped.summary.state, ImportState::Stopped);
        assert_eq!(stopped.trouble.as_deref(), Some("The field “Score” is no longer in use. Take it into use again and go on, or take the import back."));
        assert_eq!(sizes(&world).await, [0; 5]);
        assert!(is_conflict(imports::run(cx, owner, id).await));
        fields::restore(cx, owner, score.id, archived.version).await.unwrap();
        imports::run(cx, owner, id).await.unwrap();
        work(&world).await;
        assert_eq!(values(&world, owner, 0, &score).await, [Value::Number(7)]);
    }

    async fn an_organization_gets_no_more_tags_than_it_may_have(world: World) {
        let cast = Cast::of(&world).await;
        let mut text = "Name,Phone,Tags\n".to_owned();
        for row in 0..17_u32 {
            let names: Vec<String> = (0..30).map(|tag| format!("T{}", row * 30 + tag)).collect();
            text.push_str(&format!("S{row},512 555 {row:04},\"{}\"\n", names.join(", ")));
        }
        // The last of them would make 510; the row after it brings nothing new.
        text.push_str("Otis,512 555 0999,t7\n");
        let id = imported(&world, &cast.owner, &text, KnownLeads::Attach).await;
        assert_eq!(imports::get(&world.cx, &cast.owner, id).await.unwrap().summary.counts, counts(17, 0, 0, 1));
        let page = imports::problems(&world.cx, &cast.owner, id, None).await.unwrap();
        assert_eq!((page.problems[0].line, page.problems[0].column.as_deref()), (18, Some("Tags")));
        assert_eq!(tags::list(&world.cx, &cast.owner).await.unwrap().len(), 480);
        let many: Vec<String> = (0..31).map(|tag| format!("T{tag}")).collect();
        let text = format!("Name,Phone,Tags\nMei,512 555 0998,\"{}\"\n", many.join(","));
        let import = checked(&world, &cast.owner, &text, KnownLeads::Attach).await;
        assert_eq!(import.summary.counts, counts(0, 0, 0, 1));
    }
}
