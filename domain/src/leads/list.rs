//! Pages of leads: filters, search, order, and the count of what matches.

use super::columns;
use super::filter::{self, Asking};
use super::order::{self, Order};
use super::plan::{self, Along, Size, Way};
use super::rank::Typed;
use super::rows::summaries;
use super::{search, sql::Sql};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use sea_orm::{ConnectionTrait, DatabaseBackend, FromQueryResult};
use shared::OrgId;
use shared::leads::{
    LeadQuery, LeadSort, LeadSource, LeadStatus, LeadSummary, MAX_COLUMNS, MAX_SEARCH, OwnerFilter,
};
use shared::paging::{Count, DEFAULT_LIMIT, MAX_LIMIT, Page};
use shared::roles::Permission;
use uuid::Uuid;

/// Matching rows are counted up to here.
const COUNT_BOUND: u64 = 10_000;
/// Hits of a search that are looked at when not all of them can be.
const SAMPLE: u64 = 1_000;
/// Most rows that are sorted where no index has them in their order.
const MAX_SORTED: u64 = 100_000;
/// Rows that further conditions are asked of to count what they leave.
const ASKED: u64 = 20_000;

/// A page of the organization's leads.
///
/// A search comes by relevance where nothing else is asked for, as long as at most 2,000 leads match; beyond that it has the
/// orders behind it, and [`LeadQuery::is_unranked`] says so of its total.
///
/// The total of a search whose words and filters all leave many rows is a lower bound taken from some of them, and so is
/// one of further conditions in a large list; every other total is exact up to 10,000.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at `search` (too long), `where` (further conditions that cannot be read
/// or asked), `sort` (a field that is gone or has several values, or too many leads to be sorted), `cols` (more than 8), `limit` (above 200) and `after` (altered, or of another order).
pub async fn list(cx: &Context, actor: &Actor, query: &LeadQuery) -> Result<Page<LeadSummary>> {
    actor.require(Permission::ReadLeads)?;
    let wanted = match query.limit {
        0 => DEFAULT_LIMIT,
        limit if limit <= MAX_LIMIT => limit,
        _ => {
            return Err(Error::invalid(
                "limit",
                "limit.too_large",
                format!("Ask for at most {MAX_LIMIT} leads at a time."),
            ));
        }
    };
    if query.columns.len() > MAX_COLUMNS {
        let words = format!("Show at most {MAX_COLUMNS} further columns.");
        return Err(Error::invalid("cols", "columns.too_many", words));
    }
    let db = cx.db().read();
    let asked = Asked::read(cx, db, actor, query).await?;
    let plan = asked.plan(db, u64::from(wanted) + 1).await?;
    let found = asked.found(db, &plan, query.after.as_deref(), wanted).await?;
    let mut items = summaries(db, actor.org(), found.items).await?;
    columns::fill(db, actor.org(), &query.columns, &mut items).await?;
    Ok(Page { items, next: found.next, total: found.total })
}

/// What a list is asked for, checked.
pub(super) struct Asked {
    pub(super) org: Uuid,
    statuses: Vec<LeadStatus>,
    sources: Vec<LeadSource>,
    owner: Owned,
    words: Vec<String>,
    /// Further conditions.
    asking: Option<Asking>,
    /// At least one; those behind the relevance in a list that is ranked.
    orders: Vec<Order>,
    /// What rows are ranked by.
    pub(super) typed: Option<Typed>,
}

/// Whose leads are asked for.
#[derive(Clone, Copy, PartialEq)]
enum Owned {
    ByAnybodyOrNobody,
    ByNobody,
    By(Uuid),
}

/// The way to the rows, and the word whose hits it starts from.
#[derive(Clone)]
pub(super) struct Plan {
    pub(super) way: Way,
    pub(super) word: String,
    filters: Option<Size>,
    pub(super) hits: Option<Size>,
    /// Which of [`Asking::seeks`] leaves the fewest leads, and how many.
    sought: Option<(usize, Size)>,
}

#[derive(FromQueryResult)]
struct Counted {
    rows: i64,
}

#[derive(FromQueryResult)]
struct Sampled {
    seen: i64,
    rows: i64,
}

pub(super) async fn count(db: &impl ConnectionTrait, sql: Sql) -> Result<u64> {
    let counted = Counted::find_by_statement(sql.statement(db.get_database_backend())).one(db).await?;
    Ok(counted.and_then(|counted| u64::try_from(counted.rows).ok()).unwrap_or_default())
}

