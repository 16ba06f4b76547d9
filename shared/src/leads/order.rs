//! The orders a list of leads can have: by which field, and which way.

use super::{LeadFact, LeadField, LeadSchema};
use crate::filter::{FieldInfo, Kind, lower_first};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// Which way a field is read. Upwards is from little to much, from early to late, from A to Z, and from the first of
/// several choices to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Up,
    Down,
}

/// An order of a list. Leads of which nothing is known come last, whichever way it goes; every order ends in the lead's
/// id, so that pages never overlap.
///
/// As text: one of the words of [`LeadSort::READY`], or a field and the way, `city.down`. A field alone goes the way that
/// people mean first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeadSort {
    /// How well a lead fits what is searched for.
    Relevance,
    By(LeadField, Direction),
}

impl LeadSort {
    pub const NEWEST: Self = Self::down(LeadFact::Created);
    pub const OLDEST: Self = Self::up(LeadFact::Created);
    pub const RESPOND_BY: Self = Self::up(LeadFact::RespondBy);
    pub const LAST_ACTIVITY: Self = Self::down(LeadFact::LastActivity);
    pub const NAME: Self = Self::up(LeadFact::Name);
    pub const ASKING: Self = Self::down(LeadFact::Asking);

    /// The orders with a word and a label of their own, as a list offers them.
    pub const READY: [Self; 7] = [
        Self::Relevance,
        Self::NEWEST,
        Self::OLDEST,
        Self::RESPOND_BY,
        Self::LAST_ACTIVITY,
        Self::NAME,
        Self::ASKING,
    ];

    pub const fn up(fact: LeadFact) -> Self {
        Self::By(LeadField::Fact(fact), Direction::Up)
    }

    pub const fn down(fact: LeadFact) -> Self {
        Self::By(LeadField::Fact(fact), Direction::Down)
    }

    /// The order by a field that people mean first; none by what may hold several values.
    pub fn of(info: &FieldInfo<LeadField>) -> Option<Self> {
        (!info.several).then(|| Self::By(info.field, natural(info.field, info.kind)))
    }

    /// The same order the other way round.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::By(field, Direction::Up) => Self::By(field, Direction::Down),
            Self::By(field, Direction::Down) => Self::By(field, Direction::Up),
            Self::Relevance => self,
        }
    }

    pub const fn is_descending(self) -> bool {
        !matches!(self, Self::By(_, Direction::Up))
    }

    /// Whether two orders are about the same value; the second of them would say nothing.
    pub fn is_about_the_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::By(one, _), Self::By(other, _)) => one == other,
            _ => self == other,
        }
    }

    const fn ready(self) -> Option<(&'static str, &'static str)> {
        use LeadFact as F;
        let Self::By(LeadField::Fact(fact), way) = self else {
            return match self {
                Self::Relevance => Some(("relevance", "Relevance")),
                Self::By(..) => None,
            };
        };
        Some(match (fact, way) {
            (F::Created, Direction::Down) => ("newest", "Newest first"),
            (F::Created, Direction::Up) => ("oldest", "Oldest first"),
            (F::RespondBy, Direction::Up) => ("respond_by", "Soonest deadline first"),
            (F::LastActivity, Direction::Down) => ("last_activity", "Latest activity first"),
            (F::Name, Direction::Up) => ("name", "Name"),
            (F::Asking, Direction::Down) => ("asking", "Highest asking price first"),
            _ => return None,
        })
    }

    /// As a menu offers it: "Newest first", "Bedrooms, highest first".
    pub fn label(self, schema: &LeadSchema) -> String {
        if let Some((_, label)) = self.ready() {
            return label.to_owned();
        }
        let Self::By(field, way) = self else { return String::new() };
        match schema.get(field) {
            Some(info) => format!("{}, {}", info.label, words(info.kind, way)),
            None => "Some field that is gone".to_owned(),
        }
    }

    /// In a sentence's own case: "newest first", "by bedrooms, highest first".
    pub fn in_words(self, schema: &LeadSchema) -> String {
        let label = lower_first(&self.label(schema));
        if self.ready().is_none() || matches!(self, Self::Relevance | Self::NAME) {
            format!("by {label}")
        } else {
            label
        }
    }
}

/// The way that people mean first: what presses, what is new, what is much.
fn natural(field: LeadField, kind: Kind) -> Direction {
    if field == LeadField::Fact(LeadFact::RespondBy) {
        return Direction::Up;
    }
    match kind {
        Kind::Number | Kind::Money | Kind::Time | Kind::YesNo => Direction::Down,
        Kind::Text | Kind::Choice | Kind::Tags | Kind::Member | Kind::Day => Direction::Up,
    }
}

