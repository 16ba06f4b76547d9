//! Keys of the list: J and K move, Space peeks, E goes to the status of the row one is at, X chooses it. Enter opens because
//! the row's link has the focus.

use super::rows::RowKit;
use super::state::List;
use crate::features::leads::browser;
use leptos::prelude::*;
use shared::LeadId;
use shared::leads::LeadSummary;

pub(super) fn listen(list: List, kit: RowKit) {
    browser::on_plain_key(move |key| {
        let here = kit.cursor.get_untracked();
        match key {
            "j" | "k" => go_to(list, kit, key == "j"),
            " " if browser::space_is_free() => {
                let peeking = list.peeking.get_untracked();
                if !peeking && here.is_none() && !go_to(list, kit, true) {
                    return false;
                }
                if peeking {
                    stop_peeking(list, kit);
                } else {
                    list.peeking.set(true);
                    list.said.set("The lead is shown beside the list. Esc closes it.".to_owned());
                }
                true
            }
            "Escape" if list.peeking.get_untracked() => {
                stop_peeking(list, kit);
                true
            }
            "e" if kit.giving.may_work => {
                let Some(here) = here else { return false };
                browser::focus(&format!("st-{here}-b"));
                true
            }
            "x" if kit.giving.may_work => {
                let Some(here) = here else { return false };
                let on = untrack(|| list.is_chosen(here));
                list.choose(here, !on);
                true
            }
            _ => false,
        }
    });
}

/// Moves to the row below or above. Whether there was one.
pub(super) fn go_to(list: List, kit: RowKit, down: bool) -> bool {
    let here = kit.cursor.get_untracked();
    let Some(next) = list.rows.with_untracked(|rows| neighbour(rows, here, down)) else { return false };
    let link = format!("open-{next}");
    if browser::exists(&link) {
        browser::focus(&link);
    } else {
        // It is drawn because somebody is there now.
        kit.cursor.set(Some(next));
        request_animation_frame(move || browser::focus(&link));
    }
    true
}

/// Closes the peek; the focus goes to the row it was about.
pub(super) fn stop_peeking(list: List, kit: RowKit) {
    list.peeking.set(false);
    if let Some(here) = kit.cursor.get_untracked() {
        browser::focus(&format!("open-{here}"));
    }
}

/// The row below or above; the first one from nowhere. Ends stay where they are.
fn neighbour(rows: &[LeadSummary], here: Option<LeadId>, down: bool) -> Option<LeadId> {
    let at = here.and_then(|id| rows.iter().position(|row| row.id == id));
    let next = match (at, down) {
        (None, _) => 0,
        (Some(at), true) => (at + 1).min(rows.len().saturating_sub(1)),
        (Some(at), false) => at.saturating_sub(1),
    };
    rows.get(next).map(|row| row.id)
}

#[cfg(test)]
mod tests {
    use super::neighbour;
    use crate::features::leads::samples::{lead_id, summary};

    #[test]
    fn keys_stop_at_the_ends() {
        let rows = [summary(1), summary(2)];
        for (here, down, there) in [
            (None, true, 1),
            (None, false, 1),
            (Some(1), true, 2),
            (Some(2), true, 2),
            (Some(2), false, 1),
            (Some(1), false, 1),
            (Some(9), true, 1),
        ] {
            assert_eq!(neighbour(&rows, here.map(lead_id), down), Some(lead_id(there)), "{here:?} {down}");
        }
        assert_eq!(neighbour(&[], None, true), None);
    }
}
