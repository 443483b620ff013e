//! Buckets, volumes, file systems, archives and backups.

use std::sync::Arc;

use crate::dialect::live::{Companion, Field, Shape, Source, Take};
use crate::native::{Node, Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("AWS::S3::Bucket", "aws_s3_bucket", BUCKET).more(bucket).companions(BUCKET_PARTS),
    Shape::new(
        "AWS::S3::BucketPolicy",
        "aws_s3_bucket_policy",
        &[Field::same("bucket", "Bucket"), Field::of("policy", "PolicyDocument", Take::Document)],
    ),
];

const ACCESS: &[(&str, &str)] = &[
    ("Private", "private"),
    ("PublicRead", "public-read"),
    ("PublicReadWrite", "public-read-write"),
    ("AuthenticatedRead", "authenticated-read"),
    ("LogDeliveryWrite", "log-delivery-write"),
    ("BucketOwnerRead", "bucket-owner-read"),
    ("BucketOwnerFullControl", "bucket-owner-full-control"),
    ("AwsExecRead", "aws-exec-read"),
];

const BUCKET: &[Field] = &[
    Field::same("bucket", "BucketName"),
    Field::of("acl", "AccessControl", Take::Words(ACCESS)),
    Field::of(
        "server_side_encryption_configuration",
        "BucketEncryption",
        Take::Block(&[Field::of(
            "rule",
            "ServerSideEncryptionConfiguration",
            Take::Blocks(&[Field::of(
                "apply_server_side_encryption_by_default",
                "ServerSideEncryptionByDefault",
                Take::Block(&[
                    Field::same("sse_algorithm", "SSEAlgorithm"),
                    Field::same("kms_master_key_id", "KMSMasterKeyID"),
                ]),
            )]),
        )]),
    ),
    Field::of("versioning.enabled", "VersioningConfiguration.Status", Take::Is("Enabled")),
    Field::same("logging.target_bucket", "LoggingConfiguration.DestinationBucketName"),
    Field::of(
        "replication_configuration.rules",
        "ReplicationConfiguration.Rules",
        Take::Blocks(&[Field::same("status", "Status")]),
    ),
    Field::same("object_lock_enabled", "ObjectLockEnabled"),
    Field::of(
        "lifecycle_rule",
        "LifecycleConfiguration.Rules",
        Take::Blocks(&[Field::of("enabled", "Status", Take::Is("Enabled"))]),
    ),
];

/// Logs go to the bucket itself when no other is named.
fn bucket(source: &Source<'_>, body: &mut Object) {
    let Some(logging) = source.at("LoggingConfiguration") else { return };
    if source.at("LoggingConfiguration.DestinationBucketName").is_none() {
        crate::dialect::live::put(body, "logging.target_bucket", itself(source, logging));
    }
}

/// The id of the resource being read.
fn itself(source: &Source<'_>, at: &Node) -> Node {
    let address = source.resource.id.clone();
    let reference = crate::native::Reference { address: address.clone(), attribute: Arc::default() };
    Node { value: Value::String(address), refs: Some(Arc::new([reference])), ..at.clone() }
}

/// The four switches.
const BLOCK: &[Field] = &[
    Field::itself("bucket"),
    Field::same("block_public_acls", "PublicAccessBlockConfiguration.BlockPublicAcls"),
    Field::same("block_public_policy", "PublicAccessBlockConfiguration.BlockPublicPolicy"),
    Field::same("ignore_public_acls", "PublicAccessBlockConfiguration.IgnorePublicAcls"),
    Field::same("restrict_public_buckets", "PublicAccessBlockConfiguration.RestrictPublicBuckets"),
];

static BUCKET_PARTS: &[Companion] = &[
    // a bucket without the block has every switch off
    Companion::new("aws_s3_bucket_public_access_block", "", BLOCK),
    Companion::new(
        "aws_s3_bucket_ownership_controls",
        "OwnershipControls.Rules",
        &[
            Field::itself("bucket"),
            Field::same("rule.object_ownership", "OwnershipControls.Rules.ObjectOwnership"),
        ],
    ),
    Companion::new(
        "aws_s3_bucket_logging",
        "LoggingConfiguration.DestinationBucketName",
        &[
            Field::itself("bucket"),
            Field::same("target_bucket", "LoggingConfiguration.DestinationBucketName"),
        ],
    ),
    Companion::new(
        "aws_s3_bucket_lifecycle_configuration",
        "LifecycleConfiguration.Rules",
        &[
            Field::itself("bucket"),
            Field::of(
                "rule",
                "LifecycleConfiguration.Rules",
                Take::Blocks(&[
                    Field::same("status", "Status"),
                    Field::same("abort_incomplete_multipart_upload", "AbortIncompleteMultipartUpload"),
                    Field::same("prefix", "Prefix"),
                    Field::same("filter.prefix", "Prefix"),
                    Field::same("filter.tag", "TagFilters"),
                    Field::same("filter.object_size_greater_than", "ObjectSizeGreaterThan"),
                    Field::same("filter.object_size_less_than", "ObjectSizeLessThan"),
                ]),
            ),
        ],
    ),
    Companion::new("aws_s3_bucket_notification", "NotificationConfiguration", &[Field::itself("bucket")]),
];
