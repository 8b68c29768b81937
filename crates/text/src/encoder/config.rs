//! `config.json` of a Hugging Face model: only what running it needs.

use serde_json::Value;

use super::error::{EncoderError, Result, bad};

/// The family of a model, which decides names of tensors and the form of the classifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Bert,
    DistilBert,
    Roberta,
}

/// What stands between the two matrices of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Activation {
    /// `x Φ(x)`.
    Gelu,
    /// Its approximation by tanh.
    GeluTanh,
    Relu,
}

/// Shape of the encoder.
#[derive(Debug, Clone)]
pub(super) struct Config {
    pub family: Family,
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub activation: Activation,
    pub eps: f32,
    /// Tokens a text may have, special ones included.
    pub longest: usize,
    /// Position of the first token.
    pub first_position: usize,
    pub pad: u32,
    /// Names of the classifier's columns, in their order.
    pub labels: Vec<String>,
}

impl Config {
    pub(super) fn parse(json: &[u8]) -> Result<Self> {
        let value: Value = serde_json::from_slice(json).map_err(bad("config.json"))?;
        let named = value["model_type"].as_str().unwrap_or_default();
        let family = match named {
            "bert" => Family::Bert,
            "distilbert" => Family::DistilBert,
            "roberta" | "xlm-roberta" => Family::Roberta,
            other => return Err(EncoderError::UnknownFamily(other.to_owned())),
        };
        let distil = family == Family::DistilBert;
        let key = |plain, distilled| if distil { distilled } else { plain };
        let number = |key: &str| {
            let found = value[key].as_u64().and_then(|n| usize::try_from(n).ok());
            found.ok_or_else(|| bad("config.json")(format!("{key} is no whole number")))
        };
        let positions = number("max_position_embeddings")?;
        let pad = value["pad_token_id"].as_u64().unwrap_or(0) as u32;
        let first_position = match family {
            // These count positions from the padding's number on.
            Family::Roberta => pad as usize + 1,
            Family::Bert | Family::DistilBert => 0,
        };
        let heads = number(key("num_attention_heads", "n_heads"))?;
        let hidden = number(key("hidden_size", "dim"))?;
        if heads == 0 || hidden % heads != 0 {
            let detail = format!("{hidden} columns cannot be split between {heads} heads");
            return Err(bad("config.json")(detail));
        }
        let act = value[key("hidden_act", "activation")].as_str();
        let activation = match act.unwrap_or("gelu") {
            "gelu" => Activation::Gelu,
            "gelu_new" | "gelu_pytorch_tanh" => Activation::GeluTanh,
            "relu" => Activation::Relu,
            other => return Err(bad("config.json")(format!("unknown activation {other:?}"))),
        };
        Ok(Self {
            family,
            hidden,
            layers: number(key("num_hidden_layers", "n_layers"))?,
            heads,
            activation,
            eps: value["layer_norm_eps"].as_f64().unwrap_or(1e-12) as f32,
            longest: positions.saturating_sub(first_position),
            first_position,
            pad,
            labels: labels(&value["id2label"]),
        })
    }
}

/// Labels by their column; a column that is not numbered is left out.
fn labels(named: &Value) -> Vec<String> {
    let Some(named) = named.as_object() else {
        return Vec::new();
    };
    let mut columns: Vec<(usize, String)> = named
        .iter()
        .filter_map(|(id, label)| Some((id.parse().ok()?, label.as_str()?.to_owned())))
        .collect();
    columns.sort();
    columns.into_iter().map(|(_, label)| label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_name_the_same_things_differently() {
        let roberta = br#"{"model_type":"xlm-roberta","hidden_size":768,"num_hidden_layers":12,
            "num_attention_heads":12,"max_position_embeddings":514,"pad_token_id":1,
            "layer_norm_eps":1e-5,"id2label":{"10":"k","2":"positive","0":"negative"}}"#;
        let config = Config::parse(roberta).unwrap();
        assert_eq!((config.longest, config.first_position), (512, 2));
        assert_eq!(config.labels, ["negative", "positive", "k"]);
        let distil = br#"{"model_type":"distilbert","dim":768,"n_layers":6,"n_heads":12,
            "activation":"gelu","max_position_embeddings":512}"#;
        assert_eq!(Config::parse(distil).unwrap().layers, 6);
    }

    #[test]
    fn what_cannot_be_run_is_named() {
        let error = Config::parse(br#"{"model_type":"gpt2"}"#).unwrap_err();
        assert!(error.to_string().contains("gpt2"));
    }
}
