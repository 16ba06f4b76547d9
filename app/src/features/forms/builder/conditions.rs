//! When something is asked: rules over earlier answers, of which all or any must hold.

use super::room::Room;
use crate::state::mirrored;
use leptos::prelude::*;
use shared::forms::edit::{Edit, FieldChange, Place, Rule, Rules, StepChange, Test};
use shared::forms::{Condition, Field, FieldKind};
use ui::{
    Button, ButtonKind, ButtonSize, Checkbox, Choice, Icon, IconButton, IconSize, Segmented, Select,
    TextField, lucide,
};

/// Conditions of a place. Cheap to copy.
#[derive(Clone, Copy)]
struct Open {
    room: Room,
    place: StoredValue<Place>,
    condition: Memo<Option<Condition>>,
    rules: Memo<Option<Rules>>,
    /// Questions that can be asked about.
    earlier: Memo<Vec<Field>>,
}

impl Open {
    fn new(room: Room, place: Place) -> Self {
        let place = StoredValue::new(place);
        let condition = Memo::new(move |_| {
            room.form.with(|form| {
                place.with_value(|place| match place {
                    Place::Step(key) => form.steps.iter().find(|step| step.key == *key)?.show_if.clone(),
                    Place::Field(key) => form.field(key)?.show_if.clone(),
                    _ => None,
                })
            })
        });
        let earlier = Memo::new(move |_| {
            room.form.with(|form| {
                let before: Vec<&Field> = place.with_value(|place| match place {
                    Place::Field(key) => form.fields().take_while(|field| field.key != *key).collect(),
                    Place::Step(key) => form
                        .steps
                        .iter()
                        .take_while(|step| step.key != *key)
                        .flat_map(|step| &step.fields)
                        .collect(),
                    _ => Vec::new(),
                });
                // The whole of an address is no answer.
                before.into_iter().filter(|field| field.kind != FieldKind::Address).cloned().collect()
            })
        });
        let rules = Memo::new(move |_| condition.with(|condition| condition.as_ref().and_then(Rules::read)));
        Self { room, place, condition, rules, earlier }
    }

    fn set(self, condition: Option<Condition>) {
        self.room.edit(match self.place.get_value() {
            Place::Step(step) => Edit::ChangeStep { step, change: StepChange::ShowIf(condition) },
            Place::Field(field) => Edit::ChangeField { field, change: FieldChange::ShowIf(condition) },
            _ => return,
        });
    }

    fn change(self, change: impl FnOnce(&mut Rules)) {
        let mut rules = self.rules.get_untracked().unwrap_or(Rules { all: true, rules: Vec::new() });
        change(&mut rules);
        self.set(rules.condition());
    }

    fn change_rule(self, at: usize, change: impl FnOnce(&mut Rule)) {
        self.change(|rules| {
            if let Some(rule) = rules.rules.get_mut(at) {
                change(rule);
            }
        });
    }

    fn add(self) {
        // The nearest question is the likeliest.
        let field = self.earlier.with_untracked(|earlier| earlier.last().cloned());
        if let Some(field) = field {
            self.change(|rules| rules.rules.push(Rule { test: first_test(&field), field: field.key }));
        }
    }
}

/// What is asked about a question at first.
fn first_test(field: &Field) -> Test {
    match &field.kind {
        kind if kind.is_several() => Test::Filled,
        FieldKind::Choice { options, .. } => {
            options.first().map_or(Test::Filled, |option| Test::Is(vec![option.value.clone()]))
        }
        _ => Test::Filled,
    }
}

