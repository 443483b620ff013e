//! Identity and Access Management: policies, roles, users and their attachments.

use super::policy;
use crate::dialect::{Reader, Type};
use crate::resource::{Key, Kind, Resource};

pub(super) static TYPES: &[Type] = &[
    Type::data("aws_iam_policy_document", Kind::Policy, document),
    Type::resource("aws_iam_policy", Kind::Policy, policy),
    Type::resource("aws_iam_role_policy", Kind::Policy, policy),
    Type::resource("aws_iam_user_policy", Kind::Policy, policy),
    Type::resource("aws_iam_group_policy", Kind::Policy, policy),
];

fn document(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Permissions, policy::document(from));
}

fn policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Permissions, policy::statements(from, "policy"));
}
