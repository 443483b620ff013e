//! The edge: application gateways, Front Door, web application firewalls, Azure Firewall, content delivery.

use super::arm;
use crate::dialect::live::{Field, Shape, Take};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("Microsoft.Network/applicationGateways", "azurerm_application_gateway", GATEWAY),
    Shape::new(
        "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies",
        "azurerm_web_application_firewall_policy",
        &[
            Field::of("policy_settings.enabled", "properties.policySettings.state", Take::Is("Enabled")),
            Field::same("policy_settings.mode", "properties.policySettings.mode"),
            Field::of(
                "managed_rules.managed_rule_set",
                "properties.managedRules.managedRuleSets",
                Take::Blocks(&[
                    Field::same("type", "ruleSetType"),
                    Field::same("version", "ruleSetVersion"),
                    Field::of(
                        "rule_group_override",
                        "ruleGroupOverrides",
                        Take::Blocks(&[
                            Field::same("rule_group_name", "ruleGroupName"),
                            Field::of(
                                "rule",
                                "rules",
                                Take::Blocks(&[
                                    Field::same("id", "ruleId"),
                                    Field::of("enabled", "state", Take::Is("Enabled")),
                                ]),
                            )
                            .or_unset(),
                        ]),
                    )
                    .or_unset(),
                ]),
            )
            .or_unset(),
        ],
    ),
    Shape::new(
        "Microsoft.Network/frontdoorWebApplicationFirewallPolicies",
        "azurerm_cdn_frontdoor_firewall_policy",
        &[
            Field::of("enabled", "properties.policySettings.enabledState", Take::Is("Enabled")),
            Field::same("mode", "properties.policySettings.mode"),
            Field::of(
                "managed_rule",
                "properties.managedRules.managedRuleSets",
                Take::Blocks(&[
                    Field::same("type", "ruleSetType"),
                    Field::of(
                        "override",
                        "ruleGroupOverrides",
                        Take::Blocks(&[
                            Field::same("rule_group_name", "ruleGroupName"),
                            Field::of(
                                "rule",
                                "rules",
                                Take::Blocks(&[
                                    Field::same("rule_id", "ruleId"),
                                    Field::of("enabled", "enabledState", Take::Is("Enabled")),
                                    Field::same("action", "action"),
                                ]),
                            )
                            .or_unset(),
                        ]),
                    )
                    .or_unset(),
                ]),
            )
            .or_unset(),
        ],
    ),
    Shape::new(
        "Microsoft.Network/frontDoors",
        "azurerm_frontdoor",
        &[Field::of(
            "frontend_endpoint",
            "properties.frontendEndpoints",
            Take::Blocks(&[arm(
                "web_application_firewall_policy_link_id",
                "properties.webApplicationFirewallPolicyLink.id",
            )]),
        )],
    ),
    Shape::new(
        "Microsoft.Cdn/profiles/endpoints",
        "azurerm_cdn_endpoint",
        &[
            Field::same("is_http_allowed", "properties.isHttpAllowed"),
            Field::same("is_https_allowed", "properties.isHttpsAllowed"),
        ],
    ),
    Shape::new(
        "Microsoft.Network/azureFirewalls",
        "azurerm_firewall",
        &[
            Field::same("threat_intel_mode", "properties.threatIntelMode"),
            arm("firewall_policy_id", "properties.firewallPolicy.id"),
        ],
    ),
    Shape::new(
        "Microsoft.Network/firewallPolicies",
        "azurerm_firewall_policy",
        &[
            Field::same("threat_intelligence_mode", "properties.threatIntelMode"),
            Field::same("intrusion_detection.mode", "properties.intrusionDetection.mode").or_unset(),
        ],
    ),
];

const GATEWAY: &[Field] = &[
    Field::same("waf_configuration.enabled", "properties.webApplicationFirewallConfiguration.enabled")
        .or_unset(),
    arm("firewall_policy_id", "properties.firewallPolicy.id"),
    Field::of(
        "request_routing_rule",
        "properties.requestRoutingRules",
        Take::Blocks(&[
            Field::of("redirect_configuration_name", "properties.redirectConfiguration.id", Take::Last)
                .or_unset(),
            Field::of("http_listener_name", "properties.httpListener.id", Take::Last),
        ]),
    ),
    Field::of(
        "http_listener",
        "properties.httpListeners",
        Take::Blocks(&[Field::same("name", "name"), Field::same("protocol", "properties.protocol")]),
    ),
    Field::same("ssl_policy.policy_type", "properties.sslPolicy.policyType").or_unset(),
    Field::same("ssl_policy.policy_name", "properties.sslPolicy.policyName").or_unset(),
    Field::same("ssl_policy.min_protocol_version", "properties.sslPolicy.minProtocolVersion").or_unset(),
    Field::same("ssl_policy.cipher_suites", "properties.sslPolicy.cipherSuites").or_unset(),
];
