//! Networks, subnets, routes, tunnels, interfaces.

use crate::check::Verdict::{Fail, NotApplicable, Pass, Unknown};
use crate::testing::{Case, case, verdict};

#[test]
fn flow_logs_are_linked_to_their_network() {
    let text = r#"
        resource "aws_vpc" "logged" {
          count      = 2
          cidr_block = "10.${count.index}.0.0/16"
        }
        resource "aws_vpc" "silent" {
          cidr_block = "10.9.0.0/16"
        }
        resource "aws_flow_log" "l" {
          count  = 1
          vpc_id = aws_vpc.logged[count.index].id
        }
        "#;
    assert_eq!(verdict(text, "network-flow-logs", "aws_vpc.logged[0]"), Some(Pass));
    assert_eq!(verdict(text, "network-flow-logs", "aws_vpc.logged[1]"), Some(Fail));
    assert_eq!(verdict(text, "network-flow-logs", "aws_vpc.silent"), Some(Fail));
}

#[test]
fn the_default_group_is_adopted_and_empty() {
    let text = r#"
        resource "aws_vpc" "forgotten" {}
        resource "aws_vpc" "closed" {}
        resource "aws_vpc" "open" {}
        resource "aws_vpc" "refilled" {}
        resource "aws_vpc" "unclear" {}
        resource "aws_default_security_group" "closed" {
          vpc_id = aws_vpc.closed.id
        }
        resource "aws_default_security_group" "open" {
          vpc_id = aws_vpc.open.id
          egress {
            from_port   = 0
            to_port     = 0
            protocol    = "-1"
            cidr_blocks = ["0.0.0.0/0"]
          }
        }
        resource "aws_default_security_group" "refilled" {
          vpc_id = aws_vpc.refilled.id
        }
        resource "aws_vpc_security_group_ingress_rule" "r" {
          security_group_id = aws_default_security_group.refilled.id
          cidr_ipv4         = "10.0.0.0/8"
          ip_protocol       = "-1"
        }
        resource "aws_default_security_group" "unclear" {
          vpc_id = aws_vpc.unclear.id
          dynamic "ingress" {
            for_each = var.unset
            content {
              from_port = 1
              to_port   = 1
              protocol  = "tcp"
            }
          }
        }
        "#;
    for (name, expected) in
        [("forgotten", Fail), ("closed", Pass), ("open", Fail), ("refilled", Fail), ("unclear", Unknown)]
    {
        let address = format!("aws_vpc.{name}");
        assert_eq!(verdict(text, "network-default-group-closed", &address), Some(expected), "{name}");
    }
}

#[test]
fn networks_that_come_with_the_account_fail() {
    let text = r#"
        resource "aws_default_vpc" "d" {}
        resource "google_compute_network" "default" {
          name = "default"
        }
        resource "google_compute_network" "own" {
          name = "clinical"
        }
        resource "google_compute_network" "named_elsewhere" {
          name = var.unset
        }
        resource "google_compute_firewall" "f" {
          network = google_compute_network.own.name
        }
        "#;
    let builtin = |address| verdict(text, "network-not-default", address);
    assert_eq!(builtin("aws_default_vpc.d"), Some(Fail));
    assert_eq!(builtin("google_compute_network.default"), Some(Fail));
    assert_eq!(builtin("google_compute_network.own"), Some(Pass));
    assert_eq!(builtin("google_compute_network.named_elsewhere"), Some(Unknown));
    assert_eq!(verdict(text, "network-has-firewall", "google_compute_network.own"), Some(Pass));
    assert_eq!(verdict(text, "network-has-firewall", "google_compute_network.default"), Some(Fail));
}

#[test]
fn a_subnet_and_its_security_group() {
    let text = r#"
        resource "azurerm_subnet" "guarded" {
          name = "app"
        }
        resource "azurerm_subnet" "bare" {
          name = "app"
        }
        resource "azurerm_subnet" "gateway" {
          name = "GatewaySubnet"
        }
        resource "azurerm_subnet" "guarded_gateway" {
          name = "GatewaySubnet"
        }
        resource "azurerm_subnet_network_security_group_association" "a" {
          subnet_id = azurerm_subnet.guarded.id
        }
        resource "azurerm_subnet_network_security_group_association" "g" {
          subnet_id = azurerm_subnet.guarded_gateway.id
        }
        "#;
    let guarded = |name: &str| verdict(text, "subnet-has-firewall", &format!("azurerm_subnet.{name}"));
    assert_eq!(
        [guarded("guarded"), guarded("bare"), guarded("gateway")],
        [Some(Pass), Some(Fail), Some(Pass)]
    );
    let gateway =
        |name: &str| verdict(text, "subnet-gateway-without-firewall", &format!("azurerm_subnet.{name}"));
    assert_eq!(gateway("guarded"), Some(NotApplicable));
    assert_eq!([gateway("gateway"), gateway("guarded_gateway")], [Some(Pass), Some(Fail)]);
}

