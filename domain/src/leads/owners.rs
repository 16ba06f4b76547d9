//! The members behind leads: their names, and who may own one.

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::leads::Sql;
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::leads::OwnerRef;
use shared::roles::{Permission, Role};
use shared::{MemberId, OrgId};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

#[derive(Debug, FromQueryResult)]
struct Named {
    id: Uuid,
    role: String,
    name: String,
}

fn role_of(word: &str) -> Result<Role> {
    word.parse().map_err(|_| Error::internal(format!("a member has the role {word}")))
}

/// Every member who can own a lead, by name.
///
/// Errors: [`Error::Forbidden`].
pub async fn owners(cx: &Context, actor: &Actor) -> Result<Vec<OwnerRef>> {
    actor.require(Permission::ReadLeads)?;
    let db = cx.db().read();
    let mut sql = Sql::new(
        "SELECT m.id, m.role, u.name FROM members m JOIN users u ON u.id = m.user_id \
         WHERE m.removed_at IS NULL AND m.org_id = ",
    );
    sql.bind(actor.org().uuid());
    let rows = Named::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?;
    let mut owners = Vec::with_capacity(rows.len());
    for row in rows {
        if role_of(&row.role)?.may(Permission::WorkLeads) {
            owners.push(OwnerRef { id: MemberId::from_uuid(row.id), name: row.name });
        }
    }
    owners.sort_by_cached_key(|owner| (owner.name.to_lowercase(), owner.id));
    Ok(owners)
}

/// Names of members, also of those who were removed: what they did keeps their name.
pub(super) async fn names(
    db: &impl ConnectionTrait,
    org: OrgId,
    ids: impl IntoIterator<Item = MemberId>,
) -> Result<HashMap<MemberId, String>> {
    let ids: BTreeSet<Uuid> = ids.into_iter().map(MemberId::uuid).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::new(
        "SELECT m.id, m.role, u.name FROM members m JOIN users u ON u.id = m.user_id WHERE m.org_id = ",
    );
    sql.bind(org.uuid()).push(" AND m.id IN ").bind_all(ids);
    let rows = Named::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?;
    Ok(rows.into_iter().map(|row| (MemberId::from_uuid(row.id), row.name)).collect())
}

/// Whether a member of the organization, not removed, may own leads; `None` when there is no such member.
pub(super) async fn may_own(
    db: &impl ConnectionTrait,
    org: OrgId,
    member: MemberId,
) -> Result<Option<bool>> {
    use entity::members::{Column, Entity};
    use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
    let row = Entity::find_by_id((org.uuid(), member.uuid())).filter(Column::RemovedAt.is_null()).one(db);
    row.await?.map(|row| Ok(role_of(&row.role)?.may(Permission::WorkLeads))).transpose()
}
