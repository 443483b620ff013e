//! Settings over whole accounts, subscriptions, projects and organizations.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Datum, Key, Kind, Truth};

const PROJECT: &[&str] = &["google_project"];
const METADATA: &[&str] = &["google_compute_project_metadata"];
const METADATA_BOTH: &[&str] = &["google_compute_project_metadata", "google_compute_project_metadata_item"];
const ROOT: &[&str] = &["aws_iam_organizations_features"];
const ORGANIZATION: &[&str] = &["aws_organizations_organization"];
const SERVICE_SETTING: &[&str] = &["aws_ssm_service_setting"];
const CONDITIONAL_ACCESS: &[&str] = &["azuread_conditional_access_policy"];
const ASSIGNMENTS: &[&str] = &[
    "azurerm_policy_assignment",
    "azurerm_subscription_policy_assignment",
    "azurerm_resource_group_policy_assignment",
    "azurerm_management_group_policy_assignment",
    "azurerm_resource_policy_assignment",
];
const ORGANIZATION_POLICIES: &[&str] = &[
    "google_org_policy_policy",
    "google_project_organization_policy",
    "google_folder_organization_policy",
    "google_organization_policy",
];

/// Constraints that are switched on to protect, each with a yes or no.
const PROTECTING_CONSTRAINTS: &[&str] = &[
    "compute.disableSerialPortAccess",
    "compute.requireOsLogin",
    "compute.requireShieldedVm",
    "compute.requireVpcFlowLogs",
    "compute.skipDefaultNetworkCreation",
    "iam.automaticIamGrantsForDefaultServiceAccounts",
    "iam.disableAuditLoggingExemption",
    "iam.disableServiceAccountKeyCreation",
    "iam.disableServiceAccountKeyUpload",
    "sql.restrictAuthorizedNetworks",
    "sql.restrictPublicIp",
    "storage.publicAccessPrevention",
    "storage.uniformBucketLevelAccess",
];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "project-no-default-network",
        objective: "default-network",
        title: "Project is made without the default network",
        severity: Severity::Medium,
        kind: Kind::Account,
        types: PROJECT,
        rationale: "The default network comes with a subnet in every region and firewall rules that admit SSH and \
                    RDP from anywhere. Systems with health information would start out open.",
        reads: &[Key::DefaultNetwork],
        test: |s| s.is_not(Key::DefaultNetwork),
        aliases: &[
            Alias::checkov("CKV_GCP_27", PROJECT), Alias::kics("59571246-3f62-4965-a96f-c7d97e269351", PROJECT),
            Alias::trivy("AVD-GCP-0010", PROJECT),
            Alias::gcp("DEFAULT_NETWORK", PROJECT),
        ],
        remedies: &[Remedy::edit(
            PROJECT,
            "Do not make the default network; declare the networks that are needed.",
            &[Edit::Set("auto_create_network", "false")],
        )
        .command("gcloud compute networks list --filter=name=default")],
    },
    Check {
        id: "project-audit-logging",
        objective: "control-plane-audit",
        title: "Project logs access to data for every service and everybody",
        severity: Severity::High,
        kind: Kind::Account,
        types: PROJECT,
        rationale: "Google logs changes by itself, reads of data only when asked to. Without them nobody can say \
                    who looked at a patient's record.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[Alias::checkov("CKV2_GCP_5", PROJECT)],
        remedies: &[Remedy::edit(
            PROJECT,
            "Switch data access logs on for all services, without exempted members.",
            &[Edit::Companion(
                "resource \"google_project_iam_audit_config\" \"{name}\" {\n  project = {address}.project_id\n  \
                 service = \"allServices\"\n\n  audit_log_config {\n    log_type = \"DATA_READ\"\n  }\n  \
                 audit_log_config {\n    log_type = \"DATA_WRITE\"\n  }\n  audit_log_config {\n    log_type = \
                 \"ADMIN_READ\"\n  }\n}",
            )],
        )
        .risk("Data access logs can be large and are billed by volume.")],
    },
    Check {
        id: "project-os-login",
        objective: "local-accounts",
        title: "Machines of the project admit administrators through OS Login",
        severity: Severity::Medium,
        kind: Kind::AccountSetting,
        types: METADATA_BOTH,
        rationale: "SSH keys in metadata name nobody and stay after people leave. OS Login ties every shell on a \
                    machine with health information to an identity, with a second factor where wanted.",
        reads: &[Key::OsLogin],
        test: |s| s.is(Key::OsLogin),
        aliases: &[
            Alias::checkov("CKV_GCP_33", METADATA),
            Alias::trivy("AVD-GCP-0042", METADATA),
            Alias::prowler("compute_project_os_login_enabled", METADATA),
            Alias::gcp("OS_LOGIN_DISABLED", METADATA),
        ],
        remedies: &[
            Remedy::edit(
                METADATA,
                "Switch OS Login on for the project.",
                &[Edit::Set("metadata.enable-oslogin", "\"TRUE\"")],
            )
            .command("gcloud compute project-info describe --format=\"value(commonInstanceMetadata)\"")
            .risk("People who sign in with keys from metadata need an OS Login role first."),
            Remedy::edit(
                &["google_compute_project_metadata_item"],
                "Switch OS Login on for the project.",
                &[Edit::Set("value", "\"TRUE\"")],
            ),
        ],
    },
    Check {
        id: "project-serial-console",
        objective: "admin-access",
        title: "Serial consoles of the project are switched off",
        severity: Severity::Medium,
        kind: Kind::AccountSetting,
        types: METADATA_BOTH,
        rationale: "The serial console is reached past the firewall and has no address filter. A stolen key opens \
                    a machine with health information from anywhere.",
        reads: &[Key::SerialPort],
        test: |s| s.is_not(Key::SerialPort),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                METADATA,
                "Switch serial consoles off for the project.",
                &[Edit::Set("metadata.serial-port-enable", "\"FALSE\"")],
            ),
            Remedy::edit(
                &["google_compute_project_metadata_item"],
                "Switch serial consoles off for the project.",
                &[Edit::Set("value", "\"FALSE\"")],
            ),
        ],
    },
    Check {
        id: "organization-constraint-enforced",
        objective: "least-privilege",
        title: "Protecting constraint is enforced",
        severity: Severity::Medium,
        kind: Kind::AccountSetting,
        types: ORGANIZATION_POLICIES,
        rationale: "A constraint that is declared but not enforced lets through what it was written to prevent: \
                    public buckets, keys of service accounts, public databases with health information.",
        reads: &[Key::Constraint, Key::PolicyEnforced],
        test: |s| {
            let judged = s.ask(Key::Constraint, |d| {
                Truth::from(matches!(d, Datum::Text(name) if PROTECTING_CONSTRAINTS.contains(&&**name)))
            });
            judged.when_holds("Not one of the constraints that are judged", || s.is(Key::PolicyEnforced))
        },
        aliases: &[],
        remedies: &[
            Remedy::edit(
                &["google_org_policy_policy"],
                "Enforce the constraint.",
                &[Edit::Set("spec.rules.enforce", "\"TRUE\"")],
            )
            .risk("Changes that break the constraint are refused from then on."),
            Remedy::edit(
                &[
                    "google_project_organization_policy",
                    "google_folder_organization_policy",
                    "google_organization_policy",
                ],
                "Enforce the constraint.",
                &[Edit::Set("boolean_policy.enforced", "true")],
            )
            .risk("Changes that break the constraint are refused from then on."),
        ],
    },
    Check {
        id: "policy-assignment-enforced",
        objective: "configuration-recording",
        title: "Policy assignment is enforced",
        severity: Severity::Low,
        kind: Kind::AccountSetting,
        types: ASSIGNMENTS,
        rationale: "An assignment that is not enforced reports and changes nothing: what it should prevent \
                    happens, with health information in it.",
        reads: &[Key::PolicyEnforced],
        test: |s| s.is(Key::PolicyEnforced),
        aliases: &[],
        remedies: &[Remedy::edit(ASSIGNMENTS, "Enforce the assignment.", &[Edit::Set("enforce", "true")])
            .command("az policy assignment list --query \"[?enforcementMode=='DoNotEnforce']\"")
            .risk("Deployments that break the policy are refused from then on.")],
    },
    Check {
        id: "conditional-access-enforced",
        objective: "multi-factor-authentication",
        title: "Conditional access policy is in force",
        severity: Severity::High,
        kind: Kind::AccountSetting,
        types: CONDITIONAL_ACCESS,
        rationale: "A policy in report-only mode, or switched off, asks nobody for a second factor. Sign-ins that \
                    it should stop reach health information.",
        reads: &[Key::PolicyEnforced],
        test: |s| s.is(Key::PolicyEnforced),
        aliases: &[],
        remedies: &[Remedy::edit(
            CONDITIONAL_ACCESS,
            "Enable the policy once its report shows whom it would stop.",
            &[Edit::Set("state", "\"enabled\"")],
        )
        .risk("People who do not meet the policy are refused; leave a break-glass account out of it.")],
    },
    Check {
        id: "root-users-central",
        objective: "root-account",
        title: "Root users of member accounts are controlled centrally",
        severity: Severity::High,
        kind: Kind::AccountSetting,
        types: ROOT,
        rationale: "Every member account has a root user with its own password. Central control removes those \
                    credentials, so nobody can take an account with health information over through a forgotten one.",
        reads: &[Key::RootControls],
        test: |s| s.any_text(Key::RootControls, |feature| feature == "RootCredentialsManagement"),
        aliases: &[],
        remedies: &[Remedy::edit(
            ROOT,
            "Manage root credentials and root sessions centrally.",
            &[Edit::Set("enabled_features", "[\"RootCredentialsManagement\", \"RootSessions\"]")],
        )
        .command("aws iam list-organizations-features")],
    },
    Check {
        id: "organization-guardrails",
        objective: "least-privilege",
        title: "Organization can set limits for its accounts",
        severity: Severity::Medium,
        kind: Kind::AccountSetting,
        types: ORGANIZATION,
        rationale: "Service control policies are the only limit that the administrators of an account cannot lift. \
                    Without them every account with health information decides for itself what is allowed.",
        reads: &[Key::PolicyTypes],
        test: |s| s.any_text(Key::PolicyTypes, |kind| kind == "SERVICE_CONTROL_POLICY"),
        aliases: &[],
        remedies: &[Remedy::edit(
            ORGANIZATION,
            "Enable service control policies, then attach the ones that protect logs, keys and regions.",
            &[Edit::Set("enabled_policy_types", "[\"SERVICE_CONTROL_POLICY\"]")],
        )
        .command("aws organizations list-roots --query Roots[].PolicyTypes")],
    },
    Check {
        id: "automation-sharing-blocked",
        objective: "resource-policy",
        title: "Sharing automation documents with everybody is blocked",
        severity: Severity::Medium,
        kind: Kind::AccountSetting,
        types: SERVICE_SETTING,
        rationale: "With sharing allowed, one wrong permission shows strangers how systems with health information \
                    are run. The account-wide block makes that mistake impossible.",
        reads: &[Key::PublicAccessBlocked],
        test: |s| s.is(Key::PublicAccessBlocked),
        aliases: &[Alias::aws_config("SSM_AUTOMATION_BLOCK_PUBLIC_SHARING", SERVICE_SETTING)],
        remedies: &[Remedy::edit(
            SERVICE_SETTING,
            "Set the public sharing permission to Disable.",
            &[Edit::Set("setting_value", "\"Disable\"")],
        )],
    },
];
