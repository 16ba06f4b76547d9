//! Saved views: saving the list as it stands, changing and deleting the view one is in, and what to say of one that is gone.

use super::state::List;
use crate::features::leads::address::{list_href, view_href};
use crate::features::leads::rpc::{
    delete_lead_view, list_lead_views, open_leads_with, save_lead_view, update_lead_view,
};
use crate::rpc::AppError;
use crate::state::{use_hydrated, use_session};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::leads::{FoundView, LeadQuery, LeadView, LeadViewInput, OpensFor};
use shared::roles::Permission;
use ui::{
    Banner, Button, ButtonKind, ButtonSize, ButtonType, Checkbox, Dialog, Menu, MenuItem, TextField, Tone,
    lucide, use_toaster,
};

/// What the dialog saves.
#[derive(Debug, Clone, PartialEq)]
enum Saving {
    New,
    Known(Box<LeadView>),
}

/// The saved view the list is opened as, when it still asks for the same.
pub(super) fn current(list: List) -> Memo<Option<LeadView>> {
    Memo::new(move |_| {
        let query = list.query.get();
        let named = list.view.get();
        list.views.with(|views| {
            let same = |view: &&LeadView| same(&view.query, &query);
            let by_name = views.iter().find(|view| named.as_ref() == Some(&view.id.to_string()));
            by_name.or_else(|| views.iter().find(same)).cloned()
        })
    })
}

/// Whether two queries are the same list.
pub(super) fn same(one: &LeadQuery, other: &LeadQuery) -> bool {
    let at_top = |query: &LeadQuery| LeadQuery { after: None, limit: 0, ..query.clone() };
    at_top(one) == at_top(other)
}

/// The button beside the views, and the dialog behind it. `standard` says that the list is one of the ready-made views.
#[component]
pub(super) fn ViewTools(list: List, standard: Memo<bool>) -> impl IntoView {
    let hydrated = use_hydrated();
    let session = use_session();
    let saving = RwSignal::new(None::<Saving>);
    let known = current(list);
    let changed = Memo::new(move |_| {
        known.with(|view| view.as_ref().is_none_or(|view| !list.query.with(|query| same(&view.query, query))))
    });
    let mine = Memo::new(move |_| {
        known.with(|view| {
            view.as_ref().is_some_and(|view| {
                session.with(|me| me.member) == Some(view.owner) || session.may(Permission::AssignLeads)
            })
        })
    });
    let offer = Memo::new(move |_| changed.get() && !standard.get());
    let update = move || {
        if let Some(view) = known.get_untracked() {
            let input = LeadViewInput {
                name: view.name.clone(),
                query: list.query.get_untracked(),
                shared: view.shared,
            };
            change(list, view, input);
        }
    };
    let items = Signal::derive(move || {
        let Some(view) = known.get() else { return Vec::new() };
        let mut items = vec![opens(list, &view, OpensFor::Me)];
        if session.may(Permission::AssignLeads) {
            items.push(opens(list, &view, OpensFor::Everybody));
        }
        if !mine.get() {
            return items;
        }
        let edit = MenuItem::new("Rename or share", move || {
            saving.set(known.get_untracked().map(|view| Saving::Known(Box::new(view))));
        });
        let keep = MenuItem::new("Save the filters in it", update);
        let keep = if changed.get() { keep } else { keep.disabled("They are as saved.") };
        let delete = MenuItem::new("Delete view", move || delete(list, known.get_untracked())).danger();
        items.extend([
            MenuItem::separator(),
            edit.icon(lucide::LuPencil),
            keep.icon(lucide::LuSave),
            delete.icon(lucide::LuTrash2),
        ]);
        items
    });
    let label = Signal::derive(move || if mine.get() { "Change this view" } else { "This view" }.to_owned());
    view! {
        <span class="flex items-center gap-1 noscript:hidden">
            <Show when=move || offer.get()>
                <Button
                    size=ButtonSize::Sm
                    icon=lucide::LuBookmarkPlus
                    disabled=Signal::derive(move || !hydrated.get())
                    on_click=move |_| saving.set(Some(Saving::New))
                >
                    "Save view"
                </Button>
            </Show>
            <Show when=move || known.with(Option::is_some)>
                <Menu
                    id="view-menu"
                    label
                    icon=lucide::LuEllipsis
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Sm
                    items
                />
            </Show>
        </span>
        <SaveDialog list saving />
    }
}

/// Makes leads open with the view, or lets them open with it no longer.
fn opens(list: List, view: &LeadView, whose: OpensFor) -> MenuItem {
    let (is_on, on, off) = match whose {
        OpensFor::Me => (view.opens_mine, "Open leads with this view", "Open leads with it no longer"),
        OpensFor::Everybody => {
            (view.opens_all, "Open everybody’s leads with it", "Open everybody’s leads with it no longer")
        }
    };
    let (id, name, toaster) = (view.id, view.name.clone(), list.toaster);
    let run = move || {
        let name = name.clone();
        spawn_local(async move {
            match open_leads_with(id, whose, !is_on).await {
                Ok(()) if is_on => toaster.success(format!("Leads no longer open with “{name}”")),
                Ok(()) => toaster.success(format!("Leads open with “{name}”")),
                Err(error) => toaster.error("The view was not chosen", error.message),
            }
            reload(list);
        });
    };
    let item = MenuItem::new(if is_on { off } else { on }, run).icon(lucide::LuHouse);
    if whose == OpensFor::Everybody && !view.shared { item.disabled("Share it first.") } else { item }
}

