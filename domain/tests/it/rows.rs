//! Rows that a test needs to exist and that no rule of the domain is under test for.

use domain::{Actor, fields};
use entity::{contacts, leads};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ActiveModelTrait as _, DbErr};
use shared::OrgId;
use shared::fields::{CustomField, CustomFieldInput};
use testkit::World;
use uuid::Uuid;

/// A person nobody asked anything yet.
pub(crate) async fn contact(world: &World, org: OrgId) -> Uuid {
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

/// A new lead from the website.
pub(crate) async fn lead(
    world: &World,
    org: OrgId,
    contact: Uuid,
    owner: Option<Uuid>,
) -> Result<Uuid, DbErr> {
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
        search_text: Set(" henrik sandoval".to_owned()),
        created_at: Set(now),
        updated_at: Set(now),
        respond_by: Set(now),
        first_response_at: Set(None),
        waiting_until: Set(now),
        last_activity_at: Set(now),
        key: Set(None),
        version: Set(1),
        set_aside: NotSet,
    };
    row.insert(world.cx.db().migrations()).await?;
    Ok(id)
}

/// A field that an organization made; `options` a line each.
pub(crate) async fn field(
    world: &World,
    by: &Actor,
    noun: &str,
    field_type: &str,
    label: &str,
    options: &str,
) -> CustomField {
    let input = CustomFieldInput {
        noun: noun.into(),
        field_type: field_type.into(),
        label: label.into(),
        options: options.into(),
        ..CustomFieldInput::default()
    };
    fields::create(&world.cx, by, &input).await.unwrap()
}
