//! The demo story: eighteen months of feedback to a made-up telecom brand, Fjordnet.
//!
//! What is seeded and what one should see stands in `demos/fjordnet/README.md`; every comment and
//! reply is authored there. The story depends on a day, a seed and nothing else: the same two give
//! the same signals, ids included. Cases are not written but played: each batch is submitted, the
//! rules look at it at its own time, and teams work what they open through the use cases of `act`.

mod answering;
mod asked;
mod bare;
mod desk;
mod dice;
mod fates;
mod follow_up;
mod people;
mod play;
mod posts;
mod said;
mod story;
mod texts;
mod turns;
mod watching;

#[cfg(test)]
mod seeded_tests;
#[cfg(test)]
mod tests;

pub use posts::PostIds;
pub use watching::look_back;

use domain::WorkspaceId;
use domain::time::{Micros, local_date, to_days};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::{Incoming, Ingest, Store};

/// The seed of the story that `hearback demo` tells.
pub const SEED: u64 = 20_260_301;

/// The user who sees and may do everything; the demo's sign-in link is for them.
pub const ADMIN: &str = "brand-lead";

/// Where the story is told, and with what.
#[derive(Clone, Copy)]
pub struct Stage<'a> {
    /// The rows.
    pub store: &'a Store,
    /// The writer of signals.
    pub ingest: &'a Ingest,
    /// A workspace that has its rules and nothing else yet.
    pub workspace: &'a WorkspaceId,
    /// Now, unix microseconds: the story ends here.
    pub now: Micros,
    /// Which story; see [`SEED`].
    pub seed: u64,
    /// Takes personal data out of what leaves (`text::redact`).
    pub redact: &'a (dyn Fn(&str) -> String + Send + Sync),
    /// Where people reach this server, for the links in replies.
    pub public_url: &'a str,
}

/// What was seeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seeded {
    /// Signals that were stored, follow-up answers and tests included.
    pub signals: usize,
    /// Cases on which somebody took at least one step.
    pub cases_worked: usize,
}

/// The story could not be told.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rows refused.
    #[error("the demo story cannot be stored: {0}; start the demo with an empty data folder")]
    Store(#[from] store::Error),
    /// A listening post or question refused.
    #[error(
        "the demo's listening posts cannot be made: {0}; start the demo with an empty data folder"
    )]
    Listen(#[from] listen::Error),
    /// The monitor could not look.
    #[error("the demo's alerts cannot be found: {0}; start the demo with an empty data folder")]
    Understand(#[from] understand::Error),
    /// A rule or case refused.
    #[error("the demo's cases cannot be worked: {0}; start the demo with an empty data folder")]
    Act(#[from] act::Error),
}

/// The story as signals, until the end of `today`, in the order in which they are received.
///
/// Pure: ids are minted from each signal's own time and the seed. Dates are UTC. Follow-up answers
/// are not among them, because they answer replies that [`seed`] sends.
pub fn signals(today: Date, seed: u64, posts: &PostIds) -> Vec<Incoming> {
    story::tell(today, seed, posts)
        .into_iter()
        .map(|told| told.incoming)
        .collect()
}

/// Tells the whole story: posts, questions, teams, signals, and the cases of the last six weeks.
///
/// Before that time Fjordnet listened and answered nobody: the workspace's rules rest while those
/// signals come in. To be called before the worker loop starts, since the jobs that open cases are
/// run here, each at its own time; annotating and alerting are left to the loop.
///
/// # Errors
/// The rows do not answer, or the workspace is not fresh.
pub async fn seed(stage: &Stage<'_>) -> Result<Seeded, Error> {
    let today = local_date(stage.now, &TimeZone::UTC);
    let posts = PostIds::default();
    let first_day = i64::from(to_days(today) - turns::FIRST_DAY);
    posts::set_up(stage, &posts, first_day * bare::DAY).await?;
    let mut told = story::tell(today, stage.seed, &posts);
    told.retain(|t| t.incoming.signal.received_at <= stage.now);
    let answering = i64::from(to_days(today) - turns::ANSWERING) * bare::DAY;
    let since = told.partition_point(|t| t.incoming.signal.received_at < answering);
    let later = told.split_off(since);
    let heard = answering::listen_only(stage, told, answering).await?;
    let answered = answering::work_cases(stage, later, &posts).await?;
    Ok(Seeded {
        signals: heard + answered.signals,
        cases_worked: answered.cases_worked,
    })
}
