//! Code services: building, artifacts, pipelines, reviews and image building.

use std::sync::Arc;

use crate::dialect::{Document, Link, Reader, Type};
use crate::native::{Node, Value};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_codebuild_project", Kind::BuildProject, project),
    Type::resource("aws_codepipeline", Kind::BuildProject, pipeline),
    Type::resource("aws_codeartifact_domain", Kind::Registry, domain),
    Type::resource("aws_codeartifact_repository", Kind::Registry, artifacts),
    Type::resource("aws_codecommit_repository", Kind::BuildProject, repository),
    Type::resource("aws_codecommit_approval_rule_template", Kind::BuildProject, approvals),
    Type::companion(
        "aws_codecommit_approval_rule_template_association",
        &[Link {
            by: &["repository_name"],
            to: &["aws_codecommit_repository"],
            named: &["repository_name"],
            apply: associated,
        }],
    ),
    Type::resource("aws_codegurureviewer_repository_association", Kind::BuildProject, review),
    Type::resource("aws_imagebuilder_component", Kind::BuildProject, component),
    Type::resource("aws_imagebuilder_distribution_configuration", Kind::BuildProject, distribution),
    Type::resource("aws_imagebuilder_image_recipe", Kind::BuildProject, recipe),
];

/// Names under which access keys are passed.
const ACCESS_KEYS: &[&str] = &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

fn project(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Privileged, from.bool("environment.privileged_mode", false));
    to.set(
        Key::AuditLogging,
        from.block("logs_config.cloudwatch_logs").or(|| from.block("logs_config.s3_logs")),
    );
    to.set(Key::LogEncryption, from.bool("logs_config.s3_logs.encryption_disabled", false).negate());
    // without artifacts there is nothing to encrypt
    if from.says("artifacts.type", &["NO_ARTIFACTS"], false).truth() != Truth::True && from.has("artifacts") {
        let secondary =
            |artifacts: &Reader<'_>| artifacts.bool("encryption_disabled", false).negate().truth();
        to.set(
            Key::ArtifactsEncrypted,
            from.bool("artifacts.encryption_disabled", false)
                .negate()
                .and(|| from.every_block("secondary_artifacts", true, secondary)),
        );
        to.set(Key::CustomerKey, from.presence("encryption_key"));
    }
    to.set(
        Key::CredentialVariables,
        from.any_block("environment", |environment| {
            environment
                .any_block("environment_variable", |variable| {
                    let key = variable.says("name", ACCESS_KEYS, false);
                    let plain = variable.says("type", &["PLAINTEXT"], true);
                    key.truth().and(|| plain.truth())
                })
                .truth()
        }),
    );
    to.set(
        Key::SourceCredentials,
        from.text("source.location", Datum::Absent)
            .map(|location| match location {
                Datum::Text(url) => Datum::Bool(holds_credentials(&url)),
                _ => Datum::Bool(false),
            })
            .or(|| {
                from.any_block("secondary_sources", |source| match source.node("location") {
                    Some(Node { value: Value::Unknown(u), .. }) => Truth::Unknown(Arc::new(u.why.clone())),
                    Some(location) => location.as_text().is_some_and(|url| holds_credentials(&url)).into(),
                    None => Truth::False,
                })
            }),
    );
}

/// `https://user:token@host/…`. GitHub takes a token in the place of the user.
fn holds_credentials(url: &str) -> bool {
    url.split_once("://")
        .map(|(_, rest)| rest.split('/').next().unwrap_or_default())
        .and_then(|authority| authority.rsplit_once('@'))
        .is_some_and(|(user, host)| {
            user.contains(':') || user.len() > 20 || (host == "github.com" && user != "git")
        })
}

fn pipeline(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("artifact_store.encryption_key.id"));
}

fn domain(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("encryption_key"));
}

fn artifacts(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicConnection, from.block("external_connections"));
}

fn repository(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ApprovalRule, from.without("aws_codecommit_approval_rule_template_association", false));
}

fn associated(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ApprovalRule, Setting::concluded(Truth::True, from.place()));
}

fn approvals(from: &Reader<'_>, to: &mut Resource) {
    let needed = match from.document("content") {
        Document::Absent => Setting::default(0),
        Document::Unknown(why, at) => Setting::Unknown { why, at },
        Document::Known(node) => {
            let reviewers = from.native();
            let count = node.as_object().and_then(|o| o.get("Statements")).and_then(|statements| {
                let first = statements.items().map_or(Some(statements), <[_]>::first)?;
                first.as_object()?.get("NumberOfApprovalsNeeded")
            });
            let at = crate::resource::At { origin: node.origin.or(Some(reviewers.span)), site: node.site };
            match count.map(|c| &c.value) {
                Some(Value::Unknown(u)) => Setting::Unknown { why: std::sync::Arc::new(u.why.clone()), at },
                #[expect(clippy::cast_possible_truncation, reason = "a count of people")]
                _ => Setting::Known {
                    datum: Datum::Int(count.and_then(crate::native::Node::as_number).unwrap_or(0.0) as i64),
                    at,
                    sensitive: false,
                },
            }
        }
    };
    to.set(Key::Approvals, needed);
}

fn review(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::CustomerKey,
        from.says("kms_key_details.encryption_option", &["CUSTOMER_MANAGED_CMK"], false),
    );
}

fn component(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
}

fn distribution(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("distribution.ami_distribution_configuration.kms_key_id"));
}

fn recipe(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::CustomerKey,
        from.every_block("block_device_mapping", true, |mapping| {
            mapping
                .every_block("ebs", true, |ebs| {
                    let key = ebs.presence("kms_key_id").map(|d| Datum::Bool(d != Datum::Absent));
                    ebs.bool("encrypted", false).and(|| key).truth()
                })
                .truth()
        }),
    );
}
