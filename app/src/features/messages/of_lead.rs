//! The drafts of a lead, and the form to write one or to go on with one.

use super::rpc::{
    DiscardMessage, WriteMessage, change_message, discard_message, messages_of_lead, write_message,
};
use crate::features::leads::browser::{self, fresh_key};
use crate::features::leads::times::Times;
use crate::features::leads::without_script::without_script;
use crate::layout::Failure;
use crate::rpc::{AppError, ErrorKind};
use crate::state::{Typed, live, use_hydrated, use_now};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use shared::LeadId;
use shared::contacts::{Channel, Contact};
use shared::messages::{MAX_EMAIL, MAX_SUBJECT, MessageDraft, MessageInput, sms_parts};
use ui::{
    Banner, Button, ButtonKind, ButtonSize, ButtonType, Choice, ChoiceChips, Icon, IconSize, RelativeTime,
    Section, TextArea, TextField, Toaster, Tone, lucide, use_toaster,
};

/// The form, its fields and its action; the browser knows them by these names.
const FORM: &str = "message";
const BODY: &str = "message-body";

/// What stands in the form, and which draft it goes on with. Cheap to copy.
#[derive(Clone, Copy)]
struct Writing {
    lead: LeadId,
    drafts: RwSignal<Vec<MessageDraft>>,
    /// Why the drafts are not here.
    missing: RwSignal<Option<AppError>>,
    /// The draft that is being changed; nothing writes a new one.
    edited: RwSignal<Option<MessageDraft>>,
    channel: RwSignal<String>,
    subject: RwSignal<String>,
    body: RwSignal<String>,
    failed: RwSignal<Option<AppError>>,
    busy: RwSignal<bool>,
    toaster: Toaster,
}

impl Writing {
    fn is(self, channel: Channel) -> bool {
        self.channel.with(|word| word == channel.as_str())
    }

    /// Puts a draft into the form.
    fn go_on(self, draft: &MessageDraft) {
        self.channel.set(draft.channel.as_str().to_owned());
        self.subject.set(draft.subject.clone());
        self.body.set(draft.body.clone());
        self.failed.set(None);
        self.edited.set(Some(draft.clone()));
        compose_message();
    }

    fn clear(self) {
        self.edited.try_set(None);
        self.subject.try_set(String::new());
        self.body.try_set(String::new());
        self.failed.try_set(None);
    }

    fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        let input = MessageInput {
            lead: self.lead.to_string(),
            channel: self.channel.get_untracked(),
            subject: self.subject.get_untracked(),
            body: self.body.get_untracked(),
            key: fresh_key(),
        };
        if let Err(fields) = input.parse() {
            self.failed.set(Some(AppError::invalid(fields)));
            return;
        }
        self.busy.set(true);
        let edited = self.edited.get_untracked();
        spawn_local(async move {
            let saved = match edited {
                Some(draft) => change_message(draft.id.to_string(), draft.version, input).await,
                None => write_message(input).await,
            };
            match saved {
                Ok(draft) => {
                    self.toaster.success("Draft saved");
                    self.put(draft);
                    self.clear();
                }
                Err(error) => drop(self.failed.try_set(Some(error))),
            }
            self.busy.try_set(false);
        });
    }

    fn put(self, draft: MessageDraft) {
        self.drafts.try_update(|drafts| match drafts.iter_mut().find(|known| known.id == draft.id) {
            Some(known) => *known = draft,
            None => drafts.insert(0, draft),
        });
    }

    fn discard(self, draft: &MessageDraft) {
        let (id, version) = (draft.id, draft.version);
        spawn_local(async move {
            match discard_message(id.to_string(), version).await {
                Ok(()) => {
                    self.drafts.try_update(|drafts| drafts.retain(|known| known.id != id));
                    if self.edited.try_get_untracked().flatten().is_some_and(|edited| edited.id == id) {
                        self.clear();
                    }
                    self.toaster.success("Draft discarded");
                }
                Err(error) => self.toaster.error("The draft was not discarded", error.message),
            }
        });
    }

    fn reload(self) {
        spawn_local(async move {
            // what is on the screen stays when there is no answer
            if let Ok(found) = messages_of_lead(self.lead.to_string()).await {
                self.drafts.try_set(found);
                self.missing.try_set(None);
            }
        });
    }
}

/// Opens the form and puts the focus into it.
pub fn compose_message() {
    browser::check("ld-n");
    browser::open_details(FORM);
    request_animation_frame(|| browser::focus(BODY));
}

