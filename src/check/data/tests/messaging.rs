//! Caches, stores, queues, topics, streams, brokers and grants: each check with inputs that pass, fail and cannot be told.

use crate::testing::{case, hold};

#[test]
fn broker() {
    hold(&[
        case(
            "broker-service-tier",
            "azurerm_web_pubsub",
            r#"sku = "Standard_S1""#,
            r#"sku = "Free_F1""#,
            "sku = var.unset",
        ),
        case(
            "broker-customer-key",
            "aws_mq_broker",
            r"encryption_options {
kms_key_id = aws_kms_key.messages.arn
use_aws_owned_key = false
}",
            "",
            r"encryption_options {
kms_key_id = var.unset
use_aws_owned_key = var.unset
}",
        ),
        case(
            "broker-customer-key",
            "aws_msk_cluster",
            r"encryption_info {
encryption_at_rest_kms_key_arn = aws_kms_key.messages.arn
}",
            "",
            r"encryption_info {
encryption_at_rest_kms_key_arn = var.unset
}",
        ),
        case(
            "broker-declared-encryption",
            "aws_msk_cluster",
            r#"encryption_info {
encryption_in_transit {
client_broker = "TLS"
in_cluster = true
}
}"#,
            "",
            r"encryption_info {
encryption_in_transit {
client_broker = var.unset
in_cluster = var.unset
}
}",
        ),
        case(
            "broker-client-tls",
            "aws_msk_cluster",
            r#"encryption_info {
encryption_in_transit {
client_broker = "TLS"
}
}"#,
            r#"encryption_info {
encryption_in_transit {
client_broker = "other"
}
}"#,
            r"encryption_info {
encryption_in_transit {
client_broker = var.unset
}
}",
        ),
        case(
            "broker-access-logging",
            "aws_msk_cluster",
            r"logging_info {
broker_logs {
cloudwatch_logs {
enabled = true
log_group = aws_cloudwatch_log_group.kafka.name
}
}
}",
            "",
            r"logging_info {
broker_logs {
cloudwatch_logs {
enabled = var.unset
log_group = var.unset
}
}
}",
        ),
        case(
            "broker-public-access",
            "aws_mq_broker",
            "publicly_accessible = false",
            "publicly_accessible = true",
            "publicly_accessible = var.unset",
        ),
        case(
            "broker-public-access",
            "azurerm_iothub",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "broker-public-access",
            "azurerm_signalr_service",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "broker-public-access",
            "azurerm_web_pubsub",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "broker-general-logging",
            "aws_mq_broker",
            r"logs {
general = true
}",
            "",
            r"logs {
general = var.unset
}",
        ),
        case(
            "broker-audit-logging",
            "aws_mq_broker",
            r"logs {
audit = true
}",
            "",
            r"logs {
audit = var.unset
}",
        ),
        case(
            "broker-minor-upgrades",
            "aws_mq_broker",
            "auto_minor_version_upgrade = true",
            "",
            "auto_minor_version_upgrade = var.unset",
        ),
        case(
            "broker-version",
            "aws_mq_broker",
            r#"engine_type = "ActiveMQ"
engine_version = "5.18""#,
            "",
            r#"engine_type = "ActiveMQ"
engine_version = var.unset"#,
        ),
        case(
            "broker-multi-zone",
            "aws_mq_broker",
            r#"deployment_mode = "ACTIVE_STANDBY_MULTI_AZ""#,
            "",
            "deployment_mode = var.unset",
        ),
        case(
            "broker-unauthenticated",
            "aws_msk_cluster",
            r"client_authentication {
unauthenticated = false
}",
            r"client_authentication {
unauthenticated = true
}",
            r"client_authentication {
unauthenticated = var.unset
}",
        ),
        case(
            "broker-local-authentication",
            "azurerm_signalr_service",
            "local_auth_enabled = false",
            "",
            "local_auth_enabled = var.unset",
        ),
        case(
            "broker-local-authentication",
            "azurerm_web_pubsub",
            "local_auth_enabled = false",
            "",
            "local_auth_enabled = var.unset",
        ),
        case(
            "broker-local-authentication",
            "azurerm_iothub",
            "local_authentication_enabled = false",
            "",
            "local_authentication_enabled = var.unset",
        ),
        case(
            "broker-workload-identity",
            "azurerm_web_pubsub",
            r#"identity {
type = "SystemAssigned"
}"#,
            "",
            r"identity {
