//! The database schema and how it came about: forward-only migrations, expand then contract.
//!
//! Migrations are SQL with a few type names that differ between the two databases; they never use `entity`,
//! which shows the newest shape only.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod dialect;
mod m20261123_000001_foundation;
mod m20261123_000002_jobs;
mod m20261123_000003_webhooks;
mod m20261123_000004_sources;
mod m20261123_000005_inspectors;
mod m20261128_000006_desk;
mod m20261128_000007_imports;
mod m20261128_000008_form_builder;
mod m20261128_000010_work;
mod m20261128_000011_duty;
mod m20261128_000014_edit;
mod m20261128_000015_merges;
mod m20261128_000016_deletion;
mod m20261128_000017_default_views;
mod m20261128_000018_activity;
mod m20261128_000019_parcels;
mod m20261128_000021_carried;
mod m20261128_000022_words;

/// All migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_foundation::Migration),
            Box::new(m20261123_000002_jobs::Migration),
            Box::new(m20261123_000003_webhooks::Migration),
            Box::new(m20261123_000004_sources::Migration),
            Box::new(m20261123_000005_inspectors::Migration),
            Box::new(m20261128_000006_desk::Migration),
            Box::new(m20261128_000008_form_builder::Migration),
            Box::new(m20261128_000007_imports::Migration),
            Box::new(m20261128_000010_work::Migration),
            Box::new(m20261128_000011_duty::Migration),
            Box::new(m20261128_000014_edit::Migration),
            Box::new(m20261128_000015_merges::Migration),
            Box::new(m20261128_000016_deletion::Migration),
            Box::new(m20261128_000017_default_views::Migration),
            Box::new(m20261128_000018_activity::Migration),
            Box::new(m20261128_000019_parcels::Migration),
            Box::new(m20261128_000021_carried::Migration),
            Box::new(m20261128_000022_words::Migration),
        ]
    }
}
