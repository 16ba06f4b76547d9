//! The saved versions of a mapping, newest first; an older one can be saved again.

use super::rpc::{list_versions, restore_mapping};
use super::state::Room;
use super::words::payloads;
use crate::layout::Failure;
use crate::rpc::AppError;
use crate::state::use_zone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::sources::MappingVersion;
use ui::{Badge, Button, ButtonSize, Drawer, EmptyState, Skeleton, SkeletonShape, Tone, exact_text};

#[component]
pub(super) fn Versions(room: Room, open: RwSignal<bool>) -> impl IntoView {
    let known = RwSignal::new(None::<Result<Vec<MappingVersion>, AppError>>);
    let load = move || {
        spawn_local(async move {
            let answer = list_versions(room.id).await;
            known.try_set(Some(answer));
        });
    };
    Effect::new(move |_| {
        if open.get() {
            // Another one may have been saved since.
            room.draft.version.track();
            load();
        }
    });
    view! {
        <Drawer id="versions" title="Versions of the mapping" open>
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
                            title="Nothing is saved yet"
                            text="Each time the mapping is saved, its version is kept here."
                        />
                    }
                        .into_any()
                }
                Some(Ok(versions)) => {
                    view! {
                        <ol class="divide-y divide-line">
                            {versions.into_iter().map(|version| view! { <Version room version open /> }).collect_view()}
                        </ol>
                    }
                        .into_any()
                }
            }}
        </Drawer>
    }
}

#[component]
fn Version(room: Room, version: MappingVersion, open: RwSignal<bool>) -> impl IntoView {
    let zone = use_zone();
    let busy = RwSignal::new(false);
    let draft = room.draft;
    let number = version.version;
    let current = Memo::new(move |_| draft.version.get() == number);
    let at = version.saved_at.timestamp_millis();
    let when = exact_text(at, zone.minutes_at(at));
    let fields: Vec<String> =
        version.mapping.fields.iter().map(|field| untrack(|| draft.name(&field.into))).collect();
    let reason =
        Signal::derive(move || draft.edited.get().then(|| "Save or undo what you changed first.".to_owned()));
    let restore = move || {
        busy.set(true);
        let seen = draft.version.get_untracked();
        spawn_local(async move {
            match restore_mapping(room.id, seen, number).await {
                Ok(saved) => {
                    let done = format!("Mapping {number} is saved again as {}", saved.version);
                    room.desk.toaster.success(match saved.released {
                        0 => done,
                        released => format!(
                            "{done}; {}",
                            payloads(released, "that waited is mapped now", "that waited are mapped now"),
                        ),
                    });
                    open.try_set(false);
                }
                Err(error) => room.desk.toaster.error("Nothing was changed", error.message),
            }
            busy.try_set(false);
            room.look();
        });
    };
    view! {
        <li class="py-3">
            <div class="flex flex-wrap items-center gap-2">
                <span class="num font-medium">{format!("Mapping {number}")}</span>
                <Show when=move || current.get() fallback=move || {
                    view! {
                        <span class="ml-auto">
                            <Button
                                size=ButtonSize::Sm
                                reason
                                busy
                                attr:aria-label=format!("Restore mapping {number}")
                                on_click=move |_| restore()
                            >
                                "Restore"
                            </Button>
                        </span>
                    }
                }>
                    <Badge tone=Tone::Success>"In use"</Badge>
                </Show>
            </div>
            <p class="num text-caption text-muted">
                {version.saved_by.unwrap_or_else(|| "Empire".to_owned())} ", " {when}
            </p>
            <p class="text-caption text-muted">{fields.join(", ")}</p>
        </li>
    }
}
