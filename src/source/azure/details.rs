//! Settings that Resource Graph does not hold: parts of a resource with an id of their own, and where it sends logs.
//!
//! Asked for one resource at a time, so only what checks read, for a bounded number of resources, and a part that
//! the identity may not read is asked for once. What was not asked for stays absent, which is unknown.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures::StreamExt as _;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::arm::{Arm, Ask};
use super::bridge;
use super::inventory::Row;
use super::operations::DIAGNOSTIC_SETTINGS;
use crate::source::live::{Trouble, TroubleKind};

/// Resources asked at once.
const AT_ONCE: usize = 8;

/// How many resources of a type are asked at most, where options do not say.
pub(super) const MOST: usize = 2000;

/// A part of a resource.
#[derive(Debug)]
pub(super) struct Detail {
    /// Its id below the resource's.
    child: &'static str,
    /// The version of its API.
    version: &'static str,
    /// Whether the service answers "not found" for a part that nobody has set.
    may_lack: bool,
}

/// A type that has such parts.
#[derive(Debug)]
pub(super) struct Detailed {
    /// The type, in lower case.
    pub(super) kind: &'static str,
    /// Its parts.
    details: &'static [Detail],
    /// Whether checks ask where it sends its logs.
    diagnostics: bool,
}

const fn always(child: &'static str, version: &'static str) -> Detail {
    Detail { child, version, may_lack: false }
}

const fn perhaps(child: &'static str, version: &'static str) -> Detail {
    Detail { child, version, may_lack: true }
}

const fn logs(kind: &'static str) -> Detailed {
    Detailed { kind, details: &[], diagnostics: true }
}

/// Every type with parts to ask for.
pub(super) static DETAILED: &[Detailed] = &[
    Detailed {
        kind: "microsoft.storage/storageaccounts",
        details: &[
            always("blobServices/default", "2023-05-01"),
            always("fileServices/default", "2023-05-01"),
            perhaps("managementPolicies/default", "2023-05-01"),
        ],
        diagnostics: false,
    },
    Detailed {
        kind: "microsoft.sql/servers",
        details: &[
            always("extendedAuditingSettings/default", "2021-11-01"),
            always("securityAlertPolicies/default", "2021-11-01"),
            always("encryptionProtector/current", "2021-11-01"),
        ],
        diagnostics: false,
    },
    Detailed {
        kind: "microsoft.sql/servers/databases",
        details: &[
            always("transparentDataEncryption/current", "2021-11-01"),
            always("backupShortTermRetentionPolicies/default", "2021-11-01"),
            always("backupLongTermRetentionPolicies/default", "2021-11-01"),
        ],
        diagnostics: false,
    },
    Detailed {
        kind: "microsoft.web/sites",
        details: &[
            always("config/web", "2022-09-01"),
            always("config/logs", "2022-09-01"),
            always("config/authsettingsV2", "2022-09-01"),
        ],
        diagnostics: false,
    },
    logs("microsoft.keyvault/vaults"),
];

/// The version of the API that lists diagnostic settings.
pub(super) const DIAGNOSTICS_VERSION: &str = "2021-05-01-preview";

/// The first part of every type that has some: type, id below the resource's, version of the API.
pub(super) fn first_parts() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    DETAILED.iter().filter_map(|d| d.details.first().map(|part| (d.kind, part.child, part.version)))
}

#[derive(Deserialize)]
struct Settings {
    value: Vec<Row>,
}

/// The parts of one unit's resources.
#[derive(Debug)]
pub(super) struct Details {
    arm: Arm,
    scope: Arc<str>,
    kind: &'static Detailed,
    left: AtomicUsize,
    /// What could not be read, by part.
    lacks: Mutex<BTreeMap<&'static str, Trouble>>,
}

impl Details {
    pub(super) fn new(arm: Arm, scope: Arc<str>, kind: &'static Detailed, most: usize) -> Self {
        Self { arm, scope, kind, left: AtomicUsize::new(most), lacks: Mutex::default() }
    }

