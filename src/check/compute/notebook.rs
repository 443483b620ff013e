//! Notebooks and data-science workstations.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const INSTANCE: &[&str] = &["aws_sagemaker_notebook_instance"];
const DOMAIN: &[&str] = &["aws_sagemaker_domain"];
const NOTEBOOK: &[&str] = &["google_notebooks_instance"];
const WORKBENCH: &[&str] = &["google_workbench_instance"];
const RUNTIME: &[&str] = &["google_notebooks_runtime"];
const AZURE: &[&str] =
    &["azurerm_machine_learning_compute_instance", "azurerm_machine_learning_compute_cluster"];
const AZURE_CLUSTER: &[&str] = &["azurerm_machine_learning_compute_cluster"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "notebook-customer-key",
        objective: "customer-managed-keys",
        title: "Notebook's disks are encrypted under a key of your own",
        severity: Severity::Medium,
        kind: Kind::Notebook,
        types: &[],
        rationale: "Analysts copy extracts of records onto notebooks to work with them. A key of your own lets \
                    you cut off access to those copies, and see each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_22", INSTANCE),
            Alias::kics("f3674e0c-f6be-43fa-b71c-bf346d1aed99", INSTANCE),
            Alias::checkov("CKV_AWS_187", &["aws_sagemaker_notebook_instance", "aws_sagemaker_domain"]),
            Alias::checkov("CKV2_GCP_21", NOTEBOOK),
            Alias::checkov("CKV2_GCP_27", WORKBENCH),
            Alias::checkov("CKV2_GCP_35", RUNTIME),
            Alias::aws_config("SAGEMAKER_NOTEBOOK_INSTANCE_KMS_KEY_CONFIGURED", INSTANCE),
            Alias::prowler("sagemaker_notebook_instance_encryption_enabled", INSTANCE),
        ],
        remedies: &[
            Remedy {
                types: &["aws_sagemaker_notebook_instance", "aws_sagemaker_domain"],
                steps: "Name a KMS key.",
                terraform: &[Edit::Set("kms_key_id", "aws_kms_key.{name}.arn")],
                command: "aws sagemaker describe-notebook-instance --notebook-instance-name {name} --query KmsKeyId --region {region}",
                risk: "The notebook is replaced; save its work first.",
            },
            Remedy::edit(
                NOTEBOOK,
                "Use customer-managed disk encryption with a Cloud KMS key.",
                &[
                    Edit::Set("disk_encryption", "\"CMEK\""),
                    Edit::Set("kms_key", "google_kms_crypto_key.{name}.id"),
                ],
            )
            .risk("The notebook is replaced; save its work first."),
            Remedy::edit(
                WORKBENCH,
                "Name a Cloud KMS key for the boot disk and for each data disk.",
                &[
                    Edit::Set("gce_setup.boot_disk.disk_encryption", "\"CMEK\""),
                    Edit::Set("gce_setup.boot_disk.kms_key", "google_kms_crypto_key.{name}.id"),
                ],
            )
            .risk("The notebook is replaced; save its work first."),
            Remedy::edit(
                RUNTIME,
                "Name a Cloud KMS key for the machine.",
                &[Edit::Set(
                    "virtual_machine.virtual_machine_config.encryption_config.kms_key",
                    "google_kms_crypto_key.{name}.id",
                )],
            ),
        ],
    },
    Check {
        id: "notebook-no-direct-internet",
        objective: "public-address",
        title: "Notebook has no direct internet access",
        severity: Severity::High,
        kind: Kind::Notebook,
        types: &[],
        rationale: "With direct internet access any code on a notebook can send the records it works with \
                    anywhere. Through your own network the traffic is filtered and logged.",
        reads: &[Key::DirectInternet],
        test: |s| s.is_not(Key::DirectInternet),
        aliases: &[
            Alias::aws_config("SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS", INSTANCE),
            Alias::prowler("sagemaker_notebook_instance_without_direct_internet_access_configured", INSTANCE),
        ],
        remedies: &[
            Remedy {
                types: INSTANCE,
                steps: "Disable direct internet access, and place the notebook in a subnet with endpoints.",
                terraform: &[Edit::Set("direct_internet_access", "\"Disabled\"")],
                command: "aws sagemaker describe-notebook-instance --notebook-instance-name {name} --query DirectInternetAccess --region {region}",
                risk: "The notebook is replaced; packages must come through the network.",
            },
            Remedy::edit(
                DOMAIN,
                "Use only the VPC for apps.",
                &[Edit::Set("app_network_access_type", "\"VpcOnly\"")],
            )
            .risk("Packages must come through the network."),
        ],
    },
    Check {
        id: "notebook-private-network",
        objective: "private-connectivity",
        title: "Notebook runs in a network of yours",
        severity: Severity::Medium,
        kind: Kind::Notebook,
        types: &[],
        rationale: "In the service's own network no rule or flow log of yours sees what a notebook does. In your \
                    subnet its way to records is filtered and logged.",
        reads: &[Key::NetworkAttached],
        test: |s| s.is_set(Key::NetworkAttached),
        aliases: &[
            Alias::checkov("CKV_AWS_306", INSTANCE),
            Alias::prowler("sagemaker_notebook_instance_vpc_settings_configured", INSTANCE),
        ],
        remedies: &[
            Remedy::edit(
                INSTANCE,
                "Name a subnet and security groups.",
                &[
                    Edit::Set("subnet_id", "aws_subnet.{name}.id"),
                    Edit::Set("security_groups", "[aws_security_group.{name}.id]"),
                ],
            )
            .risk("The notebook is replaced; save its work first."),
            Remedy::edit(
                AZURE,
                "Name a subnet.",
                &[Edit::Set("subnet_resource_id", "azurerm_subnet.{name}.id")],
            )
            .risk("The machine is replaced."),
        ],
    },
    Check {
        id: "notebook-no-root",
        objective: "workload-hardening",
        title: "Users are not root on the notebook",
        severity: Severity::Medium,
        kind: Kind::Notebook,
        types: &[],
        rationale: "Root can switch off agents, read other users' work and change what is logged. Analysis of \
                    records does not need it.",
        reads: &[Key::RootUser],
        test: |s| s.is_not(Key::RootUser),
        aliases: &[
            Alias::checkov("CKV_AWS_307", INSTANCE),
            Alias::prowler("sagemaker_notebook_instance_root_access_disabled", INSTANCE),
        ],
        remedies: &[Remedy::edit(
            INSTANCE,
            "Disable root access; use lifecycle scripts for what must be installed.",
            &[Edit::Set("root_access", "\"Disabled\"")],
        )
        .risk("Users cannot install system packages.")],
    },
    Check {
        id: "notebook-metadata-tokens",
        objective: "instance-metadata",
        title: "Notebook's metadata service requires session tokens",
        severity: Severity::Medium,
        kind: Kind::Notebook,
        types: &[],
        rationale: "The first version of the metadata service hands the notebook's credentials to any request \
                    that reaches it. Session tokens close that way to the data the role may read.",
        reads: &[Key::MetadataTokens],
        test: |s| s.is(Key::MetadataTokens),
        aliases: &[Alias::checkov("CKV_AWS_371", INSTANCE)],
        remedies: &[Remedy::edit(
            INSTANCE,
            "Require version 2 of the metadata service.",
            &[Edit::Set(
                "instance_metadata_service_configuration.minimum_instance_metadata_service_version",
                "\"2\"",
            )],
        )],
    },
    Check {
        id: "notebook-public-address",
        objective: "public-address",
        title: "Notebook has no public address",
        severity: Severity::High,
        kind: Kind::Notebook,
        types: &[],
        rationale: "A notebook holds extracts of records and a shell. With a public address both are one flaw \
                    away from the internet.",
        reads: &[Key::PublicAddress],
        test: |s| s.is_not(Key::PublicAddress),
        aliases: &[
            Alias::checkov("CKV_GCP_89", NOTEBOOK),
            Alias::checkov("CKV2_GCP_28", WORKBENCH),
            Alias::checkov("CKV2_GCP_36", RUNTIME),
        ],
        remedies: &[
            Remedy::edit(NOTEBOOK, "Set no_public_ip.", &[Edit::Set("no_public_ip", "true")])
                .risk("The notebook is replaced; it needs Cloud NAT or Private Google Access."),
            Remedy::edit(
                WORKBENCH,
                "Set disable_public_ip.",
                &[Edit::Set("gce_setup.disable_public_ip", "true")],
            )
            .risk("The notebook is replaced; it needs Cloud NAT or Private Google Access."),
            Remedy::edit(
                RUNTIME,
                "Use internal addresses only.",
                &[Edit::Set("virtual_machine.virtual_machine_config.internal_ip_only", "true")],
            ),
            Remedy::edit(
                AZURE,
                "Set node_public_ip_enabled to false, with a subnet.",
                &[Edit::Set("node_public_ip_enabled", "false")],
            )
            .risk("The machine is replaced."),
        ],
    },
    Check {
        id: "notebook-shielded",
        objective: "workload-hardening",
        title: "Notebook has a virtual trusted platform module",
        severity: Severity::Low,
        kind: Kind::Notebook,
        types: &[],
        rationale: "The module measures each boot, so that a changed system can be noticed. Without it a rootkit \
                    under an analyst's work stays unseen.",
        reads: &[Key::VirtualTpm],
        test: |s| s.is(Key::VirtualTpm),
        aliases: &[Alias::checkov("CKV_GCP_126", NOTEBOOK)],
        remedies: &[
            Remedy::edit(
                NOTEBOOK,
                "Remove enable_vtpm, or set it to true.",
                &[Edit::Set("shielded_instance_config.enable_vtpm", "true")],
            ),
            Remedy::edit(
                WORKBENCH,
                "Remove enable_vtpm, or set it to true.",
                &[Edit::Set("gce_setup.shielded_instance_config.enable_vtpm", "true")],
            ),
        ],
    },
    Check {
        id: "notebook-integrity-monitoring",
        objective: "workload-hardening",
        title: "Boot integrity of the notebook is monitored",
        severity: Severity::Low,
        kind: Kind::Notebook,
        types: &[],
        rationale: "Integrity monitoring reports a boot that differs from the one before. Switched off, a \
                    tampered notebook goes on working with records.",
        reads: &[Key::IntegrityMonitoring],
        test: |s| s.is(Key::IntegrityMonitoring),
        aliases: &[Alias::checkov("CKV_GCP_127", NOTEBOOK)],
        remedies: &[
            Remedy::edit(
                NOTEBOOK,
                "Remove enable_integrity_monitoring, or set it to true.",
                &[Edit::Set("shielded_instance_config.enable_integrity_monitoring", "true")],
            ),
            Remedy::edit(
                WORKBENCH,
                "Remove enable_integrity_monitoring, or set it to true.",
                &[Edit::Set("gce_setup.shielded_instance_config.enable_integrity_monitoring", "true")],
            ),
        ],
    },
    Check {
        id: "notebook-local-accounts",
        objective: "local-accounts",
        title: "Workstation has no local accounts",
        severity: Severity::Medium,
        kind: Kind::Notebook,
        types: &[],
        rationale: "Local accounts on training machines are shared and outlive the project. Directory identities \
                    show who worked with which data.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[Alias::checkov("CKV_AZURE_142", AZURE_CLUSTER)],
        remedies: &[Remedy::edit(
            AZURE,
            "Set local_auth_enabled to false.",
            &[Edit::Set("local_auth_enabled", "false")],
        )
        .risk("The machine is replaced.")],
    },
];
