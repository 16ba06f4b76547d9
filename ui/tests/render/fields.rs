//! Fields: label, help and error are tied to the control, and a value is there before any script runs.
use leptos::prelude::*;
use ui::{
    Checkbox, Choice, ChoiceChips, DateField, FieldKind, MoneyField, PasswordField, RadioGroup, Search,
    Segmented, Select, Switch, TextArea, TextField,
};

use crate::{has, html, lacks, tag};

fn sources() -> Vec<Choice> {
    vec![
        Choice::new("form", "Seller form"),
        Choice::new("mail", "Direct mail").disabled("no budget").keys("2"),
    ]
}

#[test]
fn a_label_names_its_field_and_help_describes_it() {
    let page = html(|| {
        view! { <TextField name="phone" label="Phone" kind=FieldKind::Tel hint="10 digits" initial="512" required=true /> }
    });
    has(tag(&page, "label"), &["for=\"f-phone\""]);
    let input = tag(&page, "input");
    has(
        input,
        &[
            "id=\"f-phone\"",
            "name=\"phone\"",
            "type=\"tel\"",
            "value=\"512\"",
            "required",
            "aria-describedby=\"f-phone-h\"",
        ],
    );
    lacks(input, &["aria-invalid"]);
    has(tag(&page, "p"), &["id=\"f-phone-h\""]);
}

#[test]
fn an_error_takes_the_place_of_the_help() {
    let error = "One digit is missing. Enter 10 digits, for example 512 555 0134.";
    let page =
        html(|| view! { <TextField name="phone" label="Phone" hint="10 digits" error=error id="p1" /> });
    has(tag(&page, "input"), &["aria-invalid=\"true\"", "aria-describedby=\"p1-h\""]);
    assert!(page.contains(error) && !page.contains("10 digits<"), "{page}");
    assert_eq!(page.matches("id=\"p1-h\"").count(), 1);
}

#[test]
fn an_empty_error_is_no_error() {
    let page = html(|| view! { <TextField name="phone" label="Phone" error="" /> });
    lacks(tag(&page, "input"), &["aria-invalid", "aria-describedby"]);
}

#[test]
fn every_field_ties_its_error_to_its_control() {
    let bad = "Enter an amount, for example 540,000.";
    for (page, control) in [
        (html(|| view! { <TextArea name="x" label="X" error=bad /> }), "textarea"),
        (html(|| view! { <MoneyField name="x" label="X" error=bad /> }), "input"),
        (html(|| view! { <DateField name="x" label="X" error=bad /> }), "input"),
        (html(|| view! { <PasswordField name="x" label="X" error=bad /> }), "input"),
        (html(|| view! { <Search name="x" label="X" error=bad /> }), "input"),
        (html(|| view! { <Select name="x" label="X" choices=sources() error=bad /> }), "select"),
        (html(|| view! { <Checkbox name="x" label="X" error=bad /> }), "input"),
        (html(|| view! { <RadioGroup name="x" label="X" choices=sources() error=bad /> }), "fieldset"),
        (html(|| view! { <ChoiceChips name="x" label="X" choices=sources() error=bad /> }), "fieldset"),
    ] {
        has(tag(&page, control), &["aria-invalid=\"true\"", "aria-describedby=\"f-x-h\"", "id=\"f-x\""]);
        assert!(page.contains("id=\"f-x-h\"") && page.contains(bad), "{page}");
    }
}

#[test]
fn a_bound_field_starts_with_the_value_of_its_signal() {
    let page = html(|| {
        let value = RwSignal::new("917 Tillery St".to_owned());
        view! { <TextField name="street" label="Street" value /> <TextArea name="note" label="Note" value /> }
    });
    has(tag(&page, "input"), &["value=\"917 Tillery St\""]);
    assert!(page.contains(">917 Tillery St</textarea>"), "{page}");
}

#[test]
fn typed_text_cannot_leave_its_attribute() {
    let page = html(|| view! { <TextField name="a" label="A" initial="\"><script>alert(1)</script>" /> });
    assert!(!page.contains("<script>"), "{page}");
}

#[test]
fn a_select_marks_what_is_chosen_and_says_why_something_is_not_offered() {
    let page = html(
        || view! { <Select name="s" label="Source" choices=sources() initial="form" blank="Any source" /> },
    );
    assert!(page.contains("<option value=\"form\" selected"), "{page}");
    assert!(page.contains("Direct mail (no budget)") && page.contains("Any source"), "{page}");
    assert_eq!(page.matches(" selected").count(), 1);
}

#[test]
fn radios_share_a_name_and_a_legend() {
    let page = html(
        || view! { <ChoiceChips name="out" label="How the call went" choices=sources() initial="form" label_hidden=true /> },
    );
    has(tag(&page, "fieldset"), &["role=\"radiogroup\""]);
    assert!(page.contains("How the call went</legend>"));
    assert_eq!(page.matches("name=\"out\"").count(), 2);
    assert_eq!(page.matches(" checked").count(), 1);
    assert!(page.contains("title=\"no budget\""));
}

#[test]
fn checks_and_switches_have_names_and_roles() {
    let page = html(|| view! { <Checkbox label="Select all 38 leads" label_hidden=true initial=true /> });
    has(tag(&page, "input"), &["type=\"checkbox\"", "aria-label=\"Select all 38 leads\"", "checked"]);
    let page = html(|| view! { <Switch name="quiet" label="Quiet hours" checked=RwSignal::new(true) /> });
    has(tag(&page, "input"), &["role=\"switch\"", "checked", "id=\"f-quiet\""]);
}

#[test]
fn a_segmented_switch_says_what_is_pressed() {
    let page = html(|| {
        let value = RwSignal::new("board".to_owned());
        view! { <Segmented label="View" choices=vec![Choice::new("table", "Table"), Choice::new("board", "Board")] value /> }
    });
    has(tag(&page, "div"), &["role=\"group\"", "aria-label=\"View\""]);
    assert!(page.find("aria-pressed=\"false\"").unwrap() < page.find("aria-pressed=\"true\"").unwrap());
}

#[test]
fn a_search_has_a_spoken_label_and_a_password_can_be_shown() {
    let page = html(|| view! { <Search name="q" label="Search leads" placeholder="Name, phone, address" /> });
    has(tag(&page, "label"), &["sr-only", "for=\"f-q\""]);
    has(tag(&page, "input"), &["type=\"search\""]);
    let page = html(|| view! { <PasswordField name="password" label="Password" /> });
    has(tag(&page, "input"), &["type=\"password\"", "autocomplete=\"current-password\""]);
    has(tag(&page, "button"), &["aria-label=\"Show password\"", "aria-pressed=\"false\"", "type=\"button\""]);
}

#[test]
fn money_is_grouped_from_the_start() {
    let page = html(|| view! { <MoneyField name="asking" label="Asking price" initial="540000" /> });
    has(tag(&page, "input"), &["value=\"540,000\"", "inputmode=\"decimal\""]);
}