/// A part of the lead's page.
#[component]
pub fn LeadMessages(
    lead: LeadId,
    drafts: Result<Vec<MessageDraft>, AppError>,
    #[prop(into)] contact: Signal<Contact>,
    times: Times,
    may_work: bool,
) -> impl IntoView {
    let typed = use_context::<Typed>();
    let typed = |name: &str| typed.map(|typed| typed.value(name)).unwrap_or_default();
    let writing = Writing {
        lead,
        missing: RwSignal::new(drafts.as_ref().err().cloned()),
        drafts: RwSignal::new(drafts.unwrap_or_default()),
        edited: RwSignal::new(None),
        channel: RwSignal::new(Channel::Sms.as_str().to_owned()),
        subject: RwSignal::new(typed("message_subject")),
        body: RwSignal::new(typed("message_body")),
        failed: RwSignal::new(None),
        busy: RwSignal::new(false),
        toaster: use_toaster(),
    };
    live::on_event(
        move |event| event.lead == Some(lead) && event.name.starts_with("lead.message_"),
        move || writing.reload(),
    );
    let count = Signal::derive(move || {
        writing.drafts.with(|drafts| (!drafts.is_empty()).then(|| drafts.len().to_string()))
    });
    let nobody =
        move || writing.drafts.with(Vec::is_empty) && writing.missing.with(Option::is_none) && !may_work;
    view! {
        <Section id="messages" title="Message drafts" count>
            {move || {
                let retry = move || writing.reload();
                writing.missing.get().map(|error| view! { <Failure error what="the drafts" level=3 on_retry=retry /> })
            }}
            <ul class="mt-1.5">
                <For each=move || writing.drafts.get() key=|draft| (draft.id, draft.version) let:draft>
                    <Row draft writing times may_work />
                </For>
            </ul>
            <Show when=nobody>
                <p class="text-muted">"No message is being prepared."</p>
            </Show>
            {may_work.then(|| view! { <Compose writing contact /> })}
        </Section>
    }
}

#[component]
fn Row(draft: MessageDraft, writing: Writing, times: Times, may_work: bool) -> impl IntoView {
    let (icon, kind) = match draft.channel {
        Channel::Email => (lucide::LuMail, "Email"),
        Channel::Sms | Channel::Call => (lucide::LuMessageSquare, "Text message"),
    };
    let at = draft.updated_at.timestamp_millis();
    let offset = times.offset(draft.updated_at);
    view! {
        <li class="border-t border-line py-2">
            <p class="flex flex-wrap items-center gap-x-1.5 text-caption text-muted">
                <Icon icon size=IconSize::Sm />
                {kind}
                <span>"by " {draft.author.name.clone()}</span>
                <RelativeTime at now=times.now offset_minutes=offset />
            </p>
            {(!draft.subject.is_empty()).then(|| view! { <p class="font-medium break-words">{draft.subject.clone()}</p> })}
            <p class="line-clamp-4 break-words whitespace-pre-line">{draft.body.clone()}</p>
            {may_work.then(|| view! { <Deeds draft writing /> })}
        </li>
    }
}

#[component]
fn Deeds(draft: MessageDraft, writing: Writing) -> impl IntoView {
    let hydrated = use_hydrated();
    let (id, version) = (draft.id.to_string(), draft.version.to_string());
    let about: String = draft.body.chars().take(40).collect();
    let discard = format!("Discard draft: {about}");
    let edit = format!("Edit draft: {about}");
    let draft = StoredValue::new(draft);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        draft.with_value(|draft| writing.discard(draft));
    };
    view! {
        <div class="mt-1 flex gap-1.5">
            <Button
                size=ButtonSize::Sm
                class="max-md:h-10 noscript:hidden"
                disabled=Signal::derive(move || !hydrated.get())
                on_click=move |_| draft.with_value(|draft| writing.go_on(draft))
                attr:aria-label=edit
            >
                "Edit"
            </Button>
            <form method="post" action=DiscardMessage::url() class="contents" on:submit=on_submit>
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="version" value=version />
                <Button
                    button_type=ButtonType::Submit
                    size=ButtonSize::Sm
                    kind=ButtonKind::Quiet
                    class="max-md:h-10"
                    attr:aria-label=discard
                >
                    "Discard"
                </Button>
            </form>
        </div>
    }
}

/// The form is loaded when it is opened first, and whole without JavaScript.
#[component]
fn Compose(writing: Writing, contact: Signal<Contact>) -> impl IntoView {
    let action = ServerAction::<WriteMessage>::new();
    let refused = action.value().get_untracked().and_then(Result::err);
    let was_refused = refused.is_some();
    writing.failed.set(refused);
    let opened = RwSignal::new(false);
    // once: what is written stays when it is closed
    let open = move |_| {
        if !opened.get_untracked() {
            opened.set(true);
        }
    };
    let editing = move || writing.edited.with(Option::is_some);
    view! {
        <details id=FORM open=was_refused class="border-t border-line pt-1.5" on:toggle=open>
            <summary class="flex min-h-8 items-center rounded-sm font-medium max-md:min-h-10" title="Draft a message (M)">
                {move || if editing() { "Change the draft" } else { "+ Draft a message" }}
            </summary>
            {without_script(move || view! { <MessageForm writing contact /> }.into_any())}
            <Suspense fallback=|| ()>
                {move || opened.get().then(|| Suspend::new(async move { message_form_view(writing, contact).await }))}
            </Suspense>
        </details>
    }
}

