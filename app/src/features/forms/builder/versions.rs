//! The versions of the form, newest first; an older one can become the draft again.

use super::room::Room;
use crate::features::forms::rpc::{list_form_versions, restore_form};
use crate::layout::Failure;
use crate::rpc::AppError;
use crate::state::use_zone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::forms::FormVersion;
use ui::{Badge, Button, ButtonSize, Drawer, EmptyState, Skeleton, SkeletonShape, Tone, exact_text};

#[component]
pub(super) fn Versions(room: Room) -> impl IntoView {
    let open = room.versions;
    let known = RwSignal::new(None::<Result<Vec<FormVersion>, AppError>>);
    let load = move || {
        spawn_local(async move {
            let answer = list_form_versions(room.id).await;
            known.try_set(Some(answer));
        });
    };
    Effect::new(move |_| {
        if open.get() {
            // Another one may have been published since.
            room.published.track();
            load();
        }
    });
    view! {
        <Drawer id="versions" title="Versions of the form" open>
            {move || match known.get() {
                None => {
                    view! { <Skeleton shape=SkeletonShape::Rows count=3 label="Loading the versions" /> }.into_any()
                }
                Some(Err(error)) => {
                    view! { <Failure error what="the versions" level=3 on_retry=load /> }.into_any()
                }
                Some(Ok(versions)) if versions.is_empty() => {
                    view! {
                        <EmptyState
                            level=3
                            compact=true
                            title="Nothing is published yet"
                            text="Each time the form is published, its version is kept here, as visitors saw it."
                        />
                    }
                        .into_any()
                }
                Some(Ok(versions)) => {
                    view! {
                        <ol class="divide-y divide-line">
                            {versions.into_iter().map(|version| view! { <Version room version /> }).collect_view()}
                        </ol>
                    }
                        .into_any()
                }
            }}
        </Drawer>
    }
}

#[component]
fn Version(room: Room, version: FormVersion) -> impl IntoView {
    let zone = use_zone();
    let busy = RwSignal::new(false);
    let number = version.version;
    let current = Memo::new(move |_| {
        room.published
            .with(|published| published.as_ref().is_some_and(|published| published.version == number))
    });
    let at = version.published_at.timestamp_millis();
    let when = exact_text(at, zone.minutes_at(at));
    let restore = move || {
        busy.set(true);
        spawn_local(async move {
            restored(room, number).await;
            busy.try_set(false);
        });
    };
    let sent = match version.submitted {
        1 => "1 sent".to_owned(),
        many => format!("{many} sent"),
    };
    let counted =
        |many: usize, one: &str| if many == 1 { format!("1 {one}") } else { format!("{many} {one}s") };
    let (steps, fields) = (counted(version.steps, "step"), counted(version.fields, "field"));
    view! {
        <li class="py-3">
            <div class="flex flex-wrap items-center gap-2">
                <span class="num font-medium">{format!("Version {number}")}</span>
                <Show when=move || current.get()>
                    <Badge tone=Tone::Success>"Published"</Badge>
                </Show>
                <span class="ml-auto">
                    <Button
                        size=ButtonSize::Sm
                        busy
                        busy_label="Restoring"
                        attr:aria-label=format!("Restore version {number}")
                        on_click=move |_| restore()
                    >
                        "Restore"
                    </Button>
                </span>
            </div>
            <p class="num text-caption text-muted">
                {version.published_by.unwrap_or_else(|| "Empire".to_owned())} ", " {when}
            </p>
            <p class="num text-caption text-muted">
                {format!("{steps}, {fields}, {sent}")}
            </p>
        </li>
    }
}

/// Takes a version as the draft: a change like any other, that can be undone.
async fn restored(room: Room, number: u32) {
    // What is being typed is a state of its own to go back to.
    if !room.save().await {
        room.toaster.error("Nothing was restored", "Your last edit is not saved yet. Try again in a moment.");
        return;
    }
    let Some(seen) = room.saving.revision.try_get_untracked() else { return };
    match restore_form(room.id, seen, number).await {
        Ok(draft) => {
            room.take(&draft);
            room.versions.try_set(false);
            room.offer_undo(ui::Toast::success(format!("Version {number} is the draft now")));
        }
        Err(error) => {
            room.toaster.error("Nothing was restored", error.message);
            room.look();
        }
    }
}
