//! A page or part whose data could not be had: what happened, what was kept, and the next step.

use crate::rpc::{AppError, ErrorKind};
use crate::state::{PageErrors, sign_in_address};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{ButtonKind, EmptyState, ErrorState, LinkButton, lucide};

/// `what` names the thing in the middle of a sentence: "the members". With `page`, the HTTP status of the document
/// follows the error. `on_retry` asks again.
#[component]
pub fn Failure(
    error: AppError,
    #[prop(into)] what: String,
    #[prop(optional)] page: bool,
    #[prop(default = 2)] level: u8,
    #[prop(optional, into)] on_retry: Option<Callback<()>>,
) -> impl IntoView {
    if page {
        PageErrors::set(error.kind);
    }
    match error.kind {
        ErrorKind::Forbidden => view! {
            <EmptyState level icon=lucide::LuLock title="Your role does not show this" text=error.message>
                <LinkButton href="/">"Go home"</LinkButton>
            </EmptyState>
        }
        .into_any(),
        ErrorKind::NotFound => view! {
            <EmptyState level title=error.message text="Check the address, or look for it in the list.">
                <LinkButton href="/">"Go home"</LinkButton>
            </EmptyState>
        }
        .into_any(),
        ErrorKind::Unauthenticated => signed_out(level),
        _ => broken(error, &what, level, on_retry),
    }
}

fn signed_out(level: u8) -> AnyView {
    let location = use_location();
    let address = move || sign_in_address(&location.pathname.get(), &location.search.get());
    view! {
        <EmptyState level icon=lucide::LuLock title="Your session has ended" text="Sign in to go on where you were.">
            <LinkButton kind=ButtonKind::Primary href=Signal::derive(address)>
                "Sign in"
            </LinkButton>
        </EmptyState>
    }
    .into_any()
}

fn broken(error: AppError, what: &str, level: u8, on_retry: Option<Callback<()>>) -> AnyView {
    let title = format!("Could not load {what}");
    let request_id = Signal::stored(error.request);
    match on_retry {
        Some(on_retry) => {
            view! { <ErrorState level title text=error.message request_id on_retry /> }.into_any()
        }
        None => view! { <ErrorState level title text=error.message request_id retry_href="" /> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(kind: ErrorKind) -> String {
        Owner::new().with(|| {
            let error = AppError {
                kind,
                message: "Your role does not allow this.".into(),
                fields: Vec::new(),
                request: Some("req_01h455vb4pex5vsknk084sn02q".into()),
            };
            view! { <Failure error what="the members" on_retry=|| () /> }.to_html()
        })
    }

    #[test]
    fn a_fault_names_its_request_and_offers_the_retry() {
        let html = html(ErrorKind::Internal);
        for part in ["Could not load the members", "req_01h455vb4pex5vsknk084sn02q", "Try again"] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }

    #[test]
    fn what_a_role_may_not_see_is_not_retried() {
        let html = html(ErrorKind::Forbidden);
        assert!(html.contains("Your role does not show this") && !html.contains("Try again"), "{html}");
    }
}
