//! Versions of consent texts: the same words have the same number for ever, other words have another one.

use shared::forms::ConsentText;

/// Gives each text its version: that of the same words under the same key before, else one that no text of the key had.
pub(crate) fn number<'a>(
    before: impl Iterator<Item = &'a ConsentText> + Clone,
    consents: &mut [ConsentText],
) {
    for consent in consents {
        let of_key = || before.clone().filter(|known| known.key == consent.key);
        let same = of_key().find(|known| known.text == consent.text && known.channels == consent.channels);
        consent.version = same.map_or_else(
            || of_key().map(|known| known.version).max().unwrap_or(0).saturating_add(1),
            |same| same.version,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::contacts::Channel;

    fn text(key: &str, version: u32, text: &str) -> ConsentText {
        ConsentText { key: key.into(), version, text: text.into(), channels: vec![Channel::Call] }
    }

    #[test]
    fn the_same_words_keep_their_number() {
        let before = [text("contact", 1, "one"), text("contact", 2, "two"), text("other", 7, "one")];
        let numbered = |consent: ConsentText| {
            let mut consents = [consent];
            number(before.iter(), &mut consents);
            consents[0].version
        };
        assert_eq!(numbered(text("contact", 0, "one")), 1);
        assert_eq!(numbered(text("contact", 2, "three")), 3);
        assert_eq!(numbered(text("fresh", 9, "one")), 1);
        let wider = ConsentText { channels: vec![Channel::Call, Channel::Sms], ..text("contact", 1, "one") };
        assert_eq!(numbered(wider), 3);
    }
}
