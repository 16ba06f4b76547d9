//! What the schema refuses whatever the program does: changing what is final, pointing into another organization.

use crate::rows::{contact, lead};
use chrono::{DateTime, Utc};
use domain::events::{Subject, append};
use entity::{activities, consents, lead_touches, members, sessions};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait as _, DatabaseBackend, DbErr, EntityTrait as _, SqlErr, Statement,
};
use shared::OrgId;
use shared::events::EventKind;
use shared::roles::Role;
use std::collections::{BTreeMap, BTreeSet};
use testkit::{World, on_both_databases};
use uuid::Uuid;

on_both_databases! {
    async fn events_touches_and_consents_are_final(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let (org, now, db) = (owner.org().uuid(), world.cx.now(), world.cx.db().migrations());
        let contact = contact(&world, owner.org()).await;
        let lead = lead(&world, owner.org(), contact, None).await.unwrap();
        let kind = EventKind::OrganizationCreated { name: "Juniper Homes".to_owned() };
        append(&world.cx, db, &owner, now, Subject::Organization(owner.org()), kind).await.unwrap();
        touch(&world, org, lead).insert(db).await.unwrap();
        consent(&world, org, contact, now).insert(db).await.unwrap();

        for statement in [
            "UPDATE events SET kind = 'lead.created'",
            "UPDATE lead_touches SET source = 'direct'",
            "UPDATE consents SET granted = NOT granted",
        ] {
            let refused = db.execute_unprepared(statement).await.unwrap_err().to_string();
            assert!(refused.contains("never changed"), "{statement}: {refused}");
        }
    }

    async fn nothing_points_into_another_organization(world: World) {
        let juniper = world.found_org("Juniper Homes").await;
        let cedar = world.found_org("Cedar Homes").await;
        let (now, db) = (world.cx.now(), world.cx.db().migrations());
        let stranger = world.member(&cedar, Role::Agent).await.member_id().unwrap().uuid();
        let own = juniper.member_id().unwrap().uuid();
        let contact = contact(&world, juniper.org()).await;

        let own_lead = lead(&world, juniper.org(), contact, Some(own)).await.unwrap();
        assert_refused(lead(&world, cedar.org(), contact, None).await);
        assert_refused(lead(&world, juniper.org(), contact, Some(stranger)).await);
        assert_refused(touch(&world, cedar.org().uuid(), own_lead).insert(db).await);
        assert_refused(consent(&world, cedar.org().uuid(), contact, now).insert(db).await);
        note(&world, juniper.org(), own_lead, own).insert(db).await.unwrap();
        assert_refused(note(&world, juniper.org(), own_lead, stranger).insert(db).await);
        let member = members::Entity::find_by_id((juniper.org().uuid(), own)).one(db).await.unwrap().unwrap();
        session(&world, juniper.org(), own, member.user_id).insert(db).await.unwrap();
        assert_refused(session(&world, juniper.org(), stranger, member.user_id).insert(db).await);
    }
}

/// Read from the schema itself, so that a table made later is held to it as well. Both databases get their tables
/// from one text; SQLite's catalogue is the handier one.
#[test]
fn every_reference_within_an_organization_names_it() {
    testkit::run(async {
        let world = World::sqlite().await;
        let query = async |sql: &str| {
            let statement = Statement::from_string(DatabaseBackend::Sqlite, sql);
            world.cx.db().read().query_all_raw(statement).await.unwrap()
        };
        let tenants: BTreeSet<String> = query(
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND c.name = 'org_id'",
        )
        .await
        .iter()
        .map(|row| row.try_get("", "name").unwrap())
        .collect();
        let mut references: BTreeMap<(String, i64, String), BTreeSet<(String, String)>> = BTreeMap::new();
        for row in query(
            "SELECT m.name AS source, f.id AS number, f.\"table\" AS target, f.\"from\" AS own, f.\"to\" AS theirs \
             FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
        )
        .await
        {
            let text = |column| row.try_get::<String>("", column).unwrap();
            let key = (text("source"), row.try_get("", "number").unwrap(), text("target"));
            references.entry(key).or_default().insert((text("own"), text("theirs")));
        }
        assert!(tenants.contains("leads") && references.len() > 20, "{tenants:?} {references:?}");
        let org = ("org_id".to_owned(), "org_id".to_owned());
        for ((source, _, target), columns) in references {
            let within = tenants.contains(&source) && tenants.contains(&target);
            assert!(!within || columns.contains(&org), "{source} → {target} by {columns:?}");
        }
    });
}

fn assert_refused<T: std::fmt::Debug>(result: Result<T, DbErr>) {
    let error = result.unwrap_err();
    assert!(matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))), "{error}");
}

fn touch(world: &World, org: Uuid, lead: Uuid) -> lead_touches::ActiveModel {
    lead_touches::ActiveModel {
        org_id: Set(org),
        id: Set(world.cx.new_id()),
        lead_id: Set(lead),
        kind: Set("first".to_owned()),
        source: Set("website".to_owned()),
        touch: Set(serde_json::json!({})),
        created_at: Set(world.cx.now()),
    }
}

fn consent(world: &World, org: Uuid, contact: Uuid, at: DateTime<Utc>) -> consents::ActiveModel {
    consents::ActiveModel {
        org_id: Set(org),
        id: Set(world.cx.new_id()),
        contact_id: Set(contact),
        submission_id: Set(None),
        channel: Set("sms".to_owned()),
        granted: Set(true),
        text: Set("Text me about my house.".to_owned()),
        text_version: Set(1),
        ip: Set(None),
        user_agent: Set(None),
        at: Set(at),
    }
}

fn note(world: &World, org: OrgId, lead: Uuid, member: Uuid) -> activities::ActiveModel {
    activities::ActiveModel {
        org_id: Set(org.uuid()),
        id: Set(world.cx.new_id()),
        lead_id: Set(lead),
        member_id: Set(member),
        kind: Set("note".to_owned()),
        outcome: Set(None),
        body: Set("The roof is from 2011.".to_owned()),
        key: Set(world.cx.new_id().to_string()),
        at: Set(world.cx.now()),
    }
}

fn session(world: &World, org: OrgId, member: Uuid, user: Uuid) -> sessions::ActiveModel {
    let now = world.cx.now();
    sessions::ActiveModel {
        org_id: Set(org.uuid()),
        id: Set(world.cx.new_id()),
        member_id: Set(member),
        user_id: Set(user),
        token_hash: Set(world.cx.random::<32>().to_vec()),
        ip: Set(None),
        user_agent: Set(None),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(now),
        ended_at: Set(None),
    }
}