type = var.unset
}",
        ),
        case(
            "broker-workload-identity",
            "azurerm_signalr_service",
            r#"identity {
type = "SystemAssigned"
}"#,
            "",
            r"identity {
type = var.unset
}",
        ),
    ]);
}

#[test]
fn cache() {
    hold(&[
        case(
            "cache-encryption",
            "aws_elasticache_replication_group",
            "at_rest_encryption_enabled = true",
            "",
            "at_rest_encryption_enabled = var.unset",
        ),
        case(
            "cache-transit-encryption",
            "aws_elasticache_replication_group",
            "transit_encryption_enabled = true",
            "",
            "transit_encryption_enabled = var.unset",
        ),
        case(
            "cache-transit-encryption",
            "aws_dax_cluster",
            r#"cluster_endpoint_encryption_type = "TLS""#,
            "",
            "cluster_endpoint_encryption_type = var.unset",
        ),
        case(
            "cache-transit-encryption",
            "aws_memorydb_cluster",
            "tls_enabled = true",
            "tls_enabled = false",
            "tls_enabled = var.unset",
        ),
        case(
            "cache-transit-encryption",
            "azurerm_redis_cache",
            "non_ssl_port_enabled = false",
            "non_ssl_port_enabled = true",
            "non_ssl_port_enabled = var.unset",
        ),
        case(
            "cache-transit-encryption",
            "azurerm_redis_enterprise_database",
            r#"client_protocol = "Encrypted""#,
            r#"client_protocol = "other""#,
            "client_protocol = var.unset",
        ),
        case(
            "cache-transit-encryption",
            "google_redis_instance",
            r#"transit_encryption_mode = "SERVER_AUTHENTICATION""#,
            "",
            "transit_encryption_mode = var.unset",
        ),
        case(
            "cache-transit-encryption",
            "google_redis_cluster",
            r#"transit_encryption_mode = "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION""#,
            "",
            "transit_encryption_mode = var.unset",
        ),
        case(
            "cache-customer-key",
            "aws_elasticache_replication_group",
            "kms_key_id = aws_kms_key.cache.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "cache-customer-key",
            "aws_elasticache_serverless_cache",
            "kms_key_id = aws_kms_key.cache.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "cache-customer-key",
            "aws_memorydb_cluster",
            "kms_key_arn = aws_kms_key.cache.arn",
            "",
            "kms_key_arn = var.unset",
        ),
        case(
            "cache-customer-key",
            "google_redis_instance",
            "customer_managed_key = google_kms_crypto_key.cache.id",
            "",
            "customer_managed_key = var.unset",
        ),
        case(
            "cache-customer-key",
            "google_redis_cluster",
            "kms_key = google_kms_crypto_key.cache.id",
            "",
            "kms_key = var.unset",
        ),
        case(
            "cache-authenticated-tls",
            "aws_elasticache_replication_group",
            r"transit_encryption_enabled = true
user_group_ids = [aws_elasticache_user_group.cache.id]",
            "",
            r"transit_encryption_enabled = var.unset
user_group_ids = var.unset",
        ),
        case(
            "cache-authentication",
            "google_redis_instance",
            "auth_enabled = true",
            "",
            "auth_enabled = var.unset",
        ),
        case(
            "cache-authentication",
            "azurerm_redis_cache",
            r"redis_configuration {
authentication_enabled = true
}",
            r"redis_configuration {
authentication_enabled = false
}",
            r"redis_configuration {
authentication_enabled = var.unset
}",
        ),
        case(
            "cache-authentication",
            "google_redis_cluster",
            r#"authorization_mode = "AUTH_MODE_IAM_AUTH""#,
            "",
            "authorization_mode = var.unset",
        ),
        case(
            "cache-failover",
            "aws_elasticache_replication_group",
            r"automatic_failover_enabled = true
num_cache_clusters = 2",
            "",
            r"automatic_failover_enabled = var.unset
num_cache_clusters = var.unset",
        ),
        case(
            "cache-multi-zone",
            "aws_elasticache_replication_group",
            r"multi_az_enabled = true
automatic_failover_enabled = true",
            "",
            r"multi_az_enabled = var.unset
automatic_failover_enabled = var.unset",
        ),
        case("cache-multi-zone", "google_redis_instance", r#"tier = "STANDARD_HA""#, "", "tier = var.unset"),
        case("cache-multi-zone", "azurerm_redis_cache", r#"zones = ["1", "2"]"#, "", "zones = var.unset"),
        case(
            "cache-replicated-tier",
            "azurerm_redis_cache",
            r#"sku_name = "Standard""#,
            "",
            "sku_name = var.unset",
        ),
        case(
            "cache-backups",
            "aws_elasticache_cluster",
            "snapshot_retention_limit = 7",
            "",
            "snapshot_retention_limit = var.unset",
        ),
        case(
            "cache-backups",
            "aws_elasticache_replication_group",
            "snapshot_retention_limit = 7",
            "",
            "snapshot_retention_limit = var.unset",
        ),
        case(
            "cache-backups",
            "aws_memorydb_cluster",
            "snapshot_retention_limit = 7",
            "",
            "snapshot_retention_limit = var.unset",
        ),
        case(
            "cache-minor-upgrades",
            "aws_elasticache_cluster",
            "auto_minor_version_upgrade = true",
            "auto_minor_version_upgrade = false",
            "auto_minor_version_upgrade = var.unset",
        ),
        case(
            "cache-minor-upgrades",
            "aws_elasticache_replication_group",
            "auto_minor_version_upgrade = true",
            "auto_minor_version_upgrade = false",
            "auto_minor_version_upgrade = var.unset",
        ),
        case(
            "cache-minor-upgrades",
            "aws_memorydb_cluster",
            "auto_minor_version_upgrade = true",
            "auto_minor_version_upgrade = false",
            "auto_minor_version_upgrade = var.unset",
        ),
        case(
            "cache-private-network",
            "aws_elasticache_cluster",
            "subnet_group_name = aws_elasticache_subnet_group.private.name",
            "",
            "subnet_group_name = var.unset",
        ),
        case(
            "cache-private-network",
            "aws_elasticache_replication_group",
            "subnet_group_name = aws_elasticache_subnet_group.private.name",
            "",
            "subnet_group_name = var.unset",
        ),
        case(
            "cache-private-network",
            "aws_memorydb_cluster",
            "subnet_group_name = aws_elasticache_subnet_group.private.name",
            "",
            "subnet_group_name = var.unset",
        ),
        case(
            "cache-public-access",
            "azurerm_redis_cache",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "cache-minimum-tls",
            "azurerm_redis_cache",
            r#"minimum_tls_version = "1.2""#,
            "",
            "minimum_tls_version = var.unset",
        ),
    ]);
}

