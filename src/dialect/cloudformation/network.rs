//! Networks, firewalls, balancers, APIs, content delivery and names.

use std::sync::Arc;

use super::convert::attributes;
use super::macros::{block, fields, list, shape};
use crate::dialect::live::{Companion, Field, Otherwise, Shape, Source, Take};
use crate::native::{Node, Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    shape!("AWS::EC2::SecurityGroup" as "aws_security_group" {
        "name" = "GroupName",
        "description" = "GroupDescription",
        "vpc_id" = "VpcId",
        "ingress" = "SecurityGroupIngress" => Take::Blocks(INGRESS),
        "egress" = "SecurityGroupEgress" => Take::Blocks(EGRESS),
    })
    .more(open_egress),
    shape!("AWS::EC2::SecurityGroupIngress" as "aws_vpc_security_group_ingress_rule" {
        "security_group_id" = "GroupId",
        "ip_protocol" = "IpProtocol",
        "from_port" = "FromPort",
        "to_port" = "ToPort",
        "cidr_ipv4" = "CidrIp",
        "cidr_ipv6" = "CidrIpv6",
        "source_security_group_id" = "SourceSecurityGroupId",
        "security_groups" = "SourceSecurityGroupName",
        "prefix_list_id" = "SourcePrefixListId",
        "description" = "Description",
    }),
    shape!("AWS::EC2::SecurityGroupEgress" as "aws_vpc_security_group_egress_rule" {
        "security_group_id" = "GroupId",
        "ip_protocol" = "IpProtocol",
        "from_port" = "FromPort",
        "to_port" = "ToPort",
        "cidr_ipv4" = "CidrIp",
        "cidr_ipv6" = "CidrIpv6",
        "source_security_group_id" = "DestinationSecurityGroupId",
        "prefix_list_id" = "DestinationPrefixListId",
        "description" = "Description",
    }),
    shape!("AWS::EC2::NetworkAclEntry" as "aws_network_acl_rule" {
        "protocol" = "Protocol",
        "from_port" = "PortRange.From",
        "to_port" = "PortRange.To",
        "cidr_block" = "CidrBlock",
        "ipv6_cidr_block" = "Ipv6CidrBlock",
        "rule_action" = "RuleAction",
        "rule_number" = "RuleNumber",
        "egress" = "Egress",
    }),
    shape!("AWS::EC2::NetworkAcl" as "aws_network_acl" { "vpc_id" = "VpcId" }),
    shape!("AWS::EC2::VPC" as "aws_vpc" { "cidr_block" = "CidrBlock" }),
    shape!("AWS::EC2::Subnet" as "aws_subnet" {
        "vpc_id" = "VpcId",
        "map_public_ip_on_launch" = "MapPublicIpOnLaunch",
    }),
    shape!("AWS::EC2::FlowLog" as "aws_flow_log" { "vpc_id" = "ResourceId", "traffic_type" = "TrafficType" }),
    shape!("AWS::EC2::Route" as "aws_route" {
        "route_table_id" = "RouteTableId",
        "gateway_id" = "GatewayId",
        "vpc_peering_connection_id" = "VpcPeeringConnectionId",
        "instance_id" = "InstanceId",
        "destination_cidr_block" = "DestinationCidrBlock",
        "destination_ipv6_cidr_block" = "DestinationIpv6CidrBlock",
    }),
    shape!("AWS::EC2::RouteTable" as "aws_route_table" { "vpc_id" = "VpcId" }),
    shape!("AWS::EC2::VPCEndpoint" as "aws_vpc_endpoint" {
        "vpc_id" = "VpcId",
        "vpc_endpoint_type" = "VpcEndpointType",
        "policy" = "PolicyDocument" => Take::Document,
    }),
    shape!("AWS::EC2::VPCEndpointService" as "aws_vpc_endpoint_service" {
        "acceptance_required" = "AcceptanceRequired",
    }),
    shape!("AWS::EC2::TransitGateway" as "aws_ec2_transit_gateway" {
        "auto_accept_shared_attachments" = "AutoAcceptSharedAttachments",
    }),
    shape!("AWS::EC2::VPNConnection" as "aws_vpn_connection" {
        "tunnel1_log_options.cloudwatch_log_options.log_enabled"
            = "VpnTunnelOptionsSpecifications.0.LogOptions.CloudwatchLogOptions.LogEnabled",
        "tunnel2_log_options.cloudwatch_log_options.log_enabled"
            = "VpnTunnelOptionsSpecifications.1.LogOptions.CloudwatchLogOptions.LogEnabled",
    }),
    shape!("AWS::EC2::ClientVpnEndpoint" as "aws_ec2_client_vpn_endpoint" {
        "connection_log_options.enabled" = "ConnectionLogOptions.Enabled",
    }),
    shape!("AWS::ElasticLoadBalancingV2::LoadBalancer" as "aws_lb" {
        "name" = "Name",
        "load_balancer_type" = "Type",
        "internal" = "Scheme" => Take::Is("internal"),
    })
    .more(balancer),
    shape!("AWS::ElasticLoadBalancingV2::Listener" as "aws_lb_listener" {
        "load_balancer_arn" = "LoadBalancerArn",
        "port" = "Port",
        "protocol" = "Protocol",
        "ssl_policy" = "SslPolicy",
        "certificate_arn" = "Certificates.CertificateArn",
        "default_action" = "DefaultActions" => list! {
            "type" = "Type",
            "target_group_arn" = "TargetGroupArn",
            "redirect.protocol" = "RedirectConfig.Protocol",
            "forward.target_group" = "ForwardConfig.TargetGroups" => list! { "arn" = "TargetGroupArn" },
        },
    }),
    shape!("AWS::ElasticLoadBalancingV2::ListenerCertificate" as "aws_lb_listener_certificate" {
        "listener_arn" = "ListenerArn",
        "certificate_arn" = "Certificates.CertificateArn",
    }),
    shape!("AWS::ElasticLoadBalancingV2::TargetGroup" as "aws_lb_target_group" {
        "name" = "Name",
        "protocol" = "Protocol",
        "health_check.path" = "HealthCheckPath",
    }),
    shape!("AWS::ElasticLoadBalancing::LoadBalancer" as "aws_elb" {
        "name" = "LoadBalancerName",
        "access_logs" = "AccessLoggingPolicy" => block! {
            "enabled" = "Enabled",
            "bucket" = "S3BucketName",
        },
        "cross_zone_load_balancing" = "CrossZone",
        "listener" = "Listeners" => list! {
            "lb_protocol" = "Protocol",
            "instance_protocol" = "InstanceProtocol",
            "ssl_certificate_id" = "SSLCertificateId",
        },
    })
    // one zone serves only its own machines unless told otherwise
    .defaults(&[("cross_zone_load_balancing", Otherwise::Bool(false))]),
    shape!("AWS::GlobalAccelerator::Accelerator" as "aws_globalaccelerator_accelerator" { "name" = "Name" }),
    shape!("AWS::CloudFront::Distribution" as "aws_cloudfront_distribution" {
        "enabled" = "DistributionConfig.Enabled",
        "default_cache_behavior" = "DistributionConfig.DefaultCacheBehavior" => Take::Block(BEHAVIOUR),
        "ordered_cache_behavior" = "DistributionConfig.CacheBehaviors" => Take::Blocks(BEHAVIOUR),
        "viewer_certificate.cloudfront_default_certificate"
            = "DistributionConfig.ViewerCertificate.CloudFrontDefaultCertificate",
        "viewer_certificate.minimum_protocol_version"
            = "DistributionConfig.ViewerCertificate.MinimumProtocolVersion",
        "viewer_certificate.acm_certificate_arn" = "DistributionConfig.ViewerCertificate.AcmCertificateArn",
        "viewer_certificate.iam_certificate_id" = "DistributionConfig.ViewerCertificate.IamCertificateId",
        "web_acl_id" = "DistributionConfig.WebACLId",
        "logging_config.bucket" = "DistributionConfig.Logging.Bucket",
        "default_root_object" = "DistributionConfig.DefaultRootObject",
        "restrictions.geo_restriction.restriction_type"
            = "DistributionConfig.Restrictions.GeoRestriction.RestrictionType",
        "origin" = "DistributionConfig.Origins" => list! {
            "domain_name" = "DomainName",
            "origin_access_control_id" = "OriginAccessControlId",
            "s3_origin_config.origin_access_identity" = "S3OriginConfig.OriginAccessIdentity",
            "custom_origin_config" = "CustomOriginConfig" => block! {
                "origin_ssl_protocols" = "OriginSSLProtocols",
                "origin_protocol_policy" = "OriginProtocolPolicy",
            },
        },
        "origin_group" = "DistributionConfig.OriginGroups.Items" => list! {
            "failover_criteria" = "FailoverCriteria",
            "member" = "Members.Items" => list! { "origin_id" = "OriginId" },
        },
    }),
    shape!("AWS::CloudFront::ResponseHeadersPolicy" as "aws_cloudfront_response_headers_policy" {
        "security_headers_config.strict_transport_security"
            = "ResponseHeadersPolicyConfig.SecurityHeadersConfig.StrictTransportSecurity" => block! {
            "access_control_max_age_sec" = "AccessControlMaxAgeSec",
            "include_subdomains" = "IncludeSubdomains",
            "preload" = "Preload",
            "override" = "Override",
        },
    }),
    shape!("AWS::WAFv2::WebACL" as "aws_wafv2_web_acl" {
        "name" = "Name",
        "rule" = "Rules" => Take::Blocks(WEB_RULE),
    }),
    shape!("AWS::WAFv2::RuleGroup" as "aws_wafv2_rule_group" {
        "name" = "Name",
        "rule" = "Rules" => Take::Blocks(WEB_RULE),
    }),
    shape!("AWS::WAFv2::WebACLAssociation" as "aws_wafv2_web_acl_association" {
        "resource_arn" = "ResourceArn",
        "web_acl_arn" = "WebACLArn",
    }),
    shape!("AWS::WAFv2::LoggingConfiguration" as "aws_wafv2_web_acl_logging_configuration" {
        "resource_arn" = "ResourceArn",
    }),
    shape!("AWS::WAF::WebACL" as "aws_waf_web_acl" {
        "name" = "Name",
        "rules" = "Rules" => list! { "action" = "Action" => Take::With(small_object), "rule_id" = "RuleId" },
    }),
    shape!("AWS::WAFRegional::WebACL" as "aws_wafregional_web_acl" {
        "name" = "Name",
        "rule" = "Rules" => list! { "action" = "Action" => Take::With(small_object), "rule_id" = "RuleId" },
    }),
    shape!("AWS::WAFRegional::WebACLAssociation" as "aws_wafregional_web_acl_association" {
        "resource_arn" = "ResourceArn",
    }),
    shape!("AWS::NetworkFirewall::Firewall" as "aws_networkfirewall_firewall" {
        "name" = "FirewallName",
        "delete_protection" = "DeleteProtection",
    }),
    shape!("AWS::NetworkFirewall::FirewallPolicy" as "aws_networkfirewall_firewall_policy" {
        "name" = "FirewallPolicyName",
    }),
    shape!("AWS::NetworkFirewall::LoggingConfiguration" as "aws_networkfirewall_logging_configuration" {
        "firewall_arn" = "FirewallArn",
    }),
    shape!("AWS::Route53::HostedZone" as "aws_route53_zone" {
        "name" = "Name",
        "vpc" = "VPCs" => list! { "vpc_id" = "VPCId" },
    })
    .companions(&[Companion::new(
        "aws_route53_query_log",
        "QueryLoggingConfig.CloudWatchLogsLogGroupArn",
        &[Field::itself("zone_id")],
    )]),
    shape!("AWS::Route53::DNSSEC" as "aws_route53_hosted_zone_dnssec" { "hosted_zone_id" = "HostedZoneId" }),
    shape!("AWS::Route53::KeySigningKey" as "aws_route53_key_signing_key" { "hosted_zone_id" = "HostedZoneId" }),
    shape!("AWS::ApiGateway::RestApi" as "aws_api_gateway_rest_api" {
        "name" = "Name",
        "endpoint_configuration.types" = "EndpointConfiguration.Types",
    }),
    shape!("AWS::ApiGateway::Deployment" as "aws_api_gateway_deployment" { "rest_api_id" = "RestApiId" }),
    Shape::new("AWS::ApiGateway::Stage", "aws_api_gateway_stage", STAGE).companions(STAGE_PARTS),
    Shape::new("AWS::Serverless::Api", "aws_api_gateway_stage", STAGE).companions(SERVERLESS_PARTS),
    shape!("AWS::ApiGateway::Method" as "aws_api_gateway_method" {
        "http_method" = "HttpMethod",
        "authorization" = "AuthorizationType",
        "api_key_required" = "ApiKeyRequired",
        "request_validator_id" = "RequestValidatorId",
    }),
    shape!("AWS::ApiGateway::DomainName" as "aws_api_gateway_domain_name" {
        "domain_name" = "DomainName",
        "security_policy" = "SecurityPolicy",
    }),
    shape!("AWS::ApiGatewayV2::DomainName" as "aws_apigatewayv2_domain_name" {
        "domain_name" = "DomainName",
        "domain_name_configuration.security_policy" = "DomainNameConfigurations.SecurityPolicy",
    }),
    shape!("AWS::ApiGatewayV2::Stage" as "aws_apigatewayv2_stage" {
        "stage_name" = "StageName",
        "access_log_settings.destination_arn" = "AccessLogSettings.DestinationArn",
    }),
    shape!("AWS::Serverless::HttpApi" as "aws_apigatewayv2_stage" {
        "stage_name" = "StageName",
        "access_log_settings.destination_arn" = "AccessLogSettings.DestinationArn",
    }),
    shape!("AWS::ApiGatewayV2::Route" as "aws_apigatewayv2_route" { "authorization_type" = "AuthorizationType" }),
    shape!("AWS::AppSync::GraphQLApi" as "aws_appsync_graphql_api" {
        "name" = "Name",
        "log_config.cloudwatch_logs_role_arn" = "LogConfig.CloudWatchLogsRoleArn",
        "log_config.field_log_level" = "LogConfig.FieldLogLevel",
        "xray_enabled" = "XrayEnabled",
    }),
    shape!("AWS::AppSync::ApiCache" as "aws_appsync_api_cache" {
        "at_rest_encryption_enabled" = "AtRestEncryptionEnabled",
        "transit_encryption_enabled" = "TransitEncryptionEnabled",
    }),
];

