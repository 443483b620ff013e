//! Access lists of buckets: canned names and explicit grants.

use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

/// Canned lists that let strangers read; `website` was one in early providers.
pub(super) const READ: &[&str] = &["public-read", "public-read-write", "authenticated-read", "website"];
/// Canned lists that let strangers write.
pub(super) const WRITE: &[&str] = &["public-read-write"];

const ALL_USERS: &[&str] = &["http://acs.amazonaws.com/groups/global/AllUsers"];
const AUTHENTICATED_USERS: &[&str] = &["http://acs.amazonaws.com/groups/global/AuthenticatedUsers"];

pub(super) const ACL: Type = Type::resource("aws_s3_bucket_acl", Kind::StorageSetting, build).with_links(&[
    Link { by: &["bucket"], to: &["aws_s3_bucket"], named: &["bucket"], apply: exposure },
    Link { by: &["bucket"], to: &["aws_s3_bucket"], named: &["bucket"], apply: lists_in_use },
]);

/// Where grants stand: the path of the blocks and of the group in each.
struct Grants {
    blocks: &'static str,
    group: &'static str,
    permission: &'static str,
}

const COMPANION: Grants =
    Grants { blocks: "access_control_policy.grant", group: "grantee.uri", permission: "permission" };
const INLINE: Grants = Grants { blocks: "grant", group: "uri", permission: "permissions" };

fn build(from: &Reader<'_>, to: &mut Resource) {
    exposure(from, to);
    to.set(Key::PublicAclRead, granted(from, &COMPANION, ALL_USERS, Some(&["FULL_CONTROL", "READ_ACP"])));
}

/// A bucket takes access lists only while its owner is not enforced.
fn lists_in_use(from: &Reader<'_>, to: &mut Resource) {
    if matches!(to.get(Key::UniformAccess), None | Some(Setting::Default(_))) {
        to.set(Key::UniformAccess, Setting::concluded(Truth::False, from.place()));
    }
}

fn exposure(from: &Reader<'_>, to: &mut Resource) {
    fill(from, to, &COMPANION);
}

pub(super) fn inline(from: &Reader<'_>, to: &mut Resource) {
    fill(from, to, &INLINE);
}

fn fill(from: &Reader<'_>, to: &mut Resource, grants: &Grants) {
    let [read, write, any_account] = if from.has("acl") {
        [READ, WRITE, &["authenticated-read"]].map(|lists| from.says("acl", lists, false))
    } else {
        [
            granted(from, grants, ALL_USERS, None),
            granted(from, grants, ALL_USERS, Some(&["WRITE", "WRITE_ACP", "FULL_CONTROL"])),
            granted(from, grants, AUTHENTICATED_USERS, None),
        ]
    };
    widen(to, Key::PublicRead, read);
    widen(to, Key::PublicWrite, write);
    widen(to, Key::AnyAccountAccess, any_account);
}

/// A list that lets strangers in is never hidden by another on the same bucket.
fn widen(to: &mut Resource, key: Key, setting: Setting) {
    let now = to.get(key).map(Setting::truth);
    let open = matches!(now, Some(Truth::True));
    let unclear = matches!(now, Some(Truth::Unknown(_)));
    if !(open || unclear && setting.truth() == Truth::False) {
        to.set(key, setting);
    }
}

/// Whether a grant gives the group one of the permissions, or any.
fn granted(from: &Reader<'_>, grants: &Grants, group: &[&str], permissions: Option<&[&str]>) -> Setting {
    from.any_block(grants.blocks, |grant| {
        grant.says(grants.group, group, false).truth().and(|| match permissions {
            None => Truth::True,
            Some(wanted) => grant.mentions(grants.permission, wanted, false).truth(),
        })
    })
    .map(|d| if d == Datum::Absent { Datum::Bool(false) } else { d })
}
