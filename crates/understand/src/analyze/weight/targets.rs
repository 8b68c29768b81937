//! What is known of the population, as people write it.

use std::collections::BTreeMap;

use stats::weight::Margin;

use crate::analyze::{AnalyzeError, Missing, Table};
use crate::left_out::Reasons;

/// The population's shares over the levels of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The column, or columns joined by `*` for crossed cells.
    pub column: String,
    /// Levels (joined by `*` for crossed cells) with their shares, percents or counts.
    pub shares: Vec<(String, f64)>,
}

/// Targets of several columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Targets(pub Vec<Target>);

impl Targets {
    /// Reads `region=North:0.4,South:0.6`, one text per column; `region*sex=North*F:21,…` for
    /// crossed cells. Shares, percents and counts all do.
    ///
    /// # Errors
    /// A text of another form, with what was expected.
    pub fn parse<T: AsRef<str>>(texts: &[T]) -> Result<Self, AnalyzeError> {
        let wrong = |text: &str| {
            AnalyzeError::Option(format!(
                "the target {text:?} does not read; write it as column=level:share,level:share"
            ))
        };
        let mut targets = Vec::with_capacity(texts.len());
        for text in texts {
            let text = text.as_ref();
            let (column, list) = text.split_once('=').ok_or_else(|| wrong(text))?;
            let mut shares = Vec::new();
            for part in list.split(',').filter(|p| !p.trim().is_empty()) {
                let (level, share) = part.rsplit_once(':').ok_or_else(|| wrong(text))?;
                let share = share.trim().parse().map_err(|_| wrong(text))?;
                shares.push((level.trim().to_owned(), share));
            }
            targets.push(Target {
                column: column.trim().to_owned(),
                shares,
            });
        }
        Ok(Targets(targets))
    }

    /// Reads a table with the columns `column`, `level` and `share`, one row per level.
    ///
    /// # Errors
    /// Other columns, or shares that are no numbers.
    pub fn from_table(table: &Table) -> Result<Self, AnalyzeError> {
        let (columns, levels) = (table.column("column")?, table.column("level")?);
        let shares = table.numbers("share", &Missing::default())?;
        let mut targets = Vec::<Target>::new();
        for ((column, level), share) in columns.iter().zip(levels).zip(shares) {
            let (column, level) = (column.trim().to_owned(), level.trim().to_owned());
            let share = (level, share.unwrap_or(0.0));
            match targets.iter_mut().find(|t| t.column == column) {
                Some(target) => target.shares.push(share),
                None => targets.push(Target {
                    column,
                    shares: vec![share],
                }),
            }
        }
        Ok(Targets(targets))
    }

    /// The targets in words, for the card.
    pub(super) fn words(&self) -> Vec<String> {
        let words = |t: &Target| {
            let shares: Vec<String> = t.shares.iter().map(|(l, s)| format!("{l}:{s}")).collect();
            format!("{}={}", t.column, shares.join(","))
        };
        self.0.iter().map(words).collect()
    }
}

/// Rows that have a level of every target, with their margins.
pub(super) struct Matched {
    /// Rows of the table that are weighted.
    pub rows: Vec<usize>,
    pub margins: Vec<Margin>,
    /// Column and levels of each margin.
    pub names: Vec<(String, Vec<String>)>,
    pub left_out: Reasons,
}

impl Matched {
    pub fn new(
        table: &Table,
        targets: &Targets,
        base: &[Option<f64>],
        missing: &Missing,
    ) -> Result<Self, AnalyzeError> {
        if targets.0.is_empty() {
            return Err(AnalyzeError::Option(
                "no target is given; name at least one as column=level:share,level:share".into(),
            ));
        }
        let mut of = Vec::with_capacity(targets.0.len());
        for target in &targets.0 {
            check(target)?;
            of.push(levels(table, target, missing)?);
        }
        let mut left_out = Reasons::default();
        let mut rows = Vec::new();
        for row in 0..table.rows() {
            let blank = of.iter().position(|levels| levels[row].is_none());
            let reason = match (blank, base[row]) {
                (Some(at), _) => format!("no {}", targets.0[at].column),
                (None, None) => "no base weight".to_owned(),
                (None, Some(_)) => {
                    rows.push(row);
                    continue;
                }
            };
            left_out.add(reason, 1);
        }
        let margins = targets.0.iter().zip(&of).map(|(target, levels)| Margin {
            of: rows.iter().filter_map(|&row| levels[row]).collect(),
            target: target.shares.iter().map(|(_, share)| *share).collect(),
        });
        let names = targets.0.iter().map(|target| {
            let levels = target.shares.iter().map(|(level, _)| level.clone());
            (target.column.clone(), levels.collect())
        });
        Ok(Matched {
            margins: margins.collect(),
            names: names.collect(),
            rows,
            left_out,
        })
    }