const INGRESS: &[Field] = fields! {
    "protocol" = "IpProtocol",
    "from_port" = "FromPort",
    "to_port" = "ToPort",
    "cidr_ipv4" = "CidrIp",
    "cidr_ipv6" = "CidrIpv6",
    "source_security_group_id" = "SourceSecurityGroupId",
    "security_groups" = "SourceSecurityGroupName",
    "prefix_list_id" = "SourcePrefixListId",
    "description" = "Description",
};

const EGRESS: &[Field] = fields! {
    "protocol" = "IpProtocol",
    "from_port" = "FromPort",
    "to_port" = "ToPort",
    "cidr_ipv4" = "CidrIp",
    "cidr_ipv6" = "CidrIpv6",
    "source_security_group_id" = "DestinationSecurityGroupId",
    "prefix_list_id" = "DestinationPrefixListId",
    "description" = "Description",
};

const BEHAVIOUR: &[Field] = fields! {
    "viewer_protocol_policy" = "ViewerProtocolPolicy",
    "response_headers_policy_id" = "ResponseHeadersPolicyId",
};

const WEB_RULE: &[Field] = fields! {
    "name" = "Name",
    "action" = "Action" => Take::With(small_object),
    "override_action" = "OverrideAction" => Take::With(small_object),
    "statement.managed_rule_group_statement" = "Statement.ManagedRuleGroupStatement" => block! {
        "name" = "Name",
        "vendor_name" = "VendorName",
        "excluded_rule" = "ExcludedRules" => list! { "name" = "Name" },
        "rule_action_override" = "RuleActionOverrides" => list! {
            "name" = "Name",
            "action_to_use" = "ActionToUse" => Take::With(small_object),
        },
    },
};

