//! Leads: lists, pages, changes. The builders here write rows as the domain would leave them.

mod add;
mod bulk;
mod change;
mod deletion;
mod edit;
mod edit_model;
mod filter;
mod find;
mod list;
mod marks;
mod orders;
mod page;
mod search;
mod timeline;
mod views;

use chrono::{DateTime, TimeDelta, Utc};
use domain::leads::{NEVER, search_text};
use domain::{Actor, Error};
use entity::{contacts, leads};
use sea_orm::ActiveModelTrait as _;
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait as _, DatabaseBackend, Statement};
use shared::leads::{LeadStatus, LeadSummary};
use shared::roles::Role;
use shared::{LeadId, MemberId};
use testkit::World;

/// A new lead of the website called `name`, changed by `change` before it is stored.
pub async fn store(
    world: &World,
    actor: &Actor,
    name: &str,
    change: impl FnOnce(&mut leads::ActiveModel),
) -> LeadId {
    let (cx, now) = (&world.cx, world.cx.now());
    let (contact, id) = (cx.new_id(), cx.new_id());
    let person = contacts::ActiveModel {
        org_id: Set(actor.org().uuid()),
        id: Set(contact),
        name: Set(name.to_owned()),
        do_not_contact: Set(false),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
    };
    person.insert(cx.db().migrations()).await.expect("a contact can be stored");
    let mut row = leads::ActiveModel {
        org_id: Set(actor.org().uuid()),
        id: Set(id),
        contact_id: Set(contact),
        source: Set("website".to_owned()),
        status: Set("new".to_owned()),
        contact_name: Set(name.to_owned()),
        asking_minor: Set(-1),
        search_text: Set(search_text(name, &[], &[], None)),
        created_at: Set(now),
        updated_at: Set(now),
        respond_by: Set(now + TimeDelta::minutes(15)),
        waiting_until: Set(now + TimeDelta::minutes(15)),
        last_activity_at: Set(now),
        version: Set(1),
        ..Default::default()
    };
    change(&mut row);
    row.insert(cx.db().migrations()).await.expect("a lead can be stored");
    LeadId::from_uuid(id)
}

/// A stored lead as the database has it now.
pub async fn stored(world: &World, lead: LeadId) -> leads::Model {
    use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
    let query = leads::Entity::find().filter(leads::Column::Id.eq(lead.uuid()));
    query.one(world.cx.db().read()).await.expect("leads can be read").expect("the lead is there")
}

/// A lead that was answered at `at` and is in `status` since.
pub fn answered(at: DateTime<Utc>, status: LeadStatus) -> impl FnOnce(&mut leads::ActiveModel) {
    move |row| {
        row.status = Set(status.as_str().to_owned());
        row.dead_reason = Set((status == LeadStatus::Dead).then(|| "price_gap".to_owned()));
        row.first_response_at = Set(Some(at));
        row.waiting_until = Set(NEVER);
    }
}

/// As many leads of the time of one as asked for, "Lead 1" and so on, contacted by telephone.
pub async fn multiply(world: &World, lead: LeadId, count: u32) {
    let db = world.cx.db();
    let (series, pick) = match db.backend() {
        DatabaseBackend::Sqlite => (
            format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"),
            "CAST(printf('%016d', i) AS BLOB)",
        ),
        _ => {
            (format!("WITH n (i) AS (SELECT generate_series(1, {count}))"), "lpad(to_hex(i), 32, '0')::uuid")
        }
    };
    let columns = "org_id, contact_id, asking_minor, created_at, updated_at, respond_by, waiting_until, \
         last_activity_at, version";
    let fill = format!(
        "INSERT INTO leads (id, source, status, contact_name, search_text, {columns}) {series} \
         SELECT {pick}, 'cold_call', 'contacted', 'Lead ' || i, ' lead r' || i, {columns} FROM n, leads WHERE leads.id = $1",
    );
    let fill = Statement::from_sql_and_values(db.backend(), fill, [lead.uuid().into()]);
    db.migrations().execute_raw(fill).await.unwrap();
}

pub fn names(leads: &[LeadSummary]) -> Vec<&str> {
    leads.iter().map(|lead| lead.name.as_str()).collect()
}

/// The path of the first field error.
pub fn path<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Invalid(errors)) => errors[0].path.clone(),
        other => panic!("not refused as invalid: {other:?}"),
    }
}

/// An owner, an agent, a viewer, and the owner of another organization.
pub struct Cast {
    pub owner: Actor,
    pub agent: Actor,
    pub viewer: Actor,
    pub stranger: Actor,
}

impl Cast {
    pub async fn of(world: &World) -> Self {
        let owner = world.found_org("Juniper Homes").await;
        let agent = world.member(&owner, Role::Agent).await;
        let viewer = world.member(&owner, Role::Viewer).await;
        let stranger = world.found_org("Somebody Else").await;
        Self { owner, agent, viewer, stranger }
    }
}

pub fn id_of(actor: &Actor) -> MemberId {
    actor.member_id().expect("the actor is a member")
}
