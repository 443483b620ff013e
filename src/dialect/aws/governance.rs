//! Account contacts, stacks and assistants: what stands above single systems.

use crate::dialect::{Reader, Type};
use crate::resource::{Key, Kind, Resource};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_account_alternate_contact", Kind::Alarm, alternate_contact),
    Type::resource("aws_cloudformation_stack", Kind::AutomationJob, stack),
    Type::resource("aws_bedrockagent_agent", Kind::Endpoint, assistant),
];

fn alternate_contact(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ContactCategories, from.name("alternate_contact_type"));
    to.set(Key::AlertRecipients, from.presence("email_address"));
    to.set(Key::ContactPhone, from.presence("phone_number"));
}

fn stack(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Notifications, from.presence("notification_arns"));
}

fn assistant(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("customer_encryption_key_arn"));
}
