//! The payload of a stopped job, to be edited and sent again. The job's own type checks it while somebody types.

use super::rpc::{replay_job, retry_job};
use super::state::Desk;
use crate::rpc::AppError;
use crate::state::use_hydrated;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use shared::jobs::{JobDetail, check_payload};
use ui::{Banner, Button, ButtonKind, TextArea, Tone};

#[component]
pub(super) fn Edit(desk: Desk, detail: JobDetail) -> impl IntoView {
    let hydrated = use_hydrated();
    let (id, kind) = (detail.summary.id, StoredValue::new(detail.summary.kind));
    let stored = StoredValue::new(detail.payload.clone());
    let first = serde_json::to_string_pretty(&detail.payload).unwrap_or_default();
    let text = RwSignal::new(first.clone());
    let first = StoredValue::new(first);
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<AppError>);
    let checked = Memo::new(move |_| text.with(|text| kind.with_value(|kind| check_payload(kind, text))));
    let wrong = Signal::derive(move || {
        let said = refused
            .with(|error| error.as_ref().and_then(|error| error.fields.first().map(|f| f.message.clone())));
        checked.with(|checked| checked.as_ref().err().map(|error| error.message.clone())).or(said)
    });
    let fits = Signal::derive(move || {
        checked.with(|checked| {
            let payload = checked.as_ref().ok()?;
            let changed = stored.with_value(|stored| changes(stored, payload));
            Some(kind.with_value(|kind| format!("Fits {kind}. {}", words(changed))))
        })
    });
    // What is not JSON yet was edited as well.
    let edited = Memo::new(move |_| match checked.get() {
        Ok(payload) => stored.with_value(|stored| *stored != payload),
        Err(_) => text.with(|text| first.with_value(|first| text != first)),
    });
    let unfit = Signal::derive(move || {
        (edited.get() && checked.with(Result::is_err)).then(|| "Mend the payload first.".to_owned())
    });
    let send = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refused.set(None);
        // As it was, it keeps its version, and an older one is brought up to date when it runs.
        let payload = edited.get_untracked().then(|| text.get_untracked());
        spawn_local(async move {
            let answer = match payload {
                Some(payload) => replay_job(id, payload).await,
                None => retry_job(id).await,
            };
            match answer {
                Ok(()) => {
                    desk.toaster.success("It runs as soon as a worker is free");
                    desk.look();
                }
                Err(error) => {
                    refused.try_set(Some(error));
                }
            }
            busy.try_set(false);
        });
    };
    let beside = move || refused.get().filter(|error| error.fields.is_empty()).map(|error| error.message);
    view! {
        {move || {
            beside().map(|words| view! {
                <Banner tone=Tone::Danger alert=true>
                    {words}
                    " What you typed is still here."
                </Banner>
            })
        }}
        <div spellcheck="false">
            <TextArea
                name="payload"
                id=format!("payload-{id}")
                label="What to run"
                rows=8
                value=text
                hint=fits
                error=wrong
                disabled=Signal::derive(move || !hydrated.get())
                class="[&_textarea]:font-mono [&_textarea]:text-caption!"
                on_input=move |_: String| refused.set(None)
            />
        </div>
        <div class="mt-2.5">
            <Button
                kind=ButtonKind::Primary
                disabled=Signal::derive(move || !hydrated.get() || unfit.with(Option::is_some))
                reason=unfit
                busy
                busy_label="Sending"
                on_click=move |_| send()
            >
                {move || if edited.get() { "Replay edited job" } else { "Run again" }}
            </Button>
        </div>
    }
}

/// How many fields of the outermost object differ; one when either is no object.
fn changes(stored: &Value, typed: &Value) -> usize {
    match (stored, typed) {
        (Value::Object(stored), Value::Object(typed)) => {
            let gone = stored.keys().filter(|name| !typed.contains_key(*name)).count();
            gone + typed.iter().filter(|(name, value)| stored.get(*name) != Some(value)).count()
        }
        _ => usize::from(stored != typed),
    }
}

fn words(changed: usize) -> String {
    match changed {
        0 => "Nothing changed.".to_owned(),
        1 => "1 field changed.".to_owned(),
        many => format!("{many} fields changed."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn changes_are_counted_by_field() {
        let stored = json!({"a": 1, "b": {"c": 2}});
        let counted = |typed: Value| words(changes(&stored, &typed));
        assert_eq!(counted(stored.clone()), "Nothing changed.");
        assert_eq!(counted(json!({"a": 1, "b": {"c": 3}})), "1 field changed.");
        assert_eq!(counted(json!({"a": 2, "x": 0})), "3 fields changed.");
        assert_eq!(counted(json!([])), "1 field changed.");
    }
}
