//! The transformer: the same module reads and, where its tensors are variables, learns.

use candle_core::{Device, Result as Candle, Tensor};

use super::batch::Batch;
use super::config::{Activation, Config};
use super::error::Result;
use super::ops::{AddRow, Attend, Gelu, LayerNorm};
use super::weights::{Tensors, take};

/// A matrix and a row: `x W + b`.
#[derive(Debug, Clone)]
pub(super) struct Linear {
    weight: Tensor,
    bias: Tensor,
}

impl Linear {
    pub(super) fn new(tensors: &Tensors, name: &str) -> Result<Self> {
        let weight = take(tensors, &format!("{name}.weight"))?;
        let bias = match tensors.get(&format!("{name}.bias")) {
            Some(bias) => bias.clone(),
            None => Tensor::zeros(weight.dim(1)?, weight.dtype(), &Device::Cpu)?,
        };
        Ok(Self { weight, bias })
    }

    /// Rows to rows.
    pub(super) fn forward(&self, x: &Tensor) -> Candle<Tensor> {
        x.matmul(&self.weight)?.apply_op2(&self.bias, AddRow)
    }

    /// Columns of its result.
    pub(super) fn columns(&self) -> Candle<usize> {
        self.weight.dim(1)
    }
}

#[derive(Debug, Clone)]
struct Norm {
    scale: Tensor,
    shift: Tensor,
    eps: f32,
}

impl Norm {
    fn new(tensors: &Tensors, name: &str, eps: f32) -> Result<Self> {
        Ok(Self {
            scale: take(tensors, &format!("{name}.weight"))?,
            shift: take(tensors, &format!("{name}.bias"))?,
            eps,
        })
    }

    fn forward(&self, x: &Tensor) -> Candle<Tensor> {
        let op = LayerNorm { eps: self.eps };
        x.contiguous()?.apply_op3(&self.scale, &self.shift, op)
    }
}

#[derive(Debug, Clone)]
struct Layer {
    q: Linear,
    k: Linear,
    v: Linear,
    o: Linear,
    up: Linear,
    down: Linear,
    norm1: Norm,
    norm2: Norm,
}

impl Layer {
    fn new(tensors: &Tensors, number: usize, eps: f32) -> Result<Self> {
        let linear = |part| Linear::new(tensors, &format!("layer.{number}.{part}"));
        let norm = |part| Norm::new(tensors, &format!("layer.{number}.{part}"), eps);
        Ok(Self {
            q: linear("q")?,
            k: linear("k")?,
            v: linear("v")?,
            o: linear("o")?,
            up: linear("up")?,
            down: linear("down")?,
            norm1: norm("norm1")?,
            norm2: norm("norm2")?,
        })
    }

    fn forward(&self, x: &Tensor, batch: &Batch, config: &Config) -> Candle<Tensor> {
        let (texts, width) = (batch.lengths.len(), batch.width);
        let of_head = config.hidden / config.heads;
        let split = |x: Tensor| {
            x.reshape((texts, width, config.heads, of_head))?
                .transpose(1, 2)?
                .contiguous()
        };
        let (q, k) = (split(self.q.forward(x)?)?, split(self.k.forward(x)?)?);
        let v = split(self.v.forward(x)?)?;
        let attend = Attend {
            scale: 1.0 / (of_head as f32).sqrt(),
            lengths: batch.lengths.clone(),
        };
        let shares = q.matmul(&k.t()?)?.apply_op1(attend)?;
        let mixed = shares.matmul(&v)?.transpose(1, 2)?.contiguous()?;
        let mixed = mixed.reshape((texts * width, config.hidden))?;
        let x = self.norm1.forward(&(x + self.o.forward(&mixed)?)?)?;
        let wide = self.up.forward(&x)?;
        let wide = match config.activation {
            Activation::Gelu => wide.apply_op1(Gelu)?,
            Activation::GeluTanh => wide.gelu()?,
            Activation::Relu => wide.relu()?,
        };
        self.norm2.forward(&(&x + self.down.forward(&wide)?)?)
    }
}

/// Embeddings and layers.
#[derive(Debug, Clone)]
pub struct Net {
    word: Tensor,
    position: Tensor,
    kind: Option<Tensor>,
    norm: Norm,
    layers: Vec<Layer>,
    config: Config,
}

impl Net {
    pub(super) fn new(tensors: &Tensors, config: &Config) -> Result<Self> {
        let layers = (0..config.layers).map(|i| Layer::new(tensors, i, config.eps));
        Ok(Self {
            word: take(tensors, "emb.word")?,
            position: take(tensors, "emb.position")?,
            kind: tensors.get("emb.type").cloned(),
            norm: Norm::new(tensors, "emb.norm", config.eps)?,
            layers: layers.collect::<Result<_>>()?,
            config: config.clone(),
        })
    }

    /// Vectors of all tokens: texts × width × hidden.
    pub(super) fn forward(&self, batch: &Batch) -> Candle<Tensor> {
        let config = &self.config;
        let positions = batch.positions(config.first_position)?;
        let words = self.word.index_select(&batch.ids()?, 0)?;
        let mut x = (words + self.position.index_select(&positions, 0)?)?;
        if let Some(kind) = &self.kind {
            // A family with one kind of text numbers both parts of a pair 0.
            let kinds = if kind.dim(0)? > 1 {
                batch.kinds()?
            } else {
                batch.kinds()?.zeros_like()?
            };
            x = (x + kind.index_select(&kinds, 0)?)?;
        }
        x = self.norm.forward(&x)?;
        for layer in &self.layers {
            x = layer.forward(&x, batch, config)?;
        }
        x.reshape((batch.lengths.len(), batch.width, config.hidden))
    }
}
