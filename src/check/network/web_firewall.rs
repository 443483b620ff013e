//! Web application firewalls themselves.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const LISTS: &[&str] = &["aws_wafv2_web_acl", "aws_waf_web_acl", "aws_wafregional_web_acl"];
const CLASSIC: &[&str] = &["aws_waf_web_acl", "aws_wafregional_web_acl"];
const CURRENT: &[&str] = &["aws_wafv2_web_acl"];
const WITH_RULES: &[&str] = &[
    "aws_wafv2_web_acl",
    "aws_waf_web_acl",
    "aws_wafregional_web_acl",
    "aws_wafv2_rule_group",
    "aws_waf_rule_group",
    "aws_wafregional_rule_group",
];
const GATEWAY_POLICY: &[&str] = &["azurerm_web_application_firewall_policy"];
const FRONT_DOOR_POLICY: &[&str] = &["azurerm_frontdoor_firewall_policy"];
const FRONT_DOOR_POLICIES: &[&str] =
    &["azurerm_frontdoor_firewall_policy", "azurerm_cdn_frontdoor_firewall_policy"];
const POLICIES: &[&str] = &[
    "azurerm_web_application_firewall_policy",
    "azurerm_frontdoor_firewall_policy",
    "azurerm_cdn_frontdoor_firewall_policy",
];
const ARMOR: &[&str] = &["google_compute_security_policy"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "web-firewall-has-rules",
        objective: "web-application-firewall",
        title: "Web application firewall has rules",
        severity: Severity::Medium,
        kind: Kind::WebFirewall,
        types: &[
            "aws_wafv2_web_acl",
            "aws_waf_web_acl",
            "aws_wafregional_web_acl",
            "google_compute_security_policy",
        ],
        rationale: "A firewall without rules lets everything through and looks like protection in every inventory. \
                    The portal behind it is as exposed as without.",
        reads: &[Key::WebFirewallRules],
        test: |s| s.is_set(Key::WebFirewallRules),
        aliases: &[
            Alias::checkov("CKV_AWS_175", LISTS),
            Alias::prowler("wafv2_webacl_with_rules", CURRENT),
        ],
        remedies: &[
            Remedy::edit(
                CURRENT,
                "Add the managed groups for common attacks and known bad inputs.",
                &[Edit::Block(
                    "rule {\n  name     = \"known-bad-inputs\"\n  priority = 1\n\n  override_action {\n    none {}\n  }\n\n  statement {\n    managed_rule_group_statement {\n      name        = \"AWSManagedRulesKnownBadInputsRuleSet\"\n      vendor_name = \"AWS\"\n    }\n  }\n\n  visibility_config {\n    cloudwatch_metrics_enabled = true\n    metric_name                = \"known-bad-inputs\"\n    sampled_requests_enabled   = true\n  }\n}",
                )],
            )
            .command("aws wafv2 list-web-acls --scope REGIONAL --region {region}"),
            Remedy::edit(CLASSIC, "Move to the current generation, whose managed rule groups cover common attacks.", &[])
                .command("aws waf-regional list-web-acls --region {region}"),
            Remedy::edit(ARMOR, "Add preconfigured rules for common attacks.", &[])
                .command("gcloud compute security-policies describe {name}"),
        ],
    },
    Check {
        id: "web-firewall-rules-act",
        objective: "web-application-firewall",
        title: "Every rule of the web application firewall acts",
        severity: Severity::Low,
        kind: Kind::WebFirewall,
        types: WITH_RULES,
        rationale: "A rule without an action matches and does nothing. Attacks on health information then appear in \
                    no count and are stopped nowhere.",
        reads: &[Key::WebFirewallActions],
        test: |s| s.is(Key::WebFirewallActions),
        aliases: &[Alias::checkov("CKV_AWS_342", WITH_RULES)],
        remedies: &[Remedy::edit(
            WITH_RULES,
            "Give every rule an action: allow, block, count or an override for groups.",
            &[],
        )
        .command("aws wafv2 list-web-acls --scope REGIONAL --region {region}")],
    },
    Check {
        id: "web-firewall-logging",
        objective: "load-balancer-logging",
        title: "Web application firewall writes logs",
        severity: Severity::Medium,
        kind: Kind::WebFirewall,
        types: CURRENT,
        rationale: "The log shows which requests were stopped and which were let through. It is where an attack on \
                    a portal is seen first, and how a rule that hurts patients is found.",
        reads: &[Key::AccessLogging],
        test: |s| s.is(Key::AccessLogging),
        aliases: &[
            Alias::checkov("CKV2_AWS_31", CURRENT),
            Alias::aws_config("WAFV2_LOGGING_ENABLED", CURRENT),
            Alias::prowler("wafv2_webacl_logging_enabled", CURRENT),
        ],
        remedies: &[Remedy::edit(
            CURRENT,
            "Add a logging configuration.",
            &[Edit::Companion(
                "resource \"aws_wafv2_web_acl_logging_configuration\" \"{name}\" {\n  resource_arn            = {address}.arn\n  log_destination_configs = [aws_cloudwatch_log_group.waf.arn]\n}",
            )],
        )
        .command("aws wafv2 list-logging-configurations --scope REGIONAL --region {region}")
        .risk("Redact headers and fields that may hold identifiers of patients.")],
    },
    Check {
        id: "classic-web-firewall-logging",
        objective: "load-balancer-logging",
        title: "Classic web application firewall writes logs",
        severity: Severity::Medium,
        kind: Kind::WebFirewall,
        types: CLASSIC,
        rationale: "The log shows which requests were stopped and which were let through. Without it, an attack on \
                    a portal with health information leaves no trace at the edge.",
        reads: &[Key::AccessLogging],
        test: |s| s.is_set(Key::AccessLogging),
        aliases: &[
            Alias::checkov("CKV_AWS_176", CLASSIC),
            Alias::prowler("waf_regional_webacl_logging_enabled", &["aws_wafregional_web_acl"]),
            Alias::prowler("waf_global_webacl_logging_enabled", &["aws_waf_web_acl"]),
        ],
        remedies: &[Remedy::edit(
            CLASSIC,
            "Send logs to a delivery stream.",
            &[Edit::Set("logging_configuration.log_destination", "aws_kinesis_firehose_delivery_stream.waf.arn")],
        )
        .command("aws waf-regional list-logging-configurations --region {region}")],
    },
    Check {
        id: "web-firewall-stops-log4j-exploits",
        objective: "web-application-firewall",
        title: "Web application firewall stops Log4j exploits",
        severity: Severity::High,
        kind: Kind::WebFirewall,
        types: &[],
        rationale: "One header is enough to run code on an application with an old Log4j, and many clinical \
                    products carried it. The managed rule stops the attempt while the product waits for its patch.",
        reads: &[Key::JavaExploitRules],
        test: |s| s.is(Key::JavaExploitRules),
        aliases: &[
            Alias::checkov("CKV_AWS_192", CURRENT),
            Alias::checkov("CKV_AZURE_133", FRONT_DOOR_POLICY),
            Alias::checkov("CKV_AZURE_135", GATEWAY_POLICY),
            Alias::checkov("CKV_GCP_73", ARMOR),
        ],
        remedies: &[
            Remedy::edit(
                CURRENT,
                "Add the managed group for known bad inputs with its actions in force.",
                &[Edit::Block(
                    "rule {\n  name     = \"known-bad-inputs\"\n  priority = 1\n\n  override_action {\n    none {}\n  }\n\n  statement {\n    managed_rule_group_statement {\n      name        = \"AWSManagedRulesKnownBadInputsRuleSet\"\n      vendor_name = \"AWS\"\n    }\n  }\n\n  visibility_config {\n    cloudwatch_metrics_enabled = true\n    metric_name                = \"known-bad-inputs\"\n    sampled_requests_enabled   = true\n  }\n}",
                )],
            )
            .command("aws wafv2 list-web-acls --scope REGIONAL --region {region}"),
            Remedy::edit(
                GATEWAY_POLICY,
                "Use version 3.2 of the core rule set and leave rule 944240 on.",
                &[
                    Edit::Set("managed_rules.managed_rule_set.type", "\"OWASP\""),
                    Edit::Set("managed_rules.managed_rule_set.version", "\"3.2\""),
                ],
            )
            .command("az network application-gateway waf-policy show --name {name} --query managedRules"),
            Remedy::edit(
                FRONT_DOOR_POLICIES,
                "Use the default rule set and leave rule 944240 on and blocking.",
                &[Edit::Block("managed_rule {\n  type    = \"Microsoft_DefaultRuleSet\"\n  version = \"2.1\"\n  action  = \"Block\"\n}")],
            )
            .command("az network front-door waf-policy show --name {name} --query managedRules"),
            Remedy::edit(
                ARMOR,
                "Add the preconfigured rule against critical flaws.",
                &[Edit::Block("rule {\n  action   = \"deny(403)\"\n  priority = 1\n\n  match {\n    expr {\n      expression = \"evaluatePreconfiguredWaf('cve-canary')\"\n    }\n  }\n}")],
            )
            .command("gcloud compute security-policies describe {name}"),
        ],
    },
    Check {
        id: "web-firewall-enabled",
        objective: "web-application-firewall",
        title: "Web application firewall policy is enabled",
        severity: Severity::Medium,
        kind: Kind::WebFirewall,
        types: POLICIES,
        rationale: "A policy that is attached but off looks like protection in every inventory and stops nothing. \
                    The portal behind it is as exposed as without.",
        reads: &[Key::WebFirewallMode],
        test: |s| s.is(Key::WebFirewallMode),
        aliases: &[
            Alias::checkov("CKV_AZURE_122", GATEWAY_POLICY),
            Alias::checkov("CKV_AZURE_123", FRONT_DOOR_POLICY),
        ],
        remedies: &[
            Remedy::edit(GATEWAY_POLICY, "Enable the policy.", &[Edit::Set("policy_settings.enabled", "true")])
                .command("az network application-gateway waf-policy show --name {name} --query policySettings"),
            Remedy::edit(FRONT_DOOR_POLICIES, "Enable the policy.", &[Edit::Set("enabled", "true")])
                .command("az network front-door waf-policy show --name {name} --query policySettings"),
        ],
    },
    Check {
        id: "web-firewall-prevents",
        objective: "web-application-firewall",
        title: "Web application firewall policy prevents, not only detects",
        severity: Severity::Medium,
        kind: Kind::WebFirewall,
        types: POLICIES,
        rationale: "In detection mode an exploit is written down and let through to the application with health \
                    information. Detection is for the first weeks of a policy, not for its life.",
        reads: &[Key::WebFirewallPrevention],
        test: |s| s.one_of(Key::WebFirewallPrevention, &["Prevention"]),
        aliases: &[],
        remedies: &[
            Remedy::edit(GATEWAY_POLICY, "Switch to prevention.", &[Edit::Set("policy_settings.mode", "\"Prevention\"")])
                .command("az network application-gateway waf-policy show --name {name} --query policySettings.mode")
                .risk("A rule may match honest requests; read the detections first."),
            Remedy::edit(FRONT_DOOR_POLICIES, "Switch to prevention.", &[Edit::Set("mode", "\"Prevention\"")])
                .command("az network front-door waf-policy show --name {name} --query policySettings.mode")
                .risk("A rule may match honest requests; read the detections first."),
        ],
    },
];
