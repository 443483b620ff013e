//! Warehouses, search, pipelines and analytics: each check with inputs that pass, fail and cannot be told.

use crate::testing::{case, hold};

#[test]
fn analytics() {
    hold(&[
        case(
            "analytics-databricks-root-key",
            "azurerm_databricks_workspace",
            r#"sku = "standard""#,
            r#"sku = "premium""#,
            "sku = var.unset",
        ),
        case(
            "analytics-kerberos-realm",
            "aws_emr_cluster",
            r#"kerberos_attributes {
  realm = "EC2.INTERNAL"
}"#,
            r#"kerberos_attributes {
  kdc_admin_password = "x"
}"#,
            r"kerberos_attributes {
  realm = var.unset
}",
        ),
        case(
            "analytics-cluster-transit",
            "aws_emr_security_configuration",
            r#"configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = true, EnableAtRestEncryption = true, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-KMS" }, LocalDiskEncryptionConfiguration = { EnableEbsEncryption = true } } } })"#,
            r#"configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = false, EnableAtRestEncryption = false, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-S3" }, LocalDiskEncryptionConfiguration = { EnableEbsEncryption = false } } } })"#,
            "configuration = var.unset",
        ),
        case(
            "analytics-cluster-local-disks",
            "aws_emr_security_configuration",
            r#"configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = true, EnableAtRestEncryption = true, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-KMS" }, LocalDiskEncryptionConfiguration = { EnableEbsEncryption = true } } } })"#,
            r#"configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = false, EnableAtRestEncryption = false, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-S3" }, LocalDiskEncryptionConfiguration = { EnableEbsEncryption = false } } } })"#,
            "configuration = var.unset",
        ),
        case(
            "analytics-cluster-volumes",
            "aws_emr_security_configuration",
            r#"configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = true, EnableAtRestEncryption = true, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-KMS" }, LocalDiskEncryptionConfiguration = { EnableEbsEncryption = true } } } })"#,
            r#"configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = false, EnableAtRestEncryption = false, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-S3" }, LocalDiskEncryptionConfiguration = { EnableEbsEncryption = false } } } })"#,
            "configuration = var.unset",
        ),
        case(
            "analytics-cluster-key-mode",
            "aws_emr_security_configuration",
            r#"configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = true, EnableAtRestEncryption = true, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-KMS" }, LocalDiskEncryptionConfiguration = { EnableEbsEncryption = true } } } })"#,
            r#"configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = false, EnableAtRestEncryption = false, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-S3" }, LocalDiskEncryptionConfiguration = { EnableEbsEncryption = false } } } })"#,
            "configuration = var.unset",
        ),
        case(
            "analytics-catalog-encryption",
            "aws_glue_data_catalog_encryption_settings",
            r#"data_catalog_encryption_settings {
  encryption_at_rest {
    catalog_encryption_mode = "SSE-KMS"
    sse_aws_kms_key_id      = "k"
  }
  connection_password_encryption {
    return_connection_password_encrypted = true
    aws_kms_key_id                       = "k"
  }
}"#,
            r#"data_catalog_encryption_settings {
  encryption_at_rest {
    catalog_encryption_mode = "DISABLED"
    sse_aws_kms_key_id      = "k"
  }
  connection_password_encryption {
    return_connection_password_encrypted = true
    aws_kms_key_id                       = "k"
  }
}"#,
            r#"data_catalog_encryption_settings {
  encryption_at_rest {
    catalog_encryption_mode = "SSE-KMS"
    sse_aws_kms_key_id      = "k"
  }
  connection_password_encryption {
    return_connection_password_encrypted = var.unset
    aws_kms_key_id                       = "k"
  }
}"#,
        ),
        case(
            "analytics-outbound",
            "azurerm_cognitive_account",
            r#"kind = "TextAnalytics""#,
            r#"kind = "OpenAI""#,
            "kind = var.unset",
        ),
        case(
            "analytics-encryption",
            "aws_athena_database",
            r#"encryption_configuration {
encryption_option = "SSE_KMS"
kms_key = aws_kms_key.analytics.arn
}"#,
            "",
            r"encryption_configuration {
