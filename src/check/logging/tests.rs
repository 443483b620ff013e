//! Passing, failing and unknown inputs of every check of the family.

use crate::check::Verdict;
use crate::testing::{Case, case, hold, verdict};

#[test]
fn trails() {
    const TRAIL: &str = "aws_cloudtrail";
    const STORE: &str = "aws_cloudtrail_event_data_store";
    const PROFILE: &str = "azurerm_monitor_log_profile";
    const CASES: &[Case] = &[
        case("audit-trail-enabled", TRAIL, "", "enable_logging = false", "enable_logging = var.unset"),
        case("audit-trail-enabled", TRAIL, "enable_logging = true", "", ""),
        case("audit-trail-enabled", STORE, "name = \"a\"", "suspend = true", "suspend = var.unset"),
        case(
            "audit-trail-all-regions",
            TRAIL,
            "is_multi_region_trail = true",
            "name = \"a\"",
            "is_multi_region_trail = var.unset",
        ),
        case(
            "audit-trail-all-regions",
            STORE,
            "name = \"a\"",
            "multi_region_enabled = false",
            "multi_region_enabled = var.unset",
        ),
        case(
            "audit-trail-global-events",
            TRAIL,
            "name = \"a\"",
            "include_global_service_events = false",
            "include_global_service_events = var.unset",
        ),
        case(
            "audit-trail-integrity",
            TRAIL,
            "enable_log_file_validation = true",
            "name = \"a\"",
            "enable_log_file_validation = var.unset",
        ),
        case(
            "audit-trail-customer-key",
            TRAIL,
            "kms_key_id = aws_kms_key.k.arn",
            "kms_key_id = \"\"",
            "kms_key_id = var.unset",
        ),
        case("audit-trail-customer-key", STORE, "kms_key_id = \"arn:aws:kms:a:1:key/b\"", "name = \"a\"", ""),
        case(
            "audit-trail-monitored",
            TRAIL,
            "cloud_watch_logs_group_arn = \"${aws_cloudwatch_log_group.g.arn}:*\"",
            "name = \"a\"",
            "cloud_watch_logs_group_arn = var.unset",
        ),
        case(
            "audit-trail-notifications",
            TRAIL,
            "sns_topic_name = \"t\"",
            "name = \"a\"",
            "sns_topic_name = var.unset",
        ),
        case(
            "audit-trail-data-events",
            TRAIL,
            "event_selector {\n data_resource {\n type = \"AWS::S3::Object\"\n values = [\"arn:aws:s3\"]\n }\n }",
            "event_selector {\n data_resource {\n type = \"AWS::Lambda::Function\"\n values = [\"x\"]\n }\n }",
            "event_selector {\n data_resource {\n type = var.unset\n values = [\"x\"]\n }\n }",
        ),
        case(
            "audit-trail-data-events",
            TRAIL,
            "advanced_event_selector {\n field_selector {\n field = \"resources.type\"\n equals = [\"AWS::S3::Object\"]\n }\n }",
            "advanced_event_selector {\n field_selector {\n field = \"eventCategory\"\n equals = [\"Management\"]\n }\n }",
            "advanced_event_selector {\n field_selector {\n field = \"resources.type\"\n equals = [var.unset]\n }\n }",
        ),
        case(
            "audit-trail-deletion-protection",
            STORE,
            "name = \"a\"",
            "termination_protection_enabled = false",
            "termination_protection_enabled = var.unset",
        ),
        case(
            "audit-trail-retention",
            STORE,
            "name = \"a\"",
            "retention_period = 30",
            "retention_period = var.unset",
        ),
        case(
            "activity-log-retention",
            PROFILE,
            "retention_policy {\n enabled = true\n days = 365\n }",
            "retention_policy {\n enabled = true\n days = 0\n }",
            "retention_policy {\n enabled = var.unset\n days = 365\n }",
        ),
        case(
            "activity-log-retention",
            PROFILE,
            "retention_policy {\n enabled = false\n }",
            "name = \"a\"",
            "retention_policy {\n enabled = true\n days = var.unset\n }",
        ),
        case(
            "activity-log-categories",
            PROFILE,
            "categories = [\"Action\", \"Delete\", \"Write\"]",
            "categories = [\"Action\"]",
            "categories = [\"Action\", \"Delete\", var.unset]",
        ),
        case(
            "activity-log-global",
            PROFILE,
            "locations = [\"global\"]",
            "locations = [\"eastus\"]",
            "locations = var.unset",
        ),
    ];
    hold(CASES);
}

