//! A payload as a tree to look at: one row a value, each with the path that leads to it.

use super::path::ValuePath;
use serde_json::Value;

/// Rows that are shown of a payload.
pub const MAX_TREE: usize = 600;
/// Characters of a text that are shown.
const SHOWN: usize = 120;

/// One value of a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeRow {
    /// As a mapping writes it.
    pub path: String,
    /// Lists and objects around it.
    pub depth: usize,
    /// Its key, or its place in a list from 0.
    pub name: String,
    pub kind: TreeKind,
    /// The value as JSON writes it, shortened; what a list or an object holds, in words.
    pub text: String,
    /// Places in the list of rows of what is around it, outermost first.
    pub inside: Vec<usize>,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeKind {
    Object,
    List,
    Text,
    /// A number, yes or no, or nothing.
    Plain,
}

impl TreeKind {
    /// Whether other values stand inside of it.
    pub const fn is_branch(self) -> bool {
        matches!(self, Self::Object | Self::List)
    }
}

/// The rows of a payload in its own order, at most [`MAX_TREE`]. A payload that is a single value has none.
pub fn tree(payload: &Value) -> Vec<TreeRow> {
    let mut rows = Vec::new();
    grow(payload, &ValuePath::default(), &[], &mut rows);
    rows
}

fn grow(value: &Value, at: &ValuePath, inside: &[usize], rows: &mut Vec<TreeRow>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                put(member, at.down_to(name), name.clone(), inside, rows);
            }
        }
        Value::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                put(item, at.down_at(index), index.to_string(), inside, rows);
            }
        }
        _ => {}
    }
}

fn put(value: &Value, path: ValuePath, name: String, inside: &[usize], rows: &mut Vec<TreeRow>) {
    if rows.len() >= MAX_TREE {
        return;
    }
    let (kind, text) = words(value);
    let here = rows.len();
    rows.push(TreeRow {
        path: path.to_string(),
        depth: inside.len(),
        name,
        kind,
        text,
        inside: inside.to_vec(),
    });
    if kind.is_branch() {
        let inside: Vec<usize> = inside.iter().copied().chain([here]).collect();
        grow(value, &path, &inside, rows);
    }
}

fn words(value: &Value) -> (TreeKind, String) {
    let items = |number: usize| if number == 1 { "1 item".to_owned() } else { format!("{number} items") };
    match value {
        Value::Object(members) => (TreeKind::Object, items(members.len())),
        Value::Array(list) => (TreeKind::List, items(list.len())),
        Value::String(text) => {
            let short: String = text.chars().take(SHOWN).collect();
            let mut words = Value::String(short).to_string();
            if text.chars().nth(SHOWN).is_some() {
                words.push('…');
            }
            (TreeKind::Text, words)
        }
        other => (TreeKind::Plain, other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_value_has_its_row_and_its_path() {
        let payload = json!({ "event": "new", "home": { "photos": ["a", "b"], "beds": 3 }, "x y": null });
        let rows: Vec<(String, usize, String)> =
            tree(&payload).into_iter().map(|row| (row.path, row.depth, row.text)).collect();
        let wanted = [
            ("event", 0, "\"new\""),
            ("home", 0, "2 items"),
            ("home.beds", 1, "3"),
            ("home.photos", 1, "2 items"),
            ("home.photos[0]", 2, "\"a\""),
            ("home.photos[1]", 2, "\"b\""),
            ("[\"x y\"]", 0, "null"),
        ];
        let mut wanted: Vec<_> = wanted
            .iter()
            .map(|(path, depth, text)| ((*path).to_owned(), *depth, (*text).to_owned()))
            .collect();
        let mut rows = rows;
        // Whether keys keep their order is a feature of serde_json that another crate may switch on.
        rows.sort();
        wanted.sort();
        assert_eq!(rows, wanted);
    }

    #[test]
    fn what_is_around_a_value_is_named() {
        let rows = tree(&json!([{ "a": { "b": 1 } }]));
        assert_eq!(rows.iter().map(|row| row.inside.len()).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(rows.last().map(|row| row.path.as_str()), Some("[0].a.b"));
        assert_eq!(tree(&json!("alone")), []);
    }

    #[test]
    fn a_large_payload_is_cut() {
        assert_eq!(tree(&json!(vec![1; 5_000])).len(), MAX_TREE);
        let long = tree(&json!({ "a": "ä".repeat(500) }));
        assert!(long.first().is_some_and(|row| row.text.ends_with("\"…") && row.text.chars().count() == 123));
    }
}
