//! Whose turn it is: of the members who are there, the one whose last turn is the longest ago.
//!
//! Turns are remembered by member and not as a place in a list, so that a list may change and members may be away
//! without anybody losing or gaining more than one turn.

use crate::error::Result;
use crate::leads::Sql;
use crate::members::stored_role;
use entity::{duty_turns, members};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use shared::roles::Permission;
use shared::{DutyRuleId, MemberId, OrgId};
use std::collections::{BTreeMap, HashSet};

/// The members who are there, and when each had the last turn in each rule.
#[derive(Debug, Default)]
pub(super) struct Seats {
    there: HashSet<MemberId>,
    turns: BTreeMap<(DutyRuleId, MemberId), i64>,
    changed: BTreeMap<(DutyRuleId, MemberId), i64>,
}

impl Seats {
    /// Those of some members who were not removed, are not away and can own leads. They stay so until the transaction
    /// ends, where the caller writes.
    pub(super) async fn load(
        tx: &impl ConnectionTrait,
        org: OrgId,
        wanted: &HashSet<MemberId>,
        hold: bool,
    ) -> Result<Self> {
        if wanted.is_empty() {
            return Ok(Self::default());
        }
        let mut query = members::Entity::find()
            .filter(members::Column::OrgId.eq(org.uuid()))
            .filter(members::Column::Id.is_in(wanted.iter().map(|member| member.uuid())))
            .order_by_asc(members::Column::Id);
        if hold && tx.get_database_backend() == DatabaseBackend::Postgres {
            query = query.lock(LockType::Share);
        }
        let rows = query.all(tx).await?;
        let away = super::away(tx, org).await?;
        let mut seats = Self::default();
        for row in rows {
            let can_own = stored_role(&row.role)?.may(Permission::WorkLeads);
            let member = MemberId::from_uuid(row.id);
            if can_own && row.removed_at.is_none() && !away.contains(&member) {
                seats.there.insert(member);
            }
        }
        let turns =
            duty_turns::Entity::find().filter(duty_turns::Column::OrgId.eq(org.uuid())).all(tx).await?;
        seats.turns = turns
            .into_iter()
            .map(|row| ((DutyRuleId::from_uuid(row.rule_id), MemberId::from_uuid(row.member_id)), row.turn))
            .collect();
        Ok(seats)
    }

    /// Gives the next turn in a rule to one of its members; `None` when none of them is there. Among those who had
    /// none yet the order of the rule counts.
    pub(super) fn next(
        &mut self,
        rule: DutyRuleId,
        members: &[MemberId],
        but: Option<MemberId>,
    ) -> Option<MemberId> {
        let turn = |member: &MemberId| self.turns.get(&(rule, *member)).copied().unwrap_or(0);
        let there = members.iter().filter(|member| self.there.contains(*member) && Some(**member) != but);
        let next = *there.min_by_key(|member| turn(member))?;
        let last = self.turns.iter().filter(|((of, _), _)| *of == rule).map(|(_, turn)| *turn).max();
        let turn = last.unwrap_or(0).saturating_add(1);
        self.turns.insert((rule, next), turn);
        self.changed.insert((rule, next), turn);
        Some(next)
    }

    /// Remembers the turns that were given.
    pub(super) async fn keep(&mut self, tx: &impl ConnectionTrait, org: OrgId) -> Result<()> {
        let changed = std::mem::take(&mut self.changed);
        if changed.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::new("INSERT INTO duty_turns (org_id, rule_id, member_id, turn) VALUES ");
        for (index, ((rule, member), turn)) in changed.into_iter().enumerate() {
            sql.push(if index > 0 { ", (" } else { "(" });
            sql.bind(org.uuid()).push(", ").bind(rule.uuid()).push(", ").bind(member.uuid());
            sql.push(", ").bind(turn).push(")");
        }
        sql.push(" ON CONFLICT (org_id, rule_id, member_id) DO UPDATE SET turn = excluded.turn");
        tx.execute_raw(sql.statement(tx.get_database_backend())).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn member(number: u128) -> MemberId {
        MemberId::from_uuid(Uuid::from_u128(number))
    }

    fn rule(number: u128) -> DutyRuleId {
        DutyRuleId::from_uuid(Uuid::from_u128(number))
    }

    fn seats(there: &[u128]) -> Seats {
        Seats { there: there.iter().map(|number| member(*number)).collect(), ..Seats::default() }
    }

    #[test]
    fn turns_go_round_in_each_rule_by_itself() {
        let all = [member(3), member(1), member(2)];
        let mut seats = seats(&[1, 2, 3]);
        let given: Vec<_> = (0..6).map(|_| seats.next(rule(1), &all, None)).collect();
        let round = [Some(member(3)), Some(member(1)), Some(member(2))];
        assert_eq!(given, [round, round].concat());
        assert_eq!(seats.next(rule(2), &all, None), Some(member(3)));
    }

    #[test]
    fn who_is_away_is_passed_over_and_makes_up_for_one_turn_at_most() {
        let all = [member(1), member(2)];
        let mut seats = seats(&[2]);
        let given: Vec<_> = (0..3).map(|_| seats.next(rule(1), &all, None)).collect();
        assert_eq!(given, [Some(member(2)); 3]);
        seats.there.insert(member(1));
        let given: Vec<_> = (0..4).map(|_| seats.next(rule(1), &all, None)).collect();
        assert_eq!(given, [1, 2, 1, 2].map(|number| Some(member(number))));
        assert_eq!(seats.next(rule(1), &[member(1)], Some(member(1))), None);
        assert_eq!(Seats::default().next(rule(1), &all, None), None);
    }
}
