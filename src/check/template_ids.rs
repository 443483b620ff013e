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

/// Rules of Guard's HIPAA pack: the check, the rule, and the types of templates. Each was read in the registry of rules.
/// Rules of the pack that hold no clause, or that want a safe default to be written, are left out.
#[rustfmt::skip]
const GUARD: &[(&str, &str, &[&str])] = &[
    ("analytics-kerberos", "EMR_KERBEROS_ENABLED", &["AWS::EMR::Cluster"]),
    ("api-execution-logging", "API_GW_EXECUTION_LOGGING_ENABLED", &["AWS::ApiGateway::Stage"]),
    ("audit-trail-customer-key", "CLOUD_TRAIL_ENCRYPTION_ENABLED", TRAIL),
    ("audit-trail-data-events", "CLOUDTRAIL_S3_DATAEVENTS_ENABLED", TRAIL),
    ("audit-trail-integrity", "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED", TRAIL),
    ("audit-trail-monitored", "CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED", TRAIL),
    ("build-no-credential-variables", "CODEBUILD_PROJECT_ENVVAR_AWSCRED_CHECK", &["AWS::CodeBuild::Project"]),
    ("build-no-source-credentials", "CODEBUILD_PROJECT_SOURCE_REPO_URL_CHECK", &["AWS::CodeBuild::Project"]),
    ("classic-balancer-encrypted-listeners", "ELB_TLS_HTTPS_LISTENERS_ONLY", CLASSIC),
    ("classic-balancer-managed-certificate", "ELB_ACM_CERTIFICATE_REQUIRED", CLASSIC),
    ("database-deletion-protection", "RDS_INSTANCE_DELETION_PROTECTION_ENABLED", DATABASE),
    ("database-encryption", "RDS_STORAGE_ENCRYPTED", DATABASE),
    ("database-enhanced-monitoring", "RDS_ENHANCED_MONITORING_ENABLED", DATABASE),
    ("database-log-exports", "RDS_INSTANCE_LOGGING_ENABLED", DATABASE),
    ("database-minor-upgrades-declared", "RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED", DATABASE),
    ("database-multi-zone", "RDS_MULTI_AZ_SUPPORT", DATABASE),
    ("file-share-encryption", "EFS_ENCRYPTED_CHECK", &["AWS::EFS::FileSystem"]),
    ("firewall-no-open-ssh", "INCOMING_SSH_DISABLED", &["AWS::EC2::SecurityGroup"]),
    ("function-concurrency-limit", "LAMBDA_CONCURRENCY_CHECK", FUNCTION),
    ("function-dead-letter", "LAMBDA_DLQ_CHECK", FUNCTION),
    ("function-private-network", "LAMBDA_INSIDE_VPC", FUNCTION),
    ("instance-detailed-monitoring", "EC2_INSTANCE_DETAILED_MONITORING_ENABLED", &["AWS::EC2::Instance"]),
    ("instance-public-address", "EC2_INSTANCE_NO_PUBLIC_IP", &["AWS::EC2::Instance"]),
    ("instance-workload-identity", "EC2_INSTANCE_PROFILE_ATTACHED", &["AWS::EC2::Instance"]),
    ("key-value-customer-key", "DYNAMODB_TABLE_ENCRYPTED_KMS", &["AWS::DynamoDB::Table"]),
    ("key-value-point-in-time", "DYNAMODB_PITR_ENABLED", &["AWS::DynamoDB::Table"]),
    ("listener-certificate", "ELBV2_ACM_CERTIFICATE_REQUIRED", &["AWS::ElasticLoadBalancingV2::Listener"]),
    ("load-balancer-access-logging", "ELB_LOGGING_ENABLED", CLASSIC),
    ("load-balancer-cross-zone", "ELB_CROSS_ZONE_LOAD_BALANCING_ENABLED", CLASSIC),
    ("load-balancer-deletion-protection", "ELB_DELETION_PROTECTION_ENABLED", BALANCER),
    ("load-balancer-drops-invalid-headers", "ALB_HTTP_DROP_INVALID_HEADER_ENABLED", BALANCER),
    ("log-group-retention-stated", "CW_LOGGROUP_RETENTION_PERIOD_CHECK", &["AWS::Logs::LogGroup"]),
    ("log-store-customer-key", "CLOUDWATCH_LOG_GROUP_ENCRYPTED", &["AWS::Logs::LogGroup"]),
    ("model-endpoint-customer-key", "SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED", &["AWS::SageMaker::EndpointConfig"]),
    ("notebook-customer-key", "SAGEMAKER_NOTEBOOK_INSTANCE_KMS_KEY_CONFIGURED", &["AWS::SageMaker::NotebookInstance"]),
    ("notebook-no-direct-internet", "SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS", &["AWS::SageMaker::NotebookInstance"]),
    ("object-store-access-logging", "S3_BUCKET_LOGGING_ENABLED", BUCKET),
    ("object-store-denies-plaintext", "S3_BUCKET_SSL_REQUESTS_ONLY", BUCKET),
    ("object-store-replication", "S3_BUCKET_REPLICATION_ENABLED", BUCKET),
    ("object-store-versioning", "S3_BUCKET_VERSIONING_ENABLED", BUCKET),
    ("pipeline-public-access", "DMS_REPLICATION_NOT_PUBLIC", &["AWS::DMS::ReplicationInstance"]),
    ("policy-no-administrator", "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS", &["AWS::IAM::Policy"]),
    ("policy-no-full-service", "IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS", &["AWS::IAM::ManagedPolicy"]),
    ("scaling-group-load-balancer-health", "AUTOSCALING_GROUP_ELB_HEALTHCHECK_REQUIRED", &["AWS::AutoScaling::AutoScalingGroup"]),
    ("search-encryption", "ELASTICSEARCH_ENCRYPTED_AT_REST", SEARCH),
    ("search-logging", "ELASTICSEARCH_LOGS_TO_CLOUDWATCH", SEARCH),
    ("search-node-encryption", "ELASTICSEARCH_NODE_TO_NODE_ENCRYPTION_CHECK", SEARCH),
    ("search-private-network", "ELASTICSEARCH_IN_VPC_ONLY", SEARCH),
    ("secret-customer-key", "SECRETSMANAGER_USING_CMK", &["AWS::SecretsManager::Secret"]),
    ("secret-rotation", "SECRETSMANAGER_ROTATION_ENABLED_CHECK", &["AWS::SecretsManager::Secret"]),
    ("subnet-no-public-addresses", "SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED", &["AWS::EC2::Subnet"]),
    ("task-host-network-user", "ECS_TASK_DEFINITION_USER_FOR_HOST_MODE_CHECK", &["AWS::ECS::TaskDefinition"]),
    ("topic-encryption", "SNS_ENCRYPTED_KMS", &["AWS::SNS::Topic"]),
    ("warehouse-encryption", "REDSHIFT_CLUSTER_CONFIGURATION_CHECK", &["AWS::Redshift::Cluster"]),
    ("warehouse-enhanced-routing", "REDSHIFT_ENHANCED_VPC_ROUTING_ENABLED", &["AWS::Redshift::Cluster"]),
    ("warehouse-public-access", "REDSHIFT_CLUSTER_PUBLIC_ACCESS_CHECK", &["AWS::Redshift::Cluster"]),
];

