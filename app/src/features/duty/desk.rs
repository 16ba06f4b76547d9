//! The settings as they stand on the screen, what stops them from being saved, and what is saved.

use crate::features::leads::rpc::Vocabulary;
use crate::rpc::AppError;
use crate::state::put;
use leptos::prelude::*;
use shared::MemberId;
use shared::duty::{Duty, DutyInput, MAX_PARTS, RuleInput, TierInput};
use shared::errors::FieldError;
use shared::leads::{LeadSchema, OwnerRef};
use ui::{Toaster, use_toaster};

/// What stands in an ordered list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Tier,
    Rule,
}

impl Part {
    /// In paths of errors.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Tier => "tiers",
            Self::Rule => "rules",
        }
    }

    /// Inside a sentence.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Tier => "tier",
            Self::Rule => "rule",
        }
    }

    /// At its beginning.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Tier => "Tier",
            Self::Rule => "Rule",
        }
    }
}

/// A tier or a rule as typed, with what keeps it apart from others while it moves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) key: u32,
    /// Of a rule that was saved before.
    id: String,
    pub(super) name: String,
    pub(super) when: String,
    /// Of a tier.
    pub(super) minutes: String,
    /// Of a rule.
    pub(super) members: Vec<String>,
}

impl Row {
    fn of_tier(tier: &TierInput) -> Self {
        let TierInput { name, when, minutes } = tier.clone();
        Self { name, when, minutes, ..Self::default() }
    }

    fn of_rule(rule: &RuleInput) -> Self {
        let RuleInput { id, name, when, members } = rule.clone();
        Self { id, name, when, members, ..Self::default() }
    }

    fn tier(&self) -> TierInput {
        TierInput { name: self.name.clone(), when: self.when.clone(), minutes: self.minutes.clone() }
    }

    fn rule(&self) -> RuleInput {
        RuleInput {
            id: self.id.clone(),
            name: self.name.clone(),
            when: self.when.clone(),
            members: self.members.clone(),
        }
    }
}

/// Cheap to copy; made by the page.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    tiers: RwSignal<Vec<Row>>,
    rules: RwSignal<Vec<Row>>,
    pub(super) default_minutes: RwSignal<String>,
    /// Leads that nobody answers are handed on.
    pub(super) hand_on: RwSignal<bool>,
    pub(super) hand_on_minutes: RwSignal<String>,
    pub(super) hand_on_members: RwSignal<Vec<String>>,
    /// All of it; its revision is always zero, so that only what was typed is compared.
    pub(super) input: Memo<DutyInput>,
    pub(super) edited: Memo<bool>,
    /// What stops saving.
    pub(super) problems: Memo<Vec<FieldError>>,
    /// Somebody wanted to save or to try it: what is missing is said from then on.
    pub(super) tried: RwSignal<bool>,
    /// What is saved, as far as this screen has seen it.
    pub(super) base: RwSignal<DutyInput>,
    pub(super) revision: RwSignal<i64>,
    /// What somebody else saved while this was edited.
    pub(super) theirs: RwSignal<Option<Duty>>,
    /// Why the server did not save it.
    pub(super) refused: RwSignal<Option<AppError>>,
    pub(super) busy: RwSignal<bool>,
    pub(super) schema: Memo<LeadSchema>,
    pub(super) owners: RwSignal<Vec<OwnerRef>>,
    pub(super) away: RwSignal<Vec<MemberId>>,
    /// The part that gets another condition.
    pub(super) narrowing: RwSignal<Option<(Part, u32)>>,
    /// Told to those who listen.
    pub(super) said: RwSignal<String>,
    keys: StoredValue<u32>,
    pub(super) toaster: Toaster,
}

/// What is typed alone.
fn content(duty: &Duty) -> DutyInput {
    DutyInput { revision: 0, ..DutyInput::from(duty) }
}

