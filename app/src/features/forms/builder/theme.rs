//! The look of the public page: accent and corners.

use super::room::Room;
use crate::state::mirrored;
use leptos::prelude::*;
use shared::forms::edit::{Edit, Place};
use shared::forms::{Radius, Theme};
use ui::{Button, ButtonKind, ButtonSize, Choice, Segmented, TextField};

/// What the picker shows while the form has no accent of its own.
const STANDARD: &str = "#1d56c4";

#[component]
pub(super) fn ThemeSettings(room: Room) -> impl IntoView {
    let theme = Memo::new(move |_| room.form.with(|form| form.theme.clone()));
    let accent = Memo::new(move |_| theme.with(|theme| theme.accent.clone()));
    let radius = Memo::new(move |_| {
        theme.with(|theme| {
            match theme.radius {
                Radius::Square => "square",
                Radius::Soft => "soft",
                Radius::Round => "round",
            }
            .to_owned()
        })
    });
    let set = move |accent: String| {
        room.edit(Edit::Theme(Theme { accent, ..theme.get_untracked() }));
    };
    let own = Memo::new(move |_| accent.with(|accent| !accent.is_empty()));
    view! {
        <div class="space-y-4 p-4">
            <div>
                <div class="flex items-end gap-2">
                    <TextField
                        name="accent"
                        label="Accent colour"
                        placeholder="Standard"
                        class="min-w-0 flex-1 [&_input]:font-mono [&_input]:text-caption!"
                        value=mirrored(accent)
                        error=Signal::derive(move || room.problem(&Place::Form, "theme.accent"))
                        on_input=move |text: String| set(text.trim().to_ascii_lowercase())
                    />
                    <input
                        type="color"
                        aria-label="Pick the accent colour"
                        class="h-8 w-11 shrink-0 rounded-md border border-line-strong bg-surface p-0.5"
                        prop:value=move || accent.with(|accent| if accent.len() == 7 { accent.clone() } else { STANDARD.to_owned() })
                        on:input=move |event| set(event_target_value(&event))
                    />
                </div>
                <p class="mt-1 text-caption text-muted">
                    "Text on it and in it stays readable in light and dark, whichever you pick."
                </p>
                <Show when=move || own.get()>
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Sm class="-ml-2" on_click=move |_| set(String::new())>
                        "Use the standard one"
                    </Button>
                </Show>
            </div>
            <div>
                <p class="mb-1 font-medium">"Corners"</p>
                <Segmented
                    label="Corners"
                    choices=vec![
                        Choice::new("square", "Square"),
                        Choice::new("soft", "Soft"),
                        Choice::new("round", "Round"),
                    ]
                    value=mirrored(radius)
                    on_change=move |word: String| {
                        let radius = match word.as_str() {
                            "square" => Radius::Square,
                            "round" => Radius::Round,
                            _ => Radius::Soft,
                        };
                        room.edit(Edit::Theme(Theme { radius, ..theme.get_untracked() }));
                    }
                />
            </div>
        </div>
    }
}
