//! Which answers were given without care: evidence from patterns, time and words, combined by
//! rank. Nothing is deleted; a flag says where to look and what a score would be without.
//!
//! | evidence | says | source |
//! |---|---|---|
//! | [`longstring`], low [`irv`] | the same answer over and over | Curran 2016 |
//! | [`mahalanobis`], [`psychsyn`], [`even_odd`], high [`irv`] | answers that do not hang together | Meade and Craig 2012 |
//! | [`speed`], seconds an item | faster than others, faster than one reads | Huang et al. 2012 |
//! | [`copies`] | words that someone else sent too | Broder 1997 |

mod agreement;
mod combine;
mod distance;
mod judge;
mod pattern;
mod speed;
mod words;

pub use agreement::{even_odd, psychsyn, synonyms};
pub use combine::independent_tail;
pub use distance::{Distance, mahalanobis};
pub use judge::{Answers, Quality, Rules, Signal, judge};
pub use pattern::{irv, longstring};
pub use speed::speed;
pub use words::{Copy, copies};
