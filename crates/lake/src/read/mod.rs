//! A query's view: the lake at one pinned snapshot, and the hot rows that are not in it.

mod hot;
mod view;

pub(crate) use hot::{HotCache, parsed};
pub(crate) use view::{Reading, Scope};
