//! Five figures at a glance: of everybody, or of one member beside everybody.

use super::words::{count, part_of, share};
use crate::features::leads::answered::{exact_span, span};
use leptos::prelude::*;
use shared::activity::Figures;

/// One figure: name, value, and what it is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Figure {
    name: &'static str,
    value: String,
    note: String,
}

fn figures(of: &Figures) -> [Figure; 5] {
    let figure = |name, value, note| Figure { name, value, note };
    [
        figure("Came in", count(of.came), format!("{} contacted", count(of.contacted))),
        figure(
            "Calls",
            count(of.calls),
            format!(
                "{} reached, {} notes, {} tasks done",
                count(of.reached),
                count(of.notes),
                count(of.tasks)
            ),
        ),
        figure(
            "First answer",
            of.median_seconds.map_or_else(|| "–".to_owned(), exact_span),
            of.most_seconds.map_or_else(
                || "Nothing answered".to_owned(),
                |most| format!("9 of 10 within {}", span(most)),
            ),
        ),
        figure("Answered in time", share(of.in_time, of.due), part_of(of.in_time, of.due)),
        figure(
            "Qualified",
            share(of.qualified, of.came),
            format!("{}, {} converted", part_of(of.qualified, of.came), count(of.converted)),
        ),
    ]
}

/// `label` says whose they are. With `beside`, each value of everybody stands below it.
#[component]
pub(super) fn Glance(
    label: &'static str,
    #[prop(into)] of: Signal<Figures>,
    #[prop(optional, into)] beside: Option<Signal<Figures>>,
) -> impl IntoView {
    let all = Memo::new(move |_| figures(&of.get()));
    let others = beside.map(|beside| Memo::new(move |_| figures(&beside.get())));
    let cells = all
        .get_untracked()
        .into_iter()
        .enumerate()
        .map(|(place, first)| {
            let now = move || all.with(|all| all.get(place).cloned());
            let other = move || {
                let others = others?;
                let value = others.with(|others| others.get(place).map(|figure| figure.value.clone()))?;
                Some(view! { <dd class="num text-caption text-muted">{format!("Everybody: {value}")}</dd> })
            };
            view! {
                <div class="min-w-0 border-line py-3 md:border-l md:pl-5 md:first:border-0 md:first:pl-0">
                    <dt class="text-muted">{first.name}</dt>
                    <dd class="num mt-0.5 text-title font-semibold">{move || now().map(|figure| figure.value)}</dd>
                    <dd class="num text-caption text-muted">{move || now().map(|figure| figure.note)}</dd>
                    {other}
                </div>
            }
        })
        .collect_view();
    view! {
        <h2 class="sr-only">{label}</h2>
        <dl class="mt-2 grid grid-cols-2 gap-x-5 border-y border-line sm:grid-cols-3 md:grid-cols-5">{cells}</dl>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_stand_beside_what_they_are_shares_of() {
        let of = Figures {
            calls: 12,
            reached: 5,
            tasks: 3,
            answered: 4,
            median_seconds: Some(250),
            most_seconds: Some(4_200),
            due: 5,
            in_time: 3,
            came: 8,
            contacted: 6,
            qualified: 2,
            converted: 1,
            ..Figures::default()
        };
        let told: Vec<String> = figures(&of)
            .into_iter()
            .map(|figure| format!("{}: {}, {}", figure.name, figure.value, figure.note))
            .collect();
        assert_eq!(
            told,
            [
                "Came in: 8, 6 contacted",
                "Calls: 12, 5 reached, 0 notes, 3 tasks done",
                "First answer: 4 min 10 s, 9 of 10 within 1 h 10",
                "Answered in time: 60 %, 3 of 5",
                "Qualified: 25 %, 2 of 8, 1 converted",
            ]
        );
    }
}
