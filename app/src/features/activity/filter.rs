//! Whose acts a feed tells, and of which kind. A plain form where there are no scripts.

use super::address::FeedPlace;
use super::state::Feed;
use crate::features::leads::without_script::without_script;
use crate::state::use_session;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::activity::feed_groups;
use ui::{Button, ButtonType, Choice, Select};

#[component]
pub(super) fn FeedFilter(feed: Feed) -> impl IntoView {
    let session = use_session();
    let pinned = feed.place.with_untracked(|place| place.pinned);
    let member = in_step(feed, |place| place.member.clone());
    let group = in_step(feed, |place| place.group.clone());
    let people = Signal::derive(move || {
        feed.people.with(|people| {
            people.iter().map(|one| Choice::new(one.id.to_string(), one.name.clone())).collect::<Vec<_>>()
        })
    });
    let groups = Signal::derive(move || {
        let groups = feed_groups(|permission| session.may(permission));
        groups.into_iter().map(|group| Choice::new(group.as_str(), group.label())).collect::<Vec<_>>()
    });
    let navigate = use_navigate();
    let go = Callback::new(move |place: FeedPlace| {
        navigate(&place.href(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let kept = feed.place.with_untracked(|place| place.kept.clone());
    let kept = kept.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    view! {
        <form method="get" aria-label="Narrow the activity" class="flex flex-wrap items-center gap-2">
            {kept.collect_view()}
            {(!pinned)
                .then(|| {
                    view! {
                        <Select
                            name="member"
                            label="Member"
                            label_hidden=true
                            blank="Everybody"
                            choices=people
                            value=member
                            on_change=move |id: String| go.run(feed.place.with_untracked(|place| place.by(&id)))
                        />
                    }
                })}
            <Select
                name="kind"
                label="Kind"
                label_hidden=true
                blank="Everything"
                choices=groups
                value=group
                on_change=move |word: String| go.run(feed.place.with_untracked(|place| place.in_group(&word)))
            />
            {without_script(|| {
                view! { <Button button_type=ButtonType::Submit>"Show"</Button> }.into_any()
            })}
        </form>
    }
}

/// A field that follows the address.
fn in_step(feed: Feed, read: fn(&FeedPlace) -> String) -> RwSignal<String> {
    let field = RwSignal::new(feed.place.with_untracked(read));
    Effect::new(move |_| {
        let now = feed.place.with(read);
        if field.get_untracked() != now {
            field.set(now);
        }
    });
    field
}
