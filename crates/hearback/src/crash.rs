//! The crash test's hook: parks the process at a named point, so that a SIGKILL falls right there.
//!
//! Armed only by `HEARBACK_CRASH_POINT=name:nth`; the process then says `crash point name` on
//! stderr when it reaches the point for the nth time, and stands still until it is killed.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

static ARMED: OnceLock<(String, u64)> = OnceLock::new();
static SEEN: AtomicU64 = AtomicU64::new(0);

/// Arms the hook if the environment asks for it.
pub fn arm() {
    let Ok(text) = std::env::var("HEARBACK_CRASH_POINT") else {
        return;
    };
    let (name, nth) = text.split_once(':').unwrap_or((&text, "1"));
    if ARMED
        .set((name.to_owned(), nth.parse().unwrap_or(1)))
        .is_ok()
    {
        store::crash_point::set(hook);
    }
}

fn hook(point: &'static str) {
    let Some((name, nth)) = ARMED.get() else {
        return;
    };
    if point == name && SEEN.fetch_add(1, Ordering::SeqCst) + 1 == *nth {
        eprintln!("crash point {point}");
        loop {
            std::thread::park();
        }
    }
}
