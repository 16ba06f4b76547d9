//! Who owns a lead, as a button that offers the members, and as plain words for those who may not assign.

use super::changes::Changes;
use crate::state::use_session;
use leptos::prelude::*;
use shared::MemberId;
use shared::leads::{LeadSummary, OwnerRef};
use shared::roles::Permission;
use ui::{Avatar, AvatarSize, ButtonKind, ButtonSize, Icon, IconSize, Menu, MenuItem, lucide};

/// The owner's initials and name, or that there is none.
#[component]
pub fn OwnerMark(
    #[prop(into)] owner: Signal<Option<OwnerRef>>,
    /// The first name alone, for a column.
    #[prop(optional)]
    short: bool,
    /// What stands where nobody does.
    #[prop(default = "No owner")]
    nobody: &'static str,
) -> impl IntoView {
    let mark = move |owner: OwnerRef| {
        let shown = if short { first_name(&owner.name).to_owned() } else { owner.name.clone() };
        view! {
            <Avatar name=owner.name size=AvatarSize::Sm decorative=true />
            <span class="whitespace-nowrap">{shown}</span>
        }
        .into_any()
    };
    let none = move || {
        view! {
            <span class="grid size-5 shrink-0 place-content-center rounded-full border border-dashed border-edge text-faint">
                <Icon icon=lucide::LuPlus size=IconSize::Xs />
            </span>
            <span class="text-muted">{nobody}</span>
        }
        .into_any()
    };
    view! {
        <span class="inline-flex items-center gap-2">
            {move || owner.get().map_or_else(none, mark)}
        </span>
    }
}

/// The first word of a name.
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// Who may give a lead to whom, as far as a screen must know it to offer nothing that would be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Giving {
    pub me: Option<MemberId>,
    /// To take a lead that nobody owns and to let go of one's own.
    pub may_work: bool,
    /// To give any lead to anybody.
    pub may_assign: bool,
}

impl Giving {
    /// Of who is signed in.
    pub fn here() -> Self {
        let session = use_session();
        Self {
            me: session.with(|info| info.member),
            may_work: session.may(Permission::WorkLeads),
            may_assign: session.may(Permission::AssignLeads),
        }
    }

    /// Whether a lead of `owner` can be given to `to`.
    pub fn allows(self, owner: Option<MemberId>, to: Option<MemberId>) -> bool {
        let takes = owner.is_none() && to == self.me;
        let lets_go = owner == self.me && to.is_none();
        self.may_assign || (self.may_work && self.me.is_some() && (takes || lets_go))
    }

    /// Whether anything at all can be done with a lead of `owner`.
    pub fn opens(self, owner: Option<MemberId>) -> bool {
        self.allows(owner, None) || self.allows(owner, self.me)
    }
}

/// `id` is the menu's. Whoever may do nothing with the lead reads the owner.
#[component]
pub fn OwnerMenu(
    #[prop(into)] id: String,
    #[prop(into)] lead: Signal<LeadSummary>,
    #[prop(into)] owners: Signal<Vec<OwnerRef>>,
    giving: Giving,
    changes: Changes,
    #[prop(optional)] boxed: bool,
) -> impl IntoView {
    let near = RwSignal::new(false);
    let owner = Memo::new(move |_| lead.with(|lead| lead.owner.clone()));
    let opens = Memo::new(move |_| giving.opens(owner.with(|owner| owner.as_ref().map(|owner| owner.id))));
    let items = Signal::derive(move || {
        if near.get() { rows(lead, owner.get(), owners.get(), giving, changes) } else { Vec::new() }
    });
    let label = Signal::derive(move || {
        owner.with(|owner| match owner {
            Some(owner) => format!("Owner: {}. Change", owner.name),
            None => "No owner. Assign".to_owned(),
        })
    });
    let (kind, class) = if boxed {
        (ButtonKind::Secondary, "max-md:h-10 disabled:opacity-100!")
    } else {
        (ButtonKind::Quiet, "-mx-2 font-normal! text-ink! disabled:opacity-100!")
    };
    let disabled = Signal::derive(move || !changes.alive.get());
    move || {
        if !opens.get() {
            return view! { <OwnerMark owner short=!boxed /> }.into_any();
        }
        view! {
            <span
                class="inline-flex"
                on:pointerenter=move |_| near.set(true)
                on:focusin=move |_| near.set(true)
            >
                <Menu
                    id=id.clone()
                    label
                    items
                    label_trigger=true
                    kind
                    size=ButtonSize::Sm
                    chevron=boxed
                    class
                    disabled
                >
                    <OwnerMark owner short=!boxed nobody="Assign" />
                </Menu>
            </span>
        }
        .into_any()
    }
}

fn rows(
    lead: Signal<LeadSummary>,
    owner: Option<OwnerRef>,
    owners: Vec<OwnerRef>,
    giving: Giving,
    changes: Changes,
) -> Vec<MenuItem> {
    let current = owner.map(|owner| owner.id);
    let me = giving.me;
    let mut owners = owners;
    owners.sort_by_key(|owner| Some(owner.id) != me);
    let mut items: Vec<MenuItem> = owners
        .into_iter()
        .filter(|owner| Some(owner.id) == current || giving.allows(current, Some(owner.id)))
        .map(|owner| {
            let words =
                if Some(owner.id) == me { format!("{} (me)", owner.name) } else { owner.name.clone() };
            let chosen = Some(owner.id) == current;
            MenuItem::new(words, move || changes.assign(lead.get_untracked(), Some(owner.clone())))
                .checked(chosen)
        })
        .collect();
    if current.is_none() || giving.allows(current, None) {
        items.push(MenuItem::separator());
        let none = MenuItem::new("No owner", move || changes.assign(lead.get_untracked(), None));
        items.push(none.checked(current.is_none()));
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples::member_id;

    #[test]
    fn who_only_works_leads_takes_and_lets_go() {
        let (me, other) = (Some(member_id(1)), Some(member_id(2)));
        let agent = Giving { me, may_work: true, may_assign: false };
        assert!(agent.allows(None, me) && agent.allows(me, None));
        assert!(!agent.allows(other, me) && !agent.allows(None, other) && !agent.allows(other, None));
        assert!(agent.opens(None) && agent.opens(me) && !agent.opens(other));
        let manager = Giving { may_assign: true, ..agent };
        assert!(manager.allows(other, me) && manager.opens(other));
        let viewer = Giving { may_work: false, ..agent };
        assert!(!viewer.opens(None) && !viewer.opens(me));
    }
}
