//! Six months of work: first planned as acts with their times, then lived in that order.

use super::desk;
use super::duty;
use super::houses::{self, weighted};
use super::partner::{self, Sent};
use super::people::person;
use super::team::{Team, request};
use super::time::SteppedClock;
use super::{twins, words};
use crate::actor::{Actor, Peer};
use crate::context::Context;
use crate::error::Result;
use crate::forms::drafts::{self, DraftStart};
use crate::intake::{Prepared, Submission, write_batch};
use crate::leads;
use chrono::{DateTime, Duration, Utc};
use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use shared::LeadId;
use shared::address::AddressInput;
use shared::attribution::{Attribution, Touch};
use shared::forms::Answers;
use shared::leads::{ActivityInput, Fact, LeadInput, StatusChangeInput};
use shared::review::HoldReason;
use std::collections::HashMap;

/// Days of history.
pub(super) const DAYS: i64 = 182;

/// From here on leads are numbered that are in the business twice.
const TWINS: u32 = 1_000;

/// One thing that happens.
pub(super) struct Act {
    at: DateTime<Utc>,
    what: What,
}

enum What {
    Submit { lead: u32, answers: Answers, attribution: Box<Attribution>, hold: Vec<HoldReason> },
    Abandon { answers: Answers, step: usize },
    Notice,
    Receive(Sent),
    Add { lead: u32, input: Box<LeadInput>, by: Actor },
    Assign { lead: u32, by: Actor, to: Actor },
    Call { lead: u32, by: Actor, outcome: &'static str, body: &'static str },
    Note { lead: u32, by: Actor, body: &'static str },
    Status { lead: u32, by: Actor, to: &'static str, reason: &'static str, note: &'static str },
    Mark { lead: u32, by: Actor, mark: desk::Mark },
    Duty,
    Correct { lead: u32, by: Actor, heard: Vec<(Fact, String)> },
}

/// Plans everything; the newest leads are left waiting, so that there is something to do.
pub(super) fn plan(rng: &mut StdRng, leads: u32, now: DateTime<Utc>, team: &Team) -> Vec<Act> {
    let mut acts = Vec::new();
    for lead in 0..leads {
        // The last dozen arrived within the last hours and wait for an answer.
        let waiting = lead + 12 >= leads;
        let at = if waiting {
            now - Duration::seconds(i64::from(leads - lead) * rng.random_range(150..420))
        } else {
            moment(rng, now)
        };
        let by_form = waiting || rng.random_bool(0.78);
        plan_arrival(rng, &mut acts, lead, at, by_form, team);
        if !waiting {
            plan_work(rng, &mut acts, lead, at, now, by_form, team);
        } else if rng.random_bool(0.6) {
            let to = pick(rng, &team.agents);
            acts.push(Act {
                at: at + Duration::seconds(20),
                what: What::Assign { lead, by: pick(rng, &team.leaders), to },
            });
        }
    }
    for _ in 0..leads / 12 {
        let (at, answers) = (moment(rng, now), houses::answers(rng));
        acts.push(Act { at, what: What::Abandon { answers, step: rng.random_range(0..2) } });
        // Empire notices after half an hour that somebody left.
        acts.push(Act { at: at + Duration::minutes(31), what: What::Notice });
    }
    let suspicious = [HoldReason::Honeypot, HoldReason::TooFast, HoldReason::Links, HoldReason::RateLimited];
    for (index, reason) in suspicious.into_iter().enumerate().filter(|_| leads > 0) {
        let lead = leads + u32::try_from(index).unwrap_or_default();
        let at = now - Duration::minutes(rng.random_range(20..2_000));
        let (answers, attribution) = (seller_answers(rng, lead), Box::new(attribution(rng, at)));
        acts.push(Act { at, what: What::Submit { lead, answers, attribution, hold: vec![reason] } });
    }
    if leads > 0 {
        plan_partner(&mut acts, now, team);
        twins::plan(&mut acts, leads + TWINS, now, team);
    }
    acts.retain(|act| act.at < now);
    acts.sort_by_key(|act| act.at);
    acts
}

/// Whoever reached a seller writes down what they found out. Drawn from numbers of its own, so that the rest of the
/// business stays what it is.
pub(super) fn plan_marks(rng: &mut StdRng, acts: &mut Vec<Act>, marks: &desk::Marks) {
    let reached = acts.iter().filter_map(|act| match &act.what {
        What::Call { lead, by, outcome: "reached", .. } => Some((act.at, *lead, by.clone())),
        _ => None,
    });
    let marked: Vec<Act> = reached
        .map(|(at, lead, by)| Act {
            at: at + Duration::seconds(45),
            what: What::Mark { lead, by, mark: desk::mark(rng, marks) },
        })
        .collect();
    acts.extend(marked);
    acts.sort_by_key(|act| act.at);
}

/// Before the last leads come in, somebody says who answers them and how soon.
pub(super) fn plan_duty(acts: &mut Vec<Act>, now: DateTime<Utc>) {
    acts.push(Act { at: now - Duration::hours(6), what: What::Duty });
    acts.sort_by_key(|act| act.at);
}

/// One of four who reached a seller also corrects what is known of the house; drawn as [`plan_marks`] is.
pub(super) fn plan_corrections(rng: &mut StdRng, acts: &mut Vec<Act>) {
    let reached = acts.iter().filter_map(|act| match &act.what {
        What::Call { lead, by, outcome: "reached", .. } => Some((act.at, *lead, by.clone())),
        _ => None,
    });
    let corrected: Vec<Act> = reached
        .filter_map(|(at, lead, by)| {
            let heard = desk::corrections(rng);
            let what = What::Correct { lead, by, heard };
            rng.random_bool(0.25).then_some(Act { at: at + Duration::seconds(80), what })
        })
        .collect();
    acts.extend(corrected);
    acts.sort_by_key(|act| act.at);
}

/// Somebody adds a lead by hand, and calls at once.
pub(super) fn act_of_adding(at: DateTime<Utc>, lead: u32, input: LeadInput, by: &Actor) -> [Act; 2] {
    let call = What::Call { lead, by: by.clone(), outcome: "voicemail", body: "" };
    [
        Act { at, what: What::Add { lead, input: Box::new(input), by: by.clone() } },
        Act { at: at + Duration::minutes(3), what: call },
    ]
}

/// What the partner sends; what is older than three hours was worked on.
fn plan_partner(acts: &mut Vec<Act>, now: DateTime<Utc>, team: &Team) {
    let agents = team.agents.iter().cycle();
    for ((at, sent), agent) in partner::plan(now).into_iter().zip(agents) {
        let lead = sent.lead;
        acts.push(Act { at, what: What::Receive(sent) });
        let Some(leader) = team.leaders.first().filter(|_| now - at > Duration::hours(3)) else { continue };
        let assign = What::Assign { lead, by: leader.clone(), to: agent.clone() };
        acts.push(Act { at: at + Duration::seconds(50), what: assign });
        let body = words::REACHED.first().copied().unwrap_or("");
        let call = What::Call { lead, by: agent.clone(), outcome: "reached", body };
        acts.push(Act { at: at + Duration::minutes(7), what: call });
    }
}

/// A moment in the last six months, more often lately, by day and on weekdays.
fn moment(rng: &mut StdRng, now: DateTime<Utc>) -> DateTime<Utc> {
    use chrono::{Datelike as _, Timelike as _};
    loop {
        let back: f64 = rng.random::<f64>().powf(1.15);
        let seconds = i64::from(rng.random_range(0..60)) + minutes_back(back) * 60;
        let at = now - Duration::seconds(seconds + 3 * 3_600);
        // 8:00 to 22:00 in Texas is 13:00 to 3:00 UTC.
        let day = !(3..13).contains(&at.hour());
        let weekend = at.weekday().number_from_monday() > 5;
        if (day || rng.random_bool(0.12)) && (!weekend || rng.random_bool(0.55)) {
            return at;
        }
    }
}

/// Minutes for a share of the six months.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a share of a few hundred thousand minutes"
)]
fn minutes_back(share: f64) -> i64 {
    (share * (DAYS * 24 * 60) as f64) as i64
}

