//! Which sites may show a form: one address a line.

use super::rpc::change_form_settings;
use crate::rpc::{AppError, ErrorKind};
use crate::state::{use_hydrated, use_session};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::forms::{Form, FormSettingsInput};
use shared::origin::Origin;
use shared::roles::Permission;
use ui::{Banner, Button, ButtonKind, ButtonType, Section, TextArea, Tone, use_toaster};

const NOTE: &str = "Browsers refuse to show the form inside any other site. Its own page always works.";

#[component]
pub(super) fn Sites(form: Form) -> impl IntoView {
    let session = use_session();
    let may_change = Memo::new(move |_| session.may(Permission::ManageForms));
    let form = StoredValue::new(form);
    view! {
        <Section id="sites" title="Sites that may show it" note=Some(NOTE.to_owned())>
            <Show
                when=move || may_change.get()
                fallback=move || form.with_value(|form| view! { <SiteList origins=form.allowed_origins.clone() /> })
            >
                <SiteForm form=form.get_value() />
            </Show>
        </Section>
    }
}

#[component]
fn SiteList(origins: Vec<Origin>) -> impl IntoView {
    if origins.is_empty() {
        return view! { <p class="mt-2">"None."</p> }.into_any();
    }
    let rows = origins.into_iter().map(|origin| view! { <li>{origin.to_string()}</li> }).collect_view();
    view! { <ul class="mt-2 space-y-1">{rows}</ul> }.into_any()
}

#[component]
fn SiteForm(form: Form) -> impl IntoView {
    let hydrated = use_hydrated();
    let toaster = use_toaster();
    let id = form.summary.id;
    let text = RwSignal::new(lines(&form.allowed_origins));
    let version = RwSignal::new(form.version);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<AppError>);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let settings =
            FormSettingsInput { allowed_origins: text.get_untracked(), version: version.get_untracked() };
        spawn_local(async move {
            match change_form_settings(id, settings).await {
                Ok(form) => {
                    text.try_set(lines(&form.allowed_origins));
                    version.try_set(form.version);
                    toaster.success("Sites saved");
                }
                Err(refused) => {
                    error.try_set(Some(refused));
                }
            }
            busy.try_set(false);
        });
    };
    let wrong = Signal::derive(move || error.with(|error| error.as_ref().and_then(wrong_lines)));
    view! {
        <form class="mt-2 space-y-3" novalidate on:submit=send>
            {move || error.get().and_then(|error| error.beside(&[FIELD]).map(|words| refused(words, error.kind)))}
            <TextArea
                name=FIELD
                label="Sites, one a line"
                rows=5
                value=text
                placeholder="https://www.example.com"
                hint=Some("For all subdomains: https://*.example.com".to_owned())
                error=wrong
            />
            <Button
                kind=ButtonKind::Primary
                button_type=ButtonType::Submit
                disabled=Signal::derive(move || !hydrated.get())
                busy
            >
                "Save sites"
            </Button>
        </form>
    }
}

const FIELD: &str = "allowed_origins";

fn refused(words: String, kind: ErrorKind) -> impl IntoView {
    let kept =
        (kind == ErrorKind::Conflict).then_some(" What you typed is still here; copy it before you reload.");
    view! {
        <Banner tone=Tone::Danger alert=true>
            {words}
            {kept}
        </Banner>
    }
}

fn lines(origins: &[Origin]) -> String {
    origins.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// All wrong lines at once, each named by its number.
fn wrong_lines(error: &AppError) -> Option<String> {
    let words: Vec<&str> =
        error.fields.iter().filter(|field| field.path == FIELD).map(|field| field.message.as_str()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::FieldError;

    #[test]
    fn every_wrong_line_is_named() {
        let mut error = AppError {
            kind: ErrorKind::Invalid,
            message: String::new(),
            fields: vec![
                FieldError::new(FIELD, "origin.scheme", "Line 1: Begin with https://."),
                FieldError::new(FIELD, "origin.host", "Line 3: Enter the site's address."),
            ],
            request: None,
        };
        assert_eq!(
            wrong_lines(&error).as_deref(),
            Some("Line 1: Begin with https://. Line 3: Enter the site's address.")
        );
        error.fields.clear();
        assert_eq!(wrong_lines(&error), None);
    }
}
