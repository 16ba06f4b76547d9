//! Static files of the built site, compressed beforehand, cached for as long as their names allow.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use std::path::Path;
use tower_http::services::{ServeDir, ServeFile};

/// Serves `/pkg`, `/form`, `/fonts` and the single files below `site`.
pub fn router<S: Clone + Send + Sync + 'static>(site: &Path) -> Router<S> {
    let dir = |name: &str| ServeDir::new(site.join(name)).precompressed_br().precompressed_gzip();
    let file = |name: &str| ServeFile::new(site.join(name)).precompressed_br().precompressed_gzip();
    let loader =
        Router::new().route_service("/embed.js", file("embed.js")).layer(middleware::from_fn(for_everybody));
    Router::new()
        .nest_service("/pkg", dir("pkg"))
        .nest_service("/form", dir("form"))
        .nest_service("/fonts", dir("fonts"))
        .route_service("/favicon.svg", file("favicon.svg"))
        .route_service("/robots.txt", file("robots.txt"))
        .layer(middleware::from_fn(cache))
        .merge(loader)
}

/// Names do not change with their content, so browsers ask again, and mostly hear "not modified". Fonts never change.
async fn cache(request: Request, next: Next) -> Response {
    let forever = request.uri().path().starts_with("/fonts/")
        || request.uri().query().is_some_and(|q| q.starts_with("v="));
    let mut response = next.run(request).await;
    let value = if forever { "public, max-age=31536000, immutable" } else { "public, no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    response
}

/// The loader is meant for other sites.
async fn for_everybody(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    response
}
