//! The few leads that somebody means who types a word or two, for wherever one lead is wanted and no list.

use super::list::Asked;
use super::rows::summaries;
use super::search::words_of_name;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::Result;
use shared::leads::{LeadQuery, LeadSort, LeadSummary};
use shared::roles::Permission;
use shared::search::{asked, words};

/// The newest leads with the words, among which the best are looked for.
const LOOKED_AT: u64 = 50;
/// Most leads that are answered.
const FOUND: usize = 8;

/// At most eight leads that have all the words: first those that are called so, then those with the words in name and
/// address, then those found by phone or email; among equals the newest first. Nothing is found by no words.
///
/// Errors: [`crate::Error::Forbidden`]; [`crate::Error::Invalid`] at `search` when it is too long.
pub async fn find(cx: &Context, actor: &Actor, search: &str) -> Result<Vec<LeadSummary>> {
    actor.require(Permission::ReadLeads)?;
    let query = LeadQuery { search: search.to_owned(), sort: Some(LeadSort::NEWEST), ..LeadQuery::default() };
    let db = cx.db().read();
    let asking = Asked::read(cx, db, actor, &query).await?;
    let wanted = asked(search);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let plan = asking.plan(db, LOOKED_AT).await?;
    let rows = asking.page(db, &plan, None, true, LOOKED_AT).await?;
    let rows = rows.into_iter().map(|found| found.row).collect();
    let mut found = summaries(db, actor.org(), rows).await?;
    // Stable, so that equals stay in the order of the list.
    found.sort_by_key(|lead| distance(lead, &wanted));
    found.truncate(FOUND);
    Ok(found)
}

/// How far what the words are in is from the name.
fn distance(lead: &LeadSummary, wanted: &[String]) -> u8 {
    let mut own = words_of_name(&lead.name);
    let all_in = |own: &[String]| wanted.iter().all(|word| own.iter().any(|own| own.starts_with(word)));
    if all_in(&own) {
        return 0;
    }
    own.extend(words(lead.place.as_deref().unwrap_or_default()));
    if all_in(&own) { 1 } else { 2 }
}