#[lazy]
fn message_form_view(writing: Writing, contact: Signal<Contact>) -> AnyView {
    // whoever opened it goes on by writing
    request_animation_frame(|| browser::focus(BODY));
    view! { <MessageForm writing contact /> }.into_any()
}

/// Saved by a press or by Ctrl Enter.
#[component]
fn MessageForm(writing: Writing, contact: Signal<Contact>) -> impl IntoView {
    let hydrated = use_hydrated();
    let wrong = move |path: &'static str| {
        Signal::derive(move || writing.failed.with(|error| error.as_ref()?.field(path)))
    };
    let kinds = vec![
        Choice::new(Channel::Sms.as_str(), "Text message"),
        Choice::new(Channel::Email.as_str(), "Email"),
    ];
    let key = format!(
        "message-{}-{}",
        writing.lead.to_string().trim_start_matches("lead_"),
        use_now().get_untracked()
    );
    let length = move || writing.is(Channel::Sms).then(|| parts(writing.body.with(|body| sms_parts(body))));
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        writing.save();
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            writing.save();
        }
    };
    let editing = move || writing.edited.with(Option::is_some);
    view! {
        <form
            method="post"
            action=WriteMessage::url()
            class="mt-2 max-w-96 space-y-3"
            aria-label="Message draft"
            novalidate
            on:submit=on_submit
            on:keydown=on_key
        >
            {move || {
                let failed = writing.failed.get().filter(|error| error.kind != ErrorKind::Invalid);
                failed.map(|error| view! { <Banner tone=Tone::Danger alert=true>{error.message}</Banner> })
            }}
            <input type="hidden" name="input[lead]" value=writing.lead.to_string() />
            <input type="hidden" name="input[key]" value=key />
            <ChoiceChips
                name="input[channel]"
                id="message-channel"
                label="How it is sent"
                label_hidden=true
                choices=kinds
                value=writing.channel
                error=wrong("channel")
            />
            {move || warning(writing.channel.with(|word| Channel::from_word(word)), &contact.get())}
            // without scripts nobody could bring it back
            <div hidden=move || hydrated.get() && !writing.is(Channel::Email)>
                <TextField
                    name="input[subject]"
                    id="message-subject"
                    label="Subject"
                    value=writing.subject
                    error=wrong("subject")
                    maxlength=u32::try_from(MAX_SUBJECT).unwrap_or(u32::MAX)
                    autocomplete="off"
                    optional_mark=true
                />
            </div>
            <TextArea
                name="input[body]"
                id=BODY
                label="Message"
                rows=4
                value=writing.body
                error=wrong("body")
                maxlength=u32::try_from(MAX_EMAIL).unwrap_or(u32::MAX)
            />
            {move || length().map(|words| view! { <p class="num text-caption text-muted">{words}</p> })}
            <p class="text-caption text-muted">"It is kept as a draft. Empire does not send messages yet."</p>
            <div class="flex gap-1.5">
                <Button
                    button_type=ButtonType::Submit
                    size=ButtonSize::Sm
                    busy=writing.busy
                    busy_label="Saving"
                    class="max-md:h-10"
                >
                    "Save draft"
                    <span class="hidden text-faint sm:inline" aria-hidden="true">
                        "Ctrl ↵"
                    </span>
                </Button>
                <Show when=editing>
                    <Button size=ButtonSize::Sm kind=ButtonKind::Quiet class="max-md:h-10" on_click=move |_| writing.clear()>
                        "Cancel"
                    </Button>
                </Show>
            </div>
        </form>
    }
}

fn parts(count: usize) -> String {
    match count {
        0 | 1 => "Fits one text message".to_owned(),
        more => format!("Travels as {more} text messages"),
    }
}

/// Why a message could not be sent today, as far as the contact says.
fn warning(channel: Option<Channel>, contact: &Contact) -> Option<AnyView> {
    let channel = channel?;
    let words = if contact.do_not_contact {
        "This person asked not to be contacted."
    } else {
        match channel {
            Channel::Sms if contact.phones.is_empty() => "No phone number is known.",
            Channel::Email if contact.emails.is_empty() => "No email address is known.",
            Channel::Sms if contact.consent(channel).is_none_or(|entry| !entry.granted) => {
                "They have not agreed to text messages."
            }
            _ => return None,
        }
    };
    Some(
        view! {
            <p class="flex items-start gap-1.5 text-warning">
                <Icon icon=lucide::LuTriangleAlert size=IconSize::Sm class="mt-0.5" />
                {words}
            </p>
        }
        .into_any(),
    )
}
