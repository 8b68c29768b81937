//! Tables of room 2: versions of the codeframe, runs of annotations, what people corrected and what
//! was learned from it.

mod codeframes;
mod corrections;
mod lessons;
mod making;
mod runs;

pub use codeframes::CodeframeVersion;
pub use corrections::Judgment;
pub use lessons::Lessons;
pub use making::NewRun;
pub use runs::{Live, Run, RunState};
