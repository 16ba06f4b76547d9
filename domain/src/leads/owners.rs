//! Who can own a lead.

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::leads::Sql;
use sea_orm::FromQueryResult;
use shared::MemberId;
use shared::leads::OwnerRef;
use shared::roles::{Permission, Role};
use uuid::Uuid;

#[derive(Debug, FromQueryResult)]
struct Named {
    id: Uuid,
    role: String,
    name: String,
}

/// The role of a stored word.
pub(super) fn role_of(word: &str) -> Result<Role> {
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
