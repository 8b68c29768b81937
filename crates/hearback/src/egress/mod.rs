//! The one client for all calls to addresses that people enter in the app.
//!
//! It resolves the name, refuses unless every address is public (or the operator allowed its
//! network), and connects only to an address that was checked, also when the name answers
//! differently the second time. It follows no redirect, knows no proxy, sends no credentials from
//! an address, waits 20 s and reads 64 KiB. There is no switch that turns the check off.

mod client;
mod error;
mod lookup;
mod ranges;

pub use client::{Egress, Reply, Sending, local_client};
pub use error::EgressError;
pub use lookup::{Lookup, SystemLookup};
pub use ranges::refusal;

use ipnet::IpNet;

/// What the operator decides.
#[derive(Debug, Clone)]
pub struct EgressPolicy {
    /// Private networks that may be called after all.
    pub allow_private: Vec<IpNet>,
    /// Whether `http://` may be called as well.
    pub allow_http: bool,
    /// Ports that may be called on public addresses; on allowed private ones every port may.
    pub ports: Vec<u16>,
}

impl Default for EgressPolicy {
    /// Public addresses by https, on the usual ports.
    fn default() -> Self {
        Self {
            allow_private: Vec::new(),
            allow_http: false,
            ports: vec![443, 80, 8443],
        }
    }
}

#[cfg(test)]
mod tests;
