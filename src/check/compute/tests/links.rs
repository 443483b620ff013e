//! Settings that companions bring, inherited ones, and types whose nature alone decides.

use crate::check::Verdict::{self, Fail, NotApplicable, Pass, Unknown};
use crate::testing::verdict;

/// Checks whose inputs stand here, because another resource decides them.
pub(super) const CHECKS: &[&str] = &[
    "function-url-origins",
    "machine-antimalware",
    "machine-backup",
    "machine-disaster-recovery",
    "repository-approval-rule",
    "notebook-local-accounts",
];

/// Checks that the type alone decides: nothing of it can be unknown.
pub(super) const SETTLED: &[&str] =
    &["managed-group-several-zones", "registry-supported-service", "registry-not-public"];

fn expect(text: &str, check: &str, address: &str, wanted: Verdict) {
    assert_eq!(verdict(text, check, address), Some(wanted), "{check} on {address}");
}

#[test]
fn a_functions_address_decides_its_origins() {
    let text = |origins: &str| {
        format!(
            "resource \"aws_lambda_function\" \"f\" {{\n function_name = \"f\"\n}}\n\
             resource \"aws_lambda_function\" \"alone\" {{\n function_name = \"g\"\n}}\n\
             resource \"aws_lambda_function_url\" \"u\" {{\n function_name = aws_lambda_function.f.function_name\n \
             authorization_type = \"AWS_IAM\"\n cors {{\n allow_origins = {origins}\n allow_methods = [\"*\"]\n }}\n}}\n"
        )
    };
    let check = "function-url-origins";
    expect(&text("[\"*\"]"), check, "aws_lambda_function.f", Fail);
    expect(&text("[\"https://a.example\"]"), check, "aws_lambda_function.f", Pass);
    expect(&text("var.unset"), check, "aws_lambda_function.f", Unknown);
    expect(&text("[\"*\"]"), check, "aws_lambda_function.alone", Pass);
}

#[test]
fn protection_of_a_machine_is_declared_beside_it() {
    let text = "resource \"azurerm_virtual_machine\" \"m\" {\n name = \"m\"\n}\n\
        resource \"azurerm_virtual_machine\" \"bare\" {\n name = \"n\"\n}\n\
        resource \"azurerm_virtual_machine\" \"dark\" {\n name = \"d\"\n}\n\
        resource \"azurerm_virtual_machine_extension\" \"a\" {\n virtual_machine_id = azurerm_virtual_machine.m.id\n \
        publisher = \"Microsoft.Azure.Security\"\n type = \"IaaSAntimalware\"\n auto_upgrade_minor_version = true\n}\n\
        resource \"azurerm_virtual_machine_extension\" \"d\" {\n virtual_machine_id = azurerm_virtual_machine.dark.id\n \
        publisher = \"Microsoft.Azure.Security\"\n type = \"IaaSAntimalware\"\n auto_upgrade_minor_version = var.unset\n}\n\
        resource \"azurerm_backup_protected_vm\" \"b\" {\n source_vm_id = azurerm_virtual_machine.m.id\n}\n\
        resource \"azurerm_site_recovery_replicated_vm\" \"r\" {\n source_vm_id = azurerm_virtual_machine.m.id\n}\n";
    for check in ["machine-antimalware", "machine-backup", "machine-disaster-recovery"] {
        expect(text, check, "azurerm_virtual_machine.m", Pass);
        expect(text, check, "azurerm_virtual_machine.bare", Fail);
    }
    expect(text, "machine-antimalware", "azurerm_virtual_machine.dark", Unknown);
}

#[test]
fn a_repository_needs_an_associated_rule() {
    let text = "resource \"aws_codecommit_repository\" \"r\" {\n repository_name = \"r\"\n}\n\
        resource \"aws_codecommit_repository\" \"bare\" {\n repository_name = \"s\"\n}\n\
        resource \"aws_codecommit_approval_rule_template_association\" \"a\" {\n repository_name = \"r\"\n}\n";
    expect(text, "repository-approval-rule", "aws_codecommit_repository.r", Pass);
    expect(text, "repository-approval-rule", "aws_codecommit_repository.bare", Fail);
}

#[test]
fn what_a_template_may_bring_is_not_judged_on_the_instance() {
    let text =
        "resource \"google_compute_instance_from_template\" \"i\" {\n source_instance_template = \"t\"\n}\n";
    for check in ["instance-shielded", "instance-public-address", "instance-serial-console-off"] {
        assert_eq!(verdict(text, check, "google_compute_instance_from_template.i"), None, "{check}");
    }
}

#[test]
fn conditions_narrow_what_a_check_is_asked() {
    let text = "resource \"aws_lambda_permission\" \"p\" {\n principal = \"111122223333\"\n}\n\
        resource \"aws_lambda_function\" \"f\" {\n function_name = \"f\"\n}\n\
        resource \"aws_autoscaling_group\" \"g\" {\n max_size = 1\n}\n";
    expect(text, "function-permission-source", "aws_lambda_permission.p", NotApplicable);
    expect(text, "function-environment-encryption", "aws_lambda_function.f", NotApplicable);
    expect(text, "scaling-group-load-balancer-health", "aws_autoscaling_group.g", NotApplicable);
}

#[test]
fn a_reference_to_a_key_counts_as_a_key() {
    let text = "resource \"aws_kms_key\" \"k\" {}\n\
        resource \"aws_sagemaker_domain\" \"d\" {\n kms_key_id = aws_kms_key.k.arn\n}\n\
        resource \"google_compute_instance\" \"i\" {\n service_account {\n \
        email = data.google_compute_default_service_account.d.email\n }\n}\n\
        resource \"google_compute_instance\" \"own\" {\n service_account {\n email = google_service_account.a.email\n }\n}\n\
        data \"google_compute_default_service_account\" \"d\" {}\n\
        resource \"google_service_account\" \"a\" {\n account_id = \"a\"\n}\n";
    expect(text, "notebook-customer-key", "aws_sagemaker_domain.d", Pass);
    expect(text, "instance-default-service-account", "google_compute_instance.i", Fail);
    expect(text, "instance-default-service-account", "google_compute_instance.own", Pass);
}

#[test]
fn workstations_refuse_local_accounts() {
    let text = "resource \"azurerm_machine_learning_compute_instance\" \"open\" {\n name = \"o\"\n}\n\
        resource \"azurerm_machine_learning_compute_instance\" \"closed\" {\n local_auth_enabled = false\n}\n\
        resource \"azurerm_machine_learning_compute_instance\" \"dark\" {\n local_auth_enabled = var.unset\n}\n";
    let check = "notebook-local-accounts";
    expect(text, check, "azurerm_machine_learning_compute_instance.closed", Pass);
    expect(text, check, "azurerm_machine_learning_compute_instance.open", Fail);
    expect(text, check, "azurerm_machine_learning_compute_instance.dark", Unknown);
}

#[test]
fn a_machine_that_reads_its_key_from_elsewhere_has_one() {
    let text = "resource \"azurerm_linux_virtual_machine\" \"m\" {\n admin_ssh_key {\n \
        public_key = file(\"~/.ssh/id_ed25519.pub\")\n }\n}\n";
    expect(text, "machine-public-key-login", "azurerm_linux_virtual_machine.m", Pass);
}
