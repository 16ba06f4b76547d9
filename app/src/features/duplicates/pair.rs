//! One pair side by side: who stays, which values, what comes of it. Everything is a plain form or a link, so nothing waits for
//! the page to come alive.

use super::address::{PAIRS, pair_href, staying_href};
use super::choices::{Choices, Taken};
use super::reasons::{Reasons, Sure};
use super::result::Outcome;
use super::rpc::{DismissDuplicate, MergeDuplicate, get_duplicate, split_merge};
use super::split::said;
use crate::features::leads::Crumbs;
use crate::features::leads::address::lead_href;
use crate::features::leads::browser;
use crate::layout::{Failure, PageTitle};
use crate::rpc::AppError;
use crate::state::{ask, use_session, use_zone};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::DuplicatePairId;
use shared::duplicates::{PairState, Twin};
use shared::leads::LeadQuery;
use shared::merges::MergePreview;
use shared::roles::Permission;
use ui::{
    Avatar, Badge, Banner, Button, ButtonKind, ButtonSize, ButtonType, EmptyState, Icon, LinkButton,
    Skeleton, SkeletonShape, Symbol, TextLink, Toast, Toaster, Tone, exact_text, lucide, use_toaster,
};

/// The form that the button in the head sends.
const FORM: &str = "merge-form";

#[component]
pub(super) fn Pair(pair: Memo<String>) -> impl IntoView {
    let query = use_query_map();
    let stays = Memo::new(move |_| query.with(|query| query.get("stays").unwrap_or_default()));
    let first = ask(move || (pair.get(), stays.get()), |(pair, stays)| get_duplicate(pair, stays));
    let inside = move || {
        Suspend::new(async move {
            match first.await {
                Ok(preview) if preview.pair.state == PairState::Open => {
                    view! { <Compare preview again=move |()| first.refetch() /> }.into_any()
                }
                Ok(preview) => decided(&preview).into_any(),
                Err(error) => {
                    let retry = move || first.refetch();
                    view! {
                        <div class="px-4 pt-3 pb-8 md:px-6">
                            <Crumbs here="Maybe the same" href=PAIRS />
                            <h1 class="mt-1 text-title font-semibold">"Is this the same person?"</h1>
                            <Failure error what="the pair" page=true on_retry=retry />
                        </div>
                    }
                    .into_any()
                }
            }
        })
    };
    view! {
        <PageTitle title="Is this the same person?" />
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Card label="Loading the pair" class="m-4 md:mx-6" /> }
        }>{inside}</Transition>
    }
}

/// Nothing is left to decide.
fn decided(preview: &MergePreview) -> impl IntoView + use<> {
    let (title, text) = match preview.pair.state {
        PairState::Merged => {
            ("These two were merged", "They can be split again among what was merged lately.")
        }
        _ => ("These two are not the same", "Somebody said so. They are not asked about again."),
    };
    view! {
        <div class="px-4 pt-3 pb-8 md:px-6">
            <Crumbs here="Maybe the same" href=PAIRS />
            <h1 class="mt-1 text-title font-semibold">"Is this the same person?"</h1>
            <EmptyState level=2 icon=lucide::LuUserCheck title text>
                <LinkButton href=PAIRS>"See what is left to decide"</LinkButton>
            </EmptyState>
        </div>
    }
}

