//! Deleted leads: gone from everywhere, kept whole, and back as they were.

use super::{Cast, id_of, names, store, stored};
use crate::duplicates::{add, lead, log, pairs};
use crate::work::{added, for_lead, input};
use chrono::TimeDelta;
use domain::leads::{bulk, change_status, deleted, get, list, restore, timeline, undo_bulk};
use domain::tasks::agenda;
use domain::{Actor, Error};
use domain::{leads, members, merges};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use shared::leads::{BulkChange, BulkDone, BulkInput, BulkLeads, LeadQuery, StatusChangeInput};
use shared::roles::Role;
use shared::tasks::Whose;
use shared::{ContactId, LeadId};
use testkit::{World, on_both_databases};

async fn delete(world: &World, actor: &Actor, leads: &[LeadId]) -> Result<BulkDone, Error> {
    bulk(&world.cx, actor, &BulkInput { leads: BulkLeads::These(leads.to_vec()), change: BulkChange::Delete })
        .await
}

async fn listed(world: &World, actor: &Actor, search: &str) -> Vec<String> {
    let query = LeadQuery { search: search.into(), ..LeadQuery::default() };
    let page = list(&world.cx, actor, &query).await.unwrap();
    assert_eq!(usize::try_from(page.total.at_least).unwrap(), page.items.len());
    let mut found: Vec<String> = names(&page.items).into_iter().map(str::to_owned).collect();
    found.sort();
    found
}

async fn to_do(world: &World, actor: &Actor) -> usize {
    agenda(&world.cx, actor, Whose::Mine, None).await.unwrap().tasks.len()
}

