//! Where sources and payloads stand, and why a payload was refused.

use crate::words::words;

words! {
    /// Whether a source takes payloads.
    SourceState {
        Enabled = "enabled", "Live";
        Disabled = "disabled", "Switched off";
    }
    /// What became of a payload.
    InboundState {
        Received = "received", "Waiting";
        Mapped = "mapped", "Became a lead";
        Duplicate = "duplicate", "Came before";
        Refused = "refused", "Refused";
    }
    /// Why a payload was refused, or counts as one that came before.
    RefusedReason {
        TooLarge = "too_large", "Too large";
        MediaType = "media_type", "Neither JSON nor a form";
        NotJson = "not_json", "Cannot be read";
        TooDeep = "too_deep", "Nested too deep";
        TooMany = "too_many", "Too many values";
        Unsigned = "unsigned", "Not signed";
        Signature = "signature", "Signature does not match";
        Stale = "stale", "Too old, or from the future";
        Credentials = "credentials", "Wrong name or password";
        SwitchedOff = "switched_off", "Source is switched off";
        Field = "field", "A value cannot be read";
        Unreachable = "unreachable", "Neither phone nor email";
        OtherContent = "other_content", "Came before with other content";
        Failed = "failed", "Could not be written";
    }
    /// How an HMAC is made.
    HmacAlgorithm {
        Sha256 = "sha256", "SHA-256";
        Sha512 = "sha512", "SHA-512";
        Sha1 = "sha1", "SHA-1";
    }
    /// How a signature is written.
    SignatureEncoding {
        Hex = "hex", "Hexadecimal";
        Base64 = "base64", "Base64";
    }
}

impl RefusedReason {
    /// Whether the sender had not proved who it is when the payload was refused. Such payloads become leads only by a
    /// person who looked at them.
    pub const fn is_unproved(self) -> bool {
        matches!(self, Self::TooLarge | Self::Unsigned | Self::Signature | Self::Stale | Self::Credentials)
    }
}
