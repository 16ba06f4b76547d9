//! What an export writes, an import reads back.

use super::beside::field;
use super::*;
use crate::leads::Cast;
use domain::leads as book;
use shared::leads::{LeadFact, LeadField, LeadQuery, LeadSort, LeadStatus};
use testkit::on_both_databases;

pub async fn exported(world: &World, actor: &Actor, query: &LeadQuery) -> String {
    let mut export = book::export(&world.cx, actor, query).await.unwrap();
    let mut text = String::new();
    while let Some(piece) = export.next().await.unwrap() {
        text.push_str(&piece);
    }
    text
}

on_both_databases! {
    async fn an_export_is_an_import_somewhere_else(world: World) {
        let cast = Cast::of(&world).await;
        let text = "Name,Phone,Email,Address,Status,Dead reason,Lead owner,Created,Asking,Baths,Condition,Message\n\
             =HYPERLINK(A1),512 555 0101; +49 30 901820,=a@example.com,\"1 Main St, Unit 4B, Austin, TX 78702\",qualified,,Test Agent,2026-02-03T04:05:06Z,385000.50,2.5,Needs repairs,\"He said \"\"no\"\"\n-- twice\"\n\
             Ana,,ana@example.com,,dead,Sold to somebody else,,,,,,\n";
        imported(&world, &cast.owner, text, KnownLeads::Attach).await;
        let oldest = LeadQuery { sort: Some(LeadSort::OLDEST), ..LeadQuery::default() };
        let first = exported(&world, &cast.owner, &oldest).await;
        assert!(first.starts_with("\u{feff}Contact name,Phone,Email,"), "{first}");
        assert!(first.contains("'=HYPERLINK(A1)") && first.contains("'=a@example.com"), "{first}");
        // Somebody else's members are others.
        let there = first.replace(&owner_of(&first), "");
        imported(&world, &cast.stranger, &there, KnownLeads::Attach).await;
        let second = exported(&world, &cast.stranger, &oldest).await;
        assert_eq!(second, there);
        let log = happened(&world, &cast.owner, "organization").await;
        assert_eq!(log, ["leads.exported"]);
    }

    async fn the_list_that_is_shown_is_exported_whole(world: World) {
        let cast = Cast::of(&world).await;
        imported(&world, &cast.owner, &people(1..1_203), KnownLeads::Attach).await;
        for (query, rows) in [
            (LeadQuery::default(), 1_202),
            (LeadQuery { sort: Some(LeadSort::NAME), ..LeadQuery::default() }, 1_202),
            (LeadQuery { statuses: vec![LeadStatus::Dead], ..LeadQuery::default() }, 0),
            (LeadQuery { search: "seller1202".into(), ..LeadQuery::default() }, 1),
        ] {
            let text = exported(&world, &cast.owner, &query).await;
            let names: std::collections::BTreeSet<&str> =
                text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
            assert_eq!((text.lines().count(), names.len()), (rows + 1, rows), "{query:?}");
        }
        assert_eq!(exported(&world, &cast.stranger, &LeadQuery::default()).await.lines().count(), 1);
    }

    async fn columns_of_the_view_are_in_the_file(world: World) {
        let cast = Cast::of(&world).await;
        let score = field(&world, &cast.owner, "lead", "number", "Score").await;
        let old = field(&world, &cast.owner, "contact", "text", "Score").await;
        let text = "Name,Phone,Score,Score (contact),Tags\nAna,512 555 0101,-7,=1+1,Hot\n";
        imported(&world, &cast.owner, text, KnownLeads::Attach).await;
        domain::fields::archive(&world.cx, &cast.owner, old.id, old.version).await.unwrap();
        let plain = exported(&world, &cast.owner, &LeadQuery::default()).await;
        let heading = |text: &str| text.lines().next().unwrap().to_owned();
        assert!(heading(&plain).ends_with(",Message,Tags,Tags of the contact,Tags of the property,Score"), "{plain}");
        assert!(plain.trim_end().ends_with(",Hot,,,'-7"), "{plain}");
        let columns = vec![
            LeadField::Fact(LeadFact::LastActivity),
            LeadField::Fact(LeadFact::City),
            LeadField::Custom(old.id),
            LeadField::Custom(score.id),
        ];
        let wide = exported(&world, &cast.owner, &LeadQuery { columns, ..LeadQuery::default() }).await;
        assert!(heading(&wide).ends_with(",Score,Score (contact),Last activity"), "{wide}");
        assert!(wide.contains(",'-7,'=1+1,20"), "{wide}");
        // What no import reads is left out by the next one.
        let import = checked(&world, &cast.owner, &wide, KnownLeads::Attach).await;
        assert_eq!(import.summary.counts, counts(0, 1, 0, 0));
        assert_eq!(import.mapping.columns.iter().rev().take(2).filter(|column| column.into.is_none()).count(), 2);
    }
}

/// The email of the only owner in a file.
fn owner_of(text: &str) -> String {
    text.split([',', '\n']).find(|cell| cell.starts_with("agent-")).unwrap().to_owned()
}
