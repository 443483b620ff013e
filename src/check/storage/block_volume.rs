//! Block volumes.

use crate::check::{Alias, Check, Edit, Remedy, Severity, Tool};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[Check {
    id: "block-volume-encryption",
    objective: "encryption-at-rest",
    title: "Block volume is encrypted",
    severity: Severity::High,
    kind: Kind::BlockVolume,
    types: &[],
    rationale: "A volume holds whatever its machine writes, swap and temporary files included. Without encryption \
                a detached, copied or shared volume gives away every record on it.",
    reads: &[Key::EncryptedAtRest],
    test: |s| s.is(Key::EncryptedAtRest),
    aliases: &[
        Alias { tool: Tool::Checkov, id: "CKV_AWS_3", types: &["aws_ebs_volume"] },
        Alias { tool: Tool::Trivy, id: "AVD-AWS-0026", types: &["aws_ebs_volume"] },
        Alias { tool: Tool::AwsConfig, id: "ENCRYPTED_VOLUMES", types: &["aws_ebs_volume"] },
    ],
    remedies: &[Remedy {
        types: &["aws_ebs_volume"],
        steps: "Set encrypted on the volume. An existing volume cannot be encrypted in place: Terraform replaces \
                it, so take a snapshot first and restore from an encrypted copy.",
        terraform: &[Edit::Set("encrypted", "true")],
        command: "aws ec2 enable-ebs-encryption-by-default --region {region}",
        risk: "The volume is replaced; data is lost unless it is restored from a snapshot.",
    }],
}];