/// Rules of Guard that want every switch of a bucket's block on: each check is a part, together they are the rule.
const GUARD_BLOCK: &[&str] = &[
    "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
    "S3_BUCKET_PUBLIC_READ_PROHIBITED",
    "S3_BUCKET_PUBLIC_WRITE_PROHIBITED",
];

const TRAIL: &[&str] = &["AWS::CloudTrail::Trail"];
const CLASSIC: &[&str] = &["AWS::ElasticLoadBalancing::LoadBalancer"];
const BALANCER: &[&str] = &["AWS::ElasticLoadBalancingV2::LoadBalancer"];
const DATABASE: &[&str] = &["AWS::RDS::DBInstance"];
const FUNCTION: &[&str] = &["AWS::Lambda::Function"];
const BUCKET: &[&str] = &["AWS::S3::Bucket"];
const SEARCH: &[&str] = &["AWS::Elasticsearch::Domain"];

/// Ids of Checkov that test something else on a type of templates than on Terraform.
#[rustfmt::skip]
const OTHER: &[(&str, &str)] = &[
    // on Terraform a single node needs no encryption between nodes
    ("CKV_AWS_6", "search-cluster-node-encryption"),
    // what is left out counts as not enforced
    ("CKV_AWS_82", "analytics-enforced-configuration"),
    // what is left out counts as public
    ("CKV_AWS_87", "warehouse-public-access"),
];

