//! When a question is asked: a small condition over earlier answers.

use super::Answers;
use serde::{Deserialize, Serialize};

/// Deepest nesting that is accepted.
pub const MAX_CONDITION_DEPTH: usize = 8;

/// A condition over answers as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The answer is this one.
    Is {
        field: String,
        value: String,
    },
    /// The answer is one of these.
    OneOf {
        field: String,
        values: Vec<String>,
    },
    /// There is an answer.
    Filled {
        field: String,
    },
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

impl Condition {
    /// Whether the condition holds. An empty `all` holds, an empty `any` does not.
    pub fn holds(&self, answers: &Answers) -> bool {
        let answer = |field: &str| answers.get(field).map_or("", |text| text.trim());
        match self {
            Self::Is { field, value } => answer(field) == value,
            Self::OneOf { field, values } => values.iter().any(|value| value == answer(field)),
            Self::Filled { field } => !answer(field).is_empty(),
            Self::Not(inner) => !inner.holds(answers),
            Self::All(parts) => parts.iter().all(|part| part.holds(answers)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(answers)),
        }
    }

    /// Levels of nesting; a bare comparison has one.
    pub fn depth(&self) -> usize {
        match self {
            Self::Is { .. } | Self::OneOf { .. } | Self::Filled { .. } => 1,
            Self::Not(inner) => 1 + inner.depth(),
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::depth).max().unwrap_or(0),
        }
    }

    /// Keys of the questions it looks at.
    pub fn fields(&self) -> Vec<&str> {
        self.comparisons().into_iter().filter_map(Self::field).collect()
    }

    /// The question that a comparison looks at.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Is { field, .. } | Self::OneOf { field, .. } | Self::Filled { field } => Some(field),
            Self::Not(_) | Self::All(_) | Self::Any(_) => None,
        }
    }

    /// The answers that a comparison names.
    pub fn values(&self) -> &[String] {
        match self {
            Self::Is { value, .. } => std::slice::from_ref(value),
            Self::OneOf { values, .. } => values,
            Self::Filled { .. } | Self::Not(_) | Self::All(_) | Self::Any(_) => &[],
        }
    }

    /// Its comparisons, from the first to the last.
    pub fn comparisons(&self) -> Vec<&Self> {
        match self {
            Self::Is { .. } | Self::OneOf { .. } | Self::Filled { .. } => vec![self],
            Self::Not(inner) => inner.comparisons(),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::comparisons).collect(),
        }
    }

    /// How many comparisons and values it holds.
    pub(super) fn size(&self) -> usize {
        self.comparisons().into_iter().map(|comparison| comparison.values().len().max(1)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combines_as_logic_does() {
        let answers =
            Answers::from([("type".to_owned(), "house".to_owned()), ("empty".to_owned(), " ".to_owned())]);
        let house = Condition::Is { field: "type".into(), value: "house".into() };
        let filled = Condition::Filled { field: "empty".into() };
        assert!(house.holds(&answers) && !filled.holds(&answers));
        assert!(Condition::Any(vec![house.clone(), filled.clone()]).holds(&answers));
        assert!(!Condition::All(vec![house.clone(), filled.clone()]).holds(&answers));
        assert!(Condition::Not(Box::new(filled)).holds(&answers));
        assert!(Condition::All(vec![]).holds(&answers) && !Condition::Any(vec![]).holds(&answers));
        assert_eq!(Condition::Not(Box::new(Condition::Any(vec![house]))).depth(), 3);
    }
}
