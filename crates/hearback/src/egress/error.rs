//! Why a call was not made, or did not work. Never holds what the other side said in its body.

use std::net::IpAddr;

/// Why a call was not made, or did not work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EgressError {
    /// It does not read.
    #[error("'{0}' is no web address: write it as https://host/path")]
    NotAnAddress(String),
    /// Neither https nor an allowed http.
    #[error(
        "'{0}' is not https: enter an https address, or let the operator set egress.allow_http"
    )]
    NotHttps(String),
    /// It holds a user name or password.
    #[error("the address of '{0}' holds a user name or password: leave them out")]
    Credentials(String),
    /// The port is not one of the usual ones.
    #[error("port {port} of '{host}' may not be called: use 443")]
    Port {
        /// Whose.
        host: String,
        /// Which.
        port: u16,
    },
    /// One of the host's addresses is not public.
    #[error(
        "'{host}' leads to {address}, which is {what}: enter a public address, or let the operator add its network to egress.allow_private"
    )]
    NotPublic {
        /// The host as entered.
        host: String,
        /// The address found.
        address: IpAddr,
        /// What sort of address it is.
        what: &'static str,
    },
    /// The name did not resolve.
    #[error("the name '{0}' was not found: check its spelling, or try again later")]
    NotFound(String),
    /// It wants to send us somewhere else.
    #[error("'{host}' answered with a redirect ({status}): enter the address it leads to")]
    Redirect {
        /// Whose.
        host: String,
        /// 300 to 399.
        status: u16,
    },
    /// It took longer than 20 s.
    #[error("'{0}' did not answer in 20 s: try again later")]
    Timeout(String),
    /// The connection failed.
    #[error("'{host}' cannot be reached: {why}")]
    Unreachable {
        /// Whose.
        host: String,
        /// What the network said.
        why: String,
    },
}

impl EgressError {
    /// Whether the same call may work later without anybody changing anything.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::NotFound(_) | Self::Timeout(_) | Self::Unreachable { .. }
        )
    }
}