const fn words(kind: Kind, way: Direction) -> &'static str {
    let (up, down) = match kind {
        Kind::Text | Kind::Member => ("A to Z", "Z to A"),
        Kind::Number | Kind::Money => ("lowest first", "highest first"),
        Kind::Time | Kind::Day => ("earliest first", "latest first"),
        Kind::Choice | Kind::Tags => ("first to last", "last to first"),
        Kind::YesNo => ("no first", "yes first"),
    };
    match way {
        Direction::Up => up,
        Direction::Down => down,
    }
}

impl fmt::Display for LeadSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.ready(), self) {
            (Some((word, _)), _) => f.write_str(word),
            (None, Self::By(field, Direction::Up)) => write!(f, "{field}.up"),
            (None, Self::By(field, Direction::Down)) => write!(f, "{field}.down"),
            (None, Self::Relevance) => Ok(()),
        }
    }
}

impl FromStr for LeadSort {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(sort) = Self::READY.iter().find(|sort| sort.ready().is_some_and(|(word, _)| word == text))
        {
            return Ok(*sort);
        }
        let (field, way) = match text.split_once('.') {
            Some((field, "up")) => (field, Some(Direction::Up)),
            Some((field, "down")) => (field, Some(Direction::Down)),
            Some(_) => return Err(()),
            None => (text, None),
        };
        let field: LeadField = field.parse()?;
        let natural = match field {
            LeadField::Fact(fact) if fact.holds_several() => return Err(()),
            LeadField::Fact(fact) => natural(field, fact.kind()),
            // What it holds is known to its organization.
            LeadField::Custom(_) => Direction::Up,
        };
        Ok(Self::By(field, way.unwrap_or(natural)))
    }
}

impl Serialize for LeadSort {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LeadSort {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(|()| de::Error::custom("no order of leads"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::lead_schema;
    use super::*;

    #[test]
    fn every_order_is_read_as_it_was_written() {
        let custom = LeadField::Custom("fld_00000000000000000000000007".parse().unwrap());
        let facts = LeadFact::ALL.iter().filter(|fact| !fact.holds_several());
        for field in facts.map(|fact| LeadField::Fact(*fact)).chain([custom]) {
            for way in [Direction::Up, Direction::Down] {
                let sort = LeadSort::By(field, way);
                assert_eq!(sort.to_string().parse(), Ok(sort));
                assert_eq!(
                    serde_json::from_str::<LeadSort>(&serde_json::to_string(&sort).unwrap()).unwrap(),
                    sort
                );
                assert!(sort.is_about_the_same(sort.turned()) && sort.turned() != sort);
            }
        }
        for (text, sort) in [
            ("relevance", Some(LeadSort::Relevance)),
            ("newest", Some(LeadSort::NEWEST)),
            ("created", Some(LeadSort::NEWEST)),
            ("created.up", Some(LeadSort::OLDEST)),
            ("respond_by", Some(LeadSort::RESPOND_BY)),
            ("name.up", Some(LeadSort::NAME)),
            ("beds", Some(LeadSort::down(LeadFact::Beds))),
            ("city", Some(LeadSort::up(LeadFact::City))),
            ("tags", None),
            ("email.up", None),
            ("city.sideways", None),
            ("", None),
        ] {
            assert_eq!(text.parse().ok(), sort, "{text}");
        }
        assert_eq!(LeadSort::NAME.to_string(), "name");
        assert_eq!(LeadSort::NAME.turned().to_string(), "name.down");
    }

    #[test]
    fn orders_read_as_words() {
        let schema = lead_schema(&[], &[]);
        for (text, label, words) in [
            ("relevance", "Relevance", "by relevance"),
            ("newest", "Newest first", "newest first"),
            ("name", "Name", "by name"),
            ("name.down", "Name, Z to A", "by name, Z to A"),
            ("asking.up", "Asking price, lowest first", "by asking price, lowest first"),
            ("beds", "Bedrooms, highest first", "by bedrooms, highest first"),
            ("postal_code", "ZIP, A to Z", "by ZIP, A to Z"),
            ("status.down", "Status, last to first", "by status, last to first"),
            ("last_activity.up", "Last activity, earliest first", "by last activity, earliest first"),
            ("fld_00000000000000000000000007", "Some field that is gone", "by some field that is gone"),
        ] {
            let sort: LeadSort = text.parse().unwrap();
            assert_eq!((sort.label(&schema).as_str(), sort.in_words(&schema).as_str()), (label, words));
        }
    }

    #[test]
    fn a_press_begins_with_what_people_mean_first() {
        let schema = lead_schema(&[], &[]);
        let first = |fact: LeadFact| schema.get(fact.into()).and_then(LeadSort::of);
        assert_eq!(first(LeadFact::Status), Some(LeadSort::up(LeadFact::Status)));
        assert_eq!(first(LeadFact::RespondBy), Some(LeadSort::RESPOND_BY));
        assert_eq!(first(LeadFact::YearBuilt), Some(LeadSort::down(LeadFact::YearBuilt)));
        assert_eq!((first(LeadFact::Tags), first(LeadFact::Email)), (None, None));
    }
}
