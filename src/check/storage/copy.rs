//! Copies of volumes: snapshots and machine images.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::native::Why;
use crate::resource::{Datum, Key, Kind, Setting, Truth};

const EBS_COPY: &[&str] = &["aws_ebs_snapshot_copy"];
const EBS_COPIES: &[&str] = &["aws_ebs_snapshot_copy", "aws_ebs_snapshot_import"];
const AMI: &[&str] = &["aws_ami"];
const AMI_COPY: &[&str] = &["aws_ami_copy"];
const AZURE_SNAPSHOT: &[&str] = &["azurerm_snapshot"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "snapshot-encryption",
        objective: "encryption-at-rest",
        title: "Snapshot is encrypted",
        severity: Severity::High,
        kind: Kind::Snapshot,
        types: &[],
        rationale: "A snapshot is a whole volume in one object that can be copied and shared. Without encryption \
                    whoever gets hold of it reads every record that the volume held.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[Alias::prowler("ec2_ebs_snapshots_encrypted", &["aws_ebs_snapshot"])],
        remedies: &[
            Remedy {
                types: EBS_COPIES,
                steps: "Set encrypted on the copy.",
                terraform: &[Edit::Set("encrypted", "true")],
                command: "aws ec2 describe-snapshots --owner-ids self --filters Name=encrypted,Values=false --region \
                          {region}",
                risk: "The snapshot is made anew.",
            },
            Remedy {
                types: AZURE_SNAPSHOT,
                steps: "Remove the encryption settings that switch encryption off.",
                terraform: &[Edit::Remove("encryption_settings")],
                command: "az snapshot show --name {name} --resource-group {group} --query encryption",
                risk: "",
            },
        ],
    },
    Check {
        id: "snapshot-source-encryption",
        objective: "encryption-at-rest",
        title: "Snapshot is taken of an encrypted volume",
        severity: Severity::High,
        kind: Kind::Snapshot,
        types: &["aws_ebs_snapshot"],
        rationale: "A snapshot is encrypted exactly when its volume is. One of an unencrypted volume is a copy of \
                    every record on it that anybody with the snapshot can read.",
        reads: &[Key::Source],
        test: source_encrypted,
        aliases: &[],
        remedies: &[Remedy {
            types: &["aws_ebs_snapshot"],
            steps: "Encrypt the volume the snapshot is taken of, or make an encrypted copy of the snapshot and delete \
                    this one.",
            terraform: &[Edit::Companion(
                "resource \"aws_ebs_snapshot_copy\" \"{name}\" {\n  source_snapshot_id = {address}.id\n  source_region      \
                 = var.region\n  encrypted          = true\n  kms_key_id         = aws_kms_key.storage.arn\n}\n",
            )],
            command: "aws ec2 describe-snapshots --owner-ids self --filters Name=encrypted,Values=false --region \
                      {region}",
            risk: "",
        }],
    },
    Check {
        id: "snapshot-customer-key",
        objective: "customer-managed-keys",
        title: "Snapshot is encrypted under a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::Snapshot,
        types: &[],
        rationale: "Backups outlive the systems they come from. A key of your own lets you withdraw access to all of \
                    them at once, and keeps copies under a different key from the originals.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[Alias::checkov("CKV_AWS_183", EBS_COPY)],
        remedies: &[
            Remedy {
                types: EBS_COPIES,
                steps: "Name your own key on the copy.",
                terraform: &[
                    Edit::Set("encrypted", "true"),
                    Edit::Set("kms_key_id", "aws_kms_key.storage.arn"),
                ],
                command: "",
                risk: "The snapshot is made anew.",
            },
            Remedy {
                types: &["google_compute_snapshot"],
                steps: "Name a Cloud KMS key for the snapshot.",
                terraform: &[Edit::Set(
                    "snapshot_encryption_key.kms_key_self_link",
                    "google_kms_crypto_key.storage.id",
                )],
                command: "gcloud compute snapshots describe {name} --format='value(snapshotEncryptionKey)'",
                risk: "The snapshot is made anew.",
            },
            Remedy {
                types: &["google_filestore_backup"],
                steps: "Name a Cloud KMS key for the backup.",
                terraform: &[Edit::Set("kms_key", "google_kms_crypto_key.storage.id")],
                command: "",
                risk: "The backup is made anew.",
            },
        ],
    },
    Check {
        id: "snapshot-not-public",
        objective: "public-storage",
        title: "Snapshot is not shared with everybody",
        severity: Severity::Critical,
        kind: Kind::Snapshot,
        types: &[],
        rationale: "A public snapshot can be restored by any account of the cloud, and people search for them. It \
                    gives away a whole volume of health information at once.",
        reads: &[Key::SharedWith],
        test: |s| not_public(s),
        aliases: &[
            Alias::aws_config(
                "EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK",
                &["aws_ebs_snapshot", "aws_ebs_snapshot_copy"],
            ),
            Alias::prowler("ec2_ebs_public_snapshot", &["aws_ebs_snapshot"]),
        ],
        remedies: &[Remedy {
            types: &["aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_snapshot_import"],
            steps: "Share the snapshot with named accounts only.",
            terraform: &[],
            command: "aws ec2 describe-snapshots --owner-ids self --restorable-by-user-ids all --region {region}",
            risk: "",
        }],
    },
    Check {
        id: "snapshot-public-network",
        objective: "private-connectivity",
        title: "Snapshot cannot be exported over public networks",
        severity: Severity::Medium,
        kind: Kind::Snapshot,
        types: AZURE_SNAPSHOT,
        rationale: "A snapshot with public network access can be downloaded from anywhere with a signed link, and with \
                    it the whole file system of a server.",
        reads: &[Key::PublicAccess, Key::NetworkExport],
        test: |s| s.is_not(Key::PublicAccess).or(s.one_of(Key::NetworkExport, &["DenyAll", "AllowPrivate"])),
        aliases: &[],
        remedies: &[Remedy {
            types: AZURE_SNAPSHOT,
            steps: "Switch public network access off.",
            terraform: &[Edit::Set("public_network_access_enabled", "false")],
            command: "az snapshot show --name {name} --resource-group {group} --query publicNetworkAccess",
            risk: "Exports need a disk access resource with a private endpoint.",
        }],
    },
    Check {
        id: "machine-image-encryption",
        objective: "encryption-at-rest",
        title: "Machine image is encrypted",
        severity: Severity::High,
        kind: Kind::MachineImage,
        types: &[],
        rationale: "Every machine started from an image inherits its volumes. An unencrypted image holds whatever was \
                    on the machine it was made from, and spreads volumes without encryption.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[Alias::checkov("CKV_AWS_204", AMI), Alias::checkov("CKV_AWS_235", AMI_COPY)],
        remedies: &[
            Remedy {
                types: AMI,
                steps: "Encrypt every block device of the image, or make it from encrypted snapshots.",
                terraform: &[Edit::Set("ebs_block_device.encrypted", "true")],
                command: "aws ec2 describe-images --owners self --query 'Images[].BlockDeviceMappings' --region \
                          {region}",
                risk: "The image is made anew.",
            },
            Remedy {
                types: AMI_COPY,
                steps: "Set encrypted on the copy.",
                terraform: &[Edit::Set("encrypted", "true")],
                command: "aws ec2 describe-images --owners self --query 'Images[].BlockDeviceMappings' --region \
                          {region}",
                risk: "The image is made anew.",
            },
        ],
    },
    Check {
        id: "machine-image-customer-key",
        objective: "customer-managed-keys",
        title: "Machine image is encrypted under a customer-managed key",
        severity: Severity::Low,
        kind: Kind::MachineImage,
        types: &[],
        rationale: "Machines started from an image depend on its key. A key of your own decides which accounts can use \
                    the image and whatever health information was left on it.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[Alias::checkov("CKV_AWS_236", AMI_COPY)],
        remedies: &[
            Remedy {
                types: AMI_COPY,
                steps: "Name your own key on the copy.",
                terraform: &[
                    Edit::Set("encrypted", "true"),
                    Edit::Set("kms_key_id", "aws_kms_key.storage.arn"),
                ],
                command: "",
                risk: "The image is made anew.",
            },
            Remedy {
                types: &["azurerm_image"],
                steps: "Use a disk encryption set that holds your key.",
                terraform: &[Edit::Set(
                    "os_disk.disk_encryption_set_id",
                    "azurerm_disk_encryption_set.main.id",
                )],
                command: "",
                risk: "The image is made anew.",
            },
            Remedy {
                types: &["azurerm_shared_image_version"],
                steps: "Name a disk encryption set in every target region.",
                terraform: &[Edit::Set(
                    "target_region.disk_encryption_set_id",
                    "azurerm_disk_encryption_set.main.id",
                )],
                command: "",
                risk: "The image version is made anew.",
            },
            Remedy {
                types: &["google_compute_image"],
                steps: "Name a Cloud KMS key for the image.",
                terraform: &[Edit::Set(
                    "image_encryption_key.kms_key_self_link",
                    "google_kms_crypto_key.storage.id",
                )],
                command: "gcloud compute images describe {name} --format='value(imageEncryptionKey)'",
                risk: "The image is made anew.",
            },
            Remedy {
                types: &["google_compute_machine_image"],
                steps: "Name a Cloud KMS key for the machine image.",
                terraform: &[Edit::Set(
                    "machine_image_encryption_key.kms_key_name",
                    "google_kms_crypto_key.storage.id",
                )],
                command: "",
                risk: "The image is made anew.",
            },
        ],
    },
    Check {
        id: "machine-image-not-public",
        objective: "public-storage",
        title: "Machine image is not shared with everybody",
        severity: Severity::High,
        kind: Kind::MachineImage,
        types: &[],
        rationale: "A public image can be started and searched by anybody: configuration, keys and files that were on \
                    the machine come with it.",
        reads: &[Key::SharedWith],
        test: |s| not_public(s),
        aliases: &[],
        remedies: &[Remedy {
            types: &["aws_ami", "aws_ami_copy", "aws_ami_from_instance"],
            steps: "Take the permission for all out, and share the image with named accounts.",
            terraform: &[],
            command: "aws ec2 describe-images --owners self --executable-users all --region {region}",
            risk: "Accounts that are not named lose the image.",
        }],
    },
    Check {
        id: "machine-image-public-members",
        objective: "public-storage",
        title: "Machine image is granted to nobody outside",
        severity: Severity::High,
        kind: Kind::MachineImage,
        types: &["google_compute_image"],
        rationale: "A grant to all users lets anybody start the image and search it: configuration, keys and files \
                    that were on the machine come with it.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[],
        remedies: &[Remedy {
            types: &["google_compute_image"],
            steps: "Take allUsers and allAuthenticatedUsers out of the image's bindings.",
            terraform: &[],
            command: "gcloud compute images get-iam-policy {name}",
            risk: "",
        }],
    },
];

/// The group of everybody is written `all`.
fn not_public(s: &Subject<'_>) -> Outcome {
    s.ask(Key::SharedWith, |d| match d {
        Datum::Text(with) => Truth::from(&**with != "all"),
        // somebody in particular, whose number is settled at apply
        _ => Truth::True,
    })
}

fn source_encrypted(s: &Subject<'_>) -> Outcome {
    match s.follow(Key::Source).and_then(|volume| volume.get(Key::EncryptedAtRest)).map(Setting::truth) {
        Some(truth) => Outcome::of(truth, Key::Source),
        None => match s.resource.get(Key::Source).and_then(Setting::why) {
            Some(why) => Outcome::unknown(std::sync::Arc::new(why.clone())).by(Key::Source),
            None => {
                Outcome::unknown(std::sync::Arc::new(Why::NotCollected("the volume it is taken of".into())))
                    .by(Key::Source)
            }
        },
    }
}
