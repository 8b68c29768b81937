//! MAP.toml: what each column of a file is. What the wizard saves is what `--map` reads.

use super::dates::DateOrder;
use super::header::Header;
use super::layout::Format;
use crate::near::near;
use crate::{Error, Result};
use domain::{Consent, Missing, Provenance};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// The version of the mapping's own format.
const VERSION: i64 = 1;

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The source's id of the row; without one it is the row's hash and occurrence.
    ExternalId,
    /// A reference to a customer; `kind` says of which sort.
    Customer,
    /// When it happened.
    OccurredAt,
    /// Where.
    Location,
    /// By which channel.
    Channel,
    /// About which moment of interaction.
    Touchpoint,
    /// In which language.
    Language,
    /// A number that answers a question.
    Score,
    /// The person's own words.
    Verbatim,
    /// A choice without order; kept with the answers, no column of its own.
    Choice,
    /// Something to group and filter by.
    Attribute,
    /// Design weight.
    Weight,
    /// Sampling stratum.
    Stratum,
    /// Sampling cluster.
    Cluster,
    /// Marks test rows; `when` says by which values.
    Test,
    /// Not imported.
    Ignore,
}

impl Role {
    /// Whether only one column may have it.
    fn is_single(self) -> bool {
        !matches!(
            self,
            Self::Score | Self::Verbatim | Self::Choice | Self::Attribute | Self::Ignore
        )
    }

    /// Whether it makes an answer.
    pub(super) fn is_answer(self) -> bool {
        matches!(self, Self::Score | Self::Verbatim | Self::Choice)
    }
}

/// One column of a mapping.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The header, or the ImportId of a Qualtrics export.
    pub column: String,
    /// What it is.
    pub role: Role,
    /// The key of the question or attribute; made from the column's name when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The question's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The sort of customer reference: `email`, `crm`, `loyalty` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Lowest value of the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Highest value of the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Whole numbers were written with `.0`, which is dropped (attributes and choices).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
    /// The values that mark a test row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<String>,
    /// Codes that mean that there is no answer, and why.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub missing: BTreeMap<String, Missing>,
    /// Why it was guessed so; for people, nothing reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Column {
    /// A column with a role and nothing else.
    pub fn new(column: impl Into<String>, role: Role) -> Self {
        Self {
            column: column.into(),
            role,
            key: None,
            label: None,
            kind: None,
            low: None,
            high: None,
            whole: false,
            when: Vec::new(),
            missing: BTreeMap::new(),
            reason: None,
        }
    }

    /// The key of its question or attribute.
    pub fn key(&self) -> String {
        domain::name::key_of(self.key.as_deref().unwrap_or(&self.column))
    }
}

/// How the file is laid out, where the guess is not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// What sort of file it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// Between cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// A WHATWG label: `utf-8`, `windows-1252` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// 1, or 2 and 3 for Qualtrics exports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_rows: Option<usize>,
    /// The sheet of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

/// What each column of a file is, and what holds for all rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The version of this format: 1.
    #[serde(default = "version")]
    pub version: i64,
    /// The listening post that the rows go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// How the brand came to hear it; the post's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// The channel of rows without one; the post's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The touchpoint of rows without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<String>,
    /// The language of rows without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// IANA zone of times without one; the workspace's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Which number of `03/04/2026` is the day; `dmy` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// What the persons agreed to; the post's purpose when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// How the file is laid out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub file: File,
    /// The columns, in the file's order. A column that is not listed is not imported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
}

fn version() -> i64 {
    VERSION
}

fn is_default(file: &File) -> bool {
    *file == File::default()
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            version: VERSION,
            post: None,
            provenance: None,
            channel: None,
            touchpoint: None,
            language: None,
            time_zone: None,
            date_order: None,
            consent: None,
            file: File::default(),
            columns: Vec::new(),
        }
    }
}

impl Mapping {
    /// Reads MAP.toml.
    ///
    /// # Errors
    /// [`Error::Mapping`] with the line, the field and what may stand there.
    pub fn parse(text: &str) -> Result<Self> {
        let mapping: Self =
            toml::from_str(text).map_err(|e| Error::Mapping(e.to_string().trim().to_owned()))?;
        if mapping.version != VERSION {
            return Err(Error::Mapping(format!(
                "its version is {}: this program reads version {VERSION}",
                mapping.version
            )));
        }
        mapping.check_columns()?;
        Ok(mapping)
    }

    /// Writes MAP.toml: the same mapping always gives the same text.
    pub fn to_toml(&self) -> Result<String> {
        toml::to_string(self).map_err(|e| Error::Mapping(e.to_string()))
    }

    /// Refuses a mapping whose columns contradict each other.
    fn check_columns(&self) -> Result<()> {
        let (mut columns, mut singles, mut keys) = (HashSet::new(), HashSet::new(), HashSet::new());
        for column in &self.columns {
            let name = &column.column;
            if !columns.insert(name) {
                return Err(Error::Mapping(format!(
                    "column '{name}' stands there twice: keep one"
                )));
            }
            if column.role.is_single() && !singles.insert(column.role) {
                return Err(Error::Mapping(format!(
                    "column '{name}' has the role {}, which another column has: set one of them to ignore",
                    word(column.role)
                )));
            }
            let keyed = column.role.is_answer() || column.role == Role::Attribute;
            if keyed && !keys.insert((column.role.is_answer(), column.key())) {
                return Err(Error::Mapping(format!(
                    "column '{name}' has the key '{}', which another column has: give it another 'key'",
                    column.key()
                )));
            }
        }
        Ok(())
    }

    /// Refuses a mapping that names columns the file does not have.
    pub(super) fn check(&self, headers: &[Header]) -> Result<()> {
        self.check_columns()?;
        let known = || headers.iter().map(|h| h.name.as_str());
        for column in &self.columns {
            if column.role == Role::Ignore || known().any(|name| name == column.column) {
                continue;
            }
            let near = near(&column.column, known());
            let hint = match near.first() {
                Some(name) => format!("did you mean '{name}'?"),
                None => format!(
                    "it has: {}",
                    known().take(40).collect::<Vec<_>>().join(", ")
                ),
            };
            return Err(Error::Mapping(format!(
                "the file has no column '{}': {hint}",
                column.column
            )));
        }
        Ok(())
    }
}

/// The word of a role as MAP.toml has it.
pub(super) fn word(role: Role) -> String {
    serde_json::to_value(role)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}
