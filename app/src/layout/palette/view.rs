//! The palette as it is seen: a field with a list of choices below it. The focus stays in the field; the arrows move the
//! choice.

use super::ID;
use super::rows::{Group, Known, Row, What};
use crate::features::leads::address::lead_href;
use crate::features::leads::rpc::find_leads;
use crate::layout::deeds::Offers;
use crate::layout::marked::marked;
use crate::layout::navigation::places;
use crate::layout::recents::recent_leads;
use crate::layout::settings_tabs::settings_pages;
use crate::rpc::AppError;
use crate::state::{Rounds, Session, use_session};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::leads::{LeadQuery, LeadSummary, MAX_SEARCH};
use std::time::Duration;
use ui::{BareDialog, Icon, IconSize, KeyChip, LiveRegion, lucide};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

const LIST: &str = "palette-rows";
const FIELD: &str = "palette-field";
/// How long after the last letter leads are asked for.
const PAUSE: Duration = Duration::from_millis(120);

/// What the open palette holds. Cheap to copy.
#[derive(Clone, Copy)]
struct State {
    open: RwSignal<bool>,
    known: StoredValue<Known>,
    typed: RwSignal<String>,
    found: RwSignal<Vec<LeadSummary>>,
    failed: RwSignal<Option<AppError>>,
    groups: Memo<Vec<Group>>,
    /// Which row is chosen.
    at: RwSignal<usize>,
    /// Leads with what is typed are on their way.
    asking: RwSignal<bool>,
    /// Enter was pressed while they were.
    entered: StoredValue<bool>,
    rounds: Rounds,
    go: Callback<String>,
}

#[component]
pub(super) fn PaletteDialog(open: RwSignal<bool>) -> impl IntoView {
    let (session, offers) = (use_session(), expect_context::<Offers>());
    let navigate = use_navigate();
    let known = StoredValue::new(Known { recent: Vec::new(), deeds: Vec::new(), places: Vec::new() });
    let (typed, found) = (RwSignal::new(String::new()), RwSignal::new(Vec::<LeadSummary>::new()));
    let opened = RwSignal::new(0_u32);
    let groups = Memo::new_with_compare(
        move |_| {
            opened.track();
            let found = found.with(|found| found.iter().map(lead_row).collect());
            known.with_value(|known| typed.with(|typed| known.groups(typed, found)))
        },
        |_, _| true,
    );
    let state = State {
        open,
        known,
        typed,
        found,
        failed: RwSignal::new(None),
        groups,
        at: RwSignal::new(0),
        asking: RwSignal::new(false),
        entered: StoredValue::new(false),
        rounds: Rounds::new(),
        go: Callback::new(move |href: String| navigate(&href, NavigateOptions::default())),
    };
    Effect::new(move |_| {
        if open.get() {
            known.set_value(untrack(|| gather(session, offers)));
            state.begin();
            opened.update(|opened| *opened = opened.wrapping_add(1));
        }
    });
    let active = move || format!("palette-{}", state.at.get());
    let said = Signal::derive(move || {
        let count = groups.with(|groups| groups.iter().map(|group| group.rows.len()).sum::<usize>());
        if count == 1 { "1 result".to_owned() } else { format!("{count} results") }
    });
    view! {
        <BareDialog id=ID label="Command palette" open class="mx-auto mt-[12vh] mb-auto w-[calc(100%-2rem)] max-w-[560px]">
            <div class="flex items-center gap-2.5 border-b border-line px-3.5">
                <Icon icon=lucide::LuSearch class="text-faint" />
                <input
                    id=FIELD
                    class="h-11 min-w-0 flex-1 bg-transparent outline-none"
                    role="combobox"
                    aria-label="Search or run a command"
                    aria-expanded="true"
                    aria-controls=LIST
                    aria-autocomplete="list"
                    aria-activedescendant=active
                    placeholder="Search leads or run a command"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength=MAX_SEARCH.to_string()
                    autofocus
                    prop:value=move || typed.get()
                    on:input=move |event| state.type_in(event_target_value(&event))
                    on:keydown=move |event| state.press(&event)
                />
                <KeyChip keys="Esc" />
            </div>
            <LiveRegion text=said />
            <Trouble state />
            <div id=LIST role="listbox" aria-label="Results" class="max-h-[min(60vh,26rem)] overflow-y-auto p-1.5">
                {move || {
                    let mut first = 0;
                    groups.with(|groups| {
                        groups
                            .iter()
                            .enumerate()
                            .map(|(number, group)| {
                                let at = first;
                                first += group.rows.len();
                                part(state, number, at, group)
                            })
                            .collect_view()
                    })
                }}
            </div>
        </BareDialog>
    }
}

/// What can be done and gone to at this moment.
fn gather(session: Session, offers: Offers) -> Known {
    let recent = recent_leads(session)
        .into_iter()
        .map(|lead| Row::go(lead.name, lucide::LuUserRound, lead_href(lead.id, &LeadQuery::default())));
    let places = session.role().map(places).unwrap_or_default();
    let pages = settings_pages(session);
    let places = places
        .into_iter()
        .map(|place| Row { keys: Some(place.keys()), ..Row::go(place.label, place.icon, place.href) });
    let pages = pages.into_iter().map(|(name, href)| Row::go(name, lucide::LuSettings, href));
    Known { recent: recent.collect(), deeds: offers.now(), places: places.chain(pages).collect() }
}

fn lead_row(lead: &LeadSummary) -> Row {
    let place = lead.place.clone().unwrap_or_else(|| lead.status.label().to_owned());
    Row {
        detail: Some(place),
        ..Row::go(lead.name.clone(), lucide::LuUserRound, lead_href(lead.id, &LeadQuery::default()))
    }
}

