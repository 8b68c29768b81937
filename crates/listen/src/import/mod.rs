//! Files come in: CSV, TSV, Excel, OpenDocument, JSON Lines, Qualtrics exports.
//!
//! [`sniff`] reads a file once and says what it is and what each column seems to be;
//! a [`Mapping`] (MAP.toml) says what each column is; [`run`] stores the rows.

mod dates;
mod decode;
mod delimiter;
mod guess;
mod header;
mod json_lines;
mod layout;
mod mapping;
mod occurrence;
mod profile;
mod rejects;
mod rows;
mod run;
mod shape;
mod sheet;
mod sniff;
mod source;
mod tally;
mod zip;

pub use dates::DateOrder;
pub use header::Header;
pub use layout::{Format, Layout};
pub use mapping::{Column, File, Mapping, Role};
pub use rows::{Row, Rows};
pub use run::{Import, Outside, run};
pub use sniff::{Sniffed, sniff};
pub use source::{Bytes, Source};
pub use tally::{Progress, Summary};
