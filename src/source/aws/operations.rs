//! What the program may ask of AWS.

use crate::native::Provider;
use crate::source::live::Operation;

const fn read(api: &'static str) -> Operation {
    Operation::read(Provider::Aws, api, "POST", api)
}

/// Every operation of AWS that the program can make. Permissions are named as the operations are, but for the one that
/// needs none.
pub const OPERATIONS: &[Operation] = &[
    read("config:BatchGetResourceConfig"),
    read("config:DescribeAggregateComplianceByConfigRules"),
    read("config:DescribeComplianceByConfigRule"),
    read("config:DescribeConfigRules"),
    read("config:DescribeConfigurationAggregatorSourcesStatus"),
    read("config:DescribeConfigurationAggregators"),
    read("config:DescribeConfigurationRecorderStatus"),
    read("config:DescribeConfigurationRecorders"),
    read("config:DescribeConformancePacks"),
    read("config:GetAggregateComplianceDetailsByConfigRule"),
    read("config:GetComplianceDetailsByConfigRule"),
    read("config:GetConformancePackComplianceDetails"),
    read("config:ListDiscoveredResources"),
    read("config:SelectAggregateResourceConfig"),
    read("config:SelectResourceConfig"),
    read("organizations:DescribeOrganization"),
    read("organizations:ListAccounts"),
    read("securityhub:GetFindings"),
    // STS tells everybody who they are: there is no permission to grant
    Operation::read(Provider::Aws, "sts:GetCallerIdentity", "POST", ""),
    Operation::sign_in(Provider::Aws, "sts:AssumeRole", "POST", "sts:AssumeRole"),
];
