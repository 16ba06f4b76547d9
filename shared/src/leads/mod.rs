//! Leads: what lists and pages show, and what people send about them.

mod activities;
mod bulk;
mod deletion;
mod edit;
mod fields;
mod marks;
mod order;
mod query;
mod status;
mod summary;
mod views;

pub use activities::{ActivityInput, ActivityKind, CallOutcome, MAX_BODY, NewActivity};
pub use bulk::{BulkChange, BulkDone, BulkInput, BulkLeads, BulkUndone, MAX_BULK};
pub use deletion::{DeletedLead, DeletedPage};
pub use edit::{
    EditOutcome, Edited, Fact, FactConflict, FactEdit, FactTaken, FactValue, MAX_EDITS, Saved, address_parts,
};
pub use fields::{LeadFact, LeadField, LeadFilter, LeadSchema, lead_schema};
pub use marks::{LeadMarks, TagChange};
pub use order::{Direction, LeadSort};
pub use query::{LeadQuery, MAX_COLUMNS, MAX_ORDERS, MAX_RANKED, MAX_SEARCH, OwnerFilter};
pub use status::{DeadReason, LeadStatus, StatusChange, StatusChangeInput, StatusRefusal};
pub use summary::{Lead, LeadInput, LeadSummary, LeadTouch, Neighbours, NewLead, OwnerRef, TouchKind};
pub use views::{FoundView, LeadView, LeadViewInput, NewLeadView, OpensFor, opening};

use crate::words::words;

words! {
    /// Where a lead came from, derived from its last touch or chosen by a person.
    LeadSource {
        Website = "website", "Website";
        GoogleAds = "google_ads", "Google Ads";
        Facebook = "facebook", "Facebook";
        MicrosoftAds = "microsoft_ads", "Microsoft Ads";
        Tiktok = "tiktok", "TikTok";
        DirectMail = "direct_mail", "Direct mail";
        Referral = "referral", "Referral";
        ColdCall = "cold_call", "Cold call";
        Manual = "manual", "Added by hand";
    }
    /// Why somebody sells.
    Situation {
        Inherited = "inherited", "I inherited it";
        Divorce = "divorce", "Divorce or separation";
        Relocating = "relocating", "I am moving";
        Behind = "behind_on_payments", "I am behind on payments";
        Rental = "tired_landlord", "I am done with renting it out";
        Repairs = "too_many_repairs", "It needs too much work";
        Downsizing = "downsizing", "It is too big for me";
        Other = "other", "Something else";
    }
    /// How soon somebody wants to sell.
    Timing {
        Asap = "asap", "As soon as possible";
        Month = "within_30_days", "Within 30 days";
        Quarter = "within_90_days", "Within 3 months";
        Later = "later", "Later";
        Unsure = "unsure", "I am not sure yet";
    }
}
