//! Grants of Google Cloud: which roles, to which members, at which level.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Truth};

const PROJECT: &[&str] = &["google_project_iam_member", "google_project_iam_binding"];
const PROJECT_MEMBER: &[&str] = &["google_project_iam_member"];
const FOLDER: &[&str] = &["google_folder_iam_member", "google_folder_iam_binding"];
const ORGANIZATION: &[&str] = &["google_organization_iam_member", "google_organization_iam_binding"];
const LEVELS: &[&str] = &[
    "google_project_iam_member",
    "google_project_iam_binding",
    "google_folder_iam_member",
    "google_folder_iam_binding",
    "google_organization_iam_member",
    "google_organization_iam_binding",
];
const KEYS: &[&str] = &[
    "google_kms_crypto_key_iam_member",
    "google_kms_crypto_key_iam_binding",
    "google_kms_crypto_key_iam_policy",
];
const KEYS_AND_RINGS: &[&str] = &[
    "google_kms_crypto_key_iam_member",
    "google_kms_crypto_key_iam_binding",
    "google_kms_crypto_key_iam_policy",
    "google_kms_key_ring_iam_member",
    "google_kms_key_ring_iam_binding",
    "google_kms_key_ring_iam_policy",
];
const GRANTS: &[&str] = &[
    "google_project_iam_member",
    "google_project_iam_binding",
    "google_project_iam_policy",
    "google_folder_iam_member",
    "google_folder_iam_binding",
    "google_folder_iam_policy",
    "google_organization_iam_member",
    "google_organization_iam_binding",
    "google_organization_iam_policy",
    "google_service_account_iam_member",
    "google_service_account_iam_binding",
    "google_service_account_iam_policy",
    "google_secret_manager_secret_iam_member",
    "google_secret_manager_secret_iam_binding",
    "google_secret_manager_secret_iam_policy",
];
const DOCUMENT: &[&str] = &["google_iam_policy"];
const WHOLE_POLICIES: &[&str] =
    &["google_project_iam_policy", "google_folder_iam_policy", "google_organization_iam_policy"];

/// The basic roles, which reach across every service.
const BASIC_ROLES: &[&str] = &["roles/owner", "roles/editor", "roles/viewer"];

/// Roles that let their holder act as a service account, directly or by starting work that runs as one.
const IMPERSONATING_ROLES: &[&str] = &[
    "roles/aiplatform.colabServiceAgent",
    "roles/aiplatform.customCodeServiceAgent",
    "roles/aiplatform.extensionServiceAgent",
    "roles/aiplatform.serviceAgent",
    "roles/apigateway.serviceAgent",
    "roles/apigee.serviceAgent",
    "roles/appengine.serviceAgent",
    "roles/appengineflex.serviceAgent",
    "roles/assuredoss.admin",
    "roles/backupdr.computeEngineOperator",
    "roles/backupdr.serviceAgent",
    "roles/batch.serviceAgent",
    "roles/bigquerycontinuousquery.serviceAgent",
    "roles/bigquerydatatransfer.serviceAgent",
    "roles/bigqueryspark.serviceAgent",
    "roles/cloudbuild.builds.builder",
    "roles/cloudbuild.builds.editor",
    "roles/cloudbuild.serviceAgent",
    "roles/cloudconfig.serviceAgent",
    "roles/clouddeploy.serviceAgent",
    "roles/clouddeploymentmanager.serviceAgent",
    "roles/cloudfunctions.serviceAgent",
    "roles/cloudscheduler.serviceAgent",
    "roles/cloudtasks.serviceAgent",
    "roles/cloudtpu.serviceAgent",
    "roles/composer.serviceAgent",
    "roles/composer.worker",
    "roles/compute.instanceGroupManagerServiceAgent",
    "roles/compute.serviceAgent",
    "roles/configdelivery.serviceAgent",
    "roles/connectors.serviceAgent",
    "roles/container.serviceAgent",
    "roles/dataflow.admin",
    "roles/dataflow.developer",
    "roles/dataflow.serviceAgent",
    "roles/datapipelines.serviceAgent",
    "roles/dataplex.serviceAgent",
    "roles/dataprep.serviceAgent",
    "roles/dataproc.hubAgent",
    "roles/dataproc.serviceAgent",
    "roles/deploymentmanager.editor",
    "roles/editor",
    "roles/eventarc.serviceAgent",
    "roles/firebaseapphosting.serviceAgent",
    "roles/firebasemods.serviceAgent",
    "roles/gameservices.serviceAgent",
    "roles/genomics.serviceAgent",
    "roles/iam.securityAdmin",
    "roles/iam.serviceAccountAdmin",
    "roles/iam.serviceAccountKeyAdmin",
    "roles/iam.serviceAccountOpenIdTokenCreator",
    "roles/iam.serviceAccountTokenCreator",
    "roles/iam.serviceAccountUser",
    "roles/iam.workloadIdentityUser",
    "roles/integrations.serviceAgent",
    "roles/krmapihosting.anthosApiEndpointServiceAgent",
    "roles/krmapihosting.serviceAgent",
    "roles/lifesciences.serviceAgent",
    "roles/ml.serviceAgent",
    "roles/notebooks.serviceAgent",
    "roles/osconfig.serviceAgent",
    "roles/owner",
    "roles/pubsub.serviceAgent",
    "roles/run.serviceAgent",
    "roles/run.sourceDeveloper",
    "roles/runapps.serviceAgent",
    "roles/securesourcemanager.serviceAgent",
    "roles/securitycenter.admin",
    "roles/securitycenter.securityResponseServiceAgent",
    "roles/serverless.serviceAgent",
    "roles/sourcerepo.serviceAgent",
    "roles/vpcaccess.serviceAgent",
    "roles/workflows.serviceAgent",
    "roles/workstations.serviceAgent",
];