#[component]
pub(super) fn Conditions(room: Room, place: Place) -> impl IntoView {
    let open = Open::new(room, place.clone());
    let wrong = Signal::derive(move || room.problem(&place, "show_if"));
    let none = Memo::new(move |_| open.earlier.with(Vec::is_empty));
    let always = Memo::new(move |_| open.condition.with(Option::is_none));
    let nested = Memo::new(move |_| !always.get() && open.rules.with(Option::is_none));
    let number =
        Memo::new(move |_| open.rules.with(|rules| rules.as_ref().map_or(0, |rules| rules.rules.len())));
    let joined = Memo::new(move |_| {
        open.rules
            .with(|rules| if rules.as_ref().is_none_or(|rules| rules.all) { "all" } else { "any" }.to_owned())
    });
    view! {
        <section aria-labelledby="cond" class="border-t border-line pt-3">
            <h3 id="cond" class="font-medium">
                "Asked only if"
            </h3>
            <Show when=move || nested.get()>
                <p class="mt-1">
                    {move || {
                        open.condition
                            .with(|condition| {
                                condition.as_ref().map(|condition| room.form.with(|form| condition.in_words(form)))
                            })
                    }}
                </p>
                <p class="mt-1 text-caption text-muted">"It is nested and cannot be set here, only removed."</p>
                <Button kind=ButtonKind::Quiet size=ButtonSize::Sm class="-ml-2" on_click=move |_| open.set(None)>
                    "Always ask"
                </Button>
            </Show>
            <Show when=move || { number.get() > 1 }>
                <div class="mt-1.5 flex items-center gap-2">
                    <span class="text-muted">"These hold:"</span>
                    <Segmented
                        label="How many of the rules must hold"
                        choices=vec![Choice::new("all", "All"), Choice::new("any", "Any")]
                        value=mirrored(joined)
                        on_change=move |word: String| open.change(|rules| rules.all = word == "all")
                    />
                </div>
            </Show>
            <ul class="mt-1.5 space-y-2">
                <For each=move || 0..number.get() key=|at| *at let:at>
                    <OneRule open at />
                </For>
            </ul>
            {move || wrong.get().map(|words| view! { <p class="mt-1 text-caption text-danger">{words}</p> })}
            <Show
                when=move || !none.get()
                fallback=|| {
                    view! { <p class="mt-1 text-caption text-muted">"Always. There is no earlier question to depend on."</p> }
                }
            >
                <Show when=move || always.get()>
                    <p class="mt-1 text-caption text-muted">"Always."</p>
                </Show>
                <Show when=move || !nested.get()>
                    <Button
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Sm
                        icon=lucide::LuPlus
                        class="mt-1 -ml-2"
                        on_click=move |_| open.add()
                    >
                        {move || if always.get() { "Add a condition" } else { "Add another" }}
                    </Button>
                </Show>
            </Show>
            <Show when=move || { !always.get() && wrong.with(Option::is_none) }>
                <p class="flex items-center gap-1.5 text-caption text-success">
                    <Icon icon=lucide::LuCircleCheck size=IconSize::Sm />
                    "Looks only at earlier answers."
                </p>
            </Show>
        </section>
    }
}

#[component]
fn OneRule(open: Open, at: usize) -> impl IntoView {
    let rule = Memo::new(move |_| {
        open.rules.with(|rules| rules.as_ref().and_then(|rules| rules.rules.get(at).cloned()))
    });
    let key = Memo::new(move |_| {
        rule.with(|rule| rule.as_ref().map(|rule| rule.field.clone()).unwrap_or_default())
    });
    let asked = Memo::new(move |_| {
        key.with(|key| open.earlier.with(|earlier| earlier.iter().find(|field| field.key == *key).cloned()))
    });
    let test = Memo::new(move |_| {
        rule.with(|rule| {
            match rule.as_ref().map(|rule| &rule.test) {
                Some(Test::Is(_)) => "is",
                Some(Test::IsNot(_)) => "is_not",
                Some(Test::Empty) => "empty",
                _ => "filled",
            }
            .to_owned()
        })
    });
    let fields = Signal::derive(move || {
        open.earlier.with(|earlier| {
            earlier.iter().map(|field| Choice::new(&field.key, field.name())).collect::<Vec<_>>()
        })
    });
    let tests = Signal::derive(move || {
        let ticked = asked.with(|asked| {
            asked
                .as_ref()
                .is_some_and(|field| matches!(field.kind, FieldKind::Checkbox | FieldKind::Consent { .. }))
        });
        let (filled, empty) =
            if ticked { ("is ticked", "is not ticked") } else { ("is answered", "is not answered") };
        let mut tests = vec![Choice::new("filled", filled), Choice::new("empty", empty)];
        if !ticked {
            tests.insert(0, Choice::new("is_not", "is not"));
            tests.insert(0, Choice::new("is", "is"));
        }
        tests
    });
    let number = at + 1;
    view! {
        <li class="rounded-md border border-line p-2">
            <div class="flex items-start gap-1">
                <div class="min-w-0 flex-1 space-y-1.5">
                    <Select
                        name=format!("rule-{at}-field")
                        label=format!("Rule {number}: the answer to")
                        label_hidden=true
                        choices=fields
                        value=mirrored(key)
                        on_change=move |word: String| {
                            let asked = open.earlier.with_untracked(|all| all.iter().find(|one| one.key == word).cloned());
                            if let Some(asked) = asked {
                                open.change_rule(at, |rule| *rule = Rule { test: first_test(&asked), field: asked.key });
                            }
                        }
                    />
                    <Select
                        name=format!("rule-{at}-test")
                        label=format!("Rule {number}: what is looked for")
                        label_hidden=true
                        choices=tests
                        value=mirrored(test)
                        on_change=move |word: String| {
                            let values = rule
                                .with_untracked(|rule| match rule.as_ref().map(|rule| &rule.test) {
                                    Some(Test::Is(values) | Test::IsNot(values)) => values.clone(),
                                    _ => Vec::new(),
                                });
                            let values = if values.is_empty() {
                                asked.with_untracked(|asked| asked.as_ref().map(first_values).unwrap_or_default())
                            } else {
                                values
                            };
                            open.change_rule(
                                at,
                                |rule| {
                                    rule.test = match word.as_str() {
                                        "is" => Test::Is(values),
                                        "is_not" => Test::IsNot(values),
                                        "empty" => Test::Empty,
                                        _ => Test::Filled,
                                    };
                                },
                            );
                        }
                    />
                    <Values open at rule asked />
                </div>
                <IconButton
                    icon=lucide::LuX
                    label=format!("Remove rule {number}")
                    size=ButtonSize::Sm
                    on_click=move |_| {
                        open.change(|rules| {
                            if at < rules.rules.len() {
                                rules.rules.remove(at);
                            }
                        });
                    }
                />
            </div>
        </li>
    }
}

