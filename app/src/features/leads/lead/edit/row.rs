//! A fact as a line of the page: what is known, a button beside it, and in its place the input while somebody edits.

use super::presence::editing_words;
use super::{Edits, Slot};
use crate::features::leads::browser;
use crate::state::use_hydrated;
use leptos::prelude::*;
use shared::leads::{Edited, Fact, address_parts};
use ui::{Button, ButtonKind, ButtonSize, DefinitionRow, Icon, IconSize, lucide};

/// Whether an input is open; opens by the palette too.
fn editing(edits: Edits, place: Slot) -> RwSignal<bool> {
    let editing = RwSignal::new(false);
    if edits.may_work {
        Effect::new(move |_| {
            if edits.wanted.get() == Some(place) {
                edits.wanted.set(None);
                editing.set(true);
            }
        });
    }
    editing
}

/// One fact. What is not known is no line for those who may not fill it in.
#[component]
pub(in super::super) fn FactRow(edits: Edits, fact: Fact, #[prop(optional)] item: u8) -> impl IntoView {
    let place = Slot::new(fact, item);
    let typed = Memo::new(move |_| edits.open.lead.with(|lead| fact.typed(lead, item)));
    let shown = Memo::new(move |_| edits.may_work || typed.with(|typed| !typed.is_empty()));
    let editing = editing(edits, place);
    let note = Signal::derive(move || editing_words(edits, fact.into()));
    move || {
        shown.get().then(|| {
            view! {
                <DefinitionRow label=fact.label() note>
                    {move || {
                        if editing.get() {
                            view! { <Input edits place editing /> }.into_any()
                        } else {
                            view! {
                                <Value edits place editing>
                                    {move || value(fact, &typed.get())}
                                </Value>
                            }
                            .into_any()
                        }
                    }}
                </DefinitionRow>
            }
        })
    }
}

/// How many phones or emails of the person are known.
fn known(edits: Edits, fact: Fact) -> Memo<u8> {
    Memo::new(move |_| {
        let known = edits.open.lead.with(|lead| match fact {
            Fact::Phone => lead.contact.phones.len(),
            _ => lead.contact.emails.len(),
        });
        u8::try_from(known).unwrap_or(u8::MAX)
    })
}

/// All phones or all emails of the person, and room for the first.
#[component]
pub(in super::super) fn WayRows(edits: Edits, fact: Fact) -> impl IntoView {
    let known = known(edits, fact);
    let count = move || known.get().max(u8::from(edits.may_work));
    view! {
        <For each=move || 0..count() key=|item| *item children=move |item| view! { <FactRow edits fact item /> } />
    }
}

/// Room for a further phone or email, once there is a first. It has the name of the line it becomes, which so has the focus
/// when it is saved.
#[component]
pub(in super::super) fn OneMoreWay(edits: Edits, fact: Fact) -> impl IntoView {
    let hydrated = use_hydrated();
    let known = known(edits, fact);
    let adding = RwSignal::new(false);
    let view = move || {
        if adding.get() {
            let place = Slot::new(fact, known.get_untracked());
            return view! {
                <div class="w-full pl-2">
                    <Input edits place editing=adding />
                </div>
            }
            .into_any();
        }
        let id = Slot::new(fact, known.get()).id();
        view! {
            <Button
                id
                size=ButtonSize::Sm
                kind=ButtonKind::Quiet
                icon=lucide::LuPlus
                class="noscript:hidden max-md:h-11"
                disabled=Signal::derive(move || !hydrated.get())
                on_click=move |_| adding.set(true)
            >
                {format!("Another {}", fact.noun())}
            </Button>
        }
        .into_any()
    };
    view! { <Show when=move || { known.get() > 0 }>{view}</Show> }
}

/// The address as people write it, beside its picture.
#[component]
pub(in super::super) fn AddressRow(edits: Edits) -> impl IntoView {
    let place = Slot::new(Fact::Address, 0);
    let typed = Memo::new(move |_| edits.open.lead.with(|lead| Fact::Address.typed(lead, 0)));
    let editing = editing(edits, place);
    let note = move || {
        editing_words(edits, Fact::Address.into())
            .map(|words| view! { <span class="block text-caption text-faint">{words}</span> })
    };
    let lines = move || {
        let [street, unit, city, region, postal_code] = address_parts(&typed.get());
        if street.is_empty() {
            return view! { <p class="text-muted">"No address is known yet."</p> }.into_any();
        }
        let first = if unit.is_empty() { street } else { format!("{street}, Unit {unit}") };
        view! {
            <p class="min-w-0">
                {first} <br /> <span class="text-muted">{format!("{city}, {region} {postal_code}")}</span>
            </p>
        }
        .into_any()
    };
    view! {
        <div class="min-w-0 flex-1">
            {move || {
                if editing.get() {
                    view! { <Input edits place editing /> }.into_any()
                } else {
                    view! {
                        <Value edits place editing>
                            {lines}
                        </Value>
                    }
                    .into_any()
                }
            }}
            {note}
        </div>
    }
}

