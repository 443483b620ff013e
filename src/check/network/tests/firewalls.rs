//! Firewall rule sets.

use crate::check::Verdict::{Fail, Pass, Unknown};
use crate::testing::{Case, case, findings, verdict};

/// Port checks, each with a port that it guards.
pub(super) const PORTS: &[(&str, u16)] = &[
    ("firewall-no-open-ssh", 22),
    ("firewall-no-open-rdp", 3389),
    ("firewall-no-open-http", 80),
    ("firewall-no-open-ftp", 21),
    ("firewall-no-open-ftp-data", 20),
    ("firewall-no-open-telnet", 23),
    ("firewall-no-open-mysql", 3306),
    ("firewall-no-open-postgresql", 5432),
    ("firewall-no-open-sql-server", 1434),
    ("firewall-no-open-oracle", 1521),
    ("firewall-no-open-mongodb", 27017),
    ("firewall-no-open-redis", 6379),
    ("firewall-no-open-memcached", 11211),
    ("firewall-no-open-search", 9200),
    ("firewall-no-open-cassandra", 9042),
    ("firewall-no-open-smb", 445),
    ("firewall-no-open-ldap", 389),
    ("firewall-no-open-windows-management", 5986),
    ("firewall-no-open-container-management", 6443),
    ("firewall-no-open-administration", 3389),
    ("firewall-common-ports-restricted", 4333),
];

#[test]
fn a_port_open_to_anyone_fails_in_every_dialect() {
    for (check, port) in PORTS {
        for (cidr, expected) in [("\"0.0.0.0/0\"", Fail), ("\"10.0.0.0/8\"", Pass), ("var.unset", Unknown)] {
            let text = format!(
                r#"
                resource "aws_security_group" "a" {{
                  ingress {{
                    from_port   = {port}
                    to_port     = {port}
                    protocol    = "tcp"
                    cidr_blocks = [{cidr}]
                  }}
                }}
                resource "aws_vpc_security_group_ingress_rule" "a" {{
                  from_port   = {port}
                  to_port     = {port}
                  ip_protocol = "tcp"
                  cidr_ipv4   = {cidr}
                }}
                resource "aws_network_acl_rule" "a" {{
                  network_acl_id = "acl-1"
                  protocol       = "6"
                  rule_action    = "allow"
                  rule_number    = 100
                  from_port      = {port}
                  to_port        = {port}
                  cidr_block     = {cidr}
                }}
                resource "azurerm_network_security_rule" "a" {{
                  priority               = 100
                  direction              = "Inbound"
                  access                 = "Allow"
                  protocol               = "Tcp"
                  destination_port_range = "{port}"
                  source_address_prefix  = {cidr}
                }}
                resource "google_compute_firewall" "a" {{
                  network       = "n"
                  source_ranges = [{cidr}]
                  allow {{
                    protocol = "tcp"
                    ports    = ["{port}"]
                  }}
                }}
                "#
            );
            for native in [
                "aws_security_group",
                "aws_vpc_security_group_ingress_rule",
                "aws_network_acl_rule",
                "azurerm_network_security_rule",
                "google_compute_firewall",
            ] {
                assert_eq!(
                    verdict(&text, check, &format!("{native}.a")),
                    Some(expected),
                    "{check} {native} {cidr}"
                );
            }
        }
    }
}

#[test]
fn administration_ports_are_watched_over_both_transports() {
    for (protocol, cidr, expected) in [
        ("udp", "\"0.0.0.0/0\"", Fail),
        ("udp", "\"10.0.0.0/8\"", Pass),
        ("udp", "var.unset", Unknown),
        ("icmp", "\"0.0.0.0/0\"", Pass),
    ] {
        let text = format!(
            r#"
            resource "aws_security_group" "g" {{
              ingress {{
                from_port   = 3389
                to_port     = 3389
                protocol    = "{protocol}"
                cidr_blocks = [{cidr}]
              }}
            }}
            "#
        );
        let found = verdict(&text, "firewall-no-open-administration", "aws_security_group.g");
        assert_eq!(found, Some(expected), "{protocol} {cidr}");
    }
}

