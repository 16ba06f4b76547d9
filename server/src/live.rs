//! `/live`: what happens in the caller's organization, as server-sent events. The position of each event is its id, so
//! a browser that reconnects gets what it missed.

use crate::problem::Problem;
use crate::state::AppState;
use app::ssr::Caller;
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::Error;
use domain::events::{Position, read_after};
use futures::Stream;
use shared::OrgId;
use shared::events::LiveEvent;
use shared::roles::Permission;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// Most events that are replayed to a returning browser; beyond it, it is told to ask again.
const REPLAY: usize = 500;

/// Opens the stream.
pub async fn live(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
) -> Response {
    let Some(signed_in) = &caller.signed_in else {
        return Problem::from_domain(Error::Unauthenticated, caller.request).into_response();
    };
    if let Err(error) = signed_in.actor.require(Permission::ReadLeads) {
        return Problem::from_domain(error, caller.request).into_response();
    }
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    Sse::new(stream(state, signed_in.actor.org(), last))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
        .into_response()
}

fn stream(
    state: AppState,
    org: OrgId,
    last: Option<Position>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    // Subscribed before the replay is read: what happens in between arrives twice rather than never, and the
    // position tells the second copy.
    let mut receiver = state.live.subscribe();
    let (sender, events) = futures::channel::mpsc::channel::<Result<Event, Infallible>>(64);
    tokio::spawn(async move {
        let mut sender = sender;
        // The first line opens the stream in the browser, also while nothing happens.
        if !send(&mut sender, Event::default().event("open").data("")).await {
            return;
        }
        let mut seen = last;
        if let Some(after) = last {
            match read_after(state.cx.db().read(), after, u64::try_from(REPLAY).unwrap_or(500)).await {
                Ok(missed) if missed.len() < REPLAY => {
                    for event in missed.into_iter().filter(|event| event.org == org) {
                        seen = Some(event.position);
                        if !send(&mut sender, to_sse(&event.to_live())).await {
                            return;
                        }
                    }
                }
                Ok(_) => {
                    if !send(&mut sender, resync()).await {
                        return;
                    }
                }
                Err(error) => {
                    tracing::error!(error = error.traced(), "cannot replay the event log");
                    return;
                }
            }
        }
        loop {
            let event = tokio::select! {
                event = receiver.recv() => event,
                () = state.stopping.cancelled() => return,
            };
            let alive = match event {
                Ok((of, event)) if of == org => {
                    let position = event.position.parse::<Position>().ok();
                    if seen.is_some() && position <= seen {
                        true
                    } else {
                        send(&mut sender, to_sse(&event)).await
                    }
                }
                Ok(_) => true,
                Err(RecvError::Lagged(_)) => send(&mut sender, resync()).await,
                Err(RecvError::Closed) => return,
            };
            if !alive {
                return;
            }
        }
    });
    events
}

async fn send(sender: &mut futures::channel::mpsc::Sender<Result<Event, Infallible>>, event: Event) -> bool {
    futures::SinkExt::send(sender, Ok(event)).await.is_ok()
}

fn to_sse(event: &LiveEvent) -> Event {
    let data = serde_json::to_string(event).unwrap_or_default();
    Event::default().event("event").id(event.position.clone()).data(data)
}

fn resync() -> Event {
    Event::default().event("resync").data("")
}
