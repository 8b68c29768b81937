//! Names become addresses, and only checked ones reach the connection.

use super::{EgressError, ranges};
use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

/// Addresses of a name, when they come.
pub type Found = Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>>;

/// How names are looked up; tests bring their own.
pub trait Lookup: Send + Sync + 'static {
    /// All addresses of a host name.
    fn lookup(&self, host: &str) -> Found;
}

/// The system's resolver.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, host: &str) -> Found {
        let host = host.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            Ok(found.map(|a| a.ip()).collect())
        })
    }
}

/// Looks up and checks; used before a call and again by the connection itself.
#[derive(Clone)]
pub(super) struct Guard {
    pub(super) lookup: Arc<dyn Lookup>,
    pub(super) allowed: Arc<[IpNet]>,
}

impl Guard {
    /// All addresses of a host, every one of them checked.
    pub(super) async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, EgressError> {
        let literal = host.trim_start_matches('[').trim_end_matches(']');
        let found = match literal.parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => self
                .lookup
                .lookup(host)
                .await
                .map_err(|_| EgressError::NotFound(host.to_owned()))?,
        };
        if found.is_empty() {
            return Err(EgressError::NotFound(host.to_owned()));
        }
        for address in &found {
            if let Some(what) = ranges::refusal(*address, &self.allowed) {
                return Err(EgressError::NotPublic {
                    host: host.to_owned(),
                    address: *address,
                    what,
                });
            }
        }
        Ok(found)
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let found = guard.addresses(name.as_str()).await?;
            let addrs: Addrs = Box::new(found.into_iter().map(|ip| SocketAddr::new(ip, 0)));
            Ok(addrs)
        })
    }
}
