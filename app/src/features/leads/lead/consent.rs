//! What a person agreed to, a channel a line; the words that were shown and their date on demand.

use crate::features::leads::times::Times;
use leptos::prelude::*;
use shared::contacts::{Channel, ConsentEntry, Contact};
use ui::{Icon, IconSize, day_text, lucide};

/// "Calls allowed", "Calls not agreed", "Calls: not asked", "Calls: agreed for another number".
pub(super) fn words(channel: Channel, entry: Option<&ConsentEntry>) -> String {
    match entry {
        Some(entry) if entry.granted && entry.former => {
            let way = if channel == Channel::Email { "address" } else { "number" };
            format!("{}: agreed for another {way}", channel.label())
        }
        Some(entry) if entry.granted => format!("{} allowed", channel.label()),
        Some(_) => format!("{} not agreed", channel.label()),
        None => format!("{}: not asked", channel.label()),
    }
}

#[component]
pub(super) fn Consents(#[prop(into)] contact: Signal<Contact>, times: Times) -> impl IntoView {
    let rows = move || {
        contact.with(|contact| {
            Channel::ALL
                .into_iter()
                .rev()
                .map(|channel| row(channel, contact.consent(channel).cloned(), times))
                .collect_view()
        })
    };
    view! {
        <h3 class="sr-only">"Consent"</h3>
        <ul class="mt-2.5 space-y-1">{rows}</ul>
    }
}

fn row(channel: Channel, entry: Option<ConsentEntry>, times: Times) -> AnyView {
    let said = words(channel, entry.as_ref());
    let Some(entry) = entry else {
        return view! {
            <li class="flex items-center gap-1.5 text-muted">
                <Icon icon=lucide::LuCircleDashed size=IconSize::Sm class="text-faint" />
                {said}
            </li>
        }
        .into_any();
    };
    let counts = entry.granted && !entry.former;
    let icon = if counts { lucide::LuCircleCheck } else { lucide::LuCircleMinus };
    let tint = if counts { "text-success" } else { "text-muted" };
    let day = day_text(entry.at.timestamp_millis(), times.offset(entry.at));
    view! {
        <li>
            <details class="group/c">
                <summary class="flex min-h-6 list-none items-center gap-1.5 rounded-sm hover:text-ink">
                    <Icon icon size=IconSize::Sm class=tint />
                    {said}
                    <Icon icon=lucide::LuChevronRight size=IconSize::Xs class="text-faint transition-transform group-open/c:rotate-90" />
                </summary>
                <p class="num mt-0.5 mb-1 pl-5 text-caption text-muted">{day} ": “" {entry.text} "”"</p>
            </details>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples::now;

    #[test]
    fn silence_is_not_consent() {
        let mut entry = ConsentEntry {
            id: "cns_00000000000000000000000001".parse().unwrap(),
            channel: Channel::Sms,
            granted: true,
            text: "You may text me.".into(),
            text_version: 1,
            ip: None,
            user_agent: None,
            at: now(),
            former: false,
        };
        assert_eq!(words(Channel::Sms, Some(&entry)), "Text messages allowed");
        let former = ConsentEntry { former: true, ..entry.clone() };
        assert_eq!(words(Channel::Sms, Some(&former)), "Text messages: agreed for another number");
        entry.granted = false;
        assert_eq!(words(Channel::Sms, Some(&entry)), "Text messages not agreed");
        assert_eq!(words(Channel::Call, None), "Calls: not asked");
    }
}
