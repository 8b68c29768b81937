//! What the text crate promises, in one binary.

mod annotating;
mod model_file;
mod properties;
mod topics;
mod training;
