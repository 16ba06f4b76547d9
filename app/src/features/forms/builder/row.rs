//! A question on the canvas: its handle, its words, and under which condition it is asked.

use super::lift::{Lift, Way, What};
use super::pointer::{Grip, put_down};
use super::room::Room;
use super::words::{about, symbol, title};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::forms::Field;
use shared::forms::edit::Place;
use ui::{Icon, IconSize, lucide};

#[component]
pub(super) fn Row(room: Room, grip: Grip, step: String, field: String) -> impl IntoView {
    let place = Place::Field(field.clone());
    let (step, key) = (StoredValue::new(step), StoredValue::new(field.clone()));
    let now = Memo::new(move |_| room.form.with(|form| key.with_value(|key| form.field(key).cloned())));
    let with = move |of: fn(&Field) -> bool| Memo::new(move |_| now.with(|now| now.as_ref().is_some_and(of)));
    let required = with(|field| field.required);
    let name = Memo::new(move |_| {
        room.form
            .with(|form| now.with(|now| now.as_ref().map(|field| title(field, form)).unwrap_or_default()))
    });
    let said = Memo::new(move |_| {
        room.form
            .with(|form| now.with(|now| now.as_ref().map(|field| about(field, form)).unwrap_or_default()))
    });
    let condition = Memo::new(move |_| {
        now.with(|now| {
            let condition = now.as_ref()?.show_if.as_ref()?;
            Some(format!("only if {}", room.form.with(|form| condition.in_words(form))))
        })
    });
    let icon = Memo::new(move |_| now.with(|now| now.as_ref().map(|field| field.kind.label())));
    let chosen = {
        let place = place.clone();
        Memo::new(move |_| room.at.with(|at| *at == place) && !room.theming.get())
    };
    let wrong = {
        let place = place.clone();
        Memo::new(move |_| room.wrong(&place))
    };
    let lifted = Memo::new(move |_| {
        room.lift.with(|lift| {
            let of = |what: &What| matches!(what, What::Field(lifted) if key.with_value(|key| lifted == key));
            lift.as_ref().is_some_and(|lift| of(&lift.what))
        })
    });
    let before = Memo::new(move |_| {
        room.lift.with(|lift| {
            let lift = lift.as_ref()?;
            let here = room
                .form
                .with(|form| step.with_value(|step| key.with_value(|key| lift.is_before(form, step, key))));
            here.then(|| lift.refused.is_some())
        })
    });
    let look = move || {
        let look = match (chosen.get(), lifted.get()) {
            (_, true) => "border-dashed border-accent-ink bg-raised opacity-60",
            (true, _) => "border-accent-ink bg-accent-soft ring-1 ring-accent-ink",
            _ => "border-line bg-raised hover:bg-hover",
        };
        format!("group flex items-center rounded-md border {look}")
    };
    view! {
        <li data-row=field.clone()>
            <Mark at=before />
            <div class=look>
                <Handle room grip what=What::Field(field.clone()) id=format!("move-{field}") name />
                <button
                    type="button"
                    id=format!("field-{field}")
                    aria-pressed=move || if chosen.get() { "true" } else { "false" }
                    class="flex min-h-10 min-w-0 flex-1 items-center gap-2.5 py-1 pr-2.5 text-left"
                    on:click=move |_| {
                        room.choose(place.clone());
                        show_part("fb-f");
                    }
                >
                    {move || {
                        icon.track();
                        now.with_untracked(|now| {
                            now.as_ref().map(|field| view! { <Icon icon=symbol(field) class="text-muted" /> })
                        })
                    }}
                    <span class="min-w-0 flex-1">
                        <span class="block truncate" class:font-medium=move || chosen.get()>
                            {name}
                            <Show when=move || required.get()>
                                <span class="text-danger" aria-hidden="true">
                                    " *"
                                </span>
                                <span class="sr-only">", required"</span>
                            </Show>
                        </span>
                        {move || {
                            condition
                                .get()
                                .map(|words| view! { <span class="block truncate text-caption text-info">{words}</span> })
                        }}
                    </span>
                    {move || {
                        (wrong.get() > 0)
                            .then(|| {
                                view! {
                                    <Icon icon=lucide::LuCircleAlert size=IconSize::Sm class="text-danger" label="To mend" />
                                }
                            })
                    }}
                    <span class="shrink-0 text-caption text-muted">{said}</span>
                </button>
            </div>
        </li>
    }
}

/// Where what is lifted would come to lie: red where it may not.
#[component]
pub(super) fn Mark(#[prop(into)] at: Signal<Option<bool>>) -> impl IntoView {
    move || {
        at.get().map(|refused| {
            let look =
                if refused { "my-1 h-1 rounded-full bg-danger" } else { "my-1 h-1 rounded-full bg-accent" };
            view! { <div class=look aria-hidden="true"></div> }
        })
    }
}

/// What a step or question is moved by.
#[component]
pub(super) fn Handle(
    room: Room,
    grip: Grip,
    what: What,
    id: String,
    #[prop(into)] name: Signal<String>,
) -> impl IntoView {
    let what = StoredValue::new(what);
    let own = StoredValue::new(id.clone());
    let lifted = move || {
        room.lift.with_untracked(|lift| {
            lift.as_ref().filter(|lift| what.with_value(|what| lift.what == *what)).cloned()
        })
    };
    let on_key = move |event: KeyboardEvent| {
        let form = room.form.get_untracked();
        let key = event.key();
        match (lifted(), key.as_str()) {
            (None, " " | "Enter") => {
                if let Some(lift) = Lift::new(&form, what.get_value()) {
                    let words = format!(
                        "{} lifted. {}. Arrow keys move it, Space puts it down, Escape puts it back.",
                        lift.name(&form),
                        lift.words(&form),
                    );
                    room.lift.set(Some(lift));
                    room.say(words);
                }
            }
            (Some(_), " " | "Enter") => {
                put_down(room);
                own.with_value(|own| focus_soon(own.clone()));
            }
            (Some(lift), "ArrowUp" | "ArrowDown") => {
                let way = if key == "ArrowUp" { Way::Back } else { Way::On };
                let moved = lift.along(&form, way);
                room.say(moved.words(&form));
                room.lift.set(Some(moved));
            }
            (Some(lift), "Escape") => {
                room.lift.set(None);
                room.say(format!("{} put back.", lift.name(&form)));
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <button
            type="button"
            id=id
            class="grid h-10 w-7 shrink-0 cursor-grab touch-none place-content-center rounded-md text-faint hover:text-ink active:cursor-grabbing"
            aria-label=move || format!("Move {}", name.get())
            title="Drag, or Space and arrow keys"
            on:pointerdown=move |event| grip.press(what.get_value(), &event)
            on:keydown=on_key
            on:blur=move |_| {
                if lifted().is_some() {
                    room.lift.set(None);
                }
            }
        >
            <Icon icon=lucide::LuGripVertical size=IconSize::Sm />
        </button>
    }
}

/// The focus goes where the thing went, once it is there.
pub(super) fn focus_soon(id: String) {
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            let element: &web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_ref(&element);
            // without the focus it still lies where it was put
            drop(element.focus());
        }
    });
}

/// On a phone one part is seen at a time.
pub(super) fn show_part(id: &str) {
    if let Some(part) = document().get_element_by_id(id) {
        let part: &web_sys::HtmlInputElement = wasm_bindgen::JsCast::unchecked_ref(&part);
        part.set_checked(true);
    }
}
