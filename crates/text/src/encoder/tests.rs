//! A tiny model, made of waves, against the plain formulas of `reference.py`.

use std::collections::{BTreeMap, HashMap};

use candle_core::{Device, Tensor};

use super::*;

const CONFIG: &str = r#"{"model_type":"bert","hidden_size":8,"num_hidden_layers":2,
    "num_attention_heads":2,"intermediate_size":12,"hidden_act":"gelu","layer_norm_eps":1e-12,
    "max_position_embeddings":16,"type_vocab_size":2,"vocab_size":10,"pad_token_id":0,
    "id2label":{"0":"NEG","1":"NEU","2":"POS"}}"#;

const TOKENIZER: &str = r#"{"version":"1.0","truncation":null,"padding":null,"added_tokens":[],
    "normalizer":{"type":"Lowercase"},"pre_tokenizer":{"type":"Whitespace"},
    "post_processor":{"type":"TemplateProcessing",
      "single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}}],
      "pair":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}},{"Sequence":{"id":"B","type_id":1}},{"SpecialToken":{"id":"[SEP]","type_id":1}}],
      "special_tokens":{"[CLS]":{"id":"[CLS]","ids":[2],"tokens":["[CLS]"]},"[SEP]":{"id":"[SEP]","ids":[3],"tokens":["[SEP]"]}}},
    "decoder":null,
    "model":{"type":"WordLevel","vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"the":4,"food":5,"was":6,"great":7,"cold":8,"staff":9},"unk_token":"[UNK]"}}"#;

fn shapes() -> BTreeMap<String, Vec<usize>> {
    let mut shapes = BTreeMap::new();
    let mut add = |name: String, shape: &[usize]| shapes.insert(name, shape.to_vec());
    for (part, rows) in [("word", 10), ("position", 16), ("token_type", 2)] {
        add(
            format!("bert.embeddings.{part}_embeddings.weight"),
            &[rows, 8],
        );
    }
    let mut linear = |name: String, rows: usize, columns: usize| {
        add(format!("{name}.weight"), &[rows, columns]);
        add(format!("{name}.bias"), &[rows]);
    };
    linear("bert.pooler.dense".to_owned(), 8, 8);
    linear("classifier".to_owned(), 3, 8);
    for n in 0..2 {
        let at = format!("bert.encoder.layer.{n}");
        for part in ["query", "key", "value"] {
            linear(format!("{at}.attention.self.{part}"), 8, 8);
        }
        linear(format!("{at}.attention.output.dense"), 8, 8);
        linear(format!("{at}.intermediate.dense"), 12, 8);
        linear(format!("{at}.output.dense"), 8, 12);
    }
    let mut norms = vec!["bert.embeddings".to_owned()];
    for n in 0..2 {
        norms.push(format!("bert.encoder.layer.{n}.attention.output"));
        norms.push(format!("bert.encoder.layer.{n}.output"));
    }
    for norm in norms {
        add(format!("{norm}.LayerNorm.weight"), &[8]);
        add(format!("{norm}.LayerNorm.bias"), &[8]);
    }
    shapes
}

/// The waves of `reference.py`, by the names of the file.
fn file() -> HashMap<String, Tensor> {
    let waves = shapes().into_iter().enumerate().map(|(k, (name, shape))| {
        let base = if name.ends_with("LayerNorm.weight") {
            1.0
        } else {
            0.0
        };
        let count = shape.iter().product::<usize>();
        let values = (0..count).map(|i| base + 0.4 * (1.3 * i as f64 + 0.9 * k as f64).sin());
        let values: Vec<f32> = values.map(|v| v as f32).collect();
        (name, Tensor::from_vec(values, shape, &Device::Cpu).unwrap())
    });
    waves.collect()
}

fn bytes(file: &HashMap<String, Tensor>) -> Vec<u8> {
    let parts: Vec<(&String, Vec<usize>, Vec<u8>)> = file
        .iter()
        .map(|(name, tensor)| {
            let values = tensor.flatten_all().unwrap().to_vec1::<f32>().unwrap();
            let data = values.iter().flat_map(|v| v.to_le_bytes()).collect();
            (name, tensor.dims().to_vec(), data)
        })
        .collect();
    let views = parts.iter().map(|(name, shape, data)| {
        let dtype = safetensors::Dtype::F32;
        let view = safetensors::tensor::TensorView::new(dtype, shape.clone(), data);
        (name.as_str(), view.unwrap())
    });
    safetensors::serialize(views, None).unwrap()
}

fn open(weights: Vec<u8>, hearback: &str) -> Result<Encoder> {
    Encoder::open(EncoderFiles {
        config: CONFIG.as_bytes(),
        tokenizer: TOKENIZER.as_bytes(),
        weights,
        hearback: hearback.as_bytes(),
    })
}

#[test]
fn it_agrees_with_the_plain_formulas_also_in_a_padded_batch() {
    let encoder = open(bytes(&file()), "").unwrap();
    let texts = ["the food was", "great"];
    let readings = encoder.read(&texts).unwrap();
    let vectors = encoder.embed(&texts).unwrap();
    let expected = [
        (
            [0.227_197, 0.376_272, 0.396_531],
            [-0.032_768, 0.415_906, -0.678_967],
        ),
        (
            [0.224_945, 0.377_944, 0.397_111],
            [0.016_661, 0.452_012, -0.735_326],
        ),
    ];
    for (i, (shares, vector)) in expected.into_iter().enumerate() {
        let said = readings[i].sentiment.unwrap();
        for (a, b) in said.iter().zip(shares).chain(vectors[i].iter().zip(vector)) {
            assert!((a - b).abs() < 2e-5, "{i}: {said:?} {:?}", vectors[i]);
        }
    }
    assert!(readings[0].topics.is_none() && readings[0].valence.is_none());
}

#[test]
fn what_a_text_says_does_not_depend_on_its_neighbors() {
    let encoder = open(bytes(&file()), "").unwrap();
    let many: Vec<String> = (0..70).map(|i| "food ".repeat(1 + i % 9)).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let together = encoder.read(&many).unwrap();
    for i in [0, 8, 33, 69] {
        let alone = encoder.read(&[many[i]]).unwrap()[0].sentiment.unwrap();
        let among = together[i].sentiment.unwrap();
        let near = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-5;
        assert!(
            alone.iter().zip(&among).all(near),
            "text {i}: {alone:?} {among:?}"
        );
    }
    assert_eq!(encoder.read(&[]).unwrap(), []);
    assert!(encoder.read(&["", &"x ".repeat(5000)]).is_ok());
}

#[test]
fn our_own_small_format_reads_all_heads_and_pairs() {
    let mut tensors = weights::read(&bytes(&file())).unwrap();
    let mut heads = BTreeMap::new();
    for (name, labels) in [("topics", 4), ("polarity", 3), ("valence", 1)] {
        let values: Vec<f32> = (0..8 * labels).map(|i| (i as f32).sin()).collect();
        let weight = Tensor::from_vec(values, (8, labels), &Device::Cpu).unwrap();
        tensors.insert(format!("head.{name}.weight"), weight);
        let link = match name {
            "valence" => Link::Value,
            "topics" => Link::Sigmoid,
            _ => Link::Softmax,
        };
        let head = HeadSettings {
            link,
            labels: (0..labels).map(|i| i.to_string()).collect(),
            temperature: 1.0,
            thresholds: Vec::new(),
        };
        heads.insert(name.to_owned(), head);
    }
    let settings = Settings {
        version: "tiny".to_owned(),
        max_length: 16,
        pooling: Pooling::Mean,
        heads,
        classifier: None,
        languages: Vec::new(),
        cascade: Vec::new(),
        training: serde_json::Value::Null,
    };
    let told = serde_json::to_string(&settings).unwrap();
    let small = weights::write(&tensors, true).unwrap();
    let whole = weights::write(&tensors, false).unwrap();
    let (small, whole) = (open(small, &told).unwrap(), open(whole, &told).unwrap());
    let texts = ["the staff was great", "cold food"];
    for (a, b) in small
        .read(&texts)
        .unwrap()
        .iter()
        .zip(whole.read(&texts).unwrap())
    {
        let (a, b) = (a.topics.clone().unwrap(), b.topics.unwrap());
        assert_eq!(a.len(), 4);
        assert!(
            a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 0.05),
            "{a:?} {b:?}"
        );
    }
    // The second part of a pair is read, and as another kind of words.
    let asked = [("food was great", "staff"), ("food was great", "food")];
    let polarity = whole.aspect_polarity(&asked).unwrap();
    assert_ne!(polarity[0], polarity[1]);
    let pair = whole.tokens("food", Some("staff")).unwrap();
    assert_eq!(
        (pair.ids, pair.kinds),
        (vec![2, 5, 3, 9, 3], vec![0, 0, 0, 1, 1])
    );
}

#[test]
fn files_that_do_not_belong_together_are_refused() {
    let mut torn = file();
    torn.remove("bert.encoder.layer.1.output.dense.weight");
    let error = open(bytes(&torn), "").unwrap_err().to_string();
    assert!(error.contains("layer.1.down.weight"), "{error}");
    let heads = r#"{"version":"1","max_length":9,"pooling":"cls","heads":{"topics":
        {"link":"sigmoid","labels":["a"]}}}"#;
    let error = open(bytes(&file()), heads).unwrap_err().to_string();
    assert!(error.contains("head.topics.weight"), "{error}");
    assert!(open(b"{}".to_vec(), "").is_err());
    let encoder = open(bytes(&file()), "").unwrap();
    assert!(matches!(
        encoder.aspect_polarity(&[("a", "b")]),
        Err(EncoderError::NoHead(_))
    ));
}
