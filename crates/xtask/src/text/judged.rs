//! What people said of a text, what a reader said of it, and how far the two agree.

use serde::{Deserialize, Serialize};

use super::figure::{Figure, Tally};

/// A text to be read, with what people said of it.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The text.
    pub text: String,
    /// ISO 639-1 code of its language.
    pub language: String,
    /// Labels people gave it, by their places in [`super::tasks::Task::labels`].
    pub labels: Vec<usize>,
    /// Mean rating, where people gave one.
    pub number: Option<f64>,
}

/// What a reader said of a text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Labels, by their places.
    pub labels: Vec<usize>,
    /// Sentiment, -1 to 1, where the task is sentiment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
}

/// How agreement is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Share of texts whose one label is right.
    Accuracy,
    /// Mean over the classes present of their F1.
    MacroF1,
    /// Mean over the classes present of their recall.
    MacroRecall,
    /// Mean F1 of the labels that occur, where a text may have several.
    LabelMacroF1,
    /// F1 over all labels together, where a text may have several.
    LabelMicroF1,
    /// Correlation of the score with people's mean rating.
    Pearson,
}

impl Measure {
    /// Its name in a table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::MacroF1 | Self::LabelMacroF1 => "macro-F1",
            Self::MacroRecall => "macro-recall",
            Self::LabelMicroF1 => "micro-F1",
            Self::Pearson => "Pearson r",
        }
    }

    /// The number for these rows and answers; rows that were not read are left out.
    pub fn figure<'a>(
        self,
        labels: usize,
        pairs: impl Iterator<Item = (&'a Row, &'a Option<Said>)>,
    ) -> Option<Figure> {
        let pairs = pairs.filter_map(|(row, said)| Some((row, said.as_ref()?)));
        match self {
            Self::Accuracy | Self::MacroF1 | Self::MacroRecall => {
                let mut tally = Tally::new(labels * labels);
                for (row, said) in pairs {
                    if let (Some(is), Some(says)) = (row.labels.first(), said.labels.first()) {
                        tally.add([(is * labels + says, 1.0)]);
                    }
                }
                tally.figure(|cells| self.of_classes(cells, labels))
            }
            Self::LabelMacroF1 | Self::LabelMicroF1 => {
                let mut tally = Tally::new(labels * 3);
                for (row, said) in pairs {
                    let hit = row.labels.iter().filter(|l| said.labels.contains(l));
                    let parts = hit.map(|l| (l * 3, 1.0));
                    let parts = parts.chain(said.labels.iter().map(|l| (l * 3 + 1, 1.0)));
                    tally.add(parts.chain(row.labels.iter().map(|l| (l * 3 + 2, 1.0))));
                }
                tally.figure(|cells| self.of_labels(cells))
            }
            Self::Pearson => {
                let mut tally = Tally::new(6);
                for (row, said) in pairs {
                    if let (Some(x), Some(y)) = (row.number, said.score) {
                        let sums = [1.0, x, y, x * x, y * y, x * y];
                        tally.add(sums.into_iter().enumerate());
                    }
                }
                tally.figure(pearson)
            }
        }
    }

    fn of_classes(self, cells: &[f64], labels: usize) -> f64 {
        let present = |i: usize| cells[i * labels..][..labels].iter().sum::<f64>();
        let said = |i: usize| (0..labels).map(|row| cells[row * labels + i]).sum::<f64>();
        let right = |i: usize| cells[i * labels + i];
        if self == Self::Accuracy {
            let all: f64 = cells.iter().sum();
            return (0..labels).map(right).sum::<f64>() / all.max(1.0);
        }
        let of = |i: usize| match self {
            Self::MacroRecall => right(i) / present(i),
            _ => 2.0 * right(i) / (present(i) + said(i)),
        };
        mean((0..labels).filter(|&i| present(i) > 0.0).map(of))
    }

    fn of_labels(self, cells: &[f64]) -> f64 {
        let f1 = |hit: f64, said: f64, present: f64| 2.0 * hit / (said + present).max(1.0);
        if self == Self::LabelMicroF1 {
            let sum = |at: usize| cells.iter().skip(at).step_by(3).sum::<f64>();
            return f1(sum(0), sum(1), sum(2));
        }
        let occur = cells.chunks_exact(3).filter(|c| c[2] > 0.0);
        mean(occur.map(|c| f1(c[0], c[1], c[2])))
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    if n > 0.0 { sum / n } else { 0.0 }
}

/// r = (n·Σxy − Σx·Σy) / √((n·Σx² − (Σx)²)·(n·Σy² − (Σy)²)); 0 where one side never varies.
fn pearson(s: &[f64]) -> f64 {
    let spread = (s[0] * s[3] - s[1] * s[1]) * (s[0] * s[4] - s[2] * s[2]);
    if spread > 1e-12 {
        (s[0] * s[5] - s[1] * s[2]) / spread.sqrt()
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(measure: Measure, labels: usize, pairs: &[(&[usize], &[usize])]) -> f64 {
        let rows: Vec<(Row, Option<Said>)> = pairs
            .iter()
            .map(|(is, says)| {
                let row = Row {
                    labels: is.to_vec(),
                    ..Row::default()
                };
                let said = Said {
                    labels: says.to_vec(),
                    score: None,
                };
                (row, Some(said))
            })
            .collect();
        let pairs = rows.iter().map(|(row, said)| (row, said));
        measure.figure(labels, pairs).unwrap().value
    }

    #[test]
    fn formulas_agree_with_worked_examples() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} is not {b}");
        let one: [(&[usize], &[usize]); 4] =
            [(&[0], &[0]), (&[0], &[0]), (&[0], &[1]), (&[1], &[1])];
        close(measured(Measure::Accuracy, 3, &one), 0.75);
        // F1 of class 0: 2·2/(3+2) = 0.8; of class 1: 2·1/(1+2) = 2/3.
        close(measured(Measure::MacroF1, 3, &one), (0.8 + 2.0 / 3.0) / 2.0);
        close(
            measured(Measure::MacroRecall, 3, &one),
            (2.0 / 3.0 + 1.0) / 2.0,
        );
        let many: [(&[usize], &[usize]); 2] = [(&[0, 1], &[0]), (&[], &[1])];
        // Label 0: F1 1; label 1: no hit. Together: 2·1/(2+2).
        close(measured(Measure::LabelMacroF1, 2, &many), 0.5);
        close(measured(Measure::LabelMicroF1, 2, &many), 0.5);
        // scipy.stats.pearsonr([1, 2, 3, 5], [1, 3, 2, 6])[0]
        let xy = [(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (5.0, 6.0)];
        let mut sums = [0.0; 6];
        for (x, y) in xy {
            for (sum, part) in sums.iter_mut().zip([1.0, x, y, x * x, y * y, x * y]) {
                *sum += part;
            }
        }
        close(pearson(&sums), 0.903_507_902_905_251_3);
    }
}
