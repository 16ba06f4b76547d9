//! Typed identifiers: UUIDv7 inside, TypeID (`lead_01j…`) outside. One prefix a noun.
//!
//! The text form is the prefix, an underscore and the 128 bits in Crockford base 32 (26 lower-case
//! characters), as the TypeID specification 0.3 lays down. Making new ids is `domain::ports::Ids`' business.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};
use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Why a text is not an identifier of the wanted noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId {
    /// The prefix that was wanted, for example `lead`.
    pub expected: &'static str,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an identifier of the form {}_…", self.expected)
    }
}

impl std::error::Error for InvalidId {}

fn encode(uuid: Uuid) -> String {
    let mut value = uuid.as_u128();
    let mut digits = [b'0'; 26];
    for digit in digits.iter_mut().rev() {
        let low = usize::try_from(value & 31).unwrap_or(0);
        *digit = ALPHABET.get(low).copied().unwrap_or(b'0');
        value >>= 5;
    }
    digits.iter().map(|b| char::from(*b)).collect()
}

fn decode(text: &str) -> Option<Uuid> {
    // 26 digits carry 130 bits: the first may use only its lower three.
    if text.len() != 26 || !text.starts_with(['0', '1', '2', '3', '4', '5', '6', '7']) {
        return None;
    }
    let mut value: u128 = 0;
    for byte in text.bytes() {
        let digit = ALPHABET.iter().position(|b| *b == byte)?;
        value = (value << 5) | u128::try_from(digit).ok()?;
    }
    Some(Uuid::from_u128(value))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// The prefix of the text form.
            pub const PREFIX: &'static str = $prefix;

            /// Wraps a UUID that is known to identify this noun.
            pub const fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }

            /// The bare UUID, as the database stores it.
            pub const fn uuid(self) -> Uuid { self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.strip_prefix($prefix)
                    .and_then(|rest| rest.strip_prefix('_'))
                    .and_then(decode)
                    .map(Self)
                    .ok_or(InvalidId { expected: $prefix })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool { true }

            fn schema_name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "pattern": concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$"),
                })
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// A tenant.
    OrgId = "org";
    /// A person who can sign in; may be a member of several organizations.
    UserId = "user";
    /// A user in one organization.
    MemberId = "mem";
    /// A server-side session.
    SessionId = "ses";
    /// An invitation to become a member.
    InvitationId = "inv";
    /// A public form.
    FormId = "form";
    /// A form that was begun and not sent yet.
    DraftId = "draft";
    /// A form that was sent.
    SubmissionId = "sub";
    /// A person or company.
    ContactId = "con";
    /// A parcel and its building.
    PropertyId = "prop";
    /// A contact's interest concerning a property.
    LeadId = "lead";
    /// What a person did: note, call.
    ActivityId = "act";
    /// What the system recorded.
    EventId = "evt";
    /// Something that is done later or elsewhere.
    JobId = "job";
    /// A request, from its first log line to the last.
    RequestId = "req";
    /// One entry of the consent ledger.
    ConsentId = "cns";
    /// A marketing touch.
    TouchId = "tch";
    /// Where webhooks go.
    WebhookEndpointId = "whe";
    /// One event on its way to one endpoint.
    WebhookDeliveryId = "whd";
    /// A way in for programs of others.
    SourceId = "src";
    /// What came through a source, as it came.
    InboundPayloadId = "inp";
    /// A field that an organization added to its leads, contacts or properties.
    CustomFieldId = "fld";
    /// A word that records are marked with.
    TagId = "tag";
    /// A saved list of leads.
    LeadViewId = "view";
    /// One change of many leads.
    BulkChangeId = "bulk";
    /// A rule that gives leads to members.
    DutyRuleId = "duty";
    /// A file of leads.
    ImportId = "imp";
    /// Something a member has to do.
    TaskId = "task";
    /// A message that waits to be sent.
    MessageDraftId = "mdr";
    /// Something a member was told.
    NotificationId = "ntf";
    /// Two people who may be one.
    DuplicatePairId = "dup";
    /// Two people who became one.
    MergeId = "mrg";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_form_round_trips(bits: u128) {
            let id = LeadId::from_uuid(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse::<LeadId>(), Ok(id));
        }

        #[test]
        fn no_text_panics(text in ".{0,40}") {
            drop(text.parse::<LeadId>());
        }
    }

    #[test]
    fn follows_the_published_example() {
        // The example of the TypeID specification: prefix_01h455vb4pex5vsknk084sn02q.
        let uuid = Uuid::parse_str("01890a5d-ac96-774b-bcce-b302099a8057").unwrap();
        assert_eq!(encode(uuid), "01h455vb4pex5vsknk084sn02q");
    }

    #[test]
    fn refuses_another_noun_and_overflow() {
        let id = LeadId::from_uuid(Uuid::from_u128(7)).to_string();
        assert!(id.parse::<ContactId>().is_err());
        assert!("lead_8zzzzzzzzzzzzzzzzzzzzzzzzz".parse::<LeadId>().is_err());
        assert!("lead_".parse::<LeadId>().is_err());
    }
}
