//! Inviting somebody: the answer is a link to hand over, shown this once.

use super::role_choice::grantable_roles;
use super::rpc::InviteMember;
use super::screen::Members;
use crate::layout::CopyField;
use crate::rpc::AppError;
use crate::state::use_hydrated;
use leptos::form::ActionForm;
use leptos::prelude::*;
use shared::members::InvitationLink;
use shared::roles::Role;
use ui::{Banner, Button, ButtonKind, ButtonType, FieldKind, Section, Select, TextField, Tone};

#[component]
pub(super) fn Invite(members: Members) -> impl IntoView {
    let action = ServerAction::<InviteMember>::new();
    let email = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(Ok(_)) = action.value().get() {
            email.set(String::new());
            members.reload();
        }
    });
    let error = Signal::derive(move || {
        action.value().get().and_then(Result::err).filter(|_| !action.pending().get())
    });
    let link = move || action.value().get().and_then(Result::ok).map(|link| view! { <Link link /> });
    view! {
        <Section id="invite" title="Invite somebody" note="They get a link to set their own password.">
            <div class="mt-2 space-y-3">
                <InviteForm action email error />
                {link}
            </div>
        </Section>
    }
}

#[component]
fn InviteForm(
    action: ServerAction<InviteMember>,
    email: RwSignal<String>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let hydrated = use_hydrated();
    let at = move |path: &'static str| {
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(path))))
    };
    let beside = move || error.get().and_then(|error| error.beside(&["email", "role"]));
    view! {
        <ActionForm action attr:class="space-y-3" attr:novalidate="">
            {move || beside().map(|words| view! { <Banner tone=Tone::Danger alert=true>{words}</Banner> })}
            <TextField
                name="email"
                label="Email"
                kind=FieldKind::Email
                autocomplete="off"
                required=true
                value=email
                error=at("email")
            />
            <Select name="role" label="Role" choices=grantable_roles() initial=Role::Agent.as_str() error=at("role") />
            <Button
                kind=ButtonKind::Primary
                button_type=ButtonType::Submit
                disabled=Signal::derive(move || !hydrated.get())
                busy=Signal::derive(move || action.pending().get())
                busy_label="Making the link"
            >
                "Make invitation link"
            </Button>
        </ActionForm>
    }
}

#[component]
fn Link(link: InvitationLink) -> impl IntoView {
    view! {
        <div role="status" class="space-y-2 rounded-lg border border-line bg-sunken p-3">
            <CopyField
                id="invitation-link"
                label=format!("Link for {}", link.invitation.email)
                value=link.url
                what="Copy link"
                rows=3
            />
            <p class="text-caption text-muted">"Hand it over yourself. It works once, for seven days, and is not shown again."</p>
        </div>
    }
}
