//! Whether a payload is from whom it says: signatures, names and passwords, compared in constant time.

use super::{rows, secrets};
use crate::error::Result;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use entity::sources;
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use shared::sources::{HmacAlgorithm, Refusal, RefusedReason, SignatureEncoding, Verification};
use subtle::ConstantTimeEq as _;

/// How far the clock of a sender may be off, and how old a request may be.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// Signatures of one request that are looked at.
const SIGNATURES: usize = 10;

/// What is looked at. Names of headers are in lower case.
pub(super) struct Request<'a> {
    pub headers: &'a [(String, String)],
    pub body: &'a [u8],
    pub now: DateTime<Utc>,
}

impl Request<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }
}

/// A secret and whether it counts.
struct Known {
    key: Vec<u8>,
    /// When it ended; none while it counts.
    ended: Option<DateTime<Utc>>,
}

/// Checks a request by the rules of its source. The inner error is the answer to the sender.
pub(super) fn verify(
    source: &sources::Model,
    request: &Request<'_>,
) -> Result<std::result::Result<(), Refusal>> {
    let verification = rows::verification_of(source)?;
    let known = secrets_of(source, &verification, request.now);
    Ok(match &verification {
        Verification::SecretPath => Ok(()),
        Verification::StandardWebhooks => standard(request, &known),
        Verification::Hmac { header, algorithm, encoding, prefix } => {
            header_signature(request, &known, header, *algorithm, *encoding, prefix)
        }
        Verification::Basic { user } => basic(request, &known, user),
    })
}

fn secrets_of(source: &sources::Model, verification: &Verification, now: DateTime<Utc>) -> Vec<Known> {
    let ended = source.previous_until.filter(|until| *until <= now);
    let known = |secret: &Option<String>, ended| {
        secret.as_deref().map(|secret| Known { key: secrets::key(verification, secret), ended })
    };
    known(&source.secret, None).into_iter().chain(known(&source.previous_secret, ended)).collect()
}

fn refuse(reason: RefusedReason, message: impl Into<String>) -> Refusal {
    Refusal { reason, path: None, message: message.into(), came: None }
}

/// What the secret that fits says.
fn fitting(
    known: &[Known],
    fits: impl Fn(&[u8]) -> bool,
    otherwise: RefusedReason,
    words: &str,
) -> std::result::Result<(), Refusal> {
    match known.iter().find(|known| fits(&known.key)) {
        Some(Known { ended: None, .. }) => Ok(()),
        Some(Known { ended: Some(ended), .. }) => {
            Err(refuse(otherwise, format!("Signed with the secret that ended {}.", ended.format("%Y-%m-%d"))))
        }
        None => Err(refuse(otherwise, words)),
    }
}

/// Standard Webhooks 1.0: `id.timestamp.body`, any of several signatures.
fn standard(request: &Request<'_>, known: &[Known]) -> std::result::Result<(), Refusal> {
    let parts = ["webhook-id", "webhook-timestamp", "webhook-signature"]
        .map(|name| request.header(name).unwrap_or(""));
    let [id, timestamp, signatures] = parts;
    if id.is_empty() || timestamp.is_empty() || signatures.is_empty() {
        let words = "Send the headers webhook-id, webhook-timestamp and webhook-signature.";
        return Err(refuse(RefusedReason::Unsigned, words));
    }
    let signatures: Vec<Vec<u8>> = signatures
        .split_ascii_whitespace()
        .filter_map(|signature| signature.strip_prefix("v1,"))
        .take(SIGNATURES)
        .filter_map(|text| STANDARD.decode(text).ok())
        .collect();
    let fits = |key: &[u8]| {
        let parts: [&[u8]; 5] = [id.as_bytes(), b".", timestamp.as_bytes(), b".", request.body];
        signatures.iter().any(|signature| hmac_fits::<Hmac<Sha256>>(key, &parts, signature))
    };
    let words = "No signature in webhook-signature matches the body.";
    fitting(known, fits, RefusedReason::Signature, words)?;
    let sent = timestamp.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let fresh = sent.is_some_and(|sent| (request.now - sent).abs() <= TOLERANCE);
    if fresh {
        Ok(())
    } else {
        let words = "webhook-timestamp is more than 5 minutes off. Sign again when you send again.";
        Err(Refusal {
            came: Some(timestamp.chars().take(30).collect()),
            ..refuse(RefusedReason::Stale, words)
        })
    }
}

