//! Lists in the order of how well leads fit what was typed.
//!
//! Where the words are in a lead is told by `shared::search`, which no database knows: so the rows are read, ranked and cut into
//! pages here. That is cheap up to a few thousand rows and the same on both databases; longer lists are not ranked.

use super::cursor::{Key, Place};
use super::list::{Asked, Plan, count};
use super::order::Order;
use super::pages::Found;
use super::plan::{Size, Way};
use super::rows::SummaryRow;
use super::search::{asked, words_of_name};
use super::sql::Sql;
use crate::error::Result;
use sea_orm::{ConnectionTrait, DatabaseBackend};
use shared::leads::MAX_RANKED;
use shared::paging::{Count, Page};
use shared::search::words;
use std::cmp::Ordering;
use uuid::Uuid;

/// What somebody typed, and the orders of the list: the relevance first.
pub(super) struct Typed {
    /// All words as they follow each other.
    words: Vec<String>,
    /// Those that tell a lead.
    asked: Vec<String>,
    orders: Vec<Order>,
}

impl Typed {
    pub(super) fn new(search: &str, orders: &[Order]) -> Self {
        Self { words: words(search), asked: asked(search), orders: orders.to_vec() }
    }

    pub(super) fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// How well a lead fits that has all the words: 3 when its name begins with what was typed, 2 when its name has all of
    /// them, 1 when phone, email and address have all of them, 0 when they are spread over both.
    fn rank(&self, name: &str) -> i64 {
        let joined = name.replace(['\'', '’'], "");
        if [name, joined.as_str()].into_iter().any(|name| begins(&words(name), &self.words)) {
            return 3;
        }
        let own = words_of_name(name);
        let is_own = |word: &&String| own.iter().any(|own| own.starts_with(word.as_str()));
        match self.asked.iter().filter(is_own).count() {
            0 => 1,
            all if all == self.asked.len() => 2,
            _ => 0,
        }
    }

    fn place(&self, found: &Found) -> Place {
        let rank = Key::Number(self.rank(&found.row.contact_name));
        Place { keys: std::iter::once(rank).chain(found.keys.iter().cloned()).collect(), id: found.row.id }
    }

    /// How two places follow each other. The id goes the way of the newest first.
    fn compare(&self, one: &Place, other: &Place) -> Ordering {
        let keys = self.orders.iter().zip(one.keys.iter().zip(&other.keys));
        let by_key = keys.map(|(order, (one, other))| one.compare(other, order.descending));
        let first = by_key.into_iter().find(|order| order.is_ne());
        first.unwrap_or_else(|| other.id.cmp(&one.id))
    }
}

/// Whether the words of a name are those typed, as far as was typed.
fn begins(name: &[String], typed: &[String]) -> bool {
    let Some((last, whole)) = typed.split_last() else { return false };
    name.starts_with(whole) && name.get(whole.len()).is_some_and(|word| word.starts_with(last.as_str()))
}

/// Every lead of a list, by relevance.
pub(super) struct Ranked<'a> {
    typed: &'a Typed,
    rows: Vec<(Place, SummaryRow)>,
}

impl<'a> Ranked<'a> {
    pub(super) fn new(typed: &'a Typed, rows: Vec<Found>) -> Self {
        let mut rows: Vec<_> = rows.into_iter().map(|found| (typed.place(&found), found.row)).collect();
        rows.sort_by(|(one, _), (other, _)| typed.compare(one, other));
        Self { typed, rows }
    }

    pub(super) fn total(&self) -> Count {
        Count { at_least: u64::try_from(self.rows.len()).unwrap_or(u64::MAX), exact: true }
    }

    pub(super) fn ids(&self) -> Vec<Uuid> {
        self.rows.iter().map(|(_, row)| row.id).collect()
    }

    /// At most `limit` rows behind a place.
    pub(super) fn page(self, after: Option<&Place>, limit: usize) -> Result<Page<SummaryRow>> {
        let total = self.total();
        let begin = after.map_or(0, |after| self.behind(after));
        let more = self.rows.len() > begin + limit;
        let rows: Vec<_> = self.rows.into_iter().skip(begin).take(limit).collect();
        let last = rows.last().filter(|_| more);
        let next = last.map(|(place, _)| place.encode(self.typed.orders())).transpose()?;
        Ok(Page { items: rows.into_iter().map(|(_, row)| row).collect(), next, total })
    }

