//! Spherical k-means over clauses, from centers that are given.
//!
//! Dhillon and Modha 2001, doi:10.1023/A:1007612920971: every clause goes to the center with
//! the greatest cosine, every center moves to the mean direction of its clauses, until nothing
//! moves. Two things differ: a clause that is near to no center goes to none, and a cluster
//! that too few verbatims support is dissolved and its clauses look for another. Ties go to
//! the earlier center, so there is nothing random.

use std::collections::HashMap;

use super::seeds::mean;
use super::vectors::Sparse;

/// Rounds after which it stops, moved or not.
const ROUNDS: usize = 20;

/// Clauses that belong together.
pub(super) struct Cluster {
    /// The phrase that it grew from.
    pub(super) seed: u32,
    /// Members with their cosine to the center, in the order of the clauses.
    pub(super) members: Vec<(usize, f64)>,
}

/// Grows clusters from `centers`; a clause needs a cosine of at least `floor` to one of them.
/// `supported` says whether enough verbatims stand behind the clauses.
pub(super) fn grow(
    vectors: &[Sparse],
    mut centers: Vec<(u32, Sparse)>,
    floor: f64,
    supported: impl Fn(&[(usize, f64)]) -> bool,
) -> Vec<Cluster> {
    let mut before: Vec<Vec<usize>> = Vec::new();
    for _ in 0..ROUNDS {
        let members = assign(vectors, &centers, floor);
        let places: Vec<Vec<usize>> = members
            .iter()
            .map(|m| m.iter().map(|&(i, _)| i).collect())
            .collect();
        if places == before && members.iter().all(|m| supported(m)) {
            break;
        }
        centers = centers
            .into_iter()
            .zip(&members)
            .filter(|(_, members)| supported(members))
            .map(|((seed, _), m)| (seed, mean(m.iter().map(|&(i, _)| &vectors[i]))))
            .collect();
        before = places;
    }
    let members = assign(vectors, &centers, floor);
    centers
        .into_iter()
        .zip(members)
        .filter(|(_, members)| supported(members))
        .map(|((seed, _), members)| Cluster { seed, members })
        .collect()
}

/// The members of every center.
fn assign(vectors: &[Sparse], centers: &[(u32, Sparse)], floor: f64) -> Vec<Vec<(usize, f64)>> {
    let mut known = Nearest::default();
    for (_, center) in centers {
        known.add(center);
    }
    let mut members = vec![Vec::new(); centers.len()];
    for (i, vector) in vectors.iter().enumerate() {
        if let Some((center, cosine)) = known.of(vector).filter(|&(_, cosine)| cosine >= floor) {
            members[center].push((i, cosine));
        }
    }
    members
}

/// Unit vectors by their terms, so that only those which share one are compared.
#[derive(Default)]
pub(super) struct Nearest {
    by_term: HashMap<u32, Vec<(usize, f64)>>,
    cosines: Vec<f64>,
    touched: Vec<usize>,
}

impl Nearest {
    /// Adds a vector; they are numbered as they come.
    pub(super) fn add(&mut self, vector: &Sparse) {
        for &(term, weight) in vector.terms() {
            let place = (self.cosines.len(), weight);
            self.by_term.entry(term).or_default().push(place);
        }
        self.cosines.push(0.0);
    }

    /// The vector with the greatest cosine and that cosine; the earlier one of equals.
    pub(super) fn of(&mut self, vector: &Sparse) -> Option<(usize, f64)> {
        for (term, weight) in vector.terms() {
            for &(at, other) in self.by_term.get(term).into_iter().flatten() {
                if self.cosines[at] == 0.0 {
                    self.touched.push(at);
                }
                self.cosines[at] += weight * other;
            }
        }
        let mut best: Option<(usize, f64)> = None;
        for at in self.touched.drain(..) {
            let cosine = std::mem::take(&mut self.cosines[at]);
            let better = best.is_none_or(|(b, most)| cosine > most || (cosine == most && at < b));
            if cosine > 0.0 && better {
                best = Some((at, cosine));
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(terms: &[u32]) -> Sparse {
        Sparse::new(terms.iter().map(|&t| (t, 1.0)).collect()).unit()
    }

    #[test]
    fn clauses_go_to_the_nearest_center_and_small_clusters_dissolve() {
        let vectors = [
            unit(&[1, 2]),
            unit(&[1, 3]),
            unit(&[1]),
            unit(&[8, 9]),
            unit(&[9, 3]),
            unit(&[77]),
        ];
        let centers = vec![(1, unit(&[1])), (9, unit(&[9])), (3, unit(&[3]))];
        let found = grow(&vectors, centers.clone(), 0.2, |m| m.len() >= 2);
        let members = |c: &Cluster| c.members.iter().map(|m| m.0).collect::<Vec<_>>();
        assert_eq!(found.iter().map(|c| c.seed).collect::<Vec<_>>(), [1, 9]);
        assert_eq!(members(&found[0]), [0, 1, 2]);
        assert_eq!(members(&found[1]), [3, 4]);
        assert!(grow(&vectors, centers, 0.2, |m| m.len() >= 4).is_empty());
    }
}
