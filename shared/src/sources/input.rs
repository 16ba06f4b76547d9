//! What a member enters about a source.

use super::path::ValuePath;
use super::states::{HmacAlgorithm, SignatureEncoding};
use crate::errors::{FieldError, FieldErrors, Problem};
use crate::leads::LeadSource;
use crate::text;
use serde::{Deserialize, Serialize};

/// Longest name, in characters.
const NAME: usize = 80;
/// Longest slug.
const SLUG: usize = 40;

/// As typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceInput {
    pub name: String,
    /// The readable part of the address; empty means made from the name. Stays what it is afterwards.
    pub slug: String,
    pub verification: Verification,
    pub id_from: IdFrom,
    /// The word of the [`LeadSource`] its leads have, unless the mapping says otherwise.
    pub lead_source: String,
}

impl Default for SourceInput {
    fn default() -> Self {
        Self {
            name: String::new(),
            slug: String::new(),
            verification: Verification::default(),
            id_from: IdFrom::default(),
            lead_source: LeadSource::Referral.as_str().to_owned(),
        }
    }
}

/// How a sender proves who it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Verification {
    /// Headers `webhook-id`, `webhook-timestamp` and `webhook-signature`.
    #[default]
    StandardWebhooks,
    /// A header holds the HMAC of the body.
    Hmac {
        header: String,
        algorithm: HmacAlgorithm,
        encoding: SignatureEncoding,
        /// Stands before the signature, for example `sha256=`; may be empty.
        prefix: String,
    },
    /// Name and password of HTTP.
    Basic { user: String },
    /// Nothing but the address itself, which nobody can guess.
    SecretPath,
}

impl Verification {
    /// The word stored.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::StandardWebhooks => "standard_webhooks",
            Self::Hmac { .. } => "hmac",
            Self::Basic { .. } => "basic",
            Self::SecretPath => "secret_path",
        }
    }

    /// As the screen calls it.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::StandardWebhooks => "Standard Webhooks",
            Self::Hmac { .. } => "Signature in a header",
            Self::Basic { .. } => "Name and password",
            Self::SecretPath => "Secret address",
        }
    }
}

/// What the sender calls a payload: one that comes again under the same identifier is not a second lead.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum IdFrom {
    /// `webhook-id` with Standard Webhooks; elsewhere the same body within a day is the same payload.
    #[default]
    Usual,
    Header {
        header: String,
    },
    Path {
        path: String,
    },
}

/// What holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceParsed {
    pub name: String,
    pub slug: String,
    pub verification: Verification,
    pub id_from: IdFrom,
    pub lead_source: LeadSource,
}

impl SourceInput {
    /// Reads the input.
    ///
    /// Errors: at `name`, `slug`, `verification.header`, `verification.prefix`, `verification.user`, `id_from.header`,
    /// `id_from.path`, `lead_source`.
    pub fn parse(&self) -> Result<SourceParsed, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let name = if self.name.trim().is_empty() {
            Err(Problem::new("source.name", "Enter a name, for example Northbeam listings."))
        } else {
            text::line(&self.name, NAME)
        };
        let name = errors.take("name", name);
        let slug = if self.slug.trim().is_empty() {
            Some(slug_of(&self.name))
        } else {
            errors.take("slug", parse_slug(self.slug.trim()))
        };
        let verification = verification(&self.verification, &mut errors);
        let id_from = match &self.id_from {
            IdFrom::Usual => Some(IdFrom::Usual),
            IdFrom::Header { header } => {
                errors.take("id_from.header", parse_header(header)).map(|header| IdFrom::Header { header })
            }
            IdFrom::Path { path } => errors
                .take("id_from.path", ValuePath::parse(path))
                .map(|path| IdFrom::Path { path: path.to_string() }),
        };
        let lead_source = errors.take(
            "lead_source",
            LeadSource::from_word(&self.lead_source)
                .ok_or_else(|| Problem::new("source.unknown", "Choose one of the listed sources.")),
        );
        let parsed = (|| {
            Some(SourceParsed {
                name: name?,
                slug: slug?,
                verification: verification?,
                id_from: id_from?,
                lead_source: lead_source?,
            })
        })();
        errors.finish(parsed)
    }
}

