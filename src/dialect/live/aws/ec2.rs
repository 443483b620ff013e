//! Elastic Compute Cloud: volumes.
//!
//! Source: the configuration item schemas of `awslabs/aws-config-resource-schema`.

use crate::dialect::live::{Field, Shape};

pub(super) static SHAPES: &[Shape] = &[Shape::new(
    "AWS::EC2::Volume",
    "aws_ebs_volume",
    &[
        Field::same("encrypted", "encrypted"),
        Field::reference("kms_key_id", "kmsKeyId"),
        Field::same("availability_zone", "availabilityZone"),
        Field::same("snapshot_id", "snapshotId").or_unset(),
        Field::same("size", "size"),
        Field::same("type", "volumeType"),
    ],
)];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::check::Verdict;
    use crate::testing::live_verdict;

    #[test]
    fn a_volume_is_judged_by_what_the_item_tells() {
        let volume =
            |configuration| live_verdict("AWS::EC2::Volume", configuration, "block-volume-encryption");
        assert_eq!(volume(json!({"encrypted": true})), Some(Verdict::Pass));
        assert_eq!(volume(json!({"encrypted": false})), Some(Verdict::Fail));
        // an item without the word has not measured it
        assert_eq!(volume(json!({"size": 8})), Some(Verdict::Unknown));
    }
}
