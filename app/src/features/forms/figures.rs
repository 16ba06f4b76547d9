//! What happened on a form in the last 30 days.

use leptos::prelude::*;
use shared::forms::FormStats;
use ui::Section;

/// The share of visitors who finished what they started, in words for the screen: `41 %`.
pub(super) fn completion(stats: FormStats) -> String {
    if stats.started == 0 {
        return "—".to_owned();
    }
    let percent = (stats.submitted.min(stats.started) * 100 + stats.started / 2) / stats.started;
    format!("{percent} %")
}

#[component]
pub(super) fn Figures(stats: FormStats) -> impl IntoView {
    let figures = [
        ("Started", stats.started.to_string()),
        ("Sent", stats.submitted.to_string()),
        ("Left before the end", stats.abandoned.to_string()),
        ("Finished", completion(stats)),
    ];
    let cards = figures.map(|(label, value)| {
        view! {
            <div class="rounded-lg border border-line p-3.5">
                <dt class="text-muted">{label}</dt>
                <dd class="num mt-1 text-title font-semibold">{value}</dd>
            </div>
        }
    });
    view! {
        <Section id="figures" title="Last 30 days">
            <dl class="mt-2 grid grid-cols-2 gap-3 sm:grid-cols-4">{cards}</dl>
        </Section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completion_is_a_rounded_share() {
        for (started, submitted, words) in
            [(0, 0, "—"), (3, 1, "33 %"), (3, 2, "67 %"), (8, 8, "100 %"), (2, 5, "100 %"), (1_000, 4, "0 %")]
        {
            assert_eq!(completion(FormStats { started, submitted, abandoned: 0 }), words);
        }
    }
}
