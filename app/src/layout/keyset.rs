//! A list by keyset on the screen: its rows, the one that is open in place, and the way to more.

use super::Failure;
use crate::state::{KeysetList, Listed};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use ui::{LoadMore, OpenableRow, OpenableRows, OpenedElsewhere, Skeleton, SkeletonShape};

/// How one kind of row looks. Cheap to copy.
pub struct RowLook<Row: Send + Sync + 'static, Detail: 'static> {
    /// What one is; begins the identifiers of panels too.
    pub one: &'static str,
    pub name: fn(&Row) -> String,
    /// Of one that is open and not in the list, as soon as something is known about it.
    pub name_of: fn(&Detail) -> Option<String>,
    pub name_class: &'static str,
    /// What stands behind the name.
    pub cells: Callback<Memo<Option<Row>>, AnyView>,
    /// What is seen of the one that is open.
    pub panel: Callback<(), AnyView>,
    /// The address with one open, or with none.
    pub href: Callback<Option<String>, String>,
}

impl<Row: Send + Sync, Detail> Clone for RowLook<Row, Detail> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Row: Send + Sync, Detail> Copy for RowLook<Row, Detail> {}

/// All of it. `nothing` is seen in the place of no rows.
#[component]
pub fn KeysetRows<Row, Detail>(
    list: KeysetList<Row, Detail>,
    look: RowLook<Row, Detail>,
    #[prop(optional)] label: Option<&'static str>,
    #[prop(into)] nothing: ViewFn,
) -> impl IntoView
where
    Row: Listed,
    Detail: Clone + PartialEq + Send + Sync + 'static,
{
    let any = Memo::new(move |_| list.rows.with(|rows| !rows.is_empty()));
    let ids = move || list.rows.with(|rows| rows.iter().map(Listed::id).collect::<Vec<_>>());
    let busy = move || list.busy.get();
    view! {
        {move || {
            let failed = list.failed.get();
            failed.map(|error| {
                view! { <Failure error what=format!("the {}", list.what) level=3 on_retry=move || list.load() /> }
            })
        }}
        <Elsewhere list look />
        <div aria-busy=move || busy().then_some("true") class:opacity-60=busy>
            <Show
                when=move || any.get()
                fallback=move || list.failed.with(Option::is_none).then(|| nothing.run())
            >
                <OpenableRows label>
                    <For each=ids key=|id| *id let:id>
                        <Row list look id />
                    </For>
                </OpenableRows>
            </Show>
        </div>
        <Show when=move || list.next.with(Option::is_some)>
            <div class="mt-2">
                <LoadMore on_more=move |()| list.load_more() busy=list.more_busy />
            </div>
        </Show>
    }
}

#[component]
fn Row<Row, Detail>(list: KeysetList<Row, Detail>, look: RowLook<Row, Detail>, id: Row::Id) -> impl IntoView
where
    Row: Listed,
    Detail: Clone + PartialEq + Send + Sync + 'static,
{
    let row = list.row(id);
    let key = id.to_string();
    let open = {
        let key = key.clone();
        Memo::new(move |_| list.open.with(|open| open.as_deref() == Some(key.as_str())))
    };
    let panel_id = format!("{}-{key}", look.one);
    let href = Signal::derive(move || look.href.run((!open.get()).then(|| key.clone())));
    let navigate = use_navigate();
    let close = move |()| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&untrack(|| look.href.run(None)), options);
    };
    let name = Signal::derive(move || row.with(|row| row.as_ref().map(look.name).unwrap_or_default()));
    view! {
        <OpenableRow
            id=panel_id
            href
            open
            on_close=close
            name
            name_class=look.name_class
            panel=move || look.panel.run(())
        >
            {look.cells.run(row)}
        </OpenableRow>
    }
}

/// A row that is open and not in the list, for example by a link.
#[component]
fn Elsewhere<Row, Detail>(list: KeysetList<Row, Detail>, look: RowLook<Row, Detail>) -> impl IntoView
where
    Row: Listed,
    Detail: Clone + PartialEq + Send + Sync + 'static,
{
    let missing = Memo::new(move |_| list.elsewhere());
    let name = Signal::derive(move || {
        let known = list.detail.with(|detail| match detail {
            Some((_, Ok(detail))) => (look.name_of)(detail),
            _ => None,
        });
        known.unwrap_or_else(|| format!("The {} you opened", look.one))
    });
    let href = Signal::derive(move || look.href.run(None));
    move || {
        missing.get().map(|_| {
            view! {
                <OpenedElsewhere name name_class=look.name_class href>
                    {look.panel.run(())}
                </OpenedElsewhere>
            }
        })
    }
}

/// What is known about the open row. `step` says what makes it another one: what is read or typed in it must survive a
/// look at the list.
#[component]
pub fn OpenPanel<Row, Detail, Step>(
    list: KeysetList<Row, Detail>,
    /// What one is, in the words of a sentence.
    one: &'static str,
    step: fn(&Detail) -> Step,
    #[prop(into)] inside: Callback<Detail, AnyView>,
) -> impl IntoView
where
    Row: Listed,
    Detail: Clone + PartialEq + Send + Sync + 'static,
    Step: Clone + PartialEq + Send + Sync + 'static,
{
    let known = Memo::new(move |_| list.known().map(|known| known.map(|detail| step(&detail))));
    move || match known.get() {
        None => view! {
            <div class="px-4 pb-4">
                <Skeleton shape=SkeletonShape::Rows count=3 label=format!("Loading the {one}") />
            </div>
        }
        .into_any(),
        Some(Err(error)) => view! {
            <div class="px-4 pb-4">
                <Failure error what=format!("the {one}") level=3 on_retry=move || list.open() />
            </div>
        }
        .into_any(),
        Some(Ok(_)) => {
            untrack(|| list.known()).and_then(Result::ok).map(|detail| inside.run(detail)).into_any()
        }
    }
}
