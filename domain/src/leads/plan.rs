//! Which way to a page of leads is the cheapest, judged by sizes counted up to a bound.
//!
//! SQLite keeps no statistics of how often words occur, and no planner knows that a page ends after 50 rows of a
//! search: so the way is chosen here. PostgreSQL has statistics and chooses for itself.

/// Counting filtered rows stops here.
pub(super) const FILTER_BOUND: u64 = 20_000;

/// Counting the hits of a word stops here: later where the alternative is a walk through half the table.
pub(super) const fn word_bound(along: Along) -> u64 {
    match along {
        Along::Spread => 20_000,
        Along::Bunched | Along::Nothing => 50_000,
    }
}

/// What is known of where the rows of a search lie in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Along {
    /// As if shuffled.
    Spread,
    /// They may stand together: people search for names, and in the order of names one first name is one bunch, half
    /// the table away.
    Bunched,
    /// Nothing: no index has the order, and every row that matches is read and sorted.
    Nothing,
}

/// How many rows a condition leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// This many.
    Exactly(u64),
    /// More than the bound it was counted to.
    Large,
}

impl Size {
    /// From a number counted up to one past `bound`.
    pub(super) const fn counted(rows: u64, bound: u64) -> Self {
        if rows > bound { Self::Large } else { Self::Exactly(rows) }
    }

    /// A large set is taken for a twentieth of the table: larger ones only make walking cheaper.
    fn guess(self, table: u64) -> u64 {
        match self {
            Self::Exactly(rows) => rows,
            Self::Large => (table / 20).max(FILTER_BOUND),
        }
    }
}

/// A way to a page. The hits of the rarest word are numbers of rows; a row is looked up for anything that is not in
/// the index at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Along the index of the order until the page is full, looking rows up for their words.
    Walk,
    /// The same, but looking up only rows that are among the hits.
    WalkHits,
    /// Every row that passes the filters, then sort.
    Filters,
    /// Every row that passes the filters and is among the hits, then sort.
    FilterHits,
    /// Every hit, then sort.
    Hits,
    /// Every lead that an index of tags or of values knows, then sort.
    Sought,
}

// Measured on SQLite 3.51 with a warm cache and a million rows, in tenths of a microsecond: a step along an index of
// an order, along the index of the filters, a row looked up, a hit collected, a number compared with the hits.
const STEP: f64 = 3.5;
const FILTERED: f64 = 1.5;
const LOOKUP: f64 = 25.0;
const COLLECT: f64 = 5.0;
const COMPARE: f64 = 2.5;

/// The cheapest way to `wanted` rows of a table of `table` rows; `None` stands for no condition of that kind. `sought` are
/// the leads that further conditions leave, of which the others know nothing: each row is looked up for them.
pub(super) fn choose(
    table: u64,
    wanted: u64,
    filters: Option<Size>,
    words: Option<Size>,
    sought: Option<Size>,
    along: Along,
) -> Way {
    let table = table.max(1);
    let all = number(table);
    let rows = |size: Option<Size>| number(size.map_or(table, |size| size.guess(table)).clamp(1, table));
    let (filtered, found, known) = (rows(filters), rows(words), rows(sought));
    let both = filtered * found / all;
    let left = both * known / all;
    let page = number(wanted).min(both);
    // Where rows lie as if shuffled, the page is full after this many steps.
    let shuffled = (number(wanted) * all / left).min(all);
    let steps = match along {
        Along::Nothing => all,
        Along::Bunched if words.is_some() => shuffled.max(all / 2.0),
        _ => shuffled,
    };
    let every = words.is_some() || sought.is_some() || along == Along::Nothing;
    let walked = if every { steps * filtered / all } else { page };
    let looked_up = if along == Along::Nothing { both } else { page };
    let mut ways = vec![(Way::Walk, steps * STEP + walked * LOOKUP)];
    let exact = |size: Option<Size>| matches!(size, Some(Size::Exactly(_)));
    if exact(filters) {
        ways.push((Way::Filters, filtered * (FILTERED + LOOKUP)));
    }
    if exact(sought) {
        ways.push((Way::Sought, known * (COLLECT + LOOKUP)));
    }
    if exact(words) {
        let collected = found * COLLECT;
        ways.push((Way::Hits, collected + found * LOOKUP));
        ways.push((Way::WalkHits, collected + steps * (STEP + COMPARE) + looked_up * LOOKUP));
        if exact(filters) {
            ways.push((Way::FilterHits, collected + filtered * (FILTERED + COMPARE) + both * LOOKUP));
        }
    }
    let cheapest = ways.into_iter().min_by(|(_, one), (_, other)| one.total_cmp(other));
    cheapest.map_or(Way::Walk, |(way, _)| way)
}

