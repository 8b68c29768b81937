//! The order in which rows are read: an endless stream that does not depend on how long one
//! trains, so that a short run is the beginning of a long one.

use text::encoder::{Encoder, Result, Tokens};

use super::rows::{Row, Source};

/// Rows of a batch.
pub(super) const BATCH: usize = 32;
/// Batches that are sorted by length together.
const WINDOW: usize = 64;

/// Numbers that look like chance and are the same each time (splitmix64).
#[derive(Debug, Clone)]
pub(super) struct Chance(pub u64);

impl Chance {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to 1.
    pub(super) fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}

/// A batch of rows, ready to learn from.
pub(super) struct Lesson<'a> {
    pub rows: Vec<&'a Row>,
    pub tokens: Vec<Tokens>,
}

struct Cycle<'a> {
    source: &'a Source,
    order: Vec<usize>,
    at: usize,
    share: f64,
    credit: f64,
}

/// See the module.
pub(super) struct Stream<'a> {
    cycles: Vec<Cycle<'a>>,
    chance: Chance,
    ready: Vec<Lesson<'a>>,
}

impl<'a> Stream<'a> {
    pub(super) fn new(sources: &'a [Source], seed: u64) -> Self {
        let load = |s: &Source| s.fit.len() as f64 * s.passes;
        let total: f64 = sources.iter().map(load).sum();
        let cycle = |source: &'a Source| Cycle {
            source,
            order: (0..source.fit.len()).collect(),
            at: source.fit.len(),
            share: load(source) / total.max(1.0),
            credit: 0.0,
        };
        Self {
            cycles: sources
                .iter()
                .filter(|s| !s.fit.is_empty())
                .map(cycle)
                .collect(),
            chance: Chance(seed),
            ready: Vec::new(),
        }
    }

    fn row(&mut self) -> &'a Row {
        let mut owed = 0;
        for i in 0..self.cycles.len() {
            self.cycles[i].credit += self.cycles[i].share;
            if self.cycles[i].credit > self.cycles[owed].credit {
                owed = i;
            }
        }
        let cycle = &mut self.cycles[owed];
        cycle.credit -= 1.0;
        if cycle.at == cycle.order.len() {
            self.chance.shuffle(&mut cycle.order);
            cycle.at = 0;
        }
        cycle.at += 1;
        &cycle.source.fit[cycle.order[cycle.at - 1]]
    }

    /// The next batch: neighbors in length.
    pub(super) fn next(&mut self, encoder: &Encoder) -> Result<Lesson<'a>> {
        if let Some(lesson) = self.ready.pop() {
            return Ok(lesson);
        }
        let rows: Vec<&Row> = (0..WINDOW * BATCH).map(|_| self.row()).collect();
        let mut window = Vec::with_capacity(rows.len());
        for row in rows {
            window.push((row, encoder.tokens(&row.text, row.words.as_deref())?));
        }
        window.sort_by_key(|(_, tokens)| tokens.ids.len());
        while !window.is_empty() {
            let batch = window.split_off(window.len().saturating_sub(BATCH));
            let (rows, tokens) = batch.into_iter().unzip();
            self.ready.push(Lesson { rows, tokens });
        }
        self.chance.shuffle(&mut self.ready);
        // A window holds at least one batch.
        self.next(encoder)
    }
}
