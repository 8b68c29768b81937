//! Checking an address, and calling it.

use super::lookup::{Guard, Lookup, SystemLookup};
use super::{EgressError, EgressPolicy, ranges};
use ipnet::IpNet;
use reqwest::{Client, Method, Url, redirect};
use std::error::Error as _;
use std::sync::{Arc, Once};
use std::time::Duration;

/// How long a call may take in all.
const TIMEOUT: Duration = Duration::from_secs(20);
/// The most of a response that is read.
const LONGEST_RESPONSE: usize = 64 << 10;

/// What is sent.
#[derive(Debug, Clone)]
pub struct Sending {
    /// Header names and values; visible ASCII.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// 200 to 299, or 400 and above.
    pub status: u16,
    /// `Retry-After` as sent.
    pub retry_after: Option<String>,
    /// The body of a refusal, or of an answer that was asked for, at most 64 KiB; else empty.
    pub body: Vec<u8>,
}

/// The one client for all calls to addresses that people enter.
#[derive(Clone)]
pub struct Egress {
    client: Client,
    guard: Guard,
    policy: Arc<EgressPolicy>,
}

fn install_crypto() {
    static ONCE: Once = Once::new();
    // An error says that a provider is installed already, which is as good.
    ONCE.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

impl Egress {
    /// A client with the system's name lookup.
    ///
    /// # Errors
    /// The TLS roots cannot be set up.
    pub fn new(policy: EgressPolicy) -> Result<Self, reqwest::Error> {
        Self::with_lookup(policy, Arc::new(SystemLookup))
    }

    /// A client with another name lookup.
    ///
    /// # Errors
    /// The TLS roots cannot be set up.
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the egress client that the rule sends everyone to"
    )]
    pub fn with_lookup(
        policy: EgressPolicy,
        lookup: Arc<dyn Lookup>,
    ) -> Result<Self, reqwest::Error> {
        install_crypto();
        let allowed: Arc<[IpNet]> = policy.allow_private.clone().into();
        let guard = Guard { lookup, allowed };
        let client = Client::builder()
            .dns_resolver(Arc::new(guard.clone()))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .timeout(TIMEOUT)
            .connect_timeout(TIMEOUT / 2)
            .pool_max_idle_per_host(2)
            .user_agent(concat!("hearback/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self {
            client,
            guard,
            policy: Arc::new(policy),
        })
    }

    /// Whether an address may be called, asking the name service now. A call asks again.
    pub async fn check(&self, address: &str) -> Result<(), EgressError> {
        self.checked(address).await.map(|_| ())
    }

    async fn checked(&self, address: &str) -> Result<(Url, String), EgressError> {
        let not = || EgressError::NotAnAddress(shown(address));
        let url = Url::parse(address.trim()).map_err(|_| not())?;
        let host = url.host_str().filter(|h| !h.is_empty()).ok_or_else(not)?;
        let host = host.to_owned();
        match url.scheme() {
            "https" => {}
            "http" if self.policy.allow_http => {}
            "http" => return Err(EgressError::NotHttps(host)),
            _ => return Err(not()),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EgressError::Credentials(host));
        }
        let addresses = self.guard.addresses(&host).await?;
        let port = url.port_or_known_default().unwrap_or(443);
        let private = addresses
            .iter()
            .all(|a| ranges::is_allowed(*a, &self.policy.allow_private));
        if !private && !self.policy.ports.contains(&port) {
            return Err(EgressError::Port { host, port });
        }
        Ok((url, host))
    }

    /// Posts to an address after checking it; the connection checks once more what it connects to.
    /// The body of a success is not read.
    ///
    /// # Errors
    /// Everything but an answer of 2xx, 4xx or 5xx.
    pub async fn post(&self, address: &str, sending: Sending) -> Result<Reply, EgressError> {
        self.send(address, sending, false).await
    }

    /// The same, where the answer is wanted: at most 64 KiB of its body are read.
    ///
    /// # Errors
    /// Everything but an answer of 2xx, 4xx or 5xx.
    pub async fn ask(&self, address: &str, sending: Sending) -> Result<Reply, EgressError> {
        self.send(address, sending, true).await
    }

    async fn send(
        &self,
        address: &str,
        sending: Sending,
        wanted: bool,
    ) -> Result<Reply, EgressError> {
        let (url, host) = self.checked(address).await?;
        let mut request = self.client.request(Method::POST, url).body(sending.body);
        for (name, value) in sending.headers {
            request = request.header(name, value);
        }
        let mut response = request.send().await.map_err(|e| failed(&host, &e))?;
        let status = response.status().as_u16();
        if (300..400).contains(&status) {
            return Err(EgressError::Redirect { host, status });
        }
        let retry_after = response
            .headers()
            .get("retry-after")
            .and_then(|v| v.to_str().ok())
            .map(str::to_owned);
        let mut body = Vec::new();
        while (wanted || !(200..300).contains(&status)) && body.len() < LONGEST_RESPONSE {
            // What breaks off half-way has its status all the same.
            let Ok(Some(chunk)) = response.chunk().await else {
                break;
            };
            let room = LONGEST_RESPONSE - body.len();
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        }
        Ok(Reply {
            status,
            retry_after,
            body,
        })
    }
}

fn shown(address: &str) -> String {
    address.chars().take(80).collect()
}

/// Finds our own refusal in what the connection says, else its plainest words (never the address's
/// path or query, which may be a secret).
fn failed(host: &str, error: &reqwest::Error) -> EgressError {
    let mut cause = error.source();
    let mut why = "the connection failed".to_owned();
    while let Some(inner) = cause {
        if let Some(ours) = inner.downcast_ref::<EgressError>() {
            return ours.clone();
        }
        why = inner.to_string();
        cause = inner.source();
    }
    if error.is_timeout() {
        return EgressError::Timeout(host.to_owned());
    }
    EgressError::Unreachable {
        host: host.to_owned(),
        why,
    }
}

/// A client for the server of this very data folder, whose address no one enters: command-line
/// writes go to the running server.
///
/// # Errors
/// The TLS roots cannot be set up.
#[allow(
    clippy::disallowed_methods,
    reason = "the operator's own server on this machine, not an address entered in the app"
)]
pub fn local_client() -> Result<Client, reqwest::Error> {
    install_crypto();
    Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .build()
}
