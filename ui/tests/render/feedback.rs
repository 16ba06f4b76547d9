//! What is announced, and how urgently.
use leptos::prelude::*;
use ui::*;

use crate::{has, html, tag};

#[test]
fn toasts_wait_for_a_pause_and_errors_interrupt() {
    let page = html(|| {
        let toaster = provide_toaster();
        toaster.push(Toast::success("3 leads assigned to Priya").undo(|| ()));
        toaster.error("Note not saved", "What you typed is kept.");
        view! { <ToastHost /> }
    });
    let (alert, status) = page.split_once("role=\"status\"").unwrap();
    assert!(
        alert.contains("role=\"alert\"") && alert.contains("Note not saved") && alert.contains("is kept")
    );
    assert!(status.contains("3 leads assigned to Priya") && status.contains("Undo"));
    assert_eq!(page.matches("aria-label=\"Dismiss\"").count(), 2);
}

#[test]
fn the_regions_are_there_before_anything_is_said() {
    let page = html(|| view! { <ToastHost /> });
    assert!(page.contains("role=\"alert\"") && page.contains("role=\"status\""));
}

#[test]
fn an_error_panel_interrupts_and_offers_the_retry() {
    let page = html(|| {
        view! { <ErrorState title="Leads could not be loaded" text="Your filters are kept." request_id="01J4" retry_href="/leads" level=2 /> }
    });
    has(tag(&page, "div"), &["role=\"alert\""]);
    has(tag(&page, "a"), &["href=\"/leads\""]);
    assert!(page.contains("<h2") && page.contains("Request 01J4") && page.contains("Your filters are kept."));
}

#[test]
fn an_empty_panel_offers_the_first_step() {
    let page = html(|| {
        view! { <EmptyState title="No leads yet" text="A lead lands here when the form is sent."><Button>"Add lead"</Button></EmptyState> }
    });
    assert!(page.contains("<h3") && page.contains("Add lead"));
    has(tag(&page, "svg"), &["aria-hidden=\"true\""]);
}

#[test]
fn loading_says_what_is_loading_in_every_shape() {
    for shape in [SkeletonShape::Line, SkeletonShape::Rows, SkeletonShape::Card] {
        let page = html(|| view! { <Skeleton shape label="Loading leads" count=3 /> });
        has(tag(&page, "div"), &["role=\"status\"", "aria-label=\"Loading leads\""]);
    }
}

#[test]
fn banners_and_live_words_have_their_urgency() {
    let page = html(|| view! { <Banner tone=Tone::Warning>"You are offline."</Banner> });
    has(tag(&page, "div"), &["role=\"status\"", "bg-warning-soft"]);
    let page = html(|| view! { <Banner tone=Tone::Danger alert=true>"Sign in again."</Banner> });
    has(tag(&page, "div"), &["role=\"alert\""]);
    has(tag(&html(|| view! { <LiveRegion text="38 leads" /> }), "p"), &["role=\"status\"", "sr-only"]);
}

#[test]
fn progress_names_the_step_one_is_at() {
    let page = html(|| {
        let steps = ["Property", "Situation", "Contact"].map(str::to_owned).to_vec();
        view! { <ProgressSteps label="Steps" steps current=1_usize /> }
    });
    assert_eq!(page.matches("aria-current=\"step\"").count(), 1);
    assert!(page.find("aria-label=\"Done:\"").unwrap() < page.find("Property").unwrap());
}

#[test]
fn progress_says_how_far_it_is() {
    let page = html(|| view! { <ProgressBar label="Importing" percent=62_u8 /> });
    has(tag(&page, "div"), &["role=\"progressbar\"", "aria-label=\"Importing\"", "aria-valuenow=\"62\""]);
    let beyond = html(|| view! { <ProgressBar label="Importing" percent=200_u8 /> });
    has(tag(&beyond, "rect"), &["width=\"100\""]);
}
