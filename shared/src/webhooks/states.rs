//! Where endpoints and deliveries stand.

use crate::words::words;

words! {
    /// Whether an endpoint is sent to.
    EndpointState {
        Enabled = "enabled", "On";
        Disabled = "disabled", "Switched off";
    }
    /// Why an endpoint is not sent to.
    DisabledReason {
        ByMember = "by_member", "Switched off by a member";
        Failing = "failing", "Failed for 5 days";
        Gone = "gone", "Answered that it is gone (410)";
    }
    /// What becomes of deliveries that wait when an endpoint is switched on.
    Held {
        Send = "send", "Turn on and send";
        Drop = "drop", "Turn on, drop them";
    }
    /// How far a delivery came.
    DeliveryState {
        Waiting = "waiting", "Waiting";
        Delivered = "delivered", "Delivered";
        Failed = "failed", "Failed";
        Cancelled = "cancelled", "Cancelled";
    }
}

impl DeliveryState {
    /// Whether nothing more is tried unless somebody asks for it.
    pub const fn is_finished(self) -> bool {
        !matches!(self, Self::Waiting)
    }
}