    /// Why no weights are given: a part of the population from which nobody answered.
    pub fn nobody(&self) -> Option<String> {
        if self.rows.is_empty() {
            return Some("no row has a level of every target".to_owned());
        }
        for (margin, (column, names)) in self.margins.iter().zip(&self.names) {
            for (level, share) in margin.target_shares().iter().enumerate() {
                if *share > 0.0 && !margin.of.contains(&level) {
                    return Some(format!(
                        "nobody with {column} {} is in the sample, though they are {:.1} % of the population, and no weight can speak for them; merge the level with a like one",
                        names[level],
                        100.0 * share
                    ));
                }
            }
        }
        None
    }
}

/// Shares that add up to 1 or 100, or counts.
fn check(target: &Target) -> Result<(), AnalyzeError> {
    let column = &target.column;
    if let Some((level, share)) = target
        .shares
        .iter()
        .find(|(_, s)| !(*s >= 0.0 && s.is_finite()))
    {
        return Err(AnalyzeError::Option(format!(
            "the target of {column} {level} is {share}; give a share, percent or count of 0 or more"
        )));
    }
    for (at, (level, _)) in target.shares.iter().enumerate() {
        if target.shares[..at].iter().any(|(other, _)| other == level) {
            return Err(AnalyzeError::Option(format!(
                "the target of {column} names {level} twice; give each level once"
            )));
        }
    }
    let sum: f64 = target.shares.iter().map(|(_, s)| s).sum();
    let is_whole = |whole: f64| (sum / whole - 1.0).abs() <= 0.02;
    let fractions = target.shares.iter().any(|(_, s)| s.fract() != 0.0);
    if sum > 0.0 && (is_whole(1.0) || is_whole(100.0) || (sum > 1.0 && !fractions)) {
        Ok(())
    } else {
        Err(AnalyzeError::Option(format!(
            "the targets of {column} add up to {sum}; give shares of 1, percents of 100, or whole counts"
        )))
    }
}

/// The level of each row; none where a cell is missing.
pub(super) fn levels(
    table: &Table,
    target: &Target,
    missing: &Missing,
) -> Result<Vec<Option<usize>>, AnalyzeError> {
    let whole = table.names().contains(&target.column);
    let columns: Vec<&[String]> = if whole {
        vec![table.column(&target.column)?]
    } else {
        let names = target.column.split('*');
        names
            .map(|name| table.column(name.trim()))
            .collect::<Result<_, _>>()?
    };
    let numbers: BTreeMap<&str, usize> = target
        .shares
        .iter()
        .enumerate()
        .map(|(at, (level, _))| (level.as_str(), at))
        .collect();
    let mut unknown = BTreeMap::<String, u64>::new();
    let mut of = Vec::with_capacity(table.rows());
    for row in 0..table.rows() {
        let cells: Vec<&str> = columns.iter().map(|c| c[row].trim()).collect();
        if cells.iter().any(|cell| missing.holds(cell)) {
            of.push(None);
            continue;
        }
        let level = cells.join("*");
        let place = numbers.get(level.as_str()).copied();
        if place.is_none() {
            *unknown.entry(level).or_default() += 1;
        }
        of.push(place);
    }
    match unknown.iter().max_by_key(|(_, rows)| **rows) {
        None => Ok(of),
        Some((level, rows)) => Err(AnalyzeError::Option(format!(
            "{} holds {level:?} in {rows} rows, which has no target; give it one, or name it in --missing to leave these rows out",
            target.column
        ))),
    }
}
