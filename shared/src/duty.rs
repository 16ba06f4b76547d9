//! Until when a new lead is to be answered, who gets it, and what happens when nobody answers: the settings, as they are
//! typed and as they are kept. Where they are applied is `domain::duty`'s business.

use crate::errors::{FieldError, FieldErrors, Problem};
use crate::ids::{DutyRuleId, MemberId};
use crate::leads::{LeadFilter, LeadSchema};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most tiers, and most rules.
pub const MAX_PARTS: usize = 20;
/// Longest name of a tier or rule, in characters.
pub const MAX_NAME: usize = 60;
/// Longest time to answer: a week, in minutes.
pub const MAX_MINUTES: u32 = 7 * 24 * 60;

/// Leads that are to be answered sooner or later than others. The first tier whose condition holds counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    pub name: String,
    /// A [`LeadFilter`] as text; empty holds for every lead.
    pub when: String,
    pub minutes: u32,
}

/// Who gets leads that nobody owns when they begin. The first rule counts whose condition holds and of whose members
/// somebody is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub id: DutyRuleId,
    pub name: String,
    /// A [`LeadFilter`] as text; empty holds for every lead.
    pub when: String,
    /// One member gets them all, several take turns.
    pub members: Vec<MemberId>,
}

/// Leads that nobody answered go to somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOn {
    /// Minutes after the deadline.
    pub minutes: u32,
    /// They take turns.
    pub members: Vec<MemberId>,
}

/// All of it, as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DutySettings {
    pub tiers: Vec<Tier>,
    pub rules: Vec<Rule>,
    pub hand_on: Option<HandOn>,
}

/// As screens show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    pub settings: DutySettings,
    /// Minutes for leads of no tier.
    pub default_minutes: u32,
    /// Zero before anybody saved.
    pub revision: i64,
    /// Members who get no leads by rules at present.
    pub away: Vec<MemberId>,
    /// Parts that do nothing at present, as `tiers.0.when`, and why.
    pub problems: Vec<FieldError>,
}

/// What rules would have given of the newest leads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// How many leads were looked at.
    pub leads: u32,
    /// Members in the order of how much they would have got.
    pub given: Vec<(MemberId, u32)>,
    /// Leads that no rule would have given.
    pub left: u32,
    /// Leads by tier; those of no tier are the rest.
    pub tiers: Vec<(String, u32)>,
}

/// What is known of a lead beyond its deadline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadDuty {
    /// The tier it began in, by the name it had then.
    pub tier: Option<String>,
    /// When it was said that nobody had answered in time.
    pub missed_at: Option<DateTime<Utc>>,
    pub handed_on_at: Option<DateTime<Utc>>,
}

/// A tier as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TierInput {
    pub name: String,
    pub when: String,
    pub minutes: String,
}

/// A rule as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleInput {
    /// Empty for a new one.
    pub id: String,
    pub name: String,
    pub when: String,
    pub members: Vec<String>,
}

/// The settings as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DutyInput {
    pub tiers: Vec<TierInput>,
    pub rules: Vec<RuleInput>,
    pub default_minutes: String,
    /// Empty: leads stay where they are.
    pub hand_on_minutes: String,
    pub hand_on_members: Vec<String>,
    /// The revision that was looked at.
    pub revision: i64,
}

/// What [`DutyInput::parse`] yields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDuty {
    pub settings: DutySettings,
    pub default_minutes: u32,
}

impl From<&Duty> for DutyInput {
    fn from(duty: &Duty) -> Self {
        let words = |members: &[MemberId]| members.iter().map(ToString::to_string).collect::<Vec<_>>();
        let DutySettings { tiers, rules, hand_on } = &duty.settings;
        Self {
            tiers: tiers
                .iter()
                .map(|tier| TierInput {
                    name: tier.name.clone(),
                    when: tier.when.clone(),
                    minutes: tier.minutes.to_string(),
                })
                .collect(),
            rules: rules
                .iter()
                .map(|rule| RuleInput {
                    id: rule.id.to_string(),
                    name: rule.name.clone(),
                    when: rule.when.clone(),
                    members: words(&rule.members),
                })
                .collect(),
            default_minutes: duty.default_minutes.to_string(),
            hand_on_minutes: hand_on.as_ref().map(|on| on.minutes.to_string()).unwrap_or_default(),
            hand_on_members: hand_on.as_ref().map(|on| words(&on.members)).unwrap_or_default(),
            revision: duty.revision,
        }
    }
}

impl DutyInput {
    /// What keeps it from being saved; nothing when it can be.
    pub fn check(&self, schema: &LeadSchema, can_own: &[MemberId]) -> Vec<FieldError> {
        // New rules are told apart; the identifiers are kept nowhere.
        let mut number = 0;
        let new_id = || {
            number += 1;
            DutyRuleId::from_uuid(Uuid::from_u128(number))
        };
        self.parse(schema, can_own, new_id).err().unwrap_or_default()
    }