#[test]
fn audit_configurations() {
    const CONFIG: &str = "google_project_iam_audit_config";
    const CASES: &[Case] = &[
        case(
            "audit-config-no-exemptions",
            CONFIG,
            "audit_log_config {\n log_type = \"DATA_READ\"\n }",
            "audit_log_config {\n log_type = \"DATA_READ\"\n }\n audit_log_config {\n log_type = \"DATA_WRITE\"\n exempted_members = [\"user:a@b.c\"]\n }",
            "audit_log_config {\n log_type = \"DATA_READ\"\n exempted_members = var.unset\n }",
        ),
        case(
            "audit-config-data-access",
            "google_folder_iam_audit_config",
            "audit_log_config {\n log_type = \"DATA_READ\"\n }\n audit_log_config {\n log_type = \"DATA_WRITE\"\n }",
            "audit_log_config {\n log_type = \"ADMIN_READ\"\n }",
            "audit_log_config {\n log_type = \"DATA_READ\"\n }\n audit_log_config {\n log_type = var.unset\n }",
        ),
        case(
            "audit-config-all-services",
            "google_organization_iam_audit_config",
            "service = \"allServices\"",
            "service = \"storage.googleapis.com\"",
            "service = var.unset",
        ),
    ];
    hold(CASES);
}

#[test]
fn log_stores() {
    const GROUP: &str = "aws_cloudwatch_log_group";
    const WORKSPACE: &str = "azurerm_log_analytics_workspace";
    const BUCKET: &str = "google_logging_project_bucket_config";
    const CASES: &[Case] = &[
        case(
            "log-store-customer-key",
            GROUP,
            "kms_key_id = aws_kms_key.k.arn",
            "name = \"a\"",
            "kms_key_id = var.unset",
        ),
        case(
            "log-store-customer-key",
            BUCKET,
            "cmek_settings {\n kms_key_name = google_kms_crypto_key.k.id\n }",
            "project = \"p\"",
            "cmek_settings {\n kms_key_name = var.unset\n }",
        ),
        case(
            "log-group-retention-stated",
            GROUP,
            "retention_in_days = 0",
            "name = \"a\"",
            "retention_in_days = var.unset",
        ),
        case(
            "log-group-retention-year",
            GROUP,
            "retention_in_days = 365",
            "retention_in_days = 90",
            "retention_in_days = var.unset",
        ),
        case("log-group-retention-year", GROUP, "retention_in_days = 0", "name = \"a\"", ""),
        case(
            "log-store-retention-year",
            WORKSPACE,
            "retention_in_days = 730",
            "name = \"a\"",
            "retention_in_days = var.unset",
        ),
        case(
            "log-store-retention-year",
            "azurerm_application_insights",
            "retention_in_days = 365",
            "name = \"a\"",
            "",
        ),
        case(
            "log-store-retention-year",
            BUCKET,
            "retention_days = 400",
            "project = \"p\"",
            "retention_days = var.unset",
        ),
        case("log-store-locked", BUCKET, "locked = true", "project = \"p\"", "locked = var.unset"),
        case(
            "log-store-private-query",
            WORKSPACE,
            "internet_query_enabled = false",
            "name = \"a\"",
            "internet_query_enabled = var.unset",
        ),
        case(
            "log-store-private-ingestion",
            WORKSPACE,
            "internet_ingestion_enabled = false",
            "name = \"a\"",
            "internet_ingestion_enabled = var.unset",
        ),
        case(
            "log-store-identity-authentication",
            WORKSPACE,
            "local_authentication_disabled = true",
            "name = \"a\"",
            "local_authentication_enabled = var.unset",
        ),
        case("log-store-identity-authentication", WORKSPACE, "local_authentication_enabled = false", "", ""),
        case(
            "trace-encryption",
            "aws_xray_encryption_config",
            "type = \"KMS\"\n key_id = aws_kms_key.k.arn",
            "type = \"KMS\"\n key_id = \"alias/aws/xray\"",
            "type = \"KMS\"\n key_id = var.unset",
        ),
        case(
            "trace-encryption",
            "aws_xray_encryption_config",
            "",
            "type = \"NONE\"",
            "type = var.unset\n key_id = \"k\"",
        ),
    ];
    hold(CASES);
    let keyed = "resource \"azurerm_log_analytics_cluster\" \"c\" {}\n\
                 resource \"azurerm_log_analytics_cluster\" \"d\" {}\n\
                 resource \"azurerm_log_analytics_cluster_customer_managed_key\" \"k\" {\n\
                 log_analytics_cluster_id = azurerm_log_analytics_cluster.c.id\n\
                 key_vault_key_id = azurerm_key_vault_key.k.id\n}";
    let of = |address| verdict(keyed, "log-store-customer-key", address);
    assert_eq!(of("azurerm_log_analytics_cluster.c"), Some(Verdict::Pass));
    assert_eq!(of("azurerm_log_analytics_cluster.d"), Some(Verdict::Fail));
}

