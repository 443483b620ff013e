//! Simple Storage Service: buckets, whose settings stand in the supplementary configuration, and the account's block.

use std::sync::Arc;

use super::{SUPPLEMENTARY, list, text_node, within};
use crate::dialect::live::{Companion, Field, Shape, Take};
use crate::native::{Node, Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("AWS::S3::Bucket", "aws_s3_bucket", BUCKET)
        // the access list is given grant by grant; the logs of other buckets are told by those buckets
        .unset(&["acl", "aws_s3_bucket_logging"])
        .companions(COMPANIONS),
    Shape::new("AWS::S3::AccountPublicAccessBlock", "aws_s3_account_public_access_block", ACCOUNT_BLOCK),
    Shape::new(
        "AWS::S3::AccessPoint",
        "aws_s3_access_point",
        &[
            Field::same("name", "Name"),
            Field::of(
                "public_access_block_configuration",
                "PublicAccessBlockConfiguration",
                Take::Block(ACCOUNT_BLOCK),
            ),
            Field::same("vpc_configuration.vpc_id", "VpcConfiguration.VpcId").or_unset_in("NetworkOrigin"),
        ],
    ),
    Shape::new(
        "AWS::S3::MultiRegionAccessPoint",
        "aws_s3control_multi_region_access_point",
        &[Field::of(
            "details.public_access_block",
            "PublicAccessBlockConfiguration",
            Take::Block(ACCOUNT_BLOCK),
        )],
    ),
];

/// The four switches, under the names that bucket, account and access point share.
const ACCOUNT_BLOCK: &[Field] = &[
    Field::same("block_public_acls", "blockPublicAcls"),
    Field::same("block_public_policy", "blockPublicPolicy"),
    Field::same("ignore_public_acls", "ignorePublicAcls"),
    Field::same("restrict_public_buckets", "restrictPublicBuckets"),
];

const BUCKET: &[Field] = &[
    Field::same("bucket", "name"),
    Field::of(
        "versioning.enabled",
        "supplementaryConfiguration.BucketVersioningConfiguration.status",
        Take::Is("Enabled"),
    ),
    Field::of(
        "versioning.mfa_delete",
        "supplementaryConfiguration.BucketVersioningConfiguration.isMfaDeleteEnabled",
        Take::With(yes),
    )
    .or_unset_in("supplementaryConfiguration.BucketVersioningConfiguration"),
    Field::of(
        "server_side_encryption_configuration",
        "supplementaryConfiguration.ServerSideEncryptionConfiguration",
        Take::Block(&[Field::of(
            "rule",
            "rules",
            Take::Blocks(&[Field::of(
                "apply_server_side_encryption_by_default",
                "applyServerSideEncryptionByDefault",
                Take::Block(&[
                    Field::same("sse_algorithm", "sseAlgorithm").or_unset(),
                    Field::key("kms_master_key_id", "kmsMasterKeyID"),
                ]),
            )]),
        )]),
    )
    .or_unset_in(SUPPLEMENTARY),
    Field::same(
        "logging.target_bucket",
        "supplementaryConfiguration.BucketLoggingConfiguration.destinationBucketName",
    )
    .or_unset_in(SUPPLEMENTARY),
    Field::of(
        "grant",
        "supplementaryConfiguration.AccessControlList.grantList",
        Take::Blocks(&[
            Field::of("uri", "grantee", Take::With(group)),
            Field::of("permissions", "permission", Take::Words(PERMISSIONS)),
        ]),
    )
    .or_unset_in("supplementaryConfiguration.AccessControlList"),
    Field::of(
        "replication_configuration.rules",
        "supplementaryConfiguration.BucketReplicationConfiguration.rules",
        Take::With(replication_rules),
    )
    .or_unset_in(SUPPLEMENTARY),
    Field::same(
        "object_lock_configuration.object_lock_enabled",
        "supplementaryConfiguration.ObjectLockConfiguration.objectLockEnabled",
    )
    .or_unset_in(SUPPLEMENTARY),
    // what stands in companions below, where it is there
    Field::unset_where("lifecycle_rule", SUPPLEMENTARY),
    Field::unset_where("policy", "supplementaryConfiguration.BucketPolicy"),
    Field::unset_where("aws_s3_bucket_public_access_block", SUPPLEMENTARY),
    Field::unset_where(
        "aws_s3_bucket_notification",
        "supplementaryConfiguration.BucketNotificationConfiguration",
    ),
];

/// Permissions of an access list as the SDK of Config names them.
const PERMISSIONS: &[(&str, &str)] = &[
    ("FullControl", "FULL_CONTROL"),
    ("Write", "WRITE"),
    ("WriteAcp", "WRITE_ACP"),
    ("Read", "READ"),
    ("ReadAcp", "READ_ACP"),
];

