//! Google Kubernetes Engine: clusters and node pools.

use std::sync::Arc;

use crate::dialect::{Reader, Type};
use crate::native::Why;
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_container_cluster", Kind::Cluster, cluster),
    Type::resource("google_container_node_pool", Kind::NodePool, node_pool),
];

fn present(setting: Setting) -> Setting {
    setting.map(|d| Datum::Bool(d != Datum::Absent))
}

/// A service of the operations suite is on: neither switched off by name nor left without components.
fn operations(from: &Reader<'_>, service: &str, config: &str) -> Setting {
    let components = format!("{config}.enable_components");
    let named = from.says(service, &["none"], false).negate();
    if from.has(config) { named.and(|| from.block(&components)) } else { named }
}

/// A private cluster, unless its block says that the nodes are not.
fn private_nodes(from: &Reader<'_>) -> Setting {
    let nodes = from.bool("private_cluster_config.enable_private_nodes", true);
    if nodes.truth() == Truth::False { nodes } else { from.block("private_cluster_config") }
}

fn cluster(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AuditLogging, operations(from, "logging_service", "logging_config"));
    to.set(Key::MonitoringEnabled, operations(from, "monitoring_service", "monitoring_config"));
    to.set(Key::RoleBasedAccess, from.bool("enable_legacy_abac", false).negate());
    let dataplane = from.says("datapath_provider", &["ADVANCED_DATAPATH"], false);
    // Autopilot always runs Dataplane V2, which enforces network policies
    to.set(
        Key::NetworkPolicies,
        from.bool("network_policy.enabled", false)
            .or(|| dataplane)
            .or(|| from.bool("enable_autopilot", false)),
    );
    to.set(
        Key::ClientCertificate,
        from.bool("master_auth.client_certificate_config.issue_client_certificate", false),
    );
    to.set(
        Key::LocalAuthentication,
        present(from.presence("master_auth.username")).and(|| present(from.presence("master_auth.password"))),
    );
    to.set(Key::AllowList, from.block("master_authorized_networks_config"));
    to.set(Key::AllowedNetworks, networks(from));
    to.set(Key::PrivateNodes, private_nodes(from));
    to.set(Key::PublicAccess, from.bool("private_cluster_config.enable_private_endpoint", false).negate());
    to.set(Key::IntranodeVisibility, from.bool("enable_intranode_visibility", false));
    to.set(Key::GroupBasedAccess, present(from.presence("authenticator_groups_config.security_group")));
    to.set(
        Key::SignedImages,
        from.says(
            "binary_authorization.evaluation_mode",
            &["PROJECT_SINGLETON_POLICY_ENFORCE", "true"],
            false,
        )
        .or(|| from.bool("enable_binary_authorization", false)),
    );
    to.set(Key::AutomaticUpdates, present(from.presence("release_channel.channel")));
    to.set(Key::ShieldedMachine, from.bool("enable_shielded_nodes", true));
    to.set(Key::AlphaFeatures, from.bool("enable_kubernetes_alpha", false));
    to.set(Key::SecretsEncrypted, from.says("database_encryption.state", &["ENCRYPTED"], false));
    to.set(Key::CustomerKey, from.presence("node_config.boot_disk_kms_key"));
    if from.in_code() {
        to.set(Key::DeletionProtection, from.bool("deletion_protection", true));
    }
    to.set(Key::NativeNetworking, from.block("ip_allocation_policy"));
    to.set(Key::WorkloadIdentity, from.presence("workload_identity_config.workload_pool"));
    nodes(from, to);
}

/// The networks that reach the control plane, as one list over all blocks.
fn networks(from: &Reader<'_>) -> Setting {
    let blocks = from.blocks("master_authorized_networks_config.cidr_blocks");
    if let Some((unknown, at)) = blocks.unknown {
        return Setting::Unknown { why: Arc::new(unknown.why.clone()), at };
    }
    let Some(first) = blocks.first() else { return Setting::default(Datum::Absent) };
    let list: Vec<Maybe<Arc<str>>> = blocks
        .known
        .iter()
        .map(|block| match block.text("cidr_block", Datum::Absent) {
            Setting::Known { datum: Datum::Text(cidr), .. } => Maybe::Known(cidr),
            other => Maybe::Unknown(Arc::new(
                other.why().cloned().unwrap_or_else(|| Why::Invalid("cidr_block is not a text".into())),
            )),
        })
        .collect();
    Setting::Known { datum: Datum::List(list.into()), at: first.place(), sensitive: false }
}

/// What clusters and pools say of their nodes.
fn nodes(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::MetadataConcealed,
        from.any_block("node_config", |node| {
            node.any_block("workload_metadata_config", |metadata| {
                metadata
                    .says("mode", &["GKE_METADATA"], false)
                    .or(|| metadata.says("node_metadata", &["GKE_METADATA_SERVER"], false))
                    .truth()
            })
            .truth()
        }),
    );
    if !from.has("node_config") {
        return;
    }
    to.set(Key::SecureBoot, from.bool("node_config.shielded_instance_config.enable_secure_boot", false));
    to.set(
        Key::IntegrityMonitoring,
        if from.has("node_config.shielded_instance_config") {
            from.bool("node_config.shielded_instance_config.enable_integrity_monitoring", false)
        } else {
            Setting::concluded(Truth::True, from.place())
        },
    );
    to.set(Key::DefaultIdentity, present(from.presence("node_config.service_account")).negate());
}

fn node_pool(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AutomaticRepair, from.bool("management.auto_repair", false));
    to.set(Key::AutomaticUpdates, from.bool("management.auto_upgrade", false));
    if from.has("network_config.enable_private_nodes") {
        to.set(Key::PrivateNodes, from.bool("network_config.enable_private_nodes", false));
    }
    nodes(from, to);
}
