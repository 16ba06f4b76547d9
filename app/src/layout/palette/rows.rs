//! What stands in the palette for what is typed, in which order. Pure, so that it can be tested.

use super::matching::{Fit, fit};
use crate::layout::deeds::{Deed, DeedGroup};
use std::sync::Arc;
use ui::{Symbol, lucide};

/// Most rows of one group.
const SHOWN: usize = 8;

/// What a row does.
#[derive(Clone)]
pub(super) enum What {
    Go(String),
    Do(Arc<dyn Fn() + Send + Sync>),
}

/// One row.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) detail: Option<String>,
    pub(super) icon: Symbol,
    pub(super) keys: Option<String>,
    pub(super) what: What,
}

impl Row {
    pub(super) fn go(label: impl Into<String>, icon: Symbol, href: impl Into<String>) -> Self {
        Self { label: label.into(), detail: None, icon, keys: None, what: What::Go(href.into()) }
    }
}

impl From<Deed> for Row {
    fn from(deed: Deed) -> Self {
        Self {
            label: deed.label,
            detail: None,
            icon: deed.icon,
            keys: deed.keys.map(str::to_owned),
            what: What::Do(deed.act),
        }
    }
}

/// Rows under a heading.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
}

/// Everything the palette knows of.
pub(super) struct Known {
    pub(super) recent: Vec<Row>,
    pub(super) deeds: Vec<DeedGroup>,
    pub(super) places: Vec<Row>,
}

impl Known {
    /// The groups for what is typed; `found` are the leads with these words. Commands whose words are typed come before
    /// leads, those that are only abbreviated behind them, and a search in the list is always there.
    pub(super) fn groups(&self, typed: &str, found: Vec<Row>) -> Vec<Group> {
        let typed = typed.trim();
        let deeds = self.deeds.iter().map(|group| {
            (group.title.clone(), group.deeds.iter().cloned().map(Row::from).collect::<Vec<_>>())
        });
        let commands: Vec<(String, Vec<Row>)> =
            deeds.chain([("Go to".to_owned(), self.places.clone())]).collect();
        let mut groups = Vec::new();
        if typed.is_empty() {
            groups.extend(
                commands.into_iter().map(|(title, rows)| (title, rows.into_iter().take(SHOWN).collect())),
            );
            // The page's own deeds first, then where one was, then where one can go.
            let last = groups.len().saturating_sub(1);
            groups.insert(last, ("Recent leads".to_owned(), self.recent.clone()));
        } else {
            let mut weak = Vec::new();
            for (title, rows) in commands {
                let mut fits: Vec<(Fit, Row)> =
                    rows.into_iter().filter_map(|row| Some((fit(&row.label, typed)?, row))).collect();
                fits.sort_by_key(|(fit, _)| *fit);
                let (strong, others): (Vec<_>, Vec<_>) =
                    fits.into_iter().take(SHOWN).partition(|(fit, _)| matches!(fit, Fit::Words(_)));
                let plain = |rows: Vec<(Fit, Row)>| rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>();
                groups.push((title, plain(strong)));
                weak.extend(plain(others));
            }
            groups.push(("Leads".to_owned(), found));
            groups.push(("Like what you typed".to_owned(), weak));
            let all =
                Row::go(format!("Search the leads for “{typed}”"), lucide::LuSearch, search_href(typed));
            groups.push(("Search".to_owned(), vec![all]));
        }
        groups
            .into_iter()
            .filter(|(_, rows)| !rows.is_empty())
            .map(|(title, rows)| Group { title, rows })
            .collect()
    }

    /// Whether the first row is a command that was typed, which leads that are still on their way will not displace.
    pub(super) fn begins_with_command(&self, typed: &str) -> bool {
        let labels = self.deeds.iter().flat_map(|group| &group.deeds).map(|deed| &deed.label);
        let mut labels = labels.chain(self.places.iter().map(|place| &place.label));
        labels.any(|label| matches!(fit(label, typed), Some(Fit::Words(_))))
    }
}

fn search_href(typed: &str) -> String {
    use crate::features::leads::address::list_href;
    list_href(&shared::leads::LeadQuery { search: typed.to_owned(), ..Default::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let deed = |label: &str| Deed::new(label, lucide::LuCheck, || ());
        Known {
            recent: vec![Row::go("Henrik Sandoval", lucide::LuUserRound, "/leads/x")],
            deeds: vec![DeedGroup {
                title: "Maya Ortiz".into(),
                deeds: vec![deed("Set status to Qualified"), deed("Write a note")],
            }],
            places: vec![Row::go("Leads", lucide::LuUserRound, "/leads")],
        }
    }

    fn shown(typed: &str, found: &[&str]) -> Vec<String> {
        let found = found.iter().map(|name| Row::go(*name, lucide::LuUserRound, "/")).collect();
        let groups = known().groups(typed, found);
        groups.into_iter().flat_map(|group| group.rows.into_iter().map(|row| row.label)).collect()
    }

    #[test]
    fn nothing_typed_shows_what_can_be_done_here_first() {
        assert_eq!(shown("", &[]), ["Set status to Qualified", "Write a note", "Henrik Sandoval", "Leads"]);
    }

    #[test]
    fn commands_that_were_typed_come_before_leads_and_abbreviated_ones_behind() {
        assert_eq!(
            shown("write", &["Ana Write"]),
            ["Write a note", "Ana Write", "Search the leads for “write”"]
        );
        assert_eq!(shown("wan", &["Mei Wan"]), ["Mei Wan", "Write a note", "Search the leads for “wan”"]);
        assert!(known().begins_with_command("write") && !known().begins_with_command("wan"));
    }
}
