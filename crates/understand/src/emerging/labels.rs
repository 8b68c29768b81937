//! What a cluster is called: class-based TF-IDF over phrases.
//!
//! Grootendorst 2022, BERTopic, arXiv:2203.05794: `W(t, c) = tf(t, c) · ln(1 + A / tf(t))`,
//! with `tf(t, c)` the uses of phrase t in class c, `tf(t)` its uses in all classes, and A the
//! mean number of phrases per class. All clauses of a cluster are one class; the clauses
//! outside of every cluster, and those that a topic explains, are one more class each.

use std::collections::BTreeMap;

use super::clusters::Cluster;
use super::index::Index;

/// Phrases that name a cluster.
const NAMES: usize = 5;
/// A further phrase is used at least this often beside the first.
const BESIDE_FIRST: f64 = 0.1;
/// A longer phrase takes the place of one inside it where it is used this often beside it.
const LONGER_SHARE: f64 = 0.6;

/// The phrases that set each cluster apart, heaviest first, with their weight. Phrases that
/// are part of a heavier one are left out; only `nameable` phrases are used.
pub(super) fn labels(
    index: &Index<'_>,
    clusters: &[Cluster],
    nameable: &[u32],
) -> Vec<Vec<(u32, f64)>> {
    let everywhere = index.uses.iter().map(|(a, b)| a + b).sum::<u64>() as f64;
    let classes = clusters.len() as f64 + 2.0;
    let average = everywhere / classes;
    let mut names = vec![false; index.names.len()];
    for &id in nameable {
        names[id as usize] = true;
    }
    clusters
        .iter()
        .map(|cluster| {
            let uses = uses(index, cluster);
            let mut weighed: Vec<(u32, f64)> = uses
                .iter()
                .filter(|(id, _)| names[**id as usize])
                .map(|(&id, &here)| {
                    let (loose, explained) = index.uses[id as usize];
                    let rarity = (average / (loose + explained) as f64).ln_1p();
                    (id, here as f64 * rarity)
                })
                .collect();
            weighed.sort_by(|a, b| {
                b.1.total_cmp(&a.1)
                    .then_with(|| name(index, a).cmp(name(index, b)))
            });
            name_by(index, &weighed, &uses)
        })
        .collect()
}

fn name<'a>(index: &'a Index<'_>, of: &(u32, f64)) -> &'a str {
    &index.names[of.0 as usize]
}

fn uses(index: &Index<'_>, cluster: &Cluster) -> BTreeMap<u32, u64> {
    let mut uses = BTreeMap::new();
    for &(i, _) in &cluster.members {
        for &(phrase, count) in &index.loose[i].phrases {
            *uses.entry(phrase).or_default() += u64::from(count);
        }
    }
    uses
}

fn name_by(
    index: &Index<'_>,
    weighed: &[(u32, f64)],
    uses: &BTreeMap<u32, u64>,
) -> Vec<(u32, f64)> {
    let mut chosen: Vec<(u32, f64)> = Vec::new();
    for term in weighed {
        if chosen.len() == NAMES {
            break;
        }
        let of = |other: &(u32, f64)| uses.get(&other.0).copied().unwrap_or(0) as f64;
        let longest = weighed
            .iter()
            .filter(|other| of(other) >= LONGER_SHARE * of(term))
            .filter(|other| holds(name(index, other), name(index, term)))
            .max_by_key(|other| name(index, other).chars().count())
            .unwrap_or(term);
        let told = chosen.iter().any(|c| {
            let (a, b) = (name(index, c), name(index, longest));
            holds(a, b) || holds(b, a) || holds(a, name(index, term))
        });
        let often = chosen
            .first()
            .is_none_or(|first| of(longest) >= (BESIDE_FIRST * of(first)).max(2.0));
        if often && !told {
            chosen.push(*longest);
        }
    }
    chosen
}

/// Whether the phrase `long` has `short` in it; whole words where words are apart.
fn holds(long: &str, short: &str) -> bool {
    if long.is_ascii() || long.contains(' ') || short.contains(' ') {
        format!(" {long} ").contains(&format!(" {short} "))
    } else {
        long.contains(short)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_holds_whole_words_or_characters() {
        assert!(holds("gift card", "card") && holds("card", "card"));
        assert!(!holds("discard", "card") && !holds("gift cards", "card"));
        assert!(holds("予約画面", "画面"));
    }
}
