//! Arguments of Terraform back into properties: what remedies are written with.

use serde_json::Value as Json;

use super::macros::{fields, list};
use super::shape;
use crate::dialect::live::{Field, Take};

/// The property that an argument is, as a dotted path with `[]` behind lists, and the value that means the same;
/// nothing for the value where only the author can know it. `native` is the shape's type or a companion's.
pub(crate) fn property(
    vendor: &str,
    native: &str,
    argument: &str,
    value: Option<Json>,
) -> Option<(String, Option<Json>)> {
    let shape = shape(vendor)?;
    match shape.companions.iter().find(|c| c.native == native) {
        Some(companion) => {
            let (path, value) = property_of(companion.fields, argument, value)?;
            Some(if companion.each {
                (format!("{}[].{path}", companion.present), value)
            } else {
                (path, value)
            })
        }
        None if shape.native == native || shape.variant.is_some() => {
            property_of(shape.fields, argument, value)
        }
        None => {
            let (.., fields) = APART.iter().find(|(v, n, _)| *v == vendor && *n == native)?;
            property_of(fields, argument, value)
        }
    }
}

/// Resources of their own in Terraform whose settings a shape reads as the whole's: the words of remedies alone.
const APART: &[(&str, &str, &[Field])] = &[
    (
        "AWS::S3::Bucket",
        "aws_s3_bucket_versioning",
        fields! { "versioning_configuration.status" = "VersioningConfiguration.Status" },
    ),
    (
        "AWS::S3::Bucket",
        "aws_s3_bucket_server_side_encryption_configuration",
        fields! {
            "rule" = "BucketEncryption.ServerSideEncryptionConfiguration" => list! {
                "apply_server_side_encryption_by_default.sse_algorithm"
                    = "ServerSideEncryptionByDefault.SSEAlgorithm",
                "apply_server_side_encryption_by_default.kms_master_key_id"
                    = "ServerSideEncryptionByDefault.KMSMasterKeyID",
                "bucket_key_enabled" = "BucketKeyEnabled",
            },
        },
    ),
    (
        "AWS::Redshift::Cluster",
        "aws_redshift_logging",
        fields! { "bucket_name" = "LoggingProperties.BucketName" },
    ),
];

/// The same among the fields of any vendor's shape.
pub(crate) fn property_of(
    fields: &[Field],
    argument: &str,
    value: Option<Json>,
) -> Option<(String, Option<Json>)> {
    for field in fields.iter().filter(|f| !f.from.is_empty() && !f.from.starts_with('$')) {
        if field.to == argument {
            return Some((field.from.to_owned(), back(field.take, value)));
        }
        let Some(rest) = argument.strip_prefix(field.to).and_then(|r| r.strip_prefix('.')) else { continue };
        let (inner, list) = match field.take {
            Take::Block(inner) => (inner, ""),
            Take::Blocks(inner) => (inner, "[]"),
            _ => continue,
        };
        if let Some((path, value)) = property_of(inner, rest, value.clone()) {
            return Some((format!("{}{list}.{path}", field.from), value));
        }
    }
    None
}

/// The vendor's value that a conversion makes into this one.
fn back(take: Take, value: Option<Json>) -> Option<Json> {
    let value = value?;
    match take {
        Take::Same | Take::Last => Some(value),
        Take::Not => Some(Json::Bool(!value.as_bool()?)),
        Take::Is("Enabled") => Some(if value.as_bool()? { "Enabled" } else { "Disabled" }.into()),
        Take::Is(text) => value.as_bool()?.then(|| Json::String(text.to_owned())),
        Take::Words(words) => {
            let text = value.as_str()?;
            let theirs = words.iter().find(|(_, ours)| *ours == text).map_or(text, |(theirs, _)| *theirs);
            Some(Json::String(theirs.to_owned()))
        }
        _ => None,
    }
}