impl Desk {
    pub(super) fn new(duty: &Duty, owners: Vec<OwnerRef>, vocabulary: &Vocabulary) -> Self {
        let (tiers, rules) = (RwSignal::new(Vec::<Row>::new()), RwSignal::new(Vec::<Row>::new()));
        let (default_minutes, hand_on_minutes) =
            (RwSignal::new(String::new()), RwSignal::new("30".to_owned()));
        let (hand_on, hand_on_members) = (RwSignal::new(false), RwSignal::new(Vec::<String>::new()));
        let (base, owners) = (RwSignal::new(DutyInput::default()), RwSignal::new(owners));
        let refused = RwSignal::new(None::<AppError>);
        let known = vocabulary.schema();
        let schema = Memo::new(move |_| known.clone());
        let input = Memo::new(move |_| DutyInput {
            tiers: tiers.with(|rows| rows.iter().map(Row::tier).collect()),
            rules: rules.with(|rows| rows.iter().map(Row::rule).collect()),
            default_minutes: default_minutes.get(),
            hand_on_minutes: if hand_on.get() { minutes(&hand_on_minutes.get()) } else { String::new() },
            hand_on_members: if hand_on.get() { hand_on_members.get() } else { Vec::new() },
            revision: 0,
        });
        let problems = Memo::new(move |_| {
            let can_own: Vec<MemberId> = owners.with(|owners| owners.iter().map(|owner| owner.id).collect());
            let found = input.with(|input| schema.with(|schema| input.check(schema, &can_own)));
            if found.is_empty() {
                refused.with(|error| error.as_ref().map(|error| error.fields.clone()).unwrap_or_default())
            } else {
                found
            }
        });
        let desk = Self {
            tiers,
            rules,
            default_minutes,
            hand_on,
            hand_on_minutes,
            hand_on_members,
            input,
            edited: Memo::new(move |_| input.with(|input| base.with(|base| input != base))),
            problems,
            tried: RwSignal::new(false),
            base,
            revision: RwSignal::new(0),
            theirs: RwSignal::new(None),
            refused,
            busy: RwSignal::new(false),
            schema,
            owners,
            away: RwSignal::new(duty.away.clone()),
            narrowing: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            keys: StoredValue::new(0),
            toaster: use_toaster(),
        };
        desk.take(duty);
        desk
    }

    pub(super) fn rows(self, part: Part) -> RwSignal<Vec<Row>> {
        match part {
            Part::Tier => self.tiers,
            Part::Rule => self.rules,
        }
    }

    fn key(self) -> u32 {
        self.keys
            .try_update_value(|key| {
                *key += 1;
                *key
            })
            .unwrap_or_default()
    }

    /// Shows what is saved.
    pub(super) fn take(self, duty: &Duty) {
        let input = content(duty);
        self.fill(&input);
        self.base.set(input);
        self.revision.set(duty.revision);
        self.theirs.set(None);
        self.refused.set(None);
        self.tried.set(false);
    }

    /// Shows this as typed. Rows that stay where they are keep their fields.
    pub(super) fn fill(self, input: &DutyInput) {
        self.fill_rows(Part::Tier, input.tiers.iter().map(Row::of_tier).collect());
        self.fill_rows(Part::Rule, input.rules.iter().map(Row::of_rule).collect());
        put(self.default_minutes, input.default_minutes.clone());
        let on = !input.hand_on_minutes.is_empty();
        put(self.hand_on, on);
        if on {
            put(self.hand_on_minutes, input.hand_on_minutes.clone());
            put(self.hand_on_members, input.hand_on_members.clone());
        }
    }

    fn fill_rows(self, part: Part, mut rows: Vec<Row>) {
        let known: Vec<u32> = self.rows(part).with_untracked(|rows| rows.iter().map(|row| row.key).collect());
        for (index, row) in rows.iter_mut().enumerate() {
            row.key = known.get(index).copied().unwrap_or_else(|| self.key());
        }
        put(self.rows(part), rows);
    }

