//! Pages without questions: thanks, "sent already", and words for what is not there or not allowed.

use super::document::{bare, card, page};
use super::icon::icon;
use super::{Files, Frame};
use leptos::prelude::*;
use shared::forms::{Finish, FinishStep};
use ui::lucide;

/// What happens after the submit. A form that redirects shows the link here, for frames that cannot follow it.
pub fn thanks_page(frame: &Frame<'_>) -> String {
    let (title, text, steps, link) = match &frame.form.definition.finish {
        Finish::ThankYou { title, text, steps } => (title.clone(), text.clone(), steps.clone(), None),
        Finish::Redirect { url } => {
            ("Thank you. We have your answers.".to_owned(), String::new(), Vec::new(), Some(url.clone()))
        }
    };
    let link = link.map(|url| {
        view! {
            <div class="mt-auto p-5 pt-6">
                <a href=url target="_top" data-redirect="" class="inline-flex h-13 w-full items-center justify-center rounded-lg bg-accent px-5 text-large font-medium text-on-accent hover:bg-accent-hover">"Go on"</a>
            </div>
        }
    });
    let main = view! {
        <main id="form" class=card(frame.embedded.is_some()) data-view="thanks" data-title=title.clone() data-slug=frame.form.slug.clone() data-host=frame.embedded.map(ToString::to_string)>
            <div class="px-5 pt-8" role="status">
                <span class="grid size-12 place-content-center rounded-full bg-success-soft text-success">
                    {icon(lucide::LuCheck, "size-6 shrink-0")}
                </span>
                <h1 id="question" tabindex="-1" class="mt-4 text-display font-semibold text-balance outline-none">{title.clone()}</h1>
                {(!text.is_empty()).then(|| view! { <p class="mt-2 text-large text-muted">{text}</p> })}
            </div>
            {what_next(steps)}
            {link}
        </main>
    };
    page(frame, &title, main.into_any())
}

fn what_next(steps: Vec<FinishStep>) -> impl IntoView {
    let items = steps
        .into_iter()
        .zip(1_u32..)
        .map(|(step, number)| {
            let mark = if number == 1 {
                "num grid size-9 shrink-0 place-content-center rounded-full bg-accent text-body font-medium text-on-accent"
            } else {
                "num grid size-9 shrink-0 place-content-center rounded-full border border-line-strong text-body font-medium text-muted"
            };
            view! {
                <li class="relative flex gap-4 pb-6 before:absolute before:top-10 before:bottom-1 before:left-[17px] before:w-px before:bg-line-strong last:pb-0 last:before:hidden">
                    <span class=mark aria-hidden="true">{number.to_string()}</span>
                    <span class="pt-1">
                        <span class="block text-large leading-6 font-medium">{step.title}</span>
                        <span class="block text-body text-muted">{step.text}</span>
                    </span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!items.is_empty()).then(|| {
        view! {
            <h2 class="sr-only">"What happens next"</h2>
            <ol class="mt-7 px-5 pb-8">{items}</ol>
        }
    })
}

/// For a link to a draft that was sent: nothing is lost, and nothing can be changed.
pub fn sent_page(frame: &Frame<'_>, start_anew: &str) -> String {
    let title = "We have your answers already".to_owned();
    let text = format!("{} has received them. There is nothing left to do here.", frame.form.business);
    let link = Some((start_anew.to_owned(), "Fill in the form again".to_owned()));
    let main = message(frame.embedded.is_some(), "sent", title.clone(), text, link);
    page(frame, &title, main.into_any())
}

/// A page about something that is not there or not allowed. `link` is an address with its words.
pub fn message_page(files: &Files, title: &str, text: &str, link: Option<(String, String)>) -> String {
    let main = message(false, "message", title.to_owned(), text.to_owned(), link);
    bare(files, title, main.into_any())
}

fn message(
    embedded: bool,
    name: &'static str,
    title: String,
    text: String,
    link: Option<(String, String)>,
) -> impl IntoView {
    let link = link.map(|(href, words)| {
        view! {
            <p class="mt-6">
                <a href=href class="font-medium text-accent-ink underline underline-offset-2">{words}</a>
            </p>
        }
    });
    view! {
        <main id="form" class=card(embedded) data-view=name data-title=title.clone()>
            <div class="px-5 pt-8 pb-8">
                <h1 id="question" tabindex="-1" class="text-display font-semibold text-balance outline-none">{title.clone()}</h1>
                <p class="mt-2 text-large text-muted">{text}</p>
                {link}
            </div>
        </main>
    }
}