static COMPANIONS: &[Companion] = &[
    Companion::new(
        "aws_s3_bucket_public_access_block",
        "supplementaryConfiguration.PublicAccessBlockConfiguration",
        &[
            Field::itself("bucket"),
            Field::same(
                "block_public_acls",
                "supplementaryConfiguration.PublicAccessBlockConfiguration.blockPublicAcls",
            ),
            Field::same(
                "block_public_policy",
                "supplementaryConfiguration.PublicAccessBlockConfiguration.blockPublicPolicy",
            ),
            Field::same(
                "ignore_public_acls",
                "supplementaryConfiguration.PublicAccessBlockConfiguration.ignorePublicAcls",
            ),
            Field::same(
                "restrict_public_buckets",
                "supplementaryConfiguration.PublicAccessBlockConfiguration.restrictPublicBuckets",
            ),
        ],
    ),
    Companion::new(
        "aws_s3_bucket_policy",
        "supplementaryConfiguration.BucketPolicy.policyText",
        &[
            Field::itself("bucket"),
            Field::of("policy", "supplementaryConfiguration.BucketPolicy.policyText", Take::Document),
        ],
    ),
    Companion::new(
        "aws_s3_bucket_logging",
        "supplementaryConfiguration.BucketLoggingConfiguration.destinationBucketName",
        &[
            Field::itself("bucket"),
            Field::of(
                "target_bucket",
                "supplementaryConfiguration.BucketLoggingConfiguration.destinationBucketName",
                Take::Arn("arn:{partition}:s3:::{}"),
            ),
        ],
    ),
    Companion::new(
        "aws_s3_bucket_lifecycle_configuration",
        "supplementaryConfiguration.BucketLifecycleConfiguration.rules",
        &[
            Field::itself("bucket"),
            Field::of(
                "rule",
                "supplementaryConfiguration.BucketLifecycleConfiguration.rules",
                Take::Blocks(&[
                    Field::same("status", "status"),
                    Field::same("abort_incomplete_multipart_upload", "abortIncompleteMultipartUpload")
                        .or_unset(),
                    Field::of("filter", "", Take::With(filter)),
                ]),
            ),
        ],
    ),
    Companion::new(
        "aws_s3_bucket_notification",
        "supplementaryConfiguration.BucketNotificationConfiguration.configurations",
        &[Field::itself("bucket")],
    ),
];

/// A yes or no, also as a text.
fn yes(node: &Node) -> Option<Node> {
    let on = match &node.value {
        Value::Bool(on) => *on,
        Value::String(text) => ["true", "enabled"].iter().any(|yes| text.eq_ignore_ascii_case(yes)),
        _ => return None,
    };
    Some(Node { value: Value::Bool(on), ..node.clone() })
}

/// The group that a grantee is; a person or account has an id instead, which is no group.
fn group(node: &Node) -> Option<Node> {
    let uri = match &node.value {
        Value::String(name) => match &**name {
            "AllUsers" => "http://acs.amazonaws.com/groups/global/AllUsers",
            "AuthenticatedUsers" => "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
            other => other,
        },
        Value::Object(_) => "",
        _ => return None,
    };
    Some(text_node(uri, node))
}

/// Rules by name, as a list.
fn replication_rules(node: &Node) -> Option<Node> {
    let rules: Vec<Node> = match &node.value {
        Value::Object(rules) => rules.values().cloned().collect(),
        _ => node.items()?.to_vec(),
    };
    Some(list(rules, node))
}

