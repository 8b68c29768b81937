//! Emerging themes for the door, and accepting one.

use super::{apply, aside};
use crate::app::App;
use crate::clock;
use crate::view::themes::emerging::{AcceptedView, EmergingView};
use columns::{Columns, Filter};
use domain::{Actor, WorkspaceId};
use jiff::ToSpan;
use jiff::civil::Date;
use understand::Result;
use understand::emerging::gather::{clauses, topic};
use understand::emerging::{Emerging, Rules, find};
use understand::themes::Edit;

/// Longest period that is held against the ones before, days.
const LONGEST_DAYS: u32 = 92;
/// Most periods of history.
const MOST_PERIODS: u32 = 52;

/// Which verbatims are looked at.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The period and which signals count; without one, the last week that has data.
    pub filter: Filter,
    /// Periods of the same length before, to compare with.
    pub before: Option<u32>,
}

impl Asked {
    fn rules(&self, newest: Date) -> Rules {
        let usual = Rules::default();
        let days = self.filter.since.and_then(|since| {
            let span = since.until(newest).ok()?;
            u32::try_from(span.get_days() + 1).ok()
        });
        Rules {
            window_days: days.unwrap_or(usual.window_days).clamp(1, LONGEST_DAYS),
            history: self.before.unwrap_or(usual.history).clamp(1, MOST_PERIODS),
            ..usual
        }
    }
}

/// Themes that no topic explains, in the period against those before.
///
/// # Errors
/// The rows or the lake did not answer.
pub async fn list(app: &App, workspace: &WorkspaceId, asked: &Asked) -> Result<EmergingView> {
    let frame = app.frames.newest(&app.store, workspace).await?;
    let found = found(app, workspace, asked).await?;
    let group = frame.body.groups.first().map_or("", |g| g.id.as_str());
    let drafts = found
        .themes
        .iter()
        .map(|theme| topic(theme, &frame.body, None, group))
        .collect();
    Ok(EmergingView::new(frame.version, found, drafts))
}

async fn found(app: &App, workspace: &WorkspaceId, asked: &Asked) -> Result<Emerging> {
    let lake = app.lake.as_ref();
    let all = Filter {
        since: None,
        until: None,
        ..asked.filter.clone()
    };
    let newest = match asked.filter.until {
        Some(until) => until.saturating_sub(1.day()),
        None => lake
            .span(workspace, &all)
            .await?
            .map_or_else(today, |(_, last)| last),
    };
    let rules = asked.rules(newest);
    let clauses = clauses(lake, workspace, &all, newest, &rules).await?;
    aside(move || find(&clauses, newest, &rules)).await?
}

fn today() -> Date {
    domain::time::local_date(clock::now(), &jiff::tz::TimeZone::UTC)
}

/// What is accepted, and as what.
#[derive(Debug, Clone)]
pub struct Accept<'a> {
    /// The theme's key.
    pub key: &'a str,
    /// The topic's English label; that of the theme where none is given.
    pub label: Option<&'a str>,
    /// The id of its group.
    pub parent: &'a str,
    /// The version it was thought out on.
    pub base: Option<i64>,
    /// Why.
    pub note: &'a str,
}

/// Makes a topic of a theme. None where no such theme emerges (any more).
///
/// # Errors
/// A group that is not there; another version was made meanwhile; the rows did not answer.
pub async fn accept(
    app: &App,
    actor: &Actor,
    asked: &Asked,
    accept: &Accept<'_>,
) -> Result<Option<AcceptedView>> {
    let workspace = &actor.workspace;
    let found = found(app, workspace, asked).await?;
    let Some(theme) = found.themes.iter().find(|t| t.key == accept.key) else {
        return Ok(None);
    };
    let frame = app.frames.newest(&app.store, workspace).await?;
    let new = topic(theme, &frame.body, accept.label, accept.parent);
    let id = new.id.clone();
    let edits = [Edit::Add { new }];
    let applied = apply(app, actor, &edits, accept.base, accept.note).await?;
    Ok(Some(AcceptedView {
        topic: id,
        version: applied.version,
        run: applied.run,
    }))
}
