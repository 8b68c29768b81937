//! Signatures by the Standard Webhooks specification 1.0, symmetric scheme (`v1`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The prefix by which such secrets are known.
const PREFIX: &str = "whsec_";

/// The refusal to read a webhook secret; never shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the webhook secret does not read: give 'whsec_' followed by 24 to 64 bytes in base64, or let one be made"
)]
pub struct NotASecret;

/// A webhook's signing key.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

/// Never shows the key.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// Reads `whsec_…`: 24 to 64 bytes in base64.
    pub fn parse(text: &str) -> Result<Self, NotASecret> {
        let encoded = text.trim().strip_prefix(PREFIX).ok_or(NotASecret)?;
        let key = STANDARD.decode(encoded).map_err(|_| NotASecret)?;
        if (24..=64).contains(&key.len()) {
            Ok(Self(key))
        } else {
            Err(NotASecret)
        }
    }

    /// The text of a key made from 32 random bytes.
    pub fn text_of(random: &[u8; 32]) -> String {
        format!("{PREFIX}{}", STANDARD.encode(random))
    }

    /// The value of `webhook-signature` for an id, an instant in unix seconds, and a body.
    pub fn signature(&self, id: &str, at_s: i64, body: &[u8]) -> String {
        // HMAC takes a key of any length, so this cannot fail; an empty signature would match nothing.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return String::new();
        };
        mac.update(format!("{id}.{at_s}.").as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_the_published_one() {
        // The vector that the specification's own libraries test with.
        let secret = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let found = secret.signature(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(found, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_is_read_and_never_shown() {
        let text = Secret::text_of(&[7; 32]);
        assert_eq!(format!("{:?}", Secret::parse(&text).unwrap()), "Secret(…)");
        for bad in [
            "",
            "whsec_",
            "whsec_AAAA",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_***",
        ] {
            assert_eq!(Secret::parse(bad), Err(NotASecret), "{bad}");
        }
        let long = format!("whsec_{}", STANDARD.encode([1; 65]));
        assert_eq!(Secret::parse(&long), Err(NotASecret));
    }
}
