//! Phrases that are said by nearly the same people, put together: where clusters grow from.

use super::clusters::Nearest;
use super::index::Index;
use super::vectors::Sparse;

/// Phrases held by nearly the same verbatims.
pub(super) struct Seed {
    /// The phrase that came first; the others were compared with it.
    pub(super) leader: u32,
    /// All phrases, the leader included.
    phrases: Vec<u32>,
}

/// Groups candidates: each joins the first group whose leader is held by nearly the same
/// verbatims (Jaccard at least `overlap`), or leads a new one.
///
/// Formula: `|A ∩ B| / |A ∪ B|` of the verbatims that hold two phrases (Jaccard 1901).
pub(super) fn seeds(index: &Index<'_>, candidates: &[u32], overlap: f64) -> Vec<Seed> {
    let held = |id: u32| &index.holders[id as usize];
    let mut seeds: Vec<Seed> = Vec::new();
    // Leaders per verbatim: only leaders that share one are compared.
    let mut led: Vec<Vec<usize>> = vec![Vec::new(); index.verbatims.len()];
    let mut shared: Vec<usize> = Vec::new();
    for &phrase in candidates {
        shared.fill(0);
        for &verbatim in held(phrase) {
            for &seed in &led[verbatim as usize] {
                shared[seed] += 1;
            }
        }
        let near = seeds.iter_mut().zip(&shared).find(|(seed, both)| {
            let either = held(phrase).len() + held(seed.leader).len() - **both;
            **both as f64 >= overlap * either as f64
        });
        if let Some((seed, _)) = near {
            seed.phrases.push(phrase);
            continue;
        }
        for &verbatim in held(phrase) {
            led[verbatim as usize].push(seeds.len());
        }
        shared.push(0);
        seeds.push(Seed {
            leader: phrase,
            phrases: vec![phrase],
        });
    }
    seeds
}

/// The centers that clusters start from: the mean of the clauses that hold a seed's phrases.
/// A seed whose mean is nearly that of an earlier one (cosine at least `same`) adds nothing
/// and is left out.
pub(super) fn centers(
    index: &Index<'_>,
    vectors: &[Sparse],
    seeds: &[Seed],
    same: f64,
) -> Vec<(u32, Sparse)> {
    let mut with_phrase: Vec<Vec<usize>> = vec![Vec::new(); index.names.len()];
    for (i, loose) in index.loose.iter().enumerate() {
        for &(phrase, _) in &loose.phrases {
            with_phrase[phrase as usize].push(i);
        }
    }
    let mut kept: Vec<(u32, Sparse)> = Vec::new();
    let mut known = Nearest::default();
    for seed in seeds {
        let mut members: Vec<usize> = seed
            .phrases
            .iter()
            .flat_map(|&phrase| &with_phrase[phrase as usize])
            .copied()
            .collect();
        members.sort_unstable();
        members.dedup();
        let center = mean(members.iter().map(|&i| &vectors[i]));
        if known.of(&center).is_none_or(|(_, cosine)| cosine < same) {
            known.add(&center);
            kept.push((seed.leader, center));
        }
    }
    kept
}

/// Terms that a center keeps; more only slow the comparison down.
const CENTER_TERMS: usize = 64;

/// The direction of the mean of unit vectors.
pub(super) fn mean<'a>(vectors: impl Iterator<Item = &'a Sparse>) -> Sparse {
    let terms = vectors.flat_map(|v| v.terms().iter().copied()).collect();
    Sparse::new(terms).heaviest(CENTER_TERMS).unit()
}

#[cfg(test)]
mod tests {
    use super::super::{Clause, windows::Windows};
    use super::*;
    use jiff::civil::date;

    #[test]
    fn phrases_of_nearly_the_same_people_are_one_seed() {
        let on = date(2026, 3, 1);
        let says = |(id, text): (usize, &str)| Clause {
            verbatim: id.to_string(),
            text: text.to_owned(),
            language: "en".to_owned(),
            on,
            explained: false,
        };
        let said = [
            "gift voucher",
            "gift voucher",
            "gift voucher",
            "gift",
            "kettle",
        ];
        let clauses: Vec<Clause> = said.into_iter().enumerate().map(says).collect();
        let index = Index::new(&clauses, &Windows::new(on, 7, 1));
        let groups = |overlap: f64| -> Vec<Vec<&str>> {
            let name = |id: &u32| index.names[*id as usize].as_str();
            seeds(&index, &index.candidates(1, 9), overlap)
                .iter()
                .map(|seed| seed.phrases.iter().map(name).collect())
                .collect()
        };
        // "gift" is said by 4, the other two by 3 of them: 3 / 4.
        assert_eq!(
            groups(0.75),
            [vec!["gift", "gift voucher", "voucher"], vec!["kettle"]]
        );
        assert_eq!(
            groups(0.76),
            [
                vec!["gift"],
                vec!["gift voucher", "voucher"],
                vec!["kettle"]
            ]
        );
    }
}
