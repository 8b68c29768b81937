//! Tokens and passwords: made here, stored as hashes only.

use crate::clock;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A token with 256 random bits, URL-safe.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(clock::random::<32>())
}

/// What is stored of a token: its SHA-256, hex.
pub fn hash(token: &str) -> String {
    store::ledger::hex(&Sha256::digest(token.as_bytes()))
}

/// Argon2id with OWASP's minimum of 19 MiB and two passes.
fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// The argon2id hash of a password, in PHC format. Takes tens of milliseconds: call off the reactor.
pub fn password_hash(password: &str) -> Result<String, String> {
    let salt = SaltString::encode_b64(&clock::random::<16>()).map_err(|e| e.to_string())?;
    argon()
        .hash_password(password.as_bytes(), &salt)
        .map(|h| h.to_string())
        .map_err(|e| e.to_string())
}

/// Whether a password has this hash. An absent hash costs the same time, so that nobody learns who exists.
pub fn password_matches(password: &str, hash: Option<&str>) -> bool {
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let known = hash.is_some();
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else {
        return false;
    };
    argon()
        .verify_password(password.as_bytes(), &parsed)
        .is_ok()
        && known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_matches_and_nobody_has_none() {
        let hash = password_hash("correct horse battery").unwrap();
        assert!(password_matches("correct horse battery", Some(&hash)));
        assert!(!password_matches("correct horse", Some(&hash)));
        assert!(!password_matches("correct horse battery", None));
    }
}