fn header_signature(
    request: &Request<'_>,
    known: &[Known],
    header: &str,
    algorithm: HmacAlgorithm,
    encoding: SignatureEncoding,
    prefix: &str,
) -> std::result::Result<(), Refusal> {
    let Some(value) = request.header(header).filter(|value| !value.is_empty()) else {
        return Err(refuse(RefusedReason::Unsigned, format!("Send the signature in the header {header}.")));
    };
    let signature = value.strip_prefix(prefix).map(str::trim).and_then(|text| match encoding {
        SignatureEncoding::Hex => hex(text),
        SignatureEncoding::Base64 => [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD]
            .iter()
            .find_map(|engine| engine.decode(text).ok()),
    });
    let fits = |key: &[u8]| {
        signature.as_ref().is_some_and(|signature| {
            let parts = [request.body];
            match algorithm {
                HmacAlgorithm::Sha256 => hmac_fits::<Hmac<Sha256>>(key, &parts, signature),
                HmacAlgorithm::Sha512 => hmac_fits::<Hmac<Sha512>>(key, &parts, signature),
                HmacAlgorithm::Sha1 => hmac_fits::<Hmac<Sha1>>(key, &parts, signature),
            }
        })
    };
    let words = format!("The signature in {header} does not match the body.");
    fitting(known, fits, RefusedReason::Signature, &words)
}

/// Compares in constant time; a signature of another length is another one.
fn hmac_fits<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]], signature: &[u8]) -> bool {
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return false };
    for part in parts {
        mac.update(part);
    }
    mac.verify_slice(signature).is_ok()
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    if text.len() > 256 || !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}

fn basic(request: &Request<'_>, known: &[Known], user: &str) -> std::result::Result<(), Refusal> {
    let header = request.header("authorization").unwrap_or("");
    let (scheme, text) = header.split_once(' ').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("basic") {
        let words = "Send name and password by HTTP basic authentication.";
        return Err(refuse(RefusedReason::Unsigned, words));
    }
    let sent = STANDARD.decode(text.trim()).unwrap_or_default();
    let fits = |key: &[u8]| {
        let wanted: Vec<u8> = user.bytes().chain([b':']).chain(key.iter().copied()).collect();
        bool::from(wanted.as_slice().ct_eq(sent.as_slice()))
    };
    fitting(known, fits, RefusedReason::Credentials, "Name or password is wrong.").map_err(|refusal| {
        Refusal {
            message: refusal.message.replace("Signed with the secret", "Sent with the password"),
            ..refusal
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers_hold() {
        // RFC 4231, test case 2, and RFC 2202, test case 2.
        let (key, data) = (b"Jefe".as_slice(), b"what do ya want for nothing?".as_slice());
        let fits = |algorithm, signature: &str| {
            let signature = hex(signature).unwrap();
            match algorithm {
                HmacAlgorithm::Sha256 => hmac_fits::<Hmac<Sha256>>(key, &[data], &signature),
                HmacAlgorithm::Sha512 => hmac_fits::<Hmac<Sha512>>(key, &[data], &signature),
                HmacAlgorithm::Sha1 => hmac_fits::<Hmac<Sha1>>(key, &[data], &signature),
            }
        };
        let sha256 = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let sha512 = "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
                      9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737";
        assert!(fits(HmacAlgorithm::Sha256, sha256));
        assert!(fits(HmacAlgorithm::Sha512, sha512));
        assert!(fits(HmacAlgorithm::Sha1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"));
        assert!(!fits(HmacAlgorithm::Sha256, &sha256.replace('5', "6")));
        assert!(!fits(HmacAlgorithm::Sha256, "5bdc"));
    }

    #[test]
    fn what_is_no_hex_is_nothing() {
        assert_eq!(hex("00fF"), Some(vec![0, 255]));
        for text in ["0", "0g", "ß!"] {
            assert_eq!(hex(text), None, "{text}");
        }
        assert_eq!(hex(&"00".repeat(200)), None);
    }
}
