//! What is entered about a source: its name, how senders prove who they are, and what tells payloads apart.

use crate::rpc::AppError;
use crate::state::Typed;
use leptos::prelude::*;
use shared::leads::LeadSource;
use shared::sources::{HmacAlgorithm, IdFrom, SignatureEncoding, SourceInput, Verification};
use ui::{Choice, RadioGroup, Select, TextField};

/// Fields that show their own errors.
pub(super) const OWN: [&str; 8] = [
    "name",
    "slug",
    "verification.header",
    "verification.prefix",
    "verification.user",
    "id_from.header",
    "id_from.path",
    "lead_source",
];

/// What stands in the fields, in the words of the plain form. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    name: RwSignal<String>,
    slug: RwSignal<String>,
    kind: RwSignal<String>,
    header: RwSignal<String>,
    algorithm: RwSignal<String>,
    encoding: RwSignal<String>,
    prefix: RwSignal<String>,
    user: RwSignal<String>,
    id_kind: RwSignal<String>,
    id_header: RwSignal<String>,
    id_path: RwSignal<String>,
    lead_source: RwSignal<String>,
}

impl Draft {
    /// What was typed into a plain form that came back, else nothing.
    pub(super) fn typed(typed: Typed) -> Self {
        let draft = Self::of(&SourceInput::default());
        for (name, signal) in draft.named() {
            let value = typed.value(name);
            if !value.is_empty() {
                signal.set(value);
            }
        }
        draft
    }

    pub(super) fn of(input: &SourceInput) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        let draft = Self {
            name: text(""),
            slug: text(""),
            kind: text(""),
            header: text("x-signature"),
            algorithm: text(HmacAlgorithm::Sha256.as_str()),
            encoding: text(SignatureEncoding::Hex.as_str()),
            prefix: text(""),
            user: text(""),
            id_kind: text(""),
            id_header: text(""),
            id_path: text(""),
            lead_source: text(""),
        };
        draft.fill(input);
        draft
    }

    /// Puts in what a source is.
    pub(super) fn fill(self, input: &SourceInput) {
        self.name.set(input.name.clone());
        self.slug.set(input.slug.clone());
        self.lead_source.set(input.lead_source.clone());
        self.kind.set(input.verification.as_str().to_owned());
        match &input.verification {
            Verification::Hmac { header, algorithm, encoding, prefix } => {
                self.header.set(header.clone());
                self.algorithm.set(algorithm.as_str().to_owned());
                self.encoding.set(encoding.as_str().to_owned());
                self.prefix.set(prefix.clone());
            }
            Verification::Basic { user } => self.user.set(user.clone()),
            Verification::StandardWebhooks | Verification::SecretPath => {}
        }
        let kind = match &input.id_from {
            IdFrom::Usual => "usual",
            IdFrom::Header { header } => {
                self.id_header.set(header.clone());
                "header"
            }
            IdFrom::Path { path } => {
                self.id_path.set(path.clone());
                "path"
            }
        };
        self.id_kind.set(kind.to_owned());
    }

    /// What is entered; reactive.
    pub(super) fn input(self) -> SourceInput {
        let verification = match self.kind.get().as_str() {
            "hmac" => Verification::Hmac {
                header: self.header.get(),
                algorithm: HmacAlgorithm::from_word(&self.algorithm.get()).unwrap_or(HmacAlgorithm::Sha256),
                encoding: SignatureEncoding::from_word(&self.encoding.get())
                    .unwrap_or(SignatureEncoding::Hex),
                prefix: self.prefix.get(),
            },
            "basic" => Verification::Basic { user: self.user.get() },
            "secret_path" => Verification::SecretPath,
            _ => Verification::StandardWebhooks,
        };
        let id_from = match self.id_kind.get().as_str() {
            "header" => IdFrom::Header { header: self.id_header.get() },
            "path" => IdFrom::Path { path: self.id_path.get() },
            _ => IdFrom::Usual,
        };
        SourceInput {
            name: self.name.get(),
            slug: self.slug.get(),
            verification,
            id_from,
            lead_source: self.lead_source.get(),
        }
    }

    /// Every field by the name under which a form that comes back keeps it.
    fn named(self) -> [(&'static str, RwSignal<String>); 12] {
        [
            ("name", self.name),
            ("slug", self.slug),
            ("kind", self.kind),
            ("header", self.header),
            ("algorithm", self.algorithm),
            ("encoding", self.encoding),
            ("prefix", self.prefix),
            ("user", self.user),
            ("id_kind", self.id_kind),
            ("id_header", self.id_header),
            ("id_path", self.id_path),
            ("lead_source", self.lead_source),
        ]
    }
}

/// What a form that comes back keeps.
#[cfg(feature = "ssr")]
pub(super) fn kept(input: &SourceInput) -> Vec<(&'static str, String)> {
    let draft = Draft::of(input);
    draft.named().into_iter().map(|(name, signal)| (name, signal.get_untracked())).collect()
}

/// `id` tells the fields of two forms apart. `new` asks for the readable part of the address too, which stays.
#[component]
pub(super) fn Fields(
    #[prop(into)] id: String,
    draft: Draft,
    #[prop(into)] error: Signal<Option<AppError>>,
    #[prop(optional)] new: bool,
) -> impl IntoView {
    let at = move |path: &'static str| wrong_at(error, path);
    let sources: Vec<Choice> =
        LeadSource::ALL.iter().map(|source| Choice::new(source.as_str(), source.label())).collect();
    let slug = new.then(|| {
        view! {
            <TextField
                name="input[slug]"
                id=format!("{id}-slug")
                label="Word in its address"
                optional_mark=true
                autocomplete="off"
                placeholder="northbeam"
                hint="Made from the name when it is empty. It stays what it is."
                value=draft.slug
                error=at("slug")
            />
        }
    });
    view! {
        <div class="grid max-w-2xl gap-3">
            <TextField
                name="input[name]"
                id=format!("{id}-name")
                label="Name"
                required=true
                autocomplete="off"
                placeholder="Northbeam listings"
                value=draft.name
                error=at("name")
            />
            {slug}
            <Select
                name="input[lead_source]"
                id=format!("{id}-source")
                label="Source of its leads"
                hint="Unless the mapping says otherwise."
                choices=sources
                value=draft.lead_source
                error=at("lead_source")
            />
            <Proof id=id.clone() draft error />
            <Same id draft error />
        </div>
    }
}

