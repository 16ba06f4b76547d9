//! What a lead is found by: the words of its text, and the question whether a row has all the words asked for.
//!
//! Texts are cut into words by `shared::search` and nowhere else. A stored word is made of `a-z` and `0-9` alone, so neither
//! database's own tokenizer, collation or query syntax has a say in what is found. The full-text indexes only make
//! rare words fast; the text itself decides.

use super::sql::Sql;
use crate::error::Result;
use sea_orm::{ConnectionTrait, DatabaseBackend};
use shared::address::Address;
use shared::email::Email;
use shared::parcel::Parcel;
use shared::phone::Phone;
pub(super) use shared::search::asked;
use shared::search::words;
use std::collections::BTreeSet;

/// Words of one text of a custom field that a lead is found by.
const WORDS_OF_TEXT: usize = 20;

/// What a lead is found by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Findable<'a> {
    pub name: &'a str,
    pub emails: &'a [Email],
    pub phones: &'a [Phone],
    pub address: Option<&'a Address>,
    pub parcel: Option<&'a Parcel>,
    /// What its custom fields hold in letters.
    pub texts: &'a [String],
}

/// The words of a lead of which no more is known; see [`Findable::search_text`].
pub fn search_text(name: &str, emails: &[Email], phones: &[Phone], address: Option<&Address>) -> String {
    Findable { name, emails, phones, address, ..Findable::default() }.search_text()
}

impl Findable<'_> {
    /// What goes into `leads.search_text`: every word once, each after a space.
    ///
    /// A telephone number is found by all its digits, with and without the country code, and by its last 8, 7 and 4; a parcel
    /// number by its parts, and as a whole without what stands between them.
    pub fn search_text(&self) -> String {
        let mut all = words_of_name(self.name);
        for email in self.emails {
            all.extend(words(email.as_str()));
        }
        for phone in self.phones {
            let digits = phone.e164().trim_start_matches('+');
            let ends =
                [10, 8, 7, 4].map(|len| digits.get(digits.len().saturating_sub(len)..).unwrap_or(digits));
            all.push(digits.to_owned());
            all.extend(ends.map(str::to_owned));
        }
        if let Some(address) = self.address {
            for part in [&address.street, &address.city, &address.postal_code] {
                all.extend(words(part));
            }
            all.extend(address.unit.as_deref().map(words).unwrap_or_default());
        }
        if let Some(parcel) = self.parcel {
            all.extend(words(parcel.as_str()));
            all.push(parcel.key().to_ascii_lowercase());
        }
        for text in self.texts {
            all.extend(words(text).into_iter().take(WORDS_OF_TEXT));
        }
        let mut seen = BTreeSet::new();
        let mut text = String::new();
        for word in &all {
            if seen.insert(word) {
                text.push(' ');
                text.push_str(word);
            }
        }
        text
    }
}

/// The words of a name, and those it has without apostrophes: people type O'Neil with and without the mark.
pub(super) fn words_of_name(name: &str) -> Vec<String> {
    let mut all = words(name);
    all.extend(words(&name.replace(['\'', '’'], "")));
    all
}

/// How many rows PostgreSQL's statistics expect to have all the words; its index cannot be asked without being read.
pub(super) async fn expected(db: &impl ConnectionTrait, words: &[String]) -> Result<u64> {
    let mut sql = Sql::new("EXPLAIN (FORMAT JSON) SELECT 1 FROM leads WHERE true");
    and_has(&mut sql, DatabaseBackend::Postgres, words);
    let row = db.query_one_raw(sql.statement(DatabaseBackend::Postgres)).await?;
    let plan: Option<serde_json::Value> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    let rows = plan.as_ref().and_then(|plan| plan.pointer("/0/Plan/Plan Rows"));
    Ok(rows.and_then(serde_json::Value::as_u64).unwrap_or_default())
}