/// Ids that stand for a check on templates alone: the check, the tool, the id, and the types of templates.
#[rustfmt::skip]
const OWN: &[(&str, Tool, &str, &[&str])] = &[
    ("api-access-logging", Tool::Checkov, "CKV_AWS_95", &["AWS::ApiGatewayV2::Stage", "AWS::Serverless::HttpApi"]),
    ("key-value-point-in-time", Tool::Checkov, "CKV_AWS_165", &["AWS::DynamoDB::GlobalTable"]),
    ("search-node-encryption", Tool::Checkov, "CKV_AWS_6", SEARCH),
    ("policy-no-credential-exposure", Tool::Checkov, "CKV_AWS_107", IAM),
    ("policy-no-data-exfiltration", Tool::Checkov, "CKV_AWS_108", IAM),
    ("policy-grants-named-resources", Tool::Checkov, "CKV_AWS_109", IAM),
    ("policy-no-privilege-escalation", Tool::Checkov, "CKV_AWS_110", IAM),
    ("policy-writes-named-resources", Tool::Checkov, "CKV_AWS_111", IAM),
];

/// Ids of Trivy that it does not have, or that test something else, on types of templates: its reader of templates
/// leaves the properties out, or takes another default. No type stands for all of them.
#[rustfmt::skip]
const TRIVY_OTHER: &[(&str, &[&str])] = &[
    // only the second version of API Gateway is read
    ("AVD-AWS-0001", &["AWS::ApiGateway::Stage", "AWS::Serverless::Api", "AWS::Serverless::HttpApi"]),
    ("AVD-AWS-0003", &[]),
    ("AVD-AWS-0024", &["AWS::DynamoDB::GlobalTable"]),
    // metadata options of an instance are not read
    ("AVD-AWS-0028", &[]),
    // an endpoint that nothing is said of counts as private
    ("AVD-AWS-0040", &[]),
    // ports are not read, and a group without egress rules counts as closed
    ("AVD-AWS-0104", &[]),
    ("AVD-AWS-0107", &[]),
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
            Tool::Checkov if OTHER.contains(&(alias.id, check.id)) => {}
            Tool::Trivy
                if TRIVY_OTHER
                    .iter()
                    .any(|(id, types)| *id == alias.id && (types.is_empty() || types.contains(&vendor))) => {}
            Tool::Kics | Tool::Prowler => {}
            tool => ids.extend(alias.forms().map(|form| (tool, form))),
        }
    }
    let guard = GUARD.iter().filter(|(name, _, types)| *name == check.id && types.contains(&vendor));
    ids.extend(guard.map(|(_, rule, _)| (Tool::CfnGuard, *rule)));
    if check.id.starts_with("public-access-block-") && BUCKET.contains(&vendor) {
        ids.extend(GUARD_BLOCK.iter().map(|rule| (Tool::CfnGuard, *rule)));
    }
    let own = OWN.iter().filter(|(name, _, _, types)| *name == check.id && types.contains(&vendor));
    ids.extend(own.map(|(_, tool, id, _)| (*tool, *id)));
    ids
}

/// Checks that a tool's id stands for on templates alone.
pub(super) fn checks_of(id: &str) -> impl Iterator<Item = &'static str> {
    let own = OWN.iter().map(|(check, _, id, _)| (*check, *id));
    let guard = GUARD.iter().map(|(check, rule, _)| (*check, *rule));
    own.chain(guard).filter(move |(_, own)| own.eq_ignore_ascii_case(id)).map(|(check, _)| check)
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
        for (check, rule, types) in GUARD {
            assert!(registry().find(check).is_some(), "no check {check}");
            for vendor in *types {
                let shape = crate::dialect::cloudformation::shape(vendor);
                let native = shape.unwrap_or_else(|| panic!("{rule}: {vendor} is not read")).native;
                let kind = crate::dialect::find(native).and_then(|t| t.resource).map(|(kind, _)| kind);
                let own = registry().get(registry().find(check).unwrap()).kind;
                assert_eq!(kind, Some(own), "{rule}: {check} does not look at {vendor}");
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
