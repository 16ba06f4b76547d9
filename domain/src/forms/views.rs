//! How often forms are shown: counted in memory and written in batches, so that a page waits for nothing and fails for
//! nothing. A process that is killed loses the counts of a few seconds, and nothing else.

use crate::context::Context;
use crate::error::Result;
use chrono::{DateTime, Utc};
use entity::form_views::{ActiveModel, Column, Entity};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{EntityTrait as _, ExprTrait as _};
use shared::forms::PublicForm;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// Pages with counts that wait; more are not counted until these are written.
const MOST: usize = 10_000;
/// Rows in one statement.
const CHUNK: usize = 100;

/// Organization, form, version, day. In order, so that processes that write at once do not wait for each other in a ring.
type Page = (Uuid, Uuid, u32, String);

/// The counts of a process that are not written yet.
#[derive(Debug, Default)]
pub struct Views(Mutex<BTreeMap<Page, i64>>);

impl Views {
    /// Counts one view.
    pub fn count(&self, form: &PublicForm, now: DateTime<Utc>) {
        let page = (form.org.uuid(), form.id.uuid(), form.version, now.format("%Y-%m-%d").to_string());
        self.add(page, 1);
    }

    /// Writes what was counted. What cannot be written is kept for the next time.
    pub async fn write(&self, cx: &Context) -> Result<()> {
        let counted = std::mem::take(&mut *self.lock());
        if counted.is_empty() {
            return Ok(());
        }
        let rows: Vec<(Page, i64)> = counted.into_iter().collect();
        let written = write(cx, rows.clone()).await;
        if written.is_err() {
            for (page, views) in rows {
                self.add(page, views);
            }
        }
        written
    }

    fn add(&self, page: Page, views: i64) {
        let mut counted = self.lock();
        if counted.len() < MOST || counted.contains_key(&page) {
            *counted.entry(page).or_default() += views;
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Page, i64>> {
        // The map is whole after any panic: every change is one call.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn write(cx: &Context, rows: Vec<(Page, i64)>) -> Result<()> {
    cx.db()
        .write(move |tx| {
            Box::pin(async move {
                for chunk in rows.chunks(CHUNK) {
                    let rows = chunk.iter().map(|((org, form, version, day), views)| ActiveModel {
                        org_id: Set(*org),
                        form_id: Set(*form),
                        version: Set(i32::try_from(*version).unwrap_or(i32::MAX)),
                        day: Set(day.clone()),
                        views: Set(*views),
                    });
                    let mut add =
                        OnConflict::columns([Column::OrgId, Column::FormId, Column::Version, Column::Day]);
                    let more = Expr::col((Entity, Column::Views)).add(Expr::cust("excluded.views"));
                    add.value(Column::Views, more);
                    Entity::insert_many(rows).on_conflict(add).exec_without_returning(tx).await?;
                }
                Ok(())
            })
        })
        .await
}
