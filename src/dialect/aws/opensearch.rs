//! OpenSearch, the older Elasticsearch domains, OpenSearch Serverless, CloudSearch and Kendra.

use crate::dialect::combine::{collected, either};
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_opensearch_domain", Kind::SearchDomain, domain),
    Type::resource("aws_elasticsearch_domain", Kind::SearchDomain, domain),
    Type::resource("aws_opensearchserverless_collection", Kind::SearchDomain, collection),
    Type::resource("aws_cloudsearch_domain", Kind::SearchDomain, cloudsearch),
    Type::resource("aws_kendra_index", Kind::SearchDomain, kendra),
];

fn domain(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::Version,
        either([
            from.text("engine_version", Datum::Absent),
            from.text("elasticsearch_version", Datum::Absent),
        ]),
    );
    to.set(Key::EncryptedAtRest, from.bool("encrypt_at_rest.enabled", false));
    to.set(Key::CustomerKey, from.presence("encrypt_at_rest.kms_key_id"));
    to.set(Key::EncryptedBetweenNodes, from.bool("node_to_node_encryption.enabled", false));
    to.set(Key::InstanceCount, from.int("cluster_config.instance_count", 1));
    to.set(Key::HttpsOnly, from.bool("domain_endpoint_options.enforce_https", true));
    to.set(
        Key::TlsPolicy,
        from.text("domain_endpoint_options.tls_security_policy", "Policy-Min-TLS-1-0-2019-07"),
    );
    to.set(Key::NetworkAttached, from.block("vpc_options"));
    to.set(Key::SecurityGroups, from.presence("vpc_options.security_group_ids"));
    to.set(Key::DedicatedMaster, from.bool("cluster_config.dedicated_master_enabled", false));
    to.set(Key::DedicatedMasterCount, from.int("cluster_config.dedicated_master_count", 0));
    to.set(Key::MultiZone, from.bool("cluster_config.zone_awareness_enabled", false));
    to.set(
        Key::FineGrainedAccess,
        either([
            from.bool("advanced_security_options.enabled", false),
            from.bool("advanced_security_options.internal_user_database_enabled", false),
        ]),
    );
    to.set(
        Key::LogTypes,
        collected(from, "log_publishing_options", |block| match block.bool("enabled", true) {
            Setting::Known { datum: Datum::Bool(false), .. } => Setting::Default(Datum::Absent),
            unknown @ Setting::Unknown { .. } => unknown,
            _ => block.text("log_type", "UNSPECIFIED"),
        }),
    );
}

fn collection(_: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
}

fn cloudsearch(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::HttpsOnly, from.bool("endpoint_options.enforce_https", false));
    to.set(Key::TlsPolicy, from.text("endpoint_options.tls_security_policy", Datum::Absent));
    to.set(Key::MultiZone, from.bool("multi_az", false));
}

fn kendra(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("server_side_encryption_configuration.kms_key_id"));
}