impl Asked {
    pub(super) async fn read(
        cx: &Context,
        db: &impl ConnectionTrait,
        actor: &Actor,
        query: &LeadQuery,
    ) -> Result<Self> {
        if query.search.chars().count() > MAX_SEARCH {
            return Err(Error::invalid(
                "search",
                "text.too_long",
                format!("Use at most {MAX_SEARCH} characters."),
            ));
        }
        let owner = match query.owner {
            None => Owned::ByAnybodyOrNobody,
            Some(OwnerFilter::Nobody) => Owned::ByNobody,
            Some(OwnerFilter::Member(member)) => Owned::By(member.uuid()),
            Some(OwnerFilter::Me) => Owned::By(actor.member_id().ok_or(Error::Forbidden)?.uuid()),
        };
        let further = filter::read(query)?;
        let asking = if further.is_everything() {
            None
        } else {
            Some(Asking::check(db, actor.org(), actor.member_id(), cx.now(), further).await?)
        };
        let mut orders = order::resolve(db, actor.org(), &query.orders()).await?;
        let typed = (orders.first().map(|order| order.sort) == Some(LeadSort::Relevance))
            .then(|| Typed::new(&query.search, &orders));
        orders.retain(|order| order.sort != LeadSort::Relevance);
        Ok(Self {
            org: actor.org().uuid(),
            statuses: query.statuses.clone(),
            sources: query.sources.clone(),
            owner,
            words: search::asked(&query.search),
            asking,
            orders,
            typed,
        })
    }

    /// Whether the hits of one word are the list.
    pub(super) fn is_one_word(&self) -> bool {
        self.words.len() == 1 && !self.is_filtered() && self.asking.is_none()
    }

    /// The leads of the organization that a word finds, each once: nothing has to be looked up for them on SQLite.
    pub(super) fn hits_of_word(&self, sql: &mut Sql, word: &str, limit: u64) {
        sql.push("SELECT DISTINCT doc FROM lead_terms WHERE ");
        self.term_range(sql, word);
        sql.push(&format!(" LIMIT {limit}"));
    }

    fn is_filtered(&self) -> bool {
        !self.statuses.is_empty() || !self.sources.is_empty() || self.owner != Owned::ByAnybodyOrNobody
    }

    /// Chooses the way to `wanted` rows. On PostgreSQL its planner does, but for one case.
    ///
    /// Errors: [`Error::Invalid`] at `sort` when too many rows match to be sorted.
    pub(super) async fn plan(&self, db: &impl ConnectionTrait, wanted: u64) -> Result<Plan> {
        let plan = self.way(db, wanted).await?;
        if self.index().is_none() && self.is_more_than(db, &plan, MAX_SORTED).await? {
            let words = format!(
                "More than {MAX_SORTED} leads match, too many to be put in this order. Narrow the list, or order \
                 it by name, asking price, deadline, activity or creation."
            );
            return Err(Error::invalid("sort", "order.too_many", words));
        }
        Ok(plan)
    }

    /// Whether more rows match, told by the cheapest count that can tell.
    async fn is_more_than(&self, db: &impl ConnectionTrait, plan: &Plan, most: u64) -> Result<bool> {
        let exact = |size: Option<Size>| matches!(size, Some(Size::Exactly(_)));
        if exact(plan.filters) || exact(plan.hits) || exact(plan.sought.map(|(_, size)| size)) {
            return Ok(false);
        }
        let backend = db.get_database_backend();
        let mut sql = Sql::new("SELECT count(*) AS rows FROM (SELECT 1 FROM leads");
        if backend == DatabaseBackend::Sqlite {
            sql.push(" INDEXED BY leads_created");
        }
        self.conditions(&mut sql, backend, false, false);
        sql.push(&format!(" LIMIT {}) AS matching", most + 1));
        if count(db, sql).await? <= most {
            return Ok(false);
        }
        if self.words.is_empty() && self.asking.is_none() {
            return Ok(true);
        }
        let mut sql = Sql::new("SELECT count(*) AS rows FROM (SELECT 1");
        self.source(&mut sql, backend, plan);
        sql.push(&format!(" LIMIT {}) AS matching", most + 1));
        Ok(count(db, sql).await? > most)
    }

