//! The settings of a question.

use super::conditions::Conditions;
use super::kind::KindSettings;
use super::room::Room;
use crate::state::mirrored;
use leptos::prelude::*;
use shared::fields::{CustomField, Noun};
use shared::forms::edit::{Edit, FieldChange, Place};
use shared::forms::{Field, FieldKind, Meaning, StandardField, Width};
use ui::{Choice, ChoiceGroup, GroupedSelect, Segmented, Switch, TextField};

/// A question whose settings are open. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) room: Room,
    pub(super) key: StoredValue<String>,
    pub(super) field: Memo<Option<Field>>,
}

impl Open {
    fn new(room: Room, key: String) -> Self {
        let key = StoredValue::new(key);
        let field = Memo::new(move |_| room.form.with(|form| key.with_value(|key| form.field(key).cloned())));
        Self { room, key, field }
    }

    /// A part of it; what is gone has the default.
    pub(super) fn part<T>(self, of: impl Fn(&Field) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: Default + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.field.with(|field| field.as_ref().map(&of).unwrap_or_default()))
    }

    pub(super) fn change(self, change: FieldChange) {
        self.room.edit(Edit::ChangeField { field: self.key.get_value(), change });
    }

    /// What is wrong with a part.
    pub(super) fn problem(self, part: impl Into<String>) -> Signal<Option<String>> {
        let part = part.into();
        Signal::derive(move || self.room.problem(&Place::Field(self.key.get_value()), &part))
    }
}

#[component]
pub(super) fn FieldSettings(room: Room, key: String) -> impl IntoView {
    let open = Open::new(room, key.clone());
    let kind = open.field.with_untracked(|field| field.as_ref().map(|field| field.kind.clone()));
    let consent = matches!(kind, Some(FieldKind::Consent { .. }));
    let hidden = matches!(kind, Some(FieldKind::Hidden { .. }));
    let written = matches!(
        kind,
        Some(
            FieldKind::Text { .. }
                | FieldKind::LongText { .. }
                | FieldKind::Name
                | FieldKind::Email
                | FieldKind::Phone
                | FieldKind::Number { .. }
                | FieldKind::Money
        )
    );
    let label = if hidden { "Name, for your team" } else { "Question" };
    view! {
        <div class="space-y-4 p-4">
            {(!consent)
                .then(|| {
                    view! {
                        <TextField
                            name="label"
                            label
                            value=mirrored(open.part(|field| field.label.clone()))
                            error=open.problem("label")
                            on_input=move |text: String| open.change(FieldChange::Label(text))
                        />
                    }
                })}
            {(!hidden)
                .then(|| {
                    view! {
                        <TextField
                            name="help"
                            label="Help below it"
                            placeholder="None"
                            value=mirrored(open.part(|field| field.help.clone()))
                            error=open.problem("help")
                            on_input=move |text: String| open.change(FieldChange::Help(text))
                        />
                    }
                })}
            {written
                .then(|| {
                    view! {
                        <TextField
                            name="placeholder"
                            label="Example in the empty field"
                            placeholder="None"
                            value=mirrored(open.part(|field| field.placeholder.clone()))
                            error=open.problem("placeholder")
                            on_input=move |text: String| open.change(FieldChange::Placeholder(text))
                        />
                    }
                })}
            <KindSettings open />
            {(!consent).then(|| view! { <Fills open /> })}
            {(!hidden).then(|| view! { <Switches open consent /> })}
            <Conditions room place=Place::Field(key) />
            <KeySetting open />
        </div>
    }
}

