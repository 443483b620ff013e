//! Container services, and the plans and environments applications run in.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const ECS: &[&str] = &["aws_ecs_cluster"];
const SERVICE: &[&str] = &["aws_ecs_service"];
const SERVICES: &[&str] = &["aws_ecs_service", "aws_ecs_task_set"];
const GROUP: &[&str] = &["azurerm_container_group"];
const APP: &[&str] = &["azurerm_container_app"];
const ENVIRONMENT: &[&str] = &["azurerm_container_app_environment"];
const RUN: &[&str] = &["google_cloud_run_service"];
const RUN2: &[&str] = &["google_cloud_run_v2_service"];
const PLAN: &[&str] = &["azurerm_service_plan"];
const ISOLATED: &[&str] = &["azurerm_app_service_environment_v3"];
const SPRING: &[&str] = &["azurerm_spring_cloud_service"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "container-cluster-insights",
        objective: "health-monitoring",
        title: "Container cluster collects insights",
        severity: Severity::Low,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "Metrics of every task show failures and unusual load early. They are what alarms on services \
                    that handle records are built from.",
        reads: &[Key::MonitoringEnabled],
        test: |s| s.is(Key::MonitoringEnabled),
        aliases: &[
            Alias::checkov("CKV_AWS_65", ECS), Alias::kics("97cb0688-369a-4d26-b1f7-86c4c91231bc", ECS), Alias::trivy("AVD-AWS-0034", ECS),
            Alias::prowler("ecs_cluster_container_insights_enabled", ECS),
        ],
        remedies: &[Remedy {
            types: ECS,
            steps: "Enable the containerInsights setting.",
            terraform: &[Edit::Block("setting {\n  name  = \"containerInsights\"\n  value = \"enabled\"\n}")],
            command: "aws ecs update-cluster-settings --cluster {name} --settings name=containerInsights,value=enabled --region {region}",
            risk: "Metrics are charged.",
        }],
    },
    Check {
        id: "container-session-logging",
        objective: "workload-logging",
        title: "Interactive commands in containers are logged",
        severity: Severity::Medium,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "A shell in a container sees everything the application sees. Logging what is typed keeps \
                    administrators' access to records as traceable as that of users.",
        reads: &[Key::SessionLogging],
        test: |s| s.is(Key::SessionLogging),
        aliases: &[Alias::checkov("CKV_AWS_223", ECS)],
        remedies: &[Remedy::edit(
            ECS,
            "Set logging of execute_command_configuration to OVERRIDE with a log group, or to DEFAULT.",
            &[Edit::Set("configuration.execute_command_configuration.logging", "\"OVERRIDE\"")],
        )],
    },
    Check {
        id: "container-session-encryption",
        objective: "customer-managed-keys",
        title: "Interactive sessions and their logs are encrypted under a key of your own",
        severity: Severity::Medium,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "Sessions and their logs may show records in plain text. A key of your own protects both the \
                    channel and what is kept of it.",
        reads: &[Key::SessionEncrypted],
        test: |s| s.is(Key::SessionEncrypted),
        aliases: &[Alias::checkov("CKV_AWS_224", ECS)],
        remedies: &[Remedy::edit(
            ECS,
            "Name a key for the sessions and encrypt the log destination.",
            &[
                Edit::Set("configuration.execute_command_configuration.kms_key_id", "aws_kms_key.{name}.arn"),
                Edit::Set(
                    "configuration.execute_command_configuration.log_configuration.cloud_watch_encryption_enabled",
                    "true",
                ),
            ],
        )
        .risk("Task roles need the right to use the key.")],
    },
    Check {
        id: "container-service-public-address",
        objective: "public-address",
        title: "Containers have no public addresses",
        severity: Severity::High,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "A container with a public address stands on the internet without the load balancer and the \
                    firewall in front of it. Private addresses leave one guarded way in.",
        reads: &[Key::PublicAddress],
        test: |s| s.is_not(Key::PublicAddress),
        aliases: &[
            Alias::checkov("CKV_AWS_333", SERVICE),
            Alias::checkov("CKV_AZURE_245", GROUP),
            Alias::prowler("ecs_service_no_assign_public_ip", SERVICE),
        ],
        remedies: &[
            Remedy {
                types: SERVICES,
                steps: "Set assign_public_ip to false and use private subnets.",
                terraform: &[Edit::Set("network_configuration.assign_public_ip", "false")],
                command: "aws ecs describe-services --services {name} --query 'services[].networkConfiguration' --region {region}",
                risk: "Tasks need a NAT gateway or endpoints to pull images.",
            },
            Remedy::edit(
                GROUP,
                "Use a private address and a delegated subnet.",
                &[Edit::Set("ip_address_type", "\"Private\"")],
            )
            .risk("The group is replaced."),
        ],
    },
    Check {
        id: "container-platform-version",
        objective: "supported-versions",
        title: "Containers run on the latest platform version",
        severity: Severity::Medium,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "A pinned platform version stops receiving kernel and runtime fixes. The latest one carries \
                    what closes known ways out of a container.",
        reads: &[Key::Version],
        test: |s| s.one_of(Key::Version, &["LATEST"]),
        aliases: &[Alias::checkov("CKV_AWS_332", SERVICE)],
        remedies: &[Remedy::edit(
            SERVICES,
            "Remove platform_version, or set it to LATEST.",
            &[Edit::Set("platform_version", "\"LATEST\"")],
        )
        .risk("Tasks are replaced on the next deployment.")],
    },
    Check {
        id: "container-group-private-network",
        objective: "private-connectivity",
        title: "Containers run in a private network",
        severity: Severity::Medium,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "Outside a virtual network, containers reach data only over public endpoints and are reached \
                    the same way. A subnet keeps records on private, filtered paths.",
        reads: &[Key::NetworkAttached],
        test: |s| s.is(Key::NetworkAttached),
        aliases: &[
            Alias::checkov("CKV_AZURE_98", GROUP),
            Alias::checkov("CKV2_AZURE_23", SPRING),
        ],
        remedies: &[
            Remedy::edit(GROUP, "Name a delegated subnet.", &[Edit::Set("subnet_ids", "[azurerm_subnet.{name}.id]")])
                .risk("The group is replaced."),
            Remedy::edit(
                ENVIRONMENT,
                "Name a subnet for the environment.",
                &[Edit::Set("infrastructure_subnet_id", "azurerm_subnet.{name}.id")],
            )
            .risk("The environment is replaced."),
            Remedy::edit(
                SPRING,
                "Inject the service into a virtual network; the Basic tier cannot be.",
                &[Edit::Set("network.service_runtime_subnet_id", "azurerm_subnet.{name}.id")],
            )
            .risk("The service is replaced."),
        ],
    },
    Check {
        id: "container-workload-identity",
        objective: "workload-identity",
        title: "Containers have a managed identity",
        severity: Severity::Medium,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "Without an identity of their own, containers carry passwords for vaults and databases. A \
                    managed identity needs none, and its access can be traced and withdrawn.",
        reads: &[Key::WorkloadIdentity],
        test: |s| s.is_set(Key::WorkloadIdentity),
        aliases: &[Alias::checkov("CKV2_AZURE_28", GROUP)],
        remedies: &[Remedy::edit(
            &["azurerm_container_group", "azurerm_container_app"],
            "Add an identity and grant it roles.",
            &[Edit::Set("identity.type", "\"SystemAssigned\"")],
        )],
    },
    Check {
        id: "container-secure-variables",
        objective: "secret-management",
        title: "Environment variables of containers are secured",
        severity: Severity::Medium,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "Plain variables are shown to everybody who may look at the group. Secure ones are kept from \
                    view, so a connection string in them stays a secret.",
        reads: &[Key::PlainEnvironment],
        test: |s| s.is_not(Key::PlainEnvironment),
        aliases: &[Alias::checkov("CKV_AZURE_235", GROUP)],
        remedies: &[Remedy::edit(
            GROUP,
            "Move the variables to secure_environment_variables.",
            &[Edit::Remove("container.environment_variables")],
        )
        .risk("The group is replaced.")],
    },
    Check {
        id: "container-group-customer-key",
        objective: "customer-managed-keys",
        title: "Container service is encrypted under a key of your own",
        severity: Severity::Low,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "Images, logs and state of containers are kept under the platform's keys by default. A key of \
                    your own lets you withdraw them and see each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                GROUP,
                "Name a Key Vault key.",
                &[Edit::Set("key_vault_key_id", "azurerm_key_vault_key.{name}.id")],
            )
            .risk("The group is replaced."),
            Remedy::edit(
                RUN2,
                "Name a Cloud KMS key in the template.",
                &[Edit::Set("template.encryption_key", "google_kms_crypto_key.{name}.id")],
            ),
        ],
    },
    Check {
        id: "container-app-https-only",
        objective: "encryption-in-transit",
        title: "Container app refuses plain HTTP",
        severity: Severity::High,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "Insecure connections carry logins and records in the clear. The platform can redirect them \
                    before the application sees a byte.",
        reads: &[Key::HttpsOnly],
        test: |s| s.is(Key::HttpsOnly),
        aliases: &[],
        remedies: &[Remedy::edit(
            APP,
            "Remove allow_insecure_connections, or set it to false.",
            &[Edit::Set("ingress.allow_insecure_connections", "false")],
        )],
    },
    Check {
        id: "container-service-private",
        objective: "restricted-ingress",
        title: "Container service takes no traffic straight from the internet",
        severity: Severity::Medium,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "A service that admits all ingress answers the internet directly. Limited to internal traffic \
                    or a load balancer, its requests are filtered and logged before they reach records.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[],
        remedies: &[
            Remedy::edit(APP, "Make ingress internal.", &[Edit::Set("ingress.external_enabled", "false")])
                .risk("Callers outside the environment's network are refused."),
            Remedy::edit(
                RUN,
                "Annotate the service with internal ingress, or ingress through a load balancer.",
                &[Edit::Set(
                    "metadata.annotations",
                    "{ \"run.googleapis.com/ingress\" = \"internal-and-cloud-load-balancing\" }",
                )],
            )
            .command("gcloud run services update {name} --ingress=internal-and-cloud-load-balancing"),
            Remedy::edit(
                RUN2,
                "Limit ingress to internal traffic, or to a load balancer.",
                &[Edit::Set("ingress", "\"INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER\"")],
            )
            .command("gcloud run services update {name} --ingress=internal-and-cloud-load-balancing"),
            Remedy::edit(
                ISOLATED,
                "Use internal load balancing for web and publishing.",
                &[Edit::Set("internal_load_balancing_mode", "\"Web, Publishing\"")],
            )
            .risk("The environment is replaced."),
        ],
    },
    Check {
        id: "container-service-signed-images",
        objective: "image-integrity",
        title: "Container service runs only attested images",
        severity: Severity::Medium,
        kind: Kind::ContainerService,
        types: RUN2,
        rationale: "Binary Authorization admits only images that the release process attested. A replaced image \
                    then never gets to handle records.",
        reads: &[Key::SignedImages],
        test: |s| s.is(Key::SignedImages),
        aliases: &[],
        remedies: &[Remedy::edit(
            RUN2,
            "Enforce the project's Binary Authorization policy.",
            &[Edit::Set("binary_authorization.use_default", "true")],
        )
        .risk("Images without attestation are refused.")],
    },
    Check {
        id: "container-service-deletion-protection",
        objective: "deletion-protection",
        title: "Container service is protected against deletion",
        severity: Severity::Low,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "Removing a service by mistake takes an application away from people who treat patients. \
                    Protection makes it a deliberate step.",
        reads: &[Key::DeletionProtection],
        test: |s| s.is(Key::DeletionProtection),
        aliases: &[],
        remedies: &[Remedy::edit(
            RUN2,
            "Remove deletion_protection, or set it to true.",
            &[Edit::Set("deletion_protection", "true")],
        )],
    },
    Check {
        id: "container-environment-encrypted-traffic",
        objective: "encryption-in-transit",
        title: "Traffic between applications of the platform is encrypted",
        severity: Severity::Medium,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "Requests between applications carry the same records as those from outside. TLS on the inner \
                    hops keeps them safe from whoever is already in the network.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[],
        remedies: &[
            Remedy::edit(ENVIRONMENT, "Enable mutual TLS.", &[Edit::Set("mutual_tls_enabled", "true")]),
            Remedy::edit(
                ISOLATED,
                "Enable internal encryption of the environment.",
                &[Edit::Block("cluster_setting {\n  name  = \"InternalEncryption\"\n  value = \"true\"\n}")],
            )
            .risk("The environment takes hours to change and is read-only meanwhile."),
            Remedy::edit(SPRING, "Set tls_enabled on every azurerm_spring_cloud_app of the service.", &[]),
        ],
    },
    Check {
        id: "container-environment-logging",
        objective: "workload-logging",
        title: "Container environment sends its logs to a workspace",
        severity: Severity::Medium,
        kind: Kind::ContainerService,
        types: ENVIRONMENT,
        rationale: "Console output of apps is gone with their replicas. In a workspace it remains for alerts and \
                    for examining who did what with records.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[],
        remedies: &[Remedy::edit(
            ENVIRONMENT,
            "Name a Log Analytics workspace.",
            &[Edit::Set("log_analytics_workspace_id", "azurerm_log_analytics_workspace.{name}.id")],
        )],
    },
    Check {
        id: "application-plan-zone-redundant",
        objective: "high-availability",
        title: "Platform spreads over several zones",
        severity: Severity::Medium,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "All instances in one zone fail together. Spread over zones, portals and interfaces stay up \
                    while one is down.",
        reads: &[Key::MultiZone],
        test: |s| s.is(Key::MultiZone),
        aliases: &[Alias::checkov("CKV_AZURE_225", PLAN), Alias::checkov("CKV_AZURE_231", ISOLATED)],
        remedies: &[
            Remedy::edit(
                PLAN,
                "Set zone_balancing_enabled, with at least as many workers as zones.",
                &[Edit::Set("zone_balancing_enabled", "true")],
            )
            .risk("The plan is replaced."),
            Remedy::edit(ISOLATED, "Set zone_redundant.", &[Edit::Set("zone_redundant", "true")])
                .risk("The environment is replaced."),
            Remedy::edit(
                ENVIRONMENT,
                "Set zone_redundancy_enabled.",
                &[Edit::Set("zone_redundancy_enabled", "true")],
            )
            .risk("The environment is replaced."),
        ],
    },
    Check {
        id: "application-plan-instances",
        objective: "high-availability",
        title: "Plan has more than one instance",
        severity: Severity::Low,
        kind: Kind::ContainerService,
        types: &[],
        rationale: "A single instance is gone during every update and failure. A second one keeps the \
                    application up for those who need records now.",
        reads: &[Key::Instances],
        test: |s| s.at_least(Key::Instances, 2),
        aliases: &[Alias::checkov("CKV_AZURE_212", PLAN)],
        remedies: &[Remedy::edit(PLAN, "Set worker_count to 2 or more.", &[Edit::Set("worker_count", "2")])
            .risk("Every instance is charged.")],
    },
    Check {
        id: "application-plan-production-tier",
        objective: "high-availability",
        title: "Plan is of a production tier",
        severity: Severity::Low,
        kind: Kind::ContainerService,
        types: PLAN,
        rationale: "Free, shared and basic tiers have no zones, no slots and little isolation. Portals that care \
                    depends on should not share their fate.",
        reads: &[Key::PaidTier],
        test: |s| s.is(Key::PaidTier),
        aliases: &[Alias::checkov("CKV_AZURE_211", PLAN)],
        remedies: &[Remedy::edit(PLAN, "Use a Premium tier.", &[Edit::Set("sku_name", "\"P1v3\"")])
            .risk("The tier is charged by instance.")],
    },
];
