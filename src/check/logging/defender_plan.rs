//! Plans of Microsoft Defender for Cloud, one check for each kind of resource that a plan protects.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Key, Kind};

const PLAN: &[&str] = &["azurerm_security_center_subscription_pricing"];

static REMEDIES: &[Remedy] =
    &[Remedy::edit(PLAN, "Choose the standard tier.", &[Edit::Set("tier", "\"Standard\"")])
        .command("az security pricing create --name {name} --tier standard")
        .risk("The plan is charged by resource or by use.")];

/// The plan is standard, where it is the plan of that resource type; another plan is not concerned.
fn plan_is_on(s: &Subject<'_>, resource_type: &str) -> Outcome {
    s.text(Key::DetectionPlan, |plan| plan.eq_ignore_ascii_case(resource_type))
        .when_holds("the plan protects another type of resource", || s.is(Key::ThreatDetection))
}

const fn plan(
    id: &'static str,
    title: &'static str,
    rationale: &'static str,
    test: fn(&Subject<'_>) -> Outcome,
    aliases: &'static [Alias],
) -> Check {
    Check {
        id,
        objective: "threat-detection",
        title,
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: PLAN,
        rationale,
        reads: &[Key::DetectionPlan, Key::ThreatDetection],
        test,
        aliases,
        remedies: REMEDIES,
    }
}

pub(super) static CHECKS: &[Check] = &[
    plan(
        "defender-plan-standard",
        "Defender plan is the standard one",
        "The free tier gives advice and sees no attack. Threats to systems that hold health information are detected \
         in the standard tier only.",
        |s| s.is(Key::ThreatDetection),
        &[
            Alias::checkov("CKV_AZURE_19", PLAN),
            Alias::kics("819d50fd-1cdf-45c3-9936-be408aaad93e", PLAN),
            Alias::trivy("AVD-AZU-0045", PLAN),
        ],
    ),
    plan(
        "defender-servers",
        "Defender watches servers",
        "Servers run the applications that handle health information. Defender sees malware, brute force and \
         suspicious processes on them.",
        |s| plan_is_on(s, "VirtualMachines"),
        &[
            Alias::checkov("CKV_AZURE_55", PLAN),
            Alias::prowler("defender_ensure_defender_for_server_is_on", PLAN),
        ],
    ),
    plan(
        "defender-app-services",
        "Defender watches App Service",
        "Web applications are where patients and strangers meet. Defender sees attacks on them in the platform's own \
         records.",
        |s| plan_is_on(s, "AppServices"),
        &[
            Alias::checkov("CKV_AZURE_61", PLAN),
            Alias::prowler("defender_ensure_defender_for_app_services_is_on", PLAN),
        ],
    ),
    plan(
        "defender-sql-servers",
        "Defender watches Azure SQL",
        "Databases hold most health information. Defender sees injection, unusual queries and bulk extraction.",
        |s| plan_is_on(s, "SqlServers"),
        &[
            Alias::checkov("CKV_AZURE_69", PLAN),
            Alias::prowler("defender_ensure_defender_for_azure_sql_databases_is_on", PLAN),
        ],
    ),
    plan(
        "defender-sql-machines",
        "Defender watches SQL servers on machines",
        "A database that somebody installed on a machine holds the same health information as a managed one, and is \
         seldom watched as well.",
        |s| plan_is_on(s, "SqlServerVirtualMachines"),
        &[
            Alias::checkov("CKV_AZURE_79", PLAN),
            Alias::prowler("defender_ensure_defender_for_sql_servers_is_on", PLAN),
        ],
    ),
    plan(
        "defender-storage",
        "Defender watches storage accounts",
        "Scans, exports and backups with health information rest in storage accounts. Defender sees unusual access \
         and malware in what is uploaded.",
        |s| plan_is_on(s, "StorageAccounts"),
        &[
            Alias::checkov("CKV_AZURE_84", PLAN),
            Alias::prowler("defender_ensure_defender_for_storage_is_on", PLAN),
        ],
    ),
    plan(
        "defender-kubernetes",
        "Defender watches Kubernetes",
        "Clusters run many systems at once. Defender sees exposed dashboards, new privileged containers and other \
         steps towards the health information in them.",
        |s| plan_is_on(s, "KubernetesService"),
        &[Alias::checkov("CKV_AZURE_85", PLAN)],
    ),
    plan(
        "defender-registries",
        "Defender watches container registries",
        "Images with known vulnerabilities reach production through the registry. Defender scans them before they \
         handle health information.",
        |s| plan_is_on(s, "ContainerRegistry"),
        &[Alias::checkov("CKV_AZURE_86", PLAN)],
    ),
    plan(
        "defender-containers",
        "Defender watches containers",
        "The plan for containers joins the older ones for clusters and registries. It sees attacks at run time and \
         vulnerable images.",
        |s| plan_is_on(s, "Containers"),
        &[Alias::prowler("defender_ensure_defender_for_containers_is_on", PLAN)],
    ),
    plan(
        "defender-key-vaults",
        "Defender watches key vaults",
        "Keys and secrets open every store of health information. Defender sees who lists or reads them from an \
         unusual place.",
        |s| plan_is_on(s, "KeyVaults"),
        &[
            Alias::checkov("CKV_AZURE_87", PLAN),
            Alias::prowler("defender_ensure_defender_for_keyvault_is_on", PLAN),
        ],
    ),
    plan(
        "defender-resource-manager",
        "Defender watches Resource Manager",
        "Every change of the subscription passes Resource Manager. Defender sees intruders who use its own interface \
         to reach health information.",
        |s| plan_is_on(s, "Arm"),
        &[
            Alias::checkov("CKV_AZURE_234", PLAN),
            Alias::prowler("defender_ensure_defender_for_arm_is_on", PLAN),
        ],
    ),
    plan(
        "defender-cosmos",
        "Defender watches Cosmos DB",
        "Document stores hold health information as databases do. Defender sees injection and access from unusual \
         places.",
        |s| plan_is_on(s, "CosmosDbs"),
        &[Alias::prowler("defender_ensure_defender_for_cosmosdb_is_on", PLAN)],
    ),
    plan(
        "defender-open-source-databases",
        "Defender watches open-source databases",
        "PostgreSQL, MySQL and MariaDB hold health information as Azure SQL does. Defender sees brute force and \
         unusual queries.",
        |s| plan_is_on(s, "OpenSourceRelationalDatabases"),
        &[Alias::prowler("defender_ensure_defender_for_os_relational_databases_is_on", PLAN)],
    ),
    plan(
        "defender-dns",
        "Defender watches name resolution",
        "Malware talks to its makers through DNS. Defender sees tunnels through which health information leaves.",
        |s| plan_is_on(s, "Dns"),
        &[Alias::prowler("defender_ensure_defender_for_dns_is_on", PLAN)],
    ),
];
