//! The public form as HTML: one whole page a step, rendered on the server and complete without JavaScript.
//!
//! Pure functions from what the handler knows to a page; nothing here reads a request or stores an answer.
//! `formclient` enhances these pages and relies on their ids and `data-` attributes.

mod document;
mod fields;
mod finish;
mod icon;
mod preview;
mod problems;
mod step;
mod theme;

pub use finish::{message_page, sent_page, thanks_page};
pub use preview::{look_at, preview_address, theme_css};
pub use step::step_page;

use shared::FieldError;
use shared::forms::{Answers, PublicForm};
use shared::origin::Origin;

/// The name of the field that people do not see. It sounds like something a machine would fill.
pub const TRAP: &str = "company_website";

/// Addresses of the files a page asks for, with whatever makes them new when they change.
#[derive(Debug, Clone)]
pub struct Files {
    pub style: String,
    pub script: String,
    /// The module that carries the validators; loaded after the first paint.
    pub validator: String,
}

/// How much of a page is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The document.
    Page,
    /// Only its `main` element, for a page that is there already.
    Fragment,
}

/// What a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A visitor fills it in.
    Visit,
    /// A member looks at it: no script runs, and nothing is stored, so that answers travel in the page.
    Preview,
}

/// What surrounds every page of a form.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    pub form: &'a PublicForm,
    pub files: &'a Files,
    /// Of the content policy, for the one inline style.
    pub nonce: &'a str,
    /// The site that shows the page in a frame.
    pub embedded: Option<&'a Origin>,
    pub extent: Extent,
    pub purpose: Purpose,
}

/// One step as it is to be shown.
#[derive(Debug, Clone, Copy)]
pub struct StepView<'a> {
    /// Index into the definition's steps.
    pub step: usize,
    pub answers: &'a Answers,
    pub errors: &'a [FieldError],
    /// Where the page posts to.
    pub action: &'a str,
    /// Idempotency key of the submission.
    pub key: &'a str,
    /// Signed time at which the form was opened.
    pub stamp: &'a str,
    /// Token of the draft, once there is one.
    pub draft: Option<&'a str>,
    /// Whole address under which the visitor can continue later.
    pub resume: Option<&'a str>,
    /// What went wrong other than the answers.
    pub notice: Option<&'a str>,
}

/// The id of the input that answers `key`; a dot would need escaping in selectors.
fn input_id(key: &str) -> String {
    format!("f-{}", key.replace('.', "-"))
}