/// The pencil behind the heading of the page, and the input below it.
#[component]
pub(in super::super) fn NameRow(edits: Edits) -> impl IntoView {
    let place = Slot::new(Fact::Name, 0);
    let editing = editing(edits, place);
    let note = move || {
        editing_words(edits, Fact::Name.into())
            .map(|words| view! { <span class="text-caption text-muted">{words}</span> })
    };
    view! {
        {edits.may_work.then(|| view! { <Pencil edits place editing /> })}
        {note}
        {move || {
            editing
                .get()
                .then(|| {
                    view! {
                        <div class="w-full max-w-80">
                            <Input edits place editing />
                        </div>
                    }
                })
        }}
    }
}

/// What is known, with the way to change it. A press on the words does the same, where they are no link.
#[component]
fn Value(edits: Edits, place: Slot, editing: RwSignal<bool>, children: Children) -> impl IntoView {
    let hydrated = use_hydrated();
    let is_plain = edits.may_work && !place.fact.is_way();
    let press = move |_| {
        if is_plain && hydrated.get_untracked() {
            editing.set(true);
        }
    };
    view! {
        <div class="flex items-start gap-1">
            <div class="min-w-0 flex-1 break-words" class:cursor-text=is_plain on:click=press>
                {children()}
            </div>
            {edits.may_work.then(|| view! { <Pencil edits place editing /> })}
        </div>
    }
}

#[component]
fn Pencil(edits: Edits, place: Slot, editing: RwSignal<bool>) -> impl IntoView {
    let hydrated = use_hydrated();
    let (fact, item) = (place.fact, place.item);
    let label = move || {
        let known = edits.open.lead.with(|lead| !fact.typed(lead, item).is_empty());
        let verb = if known { "Change" } else { "Add" };
        match item {
            0 => format!("{verb} the {}", fact.noun()),
            more => format!("{verb} {} {}", fact.noun(), more + 1),
        }
    };
    view! {
        <button
            type="button"
            id=place.id()
            class="-my-1 grid size-7 shrink-0 place-content-center rounded-md text-faint hover:bg-hover hover:text-ink max-md:-my-2 max-md:size-11 noscript:hidden"
            aria-label=label
            title=label
            disabled=move || !hydrated.get()
            on:click=move |_| editing.set(true)
        >
            <Icon icon=lucide::LuPencil size=IconSize::Sm />
        </button>
    }
}

/// The words of a value; phones and emails lead to whoever they reach.
fn value(fact: Fact, typed: &str) -> AnyView {
    let shown = fact.shown(typed);
    match fact {
        _ if typed.is_empty() => view! { <span class="text-faint">"Not known"</span> }.into_any(),
        Fact::Phone => {
            let href = format!("tel:{}", dialled(typed));
            view! {
                <a href=href class="rounded-sm hover:underline">
                    {shown}
                </a>
            }
            .into_any()
        }
        Fact::Email => view! {
            <a href=format!("mailto:{typed}") title=shown.clone() class="block truncate rounded-sm hover:underline">
                {shown.clone()}
            </a>
        }
        .into_any(),
        _ => shown.into_any(),
    }
}

/// A number as telephones take it: those of North America are shown without their country code.
fn dialled(shown: &str) -> String {
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    if shown.starts_with('+') { format!("+{digits}") } else { format!("+1{digits}") }
}

/// Loaded when somebody edits first.
#[component]
fn Input(edits: Edits, place: Slot, editing: RwSignal<bool>) -> impl IntoView {
    let close = Callback::new(move |()| {
        editing.try_set(false);
        // after the button is back in the page
        request_animation_frame(move || browser::focus(&place.id()));
    });
    let edited: Edited = place.fact.into();
    edits.editing.update(|all| all.push(edited));
    on_cleanup(move || {
        edits.editing.try_update(|all| {
            if let Some(place) = all.iter().position(|known| *known == edited) {
                all.remove(place);
            }
        });
    });
    view! {
        <Suspense fallback=|| ()>
            {move || Suspend::new(async move { input_view(edits, place, close).await })}
        </Suspense>
    }
}

#[lazy]
fn input_view(edits: Edits, place: Slot, close: Callback<()>) -> AnyView {
    view! { <super::input::FactInput edits place close /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dialled_with_their_country() {
        assert_eq!(dialled("512 555 0134"), "+15125550134");
        assert_eq!(dialled("+442079460018"), "+442079460018");
    }
}
