//! Rows of room 1: posts, questions, imports, open responses, survey links.

mod imports;
mod known;
mod open_responses;
mod posts;
mod questions;
mod survey_links;

pub use imports::{ImportRow, ImportState};
pub use known::KnownSignal;
pub use open_responses::OpenResponse;
pub use posts::PostRow;
pub use questions::QuestionRow;
pub use survey_links::SurveyLink;
