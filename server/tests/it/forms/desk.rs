//! A form that is served, and short ways to ask for it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::Actor;
use serde_json::Value;
use server::config::Config;
use server::state::AppState;
use shared::forms::{FormDefinition, PublicForm, seller_form};
use std::net::SocketAddr;
use std::sync::Arc;
use testkit::World;
use tower::ServiceExt as _;

pub(crate) struct Desk {
    pub(crate) world: World,
    pub(crate) owner: Actor,
    pub(crate) form: Arc<PublicForm>,
    router: Router,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a hidden input.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let at = self
            .text
            .find(&format!("name=\"{name}\""))
            .unwrap_or_else(|| panic!("no {name} in {}", self.text));
        let tag = &self.text[at..at + self.text[at..].find('>').unwrap()];
        tag.split_once("value=\"")
            .map_or_else(String::new, |(_, rest)| rest.split('"').next().unwrap().to_owned())
    }

    /// The problem's word and its (path, code) pairs. It must carry the request id.
    pub(crate) fn problem(&self) -> (String, Vec<(String, String)>) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        let json = self.json();
        assert_eq!(json["request_id"], self.header("x-request-id"));
        assert!(self.header("x-request-id").starts_with("req_"));
        assert_eq!(json["status"], self.status.as_u16());
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let errors = json["errors"].as_array().cloned().unwrap_or_default();
        let pairs = errors.iter().map(|error| (text(&error["path"]), text(&error["code"]))).collect();
        (text(&json["type"]).trim_start_matches("/problems/").to_owned(), pairs)
    }
}

impl Desk {
    pub(crate) async fn open(world: World) -> Self {
        Self::with(world, &seller_form("Juniper Homes"), |_| {}).await
    }

    /// With other settings or questions.
    pub(crate) async fn with(
        world: World,
        definition: &FormDefinition,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let owner = world.found_org("Juniper Homes").await;
        let form = world.form_of(&owner, "sell-your-house", definition).await;
        let mut config = Config::load(None).unwrap();
        config.public_url = world.cx.settings().public_url.clone();
        config.form_review_per_minute = 100_000;
        config.form_refuse_per_minute = 100_000;
        config.form_drafts_per_minute = 100_000;
        config.form_per_second = 100_000;
        change(&mut config);
        let state = AppState::new(world.cx.clone(), config);
        Self { router: server::app::router(state), world, owner, form }
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let mut request = request;
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 9], 4711))));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 4_000_000).await.unwrap();
        // No page and no answer of a form may set a cookie: it would not work in a frame.
        assert!(!parts.headers.contains_key(header::SET_COOKIE));
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn send(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(Method::POST).uri(path).header("host", "empire.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(body.into()).unwrap()).await
    }

    pub(crate) async fn post_json(&self, path: &str, body: &Value) -> Answer {
        self.send(path, &[("content-type", "application/json")], body.to_string()).await
    }

    /// Posts a step as a browser without scripts does.
    pub(crate) async fn post_form(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let headers =
            [("content-type", "application/x-www-form-urlencoded"), ("origin", "https://empire.example")];
        self.send(path, &headers, encoded(pairs)).await
    }

    /// A time stamp as the page carries it.
    pub(crate) fn stamp(&self) -> String {
        domain::secrets::stamp(&self.world.cx, &format!("form:{}", self.form.id), self.world.cx.now())
    }

    /// Nothing came of it: no row, no event but the form's own.
    pub(crate) async fn assert_untouched(&self) {
        assert_eq!(self.world.counts().await, [0, 0, 0, 0]);
        assert_eq!(self.world.event_names(self.owner.org()).await, ["form.published"]);
    }
}

/// `application/x-www-form-urlencoded`.
pub(crate) fn encoded(pairs: &[(&str, &str)]) -> String {
    let escape = |text: &str| {
        text.bytes()
            .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect::<String>()
    };
    pairs
        .iter()
        .map(|(key, value)| format!("{}={}", escape(key), escape(value)))
        .collect::<Vec<_>>()
        .join("&")
}