impl State {
    fn begin(self) {
        self.typed.set(String::new());
        self.found.set(Vec::new());
        self.failed.set(None);
        self.asking.set(false);
        self.at.set(0);
        self.entered.set_value(false);
        self.rounds.begin();
    }

    fn type_in(self, text: String) {
        let nothing = text.trim().is_empty();
        self.typed.set(text);
        self.at.set(0);
        self.entered.set_value(false);
        self.asking.set(!nothing);
        let round = self.rounds.begin();
        if nothing {
            self.found.set(Vec::new());
            return;
        }
        set_timeout(
            move || {
                if self.typed.try_get_untracked().is_some() && self.rounds.is_current(round) {
                    self.ask(round);
                }
            },
            PAUSE,
        );
    }

    fn ask(self, round: u64) {
        let words = self.typed.get_untracked();
        spawn_local(async move {
            let answer = find_leads(words).await;
            if !self.rounds.is_current(round) {
                return;
            }
            self.asking.set(false);
            match answer {
                Ok(found) => {
                    self.failed.set(None);
                    self.found.set(found);
                }
                Err(error) => {
                    self.found.set(Vec::new());
                    self.failed.set(Some(error));
                }
            }
            if self.entered.get_value() {
                self.run_chosen();
            }
        });
    }

    fn press(self, event: &KeyboardEvent) {
        if event.is_composing() {
            return;
        }
        let count =
            self.groups.with_untracked(|groups| groups.iter().map(|group| group.rows.len()).sum::<usize>());
        let here = self.at.get_untracked();
        match (event.key().as_str(), event.ctrl_key()) {
            ("ArrowDown", _) | ("n", true) => self.choose(if here + 1 < count { here + 1 } else { 0 }),
            ("ArrowUp", _) | ("p", true) => {
                self.choose(here.checked_sub(1).unwrap_or(count.saturating_sub(1)));
            }
            ("PageDown", _) => self.choose((here + 8).min(count.saturating_sub(1))),
            ("PageUp", _) => self.choose(here.saturating_sub(8)),
            ("Enter", _) => self.enter(),
            _ => return,
        }
        event.prevent_default();
    }

    fn choose(self, at: usize) {
        self.at.set(at);
        let element = |id: &str| document().get_element_by_id(id)?.dyn_into::<HtmlElement>().ok();
        let Some((list, row)) = element(LIST).zip(element(&format!("palette-{at}"))) else { return };
        // Scrolls the list and nothing else, and no further than it must.
        let top = row.offset_top() - list.offset_top();
        let (above, below) = (top - list.scroll_top(), top + row.offset_height() - list.client_height());
        if above < 0 {
            list.set_scroll_top(top);
        } else if below > list.scroll_top() {
            list.set_scroll_top(below);
        }
    }

    /// Does not run ahead of leads that are on their way, unless a command was typed or a row was chosen.
    fn enter(self) {
        let waits = self.asking.get_untracked() && self.at.get_untracked() == 0;
        let typed = self.typed.get_untracked();
        if waits && !self.known.with_value(|known| known.begins_with_command(&typed)) {
            self.entered.set_value(true);
        } else {
            self.run_chosen();
        }
    }

    fn run_chosen(self) {
        let at = self.at.get_untracked();
        let row = self.groups.with_untracked(|groups| {
            groups.iter().flat_map(|group| &group.rows).nth(at).map(|row| row.what.clone())
        });
        if let Some(what) = row {
            self.run(what);
        }
    }

    /// Closes first and acts a frame later: the focus has then gone back to the page, and what is done may move it.
    fn run(self, what: What) {
        self.open.set(false);
        request_animation_frame(move || match what {
            What::Go(href) => self.go.run(href),
            What::Do(act) => untrack(|| act()),
        });
    }
}

#[component]
fn Trouble(state: State) -> impl IntoView {
    move || {
        state.failed.get().map(|error| {
            view! {
                <p role="alert" class="border-b border-line px-3.5 py-2 text-danger">
                    "The leads could not be searched. "
                    {error.message}
                </p>
            }
        })
    }
}

fn part(state: State, number: usize, first: usize, group: &Group) -> impl IntoView + use<> {
    let label = format!("palette-group-{number}");
    let labelled = label.clone();
    let rows = group
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| option(state, first + index, row.clone()))
        .collect_view();
    view! {
        <div role="group" aria-labelledby=labelled>
            <p id=label role="presentation" class="truncate px-2 pt-1.5 pb-1 text-caption text-muted">
                {group.title.clone()}
            </p>
            {rows}
        </div>
    }
}

fn option(state: State, at: usize, row: Row) -> impl IntoView {
    let chosen = move || state.at.get() == at;
    let what = row.what;
    let typed = state.typed.get_untracked();
    let label = marked(&row.label, &typed);
    let detail = row.detail.map(|detail| {
        view! { <span class="ml-2 text-muted">{marked(&detail, &typed)}</span> }
    });
    view! {
        <div
            id=format!("palette-{at}")
            role="option"
            aria-selected=move || if chosen() { "true" } else { "false" }
            class="menu-row"
            class:bg-accent-soft=chosen
            // the focus stays in the field
            on:mousedown=move |event| event.prevent_default()
            on:mousemove=move |_| {
                if state.at.get_untracked() != at {
                    state.at.set(at);
                }
            }
            on:click=move |_| state.run(what.clone())
        >
            <Icon icon=row.icon size=IconSize::Sm class="text-faint" />
            <span class="min-w-0 flex-1 truncate">
                {label}
                {detail}
            </span>
            {row.keys.map(|keys| view! { <span class="max-sm:hidden" aria-hidden="true"><KeyChip keys /></span> })}
        </div>
    }
}
