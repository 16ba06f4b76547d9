//! The mapping: a row a field, what is not used, and saving it.

use super::consents::Consents;
use super::row::MappedRow;
use super::rpc::save_mapping;
use super::state::Room;
use super::words::payloads;
use crate::rpc::ErrorKind;
use crate::state::{use_hydrated, use_zone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::forms::StandardField;
use shared::sources::{MAX_FIELDS, Taken, Target, guess};
use ui::{
    Banner, Button, ButtonKind, ButtonSize, EmptyState, Icon, IconSize, Menu, MenuItem, Tone, exact_text,
    lucide,
};

/// Columns of wide screens; on narrower ones a row is a small block.
pub(super) const COLUMNS: &str = "xl:grid-cols-[26px_136px_minmax(0,1fr)_140px_minmax(0,1.15fr)_60px]";

#[component]
pub(super) fn MappingPart(room: Room) -> impl IntoView {
    let draft = room.draft;
    let any = Memo::new(move |_| draft.rows.with(|rows| !rows.is_empty()));
    let keys = move || draft.rows.with(|rows| rows.iter().map(|row| row.key).collect::<Vec<_>>());
    view! {
        <section aria-labelledby="mapping">
            <div class="flex min-h-9 flex-wrap items-center gap-x-2">
                <h2 id="mapping" class="text-large font-semibold">
                    "Mapping"
                </h2>
                <Stops room />
            </div>
            <Guessed room />
            <Theirs room />
            <Refused room />
            <Show when=move || any.get() fallback=move || view! { <Nothing room /> }>
                <div
                    aria-hidden="true"
                    class=format!(
                        "mt-1 hidden h-8 items-center gap-3 border-b border-line text-caption font-medium text-muted xl:grid {COLUMNS}",
                    )
                >
                    <span></span>
                    <span>"Goes into"</span>
                    <span>"Taken from"</span>
                    <span>"Changed by"</span>
                    <span>"Result now"</span>
                    <span></span>
                </div>
                <ul aria-label="Field mapping" class="max-xl:mt-1 max-xl:border-t max-xl:border-line">
                    <For each=keys key=|key| *key let:key>
                        <MappedRow room key />
                    </For>
                </ul>
            </Show>
            <div class="mt-2 flex flex-wrap items-center gap-2">
                <Add room />
                <Unused room />
            </div>
            <Consents draft />
        </section>
    }
}

/// How many fields stop saving; spoken when that changes.
#[component]
fn Stops(room: Room) -> impl IntoView {
    let draft = room.draft;
    // Nothing is wrong with a mapping that was not begun.
    let number = Memo::new(move |_| if draft.edited.get() { draft.stops() } else { 0 });
    let words = move || match number.get() {
        0 => String::new(),
        1 => "1 field stops saving".to_owned(),
        many => format!("{many} fields stop saving"),
    };
    let whole = Memo::new(move |_| {
        let alone = |code: &str| code == "mapping.unreachable" || code == "mapping.too_many";
        draft.problems.with(|problems| {
            problems.iter().find(|error| alone(&error.code)).map(|error| error.message.clone())
        })
    });
    view! {
        <span class="ml-auto text-danger" role="status">
            {move || {
                (number.get() > 0)
                    .then(|| {
                        view! {
                            <span class="inline-flex items-center gap-1.5">
                                <Icon icon=lucide::LuCircleAlert size=IconSize::Sm />
                                {words()}
                            </span>
                        }
                    })
            }}
        </span>
        {move || {
            whole
                .get()
                .filter(|_| draft.edited.get())
                .map(|words| view! { <p class="w-full text-danger">{words}</p> })
        }}
    }
}

#[component]
fn Guessed(room: Room) -> impl IntoView {
    let draft = room.draft;
    view! {
        <Show when=move || draft.guessed.get()>
            <Banner tone=Tone::Info icon=lucide::LuSparkles class="my-2">
                <b class="font-medium">"Guessed from the names in the payload."</b>
                " Look at the results, add what is missing, and save."
            </Banner>
        </Show>
    }
}

/// Two people changed the mapping. Nothing of either is lost.
#[component]
fn Theirs(room: Room) -> impl IntoView {
    let draft = room.draft;
    let zone = use_zone();
    move || {
        draft.theirs.get().map(|theirs| {
            let at = theirs.saved_at.timestamp_millis();
            let who = theirs.saved_by.clone().unwrap_or_else(|| "Somebody".to_owned());
            let words = format!(
                "{who} saved mapping {} while you were editing ({}).",
                theirs.version,
                exact_text(at, zone.minutes_at(at)),
            );
            let taken = theirs.clone();
            view! {
                <Banner
                    tone=Tone::Warning
                    alert=true
                    class="my-2"
                    actions=move || {
                        let taken = taken.clone();
                        view! {
                            <Button size=ButtonSize::Sm on_click=move |_| draft.take(&taken)>
                                "Take theirs"
                            </Button>
                            <Button size=ButtonSize::Sm on_click=move |_| draft.keep()>
                                "Keep mine"
                            </Button>
                        }
                    }
                >
                    <b class="font-medium">{words}</b>
                    " What you changed is still here. Both stay among the versions once you save yours."
                </Banner>
            }
        })
    }
}

/// Why the server did not save it, where that is about no field.
#[component]
fn Refused(room: Room) -> impl IntoView {
    let words = move || {
        let error = room.draft.refused.get()?;
        (error.fields.is_empty() && error.kind != ErrorKind::Conflict).then_some(error.message)
    };
    move || {
        words().map(|words| {
            view! {
                <Banner tone=Tone::Danger alert=true class="my-2">
                    <b class="font-medium">"The mapping was not saved. "</b>
                    {words}
                    " What you changed is still here."
                </Banner>
            }
        })
    }
}

#[component]
fn Nothing(room: Room) -> impl IntoView {
    let hydrated = use_hydrated();
    let payload = Memo::new(move |_| room.samples.value.with(Option::is_some));
    move || {
        if payload.get() {
            view! {
                <EmptyState
                    level=3
                    compact=true
                    class="mt-2"
                    icon=lucide::LuWaypoints
                    title="Nothing is mapped yet"
                    text="Choose a value of the payload and say where it goes. A lead needs a phone number or an email."
                >
                    <Button
                        disabled=Signal::derive(move || !hydrated.get())
                        on_click=move |_| {
                            if let Some(payload) = room.samples.value.get_untracked() {
                                room.draft.guess(&payload);
                            }
                        }
                    >
                        "Guess the fields"
                    </Button>
                </EmptyState>
            }
            .into_any()
        } else {
            view! {
                <EmptyState
                    level=3
                    compact=true
                    class="mt-2"
                    icon=lucide::LuInbox
                    title="Waiting for the first payload"
                    text="Give address and secret to the sender. The first payload shows here by itself; it waits until you say which value goes where, and nothing is lost."
                />
            }
            .into_any()
        }
    }
}

/// The fields that are not there yet.
#[component]
fn Add(room: Room) -> impl IntoView {
    let draft = room.draft;
    let hydrated = use_hydrated();
    let items = Signal::derive(move || {
        let used: Vec<Target> =
            draft.rows.with(|rows| rows.iter().map(|row| row.field.into.clone()).collect());
        let rest = |target: &Target| !used.contains(target);
        let item = |target: Target| MenuItem::new(draft.name(&target), move || add(room, target.clone()));
        let standard = StandardField::ALL.into_iter().map(Target::field);
        let standard = standard.chain([Target::LeadSource, Target::Campaign]);
        let mut items: Vec<MenuItem> = standard.filter(rest).map(item).collect();
        items.push(MenuItem::separator());
        let customs: Vec<MenuItem> = draft.customs().into_iter().filter(rest).map(item).collect();
        if !customs.is_empty() {
            items.extend(customs);
            items.push(MenuItem::separator());
        }
        items.push(MenuItem::new("Consent to be contacted", move || {
            add(room, Target::Consent { consent: draft.free_consent() });
        }));
        items
    });
    let full = Memo::new(move |_| draft.rows.with(|rows| rows.len() >= MAX_FIELDS));
    view! {
        <Menu
            id="add-field"
            label="Add field"
            kind=ButtonKind::Quiet
            size=ButtonSize::Sm
            disabled=Signal::derive(move || !hydrated.get() || full.get())
            items
        >
            <Icon icon=lucide::LuPlus />
            "Add field"
        </Menu>
    }
}

/// Adds a field with the value that its name suggests, if any does.
fn add(room: Room, into: Target) {
    let path = room.samples.value.with_untracked(|value| {
        let guessed = guess(value.as_ref()?);
        let field = guessed.fields.into_iter().find(|field| field.into == into)?;
        match field.from {
            Taken::Paths { paths, .. } => paths.into_iter().next(),
            Taken::Text { .. } => None,
        }
    });
    room.draft.add(into, path.as_deref().unwrap_or_default(), None);
}

#[component]
fn Unused(room: Room) -> impl IntoView {
    let words = move || {
        room.applied.with(|applied| {
            let unused = &applied.as_ref()?.unused;
            if unused.is_empty() {
                return None;
            }
            let named: Vec<&str> = unused.iter().take(12).map(String::as_str).collect();
            let rest = unused.len().saturating_sub(named.len());
            let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
            Some(format!("Not used: {}{rest}. They stay in the raw record.", named.join(", ")))
        })
    };
    view! { <span class="min-w-0 text-caption break-words text-muted">{words}</span> }
}

/// Saves; the button of the page's head.
#[component]
pub(super) fn Save(room: Room) -> impl IntoView {
    let draft = room.draft;
    let hydrated = use_hydrated();
    let busy = RwSignal::new(false);
    let reason = Signal::derive(move || {
        if draft.theirs.with(Option::is_some) {
            return Some("Choose first which mapping to go on with.".to_owned());
        }
        draft.problems.with(|problems| problems.first().map(|error| error.message.clone()))
    });
    let save = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        draft.refused.set(None);
        let (seen, mapping) = (draft.version.get_untracked(), draft.mapping.get_untracked());
        spawn_local(async move {
            match save_mapping(room.id, seen, mapping.clone()).await {
                Ok(saved) => {
                    draft.saved(saved.version, mapping);
                    let done = format!("Mapping {} is saved", saved.version);
                    room.desk.toaster.success(match saved.released {
                        0 => done,
                        number => format!(
                            "{done}; {}",
                            payloads(number, "that waited is mapped now", "that waited are mapped now")
                        ),
                    });
                }
                Err(error) => {
                    draft.refused.try_set(Some(error));
                }
            }
            busy.try_set(false);
            room.look();
        });
    };
    view! {
        <Show when=move || draft.edited.get() && draft.version.get() != 0>
            <Button kind=ButtonKind::Quiet disabled=Signal::derive(move || !hydrated.get()) on_click=move |_| draft.undo()>
                "Undo changes"
            </Button>
        </Show>
        <Button
            kind=ButtonKind::Primary
            disabled=Signal::derive(move || !hydrated.get() || !draft.edited.get())
            reason
            busy
            on_click=move |_| save()
        >
            "Save mapping"
        </Button>
    }
}
