//! Who else has a lead open, and what stands in an input there. Kept in memory alone: every open page says so again and
//! again, and whoever falls silent is gone. Processes that share PostgreSQL tell each other by `NOTIFY`.

mod board;
mod others;

pub use board::Board;
pub use others::run;

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::leads::exists;
use crate::members;
use board::Seen;
use chrono::TimeDelta;
use others::Told;
use shared::LeadId;
use shared::leads::Edited;
use shared::presence::{GONE_SECONDS, Present};
use shared::roles::Permission;

/// Most inputs that one page can have open.
const MAX_EDITING: usize = 40;

/// Says that somebody still has a lead open, in one of their tabs; answers everybody who has.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `tab`.
pub async fn beat(
    cx: &Context,
    board: &Board,
    actor: &Actor,
    lead: LeadId,
    tab: &str,
    mut editing: Vec<Edited>,
) -> Result<Vec<Present>> {
    let member = actor.require_member(Permission::ReadLeads)?;
    check_tab(tab)?;
    editing.truncate(MAX_EDITING);
    let org = actor.org();
    let name = if let Some(name) = board.name_of(org, lead, member) {
        name
    } else {
        exists(cx.db().read(), org, lead).await?;
        members::names(cx.db().read(), org).await?.remove(&member).unwrap_or_default()
    };
    let told =
        Told { from: board.process(), org, lead, member, tab: tab.to_owned(), name, editing, gone: false };
    take(cx, board, &told);
    others::tell(cx, &told).await;
    Ok(board.present(org, lead))
}

/// Says that a tab is closed, or shows something else.
///
/// Errors: as for [`beat`]; a lead that is not open anywhere is no error.
pub async fn leave(cx: &Context, board: &Board, actor: &Actor, lead: LeadId, tab: &str) -> Result<()> {
    let member = actor.require_member(Permission::ReadLeads)?;
    check_tab(tab)?;
    let org = actor.org();
    if board.name_of(org, lead, member).is_none() {
        exists(cx.db().read(), org, lead).await?;
        return Ok(());
    }
    let told = Told {
        from: board.process(),
        org,
        lead,
        member,
        tab: tab.to_owned(),
        name: String::new(),
        editing: Vec::new(),
        gone: true,
    };
    take(cx, board, &told);
    others::tell(cx, &told).await;
    Ok(())
}

/// What was said here or in another process.
fn take(cx: &Context, board: &Board, told: &Told) {
    if told.gone {
        board.remove(told.org, told.lead, told.member, &told.tab);
        return;
    }
    let until = cx.now() + TimeDelta::seconds(GONE_SECONDS);
    let seen = Seen { name: told.name.clone(), editing: told.editing.clone(), until };
    board.put(told.org, told.lead, told.member, &told.tab, seen);
}

/// The page makes it up; it only has to tell tabs of one member apart.
fn check_tab(tab: &str) -> Result<()> {
    let fits = (8..=64).contains(&tab.len()) && tab.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if fits { Ok(()) } else { Err(Error::invalid("tab", "tab.key", "Reload the page.")) }
}
