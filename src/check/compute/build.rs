//! What builds and reviews software: build projects, pipelines, image recipes, repositories.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const PROJECT: &[&str] = &["aws_codebuild_project"];
const PIPELINE: &[&str] = &["aws_codepipeline"];
const TEMPLATE: &[&str] = &["aws_codecommit_approval_rule_template"];
const REPOSITORY: &[&str] = &["aws_codecommit_repository"];
const REVIEW: &[&str] = &["aws_codegurureviewer_repository_association"];
const COMPONENT: &[&str] = &["aws_imagebuilder_component"];
const DISTRIBUTION: &[&str] = &["aws_imagebuilder_distribution_configuration"];
const RECIPE: &[&str] = &["aws_imagebuilder_image_recipe"];
const WORKERS: &[&str] = &["google_cloudbuild_worker_pool"];
const TRIGGER: &[&str] = &["google_cloudbuild_trigger"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "build-artifact-encryption",
        objective: "encryption-at-rest",
        title: "Build artifacts are encrypted",
        severity: Severity::High,
        kind: Kind::BuildProject,
        types: &[],
        rationale: "Artifacts carry the application and often configuration and test data. Encryption that was \
                    switched off leaves them readable to whoever reaches their bucket.",
        reads: &[Key::ArtifactsEncrypted],
        test: |s| s.is(Key::ArtifactsEncrypted),
        aliases: &[Alias::checkov("CKV_AWS_78", PROJECT), Alias::trivy("AVD-AWS-0018", PROJECT)],
        remedies: &[Remedy::edit(
            PROJECT,
            "Remove encryption_disabled, or set it to false.",
            &[Edit::Set("artifacts.encryption_disabled", "false")],
        )
        .command("aws codebuild batch-get-projects --names {name} --region {region}")],
    },
    Check {
        id: "build-customer-key",
        objective: "customer-managed-keys",
        title: "Build output is encrypted under a key of your own",
        severity: Severity::Medium,
        kind: Kind::BuildProject,
        types: &[],
        rationale: "Builds see source, credentials and test data, and their output ends up in every environment. \
                    A key of your own lets you withdraw it and see each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_147", PROJECT),
            Alias::checkov("CKV_AWS_219", PIPELINE),
            Alias::checkov("CKV_AWS_381", REVIEW),
            Alias::checkov("CKV_AWS_180", COMPONENT),
            Alias::checkov("CKV_AWS_199", DISTRIBUTION),
            Alias::checkov("CKV_AWS_200", RECIPE),
        ],
        remedies: &[
            Remedy::edit(
                PROJECT,
                "Name a KMS key.",
                &[Edit::Set("encryption_key", "aws_kms_key.{name}.arn")],
            )
            .risk("The build role needs the right to use the key."),
            Remedy::edit(
                PIPELINE,
                "Add encryption_key to the artifact store.",
                &[
                    Edit::Set("artifact_store.encryption_key.id", "aws_kms_key.{name}.arn"),
                    Edit::Set("artifact_store.encryption_key.type", "\"KMS\""),
                ],
            )
            .risk("Roles of the pipeline need the right to use the key."),
            Remedy::edit(
                REVIEW,
                "Use a customer managed key.",
                &[
                    Edit::Set("kms_key_details.encryption_option", "\"CUSTOMER_MANAGED_CMK\""),
                    Edit::Set("kms_key_details.kms_key_id", "aws_kms_key.{name}.id"),
                ],
            )
            .risk("The association is replaced."),
            Remedy::edit(COMPONENT, "Name a KMS key.", &[Edit::Set("kms_key_id", "aws_kms_key.{name}.arn")])
                .risk("The component is replaced."),
            Remedy::edit(
                DISTRIBUTION,
                "Name a KMS key in the AMI distribution.",
                &[Edit::Set(
                    "distribution.ami_distribution_configuration.kms_key_id",
                    "aws_kms_key.{name}.arn",
                )],
            ),
            Remedy::edit(
                RECIPE,
                "Encrypt every EBS mapping with a KMS key.",
                &[
                    Edit::Set("block_device_mapping.ebs.encrypted", "true"),
                    Edit::Set("block_device_mapping.ebs.kms_key_id", "aws_kms_key.{name}.arn"),
                ],
            )
            .risk("The recipe is replaced."),
        ],
    },
    Check {
        id: "build-log-encryption",
        objective: "log-encryption",
        title: "Build logs are encrypted",
        severity: Severity::Medium,
        kind: Kind::BuildProject,
        types: &[],
        rationale: "Build logs print commands, addresses and at times secrets. Encryption that was switched off \
                    leaves them readable to whoever reaches their bucket.",
        reads: &[Key::LogEncryption],
        test: |s| s.is(Key::LogEncryption),
        aliases: &[
            Alias::checkov("CKV_AWS_311", PROJECT),
            Alias::prowler("codebuild_project_s3_logs_encrypted", PROJECT),
        ],
        remedies: &[Remedy::edit(
            PROJECT,
            "Remove encryption_disabled from s3_logs, or set it to false.",
            &[Edit::Set("logs_config.s3_logs.encryption_disabled", "false")],
        )],
    },
    Check {
        id: "build-logging",
        objective: "workload-logging",
        title: "Builds are logged",
        severity: Severity::Low,
        kind: Kind::BuildProject,
        types: &[],
        rationale: "Builds hold keys to production. Their logs tell what was built from what, and by whom, when \
                    tampering is suspected.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[
            Alias::checkov("CKV_AWS_314", PROJECT),
            Alias::prowler("codebuild_project_logging_enabled", PROJECT),
        ],
        remedies: &[Remedy::edit(
            PROJECT,
            "Add logs_config with a log group or a bucket.",
            &[Edit::Set("logs_config.cloudwatch_logs.group_name", "\"/codebuild/{name}\"")],
        )],
    },
    Check {
        id: "build-not-privileged",
        objective: "workload-hardening",
        title: "Builds do not run privileged",
        severity: Severity::Medium,
        kind: Kind::BuildProject,
        types: &[],
        rationale: "A privileged build can take over its host, and with it the credentials of the pipeline. Code \
                    that was not reviewed yet should not have that power.",
        reads: &[Key::Privileged],
        test: |s| s.is_not(Key::Privileged),
        aliases: &[Alias::checkov("CKV_AWS_316", PROJECT)],
        remedies: &[Remedy::edit(
            PROJECT,
            "Set privileged_mode to false; build images with a daemonless builder.",
            &[Edit::Set("environment.privileged_mode", "false")],
        )
        .risk("Builds that start a Docker daemon fail.")],
    },
    Check {
        id: "build-no-credential-variables",
        objective: "no-embedded-secrets",
        title: "Build environment holds no access keys",
        severity: Severity::Critical,
        kind: Kind::BuildProject,
        types: &[],
        rationale: "Access keys in plain variables are shown to everybody who may look at the project. Whoever \
                    copies them acts as the pipeline until the keys are withdrawn.",
        reads: &[Key::CredentialVariables],
        test: |s| s.is_not(Key::CredentialVariables),
        aliases: &[Alias::aws_config("CODEBUILD_PROJECT_ENVVAR_AWSCRED_CHECK", PROJECT)],
        remedies: &[Remedy {
            types: PROJECT,
            steps: "Remove the keys and use the project's role. Withdraw the keys that were exposed.",
            terraform: &[],
            command: "aws codebuild batch-get-projects --names {name} --query 'projects[].environment' --region {region}",
            risk: "Builds need rights on their role.",
        }],
    },
    Check {
        id: "build-no-source-credentials",
        objective: "no-embedded-secrets",
        title: "Source address of the build holds no credentials",
        severity: Severity::High,
        kind: Kind::BuildProject,
        types: &[],
        rationale: "A token in the source address is readable to everybody who may look at the project. It opens \
                    the source, and a way to change what is built.",
        reads: &[Key::SourceCredentials],
        test: |s| s.is_not(Key::SourceCredentials),
        aliases: &[Alias::aws_config("CODEBUILD_PROJECT_SOURCE_REPO_URL_CHECK", PROJECT)],
        remedies: &[Remedy::edit(
            PROJECT,
            "Connect the repository with a connection or source credential, and take the token out of the address. \
             Withdraw the token.",
            &[],
        )],
    },
    Check {
        id: "build-private-workers",
        objective: "public-address",
        title: "Build workers have no public addresses",
        severity: Severity::Medium,
        kind: Kind::BuildProject,
        types: &[],
        rationale: "Workers hold credentials for production while they build. Without public addresses they are \
                    reached by nobody, and reach only what the network allows.",
        reads: &[Key::PublicAddress],
        test: |s| s.is_not(Key::PublicAddress),
        aliases: &[Alias::checkov("CKV_GCP_86", WORKERS)],
        remedies: &[Remedy::edit(
            WORKERS,
            "Set no_external_ip.",
            &[Edit::Set("worker_config.no_external_ip", "true")],
        )
        .risk("Builds reach the internet only through the network's NAT.")],
    },
    Check {
        id: "build-service-account",
        objective: "least-privilege",
        title: "Builds have a service account of their own",
        severity: Severity::Medium,
        kind: Kind::BuildProject,
        types: TRIGGER,
        rationale: "The default account of builds may do much in the whole project. One of their own limits what \
                    a malicious change to a build file can reach.",
        reads: &[Key::DefaultIdentity],
        test: |s| s.is_not(Key::DefaultIdentity),
        aliases: &[],
        remedies: &[Remedy::edit(
            TRIGGER,
            "Name a service account with only the roles the build needs.",
            &[Edit::Set("service_account", "google_service_account.{name}.id")],
        )],
    },
    Check {
        id: "repository-approval-rule",
        objective: "image-integrity",
        title: "Changes to the repository need approval",
        severity: Severity::Medium,
        kind: Kind::BuildProject,
        types: &[],
        rationale: "Code that handles records should not change on one person's word. An approval rule makes \
                    review a condition that cannot be skipped.",
        reads: &[Key::ApprovalRule],
        test: |s| s.is(Key::ApprovalRule),
        aliases: &[Alias::checkov("CKV2_AWS_37", REPOSITORY)],
        remedies: &[Remedy::edit(
            REPOSITORY,
            "Associate an approval rule template with the repository.",
            &[Edit::Companion(
                "resource \"aws_codecommit_approval_rule_template_association\" \"{name}\" {\n  \
                 approval_rule_template_name = aws_codecommit_approval_rule_template.review.name\n  \
                 repository_name             = {address}.repository_name\n}\n",
            )],
        )
        .risk("Changes wait for reviewers.")],
    },
    Check {
        id: "repository-two-approvals",
        objective: "image-integrity",
        title: "Changes need two approvals",
        severity: Severity::Low,
        kind: Kind::BuildProject,
        types: &[],
        rationale: "Two reviewers make it hard for one person, or one stolen account, to slip in code that reads \
                    records. It separates who writes from who releases.",
        reads: &[Key::Approvals],
        test: |s| s.at_least(Key::Approvals, 2),
        aliases: &[Alias::checkov("CKV_AWS_257", TEMPLATE)],
        remedies: &[Remedy::edit(TEMPLATE, "Set NumberOfApprovalsNeeded to 2 or more.", &[])],
    },
];