    async fn way(&self, db: &impl ConnectionTrait, wanted: u64) -> Result<Plan> {
        let sought = self.sought(db).await?;
        let mut plan = Plan { way: Way::Walk, word: String::new(), filters: None, hits: None, sought };
        let along = self.along();
        let bound = plan::word_bound(along);
        if db.get_database_backend() == DatabaseBackend::Postgres {
            // Its planner knows how often words occur, but takes them for spread over every order.
            if along == Along::Bunched
                && !self.words.is_empty()
                && search::expected(db, &self.words).await? <= bound
            {
                plan.way = Way::Hits;
            }
            return Ok(plan);
        }
        if self.words.is_empty() && !self.is_filtered() && sought.is_none() {
            return Ok(plan);
        }
        let mut fewest = u64::MAX;
        for word in &self.words {
            let mut sql = Sql::new("SELECT count(*) AS rows FROM (SELECT 1 FROM lead_terms WHERE ");
            self.term_range(&mut sql, word);
            sql.push(&format!(" LIMIT {})", bound + 1));
            let found = count(db, sql).await?;
            if found < fewest {
                fewest = found;
                plan.word.clone_from(word);
            }
        }
        plan.hits = (!self.words.is_empty()).then_some(Size::counted(fewest, bound));
        // Few hits are read whole whatever the filters leave.
        if self.is_filtered() && fewest > SAMPLE {
            let mut sql =
                Sql::new("SELECT count(*) AS rows FROM (SELECT 1 FROM leads INDEXED BY leads_filter");
            self.conditions(&mut sql, DatabaseBackend::Sqlite, true, false);
            sql.push(&format!(" LIMIT {})", plan::FILTER_BOUND + 1));
            plan.filters = Some(Size::counted(count(db, sql).await?, plan::FILTER_BOUND));
        }
        // Numbers are given in order and leads go only when an import is taken back, which counts them: the last number
        // without those is the table's size.
        let table = "SELECT coalesce(max(seq), 0) - (SELECT coalesce(sum(removed), 0) FROM imports WHERE removed > 0) \
                     AS rows FROM leads";
        let table = count(db, Sql::new(table)).await?;
        let sought = sought.map(|(_, size)| size);
        plan.way = plan::choose(table, wanted, plan.filters, plan.hits, sought, along);
        Ok(plan)
    }

    /// Counts what each condition leaves whose leads an index knows.
    async fn sought(&self, db: &impl ConnectionTrait) -> Result<Option<(usize, Size)>> {
        let Some(asking) = &self.asking else { return Ok(None) };
        let mut fewest: Option<(usize, u64)> = None;
        for (index, test) in asking.seeks().into_iter().enumerate() {
            let mut sql = Sql::new("SELECT count(*) AS rows FROM (");
            asking.seek(&mut sql, db.get_database_backend(), OrgId::from_uuid(self.org), test);
            sql.push(&format!(" LIMIT {}) AS known", plan::FILTER_BOUND + 1));
            let found = count(db, sql).await?;
            if fewest.is_none_or(|(_, least)| found < least) {
                fewest = Some((index, found));
            }
        }
        Ok(fewest.map(|(index, found)| (index, Size::counted(found, plan::FILTER_BOUND))))
    }