encryption_option = var.unset
kms_key = var.unset
}",
        ),
        case(
            "analytics-encryption",
            "aws_athena_workgroup",
            r#"configuration {
result_configuration {
encryption_configuration {
encryption_option = "SSE_KMS"
}
}
}"#,
            "",
            r"configuration {
result_configuration {
encryption_configuration {
encryption_option = var.unset
}
}
}",
        ),
        case(
            "analytics-encryption",
            "azurerm_kusto_cluster",
            "disk_encryption_enabled = true",
            "",
            "disk_encryption_enabled = var.unset",
        ),
        case(
            "analytics-enforced-configuration",
            "aws_athena_workgroup",
            r"configuration {
enforce_workgroup_configuration = true
}",
            r"configuration {
enforce_workgroup_configuration = false
}",
            r"configuration {
enforce_workgroup_configuration = var.unset
}",
        ),
        case(
            "analytics-customer-key",
            "google_dataproc_cluster",
            r"cluster_config {
encryption_config {
kms_key_name = google_kms_crypto_key.analytics.id
}
}",
            "",
            r"cluster_config {
encryption_config {
kms_key_name = var.unset
}
}",
        ),
        case(
            "analytics-customer-key",
            "google_vertex_ai_dataset",
            r"encryption_spec {
kms_key_name = google_kms_crypto_key.analytics.id
}",
            "",
            r"encryption_spec {
kms_key_name = var.unset
}",
        ),
        case(
            "analytics-customer-key",
            "google_vertex_ai_metadata_store",
            r"encryption_spec {
kms_key_name = google_kms_crypto_key.analytics.id
}",
            "",
            r"encryption_spec {
kms_key_name = var.unset
}",
        ),
        case(
            "analytics-customer-key",
            "google_vertex_ai_featurestore",
            r"encryption_spec {
kms_key_name = google_kms_crypto_key.analytics.id
}",
            "",
            r"encryption_spec {
kms_key_name = var.unset
}",
        ),
        case(
            "analytics-customer-key",
            "azurerm_cognitive_account",
            r"customer_managed_key {
key_vault_key_id = azurerm_key_vault_key.analytics.id
}",
            "",
            r"customer_managed_key {
key_vault_key_id = var.unset
}",
        ),
        case(
            "analytics-customer-key",
            "azurerm_machine_learning_workspace",
            r"encryption {
key_id = azurerm_key_vault_key.analytics.id
}",
            "",
            r"encryption {
key_id = var.unset
}",
        ),
        case(
            "analytics-double-encryption",
            "azurerm_kusto_cluster",
            "double_encryption_enabled = true",
            "",
            "double_encryption_enabled = var.unset",
        ),
        case(
            "analytics-model-key",
            "aws_comprehend_entity_recognizer",
            "model_kms_key_id = aws_kms_key.analytics.arn",
            "",
            "model_kms_key_id = var.unset",
        ),
        case(
            "analytics-model-key",
            "aws_comprehend_document_classifier",
            "model_kms_key_id = aws_kms_key.analytics.arn",
            "",
            "model_kms_key_id = var.unset",
        ),
        case(
            "analytics-volume-key",
            "aws_comprehend_entity_recognizer",
            "volume_kms_key_id = aws_kms_key.analytics.arn",
            "",
            "volume_kms_key_id = var.unset",
        ),
        case(
            "analytics-volume-key",
            "aws_comprehend_document_classifier",
            "volume_kms_key_id = aws_kms_key.analytics.arn",
            "",
            "volume_kms_key_id = var.unset",
        ),
        case(
            "analytics-public-access",
            "azurerm_machine_learning_workspace",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "analytics-public-access",
            "azurerm_databricks_workspace",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "analytics-public-access",
            "azurerm_cognitive_account",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "analytics-public-access",
            "google_vertex_ai_index_endpoint",
            "public_endpoint_enabled = false",
            "public_endpoint_enabled = true",
            "public_endpoint_enabled = var.unset",
        ),
        case(
            "analytics-public-address",
            "google_dataproc_cluster",
            r"cluster_config {
gce_cluster_config {
internal_ip_only = true
}
}",
            "",
            r"cluster_config {
