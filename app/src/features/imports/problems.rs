//! The rows that cannot be read, by line of the file.

use super::address::problems_href;
use super::rpc::import_problems;
use super::state::Desk;
use super::words::count;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::imports::{ImportState, RowProblem};
use ui::{Align, Button, Cell, HeadCell, RowHeader, Section, Table, TableBody, TableHead, TableRow};

#[component]
pub(super) fn Problems(desk: Desk) -> impl IntoView {
    let rows = Memo::new(move |_| desk.import.with(|import| import.summary.counts.refused));
    let more = RwSignal::new(false);
    let load = move || {
        let Some(after) = desk.next.get_untracked() else { return };
        if more.get_untracked() {
            return;
        }
        more.set(true);
        let id = desk.id();
        spawn_local(async move {
            match import_problems(id, after).await {
                Ok(page) => {
                    desk.problems.try_update(|problems| problems.extend(page.problems));
                    desk.next.try_set(page.next);
                }
                Err(error) => {
                    desk.refused.try_set(Some(error));
                }
            }
            more.try_set(false);
        });
    };
    let listed = move || desk.problems.with(|problems| problems.iter().cloned().map(row).collect_view());
    let id = desk.id();
    view! {
        <Show when=move || rows.get() != 0>
            <Section
                id="problems"
                title="Rows to look at"
                count=Signal::derive(move || Some(count(rows.get())))
                note=Signal::derive(move || Some(note(desk.state.get()).to_owned()))
                class="mt-7"
                actions={
                    let href = problems_href(&id);
                    move || {
                        view! {
                            <a
                                href=href.clone()
                                rel="external"
                                download=""
                                class="inline-flex min-h-6 items-center rounded-sm text-accent-ink underline-offset-2 hover:underline"
                            >
                                "Download as CSV"
                            </a>
                        }
                    }
                }
            >
                <Table label="Rows that are not read" class="mt-2" table_class="num min-w-[600px]">
                    <TableHead>
                        <HeadCell align=Align::End class="w-16">
                            "Line"
                        </HeadCell>
                        <HeadCell>"Column"</HeadCell>
                        <HeadCell>"In the file"</HeadCell>
                        <HeadCell>"What is wrong"</HeadCell>
                    </TableHead>
                    <TableBody>{listed}</TableBody>
                </Table>
                <Show when=move || desk.next.with(Option::is_some)>
                    <div class="mt-2">
                        <Button on_click=move |_| load() busy=more busy_label="Loading">
                            "Show more"
                        </Button>
                    </div>
                </Show>
            </Section>
        </Show>
    }
}

const fn note(state: ImportState) -> &'static str {
    match state {
        ImportState::Undoing | ImportState::Undone => "They were left out.",
        ImportState::Running | ImportState::Stopped | ImportState::Done => {
            "They were left out. Mend them in the file and import it again: what is here already is recognised."
        }
        _ => {
            "They are left out; the others come in. Mend them in the file and import it again: what is here already is recognised."
        }
    }
}

fn row(problem: RowProblem) -> impl IntoView {
    view! {
        <TableRow dense=true>
            <RowHeader class="text-right text-muted">{count(problem.line)}</RowHeader>
            <Cell class="font-medium">{problem.column.unwrap_or_else(|| "The row".to_owned())}</Cell>
            <Cell class="max-w-56 truncate">{problem.came.unwrap_or_else(|| "Empty".to_owned())}</Cell>
            <Cell class="text-danger">{problem.message}</Cell>
        </TableRow>
    }
}
