//! The page of one form: how to put it on a site, which sites may show it, what happened on it, and the form itself.

use super::figures::Figures;
use super::list::State;
use super::results::Results;
use super::rpc::get_form;
use super::sites::Sites;
use crate::layout::{CopyField, Failure, PageTitle};
use crate::state::{ask, use_session};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};
use shared::forms::Form;
use shared::roles::Permission;
use ui::{ButtonKind, LinkButton, Section, Skeleton, SkeletonShape, TextLink, lucide};

/// `/forms/:id`.
pub struct FormRoute;

#[lazy_route]
impl LazyRoute for FormRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let FormRoute = this;
        let params = use_params_map();
        let id = move || params.with(|params| params.get("id").unwrap_or_default());
        let form = ask(id, get_form);
        let title = RwSignal::new("Form".to_owned());
        let inside = move || {
            Suspend::new(async move {
                match form.await {
                    Ok(form) => {
                        title.set(form.summary.title.clone());
                        view! { <Page form /> }.into_any()
                    }
                    Err(error) => {
                        title.set("Form".to_owned());
                        let retry = move || form.refetch();
                        view! { <Failure error what="the form" page=true level=1 on_retry=retry /> }
                            .into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title />
            <div class="px-4 pt-2 pb-8 md:px-6">
                <nav aria-label="Breadcrumb" class="flex h-8 items-center text-caption text-muted">
                    <TextLink href="/forms" class="text-muted!">"Forms"</TextLink>
                </nav>
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Card label="Loading the form" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}

#[component]
fn Page(form: Form) -> impl IntoView {
    let session = use_session();
    let may_change = Memo::new(move |_| session.may(Permission::ManageForms));
    let id = form.summary.id;
    let preview = format!("/forms/{id}/preview");
    let edit = format!("/forms/{id}/edit");
    let open = form.summary.published_version.map(|_| {
        view! {
            <LinkButton href=format!("/f/{}", form.summary.slug) new_tab=true icon=lucide::LuExternalLink>
                "Open the form"
            </LinkButton>
        }
    });
    let results = form.summary.published_version.map(|_| view! { <Results form=id /> });
    let code = form.embed_code.clone();
    let stats = form.summary.stats;
    view! {
        <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
            <h1 class="text-title font-semibold">{form.summary.title.clone()}</h1>
            <State version=form.summary.published_version />
            <div class="ml-auto flex flex-wrap gap-1.5 max-md:ml-0">
                {open}
                <Show when=move || may_change.get()>
                    <LinkButton href=edit.clone() kind=ButtonKind::Primary icon=lucide::LuPencil>
                        "Edit the form"
                    </LinkButton>
                </Show>
            </div>
        </div>
        <div class="mt-4 grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_390px]">
            <div class="min-w-0 space-y-6">
                <Figures stats />
                {results}
                <Section
                    id="embed"
                    title="Put it on your site"
                    note="Paste this where the form should stand. Name the site below first."
                >
                    <div class="mt-2">
                        <CopyField
                            id="embed-code"
                            label="Embed code"
                            value=code
                            what="Copy code"
                            rows=3
                        />
                    </div>
                </Section>
                <Sites form />
            </div>
            <Section id="preview" title="Preview" note="The draft as it is now. Nothing is saved.">
                <iframe
                    src=preview
                    title="Preview of the form"
                    class="mt-2 h-[680px] w-full rounded-lg border border-line bg-surface"
                ></iframe>
            </Section>
        </div>
    }
}
