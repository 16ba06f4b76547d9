//! Leads in the address bar: the query of a list and the way back to it. What a query means is `shared::leads`' business.

use leptos_router::params::ParamsMap;
use shared::filter::{Check, Filter};
use shared::leads::{LeadFact, LeadQuery, LeadView};
use shared::{LeadId, TagId};

/// The list's own address.
pub const LIST: &str = "/leads";

/// The query of an address as the router read it. A key that occurs several times, as a plain form sends it, counts
/// as one list.
pub fn query_of(params: &ParamsMap) -> LeadQuery {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (key, value) in params {
        match pairs.iter_mut().find(|(known, _)| known == key) {
            Some((_, values)) => {
                values.push(',');
                values.push_str(value);
            }
            None => pairs.push((key.to_string(), value.to_owned())),
        }
    }
    LeadQuery::from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
}

/// The query in its text form, `status=new&sort=name`: empty for every lead, newest first.
pub fn print(query: &LeadQuery) -> String {
    query
        .to_pairs()
        .into_iter()
        .map(|(key, value)| format!("{key}={}", encoded(&value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// Reads what [`print`] wrote; what is not understood is left out.
pub fn parse(text: &str) -> LeadQuery {
    let pairs: Vec<(String, String)> = text
        .trim_start_matches('?')
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (decoded(key), decoded(value)))
        .collect();
    LeadQuery::from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
}

/// What an address says that asks for every lead: a bare one opens the view that somebody chose for it.
pub const ALL: (&str, &str) = ("all", "1");

/// Whether an address asks for nothing at all.
pub fn is_bare(params: &ParamsMap) -> bool {
    params.into_iter().next().is_none()
}

/// The address of a list. The position inside it is left out: a link opens the list at its top.
pub fn list_href(query: &LeadQuery) -> String {
    let text = print(&LeadQuery { after: None, ..query.clone() });
    if text.is_empty() { format!("{LIST}?{}={}", ALL.0, ALL.1) } else { format!("{LIST}?{text}") }
}

/// The address of the list's next page, for a browser that cannot append rows.
pub fn page_href(query: &LeadQuery, after: &str) -> String {
    format!("{LIST}?{}", print(&LeadQuery { after: Some(after.to_owned()), ..query.clone() }))
}

/// A lead's address, with the list it was opened from, so that the way back and its neighbours are known.
pub fn lead_href(id: LeadId, from: &LeadQuery) -> String {
    let text = print(&LeadQuery { after: None, ..from.clone() });
    if text.is_empty() { format!("{LIST}/{id}") } else { format!("{LIST}/{id}?from={}", encoded(&text)) }
}

/// The address of a saved view: what it asks for, and which one it is.
pub fn view_href(view: &LeadView) -> String {
    let text = print(&LeadQuery { after: None, ..view.query.clone() });
    let joined = if text.is_empty() { String::new() } else { format!("{text}&") };
    format!("{LIST}?{joined}view={}", view.id)
}

/// The leads that have a tag.
pub fn tagged_href(tag: TagId) -> String {
    let check = Check::Is(vec![tag.to_string()]);
    list_href(&LeadQuery::default().with_filter(&Filter::test(LeadFact::Tags.into(), check)))
}

/// Percent-encoding of everything but RFC 3986's unreserved characters and the comma, which keeps lists readable.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let pair = (ahead.next().and_then(digit), ahead.next().and_then(digit));
                if let (Some(high), Some(low)) = pair {
                    bytes.push(high * 16 + low);
                    rest = ahead;
                } else {
                    bytes.push(byte);
                }
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::leads::{LeadSort, LeadStatus, OwnerFilter};

    fn query() -> LeadQuery {
        LeadQuery {
            search: "O'Neil & söhne 100%".into(),
            statuses: vec![LeadStatus::New, LeadStatus::Dead],
            owner: Some(OwnerFilter::Me),
            sort: Some(LeadSort::RESPOND_BY),
            ..LeadQuery::default()
        }
    }

    #[test]
    fn an_address_holds_the_whole_query() {
        assert_eq!(parse(&print(&query())), query());
        assert_eq!(list_href(&LeadQuery::default()), "/leads?all=1");
        assert_eq!(parse("all=1"), LeadQuery::default());
        assert_eq!(
            list_href(&LeadQuery {
                statuses: vec![LeadStatus::New, LeadStatus::Dead],
                ..LeadQuery::default()
            }),
            "/leads?status=new,dead"
        );
    }

    #[test]
    fn a_lead_knows_the_list_it_was_opened_from_but_not_the_page() {
        let id: LeadId = "lead_00000000000000000000000007".parse().unwrap();
        assert_eq!(lead_href(id, &LeadQuery::default()), format!("/leads/{id}"));
        let href = lead_href(id, &LeadQuery { after: Some("x".into()), ..query() });
        let from = href.split_once("?from=").unwrap().1;
        assert_eq!(parse(&decoded(from)), query());
        assert!(!from.contains(['&', '?', '=']), "{from}");
    }

    #[test]
    fn a_plain_form_sends_a_key_for_every_box() {
        let mut params = ParamsMap::new();
        params.insert("status", "new".to_owned());
        params.insert("status", "dead".to_owned());
        params.insert("q", "tillery".to_owned());
        let read = query_of(&params);
        assert_eq!(read.statuses, [LeadStatus::New, LeadStatus::Dead]);
        assert_eq!(read.search, "tillery");
    }

    #[test]
    fn only_an_address_without_anything_is_bare() {
        let mut params = ParamsMap::new();
        assert!(is_bare(&params));
        params.insert(ALL.0, ALL.1.to_owned());
        assert!(!is_bare(&params));
    }

    #[test]
    fn broken_escapes_do_no_harm() {
        for (text, want) in
            [("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("a+b%20c", "a b c"), ("%E2%82", "\u{fffd}")]
        {
            assert_eq!(decoded(text), want, "{text}");
        }
    }
}