    /// The leads before a lead and those behind it. It need not be among them.
    pub(super) fn around(&self, found: &Found) -> (Option<Uuid>, Option<Uuid>) {
        let place = self.typed.place(found);
        let before = self.rows.partition_point(|(known, _)| self.typed.compare(known, &place).is_lt());
        let id = |at: usize| self.rows.get(at).map(|(_, row)| row.id);
        (before.checked_sub(1).and_then(id), id(self.behind(&place)))
    }

    /// How many rows there are up to a place.
    fn behind(&self, place: &Place) -> usize {
        self.rows.partition_point(|(known, _)| self.typed.compare(known, place).is_le())
    }
}

impl Asked {
    /// A page behind a place, by relevance where that is asked for and can be had.
    pub(super) async fn found(
        &self,
        db: &impl ConnectionTrait,
        plan: &Plan,
        after: Option<&str>,
        wanted: u16,
    ) -> Result<Page<SummaryRow>> {
        let limit = usize::from(wanted);
        if let Some(typed) = &self.typed {
            let place = after.map(|text| Place::decode(text, typed.orders())).transpose();
            // A place that is none of the ranked list is one of the list that was too long for it.
            if let Ok(place) = place {
                // What came since the first page does not end a list that was begun.
                let most = if place.is_some() { 2 * MAX_RANKED } else { MAX_RANKED };
                match self.ranked(db, plan, most).await? {
                    Some(ranked) => return ranked.page(place.as_ref(), limit),
                    None if place.is_some() => return Err(Place::unknown()),
                    None => {}
                }
            }
        }
        let after = after.map(|text| Place::decode(text, self.orders())).transpose()?;
        let mut items = self.page(db, plan, after.as_ref(), true, u64::from(wanted) + 1).await?;
        let more = items.len() > limit;
        if let (Some(typed), false, None) = (&self.typed, more, &after) {
            // However common the words are, the few rows that have them all are at hand.
            return Ranked::new(typed, items).page(None, limit);
        }
        items.truncate(limit);
        let total = if after.is_none() && !more {
            Count { at_least: u64::try_from(items.len()).unwrap_or(u64::MAX), exact: true }
        } else {
            self.total(db, plan, items.len()).await?
        };
        let last = items.last().filter(|_| more);
        let next = last.map(|found| found.place().encode(self.orders())).transpose()?;
        Ok(Page { items: items.into_iter().map(|found| found.row).collect(), next, total })
    }

    /// All leads of a list by relevance; `None` where another order is asked for, or more than `most` match.
    ///
    /// On SQLite also where the rarest of several words has more hits than are read whole: then whether few leads have
    /// all of the words is known only after looking at each.
    pub(super) async fn ranked<'a>(
        &'a self,
        db: &impl ConnectionTrait,
        plan: &Plan,
        most: u64,
    ) -> Result<Option<Ranked<'a>>> {
        let Some(typed) = &self.typed else { return Ok(None) };
        let backend = db.get_database_backend();
        let mut plan = plan.clone();
        if backend == DatabaseBackend::Sqlite {
            if matches!(plan.way, Way::Walk | Way::WalkHits) {
                if plan.hits == Some(Size::Large) {
                    return Ok(None);
                }
                plan.way = Way::Hits;
            }
            if self.is_one_word() {
                let mut sql = Sql::new("SELECT count(*) AS rows FROM (");
                self.hits_of_word(&mut sql, &plan.word, most + 1);
                sql.push(")");
                if count(db, sql).await? > most {
                    return Ok(None);
                }
            }
        }
        let rows = self.unordered(db, &plan, most).await?;
        let few = u64::try_from(rows.len()).is_ok_and(|rows| rows <= most);
        Ok(few.then(|| Ranked::new(typed, rows)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::leads::LeadSort;

    #[test]
    fn names_go_before_what_else_a_lead_is_found_by() {
        let typed = |search| Typed::new(search, &[Order::standard(LeadSort::Relevance).unwrap()]);
        for (search, name, rank) in [
            ("ana", "Ana Okafor", 3),
            ("ANA ok", "Ana Okafor", 3),
            ("o'neil", "O’Neil, Sean", 3),
            ("oneil se", "O'Neil Sean", 3),
            ("oka", "Ana Okafor", 2),
            ("okafor ana", "Ana Okafor", 2),
            ("an ok", "Ana Okafor", 2),
            ("ana ana", "Ana Okafor", 2),
            ("0134", "Ana Okafor", 1),
            ("ana austin", "Ana Okafor", 0),
        ] {
            assert_eq!(typed(search).rank(name), rank, "{search} in {name}");
        }
    }
}
