//! Many leads at once: changed, refused with reasons, taken back.

use super::{Cast, answered, id_of, multiply, names, path, store, stored};
use chrono::TimeDelta;
use domain::leads::{NEVER, bulk, change_status, list, marks, undo_bulk};
use domain::{Actor, Error};
use sea_orm::ActiveValue::Set;
use shared::LeadId;
use shared::leads::{
    BulkChange, BulkDone, BulkInput, BulkLeads, LeadFilter, LeadQuery, LeadStatus, OwnerFilter,
    StatusChangeInput, TagChange,
};
use testkit::{World, on_both_databases};

fn to(status: &str) -> BulkChange {
    let reason = if status == "dead" { "price_gap" } else { "" };
    BulkChange::Status(StatusChangeInput {
        status: status.into(),
        reason: reason.into(),
        ..StatusChangeInput::default()
    })
}

async fn all(world: &World, actor: &Actor, leads: &[LeadId], change: BulkChange) -> Result<BulkDone, Error> {
    bulk(&world.cx, actor, &BulkInput { leads: BulkLeads::These(leads.to_vec()), change }).await
}

async fn matching(
    world: &World,
    actor: &Actor,
    query: &LeadQuery,
    change: BulkChange,
) -> Result<BulkDone, Error> {
    bulk(&world.cx, actor, &BulkInput { leads: BulkLeads::Matching(query.clone()), change }).await
}