#[test]
fn key_value_store() {
    hold(&[
        case(
            "key-value-restricted-networks",
            "azurerm_cosmosdb_account",
            "public_network_access_enabled = false",
            r#"name = "a""#,
            "public_network_access_enabled = var.unset",
        ),
        case(
            "key-value-cross-region",
            "azurerm_cosmosdb_account",
            r#"geo_location {
  location          = "l0"
  failover_priority = 0
}
geo_location {
  location          = "l1"
  failover_priority = 1
}"#,
            r#"geo_location {
  location          = "l0"
  failover_priority = 0
}"#,
            "",
        ),
        case("key-value-backup-plan", "aws_dynamodb_table", "", r#"name = "t""#, ""),
        case(
            "key-value-customer-key",
            "aws_dynamodb_table",
            r"server_side_encryption {
enabled = true
kms_key_arn = aws_kms_key.records.arn
}",
            "",
            r"server_side_encryption {
enabled = var.unset
kms_key_arn = var.unset
}",
        ),
        case(
            "key-value-customer-key",
            "aws_dynamodb_table_replica",
            "kms_key_arn = aws_kms_key.records.arn",
            "",
            "kms_key_arn = var.unset",
        ),
        case(
            "key-value-customer-key",
            "aws_keyspaces_table",
            r#"encryption_specification {
type = "CUSTOMER_MANAGED_KMS_KEY"
kms_key_identifier = aws_kms_key.records.arn
}"#,
            "",
            r"encryption_specification {
