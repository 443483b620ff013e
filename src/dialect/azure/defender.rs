//! Microsoft Defender for Cloud: plans, contacts and settings of a subscription.

use crate::dialect::combine::text_is;
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_security_center_subscription_pricing", Kind::ThreatDetector, plan),
    Type::resource("azurerm_security_center_contact", Kind::Alarm, contact),
    Type::resource(
        "azurerm_security_center_auto_provisioning",
        Kind::ConfigurationRecorder,
        auto_provisioning,
    ),
    Type::resource("azurerm_security_center_setting", Kind::ThreatDetector, setting),
    Type::resource("azurerm_security_center_workspace", Kind::LogExport, workspace),
    Type::resource("azurerm_security_center_automation", Kind::Alarm, automation),
    Type::resource(
        "azurerm_security_center_server_vulnerability_assessment_virtual_machine",
        Kind::ThreatDetector,
        scanner,
    ),
    Type::resource(
        "azurerm_security_center_server_vulnerability_assessments_setting",
        Kind::ThreatDetector,
        scanner,
    ),
    Type::resource("azurerm_iot_security_solution", Kind::ThreatDetector, iot_solution),
];

fn plan(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::DetectionPlan, from.text("resource_type", "VirtualMachines"));
    to.set(Key::ThreatDetection, text_is(from, "tier", "Free", &["Standard"]));
}

fn contact(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlertRecipients, from.presence("email"));
    to.set(Key::ContactPhone, from.presence("phone"));
    to.set(Key::AlertNotifications, from.bool("alert_notifications", Datum::Absent));
    to.set(Key::AlertAdministrators, from.bool("alerts_to_admins", Datum::Absent));
}

fn auto_provisioning(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::RecorderRunning, text_is(from, "auto_provision", "Off", &["On"]));
}

fn setting(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::DetectionFeature, from.text("setting_name", Datum::Absent));
    to.set(Key::ThreatDetection, from.bool("enabled", Datum::Absent));
}

fn workspace(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LogDestination, crate::dialect::combine::refers_to(from, "workspace_id"));
}

fn automation(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlarmEnabled, from.bool("enabled", true));
    to.set(Key::AlarmActions, from.block("action"));
}

fn scanner(_: &Reader<'_>, to: &mut Resource) {
    to.set(Key::VulnerabilityScanning, Setting::default(true));
}

fn iot_solution(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, from.bool("enabled", true));
}
