//! What the whole product promises, tried on the whole product.

mod apart;
mod apart_calls;
mod apart_seed;
mod command_line;
mod crash;
mod crash_load;
mod erased;
mod hall;
