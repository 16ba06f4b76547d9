//! The first shape: organizations and members, the event log, forms, contacts, properties and leads.

use crate::dialect;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_000001_foundation"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        dialect::run(db, include_str!("identity.sql")).await?;
        dialect::run(db, include_str!("events.sql")).await?;
        dialect::run(db, include_str!("contacts.sql")).await?;
        dialect::run(db, include_str!("forms.sql")).await?;
        dialect::run(db, include_str!("leads.sql")).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only go forward; restore a backup instead".to_owned()))
    }
}