#[test]
fn rules_as_people_write_them() {
    let ssh = |body: &str| {
        let text = format!(
            "resource \"aws_vpc\" \"v\" {{ cidr_block = \"10.0.0.0/16\" }}\nresource \"aws_security_group\" \"g\" {{\n{body}\n}}"
        );
        verdict(&text, "firewall-no-open-ssh", "aws_security_group.g")
    };
    let rule = |ports: &str, rest: &str| ssh(&format!("ingress {{\n{ports}\n{rest}\n}}"));
    let open = "cidr_blocks = [\"0.0.0.0/0\"]";
    let cases = [
        (rule("from_port = 0\nto_port = 0\nprotocol = \"-1\"", open), Fail, "everything"),
        (rule("from_port = \"20\"\nto_port = \"25\"\nprotocol = \"tcp\"", open), Fail, "a range in texts"),
        (rule("from_port = 22\nto_port = 22\nprotocol = \"udp\"", open), Pass, "not TCP"),
        (rule("from_port = 22\nto_port = 22\nprotocol = 6", "ipv6_cidr_blocks = [\"::/0\"]"), Fail, "IPv6"),
        (
            rule("from_port = 22\nto_port = 22\nprotocol = \"tcp\"", "cidr_blocks = [aws_vpc.v.cidr_block]"),
            Pass,
            "own network",
        ),
        (
            rule("from_port = 22\nto_port = 22\nprotocol = \"tcp\"", "prefix_list_ids = [\"pl-1\"]"),
            Pass,
            "a prefix list",
        ),
        (rule("from_port = 22\nto_port = 22\nprotocol = \"tcp\"", "self = true"), Pass, "itself"),
        (rule("from_port = 22\nto_port = 22\nprotocol = \"tcp\"", ""), Fail, "no source at all"),
        (rule("from_port = var.unset\nto_port = 443\nprotocol = \"tcp\"", open), Unknown, "unknown port"),
        (
            rule(
                "from_port = 22\nto_port = 22\nprotocol = \"tcp\"",
                "cidr_blocks = [var.unset, \"0.0.0.0/0\"]",
            ),
            Fail,
            "a known open range beside an unknown one",
        ),
        (
            ssh(
                "ingress = [{ from_port = 22, to_port = 22, protocol = \"tcp\", cidr_blocks = [\"0.0.0.0/0\"] }]",
            ),
            Fail,
            "attribute syntax",
        ),
        (ssh("ingress = []"), Pass, "emptied"),
        (
            ssh(
                "dynamic \"ingress\" {\n for_each = var.unset\n content {\n from_port = 22\n to_port = 22\n protocol = \"tcp\"\n cidr_blocks = [\"0.0.0.0/0\"]\n }\n}",
            ),
            Unknown,
            "an unknown number of rules",
        ),
        (
            ssh(
                "dynamic \"ingress\" {\n for_each = [22]\n content {\n from_port = ingress.value\n to_port = ingress.value\n protocol = \"tcp\"\n cidr_blocks = [\"0.0.0.0/0\"]\n }\n}",
            ),
            Fail,
            "a dynamic rule",
        ),
    ];
    for (got, expected, what) in cases {
        assert_eq!(got, Some(expected), "{what}");
    }
}

#[test]
fn a_deny_before_an_allow_closes_the_port() {
    let text = r#"
        resource "aws_network_acl" "a" {
          vpc_id = "vpc-1"
          ingress {
            rule_no    = 200
            action     = "allow"
            protocol   = "-1"
            cidr_block = "0.0.0.0/0"
            from_port  = 0
            to_port    = 0
          }
          ingress {
            rule_no    = 100
            action     = "deny"
            protocol   = "tcp"
            cidr_block = "0.0.0.0/0"
            from_port  = 22
            to_port    = 22
          }
        }
        "#;
    assert_eq!(verdict(text, "firewall-no-open-ssh", "aws_network_acl.a"), Some(Pass));
    assert_eq!(verdict(text, "firewall-no-open-rdp", "aws_network_acl.a"), Some(Fail));
}

