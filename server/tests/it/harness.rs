//! The whole router on a fresh database, asked without sockets.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode, header};
use domain::Actor;
use domain::intake::Intake;
use domain::sessions;
use server::config::Config;
use server::state::AppState;
use shared::sessions::SignUpInput;
use testkit::World;
use tower::ServiceExt as _;

pub const PASSWORD: &str = "correct horse battery";

/// A running program without a socket.
pub struct Program {
    pub world: World,
    pub state: AppState,
    router: Router,
}

/// What came back, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// Somebody signed in.
pub struct Member {
    pub actor: Actor,
    pub cookie: String,
}

impl Program {
    pub fn new(world: World) -> Self {
        let mut config = Config::load(None).expect("the defaults are a configuration");
        config.public_url = "https://empire.example".to_owned();
        let state = AppState::new(world.cx.clone(), config);
        Self { router: server::app::router(state.clone()), state, world }
    }

    /// The same database under other settings.
    pub fn restart(&mut self, config: Config) {
        self.state = AppState::new(self.world.cx.clone(), config);
        self.router = server::app::router(self.state.clone());
    }

    /// Founds an organization through its function and signs the founder in.
    pub async fn found(&self, name: &str, email: &str) -> Member {
        let input = SignUpInput {
            organization: name.to_owned(),
            name: "Dana Whitfield".to_owned(),
            email: email.to_owned(),
            password: PASSWORD.to_owned(),
        };
        let request = self.world.request();
        let session = domain::organizations::found(&self.world.cx, request, &input, &domain::Peer::default())
            .await
            .expect("an organization can be founded");
        self.signed_in(&session.token).await
    }

    pub async fn signed_in(&self, token: &str) -> Member {
        let signed_in = sessions::resolve(&self.world.cx, self.world.request(), token)
            .await
            .expect("sessions can be resolved")
            .expect("the session is alive");
        Member { actor: signed_in.actor, cookie: format!("__Host-empire_session={token}") }
    }

    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.expect("the router always answers")
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask(Method::GET, path, cookie, "", String::new()).await
    }

    /// A server function, as the browser calls it.
    pub async fn rpc(&self, path: &str, cookie: &str, form: &str) -> Answer {
        self.ask(Method::POST, path, cookie, "application/x-www-form-urlencoded", form.to_owned()).await
    }

    pub async fn ask(&self, method: Method, path: &str, cookie: &str, media: &str, body: String) -> Answer {
        let method_is_get = method == Method::GET;
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "empire.example")
            .header(header::ORIGIN, "https://empire.example")
            .header(header::ACCEPT, if method_is_get { "text/html" } else { "application/json" })
            .header("sec-fetch-site", "same-origin");
        if !cookie.is_empty() {
            request = request.header(header::COOKIE, cookie);
        }
        if !media.is_empty() {
            request = request.header(header::CONTENT_TYPE, media);
        }
        read(self.send(request.body(Body::from(body)).expect("a request")).await).await
    }

    pub fn intake(&self) -> &Intake {
        &self.state.intake
    }
}

pub async fn read(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 4 * 1024 * 1024).await.expect("a body");
    Answer {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    }
}
