//! The people at each lead, as far as this process knows, and the news of them for open screens.

use chrono::{DateTime, Utc};
use shared::leads::Edited;
use shared::presence::{LeadPresence, Present};
use shared::{LeadId, MemberId, OrgId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;
use uuid::Uuid;

/// Tabs of one member with one lead; further ones take the place of the one heard of longest ago.
const MAX_TABS: usize = 8;

/// Cheap to clone; one a process.
#[derive(Clone)]
pub struct Board(Arc<Inner>);

struct Inner {
    process: Uuid,
    seen: Mutex<BTreeMap<(OrgId, LeadId), AtLead>>,
    sender: broadcast::Sender<(OrgId, LeadPresence)>,
}

/// By member and tab.
type AtLead = BTreeMap<(MemberId, String), Seen>;

/// What a tab said last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) name: String,
    pub(super) editing: Vec<Edited>,
    pub(super) until: DateTime<Utc>,
}

impl Board {
    /// `process` tells what this process said from what others did.
    pub fn new(process: Uuid) -> Self {
        let inner = Inner { process, seen: Mutex::default(), sender: broadcast::channel(256).0 };
        Self(Arc::new(inner))
    }

    /// Everybody at a lead whenever that becomes something else, in every organization; the caller filters.
    pub fn subscribe(&self) -> broadcast::Receiver<(OrgId, LeadPresence)> {
        self.0.sender.subscribe()
    }

    /// Forgets who has not been heard of.
    pub fn sweep(&self, now: DateTime<Utc>) {
        let mut seen = self.seen();
        let mut left: Vec<(OrgId, LeadId)> = Vec::new();
        for (place, at_lead) in seen.iter_mut() {
            let before = at_lead.len();
            at_lead.retain(|_, tab| tab.until > now);
            if at_lead.len() != before {
                left.push(*place);
            }
        }
        for place in left {
            self.tell(place, seen.get(&place));
        }
        seen.retain(|_, at_lead| !at_lead.is_empty());
    }

    /// Everybody at a lead, by name.
    pub fn present(&self, org: OrgId, lead: LeadId) -> Vec<Present> {
        self.seen().get(&(org, lead)).map(people).unwrap_or_default()
    }

    pub(super) fn process(&self) -> Uuid {
        self.0.process
    }

    /// The name of somebody who is known to be there.
    pub(super) fn name_of(&self, org: OrgId, lead: LeadId, member: MemberId) -> Option<String> {
        let seen = self.seen();
        let mut tabs = seen.get(&(org, lead))?.iter();
        tabs.find(|((of, _), _)| *of == member).map(|(_, tab)| tab.name.clone())
    }

    pub(super) fn put(&self, org: OrgId, lead: LeadId, member: MemberId, tab: &str, said: Seen) {
        let mut seen = self.seen();
        let at_lead = seen.entry((org, lead)).or_default();
        let before = people(at_lead);
        at_lead.insert((member, tab.to_owned()), said);
        let tabs = at_lead.iter().filter(|((of, _), _)| *of == member);
        if tabs.clone().count() > MAX_TABS
            && let Some(oldest) = tabs.min_by_key(|(_, tab)| tab.until).map(|(key, _)| key.clone())
        {
            at_lead.remove(&oldest);
        }
        if people(at_lead) != before {
            self.tell((org, lead), Some(at_lead));
        }
    }

    pub(super) fn remove(&self, org: OrgId, lead: LeadId, member: MemberId, tab: &str) {
        let mut seen = self.seen();
        let Some(at_lead) = seen.get_mut(&(org, lead)) else { return };
        let before = people(at_lead);
        at_lead.remove(&(member, tab.to_owned()));
        if people(at_lead) != before {
            self.tell((org, lead), Some(at_lead));
        }
        if at_lead.is_empty() {
            seen.remove(&(org, lead));
        }
    }

    fn seen(&self) -> MutexGuard<'_, BTreeMap<(OrgId, LeadId), AtLead>> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, (org, lead): (OrgId, LeadId), at_lead: Option<&AtLead>) {
        let present = at_lead.map(people).unwrap_or_default();
        // Nobody listening is no fault.
        drop(self.0.sender.send((org, LeadPresence { lead, present })));
    }
}