gce_cluster_config {
internal_ip_only = var.unset
}
}",
        ),
        case(
            "analytics-public-address",
            "azurerm_databricks_workspace",
            r"custom_parameters {
no_public_ip = true
}",
            r"custom_parameters {
no_public_ip = false
}",
            r"custom_parameters {
no_public_ip = var.unset
}",
        ),
        case(
            "analytics-private-endpoint",
            "google_vertex_ai_endpoint",
            r#"network = "projects/PROJECT/global/networks/NETWORK""#,
            "",
            "network = var.unset",
        ),
        case(
            "analytics-local-authentication",
            "azurerm_cognitive_account",
            "local_auth_enabled = false",
            "",
            "local_auth_enabled = var.unset",
        ),
        case(
            "analytics-workload-identity",
            "azurerm_kusto_cluster",
            r#"identity {
type = "SystemAssigned"
}"#,
            "",
            r"identity {
type = var.unset
}",
        ),
        case(
            "analytics-workload-identity",
            "azurerm_cognitive_account",
            r#"identity {
type = "SystemAssigned"
}"#,
            "",
            r"identity {
type = var.unset
}",
        ),
        case(
            "analytics-workload-identity",
            "azurerm_machine_learning_workspace",
            r#"identity {
type = "SystemAssigned"
}"#,
            "",
            r"identity {
type = var.unset
}",
        ),
        case(
            "analytics-compute-isolation",
            "azurerm_synapse_spark_pool",
            "compute_isolation_enabled = true",
            "",
            "compute_isolation_enabled = var.unset",
        ),
        case(
            "analytics-service-tier",
            "azurerm_kusto_cluster",
            r#"sku {
name = "Standard_E2ads_v5"
}"#,
            "",
            r"sku {
name = var.unset
}",
        ),
        case(
            "analytics-security-configuration",
            "aws_emr_cluster",
            "security_configuration = aws_emr_security_configuration.records.name",
            "",
            "security_configuration = var.unset",
        ),
        case(
            "analytics-kerberos",
            "google_dataproc_cluster",
            r"cluster_config {
security_config {
kerberos_config {
enable_kerberos = true
}
}
}",
            "",
            r"cluster_config {
security_config {
kerberos_config {
enable_kerberos = var.unset
}
}
}",
        ),
        case(
            "analytics-public-block",
            "aws_emr_block_public_access_configuration",
            "block_public_security_group_rules = true",
            "",
            "block_public_security_group_rules = var.unset",
        ),
    ]);
}