/// What the answer means to the lead.
#[component]
fn Fills(open: Open) -> impl IntoView {
    let fields = open.room.fields;
    let now = open.part(|field| field.maps_to.map(word).unwrap_or_default());
    let groups = Signal::derive(move || {
        open.field.with(|field| {
            let Some(field) = field else { return Vec::new() };
            let is_now = |meaning: Meaning| field.maps_to == Some(meaning);
            let standard = StandardField::ALL
                .into_iter()
                .filter(|meaning| fits(*meaning, &field.kind) || is_now((*meaning).into()))
                .map(|meaning| Choice::new(word(meaning.into()), meaning.label()))
                .collect();
            let custom = |noun: &Noun| {
                let fits = |known: &&CustomField| {
                    known.noun == *noun
                        && (is_now(known.id.into()) || (!known.archived && known.takes(&field.kind)))
                };
                let choice = |known: &CustomField| Choice::new(word(known.id.into()), known.label.as_str());
                fields.with(|fields| {
                    let choices = fields.iter().filter(fits).map(choice).collect();
                    ChoiceGroup::new(format!("{}, your fields", noun.label()), choices)
                })
            };
            let mut groups = vec![ChoiceGroup::new("", standard)];
            groups.extend(Noun::ALL.iter().map(custom));
            groups.retain(|group| !group.choices.is_empty());
            groups
        })
    });
    let value = mirrored(now);
    let none = Memo::new(move |_| groups.with(Vec::is_empty));
    let choose = move |chosen: String| {
        let custom = fields
            .with_untracked(|fields| fields.iter().find(|known| word(known.id.into()) == chosen).cloned());
        open.change(custom.map_or_else(
            || {
                let standard = StandardField::ALL.into_iter().map(Meaning::from);
                FieldChange::MapsTo(standard.into_iter().find(|meaning| word(*meaning) == chosen))
            },
            FieldChange::Fills,
        ));
    };
    view! {
        <Show when=move || !none.get()>
            <GroupedSelect
                name="maps-to"
                label="Fills"
                blank="Nothing, the answer is kept with the lead"
                groups
                value
                error=open.problem("maps_to")
                on_change=choose
            />
        </Show>
    }
}

/// The text form of what a question fills.
fn word(meaning: Meaning) -> String {
    match meaning {
        Meaning::Standard(field) => field.key().to_owned(),
        Meaning::Custom(field) => field.to_string(),
    }
}

/// Whether a question of a kind could fill it; which answers a choice has can still be changed.
fn fits(meaning: StandardField, kind: &FieldKind) -> bool {
    meaning.check_kind(kind).err().is_none_or(|problem| problem.code == "form.meaning_choices")
}

#[component]
fn Switches(open: Open, consent: bool) -> impl IntoView {
    let half =
        open.part(|field| if field.width == Width::Half { "half".to_owned() } else { "full".to_owned() });
    view! {
        <div class="space-y-2.5">
            {(!consent)
                .then(|| {
                    view! {
                        <Switch
                            name="required"
                            label="Must be answered"
                            checked=mirrored(open.part(|field| field.required))
                            on_change=move |on| open.change(FieldChange::Required(on))
                        />
                        <Switch
                            name="sensitive"
                            label="Sensitive"
                            hint=Some("Not kept when the visitor leaves before sending.".to_owned())
                            checked=mirrored(open.part(|field| field.sensitive))
                            on_change=move |on| open.change(FieldChange::Sensitive(on))
                        />
                        <div class="flex items-center justify-between gap-2">
                            <span class="font-medium" id="width-label">
                                "Width"
                            </span>
                            <Segmented
                                label="Width"
                                choices=vec![Choice::new("full", "Full"), Choice::new("half", "Half")]
                                value=mirrored(half)
                                on_change=move |word: String| {
                                    let width = if word == "half" { Width::Half } else { Width::Full };
                                    open.change(FieldChange::Width(width));
                                }
                            />
                        </div>
                    }
                })}
        </div>
    }
}

/// The name under which the answer is stored; another one is taken when the field is left.
#[component]
fn KeySetting(open: Open) -> impl IntoView {
    let room = open.room;
    let refused = RwSignal::new(None::<String>);
    let wrong = open.problem("key");
    let error = Signal::derive(move || refused.get().or_else(|| wrong.get()));
    let key = open.key.get_value();
    let live = room.published.with_untracked(|published| {
        published.as_ref().is_some_and(|published| published.definition.field(&key).is_some())
    });
    let hint =
        live.then(|| "Visitors answer under this name. Another one makes it a new question.".to_owned());
    view! {
        <TextField
            name="key"
            label="Stored as"
            class="[&_input]:font-mono [&_input]:text-caption!"
            value=RwSignal::new(key)
            hint
            error
            on_change=move |text: String| {
                let field = open.key.get_value();
                let change = FieldChange::Key(text.trim().to_owned());
                refused.set(room.try_edit(&Edit::ChangeField { field, change }).err().map(|problem| problem.message));
            }
        />
    }
}
