//! Field by field: which of two values the one person will have. A plain form, so that it works before the page is alive.

use leptos::prelude::*;
use shared::merges::{Choosing, MergeField, MergePreview, Side};
use std::collections::BTreeMap;
use ui::{Icon, lucide};

/// What is chosen so far, by key.
pub(super) type Taken = RwSignal<BTreeMap<String, Side>>;

const ROW: &str = "grid grid-cols-1 gap-x-3 gap-y-1.5 py-2 md:grid-cols-[116px_minmax(0,1fr)_minmax(0,1fr)] md:items-center";
const OPTION: &str = "flex min-h-12 min-w-0 items-center gap-2.5 rounded-md border border-line-strong px-3 py-1.5 hover:bg-hover has-checked:border-accent-ink has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus";

/// All fields of the person, then those of leads that become one.
#[component]
pub(super) fn Choices(preview: StoredValue<MergePreview>, taken: Taken) -> impl IntoView {
    let (kept, joined) = preview.with_value(|preview| {
        let name = |twin: &shared::duplicates::Twin| twin.name.clone();
        (name(preview.kept()), name(preview.joined()))
    });
    let rows = |fields: Vec<MergeField>| {
        fields
            .into_iter()
            .map(|field| view! { <Field field kept=kept.clone() joined=joined.clone() taken /> })
            .collect_view()
    };
    let person = preview.with_value(|preview| rows(preview.fields.clone()));
    let folds = preview.with_value(|preview| {
        preview
            .folds
            .iter()
            .map(|fold| {
                let about = fold.place.clone().unwrap_or_else(|| "no house yet".to_owned());
                view! {
                    <h2 class="mt-5 font-semibold">"The leads about " {about} " become one"</h2>
                    <ul class="mt-1 divide-y divide-line">{rows(fold.fields.clone())}</ul>
                }
            })
            .collect_view()
    });
    view! {
        <ul class="mt-2 divide-y divide-line">{person}</ul>
        {folds}
    }
}

#[component]
fn Field(field: MergeField, kept: String, joined: String, taken: Taken) -> impl IntoView {
    let label = field.label.clone();
    let inside = match field.choosing {
        Choosing::Settled => settled(field, &kept, &joined).into_any(),
        Choosing::Along => along(field, &joined, taken).into_any(),
        Choosing::OneOf => {
            let group = field.label.clone();
            let one = option(&field, Side::Kept, &kept, taken);
            let other = option(&field, Side::Joined, &joined, taken);
            view! {
                <div role="radiogroup" aria-label=group class="grid gap-x-3 gap-y-1.5 sm:grid-cols-2 md:col-span-2">
                    {one}
                    {other}
                </div>
            }
            .into_any()
        }
    };
    view! {
        <li class=ROW>
            <span class="font-medium">{label}</span>
            {inside}
        </li>
    }
}

fn settled(field: MergeField, kept: &str, joined: &str) -> impl IntoView + use<> {
    let whose = match (&field.kept, &field.joined) {
        (Some(_), Some(_)) => "the same on both".to_owned(),
        (Some(_), None) => format!("from {kept}"),
        _ => format!("from {joined}"),
    };
    let value = field.kept.or(field.joined).unwrap_or_default();
    view! {
        <span class="num flex min-h-10 min-w-0 flex-wrap items-center gap-x-2 rounded-md bg-hover px-3 py-1.5 md:col-span-2">
            <Icon icon=lucide::LuEqual class="shrink-0 text-success" />
            <span class="min-w-0 break-words">{value}</span>
            <span class="text-caption text-muted">{whose}</span>
        </span>
    }
}

fn option(field: &MergeField, side: Side, whose: &str, taken: Taken) -> impl IntoView + use<> {
    let value = match side {
        Side::Kept => field.kept.clone(),
        Side::Joined => field.joined.clone(),
    };
    let value = value.unwrap_or_default();
    let (name, key) = (format!("input[take][{}]", field.key), field.key.clone());
    let label = format!("{}: {value}, {whose}", field.label);
    let from = format!("from {whose}");
    view! {
        <label class=OPTION>
            <input
                type="radio"
                name=name
                value=side.as_str()
                checked=field.take == side
                class="check outline-none"
                aria-label=label
                on:change=move |_| taken.update(|taken| {
                    taken.insert(key.clone(), side);
                })
            />
            <span class="min-w-0 flex-1">
                <span class="num block break-words">{value}</span>
                <span class="block truncate text-caption text-muted">{from}</span>
            </span>
        </label>
    }
}

/// A further way to reach the person.
fn along(field: MergeField, joined: &str, taken: Taken) -> impl IntoView + use<> {
    let value = field.joined.unwrap_or_default();
    let (name, key) = (format!("input[take][{}]", field.key), field.key);
    let label = format!("{}: {value}, {joined}, comes along", field.label);
    let from = format!("from {joined}, comes along");
    view! {
        <div class="md:col-span-2">
            <label class=OPTION>
                <input
                    type="checkbox"
                    name=name
                    value=Side::Joined.as_str()
                    checked=field.take == Side::Joined
                    class="check outline-none"
                    aria-label=label
                    on:change=move |event| {
                        let side = if event_target_checked(&event) { Side::Joined } else { Side::Kept };
                        taken.update(|taken| {
                            taken.insert(key.clone(), side);
                        });
                    }
                />
                <span class="min-w-0 flex-1">
                    <span class="num block break-words">{value}</span>
                    <span class="block truncate text-caption text-muted">{from}</span>
                </span>
            </label>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(choosing: Choosing, kept: Option<&str>, joined: Option<&str>) -> String {
        let some = |text: Option<&str>| text.map(str::to_owned);
        let field = MergeField {
            key: "name".into(),
            label: "Name".into(),
            kept: some(kept),
            joined: some(joined),
            choosing,
            take: Side::Joined,
        };
        Owner::new().with(|| {
            let taken = Taken::new(BTreeMap::new());
            view! { <Field field kept="John Smith".to_owned() joined="Jon Smith".to_owned() taken /> }
                .to_html()
        })
    }

    #[test]
    fn a_choice_is_a_group_of_radios_that_a_plain_form_sends() {
        let html = html(Choosing::OneOf, Some("John Smith"), Some("Jon Smith"));
        for part in [
            "role=\"radiogroup\" aria-label=\"Name\"",
            "name=\"input[take][name]\" value=\"kept\"",
            "aria-label=\"Name: Jon Smith, Jon Smith\"",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }

    #[test]
    fn what_is_settled_asks_nothing_and_says_whose_it_is() {
        let both = html(Choosing::Settled, Some("John"), Some("John"));
        assert!(both.contains("the same on both") && !both.contains("<input"), "{both}");
        assert!(html(Choosing::Settled, None, Some("John")).contains("from Jon Smith"));
    }

    #[test]
    fn a_further_way_is_ticked_and_can_stay_behind() {
        let html = html(Choosing::Along, None, Some("512 555 0101"));
        assert!(html.contains("type=\"checkbox\"") && html.contains("comes along"), "{html}");
    }
}
