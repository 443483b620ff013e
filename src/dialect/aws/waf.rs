//! Web application firewalls and what they protect; network firewalls.

use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_wafv2_web_acl", Kind::WebFirewall, web_acl),
    Type::resource("aws_waf_web_acl", Kind::WebFirewall, classic_acl),
    Type::resource("aws_wafregional_web_acl", Kind::WebFirewall, classic_acl),
    Type::resource("aws_wafv2_rule_group", Kind::WebFirewall, rule_group),
    Type::resource("aws_waf_rule_group", Kind::WebFirewall, rule_group),
    Type::resource("aws_wafregional_rule_group", Kind::WebFirewall, rule_group),
    Type::companion("aws_wafv2_web_acl_logging_configuration", LOGGING),
    Type::companion("aws_wafv2_web_acl_association", ASSOCIATION),
    Type::companion("aws_wafregional_web_acl_association", ASSOCIATION),
    Type::resource("aws_networkfirewall_firewall", Kind::Firewall, network_firewall),
    Type::resource("aws_networkfirewall_firewall_policy", Kind::Firewall, customer_key),
    Type::resource("aws_networkfirewall_rule_group", Kind::Firewall, customer_key),
    Type::companion("aws_networkfirewall_logging_configuration", FIREWALL_LOGGING),
];

const LOGGING: &[Link] = &[Link {
    by: &["resource_arn"],
    to: &["aws_wafv2_web_acl"],
    named: &[],
    apply: |from, to| {
        to.set(Key::AccessLogging, from.here(true));
    },
}];

const ASSOCIATION: &[Link] = &[Link {
    by: &["resource_arn"],
    to: &["aws_lb", "aws_alb", "aws_api_gateway_stage", "aws_appsync_graphql_api"],
    named: &[],
    apply: |from, to| {
        to.set(Key::WebFirewall, from.here(true));
    },
}];

const FIREWALL_LOGGING: &[Link] = &[Link {
    by: &["firewall_arn"],
    to: &["aws_networkfirewall_firewall"],
    named: &[],
    apply: |from, to| {
        to.set(Key::FirewallLogging, from.here(true));
    },
}];

/// The name a list's rules go by: providers never agreed on one.
const RULES: &[&str] = &["rule", "rules", "activated_rule"];

fn rules(from: &Reader<'_>, to: &mut Resource) {
    let name = from.named(RULES);
    to.set(Key::WebFirewallRules, from.block(name));
    let blocks = from.blocks(name);
    if blocks.is_empty() {
        return;
    }
    let acts = |rule: &Reader<'_>| {
        let written = |name| rule.blocks(name).known.iter().any(|b| !b.object().is_empty());
        written("action")
            || written("override_action")
            || rule.has("statement.managed_rule_group_statement")
            || rule.node("action").is_some_and(|n| n.as_unknown().is_some())
    };
    let setting = match (blocks.known.iter().find(|r| !acts(r)), blocks.unknown) {
        (Some(idle), _) => idle.here(false),
        (None, Some((unknown, at))) => Setting::Unknown { why: unknown.why.clone().into(), at },
        (None, None) => from.here(true),
    };
    to.set(Key::WebFirewallActions, setting);
}

fn web_acl(from: &Reader<'_>, to: &mut Resource) {
    rules(from, to);
    to.set(Key::AccessLogging, from.without("aws_wafv2_web_acl_logging_configuration", false));
    to.set(Key::JavaExploitRules, exploit_rules(from));
}

/// Whether the managed group against known bad inputs is in force, its Log4j rule included.
fn exploit_rules(from: &Reader<'_>) -> Setting {
    const GROUP: &str = "statement.managed_rule_group_statement";
    let blocks = from.blocks("rule");
    for rule in &blocks.known {
        let name = rule.node(&format!("{GROUP}.name")).and_then(Node::as_text);
        if name.as_deref() != Some("AWSManagedRulesKnownBadInputsRuleSet") {
            continue;
        }
        let counted = ["excluded_rule", "rule_action_override"].iter().any(|list| {
            rule.blocks(&format!("{GROUP}.{list}")).known.iter().any(|excluded| {
                excluded.node("name").and_then(Node::as_text).as_deref() == Some("Log4JRCE")
                    && !excluded.has("action_to_use.block")
            })
        });
        return rule.here(!counted && rule.has("override_action.none"));
    }
    match blocks.unknown {
        Some((unknown, at)) => Setting::Unknown { why: unknown.why.clone().into(), at },
        None => Setting::default(false),
    }
}

fn classic_acl(from: &Reader<'_>, to: &mut Resource) {
    rules(from, to);
    to.set(Key::AccessLogging, from.presence("logging_configuration.log_destination"));
}

fn rule_group(from: &Reader<'_>, to: &mut Resource) {
    rules(from, to);
    to.take(Key::WebFirewallRules);
}

fn network_firewall(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::DeletionProtection, from.bool("delete_protection", false));
    to.set(Key::FirewallLogging, from.without("aws_networkfirewall_logging_configuration", false));
    customer_key(from, to);
}

fn customer_key(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("encryption_configuration.key_id"));
}