fn plan_arrival(
    rng: &mut StdRng,
    acts: &mut Vec<Act>,
    lead: u32,
    at: DateTime<Utc>,
    by_form: bool,
    team: &Team,
) {
    if by_form {
        let (answers, attribution) = (seller_answers(rng, lead), Box::new(attribution(rng, at)));
        acts.push(Act { at, what: What::Submit { lead, answers, attribution, hold: Vec::new() } });
        return;
    }
    let (someone, house) = (person(rng, lead), houses::answers(rng));
    let part = |key: &str| house.get(key).cloned().unwrap_or_default();
    let input = LeadInput {
        name: someone.name,
        email: someone.email.unwrap_or_default(),
        phone: someone.phone,
        address: AddressInput {
            street: part("address.street"),
            unit: String::new(),
            city: part("address.city"),
            region: part("address.region"),
            postal_code: part("address.postal_code"),
        },
        asking: part("asking"),
        source: weighted(rng, &[("cold_call", 34), ("direct_mail", 38), ("referral", 28)]).to_owned(),
        note: String::new(),
        key: format!("demo-lead-{lead}"),
    };
    acts.push(Act { at, what: What::Add { lead, input: Box::new(input), by: pick(rng, &team.agents) } });
}

fn plan_work(
    rng: &mut StdRng,
    acts: &mut Vec<Act>,
    lead: u32,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
    by_form: bool,
    team: &Team,
) {
    let agent = pick(rng, &team.agents);
    let mut time = at;
    let mut act = |time: DateTime<Utc>, what: What| acts.push(Act { at: time, what });
    time += Duration::seconds(rng.random_range(15..600));
    act(time, What::Assign { lead, by: pick(rng, &team.leaders), to: agent.clone() });
    // Leads from the form are called within minutes, most of the time.
    let patience = if by_form { rng.random_range(40..1_500) } else { rng.random_range(300..40_000) };
    time += Duration::seconds(patience);
    let reached = loop {
        let outcome = match rng.random_range(0..100) {
            0..48 => "reached",
            48..76 => "voicemail",
            76..97 => "no_answer",
            _ => "wrong_number",
        };
        let body = if outcome == "reached" { words::REACHED.choose(rng).copied().unwrap_or("") } else { "" };
        act(time, What::Call { lead, by: agent.clone(), outcome, body });
        if outcome == "reached" {
            break true;
        }
        if outcome == "wrong_number" || rng.random_bool(0.22) {
            break false;
        }
        time += Duration::minutes(rng.random_range(90..4_000));
        if time > now {
            return;
        }
    };
    let status = |to, reason, note| What::Status { lead, by: agent.clone(), to, reason, note };
    time += Duration::minutes(rng.random_range(60..9_000));
    if !reached {
        let reason = if rng.random_bool(0.7) { "unreachable" } else { "bad_data" };
        act(time + Duration::days(3), status("dead", reason, ""));
        return;
    }
    if rng.random_bool(0.4) {
        let body = words::NOTES.choose(rng).copied().unwrap_or("");
        act(time, What::Note { lead, by: agent.clone(), body });
        time += Duration::minutes(rng.random_range(30..3_000));
    }
    match rng.random_range(0..100) {
        0..22 => {}
        22..46 => act(time, status("nurturing", "", "")),
        46..70 => {
            let reason = weighted_reason(rng);
            let note =
                if reason == "other" { words::GIVEN_UP.choose(rng).copied().unwrap_or("") } else { "" };
            act(time, status("dead", reason, note));
        }
        _ => {
            act(time, status("qualified", "", ""));
            time += Duration::minutes(rng.random_range(2_000..30_000));
            match rng.random_range(0..10) {
                0..4 => act(time, status("converted", "", "")),
                4..6 => act(time, status("dead", "sold_elsewhere", "")),
                _ => {}
            }
        }
    }
}

