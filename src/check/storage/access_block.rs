//! Blocks against public access, of buckets, access points and whole accounts.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Key, Kind};

const BLOCK: &[&str] = &["aws_s3_bucket_public_access_block"];
const ACCOUNT_BLOCK: &[&str] = &["aws_s3_account_public_access_block"];
const ACCESS_POINT: &[&str] = &["aws_s3_access_point"];
const ACCESS_POINTS: &[&str] = &["aws_s3_access_point", "aws_s3control_multi_region_access_point"];

macro_rules! block {
    ($id:literal, $title:literal, $key:ident, $checkov:literal, $trivy:literal, $kics:literal, $argument:literal, $why:literal) => {
        Check {
            id: $id,
            objective: "public-storage",
            title: $title,
            severity: Severity::High,
            kind: Kind::StorageSetting,
            types: BLOCK,
            rationale: $why,
            reads: &[Key::$key],
            test: |s| s.is(Key::$key),
            aliases: &[
                Alias::checkov($checkov, BLOCK),
                Alias::trivy($trivy, BLOCK),
                Alias::kics($kics, BLOCK),
            ],
            remedies: &[Remedy {
                types: BLOCK,
                steps: "Switch all four arguments of the block on.",
                terraform: &[Edit::Set($argument, "true")],
                command: "aws s3api get-public-access-block --bucket {name}",
                risk: "Public access that somebody relies on stops.",
            }],
        }
    };
}