    pub(super) fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// The index of the first order, where it has one.
    pub(super) fn index(&self) -> Option<&'static str> {
        self.orders.first().and_then(Order::index)
    }

    /// What is known of where rows lie in the first order.
    fn along(&self) -> Along {
        match self.index() {
            None => Along::Nothing,
            Some(_)
                if self.orders.first().is_some_and(|first| first.sort.is_about_the_same(LeadSort::NAME)) =>
            {
                Along::Bunched
            }
            Some(_) => Along::Spread,
        }
    }

    /// How many rows match, `shown` of which are on the page already.
    pub(super) async fn total(&self, db: &impl ConnectionTrait, plan: &Plan, shown: usize) -> Result<Count> {
        let backend = db.get_database_backend();
        let mut sql = Sql::new("SELECT count(*) AS rows FROM (SELECT 1");
        if self.asking.is_some()
            && !matches!(plan.sought, Some((_, Size::Exactly(_))))
            && self.words.is_empty()
        {
            return self.asked_of_some(db, shown).await;
        }
        if self.words.is_empty() && backend == DatabaseBackend::Sqlite && self.asking.is_none() {
            let index = if self.is_filtered() { "leads_filter" } else { "leads_created" };
            sql.push(&format!(" FROM leads INDEXED BY {index}"));
            self.conditions(&mut sql, backend, self.is_filtered(), true);
        } else if backend == DatabaseBackend::Sqlite && matches!(plan.way, Way::Walk | Way::WalkHits) {
            return self.sampled_on_sqlite(db, plan, shown).await;
        } else if backend == DatabaseBackend::Postgres
            && !self.words.is_empty()
            && search::expected(db, &self.words).await? > COUNT_BOUND
        {
            return self.sampled_on_postgres(db, shown).await;
        } else {
            self.source(&mut sql, backend, plan);
        }
        sql.push(&format!(" LIMIT {}) AS matching", COUNT_BOUND + 1));
        Ok(Count::bounded(count(db, sql).await?, COUNT_BOUND))
    }

    /// A lower bound for conditions that no index knows: of the newest rows that the filters leave.
    async fn asked_of_some(&self, db: &impl ConnectionTrait, shown: usize) -> Result<Count> {
        let backend = db.get_database_backend();
        let shown = u64::try_from(shown).unwrap_or(u64::MAX);
        let mut sql = Sql::new("SELECT count(*) AS seen, coalesce(sum(CASE WHEN ");
        self.further(&mut sql, backend);
        sql.push(" THEN 1 ELSE 0 END), 0) AS rows FROM (SELECT * FROM leads");
        if backend == DatabaseBackend::Sqlite {
            sql.push(" INDEXED BY leads_created");
        }
        self.conditions(&mut sql, backend, false, false);
        sql.push(&format!(" ORDER BY created_at DESC LIMIT {ASKED}) AS leads"));
        let sampled = Sampled::find_by_statement(sql.statement(backend)).one(db).await?;
        let (seen, rows) = sampled.map_or((0, 0), |sampled| (sampled.seen, sampled.rows));
        let (seen, rows) = (u64::try_from(seen).unwrap_or_default(), u64::try_from(rows).unwrap_or_default());
        if seen < ASKED {
            return Ok(Count::bounded(rows, COUNT_BOUND));
        }
        Ok(Count { at_least: rows.max(shown).min(COUNT_BOUND), exact: false })
    }

    /// A lower bound for a search that leaves so many rows that walking was the cheapest way to a page.
    async fn sampled_on_sqlite(&self, db: &impl ConnectionTrait, plan: &Plan, shown: usize) -> Result<Count> {
        let shown = u64::try_from(shown).unwrap_or(u64::MAX);
        let mut sql = Sql::new("SELECT count(*) AS rows FROM (");
        if self.is_one_word() {
            self.hits_of_word(&mut sql, &plan.word, COUNT_BOUND + 1);
            sql.push(")");
            return Ok(Count::bounded(count(db, sql).await?, COUNT_BOUND));
        }
        sql.push("SELECT DISTINCT doc FROM (SELECT doc FROM lead_terms WHERE ");
        self.term_range(&mut sql, &plan.word);
        sql.push(&format!(" LIMIT {SAMPLE})) AS hits CROSS JOIN leads ON seq = doc"));
        self.conditions(&mut sql, DatabaseBackend::Sqlite, false, true);
        let exact = matches!(plan.hits, Some(Size::Exactly(hits)) if hits <= SAMPLE);
        Ok(Count { at_least: count(db, sql).await?.max(shown), exact })
    }

    /// A lower bound for a search of words so common that collecting their hits would take longer than the page.
    async fn sampled_on_postgres(&self, db: &impl ConnectionTrait, shown: usize) -> Result<Count> {
        let backend = DatabaseBackend::Postgres;
        let mut sql = Sql::new("SELECT count(*) AS seen, count(*) FILTER (WHERE true");
        search::and_has(&mut sql, backend, &self.words);
        sql.push(" AND ");
        self.further(&mut sql, backend);
        sql.push(") AS rows FROM (SELECT * FROM leads");
        self.conditions(&mut sql, backend, false, false);
        sql.push(&format!(" LIMIT {SAMPLE}) AS leads"));
        let sampled = Sampled::find_by_statement(sql.statement(backend)).one(db).await?;
        let (seen, rows) = sampled.map_or((0, 0), |sampled| (sampled.seen, sampled.rows));
        let shown = u64::try_from(shown).unwrap_or(u64::MAX);
        let (seen, rows) = (u64::try_from(seen).unwrap_or_default(), u64::try_from(rows).unwrap_or_default());
        Ok(Count { at_least: rows.max(shown), exact: seen < SAMPLE })
    }

    /// ` FROM … WHERE …` of the chosen way.
    pub(super) fn source(&self, sql: &mut Sql, backend: DatabaseBackend, plan: &Plan) {
        if backend == DatabaseBackend::Postgres {
            if plan.way == Way::Hits {
                // OFFSET 0 keeps the order outside: every hit is read, then sorted.
                sql.push(" FROM (SELECT * FROM leads");
                self.conditions(sql, backend, false, true);
                sql.push(" OFFSET 0) AS hits WHERE true");
                return;
            }
            sql.push(" FROM leads");
            return self.conditions(sql, backend, false, true);
        }
        match plan.way {
            Way::Hits => {
                sql.push(" FROM (SELECT DISTINCT doc FROM lead_terms WHERE ");
                self.term_range(sql, &plan.word);
                sql.push(") AS hits CROSS JOIN leads ON seq = doc");
                self.conditions(sql, backend, false, true);
            }
            Way::Sought => {
                sql.push(" FROM (SELECT DISTINCT lead_id FROM (");
                if let (Some(asking), Some((index, _))) = (&self.asking, plan.sought)
                    && let Some(test) = asking.seeks().get(index)
                {
                    asking.seek(sql, backend, OrgId::from_uuid(self.org), test);
                }
                sql.push(")) AS sought CROSS JOIN leads ON leads.org_id = ").bind(self.org);
                sql.push(" AND leads.id = sought.lead_id");
                self.conditions(sql, backend, false, true);
            }
            Way::Filters | Way::FilterHits => {
                sql.push(" FROM leads INDEXED BY leads_filter");
                self.conditions(sql, backend, true, true);
            }
            Way::Walk | Way::WalkHits => {
                sql.push(&format!(" FROM leads INDEXED BY {}", self.index().unwrap_or("leads_created")));
                self.conditions(sql, backend, false, true);
            }
        }
        if matches!(plan.way, Way::WalkHits | Way::FilterHits) {
            // The plus keeps SQLite from seeking each hit instead of comparing with them.
            sql.push(" AND +seq IN (SELECT doc FROM lead_terms WHERE ");
            self.term_range(sql, &plan.word);
            sql.push(")");
        }
    }

    /// The further conditions.
    fn further(&self, sql: &mut Sql, backend: DatabaseBackend) {
        match &self.asking {
            Some(asking) => asking.condition(sql, backend),
            None => {
                sql.push("true");
            }
        }
    }

    /// ` WHERE` the organization, the filters and, if wanted, the words and further conditions. `every_column` names all statuses and all
    /// sources where none is asked for, so that the index of the filters is searched by each of its columns.
    fn conditions(&self, sql: &mut Sql, backend: DatabaseBackend, every_column: bool, words: bool) {
        // Written out as in the indexes, which hold no others.
        sql.push(" WHERE org_id = ").bind(self.org).push(" AND set_aside = false");
        if !self.statuses.is_empty() || every_column {
            let all = if self.statuses.is_empty() { LeadStatus::ALL } else { &self.statuses };
            sql.push(" AND status IN ").bind_all(all.iter().map(|status| status.as_str()));
        }
        if !self.sources.is_empty() || every_column {
            let all = if self.sources.is_empty() { LeadSource::ALL } else { &self.sources };
            sql.push(" AND source IN ").bind_all(all.iter().map(|source| source.as_str()));
        }
        match self.owner {
            Owned::ByAnybodyOrNobody => {}
            Owned::ByNobody => {
                sql.push(" AND owner_id IS NULL");
            }
            Owned::By(owner) => {
                sql.push(" AND owner_id = ").bind(owner);
            }
        }
        if words {
            search::and_has(sql, backend, &self.words);
            if self.asking.is_some() {
                sql.push(" AND ");
                self.further(sql, backend);
            }
        }
    }

    /// The terms of the organization that begin with a word; see the migration for how terms are stored.
    fn term_range(&self, sql: &mut Sql, word: &str) {
        let code: String = self.org.simple().to_string().chars().skip(16).collect();
        sql.push("term >= ").bind(format!("{code}{word}"));
        // The first character after `z`.
        sql.push(" AND term < ").bind(format!("{code}{word}{{"));
    }
}