#[test]
fn a_rule_is_judged_once_at_its_own_address() {
    let text = r#"
        resource "aws_security_group" "g" {}
        resource "aws_security_group_rule" "r" {
          type              = "ingress"
          from_port         = 22
          to_port           = 22
          protocol          = "tcp"
          cidr_blocks       = ["0.0.0.0/0"]
          security_group_id = aws_security_group.g.id
        }
        resource "google_compute_firewall" "off" {
          network       = "n"
          disabled      = true
          source_ranges = ["0.0.0.0/0"]
          allow {
            protocol = "all"
          }
        }
        "#;
    assert_eq!(verdict(text, "firewall-no-open-ssh", "aws_security_group.g"), Some(Pass));
    assert_eq!(verdict(text, "firewall-no-open-ssh", "aws_security_group_rule.r"), Some(Fail));
    assert_eq!(verdict(text, "firewall-no-open-traffic", "google_compute_firewall.off"), Some(Pass));
}

#[test]
fn logging_of_a_network_firewall_is_a_resource_of_its_own() {
    let text = r#"
        resource "aws_networkfirewall_firewall" "logged" {}
        resource "aws_networkfirewall_firewall" "silent" {}
        resource "aws_networkfirewall_firewall" "counted" {
          count = var.unset
        }
        resource "aws_networkfirewall_logging_configuration" "l" {
          firewall_arn = aws_networkfirewall_firewall.logged.arn
        }
        "#;
    let check = "network-firewall-logging";
    assert_eq!(verdict(text, check, "aws_networkfirewall_firewall.logged"), Some(Pass));
    assert_eq!(verdict(text, check, "aws_networkfirewall_firewall.silent"), Some(Fail));
    let (estate, _) = findings(text);
    assert!(estate.resources().iter().any(|r| r.existence.is_some()), "the third may not exist");
}

