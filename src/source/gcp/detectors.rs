//! What Security Command Center assesses in a scope: Security Health Analytics may be off, or some of its detectors.
//!
//! Source: `google.cloud.securitycentermanagement.v1.SecurityCenterService`. A newly activated Standard tier runs no
//! Security Health Analytics. The tier itself is told by no API that a reader may call; what runs is.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;

use super::client::{Clients, LIST_FINDINGS};
use crate::source::live::{Puller, Trouble, TroubleKind};

/// The source whose findings judge configurations.
const ANALYTICS: &str = "Security Health Analytics";

/// What is assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Assessed {
    /// Everything but these categories.
    Except(BTreeSet<String>),
    /// Nothing.
    Nothing,
    /// It cannot be told.
    Untold(Trouble),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Service {
    #[serde(default)]
    effective_enablement_state: String,
    #[serde(default)]
    modules: HashMap<String, Module>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Module {
    #[serde(default)]
    effective_enablement_state: String,
}

impl Assessed {
    /// Asks how the service is set up; who may not ask that is told at least whether it has ever reported.
    pub(super) async fn ask(clients: &Clients, puller: &Puller, scope: &str) -> Self {
        let trouble = match clients.service::<Service>(puller, scope, "security-health-analytics").await {
            Ok(service) => match Self::of(&service) {
                Some(assessed) => return assessed,
                None => Trouble::new(TroubleKind::NotCollected, LIST_FINDINGS, scope)
                    .remark("Security Health Analytics does not say whether it is on"),
            },
            Err(trouble) if trouble.kind == TroubleKind::Cancelled => return Self::Untold(trouble),
            Err(trouble) => trouble,
        };
        match reports(clients, puller, scope).await {
            Ok(false) => Self::Nothing,
            Ok(true) | Err(_) => Self::Untold(trouble),
        }
    }

    fn of(service: &Service) -> Option<Self> {
        match &*service.effective_enablement_state {
            "ENABLED" => {
                let off = |module: &Module| module.effective_enablement_state == "DISABLED";
                let modules = service.modules.iter().filter(|(_, module)| off(module));
                Some(Self::Except(modules.map(|(name, _)| name.clone()).collect()))
            }
            "DISABLED" => Some(Self::Nothing),
            _ => None,
        }
    }

    /// What that leaves unknown of the findings of a scope.
    pub(super) fn trouble(&self, scope: &str) -> Option<Trouble> {
        let missing =
            |why: &str| Some(Trouble::new(TroubleKind::NotCollected, LIST_FINDINGS, scope).remark(why));
        match self {
            Self::Except(off) if off.is_empty() => None,
            Self::Except(off) => missing(&format!("{} detectors are off", off.len())),
            Self::Nothing => missing("Security Health Analytics is off"),
            Self::Untold(trouble) => Some(trouble.clone()),
        }
    }
}

/// Whether Security Health Analytics is among the sources of findings.
async fn reports(clients: &Clients, puller: &Puller, scope: &str) -> Result<bool, Trouble> {
    let mut token: Option<String> = None;
    loop {
        let answer = clients.sources(puller, scope, token.as_deref()).await?;
        if answer.sources.iter().any(|source| source.display_name == ANALYTICS) {
            return Ok(true);
        }
        let next = Some(answer.next_page_token).filter(|next| !next.is_empty());
        // a token that comes again would be followed for ever
        if next.is_none() || next == token {
            return Ok(false);
        }
        token = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Option<Assessed> {
        Assessed::of(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn what_is_off_is_named() {
        let some = r#"{"effectiveEnablementState": "ENABLED", "modules": {
            "PUBLIC_BUCKET_ACL": {"effectiveEnablementState": "ENABLED"},
            "OPEN_SSH_PORT": {"effectiveEnablementState": "DISABLED"}}}"#;
        let assessed = of(some).unwrap();
        assert_eq!(assessed, Assessed::Except(["OPEN_SSH_PORT".to_owned()].into()));
        assert!(assessed.trouble("projects/p").is_some());
        assert_eq!(of(r#"{"effectiveEnablementState": "DISABLED"}"#), Some(Assessed::Nothing));
        assert_eq!(of("{}"), None);
        assert_eq!(Assessed::Except(BTreeSet::new()).trouble("projects/p"), None);
    }
}