pub(super) static CHECKS: &[Check] = &[
    block!(
        "public-access-block-acls",
        "Access block refuses public access lists",
        BlockPublicAcls,
        "CKV_AWS_53",
        "AVD-AWS-0086",
        "d0cc8694-fcad-43ff-ac86-32331d7e867f",
        "block_public_acls",
        "Without this switch an upload or a change may carry an access list that makes health information public, \
         although the bucket has an access block."
    ),
    block!(
        "public-access-block-policy",
        "Access block refuses public policies",
        BlockPublicPolicy,
        "CKV_AWS_54",
        "AVD-AWS-0087",
        "1a4bc881-9f69-4d44-8c9a-d37d08f54c50",
        "block_public_policy",
        "Without this switch a new bucket policy may open the whole bucket of health information to everybody, although \
         the bucket has an access block."
    ),
    block!(
        "public-access-block-ignores-acls",
        "Access block ignores public access lists",
        IgnorePublicAcls,
        "CKV_AWS_55",
        "AVD-AWS-0091",
        "4fa66806-0dd9-4f8d-9480-3174d39c7c91",
        "ignore_public_acls",
        "Refusing new access lists does nothing about those that objects already carry. Ignoring them takes their effect \
         away at once."
    ),
    block!(
        "public-access-block-restricts",
        "Access block restricts public policies",
        RestrictPublicBuckets,
        "CKV_AWS_56",
        "AVD-AWS-0093",
        "1ec253ab-c220-4d63-b2de-5b40e0af9293",
        "restrict_public_buckets",
        "A policy that was public before the block keeps working unless it is restricted to the account and its services. \
         The switch closes what was already open."
    ),
    Check {
        id: "account-public-access-block",
        objective: "public-storage",
        title: "Account blocks public access to every bucket",
        severity: Severity::High,
        kind: Kind::AccountSetting,
        types: ACCOUNT_BLOCK,
        rationale: "A block for the account covers buckets that nobody remembers and those still to come. Any switch that \
                    is off leaves one way in which a bucket of health information can become public.",
        reads: &[
            Key::BlockPublicAcls,
            Key::BlockPublicPolicy,
            Key::IgnorePublicAcls,
            Key::RestrictPublicBuckets,
        ],
        test: every_block,
        aliases: &[Alias::aws_config("S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC", ACCOUNT_BLOCK)],
        remedies: &[Remedy {
            types: ACCOUNT_BLOCK,
            steps: "Switch all four arguments on.",
            terraform: &[
                Edit::Set("block_public_acls", "true"),
                Edit::Set("block_public_policy", "true"),
                Edit::Set("ignore_public_acls", "true"),
                Edit::Set("restrict_public_buckets", "true"),
            ],
            command: "aws s3control get-public-access-block --account-id {account}",
            risk: "Public access that somebody relies on stops, in every bucket of the account.",
        }],
    },
    Check {
        id: "access-point-blocked",
        objective: "public-storage",
        title: "Access point is not open without any block",
        severity: Severity::High,
        kind: Kind::StorageSetting,
        types: ACCESS_POINTS,
        rationale: "An access point has a policy and a block of its own. With every switch off, its policy can admit the \
                    public to the bucket behind it.",
        reads: &[Key::BlockPublicAcls, Key::BlockPublicPolicy, Key::RestrictPublicBuckets],
        test: |s| {
            s.is(Key::BlockPublicAcls).or(s.is(Key::BlockPublicPolicy)).or(s.is(Key::RestrictPublicBuckets))
        },
        aliases: &[],
        remedies: &[
            Remedy {
                types: ACCESS_POINT,
                steps: "Leave the block out, which switches everything on, or switch all four arguments on.",
                terraform: &[Edit::Remove("public_access_block_configuration")],
                command: "aws s3control get-access-point --account-id {account} --name {name}",
                risk: "The access point is replaced.",
            },
            Remedy {
                types: &["aws_s3control_multi_region_access_point"],
                steps: "Leave the block out, which switches everything on.",
                terraform: &[Edit::Remove("details.public_access_block")],
                command: "",
                risk: "The access point is replaced.",
            },
        ],
    },
    Check {
        id: "access-point-fully-blocked",
        objective: "public-storage",
        title: "Access point blocks public access in every way",
        severity: Severity::Medium,
        kind: Kind::StorageSetting,
        types: ACCESS_POINTS,
        rationale: "Each switch of the block closes one way to the public. Health information behind an access point \
                    needs all of them closed, and they cannot be changed later.",
        reads: &[
            Key::BlockPublicAcls,
            Key::BlockPublicPolicy,
            Key::IgnorePublicAcls,
            Key::RestrictPublicBuckets,
        ],
        test: every_block,
        aliases: &[Alias::prowler("s3_access_point_public_access_block", ACCESS_POINT)],
        remedies: &[Remedy {
            types: ACCESS_POINT,
            steps: "Leave the block out, which switches everything on, or switch all four arguments on.",
            terraform: &[Edit::Remove("public_access_block_configuration")],
            command: "aws s3control get-access-point --account-id {account} --name {name}",
            risk: "The access point is replaced.",
        }],
    },
    Check {
        id: "account-sharing-blocked",
        objective: "public-storage",
        title: "Account refuses public snapshots and images",
        severity: Severity::High,
        kind: Kind::AccountSetting,
        types: &["aws_ebs_snapshot_block_public_access", "aws_ec2_image_block_public_access"],
        rationale: "One call makes a snapshot or image public, and with it everything the machine held. A block for the \
                    account refuses that call, whoever makes it.",
        reads: &[Key::PublicAccessBlocked],
        test: |s| s.is(Key::PublicAccessBlocked),
        aliases: &[],
        remedies: &[
            Remedy {
                types: &["aws_ebs_snapshot_block_public_access"],
                steps: "Block all sharing, which also takes effect on snapshots that are public already.",
                terraform: &[Edit::Set("state", "\"block-all-sharing\"")],
                command: "aws ec2 get-snapshot-block-public-access-state --region {region}",
                risk: "Public snapshots are no longer reachable.",
            },
            Remedy {
                types: &["aws_ec2_image_block_public_access"],
                steps: "Block new sharing.",
                terraform: &[Edit::Set("state", "\"block-new-sharing\"")],
                command: "aws ec2 get-image-block-public-access-state --region {region}",
                risk: "",
            },
        ],
    },
];

fn every_block(s: &Subject<'_>) -> Outcome {
    s.is(Key::BlockPublicAcls)
        .and(s.is(Key::BlockPublicPolicy))
        .and(s.is(Key::IgnorePublicAcls))
        .and(s.is(Key::RestrictPublicBuckets))
}
