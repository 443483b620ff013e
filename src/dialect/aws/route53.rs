//! DNS zones and domains; certificates and certificate authorities.

use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_route53_zone", Kind::DnsZone, zone),
    Type::companion("aws_route53_hosted_zone_dnssec", SIGNING),
    Type::companion("aws_route53_key_signing_key", SIGNING),
    Type::companion("aws_route53_zone_association", PRIVATE),
    Type::companion("aws_route53_query_log", QUERIES),
    Type::resource("aws_route53domains_registered_domain", Kind::DnsZone, domain),
    Type::resource("aws_acm_certificate", Kind::Certificate, certificate),
    Type::resource("aws_acmpca_certificate_authority", Kind::Certificate, authority),
];

const SIGNING: &[Link] = &[Link {
    by: &["hosted_zone_id"],
    to: &["aws_route53_zone"],
    named: &[],
    apply: |from, to| {
        to.set(Key::Dnssec, from.here(true));
    },
}];

/// Only a private zone is associated with networks.
const PRIVATE: &[Link] = &[Link {
    by: &["zone_id"],
    to: &["aws_route53_zone"],
    named: &[],
    apply: |from, to| {
        to.set(Key::PublicAccess, from.here(false));
    },
}];

const QUERIES: &[Link] = &[Link {
    by: &["zone_id"],
    to: &["aws_route53_zone"],
    named: &[],
    apply: |from, to| {
        to.set(Key::QueryLogging, from.here(true));
    },
}];

fn zone(from: &Reader<'_>, to: &mut Resource) {
    let private = from.block("vpc");
    to.set(Key::PublicAccess, private.map(|d| Datum::Bool(d != Datum::Bool(true))));
    to.set(Key::Dnssec, from.without("aws_route53_hosted_zone_dnssec", false));
    to.set(Key::QueryLogging, from.without("aws_route53_query_log", false));
}

fn domain(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::TransferLock, from.bool("transfer_lock", true));
}

fn certificate(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::TransparencyLogging,
        from.text("options.certificate_transparency_logging_preference", "ENABLED"),
    );
    let mut names: Vec<Maybe<_>> = Vec::new();
    let mut unknown = None;
    for path in ["domain_name", "subject_alternative_names"] {
        let setting = from.list(path, Datum::Absent);
        match setting.datum() {
            Some(Datum::List(items)) => names.extend(items.iter().cloned()),
            Some(_) => {}
            None => unknown = Some(setting),
        }
    }
    if let Some(why) = unknown.as_ref().and_then(Setting::why) {
        names.push(Maybe::Unknown(why.clone().into()));
    }
    to.set(Key::WildcardNames, from.here(Datum::List(names.into())));
}

fn authority(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::RevocationList, from.bool("revocation_configuration.crl_configuration.enabled", false));
}
