//! The form as visitors will see it, beside its parts: the real page in a frame, made anew while somebody edits.

use super::room::Room;
use crate::features::forms::rpc::render_form;
use crate::state::use_hydrated;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::forms::edit::Place;
use shared::forms::{FormDefinition, FormLook};
use std::time::Duration;
use ui::{Choice, LinkButton, Segmented, lucide};
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlIFrameElement};

/// How long nobody types before the page is made anew.
const PAUSE: Duration = Duration::from_millis(150);

#[component]
pub(super) fn Preview(room: Room) -> impl IntoView {
    let width = RwSignal::new("phone".to_owned());
    let wide = Memo::new(move |_| width.with(|width| width == "desktop"));
    let frame = NodeRef::<leptos::html::Iframe>::new();
    let loaded = RwSignal::new(0_u32);
    follow(room, frame, loaded);
    let shape = move || {
        if wide.get() {
            "h-[400px] w-[292px] overflow-hidden rounded-lg border border-line-strong bg-surface shadow-float xl:h-[460px] xl:w-[560px]"
        } else {
            "h-[560px] w-[292px] overflow-hidden rounded-[28px] border-[5px] border-line-strong bg-surface shadow-float"
        }
    };
    // The page has the width of a real screen and is shown smaller.
    let inside = move || {
        if wide.get() {
            "h-[1540px] w-[1120px] origin-top-left scale-[0.2607] xl:h-[920px] xl:scale-50"
        } else {
            "h-[761px] w-[390px] origin-top-left scale-[0.7231]"
        }
    };
    let column = move || {
        let base = "shrink-0 border-line max-md:hidden max-md:group-has-[#fb-p:checked]/p:block md:overflow-y-auto md:border-l max-lg:md:hidden lg:w-[324px]";
        if wide.get() { format!("{base} xl:w-[592px]") } else { format!("{base} xl:w-[340px]") }
    };
    let address = format!("/forms/{}/preview", room.id);
    let open = address.clone();
    view! {
        <div class=column tabindex="0" role="region" aria-label="Preview">
            <div class="flex flex-col items-center px-4 pt-3 pb-5">
                <div class="flex w-full items-center gap-2 pb-3">
                    <h2 class="font-semibold">"Preview"</h2>
                    <span class="ml-auto"></span>
                    <Segmented
                        label="Preview width"
                        choices=vec![Choice::new("phone", "Phone"), Choice::new("desktop", "Desktop")]
                        value=width
                    />
                </div>
                <div class=shape>
                    <iframe
                        node_ref=frame
                        src=address
                        title="Preview of the form"
                        class=inside
                        on:load=move |_| loaded.update(|loaded| *loaded += 1)
                    ></iframe>
                </div>
                <div class="mt-3 md:hidden">
                    <LinkButton href=open new_tab=true icon=lucide::LuExternalLink>
                        "Try it"
                    </LinkButton>
                </div>
            </div>
        </div>
    }
}

/// What of the form is looked at.
fn look(form: &FormDefinition, place: &Place, before: &FormLook) -> FormLook {
    match place {
        Place::Finish => FormLook::Finish,
        Place::Field(key) => FormLook::Step { step: form.step_of(place), field: Some(key.clone()) },
        Place::Step(_) => FormLook::Step { step: form.step_of(place), field: None },
        // The step that shows it, else whatever was looked at before.
        Place::Consent(consent) => form
            .steps
            .iter()
            .position(|step| {
                step.fields.iter().any(|field| {
                    matches!(&field.kind, shared::forms::FieldKind::Consent { consent: shown } if shown == consent)
                })
            })
            .map_or_else(|| before.clone(), |step| FormLook::Step { step, field: None }),
        Place::Form => before.clone(),
    }
}

/// Keeps the frame like the form, until the calling component goes.
fn follow(room: Room, frame: NodeRef<leptos::html::Iframe>, loaded: RwSignal<u32>) {
    let hydrated = use_hydrated();
    let looked = StoredValue::new(FormLook::Step { step: 0, field: None });
    let wanted = Memo::new(move |_| {
        let form = room.form.get();
        let look = room.at.with(|at| looked.with_value(|before| look(&form, at, before)));
        looked.set_value(look.clone());
        (form, look)
    });
    let round = StoredValue::new(0_u64);
    Effect::new(move |_| {
        let (form, look) = wanted.get();
        // A frame that was reloaded shows what is saved; it is told again.
        loaded.track();
        if !hydrated.get() {
            return;
        }
        let Some(mine) = round.try_update_value(|round| {
            *round += 1;
            *round
        }) else {
            return;
        };
        let current = move || round.try_get_value() == Some(mine);
        let show = move || {
            if current() {
                spawn_local(async move {
                    // Without an answer the last page stays; the next edit asks again.
                    let Ok(rendered) = render_form(room.id, form, look).await else { return };
                    if current() {
                        put(frame, &rendered.main, &rendered.style);
                    }
                });
            }
        };
        set_timeout(show, PAUSE);
    });
}

/// Puts a page into the frame, without loading it anew.
fn put(frame: NodeRef<leptos::html::Iframe>, main: &str, style: &str) {
    let frame: Option<HtmlIFrameElement> = frame.get_untracked();
    let Some(document) = frame.and_then(|frame| frame.content_document()) else { return };
    if let Some(theme) = document.get_element_by_id("theme") {
        theme.set_text_content(Some(style));
    }
    if let Some(shown) = document.get_element_by_id("form") {
        let top = scrolled(&document);
        shown.set_outer_html(main);
        if let Some(root) = document.document_element() {
            root.set_scroll_top(top);
        }
    }
}

fn scrolled(document: &Document) -> i32 {
    document.document_element().map_or(0, |root| root.unchecked_into::<web_sys::Element>().scroll_top())
}
