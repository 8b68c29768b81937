//! The deep part of the model: vectors of words and pairs, added up by clause, through one hidden
//! layer, whose units the clauses of a text share by mean, by maximum and by who comes last.

use crate::hash::bucket;
use crate::weights::{LANES, TOPIC_LANES};

/// Columns of a vector.
pub const WIDE: usize = 64;
/// Hidden units of a clause.
pub const HIDDEN: usize = 64;
/// Outputs: the columns of the shared table, then those of the topic table.
pub const OUT: usize = LANES + TOPIC_LANES;
/// Ways in which a text joins its clauses.
pub const WAYS: usize = 3;

/// Vectors and the layers behind them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Deep {
    /// Value of one unit of the vectors.
    pub scale: f32,
    /// One vector per bucket.
    pub table: Vec<i8>,
    /// A row of [`HIDDEN`] per column of a vector, then the biases.
    pub inner: Vec<f32>,
    /// A row of [`OUT`] per way and hidden unit.
    pub outer: Vec<f32>,
    /// The sum of the ways, a row per hidden unit.
    single: Vec<f32>,
}

/// Numbers in the inner layer.
pub const INNER: usize = (WIDE + 1) * HIDDEN;
/// Numbers in the outer layer.
pub const OUTER: usize = WAYS * HIDDEN * OUT;

/// Bytes of a section with so many vectors.
pub fn bytes(rows: u32) -> usize {
    rows as usize * WIDE + 4 * (INNER + OUTER)
}

impl Deep {
    pub(crate) fn new(scale: f32, table: Vec<i8>, inner: Vec<f32>, outer: Vec<f32>) -> Self {
        Self {
            scale,
            table,
            inner,
            single: single(&outer),
            outer,
        }
    }

    /// Reads a section of [`bytes`] bytes.
    pub(crate) fn read(rows: u32, scale: f32, bytes: &[u8]) -> Self {
        let (table, rest) = bytes.split_at(rows as usize * WIDE);
        let floats = rest.as_chunks::<4>().0.iter();
        let floats: Vec<f32> = floats.map(|b| f32::from_le_bytes(*b)).collect();
        let (inner, outer) = floats.split_at(INNER);
        let table = table.iter().map(|b| b.cast_signed()).collect();
        Self::new(scale, table, inner.to_vec(), outer.to_vec())
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.table.iter().map(|w| w.cast_unsigned()));
        let floats = self.inner.iter().chain(&self.outer);
        out.extend(floats.flat_map(|w| w.to_le_bytes()));
    }

    fn rows(&self) -> u32 {
        (self.table.len() / WIDE) as u32
    }

    /// The hidden units of a clause.
    pub(crate) fn hidden(&self, features: &[u32]) -> [f32; HIDDEN] {
        let mut sums = [0i32; WIDE];
        let rows = self.rows();
        for part in features.chunks(256) {
            // 256 bytes of at most 127 fit in 16 bits, in which twice as many columns add at once.
            let mut few = [0i16; WIDE];
            for &feature in part {
                let at = bucket(feature, rows) as usize * WIDE;
                for (sum, &w) in few.iter_mut().zip(&self.table[at..at + WIDE]) {
                    *sum = sum.wrapping_add(i16::from(w));
                }
            }
            for (sum, few) in sums.iter_mut().zip(few) {
                *sum += i32::from(few);
            }
        }
        let scale = self.scale / (features.len().max(1) as f32).sqrt();
        let mut h = [0f32; HIDDEN];
        let (rows, biases) = self.inner.split_at(WIDE * HIDDEN);
        h.copy_from_slice(biases);
        for (sum, row) in sums.iter().zip(rows.as_chunks::<HIDDEN>().0) {
            let x = *sum as f32 * scale;
            for (h, w) in h.iter_mut().zip(row) {
                *h += x * w;
            }
        }
        h.map(|v| v.max(0.0))
    }

    /// What a text of these clauses adds to the columns of the shared table.
    pub(crate) fn of_text<'a>(
        &self,
        clauses: impl Iterator<Item = &'a [f32; HIDDEN]>,
    ) -> [f32; LANES] {
        times(&join(clauses), &self.outer, 0)
    }

    /// What a text of one clause adds to the columns of the shared table.
    pub(crate) fn of_clause(&self, clause: &[f32; HIDDEN]) -> [f32; LANES] {
        times(clause, &self.single, 0)
    }

    /// What a clause adds to the topics.
    pub(crate) fn of_topics(&self, clause: &[f32; HIDDEN]) -> [f32; TOPIC_LANES] {
        times(clause, &self.single, LANES)
    }
}

/// Units times the columns from `from` on of rows of [`OUT`].
fn times<const N: usize>(units: &[f32], rows: &[f32], from: usize) -> [f32; N] {
    let mut out = [0f32; N];
    for (h, row) in units.iter().zip(rows.as_chunks::<OUT>().0) {
        if *h > 0.0 {
            for (o, w) in out.iter_mut().zip(&row[from..from + N]) {
                *o += h * w;
            }
        }
    }
    out
}

/// The outer layer of a text of one clause, which is its own mean, maximum and last.
fn single(outer: &[f32]) -> Vec<f32> {
    let mut out = vec![0f32; HIDDEN * OUT];
    for way in outer.chunks_exact(HIDDEN * OUT) {
        out.iter_mut().zip(way).for_each(|(o, w)| *o += w);
    }
    out
}

/// Mean, maximum and last of the clauses' units.
pub(crate) fn join<'a>(clauses: impl Iterator<Item = &'a [f32; HIDDEN]>) -> [f32; WAYS * HIDDEN] {
    let mut out = [0f32; WAYS * HIDDEN];
    let mut count = 0usize;
    for h in clauses {
        for (i, &h) in h.iter().enumerate() {
            out[i] += h;
            out[HIDDEN + i] = out[HIDDEN + i].max(h);
            out[2 * HIDDEN + i] = h;
        }
        count += 1;
    }
    let share = 1.0 / count.max(1) as f32;
    out[..HIDDEN].iter_mut().for_each(|h| *h *= share);
    out
}