#[test]
fn log_exports() {
    const SINK: &str = "google_logging_project_sink";
    const BRANCH: &str = "google_logging_organization_sink";
    const DIAGNOSTIC: &str = "azurerm_monitor_diagnostic_setting";
    const CASES: &[Case] = &[
        case("log-export-enabled", SINK, "name = \"a\"", "disabled = true", "disabled = var.unset"),
        case(
            "log-export-enabled",
            "azurerm_log_analytics_data_export_rule",
            "enabled = true",
            "name = \"a\"",
            "enabled = var.unset",
        ),
        case(
            "log-export-complete",
            SINK,
            "name = \"a\"",
            "filter = \"severity >= ERROR\"",
            "filter = var.unset",
        ),
        case(
            "log-export-includes-children",
            BRANCH,
            "include_children = true",
            "name = \"a\"",
            "include_children = var.unset",
        ),
        case(
            "log-export-own-writer",
            SINK,
            "name = \"a\"",
            "unique_writer_identity = false",
            "unique_writer_identity = var.unset",
        ),
        case(
            "log-export-exclusion",
            "google_logging_project_exclusion",
            "filter = \"resource.type = gce_instance\"",
            "filter = \"logName:cloudaudit.googleapis.com\"",
            "filter = var.unset",
        ),
        case(
            "log-export-exclusion",
            "google_logging_project_exclusion",
            "filter = \"logName:cloudaudit.googleapis.com\"\n disabled = true",
            "",
            "",
        ),
        case(
            "diagnostic-setting-logs",
            DIAGNOSTIC,
            "enabled_log {\n category_group = \"allLogs\"\n }",
            "log {\n category = \"AuditEvent\"\n enabled = false\n }",
            "dynamic \"enabled_log\" {\n for_each = var.unset\n content {\n category = enabled_log.value\n }\n }",
        ),
        case(
            "diagnostic-setting-destination",
            DIAGNOSTIC,
            "log_analytics_workspace_id = azurerm_log_analytics_workspace.w.id",
            "name = \"a\"",
            "storage_account_id = var.unset",
        ),
        case(
            "log-destination-policy",
            "aws_cloudwatch_log_destination_policy",
            "access_policy = jsonencode({ Statement = [{ Effect = \"Allow\", Principal = { AWS = \"123456789012\" }, Action = \"logs:PutSubscriptionFilter\", Resource = \"*\" }] })",
            "access_policy = jsonencode({ Statement = [{ Effect = \"Allow\", Principal = \"*\", Action = \"logs:PutSubscriptionFilter\", Resource = \"*\" }] })",
            "access_policy = var.unset",
        ),
        case(
            "detection-findings-export-key",
            "aws_guardduty_publishing_destination",
            "kms_key_arn = aws_kms_key.k.arn",
            "destination_arn = \"b\"",
            "kms_key_arn = var.unset",
        ),
    ];
    hold(CASES);
}

#[test]
fn a_sink_is_as_locked_as_its_bucket() {
    let text = "resource \"google_storage_bucket\" \"locked\" {\n name = \"locked\"\n retention_policy {\n retention_period = 1\n is_locked = true\n }\n}\n\
                resource \"google_storage_bucket\" \"open\" {\n name = \"open\"\n retention_policy {\n retention_period = 1\n }\n}\n\
                resource \"google_storage_bucket\" \"doubtful\" {\n name = \"d\"\n retention_policy {\n retention_period = 1\n is_locked = var.unset\n }\n}\n\
                resource \"google_logging_project_sink\" \"locked\" {\n destination = \"storage.googleapis.com/${google_storage_bucket.locked.name}\"\n}\n\
                resource \"google_logging_folder_sink\" \"open\" {\n destination = google_storage_bucket.open.name\n}\n\
                resource \"google_logging_project_sink\" \"doubtful\" {\n destination = google_storage_bucket.doubtful.name\n}\n\
                resource \"google_logging_project_sink\" \"elsewhere\" {\n destination = \"bigquery.googleapis.com/projects/p/datasets/d\"\n}\n";
    let of = |address| verdict(text, "log-export-bucket-locked", address);
    assert_eq!(of("google_logging_project_sink.locked"), Some(Verdict::Pass));
    assert_eq!(of("google_logging_folder_sink.open"), Some(Verdict::Fail));
    assert_eq!(of("google_logging_project_sink.doubtful"), Some(Verdict::Unknown));
    assert_eq!(of("google_logging_project_sink.elsewhere"), Some(Verdict::NotApplicable));
}

