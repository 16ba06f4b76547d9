//! The list of forms.

use super::figures::completion;
use super::rpc::list_forms;
use crate::layout::{Failure, PageTitle};
use crate::state::ask_once;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use shared::forms::FormSummary;
use ui::{
    Align, Badge, Cell, EmptyState, HeadCell, RowHeader, Skeleton, SkeletonShape, Table, TableBody,
    TableHead, TableRow, TextLink, Tone,
};

/// `/forms`.
pub struct FormsRoute;

#[lazy_route]
impl LazyRoute for FormsRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let FormsRoute = this;
        let forms = ask_once(list_forms);
        let inside = move || {
            Suspend::new(async move {
                match forms.await {
                    Ok(forms) if forms.is_empty() => view! {
                        <EmptyState
                            level=2
                            title="No forms yet"
                            text="A form on your site turns visitors into leads. The seller form comes with the demo data."
                        />
                    }
                    .into_any(),
                    Ok(forms) => view! { <FormTable forms /> }.into_any(),
                    Err(error) => {
                        let retry = move || forms.refetch();
                        view! { <Failure error what="the forms" page=true on_retry=retry /> }.into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title="Forms" />
            <div class="px-4 pt-5 pb-8 md:px-6">
                <h1 class="text-title font-semibold">"Forms"</h1>
                <p class="text-muted">"What visitors fill in on your sites. Figures are of the last 30 days."</p>
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Rows label="Loading forms" class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}

#[component]
fn FormTable(forms: Vec<FormSummary>) -> impl IntoView {
    view! {
        <Table label="Forms" class="mt-4">
            <TableHead>
                <HeadCell>"Form"</HeadCell>
                <HeadCell align=Align::End class="max-sm:hidden">"Started"</HeadCell>
                <HeadCell align=Align::End>"Sent"</HeadCell>
                <HeadCell align=Align::End class="max-sm:hidden">"Left"</HeadCell>
                <HeadCell align=Align::End>"Finished"</HeadCell>
            </TableHead>
            <TableBody>{forms.into_iter().map(row).collect_view()}</TableBody>
        </Table>
    }
}

fn row(form: FormSummary) -> impl IntoView {
    let stats = form.stats;
    view! {
        <TableRow>
            <RowHeader>
                <span class="flex min-w-0 items-center gap-2">
                    <span class="min-w-0">
                        <TextLink href=format!("/forms/{}", form.id) class="block truncate font-medium">
                            {form.title}
                        </TextLink>
                        <span class="block truncate text-caption text-muted">"/f/" {form.slug}</span>
                    </span>
                    <State version=form.published_version />
                </span>
            </RowHeader>
            <Cell align=Align::End class="max-sm:hidden">{stats.started}</Cell>
            <Cell align=Align::End>{stats.submitted}</Cell>
            <Cell align=Align::End class="max-sm:hidden">{stats.abandoned}</Cell>
            <Cell align=Align::End>{completion(stats)}</Cell>
        </TableRow>
    }
}

/// Whether visitors can see it.
#[component]
pub(super) fn State(version: Option<u32>) -> impl IntoView {
    match version {
        Some(version) => view! { <Badge tone=Tone::Success>{format!("Version {version}")}</Badge> },
        None => view! { <Badge tone=Tone::Warning>{"Draft".to_owned()}</Badge> },
    }
}
