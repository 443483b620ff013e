//! Key vaults and hardware security modules of Azure.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const VAULT: &[&str] = &["azurerm_key_vault"];
const MODULE: &[&str] = &["azurerm_key_vault_managed_hardware_security_module"];
const BOTH: &[&str] = &["azurerm_key_vault", "azurerm_key_vault_managed_hardware_security_module"];
const CERTIFICATE: &[&str] = &["azurerm_key_vault_certificate"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "key-vault-purge-protection",
        objective: "key-protection",
        title: "Deleted keys and secrets cannot be purged early",
        severity: Severity::High,
        kind: Kind::KeyVault,
        types: &[],
        rationale: "Without purge protection a deleted key can be removed at once and for ever, and every record \
                    under it with it. With it, a wrong or hostile deletion can be undone for weeks.",
        reads: &[Key::PurgeProtection],
        test: |s| s.is(Key::PurgeProtection),
        aliases: &[
            Alias::checkov("CKV_AZURE_110", VAULT),
            Alias::azure_policy("c39ba22d-4428-4149-b981-70acb31fc383", MODULE),
        ],
        remedies: &[Remedy::edit(
            BOTH,
            "Switch purge protection on.",
            &[Edit::Set("purge_protection_enabled", "true")],
        )
        .command("az keyvault show --name {name} --query properties.enablePurgeProtection")
        .risk(
            "It cannot be switched off again; the vault's name stays taken until the retention has passed.",
        )],
    },
    Check {
        id: "key-vault-recoverable",
        objective: "key-protection",
        title: "Key vault is recoverable",
        severity: Severity::High,
        kind: Kind::KeyVault,
        types: VAULT,
        rationale: "Recovery needs both: soft delete keeps what was deleted, purge protection keeps anybody from \
                    emptying the bin. Without a key's recovery the health information under it is lost.",
        reads: &[Key::PurgeProtection, Key::SoftDelete],
        test: |s| s.is(Key::PurgeProtection).and(s.is(Key::SoftDelete)),
        aliases: &[
            Alias::checkov("CKV_AZURE_42", VAULT),
            Alias::azure_policy("0b60c0b2-2dc2-4e1c-b5c9-abbed971de53", VAULT),
            Alias::prowler("keyvault_recoverable", VAULT),
        ],
        remedies: &[Remedy::edit(
            VAULT,
            "Switch purge protection on, and take soft_delete_enabled = false out where it is still written.",
            &[Edit::Set("purge_protection_enabled", "true")],
        )
        .risk("It cannot be switched off again.")],
    },
    Check {
        id: "key-vault-soft-delete",
        objective: "key-protection",
        title: "Key vault keeps what was deleted",
        severity: Severity::Medium,
        kind: Kind::KeyVault,
        types: VAULT,
        rationale: "Soft delete holds deleted keys and secrets for a while. Where it is switched off, one wrong \
                    command loses the keys of health records.",
        reads: &[Key::SoftDelete],
        test: |s| s.is(Key::SoftDelete),
        aliases: &[Alias::checkov("CKV_AZURE_111", VAULT)],
        remedies: &[Remedy::edit(
            VAULT,
            "Remove the argument: soft delete is on for every vault now.",
            &[Edit::Remove("soft_delete_enabled")],
        )],
    },
    Check {
        id: "key-vault-firewall",
        objective: "restricted-ingress",
        title: "Key vault refuses networks that are not listed",
        severity: Severity::High,
        kind: Kind::KeyVault,
        types: &[],
        rationale: "Keys and secrets open all the health information they protect. A default of Deny leaves a \
                    stolen credential without a way in from elsewhere.",
        reads: &[Key::DefaultAction],
        test: |s| s.one_of(Key::DefaultAction, &["Deny"]),
        aliases: &[Alias::checkov("CKV_AZURE_109", VAULT), Alias::trivy("AVD-AZU-0013", VAULT)],
        remedies: &[Remedy::edit(
            BOTH,
            "Deny by default and list the networks that need the vault.",
            &[
                Edit::Set("network_acls.default_action", "\"Deny\""),
                Edit::Set("network_acls.bypass", "\"AzureServices\""),
            ],
        )
        .command("az keyvault network-rule list --name {name}")
        .risk("Clients from networks that nobody listed lose access.")],
    },
    Check {
        id: "key-vault-public-access",
        objective: "private-connectivity",
        title: "Key vault is closed to public networks, or open to listed ones only",
        severity: Severity::High,
        kind: Kind::KeyVault,
        types: VAULT,
        rationale: "A vault that answers the whole internet relies on credentials alone. Closed, or open to a few \
                    networks, a leaked credential does not reach the keys of health records.",
        reads: &[Key::PublicAccess, Key::AllowedNetworks, Key::AllowedSubnets],
        test: |s| {
            s.is_not(Key::PublicAccess).or(s.is_set(Key::AllowedNetworks)).or(s.is_set(Key::AllowedSubnets))
        },
        aliases: &[Alias::checkov("CKV_AZURE_189", VAULT)],
        remedies: &[Remedy::edit(
            VAULT,
            "Close public network access and reach the vault through a private endpoint.",
            &[Edit::Set("public_network_access_enabled", "false")],
        )
        .risk("Clients without a private endpoint lose access, Terraform's own runs included.")],
    },
    Check {
        id: "key-vault-service-endpoint",
        objective: "private-connectivity",
        title: "Key vault admits virtual networks through service endpoints",
        severity: Severity::Low,
        kind: Kind::KeyVault,
        types: VAULT,
        rationale: "A service endpoint ties the vault to subnets of one's own, so requests for keys come from \
                    known networks and stay on the platform's backbone.",
        reads: &[Key::AllowedSubnets, Key::PublicAccess],
        test: |s| s.is_set(Key::AllowedSubnets).or(s.is_not(Key::PublicAccess)),
        aliases: &[],
        remedies: &[Remedy::edit(
            VAULT,
            "List the subnets that use the vault; each needs the Microsoft.KeyVault service endpoint.",
            &[Edit::Set("network_acls.virtual_network_subnet_ids", "[azurerm_subnet.app.id]")],
        )],
    },
    Check {
        id: "key-vault-private-endpoint",
        objective: "private-connectivity",
        title: "Key vault has a private endpoint",
        severity: Severity::Medium,
        kind: Kind::KeyVault,
        types: VAULT,
        rationale: "Through a private endpoint requests for keys stay inside one's own network. Without one they \
                    cross addresses that the whole internet can reach, and so can the vault.",
        reads: &[Key::PrivateConnectivity],
        test: |s| s.is(Key::PrivateConnectivity),
        aliases: &[
            Alias::checkov("CKV2_AZURE_32", VAULT),
            Alias::prowler("keyvault_private_endpoints", VAULT),
        ],
        remedies: &[Remedy::edit(
            VAULT,
            "Add a private endpoint for the vault in the network that uses it.",
            &[Edit::Companion(
                "resource \"azurerm_private_endpoint\" \"{name}\" {\n  name                = \"{name}-vault\"\n  \
                 location            = {address}.location\n  resource_group_name = \
                 {address}.resource_group_name\n  subnet_id           = azurerm_subnet.private.id\n\n  \
                 private_service_connection {\n    name                           = \"vault\"\n    \
                 private_connection_resource_id = {address}.id\n    subresource_names              = \
                 [\"vault\"]\n    is_manual_connection           = false\n  }\n}",
            )],
        )],
    },
    Check {
        id: "key-vault-logging",
        objective: "workload-logging",
        title: "Vault logs who uses its keys and secrets",
        severity: Severity::High,
        kind: Kind::KeyVault,
        types: BOTH,
        rationale: "The vault's log is the only record of who decrypted what. Without it nobody can tell after an \
                    incident which health information was opened.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[
            Alias::azure_policy("cf820ca0-f99e-4f3e-84fb-66e913812d21", VAULT),
            Alias::azure_policy("a2a5b911-5617-447e-a49e-59dbe0e0434b", MODULE),
            Alias::prowler("keyvault_logging_enabled", VAULT),
        ],
        remedies: &[Remedy::edit(
            BOTH,
            "Send the audit logs to a workspace.",
            &[Edit::Companion(
                "resource \"azurerm_monitor_diagnostic_setting\" \"{name}\" {\n  name                       = \
                 \"audit\"\n  target_resource_id         = {address}.id\n  log_analytics_workspace_id = \
                 azurerm_log_analytics_workspace.audit.id\n\n  enabled_log {\n    category_group = \
                 \"audit\"\n  }\n}",
            )],
        )
        .command("az monitor diagnostic-settings list --resource {name}")],
    },
    Check {
        id: "key-vault-role-based",
        objective: "least-privilege",
        title: "Key vault decides by roles, not by access policies",
        severity: Severity::Medium,
        kind: Kind::KeyVault,
        types: VAULT,
        rationale: "An access policy covers every key in the vault and whoever may write the vault may write it. \
                    Role assignments are made per key, reviewed with all others and can be time-bound.",
        reads: &[Key::RoleBasedAccess],
        test: |s| s.is(Key::RoleBasedAccess),
        aliases: &[Alias::prowler("keyvault_rbac_enabled", VAULT)],
        remedies: &[Remedy::edit(
            VAULT,
            "Switch to role-based access and assign roles to those who had policies.",
            &[Edit::Set("rbac_authorization_enabled", "true")],
        )
        .command("az keyvault show --name {name} --query properties.enableRbacAuthorization")
        .risk("Access policies stop counting at once; assign the roles first.")],
    },
    Check {
        id: "hardware-module-public-access",
        objective: "private-connectivity",
        title: "Hardware security module is closed to public networks",
        severity: Severity::High,
        kind: Kind::KeyVault,
        types: MODULE,
        rationale: "The module holds the most valuable keys there are. Behind a private endpoint, stolen \
                    credentials alone do not reach them.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[],
        remedies: &[Remedy::edit(
            MODULE,
            "Close public network access and reach the module through a private endpoint.",
            &[Edit::Set("public_network_access_enabled", "false")],
        )],
    },
    Check {
        id: "vault-certificate-validity",
        objective: "certificate-lifecycle",
        title: "Vault certificate is valid for a year at most",
        severity: Severity::Low,
        kind: Kind::Certificate,
        types: CERTIFICATE,
        rationale: "A certificate with a long life keeps working long after its key has leaked. A year bounds for \
                    how long somebody can pose as the service that holds health records.",
        reads: &[Key::CertificateMonths],
        test: |s| s.at_most(Key::CertificateMonths, 12),
        aliases: &[],
        remedies: &[Remedy::edit(
            CERTIFICATE,
            "Set the validity to twelve months or less.",
            &[Edit::Set("certificate_policy.x509_certificate_properties.validity_in_months", "12")],
        )],
    },
    Check {
        id: "vault-certificate-renewal",
        objective: "certificate-lifecycle",
        title: "Vault certificate renews by itself",
        severity: Severity::Medium,
        kind: Kind::Certificate,
        types: CERTIFICATE,
        rationale: "An expired certificate stops the service, and the workaround is often to stop checking \
                    certificates. Renewal on time keeps health information both reachable and encrypted on the way.",
        reads: &[Key::CertificateRenewal],
        test: |s| s.is(Key::CertificateRenewal),
        aliases: &[],
        remedies: &[Remedy::edit(
            CERTIFICATE,
            "Renew 30 days before the end.",
            &[
                Edit::Set("certificate_policy.lifetime_action.action.action_type", "\"AutoRenew\""),
                Edit::Set("certificate_policy.lifetime_action.trigger.days_before_expiry", "30"),
            ],
        )],
    },
];