#[test]
fn a_default_route_is_known_by_what_it_leads_through() {
    let text = r#"
        resource "aws_internet_gateway" "g" {}
        resource "aws_route" "open" {
          destination_cidr_block = "0.0.0.0/0"
          gateway_id             = aws_internet_gateway.g.id
        }
        resource "aws_route" "nat" {
          destination_cidr_block = "0.0.0.0/0"
          nat_gateway_id         = "nat-1"
        }
        resource "aws_route_table" "open" {
          route {
            cidr_block     = "0.0.0.0/0"
            nat_gateway_id = "nat-1"
          }
          route {
            ipv6_cidr_block = "::/0"
            gateway_id      = aws_internet_gateway.g.id
          }
        }
        "#;
    let open = |address| verdict(text, "route-no-open-internet-gateway", address);
    assert_eq!(open("aws_route.open"), Some(Fail));
    assert_eq!(open("aws_route.nat"), Some(Pass));
    assert_eq!(open("aws_route_table.open"), Some(Fail));
}

#[test]
fn a_route_to_somewhere_through_something_may_be_the_open_one() {
    let text = "resource \"aws_route\" \"r\" {\n  route_table_id = \"rtb-1\"\n  destination_cidr_block = var.unset\n  gateway_id = var.unset\n}\n";
    assert_eq!(verdict(text, "route-no-open-internet-gateway", "aws_route.r"), Some(Unknown));
    assert_eq!(verdict(text, "route-no-open-peering", "aws_route.r"), Some(Pass));
}

