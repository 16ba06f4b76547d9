//! Menus, a dialog, a drawer and tooltips, closed and ready to open.
use leptos::prelude::*;

use super::{part, sample};
use crate::{
    Align, BareDialog, Button, ButtonKind, ButtonSize, Dialog, Drawer, Glyph, Menu, MenuItem, TextField,
    Tone, Tooltip, lucide, use_toaster,
};

fn items() -> Vec<MenuItem> {
    let toaster = use_toaster();
    vec![
        MenuItem::new("Call", move || toaster.info("Calling")).icon(lucide::LuPhone).keys("⇧C"),
        MenuItem::new("Edit", move || toaster.info("Editing")).icon(lucide::LuPencil).keys("E"),
        MenuItem::new("Convert to deal", || ()).icon(lucide::LuHandshake).disabled("Needs an asking price"),
        MenuItem::link("Open the form", "#c-field").icon(lucide::LuFileText).note("In the same window"),
        MenuItem::separator(),
        MenuItem::new("Move to dead", move || toaster.info("Moved")).icon(lucide::LuTrash2).danger(),
    ]
}

fn statuses(chosen: RwSignal<Glyph>) -> Vec<MenuItem> {
    [(Glyph::Dashed, Tone::Accent, "New"), (Glyph::Quarter, Tone::Info, "Contacted")]
        .map(|(glyph, tone, label)| {
            MenuItem::new(label, move || chosen.set(glyph)).glyph(glyph, tone).checked(chosen.get() == glyph)
        })
        .into()
}

fn menus() -> AnyView {
    let chosen = RwSignal::new(Glyph::Dashed);
    view! {
        <div class="flex flex-wrap items-center gap-2">
            <Menu id="g-menu" label="Lead actions" items=items() chevron=true>"Actions"</Menu>
            <Menu id="g-more" label="More actions" items=items() icon=lucide::LuEllipsis kind=ButtonKind::Quiet align=Align::End />
            <Menu id="g-status" label="Status. Change" label_trigger=true items=move || statuses(chosen) size=ButtonSize::Sm chevron=true>
                "Status"
            </Menu>
            <Menu id="g-off" label="Closed actions" items=Vec::new() disabled=true>"Nothing to do"</Menu>
        </div>
    }
    .into_any()
}

fn dialog() -> AnyView {
    let open = RwSignal::new(false);
    let actions = move || {
        view! {
            <Button on_click=move |_| open.set(false)>"Keep him"</Button>
            <Button kind=ButtonKind::Erase on_click=move |_| open.set(false)>"Erase Henrik"</Button>
        }
    };
    view! {
        <Button kind=ButtonKind::Danger on_click=move |_| open.set(true)>"Erase lead"</Button>
        <Dialog
            id="g-dialog"
            title="Erase Henrik Sandoval for good?"
            description="His lead, 14 messages and 2 documents go. This cannot be undone."
            open
            actions
        >
            <TextField name="g-erase" label="Type Sandoval to go on" autocomplete="off" />
        </Dialog>
    }
    .into_any()
}

fn drawer() -> AnyView {
    let open = RwSignal::new(false);
    let actions =
        move || view! { <Button kind=ButtonKind::Primary on_click=move |_| open.set(false)>"Done"</Button> };
    view! {
        <Button on_click=move |_| open.set(true)>"Edit property"</Button>
        <Drawer id="g-drawer" title="Edit property" open actions>
            <TextField name="g-year" label="Year built" numeric=true initial="1954" />
        </Drawer>
    }
    .into_any()
}

fn bare_dialog() -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <Button on_click=move |_| open.set(true)>"Find something"</Button>
        <BareDialog id="g-bare" label="Find something" open class="m-auto w-80">
            <TextField name="g-find" label="What do you look for?" autocomplete="off" class="p-4" />
        </BareDialog>
    }
    .into_any()
}

fn tips() -> AnyView {
    view! {
        <div class="flex flex-wrap gap-6">
            <Tooltip id="g-tip" text="$1,284,512.00"><span class="num text-title font-semibold">"$1.28M"</span></Tooltip>
            <Tooltip id="g-tip-key" text="Next lead" keys="J">"2 of 38"</Tooltip>
        </div>
    }
    .into_any()
}

pub(super) fn all() -> AnyView {
    let inside = view! {
        <div class="grid gap-6 sm:grid-cols-2">
            {sample("Menu", menus())} {sample("Tooltip on a value", tips())} {sample("Dialog", dialog())}
            {sample("Drawer", drawer())} {sample("Dialog without a heading", bare_dialog())}
        </div>
    };
    part(
        "c-overlay",
        "Menus show the key that does the same. What is not allowed stays visible and says why. A dialog asks one question and names the thing.",
        inside.into_any(),
    )
}
