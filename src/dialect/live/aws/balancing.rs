//! Load balancers of both generations and their listeners.

use super::within;
use crate::dialect::live::{Field, Shape, Source, Take, put};
use crate::native::{Node, Object};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "aws_lb",
        &[
            Field::same("name", "loadBalancerName"),
            Field::same("load_balancer_type", "type"),
            Field::of("internal", "scheme", Take::Is("internal")),
        ],
    )
    .more(attributes),
    Shape::new("AWS::ElasticLoadBalancingV2::Listener", "aws_lb_listener", LISTENER),
    Shape::new("AWS::ElasticLoadBalancing::LoadBalancer", "aws_elb", CLASSIC).more(classic_attributes),
];

/// Attributes of a balancer by the service's names, with the arguments they are.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("deletion_protection.enabled", "enable_deletion_protection"),
    ("access_logs.s3.enabled", "access_logs.enabled"),
    ("routing.http.drop_invalid_header_fields.enabled", "drop_invalid_header_fields"),
    ("routing.http.desync_mitigation_mode", "desync_mitigation_mode"),
    ("load_balancing.cross_zone.enabled", "enable_cross_zone_load_balancing"),
];

fn attributes(source: &Source<'_>, body: &mut Object) {
    put_attributes(source, "supplementaryConfiguration.LoadBalancerAttributes", ATTRIBUTES, body);
}

/// Writes the attributes of a list of keys and values that stand in `names`.
fn put_attributes(source: &Source<'_>, path: &str, names: &[(&str, &str)], body: &mut Object) {
    let attributes = source.at(path).and_then(Node::items).unwrap_or_default();
    for attribute in attributes {
        let Some(key) = within(attribute, "key").and_then(Node::as_text) else { continue };
        let argument = names.iter().find(|(name, _)| *name == &*key);
        if let (Some((_, argument)), Some(value)) = (argument, within(attribute, "value")) {
            put(body, argument, value.clone());
        }
    }
}

const LISTENER: &[Field] = &[
    Field::reference("load_balancer_arn", "LoadBalancerArn"),
    Field::same("protocol", "Protocol"),
    Field::same("port", "Port"),
    Field::reference("certificate_arn", "Certificates.CertificateArn").or_unset_in("LoadBalancerArn"),
    Field::same("ssl_policy", "SslPolicy").or_unset_in("LoadBalancerArn"),
    Field::of(
        "default_action",
        "DefaultActions",
        Take::Blocks(&[
            Field::same("type", "Type"),
            Field::reference("target_group_arn", "TargetGroupArn"),
            Field::of(
                "redirect",
                "RedirectConfig",
                Take::Block(&[Field::same("protocol", "Protocol").or_unset()]),
            )
            .or_unset(),
        ]),
    ),
];

const CLASSIC: &[Field] = &[
    Field::same("name", "loadBalancerName"),
    Field::of("internal", "scheme", Take::Is("internal")),
    Field::of(
        "access_logs",
        "supplementaryConfiguration.LoadBalancerAttributes.accessLog",
        Take::Block(&[Field::same("enabled", "enabled")]),
    ),
    Field::same(
        "cross_zone_load_balancing",
        "supplementaryConfiguration.LoadBalancerAttributes.crossZoneLoadBalancing.enabled",
    ),
    Field::of(
        "listener",
        "listenerDescriptions",
        Take::Blocks(&[
            Field::same("lb_protocol", "listener.protocol"),
            Field::same("instance_protocol", "listener.instanceProtocol"),
            Field::same("ssl_certificate_id", "listener.sslcertificateId").or_unset_in("listener"),
        ]),
    ),
];

fn classic_attributes(source: &Source<'_>, body: &mut Object) {
    const NAMES: &[(&str, &str)] = &[("elb.http.desyncmitigationmode", "desync_mitigation_mode")];
    const MORE: &str = "supplementaryConfiguration.LoadBalancerAttributes.additionalAttributes";
    put_attributes(source, MORE, NAMES, body);
}
