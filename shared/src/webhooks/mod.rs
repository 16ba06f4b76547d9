//! The vocabulary of webhooks to partners: endpoints, deliveries and their attempts, and how their input is read.
//!
//! What is sent when, and how it is signed, is `domain::webhooks`.

mod input;
mod inspector;
mod states;
mod url;
mod views;

pub use input::{ReplayRangeInput, WebhookEndpointInput, WebhookEndpointParsed};
pub use inspector::{INSPECTIONS, INSPECTOR_PATH, Inspection, Inspector, InspectorAnswer, Verdict};
pub use states::{DeliveryState, DisabledReason, EndpointState, Held};
pub use url::WebhookUrl;
pub use views::{
    AttemptSummary, CreatedEndpoint, DeliveryAttempt, DeliveryDetail, DeliveryPage, DeliveryQuery,
    DeliverySummary, Header, ReplayRange, RotatedSecret, SecretView, WebhookEndpoint, Week,
};