#[test]
fn pipeline() {
    hold(&[
        case(
            "pipeline-glue-encryption",
            "aws_glue_security_configuration",
            r#"encryption_configuration {
  cloudwatch_encryption {
    cloudwatch_encryption_mode = "SSE-KMS"
    kms_key_arn                = "k"
  }
  job_bookmarks_encryption {
    job_bookmarks_encryption_mode = "CSE-KMS"
    kms_key_arn                   = "k"
  }
  s3_encryption {
    s3_encryption_mode = "SSE-S3"
  }
}"#,
            r#"encryption_configuration {
  cloudwatch_encryption {
    cloudwatch_encryption_mode = "SSE-KMS"
    kms_key_arn                = "k"
  }
  job_bookmarks_encryption {
    job_bookmarks_encryption_mode = "DISABLED"
    kms_key_arn                   = "k"
  }
  s3_encryption {
    s3_encryption_mode = "SSE-S3"
  }
}"#,
            r#"encryption_configuration {
  cloudwatch_encryption {
    cloudwatch_encryption_mode = "SSE-KMS"
    kms_key_arn                = "k"
  }
  job_bookmarks_encryption {
    job_bookmarks_encryption_mode = var.unset
    kms_key_arn                   = "k"
  }
  s3_encryption {
    s3_encryption_mode = "SSE-S3"
  }
}"#,
        ),
        case("pipeline-vault", "azurerm_data_factory", "", r#"name = "f""#, ""),
        case(
            "pipeline-customer-key",
            "aws_dms_replication_instance",
            "kms_key_arn = aws_kms_key.pipeline.arn",
            "",
            "kms_key_arn = var.unset",
        ),
        case(
            "pipeline-customer-key",
            "aws_dms_endpoint",
            "kms_key_arn = aws_kms_key.pipeline.arn",
            "",
            "kms_key_arn = var.unset",
        ),
        case(
            "pipeline-customer-key",
            "aws_dms_s3_endpoint",
            "kms_key_arn = aws_kms_key.pipeline.arn",
            "",
            "kms_key_arn = var.unset",
        ),
        case(
            "pipeline-customer-key",
            "aws_appflow_flow",
            "kms_arn = aws_kms_key.pipeline.arn",
            "",
            "kms_arn = var.unset",
        ),
        case(
            "pipeline-customer-key",
            "aws_appflow_connector_profile",
            "kms_arn = aws_kms_key.pipeline.arn",
            "",
            "kms_arn = var.unset",
        ),
        case(
            "pipeline-customer-key",
            "aws_mwaa_environment",
            "kms_key = aws_kms_key.pipeline.arn",
            "",
            "kms_key = var.unset",
        ),
        case(
            "pipeline-customer-key",
            "azurerm_data_factory",
            "customer_managed_key_id = azurerm_key_vault_key.pipeline.id",
            "",
            "customer_managed_key_id = var.unset",
        ),
        case(
            "pipeline-customer-key",
            "google_dataflow_job",
            "kms_key_name = google_kms_crypto_key.pipeline.id",
            "",
            "kms_key_name = var.unset",
        ),
        case(
            "pipeline-customer-key",
            "google_dataflow_flex_template_job",
            "kms_key_name = google_kms_crypto_key.pipeline.id",
            "",
            "kms_key_name = var.unset",
        ),
        case(
            "pipeline-customer-key",
            "google_data_fusion_instance",
            r"crypto_key_config {
key_reference = google_kms_crypto_key.pipeline.id
}",
            "",
            r"crypto_key_config {
key_reference = var.unset
}",
        ),
        case(
            "pipeline-customer-key",
            "google_composer_environment",
            r"config {
encryption_config {
kms_key_name = google_kms_crypto_key.pipeline.id
}
}",
            "",
            r"config {
encryption_config {
kms_key_name = var.unset
}
}",
        ),
        case(
            "pipeline-public-access",
            "aws_dms_replication_instance",
            "publicly_accessible = false",
            "publicly_accessible = true",
            "publicly_accessible = var.unset",
        ),
        case(
            "pipeline-public-access",
            "azurerm_data_factory",
            "public_network_enabled = false",
            "",
            "public_network_enabled = var.unset",
        ),
        case(
            "pipeline-public-address",
            "google_dataflow_job",
            r#"ip_configuration = "WORKER_IP_PRIVATE""#,
            "",
            "ip_configuration = var.unset",
        ),
        case(
            "pipeline-public-address",
            "google_dataflow_flex_template_job",
            r#"ip_configuration = "WORKER_IP_PRIVATE""#,
            "",
            "ip_configuration = var.unset",
        ),
        case(
            "pipeline-public-address",
            "google_data_fusion_instance",
            "private_instance = true",
            "",
            "private_instance = var.unset",
        ),
        case(
            "pipeline-public-address",
            "google_composer_environment",
            r"config {
private_environment_config {
enable_private_endpoint = true
}
}",
            "",
            r"config {
