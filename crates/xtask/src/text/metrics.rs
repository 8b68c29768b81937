//! Accuracy, macro-F1 and macro-recall, by the plain formulas.

/// Counts of true class against said class.
#[derive(Debug, Clone)]
pub struct Classes {
    cells: Vec<Vec<usize>>,
}

impl Classes {
    /// For `count` classes.
    pub fn new(count: usize) -> Self {
        Self {
            cells: vec![vec![0; count]; count],
        }
    }

    /// Counts one text.
    pub fn add(&mut self, truth: usize, said: usize) {
        self.cells[truth][said] += 1;
    }

    /// Texts counted.
    pub fn count(&self) -> usize {
        self.cells.iter().flatten().sum()
    }

    /// Share said rightly.
    pub fn accuracy(&self) -> f64 {
        let right: usize = (0..self.cells.len()).map(|i| self.cells[i][i]).sum();
        right as f64 / self.count().max(1) as f64
    }

    /// Mean over the classes present of 2·hits / (present + said).
    pub fn macro_f1(&self) -> f64 {
        self.mean(|i| {
            let said: usize = self.cells.iter().map(|row| row[i]).sum();
            2.0 * self.cells[i][i] as f64 / (self.present(i) + said) as f64
        })
    }

    /// Mean over the classes present of hits / present.
    pub fn macro_recall(&self) -> f64 {
        self.mean(|i| self.cells[i][i] as f64 / self.present(i) as f64)
    }

    fn present(&self, class: usize) -> usize {
        self.cells[class].iter().sum()
    }

    fn mean(&self, of: impl Fn(usize) -> f64) -> f64 {
        let present: Vec<usize> = (0..self.cells.len())
            .filter(|&i| self.present(i) > 0)
            .collect();
        present.iter().map(|&i| of(i)).sum::<f64>() / present.len().max(1) as f64
    }
}

/// Counts of labels of which a text may have several.
#[derive(Debug, Clone)]
pub struct Labels {
    hit: Vec<usize>,
    said: Vec<usize>,
    present: Vec<usize>,
}

impl Labels {
    /// For `count` labels.
    pub fn new(count: usize) -> Self {
        Self {
            hit: vec![0; count],
            said: vec![0; count],
            present: vec![0; count],
        }
    }

    /// Counts one label of one text.
    pub fn add(&mut self, label: usize, present: bool, said: bool) {
        self.hit[label] += usize::from(present && said);
        self.said[label] += usize::from(said);
        self.present[label] += usize::from(present);
    }

    /// Mean F1 over the labels that occur.
    pub fn macro_f1(&self) -> f64 {
        let occur: Vec<usize> = (0..self.hit.len())
            .filter(|&i| self.present[i] > 0)
            .collect();
        let f1 = |&i: &usize| 2.0 * self.hit[i] as f64 / (self.said[i] + self.present[i]) as f64;
        occur.iter().map(f1).sum::<f64>() / occur.len().max(1) as f64
    }

    /// F1 over all labels together.
    pub fn micro_f1(&self) -> f64 {
        let sum = |list: &[usize]| list.iter().sum::<usize>() as f64;
        2.0 * sum(&self.hit) / (sum(&self.said) + sum(&self.present)).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_agree_with_a_worked_example() {
        let mut classes = Classes::new(3);
        for (truth, said) in [(0, 0), (0, 0), (0, 1), (1, 1)] {
            classes.add(truth, said);
        }
        assert!((classes.accuracy() - 0.75).abs() < 1e-12);
        // F1 of class 0: 2·2/(3+2) = 0.8; of class 1: 2·1/(1+2) = 2/3.
        assert!((classes.macro_f1() - (0.8 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
        assert!((classes.macro_recall() - (2.0 / 3.0 + 1.0) / 2.0).abs() < 1e-12);
    }
}