/// Everybody, with or without an account.
fn is_public(member: &str) -> bool {
    matches!(member, "allUsers" | "allAuthenticatedUsers")
}

/// The accounts Google makes for Compute Engine and App Engine, which start out as editors.
fn is_default_account(member: &str) -> bool {
    member.contains("-compute@developer.gserviceaccount.com")
        || member.contains("@appspot.gserviceaccount.com")
}

/// A service account that people made, named or referred to.
fn is_own_service_account(member: &str) -> bool {
    (member.contains('@') && member.ends_with(".iam.gserviceaccount.com"))
        || (member.contains("${google_service_account.") && !member.starts_with("user:"))
}

/// The role granted does not satisfy `test`; a role made in the same code is none of Google's own.
fn role_is_not(s: &Subject<'_>, test: impl Fn(&str) -> bool) -> Outcome {
    s.ask(Key::GrantedRole, |d| match d {
        Datum::Text(role) => Truth::from(test(role)).negate(),
        _ => Truth::True,
    })
}

fn is_administrative(role: &str) -> bool {
    ["Admin", "admin", "editor", "owner"].iter().any(|word| role.contains(word))
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "grant-no-basic-role",
        objective: "least-privilege",
        title: "Basic roles are not granted",
        severity: Severity::High,
        kind: Kind::RoleBinding,
        types: LEVELS,
        rationale: "Owner, editor and viewer reach across every service of the level they are granted on; even \
                    viewer can list and often read health information. Predefined roles keep a person to the \
                    service their duty needs.",
        reads: &[Key::GrantedRole],
        test: |s| role_is_not(s, |role| BASIC_ROLES.contains(&role)),
        aliases: &[
            Alias::checkov("CKV_GCP_117", PROJECT),
            Alias::checkov("CKV_GCP_116", FOLDER),
            Alias::checkov("CKV_GCP_115", ORGANIZATION),
        ],
        remedies: &[Remedy::edit(
            LEVELS,
            "Grant a predefined role of the service that is needed, such as roles/storage.objectViewer.",
            &[Edit::Set("role", "\"roles/storage.objectViewer\"")],
        )
        .command("gcloud projects get-iam-policy PROJECT --flatten=bindings[].members")
        .risk("Members lose what the narrower role does not include.")],
    },
    Check {
        id: "grant-policy-no-basic-role",
        objective: "least-privilege",
        title: "Whole policy grants no basic role",
        severity: Severity::High,
        kind: Kind::RoleBinding,
        types: WHOLE_POLICIES,
        rationale: "Owner, editor and viewer reach across every service of the level they are granted on. \
                    Predefined roles keep a person to the service their duty with health information needs.",
        reads: &[Key::GrantedRoles],
        test: |s| {
            s.any_text(Key::GrantedRoles, |role| matches!(role, "roles/owner" | "roles/editor")).negate()
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            WHOLE_POLICIES,
            "Replace the bindings of basic roles by predefined roles; keep one owner group for emergencies.",
            &[],
        )],
    },
    Check {
        id: "grant-no-default-account",
        objective: "workload-identity",
        title: "Default service accounts are granted nothing",
        severity: Severity::Medium,
        kind: Kind::RoleBinding,
        types: LEVELS,
        rationale: "Every machine and application that names no other account runs as the default one, so a grant \
                    to it is a grant to all of them. Workloads that handle health information need accounts of \
                    their own.",
        reads: &[Key::GrantedTo],
        test: |s| s.any_text(Key::GrantedTo, is_default_account).negate(),
        aliases: &[
            Alias::checkov("CKV_GCP_46", PROJECT),
            Alias::checkov("CKV_GCP_48", FOLDER),
            Alias::checkov("CKV_GCP_47", ORGANIZATION),
        ],
        remedies: &[Remedy::edit(
            LEVELS,
            "Create a service account for the workload and grant the role to that one.",
            &[],
        )],
    },
    Check {
        id: "grant-no-impersonation",
        objective: "privileged-access",
        title: "No role to act as service accounts is granted across a level",
        severity: Severity::High,
        kind: Kind::RoleBinding,
        types: LEVELS,
        rationale: "Granted on a project, folder or organization, such a role lets its holder act as every service \
                    account below it. Whatever those accounts may do with health information, the holder may do, \
                    under their name.",
        reads: &[Key::GrantedRole],
        test: |s| role_is_not(s, |role| IMPERSONATING_ROLES.contains(&role)),
        aliases: &[
            Alias::checkov("CKV_GCP_49", PROJECT),
            Alias::checkov("CKV_GCP_44", FOLDER),
            Alias::checkov("CKV_GCP_45", ORGANIZATION),
        ],
        remedies: &[Remedy::edit(
            LEVELS,
            "Grant the role on the one service account that is needed, with google_service_account_iam_member.",
            &[],
        )],
    },
    Check {
        id: "grant-no-service-account-user",
        objective: "least-privilege",
        title: "Service account user and token creator are not granted on a project",
        severity: Severity::High,
        kind: Kind::RoleBinding,
        types: PROJECT,
        rationale: "Both roles let a person work as any service account of the project, so their own limits no \
                    longer count and the log names the account in their place.",
        reads: &[Key::GrantedRole],
        test: |s| {
            role_is_not(s, |role| {
                matches!(role, "roles/iam.serviceAccountUser" | "roles/iam.serviceAccountTokenCreator")
            })
        },
        aliases: &[
            Alias::checkov("CKV_GCP_41", PROJECT),
            Alias::gcp("OVER_PRIVILEGED_SERVICE_ACCOUNT_USER", PROJECT),
            Alias::prowler("iam_no_service_roles_at_project_level", PROJECT),
        ],
        remedies: &[Remedy::edit(
            PROJECT,
            "Grant the role on the one service account that is needed, with google_service_account_iam_member.",
            &[],
        )],
    },
    Check {
        id: "grant-service-account-not-administrator",
        objective: "least-privilege",
        title: "Service account is no administrator of the project",
        severity: Severity::High,
        kind: Kind::RoleBinding,
        types: PROJECT_MEMBER,
        rationale: "A service account's credentials sit in pipelines and machines. With an administrative role, \
                    whoever gets hold of them controls the project and the health information in it.",
        reads: &[Key::GrantedRole, Key::GrantedTo],
        test: |s| {
            let administrative = role_is_not(s, is_administrative);
            administrative.or(s.any_text(Key::GrantedTo, is_own_service_account).negate())
        },
        aliases: &[
            Alias::checkov("CKV_GCP_42", PROJECT_MEMBER),
            Alias::prowler("iam_sa_no_administrative_privileges", PROJECT_MEMBER),
            Alias::gcp("ADMIN_SERVICE_ACCOUNT", PROJECT_MEMBER),
        ],
        remedies: &[Remedy::edit(
            PROJECT_MEMBER,
            "Grant the service account the narrowest role its work needs.",
            &[],
        )],
    },
    Check {
        id: "key-grant-not-public",
        objective: "key-protection",
        title: "Key grant does not admit everybody",
        severity: Severity::Critical,
        kind: Kind::RoleBinding,
        types: KEYS_AND_RINGS,
        rationale: "allUsers is the whole internet and allAuthenticatedUsers is anybody with a Google account. A \
                    key granted to them protects no health information, whatever it encrypts.",
        reads: &[Key::GrantedTo],
        test: |s| s.any_text(Key::GrantedTo, is_public).negate(),
        aliases: &[
            Alias::checkov("CKV_GCP_112", KEYS),
            Alias::prowler("kms_key_not_publicly_accessible", KEYS),
            Alias::gcp("KMS_PUBLIC_KEY", KEYS),
        ],
        remedies: &[Remedy::edit(
            KEYS_AND_RINGS,
            "Name the service accounts that use the key in place of allUsers and allAuthenticatedUsers.",
            &[],
        )],
    },
    Check {
        id: "grant-not-public",
        objective: "resource-policy",
        title: "Nothing is granted to everybody",
        severity: Severity::Critical,
        kind: Kind::RoleBinding,
        types: GRANTS,
        rationale: "allUsers is the whole internet and allAuthenticatedUsers is anybody with a Google account. A \
                    secret, account or project granted to them keeps no health information to itself.",
        reads: &[Key::GrantedTo],
        test: |s| s.any_text(Key::GrantedTo, is_public).negate(),
        aliases: &[],
        remedies: &[Remedy::edit(
            GRANTS,
            "Name the groups and service accounts that need the role in place of allUsers and \
             allAuthenticatedUsers.",
            &[],
        )],
    },
    Check {
        id: "grant-document-not-public",
        objective: "resource-policy",
        title: "Policy document grants nothing to everybody",
        severity: Severity::Critical,
        kind: Kind::RoleBinding,
        types: DOCUMENT,
        rationale: "allUsers is the whole internet and allAuthenticatedUsers is anybody with a Google account. \
                    Whatever the document is set on, health information included, is theirs to use.",
        reads: &[Key::GrantedTo],
        test: |s| s.any_text(Key::GrantedTo, is_public).negate(),
        aliases: &[Alias::checkov("CKV_GCP_113", DOCUMENT)],
        remedies: &[Remedy::edit(
            DOCUMENT,
            "Name the groups and service accounts that need the role in the binding's members.",
            &[],
        )],
    },
];