on_both_databases! {
    async fn statuses_change_and_come_back(world: World) {
        let cast = Cast::of(&world).await;
        let now = world.cx.now();
        let new = store(&world, &cast.owner, "Ana Okafor", |_| ()).await;
        let contacted = store(&world, &cast.owner, "Ben Tran", answered(now, LeadStatus::Contacted)).await;
        let qualified = store(&world, &cast.owner, "Cy Van", answered(now, LeadStatus::Qualified)).await;
        let converted = store(&world, &cast.owner, "Di Van", answered(now, LeadStatus::Converted)).await;
        let gone = LeadId::from_uuid(world.cx.new_id());
        let before: Vec<_> = [stored(&world, new).await, stored(&world, contacted).await].into();
        world.clock.advance(TimeDelta::minutes(5));
        let done = all(&world, &cast.agent, &[new, contacted, qualified, converted, gone, new], to("qualified")).await;
        // Opening a closed lead again needs words, which nobody gave.
        let done = done.unwrap();
        assert_eq!((done.changed, done.same, done.refused.iter().map(|(_, n)| n).sum::<u64>()), (2, 1, 2));
        let row = stored(&world, new).await;
        assert_eq!((row.status.as_str(), row.first_response_at, row.waiting_until), ("qualified", Some(world.cx.now()), NEVER));
        assert_eq!(stored(&world, converted).await.status, "converted");

        // Somebody works on one of them meanwhile.
        let change = StatusChangeInput { status: "nurturing".into(), version: 2, ..StatusChangeInput::default() };
        change_status(&world.cx, &cast.owner, contacted, &change).await.unwrap();
        let id = done.id.unwrap();
        assert!(matches!(undo_bulk(&world.cx, &cast.owner, id).await, Err(Error::NotFound(_))));
        let undone = undo_bulk(&world.cx, &cast.agent, id).await.unwrap();
        assert_eq!((undone.restored, undone.kept), (1, 1));
        let row = stored(&world, new).await;
        assert_eq!(
            (row.status.as_str(), row.first_response_at, row.waiting_until, row.version),
            ("new", None, before[0].waiting_until, 3)
        );
        assert_eq!(stored(&world, contacted).await.status, "nurturing");
        assert!(matches!(undo_bulk(&world.cx, &cast.agent, id).await, Err(Error::Conflict(_))));
        let events = world.event_names(cast.owner.org()).await;
        assert_eq!(events.iter().filter(|name| *name == "lead.status_changed").count(), 4);
    }

    async fn an_agent_gives_away_only_their_own(world: World) {
        let cast = Cast::of(&world).await;
        let me = id_of(&cast.agent);
        let mine = store(&world, &cast.owner, "Ana Okafor", |row| row.owner_id = Set(Some(me.uuid()))).await;
        let free = store(&world, &cast.owner, "Ben Tran", |_| ()).await;
        let theirs = store(&world, &cast.owner, "Cy Van", |row| row.owner_id = Set(Some(id_of(&cast.owner).uuid()))).await;
        let leads = [mine, free, theirs];
        let taken = all(&world, &cast.agent, &leads, BulkChange::Owner(Some(me))).await.unwrap();
        assert_eq!((taken.changed, taken.same, taken.refused[0].1), (1, 1, 1));
        let given = all(&world, &cast.owner, &leads, BulkChange::Owner(Some(id_of(&cast.owner)))).await.unwrap();
        assert_eq!((given.changed, given.same), (2, 1));
        let undone = undo_bulk(&world.cx, &cast.owner, given.id.unwrap()).await.unwrap();
        assert_eq!(undone.restored, 2);
        assert_eq!(stored(&world, free).await.owner_id, Some(me.uuid()));
        assert_eq!(path(all(&world, &cast.owner, &leads, BulkChange::Owner(Some(id_of(&cast.viewer)))).await), "owner");
        let stranger = BulkChange::Owner(Some(id_of(&cast.stranger)));
        assert!(matches!(all(&world, &cast.owner, &leads, stranger).await, Err(Error::NotFound(_))));
    }

    async fn tags_are_added_and_taken_back(world: World) {
        let cast = Cast::of(&world).await;
        let one = store(&world, &cast.owner, "Ana Okafor", |_| ()).await;
        let two = store(&world, &cast.owner, "Ben Tran", |_| ()).await;
        let hot = || BulkChange::Tags(TagChange { add: vec!["Hot".into()], remove: Vec::new() });
        all(&world, &cast.agent, &[one], hot()).await.unwrap();
        let done = all(&world, &cast.agent, &[one, two], hot()).await.unwrap();
        assert_eq!((done.changed, done.same), (1, 1));
        undo_bulk(&world.cx, &cast.agent, done.id.unwrap()).await.unwrap();
        assert_eq!(marks(&world.cx, &cast.agent, one).await.unwrap().tags.len(), 1);
        assert!(marks(&world.cx, &cast.agent, two).await.unwrap().tags.is_empty());
    }

    async fn all_that_match_are_changed_on_whatever_page_they_are(world: World) {
        let cast = Cast::of(&world).await;
        let (me, other) = (id_of(&cast.agent), id_of(&cast.owner));
        let mine = store(&world, &cast.owner, "Ana Okafor", |row| row.owner_id = Set(Some(me.uuid()))).await;
        let free = store(&world, &cast.owner, "Ana Tran", |_| ()).await;
        let not = store(&world, &cast.owner, "Cy Van", |_| ()).await;
        store(&world, &cast.stranger, "Ana Elsewhere", |_| ()).await;
        let ana = LeadQuery {
            search: "ana".into(),
            conditions: "status.is(new)".into(),
            after: Some("somewhere".into()),
            limit: 1,
            ..LeadQuery::default()
        };
        let done = matching(&world, &cast.owner, &ana, BulkChange::Owner(Some(other))).await.unwrap();
        assert_eq!((done.changed, done.same, done.refused.len()), (2, 0, 0));
        assert_eq!(stored(&world, not).await.owner_id, None);
        undo_bulk(&world.cx, &cast.owner, done.id.unwrap()).await.unwrap();
        assert_eq!(stored(&world, free).await.owner_id, None);
        // "Me" is whoever changes, and what was not there when the list was looked at is meant as well.
        let own = LeadQuery { owner: Some(OwnerFilter::Me), ..LeadQuery::default() };
        store(&world, &cast.owner, "Dee Late", |row| row.owner_id = Set(Some(me.uuid()))).await;
        let done = matching(&world, &cast.agent, &own, to("contacted")).await.unwrap();
        assert_eq!(done.changed, 2);
        assert_eq!(stored(&world, mine).await.status, "contacted");

        assert_eq!(path(matching(&world, &cast.owner, &own, to("contacted")).await), "leads");
        let broken = LeadQuery { conditions: "nonsense(".into(), ..LeadQuery::default() };
        assert_eq!(path(matching(&world, &cast.owner, &broken, to("contacted")).await), "where");
        assert!(matches!(matching(&world, &cast.viewer, &ana, to("contacted")).await, Err(Error::Forbidden)));
    }

    async fn ten_thousand_match_at_the_most(world: World) {
        let cast = Cast::of(&world).await;
        let seed = store(&world, &cast.owner, "Seed", |_| ()).await;
        multiply(&world, seed, 10_001).await;
        let query = LeadQuery { statuses: vec![LeadStatus::Contacted], ..LeadQuery::default() };
        let give = || BulkChange::Owner(Some(id_of(&cast.agent)));
        assert_eq!(path(matching(&world, &cast.owner, &query, give()).await), "leads");
        assert!(!world.event_names(cast.owner.org()).await.contains(&"lead.assigned".to_owned()));
        let narrower = query.with_filter(&"not(name.is(\"Lead 77\"))".parse::<LeadFilter>().unwrap());
        let done = matching(&world, &cast.owner, &narrower, give()).await.unwrap();
        assert_eq!((done.changed, done.same, done.refused.len()), (10_000, 0, 0));
        let left = LeadQuery { owner: Some(OwnerFilter::Nobody), ..query };
        let page = list(&world.cx, &cast.owner, &left).await.unwrap();
        assert_eq!(names(&page.items), ["Lead 77"]);
        let undone = undo_bulk(&world.cx, &cast.owner, done.id.unwrap()).await.unwrap();
        assert_eq!((undone.restored, undone.kept), (10_000, 0));
    }

    async fn bad_wishes_change_nothing(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Ana Okafor", |_| ()).await;
        assert_eq!(path(all(&world, &cast.owner, &[], to("contacted")).await), "leads");
        let many: Vec<LeadId> = (0..10_001).map(|_| LeadId::from_uuid(world.cx.new_id())).collect();
        assert_eq!(path(all(&world, &cast.owner, &many, to("contacted")).await), "leads");
        assert_eq!(path(all(&world, &cast.owner, &[lead], to("gone")).await), "status");
        assert!(matches!(all(&world, &cast.viewer, &[lead], to("contacted")).await, Err(Error::Forbidden)));
        let foreign = all(&world, &cast.stranger, &[lead], to("contacted")).await.unwrap();
        assert_eq!((foreign.changed, foreign.refused.len(), foreign.id), (0, 1, None));
        assert_eq!(stored(&world, lead).await.status, "new");
    }

    async fn a_change_can_be_taken_back_for_a_day(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Ana Okafor", |_| ()).await;
        let done = all(&world, &cast.owner, &[lead], to("contacted")).await.unwrap();
        world.clock.advance(TimeDelta::hours(25));
        assert!(matches!(undo_bulk(&world.cx, &cast.owner, done.id.unwrap()).await, Err(Error::NotFound(_))));
    }
}
