//! The rows of a stored file: its parts come out of the database on one side, rows go to whoever works on the other. In
//! between a thread takes the file apart. Each side waits for the other, so that little is held however large the file is.

use super::file::{self, FileRow, Format, Trouble};
use super::problems::of_row;
use super::rows;
use crate::context::Context;
use crate::error::{Error, Result};
use entity::{import_parts, imports};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use shared::fields::CustomField;
use shared::imports::{Encoding, FileColumn, LeadRow, Mapping, RowProblem};
use std::io::{self, Read};
use std::ops::ControlFlow;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// Parts that may wait to be read, and batches that may wait to be worked on.
const AHEAD: usize = 2;

/// The bytes of a stored file, for a thread that may block.
pub(super) struct Parts {
    receiver: mpsc::Receiver<Result<Vec<u8>>>,
    part: Vec<u8>,
    from: usize,
}

impl Parts {
    /// Begins to fetch the parts of an import.
    pub(super) fn of(cx: &Context, org: Uuid, import: Uuid) -> Self {
        let (sender, receiver) = mpsc::channel(AHEAD);
        let cx = cx.clone();
        tokio::spawn(async move {
            let mut number = 0;
            loop {
                let part = part(&cx, org, import, number).await;
                let last = !matches!(part, Ok(Some(_)));
                let Some(part) = part.transpose() else { return };
                // Nobody reads any more: the work was stopped.
                if sender.send(part).await.is_err() || last {
                    return;
                }
                number += 1;
            }
        });
        Self { receiver, part: Vec::new(), from: 0 }
    }
}

async fn part(cx: &Context, org: Uuid, import: Uuid, number: i32) -> Result<Option<Vec<u8>>> {
    Ok(import_parts::Entity::find()
        .select_only()
        .column(import_parts::Column::Body)
        .filter(import_parts::Column::OrgId.eq(org))
        .filter(import_parts::Column::ImportId.eq(import))
        .filter(import_parts::Column::Number.eq(number))
        .order_by_asc(import_parts::Column::Number)
        .into_tuple()
        .one(cx.db().read())
        .await?)
}

impl Read for Parts {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.from >= self.part.len() {
            match self.receiver.blocking_recv() {
                None => return Ok(0),
                Some(Err(error)) => return Err(io::Error::other(error)),
                Some(Ok(part)) => (self.part, self.from) = (part, 0),
            }
        }
        let mut rest = self.part.get(self.from..).unwrap_or_default();
        let read = rest.read(buffer)?;
        self.from += read;
        Ok(read)
    }
}

/// A row that was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ReadRow {
    /// From 1, without the headings.
    pub number: i64,
    pub line: u64,
    pub lead: std::result::Result<LeadRow, Vec<RowProblem>>,
}

/// The rows of an import as leads, in batches.
pub(super) struct Rows {
    receiver: mpsc::Receiver<Vec<ReadRow>>,
    thread: Option<JoinHandle<std::result::Result<Encoding, Trouble>>>,
}

impl Rows {
    /// Opens the file; the first `done` rows are passed over.
    pub(super) fn open(
        cx: &Context,
        row: &imports::Model,
        fields: Vec<CustomField>,
        done: i64,
        batch: usize,
    ) -> Result<Self> {
        let format = rows::format_of(row)?;
        let (columns, mapping) = (rows::columns_of(row)?, rows::mapping_of(row)?);
        let parts = Parts::of(cx, row.org_id, row.id);
        let (sender, receiver) = mpsc::channel(AHEAD);
        let thread = tokio::task::spawn_blocking(move || {
            read(format, parts, &Plan { columns, mapping, fields, done, batch }, &sender)
        });
        Ok(Self { receiver, thread: Some(thread) })
    }

    /// The next batch; `None` at the end of the file.
    ///
    /// Errors: what ended the file early.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<ReadRow>>> {
        if let Some(batch) = self.receiver.recv().await {
            return Ok(Some(batch));
        }
        if let Some(thread) = self.thread.take() {
            thread.await.map_err(|error| Error::Internal(Box::new(error)))??;
        }
        Ok(None)
    }
}

struct Plan {
    columns: Vec<FileColumn>,
    mapping: Mapping,
    fields: Vec<CustomField>,
    done: i64,
    batch: usize,
}

fn read(
    format: Format,
    parts: Parts,
    plan: &Plan,
    sender: &mpsc::Sender<Vec<ReadRow>>,
) -> std::result::Result<Encoding, Trouble> {
    let mut number: i64 = -1;
    let mut batch = Vec::with_capacity(plan.batch);
    let encoding = file::read(format, parts, &mut |FileRow { line, cells }| {
        number += 1;
        if number > plan.done {
            let lead = plan.mapping.read(&plan.fields, &cells);
            let lead = lead.map_err(|errors| of_row(line, &errors, &plan.columns, &cells));
            batch.push(ReadRow { number, line, lead });
        }
        if batch.len() >= plan.batch {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(plan.batch));
            // Nobody listens: the work was stopped.
            if sender.blocking_send(full).is_err() {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    })?;
    if !batch.is_empty() {
        // The same; the end of the file is the end either way.
        drop(sender.blocking_send(batch));
    }
    Ok(encoding)
}
