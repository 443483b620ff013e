//! Networks: VPCs, subnets, security groups, access lists, routes, flow logs and endpoints.

use std::sync::Arc;

use super::{each_text, list, text_node, within};
use crate::dialect::live::{Field, Shape, Source, Take};
use crate::native::{Node, Object, Value};

/// The ARN of a network whose id an item gives.
const VPC: Take = Take::Arn("arn:{partition}:ec2:{region}:{account}:vpc/{}");

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("AWS::EC2::VPC", "aws_vpc", &[Field::same("cidr_block", "cidrBlock")])
        .variant(|source| (source.flag("isDefault") == Some(true)).then_some("aws_default_vpc")),
    Shape::new(
        "AWS::EC2::Subnet",
        "aws_subnet",
        &[
            Field::of("vpc_id", "vpcId", VPC),
            Field::same("cidr_block", "cidrBlock"),
            Field::same("map_public_ip_on_launch", "mapPublicIpOnLaunch"),
        ],
    ),
    Shape::new(
        "AWS::EC2::SecurityGroup",
        "aws_security_group",
        &[
            Field::same("name", "groupName"),
            Field::same("description", "description"),
            Field::of("vpc_id", "vpcId", VPC).or_unset(),
            Field::of("ingress", "ipPermissions", Take::Blocks(PERMISSION)),
            Field::of("egress", "ipPermissionsEgress", Take::Blocks(PERMISSION)),
        ],
    )
    // the group that every network has from the start
    .variant(|source| {
        (source.text("groupName").as_deref() == Some("default")).then_some("aws_default_security_group")
    }),
    Shape::new(
        "AWS::EC2::NetworkAcl",
        "aws_network_acl",
        &[
            Field::of("vpc_id", "vpcId", VPC),
            Field::of("ingress", "entries", Take::With(|entries| entries_of(entries, false))),
            Field::of("egress", "entries", Take::With(|entries| entries_of(entries, true))),
        ],
    )
    .variant(|source| (source.flag("isDefault") == Some(true)).then_some("aws_default_network_acl")),
    Shape::new(
        "AWS::EC2::RouteTable",
        "aws_route_table",
        &[
            Field::of("vpc_id", "vpcId", VPC),
            Field::of(
                "route",
                "routes",
                Take::Blocks(&[
                    Field::same("cidr_block", "destinationCidrBlock").or_unset(),
                    Field::same("ipv6_cidr_block", "destinationIpv6CidrBlock").or_unset(),
                    Field::same("gateway_id", "gatewayId").or_unset(),
                    Field::same("vpc_peering_connection_id", "vpcPeeringConnectionId").or_unset(),
                    Field::same("instance_id", "instanceId").or_unset(),
                ]),
            ),
        ],
    ),
    // one that does not deliver is as good as none
    Shape::new("AWS::EC2::FlowLog", "aws_flow_log", &[Field::same("traffic_type", "trafficType")]).more(
        |source, body| {
            let says = |path, word: &str| source.text(path).is_some_and(|t| t.eq_ignore_ascii_case(word));
            let network = Field::of("vpc_id", "resourceId", VPC);
            if says("flowLogStatus", "ACTIVE") && !says("deliverLogsStatus", "FAILED") {
                network.write(source, source.root, body);
            }
        },
    ),
    Shape::new(
        "AWS::EC2::VPCEndpoint",
        "aws_vpc_endpoint",
        &[
            Field::of("vpc_id", "vpcId", VPC),
            Field::same("service_name", "serviceName"),
            Field::same("vpc_endpoint_type", "vpcEndpointType"),
            Field::of("policy", "policyDocument", Take::Document),
        ],
    ),
    Shape::new(
        "AWS::EC2::VPCEndpointService",
        "aws_vpc_endpoint_service",
        &[Field::same("acceptance_required", "acceptanceRequired")],
    ),
    Shape::new(
        "AWS::EC2::TransitGateway",
        "aws_ec2_transit_gateway",
        &[
            Field::same("description", "Description"),
            Field::same("auto_accept_shared_attachments", "AutoAcceptSharedAttachments"),
        ],
    ),
    Shape::new(
        "AWS::EC2::ClientVpnEndpoint",
        "aws_ec2_client_vpn_endpoint",
        &[Field::same("connection_log_options.enabled", "ConnectionLogOptions.Enabled")],
    ),
    Shape::new(
        "AWS::NetworkFirewall::Firewall",
        "aws_networkfirewall_firewall",
        &[
            Field::same("name", "firewall.firewallName"),
            Field::same("delete_protection", "firewall.deleteProtection"),
            Field::key("encryption_configuration.key_id", "firewall.encryptionConfiguration.keyId")
                .or_unset_in("firewall.encryptionConfiguration"),
        ],
    ),
    Shape::new(
        "AWS::NetworkFirewall::FirewallPolicy",
        "aws_networkfirewall_firewall_policy",
        &[Field::key(
            "encryption_configuration.key_id",
            "firewallPolicyResponse.encryptionConfiguration.keyId",
        )
        .or_unset_in("firewallPolicyResponse.encryptionConfiguration")],
    ),
    Shape::new(
        "AWS::NetworkFirewall::RuleGroup",
        "aws_networkfirewall_rule_group",
        &[Field::key("encryption_configuration.key_id", "ruleGroupResponse.encryptionConfiguration.keyId")
            .or_unset_in("ruleGroupResponse.encryptionConfiguration")],
    ),
    Shape::new(
        "AWS::GlobalAccelerator::Accelerator",
        "aws_globalaccelerator_accelerator",
        &[Field::same("name", "Name")],
    ),
];

