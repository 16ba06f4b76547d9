//! The settings of what is chosen: a question, a step, a consent text, what follows the submit, or the form itself.

use super::canvas::{remove_step, removed};
use super::consents::ConsentSettings;
use super::field::FieldSettings;
use super::finish::FinishSettings;
use super::room::Room;
use super::step::StepSettings;
use super::theme::ThemeSettings;
use super::whole::FormSettings;
use super::words::symbol;
use leptos::prelude::*;
use shared::forms::edit::{Edit, Place};
use ui::{ButtonSize, Icon, IconButton, Menu, MenuItem, Symbol, lucide};

#[component]
pub(super) fn Inspector(room: Room) -> impl IntoView {
    view! {
        <aside
            aria-label="Settings"
            class="shrink-0 border-line max-md:hidden max-md:group-has-[#fb-f:checked]/p:block md:w-[272px] md:overflow-y-auto md:border-l xl:w-[300px]"
            tabindex="0"
        >
            {move || {
                if room.theming.get() {
                    return view! {
                        <Top icon=lucide::LuPalette title="Theme" />
                        <ThemeSettings room />
                    }
                        .into_any();
                }
                match room.at.get() {
                    Place::Field(key) => view! { <FieldPart room key /> }.into_any(),
                    Place::Step(key) => {
                        let step = key.clone();
                        view! {
                            <Top icon=lucide::LuLayoutList title="Step">
                                <IconButton
                                    icon=lucide::LuTrash2
                                    label="Remove step"
                                    size=ButtonSize::Sm
                                    on_click=move |_| remove_step(room, step.clone())
                                />
                            </Top>
                            <StepSettings room key />
                        }
                            .into_any()
                    }
                    Place::Consent(key) => view! { <ConsentSettings room key /> }.into_any(),
                    Place::Finish => {
                        view! {
                            <Top icon=lucide::LuFlag title="After sending" />
                            <FinishSettings room />
                        }
                            .into_any()
                    }
                    Place::Form => {
                        view! {
                            <Top icon=lucide::LuFileText title="Form" />
                            <FormSettings room />
                        }
                            .into_any()
                    }
                }
            }}
        </aside>
    }
}

/// What is set, and what can be done with it.
#[component]
pub(super) fn Top(
    icon: Symbol,
    #[prop(into)] title: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="flex h-11 items-center gap-2 border-b border-line pr-2 pl-4">
            <Icon icon class="text-accent-ink" />
            <h2 class="font-semibold">{title}</h2>
            <span class="ml-auto flex items-center">{children.map(|children| children())}</span>
        </div>
    }
}

#[component]
fn FieldPart(room: Room, key: String) -> impl IntoView {
    let Some(field) = room.form.with_untracked(|form| form.field(&key).cloned()) else {
        return ().into_any();
    };
    let own = StoredValue::new(key);
    let remove = move || removed(room, &Edit::RemoveField { field: own.get_value() }, "The field is removed");
    view! {
        <Top icon=symbol(&field) title=field.kind.label()>
            <IconButton
                icon=lucide::LuCopy
                label="Duplicate field"
                size=ButtonSize::Sm
                on_click=move |_| room.edit(Edit::CopyField { field: own.get_value() })
            />
            <IconButton
                icon=lucide::LuTrash2
                label="Remove field"
                size=ButtonSize::Sm
                on_click=move |_| remove()
            />
            <MoveMenu room key=own.get_value() />
        </Top>
        <FieldSettings room key=own.get_value() />
    }
    .into_any()
}

/// Moves a question without dragging: up, down, to another step.
#[component]
fn MoveMenu(room: Room, key: String) -> impl IntoView {
    let key = StoredValue::new(key);
    let items = Signal::derive(move || {
        room.form.with(|form| {
            let Some(step) = form.steps.get(form.step_of(&Place::Field(key.get_value()))) else {
                return Vec::new();
            };
            let at =
                step.fields.iter().position(|field| key.with_value(|key| field.key == *key)).unwrap_or(0);
            let to = |step: &str, to: usize| {
                let step = step.to_owned();
                move || room.edit(Edit::MoveField { field: key.get_value(), step: step.clone(), to })
            };
            let up = MenuItem::new("Move up", to(&step.key, at.saturating_sub(1))).icon(lucide::LuArrowUp);
            let down = MenuItem::new("Move down", to(&step.key, at + 1)).icon(lucide::LuArrowDown);
            let mut items = vec![
                if at > 0 { up } else { up.disabled("It is the first of its step.") },
                if at + 1 < step.fields.len() { down } else { down.disabled("It is the last of its step.") },
            ];
            let others = form.steps.iter().filter(|other| other.key != step.key);
            let others = others
                .map(|other| MenuItem::new(format!("To “{}”", other.title), to(&other.key, usize::MAX)));
            let others: Vec<MenuItem> = others.collect();
            if !others.is_empty() {
                items.push(MenuItem::separator());
                items.extend(others);
            }
            items
        })
    });
    view! {
        <Menu id="move-field" label="Move field" icon=lucide::LuMove kind=ui::ButtonKind::Quiet size=ButtonSize::Sm items />
    }
}
