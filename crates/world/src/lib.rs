//! A simulated brand whose truth is known: seed in, rows and truth out.
//!
//! [`Brand::simulate`] makes one whole brand: customers, stores, journeys, survey responses,
//! reviews, operations, the brand's own panel, perks, and the truth behind them, with incidents
//! planted. [`trial`] makes one small problem per analytic, for which the best achievable score
//! is known. Nothing here reads a clock, a file or randomness of its own; the same seed gives
//! the same bytes.

pub mod brand;
pub mod comment;
mod draw;
pub mod files;
pub mod touchpoint;
pub mod trial;

pub use brand::{Brand, Size};
pub use draw::Draw;
