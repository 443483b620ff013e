//! Stacks within stacks, SAM, CDK, companions, places, and texts that are none.

use super::{findings, only, read, show, verdict};
use crate::check::Verdict;

const BUCKETS: &str = "Resources:
  Records:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration:
        Status: Suspended
      PublicAccessBlockConfiguration: &closed
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
        RestrictPublicBuckets: true
      Tags:
        - {Key: environment, Value: prod}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Records
      PolicyDocument:
        Statement:
          - {Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: !Sub '${Records.Arn}/*'}
  Bare:
    Type: AWS::S3::Bucket
";

#[test]
fn a_bucket_and_what_stands_apart_are_one() {
    assert_eq!(verdict(BUCKETS, "object-store-versioning", "Records"), Some(Verdict::Fail));
    assert_eq!(verdict(BUCKETS, "object-store-public-access-block", "Records"), Some(Verdict::Pass));
    assert_eq!(verdict(BUCKETS, "object-store-policy-public", "Records"), Some(Verdict::Fail));
    assert_eq!(verdict(BUCKETS, "object-store-public-access-block", "Bare"), Some(Verdict::Fail));
    assert_eq!(verdict(BUCKETS, "object-store-policy-public", "Bare"), Some(Verdict::Pass));
}

#[test]
fn findings_point_at_the_property_or_at_the_resource() {
    let (estate, findings, _) = findings(&[("stack.yaml", BUCKETS)]);
    let line = |address: &str| {
        let id = crate::check::registry().find("object-store-versioning").unwrap();
        let f =
            findings.iter().find(|f| f.check == id && &*estate.get(f.resource).unwrap().address == address);
        let resource = estate.get(f.unwrap().resource).unwrap();
        let setting = resource.get(crate::resource::Key::Versioning).unwrap().at();
        setting.site.or(setting.origin).or(resource.span).map(|s| s.line)
    };
    assert_eq!((line("Records"), line("Bare")), (Some(6), Some(21)));
}

#[test]
fn json_is_read_alike() {
    let text = r#"{"Resources": {"Records": {"Type": "AWS::S3::Bucket",
  "Properties": {"BucketName": {"Fn::Join": ["-", ["a", "b"]]},
    "VersioningConfiguration": {"Status": "Enabled"}}}}}"#;
    let code = read(&[("t.json", text)]);
    let bucket = only(&code, "aws_s3_bucket");
    assert_eq!(show(bucket.get("bucket")), "a-b");
    assert_eq!(bucket.body["versioning"].site.map(|s| s.line), Some(3));
    assert_eq!(bucket.span.line, 1);
}

#[test]
fn a_resource_of_a_condition_is_there_not_there_or_perhaps() {
    let text = "Parameters: {P: {Type: String}}
Conditions: {No: !Equals [a, b], Open: !Equals [!Ref P, b]}
Resources:
  A: {Type: 'AWS::S3::Bucket', Condition: No}
  B: {Type: 'AWS::S3::Bucket', Condition: Open}
";
    let code = read(&[("t.yaml", text)]);
    let bucket = only(&code, "aws_s3_bucket");
    assert_eq!((&*bucket.address, bucket.existence.is_some()), ("B", true));
}

#[test]
fn stacks_within_stacks_pass_values_both_ways() {
    let outer = "Resources:
  Store:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./nested/store.yaml
      Parameters: {Versions: Enabled}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !GetAtt Store.Outputs.Name
      PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: '*', Resource: '*'}]}
  Far:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: https://example.org/x.yaml}
";
    let inner = "Parameters: {Versions: {Type: String, Default: Suspended}}
Resources:
  Records:
    Type: AWS::S3::Bucket
    Properties: {VersioningConfiguration: {Status: !Ref Versions}}
Outputs: {Name: {Value: !Ref Records}}
";
    let files = [("app/main.yaml", outer), ("app/nested/store.yaml", inner)];
    let (estate, findings, code) = findings(&files);
    let verdict = |check: &str| {
        let id = crate::check::registry().find(check).unwrap();
        let of = |r: crate::resource::ResourceId| &*estate.get(r).unwrap().address == "Store.Records";
        findings.iter().find(|f| f.check == id && of(f.resource)).map(|f| f.verdict)
    };
    assert_eq!(verdict("object-store-versioning"), Some(Verdict::Pass));
    assert_eq!(verdict("object-store-policy-public"), Some(Verdict::Fail), "linked through the output");
    let bucket = only(&code, "aws_s3_bucket");
    assert_eq!((&*bucket.root, bucket.calls.len()), ("app/main.yaml", 1));
    assert!(code.parts[0].report.unavailable[0].message.contains("https://example.org/x.yaml"));
}