/// Adds `AND the row has a word that begins with each of these`.
pub(super) fn and_has(sql: &mut Sql, backend: DatabaseBackend, words: &[String]) {
    if words.is_empty() {
        return;
    }
    if backend == DatabaseBackend::Postgres {
        // In the text and not beside it, so that the planner sees the words and never falls back to a plan for any
        // word. They hold `a-z` and `0-9` only: nothing in them can end the quotation.
        let query = words.iter().map(|word| format!("{word}:*")).collect::<Vec<_>>().join(" & ");
        sql.push(" AND search @@ '").push(&query).push("'::tsquery");
        return;
    }
    for word in words {
        sql.push(" AND instr(search_text, ").bind(format!(" {word}")).push(") > 0");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text() -> String {
        let phone = Phone::parse("512 555 0134").unwrap();
        let email = Email::parse("H.Sandoval@Example.com").unwrap();
        let address = Address {
            street: "917 Tillery St".into(),
            unit: Some("4B".into()),
            city: "Austin".into(),
            region: "TX".into(),
            postal_code: "78702".into(),
        };
        search_text("Henrik O'Neil-Núñez", &[email], &[phone], Some(&address))
    }

    fn finds(search: &str) -> bool {
        asked(search).iter().all(|word| text().contains(&format!(" {word}")))
    }

    #[test]
    fn is_found_by_what_people_type() {
        for search in [
            "henrik",
            "HEN nun",
            "o'neil",
            "oneil",
            "núñez",
            "5125550134",
            "512 555 0134",
            "(512) 555-0134",
            "+1 512 555 0134",
            "555 0134",
            "5550134",
            "0134",
            "h.sandoval@example.com",
            "917 till",
            "78702 austin",
            "4b",
            "h",
            "",
            "\"*",
        ] {
            assert!(finds(search), "{search} in {}", text());
        }
        for search in ["hendrik", "550134", "henrik zz", "illery", "李"] {
            assert!(!finds(search), "{search}");
        }
    }

    #[test]
    fn other_scripts_keep_their_beginnings() {
        let stored = search_text("李小龍 Ждан Cafe\u{301}", &[], &[], None);
        for search in ["李", "李小", "ЖДАН", "ж", "café", "cafe"] {
            let words = asked(search);
            assert!(!words.is_empty() && words.iter().all(|w| stored.contains(&format!(" {w}"))), "{search}");
        }
        assert!(!stored.contains(&format!(" {}", asked("小")[0])));
    }

    #[test]
    fn a_parcel_is_found_however_it_is_set_apart_and_a_text_by_its_beginning() {
        let parcel = Parcel::parse("02-1234-05B").unwrap();
        let texts = ["Dog in the yard".to_owned(), "word ".repeat(19) + "twentieth last"];
        let lead = Findable { name: "Ana", parcel: Some(&parcel), texts: &texts, ..Findable::default() };
        let stored = lead.search_text();
        let finds = |search: &str| asked(search).iter().all(|word| stored.contains(&format!(" {word}")));
        for search in ["02-1234-05B", "02 1234", "02123405b", "0212", "1234", "ana yard", "twentieth"] {
            assert!(finds(search), "{search} in {stored}");
        }
        for search in ["2340", "last", "cat"] {
            assert!(!finds(search), "{search} in {stored}");
        }
    }

    #[test]
    fn asks_each_word_once() {
        assert_eq!(asked("an ana AN anab x"), ["anab", "x"]);
        assert_eq!(asked("a b c d e f g h i j").len(), 8);
    }

    proptest! {
        #[test]
        fn every_beginning_of_a_name_finds_it(name in "\\PC{1,20}", cut in 1_usize..20) {
            let stored = search_text(&name, &[], &[], None);
            for part in name.split_whitespace() {
                let start: String = part.chars().take(cut).collect();
                for word in asked(&start) {
                    prop_assert!(stored.contains(&format!(" {word}")), "{start} in {stored}");
                }
            }
        }
    }
}