type = var.unset
kms_key_identifier = var.unset
}",
        ),
        case(
            "key-value-customer-key",
            "aws_timestreamwrite_database",
            "kms_key_id = aws_kms_key.records.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "key-value-customer-key",
            "aws_qldb_ledger",
            "kms_key = aws_kms_key.records.arn",
            "",
            "kms_key = var.unset",
        ),
        case(
            "key-value-customer-key",
            "azurerm_cosmosdb_account",
            "key_vault_key_id = azurerm_key_vault_key.records.versionless_id",
            "",
            "key_vault_key_id = var.unset",
        ),
        case(
            "key-value-customer-key",
            "google_bigtable_instance",
            r"cluster {
kms_key_name = google_kms_crypto_key.records.id
}",
            "",
            r"cluster {
kms_key_name = var.unset
}",
        ),
        case(
            "key-value-customer-key",
            "google_firestore_database",
            r"cmek_config {
kms_key_name = google_kms_crypto_key.records.id
}",
            "",
            r"cmek_config {
kms_key_name = var.unset
}",
        ),
        case(
            "key-value-point-in-time",
            "aws_dynamodb_table",
            r"point_in_time_recovery {
enabled = true
}",
            "",
            r"point_in_time_recovery {
enabled = var.unset
}",
        ),
        case(
            "key-value-point-in-time",
            "aws_dynamodb_table_replica",
            "point_in_time_recovery = true",
            "",
            "point_in_time_recovery = var.unset",
        ),
        case(
            "key-value-point-in-time",
            "aws_keyspaces_table",
            r#"point_in_time_recovery {
status = "ENABLED"
}"#,
            "",
            r"point_in_time_recovery {
status = var.unset
}",
        ),
        case(
            "key-value-point-in-time",
            "azurerm_cosmosdb_account",
            r#"backup {
type = "Continuous"
}"#,
            "",
            r"backup {
type = var.unset
}",
        ),
        case(
            "key-value-point-in-time",
            "google_firestore_database",
            r#"point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED""#,
            "",
            "point_in_time_recovery_enablement = var.unset",
        ),
        case(
            "key-value-deletion-protection",
            "aws_dynamodb_table",
            "deletion_protection_enabled = true",
            "",
            "deletion_protection_enabled = var.unset",
        ),
        case(
            "key-value-deletion-protection",
            "aws_qldb_ledger",
            "deletion_protection = true",
            "deletion_protection = false",
            "deletion_protection = var.unset",
        ),
        case(
            "key-value-deletion-protection",
            "google_bigtable_table",
            r#"deletion_protection = "PROTECTED""#,
            "",
            "deletion_protection = var.unset",
        ),
        case(
            "key-value-deletion-protection",
            "google_firestore_database",
            r#"delete_protection_state = "DELETE_PROTECTION_ENABLED""#,
            "",
            "delete_protection_state = var.unset",
        ),
        case(
            "key-value-deletion-protection-declared",
            "google_bigtable_instance",
            "deletion_protection = true",
            "",
            "deletion_protection = var.unset",
        ),
        case(
            "key-value-auto-scaling",
            "aws_dynamodb_table",
            r#"billing_mode = "PAY_PER_REQUEST""#,
            "",
            "billing_mode = var.unset",
        ),
        case(
            "key-value-permissions-mode",
            "aws_qldb_ledger",
            r#"permissions_mode = "STANDARD""#,
            "",
            "permissions_mode = var.unset",
        ),
        case(
            "key-value-public-access",
            "azurerm_cosmosdb_account",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "key-value-public-access",
            "aws_timestreaminfluxdb_db_instance",
            "publicly_accessible = false",
            "publicly_accessible = true",
            "publicly_accessible = var.unset",
        ),
        case(
            "key-value-key-management-writes",
            "azurerm_cosmosdb_account",
            "access_key_metadata_writes_enabled = false",
            "",
            "access_key_metadata_writes_enabled = var.unset",
        ),
        case(
            "key-value-local-authentication",
            "azurerm_cosmosdb_account",
            "local_authentication_disabled = true",
            "",
            "local_authentication_disabled = var.unset",
        ),
        case(
            "key-value-minimum-tls",
            "azurerm_cosmosdb_account",
            r#"minimal_tls_version = "Tls12""#,
            r#"minimal_tls_version = "other""#,
            "minimal_tls_version = var.unset",
        ),
    ]);
}

