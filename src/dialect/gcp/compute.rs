//! Compute Engine: instances, templates and managed groups.

use crate::dialect::{Reader, Type};
use crate::native::Why;
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_compute_instance", Kind::ComputeInstance, instance),
    Type::resource("google_compute_instance_from_template", Kind::ComputeInstance, instance),
    Type::resource("google_compute_instance_template", Kind::InstanceTemplate, template),
    Type::resource("google_compute_region_instance_template", Kind::InstanceTemplate, template),
    Type::resource("google_compute_instance_group_manager", Kind::InstanceGroup, group),
    Type::resource("google_compute_region_instance_group_manager", Kind::InstanceGroup, regional_group),
    Type::resource("google_tpu_v2_vm", Kind::ComputeInstance, accelerator),
];

/// Every scope of every API, in its long and its short form.
const FULL_ACCESS: &[&str] = &["https://www.googleapis.com/auth/cloud-platform", "cloud-platform"];

/// `123456789-compute@developer.gserviceaccount.com`
fn is_default_account(email: &str) -> bool {
    email
        .strip_suffix("-compute@developer.gserviceaccount.com")
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether the service account block names the project's default account, or none, which means the same.
fn default_account(account: &Reader<'_>) -> Truth {
    let email = account.presence("email");
    match email.datum() {
        Some(Datum::Absent) => Truth::True,
        Some(Datum::Text(email)) => is_default_account(email).into(),
        Some(Datum::Reference(r)) => {
            r.address.contains("data.google_compute_default_service_account.").into()
        }
        Some(_) => Truth::False,
        None => Truth::Unknown(email.why().cloned().unwrap_or(Why::Invalid("email".into())).into()),
    }
}

/// A setting of the instance that comes from its template when it is not written.
fn unless_inherited(from: &Reader<'_>, to: &mut Resource, path: &str, key: Key, setting: Setting) {
    if from.has("source_instance_template") && !from.has(path) {
        return;
    }
    to.set(key, setting);
}

fn machine(from: &Reader<'_>, to: &mut Resource) {
    // nodes that GKE manages follow the cluster's settings
    let managed =
        from.node("name").and_then(crate::native::Node::as_text).is_some_and(|n| n.starts_with("gke-"));
    let metadata = |name: &str| format!("metadata.{name}");
    let path = metadata("block-project-ssh-keys");
    unless_inherited(from, to, &path, Key::ProjectKeysBlocked, from.bool(&path, false));
    let path = metadata("enable-oslogin");
    unless_inherited(from, to, &path, Key::CentralLogin, from.bool(&path, Datum::Absent));
    let path = metadata("serial-port-enable");
    unless_inherited(from, to, &path, Key::SerialConsole, from.bool(&path, false));
    let forwarding = if managed { Setting::default(false) } else { from.bool("can_ip_forward", false) };
    unless_inherited(from, to, "can_ip_forward", Key::IpForwarding, forwarding);
    let addresses = from.any_block("network_interface", |interface| {
        interface.block("access_config").or(|| interface.block("ipv6_access_config")).truth()
    });
    unless_inherited(from, to, "network_interface", Key::PublicAddress, addresses);

    let shielded = from.every_block("shielded_instance_config", false, |config| {
        config.bool("enable_vtpm", true).and(|| config.bool("enable_integrity_monitoring", true)).truth()
    });
    unless_inherited(from, to, "shielded_instance_config", Key::ShieldedMachine, shielded);
    unless_inherited(
        from,
        to,
        "shielded_instance_config",
        Key::SecureBoot,
        from.bool("shielded_instance_config.enable_secure_boot", false),
    );

    if from.has("service_account") {
        let default = if managed {
            Setting::default(false)
        } else {
            from.any_block("service_account", default_account)
        };
        to.set(Key::DefaultIdentity, default);
    }
    let full = if managed {
        Setting::default(false)
    } else {
        from.any_block("service_account", |account| {
            account.mentions("scopes", FULL_ACCESS, false).truth().and(|| default_account(account))
        })
    };
    unless_inherited(from, to, "service_account", Key::DefaultIdentityFullAccess, full);
}

fn instance(from: &Reader<'_>, to: &mut Resource) {
    machine(from, to);
    if &*from.native().native_type == "google_compute_instance" {
        let key =
            from.block("boot_disk.kms_key_self_link").or(|| from.block("boot_disk.disk_encryption_key_raw"));
        to.set(Key::CustomerKey, key);
        to.set(Key::DeletionProtection, from.bool("deletion_protection", false));
    }
}

fn template(from: &Reader<'_>, to: &mut Resource) {
    machine(from, to);
    to.set(
        Key::CustomerKey,
        from.every_block("disk", false, |disk| disk.block("disk_encryption_key.kms_key_self_link").truth()),
    );
}

fn group(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::HealthProbe, from.block("auto_healing_policies"));
    to.set(Key::MultiZone, Setting::default(false));
}

fn regional_group(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::HealthProbe, from.block("auto_healing_policies"));
    to.set(Key::MultiZone, Setting::default(true));
}

fn accelerator(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAddress, from.bool("network_config.enable_external_ips", true));
}