fn weighted_reason(rng: &mut StdRng) -> &'static str {
    weighted(
        rng,
        &[
            ("not_interested", 34),
            ("price_gap", 30),
            ("sold_elsewhere", 16),
            ("not_owner", 5),
            ("out_of_area", 5),
            ("other", 10),
        ],
    )
}

fn seller_answers(rng: &mut StdRng, lead: u32) -> Answers {
    let someone = person(rng, lead);
    let mut answers = houses::answers(rng);
    answers.insert("name".to_owned(), someone.name);
    answers.insert("phone".to_owned(), someone.phone);
    if let Some(email) = someone.email {
        answers.insert("email".to_owned(), email);
    }
    if rng.random_bool(0.45) {
        answers.insert("message".to_owned(), words::MESSAGES.choose(rng).copied().unwrap_or("").to_owned());
    }
    if rng.random_bool(0.86) {
        answers.insert("contact_consent".to_owned(), "on".to_owned());
    }
    answers
}

fn attribution(rng: &mut StdRng, at: DateTime<Utc>) -> Attribution {
    let (before, back) =
        (Duration::minutes(rng.random_range(1..12)), Duration::days(rng.random_range(1..21)));
    let last = touch(rng, at - before);
    let first = if rng.random_bool(0.3) { touch(rng, at - back) } else { last.clone() };
    Attribution { first, last }
}

