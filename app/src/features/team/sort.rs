//! The columns of the table and the orders they give. A member without a share or a time stands at the end of either
//! direction.

use shared::activity::{Figures, MemberFigures};
use std::cmp::Ordering;
use ui::SortDirection;

/// What the table shows of a member.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Column {
    #[default]
    Name,
    Open,
    Given,
    Calls,
    Reached,
    Notes,
    Tasks,
    Answer,
    InTime,
    Came,
    Contacted,
    Qualified,
    Converted,
}

use Column as C;

impl Column {
    pub(super) const ALL: [Self; 13] = [
        C::Name,
        C::Open,
        C::Given,
        C::Calls,
        C::Reached,
        C::Notes,
        C::Tasks,
        C::Answer,
        C::InTime,
        C::Came,
        C::Contacted,
        C::Qualified,
        C::Converted,
    ];

    /// In the address.
    pub(super) const fn word(self) -> &'static str {
        match self {
            C::Name => "name",
            C::Open => "open",
            C::Given => "given",
            C::Calls => "calls",
            C::Reached => "reached",
            C::Notes => "notes",
            C::Tasks => "tasks",
            C::Answer => "answer",
            C::InTime => "in_time",
            C::Came => "came",
            C::Contacted => "contacted",
            C::Qualified => "qualified",
            C::Converted => "converted",
        }
    }

    /// Over the column.
    pub(super) const fn label(self) -> &'static str {
        match self {
            C::Name => "Member",
            C::Open => "Open leads",
            C::Given => "Given",
            C::Calls => "Calls",
            C::Reached => "Reached",
            C::Notes => "Notes",
            C::Tasks => "Tasks done",
            C::Answer => "First answer",
            C::InTime => "In time",
            C::Came => "Came in",
            C::Contacted => "Contacted",
            C::Qualified => "Qualified",
            C::Converted => "Converted",
        }
    }

    /// Names begin with A and answers with the fastest; of everything else the most comes first.
    const fn ascends(self) -> bool {
        matches!(self, C::Name | C::Answer)
    }

    /// What is compared, as a part of a whole; `None` where there is nothing to compare.
    fn key(self, figures: &Figures) -> Option<(i64, i64)> {
        let share = |part, whole| (whole > 0).then_some((part, whole));
        match self {
            C::Name => None,
            C::Open => Some((figures.open, 1)),
            C::Given => Some((figures.given, 1)),
            C::Calls => Some((figures.calls, 1)),
            C::Notes => Some((figures.notes, 1)),
            C::Tasks => Some((figures.tasks, 1)),
            C::Came => Some((figures.came, 1)),
            C::Answer => figures.median_seconds.map(|seconds| (seconds, 1)),
            C::Reached => share(figures.reached, figures.calls),
            C::InTime => share(figures.in_time, figures.due),
            C::Contacted => share(figures.contacted, figures.came),
            C::Qualified => share(figures.qualified, figures.came),
            C::Converted => share(figures.converted, figures.came),
        }
    }
}

/// By which column, and whether the other way around.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) column: Column,
    turned: bool,
}

impl Order {
    /// Of an address; what is not known is the default.
    pub(super) fn of(column: &str, turn: &str) -> Self {
        let column = Column::ALL.into_iter().find(|known| known.word() == column);
        Self { column: column.unwrap_or_default(), turned: turn == "turned" }
    }

    /// After the head of a column was pressed.
    pub(super) fn pressed(self, column: Column) -> Self {
        Self { column, turned: self.column == column && !self.turned }
    }

    /// In the words of the address.
    pub(super) fn pairs(self) -> Vec<(&'static str, String)> {
        let column = (self.column != Column::default()).then(|| ("sort", self.column.word().to_owned()));
        let turn = self.turned.then(|| ("order", "turned".to_owned()));
        column.into_iter().chain(turn).collect()
    }

    /// How a column stands.
    pub(super) fn direction(self, column: Column) -> Option<SortDirection> {
        (self.column == column).then_some(if column.ascends() == self.turned {
            SortDirection::Descending
        } else {
            SortDirection::Ascending
        })
    }

    /// Members come by name; equal ones stay so.
    pub(super) fn sort(self, members: &mut [MemberFigures]) {
        if self.column == Column::Name {
            if self.turned {
                members.reverse();
            }
            return;
        }
        let ascending = self.direction(self.column) == Some(SortDirection::Ascending);
        members.sort_by(|one, other| {
            match (self.column.key(&one.figures), self.column.key(&other.figures)) {
                (Some(one), Some(other)) if ascending => compare(one, other),
                (Some(one), Some(other)) => compare(other, one),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            }
        });
    }
}

/// Two parts of wholes, by cross-multiplication: exact, and without a fraction.
fn compare((part, whole): (i64, i64), (other, of): (i64, i64)) -> Ordering {
    (i128::from(part) * i128::from(of)).cmp(&(i128::from(other) * i128::from(whole)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples::member_id;
    use shared::roles::Role;

    fn member(number: u32, figures: Figures) -> MemberFigures {
        MemberFigures {
            id: member_id(number),
            name: format!("{number}"),
            role: Role::Agent,
            left: false,
            figures,
        }
    }

    fn sorted(column: &str, turn: &str) -> Vec<String> {
        let mut members = [
            member(1, Figures { calls: 3, reached: 1, median_seconds: Some(90), ..Figures::default() }),
            member(2, Figures { calls: 10, reached: 4, median_seconds: Some(60), ..Figures::default() }),
            member(3, Figures::default()),
        ];
        Order::of(column, turn).sort(&mut members);
        members.into_iter().map(|member| member.name).collect()
    }

    #[test]
    fn the_most_comes_first_and_who_has_nothing_last() {
        assert_eq!(sorted("calls", ""), ["2", "1", "3"]);
        assert_eq!(sorted("calls", "turned"), ["3", "1", "2"]);
        assert_eq!(sorted("reached", ""), ["2", "1", "3"], "40 % before 33 %");
        assert_eq!(sorted("reached", "turned"), ["1", "2", "3"]);
        assert_eq!(sorted("answer", ""), ["2", "1", "3"], "the fastest first");
        assert_eq!(sorted("", "turned"), ["3", "2", "1"]);
    }

    #[test]
    fn a_head_tells_its_direction() {
        let order = Order::of("answer", "");
        assert_eq!(order.direction(C::Answer), Some(SortDirection::Ascending));
        assert_eq!(order.pressed(C::Answer).direction(C::Answer), Some(SortDirection::Descending));
        assert_eq!(order.pressed(C::Calls).direction(C::Calls), Some(SortDirection::Descending));
        assert_eq!(order.direction(C::Calls), None);
    }
}
