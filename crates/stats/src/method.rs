//! What estimates are counted in, and how they were computed.

use serde::{Deserialize, Serialize};

/// What an estimate's numbers are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Points from -100 to 100, such as NPS.
    Points,
    /// Percent from 0 to 100, such as CSAT.
    Percent,
    /// The scale of the question itself, such as CES.
    Scale,
}

/// How an interval was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Normal interval without correction.
    Wald,
    /// Adjusted Wald with 3 triangular pseudo-answers, AW(3,T).
    AdjustedWald,
    /// Adjusted Wald with 4 uniform pseudo-answers.
    AdjustedWaldUniform,
    /// Agresti-Min interval for matched proportions.
    AgrestiMin,
    /// Tango's score interval for matched proportions.
    Tango,
    /// Wilson's score interval for a share.
    Wilson,
    /// Agresti-Coull interval for a share.
    AgrestiCoull,
    /// Jeffreys' equal-tailed interval for a share.
    Jeffreys,
    /// Clopper-Pearson exact interval for a share.
    ClopperPearson,
    /// Student's t interval for a mean.
    StudentT,
    /// Exact bound for a mean whose values are all equal on a known scale.
    UniformBound,
    /// Taylor linearisation for a weighted mean, with t and design freedom.
    Linearized,
    /// Taylor linearisation of a mean whose weights meet known totals.
    Calibrated,
    /// Percentiles of bootstrap samples.
    Bootstrap,
    /// Linear equating on anchors, error by the delta method.
    Equated,
    /// Two order statistics around a median.
    OrderStatistics,
    /// Newcombe's hybrid of two Wilson intervals.
    Newcombe,
    /// Score test of Miettinen and Nurminen for two shares.
    MiettinenNurminen,
    /// Mee's score test for two shares.
    Mee,
    /// Newcombe's hybrid that reaches as far as the greatest of many gaps drawn again.
    MaxT,
    /// Normal interval from robust or cluster-robust errors.
    Sandwich,
    /// Empirical Bayes with normal places.
    EmpiricalBayes,
    /// Empirical Bayes with beta-binomial places.
    BetaBinomial,
}

impl Method {
    /// The method's name as people read it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Wald => "Wald",
            Method::AdjustedWald => "adjusted Wald AW(3,T)",
            Method::AdjustedWaldUniform => "adjusted Wald +4 uniform",
            Method::AgrestiMin => "Agresti-Min",
            Method::Tango => "Tango score",
            Method::Wilson => "Wilson",
            Method::AgrestiCoull => "Agresti-Coull",
            Method::Jeffreys => "Jeffreys",
            Method::ClopperPearson => "Clopper-Pearson",
            Method::StudentT => "Student t",
            Method::UniformBound => "exact bound, all values equal",
            Method::Linearized => "Taylor linearization",
            Method::Calibrated => "calibrated Taylor linearization",
            Method::Bootstrap => "percentile bootstrap",
            Method::Equated => "equating on anchors",
            Method::OrderStatistics => "order statistics",
            Method::Newcombe => "newcombe",
            Method::MiettinenNurminen => "miettinen-nurminen",
            Method::Mee => "mee",
            Method::MaxT => "newcombe, simultaneous by max-t bootstrap",
            Method::Sandwich => "robust (sandwich)",
            Method::EmpiricalBayes => "empirical Bayes, normal",
            Method::BetaBinomial => "empirical Bayes, beta-binomial",
        }
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
