//! What the published numbers say about the hidden inner cells.

use super::Cells;

/// A published sum less its published cells: the hidden cells in it add up to `rest`.
pub(super) struct Line {
    pub hidden: Vec<usize>,
    pub rest: f64,
}

/// Which inner cells are hidden, and the lines that tie them.
pub(super) struct Lines {
    pub hidden: Vec<bool>,
    pub lines: Vec<Line>,
}

impl Lines {
    /// From published numbers, hidden ones blank.
    pub fn of(cells: &Cells, published: &[Option<f64>]) -> Self {
        let hidden: Vec<bool> = published[..cells.inner]
            .iter()
            .map(Option::is_none)
            .collect();
        let mut lines: Vec<Line> = Vec::new();
        for (parts, value) in cells.sums.iter().zip(&published[cells.inner..]) {
            let Some(value) = value else { continue };
            let known: f64 = parts.iter().filter_map(|&c| published[c]).sum();
            let hidden: Vec<usize> = parts.iter().copied().filter(|&c| hidden[c]).collect();
            let rest = value - known;
            if !lines.iter().any(|l| l.hidden == hidden && l.rest == rest) {
                lines.push(Line { hidden, rest });
            }
        }
        Lines { hidden, lines }
    }

    /// The lines that bear on these hidden cells, directly or through others.
    pub fn bearing_on(&self, cells: &[usize]) -> Vec<&Line> {
        let mut reached = vec![false; self.hidden.len()];
        cells.iter().for_each(|&c| reached[c] = true);
        let mut taken = vec![false; self.lines.len()];
        loop {
            let next = (0..self.lines.len())
                .find(|&l| !taken[l] && self.lines[l].hidden.iter().any(|&c| reached[c]));
            let Some(next) = next else { break };
            taken[next] = true;
            self.lines[next]
                .hidden
                .iter()
                .for_each(|&c| reached[c] = true);
        }
        let lines = self.lines.iter().zip(taken);
        lines.filter(|(_, taken)| *taken).map(|(l, _)| l).collect()
    }
}
