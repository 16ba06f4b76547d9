//! Saved views. One's own are for oneself until they are shared; shared ones are seen by everybody and changed by who made
//! them and by managers.

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::members;
use entity::{lead_view_defaults, lead_views};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, DatabaseBackend, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::events::EventKind;
use shared::leads::{FoundView, LeadQuery, LeadView, LeadViewInput, OpensFor};
use shared::roles::Permission;
use shared::{LeadViewId, MemberId, OrgId};
use std::collections::HashMap;
use uuid::Uuid;

/// Most views a member may have.
const MOST: u64 = 50;

/// One's own views and those that others share, by name.
///
/// Errors: [`Error::Forbidden`].
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<LeadView>> {
    let me = actor.require_member(Permission::ReadLeads)?;
    let db = cx.db().read();
    let rows = lead_views::Entity::find()
        .filter(lead_views::Column::OrgId.eq(actor.org().uuid()))
        .filter(lead_views::Column::DeletedAt.is_null())
        .filter(
            Condition::any()
                .add(lead_views::Column::MemberId.eq(me.uuid()))
                .add(lead_views::Column::Shared.eq(true)),
        )
        .order_by_asc(lead_views::Column::Name)
        .order_by_asc(lead_views::Column::Id)
        .all(db)
        .await?;
    let around = Around::load(db, actor.org(), me).await?;
    rows.into_iter().map(|row| read(row, &around)).collect()
}

/// The view of an address, or what became of it.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`], also for one that somebody else keeps for themselves.
pub async fn find(cx: &Context, actor: &Actor, view: LeadViewId) -> Result<FoundView> {
    let me = actor.require_member(Permission::ReadLeads)?;
    let db = cx.db().read();
    let row = visible(db, actor.org(), me, view, false).await?;
    let around = Around::load(db, actor.org(), me).await?;
    if let Some(by) = row.deleted_by {
        let by = around.names.get(&MemberId::from_uuid(by)).cloned().unwrap_or_default();
        return Ok(FoundView::Deleted { name: row.name.clone(), by, query: query_of(&row.query)? });
    }
    read(row, &around).map(FoundView::Here)
}

/// Saves a list under a name.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at the paths of [`LeadViewInput::parse`], and at `name` when one of
/// one's views has it; [`Error::Conflict`] when there are 50.
pub async fn save(cx: &Context, actor: &Actor, input: &LeadViewInput) -> Result<LeadView> {
    let me = actor.require_member(Permission::ReadLeads)?;
    let new = input.parse()?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let own = lead_views::Entity::find()
                .filter(lead_views::Column::OrgId.eq(actor.org().uuid()))
                .filter(lead_views::Column::MemberId.eq(me.uuid()))
                .filter(lead_views::Column::DeletedAt.is_null());
            if own.clone().filter(lead_views::Column::Name.eq(&new.name)).count(tx).await? > 0 {
                return Err(taken());
            }
            if own.count(tx).await? >= MOST {
                return Err(Error::Conflict(format!(
                    "You have {MOST} views already. Delete one that you do not use."
                )));
            }
            let (id, now) = (LeadViewId::from_uuid(cx_in.new_id()), cx_in.now());
            let row = lead_views::ActiveModel {
                org_id: Set(actor.org().uuid()),
                id: Set(id.uuid()),
                member_id: Set(me.uuid()),
                name: Set(new.name.clone()),
                query: Set(serde_json::to_string(&new.query)?),
                shared: Set(new.shared),
                created_at: Set(now),
                updated_at: Set(now),
                deleted_at: Set(None),
                deleted_by: Set(None),
                version: Set(1),
            };
            let row = row.insert(tx).await?;
            let kind = EventKind::ViewSaved { name: new.name, shared: new.shared };
            events::append(&cx_in, tx, &actor, now, Subject::LeadView(id), kind).await?;
            read(row, &Around::load(tx, actor.org(), me).await?)
        })
    })
    .await
}

/// Changes name, list and whether others see it.
///
/// Errors: as [`save`]; [`Error::Forbidden`] for a view of somebody else unless one leads the team; [`Error::NotFound`];
/// [`Error::Conflict`] when it was changed meanwhile.
pub async fn update(
    cx: &Context,
    actor: &Actor,
    view: LeadViewId,
    version: i64,
    input: &LeadViewInput,
) -> Result<LeadView> {
    let me = actor.require_member(Permission::ReadLeads)?;
    let new = input.parse()?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = own(tx, &actor, me, view).await?;
            if row.version != version {
                let words = "Somebody else changed this view meanwhile. Load it again.";
                return Err(Error::Conflict(words.to_owned()));
            }
            let same = lead_views::Entity::find()
                .filter(lead_views::Column::OrgId.eq(row.org_id))
                .filter(lead_views::Column::MemberId.eq(row.member_id))
                .filter(lead_views::Column::DeletedAt.is_null())
                .filter(lead_views::Column::Name.eq(&new.name))
                .filter(lead_views::Column::Id.ne(row.id));
            if same.count(tx).await? > 0 {
                return Err(taken());
            }
            let now = cx_in.now();
            let mut change = row.into_active_model();
            change.name = Set(new.name.clone());
            change.query = Set(serde_json::to_string(&new.query)?);
            change.shared = Set(new.shared);
            change.updated_at = Set(now);
            change.version = Set(version + 1);
            let row = change.update(tx).await?;
            let kind = EventKind::ViewChanged { name: new.name, shared: new.shared };
            events::append(&cx_in, tx, &actor, now, Subject::LeadView(view), kind).await?;
            read(row, &Around::load(tx, actor.org(), me).await?)
        })
    })
    .await
}

