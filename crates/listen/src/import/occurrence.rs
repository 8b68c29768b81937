//! The id of a row without one: its hash, and which of the equal rows it is.

use csv::StringRecord;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Hands a 64-bit fingerprint on as it is: it is a hash already.
#[derive(Default)]
pub(super) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

/// A set of 64-bit fingerprints: about 9 to 18 bytes each.
pub(super) type Fingerprints = HashSet<u64, BuildHasherDefault<AsItIs>>;

/// Counts equal rows in 9 to 18 bytes per row of the file.
///
/// Two different rows with one fingerprint (for 10 million rows: 3 in a million files) give the
/// second a higher number than it needs, which is harmless: its id is still its own, and the same
/// in every pass over the file.
#[derive(Default)]
pub(super) struct Occurrences {
    seen: Fingerprints,
    again: HashMap<u64, u32>,
}

impl Occurrences {
    /// The id of a row: `row-` hash `-` occurrence, from 1.
    pub(super) fn id(&mut self, cells: &StringRecord) -> String {
        let mut hasher = Sha256::new();
        for cell in cells {
            hasher.update(cell.as_bytes());
            hasher.update([0x1f]);
        }
        let hash = hasher.finalize();
        let print = fingerprint(&hash);
        let n = if self.seen.insert(print) {
            1
        } else {
            let n = self.again.entry(print).or_insert(1);
            *n += 1;
            *n
        };
        format!("row-{}-{n}", crate::receive::hex(&hash[..16]))
    }
}

/// The first 64 bits of a hash.
pub(super) fn fingerprint(hash: &[u8]) -> u64 {
    hash.iter()
        .take(8)
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_rows_are_numbered_and_cells_do_not_run_together() {
        let mut rows = Occurrences::default();
        let (a, b) = (
            StringRecord::from(vec!["x", "y"]),
            StringRecord::from(vec!["xy", ""]),
        );
        let first = rows.id(&a);
        let second = rows.id(&a);
        assert!(first.ends_with("-1") && second.ends_with("-2"));
        assert_eq!(first[..36], second[..36]);
        assert_ne!(rows.id(&b)[..36], first[..36]);
        assert_eq!(Occurrences::default().id(&a), first);
    }
}
