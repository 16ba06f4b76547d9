//! A file on its way into the database, part by part. Nothing of it is seen before all of it was looked through; whatever
//! is wrong with it, nothing of it stays.

use super::feed::Parts;
use super::file::{self, HEAD};
use super::remember::{self, File};
use super::{forget, inspect, rows};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use entity::{import_parts, imports};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use shared::imports::{Certainty, ImportState, KnownLeads, MAX_FILE, Mapping, guess};
use shared::roles::Permission;
use shared::{FieldError, ImportId};

/// Bytes of a part: large enough that a file is few rows, small enough that a part is quickly written.
const PART: usize = 512 * 1024;
/// Longest name of a file, in characters.
const NAME: usize = 120;

/// A file that is being uploaded.
pub struct Upload {
    cx: Context,
    actor: Actor,
    id: ImportId,
    name: String,
    part: Vec<u8>,
    parts: i32,
    size: u64,
    head: Vec<u8>,
}

/// Begins an upload. An upload that is never finished is forgotten after a day.
///
/// Errors: [`Error::Forbidden`] (only a member uploads).
pub async fn begin(cx: &Context, actor: &Actor, name: &str) -> Result<Upload> {
    let member = actor.require_member(Permission::ImportLeads)?;
    let (id, name, now) = (ImportId::from_uuid(cx.new_id()), tidied(name), cx.now());
    let row = imports::ActiveModel {
        org_id: Set(actor.org().uuid()),
        id: Set(id.uuid()),
        name: Set(name.clone()),
        kind: Set("csv".to_owned()),
        encoding: Set("utf-8".to_owned()),
        delimiter: Set(None),
        size: Set(0),
        columns: Set(serde_json::json!([])),
        certainties: Set(serde_json::json!([])),
        mapping: Set(serde_json::to_value(Mapping::default())?),
        remembered: Set(false),
        known: Set(KnownLeads::Attach.as_str().to_owned()),
        state: Set(ImportState::Uploading.as_str().to_owned()),
        total: Set(0),
        position: Set(0),
        created: Set(0),
        attached: Set(0),
        skipped: Set(0),
        refused: Set(0),
        removed: Set(0),
        restored: Set(0),
        kept: Set(0),
        trouble: Set(None),
        job_id: Set(None),
        run_request: Set(None),
        created_by: Set(member.uuid()),
        created_at: Set(now),
        started_by: Set(None),
        started_at: Set(None),
        finished_at: Set(None),
        version: Set(1),
    };
    cx.write(move |tx| {
        Box::pin(async move {
            imports::Entity::insert(row).exec_without_returning(tx).await?;
            Ok(())
        })
    })
    .await?;
    Ok(Upload {
        cx: cx.clone(),
        actor: actor.clone(),
        id,
        name,
        part: Vec::with_capacity(PART),
        parts: 0,
        size: 0,
        head: Vec::new(),
    })
}

/// The last part of a path, in one line.
fn tidied(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let line = last.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = line.chars().filter(|c| !c.is_control()).take(NAME).collect();
    if name.is_empty() { "leads.csv".to_owned() } else { name }
}

impl Upload {
    /// Takes the next bytes.
    ///
    /// Errors: `file.too_large` at `file`; then [`Upload::abandon`] it.
    pub async fn push(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.size += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if self.size > MAX_FILE {
            return Err(too_large());
        }
        let wanted = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(bytes.get(..wanted).unwrap_or_default());
        while !bytes.is_empty() {
            let room = (PART - self.part.len()).min(bytes.len());
            let (now, later) = bytes.split_at(room);
            self.part.extend_from_slice(now);
            bytes = later;
            if self.part.len() == PART {
                self.store().await?;
            }
        }
        Ok(())
    }

