//! Messages to sellers that are written and wait to be sent: a part of the lead's page.

mod of_lead;
mod rpc;

pub use of_lead::{LeadMessages, compose_message};
pub use rpc::*;
