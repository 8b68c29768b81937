//! Behavioral tests of sentiment in the manner of CheckList (Ribeiro et al., ACL 2020,
//! doi:10.18653/v1/2020.acl-main.442): minimum functionality, invariance and direction.
//!
//! `cases.json` holds templates of ours and the words that fill them. A minimum-functionality
//! case names the labels that are right; an invariance case must keep its label; a direction
//! case must move the score, or at least not move it the wrong way.

mod expand;

use serde::Deserialize;

use super::figure::{Figure, Tally};
use super::judged::Said;

/// How far a score may move the wrong way where it need not move (CheckList's tolerance).
const TOLERANCE: f64 = 0.1;

/// What a case asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The label is one of those given.
    Is,
    /// Both texts get the same label.
    Same,
    /// The second text has a higher score.
    Rises,
    /// The second text's score is not lower, within the tolerance.
    NotLower,
    /// The second text's score is not higher, within the tolerance.
    NotHigher,
}

impl Kind {
    /// CheckList's name for it.
    pub fn family(self) -> &'static str {
        match self {
            Self::Is => "minimum functionality",
            Self::Same => "invariance",
            Self::Rises | Self::NotLower | Self::NotHigher => "direction",
        }
    }
}

/// One case: one text, or two that are compared.
#[derive(Debug, Clone)]
struct Case {
    test: usize,
    first: String,
    second: Option<String>,
}

/// A group of cases that ask for the same.
#[derive(Debug, Clone)]
pub struct Test {
    /// What is tested: negation, contrast and so on.
    pub capability: String,
    /// What the cases have in common.
    pub name: String,
    /// What they ask for.
    pub kind: Kind,
    expect: Vec<usize>,
}

/// All cases.
pub struct Checklist {
    /// The groups, in the order of the file.
    pub tests: Vec<Test>,
    cases: Vec<Case>,
}

impl Checklist {
    /// The cases of `cases.json`.
    pub fn embedded() -> Result<Self, serde_json::Error> {
        expand::expand(include_str!("cases.json"))
    }

    /// The texts to read, in order.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.cases
            .iter()
            .flat_map(|case| [Some(case.first.as_str()), case.second.as_deref()])
            .flatten()
    }

    /// The capabilities in the order of the file.
    pub fn capabilities(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.tests.iter().map(|t| t.capability.as_str()).collect();
        all.dedup();
        all
    }

    /// Share of the cases passed among the tests that `wanted` picks, given what a reader said
    /// of [`Checklist::texts`].
    pub fn passed(&self, said: &[Option<Said>], wanted: impl Fn(&Test) -> bool) -> Option<Figure> {
        let mut tally = Tally::new(2);
        let mut said = said.iter();
        for case in &self.cases {
            let first = said.next()?.as_ref();
            let second = match case.second {
                Some(_) => Some(said.next()?.as_ref()),
                None => None,
            };
            let test = &self.tests[case.test];
            // A case of which a text was not read tells nothing.
            if let (true, Some(first), None | Some(Some(_))) = (wanted(test), first, second) {
                let passed = passes(test, first, second.flatten());
                tally.add([(0, 1.0), (1, if passed { 1.0 } else { 0.0 })]);
            }
        }
        tally.figure(|sums| sums[1] / sums[0])
    }
}

fn passes(test: &Test, first: &Said, second: Option<&Said>) -> bool {
    let label = |said: &Said| said.labels.first().copied();
    let score = |said: &Said| said.score.unwrap_or_default();
    let Some(second) = second else {
        return label(first).is_some_and(|l| test.expect.contains(&l));
    };
    let rise = score(second) - score(first);
    match test.kind {
        Kind::Is => false,
        Kind::Same => label(first) == label(second),
        Kind::Rises => rise > 0.0,
        Kind::NotLower => rise >= -TOLERANCE,
        Kind::NotHigher => rise <= TOLERANCE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(label: usize, score: f64) -> Said {
        Said {
            labels: vec![label],
            score: Some(score),
        }
    }

    #[test]
    fn every_capability_has_sixty_cases() {
        let list = Checklist::embedded().unwrap();
        assert_eq!(list.capabilities().len(), 8);
        for capability in list.capabilities() {
            let cases = list.cases.iter();
            let of = cases.filter(|c| list.tests[c.test].capability == capability);
            let n = of.count();
            assert!(n >= 60, "{capability} has {n}");
        }
        assert!(list.texts().all(|text| !text.contains(['{', '}'])));
    }

    #[test]
    fn a_reader_that_always_says_the_same_passes_only_what_it_should() {
        let list = Checklist::embedded().unwrap();
        let said: Vec<Option<Said>> = list.texts().map(|_| Some(said(1, 0.0))).collect();
        let rate = |kind| list.passed(&said, |t| t.kind == kind).unwrap().value;
        assert!((rate(Kind::Same) - 1.0).abs() < 1e-12);
        assert!(rate(Kind::Rises).abs() < 1e-12);
        assert!(rate(Kind::Is) < 0.3);
    }

    #[test]
    fn a_direction_is_one_of_the_score() {
        let test = |kind| Test {
            capability: String::new(),
            name: String::new(),
            kind,
            expect: Vec::new(),
        };
        let pass = |kind, a, b| passes(&test(kind), &said(0, a), Some(&said(2, b)));
        assert!(pass(Kind::Rises, 0.1, 0.2) && !pass(Kind::Rises, 0.2, 0.1));
        assert!(pass(Kind::NotLower, 0.2, 0.15) && !pass(Kind::NotLower, 0.2, 0.0));
        assert!(pass(Kind::NotHigher, 0.1, 0.15) && !pass(Kind::NotHigher, 0.1, 0.3));
        assert!(!pass(Kind::Same, 0.1, 0.1));
    }
}
