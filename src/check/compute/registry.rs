//! Registries of images and packages.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Condition, Key, Kind, Maybe, Principal, Statement, Truth};

const ECR: &[&str] = &["aws_ecr_repository"];
const ECR_POLICY: &[&str] = &["aws_ecr_repository_policy"];
const ECR_PUBLIC: &[&str] = &["aws_ecrpublic_repository"];
const ACR: &[&str] = &["azurerm_container_registry"];
const GAR: &[&str] = &["google_artifact_registry_repository"];
const CODEARTIFACT: &[&str] = &["aws_codeartifact_domain"];
const GCR: &[&str] = &["google_container_registry"];

/// Condition keys that limit a grant to known accounts, organisations or networks.
const LIMITING: &[&str] = &[
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
];

/// Whether a statement grants something to everybody.
fn for_everybody(statement: &Statement) -> Truth {
    let limits = |conditions: &[Condition]| {
        conditions.iter().any(|c| LIMITING.contains(&c.key.to_ascii_lowercase().as_str()))
    };
    statement
        .allow
        .test(|allow| *allow)
        .and(|| match &statement.principals {
            Maybe::Known(principals) => (statement.principals_excluded
                || principals.iter().any(|p| matches!(p, Principal::Anyone | Principal::AnyAuthenticated)))
            .into(),
            Maybe::Unknown(why) => Truth::Unknown(why.clone()),
        })
        .and(|| statement.conditions.test(|conditions| !limits(conditions)))
}

