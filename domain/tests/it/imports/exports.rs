//! What an export writes, an import reads back.

use super::*;
use crate::leads::Cast;
use domain::leads as book;
use shared::leads::{LeadQuery, LeadSort, LeadStatus};
use testkit::on_both_databases;

async fn exported(world: &World, actor: &Actor, query: &LeadQuery) -> String {
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
}

/// The email of the only owner in a file.
fn owner_of(text: &str) -> String {
    text.split([',', '\n']).find(|cell| cell.starts_with("agent-")).unwrap().to_owned()
}