#[test]
fn stacks_that_are_within_themselves_end() {
    let of = |other: &str| {
        format!(
            "Resources:\n  S:\n    Type: AWS::CloudFormation::Stack\n    Properties: {{TemplateURL: {other}}}\n  B: {{Type: 'AWS::S3::Bucket'}}\n"
        )
    };
    let code = read(&[("a.yaml", &of("b.yaml")), ("b.yaml", &of("a.yaml")), ("c.yaml", &of("c.yaml"))]);
    let report = &code.parts[0].report;
    assert!(
        report.failed.iter().all(|p| p.message.contains("within itself") && p.line == 2),
        "{:?}",
        report.failed
    );
    assert!(!report.failed.is_empty());
    assert!(code.natives.iter().any(|n| &*n.root == "c.yaml" && &*n.native_type == "aws_s3_bucket"));
}

#[test]
fn constructs_are_named_by_their_path() {
    let text = r#"{"Resources": {"RecordsA1B2": {"Type": "AWS::S3::Bucket", "Metadata": {"aws:cdk:path": "App/Records/Resource"}},
 "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "RecordsA1B2"}, "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}}}}}"#;
    let (_, _, code) = findings(&[("t.template.json", text)]);
    assert_eq!(&*only(&code, "aws_s3_bucket").address, "App/Records/Resource");
    assert_eq!(verdict(text, "object-store-policy-public", "App/Records/Resource"), Some(Verdict::Fail));
}

#[test]
fn broken_texts_give_one_line_each_and_the_rest_is_read() {
    let deep = format!("Resources:\n  A: {}", "[".repeat(200));
    let bombs = "Resources: &a\n  x: [1, 2, 3, 4, 5, 6, 7, 8, 9]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e]\ng: [*f, *f, *f, *f, *f, *f, *f, *f]\nAWSTemplateFormatVersion: 1\n";
    let files = [
        ("good.yaml", BUCKETS),
        ("cut.yaml", "AWSTemplateFormatVersion: 1\nResources:\n  A: {Type: 'AWS::S3::Bucket'\n"),
        ("cut.json", "{\"AWSTemplateFormatVersion\": 1, \"Resources\": {\"A\": "),
        ("list.yaml", "AWSTemplateFormatVersion: 1\nResources: [1]\n"),
        ("none.yaml", "AWSTemplateFormatVersion: 1\nOutputs: {}\n"),
        ("untyped.yaml", "AWSTemplateFormatVersion: 1\nResources:\n  A: {}\n"),
        (
            "twice.yaml",
            "AWSTemplateFormatVersion: 1\nResources:\n  A: {Type: 'AWS::S3::Bucket'}\n  A: {Type: 'AWS::S3::Bucket'}\n",
        ),
        ("deep.yaml", &format!("AWSTemplateFormatVersion: 1\n{deep}")),
        ("bombs.yaml", bombs),
        (
            "nulls.yaml",
            "AWSTemplateFormatVersion: 1\nResources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n",
        ),
    ];
    let code = read(&files);
    let report = &code.parts[0].report;
    let told: std::collections::BTreeSet<&str> =
        report.failed.iter().chain(&report.limits).map(|p| &*p.path).collect();
    let expected = [
        "bombs.yaml",
        "cut.json",
        "cut.yaml",
        "deep.yaml",
        "list.yaml",
        "none.yaml",
        "twice.yaml",
        "untyped.yaml",
    ];
    assert_eq!(told.into_iter().collect::<Vec<_>>(), expected, "{:?}", report.failed);
    assert!(code.natives.iter().any(|n| &*n.root == "good.yaml"));
    assert!(code.natives.iter().any(|n| &*n.root == "nulls.yaml"));
}

proptest::proptest! {
    #[test]
    fn no_text_brings_the_reader_down(text in "(Resources|Parameters|Conditions|Mappings|Outputs|Transform|Type|AWS::S3::Bucket|Ref|!Ref|!Sub|!If|Fn::ForEach::X|Fn::GetAtt|[ :\\n{}\\[\\],'\"&*a-c-]){0,60}") {
        let whole = format!("AWSTemplateFormatVersion: 1\n{text}");
        let _ = read(&[("t.yaml", &whole), ("t.json", &format!("{{\"AWSTemplateFormatVersion\":1,{text}}}"))]);
    }
}