#[test]
fn alarms_and_contacts() {
    const ALARM: &str = "aws_cloudwatch_metric_alarm";
    const CONTACT: &str = "azurerm_security_center_contact";
    const CASES: &[Case] = &[
        case(
            "alarm-enabled",
            ALARM,
            "alarm_name = \"a\"",
            "actions_enabled = false",
            "actions_enabled = var.unset",
        ),
        case(
            "alarm-enabled",
            "azurerm_monitor_activity_log_alert",
            "name = \"a\"",
            "enabled = false",
            "enabled = var.unset",
        ),
        case(
            "alarm-enabled",
            "google_monitoring_alert_policy",
            "display_name = \"a\"",
            "enabled = false",
            "enabled = var.unset",
        ),
        case(
            "alarm-action",
            ALARM,
            "alarm_actions = [aws_sns_topic.t.arn]",
            "alarm_actions = []",
            "alarm_actions = var.unset",
        ),
        case(
            "alarm-action",
            "azurerm_monitor_activity_log_alert",
            "action {\n action_group_id = azurerm_monitor_action_group.g.id\n }",
            "name = \"a\"",
            "dynamic \"action\" {\n for_each = var.unset\n content {\n action_group_id = action.value\n }\n }",
        ),
        case(
            "alarm-action",
            "google_monitoring_alert_policy",
            "notification_channels = [\"c\"]",
            "display_name = \"a\"",
            "notification_channels = var.unset",
        ),
        case(
            "action-group-receivers",
            "azurerm_monitor_action_group",
            "email_receiver {\n name = \"a\"\n email_address = \"a@b.c\"\n }",
            "name = \"a\"",
            "dynamic \"email_receiver\" {\n for_each = var.unset\n content {\n name = \"a\"\n }\n }",
        ),
        case(
            "activity-alert-scope",
            "azurerm_monitor_activity_log_alert",
            "criteria {\n category = \"Security\"\n }",
            "name = \"a\"",
            "criteria {\n category = var.unset\n }",
        ),
        case("security-contact-email", CONTACT, "email = \"a@b.c\"", "phone = \"1\"", "email = var.unset"),
        case("security-contact-phone", CONTACT, "phone = \"1\"", "email = \"a@b.c\"", "phone = var.unset"),
        case(
            "security-contact-alerts",
            CONTACT,
            "alert_notifications = true",
            "alert_notifications = false",
            "alert_notifications = var.unset",
        ),
        case(
            "security-contact-administrators",
            CONTACT,
            "alerts_to_admins = true",
            "email = \"a@b.c\"",
            "alerts_to_admins = var.unset",
        ),
        case(
            "essential-contact-security",
            "google_essential_contacts_contact",
            "notification_category_subscriptions = [\"SECURITY\"]",
            "notification_category_subscriptions = [\"BILLING\"]",
            "notification_category_subscriptions = [\"BILLING\", var.unset]",
        ),
        case(
            "mail-requires-tls",
            "aws_ses_configuration_set",
            "delivery_options {\n tls_policy = \"Require\"\n }",
            "name = \"a\"",
            "delivery_options {\n tls_policy = var.unset\n }",
        ),
        case(
            "mail-requires-tls",
            "aws_sesv2_configuration_set",
            "delivery_options {\n tls_policy = \"REQUIRE\"\n }",
            "delivery_options {\n tls_policy = \"OPTIONAL\"\n }",
            "",
        ),
    ];
    hold(CASES);
}

#[test]
fn recorders() {
    const RECORDER: &str = "aws_config_configuration_recorder";
    const CASES: &[Case] = &[
        case(
            "configuration-recorder-running",
            "azurerm_security_center_auto_provisioning",
            "auto_provision = \"On\"",
            "auto_provision = \"Off\"",
            "auto_provision = var.unset",
        ),
        case(
            "configuration-recorder-all-resources",
            RECORDER,
            "name = \"a\"",
            "recording_group {\n all_supported = false\n }",
            "recording_group {\n all_supported = var.unset\n }",
        ),
        case(
            "configuration-recorder-global",
            RECORDER,
            "recording_group {\n include_global_resource_types = true\n }",
            "name = \"a\"",
            "recording_group {\n include_global_resource_types = var.unset\n }",
        ),
        case(
            "configuration-aggregator-all-regions",
            "aws_config_configuration_aggregator",
            "organization_aggregation_source {\n all_regions = true\n role_arn = \"r\"\n }",
            "account_aggregation_source {\n account_ids = [\"1\"]\n regions = [\"us-east-1\"]\n }",
            "account_aggregation_source {\n account_ids = [\"1\"]\n all_regions = var.unset\n }",
        ),
        case(
            "configuration-history-key",
            "aws_config_delivery_channel",
            "s3_kms_key_arn = aws_kms_key.k.arn",
            "s3_bucket_name = \"b\"",
            "s3_kms_key_arn = var.unset",
        ),
    ];
    hold(CASES);
    let text = "resource \"aws_config_configuration_recorder\" \"on\" {\n name = \"on\"\n}\n\
                resource \"aws_config_configuration_recorder_status\" \"on\" {\n name = aws_config_configuration_recorder.on.name\n is_enabled = true\n}\n\
                resource \"aws_config_configuration_recorder\" \"part\" {\n name = \"part\"\n recording_group {\n all_supported = false\n }\n}\n\
                resource \"aws_config_configuration_recorder_status\" \"part\" {\n name = aws_config_configuration_recorder.part.name\n is_enabled = true\n}\n\
                resource \"aws_config_configuration_recorder\" \"doubtful\" {\n name = \"doubtful\"\n}\n\
                resource \"aws_config_configuration_recorder_status\" \"doubtful\" {\n name = aws_config_configuration_recorder.doubtful.name\n is_enabled = var.unset\n}\n\
                resource \"aws_config_configuration_recorder\" \"never\" {\n name = \"never\"\n}\n";
    let status = |name: &str| {
        let address = format!("aws_config_configuration_recorder_status.{name}");
        verdict(text, "configuration-recorder-status", &address)
    };
    assert_eq!(status("on"), Some(Verdict::Pass));
    assert_eq!(status("part"), Some(Verdict::Fail));
    assert_eq!(status("doubtful"), Some(Verdict::Unknown));
    let running = |name: &str| {
        let address = format!("aws_config_configuration_recorder.{name}");
        verdict(text, "configuration-recorder-running", &address)
    };
    assert_eq!(running("on"), Some(Verdict::Pass));
    assert_eq!(running("never"), Some(Verdict::Fail));
    assert_eq!(running("doubtful"), Some(Verdict::Unknown));
}