on_both_databases! {
    async fn deleted_leads_are_nowhere_until_they_are_taken_back(world: World) {
        let cast = Cast::of(&world).await;
        let ana = add(&world, &cast.agent, lead("Ana Okafor", "512 555 0101", "", "917 Tillery St")).await;
        let ben = add(&world, &cast.agent, lead("Ben Tran", "512 555 0102", "", "12 Cedar Ave")).await;
        added(&world, &cast.owner, &for_lead(ana, input("Call", "2026-09-01T10:00"))).await;
        let before = stored(&world, ana).await;
        let done = delete(&world, &cast.owner, &[ana]).await.unwrap();
        assert_eq!((done.changed, done.refused.len()), (1, 0));

        assert_eq!(listed(&world, &cast.agent, "").await, ["Ben Tran"]);
        assert_eq!(listed(&world, &cast.agent, "okafor").await, [""; 0]);
        assert_eq!(to_do(&world, &cast.owner).await, 0);
        assert!(matches!(get(&world.cx, &cast.agent, ana).await, Err(Error::NotFound(_))));
        assert!(matches!(timeline(&world.cx, &cast.agent, ana, None).await, Err(Error::NotFound(_))));
        let change = StatusChangeInput { status: "contacted".into(), version: 2, ..StatusChangeInput::default() };
        assert!(matches!(change_status(&world.cx, &cast.agent, ana, &change).await, Err(Error::NotFound(_))));
        let page = deleted(&world.cx, &cast.owner, None).await.unwrap();
        assert_eq!((page.rows.len(), page.rows[0].name.as_str(), page.older), (1, "Ana Okafor", None));
        // A second time there is nothing to delete.
        assert_eq!(delete(&world, &cast.owner, &[ana]).await.unwrap().refused, [("The lead is gone.".to_owned(), 1)]);

        let undone = undo_bulk(&world.cx, &cast.owner, done.id.unwrap()).await.unwrap();
        assert_eq!((undone.restored, undone.kept), (1, 0));
        assert_eq!(listed(&world, &cast.agent, "").await, ["Ana Okafor", "Ben Tran"]);
        assert_eq!(listed(&world, &cast.agent, "okafor").await, ["Ana Okafor"]);
        assert_eq!(to_do(&world, &cast.owner).await, 1);
        let after = stored(&world, ana).await;
        assert_eq!(after.version, before.version + 2);
        assert_eq!(entity::leads::Model { version: before.version, updated_at: before.updated_at, ..after }, before);
        assert!(deleted(&world.cx, &cast.owner, None).await.unwrap().rows.is_empty());
        let events = world.event_names(cast.owner.org()).await;
        let told = |name: &str| events.iter().filter(|known| *known == name).count();
        assert_eq!((told("lead.deleted"), told("lead.restored")), (1, 1));
        assert_eq!(stored(&world, ben).await.version, 1);
    }

    async fn whoever_writes_again_begins_a_new_lead(world: World) {
        let cast = Cast::of(&world).await;
        let sent = || lead("Ana Okafor", "512 555 0101", "ana@example.com", "917 Tillery St");
        let first = add(&world, &cast.agent, sent()).await;
        delete(&world, &cast.owner, &[first]).await.unwrap();
        let second = add(&world, &cast.agent, shared::leads::LeadInput { key: "again-again".into(), ..sent() }).await;
        assert_ne!(first, second);
        assert_eq!(stored(&world, first).await.contact_id, stored(&world, second).await.contact_id);
        assert_eq!(listed(&world, &cast.agent, "okafor").await.len(), 1);
        restore(&world.cx, &cast.owner, first).await.unwrap();
        assert_eq!(listed(&world, &cast.agent, "okafor").await.len(), 2);
    }

    async fn only_leaders_delete_and_only_their_own_business(world: World) {
        let cast = Cast::of(&world).await;
        let ana = store(&world, &cast.owner, "Ana Okafor", |_| ()).await;
        for actor in [&cast.agent, &cast.viewer] {
            assert!(matches!(delete(&world, actor, &[ana]).await, Err(Error::Forbidden)));
            assert!(matches!(deleted(&world.cx, actor, None).await, Err(Error::Forbidden)));
            assert!(matches!(restore(&world.cx, actor, ana).await, Err(Error::Forbidden)));
        }
        assert_eq!(delete(&world, &cast.stranger, &[ana]).await.unwrap().changed, 0);
        assert!(matches!(restore(&world.cx, &cast.owner, ana).await, Err(Error::NotFound(_))));
        let manager = world.member(&cast.owner, Role::Manager).await;
        let done = delete(&world, &manager, &[ana]).await.unwrap();
        assert!(deleted(&world.cx, &cast.stranger, None).await.unwrap().rows.is_empty());
        assert!(matches!(restore(&world.cx, &cast.stranger, ana).await, Err(Error::NotFound(_))));
        // Restored by somebody else, it is not there to be taken back.
        restore(&world.cx, &cast.owner, ana).await.unwrap();
        let undone = undo_bulk(&world.cx, &manager, done.id.unwrap()).await.unwrap();
        assert_eq!((undone.restored, undone.kept), (0, 1));
    }

    async fn a_restored_lead_fits_what_happened_meanwhile(world: World) {
        let cast = Cast::of(&world).await;
        let seller = lead("John Smith", "512 555 0102", "john@example.com", "917 Tillery St");
        let other = lead("John Smith", "512 555 0102", "", "44 Manor Rd");
        let kept = add(&world, &cast.agent, lead("Jon Smith", "512 555 0101", "", "917 Tillery St")).await;
        add(&world, &cast.agent, seller).await;
        let away = add(&world, &cast.agent, other).await;
        let me = id_of(&cast.agent).uuid();
        entity::leads::Entity::update_many()
            .set(entity::leads::ActiveModel { owner_id: Set(Some(me)), ..Default::default() })
            .filter(entity::leads::Column::Id.eq(away.uuid()))
            .exec(world.cx.db().migrations())
            .await
            .unwrap();
        log(&world, &cast.agent, away, "note", "", "She may sell that one too").await;
        leads::delete(&world.cx, &cast.owner, away).await.unwrap();
        let again = leads::delete(&world.cx, &cast.owner, away).await;
        assert!(matches!(again, Err(Error::NotFound(_))));
        world.clock.advance(TimeDelta::minutes(5));
        let pair = pairs(&world, &cast.owner).await.remove(0).id;
        let stays = ContactId::from_uuid(stored(&world, kept).await.contact_id);
        let preview = merges::preview(&world.cx, &cast.owner, pair, Some(stays)).await.unwrap();
        merges::merge(&world.cx, &cast.owner, pair, &preview.proposal()).await.unwrap();
        members::remove(&world.cx, &cast.owner, id_of(&cast.agent)).await.unwrap();

        restore(&world.cx, &cast.owner, away).await.unwrap();
        let row = stored(&world, away).await;
        assert_eq!((row.contact_id, row.owner_id), (stored(&world, kept).await.contact_id, None));
        assert_eq!(listed(&world, &cast.owner, "manor").await.len(), 1);
        let told = timeline(&world.cx, &cast.owner, away, None).await.unwrap();
        assert!(told.entries.iter().any(|entry| entry.body.as_deref() == Some("She may sell that one too")));
    }

    async fn many_deleted_leads_are_paged(world: World) {
        let cast = Cast::of(&world).await;
        let mut leads = Vec::new();
        for number in 0..120 {
            leads.push(store(&world, &cast.owner, &format!("Seller {number}"), |_| ()).await);
        }
        delete(&world, &cast.owner, &leads[..60]).await.unwrap();
        world.clock.advance(TimeDelta::minutes(5));
        delete(&world, &cast.owner, &leads[60..]).await.unwrap();
        let (mut found, mut older) = (Vec::new(), None);
        loop {
            let page = deleted(&world.cx, &cast.owner, older).await.unwrap();
            found.extend(page.rows.into_iter().map(|row| (std::cmp::Reverse(row.at), row.id)));
            older = page.older;
            if older.is_none() {
                break;
            }
        }
        let mut whole: Vec<LeadId> = found.iter().map(|(_, id)| *id).collect();
        whole.sort();
        whole.dedup();
        assert_eq!(whole.len(), 120);
        assert!(found.is_sorted_by_key(|(at, _)| *at));
    }
}