private_environment_config {
enable_private_endpoint = var.unset
}
}",
        ),
        case(
            "pipeline-transit-encryption",
            "aws_dms_endpoint",
            r#"ssl_mode = "verify-full""#,
            "",
            "ssl_mode = var.unset",
        ),
        case(
            "pipeline-minor-upgrades",
            "aws_dms_replication_instance",
            "auto_minor_version_upgrade = true",
            "",
            "auto_minor_version_upgrade = var.unset",
        ),
        case(
            "pipeline-scheduler-logging",
            "aws_mwaa_environment",
            r"logging_configuration {
scheduler_logs {
enabled = true
}
}",
            "",
            r"logging_configuration {
scheduler_logs {
enabled = var.unset
}
}",
        ),
        case(
            "pipeline-worker-logging",
            "aws_mwaa_environment",
            r"logging_configuration {
worker_logs {
enabled = true
}
}",
            "",
            r"logging_configuration {
worker_logs {
enabled = var.unset
}
}",
        ),
        case(
            "pipeline-webserver-logging",
            "aws_mwaa_environment",
            r"logging_configuration {
webserver_logs {
enabled = true
}
}",
            "",
            r"logging_configuration {
webserver_logs {
enabled = var.unset
}
}",
        ),
        case(
            "pipeline-security-configuration",
            "aws_glue_crawler",
            "security_configuration = aws_glue_security_configuration.records.name",
            "",
            "security_configuration = var.unset",
        ),
        case(
            "pipeline-security-configuration",
            "aws_glue_dev_endpoint",
            "security_configuration = aws_glue_security_configuration.records.name",
            "",
            "security_configuration = var.unset",
        ),
        case(
            "pipeline-security-configuration",
            "aws_glue_job",
            "security_configuration = aws_glue_security_configuration.records.name",
            "",
            "security_configuration = var.unset",
        ),
        case(
            "pipeline-source-control",
            "azurerm_data_factory",
            r#"github_configuration {
repository_name = "pipelines"
}"#,
            "",
            r"github_configuration {
repository_name = var.unset
}",
        ),
        case(
            "pipeline-general-logging",
            "google_data_fusion_instance",
            "enable_stackdriver_logging = true",
            "",
            "enable_stackdriver_logging = var.unset",
        ),
        case(
            "pipeline-monitoring",
            "google_data_fusion_instance",
            "enable_stackdriver_monitoring = true",
            "",
            "enable_stackdriver_monitoring = var.unset",
        ),
    ]);
}

#[test]
fn search() {
    hold(&[
        case(
            "search-cluster-node-encryption",
            "aws_opensearch_domain",
            r"cluster_config {
  instance_count = 1
}",
            r"cluster_config {
  instance_count = 3
}",
            r"cluster_config {
  instance_count = var.unset
}",
        ),
        case(
            "search-private-network",
            "aws_opensearch_domain",
            r#"vpc_options {
  subnet_ids = ["subnet-1"]
}"#,
            r#"domain_name = "d""#,
            "",
        ),
        case(
            "search-logging",
            "aws_opensearch_domain",
            r#"log_publishing_options {
  log_type                 = "ES_APPLICATION_LOGS"
  cloudwatch_log_group_arn = "arn"
  enabled                  = true
}"#,
            r#"log_publishing_options {
  log_type                 = "ES_APPLICATION_LOGS"
  cloudwatch_log_group_arn = "arn"
  enabled                  = false
}"#,
            "",
        ),
        case(
            "search-audit-logging",
            "aws_opensearch_domain",
            r#"log_publishing_options {
  log_type                 = "AUDIT_LOGS"
  cloudwatch_log_group_arn = "arn"
  enabled                  = true
}"#,
            r#"log_publishing_options {
  log_type                 = "ES_APPLICATION_LOGS"
  cloudwatch_log_group_arn = "arn"
  enabled                  = true
}"#,
            r#"log_publishing_options {
  log_type                 = var.unset
  cloudwatch_log_group_arn = "arn"
  enabled                  = true
}"#,
        ),
        case(
            "search-open-networks",
            "azurerm_search_service",
            r#"allowed_ips = ["203.0.113.7"]"#,
            r#"allowed_ips = ["0.0.0.0/0"]"#,
            "allowed_ips = [var.unset]",
        ),
        case(
            "search-encryption",
            "aws_opensearch_domain",
            r"encrypt_at_rest {
enabled = true
}",
            "",
            r"encrypt_at_rest {
