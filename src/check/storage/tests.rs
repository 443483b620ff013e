//! Inputs that pass, fail and cannot be told, for the family's checks.

use crate::check::Verdict::{Fail, Pass, Unknown};
use crate::testing::{case, hold, verdict};

#[test]
fn object_stores_of_aws() {
    let sse = |algorithm: &str| {
        format!(
            "server_side_encryption_configuration {{\n rule {{\n apply_server_side_encryption_by_default {{\n \
             sse_algorithm = {algorithm}\n kms_master_key_id = aws_kms_key.k.arn\n }}\n }}\n }}"
        )
    };
    let (kms, odd, unset) = (sse("\"aws:kms\""), sse("\"rot13\""), sse("var.unset"));
    let (kms, odd, unset): (&'static str, &'static str, &'static str) =
        (kms.leak(), odd.leak(), unset.leak());
    let bucket = "aws_s3_bucket";
    hold(&[
        case("object-store-encryption", bucket, "", odd, unset),
        case("object-store-encryption", bucket, "bucket = \"b\"", "", ""),
        case("object-store-kms-encryption", bucket, kms, "bucket = \"b\"", unset),
        case("object-store-customer-key", bucket, kms, "bucket = \"b\"", ""),
        case(
            "object-store-versioning",
            bucket,
            "versioning {\n enabled = \"true\"\n }",
            "versioning {\n enabled = false\n }",
            "versioning {\n enabled = var.unset\n }",
        ),
        case(
            "object-store-mfa-delete",
            bucket,
            "versioning {\n mfa_delete = true\n }",
            "bucket = \"b\"",
            "versioning {\n mfa_delete = var.unset\n }",
        ),
        case(
            "object-store-public-read",
            bucket,
            "acl = \"private\"",
            "acl = \"public-read\"",
            "acl = var.unset",
        ),
        case(
            "object-store-public-read",
            bucket,
            "grant {\n uri = \"http://acs.amazonaws.com/groups/s3/LogDelivery\"\n permissions = [\"WRITE\"]\n }",
            "grant {\n uri = \"http://acs.amazonaws.com/groups/global/AllUsers\"\n permissions = [\"READ\"]\n }",
            "",
        ),
        case(
            "object-store-public-write",
            bucket,
            "acl = \"public-read\"",
            "acl = \"public-read-write\"",
            "acl = var.unset",
        ),
        case(
            "object-store-any-account",
            bucket,
            "acl = \"private\"",
            "acl = \"authenticated-read\"",
            "acl = var.unset",
        ),
        case("object-store-uniform-access", bucket, "bucket = \"b\"", "acl = \"private\"", ""),
        case("object-store-public-access-block", bucket, "", "bucket = \"b\"", ""),
        case("object-store-public-access-ignored", bucket, "", "bucket = \"b\"", ""),
        case(
            "object-store-object-lock",
            bucket,
            "object_lock_enabled = true",
            "object_lock_configuration {\n object_lock_enabled = \"Disabled\"\n }",
            "object_lock_enabled = var.unset",
        ),
        case(
            "object-store-access-logging",
            bucket,
            "logging {\n target_bucket = \"logs\"\n }",
            "bucket = \"b\"",
            "logging {\n target_bucket = var.unset\n }",
        ),
        case(
            "object-store-lifecycle",
            bucket,
            "lifecycle_rule {\n enabled = true\n }",
            "bucket = \"b\"",
            "dynamic \"lifecycle_rule\" {\n for_each = var.unset\n content {\n enabled = true\n }\n }",
        ),
        case(
            "object-store-replication",
            bucket,
            "replication_configuration {\n rules {\n status = \"Enabled\"\n }\n }",
            "replication_configuration {\n rules {\n status = \"Disabled\"\n }\n }",
            "replication_configuration {\n rules {\n status = var.unset\n }\n }",
        ),
        case(
            "object-store-force-destroy",
            bucket,
            "bucket = \"b\"",
            "force_destroy = true",
            "force_destroy = var.unset",
        ),
        case("object-store-notifications", bucket, "", "bucket = \"b\"", ""),
        case(
            "object-store-policy-public",
            bucket,
            "policy = jsonencode({ Statement = [{ Effect = \"Allow\", Principal = { AWS = \"arn:aws:iam::1:root\" }, \
             Action = \"s3:*\" }] })",
            "policy = jsonencode({ Statement = [{ Effect = \"Allow\", Principal = \"*\", Action = \"s3:GetObject\" }] })",
            "policy = var.unset",
        ),
        case(
            "object-store-policy-lockout",
            bucket,
            "policy = jsonencode({ Statement = [{ Effect = \"Deny\", Principal = \"*\", Action = \"s3:GetObject\" }] })",
            "policy = jsonencode({ Statement = [{ Effect = \"Deny\", Principal = \"*\", Action = \"s3:*\" }] })",
            "policy = var.unset",
        ),
        case(
            "object-store-denies-plaintext",
            bucket,
            "policy = jsonencode({ Statement = [{ Effect = \"Deny\", Principal = \"*\", Action = \"s3:*\", Condition = { \
             Bool = { \"aws:SecureTransport\" = \"false\" } } }] })",
            "bucket = \"b\"",
            "policy = var.unset",
        ),
        case(
            "stored-object-customer-key",
            "aws_s3_object",
            "kms_key_id = aws_kms_key.k.arn",
            "key = \"k\"",
            "kms_key_id = var.unset",
        ),
        case(
            "stored-object-public-read",
            "aws_s3_bucket_object",
            "acl = \"private\"",
            "acl = \"public-read\"",
            "acl = var.unset",
        ),
    ]);
}

/// A bucket and its companions: by reference, by name, and with settings that cannot be told.
#[test]
fn companions_complete_a_bucket() {
    let text = r#"
resource "aws_s3_bucket" "good" { bucket = "good" }
resource "aws_s3_bucket" "plain" { bucket = "plain" }
resource "aws_s3_bucket" "unclear" { bucket = "unclear" }
resource "aws_s3_bucket" "logs" { bucket = "logs" }

resource "aws_s3_bucket_versioning" "good" {
  bucket = aws_s3_bucket.good.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_versioning" "plain" {
  bucket = "plain"
  versioning_configuration { status = "Suspended" }
}
resource "aws_s3_bucket_versioning" "unclear" {
  bucket = aws_s3_bucket.unclear.bucket
  versioning_configuration { status = var.unset }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "good" {
  bucket = "good"
  rule {
    apply_server_side_encryption_by_default { sse_algorithm = "aws:kms" }
  }
}
resource "aws_s3_bucket_public_access_block" "good" {
  bucket                  = aws_s3_bucket.good.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_public_access_block" "plain" {
  bucket            = aws_s3_bucket.plain.id
  block_public_acls = true
}
resource "aws_s3_bucket_public_access_block" "unclear" {
  bucket              = aws_s3_bucket.unclear.id
  block_public_acls   = true
  block_public_policy = var.unset
}
resource "aws_s3_bucket_acl" "plain" {
  bucket = aws_s3_bucket.plain.id
  access_control_policy {
    grant {
      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
      }
      permission = "FULL_CONTROL"
    }
  }
}
resource "aws_s3_bucket_logging" "good" {
  bucket        = aws_s3_bucket.good.id
  target_bucket = aws_s3_bucket.logs.id
}
resource "aws_s3_bucket_lifecycle_configuration" "good" {
  bucket = aws_s3_bucket.good.id
  rule {
    id     = "a"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload { days_after_initiation = 7 }
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "plain" {
  bucket = aws_s3_bucket.plain.id
  rule {
    id     = "a"
    status = "Enabled"
    filter { prefix = "logs/" }
    abort_incomplete_multipart_upload { days_after_initiation = 7 }
  }
}
resource "aws_s3_bucket_replication_configuration" "good" {
  bucket = aws_s3_bucket.good.id
  rule { status = "Enabled" }
}
resource "aws_s3_bucket_notification" "good" {
  bucket      = aws_s3_bucket.good.id
  eventbridge = true
}
resource "aws_s3_bucket_ownership_controls" "good" {
  bucket = aws_s3_bucket.good.id
  rule { object_ownership = "BucketOwnerEnforced" }
}
resource "aws_s3_bucket_policy" "plain" {
  bucket = aws_s3_bucket.plain.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject" }] })
}
"#;
    let mut wrong = Vec::new();
    for (check, address, expected) in [
        ("object-store-versioning", "aws_s3_bucket.good", Pass),
        ("object-store-versioning", "aws_s3_bucket.plain", Fail),
        ("object-store-versioning", "aws_s3_bucket.unclear", Unknown),
        ("object-store-kms-encryption", "aws_s3_bucket.good", Pass),
        ("object-store-kms-encryption", "aws_s3_bucket.plain", Fail),
        ("object-store-public-access-block", "aws_s3_bucket.good", Pass),
        ("object-store-public-access-block", "aws_s3_bucket.plain", Fail),
        ("object-store-public-access-block", "aws_s3_bucket.unclear", Unknown),
        ("object-store-public-access-ignored", "aws_s3_bucket.good", Pass),
        ("object-store-public-access-ignored", "aws_s3_bucket.unclear", Fail),
        ("public-access-block-acls", "aws_s3_bucket_public_access_block.plain", Pass),
        ("public-access-block-policy", "aws_s3_bucket_public_access_block.plain", Fail),
        ("public-access-block-policy", "aws_s3_bucket_public_access_block.unclear", Unknown),
        ("object-store-public-read", "aws_s3_bucket.good", Pass),
        ("object-store-public-read", "aws_s3_bucket.plain", Fail),
        ("object-store-public-write", "aws_s3_bucket.plain", Fail),
        ("access-list-public-view", "aws_s3_bucket_acl.plain", Fail),
        ("access-list-any-account", "aws_s3_bucket_acl.plain", Pass),
        ("object-store-access-logging", "aws_s3_bucket.good", Pass),
        ("object-store-access-logging", "aws_s3_bucket.logs", Pass),
        ("object-store-access-logging", "aws_s3_bucket.plain", Fail),
        ("object-store-lifecycle", "aws_s3_bucket.good", Pass),
        ("object-store-lifecycle", "aws_s3_bucket.unclear", Fail),
        ("lifecycle-unfinished-uploads", "aws_s3_bucket_lifecycle_configuration.good", Pass),
        ("lifecycle-unfinished-uploads", "aws_s3_bucket_lifecycle_configuration.plain", Fail),
        ("object-store-replication", "aws_s3_bucket.good", Pass),
        ("object-store-notifications", "aws_s3_bucket.good", Pass),
        ("object-store-uniform-access", "aws_s3_bucket.good", Pass),
        ("object-store-uniform-access", "aws_s3_bucket.plain", Fail),
        ("ownership-enforced", "aws_s3_bucket_ownership_controls.good", Pass),
        ("object-store-policy-public", "aws_s3_bucket.plain", Fail),
        ("storage-policy-public", "aws_s3_bucket_policy.plain", Fail),
        ("storage-policy-lockout", "aws_s3_bucket_policy.plain", Pass),
    ] {
        let got = verdict(text, check, address);
        if got != Some(expected) {
            wrong.push(format!("{check} on {address}: {got:?}, expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn object_stores_of_azure() {
    let account = "azurerm_storage_account";
    hold(&[
        case("object-store-encryption", account, "name = \"a\"", "", ""),
        case(
            "object-store-customer-key",
            account,
            "customer_managed_key {\n key_vault_key_id = azurerm_key_vault_key.k.id\n }",
            "name = \"a\"",
            "",
        ),
        case(
            "object-store-double-encryption",
            account,
            "infrastructure_encryption_enabled = true",
            "name = \"a\"",
            "infrastructure_encryption_enabled = var.unset",
        ),
        case(
            "object-store-https-only",
            account,
            "name = \"a\"",
            "https_traffic_only_enabled = false",
            "enable_https_traffic_only = var.unset",
        ),
        case(
            "object-store-minimum-tls",
            account,
            "min_tls_version = \"TLS1_2\"",
            "name = \"a\"",
            "min_tls_version = var.unset",
        ),
        case(
            "object-store-public-network",
            account,
            "public_network_access_enabled = false",
            "name = \"a\"",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "object-store-public-read",
            account,
            "allow_nested_items_to_be_public = false",
            "name = \"a\"",
            "allow_nested_items_to_be_public = var.unset",
        ),
        case(
            "object-store-public-read",
            "azurerm_storage_container",
            "name = \"c\"",
            "container_access_type = \"blob\"",
            "container_access_type = var.unset",
        ),
        case(
            "object-store-shared-keys",
            account,
            "shared_access_key_enabled = false",
            "name = \"a\"",
            "shared_access_key_enabled = var.unset",
        ),
        case(
            "object-store-signed-link-expiry",
            account,
            "sas_policy {\n expiration_period = \"01.00:00:00\"\n }",
            "name = \"a\"",
            "shared_access_key_enabled = var.unset",
        ),
        case(
            "object-store-local-users",
            account,
            "local_user_enabled = false",
            "is_hns_enabled = true",
            "local_user_enabled = var.unset",
        ),
        case(
            "object-store-directory-default",
            account,
            "default_to_oauth_authentication = true",
            "name = \"a\"",
            "default_to_oauth_authentication = var.unset",
        ),
        case(
            "object-store-network-default-deny",
            account,
            "network_rules {\n default_action = \"Deny\"\n }",
            "name = \"a\"",
            "network_rules {\n default_action = var.unset\n }",
        ),
        case(
            "object-store-trusted-services",
            account,
            "network_rules {\n default_action = \"Deny\"\n }",
            "network_rules {\n default_action = \"Deny\"\n bypass = [\"None\"]\n }",
            "network_rules {\n default_action = \"Deny\"\n bypass = var.unset\n }",
        ),
        case(
            "object-store-service-endpoint",
            account,
            "network_rules {\n default_action = \"Deny\"\n virtual_network_subnet_ids = [\"s\"]\n }",
            "name = \"a\"",
            "",
        ),
        case("object-store-private-endpoint", account, "", "name = \"a\"", ""),
        case(
            "object-store-geo-redundancy",
            account,
            "account_replication_type = \"GRS\"",
            "account_replication_type = \"LRS\"",
            "account_replication_type = var.unset",
        ),
        case(
            "object-store-multi-zone",
            account,
            "account_replication_type = \"ZRS\"",
            "account_replication_type = \"LRS\"",
            "account_replication_type = var.unset",
        ),
        case(
            "object-store-versioning",
            account,
            "blob_properties {\n versioning_enabled = true\n }",
            "name = \"a\"",
            "blob_properties {\n versioning_enabled = var.unset\n }",
        ),
        case(
            "object-store-soft-delete",
            account,
            "blob_properties {\n delete_retention_policy {\n days = 7\n }\n }",
            "name = \"a\"",
            "",
        ),
        case(
            "object-store-container-soft-delete",
            account,
            "blob_properties {\n container_delete_retention_policy {\n days = 7\n }\n }",
            "name = \"a\"",
            "",
        ),
        case(
            "object-store-change-feed",
            account,
            "blob_properties {\n change_feed_enabled = true\n }",
            "name = \"a\"",
            "blob_properties {\n change_feed_enabled = var.unset\n }",
        ),
        case(
            "object-store-object-lock",
            account,
            "immutability_policy {\n state = \"Locked\"\n }",
            "name = \"a\"",
            "immutability_policy {\n state = var.unset\n }",
        ),
        case(
            "object-store-queue-logging",
            account,
            "queue_properties {\n logging {\n read = true\n write = true\n delete = true\n }\n }",
            "queue_properties {\n logging {\n read = true\n write = true\n delete = false\n }\n }",
            "queue_properties {\n logging {\n read = true\n write = true\n delete = var.unset\n }\n }",
        ),
        case(
            "object-store-queue-logging",
            account,
            "account_kind = \"BlobStorage\"",
            "account_kind = \"StorageV2\"",
            "",
        ),
        case("object-store-threat-detection", account, "", "name = \"a\"", ""),
        case("object-store-backup", account, "", "name = \"a\"", ""),
        case("object-store-lifecycle", account, "", "name = \"a\"", ""),
        case(
            "object-store-encryption",
            "azurerm_data_lake_store",
            "name = \"a\"",
            "encryption_state = \"Disabled\"",
            "encryption_state = var.unset",
        ),
        case(
            "storage-network-rules-default-deny",
            "azurerm_storage_account_network_rules",
            "default_action = \"Deny\"",
            "default_action = \"Allow\"",
            "default_action = var.unset",
        ),
        case(
            "storage-network-rules-trusted-services",
            "azurerm_storage_account_network_rules",
            "default_action = \"Deny\"\nbypass = [\"AzureServices\"]",
            "default_action = \"Deny\"\nbypass = [\"Metrics\"]",
            "default_action = \"Deny\"\nbypass = var.unset",
        ),
        case(
            "storage-double-encryption",
            "azurerm_storage_encryption_scope",
            "infrastructure_encryption_required = true",
            "name = \"s\"",
            "infrastructure_encryption_required = var.unset",
        ),
        case(
            "storage-setting-customer-key",
            "azurerm_storage_encryption_scope",
            "key_vault_key_id = azurerm_key_vault_key.k.id",
            "name = \"s\"",
            "key_vault_key_id = var.unset",
        ),
        case(
            "local-user-password",
            "azurerm_storage_account_local_user",
            "name = \"u\"",
            "ssh_password_enabled = true",
            "ssh_password_enabled = var.unset",
        ),
    ]);
}

#[test]
fn companions_complete_an_account() {
    let text = r#"
resource "azurerm_storage_account" "good" { name = "good" }
resource "azurerm_storage_account_customer_managed_key" "good" {
  storage_account_id = azurerm_storage_account.good.id
  key_vault_id       = azurerm_key_vault.v.id
  key_name           = "k"
}
resource "azurerm_storage_account_network_rules" "good" {
  storage_account_id = azurerm_storage_account.good.id
  default_action     = "Deny"
}
resource "azurerm_private_endpoint" "good" {
  private_service_connection {
    private_connection_resource_id = azurerm_storage_account.good.id
  }
}
resource "azurerm_storage_management_policy" "good" {
  storage_account_id = azurerm_storage_account.good.id
  rule { name = "r" }
}
resource "azurerm_security_center_storage_defender" "good" {
  storage_account_id = azurerm_storage_account.good.id
}
resource "azurerm_data_protection_backup_instance_blob_storage" "good" {
  storage_account_id = azurerm_storage_account.good.id
}
"#;
    for check in [
        "object-store-customer-key",
        "object-store-network-default-deny",
        "object-store-private-endpoint",
        "object-store-lifecycle",
        "object-store-threat-detection",
        "object-store-backup",
    ] {
        assert_eq!(verdict(text, check, "azurerm_storage_account.good"), Some(Pass), "{check}");
    }
}

#[test]
fn object_stores_of_google() {
    let bucket = "google_storage_bucket";
    hold(&[
        case("object-store-encryption", bucket, "name = \"b\"", "", ""),
        case(
            "object-store-customer-key",
            bucket,
            "encryption {\n default_kms_key_name = \"k\"\n }",
            "name = \"b\"",
            "encryption {\n default_kms_key_name = var.unset\n }",
        ),
        case(
            "object-store-versioning",
            bucket,
            "versioning {\n enabled = true\n }",
            "name = \"b\"",
            "versioning {\n enabled = var.unset\n }",
        ),
        case(
            "object-store-public-access-prevention",
            bucket,
            "public_access_prevention = \"enforced\"",
            "name = \"b\"",
            "public_access_prevention = var.unset",
        ),
        case(
            "object-store-uniform-access",
            bucket,
            "uniform_bucket_level_access = true",
            "name = \"b\"",
            "uniform_bucket_level_access = var.unset",
        ),
        case(
            "object-store-access-logging",
            bucket,
            "logging {\n log_bucket = \"logs\"\n }",
            "name = \"b\"",
            "logging {\n log_bucket = var.unset\n }",
        ),
        case(
            "object-store-logs-to-itself",
            bucket,
            "name = \"b\"\nlogging {\n log_bucket = \"logs\"\n }",
            "name = \"b\"\nlogging {\n log_bucket = \"b\"\n }",
            "",
        ),
        case(
            "object-store-retention-policy",
            bucket,
            "retention_policy {\n retention_period = 1\n }",
            "name = \"b\"",
            "",
        ),
        case(
            "object-store-object-lock",
            bucket,
            "retention_policy {\n is_locked = true\n }",
            "retention_policy {\n is_locked = false\n }",
            "retention_policy {\n is_locked = var.unset\n }",
        ),
        case(
            "object-store-soft-delete",
            bucket,
            "name = \"b\"",
            "soft_delete_policy {\n retention_duration_seconds = 0\n }",
            "soft_delete_policy {\n retention_duration_seconds = var.unset\n }",
        ),
        case(
            "object-store-geo-redundancy",
            bucket,
            "location = \"EU\"",
            "location = \"us-east1\"",
            "location = var.unset",
        ),
        case(
            "object-store-lifecycle",
            bucket,
            "lifecycle_rule {\n action {\n type = \"Delete\"\n }\n }",
            "name = \"b\"",
            "",
        ),
        case(
            "object-store-force-destroy",
            bucket,
            "name = \"b\"",
            "force_destroy = true",
            "force_destroy = var.unset",
        ),
        case(
            "storage-binding-not-public",
            "google_storage_bucket_iam_member",
            "member = \"user:a@b.c\"",
            "member = \"allUsers\"",
            "member = var.unset",
        ),
        case(
            "storage-binding-not-public",
            "google_storage_bucket_iam_binding",
            "members = [\"user:a@b.c\"]",
            "members = [\"user:a@b.c\", \"allAuthenticatedUsers\"]",
            "members = var.unset",
        ),
        case(
            "stored-object-customer-key",
            "google_storage_bucket_object",
            "kms_key_name = \"k\"",
            "name = \"o\"",
            "kms_key_name = var.unset",
        ),
        case(
            "storage-interoperability-key",
            "google_storage_hmac_key",
            "state = \"INACTIVE\"",
            "service_account_email = \"a\"",
            "state = var.unset",
        ),
    ]);
    let text = r#"
resource "google_storage_bucket" "open" { name = "open" }
resource "google_storage_bucket" "closed" { name = "closed" }
resource "google_storage_bucket_iam_member" "open" {
  bucket = google_storage_bucket.open.name
  member = "allUsers"
}
resource "google_storage_bucket_iam_member" "closed" {
  bucket = "closed"
  member = "user:a@b.c"
}
"#;
    assert_eq!(verdict(text, "object-store-public-read", "google_storage_bucket.open"), Some(Fail));
    assert_eq!(verdict(text, "object-store-public-read", "google_storage_bucket.closed"), Some(Pass));
}

#[test]
fn volumes_snapshots_and_images() {
    hold(&[
        case(
            "block-volume-encryption",
            "aws_ebs_volume",
            "encrypted = \"true\"",
            "encrypted = false",
            "encrypted = var.unset",
        ),
        case(
            "block-volume-encryption",
            "azurerm_managed_disk",
            "name = \"d\"",
            "encryption_settings {\n enabled = false\n }",
            "encryption_settings {\n enabled = var.unset\n }",
        ),
        case("block-volume-attached-encryption", "aws_ebs_volume", "size = 1", "", ""),
        case(
            "block-volume-customer-key",
            "aws_ebs_volume",
            "kms_key_id = aws_kms_key.k.arn",
            "encrypted = true",
            "kms_key_id = var.unset",
        ),
        case(
            "block-volume-customer-key",
            "azurerm_managed_disk",
            "disk_encryption_set_id = \"x\"",
            "name = \"d\"",
            "disk_encryption_set_id = var.unset",
        ),
        case(
            "block-volume-customer-key",
            "google_compute_disk",
            "disk_encryption_key {\n kms_key_self_link = \"k\"\n }",
            "name = \"d\"",
            "disk_encryption_key {\n kms_key_self_link = var.unset\n }",
        ),
        case(
            "block-volume-public-network",
            "azurerm_managed_disk",
            "public_network_access_enabled = false",
            "name = \"d\"",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "block-volume-network-export",
            "azurerm_managed_disk",
            "network_access_policy = \"DenyAll\"",
            "name = \"d\"",
            "network_access_policy = var.unset",
        ),
        case("block-volume-backup", "aws_ebs_volume", "", "size = 1", ""),
        case(
            "snapshot-encryption",
            "aws_ebs_snapshot_copy",
            "encrypted = true",
            "source_region = \"x\"",
            "encrypted = var.unset",
        ),
        case(
            "snapshot-customer-key",
            "aws_ebs_snapshot_copy",
            "kms_key_id = \"k\"",
            "encrypted = true",
            "kms_key_id = var.unset",
        ),
        case(
            "snapshot-customer-key",
            "google_compute_snapshot",
            "snapshot_encryption_key {\n raw_key = \"k\"\n }",
            "name = \"s\"",
            "",
        ),
        case("snapshot-not-public", "aws_ebs_snapshot", "volume_id = \"v\"", "", ""),
        case("snapshot-source-encryption", "aws_ebs_snapshot", "", "", "volume_id = \"vol-1\""),
        case(
            "snapshot-public-network",
            "azurerm_snapshot",
            "public_network_access_enabled = false",
            "name = \"s\"",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "machine-image-encryption",
            "aws_ami",
            "ebs_block_device {\n encrypted = true\n }\nebs_block_device {\n snapshot_id = \"s\"\n }",
            "ebs_block_device {\n encrypted = true\n }\nebs_block_device {\n device_name = \"x\"\n }",
            "ebs_block_device {\n encrypted = var.unset\n }",
        ),
        case(
            "machine-image-encryption",
            "aws_ami_copy",
            "encrypted = true",
            "name = \"i\"",
            "encrypted = var.unset",
        ),
        case(
            "machine-image-customer-key",
            "aws_ami_copy",
            "kms_key_id = \"k\"",
            "encrypted = true",
            "kms_key_id = var.unset",
        ),
        case("machine-image-not-public", "aws_ami", "name = \"i\"", "", ""),
        case("machine-image-public-members", "google_compute_image", "name = \"i\"", "", ""),
        case(
            "machine-image-sharing",
            "aws_ami_launch_permission",
            "",
            "account_id = \"1\"",
            "account_id = var.unset",
        ),
        case(
            "account-volume-encryption",
            "aws_ebs_encryption_by_default",
            "",
            "enabled = false",
            "enabled = var.unset",
        ),
        case(
            "account-sharing-blocked",
            "aws_ebs_snapshot_block_public_access",
            "state = \"block-all-sharing\"",
            "state = \"unblocked\"",
            "state = var.unset",
        ),
        case(
            "disk-encryption-set-rotation",
            "azurerm_disk_encryption_set",
            "auto_key_rotation_enabled = true",
            "name = \"s\"",
            "auto_key_rotation_enabled = var.unset",
        ),
    ]);
    let text = r#"
resource "aws_ebs_volume" "plain" { encrypted = false }
resource "aws_ebs_volume" "good" { encrypted = true }
resource "aws_volume_attachment" "plain" { volume_id = aws_ebs_volume.plain.id }
resource "aws_ebs_snapshot" "plain" { volume_id = aws_ebs_volume.plain.id }
resource "aws_ebs_snapshot" "good" { volume_id = aws_ebs_volume.good.id }
resource "aws_snapshot_create_volume_permission" "plain" {
  snapshot_id = aws_ebs_snapshot.plain.id
  account_id  = "all"
}
resource "aws_ami" "open" { name = "open" }
resource "aws_ami_launch_permission" "open" {
  image_id = aws_ami.open.id
  group    = "all"
}
resource "aws_backup_selection" "s" { resources = [aws_ebs_volume.good.arn] }
resource "google_compute_image" "open" { name = "open" }
resource "google_compute_image_iam_member" "open" {
  image  = google_compute_image.open.name
  member = "allAuthenticatedUsers"
}
"#;
    for (check, address, expected) in [
        ("block-volume-attached-encryption", "aws_ebs_volume.plain", Fail),
        ("block-volume-backup", "aws_ebs_volume.good", Pass),
        ("block-volume-backup", "aws_ebs_volume.plain", Fail),
        ("snapshot-source-encryption", "aws_ebs_snapshot.plain", Fail),
        ("snapshot-source-encryption", "aws_ebs_snapshot.good", Pass),
        ("snapshot-not-public", "aws_ebs_snapshot.plain", Fail),
        ("machine-image-not-public", "aws_ami.open", Fail),
        ("machine-image-public-members", "google_compute_image.open", Fail),
    ] {
        assert_eq!(verdict(text, check, address), Some(expected), "{check} on {address}");
    }
}

#[test]
fn file_shares() {
    hold(&[
        case(
            "file-share-encryption",
            "aws_efs_file_system",
            "encrypted = true",
            "creation_token = \"x\"",
            "encrypted = var.unset",
        ),
        case(
            "file-share-customer-key",
            "aws_efs_file_system",
            "kms_key_id = \"k\"",
            "encrypted = true",
            "kms_key_id = var.unset",
        ),
        case(
            "file-share-customer-key",
            "aws_fsx_ontap_file_system",
            "kms_key_id = \"k\"",
            "storage_capacity = 1",
            "kms_key_id = var.unset",
        ),
        case(
            "file-share-customer-key",
            "google_filestore_instance",
            "kms_key_name = \"k\"",
            "name = \"f\"",
            "kms_key_name = var.unset",
        ),
        case(
            "file-share-transit-encryption",
            "azurerm_storage_share",
            "name = \"s\"",
            "enabled_protocol = \"NFS\"",
            "enabled_protocol = var.unset",
        ),
        case(
            "file-share-transit-encryption",
            "azurerm_netapp_volume",
            "protocols = [\"CIFS\"]\nsmb3_protocol_encryption_enabled = true",
            "protocols = [\"NFSv3\"]",
            "protocols = [\"CIFS\"]\nsmb3_protocol_encryption_enabled = var.unset",
        ),
        case(
            "file-share-public-network",
            "azurerm_storage_sync",
            "incoming_traffic_policy = \"AllowVirtualNetworksOnly\"",
            "name = \"s\"",
            "incoming_traffic_policy = var.unset",
        ),
        case(
            "file-share-public-network",
            "azurerm_netapp_volume",
            "export_policy_rule {\n allowed_clients = [\"10.0.0.0/24\"]\n }",
            "export_policy_rule {\n allowed_clients = [\"0.0.0.0/0\"]\n }",
            "export_policy_rule {\n allowed_clients = var.unset\n }",
        ),
        case(
            "file-share-client-list",
            "aws_storagegateway_nfs_file_share",
            "client_list = [\"10.0.0.0/8\"]",
            "client_list = [\"0.0.0.0/0\"]",
            "client_list = var.unset",
        ),
        case(
            "file-share-guest-access",
            "aws_storagegateway_smb_file_share",
            "authentication = \"ActiveDirectory\"",
            "authentication = \"GuestAccess\"",
            "authentication = var.unset",
        ),
        case(
            "file-share-audit-logging",
            "aws_fsx_windows_file_system",
            "audit_log_configuration {\n file_access_audit_log_level = \"SUCCESS_AND_FAILURE\"\n }",
            "storage_capacity = 1",
            "audit_log_configuration {\n file_access_audit_log_level = var.unset\n }",
        ),
        case(
            "file-share-backup-retention",
            "aws_fsx_windows_file_system",
            "storage_capacity = 1",
            "automatic_backup_retention_days = 0",
            "automatic_backup_retention_days = var.unset",
        ),
        case(
            "file-share-backup-retention",
            "aws_fsx_openzfs_file_system",
            "automatic_backup_retention_days = 30",
            "storage_capacity = 1",
            "",
        ),
        case(
            "file-share-multi-zone",
            "aws_efs_file_system",
            "encrypted = true",
            "availability_zone_name = \"us-east-1a\"",
            "availability_zone_name = var.unset",
        ),
        case(
            "file-share-deletion-protection",
            "google_filestore_instance",
            "deletion_protection_enabled = true",
            "name = \"f\"",
            "deletion_protection_enabled = var.unset",
        ),
        case("file-share-backup", "aws_efs_file_system", "", "encrypted = true", ""),
        case("file-share-replication", "aws_efs_file_system", "", "encrypted = true", ""),
        case(
            "file-access-point-root",
            "aws_efs_access_point",
            "root_directory {\n path = \"/a\"\n }",
            "file_system_id = \"f\"",
            "root_directory {\n path = var.unset\n }",
        ),
        case(
            "file-access-point-user",
            "aws_efs_access_point",
            "posix_user {\n gid = 0\n uid = 0\n }",
            "file_system_id = \"f\"",
            "posix_user {\n gid = var.unset\n uid = 0\n }",
        ),
        case(
            "file-share-policy-denies-plaintext",
            "aws_efs_file_system_policy",
            "policy = jsonencode({ Statement = [{ Effect = \"Deny\", Principal = { AWS = \"*\" }, Action = \"*\", Condition = { Bool = { \"aws:SecureTransport\" = \"false\" } } }] })",
            "policy = jsonencode({ Statement = [] })",
            "policy = var.unset",
        ),
        case(
            "file-directory-authentication",
            "azurerm_netapp_account",
            "active_directory {\n ldap_over_tls_enabled = true\n }",
            "active_directory {\n domain = \"d\"\n }",
            "active_directory {\n ldap_over_tls_enabled = var.unset\n }",
        ),
        case(
            "transfer-location-encryption",
            "aws_datasync_location_object_storage",
            "bucket_name = \"b\"",
            "server_protocol = \"HTTP\"",
            "server_protocol = var.unset",
        ),
        case(
            "storage-double-encryption",
            "azurerm_netapp_pool",
            "encryption_type = \"Double\"",
            "name = \"p\"",
            "encryption_type = var.unset",
        ),
    ]);
    let text = r#"
resource "aws_efs_file_system" "good" { encrypted = true }
resource "aws_efs_backup_policy" "good" {
  file_system_id = aws_efs_file_system.good.id
  backup_policy { status = "ENABLED" }
}
resource "aws_efs_replication_configuration" "good" {
  source_file_system_id = aws_efs_file_system.good.id
}
"#;
    for check in ["file-share-backup", "file-share-replication"] {
        assert_eq!(verdict(text, check, "aws_efs_file_system.good"), Some(Pass), "{check}");
    }
}

#[test]
fn backups() {
    hold(&[
        case(
            "backup-vault-customer-key",
            "aws_backup_vault",
            "kms_key_arn = \"k\"",
            "name = \"v\"",
            "kms_key_arn = var.unset",
        ),
        case(
            "backup-vault-customer-key",
            "azurerm_recovery_services_vault",
            "encryption {\n key_id = \"k\"\n }",
            "name = \"v\"",
            "encryption {\n key_id = var.unset\n }",
        ),
        case(
            "backup-vault-lock",
            "azurerm_recovery_services_vault",
            "immutability = \"Locked\"",
            "name = \"v\"",
            "immutability = var.unset",
        ),
        case(
            "backup-vault-lock",
            "google_backup_dr_backup_vault",
            "effective_time = \"2027-01-01T00:00:00Z\"",
            "backup_vault_id = \"v\"",
            "",
        ),
        case(
            "backup-vault-soft-delete",
            "azurerm_recovery_services_vault",
            "name = \"v\"",
            "soft_delete_enabled = false",
            "soft_delete_enabled = var.unset",
        ),
        case(
            "backup-vault-soft-delete",
            "azurerm_data_protection_backup_vault",
            "name = \"v\"",
            "soft_delete = \"Off\"",
            "soft_delete = var.unset",
        ),
        case(
            "backup-vault-geo-redundancy",
            "azurerm_recovery_services_vault",
            "name = \"v\"",
            "storage_mode_type = \"LocallyRedundant\"",
            "storage_mode_type = var.unset",
        ),
        case(
            "backup-vault-cross-region-restore",
            "azurerm_recovery_services_vault",
            "cross_region_restore_enabled = true",
            "name = \"v\"",
            "cross_region_restore_enabled = var.unset",
        ),
        case(
            "backup-vault-public-network",
            "azurerm_recovery_services_vault",
            "public_network_access_enabled = false",
            "name = \"v\"",
            "public_network_access_enabled = var.unset",
        ),
        case(
            "backup-vault-identity",
            "azurerm_recovery_services_vault",
            "identity {\n type = \"SystemAssigned\"\n }",
            "name = \"v\"",
            "identity {\n type = var.unset\n }",
        ),
        case("backup-vault-delete-approval", "azurerm_recovery_services_vault", "", "name = \"v\"", ""),
        case(
            "backup-vault-notifications",
            "azurerm_recovery_services_vault",
            "name = \"v\"",
            "monitoring {\n alerts_for_all_job_failures_enabled = false\n }",
            "monitoring {\n alerts_for_all_job_failures_enabled = var.unset\n }",
        ),
        case(
            "backup-vault-minimum-retention",
            "google_backup_dr_backup_vault",
            "backup_minimum_enforced_retention_duration = \"2592000s\"",
            "backup_minimum_enforced_retention_duration = \"100000s\"",
            "backup_minimum_enforced_retention_duration = var.unset",
        ),
        case(
            "backup-force-destroy",
            "aws_backup_vault",
            "name = \"v\"",
            "force_destroy = true",
            "force_destroy = var.unset",
        ),
        case(
            "backup-plan-retention",
            "aws_backup_plan",
            "rule {\n lifecycle {\n delete_after = 35\n }\n }",
            "rule {\n lifecycle {\n delete_after = 14\n }\n }",
            "rule {\n lifecycle {\n delete_after = var.unset\n }\n }",
        ),
        case(
            "backup-plan-retention",
            "azurerm_backup_policy_vm",
            "retention_daily {\n count = 40\n }",
            "retention_daily {\n count = 7\n }",
            "retention_daily {\n count = var.unset\n }",
        ),
        case(
            "backup-plan-retention",
            "azurerm_data_protection_backup_policy_disk",
            "default_retention_duration = \"P90D\"",
            "default_retention_duration = \"P7D\"",
            "default_retention_duration = var.unset",
        ),
        case(
            "backup-plan-daily",
            "aws_backup_plan",
            "rule {\n schedule = \"cron(0 5 ? * * *)\"\n }",
            "rule {\n schedule = \"cron(0 5 ? * 1 *)\"\n }",
            "rule {\n schedule = var.unset\n }",
        ),
        case(
            "backup-plan-daily",
            "azurerm_backup_policy_vm",
            "backup {\n frequency = \"Daily\"\n }",
            "backup {\n frequency = \"Weekly\"\n }",
            "backup {\n frequency = var.unset\n }",
        ),
        case(
            "backup-plan-frequency-and-retention",
            "aws_backup_plan",
            "rule {\n schedule = \"rate(1 day)\"\n lifecycle {\n delete_after = 90\n }\n }",
            "rule {\n schedule = \"rate(1 day)\"\n lifecycle {\n delete_after = 5\n }\n }",
            "rule {\n schedule = var.unset\n lifecycle {\n delete_after = 90\n }\n }",
        ),
        case(
            "backup-plan-copy",
            "aws_backup_plan",
            "rule {\n copy_action {\n destination_vault_arn = \"v\"\n }\n }",
            "rule {\n schedule = \"rate(1 day)\"\n }",
            "",
        ),
        case(
            "backup-plan-copy-encryption",
            "aws_dlm_lifecycle_policy",
            "policy_details {\n schedule {\n cross_region_copy_rule {\n encrypted = true\n }\n }\n }",
            "policy_details {\n schedule {\n cross_region_copy_rule {\n target = \"x\"\n }\n }\n }",
            "policy_details {\n schedule {\n cross_region_copy_rule {\n encrypted = var.unset\n }\n }\n }",
        ),
        case(
            "backup-plan-copy-customer-key",
            "aws_dlm_lifecycle_policy",
            "policy_details {\n schedule {\n cross_region_copy_rule {\n encrypted = true\n cmk_arn = \"k\"\n }\n }\n }",
            "policy_details {\n schedule {\n cross_region_copy_rule {\n encrypted = true\n }\n }\n }",
            "",
        ),
        case(
            "backup-plan-event-copy-encryption",
            "aws_dlm_lifecycle_policy",
            "policy_details {\n action {\n cross_region_copy {\n encryption_configuration {\n encrypted = true\n }\n }\n }\n }",
            "policy_details {\n action {\n cross_region_copy {\n target = \"x\"\n }\n }\n }",
            "",
        ),
        case(
            "backup-plan-event-copy-customer-key",
            "aws_dlm_lifecycle_policy",
            "policy_details {\n action {\n cross_region_copy {\n encryption_configuration {\n encrypted = true\n cmk_arn = \"k\"\n }\n }\n }\n }",
            "policy_details {\n action {\n cross_region_copy {\n target = \"x\"\n }\n }\n }",
            "",
        ),
        case(
            "archive-policy-public",
            "aws_glacier_vault",
            "name = \"a\"",
            "access_policy = jsonencode({ Statement = [{ Effect = \"Allow\", Principal = \"*\", Action = \"glacier:*\", Resource = \"*\" }] })",
            "access_policy = var.unset",
        ),
        case("archive-lock", "aws_glacier_vault", "", "name = \"a\"", ""),
        case(
            "account-public-access-block",
            "aws_s3_account_public_access_block",
            "block_public_acls = true\nblock_public_policy = true\nignore_public_acls = true\nrestrict_public_buckets = true",
            "block_public_acls = true",
            "block_public_acls = true\nblock_public_policy = true\nignore_public_acls = true\nrestrict_public_buckets = var.unset",
        ),
        case(
            "access-point-blocked",
            "aws_s3_access_point",
            "name = \"p\"",
            "public_access_block_configuration {\n block_public_acls = false\n block_public_policy = false\n restrict_public_buckets = false\n }",
            "",
        ),
        case(
            "access-point-fully-blocked",
            "aws_s3_access_point",
            "name = \"p\"",
            "public_access_block_configuration {\n block_public_acls = false\n }",
            "public_access_block_configuration {\n block_public_acls = var.unset\n }",
        ),
    ]);
    let text = r#"
resource "aws_backup_vault" "good" { name = "good" }
resource "aws_backup_vault_lock_configuration" "good" { backup_vault_name = "good" }
resource "aws_backup_vault_notifications" "good" { backup_vault_name = aws_backup_vault.good.name }
resource "aws_backup_vault" "open" { name = "open" }
resource "aws_backup_vault_policy" "open" {
  backup_vault_name = aws_backup_vault.open.name
  policy            = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "backup:*" }] })
}
"#;
    for (check, address, expected) in [
        ("backup-vault-lock", "aws_backup_vault.good", Pass),
        ("backup-vault-lock", "aws_backup_vault.open", Fail),
        ("backup-vault-notifications", "aws_backup_vault.good", Pass),
        ("backup-vault-policy-public", "aws_backup_vault.good", Pass),
        ("backup-vault-policy-public", "aws_backup_vault.open", Fail),
        ("storage-policy-public", "aws_backup_vault_policy.open", Fail),
    ] {
        assert_eq!(verdict(text, check, address), Some(expected), "{check} on {address}");
    }
}
