//! What other tools call a check on templates of CloudFormation, where that is not what they call it on Terraform.
//!
//! Aliases are written by the Terraform type. On a template Checkov has some of its ids only, and a few others; KICS
//! has ids of its own; Guard's rules carry the names of the rules of AWS Config that they are written after.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Check, Tool};
use crate::resource::{Resource, Side};

/// Ids of Checkov with the types of templates they are for.
static CHECKOV: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("reference/checkov_cloudformation.tsv").lines().filter_map(|l| l.split_once('\t')).collect()
});

/// The rules of Guard's HIPAA pack.
static GUARD: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("reference/guard_hipaa.txt").lines().collect());

/// Rules of Guard that are not named as the rule of AWS Config that they test.
const GUARD_NAMES: &[(&str, &str)] = &[
    ("INCOMING_SSH_DISABLED", "RESTRICTED_SSH"),
    ("RESTRICTED_INCOMING_TRAFFIC", "RESTRICTED_COMMON_PORTS"),
    ("INSTANCES_IN_VPC", "EC2_INSTANCES_IN_VPC"),
];

/// Ids that stand for a check on templates alone: the check, the tool, the id, and the types of templates.
#[rustfmt::skip]
const OWN: &[(&str, Tool, &str, &[&str])] = &[
    ("api-access-logging", Tool::Checkov, "CKV_AWS_95", &["AWS::ApiGatewayV2::Stage", "AWS::Serverless::HttpApi"]),
    ("key-value-point-in-time", Tool::Checkov, "CKV_AWS_165", &["AWS::DynamoDB::GlobalTable"]),
    ("policy-no-credential-exposure", Tool::Checkov, "CKV_AWS_107", IAM),
    ("policy-no-data-exfiltration", Tool::Checkov, "CKV_AWS_108", IAM),
    ("policy-grants-named-resources", Tool::Checkov, "CKV_AWS_109", IAM),
    ("policy-no-privilege-escalation", Tool::Checkov, "CKV_AWS_110", IAM),
    ("policy-writes-named-resources", Tool::Checkov, "CKV_AWS_111", IAM),
];

const IAM: &[&str] =
    &["AWS::IAM::Group", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"];

/// The template's word for the type of a resource that was read from one.
pub(super) fn template_type(resource: &Resource) -> Option<&str> {
    let declared = resource.scope.side == Side::Declared;
    resource.vendor_type.as_deref().filter(|vendor| declared && vendor.starts_with("AWS::"))
}

/// The ids of a check on a type of templates.
pub(super) fn ids(check: &Check, native_type: &str, vendor: &str) -> Vec<(Tool, &'static str)> {
    let mut ids = Vec::new();
    for alias in check.aliases.iter().filter(|a| a.types.contains(&native_type)) {
        match alias.tool {
            Tool::Checkov if !CHECKOV.contains(&(alias.id, vendor)) => {}
            Tool::Kics | Tool::Prowler => {}
            tool => ids.push((tool, alias.id)),
        }
        if alias.tool == Tool::AwsConfig {
            let name =
                GUARD_NAMES.iter().find(|(config, _)| *config == alias.id).map_or(alias.id, |(_, g)| *g);
            if GUARD.contains(name) {
                ids.push((Tool::CfnGuard, name));
            }
        }
    }
    let own = OWN.iter().filter(|(name, _, _, types)| *name == check.id && types.contains(&vendor));
    ids.extend(own.map(|(_, tool, id, _)| (*tool, *id)));
    ids
}

/// Checks that a tool's id stands for on templates alone.
pub(super) fn checks_of(id: &str) -> impl Iterator<Item = &'static str> {
    OWN.iter().filter(move |(.., own, _)| own.eq_ignore_ascii_case(id)).map(|(check, ..)| *check)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::registry;

    #[test]
    fn every_row_names_a_check_and_a_type_that_is_read() {
        for (check, tool, id, types) in OWN {
            assert!(registry().find(check).is_some(), "no check {check}");
            for vendor in *types {
                assert!(crate::dialect::cloudformation::shape(vendor).is_some(), "{vendor} is not read");
                let known = *tool != Tool::Checkov || CHECKOV.contains(&(*id, *vendor));
                assert!(known, "Checkov has no {id} for {vendor}");
            }
        }
    }

    #[test]
    fn an_id_of_terraform_alone_does_not_show_on_a_template() {
        let check = registry().get(registry().find("object-store-versioning").unwrap());
        let ids = ids(check, "aws_s3_bucket", "AWS::S3::Bucket");
        assert!(ids.contains(&(Tool::Checkov, "CKV_AWS_21")), "{ids:?}");
        assert!(ids.contains(&(Tool::CfnGuard, "S3_BUCKET_VERSIONING_ENABLED")), "{ids:?}");
        let check = registry().get(registry().find("object-store-kms-encryption").unwrap());
        let ids = super::ids(check, "aws_s3_bucket", "AWS::S3::Bucket");
        assert!(!ids.iter().any(|(_, id)| *id == "CKV_AWS_145"), "{ids:?}");
    }
}
