//! The codeframe as data of a workspace: versions, edits, and what an edit would change.

mod apply;
pub mod edit;
mod frame;
mod kept;
pub mod preview;

pub use apply::{Applied, Order, apply, drafted, revert};
pub use edit::{Edit, EditError, EditKind, NewTopic};
pub use frame::{Frame, FrameBody, GroupBody, TopicBody};
pub use kept::Frames;
