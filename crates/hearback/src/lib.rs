//! The door: HTTP API, embedded web app, command line, worker loop, courier, wiring.
//!
//! Only here do HTTP, JSON views, configuration and the network exist. What the rooms do with
//! one another stands in [`wiring`], where the whole product's flow can be read.

pub mod analyses;
pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod courier;
pub mod crash;
pub mod demo;
pub mod egress;
pub mod encoders;
pub mod erase;
pub mod folder;
pub mod http;
pub mod importing;
pub mod remembered;
pub mod secret;
pub mod themes;
pub mod translator;
pub mod view;
pub mod wiring;
pub mod worker;
