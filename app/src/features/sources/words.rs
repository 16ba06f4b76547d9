//! How sources and payloads are put into words.

use shared::sources::{InboundState, SourceState, SourceSummary, Today};
use ui::{Glyph, Tone};

/// With thousands apart.
pub(super) fn count(number: u64) -> String {
    ui::group_thousands(&number.to_string())
}

/// "1 payload waits", "3 payloads wait".
pub(super) fn payloads(number: u64, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 payload {one}"),
        number => format!("{} payloads {many}", count(number)),
    }
}

/// "37 in: 31 new leads, 3 joined an earlier one, 3 refused".
pub(super) fn today(today: Today) -> String {
    if today.received == 0 {
        return "Nothing came today".to_owned();
    }
    let leads = match today.new_leads {
        1 => "1 new lead".to_owned(),
        many => format!("{} new leads", count(many)),
    };
    let mut parts = vec![leads];
    for (number, words) in [
        (today.joined, "joined an earlier one"),
        (today.duplicates, "came before"),
        (today.refused, "refused"),
    ] {
        if number > 0 {
            parts.push(format!("{} {words}", count(number)));
        }
    }
    format!("Today {} in: {}", count(today.received), parts.join(", "))
}

/// How a source stands: a tone and a word.
pub(super) fn standing(source: &SourceSummary) -> (Tone, &'static str) {
    match source.state {
        SourceState::Disabled => (Tone::Neutral, SourceState::Disabled.label()),
        SourceState::Enabled if source.mapping_version.is_none() => (Tone::Warning, "Waits for a mapping"),
        SourceState::Enabled => (Tone::Success, SourceState::Enabled.label()),
    }
}

/// The mark of a payload's state.
pub(super) const fn mark(state: InboundState) -> (Glyph, Tone) {
    match state {
        InboundState::Received => (Glyph::Clock, Tone::Warning),
        InboundState::Mapped => (Glyph::Check, Tone::Success),
        InboundState::Duplicate => (Glyph::Half, Tone::Neutral),
        InboundState::Refused => (Glyph::Cross, Tone::Danger),
    }
}

/// Bytes as people read them.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        _ => format!("{} kB", count(bytes.div_ceil(1_024))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_in_a_line() {
        let day = Today { received: 1_037, new_leads: 1_031, joined: 3, duplicates: 0, refused: 3 };
        assert_eq!(today(day), "Today 1,037 in: 1,031 new leads, 3 joined an earlier one, 3 refused");
        assert_eq!(today(Today { received: 1, new_leads: 1, ..Today::default() }), "Today 1 in: 1 new lead");
        assert_eq!(today(Today::default()), "Nothing came today");
    }

    #[test]
    fn sizes_and_numbers_are_readable() {
        assert_eq!((size(812), size(2_049)), ("812 bytes".into(), "3 kB".into()));
        assert_eq!(payloads(1, "waits", "wait"), "1 payload waits");
        assert_eq!(payloads(1_200, "waits", "wait"), "1,200 payloads wait");
    }
}