pub(super) const CASES: &[Case] = &[
    case(
        "firewall-no-open-ports",
        "aws_security_group",
        "ingress {\n from_port = 443\n to_port = 443\n protocol = \"tcp\"\n cidr_blocks = [\"0.0.0.0/0\"]\n}",
        "ingress {\n from_port = -1\n to_port = -1\n protocol = \"tcp\"\n cidr_blocks = [\"0.0.0.0/0\"]\n}",
        "ingress {\n from_port = 0\n to_port = 0\n protocol = \"-1\"\n cidr_blocks = var.unset\n}",
    ),
    case(
        "firewall-no-open-traffic",
        "google_compute_firewall",
        "network = \"n\"\n source_ranges = [\"0.0.0.0/0\"]\n allow {\n protocol = \"tcp\"\n }",
        "network = \"n\"\n source_ranges = [\"0.0.0.0/0\"]\n allow {\n protocol = \"all\"\n }",
        "network = \"n\"\n source_ranges = [\"0.0.0.0/0\"]\n allow {\n protocol = var.unset\n }",
    ),
    case(
        "firewall-no-open-udp",
        "azurerm_network_security_rule",
        "direction = \"Inbound\"\n access = \"Allow\"\n protocol = \"Tcp\"\n destination_port_range = \"*\"\n source_address_prefix = \"*\"",
        "direction = \"Inbound\"\n access = \"Allow\"\n protocol = \"Udp\"\n destination_port_range = \"53\"\n source_address_prefix = \"Internet\"",
        "direction = \"Inbound\"\n access = \"Allow\"\n protocol = var.unset\n destination_port_range = \"53\"\n source_address_prefix = \"*\"",
    ),
    case(
        "firewall-only-https-from-internet",
        "aws_security_group_rule",
        "type = \"ingress\"\n from_port = 443\n to_port = 443\n protocol = \"tcp\"\n cidr_blocks = [\"0.0.0.0/0\"]",
        "type = \"ingress\"\n from_port = 8080\n to_port = 8080\n protocol = \"tcp\"\n cidr_blocks = [\"0.0.0.0/0\"]",
        "type = var.unset\n from_port = 8080\n to_port = 8080\n protocol = \"tcp\"\n cidr_blocks = [\"0.0.0.0/0\"]",
    ),
    case(
        "firewall-restricted-egress",
        "aws_vpc_security_group_egress_rule",
        "ip_protocol = \"-1\"\n referenced_security_group_id = \"sg-1\"",
        "ip_protocol = \"-1\"\n cidr_ipv6 = \"::/0\"",
        "ip_protocol = \"-1\"\n cidr_ipv4 = var.unset",
    ),
    case(
        "firewall-restricted-egress",
        "azurerm_network_security_rule",
        "direction = \"Outbound\"\n access = \"Deny\"\n protocol = \"*\"\n destination_port_range = \"*\"\n destination_address_prefix = \"*\"",
        "direction = \"Outbound\"\n access = \"Allow\"\n protocol = \"*\"\n destination_port_range = \"*\"\n destination_address_prefix = \"*\"",
        "direction = \"Outbound\"\n access = var.unset\n protocol = \"*\"\n destination_port_range = \"*\"\n destination_address_prefix = \"*\"",
    ),
    case(
        "firewall-no-public-ingress",
        "azurerm_network_security_rule",
        "direction = \"Inbound\"\n access = \"Allow\"\n protocol = \"Tcp\"\n destination_port_range = \"443\"\n source_address_prefix = \"AzureLoadBalancer\"",
        "direction = \"Inbound\"\n access = \"Allow\"\n protocol = \"Icmp\"\n destination_port_range = \"*\"\n source_address_prefix = \"*\"",
        "direction = \"Inbound\"\n access = \"Allow\"\n protocol = \"Tcp\"\n destination_port_range = \"443\"\n source_address_prefix = var.unset",
    ),
    case(
        "firewall-no-public-egress",
        "aws_security_group",
        "egress {\n from_port = 443\n to_port = 443\n protocol = \"tcp\"\n prefix_list_ids = [\"pl-1\"]\n}",
        "egress {\n from_port = 443\n to_port = 443\n protocol = \"tcp\"\n cidr_blocks = [\"0.0.0.0/0\"]\n}",
        "egress {\n from_port = 443\n to_port = 443\n protocol = \"tcp\"\n cidr_blocks = var.unset\n}",
    ),
    case(
        "firewall-no-public-egress",
        "google_compute_firewall",
        "network = \"n\"\n direction = \"EGRESS\"\n destination_ranges = [\"10.0.0.0/8\"]\n allow {\n protocol = \"tcp\"\n }",
        "network = \"n\"\n direction = \"EGRESS\"\n destination_ranges = [\"0.0.0.0/0\"]\n allow {\n protocol = \"icmp\"\n }",
        "network = \"n\"\n direction = \"EGRESS\"\n destination_ranges = var.unset\n allow {\n protocol = \"tcp\"\n }",
    ),
    case(
        "access-list-names-protocols",
        "aws_network_acl_rule",
        "protocol = \"all\"\n rule_action = \"deny\"\n cidr_block = \"0.0.0.0/0\"",
        "protocol = \"-1\"\n rule_action = \"allow\"\n cidr_block = \"10.0.0.0/8\"",
        "protocol = var.unset\n rule_action = \"allow\"\n cidr_block = \"10.0.0.0/8\"",
    ),
    case(
        "firewall-default-group-closed",
        "aws_default_security_group",
        "vpc_id = \"vpc-1\"",
        "ingress {\n from_port = 0\n to_port = 0\n protocol = -1\n self = true\n}",
        "dynamic \"ingress\" {\n for_each = var.unset\n content {\n from_port = 1\n to_port = 1\n protocol = \"tcp\"\n }\n}",
    ),
    case(
        "firewall-rules-described",
        "aws_security_group",
        "description = \"portal\"\n ingress {\n description = \"web\"\n from_port = 443\n to_port = 443\n protocol = \"tcp\"\n cidr_blocks = [\"10.0.0.0/8\"]\n}",
        "description = \"portal\"\n ingress {\n from_port = 443\n to_port = 443\n protocol = \"tcp\"\n cidr_blocks = [\"10.0.0.0/8\"]\n}",
        "description = var.unset",
    ),
    case(
        "firewall-rules-described",
        "aws_security_group_rule",
        "type = \"ingress\"\n description = \"web\"",
        "type = \"ingress\"",
        "type = \"ingress\"\n description = var.unset",
    ),
    case(
        "firewall-rules-described",
        "aws_security_group",
        "description = \"portal\"",
        "name = \"g\"",
        "description = \"portal\"\n dynamic \"ingress\" {\n for_each = var.unset\n content {\n from_port = 1\n to_port = 1\n protocol = \"tcp\"\n }\n}",
    ),
    case(
        "network-firewall-deletion-protection",
        "aws_networkfirewall_firewall",
        "delete_protection = \"true\"",
        "name = \"n\"",
        "delete_protection = var.unset",
    ),
    case(
        "network-firewall-customer-key",
        "aws_networkfirewall_rule_group",
        "encryption_configuration {\n type = \"CUSTOMER_KMS\"\n key_id = \"arn:aws:kms:us-east-1:111122223333:key/k\"\n}",
        "encryption_configuration {\n type = \"AWS_OWNED_KMS_KEY\"\n}",
        "encryption_configuration {\n type = \"CUSTOMER_KMS\"\n key_id = var.unset\n}",
    ),
    case(
        "firewall-rule-logging",
        "google_compute_firewall",
        "network = \"n\"\n log_config {\n metadata = \"INCLUDE_ALL_METADATA\"\n}",
        "network = \"n\"",
        "network = \"n\"\n dynamic \"log_config\" {\n for_each = var.unset\n content {\n metadata = \"INCLUDE_ALL_METADATA\"\n }\n}",
    ),
    case(
        "managed-firewall-policy",
        "azurerm_firewall",
        "firewall_policy_id = \"/subscriptions/s/policy\"",
        "name = \"f\"",
        "firewall_policy_id = var.unset",
    ),
    case(
        "managed-firewall-threat-intelligence",
        "azurerm_firewall",
        "threat_intel_mode = \"Deny\"",
        "name = \"f\"",
        "threat_intel_mode = var.unset",
    ),
    case(
        "firewall-policy-threat-intelligence",
        "azurerm_firewall_policy",
        "threat_intelligence_mode = \"Deny\"",
        "threat_intelligence_mode = \"Alert\"",
        "threat_intelligence_mode = var.unset",
    ),
    case(
        "firewall-policy-intrusion-prevention",
        "azurerm_firewall_policy",
        "intrusion_detection {\n mode = \"Deny\"\n}",
        "name = \"p\"",
        "intrusion_detection {\n mode = var.unset\n}",
    ),
];

