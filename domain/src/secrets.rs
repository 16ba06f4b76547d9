//! Tokens: made from unpredictable bytes, stored as hashes, and stamps that must come back unaltered.

use crate::context::Context;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeZone as _, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// The key that signs stamps. Never printed.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// From any text of a configuration: hashed to the right length.
    pub fn from_text(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// From bytes that are unpredictable already.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(•••)")
    }
}

/// A new bearer token of 256 bits, URL-safe, and the hash to store in its place.
pub fn new_token(cx: &Context) -> (String, Vec<u8>) {
    let token = URL_SAFE_NO_PAD.encode(cx.random::<32>());
    let hash = token_hash(&token);
    (token, hash)
}

/// What is stored of a token, and what it is looked up by.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A time that is handed out for `purpose` and comes back through [`read_stamp`]: micros and their signature.
pub fn stamp(cx: &Context, purpose: &str, at: DateTime<Utc>) -> String {
    let micros = at.timestamp_micros().to_string();
    let signature = URL_SAFE_NO_PAD.encode(mac(cx, purpose, &micros).finalize().into_bytes());
    format!("{micros}.{signature}")
}

/// The time of a stamp of the same purpose; `None` when it was altered or made up. Compared in constant time.
pub fn read_stamp(cx: &Context, purpose: &str, stamp: &str) -> Option<DateTime<Utc>> {
    let (micros, signature) = stamp.split_once('.')?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    mac(cx, purpose, micros).verify_slice(&signature).ok()?;
    Utc.timestamp_micros(micros.parse().ok()?).single()
}

fn mac(cx: &Context, purpose: &str, text: &str) -> Hmac<Sha256> {
    // HMAC takes a key of one block; a shorter one is padded with zeroes (RFC 2104).
    let mut block = [0_u8; 64];
    block.iter_mut().zip(cx.settings().secret.0).for_each(|(to, from)| *to = from);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(purpose.as_bytes());
    mac.update(b"\0");
    mac.update(text.as_bytes());
    mac
}
