//! SeaORM entities: the shape of the tables and nothing else. Rules are `domain`'s.

pub mod activities;
pub mod consents;
pub mod contact_emails;
pub mod contact_phones;
pub mod contacts;
pub mod event_readers;
pub mod events;
pub mod form_drafts;
pub mod form_versions;
pub mod forms;
pub mod invitations;
pub mod job_attempts;
pub mod job_pauses;
pub mod job_queues;
pub mod job_schedules;
pub mod jobs;
pub mod lead_touches;
pub mod leads;
pub mod members;
pub mod organizations;
pub mod properties;
pub mod sessions;
pub mod sign_in_failures;
pub mod submissions;
pub mod users;
