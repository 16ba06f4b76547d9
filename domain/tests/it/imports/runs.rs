//! From a file to leads: new ones, known ones, wrong ones.

use super::*;
use crate::leads::Cast;
use domain::leads as book;
use entity::activities;
use shared::imports::Encoding;
use shared::leads::{ActivityInput, LeadQuery, LeadStatus};
use testkit::on_both_databases;

on_both_databases! {
    async fn rows_become_leads(world: World) {
        let cast = Cast::of(&world).await;
        let text = format!(
            "{HEADINGS}{}Mei-Lin,512 555 0190,,,,,,,,Wants out by fall\n,,x@example.com,88 Falcon Ridge,Las Cruces,NM,88001,$412K,,\n",
            person(1)
        );
        let id = imported(&world, &cast.owner, &text, KnownLeads::Attach).await;
        let leads = all_leads(&world).await;
        let seen: Vec<(&str, Option<&str>, &str, i64)> = leads
            .iter()
            .map(|lead| (lead.contact_name.as_str(), lead.place.as_deref(), lead.source.as_str(), lead.asking_minor))
            .collect();
        assert_eq!(seen, [
            ("Seller 1", Some("1 Tillery St, Austin"), "direct_mail", 10_100_000),
            ("Mei-Lin", None, "direct_mail", -1),
            ("x@example.com", Some("88 Falcon Ridge, Las Cruces"), "direct_mail", 41_200_000),
        ]);
        assert!(leads.iter().all(|lead| lead.waiting_until == domain::leads::NEVER && lead.status == "new"));
        assert_eq!(sizes(&world).await, [3, 3, 2, 2, 2]);
        let notes = activities::Entity::find().all(world.cx.db().read()).await.unwrap();
        assert_eq!(notes.len(), 1);
        assert_eq!(notes[0].body, "Wants out by fall");
        assert_eq!(happened(&world, &cast.owner, "import").await, ["import.started", "import.finished"]);
        assert_eq!(happened(&world, &cast.owner, "lead").await.len(), 4);

        let import = imports::get(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!(import.summary.counts, counts(3, 0, 0, 0));
        assert_eq!((import.summary.rows, import.summary.position, import.summary.percent()), (3, 3, 100));
        assert_eq!(import.encoding, Encoding::Utf8);
        let falcon = LeadQuery { search: "falcon".into(), ..LeadQuery::default() };
        assert_eq!(book::list(&world.cx, &cast.owner, &falcon).await.unwrap().items.len(), 1);
        assert_eq!(imports::list(&world.cx, &cast.owner).await.unwrap().len(), 1);
        assert_eq!(imports::list(&world.cx, &cast.stranger).await.unwrap(), []);
    }

    async fn what_is_known_is_added_to(world: World) {
        let cast = Cast::of(&world).await;
        imported(&world, &cast.owner, &people(1..3), KnownLeads::Attach).await;
        let before = sizes(&world).await;
        // The same person and house with another email, another house of the same person, and nothing new.
        let more = format!(
            "{HEADINGS}Seller One,512 555 0001,other@example.com,1 Tillery Street,Austin,TX,78702,,,\n\
             Seller 1,512 555 0001,,77 Tillery St,Austin,TX,78702,,,\n{}",
            person(2)
        );
        let id = imported(&world, &cast.owner, &more, KnownLeads::Attach).await;
        let import = imports::get(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!(import.summary.counts, counts(1, 2, 0, 0));
        let [leads, people, emails, phones, houses] = before;
        assert_eq!(sizes(&world).await, [leads + 1, people, emails + 1, phones, houses + 1]);
        let events = happened(&world, &cast.owner, "lead").await;
        assert_eq!(events.iter().filter(|kind| *kind == "lead.import_attached").count(), 1);
        assert_eq!(all_leads(&world).await[0].version, 2);
    }

    async fn a_parcel_is_one_house_under_whatever_address(world: World) {
        let cast = Cast::of(&world).await;
        let headings = "Name,Phone,Street,City,State,ZIP,APN\n";
        let first = format!("{headings}Ana,512 555 0101,917 Tillery St,Austin,TX,78702,02-1234-0567\n");
        imported(&world, &cast.owner, &first, KnownLeads::Attach).await;
        // Known land under another address, new land twice, the same number in another state, and a house by itself.
        let more = format!(
            "{headings}Ana,512 555 0101,Lot 7 County Road 12,Austin,TX,78702,02 1234 0567\n\
             Bo,512 555 0102,7 County Road 12,Austin,TX,78702,0212340567\n\
             Cy,512 555 0103,1 Mesa St,Austin,TX,78702,R99-1001\n\
             Cy,512 555 0103,3 Mesa St,Austin,TX,78702,r991001\n\
             Cy,512 555 0103,1 Mesa St,Las Cruces,NM,88001,R99-1001\n\
             Cy,512 555 0103,5 Mesa St,Austin,TX,78702,\n"
        );
        imported(&world, &cast.owner, &more, KnownLeads::Attach).await;
        let seen: Vec<(String, Option<String>)> =
            all_leads(&world).await.into_iter().map(|lead| (lead.contact_name, lead.place)).collect();
        let seen: Vec<(&str, &str)> =
            seen.iter().map(|(name, place)| (name.as_str(), place.as_deref().unwrap_or_default())).collect();
        assert_eq!(seen, [
            ("Ana", "917 Tillery St, Austin"),
            ("Bo", "917 Tillery St, Austin"),
            ("Cy", "1 Mesa St, Austin"),
            ("Cy", "1 Mesa St, Las Cruces"),
            ("Cy", "5 Mesa St, Austin"),
        ]);
        assert_eq!(sizes(&world).await[4], 4);
    }

    async fn known_leads_are_skipped_or_doubled_as_chosen(world: World) {
        let cast = Cast::of(&world).await;
        imported(&world, &cast.owner, &people(1..4), KnownLeads::Attach).await;
        let again = format!("{}{}{}", people(1..4), person(9), person(9));
        let id = imported(&world, &cast.owner, &again, KnownLeads::Skip).await;
        assert_eq!(imports::get(&world.cx, &cast.owner, id).await.unwrap().summary.counts, counts(1, 0, 4, 0));
        assert_eq!(sizes(&world).await, [4, 4, 4, 4, 4]);
        let id = imported(&world, &cast.owner, &again, KnownLeads::Add).await;
        assert_eq!(imports::get(&world.cx, &cast.owner, id).await.unwrap().summary.counts, counts(5, 0, 0, 0));
        assert_eq!(sizes(&world).await, [9, 4, 4, 4, 4]);
    }

    async fn a_closed_lead_is_none_to_add_to(world: World) {
        let cast = Cast::of(&world).await;
        let dead = format!("{},Status\n{},dead\n", HEADINGS.trim(), person(1).trim());
        imported(&world, &cast.owner, &dead, KnownLeads::Attach).await;
        let lead = &all_leads(&world).await[0];
        assert_eq!((lead.status.as_str(), lead.dead_reason.as_deref()), ("dead", Some("other")));
        imported(&world, &cast.owner, &people(1..2), KnownLeads::Attach).await;
        assert_eq!(sizes(&world).await, [2, 1, 1, 1, 1]);
    }

    async fn many_rows_are_many_batches(world: World) {
        let cast = Cast::of(&world).await;
        let text = people(1..1_301);
        let id = imported(&world, &cast.owner, &text, KnownLeads::Attach).await;
        assert_eq!(sizes(&world).await, [1_300; 5]);
        assert_eq!(row(&world, id).await.position, 1_300);
        // The whole file again, and every row is known.
        let id = imported(&world, &cast.owner, &text, KnownLeads::Attach).await;
        assert_eq!(row(&world, id).await.attached, 1_300);
        assert_eq!(sizes(&world).await, [1_300; 5]);
        assert_eq!(happened(&world, &cast.owner, "lead").await.len(), 1_300);
    }

    async fn wrong_rows_are_named_by_line(world: World) {
        let cast = Cast::of(&world).await;
        let text = format!(
            "{HEADINGS}{}\n\"Otis\nGranger\",512 555 01,,917 Tillery St,Austin,TX,78702,,,\n{}Ana,,,,,,,,,\nx,5125550199,,,,,,,,,y\n",
            person(1),
            person(2)
        );
        let import = checked(&world, &cast.owner, &text, KnownLeads::Attach).await;
        assert_eq!(import.summary.counts, counts(2, 0, 0, 3));
        let expected = [(4, Some("Phone"), Some("512 555 01")), (7, None, None), (8, None, None)];
        let seen = async || {
            let page = imports::problems(&world.cx, &cast.owner, import.summary.id, None).await.unwrap();
            assert_eq!((page.rows, page.next), (3, None));
            page.problems
        };
        for ran in [false, true] {
            let problems = seen().await;
            let told: Vec<_> = problems.iter().map(|p| (p.line, p.column.as_deref(), p.came.as_deref())).collect();
            assert_eq!(told, expected, "{ran}");
            assert_eq!(problems[1].message, "This row has neither a phone number nor an email.");
            if !ran {
                imports::run(&world.cx, &cast.owner, import.summary.id).await.unwrap();
                work(&world).await;
            }
        }
        assert_eq!(sizes(&world).await[0], 2);
    }

    async fn owners_are_members_who_work_leads(world: World) {
        let cast = Cast::of(&world).await;
        let headings = format!("{},Lead owner\n", HEADINGS.trim());
        let with = |number: u32, owner: &str| format!("{},{owner}\n", person(number).trim());
        let text = format!(
            "{headings}{}{}{}{}",
            with(1, "test AGENT"),
            with(2, "Test Viewer"),
            with(3, "Nobody"),
            with(4, "")
        );
        let id = imported(&world, &cast.owner, &text, KnownLeads::Attach).await;
        let leads = all_leads(&world).await;
        let owners: Vec<Option<uuid::Uuid>> = leads.iter().map(|lead| lead.owner_id).collect();
        assert_eq!(owners, [cast.agent.member_id().map(shared::MemberId::uuid), None]);
        let problems = imports::all_problems(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(problems[0].column.as_deref(), Some("Lead owner"));
    }

    async fn a_file_with_the_same_headings_is_mapped_as_before(world: World) {
        let cast = Cast::of(&world).await;
        let text = "A,B,C\nAna,512 555 0101,x\n";
        let id = upload(&world, &cast.owner, "odd.csv", text.as_bytes()).await.unwrap();
        let import = imports::get(&world.cx, &cast.owner, id).await.unwrap();
        assert!(!import.remembered);
        let mut input = guessed(&import, KnownLeads::Attach);
        input.columns[0].into = "name".into();
        imports::choose_columns(&world.cx, &cast.owner, id, &input).await.unwrap();
        work(&world).await;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        work(&world).await;
        let next = upload(&world, &cast.owner, "odd2.csv", text.as_bytes()).await.unwrap();
        let next = imports::get(&world.cx, &cast.owner, next).await.unwrap();
        assert!(next.remembered);
        assert_eq!(next.mapping.columns[0].into, Some(shared::imports::Target::Name.into()));
        let other = upload(&world, &cast.stranger, "odd.csv", text.as_bytes()).await.unwrap();
        assert!(!imports::get(&world.cx, &cast.stranger, other).await.unwrap().remembered);
    }

    async fn imported_leads_can_be_worked(world: World) {
        let cast = Cast::of(&world).await;
        imported(&world, &cast.owner, &people(1..2), KnownLeads::Attach).await;
        let id = shared::LeadId::from_uuid(all_leads(&world).await[0].id);
        let call = ActivityInput {
            kind: "call".into(), outcome: "reached".into(), body: String::new(), key: "0123456789".into(),
        };
        let lead = book::log_activity(&world.cx, &cast.agent, id, &call).await.unwrap();
        assert_eq!(lead.status, LeadStatus::Contacted);
        let timeline = book::timeline(&world.cx, &cast.agent, id, None).await.unwrap();
        let told: Vec<&str> = timeline.entries.iter().map(|entry| entry.event.name()).collect();
        assert_eq!(told, ["lead.status_changed", "lead.call_logged", "lead.created"]);
    }
}