#[test]
fn detectors() {
    const GUARD: &str = "aws_guardduty_detector";
    const CASES: &[Case] = &[
        case("threat-detector-enabled", GUARD, "tags = {}", "enable = false", "enable = var.unset"),
        case(
            "threat-detector-storage",
            GUARD,
            "enable = true",
            "datasources {\n s3_logs {\n enable = false\n }\n }",
            "datasources {\n s3_logs {\n enable = var.unset\n }\n }",
        ),
        case(
            "threat-detector-clusters",
            GUARD,
            "enable = true",
            "datasources {\n kubernetes {\n audit_logs {\n enable = false\n }\n }\n }",
            "datasources {\n kubernetes {\n audit_logs {\n enable = var.unset\n }\n }\n }",
        ),
        case(
            "threat-detector-malware",
            GUARD,
            "enable = true",
            "datasources {\n malware_protection {\n scan_ec2_instance_with_findings {\n ebs_volumes {\n enable = false\n }\n }\n }\n }",
            "datasources {\n malware_protection {\n scan_ec2_instance_with_findings {\n ebs_volumes {\n enable = var.unset\n }\n }\n }\n }",
        ),
        case(
            "threat-detector-enrolment",
            "aws_guardduty_organization_configuration",
            "auto_enable_organization_members = \"ALL\"",
            "auto_enable_organization_members = \"NONE\"",
            "auto_enable_organization_members = var.unset",
        ),
        case(
            "threat-detector-enrolment",
            "aws_securityhub_organization_configuration",
            "auto_enable = true",
            "auto_enable = false",
            "auto_enable = var.unset",
        ),
        case(
            "threat-detector-feature",
            "aws_guardduty_detector_feature",
            "status = \"ENABLED\"",
            "status = \"DISABLED\"",
            "status = var.unset",
        ),
        case(
            "threat-detector-feature",
            "azurerm_security_center_setting",
            "enabled = true",
            "enabled = false",
            "enabled = var.unset",
        ),
        case(
            "security-hub-standards",
            "aws_securityhub_account",
            "auto_enable_controls = true",
            "enable_default_standards = false",
            "enable_default_standards = var.unset",
        ),
        case(
            "sensitive-data-discovery",
            "aws_macie2_account",
            "finding_publishing_frequency = \"ONE_HOUR\"",
            "status = \"PAUSED\"",
            "status = var.unset",
        ),
        case(
            "vulnerability-scanner-targets",
            "aws_inspector2_enabler",
            "resource_types = [\"LAMBDA\", \"ECR\", \"EC2\"]",
            "resource_types = [\"ECR\"]",
            "resource_types = [\"ECR\", \"EC2\", var.unset]",
        ),
        case(
            "device-threat-detection",
            "azurerm_iot_security_solution",
            "name = \"a\"",
            "enabled = false",
            "enabled = var.unset",
        ),
    ];
    hold(CASES);
    let text = "resource \"aws_guardduty_detector\" \"org\" {}\n\
                resource \"aws_guardduty_organization_configuration\" \"org\" {\n detector_id = aws_guardduty_detector.org.id\n auto_enable_organization_members = \"NEW\"\n}\n\
                resource \"aws_guardduty_detector\" \"alone\" {}\n\
                resource \"aws_guardduty_detector\" \"doubtful\" {}\n\
                resource \"aws_guardduty_organization_configuration\" \"doubtful\" {\n detector_id = aws_guardduty_detector.doubtful.id\n auto_enable_organization_members = var.unset\n}\n\
                resource \"aws_guardduty_detector_feature\" \"alone\" {\n detector_id = aws_guardduty_detector.alone.id\n name = \"S3_DATA_EVENTS\"\n status = \"DISABLED\"\n}\n";
    let of =
        |name: &str| verdict(text, "threat-detector-organization", &format!("aws_guardduty_detector.{name}"));
    assert_eq!(of("org"), Some(Verdict::Pass));
    assert_eq!(of("alone"), Some(Verdict::Fail));
    assert_eq!(of("doubtful"), Some(Verdict::Unknown));
    let storage = verdict(text, "threat-detector-storage", "aws_guardduty_detector.alone");
    assert_eq!(storage, Some(Verdict::Fail), "a feature of its own overrides the older block");
}

