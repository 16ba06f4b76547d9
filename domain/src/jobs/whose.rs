//! Whose jobs a member sees: the organization's, and the program's own where nobody else is there to look after them.
//!
//! The program's own jobs concern every organization, so none of several may see them. An installation with one
//! organization has nobody else: its admins see them too. They change none of them; a schedule brings the next one.

use crate::actor::Actor;
use crate::error::Result;
use crate::leads::Sql;
use entity::{jobs, organizations};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QuerySelect as _};
use shared::OrgId;
use uuid::Uuid;

/// Jobs of one owner. Each is asked for on its own, so that every question finds its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Organization(OrgId),
    Program,
}

impl Whose {
    /// What this member sees.
    pub(super) async fn seen_by(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<Self>> {
        let mut whose = vec![Self::Organization(actor.org())];
        let organizations: Vec<Uuid> = organizations::Entity::find()
            .select_only()
            .column(organizations::Column::Id)
            .limit(2)
            .into_tuple()
            .all(db)
            .await?;
        if organizations == [actor.org().uuid()] {
            whose.push(Self::Program);
        }
        Ok(whose)
    }

    /// As part of a statement.
    pub(super) fn push(self, sql: &mut Sql) {
        match self {
            Self::Organization(org) => sql.push("jobs.org_id = ").bind(org.uuid()),
            Self::Program => sql.push("jobs.org_id IS NULL"),
        };
    }

    /// As a condition.
    pub(super) fn condition(self) -> SimpleExpr {
        match self {
            Self::Organization(org) => jobs::Column::OrgId.eq(org.uuid()),
            Self::Program => jobs::Column::OrgId.is_null(),
        }
    }
}
