//! The clauses of a run as numbers: who said them, when, and with which phrases.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Clause;
use super::vectors::{Sparse, idf};
use super::windows::Windows;
use super::words::phrases;

/// A phrase whose share of all uses is below this much of that in clauses which a topic
/// explains says nothing about what no topic explains.
const AT_HOME: f64 = 0.5;

/// A clause that no topic explains.
pub(super) struct Loose {
    /// Position among the clauses that were given.
    pub(super) clause: usize,
    /// Whose words, a position in [`Index::verbatims`].
    pub(super) verbatim: u32,
    /// Its phrases with how often they stand in it, ascending.
    pub(super) phrases: Vec<(u32, u32)>,
}

/// What is known of all clauses before anything is grouped.
pub(super) struct Index<'a> {
    /// Verbatims heard within the windows, ascending.
    pub(super) verbatims: Vec<&'a str>,
    /// The window of each verbatim, 0 the newest.
    pub(super) window: Vec<usize>,
    /// Verbatims heard per window.
    pub(super) exposure: Vec<u64>,
    /// Clauses without a topic, in an order that does not depend on the input's.
    pub(super) loose: Vec<Loose>,
    /// The phrases.
    pub(super) names: Vec<String>,
    /// Verbatims with the phrase in a loose clause, ascending.
    pub(super) holders: Vec<Vec<u32>>,
    /// How often a phrase stands in loose clauses, and in explained ones.
    pub(super) uses: Vec<(u64, u64)>,
    /// Clauses that lie outside of all windows.
    pub(super) outside: usize,
}

impl<'a> Index<'a> {
    /// Reads the clauses that lie within the windows.
    pub(super) fn new(clauses: &'a [Clause], windows: &Windows) -> Self {
        let mut inside: Vec<(usize, usize)> = (0..clauses.len())
            .filter_map(|i| Some((i, windows.of(clauses[i].on)?)))
            .collect();
        let outside = clauses.len() - inside.len();
        inside.sort_by_key(|&(i, _)| {
            let c = &clauses[i];
            (&c.verbatim, &c.text, &c.language, c.explained)
        });
        // A verbatim has one day; should its clauses disagree, the newest one counts.
        let mut of_verbatim: BTreeMap<&str, usize> = BTreeMap::new();
        for &(i, window) in &inside {
            of_verbatim
                .entry(&clauses[i].verbatim)
                .and_modify(|at| *at = window.min(*at))
                .or_insert(window);
        }
        let mut exposure = vec![0; windows.count];
        for &window in of_verbatim.values() {
            exposure[window] += 1;
        }
        let (verbatims, window): (Vec<&str>, Vec<usize>) = of_verbatim.into_iter().unzip();
        let mut index = Index {
            verbatims,
            window,
            exposure,
            loose: Vec::new(),
            names: Vec::new(),
            holders: Vec::new(),
            uses: Vec::new(),
            outside,
        };
        let mut ids: HashMap<String, u32> = HashMap::new();
        for (i, _) in inside {
            index.read(i, &clauses[i], &mut ids);
        }
        index
    }

    fn read(&mut self, clause: usize, said: &Clause, ids: &mut HashMap<String, u32>) {
        // `inside` is sorted by verbatim and holds only verbatims that are listed.
        let verbatim = self
            .verbatims
            .partition_point(|v| *v < said.verbatim.as_str()) as u32;
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for phrase in phrases(&said.text, &said.language) {
            let id = *ids.entry(phrase).or_insert_with_key(|phrase| {
                self.names.push(phrase.clone());
                self.holders.push(Vec::new());
                self.uses.push((0, 0));
                (self.names.len() - 1) as u32
            });
            *counts.entry(id).or_default() += 1;
        }
        for (&id, &count) in &counts {
            let uses = &mut self.uses[id as usize];
            if said.explained {
                uses.1 += u64::from(count);
                continue;
            }
            uses.0 += u64::from(count);
            let holders = &mut self.holders[id as usize];
            if holders.last() != Some(&verbatim) {
                holders.push(verbatim);
            }
        }
        if !said.explained && !counts.is_empty() {
            self.loose.push(Loose {
                clause,
                verbatim,
                phrases: counts.into_iter().collect(),
            });
        }
    }

    /// Phrases that could name a theme, the most widely held first: at least `support`
    /// verbatims hold them, and they are not at home in clauses that a topic explains.
    pub(super) fn candidates(&self, support: usize, most: usize) -> Vec<u32> {
        let total = |uses: fn(&(u64, u64)) -> u64| self.uses.iter().map(uses).sum::<u64>() as f64;
        let (loose, explained) = (total(|u| u.0), total(|u| u.1));
        let mut kept: Vec<u32> = (0..self.names.len() as u32)
            .filter(|&id| {
                let (here, there) = self.uses[id as usize];
                self.holders[id as usize].len() >= support
                    && here as f64 * explained >= AT_HOME * there as f64 * loose
            })
            .collect();
        let words = |id: u32| self.names[id as usize].split(' ').count();
        kept.sort_by(|&a, &b| {
            let wider = self.holders[b as usize]
                .len()
                .cmp(&self.holders[a as usize].len());
            let longer = words(b).cmp(&words(a));
            wider
                .then(longer)
                .then_with(|| self.names[a as usize].cmp(&self.names[b as usize]))
        });
        kept.truncate(most);
        kept
    }

    /// TF-IDF vectors of the loose clauses, of length 1: `(1 + ln tf) · idf` over phrases that
    /// at least two verbatims hold.
    pub(super) fn vectors(&self) -> Vec<Sparse> {
        let weights: Vec<f64> = self
            .holders
            .iter()
            .map(|held| match held.len() {
                0 | 1 => 0.0,
                n => idf(self.verbatims.len(), n),
            })
            .collect();
        let vector = |loose: &Loose| {
            let terms = loose
                .phrases
                .iter()
                .map(|&(id, count)| (id, (1.0 + f64::from(count).ln()) * weights[id as usize]));
            Sparse::new(terms.filter(|&(_, weight)| weight > 0.0).collect()).unit()
        };
        self.loose.iter().map(vector).collect()
    }

    /// Distinct verbatims of these loose clauses, ascending.
    pub(super) fn verbatims_of(&self, loose: impl Iterator<Item = usize>) -> Vec<u32> {
        let distinct: BTreeSet<u32> = loose.map(|i| self.loose[i].verbatim).collect();
        distinct.into_iter().collect()
    }
}
