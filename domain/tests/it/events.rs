//! The event log under writers and readers at once, and what the schema itself refuses.

use entity::{contacts, leads};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::ActiveModelTrait as _;
use shared::OrgId;
use shared::roles::Role;
use testkit::{World, on_both_databases};
use uuid::Uuid;

on_both_databases! {
    async fn a_lead_cannot_point_into_another_organization(world: World) {
        let juniper = world.found_org("Juniper Homes").await;
        let cedar = world.found_org("Cedar Homes").await;
        let agent = world.member(&cedar, Role::Agent).await;
        let contact = contact(&world, juniper.org()).await;

        lead(&world, juniper.org(), contact, None).await.unwrap();
        let refused = lead(&world, cedar.org(), contact, None).await.unwrap_err();
        assert!(is_foreign_key(&refused), "{refused}");
        let refused = lead(&world, juniper.org(), contact, agent.member_id().map(|id| id.uuid())).await.unwrap_err();
        assert!(is_foreign_key(&refused), "{refused}");
    }
}

fn is_foreign_key(error: &sea_orm::DbErr) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::ForeignKeyConstraintViolation(_)))
}

async fn contact(world: &World, org: OrgId) -> Uuid {
    let (id, now) = (world.cx.new_id(), world.cx.now());
    let row = contacts::ActiveModel {
        org_id: Set(org.uuid()),
        id: Set(id),
        name: Set("Henrik Sandoval".to_owned()),
        do_not_contact: Set(false),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
    };
    row.insert(world.cx.db().migrations()).await.unwrap();
    id
}

async fn lead(world: &World, org: OrgId, contact: Uuid, owner: Option<Uuid>) -> Result<Uuid, sea_orm::DbErr> {
    let (id, now) = (world.cx.new_id(), world.cx.now());
    let row = leads::ActiveModel {
        seq: NotSet,
        org_id: Set(org.uuid()),
        id: Set(id),
        contact_id: Set(contact),
        property_id: Set(None),
        form_id: Set(None),
        source: Set("website".to_owned()),
        status: Set("new".to_owned()),
        dead_reason: Set(None),
        status_note: Set(None),
        owner_id: Set(owner),
        situation: Set(None),
        timing: Set(None),
        message: Set(None),
        contact_name: Set("Henrik Sandoval".to_owned()),
        place: Set(None),
        phone: Set(None),
        asking_minor: Set(-1),
        search_text: Set("henrik sandoval".to_owned()),
        created_at: Set(now),
        updated_at: Set(now),
        respond_by: Set(now),
        first_response_at: Set(None),
        waiting_until: Set(now),
        last_activity_at: Set(now),
        key: Set(None),
        version: Set(1),
    };
    row.insert(world.cx.db().migrations()).await?;
    Ok(id)
}
