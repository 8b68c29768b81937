//! One name per tensor, whatever family wrote the file.
//!
//! Our names: `emb.word`, `emb.position`, `emb.type`, `emb.norm.*`, `layer.N.{q,k,v,o,up,down}.*`,
//! `layer.N.{norm1,norm2}.*`, `pooler.*`, `pre.*`, `out.*` and `head.NAME.*`, where `*` is
//! `weight` or `bias`.

/// Our name of a tensor of a file; `None` for what reading does not need.
pub(super) fn ours(theirs: &str) -> Option<String> {
    if ["emb.", "layer.", "head."]
        .iter()
        .any(|start| theirs.starts_with(start))
    {
        return Some(theirs.to_owned());
    }
    let prefixes = ["bert.", "distilbert.", "roberta.", "model."];
    let plain = prefixes
        .iter()
        .find_map(|prefix| theirs.strip_prefix(prefix))
        .unwrap_or(theirs);
    let (stem, end) = plain.rsplit_once('.')?;
    let end = match end {
        "gamma" | "weight" => "weight",
        "beta" | "bias" => "bias",
        _ => return None,
    };
    if let Some(part) = stem.strip_prefix("embeddings.") {
        return Some(match part {
            "word_embeddings" => "emb.word".to_owned(),
            "position_embeddings" => "emb.position".to_owned(),
            "token_type_embeddings" => "emb.type".to_owned(),
            "LayerNorm" => format!("emb.norm.{end}"),
            _ => return None,
        });
    }
    let layer = ["encoder.layer.", "transformer.layer."];
    if let Some(rest) = layer.iter().find_map(|start| stem.strip_prefix(start)) {
        let (number, part) = rest.split_once('.')?;
        return Some(format!("layer.{number}.{}.{end}", of_layer(part)?));
    }
    let part = match stem {
        "pooler.dense" => "pooler",
        "pre_classifier" | "classifier.dense" => "pre",
        "classifier" | "classifier.out_proj" => "out",
        _ => return None,
    };
    Some(format!("{part}.{end}"))
}

fn of_layer(part: &str) -> Option<&'static str> {
    Some(match part {
        "attention.self.query" | "attention.q_lin" => "q",
        "attention.self.key" | "attention.k_lin" => "k",
        "attention.self.value" | "attention.v_lin" => "v",
        "attention.output.dense" | "attention.out_lin" => "o",
        "attention.output.LayerNorm" | "sa_layer_norm" => "norm1",
        "intermediate.dense" | "ffn.lin1" => "up",
        "output.dense" | "ffn.lin2" => "down",
        "output.LayerNorm" | "output_layer_norm" => "norm2",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::ours;

    #[test]
    fn every_family_comes_to_the_same_names() {
        for (theirs, name) in [
            ("bert.embeddings.LayerNorm.gamma", Some("emb.norm.weight")),
            (
                "encoder.layer.3.attention.self.query.weight",
                Some("layer.3.q.weight"),
            ),
            (
                "distilbert.transformer.layer.0.ffn.lin2.bias",
                Some("layer.0.down.bias"),
            ),
            (
                "roberta.encoder.layer.11.output.LayerNorm.bias",
                Some("layer.11.norm2.bias"),
            ),
            ("classifier.out_proj.weight", Some("out.weight")),
            ("pre_classifier.bias", Some("pre.bias")),
            ("embeddings.position_ids", None),
            ("head.topics.weight", Some("head.topics.weight")),
        ] {
            assert_eq!(ours(theirs).as_deref(), name, "{theirs}");
        }
    }
}