    /// Goes back to what is saved.
    pub(super) fn undo(self) {
        let base = self.base.get_untracked();
        self.fill(&base);
        self.refused.set(None);
        self.tried.set(false);
    }

    /// Holds itself against what is saved now.
    pub(super) fn compare(self, duty: Duty) {
        put(self.away, duty.away.clone());
        let known = self.revision.get_untracked();
        if duty.revision < known {
            return;
        }
        let edited = self.edited.get_untracked();
        if !edited || self.input.with_untracked(|input| *input == content(&duty)) {
            if duty.revision > known || edited {
                self.take(&duty);
            }
        } else if duty.revision > known {
            self.theirs.set(Some(duty));
        }
    }

    /// Goes on with what is here, to be saved after what somebody else saved.
    pub(super) fn keep(self) {
        if let Some(theirs) = self.theirs.get_untracked() {
            self.base.set(content(&theirs));
            self.revision.set(theirs.revision);
            self.theirs.set(None);
            self.refused.set(None);
        }
    }

    /// This was saved: rules that were new have identifiers now. What was typed meanwhile stays.
    pub(super) fn saved(self, duty: &Duty, sent: &DutyInput, keys: &[u32]) {
        if self.input.with_untracked(|input| input == sent) {
            self.take(duty);
            return;
        }
        self.rules.update(|rows| {
            for (key, rule) in keys.iter().zip(&duty.settings.rules) {
                if let Some(row) = rows.iter_mut().find(|row| row.key == *key) {
                    row.id = rule.id.to_string();
                }
            }
        });
        self.base.set(content(duty));
        self.revision.set(duty.revision);
        self.refused.set(None);
    }

    /// What is wrong at a path, as far as it is time to say it.
    pub(super) fn problem(self, path: &str) -> Option<String> {
        let tried = self.tried.get();
        self.problems.with(|problems| {
            let found = problems.iter().find(|error| error.path == path && (tried || lasting(&error.code)));
            found.map(|error| error.message.clone())
        })
    }

    /// [`Self::problem`] at a path that stays.
    pub(super) fn wrong(self, path: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.problem(path))
    }

    /// Changes a row.
    pub(super) fn change(self, part: Part, key: u32, change: impl FnOnce(&mut Row)) {
        self.refused.set(None);
        self.rows(part).update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.key == key) {
                change(row);
            }
        });
    }

    /// Adds a row at the end; answers its key.
    pub(super) fn add(self, part: Part) -> u32 {
        self.refused.set(None);
        let key = self.key();
        let minutes = if part == Part::Tier { "5".to_owned() } else { String::new() };
        self.rows(part).update(|rows| rows.push(Row { key, minutes, ..Row::default() }));
        key
    }

    pub(super) fn remove(self, part: Part, key: u32) {
        self.refused.set(None);
        self.rows(part).update(|rows| rows.retain(|row| row.key != key));
        self.said.set(format!("{} removed", part.title()));
    }

    /// Puts a row one place further up or down.
    pub(super) fn shift(self, part: Part, key: u32, up: bool) {
        self.refused.set(None);
        let place = self.rows(part).try_update(|rows| shift(rows, key, up)).flatten();
        if let Some(place) = place {
            let all = self.rows(part).with_untracked(Vec::len);
            self.said.set(format!("Now {} {} of {all}", part.noun(), place + 1));
        }
    }

    /// Whether there may be no more of them.
    pub(super) fn is_full(self, part: Part) -> bool {
        self.rows(part).with(Vec::len) >= MAX_PARTS
    }
}

/// Nothing typed is not "never": that is said by leaving the whole part out.
fn minutes(typed: &str) -> String {
    if typed.trim().is_empty() { "0".to_owned() } else { typed.to_owned() }
}

/// What was right when it was saved and is not any more. It is said before anybody tries to save.
fn lasting(code: &str) -> bool {
    code == "duty.member_gone" || code.starts_with("filter.")
}

