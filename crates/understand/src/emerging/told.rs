//! A cluster told as a theme: its phrases, quotes, languages and windows.

use std::collections::BTreeMap;

use stats::Level;
use stats::burst::{Burst, Series, Window};

use super::clusters::Cluster;
use super::index::Index;
use super::theme::{Clause, Heard, Phrase, Quote, Rules, Theme};
use super::windows::Windows;

/// Fewest verbatims behind a phrase that stands for a theme.
const PHRASE_SUPPORT: usize = 3;
/// Share of a phrase's uses that must lie in the theme for the phrase to stand for it.
const TRUE_TO_THEME: f64 = 0.6;

/// Counts of a theme per window.
pub(super) fn series(index: &Index<'_>, held: &[u32]) -> Series {
    let mut windows: Vec<Window> = index
        .exposure
        .iter()
        .map(|&exposure| Window { count: 0, exposure })
        .collect();
    for &verbatim in held {
        windows[index.window[verbatim as usize]].count += 1;
    }
    let history = windows.split_off(1);
    Series {
        newest: windows[0],
        history,
    }
}

/// What a theme is told from.
pub(super) struct Told<'a> {
    pub(super) index: &'a Index<'a>,
    pub(super) clauses: &'a [Clause],
    pub(super) windows: &'a Windows,
    pub(super) rules: &'a Rules,
}

impl Told<'_> {
    /// The theme of one cluster, whose verbatims are `held`.
    pub(super) fn theme(
        &self,
        cluster: &Cluster,
        label: &[(u32, f64)],
        held: &[u32],
        burst: Burst,
    ) -> Theme {
        let name = |id: u32| self.index.names[id as usize].clone();
        let terms: Vec<(String, f64)> = label.iter().map(|&(id, w)| (name(id), w)).collect();
        let nearness: f64 = cluster.members.iter().map(|m| m.1).sum();
        let key = name(cluster.seed);
        Theme {
            label: terms.first().map_or_else(|| key.clone(), |t| t.0.clone()),
            key,
            terms,
            phrases: self.phrases(cluster),
            support: held.len(),
            languages: self.languages(cluster),
            cohesion: nearness / cluster.members.len().max(1) as f64,
            quotes: self.quotes(cluster),
            verbatims: held
                .iter()
                .map(|&v| self.index.verbatims[v as usize].to_owned())
                .collect(),
            windows: self.heard(held),
            ratio: stats::burst::ratio(
                &series(self.index, held),
                burst.dispersion,
                Level::NINETY_FIVE,
            ),
            burst,
        }
    }

    fn language(&self, loose: usize) -> &str {
        &self.clauses[self.index.loose[loose].clause].language
    }

    fn heard(&self, held: &[u32]) -> Vec<Heard> {
        let series = series(self.index, held);
        let all = [series.newest].into_iter().chain(series.history);
        let mut heard: Vec<Heard> = all
            .enumerate()
            .map(|(at, window)| {
                let (from, to) = self.windows.bounds(at);
                Heard {
                    from,
                    to,
                    count: window.count,
                    exposure: window.exposure,
                }
            })
            .collect();
        heard.reverse();
        heard
    }

    fn quotes(&self, cluster: &Cluster) -> Vec<Quote> {
        let mut members = cluster.members.clone();
        // A stable sort: among equals the order of verbatims stays.
        members.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut quotes: Vec<Quote> = Vec::new();
        for (i, nearness) in members {
            let said = &self.clauses[self.index.loose[i].clause];
            if quotes.len() == self.rules.quotes {
                break;
            }
            // Neither the same person twice, nor the same words.
            if quotes
                .iter()
                .all(|q| q.verbatim != said.verbatim && q.text != said.text)
            {
                quotes.push(Quote {
                    verbatim: said.verbatim.clone(),
                    text: said.text.clone(),
                    nearness,
                });
            }
        }
        quotes
    }

    fn languages(&self, cluster: &Cluster) -> Vec<(String, usize)> {
        let mut by: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for &(i, _) in &cluster.members {
            by.entry(self.language(i)).or_default().push(i);
        }
        let mut languages: Vec<(String, usize)> = by
            .into_iter()
            .map(|(l, members)| {
                (
                    l.to_owned(),
                    self.index.verbatims_of(members.into_iter()).len(),
                )
            })
            .collect();
        languages.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        languages
    }

    fn phrases(&self, cluster: &Cluster) -> Vec<Phrase> {
        let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for &(i, _) in &cluster.members {
            for &(phrase, _) in &self.index.loose[i].phrases {
                members.entry(phrase).or_default().push(i);
            }
        }
        let mut phrases: Vec<Phrase> = members
            .into_iter()
            .filter_map(|(phrase, members)| {
                let (loose, explained) = self.index.uses[phrase as usize];
                let verbatims = self.index.verbatims_of(members.iter().copied()).len();
                let everywhere = (loose + explained) as f64;
                let mut by: BTreeMap<&str, usize> = BTreeMap::new();
                for &i in &members {
                    *by.entry(self.language(i)).or_default() += 1;
                }
                let most = by
                    .into_iter()
                    .max_by_key(|&(l, n)| (n, std::cmp::Reverse(l)))?;
                let stands = verbatims >= PHRASE_SUPPORT
                    && members.len() as f64 >= TRUE_TO_THEME * everywhere;
                stands.then(|| Phrase {
                    text: self.index.names[phrase as usize].clone(),
                    language: most.0.to_owned(),
                    verbatims,
                })
            })
            .collect();
        phrases.sort_by(|a, b| {
            b.verbatims
                .cmp(&a.verbatims)
                .then_with(|| a.text.cmp(&b.text))
        });
        phrases
    }
}
