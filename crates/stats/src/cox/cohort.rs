//! Spells and what may explain them.

use nalgebra::DMatrix;

use crate::StatsError;
use crate::survival::Spell;

/// One thing that may matter: a number, or a group with one column per level but the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What people call it.
    pub name: String,
    /// Names of its columns in order.
    pub columns: Vec<String>,
}

impl Term {
    /// A term of one column.
    #[must_use]
    pub fn number(name: &str) -> Self {
        Term {
            name: name.to_owned(),
            columns: vec![name.to_owned()],
        }
    }
}

/// Customers with their spells and covariates.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    /// One spell per customer.
    pub spells: Vec<Spell>,
    /// Covariates, one row per spell; no intercept, which the baseline hazard stands for.
    pub x: DMatrix<f64>,
    /// The terms, whose columns together are those of `x` in order.
    pub terms: Vec<Term>,
    /// Stratum of each spell: each has a baseline hazard of its own.
    pub stratum: Option<Vec<usize>>,
    /// Cluster of each spell, such as its store or household; each spell its own where blank.
    pub cluster: Option<Vec<usize>>,
}

impl Cohort {
    /// A cohort without strata and clusters.
    #[must_use]
    pub fn new(spells: Vec<Spell>, x: DMatrix<f64>, terms: Vec<Term>) -> Self {
        Cohort {
            spells,
            x,
            terms,
            stratum: None,
            cluster: None,
        }
    }

    /// Names of the columns of `x`.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let all = self.terms.iter().flat_map(|t| &t.columns);
        all.map(String::as_str).collect()
    }

    /// Events.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.spells.iter().filter(|s| s.event).count() as u64
    }

    /// Refuses what does not fit together, is not finite, or holds a column that others give.
    pub(super) fn check(&self) -> Result<(), StatsError> {
        let rows = self.spells.len();
        let shape = |name, given, rows| {
            if given == rows {
                Ok(())
            } else {
                Err(StatsError::Length { name, given, rows })
            }
        };
        shape("rows of covariates", self.x.nrows(), rows)?;
        shape("named covariates", self.columns().len(), self.x.ncols())?;
        if let Some(stratum) = &self.stratum {
            shape("strata", stratum.len(), rows)?;
        }
        if let Some(cluster) = &self.cluster {
            shape("clusters", cluster.len(), rows)?;
        }
        self.spells.iter().try_for_each(Spell::check)?;
        if let Some(&value) = self.x.iter().find(|v| !v.is_finite()) {
            return Err(StatsError::NotFinite {
                name: "covariate",
                value,
            });
        }
        if self.x.ncols() == 0 {
            return Err(StatsError::NoCovariate);
        }
        if self.events() == 0 {
            return Err(StatsError::NobodyLeft);
        }
        Ok(())
    }

    /// Covariates one column per customer, each covariate around its mean.
    pub(super) fn centered(&self) -> DMatrix<f64> {
        let mut x = self.x.transpose();
        for mut row in x.row_iter_mut() {
            let mean = row.mean();
            row.add_scalar_mut(-mean);
        }
        x
    }

    /// The rows at `rows`, with these spells.
    pub(super) fn subset(&self, rows: &[usize], spells: Vec<Spell>) -> Cohort {
        let of = |groups: &Option<Vec<usize>>| {
            let groups = groups.as_ref()?;
            Some(rows.iter().map(|&i| groups[i]).collect())
        };
        Cohort {
            spells,
            x: self.x.select_rows(rows),
            terms: self.terms.clone(),
            stratum: of(&self.stratum),
            cluster: of(&self.cluster),
        }
    }
}