#[test]
fn a_failure_points_at_the_rule_at_fault() {
    let text = r#"resource "aws_security_group" "g" {
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
"#;
    let (_, findings) = findings(text);
    let ssh = crate::check::registry().find("firewall-no-open-ssh").unwrap();
    let finding = findings.iter().find(|f| f.check == ssh).unwrap();
    // the helper puts a line before the text
    assert_eq!(finding.detail.part().map(|s| (s.line, s.end_line)), Some((9, 14)));
}

#[test]
fn a_rule_whose_direction_cannot_be_told_may_open_either_way() {
    let rule = |direction: &str| {
        format!(
            "variable \"way\" {{}}\nresource \"google_compute_firewall\" \"a\" {{\n  name = \"a\"\n  network = \"n\"\n  {direction}\n  source_ranges = [\"0.0.0.0/0\"]\n  allow {{\n    protocol = \"all\"\n  }}\n}}\n"
        )
    };
    let of = |direction: &str, check| verdict(&rule(direction), check, "google_compute_firewall.a");
    for check in ["firewall-no-open-traffic", "firewall-no-public-egress"] {
        assert_eq!(of("direction = var.way", check), Some(Unknown), "{check}");
    }
    assert_eq!(of("direction = \"EGRESS\"", "firewall-no-open-traffic"), Some(Pass));
    // no destination is every destination
    assert_eq!(of("direction = \"EGRESS\"", "firewall-no-public-egress"), Some(Fail));
    assert_eq!(of("", "firewall-no-open-traffic"), Some(Fail));
    assert_eq!(of("", "firewall-no-public-egress"), Some(Pass));
}
