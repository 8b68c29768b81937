//! Names that become column names: question keys and attribute keys.

/// Turns any header into a key: lower case, `_` for what is no letter or digit, at most 56 bytes.
///
/// The same header always gives the same key; keys stay readable in SQL
/// (`q_netpro`, `a_year`). Letters outside ASCII are kept when alphanumeric.
pub fn key_of(header: &str) -> String {
    let mut key = String::with_capacity(header.len());
    for c in header.trim().chars() {
        if c.is_alphanumeric() {
            // A letter can become a letter and a mark; the mark is no part of a key.
            key.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
        } else if !key.ends_with('_') && !key.is_empty() {
            key.push('_');
        }
    }
    let mut cut = key.len().min(56);
    while !key.is_char_boundary(cut) {
        cut -= 1;
    }
    key.truncate(cut);
    // After the cut, which may fall just behind a gap.
    while key.ends_with('_') {
        key.pop();
    }
    if key.is_empty() {
        "column".to_owned()
    } else {
        key
    }
}

/// Whether `text` is a key as [`key_of`] makes them.
pub fn is_key(text: &str) -> bool {
    !text.is_empty() && key_of(text) == text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_become_readable_keys() {
        assert_eq!(key_of("FFT categorical answer"), "fft_categorical_answer");
        assert_eq!(key_of("  Wie war's? (0–10) "), "wie_war_s_0_10");
        assert_eq!(key_of("???"), "column");
        assert_eq!(key_of("İstanbul"), "istanbul");
        assert_eq!(key_of(&format!("{} b", "a".repeat(55))), "a".repeat(55));
    }

    proptest::proptest! {
        #[test]
        fn a_key_of_a_key_is_itself(header in ".{0,80}") {
            let key = key_of(&header);
            proptest::prop_assert_eq!(key_of(&key), key.clone());
            proptest::prop_assert!(key.len() <= 56);
        }
    }
}
