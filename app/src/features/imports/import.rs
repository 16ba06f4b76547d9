//! `/leads/import/:id`: one import, from its columns to its end.

use super::address::IMPORTS;
use super::check::Checked;
use super::columns::Columns;
use super::figures::Figures;
use super::next::{Busy, Stopped};
use super::problems::Problems;
use super::result::Result as Outcome;
use super::rpc::get_import;
use super::state::{Desk, Opened};
use super::words::{facts, tone};
use crate::features::leads::Crumbs;
use crate::layout::{Failure, PageTitle};
use crate::state::ask;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};
use shared::imports::ImportState;
use ui::{
    Badge, Banner, Button, ButtonSize, LinkButton, ProgressSteps, Skeleton, SkeletonShape, Tone, lucide,
};

/// `/leads/import/:id`
pub struct ImportRoute;

#[lazy_route]
impl LazyRoute for ImportRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ImportRoute = this;
        let params = use_params_map();
        let first = ask(move || params.with(|params| params.get("id").unwrap_or_default()), get_import);
        let title = RwSignal::new("Import".to_owned());
        let inside = move || {
            Suspend::new(async move {
                match first.await {
                    Ok(opened) => {
                        title.set(opened.import.summary.name.clone());
                        view! { <Screen opened /> }.into_any()
                    }
                    Err(error) => {
                        title.set("Import".to_owned());
                        let retry = move || first.refetch();
                        view! {
                            <div class="px-4 pt-3 pb-8 md:px-6">
                                <h1 class="text-title font-semibold">"Import"</h1>
                                <Failure error what="the import" page=true on_retry=retry />
                            </div>
                        }
                        .into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title />
            <Transition fallback=|| {
                view! { <Skeleton shape=SkeletonShape::Rows label="Loading the import" class="m-4 md:mx-6" /> }
            }>{inside}</Transition>
        }
        .into_any()
    }
}

/// Where in the four steps an import stands.
const fn step(state: ImportState) -> usize {
    match state {
        ImportState::Uploading | ImportState::Uploaded => 1,
        ImportState::Checking | ImportState::Checked => 2,
        ImportState::Running | ImportState::Stopped => 3,
        ImportState::Done | ImportState::Undoing | ImportState::Undone => 4,
    }
}

#[component]
fn Screen(opened: Opened) -> impl IntoView {
    let desk = Desk::new(opened);
    desk.follow();
    let steps = ["File", "Columns", "Check", "Import"].map(str::to_owned).to_vec();
    let current = Memo::new(move |_| step(desk.state.get()));
    view! {
        <div class="shrink-0 border-b border-line px-4 pt-3 pb-3 md:px-6">
            <Crumbs here="Import" href=IMPORTS />
            <div class="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
                <h1 class="min-w-0 text-title font-semibold break-words">
                    {move || desk.import.with(|import| import.summary.name.clone())}
                </h1>
                <span role="status">
                    <Badge tone=Signal::derive(move || tone(desk.state.get()))>{move || desk.state.get().label()}</Badge>
                </span>
                <span class="ml-auto max-md:ml-0">
                    <LinkButton href=IMPORTS size=ButtonSize::Sm icon=lucide::LuFilePlus2>
                        "Another file"
                    </LinkButton>
                </span>
            </div>
            <p class="num mt-0.5 text-muted">{move || desk.import.with(facts)}</p>
            <div class="mt-3">
                <ProgressSteps label="Steps of the import" steps current />
            </div>
        </div>
        <div class="px-4 pt-4 pb-8 md:px-6">
            <Messages desk />
            <Part desk />
        </div>
    }
}

/// What went wrong, or may be old.
#[component]
fn Messages(desk: Desk) -> impl IntoView {
    let trouble = Memo::new(move |_| desk.import.with(|import| import.trouble.clone()));
    let beside = move || {
        desk.refused.with(|refused| {
            let error = refused.as_ref()?;
            // What is about one column stands beside it.
            let own: Vec<&str> = error
                .fields
                .iter()
                .map(|field| field.path.as_str())
                .filter(|path| path.starts_with("columns."))
                .collect();
            error.beside(&own)
        })
    };
    view! {
        {move || {
            beside()
                .map(|words| {
                    view! {
                        <Banner tone=Tone::Danger alert=true class="mb-4">
                            {words}
                        </Banner>
                    }
                })
        }}
        {move || {
            trouble
                .get()
                .map(|words| {
                    view! {
                        <Banner tone=Tone::Warning class="mb-4">
                            <b class="font-medium">"It ended early. "</b>
                            {words}
                        </Banner>
                    }
                })
        }}
        <Show when=move || desk.stale.get()>
            <Banner
                tone=Tone::Warning
                icon=lucide::LuWifiOff
                class="mb-4"
                actions=move || {
                    view! {
                        <Button size=ButtonSize::Sm on_click=move |_| desk.look()>
                            "Look again"
                        </Button>
                    }
                }
            >
                <b class="font-medium">"The server could not be asked."</b>
                " What you see may be old."
            </Banner>
        </Show>
    }
}

/// What the present step is about; made anew for the next one only.
#[component]
fn Part(desk: Desk) -> impl IntoView {
    move || match desk.state.get() {
        ImportState::Uploading | ImportState::Uploaded => view! { <Columns desk /> }.into_any(),
        ImportState::Checking | ImportState::Running | ImportState::Undoing => {
            view! { <Busy desk /> }.into_any()
        }
        ImportState::Checked => view! {
            <Checked desk />
            <Problems desk />
            <Columns desk again=true />
        }
        .into_any(),
        ImportState::Stopped => view! {
            <Stopped desk />
            <Figures desk />
            <Problems desk />
        }
        .into_any(),
        ImportState::Done | ImportState::Undone => view! {
            <Outcome desk />
            <Problems desk />
        }
        .into_any(),
    }
}
