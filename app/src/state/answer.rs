//! What a page asks for while it opens: asked by the server when it renders the page, which hands the answer over; asked
//! by the browser when somebody goes there.

use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An answer that is here or on its way.
pub type Answer<T> = Resource<Result<T, AppError>, Json>;

/// Asks now, and again when `source` changes.
pub fn ask<S, T, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    question: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Answer<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Fut: Future<Output = Result<T, AppError>> + Send + 'static,
{
    Resource::new_with_options(source, question, false)
}

/// Asks once.
pub fn ask_once<T, Fut>(question: impl Fn() -> Fut + Send + Sync + 'static) -> Answer<T>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Fut: Future<Output = Result<T, AppError>> + Send + 'static,
{
    ask(|| (), move |()| question())
}

/// JSON that the browser reads as bytes, as server functions do. Read as text it would need all code that reads it a
/// second time.
#[derive(Debug)]
pub struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, serde_json::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}
