//! Settings over whole projects and organizations: policies, metadata, sign-in.

use crate::dialect::{Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_org_policy_policy", Kind::AccountSetting, policy),
    Type::resource("google_project_organization_policy", Kind::AccountSetting, older_policy),
    Type::resource("google_folder_organization_policy", Kind::AccountSetting, older_policy),
    Type::resource("google_organization_policy", Kind::AccountSetting, older_policy),
    Type::resource("google_compute_project_metadata", Kind::AccountSetting, metadata),
    Type::resource("google_compute_project_metadata_item", Kind::AccountSetting, metadata_item),
    Type::resource("google_identity_platform_config", Kind::UserPool, identity_platform),
    Type::resource("google_identity_platform_tenant", Kind::UserPool, nothing),
];

/// Judged only by what every resource has.
fn nothing(_: &Reader<'_>, _: &mut Resource) {}

fn policy(from: &Reader<'_>, to: &mut Resource) {
    // the name ends with the constraint: `projects/p/policies/iam.disableServiceAccountKeyCreation`
    to.set(
        Key::Constraint,
        from.read("name", Datum::Absent, |n| match crate::dialect::reader::certain_text(n) {
            crate::resource::Maybe::Known(name) => {
                Some(Datum::Text(name.rsplit('/').next().unwrap_or_default().into()))
            }
            crate::resource::Maybe::Unknown(_) => None,
        }),
    );
    let rules = from.blocks("spec.rules");
    let enforced = match (rules.first(), rules.unknown) {
        (Some(rule), _) => rule.bool("enforce", false),
        (None, Some((unknown, at))) => Setting::Unknown { why: std::sync::Arc::new(unknown.why.clone()), at },
        (None, None) => Setting::Default(false.into()),
    };
    to.set(Key::PolicyEnforced, enforced);
}

fn older_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::Constraint,
        from.text("constraint", Datum::Absent).map(|d| match d {
            Datum::Text(name) => Datum::Text(name.trim_start_matches("constraints/").into()),
            other => other,
        }),
    );
    to.set(Key::PolicyEnforced, from.bool("boolean_policy.enforced", false));
}

/// Compute Engine reads switches in metadata without regard to case.
fn switch(from: &Reader<'_>, path: &str, on: bool) -> Setting {
    from.read(path, on, |n| {
        n.as_text().map(|text| {
            Datum::Bool(["true", "1", "y", "yes"].iter().any(|yes| text.trim().eq_ignore_ascii_case(yes)))
        })
    })
}

fn metadata(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::OsLogin, switch(from, "metadata.enable-oslogin", false));
    to.set(Key::SerialPort, switch(from, "metadata.serial-port-enable", false));
}

/// One entry of the same metadata: it is judged for the switch it sets.
fn metadata_item(from: &Reader<'_>, to: &mut Resource) {
    match from.node("key").and_then(Node::as_text).as_deref() {
        Some("enable-oslogin") => to.set(Key::OsLogin, switch(from, "value", false)),
        Some("serial-port-enable") => to.set(Key::SerialPort, switch(from, "value", false)),
        _ => to,
    };
}

fn identity_platform(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AnonymousAccess, from.bool("sign_in.anonymous.enabled", false));
    to.set(Key::MultiFactor, from.text("mfa.state", "DISABLED"));
}
