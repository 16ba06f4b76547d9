//! Building a form: steps and questions on a canvas, beside them a preview and the settings of what is chosen.
//!
//! What a change does to a form is `shared::forms::edit`'s business, what is saved `domain::forms`'.

mod canvas;
mod conditions;
mod conflict;
mod consents;
mod field;
mod finish;
mod head;
mod inspector;
mod kind;
mod lift;
mod new_field;
mod options;
mod pointer;
mod preview;
mod problems;
mod room;
mod row;
mod saving;
mod step;
mod theme;
mod versions;
mod whole;
mod words;

use super::results::ResultsStrip;
use super::rpc::get_form_draft;
use crate::layout::{Failure, PageTitle};
use crate::state::ask;
use canvas::Canvas;
use head::{Head, Parts};
use inspector::Inspector;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};
use preview::Preview;
use room::Room;
use shared::forms::FormDraft;
use ui::{LiveRegion, Skeleton, SkeletonShape};

/// `/forms/:id/edit`.
pub struct BuilderRoute;

#[lazy_route]
impl LazyRoute for BuilderRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let BuilderRoute = this;
        let params = use_params_map();
        let draft = ask(move || params.with(|params| params.get("id").unwrap_or_default()), get_form_draft);
        let title = RwSignal::new("Form".to_owned());
        let inside = move || {
            Suspend::new(async move {
                match draft.await {
                    Ok(draft) => view! { <Builder draft title /> }.into_any(),
                    Err(error) => {
                        title.set("Form".to_owned());
                        let retry = move || draft.refetch();
                        view! {
                            <div class="px-4 pt-4 pb-8 md:px-6">
                                <Failure error what="the form" page=true level=1 on_retry=retry />
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
                view! { <Skeleton shape=SkeletonShape::Rows label="Loading the form" class="m-4 md:mx-6" /> }
            }>{inside}</Transition>
        }
        .into_any()
    }
}

#[component]
fn Builder(draft: FormDraft, title: RwSignal<String>) -> impl IntoView {
    let room = Room::new(draft);
    room.follow();
    let name = Memo::new(move |_| room.name());
    title.set(name.get_untracked());
    Effect::new(move |_| title.set(name.get()));
    view! {
        <div class="group/p flex min-h-0 flex-1 flex-col" data-builder="">
            <Head room />
            <Parts />
            <conflict::Conflict room />
            <conflict::NotSaved room />
            <problems::Problems room />
            <div class="flex min-h-0 flex-1 max-md:block">
                <Canvas room />
                <Preview room />
                <Inspector room />
            </div>
            <ResultsStrip form=room.id published=room.published embed_code=room.embed_code sites=room.sites />
        </div>
        <LiveRegion text=room.said assertive=true />
        <versions::Versions room />
    }
}
