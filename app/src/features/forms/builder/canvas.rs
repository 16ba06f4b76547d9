//! The canvas: steps from top to bottom, each with its questions.

use super::lift::What;
use super::new_field::AddField;
use super::pointer::{self, Grip};
use super::room::Room;
use super::row::{Handle, Mark, Row, show_part};
use leptos::prelude::*;
use shared::forms::edit::{Edit, Place};
use ui::{Button, ButtonKind, ButtonSize, EmptyState, Icon, IconSize, Menu, MenuItem, lucide};

#[component]
pub(super) fn Canvas(room: Room) -> impl IntoView {
    let grip = pointer::follow(room);
    let keys =
        move || room.form.with(|form| form.steps.iter().map(|step| step.key.clone()).collect::<Vec<_>>());
    let none = Memo::new(move |_| room.form.with(|form| form.steps.is_empty()));
    let last = Memo::new(move |_| step_mark(room, None));
    view! {
        <div
            id="canvas"
            class="min-w-0 flex-1 max-md:hidden max-md:group-has-[#fb-s:checked]/p:block md:overflow-y-auto"
            tabindex="0"
            role="region"
            aria-label="Steps and fields"
        >
            <div class="dots min-h-full p-4 md:p-5">
                <h2 class="sr-only">"Steps"</h2>
                <Show when=move || none.get()>
                    <div class="mx-auto max-w-[440px] rounded-lg border border-line bg-surface">
                        <EmptyState
                            level=3
                            compact=true
                            icon=lucide::LuLayoutList
                            title="No steps yet"
                            text="A step is one screen with a few questions. Add the first one."
                        />
                    </div>
                </Show>
                <ol class="mx-auto max-w-[440px]">
                    <For each=keys key=|key| key.clone() let:key>
                        <StepCard room grip key />
                    </For>
                    <li>
                        <Mark at=last />
                    </li>
                </ol>
                <div class="mx-auto mt-3 flex max-w-[440px] gap-2">
                    <Button
                        class="flex-1"
                        icon=lucide::LuPlus
                        on_click=move |_| room.edit(Edit::AddStep { at: usize::MAX })
                    >
                        "Add step"
                    </Button>
                    <Button
                        class="flex-1"
                        icon=lucide::LuFlag
                        on_click=move |_| {
                            room.choose(Place::Finish);
                            show_part("fb-f");
                        }
                    >
                        "Thank-you page"
                    </Button>
                </div>
            </div>
        </div>
    }
}

/// Whether a lifted step would come to lie before the step of a key, and whether it may not.
fn step_mark(room: Room, key: Option<&str>) -> Option<bool> {
    room.lift.with(|lift| {
        let lift = lift.as_ref()?;
        room.form.with(|form| lift.is_before_step(form, key)).then(|| lift.refused.is_some())
    })
}

