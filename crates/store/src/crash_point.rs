//! Named points at which the crash test stops the process.
//!
//! In production no hook is set and [`reach`] is one relaxed load. The door sets a hook when
//! the crash test asks for it; the hook parks there so that the test's SIGKILL falls exactly
//! between two steps.

use std::sync::OnceLock;

static HOOK: OnceLock<fn(&'static str)> = OnceLock::new();

/// Before the transaction that stores signals commits.
pub const BEFORE_COMMIT: &str = "before_commit";
/// After that commit, before anyone is told.
pub const COMMITTED: &str = "committed";
/// Parquet files are written, the catalogue does not know them yet.
pub const PARQUET_WRITTEN: &str = "parquet_written";
/// The catalogue has the files, the hot rows are still there.
pub const CATALOGUE_COMMITTED: &str = "catalogue_committed";
/// The hot rows are gone.
pub const HOT_REMOVED: &str = "hot_removed";
/// Files are being merged.
pub const COMPACTING: &str = "compacting";

/// A replay has written a part of a run and goes on.
pub const REPLAYING: &str = "replaying";
/// A replay is through; its run is not on show yet.
pub const REPLAYED: &str = "replayed";
/// The rows of a run that has ended are taken out of the ledger, and still in the lake.
pub const RUN_COUNTED_OUT: &str = "run_counted_out";

/// Sets the hook, once per process.
pub fn set(hook: fn(&'static str)) {
    let _ = HOOK.set(hook);
}

/// Tells the hook, if there is one, that a point is reached.
pub fn reach(point: &'static str) {
    if let Some(hook) = HOOK.get() {
        hook(point);
    }
}