/// Answers the new place.
fn shift(rows: &mut [Row], key: u32, up: bool) -> Option<usize> {
    let place = rows.iter().position(|row| row.key == key)?;
    let to = if up { place.checked_sub(1)? } else { Some(place + 1).filter(|to| *to < rows.len())? };
    rows.swap(place, to);
    Some(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::duty::{DutySettings, Rule, Tier};

    fn duty(revision: i64, minutes: u32) -> Duty {
        let tier = |name: &str| Tier { name: name.into(), when: String::new(), minutes };
        let rule = Rule {
            id: "duty_00000000000000000000000001".parse().unwrap(),
            name: "Turns".into(),
            when: String::new(),
            members: vec!["mem_00000000000000000000000001".parse().unwrap()],
        };
        Duty {
            settings: DutySettings {
                tiers: vec![tier("Quick"), tier("Slow")],
                rules: vec![rule],
                hand_on: None,
            },
            default_minutes: 15,
            revision,
            away: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn desk() -> Desk {
        let owner = OwnerRef { id: "mem_00000000000000000000000001".parse().unwrap(), name: "Priya".into() };
        Desk::new(&duty(1, 5), vec![owner], &Vocabulary::default())
    }

    #[test]
    fn what_is_shown_is_what_is_saved_until_it_is_changed() {
        Owner::new().with(|| {
            let desk = desk();
            assert!(!desk.edited.get_untracked() && desk.problems.get_untracked().is_empty());
            let first = desk.rows(Part::Tier).with_untracked(|rows| rows[0].key);
            desk.shift(Part::Tier, first, false);
            assert!(desk.edited.get_untracked());
            assert_eq!(desk.said.get_untracked(), "Now tier 2 of 2");
            desk.undo();
            assert!(!desk.edited.get_untracked());
        });
    }

    #[test]
    fn what_is_missing_is_said_once_somebody_saves() {
        Owner::new().with(|| {
            let desk = desk();
            desk.add(Part::Rule);
            desk.hand_on.set(true);
            desk.hand_on_minutes.set(" ".into());
            assert_eq!(desk.problem("rules.1.name"), None);
            desk.tried.set(true);
            assert_eq!(desk.problem("rules.1.name").as_deref(), Some("Enter a name."));
            assert!(desk.problem("hand_on_minutes").is_some(), "an empty time is not a way to leave it out");
        });
    }

    #[test]
    fn two_people_never_write_over_each_other_unseen() {
        Owner::new().with(|| {
            let desk = desk();
            desk.compare(duty(2, 7));
            assert_eq!(desk.revision.get_untracked(), 2, "nothing was edited here");
            desk.default_minutes.set("20".into());
            desk.compare(duty(3, 9));
            assert_eq!(desk.revision.get_untracked(), 2);
            assert_eq!(desk.theirs.get_untracked(), Some(duty(3, 9)));
            desk.keep();
            assert_eq!(
                (desk.revision.get_untracked(), desk.default_minutes.get_untracked()),
                (3, "20".into())
            );
            assert!(desk.edited.get_untracked());
        });
    }

    #[test]
    fn what_is_typed_while_it_is_saved_stays() {
        Owner::new().with(|| {
            let desk = desk();
            let key = desk.add(Part::Rule);
            desk.change(Part::Rule, key, |row| row.name = "New".into());
            let sent = desk.input.get_untracked();
            desk.change(Part::Rule, key, |row| row.name = "Newer".into());
            let mut answer = duty(2, 5);
            let more = Rule { name: "New".into(), ..answer.settings.rules[0].clone() };
            answer.settings.rules.push(more);
            let keys: Vec<u32> =
                desk.rows(Part::Rule).with_untracked(|rows| rows.iter().map(|row| row.key).collect());
            desk.saved(&answer, &sent, &keys);
            let row = desk.rows(Part::Rule).with_untracked(|rows| rows[1].clone());
            assert_eq!((row.name.as_str(), row.id.is_empty()), ("Newer", false));
            assert!(desk.edited.get_untracked());
        });
    }
}