/// One permission of a group: its ranges, groups and prefix lists are the peers.
const PERMISSION: &[Field] = &[
    Field::same("protocol", "ipProtocol"),
    Field::same("from_port", "fromPort").or_unset(),
    Field::same("to_port", "toPort").or_unset(),
    Field::of("cidr_blocks", "", Take::With(ranges)),
    Field::of("ipv6_cidr_blocks", "ipv6Ranges", Take::With(|ranges| each_text(ranges, "cidrIpv6"))),
    Field::of("security_groups", "userIdGroupPairs", Take::With(|pairs| each_text(pairs, "groupId")))
        .or_unset(),
    Field::of("prefix_list_ids", "prefixListIds", Take::With(|lists| each_text(lists, "prefixListId")))
        .or_unset(),
    Field::of("description", "", Take::With(description)),
    // forms of single rules
    Field::unset_where("cidr_ipv4", ""),
    Field::unset_where("cidr_ipv6", ""),
    Field::unset_where("self", ""),
    Field::unset_where("source_security_group_id", ""),
];

/// The ranges of a permission, in the present form or the older list of texts.
fn ranges(permission: &Node) -> Option<Node> {
    if let Some(ranges) = within(permission, "ipv4Ranges") {
        return each_text(ranges, "cidrIp");
    }
    let ranges = within(permission, "ipRanges")?;
    ranges.items().map(|items| list(items.to_vec(), ranges))
}

/// A description, where every peer of the permission has one.
fn description(permission: &Node) -> Option<Node> {
    let peers = ["ipv4Ranges", "ipv6Ranges", "userIdGroupPairs", "prefixListIds"];
    let mut first = None;
    for peer in peers.iter().filter_map(|p| within(permission, p)).filter_map(Node::items).flatten() {
        match within(peer, "description").and_then(Node::as_text).filter(|t| !t.is_empty()) {
            Some(text) => first = first.or(Some(text)),
            None => return Some(text_node("", permission)),
        }
    }
    first.map(|text| text_node(&text, permission))
}