    /// What could not be read.
    pub(super) fn lacks(&self) -> Vec<Trouble> {
        self.lacks.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    fn lack(&self, part: &'static str, trouble: Trouble) {
        self.lacks.lock().unwrap_or_else(PoisonError::into_inner).entry(part).or_insert(trouble);
    }

    /// Whether a part cannot be read by this identity, so that asking again is idle.
    fn is_closed(&self, part: &'static str) -> bool {
        let lacks = self.lacks.lock().unwrap_or_else(PoisonError::into_inner);
        lacks.get(part).is_some_and(|t| matches!(t.kind, TroubleKind::Denied { .. }))
    }

    /// Rows with their parts under `details`, and their diagnostic settings as rows of their own.
    pub(super) async fn add(&self, rows: Vec<Row>) -> Result<Vec<Row>, Trouble> {
        let asked = futures::stream::iter(rows.into_iter().map(|row| self.row(row)));
        let answers: Vec<_> = asked.buffered(AT_ONCE).collect().await;
        let mut all = Vec::new();
        for answer in answers {
            all.extend(answer?);
        }
        Ok(all)
    }

    async fn row(&self, mut row: Row) -> Result<Vec<Row>, Trouble> {
        let Some(id) = row.get("id").and_then(Value::as_str).map(str::to_owned) else {
            return Ok(vec![row]);
        };
        let has_turn = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
        if has_turn.is_err() {
            let trouble = Trouble::new(TroubleKind::NotCollected, "resources:GetById", self.scope.clone());
            let remark = format!("settings of further {} were not asked for", self.kind.kind);
            self.lack("", trouble.remark(&remark));
            return Ok(vec![row]);
        }
        let mut parts = Map::new();
        for detail in self.kind.details.iter().filter(|d| !self.is_closed(d.child)) {
            let path = format!("{id}/{}", detail.child);
            let name = detail.child.split('/').find(|p| *p != "config").unwrap_or(detail.child);
            match bridge::get_by_id(&self.arm, &self.scope, &path, detail.version).await {
                Ok(answer) => {
                    parts.insert(name.to_owned(), answer.properties.unwrap_or(Value::Null));
                }
                Err(Trouble { kind: TroubleKind::NotCollected, .. }) if detail.may_lack => {
                    parts.insert(name.to_owned(), Value::from("none"));
                }
                Err(trouble) => self.failed(detail.child, trouble)?,
            }
        }
        let mut all = Vec::new();
        if self.kind.diagnostics && !self.is_closed(DIAGNOSTIC_SETTINGS.api) {
            match self.diagnostics(&id).await {
                Ok(settings) => {
                    parts.insert("diagnosticSettings".to_owned(), Value::from(settings.len()));
                    all.extend(settings);
                }
                Err(trouble) => self.failed(DIAGNOSTIC_SETTINGS.api, trouble)?,
            }
        }
        row.insert("details".to_owned(), Value::Object(parts));
        all.push(row);
        Ok(all)
    }

    /// Trouble with one part leaves the others alone, unless nothing can be read any more.
    fn failed(&self, part: &'static str, trouble: Trouble) -> Result<(), Trouble> {
        if matches!(trouble.kind, TroubleKind::Credentials | TroubleKind::Cancelled) {
            return Err(trouble);
        }
        self.lack(part, trouble);
        Ok(())
    }

    async fn diagnostics(&self, id: &str) -> Result<Vec<Row>, Trouble> {
        let path = format!("{id}/providers/Microsoft.Insights/diagnosticSettings");
        let ask = Ask {
            operation: &DIAGNOSTIC_SETTINGS,
            scope: self.scope.clone(),
            url: self.arm.url(&path, DIAGNOSTICS_VERSION),
            body: None,
            resumes: false,
        };
        let (settings, _): (Settings, _) = self.arm.json(&ask).await?;
        let rows = settings.value.into_iter().map(|mut row| {
            row.insert("type".to_owned(), Value::from("microsoft.insights/diagnosticsettings"));
            row.insert("target".to_owned(), Value::from(id));
            row
        });
        Ok(rows.collect())
    }
}
