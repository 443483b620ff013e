//! Google Kubernetes Engine: clusters and node pools.
//!
//! Source: the Kubernetes Engine REST API reference.

use std::sync::Arc;

use super::take::{SWITCHED_BLOCK, with};
use super::{NAME, key, never};
use crate::dialect::live::{Field, Shape, Source, Take};
use crate::native::{Node, Value};

const COMPONENTS: Take =
    Take::Block(&[Field::same("enable_components", "componentConfig.enableComponents").or_unset()]);

const NODE: &[Field] = &[
    Field::of("service_account", "serviceAccount", Take::With(own_account)).or_unset(),
    key("boot_disk_kms_key", "bootDiskKmsKey"),
    Field::of(
        "workload_metadata_config",
        "workloadMetadataConfig",
        Take::Block(&[Field::same("mode", "mode").or_unset(), never("node_metadata")]),
    )
    .or_unset(),
    Field::of(
        "shielded_instance_config",
        "shieldedInstanceConfig",
        Take::Block(&[
            Field::same("enable_secure_boot", "enableSecureBoot").or_unset(),
            Field::same("enable_integrity_monitoring", "enableIntegrityMonitoring").or_unset(),
        ]),
    ),
];

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "container.googleapis.com/Cluster",
        "google_container_cluster",
        &[
            NAME,
            Field::same("location", "location"),
            Field::same("logging_service", "loggingService"),
            Field::same("monitoring_service", "monitoringService"),
            Field::of("logging_config", "loggingConfig", COMPONENTS).or_unset(),
            Field::of("monitoring_config", "monitoringConfig", COMPONENTS).or_unset(),
            Field::same("enable_legacy_abac", "legacyAbac.enabled").or_unset(),
            Field::same("datapath_provider", "networkConfig.datapathProvider").or_unset(),
            Field::same("enable_autopilot", "autopilot.enabled").or_unset(),
            Field::same("network_policy.enabled", "networkPolicy.enabled").or_unset(),
            Field::of(
                "master_auth.client_certificate_config.issue_client_certificate",
                "masterAuth",
                Take::With(certificate_issued),
            ),
            Field::same("master_auth.username", "masterAuth.username").or_unset(),
            Field::same("master_auth.password", "masterAuth.password").or_unset(),
            Field::of(
                "master_authorized_networks_config",
                "masterAuthorizedNetworksConfig",
                Take::With(authorized_networks),
            )
            .or_unset(),
            Field::of("private_cluster_config", "privateClusterConfig", Take::With(private)).or_unset(),
            Field::same("enable_intranode_visibility", "networkConfig.enableIntraNodeVisibility").or_unset(),
            Field::same(
                "authenticator_groups_config.security_group",
                "authenticatorGroupsConfig.securityGroup",
            )
            .or_unset(),
            Field::same("binary_authorization.evaluation_mode", "binaryAuthorization.evaluationMode")
                .or_unset(),
            Field::same("enable_binary_authorization", "binaryAuthorization.enabled").or_unset(),
            Field::same("release_channel.channel", "releaseChannel.channel").or_unset(),
            Field::of("enable_shielded_nodes", "shieldedNodes", Take::With(enabled)),
            Field::same("enable_kubernetes_alpha", "enableKubernetesAlpha").or_unset(),
            Field::same("database_encryption.state", "databaseEncryption.state"),
            Field::of("ip_allocation_policy", "ipAllocationPolicy", Take::With(alias_ranges)).or_unset(),
            Field::same("workload_identity_config.workload_pool", "workloadIdentityConfig.workloadPool")
                .or_unset(),
            Field::of("node_config", "nodeConfig", Take::Block(NODE)).or_unset(),
        ],
    ),
    Shape::new(
        "container.googleapis.com/NodePool",
        "google_container_node_pool",
        &[
            NAME,
            Field::same("management.auto_repair", "management.autoRepair").or_unset(),
            Field::same("management.auto_upgrade", "management.autoUpgrade").or_unset(),
            Field::same("network_config.enable_private_nodes", "networkConfig.enablePrivateNodes").or_unset(),
            Field::of("node_config", "config", Take::Block(NODE)),
        ],
    ),
];

/// `default` is how the API writes that no account of one's own is given.
fn own_account(node: &Node) -> Option<Node> {
    let account = node.as_text()?;
    if &*account == "default" { with(node, Value::Null) } else { Some(node.clone()) }
}

/// A certificate that was issued stands in the answer.
fn certificate_issued(auth: &Node) -> Option<Node> {
    with(auth, Value::Bool(Source::within(auth, "clientCertificate").is_some()))
}

/// A message that leaves out its switch has it off.
fn enabled(node: &Node) -> Option<Node> {
    node.as_object()?;
    with(node, Value::Bool(Source::within(node, "enabled").and_then(Node::as_bool).unwrap_or(false)))
}

fn authorized_networks(config: &Node) -> Option<Node> {
    let Take::With(switched) = SWITCHED_BLOCK else { return None };
    let config = switched(config)?;
    if config.is_null() {
        return Some(config);
    }
    let blocks = match Source::within(&config, "cidrBlocks") {
        Some(blocks) => {
            let block = |item: &Node| {
                let cidr = Source::within(item, "cidrBlock")?.clone();
                with(item, Value::Object(Arc::new([("cidr_block".into(), cidr)].into_iter().collect())))
            };
            let items = blocks.items()?.iter().map(block).collect::<Option<_>>()?;
            with(blocks, Value::List(Arc::new(items)))?
        }
        None => with(&config, Value::Null)?,
    };
    with(&config, Value::Object(Arc::new([("cidr_blocks".into(), blocks)].into_iter().collect())))
}

/// The block counts as written when nodes have no public addresses.
fn private(config: &Node) -> Option<Node> {
    let says = |name| Source::within(config, name).and_then(Node::as_bool).unwrap_or(false);
    if !says("enablePrivateNodes") {
        return with(config, Value::Null);
    }
    let endpoint = with(config, Value::Bool(says("enablePrivateEndpoint")))?;
    with(
        config,
        Value::Object(Arc::new([("enable_private_endpoint".into(), endpoint)].into_iter().collect())),
    )
}

fn alias_ranges(policy: &Node) -> Option<Node> {
    let on = Source::within(policy, "useIpAliases").and_then(Node::as_bool) == Some(true);
    if on { Some(policy.clone()) } else { with(policy, Value::Null) }
}
