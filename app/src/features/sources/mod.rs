//! Sources for admins: ways in for programs of others, what they sent, and how it is made into leads.

mod address;
mod applied;
mod change_menu;
mod choose;
mod consents;
mod create;
mod draft;
mod edit;
mod fields;
mod follow;
mod head;
mod list;
mod mapping;
mod payloads;
mod preview;
mod record;
mod replay;
mod row;
mod row_settings;
mod rpc;
mod samples;
mod screen;
mod secrets;
mod settings;
mod source;
mod state;
mod table;
mod taken;
mod tree;
mod verdicts;
mod versions;
mod words;

pub use rpc::*;

use crate::layout::{Failure, PageTitle, SettingsTabs};
use crate::rpc::AppError;
use crate::state::{Typed, ask_once};
use address::{CREATED, Place};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};
use screen::Screen;
use serde::{Deserialize, Serialize};
use shared::sources::{SourceSecret, SourceSummary};
use state::Opened;
use ui::{Skeleton, SkeletonShape};

/// What one visit of the page begins with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Opening {
    sources: Vec<SourceSummary>,
    /// The open one with what it holds.
    opened: Option<Result<Opened, AppError>>,
    /// Of the open one, when a plain form has just made it.
    secret: Option<SourceSecret>,
}

/// `/settings/sources` and `/settings/sources/:id`.
pub struct SourcesRoute;

#[lazy_route]
impl LazyRoute for SourcesRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let SourcesRoute = this;
        let (params, query) = (use_params_map(), use_query_map());
        let created = expect_context::<Typed>().value(CREATED);
        let place = Memo::new(move |_| params.with(|params| query.with(|query| Place::of(params, query))));
        // Asked once: from then on the screen asks by itself, because what is shown must stay until the answer is there.
        let first = ask_once(move || open(place.get_untracked(), created.clone()));
        let title = RwSignal::new("Source".to_owned());
        let inside = move || {
            Suspend::new(async move {
                match first.await {
                    Ok(opening) => view! { <Screen place title opening /> }.into_any(),
                    Err(error) => {
                        title.set("Sources".to_owned());
                        let retry = move || first.refetch();
                        view! {
                            <div class="px-4 pt-4 pb-8 md:px-6">
                                <h1 class="text-title font-semibold">"Sources"</h1>
                                <Failure error what="the sources" page=true on_retry=retry />
                            </div>
                        }
                        .into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title />
            <SettingsTabs />
            <Transition fallback=|| {
                view! { <Skeleton shape=SkeletonShape::Rows label="Loading sources" class="m-4 md:mx-6" /> }
            }>{inside}</Transition>
        }
        .into_any()
    }
}

async fn open(place: Place, created: String) -> Result<Opening, AppError> {
    let sources = list_sources().await?;
    let Some(id) = place.source.clone() else { return Ok(Opening { sources, opened: None, secret: None }) };
    let secret = revealed(&id, &created).await;
    Ok(Opening { sources, opened: Some(state::open(id, place).await), secret })
}

/// Only a page that the server renders is the answer to a plain form.
async fn revealed(id: &str, created: &str) -> Option<SourceSecret> {
    if created.is_empty() || created != id || !cfg!(feature = "ssr") {
        return None;
    }
    show_secret(id.parse().ok()?).await.ok()
}
