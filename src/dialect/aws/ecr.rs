//! Elastic Container Registry.

use super::policy;
use crate::dialect::{Link, Reader, Type};
use crate::resource::{Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_ecr_repository", Kind::Registry, repository),
    Type::resource("aws_ecrpublic_repository", Kind::Registry, public_repository),
    Type::resource("aws_ecr_repository_policy", Kind::Endpoint, repository_policy).with_links(&[Link {
        by: &["repository"],
        to: &["aws_ecr_repository"],
        named: &["name"],
        apply: granted,
    }]),
];

fn repository(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ImmutableTags, from.says("image_tag_mutability", &["IMMUTABLE"], false));
    to.set(
        Key::CustomerKey,
        from.says("encryption_configuration.encryption_type", &["KMS", "KMS_DSSE"], false),
    );
    to.set(Key::VulnerabilityScanning, from.bool("image_scanning_configuration.scan_on_push", false));
    to.set(Key::PublicAccess, Setting::default(false));
}

fn public_repository(_: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, Setting::default(true));
}

fn repository_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessPolicy, policy::statements(from, "policy"));
}

fn granted(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessPolicy, policy::statements(from, "policy"));
}
