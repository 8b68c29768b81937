//! What happened over time: charts with honest limits, spikes of counts, breaks of level.
//!
//! | module | what it answers |
//! |---|---|
//! | [`arl`] | how long a CUSUM or EWMA chart runs before it calls, and the limit for a wanted length |
//! | [`chart`] | x-bar, p and Laney p' charts, standardized residuals, CUSUM and EWMA paths |
//! | [`count`] | exact tails of counts, and a negative binomial model with season, trend, exposure |
//! | [`farrington`] | the limit of this week's count from the same weeks of past years |
//! | [`ears`] | the limit of this week's count from the last few weeks |
//! | [`monitor`] | sustained rises of many count streams within a budget of false alarms |
//! | [`breaks`] | where the level of a finished series broke, with an interval |
//! | [`online`] | how probable it is that the level has just broken |
//!
//! Periods are of equal length and in order; an index counts from 0.

pub mod arl;
pub mod breaks;
pub mod chart;
pub mod count;
pub mod ears;
pub mod farrington;
pub mod monitor;
pub mod online;
