//! The doors between these screens and `domain::imports`. Inputs come in raw and are parsed behind the door.

use super::state::Opened;
use crate::rpc::AppError;
use leptos::prelude::*;
use shared::imports::{ImportSummary, MappingInput, RowProblems, UndoForesight};

/// The last imports, newest first.
#[server(endpoint = "imports/list")]
pub async fn list_imports() -> Result<Vec<ImportSummary>, AppError> {
    domain::imports::list(&crate::ssr::context(), &crate::ssr::actor()?).await.map_err(crate::ssr::fail)
}

/// An import with what its page shows. An id that cannot be one is an import that is not there.
#[server(endpoint = "imports/get")]
pub async fn get_import(id: String) -> Result<Opened, AppError> {
    door::open(&crate::ssr::actor()?, door::import(&id)?).await
}

/// More rows that cannot be read.
#[server(endpoint = "imports/problems")]
pub async fn import_problems(id: String, after: u64) -> Result<RowProblems, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::import(&id)?);
    domain::imports::problems(&crate::ssr::context(), &actor, id, Some(after)).await.map_err(crate::ssr::fail)
}

/// Saves which column goes where and has the file checked.
#[server(endpoint = "imports/choose_columns")]
pub async fn choose_columns(id: String, #[server(default)] input: MappingInput) -> Result<Opened, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::import(&id)?);
    let done = domain::imports::choose_columns(&crate::ssr::context(), &actor, id, &input).await;
    door::done(&actor, id, done).await
}

/// Runs it, or goes on with it.
#[server(endpoint = "imports/run")]
pub async fn run_import(id: String) -> Result<Opened, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::import(&id)?);
    let done = domain::imports::run(&crate::ssr::context(), &actor, id).await;
    door::done(&actor, id, done).await
}

/// Stops it.
#[server(endpoint = "imports/cancel")]
pub async fn cancel_import(id: String) -> Result<Opened, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::import(&id)?);
    let done = domain::imports::cancel(&crate::ssr::context(), &actor, id).await;
    door::done(&actor, id, done).await
}

/// What taking it back would do.
#[server(endpoint = "imports/foresee_undo")]
pub async fn foresee_undo(id: String) -> Result<UndoForesight, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::import(&id)?);
    domain::imports::foresee_undo(&crate::ssr::context(), &actor, id).await.map_err(crate::ssr::fail)
}

/// Takes it back.
#[server(endpoint = "imports/undo")]
pub async fn undo_import(id: String) -> Result<Opened, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::import(&id)?);
    let done = domain::imports::undo(&crate::ssr::context(), &actor, id).await;
    door::done(&actor, id, done).await
}

/// Throws away a file that was not imported. A plain form is sent to the page for another one.
#[server(endpoint = "imports/discard")]
pub async fn discard_import(id: String) -> Result<(), AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::import(&id)?);
    let done = domain::imports::discard(&crate::ssr::context(), &actor, id).await;
    done.inspect(|()| door::lead_on(super::address::IMPORTS)).map_err(crate::ssr::fail)
}

#[cfg(feature = "ssr")]
mod door {
    use crate::features::imports::address::import_href;
    use crate::features::imports::state::Opened;
    use crate::rpc::AppError;
    use crate::ssr::{context, fail, is_plain_form};
    use domain::{Actor, Error, imports};
    use shared::ImportId;

    pub(super) fn import(id: &str) -> Result<ImportId, AppError> {
        id.parse().map_err(|_| fail(Error::NotFound("the import")))
    }

    pub(super) async fn open(actor: &Actor, id: ImportId) -> Result<Opened, AppError> {
        let cx = context();
        let read = async {
            let import = imports::get(&cx, actor, id).await?;
            let problems = imports::problems(&cx, actor, id, None).await?;
            let kept = imports::kept(&cx, actor, id).await?;
            Ok(Opened { import, problems, kept })
        };
        read.await.map_err(fail)
    }

    /// How the import stands after a step. A plain form is sent back to its page.
    pub(super) async fn done(
        actor: &Actor,
        id: ImportId,
        done: Result<(), Error>,
    ) -> Result<Opened, AppError> {
        done.map_err(fail)?;
        lead_on(&import_href(&id.to_string()));
        open(actor, id).await
    }

    pub(super) fn lead_on(to: &str) {
        if is_plain_form() {
            leptos_axum::redirect(to);
        }
    }
}
