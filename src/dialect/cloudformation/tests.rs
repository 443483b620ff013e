//! Each family of types: what passes, what fails, and what nobody can tell.

use super::{FAMILIES, SHAPES};
use crate::check::{Verdict, assess, registry};
use crate::dialect::live::Shape;
use crate::dialect::{find, translate};
use crate::resource::Side;
use crate::source::Tree;
use crate::source::code::{Options, read};

/// A check, a type, and properties with which it passes, fails and cannot be told; an empty one is left out.
type Case = (&'static str, &'static str, [&'static str; 3]);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("object-store-versioning", "AWS::S3::Bucket", ["VersioningConfiguration: {Status: Enabled}", "BucketName: x", "VersioningConfiguration: {Status: !Ref Open}"]),
    ("object-store-access-logging", "AWS::S3::Bucket", ["LoggingConfiguration: {LogFilePrefix: x}", "BucketName: x", "LoggingConfiguration: !Ref Open"]),
    ("firewall-restricted-egress", "AWS::EC2::SecurityGroup", ["SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}]", "GroupDescription: x", "SecurityGroupEgress: !Ref Open"]),
    ("block-volume-encryption", "AWS::EC2::Volume", ["Encrypted: true", "Size: 1", "Encrypted: !Ref Open"]),
    ("file-share-encryption", "AWS::EFS::FileSystem", ["Encrypted: true", "Encrypted: false", "Encrypted: !Ref Open"]),
    ("key-rotation", "AWS::KMS::Key", ["EnableKeyRotation: true", "Description: x", "EnableKeyRotation: !Ref Open"]),
    ("database-encryption", "AWS::RDS::DBInstance", ["{Engine: mysql, StorageEncrypted: true}", "Engine: mysql", "{Engine: mysql, StorageEncrypted: !Ref Open}"]),
    ("database-encryption", "AWS::RDS::DBCluster", ["StorageEncrypted: true", "Engine: aurora-mysql", "StorageEncrypted: !Ref Open"]),
    ("audit-trail-integrity", "AWS::CloudTrail::Trail", ["EnableLogFileValidation: true", "IsLogging: true", "EnableLogFileValidation: !Ref Open"]),
    ("api-access-logging", "AWS::ApiGateway::Stage", ["AccessLogSetting: {DestinationArn: !GetAtt Other.Arn}", "StageName: x", "AccessLogSetting: {DestinationArn: !Ref Open}"]),
    ("api-method-authentication", "AWS::ApiGateway::Method", ["AuthorizationType: AWS_IAM", "AuthorizationType: NONE", "AuthorizationType: !Ref Open"]),
];

#[test]
fn checks_read_templates_as_they_read_terraform() {
    let mut text =
        String::from("Parameters: {Open: {Type: String}}\nResources:\n  Other: {Type: 'Custom::Other'}\n");
    let names = ["Pass", "Fail", "Unknown"];
    for (i, (_, vendor, bodies)) in CASES.iter().enumerate() {
        for (name, body) in names.iter().zip(bodies).filter(|(_, body)| !body.is_empty()) {
            let body = if body.starts_with('{') { (*body).to_owned() } else { format!("{{{body}}}") };
            text.extend([format!("  C{i}{name}:\n    Type: {vendor}\n    Properties: {body}\n")]);
        }
    }
    let code = read(&Tree::memory([("stack.yaml", text.as_str())]), &Options::default());
    assert!(code.parts[0].report.failed.is_empty(), "{:?}", code.parts[0].report.failed);
    let estate = translate(&code.natives, Side::Declared).estate;
    let findings = assess(&estate);
    let mut wrong = Vec::new();
    for (i, (check, vendor, bodies)) in CASES.iter().enumerate() {
        let id = registry().find(check).unwrap_or_else(|| panic!("no check {check}"));
        for (j, expected) in [Verdict::Pass, Verdict::Fail, Verdict::Unknown].into_iter().enumerate() {
            if bodies[j].is_empty() {
                continue;
            }
            let address = format!("C{i}{}", names[j]);
            let got = findings
                .iter()
                .find(|f| f.check == id && *estate.get(f.resource).unwrap().address == *address)
                .map(|f| f.verdict);
            if got != Some(expected) {
                wrong.push(format!("{check} on {vendor}: {got:?}, expected {expected:?} of {}", bodies[j]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_shape_names_types_of_the_dialect_and_stands_once() {
    let all: Vec<&Shape> = FAMILIES.iter().copied().flatten().collect();
    assert_eq!(all.len(), SHAPES.len(), "a type stands twice");
    assert!(all.len() >= 90);
    for shape in all {
        assert!(find(shape.native).is_some(), "{}: no dialect reads {}", shape.vendor, shape.native);
        for companion in shape.companions {
            assert!(
                find(companion.native).is_some(),
                "{}: no dialect reads {}",
                shape.vendor,
                companion.native
            );
        }
    }
}
