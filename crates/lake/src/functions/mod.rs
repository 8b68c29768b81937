//! CX functions in SQL: `nps(q)`, `csat(q, top)`, `ces(q)`, `share(yes)`, `mean_ci(x)`.
//!
//! Each is a two-phase aggregate, thin over `stats`, that gives `{score, low, high, n}`: the score
//! with its 95 % interval, blank below the fewest answers that `stats` asks for; with no answer at
//! all the whole struct is null.

mod ces;
pub(crate) mod covariances;
mod csat;
mod mean_ci;
mod nps;
mod share;
mod statistic;

use datafusion::execution::FunctionRegistry;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::AggregateUDF;
use std::sync::Arc;

/// Every function, for registration and for the reference.
pub(crate) fn all() -> Vec<AggregateUDF> {
    vec![
        statistic::function::<nps::Nps>(),
        statistic::function::<csat::Csat>(),
        statistic::function::<ces::Ces>(),
        statistic::function::<share::Share>(),
        statistic::function::<mean_ci::MeanCi>(),
    ]
}

/// Makes the functions known to a session.
pub(crate) fn register(state: &mut SessionState) {
    for function in all() {
        let name = function.name().to_owned();
        if let Err(error) = state.register_udaf(Arc::new(function)) {
            tracing::error!(%error, name, "a function could not be registered");
        }
    }
}
