//! What connects to a network: private endpoints, tunnels, bastions, interfaces.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Maybe, Statement, Truth};

/// No key exchange version other than the second.
fn second_version_only(subject: &Subject<'_>) -> Outcome {
    subject.ask(Key::IkeVersions, |d| match d {
        Datum::List(items) => Truth::all(items.iter(), |i: &Maybe<_>| {
            i.test(|v: &std::sync::Arc<str>| v.eq_ignore_ascii_case("ikev2"))
        }),
        _ => Truth::False,
    })
}

/// A statement that allows every action on everything without a condition.
fn allows_everything(statement: &Statement) -> Truth {
    let everything = |texts: &[Maybe<std::sync::Arc<str>>]| Truth::any(texts, |t| t.test(|t| &**t == "*"));
    statement
        .allow
        .test(|allow| *allow)
        .and(|| everything(&statement.actions))
        .and(|| everything(&statement.resources))
        .and(|| statement.conditions.test(|conditions| conditions.is_empty()))
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "private-endpoint-policy",
        objective: "least-privilege",
        title: "Private endpoint has a policy that narrows its use",
        severity: Severity::Low,
        kind: Kind::PrivateEndpoint,
        types: &["aws_vpc_endpoint"],
        rationale: "Without a policy of its own, an endpoint lets everyone inside the network reach every bucket and \
                    table of the service, those of strangers included. That is a quiet way out for health information.",
        reads: &[Key::AccessPolicy],
        test: |s| s.is_set(Key::AccessPolicy).and(s.no_statement(Key::AccessPolicy, allows_everything)),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_vpc_endpoint"],
            "Allow the actions and the resources of your own accounts.",
            &[Edit::Block(
                "policy = jsonencode({\n  Version = \"2012-10-17\"\n  Statement = [{\n    Effect    = \"Allow\"\n    Principal = \"*\"\n    Action    = [\"s3:GetObject\", \"s3:PutObject\"]\n    Resource  = [\"${aws_s3_bucket.records.arn}/*\"]\n  }]\n})",
            )],
        )
        .command("aws ec2 describe-vpc-endpoints --region {region}")
        .risk("Calls to resources that are not listed fail, downloads of packages and images included.")],
    },
    Check {
        id: "endpoint-service-manual-acceptance",
        objective: "private-connectivity",
        title: "Endpoint service does not accept connections on its own",
        severity: Severity::Medium,
        kind: Kind::PrivateEndpoint,
        types: &["aws_vpc_endpoint_service"],
        rationale: "A private service that takes every request is private in name only. Accepting each consumer \
                    keeps the list of who can reach health information known.",
        reads: &[Key::AutoAccept],
        test: |s| s.is_not(Key::AutoAccept),
        aliases: &[Alias::checkov("CKV_AWS_123", &["aws_vpc_endpoint_service"])],
        remedies: &[Remedy::edit(
            &["aws_vpc_endpoint_service"],
            "Require acceptance of each connection.",
            &[Edit::Set("acceptance_required", "true")],
        )
        .command("aws ec2 describe-vpc-endpoint-service-configurations --region {region}")],
    },
    Check {
        id: "vpn-connection-logging",
        objective: "network-flow-logging",
        title: "VPN records its connections",
        severity: Severity::Low,
        kind: Kind::VpnConnection,
        types: &["aws_vpn_connection", "aws_ec2_client_vpn_endpoint"],
        rationale: "Remote access leads inside the network. Its log tells who connected, when and from where, which \
                    is what an access review and an investigation ask first.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[Alias::prowler(
            "ec2_client_vpn_endpoint_connection_logging_enabled",
            &["aws_ec2_client_vpn_endpoint"],
        )],
        remedies: &[
            Remedy::edit(
                &["aws_ec2_client_vpn_endpoint"],
                "Log connections to a log group.",
                &[Edit::Set("connection_log_options.enabled", "true")],
            )
            .command("aws ec2 describe-client-vpn-endpoints --region {region}"),
            Remedy::edit(
                &["aws_vpn_connection"],
                "Log both tunnels to a log group.",
                &[
                    Edit::Set("tunnel1_log_options.cloudwatch_log_options.log_enabled", "true"),
                    Edit::Set("tunnel2_log_options.cloudwatch_log_options.log_enabled", "true"),
                ],
            )
            .command("aws ec2 describe-vpn-connections --region {region}"),
        ],
    },
    Check {
        id: "vpn-key-exchange",
        objective: "encryption-in-transit",
        title: "VPN uses the second version of key exchange",
        severity: Severity::Medium,
        kind: Kind::VpnConnection,
        types: &[],
        rationale: "The first version of Internet Key Exchange is deprecated and can be talked down to weak \
                    settings. Tunnels that carry health information between sites must not offer it.",
        reads: &[Key::IkeVersions],
        test: second_version_only,
        aliases: &[],
        remedies: &[
            Remedy::edit(
                &["aws_vpn_connection"],
                "Allow only the second version on both tunnels.",
                &[
                    Edit::Set("tunnel1_ike_versions", "[\"ikev2\"]"),
                    Edit::Set("tunnel2_ike_versions", "[\"ikev2\"]"),
                ],
            )
            .risk("A device on the other side that speaks only the first version loses its tunnel."),
            Remedy::edit(
                &["google_compute_vpn_tunnel"],
                "Use the second version.",
                &[Edit::Set("ike_version", "2")],
            )
            .risk("The tunnel is replaced; the other side has to speak the second version."),
            Remedy::edit(
                &["azurerm_virtual_network_gateway_connection"],
                "Use the second version.",
                &[Edit::Set("connection_protocol", "\"IKEv2\"")],
            )
            .risk("The connection is replaced; the other side has to speak the second version."),
        ],
    },
    Check {
        id: "bastion-no-shareable-links",
        objective: "admin-access",
        title: "Bastion gives out no shareable links",
        severity: Severity::Medium,
        kind: Kind::BastionHost,
        types: &["azurerm_bastion_host"],
        rationale: "A shareable link opens a way to a machine for anyone who gets hold of it, without an account of \
                    the directory. Access to systems with health information must name its user.",
        reads: &[Key::ShareableLink],
        test: |s| s.is_not(Key::ShareableLink),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["azurerm_bastion_host"],
            "Switch shareable links off.",
            &[Edit::Set("shareable_link_enabled", "false")],
        )
        .command("az network bastion show --name {name} --query enableShareableLink")],
    },
    Check {
        id: "network-interface-no-forwarding",
        objective: "network-segmentation",
        title: "Network interface does not forward traffic of others",
        severity: Severity::Low,
        kind: Kind::NetworkInterface,
        types: &["azurerm_network_interface"],
        rationale: "An interface that forwards can carry traffic around the firewall between segments. Only network \
                    appliances need it.",
        reads: &[Key::IpForwarding],
        test: |s| s.is_not(Key::IpForwarding),
        aliases: &[Alias::checkov("CKV_AZURE_118", &["azurerm_network_interface"]), Alias::kics("4216ebac-d74c-4423-b437-35025cb88af5", &["azurerm_network_interface"])],
        remedies: &[Remedy::edit(
            &["azurerm_network_interface"],
            "Switch forwarding off.",
            &[Edit::Set("ip_forwarding_enabled", "false")],
        )
        .command("az network nic show --name {name} --query enableIpForwarding")
        .risk("A network appliance stops routing.")],
    },
    Check {
        id: "network-interface-no-public-address",
        objective: "public-address",
        title: "Network interface has no public address",
        severity: Severity::Medium,
        kind: Kind::NetworkInterface,
        types: &["azurerm_network_interface"],
        rationale: "A public address makes the machine behind it a target from the first minute. Load balancers and \
                    bastions give the same access with a place to watch and to filter.",
        reads: &[Key::PublicAddress],
        test: |s| s.is_unset(Key::PublicAddress),
        aliases: &[Alias::checkov("CKV_AZURE_119", &["azurerm_network_interface"])],
        remedies: &[Remedy::edit(
            &["azurerm_network_interface"],
            "Remove the public address; reach the machine through a bastion, VPN or load balancer.",
            &[Edit::Remove("ip_configuration.public_ip_address_id")],
        )
        .command("az network nic show --name {name} --query ipConfigurations[].publicIPAddress")
        .risk("Connections that used the public address stop.")],
    },
];