/// An action by its name in small letters; what it holds does not matter.
fn small_object(node: &Node) -> Option<Node> {
    let members = match node.as_object() {
        Some(members) => members.iter().map(|(name, value)| {
            let name = if &**name == "Type" { value.as_text().unwrap_or_default() } else { name.clone() };
            let yes =
                Object::from_iter([(Arc::from("is"), Node { value: Value::Bool(true), ..value.clone() })]);
            (
                Arc::from(name.to_ascii_lowercase()),
                Node { value: Value::Object(Arc::new(yes)), ..value.clone() },
            )
        }),
        None => return None,
    };
    Some(Node { value: Value::Object(Arc::new(members.collect())), ..node.clone() })
}

const STAGE: &[Field] = fields! {
    "rest_api_id" = "RestApiId",
    "stage_name" = "StageName",
    "access_log_settings.destination_arn" = "AccessLogSetting.DestinationArn",
    "xray_tracing_enabled" = "TracingEnabled",
    "client_certificate_id" = "ClientCertificateId",
    "cache_cluster_enabled" = "CacheClusterEnabled",
};

const METHOD_SETTINGS: &[Field] = &[
    Field::itself("stage_name"),
    Field::same("settings.logging_level", "LoggingLevel"),
    Field::same("settings.metrics_enabled", "MetricsEnabled"),
    Field::same("settings.data_trace_enabled", "DataTraceEnabled"),
    Field::same("settings.caching_enabled", "CachingEnabled"),
    Field::same("settings.cache_data_encrypted", "CacheDataEncrypted"),
];

