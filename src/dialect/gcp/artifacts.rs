//! Building and keeping software: Artifact Registry, Container Registry, Cloud Build, notebooks.

use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_artifact_registry_repository", Kind::Registry, repository),
    Type::resource("google_container_registry", Kind::Registry, container_registry),
    Type::resource("google_cloudbuild_worker_pool", Kind::BuildProject, workers),
    Type::resource("google_cloudbuild_trigger", Kind::BuildProject, trigger),
    Type::resource("google_notebooks_instance", Kind::Notebook, notebook),
    Type::resource("google_workbench_instance", Kind::Notebook, workbench),
    Type::resource("google_notebooks_runtime", Kind::Notebook, runtime),
];

fn present(setting: Setting) -> Setting {
    setting.map(|d| Datum::Bool(d != Datum::Absent))
}

fn repository(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_name"));
    to.set(
        Key::VulnerabilityScanning,
        from.says("vulnerability_scanning_config.enablement_config", &["DISABLED"], false).negate(),
    );
    if from.says("format", &["DOCKER"], false).truth() == crate::resource::Truth::True {
        to.set(Key::ImmutableTags, from.bool("docker_config.immutable_tags", false));
    }
}

fn container_registry(_: &Reader<'_>, to: &mut Resource) {
    // the service was shut down; images belong in Artifact Registry
    to.set(Key::SupportedRelease, Setting::default(false));
}

fn workers(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAddress, from.bool("worker_config.no_external_ip", false).negate());
}

fn trigger(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::DefaultIdentity, present(from.presence("service_account")).negate());
}

fn notebook(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAddress, from.bool("no_public_ip", false).negate());
    to.set(Key::VirtualTpm, from.bool("shielded_instance_config.enable_vtpm", true));
    to.set(Key::IntegrityMonitoring, from.bool("shielded_instance_config.enable_integrity_monitoring", true));
    let key = present(from.presence("kms_key"));
    to.set(Key::CustomerKey, key.and(|| from.says("disk_encryption", &["CMEK"], false)));
}

fn workbench(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAddress, from.bool("gce_setup.disable_public_ip", false).negate());
    let boot = present(from.presence("gce_setup.boot_disk.kms_key"));
    to.set(
        Key::CustomerKey,
        boot.and(|| {
            from.every_block("gce_setup.data_disks", true, |disk| present(disk.presence("kms_key")).truth())
        }),
    );
    to.set(Key::VirtualTpm, from.bool("gce_setup.shielded_instance_config.enable_vtpm", true));
    to.set(
        Key::IntegrityMonitoring,
        from.bool("gce_setup.shielded_instance_config.enable_integrity_monitoring", true),
    );
}

fn runtime(from: &Reader<'_>, to: &mut Resource) {
    let machine = "virtual_machine.virtual_machine_config";
    to.set(Key::PublicAddress, from.bool(&format!("{machine}.internal_ip_only"), false).negate());
    to.set(Key::CustomerKey, from.presence(&format!("{machine}.encryption_config.kms_key")));
}
