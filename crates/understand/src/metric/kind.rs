//! Which metric, over which question, on which scale.

use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use stats::{Estimate, Rules, ces, csat, mean, nps, share};

/// The metrics there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Net Promoter Score: share of 9–10 minus share of 0–6, in points.
    Nps,
    /// Customer satisfaction: share of the top boxes, in percent.
    Csat,
    /// Customer effort score: the mean on its scale.
    Ces,
    /// The mean of any number.
    Mean,
    /// The share of answers at or above a value, in percent.
    Share,
}

impl Kind {
    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "nps" => Some(Self::Nps),
            "csat" => Some(Self::Csat),
            "ces" => Some(Self::Ces),
            "mean" => Some(Self::Mean),
            "share" => Some(Self::Share),
            _ => None,
        }
    }
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::Csat => "csat",
            Self::Ces => "ces",
            Self::Mean => "mean",
            Self::Share => "share",
        }
    }
}

/// A metric with everything that decides its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// Which metric.
    pub kind: Kind,
    /// The question's key.
    pub question: String,
    /// The scale's ends, both included; answers outside are left out and counted.
    pub scale: Option<(f64, f64)>,
    /// The lowest value that counts (csat: as satisfied; share: as yes).
    pub top: f64,
}

impl Definition {
    /// A definition with the customary scale where none is given: NPS 0–10, CSAT 1–5 with the two
    /// top boxes, CES 1–7, share of values of at least 1.
    ///
    /// # Errors
    /// An empty or inverted scale; NPS on another scale than 0–10.
    pub fn new(
        kind: Kind,
        question: &str,
        scale: Option<(f64, f64)>,
        top: Option<f64>,
    ) -> Result<Self> {
        if let Some((low, high)) = scale
            && (low >= high || low.is_nan() || high.is_nan())
        {
            return Err(Error::Metric(format!(
                "the scale {low}..{high} is empty: give its lowest and highest value"
            )));
        }
        let scale = match kind {
            Kind::Nps if scale.is_some_and(|s| s != (0.0, 10.0)) => {
                return Err(Error::Metric(
                    "NPS is defined on 0 to 10: use csat or mean for another scale".into(),
                ));
            }
            Kind::Nps => Some((0.0, 10.0)),
            Kind::Csat => scale.or(Some((1.0, 5.0))),
            Kind::Ces => scale.or(Some((1.0, 7.0))),
            Kind::Mean | Kind::Share => scale,
        };
        let top = top.unwrap_or(match (kind, scale) {
            (Kind::Csat, Some((_, high))) => high - 1.0,
            _ => 1.0,
        });
        Ok(Self {
            kind,
            question: question.to_owned(),
            scale,
            top,
        })
    }

    /// Why a value is not counted, if it is not.
    pub fn refuses(&self, value: f64) -> Option<String> {
        if self.kind == Kind::Nps && value.fract() != 0.0 {
            return Some("not a whole number".into());
        }
        let (low, high) = self.scale?;
        if value < low || value > high {
            Some(format!("{value} is outside {low} to {high}"))
        } else {
            None
        }
    }

    /// The estimate of values that are all counted, with the counts behind an NPS.
    ///
    /// # Errors
    /// Values that are no numbers.
    pub fn estimate(
        &self,
        values: &[(f64, u64)],
        rules: &Rules,
    ) -> Result<(Estimate, Option<nps::Counts>)> {
        match self.kind {
            Kind::Nps => {
                let mut counts = nps::Counts::default();
                for (value, n) in values {
                    match *value {
                        v if v >= 9.0 => counts.promoters += n,
                        v if v >= 7.0 => counts.passives += n,
                        _ => counts.detractors += n,
                    }
                }
                Ok((nps::estimate(&counts, rules), Some(counts)))
            }
            Kind::Csat | Kind::Share => {
                let mut counts = share::Counts::default();
                for (value, n) in values {
                    if *value >= self.top {
                        counts.hits += n
                    } else {
                        counts.others += n
                    }
                }
                Ok((csat::estimate(&counts, rules), None))
            }
            Kind::Ces | Kind::Mean => {
                let mut moments = mean::Moments::default();
                for (value, n) in values {
                    let times = *n as f64;
                    moments.merge(&mean::Moments {
                        n: *n,
                        sum: value * times,
                        sum_sq: value * value * times,
                    });
                }
                Ok((self.mean(&moments, rules)?, None))
            }
        }
    }

    /// The mean from moments, on the definition's scale.
    ///
    /// # Errors
    /// A mean outside the scale.
    pub fn mean(&self, moments: &mean::Moments, rules: &Rules) -> Result<Estimate> {
        let scale = self
            .scale
            .map(|(lowest, highest)| ces::Scale { lowest, highest });
        Ok(ces::estimate(moments, scale, rules)?)
    }

    /// The formula in words, for "how computed".
    pub fn formula(&self) -> String {
        let question = &self.question;
        match (self.kind, self.scale) {
            (Kind::Nps, _) => format!(
                "100 × (share of 9–10 − share of 0–6) of the whole numbers 0–10 given to {question}"
            ),
            (Kind::Csat, Some((low, high))) => {
                format!(
                    "100 × share of {} or more among answers {low}–{high} to {question}",
                    self.top
                )
            }
            (Kind::Share, _) => format!(
                "100 × share of {} or more among answers to {question}",
                self.top
            ),
            (_, Some((low, high))) => format!("mean of answers {low}–{high} to {question}"),
            _ => format!("mean of answers to {question}"),
        }
    }
}
