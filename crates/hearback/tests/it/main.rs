//! What the whole product promises, tried on the whole product.

mod annotated;
mod apart;
mod apart_calls;
mod apart_seed;
mod both_engines;
mod bucket;
mod command;
mod command_line;
mod crash;
mod crash_counts;
mod crash_load;
mod erased;
mod explored;
mod hall;
mod learned;
mod replayed;
mod rising;
mod second;
mod themes;
mod traces;
mod watched;
