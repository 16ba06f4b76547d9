//! Who was asked to join and has not answered.

use super::rpc::revoke_invitation;
use super::screen::Members;
use crate::layout::Confirm;
use crate::state::{use_hydrated, use_now, use_session, use_zone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::members::InvitationSummary;
use ui::{Button, ButtonKind, ButtonSize, RelativeTime, Section, TimeMode, use_toaster};

#[component]
pub(super) fn OpenInvitations(members: Members) -> impl IntoView {
    let asked = RwSignal::new(None::<InvitationSummary>);
    let open = RwSignal::new(false);
    let toaster = use_toaster();
    let invitations = move || members.team.with(|team| team.invitations.clone());
    let any = Memo::new(move |_| members.team.with(|team| !team.invitations.is_empty()));
    let email =
        Signal::derive(move || asked.with(|a| a.as_ref().map(|a| a.email.to_string())).unwrap_or_default());
    let ask = Callback::new(move |invitation: InvitationSummary| {
        asked.set(Some(invitation));
        open.set(true);
    });
    let revoke = move || {
        let Some(invitation) = asked.get_untracked() else { return };
        spawn_local(async move {
            match revoke_invitation(invitation.id).await {
                Ok(()) => {
                    toaster.success(format!("The invitation for {} was taken back", invitation.email));
                    members.reload();
                }
                Err(error) => toaster.error("The invitation still stands", error.message),
            }
        });
    };
    view! {
        <Show when=move || any.get()>
            <Section id="invited" title="Invited">
                <ul class="mt-1 divide-y divide-line border-y border-line">
                    <For each=invitations key=|invitation| invitation.id let:invitation>
                        <Row invitation ask />
                    </For>
                </ul>
            </Section>
        </Show>
        <Confirm
            id="revoke-invitation"
            open
            title=Signal::derive(move || format!("Take back the invitation for {}?", email.get()))
            text="The link stops working at once. You can invite them again with a new one."
            verb="Take back"
            on_confirm=revoke
        />
    }
}

#[component]
fn Row(invitation: InvitationSummary, ask: Callback<InvitationSummary>) -> impl IntoView {
    let session = use_session();
    let hydrated = use_hydrated();
    let zone = use_zone();
    let ends = invitation.expires_at.timestamp_millis();
    let role = invitation.role;
    let may = Memo::new(move |_| session.role().is_some_and(|own| own.may_manage(role)));
    let email = invitation.email.to_string();
    let label = format!("Take back the invitation for {email}");
    view! {
        <li class="flex min-h-13 items-center gap-3 py-1.5">
            <span class="min-w-0 flex-1">
                <span class="block truncate">{email}</span>
                <span class="block truncate text-caption text-muted">
                    {role.label()} ", invited by " {invitation.invited_by.clone()} ", ends "
                    <RelativeTime at=ends now=use_now() mode=TimeMode::Deadline offset_minutes=zone.minutes_at(ends) />
                </span>
            </span>
            <Show when=move || may.get()>
                {
                    let (invitation, label) = (invitation.clone(), label.clone());
                    view! {
                        <Button
                            kind=ButtonKind::Quiet
                            size=ButtonSize::Sm
                            disabled=Signal::derive(move || !hydrated.get())
                            attr:aria-label=label
                            on_click=move |_| ask.run(invitation.clone())
                        >
                            "Take back"
                        </Button>
                    }
                }
            </Show>
        </li>
    }
}
