//! Passwords become argon2id hashes and are compared with them; what a password must be like is `shared`'s rule.

use crate::context::Context;
use crate::error::{Error, Result};
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::sync::Semaphore;

/// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Of the same cost as a real one and matched by nothing: an unknown account takes as long as a wrong password.
const DECOY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdC4$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Each computation takes a core and 19 MiB; a flood of sign-ins waits here and leaves room for the others.
static SEATS: Semaphore = Semaphore::const_new(2);

/// The hash to store, in PHC string format.
pub(crate) async fn hash(cx: &Context, password: &str) -> Result<String> {
    let (password, salt) = (password.to_owned(), cx.random::<16>());
    compute(move || {
        let hash = hasher()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(fault)?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether the password is the one that was hashed. `None`, and a hash that cannot be read, cost the same time and
/// are never matched.
pub(crate) async fn matches(password: &str, stored: Option<&str>) -> Result<bool> {
    let password = password.to_owned();
    let stored = stored.and_then(|stored| PasswordHash::new(stored).ok());
    compute(move || {
        let real = stored.is_some();
        let hash = stored.map_or_else(|| PasswordHash::new(DECOY).map_err(fault), Ok)?;
        Ok(hasher()?.verify_password(password.as_bytes(), &hash).is_ok() && real)
    })
    .await
}

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(fault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn compute<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let seat = SEATS.acquire().await.map_err(fault)?;
    let task = tokio::task::spawn_blocking(move || {
        let result = work();
        // Held by the work itself: a caller who hangs up does not free a core that is still busy.
        drop(seat);
        result
    });
    task.await.map_err(fault)?
}

fn fault(error: impl std::fmt::Display) -> Error {
    Error::internal(format!("password hashing: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decoy_costs_what_a_real_hash_costs() {
        let decoy = PasswordHash::new(DECOY).unwrap();
        let real = hasher().unwrap().hash_password_with_salt(b"correct horse battery", &[7; 14]).unwrap();
        assert_eq!(decoy.algorithm, real.algorithm);
        assert_eq!(decoy.version, real.version);
        assert_eq!(decoy.params, real.params);
        assert_eq!(decoy.hash.unwrap().as_ref().len(), real.hash.unwrap().as_ref().len());
    }

    #[tokio::test]
    async fn only_the_right_password_matches() {
        let real = hasher().unwrap().hash_password_with_salt(b"correct horse battery", &[7; 16]).unwrap();
        let real = real.to_string();
        assert!(matches("correct horse battery", Some(&real)).await.unwrap());
        assert!(!matches("correct horse batterx", Some(&real)).await.unwrap());
        assert!(!matches("correct horse battery", None).await.unwrap());
        assert!(!matches("!", Some("!")).await.unwrap());
    }
}
