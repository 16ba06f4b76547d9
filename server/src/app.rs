//! The router: every path the program answers, and the layers around it.

use crate::middleware::{self, RequestContext};
use crate::problem::Problem;
use crate::state::AppState;
use crate::{assets, contracts, files, forms, health, inspector, live, metrics, sources};
use app::ssr::{Caller, DemoSignIn, LivePosition, SessionCookie};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes as _, ResponseOptions, generate_route_list};
use std::sync::LazyLock;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

/// Bytes a body sent to a page or a server function may have.
const PAGE_BODY: usize = 256 * 1024;

/// The addresses of pages. While Leptos lists them, no resource of this process loads, and one that is asked for meanwhile
/// never does: they are listed once, before the first page is drawn, however many routers a process makes.
static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(app::App));

/// Everything, ready to serve.
pub fn router(state: AppState) -> Router {
    let pages = pages(&state);
    let ordinary = TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(30));
    Router::new()
        .merge(pages.layer(ordinary))
        .route("/live", get(live::live))
        .merge(forms::preview::router().layer(ordinary))
        .merge(files::router())
        .layer(axum::middleware::from_fn_with_state(state.clone(), middleware::attach_caller))
        .merge(forms::router().layer(ordinary))
        .merge(inspector::router().layer(ordinary))
        .route("/contracts/webhooks.json", get(contracts::webhooks))
        .merge(sources::router().layer(ordinary))
        .merge(assets::router(&state.config.site_root))
        .layer(
            CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest).compress_when(
                DefaultPredicate::new().and(NotForContentType::const_new("text/event-stream")),
            ),
        )
        .route("/livez", get(health::livez))
        .route("/readyz", get(health::readyz))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(axum::middleware::from_fn(metrics::measure_request))
        .layer(axum::middleware::from_fn(middleware::security_headers))
        .layer(axum::middleware::from_fn_with_state(state.clone(), middleware::trace_request))
        .with_state(state)
}

/// Pages and server functions: behind the session, protected against cross-site requests by origin.
fn pages(state: &AppState) -> Router<AppState> {
    let routes = ROUTES.clone();
    let provide = {
        let state = state.clone();
        move || provide(&state)
    };
    let shell = {
        let options = state.leptos.clone();
        move || app::shell(options.clone())
    };
    Router::new()
        .leptos_routes_with_context(state, routes, provide, shell)
        .fallback(page_not_found)
        .layer(axum::middleware::from_fn(bounded))
        .layer(CsrfLayer::new())
}

/// Reads the body here, because the server functions themselves know no limit.
async fn bounded(request: Request, next: Next) -> Response {
    let id = known(&request).map_or_else(nobody, |known| known.id);
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, PAGE_BODY).await else {
        let words = "Send at most 256 kB.";
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body.too_large", words, id).into_response();
    };
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

async fn page_not_found(State(state): State<AppState>, request: Request) -> Response {
    let options = state.leptos.clone();
    let handler = leptos_axum::render_app_to_stream_with_context(
        {
            let state = state.clone();
            move || provide(&state)
        },
        move || app::shell(options.clone()),
    );
    let mut response = handler(request).await.into_response();
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// What screens and server functions find in their context. Also called while routes are listed, without a request.
fn provide(state: &AppState) {
    provide_context(state.cx.clone());
    provide_context(state.registry.clone());
    provide_context(state.presence.clone());
    if let Some(position) = state.live.position() {
        provide_context(LivePosition(position.to_string()));
    }
    provide_context(SessionCookie { secure: state.config.is_https() });
    provide_context(DemoSignIn(
        state
            .config
            .demo
            .then(|| (domain::seed::DEMO_EMAIL.to_owned(), domain::seed::DEMO_PASSWORD.to_owned())),
    ));
    if let Some(caller) =
        use_context::<axum::http::request::Parts>().and_then(|p| p.extensions.get::<Caller>().cloned())
    {
        provide_context(caller);
    }
    if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
        && let Ok(policy) = HeaderValue::from_str(&middleware::page_policy(&nonce))
    {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        // Pages are made for one person and one moment.
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response<Body> {
    let words = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_default();
    tracing::error!(panic = words, "a handler panicked");
    // The id is in the header and in the log line; the request itself is gone here.
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side.", nobody())
        .into_response()
}

/// Stands for a request whose id is out of reach.
fn nobody() -> shared::RequestId {
    shared::RequestId::from_uuid(uuid::Uuid::nil())
}

/// The context of a request, for handlers.
fn known(request: &Request) -> Option<RequestContext> {
    request.extensions().get().copied()
}
