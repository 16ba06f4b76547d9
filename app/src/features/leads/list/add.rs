//! Adding a lead by hand, over the list: opened by `?add=1`, so that a link and a key do the same.

use super::add_fields::{AddFields, Draft};
use super::state::List;
use crate::features::leads::address::{lead_href, list_href};
use crate::features::leads::browser::fresh_key;
use crate::features::leads::rpc::{AddLead as SendLead, add_lead};
use crate::features::leads::without_script::without_script;
use crate::rpc::{AppError, ErrorKind};
use crate::state::{Typed, use_now, use_session};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::leads::LeadQuery;
use shared::roles::Permission;
use ui::{Banner, Button, ButtonKind, ButtonType, Dialog, Tone, use_toaster};

const FORM: &str = "add-lead-form";

/// The list with the form for a new lead over it.
pub(super) fn address(query: &LeadQuery) -> String {
    format!("{}&add=1", list_href(query))
}

/// The dialog. What was entered stays until the lead is added, also when the dialog is closed.
#[component]
pub(super) fn AddLead(list: List) -> impl IntoView {
    let params = use_query_map();
    let wanted = Memo::new(move |_| params.with(|params| params.get_str("add").is_some()));
    let open = RwSignal::new(false);
    let may_work = use_session().may(Permission::WorkLeads);
    Effect::new(move |_| open.set(wanted.get() && may_work));
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<AppError>));
    let draft = Draft::new();
    let toaster = use_toaster();
    let navigate = use_navigate();
    let close = {
        let navigate = navigate.clone();
        move || {
            if wanted.get_untracked() {
                let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                navigate(&list.query.with_untracked(list_href), options);
            }
        }
    };
    let send = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        let input = draft.input(fresh_key);
        if let Err(fields) = input.parse() {
            failed.set(Some(AppError::invalid(fields)));
            return;
        }
        busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            match add_lead(input).await {
                Ok(id) => {
                    toaster.success("Lead added");
                    draft.clear();
                    failed.set(None);
                    navigate(
                        &list.query.with_untracked(|query| lead_href(id, query)),
                        NavigateOptions::default(),
                    );
                }
                Err(error) => failed.set(Some(error)),
            }
            busy.try_set(false);
        });
    });
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    view! {
        {(may_work && wanted.get_untracked()).then(|| view! { <PlainAdd /> })}
        <Dialog
            id="add-lead"
            title="Add lead"
            description="A name and one way to reach the person are enough."
            open
            class="max-w-lg"
            on_close=close
            actions=move || {
                view! {
                    <Button on_click=move |_| open.set(false)>"Cancel"</Button>
                    <Button kind=ButtonKind::Primary button_type=ButtonType::Submit busy busy_label="Adding" attr:form=FORM>
                        "Add lead"
                    </Button>
                }
            }
        >
            <form id=FORM novalidate on:submit=on_submit>
                {move || failed.get().filter(|error| error.kind != ErrorKind::Invalid).map(trouble)}
                <AddFields draft failed />
            </form>
        </Dialog>
    }
}

/// The same as a plain form, for a browser without JavaScript.
#[component]
fn PlainAdd() -> impl IntoView {
    let action = ServerAction::<SendLead>::new();
    let failed = RwSignal::new(action.value().get_untracked().and_then(Result::err));
    let draft = Draft::typed(expect_context::<Typed>());
    let key = format!("by-hand-{}", use_now().get_untracked());
    without_script(move || {
        view! {
            <section aria-labelledby="add-plain" class="border-b border-line p-4">
                <h2 id="add-plain" class="text-large font-semibold">
                    "Add lead"
                </h2>
                <form method="post" action=SendLead::url() class="mt-3 max-w-lg">
                    {failed.get_untracked().map(trouble)}
                    <input type="hidden" name="input[key]" value=key />
                    <AddFields draft failed />
                    <Button kind=ButtonKind::Primary button_type=ButtonType::Submit class="mt-4">
                        "Add lead"
                    </Button>
                </form>
            </section>
        }
        .into_any()
    })
}

fn trouble(error: AppError) -> impl IntoView {
    view! {
        <Banner tone=Tone::Danger alert=true class="mb-4">
            <b class="font-medium">"Not added."</b>
            " "
            {error.message}
            {error.request.map(|id| view! { <span class="num block text-caption">"Request " {id}</span> })}
        </Banner>
    }
}

#[cfg(test)]
mod tests {
    use super::address;
    use shared::leads::{LeadQuery, LeadStatus};

    #[test]
    fn the_form_keeps_the_list_behind_it() {
        assert_eq!(address(&LeadQuery::default()), "/leads?all=1&add=1");
        let query = LeadQuery { statuses: vec![LeadStatus::New], ..LeadQuery::default() };
        assert_eq!(address(&query), "/leads?status=new&add=1");
    }
}
