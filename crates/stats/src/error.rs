//! What was wrong with an argument.

/// An argument that no number can be computed from.
///
/// A sample that is merely too small or too uniform is not an error: it gives
/// an [`Estimate`](crate::Estimate) whose value is blank, with a
/// [`Refusal`](crate::Refusal).
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StatsError {
    /// A confidence level outside 0 to 1.
    #[error(
        "the confidence level {level} is not between 0 and 1; give a share such as 0.95 for 95 %"
    )]
    Level {
        /// The level that was given.
        level: f64,
    },
    /// A score that a metric has no place for.
    #[error(
        "the score {score} is not a whole number from {lowest} to {highest}; leave it out and count it as left out"
    )]
    Score {
        /// The score that was given.
        score: f64,
        /// Lowest score of the scale.
        lowest: f64,
        /// Highest score of the scale.
        highest: f64,
    },
    /// A value that is not a finite number.
    #[error("the {name} {value} is not a finite number; leave the row out")]
    NotFinite {
        /// What the value stands for.
        name: &'static str,
        /// The value that was given.
        value: f64,
    },
    /// A weight that is negative or not finite.
    #[error(
        "the weight {weight} is not a finite number of 0 or more; mend the weight or leave the row out"
    )]
    Weight {
        /// The weight that was given.
        weight: f64,
    },
    /// All weights are zero, or there is no row.
    #[error("the weights add up to {sum}; give at least one row with a weight above 0")]
    NoWeight {
        /// Sum of the weights.
        sum: f64,
    },
    /// No degree of freedom is left for a standard error.
    #[error(
        "{units} sampling units in {strata} strata leave no degree of freedom; merge small strata until one holds 2 units"
    )]
    NoFreedom {
        /// Sampling units.
        units: u64,
        /// Strata.
        strata: u64,
    },
    /// A frame that is smaller than the sample from it.
    #[error(
        "the frame has {frame} units but {units} were sampled from it; give the size of the whole frame"
    )]
    Frame {
        /// Size of the frame.
        frame: u64,
        /// Units sampled.
        units: u64,
    },
    /// A scale whose ends do not fit its values.
    #[error("the mean {mean} lies outside the scale from {lowest} to {highest}; check the scale")]
    Scale {
        /// The mean of the values.
        mean: f64,
        /// Lowest value of the scale.
        lowest: f64,
        /// Highest value of the scale.
        highest: f64,
    },
    /// A p value outside 0 to 1.
    #[error("the p value {p} is not between 0 and 1; leave the comparison out of the family")]
    P {
        /// The p value that was given.
        p: f64,
    },
    /// A correlation outside -1 to 1.
    #[error("the correlation {correlation} is not between -1 and 1; check how it was computed")]
    Correlation {
        /// The correlation that was given.
        correlation: f64,
    },
    /// More shared respondents than one of the periods has respondents.
    #[error(
        "{shared} respondents cannot be shared by periods of {before} and {after}; count distinct respondents"
    )]
    Shared {
        /// Respondents said to be in both periods.
        shared: u64,
        /// Respondents before.
        before: u64,
        /// Respondents after.
        after: u64,
    },
    /// A standard error that is negative or not finite.
    #[error(
        "the standard error {se} is not a finite number of 0 or more; check how it was computed"
    )]
    StandardError {
        /// The standard error that was given.
        se: f64,
    },
    /// A margin below which a change would not matter, that is not above 0.
    #[error("the margin {margin} is not above 0; give the smallest change that would matter")]
    Margin {
        /// The margin that was given.
        margin: f64,
    },
    /// A place in a cube with another number of dimensions.
    #[error("{given} values were given where the cube has {needed} dimensions; give one for each")]
    Dimensions {
        /// Values given.
        given: usize,
        /// Dimensions of the cube.
        needed: usize,
    },
    /// Published numbers that no table of counts has.
    #[error(
        "no table has these numbers: the hidden cells of a line would add up to {rest}; check the totals"
    )]
    Contradiction {
        /// What is left of a total for its hidden cells, or 0 where only all lines together
        /// contradict each other.
        rest: f64,
    },
    /// A linear program that the solver gave up on.
    #[error("the audit of {cells} hidden cells could not be solved; audit a smaller table")]
    Unsolved {
        /// Hidden cells.
        cells: usize,
    },
    /// A privacy loss that is no positive fraction.
    #[error(
        "the privacy loss {numerator}/{denominator} is not above 0; give a fraction such as 1/2"
    )]
    Epsilon {
        /// Numerator that was given.
        numerator: u32,
        /// Denominator that was given.
        denominator: u32,
    },
    /// A privacy loss beyond what is left.
    #[error(
        "the privacy loss {asked} is more than the {left} left; publish less or wait for the next budget"
    )]
    Spent {
        /// Loss of this release.
        asked: f64,
        /// What is left.
        left: f64,
    },
}