pub(super) const CASES: &[Case] = &[
    case(
        "network-flow-log-enabled",
        "azurerm_network_watcher_flow_log",
        "enabled = true",
        "enabled = false",
        "enabled = var.unset",
    ),
    case(
        "network-flow-log-retention",
        "azurerm_network_watcher_flow_log",
        "enabled = true\n retention_policy {\n enabled = true\n days = 0\n}",
        "enabled = true\n retention_policy {\n enabled = true\n days = 30\n}",
        "enabled = true\n retention_policy {\n enabled = true\n days = var.unset\n}",
    ),
    case(
        "network-subnets-designed",
        "google_compute_network",
        "auto_create_subnetworks = false",
        "name = \"n\"",
        "auto_create_subnetworks = var.unset",
    ),
    case(
        "network-several-name-servers",
        "azurerm_virtual_network",
        "name = \"n\"",
        "dns_servers = [\"10.0.0.4\"]",
        "dns_servers = var.unset",
    ),
    case(
        "subnet-no-public-addresses",
        "aws_subnet",
        "cidr_block = \"10.0.0.0/24\"",
        "map_public_ip_on_launch = \"true\"",
        "map_public_ip_on_launch = var.unset",
    ),
    case(
        "subnet-has-firewall",
        "azurerm_subnet",
        "name = \"AzureFirewallSubnet\"",
        "name = \"app\"",
        "name = \"app\"\n network_security_group_id = var.unset",
    ),
    case(
        "subnet-flow-logs",
        "google_compute_subnetwork",
        "log_config {\n flow_sampling = 1\n}",
        "name = \"s\"",
        "dynamic \"log_config\" {\n for_each = var.unset\n content {\n flow_sampling = 1\n }\n}",
    ),
    case(
        "subnet-private-platform-access",
        "google_compute_subnetwork",
        "private_ip_google_access = true",
        "private_ip_google_access = false",
        "private_ip_google_access = var.unset",
    ),
    case(
        "subnet-private-platform-access-ipv6",
        "google_compute_subnetwork",
        "stack_type = \"IPV4_IPV6\"\n private_ipv6_google_access = \"ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE\"",
        "stack_type = \"IPV4_IPV6\"",
        "stack_type = \"IPV4_IPV6\"\n private_ipv6_google_access = var.unset",
    ),
    case(
        "route-no-open-internet-gateway",
        "aws_route",
        "destination_cidr_block = \"10.0.0.0/8\"\n gateway_id = \"igw-1\"",
        "destination_cidr_block = \"0.0.0.0/0\"\n gateway_id = \"igw-1\"",
        "destination_cidr_block = var.unset\n gateway_id = \"igw-1\"",
    ),
    case(
        "route-no-open-peering",
        "aws_route_table",
        "route {\n cidr_block = \"10.1.0.0/16\"\n vpc_peering_connection_id = \"pcx-1\"\n}",
        "route {\n ipv6_cidr_block = \"::/0\"\n vpc_peering_connection_id = \"pcx-1\"\n}",
        "dynamic \"route\" {\n for_each = var.unset\n content {\n cidr_block = route.value\n }\n}",
    ),
    case(
        "route-no-instance-gateway",
        "aws_route",
        "destination_cidr_block = \"0.0.0.0/0\"\n nat_gateway_id = \"nat-1\"",
        "destination_cidr_block = \"0.0.0.0/0\"\n instance_id = \"i-1\"",
        "destination_cidr_block = var.unset\n instance_id = \"i-1\"",
    ),
    case(
        "route-nat-logging",
        "google_compute_router_nat",
        "log_config {\n enable = true\n}",
        "name = \"n\"",
        "log_config {\n enable = var.unset\n}",
    ),
    case(
        "transit-gateway-manual-acceptance",
        "aws_ec2_transit_gateway",
        "description = \"hub\"",
        "auto_accept_shared_attachments = \"enable\"",
        "auto_accept_shared_attachments = var.unset",
    ),
    case(
        "private-endpoint-policy",
        "aws_vpc_endpoint",
        "policy = jsonencode({ Statement = [{ Effect = \"Allow\", Principal = \"*\", Action = \"s3:GetObject\", Resource = \"*\" }] })",
        "service_name = \"com.amazonaws.us-east-1.s3\"",
        "policy = var.unset",
    ),
    case(
        "private-endpoint-policy",
        "aws_vpc_endpoint",
        "policy = jsonencode({ Statement = [{ Effect = \"Allow\", Principal = \"*\", Action = \"*\", Resource = \"*\", Condition = { StringEquals = { \"aws:PrincipalOrgID\" = \"o-1\" } } }] })",
        "policy = jsonencode({ Statement = [{ Effect = \"Allow\", Principal = \"*\", Action = \"*\", Resource = \"*\" }] })",
        "policy = jsonencode({ Statement = [{ Effect = \"Allow\", Principal = \"*\", Action = var.unset, Resource = \"*\" }] })",
    ),
    case(
        "endpoint-service-manual-acceptance",
        "aws_vpc_endpoint_service",
        "acceptance_required = true",
        "acceptance_required = false",
        "acceptance_required = var.unset",
    ),
    case(
        "vpn-connection-logging",
        "aws_ec2_client_vpn_endpoint",
        "connection_log_options {\n enabled = true\n}",
        "connection_log_options {\n enabled = false\n}",
        "connection_log_options {\n enabled = var.unset\n}",
    ),
    case(
        "vpn-connection-logging",
        "aws_vpn_connection",
        "tunnel1_log_options {\n cloudwatch_log_options {\n log_enabled = true\n }\n}\ntunnel2_log_options {\n cloudwatch_log_options {\n log_enabled = true\n }\n}",
        "tunnel1_log_options {\n cloudwatch_log_options {\n log_enabled = true\n }\n}",
        "tunnel1_log_options {\n cloudwatch_log_options {\n log_enabled = var.unset\n }\n}",
    ),
    case(
        "vpn-key-exchange",
        "aws_vpn_connection",
        "tunnel1_ike_versions = [\"ikev2\"]\n tunnel2_ike_versions = [\"ikev2\"]",
        "tunnel1_ike_versions = [\"ikev2\"]",
        "tunnel1_ike_versions = [var.unset]\n tunnel2_ike_versions = [\"ikev2\"]",
    ),
    case(
        "vpn-key-exchange",
        "google_compute_vpn_tunnel",
        "name = \"t\"",
        "ike_version = 1",
        "ike_version = var.unset",
    ),
    case(
        "vpn-key-exchange",
        "azurerm_virtual_network_gateway_connection",
        "connection_protocol = \"IKEv2\"",
        "connection_protocol = \"IKEv1\"",
        "connection_protocol = var.unset",
    ),
    case(
        "bastion-no-shareable-links",
        "azurerm_bastion_host",
        "name = \"b\"",
        "shareable_link_enabled = true",
        "shareable_link_enabled = var.unset",
    ),
    case(
        "network-interface-no-forwarding",
        "azurerm_network_interface",
        "enable_ip_forwarding = false",
        "ip_forwarding_enabled = true",
        "enable_ip_forwarding = var.unset",
    ),
    case(
        "network-interface-no-public-address",
        "azurerm_network_interface",
        "ip_configuration {\n name = \"i\"\n}",
        "ip_configuration {\n name = \"i\"\n}\nip_configuration {\n public_ip_address_id = \"/subscriptions/s/ip\"\n}",
        "ip_configuration {\n public_ip_address_id = var.unset\n}",
    ),
];
