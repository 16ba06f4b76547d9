//! Which rows of a long list are drawn: those near what is on the screen, and the one somebody is at. Gaps as high as the rows
//! stand for all others, so that what scrolls is as long as the list.

use super::state::{List, SCROLLER};
use crate::features::leads::browser;
use leptos::prelude::*;
use shared::LeadId;
use shared::leads::LeadSummary;
use std::ops::Range;

/// Lists up to this long are drawn whole.
const WHOLE: usize = 200;
/// Rows that are drawn beyond what is on the screen, on each side.
const MARGIN: usize = 30;
/// What is drawn begins and ends at multiples of this many rows: not every row that passes is a change.
const STEP: usize = 10;

/// A piece of what is drawn.
pub(super) enum Part {
    Row(Box<LeadSummary>),
    /// So many rows that are not drawn, from the one at a place on.
    Gap {
        at: usize,
        rows: usize,
    },
}

/// What tells parts apart.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum PartKey {
    Row(LeadId),
    Gap { at: usize, rows: usize },
}

impl Part {
    pub(super) fn key(&self) -> PartKey {
        match self {
            Self::Row(lead) => PartKey::Row(lead.id),
            Self::Gap { at, rows } => PartKey::Gap { at: *at, rows: *rows },
        }
    }
}

/// The rows on the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sight {
    /// The first of them.
    top: usize,
    /// How many there is room for.
    room: usize,
}

/// What is drawn of a list inside one element. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Window {
    list: List,
    cursor: RwSignal<Option<LeadId>>,
    /// The element that holds the rows and nothing else.
    body: &'static str,
    sight: RwSignal<Sight>,
    /// Of a row, in pixels.
    height: RwSignal<usize>,
}

impl Window {
    /// `height` is that of a row until the first one is measured.
    pub(super) fn new(
        list: List,
        cursor: RwSignal<Option<LeadId>>,
        body: &'static str,
        height: usize,
    ) -> Self {
        let sight = RwSignal::new(Sight { top: 0, room: MARGIN });
        let window = Self { list, cursor, body, sight, height: RwSignal::new(height) };
        Effect::new(move |_| {
            list.rows.track();
            list.moved.track();
            // When what changed is drawn, and before it is shown.
            request_animation_frame(move || window.look());
        });
        window
    }

    /// What is to be drawn.
    pub(super) fn parts(self) -> Vec<Part> {
        self.list.rows.with(|rows| {
            let mut parts = Vec::new();
            let mut at = 0;
            let drawn = self.drawn(rows).into_iter().filter(|range| !range.is_empty());
            for range in drawn.chain(std::iter::once(rows.len()..rows.len())) {
                if range.start > at {
                    parts.push(Part::Gap { at, rows: range.start - at });
                }
                at = range.end;
                parts.extend(
                    rows.get(range).into_iter().flatten().cloned().map(|row| Part::Row(Box::new(row))),
                );
            }
            parts
        })
    }

    /// The height of so many rows as a style.
    pub(super) fn height_of(self, rows: usize) -> String {
        format!("{}px", rows * self.height.get())
    }

    fn drawn(self, rows: &[LeadSummary]) -> [Range<usize>; 3] {
        if rows.len() <= WHOLE {
            return [0..0, 0..rows.len(), 0..0];
        }
        let here = self.cursor.get().and_then(|here| rows.iter().position(|row| row.id == here));
        drawn(rows.len(), self.sight.get(), here)
    }

    /// Looks where the screen stands.
    fn look(self) {
        let Some(before) = self.sight.try_get_untracked() else { return };
        let sight = untrack(|| self.list.rows.with(|rows| self.seen(rows)));
        let Some(sight) = sight.filter(|sight| *sight != before) else { return };
        // A row that is drawn again, or moved, is another one for the browser.
        let focused = browser::focused_id();
        self.sight.set(sight);
        if let Some(focused) = focused {
            request_animation_frame(move || browser::focus_again(&focused));
        }
    }

    /// The rows on the screen, by the height of those that are drawn. Of a list that is hidden the beginning is drawn.
    fn seen(self, rows: &[LeadSummary]) -> Option<Sight> {
        let drawn: usize = self.drawn(rows).iter().map(Range::len).sum();
        let gaps = (rows.len() - drawn) * self.height.get();
        let height = browser::height(self.body).saturating_sub(gaps).checked_div(drawn)?;
        if height == 0 {
            return Some(Sight { top: 0, room: 0 });
        }
        if height != self.height.get() {
            self.height.set(height);
        }
        let top = browser::scrolled_by(SCROLLER) / height / STEP * STEP;
        Some(Sight { top, room: browser::screen().div_ceil(height) })
    }
}

/// The rows that are drawn of more than [`WHOLE`]: those near the screen, and before or behind them the one somebody is at,
/// which keeps the focus.
fn drawn(rows: usize, sight: Sight, here: Option<usize>) -> [Range<usize>; 3] {
    let begin = sight.top.saturating_sub(MARGIN).min(rows.saturating_sub(MARGIN)) / STEP * STEP;
    let end = (sight.top + sight.room + MARGIN).next_multiple_of(STEP).clamp(begin, rows);
    let alone = |is_there: fn(&usize, &Range<usize>) -> bool| {
        let here = here.filter(|here| is_there(here, &(begin..end)));
        here.map_or(0..0, |here| Range { start: here, end: here + 1 })
    };
    [alone(|here, near| *here < near.start), begin..end, alone(|here, near| *here >= near.end)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_drawn_and_where_somebody_is() {
        let sight = |top, room| Sight { top, room };
        for (sight, here, ranges) in [
            (sight(0, 18), None, [0..0, 0..50, 0..0]),
            (sight(0, 0), None, [0..0, 0..30, 0..0]),
            (sight(500, 18), None, [0..0, 470..550, 0..0]),
            (sight(500, 18), Some(480), [0..0, 470..550, 0..0]),
            (sight(500, 18), Some(3), [3..4, 470..550, 0..0]),
            (sight(500, 18), Some(469), [469..470, 470..550, 0..0]),
            (sight(500, 18), Some(550), [0..0, 470..550, 550..551]),
            (sight(990, 18), None, [0..0, 960..1000, 0..0]),
            // What was loaded is gone: the end of what is left is drawn.
            (sight(5_000, 18), None, [0..0, 970..1000, 0..0]),
        ] {
            assert_eq!(drawn(1_000, sight, here), ranges, "{sight:?} {here:?}");
        }
    }
}
