//! Any part of a form for members who look at it before it is published: rendered like everything visitors see.

use super::{Frame, StepView, step_page, thanks_page, theme};
use shared::FormId;
use shared::forms::{FormLook, Theme};

/// The page of what is looked at; a question that is asked only sometimes is there. The page posts to `action`.
pub fn look_at(frame: &Frame<'_>, look: &FormLook, action: &str) -> String {
    let (step, field) = match look {
        FormLook::Finish => return thanks_page(frame),
        FormLook::Step { step, field } => (*step, field.as_deref()),
    };
    let answers = frame.form.definition.answers_showing(step, field);
    let view = StepView {
        step,
        answers: &answers,
        errors: &[],
        action,
        key: "",
        stamp: "",
        draft: None,
        resume: None,
        notice: None,
    };
    step_page(frame, &view)
}

/// Where members look at a form.
pub fn preview_address(form: FormId) -> String {
    format!("/forms/{form}/preview")
}

/// The content of the page's inline style.
pub fn theme_css(theme: &Theme) -> String {
    theme::css(theme)
}
