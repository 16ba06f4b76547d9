//! How texts and searches are cut into words, and where the words of a search stand in a text. The database indexes what
//! comes out of here, and screens mark what was found by the same code.

use std::fmt::Write as _;
use std::ops::Range;

/// Most words of a search that are looked at.
const MAX_WORDS: usize = 8;

/// The words of a search, at most eight, each once; a word that begins another one says nothing more.
pub fn asked(search: &str) -> Vec<String> {
    let all: Vec<String> = words(search).into_iter().take(MAX_WORDS).collect();
    let mut kept: Vec<String> = Vec::new();
    for (index, word) in all.iter().enumerate() {
        let told_by_another = all
            .iter()
            .enumerate()
            .any(|(other, longer)| longer.starts_with(word.as_str()) && (longer != word || other < index));
        if !told_by_another {
            kept.push(word.clone());
        }
    }
    kept
}

/// Cuts a text into words of `a-z` and `0-9`. Latin letters lose their marks; every other letter becomes a `u` and
/// its five-digit code point, which keeps beginnings beginnings.
pub fn words(text: &str) -> Vec<String> {
    cut(text, false).into_iter().map(|word| word.folded).collect()
}

/// Where words of `text` begin as `search` asks, in the order of the text: ranges of bytes that neither touch nor overlap.
pub fn marks(text: &str, search: &str) -> Vec<Range<usize>> {
    let asked = asked(search);
    if asked.is_empty() {
        return Vec::new();
    }
    // People type O'Neil with and without the mark.
    let cuts = cut(text, false).into_iter().chain(cut(text, true));
    let mut found: Vec<Range<usize>> = cuts
        .filter_map(|word| asked.iter().filter_map(|asked| word.beginning(asked)).max_by_key(|r| r.end))
        .collect();
    found.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in found {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

/// A word as it is compared, and how far each of its characters reaches.
struct Word {
    start: usize,
    folded: String,
    /// Length of what was folded so far, and the end of the character in the text.
    reach: Vec<(usize, usize)>,
}

impl Word {
    /// What of the text stands for `asked`, when the word begins with it. A character counts whole.
    fn beginning(&self, asked: &str) -> Option<Range<usize>> {
        if !self.folded.starts_with(asked) {
            return None;
        }
        let (enough, _) = self.reach.iter().find(|(folded, _)| *folded >= asked.len())?;
        // With the marks that stand behind the letter.
        let (_, end) = self.reach.iter().rfind(|(folded, _)| folded == enough)?;
        Some(self.start..*end)
    }
}

/// `joined` takes an apostrophe for nothing at all instead of for the end of a word.
fn cut(text: &str, joined: bool) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word { start: 0, folded: String::new(), reach: Vec::new() };
    for (at, own) in text.char_indices() {
        let end = at + own.len_utf8();
        if joined && matches!(own, '\'' | '’') {
            continue;
        }
        for c in own.to_lowercase() {
            if word.folded.is_empty() {
                word.start = at;
            }
            match c {
                'a'..='z' | '0'..='9' => word.folded.push(c),
                // Combining marks of a letter written in two characters.
                '\u{300}'..='\u{36f}' => {}
                _ if c.is_alphanumeric() => match folded(c) {
                    Some(letters) => word.folded.push_str(letters),
                    // Writing to a String cannot fail.
                    None => write!(word.folded, "u{:05x}", u32::from(c)).unwrap_or_default(),
                },
                _ => {
                    words.push(std::mem::replace(
                        &mut word,
                        Word { start: end, folded: String::new(), reach: Vec::new() },
                    ));
                    continue;
                }
            }
            word.reach.push((word.folded.len(), end));
        }
    }
    words.push(word);
    words.retain(|word| !word.folded.is_empty());
    words
}

const fn folded(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked<'a>(text: &'a str, search: &str) -> Vec<&'a str> {
        marks(text, search).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn what_was_typed_is_marked_as_it_stands() {
        for (text, search, want) in [
            ("Henrik Sandoval", "sand", &["Sand"][..]),
            ("Henrik Sandoval", "hen SAND", &["Hen", "Sand"]),
            ("Henrik Sandoval", "rik", &[]),
            ("Zoë Núñez", "nun zoe", &["Zoë", "Núñ"]),
            ("Cafe\u{301} Nero", "café", &["Cafe\u{301}"]),
            ("Erin O'Neil", "oneil", &["O'Neil"]),
            ("Erin O’Neil", "onei", &["O’Nei"]),
            ("Erin O’Neil", "o'nei", &["O", "Nei"]),
            ("917 Tillery St, Austin", "917 aus", &["917", "Aus"]),
            ("Weißmann", "weis", &["Weiß"]),
            ("李小龍", "李小", &["李小"]),
            ("Anabel", "an ana anab", &["Anab"]),
            ("Henrik", "", &[]),
            ("Henrik", "\"*", &[]),
        ] {
            assert_eq!(marked(text, search), want, "{text} {search}");
        }
    }

    proptest! {
        #[test]
        fn words_are_plain(text in ".{0,60}") {
            for word in words(&text) {
                prop_assert!(!word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
            }
        }

        #[test]
        fn marks_are_parts_of_the_text_and_stand_apart(text in ".{0,40}", search in ".{0,20}") {
            let mut before = None;
            for range in marks(&text, &search) {
                prop_assert!(text.get(range.clone()).is_some_and(|part| !part.is_empty()));
                prop_assert!(before.is_none_or(|end| end < range.start));
                before = Some(range.end);
            }
        }

        #[test]
        fn every_beginning_of_a_word_is_marked(text in "[a-zA-Zäéñß]{1,12}", cut in 1_usize..12) {
            let start: String = text.chars().take(cut).collect();
            prop_assert!(!marks(&text, &start).is_empty());
        }
    }
}
