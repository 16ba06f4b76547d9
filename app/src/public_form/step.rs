//! One step: where you are, one question group, and the way on.

use super::document::{card, json, page};
use super::fields::{Asked, field};
use super::icon::icon;
use super::problems::{Problems, summary};
use super::{Frame, Purpose, StepView, TRAP};
use leptos::prelude::*;
use shared::forms::{Answers, Step};
use ui::lucide;

/// The page of a step; a step the form does not have shows nothing but its frame.
pub fn step_page(frame: &Frame<'_>, view: &StepView<'_>) -> String {
    let definition = &frame.form.definition;
    let Some(step) = definition.steps.get(view.step) else {
        return page(frame, "Not found", ().into_any());
    };
    let title = if view.errors.is_empty() { step.title.clone() } else { format!("Error: {}", step.title) };
    let place = Place::of(frame, view);
    let main = view! {
        <main
            id="form"
            class=card(frame.embedded.is_some())
            data-view="step"
            data-slug=frame.form.slug.clone()
            data-title=title.clone()
            data-step=view.step.to_string()
            data-step-key=step.key.clone()
            data-validator=frame.files.validator.clone()
            data-host=frame.embedded.map(ToString::to_string)
        >
            <form method="post" action=view.action.to_owned() novalidate=true class="flex flex-1 flex-col">
                {carried(frame, view)}
                {kept(frame, view, step)}
                // The first button of a form is what Enter presses; it must not be the one that goes back.
                <button type="submit" name="_go" value=place.onward() tabindex="-1" aria-hidden="true" class="sr-only">
                    "Continue"
                </button>
                {top_bar(&place)}
                <div class="px-5 pt-3">
                    <h1 id="question" tabindex="-1" class="text-display font-semibold text-balance outline-none">
                        {step.title.clone()}
                    </h1>
                    {words(&step.help)}
                    {notice(view.notice)}
                    {summary(Problems(view.errors), &frame.form.definition)}
                    {questions(frame, view, step)}
                </div>
                {bottom(frame, view, &place)}
            </form>
        </main>
    };
    page(frame, &title, main.into_any())
}

/// Where a step stands among those that are shown.
struct Place {
    number: usize,
    total: usize,
    last: bool,
}

impl Place {
    fn of(frame: &Frame<'_>, view: &StepView<'_>) -> Self {
        let shown = frame.form.definition.shown_steps(view.answers);
        let before = shown.iter().filter(|index| **index < view.step).count();
        Self {
            number: before + 1,
            total: shown.len().max(before + 1),
            last: shown.last().is_none_or(|last| *last <= view.step),
        }
    }

    const fn onward(&self) -> &'static str {
        if self.last { "submit" } else { "next" }
    }
}

/// What the page carries from step to step without a cookie.
fn carried(frame: &Frame<'_>, view: &StepView<'_>) -> impl IntoView + use<> {
    let draft = view.draft.map(ToOwned::to_owned);
    view! {
        <input type="hidden" name="_step" value=view.step.to_string()/>
        <input type="hidden" name="_version" value=frame.form.version.to_string()/>
        <input type="hidden" name="_key" value=view.key.to_owned()/>
        <input type="hidden" name="_stamp" value=view.stamp.to_owned()/>
        <input type="hidden" name="_draft" value=draft/>
        <div aria-hidden="true" class="absolute -left-[9999px] h-px w-px overflow-hidden">
            <label>"Company website"<input type="text" name=TRAP tabindex="-1" autocomplete="off" value=""/></label>
        </div>
    }
}

/// Answers of the other steps: for a script to judge conditions by, and, where they are stored nowhere, to be sent again
/// with this step.
fn kept(frame: &Frame<'_>, view: &StepView<'_>, step: &Step) -> impl IntoView + use<> {
    let elsewhere = |key: &str| {
        let field = frame.form.definition.asked_by(key)?;
        (!step.fields.iter().any(|own| own.key == field.key)).then_some(field)
    };
    let stored = frame.purpose == Purpose::Visit;
    let unstored = view
        .answers
        .iter()
        .filter(|(key, _)| elsewhere(key).is_some_and(|field| field.sensitive || !stored))
        .map(|(key, value)| view! { <input type="hidden" name=key.clone() value=value.clone()/> })
        .collect_view();
    let known: Answers = view
        .answers
        .iter()
        .filter(|(key, _)| elsewhere(key).is_some())
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    view! {
        {unstored}
        <script type="application/json" id="answers" inner_html=json(&known)></script>
    }
}

