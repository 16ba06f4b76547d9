//! Two people who edit one lead in any order, from pages as old as they like, held against a model: nobody's value is ever
//! replaced by somebody who had not seen it.

use super::edit::{change, seller};
use domain::Actor;
use domain::leads::{add, edit, get};
use proptest::prelude::*;
use shared::LeadId;
use shared::leads::{EditOutcome, Fact, FactEdit, Lead};
use shared::roles::Role;
use std::collections::BTreeMap;
use testkit::World;

const FACTS: [Fact; 5] = [Fact::Name, Fact::Phone, Fact::Beds, Fact::Asking, Fact::Address];

#[derive(Debug, Clone)]
enum Step {
    /// Somebody's page shows what is there.
    Look { who: usize },
    /// Somebody changes some facts from the page as they have it; `which` are places in [`FACTS`].
    Edit { who: usize, which: Vec<usize>, value: usize },
    /// Somebody insists on what met another value the last time.
    Insist { who: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = 0..2_usize;
    let step = prop_oneof![
        2 => who.clone().prop_map(|who| Step::Look { who }),
        6 => (who.clone(), prop::collection::vec(0..FACTS.len(), 1..3), 0..4_usize)
            .prop_map(|(who, which, value)| Step::Edit { who, which, value }),
        1 => who.prop_map(|who| Step::Insist { who }),
    ];
    prop::collection::vec(step, 1..24)
}

fn value(fact: Fact, number: usize) -> String {
    match fact {
        Fact::Name => format!("Seller {}", ["A", "B", "C", "D"][number]),
        Fact::Phone => format!("512 555 010{number}"),
        Fact::Beds => number.to_string(),
        Fact::Asking => format!("{}00,000", number + 1),
        Fact::Address => format!("{} Oak St\n\nAustin\nTX\n78702", number + 1),
        other => panic!("{other:?} is not tried"),
    }
}

struct Trial {
    world: World,
    people: [Actor; 2],
    lead: LeadId,
    truth: BTreeMap<Fact, String>,
    pages: [Lead; 2],
    met: [Vec<FactEdit>; 2],
}

impl Trial {
    async fn begin(world: World) -> Self {
        let owner = world.found_org("Juniper Homes").await;
        let agent = world.member(&owner, Role::Agent).await;
        let input = seller("Seller A", "512 555 0100", "1 Oak St", "lead-0001");
        let lead = add(&world.cx, &owner, &input).await.unwrap();
        let page = get(&world.cx, &owner, lead).await.unwrap();
        let truth = FACTS.into_iter().map(|fact| (fact, fact.typed(&page, 0))).collect();
        let pages = [page.clone(), page];
        Self { world, people: [owner, agent], lead, truth, pages, met: [Vec::new(), Vec::new()] }
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Look { who } => {
                self.pages[who] = get(&self.world.cx, &self.people[who], self.lead).await.unwrap();
            }
            Step::Edit { who, mut which, value: number } => {
                which.sort_unstable();
                which.dedup();
                let page = &self.pages[who];
                let edits: Vec<FactEdit> = which
                    .into_iter()
                    .map(|place| FACTS[place])
                    .map(|fact| change(fact, &fact.typed(page, 0), &value(fact, number)))
                    .collect();
                self.send(who, edits).await;
            }
            Step::Insist { who } => {
                let edits = std::mem::take(&mut self.met[who]);
                if !edits.is_empty() {
                    self.send(who, edits).await;
                }
            }
        }
    }

    async fn send(&mut self, who: usize, edits: Vec<FactEdit>) {
        let fact_of = |edit: &FactEdit| *FACTS.iter().find(|fact| edit.fact == (**fact).into()).unwrap();
        let touched: Vec<&FactEdit> = edits.iter().filter(|edit| edit.base != edit.value).collect();
        let unseen: Vec<Fact> = touched
            .iter()
            .filter(|edit| {
                let now = &self.truth[&fact_of(edit)];
                *now != edit.base && *now != edit.value
            })
            .map(|edit| fact_of(edit))
            .collect();
        let outcome = edit(&self.world.cx, &self.people[who], self.lead, &edits).await.unwrap();
        match outcome {
            EditOutcome::Saved(saved) => {
                assert!(unseen.is_empty(), "{unseen:?} was replaced unseen by {edits:?}");
                for edit in touched {
                    self.truth.insert(fact_of(edit), edit.value.clone());
                }
                self.pages[who] = saved.lead;
            }
            EditOutcome::Conflict(conflicts) => {
                let met: Vec<_> = conflicts.iter().map(|conflict| conflict.fact).collect();
                assert_eq!(met, unseen.iter().map(|fact| (*fact).into()).collect::<Vec<_>>());
                for conflict in &conflicts {
                    let fact = FACTS.into_iter().find(|fact| conflict.fact == (*fact).into()).unwrap();
                    assert_eq!(conflict.theirs, self.truth[&fact]);
                    assert!(conflict.by.is_some() && conflict.at.is_some());
                }
                let theirs = |edit: &FactEdit| {
                    let of = conflicts.iter().find(|conflict| conflict.fact == edit.fact);
                    of.map_or_else(|| edit.base.clone(), |conflict| conflict.theirs.clone())
                };
                self.met[who] =
                    edits.iter().map(|edit| FactEdit { base: theirs(edit), ..edit.clone() }).collect();
            }
            EditOutcome::Taken(taken) => panic!("nobody else is here: {taken:?}"),
        }
    }

    /// The lead is what the model says, and its list and search say the same.
    async fn compare(&self, after: &Step) {
        let now = get(&self.world.cx, &self.people[0], self.lead).await.unwrap();
        let facts: BTreeMap<Fact, String> =
            FACTS.into_iter().map(|fact| (fact, fact.typed(&now, 0))).collect();
        assert_eq!(facts, self.truth, "after {after:?}");
        assert_eq!((now.contact.phones.len(), &now.contact.name), (1, &self.truth[&Fact::Name]));
        assert_eq!(now.summary.phone.as_ref(), now.contact.phones.first());
        assert_eq!(now.summary.place, now.property.map(|house| house.address.place()));
        assert_eq!(now.summary.version, 1);
    }
}

fn hold_against_the_model(world: impl Future<Output = World>, steps: Vec<Step>) {
    testkit::run(async {
        let mut trial = Trial::begin(world.await).await;
        for step in steps {
            trial.take(step.clone()).await;
            trial.compare(&step).await;
        }
    });
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(32))]
    #[test]
    fn sqlite(steps in steps()) {
        hold_against_the_model(World::sqlite(), steps);
    }
}

proptest! {
    #![proptest_config(config(12))]
    #[test]
    fn postgres(steps in steps()) {
        hold_against_the_model(World::postgres(), steps);
    }
}