enabled = var.unset
}",
        ),
        case(
            "search-encryption",
            "aws_elasticsearch_domain",
            r"encrypt_at_rest {
enabled = true
}",
            "",
            r"encrypt_at_rest {
enabled = var.unset
}",
        ),
        case(
            "search-customer-key",
            "aws_opensearch_domain",
            r"encrypt_at_rest {
kms_key_id = aws_kms_key.search.arn
}",
            "",
            r"encrypt_at_rest {
kms_key_id = var.unset
}",
        ),
        case(
            "search-customer-key",
            "aws_elasticsearch_domain",
            r"encrypt_at_rest {
kms_key_id = aws_kms_key.search.arn
}",
            "",
            r"encrypt_at_rest {
kms_key_id = var.unset
}",
        ),
        case(
            "search-customer-key",
            "aws_kendra_index",
            r"server_side_encryption_configuration {
kms_key_id = aws_kms_key.search.arn
}",
            "",
            r"server_side_encryption_configuration {
kms_key_id = var.unset
}",
        ),
        case(
            "search-node-encryption",
            "aws_opensearch_domain",
            r"node_to_node_encryption {
enabled = true
}",
            "",
            r"node_to_node_encryption {
enabled = var.unset
}",
        ),
        case(
            "search-node-encryption",
            "aws_elasticsearch_domain",
            r"node_to_node_encryption {
enabled = true
}",
            "",
            r"node_to_node_encryption {
enabled = var.unset
}",
        ),
        case(
            "search-https",
            "aws_opensearch_domain",
            r"domain_endpoint_options {
enforce_https = true
}",
            r"domain_endpoint_options {
enforce_https = false
}",
            r"domain_endpoint_options {
enforce_https = var.unset
}",
        ),
        case(
            "search-https",
            "aws_elasticsearch_domain",
            r"domain_endpoint_options {
enforce_https = true
}",
            r"domain_endpoint_options {
enforce_https = false
}",
            r"domain_endpoint_options {
enforce_https = var.unset
}",
        ),
        case(
            "search-https",
            "aws_cloudsearch_domain",
            r"endpoint_options {
enforce_https = true
}",
            "",
            r"endpoint_options {
enforce_https = var.unset
}",
        ),
        case(
            "search-tls-policy",
            "aws_opensearch_domain",
            r#"domain_endpoint_options {
tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
}"#,
            "",
            r"domain_endpoint_options {
tls_security_policy = var.unset
}",
        ),
        case(
            "search-tls-policy",
            "aws_elasticsearch_domain",
            r#"domain_endpoint_options {
tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
}"#,
            "",
            r"domain_endpoint_options {
tls_security_policy = var.unset
}",
        ),
        case(
            "search-older-tls-policy",
            "aws_cloudsearch_domain",
            r#"endpoint_options {
tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
}"#,
            "",
            r"endpoint_options {
tls_security_policy = var.unset
}",
        ),
        case(
            "search-security-group",
            "aws_opensearch_domain",
            r"vpc_options {
security_group_ids = [aws_security_group.search.id]
}",
            "",
            r"vpc_options {
