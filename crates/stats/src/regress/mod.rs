//! Regression: least squares, generalized linear models, ordered and unordered choices, with
//! model-based and sandwich covariances, and the Newton step that other likelihoods share.
//!
//! | function | model |
//! |---|---|
//! | [`wls`] | linear, weighted |
//! | [`glm`], [`penalized`] | Gaussian, binomial logit, Poisson, quasi-Poisson, negative binomial; with a ridge penalty |
//! | [`ordinal`] | ordered categories, proportional odds |
//! | [`multinomial`] | unordered categories |
//! | [`newton`] | any concave log-likelihood |
//!
//! The caller adds the intercept as a column of ones. Columns are named by their number, counted
//! from 0, as in the design.

mod design;
mod family;
mod fit;
mod glm;
mod multinomial;
mod newton;
mod ordinal;
mod sandwich;
mod solve;
mod wls;

pub use design::Design;
pub use family::Family;
pub use fit::Fit;
pub use glm::{glm, penalized};
pub use multinomial::{Multinomial, multinomial};
pub use newton::{Derivatives, Maximum, newton};
pub use ordinal::{Ordinal, ordinal};
pub use sandwich::sandwich;
pub use wls::wls;