    /// Checks the conditions against the fields there are, and the members against those who can own leads. `new_id`
    /// makes identifiers of new rules.
    ///
    /// Errors, at paths like `rules.0.members`: `duty.name`, `duty.minutes`, `duty.members`, `duty.member_gone`,
    /// `duty.too_many`, `duty.rule`, and those of reading and checking a [`LeadFilter`].
    pub fn parse(
        &self,
        schema: &LeadSchema,
        can_own: &[MemberId],
        mut new_id: impl FnMut() -> DutyRuleId,
    ) -> Result<NewDuty, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        for (path, length) in [("tiers", self.tiers.len()), ("rules", self.rules.len())] {
            if length > MAX_PARTS {
                let words = format!("Use at most {MAX_PARTS} {path}.");
                errors.push(Problem::new("duty.too_many", words).at(path));
            }
        }
        let mut tiers = Vec::new();
        for (index, tier) in self.tiers.iter().enumerate() {
            let path = |field: &str| format!("tiers.{index}.{field}");
            let name = errors.take(&path("name"), name(&tier.name));
            let when = errors.take(&path("when"), condition(schema, &tier.when));
            let minutes = errors.take(&path("minutes"), minutes(&tier.minutes));
            if let (Some(name), Some(when), Some(minutes)) = (name, when, minutes) {
                if tiers.iter().any(|known: &Tier| known.name.eq_ignore_ascii_case(&name)) {
                    let words = "Give each tier its own name: leads show it.";
                    errors.push(Problem::new("duty.name", words).at(path("name")));
                }
                tiers.push(Tier { name, when, minutes });
            }
        }
        let mut rules = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let path = |field: &str| format!("rules.{index}.{field}");
            let id = if rule.id.is_empty() { Ok(new_id()) } else { rule.id.parse::<DutyRuleId>() };
            let id = id.map_err(|_| Problem::new("duty.rule", "This rule is not known. Reload the page."));
            let id = errors.take(&path("id"), id);
            let name = errors.take(&path("name"), name(&rule.name));
            let when = errors.take(&path("when"), condition(schema, &rule.when));
            let members = errors.take(&path("members"), members(&rule.members, can_own));
            if let (Some(id), Some(name), Some(when), Some(members)) = (id, name, when, members) {
                if rules.iter().any(|known: &Rule| known.id == id) {
                    let words = "This rule is there twice. Reload the page.";
                    errors.push(Problem::new("duty.rule", words).at(path("id")));
                }
                rules.push(Rule { id, name, when, members });
            }
        }
        let default_minutes = errors.take("default_minutes", minutes(&self.default_minutes));
        let hand_on = if self.hand_on_minutes.trim().is_empty() {
            None
        } else {
            let minutes = errors.take("hand_on_minutes", minutes(&self.hand_on_minutes));
            let members = errors.take("hand_on_members", members(&self.hand_on_members, can_own));
            minutes.zip(members).map(|(minutes, members)| HandOn { minutes, members })
        };
        let settings = DutySettings { tiers, rules, hand_on };
        errors.finish(default_minutes.map(|default_minutes| NewDuty { settings, default_minutes }))
    }
}

/// A condition as text, checked against the fields there are.
///
/// Errors: those of reading and checking a [`LeadFilter`].
pub fn read_condition(schema: &LeadSchema, text: &str) -> Result<LeadFilter, Problem> {
    if text.trim().is_empty() {
        return Ok(LeadFilter::default());
    }
    let filter: LeadFilter = text.trim().parse()?;
    schema.check(&filter)?;
    Ok(filter)
}

fn condition(schema: &LeadSchema, text: &str) -> Result<String, Problem> {
    read_condition(schema, text)
        .map(|filter| if filter.is_everything() { String::new() } else { filter.to_string() })
}

fn name(text: &str) -> Result<String, Problem> {
    let name = text.trim();
    if name.is_empty() {
        return Err(Problem::new("duty.name", "Enter a name."));
    }
    if name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        return Err(Problem::new(
            "duty.name",
            format!("Use at most {MAX_NAME} characters that can be shown."),
        ));
    }
    Ok(name.to_owned())
}

fn minutes(text: &str) -> Result<u32, Problem> {
    text.trim().parse::<u32>().ok().filter(|minutes| (1..=MAX_MINUTES).contains(minutes)).ok_or_else(|| {
        Problem::new("duty.minutes", format!("Enter whole minutes from 1 to {MAX_MINUTES}, which is a week."))
    })
}