/// What narrows a lifecycle rule to a part of the bucket: a predicate, or the prefix of the older form.
fn filter(rule: &Node) -> Option<Node> {
    let prefix = within(rule, "prefix").and_then(Node::as_text).filter(|p| !p.is_empty());
    let predicate = within(rule, "filter.predicate");
    let kind = predicate.and_then(|p| within(p, "type")).and_then(Node::as_text);
    let by_prefix = kind.as_deref() == Some("LifecyclePrefixPredicate");
    let own = predicate.filter(|_| by_prefix).and_then(|p| within(p, "prefix")).and_then(Node::as_text);
    let prefix = prefix.or(own).unwrap_or_default();
    let otherwise =
        if predicate.is_some() && !by_prefix { kind.unwrap_or_else(|| "other".into()) } else { "".into() };
    let entry = |name: &str, text: Arc<str>| (Arc::from(name), text_node(&text, rule));
    let parts = Object::from_iter([
        entry("prefix", prefix),
        entry("and", otherwise),
        entry("tag", "".into()),
        entry("object_size_greater_than", "".into()),
        entry("object_size_less_than", "".into()),
    ]);
    Some(Node { value: Value::Object(Arc::new(parts)), ..rule.clone() })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::check::Verdict;
    use crate::resource::{Datum, Key};
    use crate::testing::{live_cases, live_estate, live_findings, live_resource, live_verdict};

    fn bucket() -> Json {
        json!({
            "name": "claims-archive",
            "creationDate": "2025-03-01T08:00:00.000Z",
            "supplementaryConfiguration": {
                "AccessControlList": {
                    "grantSet": null,
                    "grantList": [{"grantee": {"id": "0f0f", "displayName": null}, "permission": "FullControl"}],
                    "owner": {"displayName": null, "id": "0f0f"},
                    "isRequesterCharged": false
                },
                "BucketLifecycleConfiguration": {"rules": [{
                    "id": "unfinished", "prefix": null, "status": "Enabled",
                    "filter": {"predicate": {"type": "LifecyclePrefixPredicate", "prefix": ""}},
                    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7}
                }]},
                "BucketLoggingConfiguration": {"destinationBucketName": "access-logs", "logFilePrefix": "claims/"},
                "BucketNotificationConfiguration": {"configurations": {
                    "scan": {"events": ["s3:ObjectCreated:*"], "type": "QueueConfiguration"}
                }},
                "BucketPolicy": {"policyText": {"Version": "2012-10-17", "Statement": [{
                    "Effect": "Deny", "Principal": "*", "Action": "s3:*",
                    "Resource": ["arn:aws:s3:::claims-archive", "arn:aws:s3:::claims-archive/*"],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}}
                }]}},
                "BucketReplicationConfiguration": {"roleARN": "arn:aws:iam::111122223333:role/copy", "rules": {
                    "all": {"status": "Enabled", "destinationConfig": {"bucketARN": "arn:aws:s3:::claims-copy"}}
                }},
                "BucketVersioningConfiguration": {"status": "Enabled", "isMfaDeleteEnabled": true},
                "IsRequesterPaysEnabled": false,
                "ObjectLockConfiguration": {"objectLockEnabled": "Enabled", "rule": null},
                "PublicAccessBlockConfiguration": {
                    "blockPublicAcls": true, "ignorePublicAcls": true,
                    "blockPublicPolicy": true, "restrictPublicBuckets": true
                },
                "ServerSideEncryptionConfiguration": {"rules": [{
                    "applyServerSideEncryptionByDefault": {
                        "sseAlgorithm": "aws:kms",
                        "kmsMasterKeyID": "arn:aws:kms:eu-west-1:444455556666:key/0a1b"
                    },
                    "bucketKeyEnabled": true
                }]}
            }
        })
    }

    #[test]
    fn every_setting_of_a_bucket_is_read() {
        const S: &str = "supplementaryConfiguration";
        let open = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::claims-archive/*"}
        ]});
        let secure = bucket().pointer("/supplementaryConfiguration/BucketPolicy").cloned().unwrap();
        let of = |name: &str, path: &str| format!("{S}.{name}.{path}").trim_end_matches('.').to_owned();
        let grants = |grantee: Json| json!([{"grantee": grantee, "permission": "Read"}]);
        let owner = grants(json!({"id": "0f0f"}));
        let cases = [
            (
                "object-store-versioning",
                of("BucketVersioningConfiguration", "status"),
                json!("Enabled"),
                json!("Off"),
            ),
            (
                "object-store-mfa-delete",
                of("BucketVersioningConfiguration", "isMfaDeleteEnabled"),
                json!(true),
                json!(null),
            ),
            (
                "object-store-access-logging",
                of("BucketLoggingConfiguration", "destinationBucketName"),
                json!("access-logs"),
                json!(null),
            ),
            (
                "object-store-denies-plaintext",
                of("BucketPolicy", ""),
                secure.clone(),
                json!({"policyText": null}),
            ),
            (
                "object-store-policy-public",
                of("BucketPolicy", ""),
                json!({"policyText": null}),
                json!({"policyText": open}),
            ),
            (
                "object-store-lifecycle",
                of("BucketLifecycleConfiguration", ""),
                json!({"rules": [{"status": "Enabled"}]}),
                json!(null),
            ),
            (
                "object-store-notifications",
                of("BucketNotificationConfiguration", "configurations"),
                json!({"scan": {}}),
                json!({}),
            ),
            (
                "object-store-replication",
                of("BucketReplicationConfiguration", ""),
                json!({"rules": {"a": {"status": "Enabled"}}}),
                json!(null),
            ),
            (
                "object-store-object-lock",
                of("ObjectLockConfiguration", ""),
                json!({"objectLockEnabled": "Enabled"}),
                json!(null),
            ),
            (
                "object-store-public-access-block",
                of("PublicAccessBlockConfiguration", "blockPublicAcls"),
                json!(true),
                json!(false),
            ),
            (
                "object-store-public-access-ignored",
                of("PublicAccessBlockConfiguration", ""),
                json!({
                    "blockPublicAcls": true, "ignorePublicAcls": true, "blockPublicPolicy": true, "restrictPublicBuckets": true
                }),
                json!(null),
            ),
            (
                "object-store-public-read",
                of("AccessControlList", "grantList"),
                owner.clone(),
                grants(json!("AllUsers")),
            ),
            (
                "object-store-any-account",
                of("AccessControlList", "grantList"),
                owner,
                grants(json!("AuthenticatedUsers")),
            ),
            (
                "object-store-kms-encryption",
                of("ServerSideEncryptionConfiguration", "rules"),
                json!([
                    {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyID": null}}
                ]),
                json!([{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]),
            ),
        ];
        // without the supplementary part nothing of it is known
        live_cases("AWS::S3::Bucket", &bucket(), S, &cases);
    }

    #[test]
    fn a_bucket_whose_supplementary_part_says_nothing_has_none_of_it() {
        let bare = json!({"name": "bare", "supplementaryConfiguration": {
            "BucketLoggingConfiguration": {"destinationBucketName": null, "logFilePrefix": null},
            "BucketPolicy": {"policyText": null},
            "BucketVersioningConfiguration": {"status": "Off", "isMfaDeleteEnabled": null},
            "BucketNotificationConfiguration": {"configurations": {}}
        }});
        for check in [
            "object-store-access-logging",
            "object-store-versioning",
            "object-store-public-access-block",
            "object-store-lifecycle",
            "object-store-notifications",
            "object-store-denies-plaintext",
        ] {
            assert_eq!(live_verdict("AWS::S3::Bucket", bare.clone(), check), Some(Verdict::Fail), "{check}");
        }
        // every object is encrypted since 2023, whether or not anything is configured
        assert_eq!(
            live_verdict("AWS::S3::Bucket", bare.clone(), "object-store-encryption"),
            Some(Verdict::Pass)
        );
        // who owns what is uploaded is in no part of the item
        assert_eq!(
            live_verdict("AWS::S3::Bucket", bare, "object-store-uniform-access"),
            Some(Verdict::Unknown)
        );
    }

    #[test]
    fn rules_of_a_part_of_the_bucket_do_not_clean_the_whole() {
        let rules = |filter: Json, prefix: Json| {
            let mut item = bucket();
            item["supplementaryConfiguration"]["BucketLifecycleConfiguration"]["rules"][0]["filter"] = filter;
            item["supplementaryConfiguration"]["BucketLifecycleConfiguration"]["rules"][0]["prefix"] = prefix;
            let estate = live_estate(&[live_resource("AWS::S3::Bucket", item)]);
            let rule = estate.resources().iter().find(|r| r.native_type.contains("lifecycle")).unwrap();
            rule.get(Key::AbandonedUploads).and_then(|s| s.datum()).cloned()
        };
        let tagged =
            json!({"predicate": {"type": "LifecycleTagPredicate", "tag": {"key": "a", "value": "b"}}});
        assert_eq!(rules(json!(null), json!(null)), Some(Datum::Bool(true)));
        assert_eq!(rules(json!({"predicate": null}), json!("")), Some(Datum::Bool(true)));
        assert_eq!(rules(json!(null), json!("scans/")), Some(Datum::Bool(false)));
        assert_eq!(rules(tagged, json!(null)), Some(Datum::Bool(false)));
    }

    #[test]
    fn a_bucket_that_receives_logs_need_not_keep_its_own() {
        let mut logs = live_resource(
            "AWS::S3::Bucket",
            json!({"name": "access-logs", "supplementaryConfiguration": {
                "BucketLoggingConfiguration": {"destinationBucketName": null, "logFilePrefix": null}
            }}),
        );
        logs.id = "arn:aws:s3:::access-logs".into();
        let mut claims = live_resource("AWS::S3::Bucket", bucket());
        claims.id = "arn:aws:s3:::claims-archive".into();
        let verdicts = live_findings(&[logs, claims], "object-store-access-logging");
        assert_eq!(verdicts, [Verdict::Pass, Verdict::Pass]);
    }

    #[test]
    fn the_account_s_block_and_an_access_point() {
        let block = json!({
            "blockPublicAcls": true, "ignorePublicAcls": true, "blockPublicPolicy": true, "restrictPublicBuckets": true
        });
        live_cases(
            "AWS::S3::AccountPublicAccessBlock",
            &block,
            "restrictPublicBuckets",
            &[("account-public-access-block", "restrictPublicBuckets".into(), json!(true), json!(false))],
        );
        let point =
            json!({"Name": "reports", "NetworkOrigin": "Internet", "PublicAccessBlockConfiguration": block});
        live_cases(
            "AWS::S3::AccessPoint",
            &point,
            "PublicAccessBlockConfiguration",
            &[(
                "access-point-fully-blocked",
                "PublicAccessBlockConfiguration.blockPublicPolicy".into(),
                json!(true),
                json!(false),
            )],
        );
    }
}
