//! Storage accounts, their containers and their separate settings.

use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_storage_account", Kind::ObjectStore, account),
    Type::companion(
        "azurerm_storage_account_customer_managed_key",
        &[Link { by: &["storage_account_id"], to: ACCOUNT, named: &[], apply: customer_key }],
    ),
    Type::resource("azurerm_storage_account_network_rules", Kind::Firewall, network_rules).with_links(&[
        Link {
            by: &["storage_account_id", "storage_account_name"],
            to: ACCOUNT,
            named: &["name"],
            apply: default_network,
        },
    ]),
    Type::companion(
        "azurerm_storage_account_queue_properties",
        &[Link { by: &["storage_account_id"], to: ACCOUNT, named: &[], apply: queue_properties }],
    ),
    Type::companion(
        "azurerm_storage_management_policy",
        &[Link { by: &["storage_account_id"], to: ACCOUNT, named: &[], apply: management_policy }],
    ),
    Type::companion(
        "azurerm_advanced_threat_protection",
        &[Link { by: &["target_resource_id"], to: ACCOUNT, named: &[], apply: threat_detection }],
    ),
    Type::companion(
        "azurerm_security_center_storage_defender",
        &[Link { by: &["storage_account_id"], to: ACCOUNT, named: &[], apply: defender }],
    ),
    Type::companion(
        "azurerm_data_protection_backup_instance_blob_storage",
        &[Link { by: &["storage_account_id"], to: ACCOUNT, named: &[], apply: backed_up }],
    ),
    Type::companion(
        "azurerm_log_analytics_storage_insights",
        &[Link { by: &["storage_account_id"], to: ACCOUNT, named: &[], apply: insights }],
    ),
    Type::resource("azurerm_storage_container", Kind::ObjectStore, container),
    Type::companion(
        "azurerm_storage_container_immutability_policy",
        &[Link {
            by: &["storage_container_resource_manager_id"],
            to: &["azurerm_storage_container"],
            named: &[],
            apply: immutability,
        }],
    ),
    Type::resource("azurerm_storage_encryption_scope", Kind::StorageSetting, encryption_scope),
    Type::resource("azurerm_storage_table", Kind::KeyValueStore, table),
    Type::resource("azurerm_storage_account_local_user", Kind::StorageSetting, local_user),
    Type::resource("azurerm_data_lake_store", Kind::ObjectStore, data_lake_store),
];

const ACCOUNT: &[&str] = &["azurerm_storage_account"];

/// The first of the spellings that is written, else the last: arguments were renamed between provider versions.
fn renamed(from: &Reader<'_>, names: [&'static str; 2], default: bool) -> Setting {
    let [old, new] = names;
    from.bool(if from.has(old) { old } else { new }, default)
}

fn account(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(
        Key::CustomerKey,
        key(from, "customer_managed_key.key_vault_key_id", "customer_managed_key.managed_hsm_key_id"),
    );
    to.set(Key::InfrastructureEncryption, from.bool("infrastructure_encryption_enabled", false));
    to.set(Key::HttpsOnly, renamed(from, ["enable_https_traffic_only", "https_traffic_only_enabled"], true));
    // the provider's default moved from 1.0 to 1.2, so nothing written says nothing
    to.set(Key::MinimumTls, from.text("min_tls_version", Datum::Absent));
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
    to.set(
        Key::PublicRead,
        renamed(from, ["allow_blob_public_access", "allow_nested_items_to_be_public"], true),
    );
    to.set(Key::SharedKeys, from.bool("shared_access_key_enabled", true));
    to.set(Key::TokenExpiry, from.text("sas_policy.expiration_period", Datum::Absent));
    to.set(Key::IdentityAuthentication, from.bool("default_to_oauth_authentication", false));
    to.set(Key::PrivateConnectivity, from.without("azurerm_private_endpoint", false));
    local_users(from, to);
    if from.has("network_rules") {
        firewall(from, to, "network_rules.");
    } else {
        to.set(Key::DefaultAction, Setting::default("Allow"));
        to.set(Key::TrustedServices, Setting::Default(Datum::Bool(true)));
        to.set(Key::ServiceEndpoint, Setting::Default(Datum::Bool(false)));
    }
    replication(from, to);
    protection(from, to);
    queue_logging(from, to);
    to.set(Key::ThreatDetection, from.without("azurerm_security_center_storage_defender", false));
    to.set(Key::InBackupPlan, from.without("azurerm_backup_protected_file_share", false));
    to.set(Key::TablesLogged, from.without("azurerm_log_analytics_storage_insights", false));
    to.set(Key::ContainersLogged, from.without("azurerm_log_analytics_storage_insights", false));
}

/// Either of two places a key can be named.
fn key(from: &Reader<'_>, first: &str, second: &str) -> Setting {
    from.presence(if from.has(first) { first } else { second })
}

/// Local users sign in over SFTP, which needs a hierarchical namespace.
fn local_users(from: &Reader<'_>, to: &mut Resource) {
    let reachable = from.bool("is_hns_enabled", false).truth() != Truth::False
        || from.bool("sftp_enabled", false).truth() != Truth::False;
    to.set(
        Key::LocalUsers,
        if from.has("local_user_enabled") || reachable {
            from.bool("local_user_enabled", true)
        } else {
            Setting::Default(Datum::Bool(false))
        },
    );
}