fn verification(typed: &Verification, errors: &mut FieldErrors) -> Option<Verification> {
    match typed {
        Verification::StandardWebhooks => Some(Verification::StandardWebhooks),
        Verification::SecretPath => Some(Verification::SecretPath),
        Verification::Hmac { header, algorithm, encoding, prefix } => {
            let header = errors.take("verification.header", parse_header(header));
            let prefix = errors.take("verification.prefix", parse_prefix(prefix));
            Some(Verification::Hmac {
                header: header?,
                algorithm: *algorithm,
                encoding: *encoding,
                prefix: prefix?,
            })
        }
        Verification::Basic { user } => {
            let user = user.trim();
            // A colon ends the name (RFC 7617).
            let ok = (1..=100).contains(&user.chars().count())
                && !user.chars().any(|c| c == ':' || c.is_control());
            let words = "Enter a name of at most 100 characters without a colon, for example northbeam.";
            let user = if ok { Ok(user.to_owned()) } else { Err(Problem::new("basic.user", words)) };
            errors.take("verification.user", user).map(|user| Verification::Basic { user })
        }
    }
}

/// The name of a header, in lower case.
fn parse_header(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    // The characters of a token (RFC 9110, 5.6.2).
    let ok = (1..=60).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
    if ok {
        Ok(name.to_ascii_lowercase())
    } else {
        Err(Problem::new("header.name", "Enter the name of a header, for example x-signature."))
    }
}

fn parse_prefix(prefix: &str) -> Result<String, Problem> {
    let prefix = prefix.trim();
    if prefix.len() <= 20 && prefix.bytes().all(|b| b.is_ascii_graphic()) {
        Ok(prefix.to_owned())
    } else {
        Err(Problem::new("hmac.prefix", "Use at most 20 letters, digits and signs, for example sha256=."))
    }
}

fn parse_slug(text: &str) -> Result<String, Problem> {
    let ok = (2..=SLUG).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if ok {
        Ok(text.to_owned())
    } else {
        let words = "Use 2 to 40 lower case letters, digits and dashes, for example northbeam.";
        Err(Problem::new("source.slug", words))
    }
}

/// A slug for a name: `Northbeam listings` becomes `northbeam-listings`.
fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(SLUG);
    let slug = slug.trim_end_matches('-');
    if slug.len() < 2 { "source".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_enough() {
        let parsed = SourceInput { name: " Northbeam  listings ".into(), ..SourceInput::default() };
        let parsed = parsed.parse().unwrap();
        assert_eq!(
            (parsed.name.as_str(), parsed.slug.as_str()),
            ("Northbeam listings", "northbeam-listings")
        );
        assert_eq!(parsed.verification, Verification::StandardWebhooks);
        for (name, slug) in [("Ä", "source"), ("Übersee & Söhne", "bersee-s-hne"), ("李", "source")] {
            assert_eq!(slug_of(name), slug, "{name}");
        }
    }

    #[test]
    fn everything_wrong_is_said_at_its_place() {
        let wrong = SourceInput {
            name: "  ".into(),
            slug: "North Beam".into(),
            verification: Verification::Hmac {
                header: "x signature".into(),
                algorithm: HmacAlgorithm::Sha256,
                encoding: SignatureEncoding::Hex,
                prefix: "x".repeat(21),
            },
            id_from: IdFrom::Path { path: "a..b".into() },
            lead_source: "moon".into(),
        };
        let paths: Vec<String> = wrong.parse().unwrap_err().into_iter().map(|error| error.path).collect();
        let wanted =
            ["name", "slug", "verification.header", "verification.prefix", "id_from.path", "lead_source"];
        assert_eq!(paths, wanted);
        let colon = Verification::Basic { user: "a:b".into() };
        let wrong = SourceInput { name: "a".into(), verification: colon, ..SourceInput::default() };
        assert_eq!(wrong.parse().unwrap_err()[0].path, "verification.user");
    }

    #[test]
    fn headers_are_compared_in_lower_case() {
        let input = SourceInput {
            name: "a".into(),
            id_from: IdFrom::Header { header: "X-Request-Id".into() },
            ..SourceInput::default()
        };
        assert_eq!(input.parse().unwrap().id_from, IdFrom::Header { header: "x-request-id".into() });
    }
}
