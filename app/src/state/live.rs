//! What happens in the organization while a screen is open: server-sent events from `/live`. The browser reconnects
//! by itself and says where it stopped; when it gives up, a new stream is opened and everybody asks again. The first one
//! begins where the page did.

use leptos::prelude::*;
use shared::events::LiveEvent;
use shared::presence::LeadPresence;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

/// A break shorter than this is not worth a word.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long to wait before a stream that the server refused is asked for again.
const PAUSE: Duration = Duration::from_secs(5);

/// How long events are gathered before a screen asks again; too short to be noticed.
const GATHER: Duration = Duration::from_millis(120);

/// How things stand between this screen and the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// Not asked for yet, or a break so short that nobody needs to know.
    Settling,
    Open,
    /// Gone for longer than a moment: what is shown may be old.
    Lost,
}

#[derive(Debug, Clone, Copy)]
struct Live {
    event: RwSignal<Option<LiveEvent>>,
    presence: RwSignal<Option<LeadPresence>>,
    resync: RwSignal<u32>,
    connection: RwSignal<Connection>,
    /// Where the first stream begins.
    position: StoredValue<Option<String>>,
}

pub(super) fn provide(position: Option<String>) {
    provide_context(Live {
        event: RwSignal::new(None),
        presence: RwSignal::new(None),
        resync: RwSignal::new(0),
        connection: RwSignal::new(Connection::Settling),
        position: StoredValue::new(position),
    });
}

/// The newest event. Use it in an effect; `None` until the first one.
pub fn use_live() -> ReadSignal<Option<LiveEvent>> {
    expect_context::<Live>().event.read_only()
}

/// The newest word on who has a lead open, of any lead; `None` until the first one.
pub fn use_presence() -> ReadSignal<Option<LeadPresence>> {
    expect_context::<Live>().presence.read_only()
}

/// Counts how often events may have been missed: whoever shows live data asks again when it changes.
pub fn use_resync() -> ReadSignal<u32> {
    expect_context::<Live>().resync.read_only()
}

/// Whether the stream is open.
pub fn use_connection() -> ReadSignal<Connection> {
    expect_context::<Live>().connection.read_only()
}

/// Calls `again` after events that `concerns` says it does, and after events may have been missed. Events come in
/// bunches, a submission alone makes several: one call answers all that arrive within [`GATHER`].
pub fn on_event(concerns: impl Fn(&LiveEvent) -> bool + 'static, again: impl Fn() + 'static) {
    let (event, resync) = (use_live(), use_resync());
    let again = Rc::new(again);
    let soon = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |seen: Option<(Option<String>, u32)>| {
        let now = (event.with(|event| event.as_ref().map(|event| event.position.clone())), resync.get());
        if let Some((position, count)) = seen {
            let fresh =
                position != now.0 && event.with_untracked(|event| event.as_ref().is_some_and(&concerns));
            if (fresh || count != now.1) && soon.with_value(Option::is_none) {
                let again = Rc::clone(&again);
                let call = move || {
                    soon.try_set_value(None);
                    again();
                };
                soon.set_value(set_timeout_with_handle(call, GATHER).ok());
            }
        }
        now
    });
    on_cleanup(move || {
        if let Some(Some(waiting)) = soon.try_get_value() {
            waiting.clear();
        }
    });
}

/// Opens the stream for as long as the calling component lives. Once, in the frame.
pub fn connect() {
    let live = expect_context::<Live>();
    Effect::new(move |_| {
        let address = live.position.with_value(|position| match position {
            Some(position) => format!("/live?after={position}"),
            None => "/live".to_owned(),
        });
        let open = StoredValue::new_local(None::<Stream>);
        open.set_value(Stream::open(live, open, &address));
        on_cleanup(move || {
            if let Some(Some(stream)) = open.try_update_value(Option::take) {
                stream.source.close();
            }
        });
    });
}

type Slot = StoredValue<Option<Stream>, LocalStorage>;

struct Stream {
    source: EventSource,
    /// Kept for as long as the browser may call them.
    _on_open: Closure<dyn FnMut()>,
    _on_error: Closure<dyn FnMut()>,
    _on_event: Closure<dyn FnMut(MessageEvent)>,
    _on_resync: Closure<dyn FnMut()>,
    _on_presence: Closure<dyn FnMut(MessageEvent)>,
}

impl Stream {
    fn open(live: Live, slot: Slot, address: &str) -> Option<Self> {
        let source = EventSource::new(address).ok()?;
        let on_open = Closure::<dyn FnMut()>::new(move || live.connection.set(Connection::Open));
        let on_event = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let text = message.data().as_string().unwrap_or_default();
            match serde_json::from_str(&text) {
                Ok(event) => live.event.set(Some(event)),
                // A kind of event this page is too old to know: what is shown may be out of date.
                Err(_) => live.resync.update(|count| *count += 1),
            }
        });
        let on_presence = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let text = message.data().as_string().unwrap_or_default();
            // What this page is too old to know it does not show.
            if let Ok(met) = serde_json::from_slice(text.as_bytes()) {
                live.presence.set(Some(met));
            }
        });
        let on_resync = Closure::<dyn FnMut()>::new(move || live.resync.update(|count| *count += 1));
        let broken = source.clone();
        let on_error = Closure::<dyn FnMut()>::new(move || {
            if live.connection.get_untracked() == Connection::Open {
                live.connection.set(Connection::Settling);
            }
            set_timeout(move || give_up(live), PATIENCE);
            if broken.ready_state() == EventSource::CLOSED {
                set_timeout(move || open_again(live, slot), PAUSE);
            }
        });
        source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        listen(&source, "event", on_event.as_ref().unchecked_ref());
        listen(&source, "resync", on_resync.as_ref().unchecked_ref());
        listen(&source, "presence", on_presence.as_ref().unchecked_ref());
        Some(Self {
            source,
            _on_open: on_open,
            _on_error: on_error,
            _on_event: on_event,
            _on_resync: on_resync,
            _on_presence: on_presence,
        })
    }
}

fn listen(source: &EventSource, name: &str, listener: &web_sys::js_sys::Function) {
    // refused only for a listener that is no function
    drop(source.add_event_listener_with_callback(name, listener));
}

fn give_up(live: Live) {
    if live.connection.try_get_untracked() == Some(Connection::Settling) {
        live.connection.set(Connection::Lost);
    }
}

/// The new stream begins now; what happened since the old one broke is unknown, and the server says so.
fn open_again(live: Live, slot: Slot) {
    // `None` when the screen is gone
    if slot.try_with_value(|_| ()).is_some() {
        slot.set_value(Stream::open(live, slot, "/live"));
    }
}
