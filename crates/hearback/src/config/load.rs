//! Reading the configuration; unknown keys are errors with a suggestion.

use super::Config;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use std::path::Path;

/// The configuration does not read.
#[derive(Debug, thiserror::Error)]
#[error("the configuration does not read: {0}")]
pub struct ConfigError(String);

/// Defaults ⊕ file ⊕ `HEARBACK_…` ⊕ flags.
///
/// Nested keys in the environment are written with two underscores (`HEARBACK_MAIL__SMTP_URL`).
/// `flags` is a JSON object with only what was given.
///
/// # Errors
/// Unknown keys (with the nearest known one), wrong types, an unreadable file.
pub fn load(file: Option<&Path>, flags: &serde_json::Value) -> Result<Config, ConfigError> {
    let mut figment = Figment::from(Serialized::defaults(Config::default()));
    if let Some(file) = file {
        if !file.exists() {
            return Err(ConfigError(format!(
                "there is no file {}: check --config",
                file.display()
            )));
        }
        figment = figment.merge(Toml::file_exact(file));
    }
    // Variables of the test and crash harness are not configuration.
    let env = Env::prefixed("HEARBACK_")
        .ignore(&[
            "test_postgres",
            "crash_point",
            "seed",
            "kills",
            "keep_folders",
            "bin",
            "duckdb_python",
            "config",
            "ui",
        ])
        .split("__");
    figment
        .merge(env)
        .merge(Serialized::globals(flags))
        .extract()
        .map_err(|error| ConfigError(explain(error)))
}

fn explain(error: figment::Error) -> String {
    error
        .into_iter()
        .map(|one| match &one.kind {
            figment::error::Kind::UnknownField(field, known) => {
                let near = known.iter().max_by(|a, b| {
                    strsim::jaro_winkler(field, a).total_cmp(&strsim::jaro_winkler(field, b))
                });
                let hint = near
                    .map(|n| format!(": did you mean '{n}'?"))
                    .unwrap_or_default();
                format!("unknown key '{field}'{hint}")
            }
            _ => one.to_string(),
        })
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_an_error_with_a_suggestion() {
        let error = load(None, &serde_json::json!({ "databse_url": "x" })).unwrap_err();
        assert!(
            error.to_string().contains("did you mean 'database_url'"),
            "{error}"
        );
    }

    #[test]
    fn flags_win_over_defaults() {
        let config = load(None, &serde_json::json!({ "listen": "127.0.0.1:9" })).unwrap();
        assert_eq!(config.listen.port(), 9);
    }
}
