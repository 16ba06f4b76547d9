//! How well a command is what somebody types: its words by their beginnings, or an abbreviation of them.

use shared::search::words;

/// The smaller, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Every typed word begins a word of the command; the number of the first of them.
    Words(usize),
    /// What is typed is put together from beginnings of its words, for example `stq` for "Set status to qualified".
    Letters,
}

/// How `label` fits what is typed; `None` when it does not. Nothing typed fits everything.
pub(super) fn fit(label: &str, typed: &str) -> Option<Fit> {
    let (own, typed) = (words(label), words(typed));
    let starts: Option<Vec<usize>> =
        typed.iter().map(|word| own.iter().position(|own| own.starts_with(word.as_str()))).collect();
    if let Some(starts) = starts {
        return Some(Fit::Words(starts.into_iter().min().unwrap_or_default()));
    }
    let letters = typed.concat();
    (letters.len() > 1 && is_made_of(&own, &letters)).then_some(Fit::Letters)
}

/// Whether `letters` are beginnings of some of the words, in their order.
fn is_made_of(words: &[String], letters: &str) -> bool {
    if letters.is_empty() {
        return true;
    }
    let Some((word, rest)) = words.split_first() else { return false };
    let shared = word.bytes().zip(letters.bytes()).take_while(|(own, typed)| own == typed).count();
    // Words are plain ASCII, so every length is a boundary.
    let taken = (1..=shared).rev().any(|taken| is_made_of(rest, letters.get(taken..).unwrap_or_default()));
    taken || is_made_of(rest, letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_abbreviations_fit() {
        for (label, typed, want) in [
            ("Set status to Qualified", "", Some(Fit::Words(0))),
            ("Set status to Qualified", "qual", Some(Fit::Words(3))),
            ("Set status to Qualified", "status q", Some(Fit::Words(1))),
            ("Set status to Qualified", "stq", Some(Fit::Letters)),
            ("Set status to Qualified", "sttq", Some(Fit::Letters)),
            ("Go to Webhooks", "gw", Some(Fit::Letters)),
            ("Set status to Qualified", "tatus", None),
            ("Set status to Qualified", "sand", None),
            ("Give to Priya Raman", "priya", Some(Fit::Words(2))),
        ] {
            assert_eq!(fit(label, typed), want, "{label} {typed}");
        }
        assert!(Fit::Words(3) < Fit::Letters);
    }

    #[test]
    fn beginnings_of_words_always_fit() {
        let label = "Set status to Qualified";
        for cuts in 0..256_usize {
            let cut = |at: u32| cuts / 4_usize.pow(at) % 4 + 1;
            let typed: Vec<&str> = ["set", "status", "to", "qualified"]
                .iter()
                .zip(0..)
                .map(|(word, at)| word.get(..cut(at)).unwrap_or(word))
                .collect();
            assert!(matches!(fit(label, &typed.join(" ")), Some(Fit::Words(_))), "{typed:?}");
            assert!(fit(label, &typed.concat()).is_some(), "{typed:?}");
        }
    }
}