/// The tabs of each member as one.
fn people(at_lead: &AtLead) -> Vec<Present> {
    let mut people: Vec<(Present, BTreeSet<Edited>)> = Vec::new();
    for ((member, _), tab) in at_lead {
        let known = people.iter_mut().find(|(present, _)| present.member == *member);
        if let Some((_, editing)) = known {
            editing.extend(tab.editing.iter().copied());
        } else {
            let present = Present { member: *member, name: tab.name.clone(), editing: Vec::new() };
            people.push((present, tab.editing.iter().copied().collect()));
        }
    }
    let mut people: Vec<Present> = people
        .into_iter()
        .map(|(present, editing)| Present { editing: editing.into_iter().collect(), ..present })
        .collect();
    people.sort_by(|a, b| (&a.name, a.member).cmp(&(&b.name, b.member)));
    people
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use shared::leads::Fact;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    struct Trial {
        board: Board,
        now: DateTime<Utc>,
    }

    impl Trial {
        fn new() -> Self {
            Self { board: Board::new(id(1)), now: DateTime::UNIX_EPOCH }
        }

        fn put(&self, member: u128, name: &str, tab: &str, editing: &[Fact], seconds: i64) {
            let seen = Seen {
                name: name.to_owned(),
                editing: editing.iter().map(|fact| (*fact).into()).collect(),
                until: self.now + TimeDelta::seconds(seconds),
            };
            let (org, lead) = (OrgId::from_uuid(id(1)), LeadId::from_uuid(id(2)));
            self.board.put(org, lead, MemberId::from_uuid(id(member)), tab, seen);
        }

        fn here(&self) -> Vec<(String, usize)> {
            let present = self.board.present(OrgId::from_uuid(id(1)), LeadId::from_uuid(id(2)));
            present.into_iter().map(|present| (present.name, present.editing.len())).collect()
        }
    }

    #[test]
    fn tabs_of_one_member_are_one_person() {
        let trial = Trial::new();
        let mut news = trial.board.subscribe();
        trial.put(7, "Priya", "tab-1", &[], 45);
        trial.put(7, "Priya", "tab-2", &[Fact::Phone], 45);
        trial.put(7, "Priya", "tab-3", &[Fact::Phone, Fact::Email], 45);
        trial.put(8, "Marcus", "tab-1", &[], 45);
        assert_eq!(trial.here(), [("Marcus".to_owned(), 0), ("Priya".to_owned(), 2)]);
        // The same word again is no news.
        trial.put(8, "Marcus", "tab-1", &[], 60);
        let mut told = 0;
        while news.try_recv().is_ok() {
            told += 1;
        }
        assert_eq!(told, 4);
        assert!(trial.board.present(OrgId::from_uuid(id(9)), LeadId::from_uuid(id(2))).is_empty());
    }

    #[test]
    fn who_falls_silent_or_leaves_is_gone() {
        let trial = Trial::new();
        trial.put(7, "Priya", "tab-1", &[], 45);
        trial.put(8, "Marcus", "tab-1", &[], 60);
        let mut news = trial.board.subscribe();
        trial.board.sweep(trial.now + TimeDelta::seconds(44));
        assert!(news.try_recv().is_err());
        trial.board.sweep(trial.now + TimeDelta::seconds(45));
        assert_eq!(news.try_recv().unwrap().1.present.len(), 1);
        let (org, lead) = (OrgId::from_uuid(id(1)), LeadId::from_uuid(id(2)));
        trial.board.remove(org, lead, MemberId::from_uuid(id(8)), "tab-1");
        assert_eq!(news.try_recv().unwrap().1.present, []);
        assert!(trial.board.seen().is_empty());
    }

    #[test]
    fn a_member_cannot_fill_the_memory_with_tabs() {
        let trial = Trial::new();
        for tab in 0..20 {
            trial.put(7, "Priya", &format!("tab-{tab}"), &[], 45 + tab);
        }
        assert_eq!(trial.board.seen().values().map(BTreeMap::len).sum::<usize>(), MAX_TABS);
    }
}