#[test]
fn plans_of_defender() {
    const PLAN: &str = "azurerm_security_center_subscription_pricing";
    for (check, plan) in [
        ("defender-servers", "VirtualMachines"),
        ("defender-app-services", "AppServices"),
        ("defender-sql-servers", "SqlServers"),
        ("defender-sql-machines", "SqlServerVirtualMachines"),
        ("defender-storage", "StorageAccounts"),
        ("defender-kubernetes", "KubernetesService"),
        ("defender-registries", "ContainerRegistry"),
        ("defender-containers", "Containers"),
        ("defender-key-vaults", "KeyVaults"),
        ("defender-resource-manager", "Arm"),
        ("defender-cosmos", "CosmosDbs"),
        ("defender-open-source-databases", "OpenSourceRelationalDatabases"),
        ("defender-dns", "Dns"),
    ] {
        let text = format!(
            "resource \"azurerm_security_center_subscription_pricing\" \"on\" {{\n tier = \"Standard\"\n resource_type = \"{plan}\"\n}}\n\
             resource \"azurerm_security_center_subscription_pricing\" \"off\" {{\n tier = \"Free\"\n resource_type = \"{plan}\"\n}}\n\
             resource \"azurerm_security_center_subscription_pricing\" \"doubtful\" {{\n tier = var.unset\n resource_type = \"{plan}\"\n}}\n\
             resource \"azurerm_security_center_subscription_pricing\" \"other\" {{\n tier = \"Free\"\n resource_type = \"AI\"\n}}\n"
        );
        let of = |name: &str| {
            verdict(&text, check, &format!("azurerm_security_center_subscription_pricing.{name}"))
        };
        assert_eq!(of("on"), Some(Verdict::Pass), "{check}");
        assert_eq!(of("off"), Some(Verdict::Fail), "{check}");
        assert_eq!(of("doubtful"), Some(Verdict::Unknown), "{check}");
        assert_eq!(of("other"), Some(Verdict::NotApplicable), "{check}");
    }
    hold(&[case(
        "defender-plan-standard",
        PLAN,
        "tier = \"Standard\"",
        "tier = \"Free\"",
        "tier = var.unset",
    )]);
}

/// A trail to a log group, a metric filter with `pattern` on it, and an alarm on the filter.
fn watched(pattern: &str, alarm: &str) -> String {
    format!(
        "resource \"aws_cloudwatch_log_group\" \"audit\" {{\n name = \"audit\"\n}}\n\
         resource \"aws_cloudtrail\" \"t\" {{\n cloud_watch_logs_group_arn = \"${{aws_cloudwatch_log_group.audit.arn}}:*\"\n}}\n\
         resource \"aws_cloudwatch_log_metric_filter\" \"f\" {{\n log_group_name = aws_cloudwatch_log_group.audit.name\n pattern = {pattern}\n metric_transformation {{\n name = \"M\"\n namespace = \"A\"\n value = \"1\"\n }}\n}}\n\
         resource \"aws_cloudwatch_metric_alarm\" \"a\" {{\n metric_name = \"M\"\n {alarm}\n}}\n"
    )
}