fn wrong_at(error: Signal<Option<AppError>>, path: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(path))))
}

/// How a sender proves who it is. What a kind does not need is hidden by the style sheet, so that it works without
/// scripts too.
#[component]
fn Proof(id: String, draft: Draft, error: Signal<Option<AppError>>) -> impl IntoView {
    let at = move |path: &'static str| wrong_at(error, path);
    let kinds = vec![
        Choice::new("standard_webhooks", "Standard Webhooks: signed, with time and id"),
        Choice::new("hmac", "Signature in a header: the HMAC of the body"),
        Choice::new("basic", "Name and password"),
        Choice::new("secret_path", "Secret address: whoever knows it may send"),
    ];
    let algorithms: Vec<Choice> =
        HmacAlgorithm::ALL.iter().map(|one| Choice::new(one.as_str(), one.label())).collect();
    let encodings: Vec<Choice> =
        SignatureEncoding::ALL.iter().map(|one| Choice::new(one.as_str(), one.label())).collect();
    view! {
        <div class="group/proof">
            <RadioGroup
                name="input[verification][type]"
                id=format!("{id}-kind")
                label="How the sender proves who it is"
                choices=kinds
                value=draft.kind
            />
            <div class="mt-3 hidden grid-cols-1 gap-3 border-l-2 border-line pl-3 group-has-[input[value=hmac]:checked]/proof:grid sm:grid-cols-2">
                <TextField
                    name="input[verification][header]"
                    id=format!("{id}-header")
                    label="Header"
                    autocomplete="off"
                    placeholder="x-signature"
                    value=draft.header
                    error=at("verification.header")
                />
                <TextField
                    name="input[verification][prefix]"
                    id=format!("{id}-prefix")
                    label="Before the signature"
                    optional_mark=true
                    autocomplete="off"
                    placeholder="sha256="
                    value=draft.prefix
                    error=at("verification.prefix")
                />
                <Select
                    name="input[verification][algorithm]"
                    id=format!("{id}-algorithm")
                    label="Algorithm"
                    choices=algorithms
                    value=draft.algorithm
                />
                <Select
                    name="input[verification][encoding]"
                    id=format!("{id}-encoding")
                    label="Written as"
                    choices=encodings
                    value=draft.encoding
                />
            </div>
            <div class="mt-3 hidden border-l-2 border-line pl-3 group-has-[input[value=basic]:checked]/proof:block">
                <TextField
                    name="input[verification][user]"
                    id=format!("{id}-user")
                    label="User name"
                    autocomplete="off"
                    placeholder="northbeam"
                    hint="The password is made for you."
                    value=draft.user
                    error=at("verification.user")
                />
            </div>
        </div>
    }
}

/// What tells a payload that came before.
#[component]
fn Same(id: String, draft: Draft, error: Signal<Option<AppError>>) -> impl IntoView {
    let at = move |path: &'static str| wrong_at(error, path);
    let kinds = vec![
        Choice::new("usual", "The usual: webhook-id with Standard Webhooks, else the same body within a day"),
        Choice::new("header", "A header"),
        Choice::new("path", "A value of the payload"),
    ];
    view! {
        <div class="group/same">
            <RadioGroup
                name="input[id_from][type]"
                id=format!("{id}-id-kind")
                label="What tells that a payload came before"
                choices=kinds
                value=draft.id_kind
            />
            <div class="mt-3 hidden border-l-2 border-line pl-3 group-has-[input[value=header]:checked]/same:block">
                <TextField
                    name="input[id_from][header]"
                    id=format!("{id}-id-header")
                    label="Header with its id"
                    autocomplete="off"
                    placeholder="x-request-id"
                    value=draft.id_header
                    error=at("id_from.header")
                />
            </div>
            <div class="mt-3 hidden border-l-2 border-line pl-3 group-has-[input[value=path]:checked]/same:block">
                <TextField
                    name="input[id_from][path]"
                    id=format!("{id}-id-path")
                    label="Where its id stands"
                    autocomplete="off"
                    placeholder="lead.id"
                    value=draft.id_path
                    error=at("id_from.path")
                />
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_what_is_sent() {
        Owner::new().with(|| {
            let inputs = [
                SourceInput::default(),
                SourceInput {
                    name: "Northbeam".into(),
                    slug: "northbeam".into(),
                    verification: Verification::Hmac {
                        header: "x-hub-signature".into(),
                        algorithm: HmacAlgorithm::Sha1,
                        encoding: SignatureEncoding::Base64,
                        prefix: "sha1=".into(),
                    },
                    id_from: IdFrom::Path { path: "lead.id".into() },
                    lead_source: "referral".into(),
                },
                SourceInput {
                    verification: Verification::Basic { user: "northbeam".into() },
                    id_from: IdFrom::Header { header: "x-request-id".into() },
                    ..SourceInput::default()
                },
                SourceInput { verification: Verification::SecretPath, ..SourceInput::default() },
            ];
            for input in inputs {
                assert_eq!(untrack(|| Draft::of(&input).input()), input);
            }
        });
    }
}
