//! Document AI and Dialogflow: services that read documents and talk with patients.

use crate::dialect::combine::either;
use crate::dialect::{Reader, Type};
use crate::resource::{Key, Kind, Resource};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_document_ai_processor", Kind::Endpoint, processor),
    Type::resource("google_document_ai_warehouse_location", Kind::Endpoint, warehouse),
    Type::resource("google_dialogflow_agent", Kind::Endpoint, agent),
    Type::resource("google_dialogflow_cx_agent", Kind::Endpoint, cx_agent),
    Type::resource("google_dialogflow_cx_webhook", Kind::Endpoint, cx_webhook),
];

fn processor(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_name"));
}

fn warehouse(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key"));
}

fn agent(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessLogging, from.bool("enable_logging", false));
}

fn cx_agent(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::AccessLogging,
        either([
            from.bool("enable_stackdriver_logging", false),
            from.bool("advanced_settings.logging_settings.enable_stackdriver_logging", false),
        ]),
    );
}

fn cx_webhook(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessLogging, from.bool("enable_stackdriver_logging", false));
}
