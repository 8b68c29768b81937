//! Tables of room 2: versions of the codeframe, and runs of annotations.

mod codeframes;
mod making;
mod runs;

pub use codeframes::CodeframeVersion;
pub use making::NewRun;
pub use runs::{Live, Run, RunState};
