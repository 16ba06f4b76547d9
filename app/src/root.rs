//! The document around every page, and the map from addresses to screens. Each area is a lazy route: its code is
//! loaded when somebody goes there, and with it the code that asks the server. `LazyRoute::data` is left empty, because
//! what stands there is part of what every page loads.

use crate::features::activity::ActivityRoute;
use crate::features::deletion::DeletedRoute;
use crate::features::duplicates::DuplicatesRoute;
use crate::features::duty::DutyRoute;
use crate::features::fields::FieldsRoute;
use crate::features::forms::{BuilderRoute, FormRoute, FormsRoute, NewFormRoute};
#[cfg(debug_assertions)]
use crate::features::gallery::GalleryRoute;
use crate::features::home::HomeRoute;
use crate::features::imports::{ImportRoute, ImportsRoute};
use crate::features::jobs::QueueRoute;
use crate::features::leads::{LeadRoute, LeadsRoute};
use crate::features::members::MembersRoute;
use crate::features::notifications::NotificationsRoute;
use crate::features::review::ReviewRoute;
use crate::features::sessions::{InvitationRoute, SignInRoute, SignUpRoute};
use crate::features::sources::SourcesRoute;
use crate::features::tasks::AgendaRoute;
use crate::features::team::{MemberRoute, TeamRoute};
use crate::features::webhooks::WebhooksRoute;
use crate::layout::{Announcements, Arrival, Frame, NotFound, Offers, Titles};
use crate::state;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

/// The document; `App` is its body.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <script nonce=use_nonce()>{ui::THEME_SCRIPT}</script>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <link rel="stylesheet" href="/pkg/empire.css" />
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body class="min-h-dvh">
                <App />
            </body>
        </html>
    }
}

/// Everything below `<body>`. What all screens share is provided here, above the routes.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    state::provide();
    Arrival::provide();
    Offers::provide();
    ui::provide_toaster();
    view! {
        <Titles />
        <Router>
            <Announcements />
            <Routes fallback=NotFound>
                // Pages are sent whole, so that they are complete without JavaScript and carry their own status.
                <Route path=path!("/sign-in") view={Lazy::<SignInRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/sign-up") view={Lazy::<SignUpRoute>::new()} ssr=SsrMode::Async />
                <Workshop />
                <Route path=path!("/invitations/:token") view={Lazy::<InvitationRoute>::new()} ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("") view={Lazy::<HomeRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/leads") view={Lazy::<LeadsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/leads/import") view={Lazy::<ImportsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/leads/import/:id") view={Lazy::<ImportRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/leads/deleted") view={Lazy::<DeletedRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/leads/duplicates/:pair?") view={Lazy::<DuplicatesRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/leads/:id") view={Lazy::<LeadRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/agenda") view={Lazy::<AgendaRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/notifications") view={Lazy::<NotificationsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/review") view={Lazy::<ReviewRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/activity") view={Lazy::<ActivityRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/team") view={Lazy::<TeamRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/team/:member") view={Lazy::<MemberRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/forms") view={Lazy::<FormsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/forms/new") view={Lazy::<NewFormRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/forms/:id") view={Lazy::<FormRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/forms/:id/edit") view={Lazy::<BuilderRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/settings/members") view={Lazy::<MembersRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/settings/duty") view={Lazy::<DutyRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/settings/fields") view={Lazy::<FieldsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/settings/sources/:id?") view={Lazy::<SourcesRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/settings/webhooks/:id?") view={Lazy::<WebhooksRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/settings/queue") view={Lazy::<QueueRoute>::new()} ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
    // One erased type for whoever mounts or serves it: the whole map of pages is compiled here, once.
    .into_any()
}

/// The page for those who build Empire.
#[cfg(debug_assertions)]
#[component(transparent)]
fn Workshop() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("/dev/ui") view={Lazy::<GalleryRoute>::new()} ssr=SsrMode::Async /> }
        .into_inner()
}

/// A release has no such page. The address stays a route, because `()` as a route matches everything.
#[cfg(not(debug_assertions))]
#[component(transparent)]
fn Workshop() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("/dev/ui") view=NotFound ssr=SsrMode::Async /> }.into_inner()
}
