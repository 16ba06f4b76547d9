//! Two become one, and two again.

use super::{HOUSE, add, field, jon_and_john, lead, log, merged, pairs, preview, split, status};
use crate::leads::{Cast, names, path};
use domain::{Actor, Error, duplicates, leads, merges};
use shared::fields::Noun;
use shared::leads::{
    BulkChange, BulkInput, BulkLeads, EditOutcome, Fact, FactEdit, LeadQuery, LeadStatus, TagChange,
};
use shared::merges::{MergeInput, Side};
use shared::phone::Phone;
use testkit::{World, on_both_databases};

fn tags(names: &[&str]) -> TagChange {
    TagChange { add: names.iter().map(|name| (*name).to_owned()).collect(), remove: Vec::new() }
}

on_both_databases! {
    async fn two_people_and_their_leads_become_one(world: World) {
        let cast = Cast::of(&world).await;
        let (jon, john) = jon_and_john(&world, &cast).await;
        let other = add(&world, &cast.agent, lead("Jon Smith", "512 555 0101", "", "40 Garden St")).await;
        leads::change_tags(&world.cx, &cast.agent, jon, Noun::Lead, &tags(&["Hot"])).await.unwrap();
        leads::change_tags(&world.cx, &cast.agent, jon, Noun::Contact, &tags(&["Probate"])).await.unwrap();
        let before = leads::get(&world.cx, &cast.agent, jon).await.unwrap();

        let pair = pairs(&world, &cast.agent).await[0].clone();
        let preview = merges::preview(&world.cx, &cast.agent, pair.id, Some(pair.other.contact)).await.unwrap();
        assert_eq!((preview.kept().name.as_str(), preview.joined().name.as_str()), ("John Smith", "Jon Smith"));
        assert_eq!(field(&preview, "name"), (Some("John Smith"), Some("Jon Smith"), Side::Kept));
        assert_eq!(field(&preview, "status-0"), (Some("New"), Some("Contacted"), Side::Joined));
        assert_eq!(field(&preview, "phone-0"), (None, Some("512 555 0101"), Side::Joined));
        assert_eq!(preview.folds.len(), 1);
        assert_eq!((preview.folds[0].kept, preview.folds[0].joined), (john, jon));
        let moves = preview.moves.join("; ");
        for part in ["40 Garden St, Austin, new", "1 call", "1 tag of the person"] {
            assert!(moves.contains(part), "{part} in {moves}");
        }

        let done = merges::merge(&world.cx, &cast.owner, pair.id, &preview.proposal()).await.unwrap();
        assert_eq!(done.lead, Some(john));
        let lead = leads::get(&world.cx, &cast.viewer, john).await.unwrap();
        assert_eq!((lead.summary.name.as_str(), lead.summary.status), ("John Smith", LeadStatus::Contacted));
        assert_eq!(lead.summary.created_at, before.summary.created_at);
        assert_eq!(lead.summary.first_response_at, before.summary.first_response_at);
        assert_eq!(lead.summary.respond_by, None);
        let phones: Vec<&str> = lead.contact.phones.iter().map(Phone::e164).collect();
        assert_eq!(phones, ["+15125550102", "+15125550101"], "that of the lead comes first");
        assert_eq!(lead.contact.emails.len(), 1);
        assert_eq!((lead.marks.tags.len(), lead.marks.contact_tags.len()), (1, 1));
        assert!(lead.twins.is_empty());
        assert_eq!(names(&lead.related), ["John Smith"]);
        assert_eq!(lead.related[0].id, other);

        // The old address leads to the one that stays, with the history of both.
        assert_eq!(leads::get(&world.cx, &cast.viewer, jon).await.unwrap().summary.id, john);
        for address in [jon, john] {
            let page = leads::timeline(&world.cx, &cast.viewer, address, None).await.unwrap();
            let told: Vec<&str> = page.entries.iter().map(|entry| entry.event.name()).collect();
            assert_eq!(
                told,
                [
                    "lead.merged", "lead.tags_changed", "lead.tags_changed", "lead.note_added", "lead.created",
                    "lead.status_changed", "lead.call_logged", "lead.created",
                ]
            );
        }
        let list = leads::list(&world.cx, &cast.viewer, &LeadQuery::default()).await.unwrap();
        assert_eq!((list.items.len(), list.total.at_least), (2, 2));
        let search = LeadQuery { search: "jon".into(), ..LeadQuery::default() };
        let found = leads::list(&world.cx, &cast.viewer, &search).await.unwrap();
        assert_eq!((names(&found.items), found.total.at_least), (vec!["John Smith", "John Smith"], 2));
        assert_eq!(leads::find(&world.cx, &cast.viewer, "jon").await.unwrap().len(), 2);
        let names = world.event_names(cast.owner.org()).await;
        assert_eq!(names.iter().filter(|name| *name == "lead.merged").count(), 3);

        let lately = duplicates::list(&world.cx, &cast.agent).await.unwrap();
        assert!(lately.pairs.is_empty());
        assert_eq!((lately.merged[0].name.as_str(), lately.merged[0].joined.as_str()), ("John Smith", "Jon Smith"));
    }

    async fn leads_about_one_piece_of_land_become_one(world: World) {
        let cast = Cast::of(&world).await;
        let jon = add(&world, &cast.agent, lead("Jon Smith", "512 555 0101", "jon@example.com", HOUSE)).await;
        let john = add(&world, &cast.agent, lead("Jon Smith", "512 555 0102", "jon@example.org", "Lot 7 County Road 12")).await;
        for (lead, parcel) in [(jon, "02-1234-0567"), (john, "02 1234 0567")] {
            let fact = FactEdit { fact: Fact::Parcel.into(), item: 0, base: String::new(), value: parcel.into() };
            let saved = leads::edit(&world.cx, &cast.agent, lead, &[fact]).await.unwrap();
            assert!(matches!(saved, EditOutcome::Saved(_)), "{saved:?}");
        }
        let preview = preview(&world, &cast.agent).await;
        assert_eq!(preview.folds.len(), 1);
        merged(&world, &cast.owner).await;
        let list = leads::list(&world.cx, &cast.viewer, &LeadQuery::default()).await.unwrap();
        assert_eq!(list.items.len(), 1);
    }

    async fn who_may_not_and_what_cannot(world: World) {
        let cast = Cast::of(&world).await;
        let (_, john) = jon_and_john(&world, &cast).await;
        let seen = preview(&world, &cast.agent).await;
        let (pair, input) = (seen.pair.id, seen.proposal());
        let merge = async |actor: &Actor, input: &MergeInput| merges::merge(&world.cx, actor, pair, input).await;
        assert!(matches!(merge(&cast.agent, &input).await, Err(Error::Forbidden)));
        assert!(matches!(merge(&cast.stranger, &input).await, Err(Error::NotFound(_))));
        let nobody = MergeInput { stays: "con_00000000000000000000000001".into(), ..input.clone() };
        assert!(matches!(merge(&cast.owner, &nobody).await, Err(Error::NotFound(_))));
        assert_eq!(path(merge(&cast.owner, &MergeInput { stays: "x".into(), ..input.clone() }).await), "stays");

        world.clock.advance(chrono::TimeDelta::seconds(1));
        log(&world, &cast.agent, john, "note", "", "Called back").await;
        let changed = merge(&cast.owner, &input).await;
        assert!(matches!(changed, Err(Error::Conflict(words)) if words.contains("changed meanwhile")));
        assert_eq!(pairs(&world, &cast.agent).await.len(), 1);

        let input = preview(&world, &cast.agent).await.proposal();
        merge(&cast.owner, &input).await.unwrap();
        let second = merge(&cast.owner, &input).await;
        assert!(matches!(second, Err(Error::Conflict(words)) if words.contains("merged these two")));
    }

    async fn of_two_who_merge_at_once_one_does(world: World) {
        let cast = Cast::of(&world).await;
        jon_and_john(&world, &cast).await;
        let seen = preview(&world, &cast.owner).await;
        let input = seen.proposal();
        let (one, other) = tokio::join!(
            merges::merge(&world.cx, &cast.owner, seen.pair.id, &input),
            merges::merge(&world.cx, &cast.owner, seen.pair.id, &input),
        );
        let refused = match (one, other) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            both => panic!("not one of two: {both:?}"),
        };
        assert!(matches!(refused, Error::Conflict(_)), "{refused:?}");
        let list = leads::list(&world.cx, &cast.viewer, &LeadQuery::default()).await.unwrap();
        assert_eq!(list.items.len(), 1);
    }

    async fn what_is_set_aside_is_not_changed(world: World) {
        let cast = Cast::of(&world).await;
        let (jon, _) = jon_and_john(&world, &cast).await;
        merged(&world, &cast.owner).await;
        let assigned = leads::assign(&world.cx, &cast.owner, jon, cast.agent.member_id(), 1).await;
        assert!(matches!(assigned, Err(Error::Conflict(words)) if words.contains("part of another")));
        let change = BulkChange::Owner(cast.agent.member_id());
        let bulk = leads::bulk(&world.cx, &cast.owner, &BulkInput { leads: BulkLeads::These(vec![jon]), change }).await.unwrap();
        assert_eq!((bulk.changed, bulk.refused), (0, vec![("The lead is gone.".to_owned(), 1)]));
    }

    async fn a_closed_lead_and_another_house_stay_leads_of_their_own(world: World) {
        let cast = Cast::of(&world).await;
        let (jon, john) = jon_and_john(&world, &cast).await;
        status(&world, &cast.agent, jon, "dead", "price_gap").await;
        assert!(preview(&world, &cast.agent).await.folds.is_empty());
        merged(&world, &cast.owner).await;
        let (dead, open) = (
            leads::get(&world.cx, &cast.agent, jon).await.unwrap(),
            leads::get(&world.cx, &cast.agent, john).await.unwrap(),
        );
        assert_eq!((dead.summary.id, dead.summary.status), (jon, LeadStatus::Dead));
        assert_eq!(dead.contact.id, open.contact.id);
    }

    async fn splitting_keeps_what_happened_in_between(world: World) {
        let cast = Cast::of(&world).await;
        let (jon, john) = jon_and_john(&world, &cast).await;
        let merge = merged(&world, &cast.owner).await;
        status(&world, &cast.agent, john, "qualified", "").await;
        log(&world, &cast.agent, john, "note", "", "After the merge").await;
        let later = add(&world, &cast.agent, lead("John Smith", "512 555 0102", "", "12 Annie St")).await;

        assert!(matches!(merges::split(&world.cx, &cast.agent, merge.id).await, Err(Error::Forbidden)));
        assert!(matches!(merges::split(&world.cx, &cast.stranger, merge.id).await, Err(Error::NotFound(_))));
        let done = split(&world, &cast.owner, merge.id).await;
        assert_eq!((done.name.as_str(), done.joined.as_str()), ("John Smith", "Jon Smith"));
        assert_eq!(done.left, 1, "the status was changed since");
        let again = merges::split(&world.cx, &cast.owner, merge.id).await;
        assert!(matches!(again, Err(Error::Conflict(words)) if words.contains("already")));

        let kept = leads::get(&world.cx, &cast.agent, john).await.unwrap();
        assert_eq!(kept.summary.status, LeadStatus::Qualified);
        assert_eq!(kept.contact.phones.len(), 1);
        assert_eq!(leads::get(&world.cx, &cast.agent, later).await.unwrap().contact.id, kept.contact.id);
        let joined = leads::get(&world.cx, &cast.agent, jon).await.unwrap();
        assert_eq!((joined.summary.id, joined.summary.status), (jon, LeadStatus::Contacted));
        assert_eq!(pairs(&world, &cast.agent).await.len(), 1, "the pair waits again");
        let page = leads::timeline(&world.cx, &cast.agent, jon, None).await.unwrap();
        assert_eq!(page.entries[0].event.name(), "lead.split");
    }

    async fn merges_of_one_person_come_apart_in_order(world: World) {
        let cast = Cast::of(&world).await;
        let (jon, john) = jon_and_john(&world, &cast).await;
        let first = merged(&world, &cast.owner).await;
        let third = add(&world, &cast.agent, lead("Johnn Smith", "512 555 0108", "", HOUSE)).await;
        let second = merged(&world, &cast.owner).await;
        for lead in [jon, john, third] {
            assert_eq!(leads::get(&world.cx, &cast.agent, lead).await.unwrap().summary.id, third);
        }
        let list = leads::list(&world.cx, &cast.viewer, &LeadQuery::default()).await.unwrap();
        assert_eq!(list.items.len(), 1);
        let page = leads::timeline(&world.cx, &cast.agent, third, None).await.unwrap();
        assert_eq!(page.entries.iter().filter(|entry| entry.event.name() == "lead.created").count(), 3);

        let wrong = merges::split(&world.cx, &cast.owner, first.id).await;
        assert!(matches!(wrong, Err(Error::Conflict(words)) if words.contains("was merged later")));
        split(&world, &cast.owner, second.id).await;
        assert_eq!(leads::get(&world.cx, &cast.agent, jon).await.unwrap().summary.id, john);
        split(&world, &cast.owner, first.id).await;
        for lead in [jon, john, third] {
            assert_eq!(leads::get(&world.cx, &cast.agent, lead).await.unwrap().summary.id, lead);
        }
    }

    async fn a_member_who_left_owns_nothing_after_splitting(world: World) {
        let cast = Cast::of(&world).await;
        let (jon, _) = jon_and_john(&world, &cast).await;
        let version = leads::get(&world.cx, &cast.owner, jon).await.unwrap().summary.version;
        leads::assign(&world.cx, &cast.owner, jon, cast.agent.member_id(), version).await.unwrap();
        let merge = merged(&world, &cast.owner).await;
        domain::members::remove(&world.cx, &cast.owner, cast.agent.member_id().unwrap()).await.unwrap();
        split(&world, &cast.owner, merge.id).await;
        assert_eq!(leads::get(&world.cx, &cast.owner, jon).await.unwrap().summary.owner, None);
    }
}
