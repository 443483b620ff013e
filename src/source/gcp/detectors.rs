//! What Security Command Center assesses in a scope: Security Health Analytics may be off, or some of its detectors, or
//! the activated tier may not have them.
//!
//! Source: `google.cloud.securitycentermanagement.v1.SecurityCenterService`, asked for the modules that the tier is
//! eligible for. A newly activated Standard tier runs no Security Health Analytics.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;

use super::client::{Clients, LIST_FINDINGS};
use super::findings::not_assessed;
use crate::native::LiveVerdict;
use crate::source::live::{Puller, Trouble, TroubleKind};

/// The source whose findings judge configurations.
const ANALYTICS: &str = "Security Health Analytics";

/// What is assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Assessed {
    /// These categories, by the detectors that run.
    Only(BTreeSet<String>),
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
                    .remark("Security Health Analytics does not say what runs"),
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
            "ENABLED" if !service.modules.is_empty() => {
                let runs = |module: &Module| module.effective_enablement_state == "ENABLED";
                let modules = service.modules.iter().filter(|(_, module)| runs(module));
                Some(Self::Only(modules.map(|(name, _)| name.clone()).collect()))
            }
            "DISABLED" => Some(Self::Nothing),
            _ => None,
        }
    }

    /// The categories that are known to this program and not assessed, each as unknown, and the trouble that means.
    pub(super) fn missing(&self, scope: &str) -> (Vec<LiveVerdict>, Option<Trouble>) {
        let (verdicts, why) = match self {
            Self::Only(running) => {
                let why = "no detector of it runs here";
                let verdicts = not_assessed(scope, why, |rule| !running.contains(rule));
                let count = format!("{} categories have no detector that runs here", verdicts.len());
                (verdicts, count)
            }
            Self::Nothing => {
                let why = "Security Health Analytics is off here";
                (not_assessed(scope, why, |_| true), why.to_owned())
            }
            Self::Untold(trouble) => {
                let verdicts = not_assessed(scope, "whether it is assessed here cannot be told", |_| true);
                return (verdicts, Some(trouble.clone()));
            }
        };
        let trouble = (!verdicts.is_empty())
            .then(|| Trouble::new(TroubleKind::NotCollected, LIST_FINDINGS, scope).remark(&why));
        (verdicts, trouble)
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
    use crate::hipaa::native_rules;

    fn of(json: &str) -> Option<Assessed> {
        Assessed::of(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn only_what_runs_is_assessed() {
        let some = r#"{"effectiveEnablementState": "ENABLED", "modules": {
            "PUBLIC_BUCKET_ACL": {"effectiveEnablementState": "ENABLED"},
            "OPEN_SSH_PORT": {"effectiveEnablementState": "DISABLED"}}}"#;
        let assessed = of(some).unwrap();
        assert_eq!(assessed, Assessed::Only(["PUBLIC_BUCKET_ACL".to_owned()].into()));
        let (verdicts, trouble) = assessed.missing("projects/p");
        let unknown = |rule: &str| verdicts.iter().any(|v| &*v.rule == rule);
        // one is off, of the other the tier says nothing
        assert!(
            unknown("OPEN_SSH_PORT") && unknown("BUCKET_LOGGING_DISABLED") && !unknown("PUBLIC_BUCKET_ACL")
        );
        assert!(trouble.is_some());
        assert_eq!(of(r#"{"effectiveEnablementState": "DISABLED"}"#), Some(Assessed::Nothing));
        assert_eq!(of(r#"{"effectiveEnablementState": "ENABLED"}"#), None);
        let all = native_rules().iter().map(|rule| rule.id.to_owned()).collect();
        assert_eq!(Assessed::Only(all).missing("projects/p"), (Vec::new(), None));
    }
}
