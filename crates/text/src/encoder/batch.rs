//! Texts to token ids: short ones with short ones, padded to the longest of their batch.

use candle_core::{Device, Tensor};
use tokenizers::{Tokenizer, TruncationDirection, TruncationParams, TruncationStrategy};

use super::error::{Result, bad};

/// Texts read at once.
const TEXTS: usize = 32;
/// Bytes of a text per token that it may have; what stands behind is cut off unread.
const BYTES_PER_TOKEN: usize = 16;

/// The tokens of one text, or of a text and the words after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Token ids, special ones included.
    pub ids: Vec<u32>,
    /// 0 for the first text, 1 for the second.
    pub kinds: Vec<u32>,
}

/// Tokens of several texts, padded to one length.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Tokens of each text.
    pub lengths: Vec<usize>,
    /// Tokens of each row, padding included.
    pub width: usize,
    ids: Vec<u32>,
    kinds: Vec<u32>,
}

impl Batch {
    /// Pads the texts to the longest of them.
    pub fn new<'a>(texts: impl Iterator<Item = &'a Tokens> + Clone, pad: u32) -> Self {
        let lengths: Vec<usize> = texts.clone().map(|t| t.ids.len()).collect();
        let width = lengths.iter().copied().max().unwrap_or(0);
        let mut ids = vec![pad; lengths.len() * width];
        let mut kinds = vec![0; lengths.len() * width];
        for (row, text) in texts.enumerate() {
            let from = row * width;
            ids[from..from + text.ids.len()].copy_from_slice(&text.ids);
            kinds[from..from + text.kinds.len()].copy_from_slice(&text.kinds);
        }
        Self {
            lengths,
            width,
            ids,
            kinds,
        }
    }

    pub(super) fn ids(&self) -> candle_core::Result<Tensor> {
        Tensor::from_slice(&self.ids, self.ids.len(), &Device::Cpu)
    }

    pub(super) fn kinds(&self) -> candle_core::Result<Tensor> {
        Tensor::from_slice(&self.kinds, self.kinds.len(), &Device::Cpu)
    }

    /// Position of every token, row after row.
    pub(super) fn positions(&self, first: usize) -> candle_core::Result<Tensor> {
        let row = (0..self.width).map(|i| (first + i) as u32);
        let all: Vec<u32> = self.lengths.iter().flat_map(|_| row.clone()).collect();
        Tensor::from_vec(all, self.ids.len(), &Device::Cpu)
    }

    /// One over the tokens of a text where it has tokens, else 0: texts × 1 × width.
    pub(super) fn shares(&self) -> candle_core::Result<Tensor> {
        let mut shares = vec![0f32; self.ids.len()];
        for (row, &length) in self.lengths.iter().enumerate() {
            let from = row * self.width;
            shares[from..from + length].fill(1.0 / length.max(1) as f32);
        }
        Tensor::from_vec(shares, (self.lengths.len(), 1, self.width), &Device::Cpu)
    }
}

/// Reads `tokenizer.json`; texts are cut at `longest` tokens.
pub(super) fn tokenizer(json: &[u8], longest: usize) -> Result<Tokenizer> {
    let mut tokenizer = Tokenizer::from_bytes(json).map_err(bad("tokenizer.json"))?;
    tokenizer.with_padding(None);
    let cut = TruncationParams {
        direction: TruncationDirection::Right,
        max_length: longest,
        strategy: TruncationStrategy::LongestFirst,
        stride: 0,
    };
    tokenizer
        .with_truncation(Some(cut))
        .map_err(bad("tokenizer.json"))?;
    Ok(tokenizer)
}

/// Tokens of a text, and of the words after it where there are any.
pub(super) fn tokens(
    tokenizer: &Tokenizer,
    text: &str,
    words: Option<&str>,
    longest: usize,
) -> Result<Tokens> {
    let most = text.floor_char_boundary(longest * BYTES_PER_TOKEN);
    let text = &text[..most];
    let encoded = match words {
        Some(words) => tokenizer.encode_fast((text, words), true),
        None => tokenizer.encode_fast(text, true),
    };
    let encoded = encoded.map_err(bad("tokenizer.json"))?;
    Ok(Tokens {
        ids: encoded.get_ids().to_vec(),
        kinds: encoded.get_type_ids().to_vec(),
    })
}

/// Places of the texts in batches of neighbors in length.
pub(super) fn by_length(texts: &[Tokens]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|&i| (texts[i].ids.len(), i));
    order.chunks(TEXTS).map(<[usize]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(ids: &[u32]) -> Tokens {
        Tokens {
            ids: ids.to_vec(),
            kinds: vec![0; ids.len()],
        }
    }

    #[test]
    fn short_texts_are_padded_and_their_padding_counts_nothing() {
        let (a, b) = (tokens(&[5, 6, 7]), tokens(&[8]));
        let batch = Batch::new([&a, &b].into_iter(), 9);
        assert_eq!(batch.ids, [5, 6, 7, 8, 9, 9]);
        let shares = batch.shares().unwrap().flatten_all().unwrap();
        let shares = shares.to_vec1::<f32>().unwrap();
        assert_eq!(shares[3..], [1.0, 0.0, 0.0]);
    }

    #[test]
    fn neighbors_in_length_share_a_batch() {
        let texts: Vec<Tokens> = (0..40)
            .map(|i| tokens(&vec![1; 1 + (i * 7) % 40]))
            .collect();
        let batches = by_length(&texts);
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [32, 8]);
        let longest = |batch: &[usize]| batch.iter().map(|&i| texts[i].ids.len()).max();
        assert!(longest(&batches[0]) <= Some(32));
    }
}