#[test]
fn alarms_on_what_a_trail_records() {
    const HEARD: &str = "alarm_actions = [\"arn:aws:sns:us-east-1:1:t\"]";
    for (check, words) in [
        ("trail-alarm-unauthorized-calls", "UnauthorizedOperation AccessDenied"),
        ("trail-alarm-sign-in-without-mfa", "ConsoleLogin MFAUsed"),
        ("trail-alarm-root-use", "$.userIdentity.type = Root"),
        ("trail-alarm-policy-changes", "PutRolePolicy PutUserPolicy AttachRolePolicy CreatePolicy"),
        ("trail-alarm-trail-changes", "StopLogging DeleteTrail UpdateTrail"),
        ("trail-alarm-failed-sign-ins", "ConsoleLogin Failed authentication"),
        ("trail-alarm-key-deletion", "DisableKey ScheduleKeyDeletion"),
        ("trail-alarm-bucket-policy-changes", "PutBucketPolicy PutBucketAcl DeleteBucketPolicy"),
        ("trail-alarm-recorder-changes", "StopConfigurationRecorder DeleteDeliveryChannel"),
        ("trail-alarm-security-group-changes", "AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress"),
        ("trail-alarm-network-acl-changes", "CreateNetworkAcl ReplaceNetworkAclEntry"),
        ("trail-alarm-gateway-changes", "CreateCustomerGateway AttachInternetGateway"),
        ("trail-alarm-route-changes", "CreateRoute ReplaceRoute DeleteRoute"),
        ("trail-alarm-network-changes", "CreateVpc DeleteVpc AcceptVpcPeeringConnection"),
        ("trail-alarm-organization-changes", "organizations.amazonaws.com"),
    ] {
        let of = |pattern: &str, alarm: &str| verdict(&watched(pattern, alarm), check, "aws_cloudtrail.t");
        assert_eq!(of(&format!("\"{words}\""), HEARD), Some(Verdict::Pass), "{check}");
        assert_eq!(of("\"other\"", HEARD), Some(Verdict::Fail), "{check}");
        assert_eq!(of(&format!("\"{words}\""), ""), Some(Verdict::Fail), "{check}: nobody hears it");
        assert_eq!(of("var.unset", HEARD), Some(Verdict::Unknown), "{check}");
        let alone = verdict("resource \"aws_cloudtrail\" \"t\" {}", check, "aws_cloudtrail.t");
        assert_eq!(alone, Some(Verdict::Fail), "{check}: no log group");
    }
}

#[test]
fn a_metric_filter_needs_an_alarm_that_is_heard() {
    let of = |alarm: &str| {
        verdict(&watched("\"x\"", alarm), "metric-filter-alarm", "aws_cloudwatch_log_metric_filter.f")
    };
    assert_eq!(of("alarm_actions = [\"t\"]"), Some(Verdict::Pass));
    assert_eq!(of("alarm_actions = [\"t\"]\n actions_enabled = false"), Some(Verdict::Fail));
    assert_eq!(of("alarm_actions = var.unset"), Some(Verdict::Unknown));
    let google = |channels: &str| {
        let text = format!(
            "resource \"google_logging_metric\" \"m\" {{\n name = \"owners\"\n filter = \"x\"\n}}\n\
             resource \"google_monitoring_alert_policy\" \"p\" {{\n conditions {{\n condition_threshold {{\n filter = \"metric.type=\\\"logging.googleapis.com/user/${{google_logging_metric.m.name}}\\\"\"\n }}\n }}\n {channels}\n}}\n"
        );
        verdict(&text, "metric-filter-alarm", "google_logging_metric.m")
    };
    assert_eq!(google("notification_channels = [\"c\"]"), Some(Verdict::Pass));
    assert_eq!(google(""), Some(Verdict::Fail));
}

#[test]
fn assistants_and_organizations() {
    const ORGANIZATION: &str = "aws_organizations_organization";
    const CONTACT: &str = "aws_account_alternate_contact";
    const CASES: &[Case] = &[
        case(
            "assistant-customer-key",
            "aws_bedrockagent_agent",
            "customer_encryption_key_arn = aws_kms_key.k.arn",
            "agent_name = \"a\"",
            "customer_encryption_key_arn = var.unset",
        ),
        case(
            "assistant-customer-key",
            "google_document_ai_processor",
            "kms_key_name = \"k\"",
            "location = \"us\"",
            "kms_key_name = var.unset",
        ),
        case(
            "assistant-customer-key",
            "google_document_ai_warehouse_location",
            "kms_key = \"k\"",
            "location = \"us\"",
            "kms_key = var.unset",
        ),
        case(
            "assistant-logging",
            "google_dialogflow_agent",
            "enable_logging = true",
            "enable_logging = false",
            "enable_logging = var.unset",
        ),
        case(
            "assistant-logging",
            "google_dialogflow_cx_agent",
            "enable_stackdriver_logging = true",
            "location = \"us\"",
            "enable_stackdriver_logging = var.unset",
        ),
        case(
            "assistant-logging",
            "google_dialogflow_cx_webhook",
            "enable_stackdriver_logging = true",
            "parent = \"a\"",
            "enable_stackdriver_logging = var.unset",
        ),
        case(
            "organization-all-features",
            ORGANIZATION,
            "",
            "feature_set = \"CONSOLIDATED_BILLING\"",
            "feature_set = var.unset",
        ),
        case(
            "organization-trail",
            ORGANIZATION,
            "aws_service_access_principals = [\"cloudtrail.amazonaws.com\"]",
            "feature_set = \"ALL\"",
            "aws_service_access_principals = [var.unset]",
        ),
        case(
            "stack-notifications",
            "aws_cloudformation_stack",
            "notification_arns = [\"t\"]",
            "name = \"a\"",
            "notification_arns = var.unset",
        ),
        case(
            "account-security-contact",
            CONTACT,
            "email_address = \"a@b.c\"\n phone_number = \"1\"",
            "email_address = \"\"\n phone_number = \"1\"",
            "email_address = var.unset\n phone_number = \"1\"",
        ),
    ];
    hold(CASES);
}

