//! API Gateway of both generations and AppSync.

use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_api_gateway_rest_api", Kind::ApiEndpoint, rest_api),
    Type::resource("aws_api_gateway_deployment", Kind::ApiEndpoint, |_, _| {}),
    Type::resource("aws_api_gateway_stage", Kind::ApiEndpoint, stage),
    Type::resource("aws_api_gateway_method", Kind::ApiEndpoint, method),
    Type::resource("aws_api_gateway_method_settings", Kind::ApiEndpoint, method_settings)
        .with_links(METHOD_SETTINGS),
    Type::resource("aws_api_gateway_domain_name", Kind::ApiEndpoint, domain_name),
    Type::resource("aws_apigatewayv2_domain_name", Kind::ApiEndpoint, domain_name_v2),
    Type::resource("aws_apigatewayv2_stage", Kind::ApiEndpoint, stage_v2),
    Type::resource("aws_apigatewayv2_route", Kind::ApiEndpoint, route_v2),
    Type::resource("aws_appsync_graphql_api", Kind::ApiEndpoint, graphql),
    Type::resource("aws_appsync_api_cache", Kind::ApiEndpoint, graphql_cache),
];

fn rest_api(from: &Reader<'_>, to: &mut Resource) {
    let types = from.list("endpoint_configuration.types", "EDGE");
    // private is the only kind that the internet does not reach
    to.set(
        Key::InternetFacing,
        types.map(|d| match d {
            Datum::List(items) => {
                Datum::Bool(!items.iter().any(|i| i.known().is_some_and(|t| &**t == "PRIVATE")))
            }
            _ => Datum::Bool(true),
        }),
    );
}

fn stage(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Parent, from.presence("rest_api_id"));
    to.set(Key::AccessLogging, from.presence("access_log_settings.destination_arn"));
    to.set(Key::Tracing, from.bool("xray_tracing_enabled", false));
    to.set(Key::ClientCertificate, from.presence("client_certificate_id"));
    to.set(Key::WebFirewall, from.without("aws_wafv2_web_acl_association", false));
    to.set(Key::LogLevel, from.without("aws_api_gateway_method_settings", "OFF"));
    to.set(Key::MetricsEnabled, from.without("aws_api_gateway_method_settings", false));
}

/// Settings of methods belong to the stage they name, of the same API.
const METHOD_SETTINGS: &[Link] = &[Link {
    by: &["stage_name"],
    to: &["aws_api_gateway_stage"],
    named: &["stage_name"],
    apply: |from, to| {
        let own = from.presence("rest_api_id");
        let api = |s: &Setting| match s.datum() {
            Some(Datum::Reference(r)) => Some(r.address.clone()),
            Some(Datum::Text(t)) => Some(t.clone()),
            _ => None,
        };
        if let (Some(own), Some(theirs)) = (api(&own), to.get(Key::Parent).and_then(api))
            && own != theirs
        {
            return;
        }
        to.set(Key::LogLevel, from.text("settings.logging_level", "OFF"));
        to.set(Key::MetricsEnabled, from.bool("settings.metrics_enabled", false));
    },
}];

fn method(from: &Reader<'_>, to: &mut Resource) {
    let is = |path: &str, value: &str| from.node(path).and_then(Node::as_text).is_some_and(|t| &*t == value);
    // a preflight request carries no credentials by design
    let needed = if is("http_method", "OPTIONS") {
        from.here(true)
    } else if from.node("api_key_required").and_then(Node::as_bool) == Some(true) {
        from.bool("api_key_required", false)
    } else {
        from.text("authorization", "NONE").map(|d| Datum::Bool(d != Datum::from("NONE")))
    };
    to.set(Key::AuthenticationRequired, needed);
    to.set(Key::RequestValidation, from.presence("request_validator_id"));
}

fn method_settings(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::DataTrace, from.bool("settings.data_trace_enabled", false));
    let caching = from.bool("settings.caching_enabled", false);
    let encrypted = from.bool("settings.cache_data_encrypted", false);
    let is_on = |s: &Setting| s.datum() == Some(&Datum::Bool(true));
    // without a cache there is nothing to encrypt
    let unencrypted_cache = is_on(&caching) || caching.why().is_some();
    to.set(
        Key::CacheEncrypted,
        match (unencrypted_cache, is_on(&encrypted)) {
            (false, _) => caching.map(|_| Datum::Bool(true)),
            (true, true) => encrypted,
            (true, false) if is_on(&caching) => encrypted,
            (true, false) => caching,
        },
    );
}

fn domain_name(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::MinimumTls, from.text("security_policy", Datum::Absent));
}

fn domain_name_v2(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::MinimumTls, from.text("domain_name_configuration.security_policy", Datum::Absent));
}

fn stage_v2(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessLogging, from.presence("access_log_settings.destination_arn"));
}

fn route_v2(from: &Reader<'_>, to: &mut Resource) {
    let required = from.text("authorization_type", "NONE");
    to.set(
        Key::AuthenticationRequired,
        required
            .map(|d| Datum::Bool(matches!(d, Datum::Text(t) if matches!(&*t, "AWS_IAM" | "CUSTOM" | "JWT")))),
    );
}

fn graphql(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessLogging, from.presence("log_config.cloudwatch_logs_role_arn"));
    to.set(Key::LogLevel, from.text("log_config.field_log_level", Datum::Absent));
    to.set(Key::WebFirewall, from.without("aws_wafv2_web_acl_association", false));
    to.set(Key::Tracing, from.bool("xray_enabled", false));
}

fn graphql_cache(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("at_rest_encryption_enabled", false));
    to.set(Key::EncryptedInTransit, from.bool("transit_encryption_enabled", false));
}