static STAGE_PARTS: &[Companion] =
    &[Companion::each("aws_api_gateway_method_settings", "MethodSettings", METHOD_SETTINGS)];

static SERVERLESS_PARTS: &[Companion] = &[
    Companion::each("aws_api_gateway_method_settings", "MethodSettings", METHOD_SETTINGS),
    Companion::new(
        "aws_api_gateway_rest_api",
        "",
        &[
            Field::same("name", "Name"),
            Field::of("endpoint_configuration.types", "EndpointConfiguration", Take::With(endpoint_type)),
        ],
    ),
];

/// The type of an endpoint, by itself or within an object.
fn endpoint_type(node: &Node) -> Option<Node> {
    match node.as_object() {
        Some(_) => Source::within(node, "Type").cloned(),
        None => Some(node.clone()),
    }
}

/// Attributes of a balancer.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("deletion_protection.enabled", "enable_deletion_protection"),
    ("access_logs.s3.enabled", "access_logs.enabled"),
    ("routing.http.drop_invalid_header_fields.enabled", "drop_invalid_header_fields"),
    ("routing.http.desync_mitigation_mode", "desync_mitigation_mode"),
    ("load_balancing.cross_zone.enabled", "enable_cross_zone_load_balancing"),
];

fn balancer(source: &Source<'_>, body: &mut Object) {
    attributes(source, body, "LoadBalancerAttributes", ATTRIBUTES, ("Key", "Value"));
}
/// A group of a network without egress rules gets the one that lets everything out; Terraform takes it away.
fn open_egress(source: &Source<'_>, body: &mut Object) {
    if body.get("egress").is_some_and(|n| !n.is_null()) {
        return;
    }
    let mut rule = Object::default();
    for (name, value) in [
        ("protocol", Value::String("-1".into())),
        ("description", Value::String("the rule that every new group has".into())),
        ("cidr_blocks", Value::List(Arc::new(vec![source.node(Value::String("0.0.0.0/0".into()))]))),
    ] {
        rule.insert(name.into(), source.node(value));
    }
    let rules = vec![source.node(Value::Object(Arc::new(rule)))];
    body.insert("egress".into(), source.node(Value::List(Arc::new(rules))));
}
