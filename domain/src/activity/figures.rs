//! The figures of everybody, added up from what each statement counted.

use super::came::{self, Came};
use super::period::Stretch;
use crate::error::Result;
use crate::leads::Sql;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::activity::Figures;
use shared::leads::LeadStatus;
use shared::{MemberId, OrgId};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Figures by member, and of everybody.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) members: HashMap<MemberId, Figures>,
    pub(super) all: Figures,
}

impl Counted {
    /// Adds something to a member and to everybody, or to everybody alone.
    fn add(&mut self, member: Option<MemberId>, add: impl Fn(&mut Figures)) {
        add(&mut self.all);
        if let Some(member) = member {
            add(self.members.entry(member).or_default());
        }
    }
}

/// Counts everything; `left` are the members who are none any more.
pub(super) async fn count(
    db: &impl ConnectionTrait,
    org: OrgId,
    stretch: Stretch,
    now: DateTime<Utc>,
    left: &HashSet<MemberId>,
) -> Result<Counted> {
    let mut counted = Counted::default();
    for (owner, leads) in open(db, org).await? {
        counted.add(owner, |figures| figures.open += leads);
    }
    for (member, leads) in came::given(db, org, stretch).await? {
        counted.add(Some(member), |figures| figures.given += leads);
    }
    for row in activities(db, org, stretch).await? {
        counted.add(Some(MemberId::from_uuid(row.member_id)), |figures| {
            figures.calls += row.calls;
            figures.reached += row.reached;
            figures.notes += row.notes;
        });
    }
    for row in tasks(db, org, stretch).await? {
        counted.add(row.done_by.map(MemberId::from_uuid), |figures| {
            figures.tasks += row.tasks;
            figures.meetings += row.meetings;
        });
    }
    for row in came::came(db, org, stretch, now).await? {
        attribute(&mut counted, &row, left);
    }
    let mut seconds: HashMap<Option<MemberId>, Vec<i64>> = HashMap::new();
    for answer in came::answers(db, org, stretch).await? {
        seconds.entry(answer.by()).or_default().push(answer.seconds());
    }
    for (member, seconds) in &mut seconds {
        seconds.sort_unstable();
        if let Some(member) = member {
            let figures = counted.members.entry(*member).or_default();
            (figures.median_seconds, figures.most_seconds) = (median(seconds), most(seconds));
        }
    }
    let mut all: Vec<i64> = seconds.into_values().flatten().collect();
    all.sort_unstable();
    (counted.all.median_seconds, counted.all.most_seconds) = (median(&all), most(&all));
    Ok(counted)
}

/// Gives leads to whose they are, and their answers to who gave them.
fn attribute(counted: &mut Counted, row: &Came, left: &HashSet<MemberId>) {
    let owner = row.owner().or_else(|| row.last_owner().filter(|member| left.contains(member)));
    counted.add(owner, |figures| {
        figures.came += row.leads;
        figures.contacted += row.contacted;
        figures.qualified += row.qualified;
        figures.converted += row.converted;
    });
    counted.add(row.answered_by(), |figures| figures.answered += row.answered);
    let (waits, answered) =
        if row.was_missed() { (row.missed_by(), row.missed_by()) } else { (owner, row.answered_by()) };
    counted.add(waits, |figures| figures.due += row.missed);
    counted.add(answered, |figures| {
        figures.due += row.answered;
        figures.in_time += row.in_time;
    });
}

#[derive(FromQueryResult)]
struct Open {
    owner_id: Option<Uuid>,
    number: i64,
}

/// Open leads at this moment by owner. Source: `leads`, from the index of their filters alone.
async fn open(db: &impl ConnectionTrait, org: OrgId) -> Result<Vec<(Option<MemberId>, i64)>> {
    let statuses = LeadStatus::ALL.iter().filter(|status| status.is_open()).map(|status| status.as_str());
    let mut sql =
        Sql::new("SELECT owner_id, count(*) AS number FROM leads WHERE set_aside = false AND org_id = ");
    sql.bind(org.uuid()).push(" AND status IN ").bind_all(statuses).push(" GROUP BY owner_id");
    let rows = Open::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.owner_id.map(MemberId::from_uuid), row.number)).collect())
}

#[derive(FromQueryResult)]
struct Done {
    member_id: Uuid,
    calls: i64,
    reached: i64,
    notes: i64,
}

/// Calls and notes by member, when they were logged. Source: `activities`.
async fn activities(db: &impl ConnectionTrait, org: OrgId, stretch: Stretch) -> Result<Vec<Done>> {
    let mut sql = Sql::new(
        "SELECT member_id, CAST(sum(CASE WHEN kind = 'call' THEN 1 ELSE 0 END) AS bigint) AS calls, \
         CAST(sum(CASE WHEN outcome = 'reached' THEN 1 ELSE 0 END) AS bigint) AS reached, \
         CAST(sum(CASE WHEN kind = 'note' THEN 1 ELSE 0 END) AS bigint) AS notes \
         FROM activities WHERE org_id = ",
    );
    sql.bind(org.uuid()).push(" AND kind IN ('call', 'note') AND at >= ").bind(stretch.from);
    sql.push(" AND at < ").bind(stretch.to).push(" GROUP BY member_id");
    Ok(Done::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?)
}

#[derive(FromQueryResult)]
struct Completed {
    done_by: Option<Uuid>,
    tasks: i64,
    meetings: i64,
}

/// Completed tasks about leads by who completed them. Source: `tasks`.
async fn tasks(db: &impl ConnectionTrait, org: OrgId, stretch: Stretch) -> Result<Vec<Completed>> {
    let mut sql = Sql::new(
        "SELECT done_by, count(*) AS tasks, \
         CAST(sum(CASE WHEN kind = 'meeting' THEN 1 ELSE 0 END) AS bigint) AS meetings \
         FROM tasks WHERE org_id = ",
    );
    sql.bind(org.uuid()).push(" AND lead_id IS NOT NULL AND done_at >= ").bind(stretch.from);
    sql.push(" AND done_at < ").bind(stretch.to).push(" GROUP BY done_by");
    Ok(Completed::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?)
}

/// The middle of sorted values; of even many what lies between the two in the middle.
fn median(sorted: &[i64]) -> Option<i64> {
    let upper = sorted.get(sorted.len() / 2).copied()?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = sorted.get((sorted.len() / 2).checked_sub(1)?).copied()?;
    Some(i64::midpoint(lower, upper))
}

/// The smallest of sorted values that nine of ten do not exceed (nearest rank).
fn most(sorted: &[i64]) -> Option<i64> {
    let rank = (sorted.len() * 9).div_ceil(10);
    sorted.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occur_or_lie_in_the_middle() {
        assert_eq!((median(&[]), most(&[])), (None, None));
        assert_eq!((median(&[7]), most(&[7])), (Some(7), Some(7)));
        assert_eq!((median(&[60, 300]), most(&[60, 300])), (Some(180), Some(300)));
        let ten: Vec<i64> = (1..=10).collect();
        assert_eq!((median(&ten), most(&ten)), (Some(5), Some(9)));
        let eleven: Vec<i64> = (1..=11).collect();
        assert_eq!((median(&eleven), most(&eleven)), (Some(6), Some(10)));
    }
}
