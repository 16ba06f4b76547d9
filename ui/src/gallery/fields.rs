//! Fields that are typed into.
use leptos::prelude::*;

use super::part;
use crate::{DateField, FieldKind, MoneyField, PasswordField, Search, TextArea, TextField, TextLink};

fn text() -> AnyView {
    let bound = RwSignal::new("Henrik Sandoval".to_owned());
    view! {
        <TextField name="g-empty" label="Name" placeholder="First and last name" autocomplete="off" />
        <TextField name="g-bound" label="Name, bound" value=bound hint=move || Some(format!("{} letters", bound.get().chars().count())) />
        <TextField
            name="g-error"
            label="Phone"
            kind=FieldKind::Tel
            numeric=true
            initial="512 555 014"
            error="One digit is missing. Enter 10 digits, for example 512 555 0134."
        />
        <TextField name="g-readonly" label="Parcel" numeric=true initial="02-0511-0918" readonly=true hint="Read only, from the county" />
        <TextField name="g-disabled" label="Owner of record" initial="Sandoval Estate" disabled=true hint="Disabled: your role cannot edit this" />
        <TextField name="g-touch" label="Street" touch=true optional_mark=true placeholder="917 Tillery St" />
    }
    .into_any()
}

fn others() -> AnyView {
    view! {
        <Search name="g-search" label="Search leads" label_shown=true placeholder="Name, phone, address" />
        <MoneyField name="g-money" label="Asking price" initial="540000" hint="Whole dollars, grouped as you leave" />
        <MoneyField name="g-money-error" label="Offer" initial="about 500k" error="Enter an amount, for example 500,000." />
        <DateField name="g-date" label="Walk-through" initial="2026-08-06" hint="The platform’s own picker" />
        <DateField name="g-date-error" label="Closing" error="Enter a date after today, for example 2026-08-20." />
        <TextArea name="g-note" label="Note" rows=2 initial="Roof leaks over the back bedroom." />
        <TextArea name="g-note-error" label="What was said" rows=2 error="Write at least one word, for example “No answer”." />
        <PasswordField
            name="g-password"
            label="Password"
            autocomplete="off"
            action=|| view! { <TextLink href="#c-field" class="text-caption">"Set a new one"</TextLink> }
        />
    }
    .into_any()
}

pub(super) fn all() -> AnyView {
    let inside = view! {
        <div class="grid gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-4">{text()} {others()}</div>
    };
    part(
        "c-field",
        "Label above, help below, the error in place of the help. The border alone is 3:1 against its ground.",
        inside.into_any(),
    )
}