#[component]
fn Compare(preview: MergePreview, #[prop(into)] again: Callback<()>) -> impl IntoView {
    let may_merge = use_session().may(Permission::MergeLeads);
    let merging = ServerAction::<MergeDuplicate>::new();
    let dismissing = ServerAction::<DismissDuplicate>::new();
    let failed = RwSignal::new(merging.value().get_untracked().and_then(Result::err));
    let (toaster, navigate) = (use_toaster(), StoredValue::new(use_navigate()));
    let go = move |to: &str| navigate.with_value(|navigate| navigate(to, NavigateOptions::default()));
    let (pair, next) = (preview.pair.id, preview.next);
    let who = StoredValue::new((preview.kept().name.clone(), preview.joined().name.clone()));
    Effect::new(move |_| match merging.value().get() {
        Some(Ok(merged)) => {
            let id = merged.id.to_string();
            let text = who.with_value(|(kept, joined)| format!("{joined} joined {kept}"));
            toaster.push(Toast::success(text).undo(move || split_again(id.clone(), toaster)));
            go(&merged.lead.map_or_else(|| PAIRS.to_owned(), |lead| lead_href(lead, &LeadQuery::default())));
        }
        Some(Err(error)) => failed.set(Some(error)),
        None => {}
    });
    Effect::new(move |_| match dismissing.value().get() {
        Some(Ok(())) => {
            let text = who.with_value(|(kept, joined)| format!("Not the same: {kept} and {joined}"));
            toaster.success(text);
            go(&next.map_or_else(|| PAIRS.to_owned(), pair_href));
        }
        Some(Err(error)) => failed.set(Some(error)),
        None => {}
    });
    let taken: Taken =
        RwSignal::new(preview.all_fields().map(|field| (field.key.clone(), field.take)).collect());
    let (stays, seen) = (preview.stays.to_string(), preview.seen.clone());
    let (sureness, reasons) = (preview.pair.sureness(), preview.pair.reasons.clone());
    let steps = view! { <Steps previous=preview.previous next /> }.into_any();
    let swap = staying_href(pair, preview.joined().contact);
    let twins = view! {
        <div class="mt-4 grid items-center gap-3 md:grid-cols-[116px_minmax(0,1fr)_minmax(0,1fr)]">
            <div>
                <LinkButton href=swap size=ButtonSize::Sm icon=lucide::LuArrowLeftRight>
                    "Swap"
                </LinkButton>
            </div>
            <Who twin=preview.kept().clone() stays=true />
            <Who twin=preview.joined().clone() stays=false />
        </div>
    }
    .into_any();
    let verb = format!("Merge into {}", preview.kept().name);
    let kept_name = preview.kept().name.clone();
    let preview = StoredValue::new(preview);
    view! {
        <div class="shrink-0 border-b border-line px-4 pt-3 pb-3 md:px-6">
            <div class="flex items-center gap-1">
                <Crumbs here="Maybe the same" href=PAIRS />
                <span class="ml-auto"></span>
                {steps}
            </div>
            <div class="mt-1 flex flex-wrap items-center gap-x-3 gap-y-2">
                <h1 class="text-title font-semibold">"Is this the same person?"</h1>
                <Sure sureness />
                <div class="ml-auto flex flex-wrap gap-2 max-md:ml-0 max-md:w-full">
                    <ActionForm action=dismissing>
                        <input type="hidden" name="pair" value=pair.to_string() />
                        <Button
                            button_type=ButtonType::Submit
                            busy=Signal::derive(move || dismissing.pending().get())
                            busy_label="Saving"
                        >
                            "Not the same"
                        </Button>
                    </ActionForm>
                    {may_merge
                        .then(|| {
                            view! {
                                <Button
                                    kind=ButtonKind::Primary
                                    button_type=ButtonType::Submit
                                    busy=Signal::derive(move || merging.pending().get())
                                    busy_label="Merging"
                                    attr:form=FORM
                                >
                                    {verb}
                                </Button>
                            }
                        })}
                </div>
            </div>
        </div>
        <div class="px-4 pt-4 pb-8 md:px-6 lg:grid lg:grid-cols-[minmax(0,1fr)_304px] lg:gap-8">
            <div class="min-w-0">
                {move || failed.get().map(|error| trouble(error, again))}
                {(!may_merge)
                    .then(|| view! { <Banner class="mb-4">"A manager or an admin merges people. You can say that they are not the same."</Banner> })}
                <Reasons reasons />
                {twins}
                <ActionForm action=merging attr:id=FORM>
                    <input type="hidden" name="pair" value=pair.to_string() />
                    <input type="hidden" name="input[stays]" value=stays />
                    <input type="hidden" name="input[seen]" value=seen />
                    <Choices preview taken />
                </ActionForm>
                <p class="mt-3 flex gap-1.5 text-muted">
                    <Icon icon=lucide::LuUndo2 class="mt-0.5 shrink-0" />
                    <span>
                        "A merge can be split again at any time, field by field as it was. What happened in between stays with "
                        {kept_name} "."
                    </span>
                </p>
            </div>
            <div class="min-w-0 max-lg:mt-6">
                <Outcome preview taken />
            </div>
        </div>
    }
}

fn trouble(error: AppError, again: Callback<()>) -> impl IntoView {
    view! {
        <Banner tone=Tone::Danger alert=true class="mb-4">
            <b class="font-medium">"Not merged."</b>
            " "
            {error.message}
            " "
            <Button size=ButtonSize::Sm class="noscript:hidden" on_click=move |_| again.run(())>
                "Look again"
            </Button>
        </Banner>
    }
}

fn split_again(merge: String, toaster: Toaster) {
    spawn_local(async move {
        match split_merge(merge).await {
            Ok(split) => said(toaster, &split),
            Err(error) => toaster.error("Still merged", error.message),
        }
    });
}

#[component]
fn Who(twin: Twin, stays: bool) -> impl IntoView {
    let zone = use_zone();
    let at = twin.created_at.timestamp_millis();
    let since = format!("Here since {}", exact_text(at, zone.minutes_at(at)));
    let status = twin.status.map(|status| format!(", {}", status.label().to_lowercase()));
    let called = twin.name.clone();
    let name = if let Some(lead) = twin.lead {
        let href = lead_href(lead, &LeadQuery::default());
        view! { <TextLink href class="min-w-0 break-words font-semibold">{called}</TextLink> }.into_any()
    } else {
        view! { <span class="font-semibold">{called}</span> }.into_any()
    };
    let (tone, word) = if stays { (Tone::Accent, "Stays") } else { (Tone::Neutral, "Joins") };
    view! {
        <div class="flex min-w-0 items-center gap-3 rounded-lg border border-line px-3 py-2.5">
            <Avatar name=twin.name decorative=true />
            <div class="min-w-0 flex-1">
                <p class="flex flex-wrap items-center gap-x-2">{name} <Badge tone>{word}</Badge></p>
                <p class="num text-caption text-muted">{since} {status}</p>
            </div>
        </div>
    }
}

/// The pairs before and after this one; a key does the same.
#[component]
fn Steps(previous: Option<DuplicatePairId>, next: Option<DuplicatePairId>) -> impl IntoView {
    view! {
        <Step pair=previous label="Previous pair (K)" key="k" icon=lucide::LuChevronUp />
        <Step pair=next label="Next pair (J)" key="j" icon=lucide::LuChevronDown />
    }
}

#[component]
fn Step(
    pair: Option<DuplicatePairId>,
    label: &'static str,
    key: &'static str,
    icon: Symbol,
) -> impl IntoView {
    let navigate = use_navigate();
    browser::on_plain_key(move |pressed| {
        let Some(pair) = pair.filter(|_| pressed == key) else { return false };
        navigate(&pair_href(pair), NavigateOptions::default());
        true
    });
    const LOOK: &str = "inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink max-md:size-10";
    pair.map(|pair| {
        view! {
            <a href=pair_href(pair) class=LOOK aria-label=label title=label>
                <Icon icon />
            </a>
        }
    })
}