#[component]
fn StepCard(room: Room, grip: Grip, key: String) -> impl IntoView {
    let own = StoredValue::new(key.clone());
    let place = Place::Step(key.clone());
    let number = Memo::new(move |_| {
        let at =
            room.form.with(|form| form.steps.iter().position(|step| own.with_value(|own| step.key == *own)));
        at.unwrap_or(0) + 1
    });
    let title = Memo::new(move |_| {
        let title = room.form.with(|form| {
            form.steps
                .iter()
                .find(|step| own.with_value(|own| step.key == *own))
                .map(|step| step.title.clone())
        });
        title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| "Untitled step".to_owned())
    });
    let condition = Memo::new(move |_| {
        room.form.with(|form| {
            let step = form.steps.iter().find(|step| own.with_value(|own| step.key == *own))?;
            Some(format!("Only if {}", step.show_if.as_ref()?.in_words(form)))
        })
    });
    let fields = move || {
        room.form.with(|form| {
            let step = form.steps.iter().find(|step| own.with_value(|own| step.key == *own));
            step.map(|step| step.fields.iter().map(|field| field.key.clone()).collect::<Vec<_>>())
                .unwrap_or_default()
        })
    };
    let empty = Memo::new(move |_| fields().is_empty());
    let before = Memo::new(move |_| own.with_value(|own| step_mark(room, Some(own))));
    let after = Memo::new(move |_| {
        room.lift.with(|lift| {
            let lift = lift.as_ref()?;
            let here = room.form.with(|form| own.with_value(|own| lift.is_last_in(form, own)));
            here.then(|| lift.refused.is_some())
        })
    });
    let chosen = {
        let place = place.clone();
        Memo::new(move |_| room.at.with(|at| *at == place) && !room.theming.get())
    };
    let look = move || {
        if chosen.get() {
            "rounded-lg border border-accent-ink bg-surface p-2 shadow-card ring-1 ring-accent-ink"
        } else {
            "rounded-lg border border-line-strong bg-surface p-2 shadow-card"
        }
    };
    let heading = format!("step-{key}");
    let named = heading.clone();
    let choose = {
        let place = place.clone();
        move || {
            room.choose(place.clone());
            show_part("fb-f");
        }
    };
    let again = choose.clone();
    view! {
        <li>
            <Mark at=before />
            <section aria-labelledby=named data-step=key.clone() class=look>
                <div class="flex min-h-8 items-center gap-1.5 pr-1">
                    <Handle room grip what=What::Step(key.clone()) id=format!("move-step-{key}") name=title />
                    <span class="num grid size-5 shrink-0 place-content-center rounded-full bg-accent-soft text-caption font-semibold text-accent-ink">
                        {number}
                    </span>
                    <h3 id=heading class="min-w-0 flex-1 font-semibold">
                        <button
                            type="button"
                            aria-pressed=move || if chosen.get() { "true" } else { "false" }
                            class="block w-full truncate rounded-sm py-1 text-left"
                            on:click=move |_| choose()
                        >
                            {title}
                        </button>
                    </h3>
                    <AddField room step=key.clone() number />
                    <StepMenu room step=key.clone() number />
                </div>
                {move || {
                    let again = again.clone();
                    condition
                        .get()
                        .map(|words| {
                            view! {
                                <button
                                    type="button"
                                    class="mt-1 ml-1 inline-flex max-w-full min-h-6 items-center gap-1.5 rounded-sm border border-line-strong bg-surface px-2 text-caption text-info"
                                    on:click=move |_| again()
                                >
                                    <Icon icon=lucide::LuSplit size=IconSize::Sm />
                                    <span class="truncate">{words}</span>
                                </button>
                            }
                        })
                }}
                <ul class="mt-1 space-y-1">
                    <For each=fields key=|field| field.clone() let:field>
                        <Row room grip step=own.get_value() field />
                    </For>
                </ul>
                <Mark at=after />
                <Show when=move || empty.get()>
                    <p class="px-2 py-3 text-muted">"No fields yet. Add one with the plus above."</p>
                </Show>
            </section>
            <div class="mx-auto h-6 w-px bg-line-strong" aria-hidden="true"></div>
        </li>
    }
}

/// What can be done with a step, without dragging too.
#[component]
fn StepMenu(room: Room, step: String, #[prop(into)] number: Signal<usize>) -> impl IntoView {
    let id = format!("more-of-{step}");
    let step = StoredValue::new(step);
    let items = Signal::derive(move || {
        let at = number.get();
        let steps = room.form.with(|form| form.steps.len());
        let to = move |to: usize| move || room.edit(Edit::MoveStep { step: step.get_value(), to });
        let up = MenuItem::new("Move up", to(at.saturating_sub(2))).icon(lucide::LuArrowUp);
        let down = MenuItem::new("Move down", to(at)).icon(lucide::LuArrowDown);
        vec![
            if at > 1 { up } else { up.disabled("It is the first.") },
            if at < steps { down } else { down.disabled("It is the last.") },
            MenuItem::new("Duplicate step", move || room.edit(Edit::CopyStep { step: step.get_value() }))
                .icon(lucide::LuCopy),
            MenuItem::separator(),
            MenuItem::new("Remove step", move || remove_step(room, step.get_value()))
                .icon(lucide::LuTrash2)
                .danger(),
        ]
    });
    view! {
        <Menu
            id
            label=Signal::derive(move || format!("More about step {}", number.get()))
            icon=lucide::LuEllipsis
            kind=ButtonKind::Quiet
            size=ButtonSize::Sm
            items
        />
    }
}

/// Removes a step and offers the way back.
pub(super) fn remove_step(room: Room, step: String) {
    let edit = Edit::RemoveStep { step };
    removed(room, &edit, "The step is removed");
}

/// Removes something and offers the way back.
pub(super) fn removed(room: Room, edit: &Edit, words: &'static str) {
    match room.try_edit(edit) {
        Ok(edited) if edited.repaired.is_empty() => {
            room.offer_undo(ui::Toast::success(words));
        }
        Ok(_) => {}
        Err(problem) => room.toaster.error("Nothing was changed", problem.message),
    }
}
