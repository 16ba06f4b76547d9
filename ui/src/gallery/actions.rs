//! Buttons and links in every kind, size and state.
use leptos::prelude::*;

use super::{part, sample};
use crate::{Button, ButtonKind, ButtonSize, IconButton, LinkButton, TextLink, lucide};

fn row(kind: ButtonKind) -> AnyView {
    view! {
        <div class="flex flex-wrap items-center gap-2">
            <Button kind>"Save view"</Button>
            <Button kind disabled=true>"Save view"</Button>
            <Button kind disabled=true reason="Give the view a name first">"Save view"</Button>
            <Button kind busy=true>"Save view"</Button>
            <Button kind icon=lucide::LuPhone>"Call"</Button>
        </div>
    }
    .into_any()
}

fn sizes() -> AnyView {
    view! {
        <div class="flex flex-wrap items-center gap-2">
            <Button size=ButtonSize::Sm>"Compare"</Button>
            <Button>"Compare"</Button>
            <Button kind=ButtonKind::Primary size=ButtonSize::Touch>"Continue"</Button>
        </div>
    }
    .into_any()
}

fn icons() -> AnyView {
    let starred = RwSignal::new(true);
    view! {
        <div class="flex flex-wrap items-center gap-2">
            <IconButton icon=lucide::LuEllipsis label="More actions" kind=ButtonKind::Secondary />
            <IconButton icon=lucide::LuChevronDown label="Next lead" keys="J" />
            <IconButton icon=lucide::LuPlus label="Add filter" size=ButtonSize::Sm />
            <IconButton icon=lucide::LuTrash2 label="Move to dead" disabled=true reason="Needs the manager role" />
            <IconButton icon=lucide::LuPhone label="Call" disabled=true />
            <IconButton
                icon=lucide::LuEye
                label="Watch"
                pressed=starred
                on_click=move |_| starred.update(|starred| *starred = !*starred)
            />
        </div>
    }
    .into_any()
}

fn links() -> AnyView {
    view! {
        <div class="flex flex-wrap items-center gap-4">
            <LinkButton href="#c-button" icon=lucide::LuPlus>"Add lead"</LinkButton>
            <LinkButton href="#c-button" kind=ButtonKind::Primary>"Open the form"</LinkButton>
            <TextLink href="#c-button">"All new leads"</TextLink>
        </div>
    }
    .into_any()
}

pub(super) fn all() -> AnyView {
    let inside = view! {
        <div class="grid gap-5">
            {sample("Primary: rest, disabled, disabled with its reason, busy, with an icon", row(ButtonKind::Primary))}
            {sample("Secondary", row(ButtonKind::Secondary))}
            {sample("Quiet", row(ButtonKind::Quiet))}
            {sample("Destructive, can be undone", row(ButtonKind::Danger))}
            {sample("Destructive and final, only inside a dialog that names the thing", row(ButtonKind::Erase))}
            {sample("Reads as a link", row(ButtonKind::Link))}
            {sample("Small, normal, touch", sizes())}
            {sample("Icon alone: it has a name", icons())}
            {sample("Links", links())}
        </div>
    };
    part("c-button", "A verb with its object. One primary a screen.", inside.into_any())
}