#[test]
fn policy() {
    hold(&[
        case(
            "queue-policy-public",
            "aws_sqs_queue_policy",
            r#"policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" }] })"#,
            r#"policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "*" }] })"#,
            "policy = var.unset",
        ),
        case(
            "queue-policy-every-action",
            "aws_sqs_queue_policy",
            r#"policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" }] })"#,
            r#"policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "*", Resource = "*" }] })"#,
            "policy = var.unset",
        ),
        case(
            "queue-policy-anyone-unconditionally",
            "aws_sqs_queue_policy",
            r#"policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" }] })"#,
            r#"policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "*" }] })"#,
            "policy = var.unset",
        ),
        case(
            "topic-policy-other-accounts",
            "aws_sns_topic_policy",
            r#"policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "s3.amazonaws.com" }, Action = "sns:Publish", Resource = "*" }] })"#,
            r#"policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "sns:Publish", Resource = "*" }] })"#,
            "policy = var.unset",
        ),
        case(
            "data-binding-public",
            "google_pubsub_topic_iam_member",
            r#"member = "user:a@example.org""#,
            r#"member = "allUsers""#,
            "member = var.unset",
        ),
        case(
            "data-binding-public",
            "google_bigquery_table_iam_binding",
            r#"members = ["user:a@example.org"]"#,
            r#"members = ["allAuthenticatedUsers"]"#,
            "members = [var.unset]",
        ),
    ]);
}

#[test]
fn queue() {
    hold(&[
        case(
            "queue-shared-key",
            "aws_sqs_queue",
            r#"kms_master_key_id = "alias/records""#,
            r#"kms_master_key_id = "alias/aws/sqs""#,
            "kms_master_key_id = var.unset",
        ),
        case(
            "queue-inline-policy-public",
            "aws_sqs_queue",
            r#"policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" }] })"#,
            r#"policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "*" }] })"#,
            "policy = var.unset",
        ),
        case(
            "queue-encryption",
            "aws_sqs_queue",
            "sqs_managed_sse_enabled = true",
            "",
            "sqs_managed_sse_enabled = var.unset",
        ),
        case(
            "queue-customer-key",
            "azurerm_servicebus_namespace",
            r"customer_managed_key {
key_vault_key_id = azurerm_key_vault_key.messages.id
}",
            "",
            r"customer_managed_key {
key_vault_key_id = var.unset
}",
        ),
        case(
            "queue-customer-key",
            "aws_sqs_queue",
            "kms_master_key_id = aws_kms_key.messages.arn",
            "",
            "kms_master_key_id = var.unset",
        ),
        case(
            "queue-double-encryption",
            "azurerm_servicebus_namespace",
            r"customer_managed_key {
infrastructure_encryption_enabled = true
}",
            "",
            r"customer_managed_key {
infrastructure_encryption_enabled = var.unset
}",
        ),
        case(
            "queue-public-access",
            "azurerm_servicebus_namespace",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "queue-local-authentication",
            "azurerm_servicebus_namespace",
            "local_auth_enabled = false",
            "",
            "local_auth_enabled = var.unset",
        ),
        case(
            "queue-minimum-tls",
            "azurerm_servicebus_namespace",
            r#"minimum_tls_version = "1.2""#,
            "",
            "minimum_tls_version = var.unset",
        ),
        case(
            "queue-workload-identity",
            "azurerm_servicebus_namespace",
            r#"identity {
type = "SystemAssigned"
}"#,
            "",
            r"identity {
type = var.unset
}",
        ),
        case(
            "queue-push-https",
            "google_pubsub_subscription",
            r#"push_config {
push_endpoint = "https://receiver.example.org"
}"#,
            r#"push_config {
push_endpoint = "other"
}"#,
            r"push_config {
push_endpoint = var.unset
}",
        ),
    ]);
}

