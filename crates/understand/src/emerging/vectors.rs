//! Sparse vectors: term and weight, sorted by term.

/// A sparse vector, terms ascending and each at most once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sparse(Vec<(u32, f64)>);

impl Sparse {
    /// From terms in any order; weights of equal terms are added.
    pub(super) fn new(mut terms: Vec<(u32, f64)>) -> Self {
        terms.sort_by_key(|&(term, _)| term);
        terms.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        Sparse(terms)
    }

    /// Of length 1; a vector of zeros stays.
    pub(super) fn unit(mut self) -> Self {
        let length = self.0.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
        if length > 0.0 {
            self.0.iter_mut().for_each(|(_, w)| *w /= length);
        }
        self
    }

    /// The `most` heaviest terms, the smaller term first among equals.
    pub(super) fn heaviest(mut self, most: usize) -> Self {
        self.0
            .sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.0.truncate(most);
        self.0.sort_by_key(|&(term, _)| term);
        self
    }

    /// Terms with their weights, ascending.
    pub(super) fn terms(&self) -> &[(u32, f64)] {
        &self.0
    }
}

/// Inverse document frequency, `1 + ln((1 + n) / (1 + df))`: a term of every document counts 1.
pub(super) fn idf(documents: usize, with_term: usize) -> f64 {
    1.0 + ((1.0 + documents as f64) / (1.0 + with_term as f64)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_terms_are_added_and_a_unit_vector_is_of_length_one() {
        let a = Sparse::new(vec![(3, 1.0), (1, 3.0), (3, 3.0)]);
        assert_eq!(a.terms(), [(1, 3.0), (3, 4.0)]);
        assert_eq!(a.clone().unit().terms(), [(1, 0.6), (3, 0.8)]);
        assert_eq!(a.heaviest(1).terms(), [(3, 4.0)]);
        assert!(Sparse::default().unit().terms().is_empty());
    }
}