/// The entries of one direction.
fn entries_of(entries: &Node, egress: bool) -> Option<Node> {
    const ARGUMENTS: &[(&str, &str)] = &[
        ("protocol", "protocol"),
        ("from_port", "portRange.from"),
        ("to_port", "portRange.to"),
        ("action", "ruleAction"),
        ("rule_no", "ruleNumber"),
        ("cidr_block", "cidrBlock"),
        ("ipv6_cidr_block", "ipv6CidrBlock"),
    ];
    let mut made = Vec::new();
    for entry in entries.items()? {
        if within(entry, "egress").and_then(Node::as_bool)? != egress {
            continue;
        }
        let body: Object = ARGUMENTS
            .iter()
            .map(|(to, from)| {
                let node = Source::within(entry, from).cloned();
                ((*to).into(), node.unwrap_or_else(|| Node { value: Value::Null, ..entry.clone() }))
            })
            .collect();
        made.push(Node { value: Value::Object(Arc::new(body)), ..entry.clone() });
    }
    Some(list(made, entries))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use serde_json::Value as Json;

    use crate::check::Verdict;
    use crate::native::LiveResource;
    use crate::testing::{live_cases, live_findings, live_resource, live_verdict};

    fn permission(cidr: &str, port: i64) -> Json {
        json!({
            "fromPort": port, "toPort": port, "ipProtocol": "tcp", "ipRanges": [cidr],
            "ipv4Ranges": [{"cidrIp": cidr, "description": "clinic"}], "ipv6Ranges": [], "prefixListIds": [],
            "userIdGroupPairs": []
        })
    }

    fn group(name: &str, ingress: &Json) -> Json {
        json!({
            "groupId": "sg-0a", "groupName": name, "description": "app servers", "vpcId": "vpc-0a",
            "ownerId": "111122223333", "ipPermissions": ingress, "ipPermissionsEgress": []
        })
    }

    fn with_id(vendor: &str, id: &str, configuration: Json) -> LiveResource {
        let mut resource = live_resource(vendor, configuration);
        resource.id = id.into();
        resource.account = "111122223333".into();
        resource.region = "eu-west-1".into();
        resource
    }

    #[test]
    fn rules_of_a_security_group() {
        let inside = json!([permission("10.0.0.0/8", 22)]);
        let outside = json!([permission("0.0.0.0/0", 22)]);
        live_cases(
            "AWS::EC2::SecurityGroup",
            &group("app", &inside),
            "",
            &[
                ("firewall-no-open-ssh", "ipPermissions".into(), inside.clone(), outside.clone()),
                ("firewall-no-open-administration", "ipPermissions".into(), inside, outside),
            ],
        );
        // a permission whose ranges are not told may be open to anybody
        let untold = json!([{"fromPort": 22, "toPort": 22, "ipProtocol": "tcp"}]);
        assert_eq!(
            live_verdict("AWS::EC2::SecurityGroup", group("app", &untold), "firewall-no-open-ssh"),
            Some(Verdict::Unknown)
        );
        // a range of the sixth version counts as much
        let mut sixth = permission("10.0.0.0/8", 22);
        sixth["ipv6Ranges"] = json!([{"cidrIpv6": "::/0"}]);
        assert_eq!(
            live_verdict("AWS::EC2::SecurityGroup", group("app", &json!([sixth])), "firewall-no-open-ssh"),
            Some(Verdict::Fail)
        );
    }

    #[test]
    fn the_default_group_stands_for_its_network() {
        let network = || {
            with_id(
                "AWS::EC2::VPC",
                "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0a",
                json!({
                    "vpcId": "vpc-0a", "cidrBlock": "10.0.0.0/16", "isDefault": false
                }),
            )
        };
        let default = |rules: Json| {
            with_id(
                "AWS::EC2::SecurityGroup",
                "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0a",
                group("default", &rules),
            )
        };
        let check = "network-default-group-closed";
        assert_eq!(live_findings(&[network()], check), [Verdict::Unknown]);
        assert_eq!(live_findings(&[network(), default(json!([]))], check), [Verdict::Pass]);
        assert_eq!(
            live_findings(&[network(), default(json!([permission("10.0.0.0/8", 22)]))], check),
            [Verdict::Fail]
        );
    }

    #[test]
    fn a_flow_log_counts_while_it_delivers() {
        let network = with_id(
            "AWS::EC2::VPC",
            "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0a",
            json!({
                "vpcId": "vpc-0a", "isDefault": false
            }),
        );
        let log = |status: &str| {
            with_id(
                "AWS::EC2::FlowLog",
                "arn:aws:ec2:eu-west-1:111122223333:vpc-flow-log/fl-0a",
                json!({
                    "flowLogId": "fl-0a", "flowLogStatus": "ACTIVE", "deliverLogsStatus": status, "resourceId": "vpc-0a",
                    "trafficType": "ALL"
                }),
            )
        };
        let verdicts = |live: &[LiveResource]| live_findings(live, "network-flow-logs");
        assert_eq!(verdicts(&[network.clone(), log("SUCCESS")]), [Verdict::Pass]);
        assert_eq!(verdicts(&[network.clone(), log("FAILED")]), [Verdict::Unknown]);
        assert_eq!(verdicts(&[network]), [Verdict::Unknown]);
    }

    #[test]
    fn networks_subnets_and_routes() {
        let network = |default: bool| json!({"vpcId": "vpc-0a", "isDefault": default});
        let check = "network-not-default";
        assert_eq!(live_verdict("AWS::EC2::VPC", network(true), check), Some(Verdict::Fail));
        assert_eq!(live_verdict("AWS::EC2::VPC", network(false), check), None);
        let subnet = json!({"subnetId": "subnet-0a", "vpcId": "vpc-0a", "mapPublicIpOnLaunch": false});
        live_cases(
            "AWS::EC2::Subnet",
            &subnet,
            "",
            &[("subnet-no-public-addresses", "mapPublicIpOnLaunch".into(), json!(false), json!(true))],
        );
        let route = |gateway: &str| {
            json!([
                {"destinationCidrBlock": "10.0.0.0/16", "gatewayId": "local", "origin": "CreateRouteTable"},
                {"destinationCidrBlock": "0.0.0.0/0", "gatewayId": gateway, "origin": "CreateRoute"}
            ])
        };
        live_cases(
            "AWS::EC2::RouteTable",
            &json!({"routeTableId": "rtb-0a", "routes": route("local")}),
            "",
            &[("route-no-open-internet-gateway", "routes".into(), route("vgw-0a"), route("igw-0a"))],
        );
        let transit = json!({"Id": "tgw-0a", "AutoAcceptSharedAttachments": "disable"});
        live_cases(
            "AWS::EC2::TransitGateway",
            &transit,
            "",
            &[(
                "transit-gateway-manual-acceptance",
                "AutoAcceptSharedAttachments".into(),
                json!("disable"),
                json!("enable"),
            )],
        );
    }

    #[test]
    fn entries_of_an_access_list() {
        let entries = |cidr: &str| {
            json!([
                {"cidrBlock": cidr, "egress": false, "portRange": {"from": 22, "to": 22}, "protocol": "6",
                 "ruleAction": "allow", "ruleNumber": 100},
                {"cidrBlock": "0.0.0.0/0", "egress": false, "protocol": "-1", "ruleAction": "deny", "ruleNumber": 32767},
                {"cidrBlock": "0.0.0.0/0", "egress": true, "protocol": "-1", "ruleAction": "deny", "ruleNumber": 32767}
            ])
        };
        let list = json!({"networkAclId": "acl-0a", "vpcId": "vpc-0a", "isDefault": false, "entries": entries("10.0.0.0/8")});
        live_cases(
            "AWS::EC2::NetworkAcl",
            &list,
            "",
            &[("firewall-no-open-ssh", "entries".into(), entries("10.0.0.0/8"), entries("0.0.0.0/0"))],
        );
    }

    #[test]
    fn firewalls_between_networks() {
        let firewall = json!({
            "firewall": {"firewallName": "edge", "deleteProtection": true,
            "encryptionConfiguration": {"type": "CUSTOMER_KMS", "keyId": "arn:aws:kms:eu-west-1:444455556666:key/0a1b"}}
        });
        live_cases(
            "AWS::NetworkFirewall::Firewall",
            &firewall,
            "",
            &[(
                "network-firewall-deletion-protection",
                "firewall.deleteProtection".into(),
                json!(true),
                json!(false),
            )],
        );
    }
}