    async fn store(&mut self) -> Result<()> {
        let row = import_parts::ActiveModel {
            org_id: Set(self.actor.org().uuid()),
            import_id: Set(self.id.uuid()),
            number: Set(self.parts),
            body: Set(std::mem::replace(&mut self.part, Vec::with_capacity(PART))),
        };
        self.parts += 1;
        self.cx
            .write(move |tx| {
                Box::pin(async move {
                    import_parts::Entity::insert(row).exec_without_returning(tx).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Looks through the file and makes it an import whose columns can be chosen.
    ///
    /// Errors: [`Error::Invalid`] at `file` with what is wrong with it; it is forgotten then.
    pub async fn finish(mut self) -> Result<ImportId> {
        let finished = self.look_through().await;
        if finished.is_err() {
            self.abandon().await?;
        }
        finished
    }

    async fn look_through(&mut self) -> Result<ImportId> {
        if !self.part.is_empty() {
            self.store().await?;
        }
        let format = file::sniff(&self.name, &self.head)
            .map_err(|problem| Error::Invalid(vec![problem.at("file")]))?;
        let parts = Parts::of(&self.cx, self.actor.org().uuid(), self.id.uuid());
        let inspection = tokio::task::spawn_blocking(move || inspect::inspect(format, parts))
            .await
            .map_err(|error| Error::Internal(Box::new(error)))??;
        let fields = rows::fields_in_use(self.cx.db().read(), self.actor.org()).await?;
        let (guessed, certainties) = guess(&inspection.columns, &fields);
        let file = File { columns: &inspection.columns, fields: &fields };
        let headings = rows::hash_of(&inspection.columns);
        let db = self.cx.db().read();
        let remembered = remember::same(db, &self.actor, &headings, file).await?;
        let (guessed, certainties) = match remembered {
            Some(_) => (guessed, certainties),
            None => remember::carried(db, &self.actor, file, guessed, certainties).await?,
        };
        let changes = vec![
            (imports::Column::Kind, Expr::value(format.kind.as_str())),
            (imports::Column::Encoding, Expr::value(inspection.encoding.as_str())),
            (imports::Column::Delimiter, Expr::value(char::from(format.delimiter).to_string())),
            (imports::Column::Size, Expr::value(i64::try_from(self.size).unwrap_or(i64::MAX))),
            (imports::Column::Columns, Expr::value(serde_json::to_value(&inspection.columns)?)),
            (imports::Column::Certainties, Expr::value(serde_json::to_value::<Vec<Certainty>>(certainties)?)),
            (imports::Column::Remembered, Expr::value(remembered.is_some())),
            (imports::Column::Mapping, Expr::value(serde_json::to_value(remembered.unwrap_or(guessed))?)),
            (imports::Column::Total, Expr::value(i64::try_from(inspection.rows).unwrap_or(i64::MAX))),
            (imports::Column::State, Expr::value(ImportState::Uploaded.as_str())),
        ];
        let (org, id) = (self.actor.org().uuid(), self.id.uuid());
        let written = self
            .cx
            .write(move |tx| {
                Box::pin(async move {
                    let update = imports::Entity::update_many();
                    let update =
                        changes.into_iter().fold(update, |update, (column, to)| update.col_expr(column, to));
                    let done = update
                        .filter(imports::Column::OrgId.eq(org))
                        .filter(imports::Column::Id.eq(id))
                        .filter(imports::Column::State.eq(ImportState::Uploading.as_str()))
                        .exec(tx)
                        .await?;
                    Ok(done.rows_affected)
                })
            })
            .await?;
        if written == 1 { Ok(self.id) } else { Err(Error::NotFound("the import")) }
    }

    /// Forgets what came so far.
    pub async fn abandon(&self) -> Result<()> {
        forget::all_of(&self.cx, self.actor.org().uuid(), self.id.uuid()).await
    }
}

fn too_large() -> Error {
    let words = format!(
        "The file is larger than {} MB. Cut it into several files and import one after the other.",
        MAX_FILE / (1024 * 1024)
    );
    Error::Invalid(vec![FieldError::new("file", "file.too_large", words)])
}

#[cfg(test)]
mod tests {
    use super::tidied;

    #[test]
    fn names_are_what_people_call_their_files() {
        for (name, wanted) in [
            ("C:\\Users\\dana\\sellers  2026.csv", "sellers 2026.csv"),
            ("../../etc/passwd", "passwd"),
            ("a\u{0}b\n.csv", "ab .csv"),
            ("", "leads.csv"),
        ] {
            assert_eq!(tidied(name), wanted);
        }
    }
}
