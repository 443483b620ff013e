//! Elastic Block Store volumes.

use crate::dialect::{Reader, Type};
use crate::resource::{Key, Kind, Resource};

pub(super) static TYPES: &[Type] = &[Type::resource("aws_ebs_volume", Kind::BlockVolume, volume)];

fn volume(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("encrypted", false));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
}
