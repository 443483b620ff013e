//! Simple Email Service: how messages leave.

use crate::dialect::combine::text_is;
use crate::dialect::{Reader, Type};
use crate::resource::{Key, Kind, Resource};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_ses_configuration_set", Kind::Endpoint, configuration_set),
    Type::resource("aws_sesv2_configuration_set", Kind::Endpoint, configuration_set_v2),
];

fn configuration_set(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedInTransit, text_is(from, "delivery_options.tls_policy", "Optional", &["Require"]));
}

fn configuration_set_v2(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedInTransit, text_is(from, "delivery_options.tls_policy", "OPTIONAL", &["REQUIRE"]));
}
