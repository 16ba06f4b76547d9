//! The answers of a choice: their words, what is stored, and their order.

use super::field::Open;
use super::row::focus_soon;
use crate::state::mirrored;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::forms::edit::FieldChange;
use shared::forms::{FieldKind, FieldOption};
use ui::{Button, ButtonKind, ButtonSize, Icon, IconButton, IconSize, lucide};

#[component]
pub(super) fn Options(open: Open) -> impl IntoView {
    let all = open.part(|field| match &field.kind {
        FieldKind::Choice { options, .. } => options.clone(),
        _ => Vec::new(),
    });
    let number = Memo::new(move |_| all.with(Vec::len));
    let none = open.problem("kind.options");
    view! {
        <fieldset>
            <legend class="mb-1 font-medium">"Choices"</legend>
            <p class="sr-only">"Each has its words and what is stored. Arrow keys on a handle move it."</p>
            <ul class="space-y-1">
                <For each=move || 0..number.get() key=|at| *at let:at>
                    <Answer open all at />
                </For>
            </ul>
            {move || none.get().map(|words| view! { <p class="mt-1 text-caption text-danger">{words}</p> })}
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Sm
                icon=lucide::LuPlus
                class="mt-1 -ml-2"
                on_click=move |_| {
                    open.change(FieldChange::AddOption);
                    focus_soon(format!("option-{}", number.get_untracked().saturating_sub(1)));
                }
            >
                "Add choice"
            </Button>
        </fieldset>
    }
}

#[component]
fn Answer(open: Open, all: Memo<Vec<FieldOption>>, at: usize) -> impl IntoView {
    let part = move |of: fn(&FieldOption) -> &String| {
        mirrored(Memo::new(move |_| all.with(|all| all.get(at).map(of).cloned().unwrap_or_default())))
    };
    let (label, value) = (part(|option| &option.label), part(|option| &option.value));
    let (wrong_label, wrong_value) =
        (open.problem(format!("kind.options.{at}.label")), open.problem(format!("kind.options.{at}.value")));
    let number = at + 1;
    let move_to = move |to: usize| {
        open.change(FieldChange::MoveOption { from: at, to });
        let (name, many) = (label.get_untracked(), all.with_untracked(Vec::len));
        open.room.say(format!("{name}, place {} of {many}", to + 1));
        focus_soon(format!("option-handle-{to}"));
    };
    let on_key = move |event: KeyboardEvent| {
        let last = all.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowUp" if at > 0 => move_to(at - 1),
            "ArrowDown" if at < last => move_to(at + 1),
            _ => return,
        }
        event.prevent_default();
    };
    // Let go over another answer, it takes the place of that one.
    let drop_at = move |event: leptos::ev::PointerEvent| {
        let (Ok(x), Ok(y)) = (i16::try_from(event.client_x()), i16::try_from(event.client_y())) else {
            return;
        };
        let under = document().element_from_point(f32::from(x), f32::from(y));
        let row = under.and_then(|element| element.closest("[data-option]").ok().flatten());
        let to =
            row.and_then(|row| row.get_attribute("data-option")).and_then(|text| text.parse::<usize>().ok());
        if let Some(to) = to.filter(|to| *to != at) {
            move_to(to);
        }
    };
    view! {
        <li data-option=at>
            <div class="flex items-center gap-1">
                <button
                    type="button"
                    id=format!("option-handle-{at}")
                    class="grid h-7 w-5 shrink-0 cursor-grab touch-none place-content-center rounded-sm text-faint hover:text-ink"
                    aria-label=move || format!("Move choice {number}, {}", label.get())
                    title="Drag, or arrow keys"
                    on:keydown=on_key
                    on:pointerup=drop_at
                >
                    <Icon icon=lucide::LuGripVertical size=IconSize::Sm />
                </button>
                <input
                    id=format!("option-{at}")
                    class="field h-7! min-w-0"
                    aria-label=format!("Choice {number}")
                    aria-invalid=move || wrong_label.with(Option::is_some).then_some("true")
                    prop:value=move || label.get()
                    on:input=move |event| open.change(FieldChange::OptionLabel(at, event_target_value(&event)))
                />
                <input
                    class="field num h-7! w-20! shrink-0 font-mono text-caption!"
                    aria-label=format!("Stored value of choice {number}")
                    aria-invalid=move || wrong_value.with(Option::is_some).then_some("true")
                    prop:value=move || value.get()
                    on:input=move |event| open.change(FieldChange::OptionValue(at, event_target_value(&event)))
                />
                <IconButton
                    icon=lucide::LuX
                    label=Signal::derive(move || format!("Remove choice {number}, {}", label.get()))
                    size=ButtonSize::Sm
                    on_click=move |_| open.change(FieldChange::RemoveOption(at))
                />
            </div>
            {move || {
                wrong_label
                    .get()
                    .or_else(|| wrong_value.get())
                    .map(|words| view! { <p class="mt-0.5 ml-6 text-caption text-danger">{words}</p> })
            }}
        </li>
    }
}
