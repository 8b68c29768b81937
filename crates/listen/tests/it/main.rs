//! Room 1, tested through its public door, on every engine there is.

mod bench;
mod import_files;
mod import_mapping;
mod import_real;
mod import_resume;
mod import_sheets;
mod no_panic;
mod posts;
mod receive;
mod survey;
