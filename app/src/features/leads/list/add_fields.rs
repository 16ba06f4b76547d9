//! The fields of a new lead, and what is typed in them so far.

use crate::rpc::AppError;
use crate::state::Typed;
use leptos::prelude::*;
use shared::address::AddressInput;
use shared::leads::{LeadInput, LeadSource};
use ui::{Choice, FieldKind, MoneyField, Select, TextArea, TextField};

/// Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    name: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    street: RwSignal<String>,
    unit: RwSignal<String>,
    city: RwSignal<String>,
    region: RwSignal<String>,
    postal_code: RwSignal<String>,
    asking: RwSignal<String>,
    source: RwSignal<String>,
    note: RwSignal<String>,
    /// One a lead, however often it is sent.
    key: StoredValue<Option<String>>,
}

impl Draft {
    pub(super) fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            name: text(),
            email: text(),
            phone: text(),
            street: text(),
            unit: text(),
            city: text(),
            region: text(),
            postal_code: text(),
            asking: text(),
            source: RwSignal::new(LeadSource::Manual.as_str().to_owned()),
            note: text(),
            key: StoredValue::new(None),
        }
    }

    /// As it was typed into a plain form that was refused.
    pub(super) fn typed(typed: Typed) -> Self {
        let draft = Self::new();
        for (name, text) in draft.texts() {
            text.set(typed.value(name));
        }
        draft
    }

    fn texts(self) -> [(&'static str, RwSignal<String>); 10] {
        [
            ("name", self.name),
            ("email", self.email),
            ("phone", self.phone),
            ("street", self.street),
            ("unit", self.unit),
            ("city", self.city),
            ("region", self.region),
            ("postal_code", self.postal_code),
            ("asking", self.asking),
            ("note", self.note),
        ]
    }

    /// What is sent; `fresh_key` makes the key the first time.
    pub(super) fn input(self, fresh_key: impl FnOnce() -> String) -> LeadInput {
        let key =
            self.key.try_update_value(|key| key.get_or_insert_with(fresh_key).clone()).unwrap_or_default();
        LeadInput {
            name: self.name.get_untracked(),
            email: self.email.get_untracked(),
            phone: self.phone.get_untracked(),
            address: AddressInput {
                street: self.street.get_untracked(),
                unit: self.unit.get_untracked(),
                city: self.city.get_untracked(),
                region: self.region.get_untracked(),
                postal_code: self.postal_code.get_untracked(),
            },
            asking: self.asking.get_untracked(),
            source: self.source.get_untracked(),
            note: self.note.get_untracked(),
            key,
        }
    }

    /// Ready for the next lead.
    pub(super) fn clear(self) {
        for (_, text) in self.texts() {
            text.set(String::new());
        }
        self.source.set(LeadSource::Manual.as_str().to_owned());
        self.key.set_value(None);
    }
}

/// `failed` says what is wrong with which field.
#[component]
pub(super) fn AddFields(draft: Draft, failed: RwSignal<Option<AppError>>) -> impl IntoView {
    let wrong =
        move |path: &'static str| Signal::derive(move || failed.with(|error| error.as_ref()?.field(path)));
    view! {
        <div class="grid grid-cols-1 gap-x-3 gap-y-3 sm:grid-cols-6">
            <TextField name="input[name]" label="Name" required=true value=draft.name error=wrong("name") class="sm:col-span-6" />
            <TextField name="input[phone]" label="Phone" kind=FieldKind::Tel value=draft.phone error=wrong("phone") class="sm:col-span-3" />
            <TextField name="input[email]" label="Email" kind=FieldKind::Email value=draft.email error=wrong("email") class="sm:col-span-3" />
            <TextField
                name="input[address][street]"
                label="Street"
                optional_mark=true
                value=draft.street
                error=wrong("address.street")
                class="sm:col-span-4"
            />
            <TextField name="input[address][unit]" label="Unit" optional_mark=true value=draft.unit error=wrong("address.unit") class="sm:col-span-2" />
            <TextField name="input[address][city]" label="City" value=draft.city error=wrong("address.city") class="sm:col-span-3" />
            <TextField name="input[address][region]" label="State" value=draft.region error=wrong("address.region") class="sm:col-span-1" />
            <TextField
                name="input[address][postal_code]"
                label="ZIP"
                numeric=true
                value=draft.postal_code
                error=wrong("address.postal_code")
                class="sm:col-span-2"
            />
            <MoneyField name="input[asking]" label="Asking price" optional_mark=true value=draft.asking error=wrong("asking") class="sm:col-span-3" />
            <Select name="input[source]" label="Source" choices=sources() value=draft.source error=wrong("source") class="sm:col-span-3" />
            <TextArea name="input[note]" label="Note" optional_mark=true rows=2 value=draft.note error=wrong("note") class="sm:col-span-6" />
        </div>
    }
}

fn sources() -> Vec<Choice> {
    LeadSource::ALL.iter().map(|source| Choice::new(source.as_str(), source.label())).collect()
}
