//! View of the loop report: were they answered, in time, and did it help.

use super::{EstimateView, FilterQuery, How};
use domain::time;
use prove::loop_report::{LoopReport, Part};
use serde::Serialize;
use utoipa::ToSchema;

/// The loop report.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoopView {
    since: String,
    until: String,
    opened: u64,
    waiting: u64,
    steps: Vec<LoopStep>,
    median_hours_to_answer: EstimateView,
    how: How,
}

/// One step: how many of how many, and the query that lists their cases.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoopStep {
    step: String,
    n: u64,
    of: u64,
    share: EstimateView,
    cases: String,
}

impl LoopView {
    /// The view of a report.
    pub fn new(report: &LoopReport, asked: &FilterQuery) -> Self {
        let mut period = String::new();
        for (name, on) in [("since", asked.since), ("until", asked.until)] {
            if let Some(on) = on {
                period.push_str(&format!("&{name}={on}"));
            }
        }
        let step = |name: &str, part: &Part, query: &str| LoopStep {
            step: name.into(),
            n: part.hits,
            of: part.of,
            share: EstimateView::from(&part.share),
            cases: format!("{query}&order=newest{period}"),
        };
        let recovered = format!(
            "followed_up=true&follow_up_at_least={}",
            report.recovered_at_least
        );
        Self {
            since: time::to_text(report.since),
            until: time::to_text(report.until),
            opened: report.cases.n,
            waiting: report.waiting.n,
            steps: vec![
                step("answered", &report.answered, "answered=true"),
                step("within_promise", &report.in_time, "in_time=true"),
                step("closed", &report.closed, "state=closed"),
                step("follow_up", &report.followed_up, "followed_up=true"),
                step("recovered", &report.recovered, &recovered),
            ],
            median_hours_to_answer: EstimateView::from(&report.time_to_answer.hours),
            how: How {
                formula: format!(
                    "of the cases opened in the period: answered; of those answered or past the time promised, answered by then; closed; of the answered, followed up; of those with a follow-up score, at {} or more",
                    report.recovered_at_least
                ),
                interval: "95 %, Wilson score for shares, order statistics for the median".into(),
                filters: vec![
                    format!("opened from {}", time::to_text(report.since)),
                    format!("opened before {}", time::to_text(report.until)),
                ],
                left_out: Vec::new(),
                data_version: format!("judged at {}", time::to_text(report.judged_at)),
                source: "Wilson 1927, doi:10.1080/01621459.1927.10502953".into(),
            },
        }
    }
}
