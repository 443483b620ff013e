//! Application platforms: Elastic Beanstalk, App Runner, Step Functions, schedules, desktops, file transfer.

use crate::dialect::{Reader, Type};
use crate::resource::{Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_elastic_beanstalk_environment", Kind::WebApp, beanstalk),
    Type::resource("aws_apprunner_service", Kind::WebApp, app_runner),
    Type::resource("aws_sfn_state_machine", Kind::AutomationJob, state_machine),
    Type::resource("aws_scheduler_schedule", Kind::AutomationJob, schedule),
    Type::resource("aws_workspaces_workspace", Kind::ComputeInstance, workspace),
    Type::resource("aws_transfer_server", Kind::Endpoint, transfer),
];

/// A namespaced option of the environment is switched on.
fn option(from: &Reader<'_>, namespace: &str, name: &str) -> Setting {
    from.any_block("setting", |setting| {
        setting
            .says("namespace", &[namespace], false)
            .truth()
            .and(|| setting.says("name", &[name], false).truth())
            .and(|| setting.bool("value", false).truth())
    })
}

fn beanstalk(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::AutomaticUpdates,
        option(from, "aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled"),
    );
    to.set(
        Key::HealthProbe,
        option(from, "aws:elasticbeanstalk:healthreporting:system", "HealthStreamingEnabled"),
    );
}

fn app_runner(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("encryption_configuration.kms_key"));
    to.set(
        Key::PublicAccess,
        from.bool("network_configuration.ingress_configuration.is_publicly_accessible", true),
    );
    to.set(
        Key::NetworkAttached,
        from.says("network_configuration.egress_configuration.egress_type", &["VPC"], false),
    );
}

fn state_machine(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Tracing, from.bool("tracing_configuration.enabled", false));
    to.set(Key::AuditLogging, from.bool("logging_configuration.include_execution_data", false));
}

fn schedule(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_arn"));
}

fn workspace(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::RootVolumeEncrypted, from.bool("root_volume_encryption_enabled", false));
    to.set(Key::UserVolumeEncrypted, from.bool("user_volume_encryption_enabled", false));
}

fn transfer(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.says("endpoint_type", &["VPC", "VPC_ENDPOINT"], false).negate());
    to.set(Key::PlainFtp, from.mentions("protocols", &["FTP"], false));
    to.set(Key::TlsPolicy, from.text("security_policy_name", "TransferSecurityPolicy-2018-11"));
    to.set(Key::AuditLogging, from.block("logging_role").or(|| from.block("structured_log_destinations")));
}
