//! What a field holds, and what can be asked of such a field.

/// The kinds of values that fields hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words of people.
    Text,
    /// A whole number.
    Number,
    /// An amount, in minor units.
    Money,
    /// An instant.
    Time,
    /// A day of the calendar.
    Day,
    /// Yes or no.
    YesNo,
    /// One or several of a closed list.
    Choice,
    /// A member, or nobody.
    Member,
    /// Any number of tags.
    Tags,
}

/// A question as a list offers it, before it has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    Is,
    IsNot,
    Contains,
    StartsWith,
    AtLeast,
    AtMost,
    Since,
    Before,
    Filled,
    Empty,
}

impl Offer {
    /// Every question.
    pub const ALL: [Self; 10] = [
        Self::Is,
        Self::IsNot,
        Self::Contains,
        Self::StartsWith,
        Self::AtLeast,
        Self::AtMost,
        Self::Since,
        Self::Before,
        Self::Filled,
        Self::Empty,
    ];

    /// The word in text; [`Offer::IsNot`] is a negated `is` and has one for plain forms only.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "is_not",
            Self::Contains => "contains",
            Self::StartsWith => "starts_with",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Since => "since",
            Self::Before => "before",
            Self::Filled => "filled",
            Self::Empty => "empty",
        }
    }

    /// The question of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|offer| offer.as_str() == word)
    }

    /// The words on the screen, between the field and its value.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "is not",
            Self::Contains => "contains",
            Self::StartsWith => "starts with",
            Self::AtLeast => "is at least",
            Self::AtMost => "is at most",
            Self::Since => "is on or after",
            Self::Before => "is before",
            Self::Filled => "is known",
            Self::Empty => "is unknown",
        }
    }

    /// Whether it needs a value.
    pub const fn takes_value(self) -> bool {
        !matches!(self, Self::Filled | Self::Empty)
    }
}

impl Kind {
    /// What can be asked of a field of this kind.
    pub const fn offers(self) -> &'static [Offer] {
        use Offer as O;
        match self {
            Self::Text => &[O::Contains, O::StartsWith, O::Is, O::IsNot, O::Filled, O::Empty],
            Self::Number | Self::Money => &[O::AtLeast, O::AtMost, O::Is, O::IsNot, O::Filled, O::Empty],
            Self::Time | Self::Day => &[O::Since, O::Before, O::Filled, O::Empty],
            Self::YesNo => &[O::Is, O::Filled, O::Empty],
            Self::Choice | Self::Tags => &[O::Is, O::IsNot, O::Filled, O::Empty],
            Self::Member => &[O::Is, O::IsNot],
        }
    }
}
