//! Mail that leaves the platform.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const FIRST: &[&str] = &["aws_ses_configuration_set"];
const SECOND: &[&str] = &["aws_sesv2_configuration_set"];

pub(super) static CHECKS: &[Check] = &[Check {
    id: "mail-requires-tls",
    objective: "encryption-in-transit",
    title: "Mail is sent over TLS or not at all",
    severity: Severity::High,
    kind: Kind::Endpoint,
    types: &["aws_ses_configuration_set", "aws_sesv2_configuration_set"],
    rationale: "By default mail goes out in clear text to a receiver without TLS. Appointments, results and names of \
                patients can then be read on the way.",
    reads: &[Key::EncryptedInTransit],
    test: |s| s.is(Key::EncryptedInTransit),
    aliases: &[Alias::checkov("CKV_AWS_365", FIRST)],
    remedies: &[
        Remedy::edit(FIRST, "Require TLS.", &[Edit::Set("delivery_options.tls_policy", "\"Require\"")])
            .command("aws ses put-configuration-set-delivery-options --configuration-set-name {name} --delivery-options TlsPolicy=Require --region {region}")
            .risk("Mail to receivers without TLS is not delivered."),
        Remedy::edit(SECOND, "Require TLS.", &[Edit::Set("delivery_options.tls_policy", "\"REQUIRE\"")])
            .command("aws sesv2 put-configuration-set-delivery-options --configuration-set-name {name} --tls-policy REQUIRE --region {region}")
            .risk("Mail to receivers without TLS is not delivered."),
    ],
}];