fn top_bar(place: &Place) -> impl IntoView + use<> {
    let (number, total) = (place.number, place.total);
    let back = if number > 1 {
        view! {
            <button type="submit" name="_go" value="back" aria-label="Back" title="Back" class="inline-flex size-11 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink">
                {icon(lucide::LuArrowLeft, "size-5 shrink-0")}
            </button>
        }
        .into_any()
    } else {
        view! { <span class="size-11"></span> }.into_any()
    };
    let segments = (1..=total)
        .map(|segment| {
            let class = if segment <= number {
                "h-1 max-w-9 flex-1 rounded-full bg-accent"
            } else {
                "h-1 max-w-9 flex-1 rounded-full bg-line-strong"
            };
            view! { <span class=class></span> }
        })
        .collect_view();
    view! {
        <div class="flex h-14 items-center gap-2 px-3">
            {back}
            <div
                class="flex flex-1 justify-center gap-1.5"
                role="progressbar"
                aria-label="Progress"
                aria-valuetext=format!("Step {number} of {total}")
                aria-valuemin="1"
                aria-valuemax=total.to_string()
                aria-valuenow=number.to_string()
            >
                {segments}
            </div>
            <span class="num w-11 text-right text-body whitespace-nowrap text-muted" aria-hidden="true">
                {format!("{number} of {total}")}
            </span>
        </div>
    }
}

fn words(help: &str) -> impl IntoView + use<> {
    let help = help.to_owned();
    (!help.is_empty()).then(|| view! { <p class="mt-2 text-large text-muted">{help}</p> })
}

fn notice(text: Option<&str>) -> impl IntoView + use<> {
    text.map(ToOwned::to_owned).map(|text| {
        view! {
            <p role="alert" tabindex="-1" autofocus=true class="mt-5 rounded-lg border border-line-strong bg-warning-soft p-4 text-body text-warning">
                {text}
            </p>
        }
    })
}

fn questions(frame: &Frame<'_>, view: &StepView<'_>, step: &Step) -> impl IntoView + use<> {
    let asked = |question| Asked {
        definition: &frame.form.definition,
        field: question,
        answers: view.answers,
        problems: Problems(view.errors),
        shown: question.show_if.as_ref().is_none_or(|condition| condition.holds(view.answers)),
    };
    let fields = step.fields.iter().map(|question| field(asked(question))).collect_view();
    view! { <div class="mt-6 grid grid-cols-2 gap-x-4 gap-y-5">{fields}</div> }
}

fn bottom(frame: &Frame<'_>, view: &StepView<'_>, place: &Place) -> impl IntoView + use<> {
    let (label, busy) = if place.last { ("Send my answers", "Sending") } else { ("Continue", "Saving") };
    let promise = frame.form.definition.promise.clone();
    let promise = (place.number == 1 && !promise.is_empty()).then(|| {
        view! {
            <p class="mt-3 flex items-center justify-center gap-1.5 text-body text-muted">
                {icon(lucide::LuClock, "size-4 shrink-0")}
                {promise}
            </p>
        }
    });
    let resume = view.resume.map(ToOwned::to_owned);
    let not_saved = resume.is_none();
    view! {
        <div class="mt-auto p-5 pt-6">
            // A script shows what went wrong on the way here, with a button that tries again.
            <div id="trouble" role="alert" hidden=true class="mb-4 rounded-lg border border-line-strong bg-warning-soft p-4 text-body text-warning">
                <p data-words=""></p>
                <button type="button" data-retry="" class="mt-2 min-h-11 font-medium underline underline-offset-2">"Try again"</button>
            </div>
            <button
                type="submit"
                name="_go"
                value=place.onward()
                data-onward=""
                data-busy=busy
                class="inline-flex h-13 w-full shrink-0 items-center justify-center gap-1.5 rounded-lg bg-accent px-5 text-large font-medium whitespace-nowrap text-on-accent transition-colors hover:bg-accent-hover aria-disabled:opacity-60"
            >
                <span data-words="">{label}</span>
                {icon(lucide::LuArrowRight, "size-5 shrink-0")}
            </button>
            {promise}
            <p data-later="" hidden=not_saved class="mt-3 text-center text-body text-muted">
                "Your answers are kept for 30 days. "
                <a data-resume="" href=resume class="font-medium text-accent-ink underline underline-offset-2">"Link to continue later"</a>
                <span data-copied="" role="status"></span>
            </p>
        </div>
    }
}
