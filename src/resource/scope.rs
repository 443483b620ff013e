//! Where a resource lives.

use std::sync::Arc;

use crate::native::Provider;

/// Declared in code or seen live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// Declared in code.
    Declared,
    /// Seen in a cloud.
    Live,
}

impl Side {
    /// The word of filters and the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Live => "live",
        }
    }
}

/// Provider, account, region and environment of a resource. An empty text means not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope {
    /// Whose cloud.
    pub provider: Provider,
    /// Declared or live.
    pub side: Side,
    /// Root module directory, or the account / subscription / project.
    pub account: Arc<str>,
    /// Region or location.
    pub region: Arc<str>,
    /// Environment by tag or by path: `production`, `staging`, … .
    pub environment: Arc<str>,
}

impl Scope {
    /// `aws/infra/prod/us-east-1`: the parts that are known, joined.
    pub fn label(&self) -> String {
        let mut out = String::from(self.provider.id());
        for part in [&self.account, &self.region] {
            if !part.is_empty() {
                out.push('/');
                out.push_str(part);
            }
        }
        out
    }
}