fn touch(rng: &mut StdRng, at: DateTime<Utc>) -> Touch {
    let some = |text: &str| Some(text.to_owned());
    let mut touch = Touch {
        landing_page: some("https://www.juniper.example/sell"),
        occurred_at: Some(at),
        ..Touch::default()
    };
    match weighted(
        rng,
        &[("google", 42), ("facebook", 21), ("bing", 6), ("tiktok", 4), ("mail", 9), ("none", 18)],
    ) {
        "google" => {
            touch.utm_source = some("google");
            touch.utm_medium = some("cpc");
            touch.utm_campaign =
                some(weighted(rng, &[("sell-fast-austin", 5), ("inherited-house", 3), ("as-is-cash", 2)]));
            touch.gclid = Some(format!("Cj0K{:016x}", rng.random::<u64>()));
        }
        "facebook" => {
            touch.utm_source = some("facebook");
            touch.utm_medium = some("paid_social");
            touch.utm_campaign = some(weighted(rng, &[("tired-landlord", 1), ("moving-soon", 1)]));
            touch.fbclid = Some(format!("IwAR{:016x}", rng.random::<u64>()));
        }
        "bing" => touch.msclkid = Some(format!("{:032x}", rng.random::<u128>())),
        "tiktok" => touch.ttclid = Some(format!("E.C.P.{:016x}", rng.random::<u64>())),
        "mail" => {
            touch.utm_source = some("postcard");
            touch.utm_medium = some("direct_mail");
            touch.utm_campaign = some(weighted(rng, &[("absentee-owners-q2", 1), ("probate-list", 1)]));
        }
        _ => touch.referrer = some("https://www.google.com/"),
    }
    touch
}

fn pick(rng: &mut StdRng, among: &[Actor]) -> Actor {
    #[expect(clippy::expect_used, reason = "the team always has leaders and agents")]
    among.choose(rng).cloned().expect("somebody works here")
}

