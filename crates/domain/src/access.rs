//! Who acts, and what a role may do.

use crate::{UserId, WorkspaceId};
use serde::{Deserialize, Serialize};

/// What someone may do; each role includes those before it, except that analysts do not work cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees scores and verbatims.
    Viewer,
    /// And explores, imports, runs SQL.
    Analyst,
    /// Works cases and replies to customers.
    Agent,
    /// And manages users, keys, posts, rules, erasure.
    Admin,
}

/// One thing that may be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Read scores, verbatims, reports.
    Read,
    /// Send signals in.
    Ingest,
    /// Import files, run SQL.
    Analyze,
    /// Work cases, reply, see the outbox.
    Work,
    /// Change settings, users, keys; erase.
    Administer,
}

impl Role {
    /// Whether the role has the right.
    pub fn may(self, right: Right) -> bool {
        match right {
            Right::Read => true,
            Right::Ingest | Right::Analyze => matches!(self, Self::Analyst | Self::Admin),
            Right::Work => matches!(self, Self::Agent | Self::Admin),
            Right::Administer => self == Self::Admin,
        }
    }
    /// The word as stored and shown in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Analyst => "analyst",
            Self::Agent => "agent",
            Self::Admin => "admin",
        }
    }
    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "viewer" => Some(Self::Viewer),
            "analyst" => Some(Self::Analyst),
            "agent" => Some(Self::Agent),
            "admin" => Some(Self::Admin),
            _ => None,
        }
    }
}

/// Who is acting, in which workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The scope of everything the actor can see.
    pub workspace: WorkspaceId,
    /// The user, or the user who made the key.
    pub user: UserId,
    /// A name to show in histories.
    pub name: String,
    /// What the actor may do.
    pub role: Role,
}
