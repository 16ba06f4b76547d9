//! The settings of a consent text.

use super::inspector::Top;
use super::room::Room;
use super::whole::VersionBadge;
use crate::state::mirrored;
use leptos::prelude::*;
use shared::contacts::Channel;
use shared::forms::ConsentText;
use shared::forms::edit::{ConsentChange, Edit, Place};
use ui::{Button, ButtonKind, ButtonSize, Checkbox, IconButton, TextArea, lucide};

#[component]
pub(super) fn ConsentSettings(room: Room, key: String) -> impl IntoView {
    let key = StoredValue::new(key);
    let consent = Memo::new(move |_| room.form.with(|form| key.with_value(|key| form.consent(key).cloned())));
    let change =
        move |change: ConsentChange| room.edit(Edit::ChangeConsent { consent: key.get_value(), change });
    let problem = move |part: &'static str| {
        Signal::derive(move || room.problem(&Place::Consent(key.get_value()), part))
    };
    let words = mirrored(Memo::new(move |_| {
        consent.with(|consent| consent.as_ref().map(|consent| consent.text.clone()).unwrap_or_default())
    }));
    let covers = move |channel: Channel| {
        mirrored(Memo::new(move |_| {
            consent
                .with(|consent| consent.as_ref().is_some_and(|consent| consent.channels.contains(&channel)))
        }))
    };
    let channels = Channel::ALL
        .map(|channel| {
            view! {
                <Checkbox
                    name=format!("covers-{}", channel.as_str())
                    label=channel.label()
                    checked=covers(channel)
                    on_change=move |on: bool| change(ConsentChange::Channel(channel, on))
                />
            }
        })
        .into_iter()
        .collect_view();
    let none = problem("channels");
    // Other words than those that visitors see get another number.
    let version = Memo::new(move |_| {
        let same =
            |known: &ConsentText, now: &ConsentText| known.text == now.text && known.channels == now.channels;
        consent.with(|consent| {
            let now = consent.as_ref()?;
            room.published.with(|published| {
                let known = published.as_ref()?.definition.consent(&now.key)?;
                same(known, now).then_some(known.version)
            })
        })
    });
    let remove = move || {
        super::canvas::removed(
            room,
            &Edit::RemoveConsent { consent: key.get_value() },
            "The text is removed",
        );
    };
    view! {
        <Top icon=lucide::LuShieldCheck title="Consent text">
            <IconButton icon=lucide::LuTrash2 label="Remove text" size=ButtonSize::Sm on_click=move |_| remove() />
        </Top>
        <div class="space-y-4 p-4">
            <div>{move || view! { <VersionBadge version=version.get().unwrap_or(0) /> }}</div>
            <TextArea
                name="consent-text"
                label="What people agree to"
                rows=7
                value=words
                error=problem("text")
                placeholder="Juniper Homes may call and text me about my house. Not needed to get an offer."
                on_input=move |text: String| change(ConsentChange::Text(text))
            />
            <fieldset>
                <legend class="mb-1 font-medium">"It covers"</legend>
                {channels}
                {move || none.get().map(|words| view! { <p class="mt-1 text-caption text-danger">{words}</p> })}
            </fieldset>
            <p class="text-caption text-muted">
                "The exact words are kept with every answer, with time and address, as proof."
            </p>
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Sm
                icon=lucide::LuArrowLeft
                class="-ml-2"
                on_click=move |_| room.choose(Place::Form)
            >
                "All texts"
            </Button>
        </div>
    }
}
