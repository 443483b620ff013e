//! What goes wrong with an API, in words that name it, without the body of its answer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What kind of trouble it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum TroubleKind {
    /// The identity may not call the API: the permission it lacks.
    Denied {
        /// `config:SelectResourceConfig`, `Microsoft.ResourceGraph/resources/read`, `cloudasset.assets.listResource`.
        permission: String,
    },
    /// The service asked to slow down until the retries were used up.
    Throttled {
        /// How long it asked to wait, where it said so.
        #[serde(skip)]
        wait: Option<Duration>,
    },
    /// The credentials have expired or were never there.
    Credentials,
    /// The service is not switched on in the account: nothing of it is measured.
    NotEnabled,
    /// The service does not hold this: not recorded, not assessed in this tier.
    NotCollected,
    /// No answer: name resolution, connection, time-out.
    Network,
    /// The service failed (5xx) until the retries were used up.
    Service,
    /// The answer is not of the documented form.
    Malformed,
    /// The token of a page is no longer taken.
    StaleToken,
    /// The request was refused as wrong: endpoint, region, or parameter.
    Refused,
    /// The pull was cancelled.
    Cancelled,
}

/// Trouble with one API in one scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What kind.
    #[serde(flatten)]
    pub kind: TroubleKind,
    /// The API: `config:SelectAggregateResourceConfig`.
    pub api: Arc<str>,
    /// Account, subscription, project and region, as far as they are known.
    pub scope: Arc<str>,
    /// The service's code or a short remark; never a body.
    pub remark: String,
}

impl Trouble {
    /// Trouble of a kind with an API.
    pub fn new(kind: TroubleKind, api: impl Into<Arc<str>>, scope: impl Into<Arc<str>>) -> Self {
        Self { kind, api: api.into(), scope: scope.into(), remark: String::new() }
    }

    /// With the service's code or a short remark, cut at 200 characters and without control characters.
    pub fn remark(mut self, remark: &str) -> Self {
        self.remark = remark.chars().filter(|c| !c.is_control()).take(200).collect();
        self
    }

    /// Whether trying again can help.
    pub const fn is_passing(&self) -> bool {
        matches!(self.kind, TroubleKind::Throttled { .. } | TroubleKind::Network | TroubleKind::Service)
    }

    /// The way out, for people.
    pub fn hint(&self) -> String {
        match &self.kind {
            TroubleKind::Denied { permission } => {
                format!("grant {permission} to the identity, or run steth doctor for the least it needs")
            }
            TroubleKind::Throttled { .. } => {
                "lower the budget of this API in steth.toml, or pull again: it goes on where it stopped"
                    .to_owned()
            }
            TroubleKind::Credentials => "log in again and pull: it goes on where it stopped".to_owned(),
            TroubleKind::NotEnabled => "switch the service on, or leave it out in steth.toml".to_owned(),
            TroubleKind::Network | TroubleKind::Service => {
                "pull again: it goes on where it stopped".to_owned()
            }
            TroubleKind::Refused => "check the endpoint, region and scope in steth.toml".to_owned(),
            TroubleKind::NotCollected
            | TroubleKind::Malformed
            | TroubleKind::StaleToken
            | TroubleKind::Cancelled => String::new(),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, api, scope, remark } = self;
        match kind {
            TroubleKind::Denied { permission } => {
                write!(f, "{api} was denied in {scope}: {permission} is missing")
            }
            TroubleKind::Throttled { .. } => {
                write!(f, "{api} was throttled in {scope} until the retries were used up")
            }
            TroubleKind::Credentials => {
                write!(f, "{api}: the credentials for {scope} are missing or have expired")
            }
            TroubleKind::NotEnabled => write!(f, "{api}: the service is not switched on in {scope}"),
            TroubleKind::NotCollected => write!(f, "{api} does not hold this in {scope}"),
            TroubleKind::Network => write!(f, "{api}: no answer for {scope}"),
            TroubleKind::Service => write!(f, "{api} failed in {scope} until the retries were used up"),
            TroubleKind::Malformed => {
                write!(f, "{api}: the answer for {scope} is not of the documented form")
            }
            TroubleKind::StaleToken => write!(f, "{api}: the page token for {scope} is no longer taken"),
            TroubleKind::Refused => write!(f, "{api} refused the request for {scope}"),
            TroubleKind::Cancelled => write!(f, "{api} was cancelled in {scope}"),
        }?;
        if remark.is_empty() { Ok(()) } else { write!(f, " ({remark})") }
    }
}

impl std::error::Error for Trouble {}
