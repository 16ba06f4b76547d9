//! The page with its data, and how it asks again after a change.

use super::edit::{Edit, Editing};
use super::list::FieldList;
use super::rpc::{list_fields, list_tags};
use super::tags::Tags;
use crate::state::{live, use_session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::fields::{CustomField, Noun};
use shared::roles::Permission;
use shared::tags::TagSummary;
use ui::{Toaster, use_toaster};

/// What the parts of the page share. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) fields: RwSignal<Vec<CustomField>>,
    pub(super) tags: RwSignal<Vec<TagSummary>>,
    /// The field in the dialog.
    pub(super) editing: RwSignal<Option<Editing>>,
    pub(super) manages: Memo<bool>,
    pub(super) toaster: Toaster,
}

impl Desk {
    /// Asks again; what is on the screen stays until the answer is there, and also when there is none.
    pub(super) fn look(self) {
        spawn_local(async move {
            if let Ok(fields) = list_fields().await {
                self.fields.try_set(fields);
            }
            if let Ok(tags) = list_tags().await {
                self.tags.try_set(tags);
            }
        });
    }
}

#[component]
pub(super) fn Screen(fields: Vec<CustomField>, tags: Vec<TagSummary>) -> impl IntoView {
    let session = use_session();
    let desk = Desk {
        fields: RwSignal::new(fields),
        tags: RwSignal::new(tags),
        editing: RwSignal::new(None),
        manages: Memo::new(move |_| session.may(Permission::ManageFields)),
        toaster: use_toaster(),
    };
    live::on_event(
        |event| event.name.starts_with("field.") || event.name.starts_with("tag."),
        move || desk.look(),
    );
    let lists = Noun::ALL.iter().map(|noun| view! { <FieldList desk noun=*noun /> }).collect_view();
    view! {
        <p class="max-w-[68ch] text-muted">
            "What you want to know of a lead beyond what Empire asks by itself. A field can be filled in on a lead, filtered by, and shown as a column of a list."
        </p>
        <div class="mt-5 grid gap-x-8 gap-y-7 xl:grid-cols-[minmax(0,1fr)_336px]">
            <div class="min-w-0 space-y-7">{lists}</div>
            <Tags desk />
        </div>
        <Edit desk />
    }
}