security_group_ids = var.unset
}",
        ),
        case(
            "search-security-group",
            "aws_elasticsearch_domain",
            r"vpc_options {
security_group_ids = [aws_security_group.search.id]
}",
            "",
            r"vpc_options {
security_group_ids = var.unset
}",
        ),
        case(
            "search-fine-grained-access",
            "aws_opensearch_domain",
            r"advanced_security_options {
enabled = true
}",
            "",
            r"advanced_security_options {
enabled = var.unset
}",
        ),
        case(
            "search-fine-grained-access",
            "aws_elasticsearch_domain",
            r"advanced_security_options {
enabled = true
}",
            "",
            r"advanced_security_options {
enabled = var.unset
}",
        ),
        case(
            "search-dedicated-master",
            "aws_opensearch_domain",
            r#"cluster_config {
dedicated_master_enabled = true
dedicated_master_count = 3
dedicated_master_type = "m6g.large.search"
}"#,
            "",
            r"cluster_config {
dedicated_master_enabled = var.unset
dedicated_master_count = var.unset
dedicated_master_type = var.unset
}",
        ),
        case(
            "search-dedicated-master",
            "aws_elasticsearch_domain",
            r#"cluster_config {
dedicated_master_enabled = true
dedicated_master_count = 3
dedicated_master_type = "m6g.large.search"
}"#,
            "",
            r"cluster_config {
dedicated_master_enabled = var.unset
dedicated_master_count = var.unset
dedicated_master_type = var.unset
}",
        ),
        case(
            "search-three-masters",
            "aws_opensearch_domain",
            r"cluster_config {
dedicated_master_count = 3
zone_awareness_enabled = true
}",
            "",
            r"cluster_config {
dedicated_master_count = var.unset
zone_awareness_enabled = var.unset
}",
        ),
        case(
            "search-three-masters",
            "aws_elasticsearch_domain",
            r"cluster_config {
dedicated_master_count = 3
zone_awareness_enabled = true
}",
            "",
            r"cluster_config {
dedicated_master_count = var.unset
zone_awareness_enabled = var.unset
}",
        ),
        case(
            "search-public-access",
            "azurerm_search_service",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "search-workload-identity",
            "azurerm_search_service",
            r#"identity {
type = "SystemAssigned"
}"#,
            "",
            r"identity {
type = var.unset
}",
        ),
        case(
            "search-query-replicas",
            "azurerm_search_service",
            "replica_count = 3",
            "",
            "replica_count = var.unset",
        ),
        case(
            "search-index-replicas",
            "azurerm_search_service",
            "replica_count = 3",
            "",
            "replica_count = var.unset",
        ),
    ]);
}

#[test]
fn warehouse() {
    hold(&[
        case(
            "warehouse-audit-logging",
            "aws_redshift_cluster",
            r"logging {
  enable = true
}",
            r"logging {
  enable = false
}",
            r"logging {
  enable = var.unset
}",
        ),
        case(
            "warehouse-common-administrator",
            "aws_redshift_cluster",
            r#"master_username     = "admin"
publicly_accessible = false"#,
            r#"master_username     = "admin"
publicly_accessible = true"#,
            r#"master_username     = "admin"
publicly_accessible = var.unset"#,
        ),
        case(
            "warehouse-dataset-public",
            "google_bigquery_dataset",
            r#"access {
  special_group = "projectOwners"
}"#,
            r#"access {
  special_group = "allAuthenticatedUsers"
}"#,
            r"access {
  special_group = var.unset
}",
        ),
        case(
            "warehouse-password-in-state",
            "azurerm_synapse_workspace",
            r#"name = "w""#,
            r#"sql_administrator_login_password = "x""#,
            "sql_administrator_login_password = var.unset",
        ),
        case("warehouse-firewall-rules", "azurerm_synapse_workspace", r#"name = "w""#, "", ""),
        case("warehouse-threat-detection", "azurerm_synapse_sql_pool", "", r#"name = "p""#, ""),
        case("warehouse-encryption", "aws_redshift_cluster", "encrypted = true", "", "encrypted = var.unset"),
        case(
            "warehouse-encryption",
            "azurerm_synapse_sql_pool",
            "data_encrypted = true",
            "",
            "data_encrypted = var.unset",
        ),
        case(
            "warehouse-customer-key",
            "aws_redshift_cluster",
            "kms_key_id = aws_kms_key.warehouse.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "warehouse-customer-key",
            "aws_redshiftserverless_namespace",
            "kms_key_id = aws_kms_key.warehouse.arn",
            "",
            "kms_key_id = var.unset",
        ),
        case(
            "warehouse-customer-key",
            "azurerm_synapse_workspace",
            r#"customer_managed_key {
key_name = "warehouse"
key_versionless_id = azurerm_key_vault_key.warehouse.versionless_id
}"#,
            "",
            r"customer_managed_key {
key_name = var.unset
key_versionless_id = var.unset
}",
        ),
        case(
            "warehouse-customer-key",
            "google_bigquery_dataset",
            r"default_encryption_configuration {
kms_key_name = google_kms_crypto_key.warehouse.id
}",
            "",
            r"default_encryption_configuration {