fn members(texts: &[String], can_own: &[MemberId]) -> Result<Vec<MemberId>, Problem> {
    let mut members = Vec::new();
    for text in texts {
        let member = text.parse::<MemberId>().ok().filter(|member| can_own.contains(member));
        let Some(member) = member else {
            let words = "Take out members who were removed or who cannot own leads.";
            return Err(Problem::new("duty.member_gone", words));
        };
        if !members.contains(&member) {
            members.push(member);
        }
    }
    if members.is_empty() {
        return Err(Problem::new("duty.members", "Choose at least one member."));
    }
    Ok(members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::lead_schema;

    fn member(number: u128) -> MemberId {
        MemberId::from_uuid(Uuid::from_u128(number))
    }

    fn input() -> DutyInput {
        DutyInput {
            tiers: vec![TierInput {
                name: "Ads".into(),
                when: "source.is(google_ads)".into(),
                minutes: "5".into(),
            }],
            rules: vec![RuleInput {
                name: "Everybody".into(),
                members: vec![member(1).to_string(), member(2).to_string(), member(1).to_string()],
                ..RuleInput::default()
            }],
            default_minutes: " 15 ".into(),
            ..DutyInput::default()
        }
    }

    fn parse(input: &DutyInput) -> Result<NewDuty, Vec<String>> {
        let schema = lead_schema(&[], &[]);
        let new_id = || DutyRuleId::from_uuid(Uuid::from_u128(9));
        input.parse(&schema, &[member(1), member(2)], new_id).map_err(|errors| {
            errors.into_iter().map(|error| format!("{} {}", error.path, error.code)).collect()
        })
    }

    #[test]
    fn what_is_right_is_kept_and_members_stand_once() {
        let new = parse(&input()).unwrap();
        assert_eq!((new.default_minutes, new.settings.tiers[0].minutes), (15, 5));
        assert_eq!(new.settings.rules[0].members, [member(1), member(2)]);
        assert_eq!(new.settings.hand_on, None);
    }

    #[test]
    fn what_is_kept_can_be_saved_as_it_is_shown() {
        let input = DutyInput {
            hand_on_minutes: "30".into(),
            hand_on_members: vec![member(1).to_string()],
            ..input()
        };
        let new = parse(&input).unwrap();
        let duty = Duty {
            settings: new.settings.clone(),
            default_minutes: new.default_minutes,
            revision: 3,
            away: Vec::new(),
            problems: Vec::new(),
        };
        let shown = DutyInput::from(&duty);
        assert_eq!(
            (shown.revision, shown.rules[0].id.as_str()),
            (3, new.settings.rules[0].id.to_string().as_str())
        );
        assert_eq!(parse(&shown).unwrap(), new);
    }

    #[test]
    fn new_rules_are_told_apart() {
        let mut input = input();
        input.rules.push(RuleInput { name: "Others".into(), ..input.rules[0].clone() });
        assert_eq!(input.check(&lead_schema(&[], &[]), &[member(1), member(2)]), []);
        input.rules[1].members.clear();
        let wrong = input.check(&lead_schema(&[], &[]), &[member(1), member(2)]);
        assert_eq!(wrong.into_iter().map(|error| error.path).collect::<Vec<_>>(), ["rules.1.members"]);
    }

    #[test]
    fn what_is_wrong_is_said_where_it_stands() {
        let wrong = |change: fn(&mut DutyInput)| {
            let mut input = input();
            change(&mut input);
            parse(&input).unwrap_err()
        };
        assert_eq!(wrong(|input| input.tiers[0].name = " ".into()), ["tiers.0.name duty.name"]);
        assert_eq!(wrong(|input| input.tiers[0].minutes = "0".into()), ["tiers.0.minutes duty.minutes"]);
        assert_eq!(
            wrong(|input| input.tiers[0].when = "source.is(".into()),
            ["tiers.0.when filter.unreadable"]
        );
        assert_eq!(
            wrong(|input| input.tiers[0].when = "source.is(moon)".into()),
            ["tiers.0.when filter.option"]
        );
        assert_eq!(wrong(|input| input.tiers.push(input.tiers[0].clone())), ["tiers.1.name duty.name"]);
        assert_eq!(wrong(|input| input.rules[0].members.clear()), ["rules.0.members duty.members"]);
        assert_eq!(
            wrong(|input| input.rules[0].members.push(member(3).to_string())),
            ["rules.0.members duty.member_gone"]
        );
        assert_eq!(wrong(|input| input.rules[0].id = "x".into()), ["rules.0.id duty.rule"]);
        assert_eq!(wrong(|input| input.default_minutes = "soon".into()), ["default_minutes duty.minutes"]);
        assert_eq!(wrong(|input| input.hand_on_minutes = "30".into()), ["hand_on_members duty.members"]);
        let many = wrong(|input| input.rules = vec![input.rules[0].clone(); MAX_PARTS + 1]);
        assert_eq!(many[0], "rules duty.too_many");
    }
}
