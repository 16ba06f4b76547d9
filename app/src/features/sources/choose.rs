//! Where a value of the payload goes: asked when somebody chooses one in the tree.

use super::draft::joined;
use super::state::Room;
use leptos::prelude::*;
use shared::forms::StandardField;
use shared::sources::{Taken, Target};
use ui::{Button, ButtonKind, Choice, Dialog, RadioGroup, Select};

/// A consent with a text of its own.
const NEW_CONSENT: &str = "consent:";

fn targets(room: Room) -> Vec<(String, Target)> {
    let fields = StandardField::ALL.into_iter().enumerate();
    let fields = fields.map(|(place, field)| (format!("field:{place}"), Target::field(field)));
    let consents = room
        .draft
        .consents
        .get()
        .into_iter()
        .map(|text| (format!("{NEW_CONSENT}{}", text.key), Target::Consent { consent: text.key }));
    let customs = room.draft.customs().into_iter().filter_map(|target| match &target {
        Target::Custom { field } => Some((field.to_string(), target)),
        _ => None,
    });
    fields
        .chain(customs)
        .chain([("source".to_owned(), Target::LeadSource), ("campaign".to_owned(), Target::Campaign)])
        .chain(consents)
        .collect()
}

#[component]
pub(super) fn Choose(room: Room) -> impl IntoView {
    let open = RwSignal::new(false);
    let (into, how) = (RwSignal::new(String::new()), RwSignal::new("replace".to_owned()));
    Effect::new(move |_| {
        if room.choosing.with(Option::is_some) {
            into.set(String::new());
            how.set("replace".to_owned());
            open.set(true);
        }
    });
    let path = Memo::new(move |_| room.choosing.get().unwrap_or_default());
    let choices = Signal::derive(move || {
        let mut choices: Vec<Choice> = targets(room)
            .into_iter()
            .map(|(word, target)| {
                let label = match room.draft.row_of(&target) {
                    Some(row) => format!("{}, now {}", room.draft.name(&target), row.field.from.label()),
                    None => room.draft.name(&target),
                };
                Choice::new(word, label)
            })
            .collect();
        choices.push(Choice::new(NEW_CONSENT, "Consent to be contacted, with a new text"));
        choices
    });
    let target = Memo::new(move |_| {
        let word = into.get();
        if word == NEW_CONSENT {
            return Some(Target::Consent { consent: room.draft.free_consent() });
        }
        targets(room).into_iter().find(|(of, _)| *of == word).map(|(_, target)| target)
    });
    let taken =
        Memo::new(move |_| target.with(|target| target.as_ref().and_then(|into| room.draft.row_of(into))));
    let feeds = move || {
        let numbers = room.draft.fed_by(&path.get());
        let named: Vec<String> = room.draft.mapping.with(|mapping| {
            let field = |number: &usize| mapping.fields.get(number.checked_sub(1)?);
            numbers.iter().filter_map(field).map(|field| room.draft.name(&field.into)).collect()
        });
        if named.is_empty() {
            "Nothing is taken from it yet.".to_owned()
        } else {
            format!("It feeds {} now.", named.join(", "))
        }
    };
    let map = move || {
        let (Some(into), path) = (target.get_untracked(), path.get_untracked()) else { return };
        if let Some(row) = taken.get_untracked() {
            let address = into == Target::field(StandardField::PropertyAddress);
            let add = how.get_untracked() == "join";
            room.draft.change(row.key, |row| {
                row.field.from =
                    if add { joined(&row.field.from, &path, address) } else { Taken::path(path) };
            });
        } else {
            let came = room.samples.rows.with_untracked(|rows| {
                let row = rows.iter().find(|row| row.path == path)?;
                Some(serde_json::from_str::<String>(&row.text).unwrap_or_else(|_| row.text.clone()))
            });
            room.draft.add(into, &path, came.as_deref());
        }
        open.set(false);
    };
    let actions = move || {
        view! {
            <Button on_click=move |_| open.set(false)>"Cancel"</Button>
            <Button
                kind=ButtonKind::Primary
                disabled=Signal::derive(move || target.with(Option::is_none))
                on_click=move |_| map()
            >
                "Map value"
            </Button>
        }
        .into_any()
    };
    view! {
        <Dialog
            id="choose-target"
            title=move || format!("Where does {} go?", path.get())
            description=Signal::derive(move || Some(feeds()))
            open
            actions
            on_close=move |()| room.choosing.set(None)
        >
            <div class="mt-3 grid gap-3">
                <Select name="goes-into" label="Goes into" blank="Choose a field" choices value=into />
                <Show when=move || taken.with(Option::is_some)>
                    <RadioGroup
                        name="how-taken"
                        label="That field has a value already"
                        choices=vec![
                            Choice::new("replace", "Take this one instead"),
                            Choice::new("join", "Join this one to it"),
                        ]
                        value=how
                    />
                </Show>
            </div>
        </Dialog>
    }
}
