//! The language head: softmax over hashed character n-grams.

use std::collections::BTreeMap;

use super::{Generator, LanguageExample, Recipe, scale_of, to_byte};
use crate::language::features;
use crate::model::softmax;
use crate::token::Tokens;

/// A trained table in bytes, and what it needs.
pub(super) struct Language {
    pub codes: Vec<String>,
    pub table: Vec<i8>,
    pub scale: f32,
    pub biases: Vec<f32>,
}

const RATE: f32 = 0.2;
const BIAS_RATE: f32 = 0.02;
/// Rare languages count more, by the square root of how rare they are.
const BALANCE: f32 = 0.5;

pub(super) fn train(examples: &[LanguageExample], recipe: &Recipe) -> Language {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for example in examples {
        *counts.entry(&example.language).or_default() += 1;
    }
    let codes: Vec<String> = counts.keys().map(|code| (*code).to_owned()).collect();
    let index: BTreeMap<&str, usize> = counts.keys().enumerate().map(|(i, c)| (*c, i)).collect();
    let count = codes.len();
    let mean = examples.len() as f32 / count.max(1) as f32;
    let weights: Vec<f32> = counts
        .values()
        .map(|&n| (mean / n as f32).powf(BALANCE))
        .collect();

    let mut tokens = Tokens::default();
    let rows: Vec<(usize, Vec<u32>)> = examples
        .iter()
        .map(|example| {
            let mut row = Vec::new();
            tokens.read(&example.text);
            features(&tokens, recipe.language_buckets, &mut row);
            (index[example.language.as_str()], row)
        })
        .collect();

    let size = recipe.language_buckets as usize * count;
    let (mut table, mut squares) = (vec![0f32; size], vec![1e-3f32; size]);
    let mut biases = vec![0f32; count];
    let mut generator = Generator(recipe.seed);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    for _ in 0..recipe.language_epochs {
        generator.shuffle(&mut order);
        for &i in &order {
            let (target, features) = &rows[i];
            if features.is_empty() {
                continue;
            }
            let scale = 1.0 / (features.len() as f32).sqrt();
            let mut p = vec![0f32; count];
            for &feature in features {
                let row = &table[feature as usize * count..][..count];
                p.iter_mut().zip(row).for_each(|(p, w)| *p += w);
            }
            p.iter_mut()
                .zip(&biases)
                .for_each(|(p, bias)| *p = *p * scale + bias);
            softmax(&mut p);
            p[*target] -= 1.0;
            p.iter_mut().for_each(|slope| *slope *= weights[*target]);
            for &feature in features {
                let at = feature as usize * count;
                for (j, slope) in p.iter().enumerate() {
                    let slope = slope * scale;
                    if slope.abs() > 1e-4 {
                        squares[at + j] += slope * slope;
                        table[at + j] -= RATE * slope / squares[at + j].sqrt();
                    }
                }
            }
            biases
                .iter_mut()
                .zip(&p)
                .for_each(|(bias, slope)| *bias -= BIAS_RATE * slope);
        }
    }
    let scale = scale_of(table.iter().map(|w| w.abs()).filter(|w| *w > 0.0).collect());
    let table = table.into_iter().map(|w| to_byte(w, scale)).collect();
    Language {
        codes,
        table,
        scale,
        biases,
    }
}