fn firewall(from: &Reader<'_>, to: &mut Resource, prefix: &str) {
    let path = |name: &str| format!("{prefix}{name}");
    to.set(Key::DefaultAction, from.text(&path("default_action"), Datum::Absent));
    to.set(Key::TrustedServices, from.mentions(&path("bypass"), &["AzureServices"], true));
    let subnets = from.presence(&path("virtual_network_subnet_ids"));
    to.set(Key::ServiceEndpoint, subnets.map(|d| Datum::Bool(d != Datum::Absent)));
}

/// The bypass list is judged where it is written.
fn default_network(from: &Reader<'_>, to: &mut Resource) {
    let trusted = to.take(Key::TrustedServices);
    firewall(from, to, "");
    if let Some(trusted) = trusted {
        to.set(Key::TrustedServices, trusted);
    }
}

fn network_rules(from: &Reader<'_>, to: &mut Resource) {
    firewall(from, to, "");
}

fn replication(from: &Reader<'_>, to: &mut Resource) {
    let replicated = |kinds: &[&str]| from.says("account_replication_type", kinds, false);
    to.set(Key::GeoRedundant, replicated(&["GRS", "RAGRS", "GZRS", "RAGZRS"]));
    to.set(Key::MultiZone, replicated(&["ZRS", "GZRS", "RAGZRS", "GRS", "RAGRS"]));
}

fn protection(from: &Reader<'_>, to: &mut Resource) {
    let file_shares_only = from.says("account_kind", &["FileStorage"], false);
    if file_shares_only.truth() == Truth::True {
        // there are no blobs: what protects blobs has no effect, shares have a retention of their own
        to.set(Key::SoftDelete, from.block("share_properties.retention_policy"));
    } else {
        to.set(Key::Versioning, from.bool("blob_properties.versioning_enabled", false));
        to.set(Key::SoftDelete, from.block("blob_properties.delete_retention_policy"));
        to.set(Key::ContainerSoftDelete, from.block("blob_properties.container_delete_retention_policy"));
        to.set(Key::ChangeFeed, from.bool("blob_properties.change_feed_enabled", false));
        to.set(Key::PointInTimeRecovery, from.block("blob_properties.restore_policy"));
    }
    to.set(Key::ObjectLock, from.says("immutability_policy.state", &["Locked", "Unlocked"], false));
    to.set(Key::Lifecycle, from.without("azurerm_storage_management_policy", false));
    if from.has("share_properties.smb.versions") {
        to.set(Key::Protocols, from.list("share_properties.smb.versions", Datum::Absent));
    }
}

fn queue_logging(from: &Reader<'_>, to: &mut Resource) {
    let with_queues = from.says("account_kind", &["Storage", "StorageV2"], true);
    if with_queues.truth() == Truth::False {
        // the kind has no queues whose requests could be logged
        to.set(Key::QueueLogging, with_queues.map(|_| Datum::Absent));
    } else {
        to.set(Key::QueueLogging, all_requests(from, "queue_properties.logging"));
    }
}

/// Whether read, write and delete requests are all logged.
fn all_requests(from: &Reader<'_>, path: &str) -> Setting {
    from.any_block(path, |logging| {
        Truth::all(["read", "write", "delete"], |request| logging.bool(request, false).truth())
    })
}

fn queue_properties(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::QueueLogging, all_requests(from, "logging"));
}

fn customer_key(from: &Reader<'_>, to: &mut Resource) {
    let named = ["key_vault_key_id", "managed_hsm_key_id", "key_vault_uri", "key_vault_id", "key_name"]
        .into_iter()
        .find(|argument| from.has(argument));
    to.set(
        Key::CustomerKey,
        named.map_or_else(
            || Setting::concluded(Truth::True, from.place()),
            |argument| from.presence(argument),
        ),
    );
}

fn management_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Lifecycle, from.block("rule"));
}

fn threat_detection(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, from.bool("enabled", true));
}

fn defender(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, Setting::concluded(Truth::True, from.place()));
}

fn backed_up(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::InBackupPlan, Setting::concluded(Truth::True, from.place()));
}

fn insights(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::TablesLogged, from.block("table_names"));
    to.set(Key::ContainersLogged, from.block("blob_container_names"));
}

fn container(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicRead, from.says("container_access_type", &["blob", "container"], false));
    to.set(Key::ObjectLock, from.without("azurerm_storage_container_immutability_policy", false));
    let account = if from.has("storage_account_id") { "storage_account_id" } else { "storage_account_name" };
    to.set(Key::StoredIn, from.presence(account));
}

fn immutability(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ObjectLock, Setting::concluded(Truth::True, from.place()));
    to.set(Key::LockedRetention, from.bool("locked", false));
}

fn encryption_scope(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("key_vault_key_id"));
    to.set(Key::InfrastructureEncryption, from.bool("infrastructure_encryption_required", false));
}

fn table(from: &Reader<'_>, to: &mut Resource) {
    let account = if from.has("storage_account_id") { "storage_account_id" } else { "storage_account_name" };
    to.set(Key::StoredIn, from.presence(account));
}

/// A local user may sign in with a password or an SSH key.
fn local_user(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PasswordSignIn, from.bool("ssh_password_enabled", false));
}

/// Data Lake Store (first generation), gone from the provider since version 4.
fn data_lake_store(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.says("encryption_state", &["Enabled"], true));
    to.set(
        Key::DefaultAction,
        from.text("firewall_state", "Enabled").map(|d| match d {
            Datum::Text(state) if &*state == "Enabled" => "Deny".into(),
            Datum::Text(_) => "Allow".into(),
            other => other,
        }),
    );
    to.set(Key::TrustedServices, from.says("firewall_allow_azure_ips", &["Enabled"], true));
}
