//! The accurate tier: a transformer encoder that reads sentiment, emotions, topics and intents.
//!
//! [`Encoder::open`] takes the bytes of a model's folder (`models/encoder/README.md`): our own
//! model, or any sequence classifier of Hugging Face's families BERT, DistilBERT, RoBERTa and
//! XLM-RoBERTa. It runs on the CPU, in pure Rust. `cargo xtask train-encoder` makes our own.

pub mod adam;
mod arith;
pub mod batch;
mod config;
pub mod error;
mod names;
mod net;
mod ops;
mod reading;
mod second;
pub mod settings;
#[cfg(test)]
mod tests;
mod topical;
pub mod weights;

use std::collections::BTreeMap;

use candle_core::{Result as Candle, Tensor};
use tokenizers::Tokenizer;

pub use batch::{Batch, Tokens};
pub use error::{EncoderError, Result};
pub use reading::EncoderReading;
pub use second::Second;
pub use settings::{ClassifierSettings, HeadSettings, Link, Pooling, Settings};
pub use weights::Tensors;

use config::{Config, Family};
use net::{Linear, Net};

/// The head that reads a text and the words of an aspect as a pair.
const POLARITY: &str = "polarity";

/// The files of a model's folder.
#[derive(Debug, Clone)]
pub struct EncoderFiles<'a> {
    /// `config.json`.
    pub config: &'a [u8],
    /// `tokenizer.json`.
    pub tokenizer: &'a [u8],
    /// `model.safetensors`.
    pub weights: Vec<u8>,
    /// `hearback.json`; empty where there is none.
    pub hearback: &'a [u8],
}

/// A model that is ready to read.
#[derive(Debug)]
pub struct Encoder {
    config: Config,
    settings: Settings,
    tokenizer: Tokenizer,
    net: Net,
    heads: BTreeMap<String, Linear>,
    classifier: Option<Classifier>,
}

/// What a foreign model puts behind its encoder.
#[derive(Debug)]
struct Classifier {
    before: Option<Linear>,
    relu: bool,
    out: Linear,
}

impl Encoder {
    /// Opens a model from the bytes of its files.
    ///
    /// # Errors
    /// When a file is not what it should be, or one does not belong to the others.
    pub fn open(files: EncoderFiles<'_>) -> Result<Self> {
        let config = Config::parse(files.config)?;
        let settings = Settings::parse(files.hearback, &config.labels)?;
        let tensors = weights::read(&files.weights)?;
        drop(files.weights);
        Self::assemble(config, settings, files.tokenizer, &tensors)
    }

    /// The tensors of a weights file, for training.
    ///
    /// # Errors
    /// When the bytes are no such file.
    pub fn tensors(weights: &[u8]) -> Result<Tensors> {
        weights::read(weights)
    }

    /// A model around tensors that may be variables, for training.
    ///
    /// # Errors
    /// When a file is not what it should be or a tensor is missing.
    pub fn around(
        tensors: &Tensors,
        config: &[u8],
        tokenizer: &[u8],
        settings: Settings,
    ) -> Result<Self> {
        Self::assemble(Config::parse(config)?, settings, tokenizer, tensors)
    }

    fn assemble(
        config: Config,
        mut settings: Settings,
        tokenizer: &[u8],
        tensors: &Tensors,
    ) -> Result<Self> {
        settings.max_length = settings.max_length.clamp(4, config.longest.max(4));
        let mut heads = BTreeMap::new();
        for (name, head) in &settings.heads {
            let linear = Linear::new(tensors, &format!("head.{name}"))?;
            let (columns, labels) = (linear.columns()?, head.labels.len());
            if columns != labels {
                let detail = format!("head {name:?} has {labels} labels for {columns} columns");
                return Err(error::bad("hearback.json")(detail));
            }
            heads.insert(name.clone(), linear);
        }
        let classifier = match &settings.classifier {
            Some(told) => {
                let classifier = Classifier::new(tensors, &config)?;
                let (columns, labels) = (classifier.out.columns()?, told.labels.len());
                if columns != labels {
                    let detail = format!("{labels} labels for a classifier of {columns} columns");
                    return Err(error::bad("hearback.json")(detail));
                }
                Some(classifier)
            }
            None => None,
        };
        let encoder = Self {
            tokenizer: batch::tokenizer(tokenizer, settings.max_length)?,
            net: Net::new(tensors, &config)?,
            config,
            settings,
            heads,
            classifier,
        };
        // One short text shows whether all shapes fit.
        encoder.read(&["ok"])?;
        Ok(encoder)
    }

    /// How the model's numbers are to be read.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Reads texts; the answers stand in the order of the texts.
    ///
    /// # Errors
    /// When the tokenizer refuses a text, or the weights do not fit together.
    pub fn read(&self, texts: &[&str]) -> Result<Vec<EncoderReading>> {
        let tokens = self.tokens_of_each(texts.iter().map(|text| (*text, None)))?;
        let mut out = vec![EncoderReading::default(); texts.len()];
        for places in batch::by_length(&tokens) {
            let batch = self.batch(places.iter().map(|&i| &tokens[i]));
            let hidden = self.net.forward(&batch)?;
            let pooled = self.pooled(&hidden, &batch)?;
            for (name, head) in &self.settings.heads {
                if name == POLARITY {
                    continue;
                }
                let rows = self.heads[name].forward(&pooled)?.to_vec2::<f32>()?;
                for (&i, row) in places.iter().zip(&rows) {
                    out[i].enter(name, head, row);
                }
            }
            if let (Some(told), Some(classifier)) = (&self.settings.classifier, &self.classifier) {
                let rows = classifier.forward(&hidden)?.to_vec2::<f32>()?;
                for (&i, row) in places.iter().zip(&rows) {
                    out[i].translate(told, row);
                }
            }
        }
        Ok(out)
    }

