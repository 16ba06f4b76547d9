//! Conditions as people set them: a list of rules of which all or any must hold.

use crate::forms::Condition;

/// What can be set on a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// All must hold; else any is enough.
    pub all: bool,
    pub rules: Vec<Rule>,
}

/// One comparison with an earlier answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub field: String,
    pub test: Test,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// The answer is one of these.
    Is(Vec<String>),
    IsNot(Vec<String>),
    Filled,
    Empty,
}

impl Rules {
    /// A condition as rules; `None` when it is nested deeper than rules can say.
    pub fn read(condition: &Condition) -> Option<Self> {
        match condition {
            Condition::All(parts) if !parts.is_empty() => {
                Some(Self { all: true, rules: parts.iter().map(rule).collect::<Option<_>>()? })
            }
            Condition::Any(parts) if !parts.is_empty() => {
                Some(Self { all: false, rules: parts.iter().map(rule).collect::<Option<_>>()? })
            }
            single => Some(Self { all: true, rules: vec![rule(single)?] }),
        }
    }

    /// The condition they stand for; `None` without rules.
    pub fn condition(&self) -> Option<Condition> {
        let mut parts: Vec<Condition> = self.rules.iter().map(condition).collect();
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ if self.all => Some(Condition::All(parts)),
            _ => Some(Condition::Any(parts)),
        }
    }
}

fn rule(condition: &Condition) -> Option<Rule> {
    let comparison = |condition: &Condition| -> Option<(String, Test)> {
        match condition {
            Condition::Is { field, value } => Some((field.clone(), Test::Is(vec![value.clone()]))),
            Condition::OneOf { field, values } => Some((field.clone(), Test::Is(values.clone()))),
            Condition::Filled { field } => Some((field.clone(), Test::Filled)),
            Condition::Not(_) | Condition::All(_) | Condition::Any(_) => None,
        }
    };
    let (field, test) = match condition {
        Condition::Not(inner) => {
            let (field, test) = comparison(inner)?;
            let test = match test {
                Test::Is(values) => Test::IsNot(values),
                _ => Test::Empty,
            };
            (field, test)
        }
        plain => comparison(plain)?,
    };
    Some(Rule { field, test })
}

fn condition(rule: &Rule) -> Condition {
    let field = rule.field.clone();
    let one_of = |values: &[String]| match values {
        [value] => Condition::Is { field: field.clone(), value: value.clone() },
        values => Condition::OneOf { field: field.clone(), values: values.to_vec() },
    };
    match &rule.test {
        Test::Is(values) => one_of(values),
        Test::IsNot(values) => Condition::Not(Box::new(one_of(values))),
        Test::Filled => Condition::Filled { field },
        Test::Empty => Condition::Not(Box::new(Condition::Filled { field })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_conditions_say_the_same() {
        let tests = [
            Test::Is(vec!["a".into()]),
            Test::Is(vec!["a".into(), "b".into()]),
            Test::Is(vec![]),
            Test::IsNot(vec!["a".into()]),
            Test::Filled,
            Test::Empty,
        ];
        let rules: Vec<Rule> = tests.into_iter().map(|test| Rule { field: "x".into(), test }).collect();
        for all in [true, false] {
            let rules = Rules { all, rules: rules.clone() };
            assert_eq!(Rules::read(&rules.condition().unwrap()), Some(rules));
        }
        assert_eq!(Rules { all: true, rules: vec![] }.condition(), None);
    }

    #[test]
    fn what_is_nested_deeper_is_left_alone() {
        let leaf = Condition::Filled { field: "x".into() };
        assert_eq!(Rules::read(&Condition::All(vec![Condition::Any(vec![leaf.clone(), leaf])])), None);
        assert_eq!(Rules::read(&Condition::Any(vec![])), None);
    }
}