kms_key_name = var.unset
}",
        ),
        case(
            "warehouse-customer-key",
            "google_bigquery_table",
            r"encryption_configuration {
kms_key_name = google_kms_crypto_key.warehouse.id
}",
            "",
            r"encryption_configuration {
kms_key_name = var.unset
}",
        ),
        case(
            "warehouse-public-access",
            "aws_redshift_cluster",
            "publicly_accessible = false",
            "",
            "publicly_accessible = var.unset",
        ),
        case(
            "warehouse-public-access",
            "aws_redshiftserverless_workgroup",
            "publicly_accessible = false",
            "publicly_accessible = true",
            "publicly_accessible = var.unset",
        ),
        case(
            "warehouse-public-access",
            "azurerm_synapse_workspace",
            "public_network_access_enabled = false",
            "",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "warehouse-backups",
            "aws_redshift_cluster",
            "automated_snapshot_retention_period = 7",
            "automated_snapshot_retention_period = 0",
            "automated_snapshot_retention_period = var.unset",
        ),
        case(
            "warehouse-version-upgrades",
            "aws_redshift_cluster",
            "allow_version_upgrade = true",
            "allow_version_upgrade = false",
            "allow_version_upgrade = var.unset",
        ),
        case(
            "warehouse-enhanced-routing",
            "aws_redshift_cluster",
            "enhanced_vpc_routing = true",
            "",
            "enhanced_vpc_routing = var.unset",
        ),
        case(
            "warehouse-enhanced-routing",
            "aws_redshiftserverless_workgroup",
            "enhanced_vpc_routing = true",
            "",
            "enhanced_vpc_routing = var.unset",
        ),
        case(
            "warehouse-private-network",
            "aws_redshift_cluster",
            "cluster_subnet_group_name = aws_redshift_subnet_group.private.name",
            "",
            "cluster_subnet_group_name = var.unset",
        ),
        case(
            "warehouse-database-name",
            "aws_redshift_cluster",
            r#"database_name = "records""#,
            "",
            "database_name = var.unset",
        ),
        case(
            "warehouse-deletion-protection-declared",
            "google_bigquery_table",
            "deletion_protection = true",
            "",
            "deletion_protection = var.unset",
        ),
        case(
            "warehouse-managed-network",
            "azurerm_synapse_workspace",
            "managed_virtual_network_enabled = true",
            "",
            "managed_virtual_network_enabled = var.unset",
        ),
        case(
            "warehouse-exfiltration-protection",
            "azurerm_synapse_workspace",
            r"data_exfiltration_protection_enabled = true
managed_virtual_network_enabled = true",
            "",
            r"data_exfiltration_protection_enabled = var.unset
managed_virtual_network_enabled = var.unset",
        ),
    ]);
}
