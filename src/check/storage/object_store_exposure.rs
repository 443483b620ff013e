//! Who can reach an object store: the public, other accounts, other networks.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Setting};

const S3: &[&str] = &["aws_s3_bucket"];
const AZURE: &[&str] = &["azurerm_storage_account"];
const CONTAINER: &[&str] = &["azurerm_storage_container"];
const GCS: &[&str] = &["google_storage_bucket"];

const S3_BLOCK: Edit = Edit::Companion(
    "resource \"aws_s3_bucket_public_access_block\" \"{name}\" {\n  bucket                  = {address}.id\n  \
     block_public_acls       = true\n  block_public_policy     = true\n  ignore_public_acls      = true\n  \
     restrict_public_buckets = true\n}\n",
);

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "object-store-public-read",
        objective: "public-storage",
        title: "Object store grants nobody anonymous read access",
        severity: Severity::Critical,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "Anonymous read access gives every object to whoever finds its address, without a trace of who it \
                    was. Open stores are the most common way in which patient records leak in bulk.",
        reads: &[Key::PublicRead],
        test: |s| s.is_not(Key::PublicRead),
        aliases: &[
            Alias::checkov("CKV_AWS_20", S3),
            Alias::checkov("CKV_AZURE_34", CONTAINER),
            Alias::kics("dd5230f8-a577-4bbb-b7ac-f2c2fe7d5299", CONTAINER),
            Alias::checkov("CKV_AZURE_190", AZURE),
            Alias::checkov("CKV2_AZURE_47", AZURE),
            Alias::trivy("AVD-AZU-0007", CONTAINER),
            Alias::aws_config("S3_BUCKET_PUBLIC_READ_PROHIBITED", S3),
            Alias::prowler("cloudstorage_bucket_public_access", GCS),
        ],
        remedies: &[
            Remedy {
                types: S3,
                steps: "Use the private access list and block public access; serve public files from a bucket that \
                        never holds health information.",
                terraform: &[Edit::Set("acl", "\"private\""), S3_BLOCK],
                command: "aws s3api get-bucket-acl --bucket {name}",
                risk: "Anonymous downloads stop.",
            },
            Remedy {
                types: AZURE,
                steps: "Forbid anonymous access for the whole account; containers cannot override it.",
                terraform: &[Edit::Set("allow_nested_items_to_be_public", "false")],
                command: "az storage account show --name {name} --query allowBlobPublicAccess",
                risk: "Anonymous downloads stop.",
            },
            Remedy {
                types: CONTAINER,
                steps: "Make the container private.",
                terraform: &[Edit::Set("container_access_type", "\"private\"")],
                command: "",
                risk: "Anonymous downloads stop.",
            },
            Remedy {
                types: GCS,
                steps: "Take allUsers and allAuthenticatedUsers out of the bucket's bindings and access lists, and \
                        enforce public access prevention.",
                terraform: &[Edit::Set("public_access_prevention", "\"enforced\"")],
                command: "gcloud storage buckets get-iam-policy gs://{name}",
                risk: "Anonymous downloads stop.",
            },
        ],
    },
    Check {
        id: "object-store-public-write",
        objective: "public-storage",
        title: "Object store grants nobody anonymous write access",
        severity: Severity::Critical,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "Whoever may write without signing in may replace or delete records, plant malware that staff will \
                    open, or run up cost. The integrity of health information cannot be shown for such a store.",
        reads: &[Key::PublicWrite],
        test: |s| s.is_not(Key::PublicWrite),
        aliases: &[
            Alias::checkov("CKV_AWS_57", S3),
            Alias::aws_config("S3_BUCKET_PUBLIC_WRITE_PROHIBITED", S3),
        ],
        remedies: &[Remedy {
            types: S3,
            steps: "Use the private access list and block public access.",
            terraform: &[Edit::Set("acl", "\"private\""), S3_BLOCK],
            command: "aws s3api get-bucket-acl --bucket {name}",
            risk: "Anonymous uploads stop; use signed links for them.",
        }],
    },
    Check {
        id: "object-store-any-account",
        objective: "public-storage",
        title: "Object store is not open to every account of the cloud",
        severity: Severity::Critical,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "The group of authenticated users means anybody with an account at the provider, which is free to \
                    get. A grant to it is a grant to the public that only looks restricted.",
        reads: &[Key::AnyAccountAccess],
        test: |s| s.is_not(Key::AnyAccountAccess),
        aliases: &[],
        remedies: &[Remedy {
            types: S3,
            steps: "Take the grant to AuthenticatedUsers out of the access list and name the accounts that need access \
                    in the bucket's policy.",
            terraform: &[Edit::Set("acl", "\"private\"")],
            command: "aws s3api get-bucket-acl --bucket {name}",
            risk: "",
        }],
    },
    Check {
        id: "object-store-public-access-block",
        objective: "public-storage",
        title: "Object store refuses public access lists and policies",
        severity: Severity::High,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "Access lists and policies change often and by many hands. A public access block refuses the ones \
                    that would open the bucket, so that one wrong line does not publish health information. Only a \
                    block in code shows that it is there and stays there.",
        reads: &[Key::BlockPublicAcls, Key::BlockPublicPolicy],
        test: |s| s.is(Key::BlockPublicAcls).and(s.is(Key::BlockPublicPolicy)),
        aliases: &[Alias::checkov("CKV2_AWS_6", S3)],
        remedies: &[Remedy {
            types: S3,
            steps: "Add a public access block with all four switches on.",
            terraform: &[S3_BLOCK],
            command: "aws s3api get-public-access-block --bucket {name}",
            risk: "Public access that somebody relies on stops.",
        }],
    },
    Check {
        id: "object-store-public-access-ignored",
        objective: "public-storage",
        title: "Object store disregards public grants that already exist",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "Refusing new public grants does nothing about those made earlier. Ignoring public access lists and \
                    restricting public policies takes their effect away at once.",
        reads: &[Key::IgnorePublicAcls, Key::RestrictPublicBuckets],
        test: |s| s.is(Key::IgnorePublicAcls).and(s.is(Key::RestrictPublicBuckets)),
        aliases: &[Alias::prowler("s3_bucket_level_public_access_block", S3)],
        remedies: &[Remedy {
            types: S3,
            steps: "Add a public access block with all four switches on.",
            terraform: &[S3_BLOCK],
            command: "aws s3api get-public-access-block --bucket {name}",
            risk: "Public access that somebody relies on stops.",
        }],
    },
    Check {
        id: "object-store-public-access-prevention",
        objective: "public-storage",
        title: "Object store enforces prevention of public access",
        severity: Severity::High,
        kind: Kind::ObjectStore,
        types: GCS,
        rationale: "Enforced prevention overrides every binding and access list that would let the public in, now and \
                    later. Without it one new binding is enough to publish the bucket.",
        reads: &[Key::PublicAccessBlocked],
        test: |s| s.is(Key::PublicAccessBlocked),
        aliases: &[Alias::checkov("CKV_GCP_114", GCS)],
        remedies: &[Remedy {
            types: GCS,
            steps: "Enforce public access prevention on the bucket, or for all buckets by organisation policy.",
            terraform: &[Edit::Set("public_access_prevention", "\"enforced\"")],
            command: "gcloud storage buckets describe gs://{name} --format='value(public_access_prevention)'",
            risk: "Public access that somebody relies on stops.",
        }],
    },
    Check {
        id: "object-store-uniform-access",
        objective: "resource-policy",
        title: "Object store grants access by policy alone",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "Access lists on single objects are beside the policies that people review, and an object can be \
                    public in a bucket that is not. With lists disabled, the policy says who can read health \
                    information, and nothing else does.",
        reads: &[Key::UniformAccess],
        test: |s| s.is(Key::UniformAccess),
        aliases: &[
            Alias::checkov("CKV_GCP_29", GCS),
            Alias::kics("bb0db090-5509-4853-a827-75ced0b3caa0", GCS),
            Alias::trivy("AVD-GCP-0002", GCS),
            Alias::aws_config("S3_BUCKET_ACL_PROHIBITED", S3),
            Alias::prowler("s3_bucket_acl_prohibited", S3),
            Alias::prowler("cloudstorage_bucket_uniform_bucket_level_access", GCS),
        ],
        remedies: &[
            Remedy {
                types: S3,
                steps: "Enforce the bucket owner as the owner of every object, which disables access lists, and remove \
                        the list.",
                terraform: &[
                    Edit::Remove("acl"),
                    Edit::Companion(
                        "resource \"aws_s3_bucket_ownership_controls\" \"{name}\" {\n  bucket = {address}.id\n\n  rule \
                         {\n    object_ownership = \"BucketOwnerEnforced\"\n  }\n}\n",
                    ),
                ],
                command: "aws s3api get-bucket-ownership-controls --bucket {name}",
                risk: "Requests that set an access list are refused.",
            },
            Remedy {
                types: GCS,
                steps: "Enable uniform bucket-level access after moving grants on objects into the bucket's policy.",
                terraform: &[Edit::Set("uniform_bucket_level_access", "true")],
                command: "gcloud storage buckets describe gs://{name} --format='value(uniform_bucket_level_access)'",
                risk: "Grants on single objects stop; after 90 days there is no way back.",
            },
        ],
    },
    Check {
        id: "object-store-policy-public",
        objective: "resource-policy",
        title: "Object store's policy allows nothing to everybody",
        severity: Severity::Critical,
        kind: Kind::ObjectStore,
        types: S3,
        rationale: "A statement that allows actions to any principal opens the bucket to everybody on the internet. \
                    Access to health information has to be granted to named people and systems.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, super::policy::allows_anyone),
        aliases: &[Alias::checkov("CKV_AWS_70", S3)],
        remedies: &[Remedy {
            types: S3,
            steps: "Name the principals that need access, or tie the statement to your organisation, account or \
                    network by a condition.",
            terraform: &[],
            command: "aws s3api get-bucket-policy-status --bucket {name}",
            risk: "Callers that are not named lose access.",
        }],
    },
    Check {
        id: "object-store-policy-lockout",
        objective: "resource-policy",
        title: "Object store's policy does not lock its administrators out",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: S3,
        rationale: "A statement that denies everybody the right to change the policy can only be undone by the root \
                    user. Until then nobody can correct access to the records in the bucket.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, super::policy::locks_out),
        aliases: &[Alias::checkov("CKV_AWS_93", S3)],
        remedies: &[Remedy {
            types: S3,
            steps: "Narrow the statement with a condition, or take actions on the policy out of it.",
            terraform: &[],
            command: "aws s3api get-bucket-policy --bucket {name}",
            risk: "",
        }],
    },
    Check {
        id: "object-store-public-network",
        objective: "private-connectivity",
        title: "Object store is closed to public networks",
        severity: Severity::High,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "With public network access off, the store answers only through private endpoints. A leaked key or \
                    signed link for health information is then useless from the internet.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AZURE_59", AZURE),
            Alias::prowler("storage_account_public_network_access_disabled", AZURE),
        ],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Make a private endpoint for every service that is used, then switch public network access off.",
            terraform: &[Edit::Set("public_network_access_enabled", "false")],
            command: "az storage account show --name {name} --query publicNetworkAccess",
            risk: "Clients without a private endpoint lose access, the pipeline that runs Terraform included.",
        }],
    },
    Check {
        id: "object-store-private-endpoint",
        objective: "private-connectivity",
        title: "Object store is reached through a private endpoint",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "A private endpoint keeps traffic with health information inside networks that the organisation \
                    controls, where it can be filtered and watched.",
        reads: &[Key::PrivateConnectivity],
        test: |s| s.is(Key::PrivateConnectivity),
        aliases: &[
            Alias::checkov("CKV2_AZURE_33", AZURE),
            Alias::prowler("storage_ensure_private_endpoints_in_storage_accounts", AZURE),
        ],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Add a private endpoint for the services of the account that are used, with its DNS zone.",
            terraform: &[Edit::Companion(
                "resource \"azurerm_private_endpoint\" \"{name}\" {\n  name                = \"{name}\"\n  location      \
                       = {address}.location\n  resource_group_name = {address}.resource_group_name\n  subnet_id       \
                     = azurerm_subnet.private.id\n\n  private_service_connection {\n    name                           \
                 = \"{name}\"\n    private_connection_resource_id = {address}.id\n    subresource_names              \
                 = [\"blob\"]\n    is_manual_connection           = false\n  }\n}\n",
            )],
            command: "az network private-endpoint-connection list --name {name} --type \
                      Microsoft.Storage/storageAccounts",
            risk: "Names resolve to private addresses only where the DNS zone is linked.",
        }],
    },
    Check {
        id: "object-store-network-default-deny",
        objective: "restricted-ingress",
        title: "Object store's firewall denies by default",
        severity: Severity::High,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "A firewall that allows by default admits the whole internet, so that keys and signed links are the \
                    only thing between strangers and health information. Denying by default admits named networks only.",
        reads: &[Key::DefaultAction],
        test: |s| s.text(Key::DefaultAction, |action| action == "Deny"),
        aliases: &[
            Alias::checkov("CKV_AZURE_35", AZURE),
            Alias::azure_policy("34c877ad-507e-4c82-993e-3452a6e0ad3c", AZURE),
            Alias::prowler("storage_default_network_access_rule_is_denied", AZURE),
        ],
        remedies: &[
            Remedy {
                types: AZURE,
                steps: "Add network rules that deny by default and admit the subnets that need access.",
                terraform: &[Edit::Block(
                    "network_rules {\n  default_action = \"Deny\"\n  bypass         = \
                                          [\"AzureServices\"]\n}\n",
                )],
                command: "az storage account show --name {name} --query networkRuleSet.defaultAction",
                risk: "Clients from networks that are not admitted are refused, the pipeline that runs Terraform \
                       included.",
            },
            Remedy {
                types: &["azurerm_data_lake_store"],
                steps: "Enable the firewall and admit named address ranges.",
                terraform: &[Edit::Set("firewall_state", "\"Enabled\"")],
                command: "",
                risk: "Clients from networks that are not admitted are refused.",
            },
        ],
    },
    Check {
        id: "object-store-service-endpoint",
        objective: "private-connectivity",
        title: "Object store admits subnets through a service endpoint",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "Naming subnets ties access to networks that the organisation runs, and their traffic to the store \
                    stays on the provider's backbone.",
        reads: &[Key::ServiceEndpoint, Key::PrivateConnectivity],
        test: |s| s.is(Key::ServiceEndpoint).or(s.is(Key::PrivateConnectivity)),
        aliases: &[Alias::azure_policy("60d21c4f-21a3-4d94-85f4-b924e6aeeda4", AZURE)],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Name the subnets in the network rules and give them the Microsoft.Storage service endpoint, or use \
                    a private endpoint.",
            terraform: &[Edit::Block(
                "network_rules {\n  default_action             = \"Deny\"\n  \
                                      virtual_network_subnet_ids = [azurerm_subnet.private.id]\n}\n",
            )],
            command: "az storage account show --name {name} --query networkRuleSet.virtualNetworkRules",
            risk: "",
        }],
    },
    Check {
        id: "object-store-trusted-services",
        objective: "restricted-ingress",
        title: "Object store's firewall admits the platform's own services",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "Backup, logging and monitoring reach the account from networks nobody can list. Admitting the \
                    trusted services keeps them working without opening the firewall to everybody for their sake.",
        reads: &[Key::DefaultAction, Key::TrustedServices],
        test: trusted_services,
        aliases: &[
            Alias::checkov("CKV_AZURE_36", AZURE),
            Alias::prowler("storage_ensure_azure_services_are_trusted_to_access_is_enabled", AZURE),
        ],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Add AzureServices to the bypass list of the network rules.",
            terraform: &[Edit::Set("network_rules.bypass", "[\"AzureServices\"]")],
            command: "az storage account show --name {name} --query networkRuleSet.bypass",
            risk: "",
        }],
    },
];

/// A firewall that lets everybody in lets the platform's services in as well.
pub(super) fn trusted_services(s: &Subject<'_>) -> Outcome {
    if matches!(s.resource.get(Key::DefaultAction).and_then(Setting::datum), Some(Datum::Absent)) {
        return Outcome::pass().by(Key::DefaultAction);
    }
    s.text(Key::DefaultAction, |action| action == "Allow").or(s.is(Key::TrustedServices))
}
