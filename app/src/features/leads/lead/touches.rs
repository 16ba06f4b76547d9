//! Where a lead came from, in words: the first and the last visit with their campaign.

use chrono::{DateTime, Utc};
use shared::leads::{LeadTouch, TouchKind};

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TouchLine {
    /// "Google Ads, inherited-house"
    pub(super) title: String,
    /// "First visit, “sell inherited home austin”"
    pub(super) detail: String,
    /// "Landed on /inherited, came from news.example"
    pub(super) way: Option<String>,
    pub(super) at: Option<DateTime<Utc>>,
    /// The visit that ended in the lead.
    pub(super) last: bool,
}

/// First visit before last; two that say the same are one.
pub(super) fn touch_lines(touches: &[LeadTouch]) -> Vec<TouchLine> {
    let find = |kind| touches.iter().find(|touch| touch.kind == kind);
    match (find(TouchKind::First), find(TouchKind::Last)) {
        (Some(first), Some(last)) if first.touch == last.touch => {
            vec![line(last, "First and last visit", true)]
        }
        (first, last) => first
            .map(|touch| line(touch, "First visit", false))
            .into_iter()
            .chain(last.map(|touch| line(touch, "Last visit", true)))
            .collect(),
    }
}

fn line(touch: &LeadTouch, which: &str, last: bool) -> TouchLine {
    let known = &touch.touch;
    let title = match &known.utm_campaign {
        Some(campaign) => format!("{}, {campaign}", touch.source.label()),
        None => touch.source.label().to_owned(),
    };
    let detail = match known.utm_term.as_ref().or(known.utm_content.as_ref()) {
        Some(words) => format!("{which}, “{words}”"),
        None => which.to_owned(),
    };
    let parts: Vec<String> = [
        known.landing_page.as_deref().map(|page| format!("Landed on {}", page_words(page))),
        known.referrer.as_deref().map(|page| format!("came from {}", host(page))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let way = (!parts.is_empty()).then(|| capitalized(&parts.join(", ")));
    TouchLine { title, detail, way, at: known.occurred_at, last }
}

/// The path of a page without scheme and query; its host where there is no path.
fn page_words(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let page = rest.split(['?', '#']).next().unwrap_or(rest);
    match page.split_once('/') {
        Some((_, path)) if !path.is_empty() => format!("/{path}"),
        _ => host(address),
    }
}

fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::attribution::Touch;
    use shared::leads::LeadSource;

    fn touch(kind: TouchKind, campaign: Option<&str>, term: Option<&str>) -> LeadTouch {
        LeadTouch {
            kind,
            source: LeadSource::GoogleAds,
            touch: Touch {
                utm_campaign: campaign.map(str::to_owned),
                utm_term: term.map(str::to_owned),
                ..Touch::default()
            },
        }
    }

    #[test]
    fn two_visits_are_told_in_their_order() {
        let lines = touch_lines(&[
            touch(TouchKind::Last, Some("inherited-house"), None),
            touch(TouchKind::First, None, Some("sell inherited home austin")),
        ]);
        let words: Vec<_> =
            lines.iter().map(|line| (line.title.as_str(), line.detail.as_str(), line.last)).collect();
        assert_eq!(
            words,
            [
                ("Google Ads", "First visit, “sell inherited home austin”", false),
                ("Google Ads, inherited-house", "Last visit", true)
            ]
        );
    }

    #[test]
    fn one_visit_is_told_once() {
        let lines = touch_lines(&[touch(TouchKind::First, None, None), touch(TouchKind::Last, None, None)]);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].detail, "First and last visit");
        assert!(touch_lines(&[]).is_empty());
    }

    #[test]
    fn the_way_names_pages_not_addresses() {
        let mut visit = touch(TouchKind::Last, None, None);
        visit.touch.landing_page = Some("https://www.juniper.example/inherited?gclid=1".into());
        visit.touch.referrer = Some("https://www.news.example/homes".into());
        assert_eq!(
            touch_lines(&[visit.clone()])[0].way.as_deref(),
            Some("Landed on /inherited, came from news.example")
        );
        visit.touch.landing_page = None;
        assert_eq!(touch_lines(&[visit.clone()])[0].way.as_deref(), Some("Came from news.example"));
        visit.touch.landing_page = Some("https://juniper.example".into());
        visit.touch.referrer = None;
        assert_eq!(touch_lines(&[visit])[0].way.as_deref(), Some("Landed on juniper.example"));
    }
}
