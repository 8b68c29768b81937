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
    /// A target of a population margin that is no count or share.
    #[error(
        "the target {target} is not a finite number of 0 or more, or all are 0; give counts or shares"
    )]
    Target {
        /// The target that was given.
        target: f64,
    },
    /// A row whose level has no target.
    #[error(
        "a row has level {level} but the margin has targets for {levels} levels; count levels from 0"
    )]
    MarginLevel {
        /// The level that was given.
        level: usize,
        /// Levels with a target.
        levels: usize,
    },
    /// A level of the population that no row stands for.
    #[error(
        "level {level} of margin {margin} has a target but no row with weight; merge it with another level"
    )]
    EmptyLevel {
        /// The margin, counted from 0.
        margin: usize,
        /// Its level, counted from 0.
        level: usize,
    },
    /// A cap that no set of weights can keep.
    #[error("the cap {cap} is not above 1; give it in times the mean weight, such as 5")]
    Cap {
        /// The cap that was given.
        cap: f64,
    },
    /// A response rate that is no share.
    #[error("the response rate {rate} is not above 0 and at most 1; give a share such as 0.2")]
    ResponseRate {
        /// The rate that was given.
        rate: f64,
    },
    /// A shift that is negative or not finite.
    #[error("the shift {delta} is not a finite number of 0 or more; give it in the score's unit")]
    Shift {
        /// The shift that was given.
        delta: f64,
    },
    /// Too few items, anchors, groups or respondents for a model of them.
    #[error("{given} {name} are too few; at least {needed} are needed")]
    Few {
        /// What they are.
        name: &'static str,
        /// How many there are.
        given: usize,
        /// How many are needed.
        needed: usize,
    },
    /// A scale without room between its ends.
    #[error("the scale from {lowest} to {highest} has no room; give its lowest and highest answer")]
    ScaleEnds {
        /// Lowest answer given.
        lowest: f64,
        /// Highest answer given.
        highest: f64,
    },
    /// Items that do not vary, or repeat each other, in one group.
    #[error(
        "item {item} does not vary in group {group}, or repeats the items before it; leave it out"
    )]
    FlatItem {
        /// The item, counted from 0.
        item: usize,
        /// The group, counted from 0.
        group: usize,
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
    /// A tenure that is negative or not finite.
    #[error("the tenure {time} is not a finite number of 0 or more; leave the row out")]
    Tenure {
        /// The tenure that was given.
        time: f64,
    },
    /// A customer who came under observation after having left it.
    #[error(
        "the entry {entry} does not lie before the end {time} of the spell; check which column is which"
    )]
    Entry {
        /// When observation began.
        entry: f64,
        /// When it ended.
        time: f64,
    },
    /// Nothing ever happened in a comparison of when it happens.
    #[error("no event was seen among those who are compared; wait until some have left")]
    NobodyLeft,
    /// A model of effects without any.
    #[error("there is no covariate whose effect could be found; name one")]
    NoCovariate,
    /// A covariate that the others give.
    #[error(
        "the covariate {column:?} is constant or follows from the ones before it; leave it out"
    )]
    Redundant {
        /// The covariate.
        column: String,
    },
    /// A covariate whose effect has no end.
    #[error(
        "the effect of {column:?} has no finite estimate, since one side of it has no event; leave it out or merge its levels"
    )]
    Endless {
        /// The covariate.
        column: String,
    },
    /// Two arguments that should have one value a row do not.
    #[error("{given} values of {name} do not fit {rows} rows; give one for each row")]
    Length {
        /// What the values are.
        name: &'static str,
        /// Values given.
        given: usize,
        /// Rows there are.
        rows: usize,
    },
    /// No more rows than columns.
    #[error("{rows} rows are too few for {columns} columns; give more rows or fewer columns")]
    Rows {
        /// Rows that count.
        rows: u64,
        /// Columns of the design.
        columns: u64,
    },
    /// A column that is a combination of those before it.
    #[error(
        "column {column} is a combination of the columns before it (or constant zero); leave it out"
    )]
    RankDeficient {
        /// The column, counted from 0.
        column: usize,
    },
    /// A column that tells the outcome apart, so that its coefficient has no end.
    #[error(
        "column {column} tells the outcome apart without error, so its coefficient has no end; leave it out, or penalize it"
    )]
    Separated {
        /// The column, counted from 0.
        column: usize,
    },
    /// A search that did not end.
    #[error("no solution after {steps} steps; scale the columns to a like spread")]
    NotConverged {
        /// Steps taken.
        steps: usize,
    },
    /// An outcome that the model has no place for.
    #[error("the outcome {value} is not {range}; mend it or leave the row out")]
    Outcome {
        /// The outcome that was given.
        value: f64,
        /// What it must be.
        range: &'static str,
    },
    /// More drivers, touchpoints or players than every subset can be tried of.
    #[error(
        "{given} are too many to try every subset of; name at most {most}, or use a method without subsets"
    )]
    TooMany {
        /// How many were given.
        given: usize,
        /// Most that can be.
        most: usize,
    },
    /// Answers that are unknown where all must be known.
    #[error(
        "some answers are unknown; take intervals from samples drawn again, or leave those rows out"
    )]
    Unanswered,
    /// A setting or a count that must be above 0.
    #[error("the {name} {value} is not a finite number above 0; give a greater one")]
    NotAboveZero {
        /// What the value stands for.
        name: &'static str,
        /// The value that was given.
        value: f64,
    },
    /// A weight of the newest value outside 0 to 1.
    #[error("the smoothing weight {lambda} is not above 0 and at most 1; give one such as 0.2")]
    Smoothing {
        /// The weight that was given.
        lambda: f64,
    },
    /// Too few groups or periods, or groups that do not fit the chart.
    #[error(
        "{groups} groups do not make a chart; give 2 periods or more with answers, groups of one size from 2 to 10"
    )]
    Groups {
        /// Groups there are.
        groups: u64,
    },
    /// An answer whose values are no ordered boxes.
    #[error("{values} values make no ordered scale; 2 to 11 are needed")]
    Boxes {
        /// Values that somebody chose.
        values: usize,
    },
    /// Two answers that go together so strictly that they are one.
    #[error("the answers go together without exception, so no correlation below 1 is likeliest")]
    Together,
    /// Groups that no item leaves in doubt.
    #[error(
        "within every group all give one answer to each item, so their errors are unknown; compare the shares themselves"
    )]
    Apart,
    /// Correlations of which each is over other people, or columns that depend on each other.
    #[error(
        "the correlations fit no population; leave out drivers that few met or that repeat others"
    )]
    NoPopulation,
    /// Reasons to leave that cannot compete, since there are too few of them.
    #[error(
        "{reasons} reasons to leave do not compete; give 2 or more, or ask for one curve of all who left"
    )]
    Reasons {
        /// Reasons there are.
        reasons: usize,
    },
    /// More events than there were chances.
    #[error("{count} of {n} is no share; give an n above 0 and at most so many with the property")]
    Counted {
        /// Those with the property.
        count: u64,
        /// All.
        n: u64,
    },
    /// Nothing was counted.
    #[error("no event was counted in any observed period; widen the history or the stream")]
    NoEvents,
    /// Values that do not differ.
    #[error("the {n} values do not differ within their periods, so no limit can be drawn")]
    NoSpread {
        /// Values there are.
        n: u64,
    },
    /// A series that is too short.
    #[error("{periods} periods are too few; at least {needed} are needed")]
    ShortSeries {
        /// Periods there are.
        periods: usize,
        /// Periods needed.
        needed: usize,
    },
    /// A window of tenure that is none.
    #[error(
        "the window from {from} to {to} with a flank of {flank} holds no contrast; give months in order and a flank above 0"
    )]
    Window {
        /// First month inside.
        from: f64,
        /// Last month inside.
        to: f64,
        /// Months on each side.
        flank: f64,
    },
    /// A ranking without draws.
    #[error("{draws} draws cannot rank places; give 1,000 or more")]
    Draws {
        /// Draws that were given.
        draws: u32,
    },
    /// A choice that is none.
    #[error("a choice among {offers} offers says nothing; give 2 or more")]
    Offers {
        /// Offers there are.
        offers: usize,
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