#[test]
fn calls_and_database_activity() {
    const CONNECT: &str = "aws_connect_instance_storage_config";
    hold(&[
        case(
            "call-recording-customer-key",
            CONNECT,
            "storage_config {\n storage_type = \"S3\"\n s3_config {\n encryption_config {\n encryption_type = \"KMS\"\n key_id = aws_kms_key.k.arn\n }\n }\n }",
            "storage_config {\n s3_config {\n bucket_name = \"b\"\n }\n }",
            "storage_config {\n storage_type = \"S3\"\n s3_config {\n encryption_config {\n key_id = var.unset\n }\n }\n }",
        ),
        case(
            "call-stream-customer-key",
            CONNECT,
            "storage_config {\n storage_type = \"KINESIS_VIDEO_STREAM\"\n kinesis_video_stream_config {\n encryption_config {\n key_id = \"k\"\n }\n }\n }",
            "storage_config {\n kinesis_video_stream_config {\n prefix = \"p\"\n }\n }",
            "storage_config {\n kinesis_video_stream_config {\n encryption_config {\n key_id = var.unset\n }\n }\n }",
        ),
        case(
            "activity-stream-customer-key",
            "aws_rds_cluster_activity_stream",
            "kms_key_id = \"k\"",
            "mode = \"async\"",
            "kms_key_id = var.unset",
        ),
        case(
            "database-audit-monitoring",
            "azurerm_mssql_database_extended_auditing_policy",
            "log_monitoring_enabled = true",
            "log_monitoring_enabled = false",
            "log_monitoring_enabled = var.unset",
        ),
    ]);
    let streamed = "resource \"aws_connect_instance_storage_config\" \"c\" {\n storage_config {\n storage_type = \"KINESIS_VIDEO_STREAM\"\n kinesis_video_stream_config {\n prefix = \"p\"\n }\n }\n}";
    let recorded = verdict(streamed, "call-recording-customer-key", "aws_connect_instance_storage_config.c");
    assert_eq!(recorded, Some(Verdict::NotApplicable));
}

/// A project, a log metric with `filter` in it, and an alert policy on the metric.
fn alerted(filter: &str, project: &str, channels: &str) -> String {
    format!(
        "resource \"google_project\" \"p\" {{\n name = \"p\"\n project_id = \"clinic\"\n}}\n\
         resource \"google_logging_metric\" \"m\" {{\n name = \"changes\"\n filter = {filter}\n {project}\n}}\n\
         resource \"google_monitoring_alert_policy\" \"a\" {{\n conditions {{\n condition_threshold {{\n filter = \"metric.type=\\\"logging.googleapis.com/user/changes\\\"\"\n }}\n }}\n {channels}\n}}\n"
    )
}

#[test]
fn alerts_on_what_a_project_records() {
    const HEARD: &str = "notification_channels = [\"c\"]";
    for (check, words) in [
        ("project-alert-owner-changes", "cloudresourcemanager.googleapis.com roles/owner"),
        ("project-alert-audit-changes", "SetIamPolicy auditConfigDeltas"),
        ("project-alert-role-changes", "iam_role CreateRole DeleteRole UpdateRole"),
        ("project-alert-firewall-changes", "gce_firewall_rule"),
        ("project-alert-route-changes", "gce_route"),
        ("project-alert-network-changes", "gce_network"),
        ("project-alert-bucket-access-changes", "gcs_bucket storage.setIamPermissions"),
        ("project-alert-database-changes", "cloudsql.instances.update"),
    ] {
        let of = |filter: &str, project: &str, channels: &str| {
            verdict(&alerted(filter, project, channels), check, "google_project.p")
        };
        let filter = format!("\"{words}\"");
        assert_eq!(of(&filter, "", HEARD), Some(Verdict::Pass), "{check}");
        assert_eq!(
            of(&filter, "project = google_project.p.project_id", HEARD),
            Some(Verdict::Pass),
            "{check}"
        );
        assert_eq!(of(&filter, "project = \"clinic\"", HEARD), Some(Verdict::Pass), "{check}");
        assert_eq!(of(&filter, "project = \"other\"", HEARD), Some(Verdict::Fail), "{check}");
        assert_eq!(of("\"other\"", "", HEARD), Some(Verdict::Fail), "{check}");
        assert_eq!(of(&filter, "", ""), Some(Verdict::Fail), "{check}: nobody hears it");
        assert_eq!(of("var.unset", "", HEARD), Some(Verdict::Unknown), "{check}");
    }
}
