//! What happens to a feed on the screen when its newest page is asked for again.

use shared::EventId;
use shared::activity::{FeedEntry, FeedPage};
use std::collections::HashSet;

fn ids(entries: &[FeedEntry]) -> HashSet<EventId> {
    entries.iter().map(|entry| entry.entry.id).collect()
}

/// How many entries of the newest page are not shown yet.
pub(super) fn fresh(shown: &[FeedEntry], page: &FeedPage) -> usize {
    let known = ids(shown);
    page.entries.iter().filter(|entry| !known.contains(&entry.entry.id)).count()
}

/// Lays the newest page over what is shown: new entries on top, older ones kept, nothing twice. Where the page does not
/// reach down to what is shown it takes its place, because nobody knows what lies between.
///
/// With the entries comes whether what was known about still older ones holds on.
pub(super) fn lay(shown: &[FeedEntry], page: &FeedPage) -> (Vec<FeedEntry>, bool) {
    let known = ids(shown);
    let meets = page.entries.iter().any(|entry| known.contains(&entry.entry.id));
    if !meets {
        return (page.entries.clone(), false);
    }
    let fresh = ids(&page.entries);
    let rest = shown.iter().filter(|entry| !fresh.contains(&entry.entry.id));
    (page.entries.iter().chain(rest).cloned().collect(), true)
}

/// Appends an older page. An entry that is shown already is not shown again.
pub(super) fn append(shown: &mut Vec<FeedEntry>, older: Vec<FeedEntry>) {
    let known = ids(shown);
    shown.extend(older.into_iter().filter(|entry| !known.contains(&entry.entry.id)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples::entry;
    use shared::events::EventKind;
    use shared::leads::LeadSource;

    fn entries(numbers: &[u32]) -> Vec<FeedEntry> {
        let event = || EventKind::LeadCreated { source: LeadSource::Website, import: None };
        numbers.iter().map(|number| FeedEntry { entry: entry(*number, event()), about: None }).collect()
    }

    fn page(numbers: &[u32]) -> FeedPage {
        FeedPage { entries: entries(numbers), ..FeedPage::default() }
    }

    #[test]
    fn new_entries_come_on_top_and_older_ones_stay() {
        let shown = entries(&[3, 4, 5]);
        assert_eq!(fresh(&shown, &page(&[1, 2, 3])), 2);
        assert_eq!(lay(&shown, &page(&[1, 2, 3])), (entries(&[1, 2, 3, 4, 5]), true));
        assert_eq!(lay(&shown, &page(&[3, 4, 5])), (shown.clone(), true));
    }

    #[test]
    fn a_page_that_does_not_reach_down_takes_the_place_of_all() {
        assert_eq!(lay(&entries(&[8, 9]), &page(&[1, 2])), (entries(&[1, 2]), false));
        assert_eq!(lay(&[], &page(&[1])), (entries(&[1]), false));
    }

    #[test]
    fn older_entries_are_appended_once() {
        let mut shown = entries(&[1, 2]);
        append(&mut shown, entries(&[2, 3]));
        assert_eq!(shown, entries(&[1, 2, 3]));
    }
}