/// Lives the acts in their order. An act that has become impossible (somebody answered meanwhile, two leads turned out
/// to be one) is left out, as in life.
pub(super) async fn live(cx: &Context, clock: &SteppedClock, team: &Team, acts: Vec<Act>) -> Result<()> {
    let mut leads: HashMap<u32, (LeadId, i64)> = HashMap::new();
    for (index, Act { at, what }) in acts.into_iter().enumerate() {
        clock.set(at);
        let key = format!("demo-act-{index}");
        match what {
            What::Submit { lead, answers, attribution, hold } => {
                let key = format!("demo-lead-{lead}");
                let sent =
                    Submission { attribution: *attribution, ..submission(cx, key, answers, hold, lead) };
                let prepared = Prepared::parse(cx, &team.form, sent)?;
                let context = cx.clone();
                let outcomes = cx
                    .write(move |tx| Box::pin(async move { write_batch(&context, tx, &[prepared]).await }))
                    .await?;
                for outcome in outcomes {
                    let receipt: Result<crate::intake::Receipt> = outcome.into();
                    if let Some(id) = receipt?.lead {
                        leads.insert(lead, (id, 1));
                    }
                }
            }
            What::Receive(sent) => {
                let lead = sent.lead;
                if let Some(id) = partner::receive(cx, &team.partner, sent).await? {
                    leads.insert(lead, (id, 1));
                }
            }
            What::Abandon { answers, step } => {
                let start = DraftStart { attribution: Attribution::default(), host_origin: None };
                let open = drafts::open(cx, &team.form, request(cx), &Peer::default(), start).await?;
                drafts::save(cx, &team.form, &open.token, step, &answers).await?;
            }
            What::Notice => {
                drafts::sweep(cx, request(cx), Duration::minutes(30)).await?;
            }
            What::Add { lead, input, by } => {
                let id = leads::add(cx, &by, &input).await?;
                leads.insert(lead, (id, 1));
            }
            What::Assign { lead, by, to } => {
                let Some((id, _)) = leads.get(&lead).copied() else { continue };
                let version = leads::get(cx, &by, id).await?.summary.version;
                match leads::assign(cx, &by, id, to.member_id(), version).await {
                    Ok(_) | Err(crate::Error::Conflict(_) | crate::Error::Invalid(_)) => {}
                    Err(error) => return Err(error),
                }
            }
            What::Call { lead, by, outcome, body } => {
                let Some((id, _)) = leads.get(&lead).copied() else { continue };
                let input = ActivityInput {
                    kind: "call".to_owned(),
                    outcome: outcome.to_owned(),
                    body: body.to_owned(),
                    key,
                };
                leads::log_activity(cx, &by, id, &input).await?;
            }
            What::Note { lead, by, body } => {
                let Some((id, _)) = leads.get(&lead).copied() else { continue };
                let input = ActivityInput {
                    kind: "note".to_owned(),
                    outcome: String::new(),
                    body: body.to_owned(),
                    key,
                };
                leads::log_activity(cx, &by, id, &input).await?;
            }
            What::Duty => duty::found(cx, team).await?,
            What::Mark { lead, by, mark } => {
                let Some((id, _)) = leads.get(&lead).copied() else { continue };
                desk::write(cx, &by, id, &mark).await?;
            }
            What::Correct { lead, by, heard } => {
                let Some((id, _)) = leads.get(&lead).copied() else { continue };
                desk::correct(cx, &by, id, &heard).await?;
            }
            What::Status { lead, by, to, reason, note } => {
                let Some((id, _)) = leads.get(&lead).copied() else { continue };
                let version = leads::get(cx, &by, id).await?.summary.version;
                let change = StatusChangeInput {
                    status: to.to_owned(),
                    reason: reason.to_owned(),
                    note: note.to_owned(),
                    version,
                };
                match leads::change_status(cx, &by, id, &change).await {
                    Ok(_) | Err(crate::Error::Invalid(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    drafts::sweep(cx, request(cx), Duration::minutes(30)).await?;
    Ok(())
}

fn submission(cx: &Context, key: String, answers: Answers, hold: Vec<HoldReason>, lead: u32) -> Submission {
    Submission {
        key,
        answers,
        attribution: Attribution::default(),
        host_origin: Some("https://www.juniper.example".to_owned()),
        peer: Peer {
            ip: Some(format!("203.0.113.{}", lead % 254 + 1)),
            user_agent: Some("Mozilla/5.0 (iPhone)".to_owned()),
        },
        request: request(cx),
        draft: None,
        hold,
    }
}
