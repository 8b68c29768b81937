//! `hearback analyze`: one analysis of a file or of the data folder.

mod print;
mod source;
