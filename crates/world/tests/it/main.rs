//! The trials reach the bounds that were measured elsewhere; the brand holds what it says.

mod answers;
mod brand;
mod causes;
mod drivers;
mod figures;
mod golden;
mod people;
mod streams;
mod words;