fn first_values(field: &Field) -> Vec<String> {
    match first_test(field) {
        Test::Is(values) => values,
        _ => vec![String::new()],
    }
}

/// The answers that are looked for: boxes for a choice, a line for anything else.
#[component]
fn Values(open: Open, at: usize, rule: Memo<Option<Rule>>, asked: Memo<Option<Field>>) -> impl IntoView {
    let values = Memo::new(move |_| {
        rule.with(|rule| match rule.as_ref().map(|rule| &rule.test) {
            Some(Test::Is(values) | Test::IsNot(values)) => Some(values.clone()),
            _ => None,
        })
    });
    let options = Memo::new(move |_| {
        asked.with(|asked| match asked.as_ref().map(|asked| &asked.kind) {
            Some(FieldKind::Choice { options, .. }) => Some(options.clone()),
            _ => None,
        })
    });
    let set = move |values: Vec<String>| {
        open.change_rule(at, |rule| {
            rule.test = match &rule.test {
                Test::IsNot(_) => Test::IsNot(values),
                _ => Test::Is(values),
            };
        });
    };
    let line = mirrored(Memo::new(move |_| {
        values.with(|values| values.as_ref().and_then(|values| values.first().cloned()).unwrap_or_default())
    }));
    let looked_for = Memo::new(move |_| values.with(Option::is_some));
    view! {
        <Show when=move || looked_for.get()>
            {move || match options.get() {
                Some(options) => {
                    let boxes = options
                        .into_iter()
                        .map(|option| {
                            let value = option.value.clone();
                            let now = Memo::new(move |_| {
                                values.with(|values| values.as_ref().is_some_and(|values| values.contains(&value)))
                            });
                            let value = option.value;
                            view! {
                                <Checkbox
                                    label=option.label
                                    checked=mirrored(now)
                                    on_change=move |on: bool| {
                                        let mut all = values.get_untracked().unwrap_or_default();
                                        all.retain(|known| *known != value);
                                        if on {
                                            all.push(value.clone());
                                        }
                                        set(all);
                                    }
                                />
                            }
                        })
                        .collect_view();
                    view! { <div class="space-y-0.5">{boxes}</div> }.into_any()
                }
                None => {
                    view! {
                        <TextField
                            name=format!("rule-{at}-value")
                            label=format!("Rule {}: the answer", at + 1)
                            label_hidden=true
                            value=line
                            on_input=move |text: String| set(vec![text])
                        />
                    }
                        .into_any()
                }
            }}
        </Show>
    }
}