    /// Negative, neutral and positive of aspects: pairs of a text and the aspect's words.
    ///
    /// # Errors
    /// When the model has no head for it, or as in [`Encoder::read`].
    pub fn aspect_polarity(&self, pairs: &[(&str, &str)]) -> Result<Vec<[f32; 3]>> {
        let (Some(head), Some(linear)) =
            (self.settings.heads.get(POLARITY), self.heads.get(POLARITY))
        else {
            return Err(EncoderError::NoHead(POLARITY));
        };
        let tokens =
            self.tokens_of_each(pairs.iter().map(|(text, words)| (*text, Some(*words))))?;
        let mut out = vec![[0f32; 3]; pairs.len()];
        for places in batch::by_length(&tokens) {
            let batch = self.batch(places.iter().map(|&i| &tokens[i]));
            let rows = linear.forward(&self.pool(&batch)?)?.to_vec2::<f32>()?;
            for (&i, row) in places.iter().zip(&rows) {
                let shares = reading::linked(row, head.link, head.temperature);
                for (o, p) in out[i].iter_mut().zip(shares) {
                    *o = p;
                }
            }
        }
        Ok(out)
    }

    /// A vector of length 1 per text: the mean of its tokens' vectors.
    ///
    /// # Errors
    /// As in [`Encoder::read`].
    pub fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        let tokens = self.tokens_of_each(texts.iter().map(|text| (*text, None)))?;
        let mut out = vec![Vec::new(); texts.len()];
        for places in batch::by_length(&tokens) {
            let batch = self.batch(places.iter().map(|&i| &tokens[i]));
            let mean = mean(&self.net.forward(&batch)?, &batch)?.to_vec2::<f32>()?;
            for (&i, mut row) in places.iter().zip(mean) {
                let length = row.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-12);
                row.iter_mut().for_each(|x| *x /= length);
                out[i] = row;
            }
        }
        Ok(out)
    }

    /// The tokens of a text, or of a text and an aspect's words.
    ///
    /// # Errors
    /// When the tokenizer refuses the text.
    pub fn tokens(&self, text: &str, words: Option<&str>) -> Result<Tokens> {
        batch::tokens(&self.tokenizer, text, words, self.settings.max_length)
    }

    fn tokens_of_each<'a>(
        &self,
        texts: impl Iterator<Item = (&'a str, Option<&'a str>)>,
    ) -> Result<Vec<Tokens>> {
        texts
            .map(|(text, words)| self.tokens(text, words))
            .collect()
    }

    /// A batch with the model's padding.
    pub fn batch<'a>(&self, texts: impl Iterator<Item = &'a Tokens> + Clone) -> Batch {
        Batch::new(texts, self.config.pad)
    }

    /// The vectors of a batch's texts, one row each; variables keep their gradient.
    ///
    /// # Errors
    /// When the weights do not fit together.
    pub fn pool(&self, batch: &Batch) -> Result<Tensor> {
        let hidden = self.net.forward(batch)?;
        Ok(self.pooled(&hidden, batch)?)
    }

    /// A head's numbers for rows made by [`Encoder::pool`].
    ///
    /// # Errors
    /// When the model has no such head or the rows have another width.
    pub fn logits(&self, head: &'static str, pooled: &Tensor) -> Result<Tensor> {
        let linear = self.heads.get(head).ok_or(EncoderError::NoHead(head))?;
        Ok(linear.forward(pooled)?)
    }

    fn pooled(&self, hidden: &Tensor, batch: &Batch) -> Candle<Tensor> {
        match self.settings.pooling {
            Pooling::Cls => hidden.narrow(1, 0, 1)?.squeeze(1)?.contiguous(),
            Pooling::Mean => mean(hidden, batch),
        }
    }
}

fn mean(hidden: &Tensor, batch: &Batch) -> Candle<Tensor> {
    batch.shares()?.matmul(hidden)?.squeeze(1)
}

impl Classifier {
    fn new(tensors: &Tensors, config: &Config) -> Result<Self> {
        let part = |name: &str| {
            let there = tensors.contains_key(&format!("{name}.weight"));
            there.then(|| Linear::new(tensors, name)).transpose()
        };
        let before = match config.family {
            Family::Bert => part("pooler")?,
            Family::DistilBert | Family::Roberta => part("pre")?,
        };
        Ok(Self {
            before,
            relu: config.family == Family::DistilBert,
            out: Linear::new(tensors, "out")?,
        })
    }

    fn forward(&self, hidden: &Tensor) -> Candle<Tensor> {
        let first = hidden.narrow(1, 0, 1)?.squeeze(1)?.contiguous()?;
        let first = match &self.before {
            Some(before) if self.relu => before.forward(&first)?.relu()?,
            Some(before) => before.forward(&first)?.tanh()?,
            None => first,
        };
        self.out.forward(&first)
    }
}
