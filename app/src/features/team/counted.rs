//! What each figure counts, in the words of those who are counted.

use leptos::prelude::*;

const TERMS: [(&str, &str); 9] = [
    ("Open leads", "Open leads that are theirs at this moment, whenever they came in."),
    (
        "Given",
        "Leads assigned to them in these days, by somebody, by a rule or by taking them. Each counts once.",
    ),
    (
        "Calls, reached, notes",
        "What they logged in these days. Reached is the share of their calls that reached the seller.",
    ),
    (
        "Tasks done",
        "Tasks and meetings about leads that they completed in these days. Those that were reopened do not count.",
    ),
    (
        "First answer",
        "Leads that came in in these days: the time until the first call, or until the lead left “New”. It counts for \
         whoever did that. The middle one of all, and the time within which nine of ten were answered.",
    ),
    (
        "In time",
        "Of the leads they answered, and those of theirs that still wait past the deadline: how many were answered by \
         the deadline. A lead that was said to have missed its deadline counts for whoever had it then, not for whom it was \
         handed on to.",
    ),
    (
        "Came in",
        "Leads that came in in these days and are theirs now. A lead without an owner counts for whoever had it last, if \
         that member has left.",
    ),
    (
        "Contacted, qualified, converted",
        "Of the leads that came in in these days and are theirs: how many ever got that far, whoever took the step. Later \
         steps hold the earlier ones.",
    ),
    (
        "Everybody",
        "All leads of these days that stand, also those that are nobody’s and those that nobody of the team answered.",
    ),
];

#[component]
pub(super) fn Counted() -> impl IntoView {
    let terms = TERMS.map(|(term, words)| {
        view! {
            <div>
                <dt class="font-medium">{term}</dt>
                <dd class="text-muted">{words}</dd>
            </div>
        }
    });
    view! {
        <details class="mt-5">
            <summary class="w-fit cursor-pointer rounded-sm py-1 font-medium text-muted hover:text-ink">
                "How it is counted"
            </summary>
            <dl class="mt-2 grid max-w-[68ch] gap-3">{terms}</dl>
            <p class="mt-3 max-w-[68ch] text-muted">
                "Days begin and end by the clocks of the organization. Times are taken of the newest 20,000 answers."
            </p>
        </details>
    }
}
