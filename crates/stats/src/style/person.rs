//! The style of one person's answers.

use serde::{Deserialize, Serialize};

use crate::StatsError;

/// The ends of a rating scale; answers are whole steps between them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    lowest: f64,
    highest: f64,
}

impl Scale {
    /// A scale from its lowest to its highest answer.
    ///
    /// # Errors
    /// [`StatsError::ScaleEnds`] unless `lowest < highest`.
    pub fn new(lowest: f64, highest: f64) -> Result<Self, StatsError> {
        if lowest < highest && (highest - lowest).is_finite() {
            Ok(Scale { lowest, highest })
        } else {
            Err(StatsError::ScaleEnds { lowest, highest })
        }
    }

    /// Lowest answer.
    #[must_use]
    pub fn lowest(&self) -> f64 {
        self.lowest
    }

    /// Highest answer.
    #[must_use]
    pub fn highest(&self) -> f64 {
        self.highest
    }
}

/// How one person uses the scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Items answered.
    pub items: u64,
    /// Extreme responding: share of answers at either end, 0 to 1.
    pub ers: f64,
    /// Acquiescence: share of answers above the middle, 0 to 1.
    pub ars: f64,
    /// Disacquiescence: share of answers below the middle, 0 to 1.
    pub drs: f64,
    /// Midpoint responding: share of answers on the middle, or on the two steps around it where
    /// the scale has an even number of steps, 0 to 1.
    pub mrs: f64,
    /// Net acquiescence: `ars - drs`, -1 to 1.
    pub nars: f64,
    /// Variability within the person: standard deviation over the items (dividing by items - 1),
    /// in steps of the scale; blank with one item.
    pub irv: Option<f64>,
    /// Mean answer, on the scale.
    pub mean: f64,
}

/// The style of one person's answers over items that share a scale.
///
/// Formula: shares of answers as in [`Person`]; the middle is `(lowest + highest) / 2`.
/// Arguments: one entry per item, blank where it was not answered; the scale.
/// Errors: [`StatsError::NotFinite`], [`StatsError::Scale`] for an answer off the scale; blank
/// where nothing was answered.
/// Assumptions: items of mixed content and wording, else opinion passes for style.
/// Sources: Baumgartner and Steenkamp 2001, doi:10.1509/jmkr.38.2.143.18840; Van Vaerenbergh and
/// Thomas 2013, doi:10.1093/ijpor/eds021; Dunn et al. 2018 (IRV), doi:10.1007/s10869-016-9479-0.
///
/// ```
/// use stats::style::{Scale, person};
/// let scale = Scale::new(1.0, 5.0)?;
/// let found = person(&[Some(5.0), Some(4.0), Some(3.0), None, Some(1.0)], scale)?.unwrap();
/// assert_eq!((found.ers, found.ars, found.drs, found.mrs), (0.5, 0.5, 0.25, 0.25));
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn person(answers: &[Option<f64>], scale: Scale) -> Result<Option<Person>, StatsError> {
    let Scale { lowest, highest } = scale;
    let given: Vec<f64> = answers.iter().flatten().copied().collect();
    for &value in &given {
        if !value.is_finite() {
            let name = "answer";
            return Err(StatsError::NotFinite { name, value });
        }
        if value < lowest || value > highest {
            return Err(StatsError::Scale {
                mean: value,
                lowest,
                highest,
            });
        }
    }
    if given.is_empty() {
        return Ok(None);
    }
    let n = given.len() as f64;
    let middle = f64::midpoint(lowest, highest);
    let share = |is: &dyn Fn(f64) -> bool| given.iter().filter(|x| is(**x)).count() as f64 / n;
    let (ars, drs) = (share(&|x| x > middle), share(&|x| x < middle));
    let mean = given.iter().sum::<f64>() / n;
    let squares: f64 = given.iter().map(|x| (x - mean) * (x - mean)).sum();
    Ok(Some(Person {
        items: given.len() as u64,
        ers: share(&|x| x == lowest || x == highest),
        ars,
        drs,
        // Half a step from the middle: the middle itself, or the two steps around it.
        mrs: share(&|x| (x - middle).abs() <= 0.5),
        nars: ars - drs,
        irv: (given.len() > 1).then(|| (squares / (n - 1.0)).sqrt()),
        mean,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_scale_has_two_middle_steps() {
        let scale = Scale::new(1.0, 4.0).unwrap();
        let answers = [1.0, 2.0, 3.0, 4.0].map(Some);
        let found = person(&answers, scale).unwrap().unwrap();
        assert_eq!((found.ers, found.mrs, found.nars), (0.5, 0.5, 0.0));
        assert_eq!(person(&[None, None], scale).unwrap(), None);
    }

    #[test]
    fn an_answer_off_the_scale_is_named() {
        let scale = Scale::new(1.0, 4.0).unwrap();
        let error = person(&[Some(6.0)], scale).unwrap_err().to_string();
        assert!(error.contains('6'), "{error}");
        assert!(Scale::new(4.0, 1.0).is_err());
    }
}
