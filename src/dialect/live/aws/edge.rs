//! What faces the internet: distributions, APIs, web firewalls, certificates and names.

use std::sync::Arc;

use super::within;
use crate::dialect::live::{Companion, Field, Shape, Source, Take};
use crate::native::{Node, Object, Reference, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("AWS::CloudFront::Distribution", "aws_cloudfront_distribution", DISTRIBUTION),
    Shape::new(
        "AWS::ApiGateway::RestApi",
        "aws_api_gateway_rest_api",
        &[
            Field::same("name", "name"),
            Field::same("endpoint_configuration.types", "endpointConfiguration.types"),
        ],
    ),
    Shape::new("AWS::ApiGateway::Stage", "aws_api_gateway_stage", STAGE)
        .more(api_of_stage)
        .companions(STAGE_PARTS),
    Shape::new(
        "AWS::ApiGatewayV2::Stage",
        "aws_apigatewayv2_stage",
        &[
            Field::same("name", "stageName"),
            Field::reference("access_log_settings.destination_arn", "accessLogSettings.destinationArn")
                .or_unset_in("stageName"),
        ],
    ),
    Shape::new(
        "AWS::AppSync::GraphQLApi",
        "aws_appsync_graphql_api",
        &[
            Field::same("name", "Name"),
            Field::reference("log_config.cloudwatch_logs_role_arn", "LogConfig.CloudWatchLogsRoleArn")
                .or_unset_in("ApiId"),
            Field::same("log_config.field_log_level", "LogConfig.FieldLogLevel").or_unset_in("ApiId"),
            Field::same("xray_enabled", "XrayEnabled").or_unset_in("ApiId"),
        ],
    ),
    Shape::new("AWS::WAFv2::WebACL", "aws_wafv2_web_acl", RULES),
    Shape::new("AWS::WAFv2::RuleGroup", "aws_wafv2_rule_group", RULES),
    Shape::new(
        "AWS::ACM::Certificate",
        "aws_acm_certificate",
        &[
            Field::same("domain_name", "domainName"),
            Field::same("subject_alternative_names", "subjectAlternativeNames"),
            Field::same(
                "options.certificate_transparency_logging_preference",
                "options.certificateTransparencyLoggingPreference",
            ),
        ],
    ),
    Shape::new(
        "AWS::ACMPCA::CertificateAuthority",
        "aws_acmpca_certificate_authority",
        &[Field::same(
            "revocation_configuration.crl_configuration.enabled",
            "RevocationConfiguration.CrlConfiguration.Enabled",
        )],
    ),
    Shape::new(
        "AWS::Route53::HostedZone",
        "aws_route53_zone",
        &[
            Field::same("name", "Name"),
            Field::same("vpc", "VPCs").or_unset_in("Id"),
            Field::unset_where("aws_route53_query_log", "Id"),
        ],
    )
    .companions(QUERY_LOG),
    Shape::new(
        "AWS::SES::ConfigurationSet",
        "aws_sesv2_configuration_set",
        &[
            Field::same("configuration_set_name", "Name"),
            Field::same("delivery_options.tls_policy", "DeliveryOptions.TlsPolicy").or_unset_in("Name"),
        ],
    ),
];

static QUERY_LOG: &[Companion] =
    &[Companion::new("aws_route53_query_log", "QueryLoggingConfig", &[Field::itself("zone_id")])];

const BEHAVIOUR: &[Field] = &[
    Field::same("viewer_protocol_policy", "viewerProtocolPolicy"),
    Field::same("response_headers_policy_id", "responseHeadersPolicyId"),
];

const DISTRIBUTION: &[Field] = &[
    Field::of("default_cache_behavior", "distributionConfig.defaultCacheBehavior", Take::Block(BEHAVIOUR)),
    Field::of("ordered_cache_behavior", "distributionConfig.cacheBehaviors.items", Take::Blocks(BEHAVIOUR))
        .or_unset_in("distributionConfig.cacheBehaviors"),
    Field::of(
        "viewer_certificate",
        "distributionConfig.viewerCertificate",
        Take::Block(&[
            Field::same("cloudfront_default_certificate", "cloudFrontDefaultCertificate"),
            Field::same("minimum_protocol_version", "minimumProtocolVersion"),
            Field::reference("acm_certificate_arn", "acmCertificateArn"),
            Field::same("iam_certificate_id", "iamCertificateId").or_unset(),
        ]),
    ),
    Field::same("web_acl_id", "distributionConfig.webACLId").or_unset_in("distributionConfig"),
    Field::same("logging_config.bucket", "distributionConfig.logging.bucket"),
    Field::same("default_root_object", "distributionConfig.defaultRootObject"),
    Field::same(
        "restrictions.geo_restriction.restriction_type",
        "distributionConfig.restrictions.geoRestriction.restrictionType",
    ),
    Field::of(
        "origin",
        "distributionConfig.origins.items",
        Take::Blocks(&[
            Field::same("domain_name", "domainName"),
            Field::of("origin_access_control_id", "", Take::With(access_control)),
            Field::of("s3_origin_config", "s3OriginConfig.originAccessIdentity", Take::With(identity))
                .or_unset(),
            Field::of(
                "custom_origin_config",
                "customOriginConfig",
                Take::Blocks(&[
                    Field::same("origin_protocol_policy", "originProtocolPolicy"),
                    Field::same("origin_ssl_protocols", "originSslProtocols.items"),
                ]),
            )
            .or_unset(),
        ]),
    ),
    Field::of(
        "origin_group",
        "distributionConfig.originGroups.items",
        Take::Blocks(&[
            Field::same("failover_criteria", "failoverCriteria").or_unset(),
            Field::same("member", "members.items").or_unset(),
        ]),
    )
    .or_unset_in("distributionConfig.originGroups"),
];

