//! Where data lies, judged against the regions that the organization approved.

use std::sync::Arc;

use super::holdings::HOLDINGS;
use crate::check::{Check, Outcome, Remedy, Severity, Subject};
use crate::native::Why;
use crate::resource::{Datum, Key, Kind, Truth};

const NOT_STATED: &str = "no approved regions were stated (--approved-region)";

const REPLICATED: &[&str] = &[
    "aws_dynamodb_table",
    "aws_secretsmanager_secret",
    "aws_backup_plan",
    "azurerm_cosmosdb_account",
    "azurerm_container_registry",
    "google_secret_manager_secret",
];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "approved-region",
        objective: "approved-regions",
        title: "Resource lies in an approved region",
        severity: Severity::Medium,
        kind: Kind::Any,
        types: HOLDINGS,
        rationale: "The risk analysis and the agreements with the provider cover the regions they name. Health \
                    information elsewhere lies outside the decisions the organization made.",
        reads: &[Key::Region],
        test: lies_in_approved_region,
        aliases: &[],
        remedies: &[Remedy {
            types: HOLDINGS,
            steps: "Make the resource in an approved region: change its location, or the region of the provider \
                    configuration it uses. Data has to be moved by a copy or a restore.",
            terraform: &[],
            command: "",
            risk: "The resource is replaced; data is lost unless it is copied first.",
        }],
    },
    Check {
        id: "approved-replica-regions",
        objective: "approved-regions",
        title: "Replicas and backups lie in approved regions",
        severity: Severity::Medium,
        kind: Kind::Any,
        types: REPLICATED,
        rationale: "A replica or a backup is a whole copy of the health information. It needs the same approval as \
                    the original.",
        reads: &[Key::ReplicaRegions],
        test: |s| all_approved(s, Key::ReplicaRegions),
        aliases: &[],
        remedies: &[Remedy {
            types: REPLICATED,
            steps: "Remove the regions that are not approved from the replication or copy settings.",
            terraform: &[],
            command: "",
            risk: "The copies there are deleted.",
        }],
    },
    Check {
        id: "approved-storage-policy",
        objective: "approved-regions",
        title: "Messages rest in approved regions",
        severity: Severity::Low,
        kind: Kind::Topic,
        types: &["google_pubsub_topic"],
        rationale: "Without a storage policy messages with health information rest wherever they were published. A \
                    policy keeps them in the regions that were approved.",
        reads: &[Key::AllowedRegions],
        test: |s| {
            all_approved(s, Key::AllowedRegions).and(if s.estate.expectations().names_regions() {
                s.is_set(Key::AllowedRegions)
            } else {
                Outcome::not_applicable(NOT_STATED)
            })
        },
        aliases: &[],
        remedies: &[Remedy {
            types: &["google_pubsub_topic"],
            steps: "List the approved regions in message_storage_policy.allowed_persistence_regions.",
            terraform: &[],
            command: "gcloud pubsub topics update {name} --message-storage-policy-allowed-regions={region}",
            risk: "Publishers in other regions send their messages across regions.",
        }],
    },
];

fn lies_in_approved_region(s: &Subject<'_>) -> Outcome {
    let expected = s.estate.expectations();
    if !expected.names_regions() {
        return Outcome::not_applicable(NOT_STATED);
    }
    s.ask(Key::Region, |datum| match datum {
        Datum::Text(region) => expected.approves_region(region).into(),
        Datum::Reference(r) => {
            Truth::Unknown(Arc::new(Why::Apply(format!("{}.{}", r.address, r.attribute).into())))
        }
        _ => Truth::Unknown(Arc::new(Why::Runtime("the region of the provider configuration".into()))),
    })
}

fn all_approved(s: &Subject<'_>, key: Key) -> Outcome {
    let expected = s.estate.expectations();
    if !expected.names_regions() {
        return Outcome::not_applicable(NOT_STATED);
    }
    s.all_texts(key, |region| expected.approves_region(region))
}
