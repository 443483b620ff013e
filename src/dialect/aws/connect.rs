//! Amazon Connect: what a contact centre keeps of calls and chats.

use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource};

pub(super) static TYPES: &[Type] =
    &[Type::resource("aws_connect_instance_storage_config", Kind::Endpoint, storage)];

fn storage(from: &Reader<'_>, to: &mut Resource) {
    let block = ["s3_config", "kinesis_video_stream_config"]
        .into_iter()
        .find(|block| from.has(&format!("storage_config.{block}")));
    to.set(
        Key::RecordingStore,
        from.text("storage_config.storage_type", block.map_or(Datum::Absent, Datum::from)).map(|d| match d {
            Datum::Text(name) if &*name == "s3_config" => Datum::from("S3"),
            Datum::Text(name) if &*name == "kinesis_video_stream_config" => {
                Datum::from("KINESIS_VIDEO_STREAM")
            }
            other => other,
        }),
    );
    if let Some(block) = block {
        to.set(Key::CustomerKey, from.presence(&format!("storage_config.{block}.encryption_config.key_id")));
    }
}
