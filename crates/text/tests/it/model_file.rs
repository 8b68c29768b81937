//! The model file: what is refused, and what the version says.

use text::{Model, TextError};

const BYTES: &[u8] = include_bytes!("../../../../models/fast.hbm");

#[test]
fn the_built_in_model_loads_and_carries_its_version() {
    let model = Model::embedded();
    assert_eq!(model.version(), Model::load(BYTES).unwrap().version());
    assert!(model.version().starts_with("fast-2-"));
    assert!(model.languages().len() >= 20);
    assert!(BYTES.len() <= 12_000_000);
}

#[test]
fn damaged_files_are_refused_by_name() {
    let cut = Model::load(&BYTES[..BYTES.len() - 1]).unwrap_err();
    assert_eq!(
        cut,
        TextError::WrongLength {
            expected: BYTES.len(),
            found: BYTES.len() - 1
        }
    );
    assert!(matches!(
        Model::load(b"GIF89a"),
        Err(TextError::NotAModel { .. })
    ));
    assert!(matches!(Model::load(b""), Err(TextError::NotAModel { .. })));
    let mut huge = b"HBM3".to_vec();
    huge.extend([255, 255, 255, 255]);
    assert!(matches!(
        Model::load(&huge),
        Err(TextError::WrongLength { .. })
    ));
    let mut nonsense = b"HBM3".to_vec();
    nonsense.extend([2, 0, 0, 0, b'{', b'}']);
    assert!(matches!(
        Model::load(&nonsense),
        Err(TextError::BadHeader { .. })
    ));
}

#[test]
fn a_changed_weight_is_another_version() {
    let mut changed = BYTES.to_vec();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    assert_ne!(
        Model::load(&changed).unwrap().version(),
        Model::embedded().version()
    );
}
