//! Snapshots and other copies of databases.

use std::sync::Arc;

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::native::Why;
use crate::resource::{Key, Kind, Setting};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "database-snapshot-private",
        objective: "public-storage",
        title: "Database snapshot is not shared with everybody",
        severity: Severity::Critical,
        kind: Kind::Snapshot,
        types: &["aws_db_snapshot", "aws_db_cluster_snapshot"],
        rationale: "A snapshot shared with all accounts is a complete copy of the records that anybody \
                    can restore and read.",
        reads: &[Key::SharedAccounts],
        test: |s| s.any_text(Key::SharedAccounts, |account| account == "all").negate(),
        aliases: &[
            Alias::checkov("CKV_AWS_302", &["aws_db_snapshot"]),
            Alias::aws_config("RDS_SNAPSHOTS_PUBLIC_PROHIBITED", &["aws_db_snapshot"]),
            Alias::prowler("rds_snapshots_public_access", &["aws_db_snapshot"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_db_snapshot", "aws_db_cluster_snapshot"],
            "Share with named accounts only.",
            &[Edit::Remove("shared_accounts")],
        )
        .command(
            "aws rds modify-db-snapshot-attribute --db-snapshot-identifier {name} --attribute-name \
             restore --values-to-remove all --region {region}",
        )],
    },
    Check {
        id: "database-snapshot-encryption",
        objective: "encryption-at-rest",
        title: "Snapshot of a cluster is encrypted",
        severity: Severity::High,
        kind: Kind::Snapshot,
        types: &["aws_db_cluster_snapshot", "aws_neptune_cluster_snapshot", "aws_docdb_cluster_snapshot"],
        rationale: "A snapshot is a full copy of the records that travels between accounts and regions. \
                    It is encrypted only if its cluster is.",
        reads: &[Key::EncryptedAtRest, Key::SourceResource],
        test: encrypted_like_source,
        aliases: &[
            Alias::aws_config("RDS_SNAPSHOT_ENCRYPTED", &["aws_db_cluster_snapshot"]),
            Alias::prowler("neptune_cluster_snapshot_encrypted", &["aws_neptune_cluster_snapshot"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_db_cluster_snapshot", "aws_neptune_cluster_snapshot", "aws_docdb_cluster_snapshot"],
            "Encrypt the cluster that the snapshot is taken of; copy an existing snapshot with a key.",
            &[],
        )
        .risk("A cluster is encrypted by restoring it from an encrypted copy.")],
    },
    Check {
        id: "database-copy-customer-key",
        objective: "customer-managed-keys",
        title: "Copy of a database is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::Snapshot,
        types: &[
            "aws_db_snapshot_copy",
            "aws_db_instance_automated_backups_replication",
            "aws_neptune_cluster_snapshot",
            "aws_memorydb_snapshot",
            "aws_redshift_snapshot_copy_grant",
            "google_alloydb_backup",
        ],
        rationale: "A copy often leaves the account and the region of its database. A key of your own \
                    decides there, too, who may open it, and can be destroyed.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_266", &["aws_db_snapshot_copy"]),
            Alias::checkov("CKV_AWS_245", &["aws_db_instance_automated_backups_replication"]),
            Alias::checkov("CKV_AWS_280", &["aws_neptune_cluster_snapshot"]),
            Alias::checkov("CKV_AWS_278", &["aws_memorydb_snapshot"]),
            Alias::checkov("CKV_AWS_281", &["aws_redshift_snapshot_copy_grant"]),
        ],
        remedies: &[
            Remedy::edit(
                &[
                    "aws_db_snapshot_copy",
                    "aws_db_instance_automated_backups_replication",
                    "aws_neptune_cluster_snapshot",
                    "aws_redshift_snapshot_copy_grant",
                ],
                "Name a key of your own in the region of the copy.",
                &[Edit::Set("kms_key_id", "aws_kms_key.copies.arn")],
            ),
            Remedy::edit(
                &["aws_memorydb_snapshot"],
                "Name a key of your own.",
                &[Edit::Set("kms_key_arn", "aws_kms_key.copies.arn")],
            ),
            Remedy::edit(
                &["google_alloydb_backup"],
                "Name a key of your own.",
                &[Edit::Set("encryption_config.kms_key_name", "google_kms_crypto_key.copies.id")],
            ),
        ],
    },
];

/// What is written, else what the cluster it is taken of says.
fn encrypted_like_source(s: &Subject<'_>) -> Outcome {
    let written = !matches!(s.resource.get(Key::EncryptedAtRest), Some(Setting::Default(_)));
    match s.follow(Key::SourceResource) {
        Some(resource) if !written => {
            let source = Subject { resource, estate: s.estate };
            let mut outcome = source.is(Key::EncryptedAtRest);
            outcome.by = [Key::SourceResource].into_iter().collect();
            outcome
        }
        None if !written => Outcome::unknown(Arc::new(Why::NotCollected(
            "the cluster it is taken of is not in the code".into(),
        )))
        .by(Key::SourceResource),
        _ => s.is(Key::EncryptedAtRest),
    }
}
