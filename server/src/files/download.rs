//! Files that go out: leads, rows that could not be read, and a sample to begin with.

use crate::problem::Problem;
use crate::state::AppState;
use app::ssr::Caller;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::leads::{self, Export};
use domain::{Actor, Error, imports};
use futures::{StreamExt as _, stream};
use shared::ImportId;
use shared::imports::{self as format, SAMPLE};
use shared::leads::LeadQuery;

/// Tells spreadsheets that the file is UTF-8.
const MARK: &str = "\u{feff}";

fn actor(caller: &Caller) -> Result<Actor, Error> {
    caller.signed_in.as_ref().map(|signed_in| signed_in.actor.clone()).ok_or(Error::Unauthenticated)
}

/// The headers of a file that the browser saves.
fn saved_as(name: &str) -> [(HeaderName, HeaderValue); 3] {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ]
}

/// The list of an address as a file.
pub(super) async fn leads(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Response {
    let begin = async {
        // What cannot be read is left out, as in the address of the list.
        let pairs = query.map(|Query(pairs)| pairs).unwrap_or_default();
        let query = LeadQuery::from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        let query = LeadQuery { after: None, limit: 0, ..query };
        leads::export(&state.cx, &actor(&caller)?, &query).await
    };
    match begin.await {
        Ok(export) => {
            let name = format!("leads-{}.csv", state.cx.now().date_naive());
            (saved_as(&name), Body::from_stream(pieces(export))).into_response()
        }
        Err(error) => Problem::from_domain(error, caller.request).into_response(),
    }
}

/// Whoever compresses it asks once more after the end, which `unfold` alone does not bear. A fault in the middle breaks the connection, so that half a file is not taken for a whole one.
fn pieces(export: Export) -> impl futures::Stream<Item = Result<String, Error>> {
    let pieces = stream::unfold(Some(export), |export| async {
        let mut export = export?;
        match export.next().await {
            Ok(piece) => piece.map(|piece| (Ok(piece), Some(export))),
            Err(error) => {
                tracing::error!(error = error.traced(), "an export broke off");
                Some((Err(error), None))
            }
        }
    });
    pieces.fuse()
}

/// Line, column, what is wrong and what stood there, for whoever mends the file.
pub(super) async fn problems(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Response {
    let all = async {
        let actor = actor(&caller)?;
        let id: ImportId = id.parse().map_err(|_| Error::NotFound("the import"))?;
        imports::all_problems(&state.cx, &actor, id).await
    };
    match all.await {
        Ok(problems) => {
            let headings = ["Line", "Column", "What is wrong", "In the file"].map(str::to_owned);
            let mut text = format!("{MARK}{}", format::line(&headings));
            for problem in problems {
                let cells = [
                    problem.line.to_string(),
                    problem.column.unwrap_or_default(),
                    problem.message,
                    problem.came.unwrap_or_default(),
                ];
                text.push_str(&format::line(&cells.map(format::safe)));
            }
            (saved_as("rows-to-look-at.csv"), text).into_response()
        }
        Err(error) => Problem::from_domain(error, caller.request).into_response(),
    }
}

/// The same for everybody who may look at the page.
pub(super) async fn sample(Extension(caller): Extension<Caller>) -> Response {
    match actor(&caller) {
        Ok(_) => (saved_as("leads-sample.csv"), SAMPLE).into_response(),
        Err(error) => Problem::from_domain(error, caller.request).into_response(),
    }
}
