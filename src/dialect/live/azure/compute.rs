//! Compute: managed disks.
//!
//! Source: the `Microsoft.Compute` REST API reference.

use crate::dialect::live::{Field, Shape, Take};

pub(super) static SHAPES: &[Shape] = &[Shape::new(
    "Microsoft.Compute/disks",
    "azurerm_managed_disk",
    &[
        Field::reference("disk_encryption_set_id", "properties.encryption.diskEncryptionSetId"),
        Field::same("network_access_policy", "properties.networkAccessPolicy"),
        Field::of("public_network_access_enabled", "properties.publicNetworkAccess", Take::Is("Enabled")),
    ],
)
.unset(&["encryption_settings", "secure_vm_disk_encryption_set_id"])];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::resource::{Datum, Key};
    use crate::testing::live;

    #[test]
    fn a_disk_says_who_may_reach_it() {
        let id = "/subscriptions/s/resourcegroups/g/providers/microsoft.compute/disks/d";
        let disk = live(
            "Microsoft.Compute/disks",
            json!({"properties": {"encryption": {"type": "EncryptionAtRestWithPlatformKey"}, "publicNetworkAccess": "Disabled"}}),
        );
        let disk = disk.resources().iter().find(|r| &*r.native_type == "azurerm_managed_disk").unwrap();
        assert_eq!(disk.type_name().as_ref(), "Microsoft.Compute/disks");
        assert_ne!(disk.get(Key::CustomerKey).and_then(|s| s.datum()), Some(&Datum::from(id)));
    }
}
