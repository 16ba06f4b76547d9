//! Which days are counted: periods that have a name, as links, and any days, as a plain form.

use super::address::{TeamPlace, href};
use crate::rpc::AppError;
use leptos::prelude::*;
use shared::activity::PeriodWord;
use ui::{Button, ButtonType, DateField, TabLink, TabLinks};

/// `path` is the page's own address, `days` what stands under the title of the days, `failed` why there are no figures.
#[component]
pub(super) fn Periods(
    path: Signal<String>,
    place: Memo<TeamPlace>,
    #[prop(into)] days: Signal<String>,
    failed: RwSignal<Option<AppError>>,
) -> impl IntoView {
    let links = Memo::new(move |_| {
        let (place, path) = (place.get(), path.get());
        PeriodWord::ALL
            .iter()
            .map(|word| {
                let to = place.named(word.as_str());
                TabLink::new(href(&path, to.days().into_iter().chain(to.turns())), word.label())
                    .current(is_current(&place, *word))
            })
            .collect::<Vec<_>>()
    });
    let (from, to) =
        (in_step(place, |place| place.period.from.clone()), in_step(place, |place| place.period.to.clone()));
    let at = move |path: &'static str| {
        Signal::derive(move || failed.with(|error| error.as_ref().and_then(|error| error.field(path))))
    };
    let beside = move || at("period").get().map(|words| view! { <p class="mt-2 text-danger">{words}</p> });
    let turns = move || {
        let turns = place.with(TeamPlace::turns);
        turns
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect_view()
    };
    view! {
        <div class="mt-2 flex flex-wrap items-end justify-between gap-x-6 gap-y-2 border-b border-line">
            <TabLinks label="Period" links />
            <form method="get" aria-label="Days to count" class="flex flex-wrap items-start gap-2 pb-2">
                {turns}
                <DateField name="from" label="First day" value=from error=at("from") />
                <DateField name="to" label="Last day" value=to error=at("to") />
                <Button button_type=ButtonType::Submit class="sm:mt-6">
                    "Show days"
                </Button>
            </form>
        </div>
        {beside}
        <p class="num mt-3 text-muted">{move || days.get()}</p>
    }
}

/// Nothing said is the default; two days have no name.
fn is_current(place: &TeamPlace, word: PeriodWord) -> bool {
    let period = &place.period;
    let chosen = !period.from.is_empty() || !period.to.is_empty();
    let named = if period.period.is_empty() { PeriodWord::Month.as_str() } else { &period.period };
    !chosen && named == word.as_str()
}

/// A field that follows the address.
fn in_step(place: Memo<TeamPlace>, read: fn(&TeamPlace) -> String) -> RwSignal<String> {
    let field = RwSignal::new(place.with_untracked(read));
    Effect::new(move |_| {
        let now = place.with(read);
        if field.get_untracked() != now {
            field.set(now);
        }
    });
    field
}