/// The access control of an origin. Items of before its invention do not have the word, so that only an access
/// identity tells for certain that there is none.
fn access_control(origin: &Node) -> Option<Node> {
    let none = || Some(Node { value: Value::Null, ..origin.clone() });
    let text = |path: &str| Source::within(origin, path).map(|n| n.as_text().unwrap_or_default());
    if text("s3OriginConfig.originAccessIdentity").is_some_and(|identity| !identity.is_empty()) {
        return none();
    }
    match text("originAccessControlId") {
        Some(id) if id.is_empty() => none(),
        Some(_) => within(origin, "originAccessControlId").cloned(),
        None => None,
    }
}

/// An origin of S3 has the block even where no identity stands in it.
fn identity(identity: &Node) -> Option<Node> {
    let text = identity.as_text()?;
    if text.is_empty() {
        return Some(Node { value: Value::Null, ..identity.clone() });
    }
    let body = Object::from_iter([("origin_access_identity".into(), identity.clone())]);
    Some(Node { value: Value::Object(Arc::new(body)), ..identity.clone() })
}

const STAGE: &[Field] = &[
    Field::same("stage_name", "stageName"),
    Field::reference("access_log_settings.destination_arn", "accessLogSettings.destinationArn")
        .or_unset_in("stageName"),
    Field::same("xray_tracing_enabled", "tracingEnabled"),
    Field::same("client_certificate_id", "clientCertificateId").or_unset_in("stageName"),
    Field::unset_where("aws_wafv2_web_acl_association", "stageName"),
    Field::unset_where("aws_api_gateway_method_settings", "methodSettings"),
];

/// The API of a stage stands in its ARN alone.
fn api_of_stage(source: &Source<'_>, body: &mut Object) {
    if let Some((api, _)) = source.resource.id.split_once("/stages/") {
        let reference = Reference { address: api.into(), attribute: Arc::default() };
        let node = source.node(Value::String(api.into()));
        body.insert("rest_api_id".into(), Node { refs: Some(Arc::new([reference])), ..node });
    }
}

static STAGE_PARTS: &[Companion] = &[
    Companion::new(
        "aws_wafv2_web_acl_association",
        "webAclArn",
        &[Field::itself("resource_arn"), Field::reference("web_acl_arn", "webAclArn")],
    ),
    // the settings of every method; those of single ones say nothing of the rest
    Companion::new(
        "aws_api_gateway_method_settings",
        "methodSettings",
        &[
            Field::itself("stage_name"),
            Field::same("settings.logging_level", "methodSettings.*/*.loggingLevel"),
            Field::same("settings.metrics_enabled", "methodSettings.*/*.metricsEnabled"),
            Field::same("settings.data_trace_enabled", "methodSettings.*/*.dataTraceEnabled"),
            Field::same("settings.caching_enabled", "methodSettings.*/*.cachingEnabled"),
            Field::same("settings.cache_data_encrypted", "methodSettings.*/*.cacheDataEncrypted"),
        ],
    ),
];

const RULES: &[Field] = &[
    Field::same("name", "name"),
    Field::of(
        "rule",
        "rules",
        Take::Blocks(&[
            Field::same("name", "name"),
            Field::of("action", "action", Take::With(written)).or_unset(),
            Field::of("override_action", "overrideAction", Take::With(written)).or_unset(),
            Field::of(
                "statement.managed_rule_group_statement",
                "statement.managedRuleGroupStatement",
                Take::Block(&[
                    Field::same("name", "name"),
                    Field::same("excluded_rule", "excludedRules").or_unset(),
                    Field::of(
                        "rule_action_override",
                        "ruleActionOverrides",
                        Take::Blocks(&[
                            Field::same("name", "name"),
                            Field::of("action_to_use", "actionToUse", Take::With(written)),
                        ]),
                    )
                    .or_unset(),
                ]),
            )
            .or_unset_in("statement"),
        ]),
    ),
];

/// The actions of the service, of which one is written.
const ACTIONS: &[&str] = &["allow", "block", "count", "captcha", "challenge", "none"];

/// An action: the one that is written is an object without members.
fn written(action: &Node) -> Option<Node> {
    let entries = action.as_object()?;
    let body: Object = ACTIONS
        .iter()
        .map(|name| {
            let there = entries.iter().any(|(key, node)| key.eq_ignore_ascii_case(name) && !node.is_null());
            let value = if there { Value::Bool(true) } else { Value::Null };
            ((*name).into(), Node { value, ..action.clone() })
        })
        .collect();
    Some(Node { value: Value::Object(Arc::new(body)), ..action.clone() })
}
