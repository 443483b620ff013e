//! Compute Engine: disks.
//!
//! Source: the Compute Engine REST API reference. The API leaves out what is not set.

use crate::dialect::live::{Field, Shape};

pub(super) static SHAPES: &[Shape] = &[Shape::new(
    "compute.googleapis.com/Disk",
    "google_compute_disk",
    &[
        Field::reference("disk_encryption_key.kms_key_self_link", "diskEncryptionKey.kmsKeyName"),
        Field::same("zone", "zone").or_unset(),
    ],
)
.unset(&["disk_encryption_key.raw_key"])];
