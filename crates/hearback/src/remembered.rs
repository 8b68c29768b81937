//! What every request needs and hardly ever changes, kept for a moment instead of read each time.

use domain::time::Micros;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// How long something is remembered, microseconds. A change made by this process is seen at once
/// ([`Remembered::forget`]); one made by another process, after this.
const KEPT_US: Micros = 5_000_000;

/// Values by key, each with the instant at which it was read.
pub struct Remembered<K, V>(Mutex<Inner<K, V>>);

struct Inner<K, V> {
    values: HashMap<K, (V, Micros)>,
    /// Grows whenever everything is forgotten.
    age: u64,
}

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Inner {
            values: HashMap::new(),
            age: 0,
        }))
    }
}

impl<K: Eq + Hash, V: Clone> Remembered<K, V> {
    /// What was read under this key not long before `now`; else the age to hand to
    /// [`Remembered::keep`] with what is read now.
    ///
    /// # Errors
    /// The age, when nothing fresh is known.
    pub fn recall<Q>(&self, key: &Q, now: Micros) -> Result<V, u64>
    where
        K: std::borrow::Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match known.values.get(key) {
            Some((value, read_at)) if now - read_at < KEPT_US => Ok(value.clone()),
            _ => Err(known.age),
        }
    }

    /// Keeps what was read at `now`, unless something changed since `age` was given.
    pub fn keep(&self, key: K, value: V, now: Micros, age: u64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.age == age {
            known.values.insert(key, (value, now));
        }
    }

    /// Forgets everything: something was changed.
    pub fn forget(&self) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.values.clear();
        known.age += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_recalled_for_a_moment_or_until_it_changes() {
        let zones = Remembered::default();
        zones.keep("a".to_owned(), 1, 10, 0);
        assert_eq!(zones.recall("a", 10 + KEPT_US - 1), Ok(1));
        assert_eq!(zones.recall("a", 10 + KEPT_US), Err(0));
        assert_eq!(zones.recall("b", 10), Err(0));
        zones.forget();
        assert_eq!(zones.recall("a", 10), Err(1));
        zones.keep("a".to_owned(), 1, 10, 0);
        assert_eq!(
            zones.recall("a", 10),
            Err(1),
            "it was read before the change"
        );
    }
}
