//! File shares: Azure Files, File Sync and NetApp volumes.

use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_storage_share", Kind::FileShare, share),
    Type::resource("azurerm_storage_sync", Kind::FileShare, sync),
    Type::resource("azurerm_netapp_account", Kind::StorageSetting, netapp_account),
    Type::resource("azurerm_netapp_pool", Kind::StorageSetting, netapp_pool),
    Type::resource("azurerm_netapp_volume", Kind::FileShare, netapp_volume),
];

fn share(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    // NFS shares are not encrypted on the wire by the protocol
    to.set(Key::EncryptedInTransit, from.says("enabled_protocol", &["SMB"], true));
}

fn sync(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.says("incoming_traffic_policy", &["AllowAllTraffic"], true));
}

fn netapp_account(from: &Reader<'_>, to: &mut Resource) {
    if !from.blocks("active_directory").is_empty() {
        let encrypted = |d: &Reader<'_>| d.bool("aes_encryption_enabled", false).truth();
        to.set(Key::StrongAuthentication, from.every_block("active_directory", true, encrypted));
        let tls = |d: &Reader<'_>| d.bool("ldap_over_tls_enabled", false).truth();
        to.set(Key::EncryptedInTransit, from.every_block("active_directory", true, tls));
    }
}

fn netapp_pool(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::InfrastructureEncryption, from.says("encryption_type", &["Double"], false));
}

fn netapp_volume(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    let own = from.says("encryption_key_source", &["Microsoft.KeyVault"], false);
    to.set(Key::CustomerKey, own.map(|d| if d == Datum::Bool(true) { d } else { Datum::Absent }));
    to.set(Key::EncryptedInTransit, netapp_transit(from));
    let open = |rule: &Reader<'_>| rule.mentions("allowed_clients", &["0.0.0.0/0"], false).truth();
    to.set(Key::PublicAccess, from.any_block("export_policy_rule", open));
    to.set(Key::CrossRegionCopy, from.block("data_protection_replication"));
    to.set(Key::InBackupPlan, from.block("data_protection_backup_policy"));
    to.set(Key::SnapshotPolicy, from.block("data_protection_snapshot_policy"));
}

/// Kerberos for NFS 4.1, SMB 3 encryption for SMB; NFS 3 has none.
fn netapp_transit(from: &Reader<'_>) -> Setting {
    let at = from.presence("protocols").at();
    let has = |protocol: &str| from.mentions("protocols", &[protocol], protocol == "NFSv3").truth();
    let smb = has("CIFS").negate().or(|| from.bool("smb3_protocol_encryption_enabled", false).truth());
    let nfs4 = has("NFSv4.1").negate().or(|| from.bool("kerberos_enabled", false).truth());
    let encrypted = has("NFSv3").negate().and(|| smb).and(|| nfs4);
    if from.has("protocols") {
        Setting::concluded(encrypted, at)
    } else {
        Setting::Default(Datum::Bool(encrypted == Truth::True))
    }
}
