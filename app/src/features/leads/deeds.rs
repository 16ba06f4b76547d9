//! What the command palette offers for one lead, wherever it is open.

use super::changes::Changes;
use super::owner_menu::Giving;
use super::status::{Needs, steps};
use crate::layout::{Deed, DeedGroup};
use shared::leads::{LeadSummary, OwnerRef};
use ui::lucide;

/// The next statuses and the members it can be given to, as far as one may.
pub fn deeds_of(lead: &LeadSummary, owners: &[OwnerRef], giving: Giving, changes: Changes) -> DeedGroup {
    let mut deeds = Vec::new();
    if giving.may_work {
        deeds.extend(steps(lead.status).into_iter().map(|step| {
            let more = if step.needs == Needs::Nothing { "" } else { "…" };
            let lead = lead.clone();
            Deed::new(format!("Set status to {}{more}", step.to.label()), lucide::LuCircleDot, move || {
                changes.step(lead.clone(), step);
            })
        }));
    }
    let current = lead.owner.as_ref().map(|owner| owner.id);
    let others =
        owners.iter().filter(|owner| Some(owner.id) != current && giving.allows(current, Some(owner.id)));
    deeds.extend(others.map(|owner| {
        let me = if Some(owner.id) == giving.me { " (me)" } else { "" };
        let (lead, owner) = (lead.clone(), owner.clone());
        Deed::new(format!("Give to {}{me}", owner.name), lucide::LuUserRoundCheck, move || {
            changes.assign(lead.clone(), Some(owner.clone()));
        })
    }));
    if current.is_some() && giving.allows(current, None) {
        let lead = lead.clone();
        deeds.push(Deed::new("Take the owner away", lucide::LuUserRoundX, move || {
            changes.assign(lead.clone(), None);
        }));
    }
    DeedGroup { title: lead.name.clone(), deeds }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples::{member_id, summary};
    use leptos::prelude::*;

    fn labels(giving: Giving) -> Vec<String> {
        Owner::new().with(|| {
            let changes = Changes::new(
                Callback::new(|_| ()),
                Callback::new(|_| ()),
                ui::provide_toaster(),
                Signal::stored(true),
            );
            let owners = [(1, "Priya Raman"), (2, "Marcus Bell")]
                .map(|(number, name)| OwnerRef { id: member_id(number), name: name.into() });
            deeds_of(&summary(1), &owners, giving, changes).deeds.into_iter().map(|deed| deed.label).collect()
        })
    }

    #[test]
    fn nothing_is_offered_that_would_be_refused() {
        let manager = Giving { me: Some(member_id(2)), may_work: true, may_assign: true };
        let all = labels(manager);
        assert!(all.contains(&"Set status to Contacted".to_owned()), "{all:?}");
        assert!(all.contains(&"Give to Marcus Bell (me)".to_owned()), "{all:?}");
        assert!(!all.contains(&"Give to Priya Raman".to_owned()), "{all:?}");
        assert!(all.contains(&"Take the owner away".to_owned()), "{all:?}");
        let viewer = Giving { may_work: false, may_assign: false, ..manager };
        assert_eq!(labels(viewer), [""; 0]);
    }
}