/// Deletes a view for everybody who sees it. Its address goes on saying what it asked for.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn delete(cx: &Context, actor: &Actor, view: LeadViewId) -> Result<()> {
    let me = actor.require_member(Permission::ReadLeads)?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = own(tx, &actor, me, view).await?;
            let (now, name, version) = (cx_in.now(), row.name.clone(), row.version);
            let mut change = row.into_active_model();
            change.deleted_at = Set(Some(now));
            change.deleted_by = Set(Some(me.uuid()));
            change.version = Set(version + 1);
            change.update(tx).await?;
            events::append(&cx_in, tx, &actor, now, Subject::LeadView(view), EventKind::ViewDeleted { name })
                .await?;
            Ok(())
        })
    })
    .await
}

/// Makes leads open with a view, one's own or those of everybody, or lets them open with it no longer.
///
/// Errors: [`Error::Forbidden`] for everybody's unless one leads the team; [`Error::NotFound`]; [`Error::Conflict`] for
/// everybody's with a view that is not shared.
pub async fn open_with(
    cx: &Context,
    actor: &Actor,
    view: LeadViewId,
    whose: OpensFor,
    opens: bool,
) -> Result<()> {
    use lead_view_defaults::{ActiveModel, Column as C, Entity};
    let me = actor.require_member(Permission::ReadLeads)?;
    let everybody = whose == OpensFor::Everybody;
    if everybody {
        actor.require(Permission::AssignLeads)?;
    }
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = visible(tx, actor.org(), me, view, true).await?;
            if row.deleted_at.is_some() {
                return Err(Error::NotFound("the view"));
            }
            if everybody && opens && !row.shared {
                return Err(Error::Conflict("Share the view first, so that everybody sees it.".to_owned()));
            }
            let holder = if everybody { actor.org().uuid() } else { me.uuid() };
            if opens {
                let chosen = ActiveModel {
                    org_id: Set(actor.org().uuid()),
                    holder_id: Set(holder),
                    view_id: Set(view.uuid()),
                };
                let replace =
                    OnConflict::columns([C::OrgId, C::HolderId]).update_column(C::ViewId).to_owned();
                Entity::insert(chosen).on_conflict(replace).exec_without_returning(tx).await?;
            } else {
                Entity::delete_many()
                    .filter(C::OrgId.eq(actor.org().uuid()))
                    .filter(C::HolderId.eq(holder))
                    .filter(C::ViewId.eq(view.uuid()))
                    .exec(tx)
                    .await?;
            }
            let kind = EventKind::ViewOpeningChanged { name: row.name, everybody, opens };
            events::append(&cx_in, tx, &actor, cx_in.now(), Subject::LeadView(view), kind).await?;
            Ok(())
        })
    })
    .await
}

async fn visible(
    db: &impl ConnectionTrait,
    org: OrgId,
    me: MemberId,
    view: LeadViewId,
    lock: bool,
) -> Result<lead_views::Model> {
    let mut query = lead_views::Entity::find_by_id((org.uuid(), view.uuid()));
    if lock && db.get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock_exclusive();
    }
    let row = query.one(db).await?.filter(|row| row.shared || row.member_id == me.uuid());
    row.ok_or(Error::NotFound("the view"))
}

/// A view that the actor may change.
async fn own(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    me: MemberId,
    view: LeadViewId,
) -> Result<lead_views::Model> {
    let row = visible(tx, actor.org(), me, view, true).await?;
    if row.deleted_at.is_some() {
        return Err(Error::NotFound("the view"));
    }
    if row.member_id != me.uuid() {
        actor.require(Permission::AssignLeads)?;
    }
    Ok(row)
}

fn taken() -> Error {
    Error::invalid("name", "view.taken", "You have a view with this name already. Choose another name.")
}

fn query_of(stored: &str) -> Result<LeadQuery> {
    Ok(serde_json::from_str(stored)?)
}

/// What is said of views beside their rows.
struct Around {
    names: HashMap<MemberId, String>,
    mine: Option<Uuid>,
    everybodys: Option<Uuid>,
}

impl Around {
    async fn load(db: &impl ConnectionTrait, org: OrgId, me: MemberId) -> Result<Self> {
        use lead_view_defaults::{Column as C, Entity};
        let holders = [org.uuid(), me.uuid()];
        let chosen =
            Entity::find().filter(C::OrgId.eq(org.uuid())).filter(C::HolderId.is_in(holders)).all(db).await?;
        let [everybodys, mine] =
            holders.map(|holder| chosen.iter().find(|row| row.holder_id == holder).map(|row| row.view_id));
        Ok(Self { names: members::names(db, org).await?, mine, everybodys })
    }
}

fn read(row: lead_views::Model, around: &Around) -> Result<LeadView> {
    let owner = MemberId::from_uuid(row.member_id);
    Ok(LeadView {
        id: LeadViewId::from_uuid(row.id),
        query: query_of(&row.query)?,
        name: row.name,
        shared: row.shared,
        owner,
        owner_name: around.names.get(&owner).cloned().unwrap_or_default(),
        opens_mine: around.mine == Some(row.id),
        opens_all: row.shared && around.everybodys == Some(row.id),
        version: row.version,
    })
}