fn reload(list: List) {
    spawn_local(async move {
        if let Ok(views) = list_lead_views().await {
            list.views.try_set(views);
        }
    });
}

fn change(list: List, view: LeadView, input: LeadViewInput) {
    let toaster = list.toaster;
    spawn_local(async move {
        match update_lead_view(view.id, view.version, input).await {
            Ok(view) => toaster.success(format!("View “{}” saved", view.name)),
            Err(error) => toaster.error("The view was not saved", error.message),
        }
        reload(list);
    });
}

fn delete(list: List, view: Option<LeadView>) {
    let (toaster, Some(view)) = (list.toaster, view) else { return };
    spawn_local(async move {
        match delete_lead_view(view.id).await {
            Ok(()) => {
                let again =
                    LeadViewInput { name: view.name.clone(), query: view.query.clone(), shared: view.shared };
                let text = format!("View “{}” deleted. Its filters are still applied.", view.name);
                toaster.push(ui::Toast::success(text).undo(move || save(list, again.clone())));
            }
            Err(error) => toaster.error("The view was not deleted", error.message),
        }
        reload(list);
    });
}

fn save(list: List, input: LeadViewInput) {
    let toaster = list.toaster;
    spawn_local(async move {
        if let Err(error) = save_lead_view(input).await {
            toaster.error("The view was not saved", error.message);
        }
        reload(list);
    });
}

#[component]
fn SaveDialog(list: List, saving: RwSignal<Option<Saving>>) -> impl IntoView {
    let (open, busy, error) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<AppError>));
    let (name, shared) = (RwSignal::new(String::new()), RwSignal::new(false));
    let navigate = StoredValue::new(use_navigate());
    let toaster = use_toaster();
    Effect::new(move |_| {
        let Some(what) = saving.get() else { return };
        let known = if let Saving::Known(view) = what { Some(view) } else { None };
        name.set(known.as_ref().map(|view| view.name.clone()).unwrap_or_default());
        shared.set(known.is_some_and(|view| view.shared));
        error.set(None);
        open.set(true);
    });
    let at = move |path: &'static str| {
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(path))))
    };
    let beside = move || error.get().and_then(|error| error.beside(&["name"]));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(what) = saving.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        error.set(None);
        let query = match &what {
            Saving::New => list.query.get_untracked(),
            Saving::Known(view) => view.query.clone(),
        };
        let input = LeadViewInput { name: name.get_untracked(), query, shared: shared.get_untracked() };
        spawn_local(async move {
            let answer = match what {
                Saving::New => save_lead_view(input).await,
                Saving::Known(view) => update_lead_view(view.id, view.version, input).await,
            };
            match answer {
                Ok(view) => {
                    open.try_set(false);
                    toaster.success(format!("View “{}” saved", view.name));
                    reload(list);
                    let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
                    navigate.try_with_value(|go| go(&view_href(&view), options));
                }
                Err(refused) => {
                    error.try_set(Some(refused));
                }
            }
            busy.try_set(false);
        });
    };
    let title = Signal::derive(move || match saving.get() {
        Some(Saving::Known(view)) => format!("Change “{}”", view.name),
        _ => "Save this list as a view".to_owned(),
    });
    view! {
        <Dialog id="save-view" title open on_close=move |()| saving.set(None)>
            <form class="space-y-3" novalidate on:submit=send>
                {move || beside().map(|words| view! { <Banner tone=Tone::Danger alert=true>{words}</Banner> })}
                <TextField name="view-name" label="Name" value=name error=at("name") required=true />
                <Checkbox label="Everybody here sees it" name="view-shared" checked=shared />
                <div class="flex justify-end gap-2">
                    <Button on_click=move |_| open.set(false)>"Cancel"</Button>
                    <Button kind=ButtonKind::Primary button_type=ButtonType::Submit busy>
                        "Save view"
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}

/// The view of the address is gone: what it asked for is offered all the same.
#[component]
pub(super) fn Gone(found: Option<FoundView>) -> impl IntoView {
    let Some(FoundView::Deleted { name, by, query }) = found else { return ().into_any() };
    let by = if by.is_empty() { "somebody".to_owned() } else { by };
    let words = format!("The view “{name}” was deleted by {by}. ");
    view! {
        <div class="px-4 pt-2">
            <Banner tone=Tone::Info>
                {words} <a href=list_href(&query) class="underline underline-offset-2">
                    "Show what it asked for"
                </a>
            </Banner>
        </div>
    }
    .into_any()
}
