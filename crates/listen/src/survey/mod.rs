//! The public survey page `/s/{token}`: a score, why, may we contact you.
//!
//! It works without JavaScript: each step is a form, each POST keeps what was answered so far and
//! answers with the address of the next step. Every form carries the complete answers, so that
//! saves may come late or twice: the highest revision wins, and a response is submitted once.

mod definition;
pub(crate) mod flow;
mod form;
mod links;
mod page;
mod words;

pub use definition::{Survey, close, open};
pub use flow::{Desk, Reply};
pub use links::{NewLink, link, make_link};
pub use page::STYLE;
pub use words::languages;
