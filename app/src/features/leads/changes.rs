//! Changing a lead's status or owner from a row or from its page: shown at once, confirmed or rolled back when the
//! server has answered. A step that needs words opens the question first.

use super::merge::with_status;
use super::rpc::{assign_lead, change_lead_status};
use super::status::{Needs, Step, steps};
use crate::rpc::{AppError, ErrorKind};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::LeadId;
use shared::leads::{LeadStatus, LeadSummary, OwnerRef, StatusChangeInput};
use ui::{Toast, Toaster};

/// Cheap to copy; one a screen.
#[derive(Clone, Copy)]
pub struct Changes {
    /// The step that waits for words.
    pub asked: RwSignal<Option<(LeadSummary, Step)>>,
    /// Draws a lead as it is, or as it will be.
    show: Callback<LeadSummary>,
    /// Fetches a lead that somebody else changed.
    again: Callback<LeadId>,
    toaster: Toaster,
    /// Whether the page runs: until then nothing that needs it can be pressed.
    pub alive: Signal<bool>,
}

impl Changes {
    /// `show` draws a lead, `again` fetches and draws one that somebody else changed.
    pub fn new(
        show: Callback<LeadSummary>,
        again: Callback<LeadId>,
        toaster: Toaster,
        alive: Signal<bool>,
    ) -> Self {
        Self { asked: RwSignal::new(None), show, again, toaster, alive }
    }

    /// Takes a step, or asks for what it needs.
    pub fn step(self, lead: LeadSummary, step: Step) {
        if step.needs != Needs::Nothing {
            self.asked.set(Some((lead, step)));
            return;
        }
        self.show.run(with_status(&lead, step.to));
        spawn_local(async move {
            let input = StatusChangeInput {
                status: step.to.as_str().to_owned(),
                version: lead.version,
                ..StatusChangeInput::default()
            };
            match change_lead_status(lead.id.to_string(), input).await {
                Ok(fresh) => self.changed(lead.status, fresh),
                Err(error) => self.rolled_back(lead, "Status not changed", error),
            }
        });
    }

    /// Takes a step with its words. The answer goes back to the question, which keeps them when it failed.
    pub async fn step_with(self, lead: LeadSummary, input: StatusChangeInput) -> Result<(), AppError> {
        match change_lead_status(lead.id.to_string(), input).await {
            Ok(fresh) => {
                self.changed(lead.status, fresh);
                Ok(())
            }
            Err(error) => {
                if error.kind == ErrorKind::Conflict {
                    self.again.run(lead.id);
                }
                Err(error)
            }
        }
    }

    /// Gives a lead to somebody or to nobody.
    pub fn assign(self, lead: LeadSummary, owner: Option<OwnerRef>) {
        if lead.owner == owner {
            return;
        }
        self.show.run(LeadSummary { owner: owner.clone(), ..lead.clone() });
        spawn_local(async move {
            let wanted = owner.as_ref().map(|owner| owner.id.to_string()).unwrap_or_default();
            match assign_lead(lead.id.to_string(), wanted, lead.version).await {
                Ok(fresh) => {
                    self.show.run(fresh.clone());
                    let words = match &fresh.owner {
                        Some(owner) => format!("{} belongs to {}", fresh.name, owner.name),
                        None => format!("{} has no owner", fresh.name),
                    };
                    let before = lead.owner.clone();
                    self.toaster
                        .push(Toast::success(words).undo(move || self.assign(fresh.clone(), before.clone())));
                }
                Err(error) => self.rolled_back(lead, "Owner not changed", error),
            }
        });
    }

    fn changed(self, before: LeadStatus, fresh: LeadSummary) {
        self.show.run(fresh.clone());
        let toast = Toast::success(format!("{} is {}", fresh.name, fresh.status.label().to_lowercase()));
        let back =
            steps(fresh.status).into_iter().find(|step| step.to == before && step.needs == Needs::Nothing);
        self.toaster.push(match back {
            Some(back) => toast.undo(move || self.step(fresh.clone(), back)),
            None => toast,
        });
    }

    fn rolled_back(self, lead: LeadSummary, what: &str, error: AppError) {
        let id = lead.id;
        self.show.run(lead);
        if error.kind == ErrorKind::Conflict {
            self.again.run(id);
        }
        self.toaster.error(what, error.message);
    }
}
