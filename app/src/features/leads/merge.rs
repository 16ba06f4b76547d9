//! What happens to rows and entries on the screen when fresh ones come in: nothing moves under the reader's eyes
//! unless it is new.

use shared::LeadId;
use shared::leads::{LeadStatus, LeadSummary};
use shared::timeline::TimelineEntry;
use std::collections::HashSet;

/// The outcome of laying a fresh first page over the rows on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub rows: Vec<LeadSummary>,
    /// Leads that were not on the screen and were created since, in the order of the page.
    pub arrived: Vec<LeadId>,
}

/// Lays `fresh`, the first page asked for again, over `rows`. `created` are the leads whose creation was announced.
///
/// With `whole` the fresh page is all there is to show (the reader is at the top of the first page) and takes the
/// place of the rows; otherwise known rows are renewed where they stand and what arrived is only counted.
pub fn first_page(
    rows: &[LeadSummary],
    fresh: &[LeadSummary],
    created: &HashSet<LeadId>,
    whole: bool,
) -> Merged {
    let known: HashSet<LeadId> = rows.iter().map(|row| row.id).collect();
    let arrived: Vec<LeadId> =
        fresh.iter().map(|lead| lead.id).filter(|id| !known.contains(id) && created.contains(id)).collect();
    let rows = if whole {
        fresh.to_vec()
    } else {
        rows.iter()
            .map(|row| {
                fresh.iter().find(|lead| lead.id == row.id && lead.version >= row.version).unwrap_or(row)
            })
            .cloned()
            .collect()
    };
    Merged { rows, arrived }
}

/// Appends the next page. A lead that moved between two pages is shown once, where it stood first.
pub fn append(rows: &mut Vec<LeadSummary>, next: Vec<LeadSummary>) {
    let known: HashSet<LeadId> = rows.iter().map(|row| row.id).collect();
    rows.extend(next.into_iter().filter(|lead| !known.contains(&lead.id)));
}

/// Renews one row where it stands.
pub fn renew(rows: &mut [LeadSummary], lead: LeadSummary) {
    if let Some(row) = rows.iter_mut().find(|row| row.id == lead.id) {
        *row = lead;
    }
}

/// The lead as it will be once the status is changed, shown before the server has said yes.
#[must_use]
pub fn with_status(lead: &LeadSummary, status: LeadStatus) -> LeadSummary {
    LeadSummary { status, ..lead.clone() }
}

/// Lays the newest page of a timeline over what is shown: new entries on top, nothing twice, older ones kept.
pub fn entries(shown: &[TimelineEntry], fresh: &[TimelineEntry]) -> Vec<TimelineEntry> {
    let known: HashSet<_> = fresh.iter().map(|entry| entry.id).collect();
    fresh.iter().chain(shown.iter().filter(|entry| !known.contains(&entry.id))).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples::{entry, lead_id, summary};
    use shared::events::EventKind;
    use shared::leads::LeadSource;

    fn ids(rows: &[LeadSummary]) -> Vec<LeadId> {
        rows.iter().map(|row| row.id).collect()
    }

    #[test]
    fn at_the_top_the_fresh_page_is_the_list() {
        let rows = [summary(5), summary(6), summary(7)];
        let fresh = [summary(2), summary(5), summary(6)];
        let merged = first_page(&rows, &fresh, &HashSet::from([lead_id(2)]), true);
        assert_eq!(ids(&merged.rows), ids(&fresh));
        assert_eq!(merged.arrived, [lead_id(2)]);
    }

    #[test]
    fn while_reading_below_rows_are_renewed_but_do_not_move() {
        let rows = [summary(5), summary(6), summary(7)];
        let changed = LeadSummary { status: LeadStatus::Contacted, version: 2, ..summary(6) };
        let fresh = [summary(2), changed.clone(), summary(5)];
        let merged = first_page(&rows, &fresh, &HashSet::from([lead_id(2)]), false);
        assert_eq!(merged.rows, [summary(5), changed, summary(7)]);
        assert_eq!(merged.arrived, [lead_id(2)]);
    }

    #[test]
    fn a_row_never_goes_back_to_an_older_version() {
        let rows = [LeadSummary { version: 3, ..summary(5) }];
        let merged = first_page(&rows, &[summary(5)], &HashSet::new(), false);
        assert_eq!(merged.rows, rows);
    }

    #[test]
    fn what_only_moved_up_has_not_arrived() {
        let merged =
            first_page(&[summary(5)], &[summary(5), summary(6)], &HashSet::from([lead_id(9)]), false);
        assert_eq!(merged.arrived, []);
    }

    #[test]
    fn pages_never_show_a_lead_twice() {
        let mut rows = vec![summary(1), summary(2)];
        append(&mut rows, vec![summary(2), summary(3)]);
        assert_eq!(ids(&rows), [lead_id(1), lead_id(2), lead_id(3)]);
        renew(&mut rows, with_status(&summary(2), LeadStatus::Qualified));
        assert_eq!(rows[1].status, LeadStatus::Qualified);
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn entries_come_on_top_and_older_ones_stay() {
        let event = || EventKind::LeadCreated { source: LeadSource::Website, import: None };
        let shown = [entry(3, event()), entry(4, event()), entry(5, event())];
        let fresh = [entry(1, event()), entry(3, event()), entry(4, event())];
        let merged = entries(&shown, &fresh);
        assert_eq!(
            merged.iter().map(|entry| entry.id).collect::<Vec<_>>(),
            [entry(1, event()).id, entry(3, event()).id, entry(4, event()).id, entry(5, event()).id]
        );
    }
}
