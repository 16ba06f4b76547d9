//! `/live`: what happens in the caller's organization, as server-sent events. The position of each event is its id, so
//! a browser that reconnects gets what it missed; one that comes for the first time says where its page began. Who has a
//! lead open comes along, without a place in the log.

use crate::problem::Problem;
use crate::state::AppState;
use app::ssr::Caller;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::Error;
use domain::events::{Position, read_after};
use futures::Stream;
use serde::Deserialize;
use shared::OrgId;
use shared::events::LiveEvent;
use shared::presence::LeadPresence;
use shared::roles::Permission;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// Most events that are replayed to a returning browser; beyond it, it is told to ask again.
const REPLAY: usize = 500;

/// How long a browser waits before it comes back to a stream that broke.
const PAUSE: Duration = Duration::from_secs(3);
/// The same, when it is asked to come back.
const AT_ONCE: Duration = Duration::from_millis(50);

/// After these somebody may no longer be allowed to listen: every stream of the organization ends, and the browser comes
/// back through the door.
const OF_ACCESS: [&str; 3] = ["member.removed", "member.role_changed", "session.ended"];

#[derive(Default, Deserialize)]
pub struct Asked {
    /// Where the page began.
    after: Option<String>,
}

/// Opens the stream. What cannot be read as a position is none.
pub async fn live(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Some(signed_in) = &caller.signed_in else {
        return Problem::from_domain(Error::Unauthenticated, caller.request).into_response();
    };
    if let Err(error) = signed_in.actor.require(Permission::ReadLeads) {
        return Problem::from_domain(error, caller.request).into_response();
    }
    let seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let began = asked.ok().and_then(|Query(asked)| asked.after);
    let after = seen.or(began).and_then(|text| text.parse().ok());
    Sse::new(stream(state, signed_in.actor.org(), after))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
        .into_response()
}

fn stream(
    state: AppState,
    org: OrgId,
    after: Option<Position>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    // Subscribed before the replay is read: what happens in between arrives twice rather than never, and the
    // position tells the second copy.
    let mut receiver = state.live.subscribe();
    let mut people = state.presence.subscribe();
    let (sender, events) = futures::channel::mpsc::channel::<Result<Event, Infallible>>(64);
    tokio::spawn(async move {
        let mut sender = sender;
        // The first line opens the stream in the browser, also while nothing happens.
        if !send(&mut sender, Event::default().event("open").retry(PAUSE).data("")).await {
            return;
        }
        let mut seen = after;
        if let Some(after) = after {
            match read_after(state.cx.db().read(), after, u64::try_from(REPLAY).unwrap_or(500)).await {
                Ok(missed) if missed.len() < REPLAY => {
                    for event in missed.into_iter().filter(|event| event.org == org) {
                        seen = Some(event.position);
                        if !forward(&mut sender, &event.to_live()).await {
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
        } else if !send(&mut sender, resync()).await {
            return;
        }
        loop {
            let event = tokio::select! {
                event = receiver.recv() => event,
                met = people.recv() => {
                    if goes_on(&mut sender, org, met).await {
                        continue;
                    }
                    return;
                }
                () = state.stopping.cancelled() => return,
            };
            let alive = match event {
                Ok((of, event)) if of == org => {
                    let position = event.position.parse::<Position>().ok();
                    if seen.is_some() && position <= seen { true } else { forward(&mut sender, &event).await }
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

/// Says who is at a lead now; whether the stream goes on. What a slow screen misses comes again with its next beat.
async fn goes_on(sender: &mut Sender, org: OrgId, met: Result<(OrgId, LeadPresence), RecvError>) -> bool {
    match met {
        Ok((of, met)) if of == org => {
            let data = serde_json::to_string(&met).unwrap_or_default();
            send(sender, Event::default().event("presence").data(data)).await
        }
        Ok(_) | Err(RecvError::Lagged(_)) => true,
        Err(RecvError::Closed) => false,
    }
}

type Sender = futures::channel::mpsc::Sender<Result<Event, Infallible>>;

/// Whether the stream goes on.
async fn forward(sender: &mut Sender, event: &LiveEvent) -> bool {
    let data = serde_json::to_string(event).unwrap_or_default();
    let line = Event::default().event("event").id(event.position.clone()).data(data);
    if OF_ACCESS.contains(&event.name.as_str()) {
        // The browser has its id now and does not meet it again.
        send(sender, line.retry(AT_ONCE)).await;
        return false;
    }
    send(sender, line).await
}

async fn send(sender: &mut Sender, event: Event) -> bool {
    futures::SinkExt::send(sender, Ok(event)).await.is_ok()
}

fn resync() -> Event {
    Event::default().event("resync").data("")
}
