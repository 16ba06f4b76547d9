//! The texts that people agreed to where the payload comes from. A changed text gets a new version when it is saved.

use super::draft::Draft;
use crate::state::mirrored;
use leptos::prelude::*;
use shared::contacts::Channel;
use shared::forms::ConsentText;
use ui::{Badge, Checkbox, TextArea};

#[component]
pub(super) fn Consents(draft: Draft) -> impl IntoView {
    let number = Memo::new(move |_| draft.consents.with(Vec::len));
    view! {
        <Show when=move || { number.get() > 0 }>
            <section aria-labelledby="consents" class="mt-5">
                <h3 id="consents" class="font-semibold">
                    "What people agreed to"
                </h3>
                <p class="max-w-[68ch] text-muted">
                    "Enter the words they saw on the sender's page. They are kept with each consent, as proof."
                </p>
                <div class="mt-2 grid gap-3">
                    {move || (0..number.get()).map(|place| view! { <Text draft place /> }).collect_view()}
                </div>
            </section>
        </Show>
    }
}

#[component]
fn Text(draft: Draft, place: usize) -> impl IntoView {
    let text = Memo::new(move |_| draft.consents.with(|all| all.get(place).cloned()));
    let with = move |of: fn(&ConsentText) -> String| {
        Memo::new(move |_| text.with(|text| text.as_ref().map(of).unwrap_or_default()))
    };
    let change = move |change: &dyn Fn(&mut ConsentText)| {
        draft.refused.set(None);
        draft.consents.update(|all| {
            if let Some(text) = all.get_mut(place) {
                change(text);
            }
        });
    };
    let words = with(|text| text.text.clone());
    let value = mirrored(words);
    let problem =
        move |path: &'static str| Signal::derive(move || draft.problem(&format!("consents.{place}.{path}")));
    let version = move || {
        text.with(|text| match text.as_ref().map_or(0, |text| text.version) {
            0 => "New".to_owned(),
            version => format!("Version {version}"),
        })
    };
    let channels = Channel::ALL.map(|channel| {
        let chosen = text.with_untracked(|text| text.as_ref().is_some_and(|t| t.channels.contains(&channel)));
        let name = match channel {
            Channel::Call => "Calls",
            Channel::Sms => "Text messages",
            Channel::Email => "Email",
        };
        view! {
            <Checkbox
                name=format!("consent-{place}-{name}")
                label=name
                checked=RwSignal::new(chosen)
                on_change=move |on: bool| {
                    change(
                        &|text| {
                            text.channels.retain(|one| *one != channel);
                            if on {
                                text.channels.push(channel);
                            }
                        },
                    );
                }
            />
        }
    });
    let no_channel = problem("channels");
    let key = with(|text| text.key.clone());
    view! {
        <div class="rounded-lg border border-line p-3">
            <p class="mb-2 flex flex-wrap items-center gap-2">
                <span class="font-mono text-caption">{key}</span>
                <Badge>{version}</Badge>
            </p>
            <TextArea
                name=format!("consent-{place}")
                label="Their words"
                rows=3
                value
                error=problem("text")
                placeholder="I agree that Juniper Homes calls me about my house."
                on_input=move |words: String| change(&|text| text.text.clone_from(&words))
            />
            <div class="mt-2 flex flex-wrap gap-x-4 gap-y-1">{channels.into_iter().collect_view()}</div>
            {move || no_channel.get().map(|words| view! { <p class="text-caption text-danger">{words}</p> })}
        </div>
    }
}