fn not_for_everybody(s: &Subject<'_>) -> Outcome {
    s.no_statement(Key::AccessPolicy, for_everybody)
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "registry-immutable-tags",
        objective: "image-integrity",
        title: "Tags of the registry cannot be moved",
        severity: Severity::Medium,
        kind: Kind::Registry,
        types: &[],
        rationale: "A tag that can be moved can point at another image tomorrow, and every restart then runs code \
                    nobody reviewed. Immutable tags keep what was approved and what runs the same.",
        reads: &[Key::ImmutableTags],
        test: |s| s.is(Key::ImmutableTags),
        aliases: &[
            Alias::checkov("CKV_AWS_51", ECR),
            Alias::kics("d1846b12-20c5-4d45-8798-fc35b79268eb", ECR),
            Alias::trivy("AVD-AWS-0031", ECR),
            Alias::prowler("ecr_repositories_tag_immutability", ECR),
        ],
        remedies: &[
            Remedy {
                types: ECR,
                steps: "Make tags immutable.",
                terraform: &[Edit::Set("image_tag_mutability", "\"IMMUTABLE\"")],
                command: "aws ecr put-image-tag-mutability --repository-name {name} --image-tag-mutability IMMUTABLE --region {region}",
                risk: "Pipelines that push the same tag again fail.",
            },
            Remedy::edit(GAR, "Make tags immutable.", &[Edit::Set("docker_config.immutable_tags", "true")])
                .risk("Pipelines that push the same tag again fail."),
        ],
    },
    Check {
        id: "registry-image-scanning",
        objective: "vulnerability-scanning",
        title: "Images are scanned for vulnerabilities",
        severity: Severity::Medium,
        kind: Kind::Registry,
        types: &[],
        rationale: "Images carry the flaws of everything they are built from. Scanning finds known ones before \
                    the image runs with access to records.",
        reads: &[Key::VulnerabilityScanning],
        test: |s| s.is(Key::VulnerabilityScanning),
        aliases: &[
            Alias::checkov("CKV_AWS_163", ECR),
            Alias::kics("9630336b-3fed-4096-8173-b9afdfe346a7", ECR),
            Alias::checkov("CKV_AZURE_163", ACR),
            Alias::trivy("AVD-AWS-0030", ECR),
            Alias::prowler("ecr_repositories_scan_images_on_push_enabled", ECR),
        ],
        remedies: &[
            Remedy {
                types: ECR,
                steps: "Scan images when they are pushed, or enable enhanced scanning for the registry.",
                terraform: &[Edit::Set("image_scanning_configuration.scan_on_push", "true")],
                command: "aws ecr put-image-scanning-configuration --repository-name {name} --image-scanning-configuration scanOnPush=true --region {region}",
                risk: "",
            },
            Remedy::edit(
                ACR,
                "Use the Standard or Premium tier, whose images Defender scans.",
                &[Edit::Set("sku", "\"Standard\"")],
            ),
            Remedy::edit(
                GAR,
                "Remove the setting that disables scanning.",
                &[Edit::Set("vulnerability_scanning_config.enablement_config", "\"INHERITED\"")],
            ),
        ],
    },
    Check {
        id: "registry-customer-key",
        objective: "customer-managed-keys",
        title: "Registry is encrypted under a key of your own",
        severity: Severity::Medium,
        kind: Kind::Registry,
        types: &[],
        rationale: "Images hold code, configuration and sometimes data. A key of your own lets you cut off access \
                    to all of it at once, and see each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_136", ECR),
            Alias::checkov("CKV_AWS_221", CODEARTIFACT),
            Alias::checkov("CKV_GCP_84", GAR),
        ],
        remedies: &[
            Remedy::edit(
                ECR,
                "Encrypt with KMS and name a key.",
                &[
                    Edit::Set("encryption_configuration.encryption_type", "\"KMS\""),
                    Edit::Set("encryption_configuration.kms_key", "aws_kms_key.{name}.arn"),
                ],
            )
            .risk("The repository is replaced; its images must be pushed again."),
            Remedy::edit(
                CODEARTIFACT,
                "Name a KMS key.",
                &[Edit::Set("encryption_key", "aws_kms_key.{name}.arn")],
            )
            .risk("The domain is replaced."),
            Remedy::edit(
                GAR,
                "Name a Cloud KMS key.",
                &[Edit::Set("kms_key_name", "google_kms_crypto_key.{name}.id")],
            )
            .risk("The repository is replaced."),
            Remedy::edit(
                ACR,
                "Add encryption with a Key Vault key and an identity; it needs the Premium tier.",
                &[Edit::Set("encryption.key_vault_key_id", "azurerm_key_vault_key.{name}.id")],
            )
            .risk("The registry is replaced."),
        ],
    },
    Check {
        id: "registry-not-public",
        objective: "public-storage",
        title: "Registry is not public",
        severity: Severity::High,
        kind: Kind::Registry,
        types: &[],
        rationale: "Anyone who can reach a registry can try to pull images and read the configuration, and at \
                    times the data, that was built into them. Closed to the internet, it serves only your own \
                    networks.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AZURE_139", ACR),
            Alias::prowler("containerregistry_not_publicly_accessible", ACR),
        ],
        remedies: &[
            Remedy::edit(
                ACR,
                "Switch public network access off, and add a private endpoint; it needs the Premium tier.",
                &[Edit::Set("public_network_access_enabled", "false")],
            )
            .command("az acr update --name {name} --public-network-enabled false")
            .risk("Builds and clusters need a path into the network."),
            Remedy::edit(ECR_PUBLIC, "Use a private aws_ecr_repository for images of your own.", &[])
                .risk("Public users of the image lose it."),
        ],
    },
    Check {
        id: "registry-policy-not-public",
        objective: "resource-policy",
        title: "Policy of the registry grants nothing to everybody",
        severity: Severity::Critical,
        kind: Kind::Endpoint,
        types: ECR_POLICY,
        rationale: "A policy with a wildcard principal lets every AWS account pull images, or replace them. Only \
                    known accounts and roles belong in it.",
        reads: &[Key::AccessPolicy],
        test: not_for_everybody,
        aliases: &[
            Alias::checkov("CKV_AWS_32", ECR_POLICY),
            Alias::prowler("ecr_repositories_not_publicly_accessible", ECR_POLICY),
        ],
        remedies: &[Remedy {
            types: ECR_POLICY,
            steps: "Name the accounts or roles that may use the repository as principals.",
            terraform: &[],
            command: "aws ecr get-repository-policy --repository-name {name} --region {region}",
            risk: "Accounts that are not named lose access.",
        }],
    },
    Check {
        id: "registry-admin-account-off",
        objective: "local-accounts",
        title: "Shared administrator account of the registry is off",
        severity: Severity::High,
        kind: Kind::Registry,
        types: &[],
        rationale: "The administrator account is one password for everybody with full rights. Nobody can tell who \
                    replaced an image with it; identities of the directory can be told apart and withdrawn.",
        reads: &[Key::AdminAccount],
        test: |s| s.is_not(Key::AdminAccount),
        aliases: &[
            Alias::checkov("CKV_AZURE_137", ACR),
            Alias::kics("b897dfbf-322c-45a8-b67c-1e698beeaa51", ACR),
            Alias::prowler("containerregistry_admin_user_disabled", ACR),
        ],
        remedies: &[Remedy::edit(ACR, "Set admin_enabled to false.", &[Edit::Set("admin_enabled", "false")])
            .command("az acr update --name {name} --admin-enabled false")
            .risk("Pipelines with the shared password stop.")],
    },
    Check {
        id: "registry-anonymous-pull-off",
        objective: "public-storage",
        title: "Registry allows no anonymous pull",
        severity: Severity::High,
        kind: Kind::Registry,
        types: &[],
        rationale: "With anonymous pull everybody reads every image, and the configuration built into it. Pulls \
                    should carry an identity that can be logged.",
        reads: &[Key::AnonymousPull],
        test: |s| s.is_not(Key::AnonymousPull),
        aliases: &[Alias::checkov("CKV_AZURE_138", ACR)],
        remedies: &[Remedy::edit(
            ACR,
            "Set anonymous_pull_enabled to false.",
            &[Edit::Set("anonymous_pull_enabled", "false")],
        )
        .command("az acr update --name {name} --anonymous-pull-enabled false")],
    },
    Check {
        id: "registry-signed-images",
        objective: "image-integrity",
        title: "Registry trusts signed images",
        severity: Severity::Medium,
        kind: Kind::Registry,
        types: ACR,
        rationale: "A signature tells that an image came from your release process and was not changed since. \
                    Without content trust a replaced image looks like the real one.",
        reads: &[Key::SignedImages],
        test: |s| s.is(Key::SignedImages),
        aliases: &[Alias::checkov("CKV_AZURE_164", ACR)],
        remedies: &[Remedy::edit(
            ACR,
            "Enable the trust policy; it needs the Premium tier.",
            &[Edit::Set("trust_policy_enabled", "true")],
        )],
    },
    Check {
        id: "registry-geo-replicated",
        objective: "cross-region-copy",
        title: "Registry is replicated to another region",
        severity: Severity::Low,
        kind: Kind::Registry,
        types: &[],
        rationale: "Recovery in another region starts with pulling images. If the registry went down with the \
                    region, nothing can be started elsewhere.",
        reads: &[Key::GeoRedundant],
        test: |s| s.is(Key::GeoRedundant),
        aliases: &[Alias::checkov("CKV_AZURE_165", ACR)],
        remedies: &[Remedy::edit(
            ACR,
            "Add georeplications; it needs the Premium tier.",
            &[Edit::Set("georeplications.location", "\"westus2\"")],
        )
        .risk("Each replica is charged.")],
    },
    Check {
        id: "registry-quarantine",
        objective: "vulnerability-scanning",
        title: "Registry quarantines images until they are verified",
        severity: Severity::Low,
        kind: Kind::Registry,
        types: &[],
        rationale: "An image that can be pulled before it was scanned may run with a known hole. Quarantine \
                    holds it back until the scanner has spoken.",
        reads: &[Key::Quarantine],
        test: |s| s.is(Key::Quarantine),
        aliases: &[Alias::checkov("CKV_AZURE_166", ACR)],
        remedies: &[Remedy::edit(
            ACR,
            "Enable the quarantine policy; it needs the Premium tier.",
            &[Edit::Set("quarantine_policy_enabled", "true")],
        )
        .risk("Images wait until a scanner marks them.")],
    },
    Check {
        id: "registry-untagged-retention",
        objective: "workload-hardening",
        title: "Registry removes untagged images",
        severity: Severity::Low,
        kind: Kind::Registry,
        types: &[],
        rationale: "Old images without a tag keep their flaws and can still be pulled by digest. A retention \
                    policy removes them after a time.",
        reads: &[Key::UntaggedRetention],
        test: |s| s.is(Key::UntaggedRetention),
        aliases: &[Alias::checkov("CKV_AZURE_167", ACR)],
        remedies: &[Remedy::edit(
            ACR,
            "Set a retention for untagged manifests; it needs the Premium tier.",
            &[Edit::Set("retention_policy_in_days", "30")],
        )
        .risk("Images pulled by digest alone disappear.")],
    },
    Check {
        id: "registry-zone-redundant",
        objective: "high-availability",
        title: "Registry and its replicas spread over zones",
        severity: Severity::Low,
        kind: Kind::Registry,
        types: &[],
        rationale: "A cluster that restarts while the registry's zone is down cannot pull images. Zone redundancy \
                    keeps clinical workloads able to recover.",
        reads: &[Key::MultiZone],
        test: |s| s.is(Key::MultiZone),
        aliases: &[Alias::checkov("CKV_AZURE_233", ACR)],
        remedies: &[Remedy::edit(
            ACR,
            "Set zone_redundancy_enabled on the registry and on each of its georeplications.",
            &[Edit::Set("zone_redundancy_enabled", "true")],
        )
        .risk("The registry is replaced; it needs the Premium tier.")],
    },
    Check {
        id: "registry-dedicated-endpoints",
        objective: "restricted-egress",
        title: "Registry has data endpoints of its own",
        severity: Severity::Low,
        kind: Kind::Registry,
        types: &[],
        rationale: "Layers come from shared storage addresses by default, so firewalls must open all of them. A \
                    dedicated endpoint lets egress rules name this registry alone, and closes a way to carry \
                    data out.",
        reads: &[Key::DedicatedEndpoints],
        test: |s| s.is(Key::DedicatedEndpoints),
        aliases: &[Alias::checkov("CKV_AZURE_237", ACR)],
        remedies: &[Remedy::edit(
            ACR,
            "Set data_endpoint_enabled; it needs the Premium tier.",
            &[Edit::Set("data_endpoint_enabled", "true")],
        )],
    },
    Check {
        id: "registry-supported-service",
        objective: "supported-versions",
        title: "Registry is a service that is still run",
        severity: Severity::Medium,
        kind: Kind::Registry,
        types: &[],
        rationale: "Container Registry was shut down in favour of Artifact Registry. Images that are still \
                    declared there get neither scanning nor fixes, and may not be pulled when they are needed.",
        reads: &[Key::SupportedRelease],
        test: |s| s.is(Key::SupportedRelease),
        aliases: &[],
        remedies: &[Remedy::edit(GCR, "Move the images to google_artifact_registry_repository.", &[])
            .risk("Image addresses change.")],
    },
];