#[test]
fn stream() {
    hold(&[
        case(
            "stream-encryption",
            "aws_kinesis_stream",
            r#"encryption_type = "KMS"
kms_key_id = aws_kms_key.stream.arn"#,
            "",
            r"encryption_type = var.unset
kms_key_id = var.unset",
        ),
        case(
            "stream-encryption",
            "aws_kinesis_firehose_delivery_stream",
            r"server_side_encryption {
enabled = true
}",
            "",
            r"server_side_encryption {
enabled = var.unset
}",
        ),
        case(
            "stream-customer-key",
            "aws_kinesis_stream",
            "kms_key_id = aws_kms_key.stream.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "stream-customer-key",
            "aws_kinesis_video_stream",
            "kms_key_id = aws_kms_key.stream.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "stream-customer-key",
            "aws_kinesis_firehose_delivery_stream",
            r#"server_side_encryption {
enabled = true
key_type = "CUSTOMER_MANAGED_CMK"
key_arn = aws_kms_key.stream.arn
}"#,
            "",
            r"server_side_encryption {
enabled = var.unset
key_type = var.unset
key_arn = var.unset
}",
        ),
        case(
            "stream-minimum-tls",
            "azurerm_eventhub_namespace",
            r#"minimum_tls_version = "1.2""#,
            "minimum_tls_version = 0",
            "minimum_tls_version = var.unset",
        ),
        case(
            "stream-public-access",
            "azurerm_eventhub_namespace",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "stream-local-authentication",
            "azurerm_eventhub_namespace",
            "local_authentication_enabled = false",
            "",
            "local_authentication_enabled = var.unset",
        ),
    ]);
}

#[test]
fn topic() {
    hold(&[
        case(
            "topic-shared-key",
            "aws_sns_topic",
            r#"kms_master_key_id = "alias/records""#,
            r#"kms_master_key_id = "alias/aws/sns""#,
            "kms_master_key_id = var.unset",
        ),
        case(
            "topic-inline-policy-public",
            "aws_sns_topic",
            r#"policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "s3.amazonaws.com" }, Action = "sns:Publish", Resource = "*" }] })"#,
            r#"policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "sns:Publish", Resource = "*" }] })"#,
            "policy = var.unset",
        ),
        case(
            "topic-encryption",
            "aws_sns_topic",
            "kms_master_key_id = aws_kms_key.messages.id",
            "",
            "kms_master_key_id = var.unset",
        ),
        case(
            "topic-customer-key",
            "google_pubsub_topic",
            "kms_key_name = google_kms_crypto_key.messages.id",
            "",
            "kms_key_name = var.unset",
        ),
        case(
            "topic-customer-key",
            "aws_sns_topic",
            "kms_master_key_id = aws_kms_key.messages.id",
            "",
            "kms_master_key_id = var.unset",
        ),
        case(
            "topic-public-access",
            "azurerm_eventgrid_topic",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "topic-public-access",
            "azurerm_eventgrid_domain",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "topic-public-access",
            "azurerm_eventgrid_namespace",
            r#"public_network_access = "Disabled""#,
            "",
            "public_network_access = var.unset",
        ),
        case(
            "topic-local-authentication",
            "azurerm_eventgrid_topic",
            "local_auth_enabled = false",
            "",
            "local_auth_enabled = var.unset",
        ),
        case(
            "topic-local-authentication",
            "azurerm_eventgrid_domain",
            "local_auth_enabled = false",
            "",
            "local_auth_enabled = var.unset",
        ),
        case(
            "topic-workload-identity",
            "azurerm_eventgrid_topic",
            r#"identity {
type = "SystemAssigned"
}"#,
            "",
            r"identity {
type = var.unset
}",
        ),
        case(
            "topic-workload-identity",
            "azurerm_eventgrid_domain",
            r#"identity {
type = "SystemAssigned"
}"#,
            "",
            r"identity {
type = var.unset
}",
        ),
        case(
            "topic-workload-identity",
            "azurerm_eventgrid_namespace",
            r#"identity {
type = "SystemAssigned"
}"#,
            "",
            r"identity {
type = var.unset
}",
        ),
    ]);
}