/// Row counts are far below where a float loses whole numbers.
fn number(rows: u64) -> f64 {
    f64::from(u32::try_from(rows).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLION: u64 = 1_000_000;

    #[test]
    fn rare_sets_are_read_whole_and_common_ones_are_walked_past() {
        let (some, large) = (|rows| Some(Size::Exactly(rows)), Some(Size::Large));
        let cases = [
            (None, None, Way::Walk),
            (large, None, Way::Walk),
            (some(15_000), None, Way::Walk),
            (some(40), None, Way::Filters),
            (None, large, Way::Walk),
            (None, some(3), Way::Hits),
            (None, some(9_000), Way::WalkHits),
            (large, some(900), Way::Hits),
            (some(900), large, Way::Filters),
            (some(6_000), some(9_000), Way::FilterHits),
            (some(10), some(9_000), Way::Filters),
            (large, large, Way::Walk),
        ];
        for (filters, words, way) in cases {
            assert_eq!(
                choose(MILLION, 51, filters, words, None, Along::Spread),
                way,
                "{filters:?} {words:?}"
            );
        }
    }

    #[test]
    fn an_empty_set_is_the_cheapest_of_all() {
        assert_eq!(
            choose(MILLION, 51, Some(Size::Large), Some(Size::Exactly(0)), None, Along::Spread),
            Way::Hits
        );
        assert_eq!(choose(0, 51, None, None, None, Along::Spread), Way::Walk);
    }

    #[test]
    fn a_bunch_is_not_walked_to() {
        let hits = Some(Size::Exactly(9_000));
        assert_eq!(choose(MILLION, 51, None, hits, None, Along::Spread), Way::WalkHits);
        assert_eq!(choose(MILLION, 51, None, hits, None, Along::Bunched), Way::Hits);
        assert_eq!(choose(MILLION, 51, None, None, None, Along::Bunched), Way::Walk);
        let many = Some(Size::Exactly(40_000));
        assert_eq!(choose(MILLION, 51, Some(Size::Large), many, None, Along::Bunched), Way::Hits);
    }

    #[test]
    fn what_an_index_knows_is_sought_when_it_is_little() {
        let (few, many) = (Some(Size::Exactly(300)), Some(Size::Exactly(15_000)));
        assert_eq!(choose(MILLION, 51, None, None, few, Along::Spread), Way::Sought);
        assert_eq!(choose(MILLION, 51, Some(Size::Large), None, few, Along::Spread), Way::Sought);
        assert_eq!(choose(MILLION, 51, None, None, many, Along::Spread), Way::Walk);
        assert_eq!(choose(MILLION, 51, None, None, Some(Size::Large), Along::Spread), Way::Walk);
        assert_eq!(choose(MILLION, 51, Some(Size::Exactly(10)), None, many, Along::Spread), Way::Filters);
    }

    #[test]
    fn what_no_index_orders_is_read_by_whatever_leaves_the_fewest() {
        let few = Some(Size::Exactly(900));
        let large = Some(Size::Large);
        assert_eq!(choose(MILLION, 51, None, None, None, Along::Nothing), Way::Walk);
        assert_eq!(
            choose(MILLION, 51, Some(Size::Exactly(15_000)), None, None, Along::Nothing),
            Way::Filters
        );
        assert_eq!(choose(MILLION, 51, large, Some(Size::Exactly(9_000)), None, Along::Nothing), Way::Hits);
        assert_eq!(choose(MILLION, 51, large, large, few, Along::Nothing), Way::Sought);
    }

    #[test]
    fn counting_past_the_bound_is_large() {
        assert_eq!(Size::counted(20, 20), Size::Exactly(20));
        assert_eq!(Size::counted(21, 20), Size::Large);
    }
}
