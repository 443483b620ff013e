//! CloudFront distributions and their header policies.

use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_cloudfront_distribution", Kind::ContentDelivery, distribution),
    Type::resource("aws_cloudfront_response_headers_policy", Kind::ContentDelivery, headers_policy),
];

fn distribution(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::HttpsOnly, viewers(from));
    certificate(from, to);
    to.set(Key::WebFirewall, from.presence("web_acl_id"));
    to.set(Key::AccessLogging, from.presence("logging_config.bucket"));
    to.set(Key::DefaultRootObject, from.presence("default_root_object"));
    let restriction = from.text("restrictions.geo_restriction.restriction_type", Datum::Absent);
    to.set(Key::GeoRestriction, restriction);
    to.set(Key::ResponseHeaders, headers(from));
    origins(from, to);
    failover(from, to);
}

/// Whether every cache behaviour refuses plain HTTP; `false` stands at the behaviour at fault.
fn viewers(from: &Reader<'_>) -> Setting {
    let mut setting = from.here(true);
    for name in ["default_cache_behavior", "ordered_cache_behavior"] {
        let behaviours = from.blocks(name);
        for behaviour in &behaviours.known {
            let policy = behaviour.text("viewer_protocol_policy", Datum::Absent);
            match policy.datum() {
                Some(datum) if *datum == Datum::from("allow-all") => {
                    return policy.map(|_| Datum::Bool(false));
                }
                Some(_) => {}
                None => setting = policy,
            }
        }
        if let Some((unknown, at)) = behaviours.unknown {
            setting = Setting::Unknown { why: unknown.why.clone().into(), at };
        }
    }
    setting
}

fn certificate(from: &Reader<'_>, to: &mut Resource) {
    let default = from.bool("viewer_certificate.cloudfront_default_certificate", false);
    let minimum = from.text("viewer_certificate.minimum_protocol_version", "TLSv1");
    // the default certificate fixes the policy to TLS 1.0, whatever is written beside it
    let is_default = default.datum() == Some(&Datum::Bool(true));
    to.set(Key::MinimumTls, if is_default { default.map(|_| Datum::from("TLSv1")) } else { minimum });
    let acm = from.presence("viewer_certificate.acm_certificate_arn");
    let iam = from.presence("viewer_certificate.iam_certificate_id");
    to.set(
        Key::CertificateSource,
        if from.has("viewer_certificate.acm_certificate_arn") { acm } else { iam },
    );
}

fn headers(from: &Reader<'_>) -> Setting {
    for name in ["default_cache_behavior", "ordered_cache_behavior"] {
        for behaviour in from.blocks(name).known {
            if behaviour.has("response_headers_policy_id") {
                return behaviour.presence("response_headers_policy_id");
            }
        }
    }
    Setting::Default(Datum::Absent)
}

fn is_bucket(origin: &Reader<'_>) -> bool {
    origin.node("domain_name").is_some_and(|n| {
        // templates name the attribute, not the type
        let of_template = ["DomainName", "RegionalDomainName", "DualStackDomainName"];
        n.references()
            .iter()
            .any(|r| r.address.contains("aws_s3_bucket.") || of_template.contains(&&*r.attribute))
            || n.as_text().is_some_and(|s| s.contains(".s3.") || s.ends_with(".s3.amazonaws.com"))
    })
}

fn origins(from: &Reader<'_>, to: &mut Resource) {
    let blocks = from.blocks("origin");
    let mut protocols = Vec::new();
    let mut encrypted = from.here(true);
    let mut restricted = None;
    let mut has_custom = false;
    for origin in &blocks.known {
        if is_bucket(origin) {
            let access = if origin.has("origin_access_control_id") {
                origin.presence("origin_access_control_id")
            } else {
                origin.block("s3_origin_config")
            };
            let is_open = |s: &Setting| matches!(s.datum(), Some(Datum::Absent | Datum::Bool(false)));
            if restricted.as_ref().is_none_or(|kept| !is_open(kept)) {
                restricted = Some(access);
            }
        }
        for custom in origin.blocks("custom_origin_config").known {
            has_custom = true;
            if let Some(Datum::List(items)) = custom.list("origin_ssl_protocols", Datum::Absent).datum() {
                protocols.extend(items.iter().cloned());
            } else if let Some(why) = custom.list("origin_ssl_protocols", Datum::Absent).why() {
                protocols.push(Maybe::Unknown(why.clone().into()));
            }
            let policy = custom.text("origin_protocol_policy", Datum::Absent);
            match policy.datum() {
                Some(datum) if *datum == Datum::from("https-only") => {}
                Some(_) => encrypted = policy.map(|_| Datum::Bool(false)),
                None if encrypted.datum() == Some(&Datum::Bool(true)) => encrypted = policy,
                None => {}
            }
        }
    }
    if let Some((unknown, at)) = blocks.unknown {
        let why = std::sync::Arc::new(unknown.why.clone());
        protocols.push(Maybe::Unknown(why.clone()));
        has_custom = true;
        if restricted.is_none() {
            restricted = Some(Setting::Unknown { why: why.clone(), at });
        }
        if encrypted.datum() == Some(&Datum::Bool(true)) {
            encrypted = Setting::Unknown { why, at };
        }
    }
    to.set(Key::OriginProtocols, from.here(Datum::List(protocols.into())));
    if has_custom {
        to.set(Key::OriginEncrypted, encrypted);
    }
    // without a bucket among the origins there is nothing to walk around to
    to.set(Key::OriginAccess, restricted.unwrap_or_else(|| from.here(true)));
}

/// Whether there are origin groups and each has a second member to fall back to.
fn failover(from: &Reader<'_>, to: &mut Resource) {
    let groups = from.blocks("origin_group");
    let setting = match (groups.known.as_slice(), groups.unknown) {
        ([], Some((unknown, at))) => Setting::Unknown { why: unknown.why.clone().into(), at },
        ([], None) => Setting::default(false),
        (known, _) => known
            .iter()
            .find(|g| !g.has("failover_criteria") || g.blocks("member").known.len() < 2)
            .map_or_else(|| from.here(true), |g| g.here(false)),
    };
    to.set(Key::OriginFailover, setting);
}

/// Strict transport security counts when it lasts a year, covers subdomains, preloads and overrides the origin.
fn headers_policy(from: &Reader<'_>, to: &mut Resource) {
    const AT: &str = "security_headers_config.strict_transport_security";
    let age = from.int(&format!("{AT}.access_control_max_age_sec"), 0);
    let long = matches!(age.datum(), Some(Datum::Int(n)) if *n >= 31_536_000);
    if age.datum().is_some() && !long {
        to.set(Key::StrictTransportSecurity, age.map(|_| Datum::Bool(false)));
        return;
    }
    for flag in ["include_subdomains", "preload", "override"] {
        let setting = from.bool(&format!("{AT}.{flag}"), false);
        if setting.datum() != Some(&Datum::Bool(true)) {
            to.set(Key::StrictTransportSecurity, setting);
            return;
        }
    }
    to.set(Key::StrictTransportSecurity, age.map(|_| Datum::Bool(true)));
}
