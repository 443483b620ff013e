//! Every function, with what is known and what is not.

use super::{only, read, read_with, show};
use crate::native::Node;

const HEAD: &str = "AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Given: {Type: String, Default: scans}
  Names: {Type: CommaDelimitedList, Default: 'a, b,c'}
  Open: {Type: String}
  Hidden: {Type: String, NoEcho: true, Default: shown-nowhere}
  Held: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b}
Mappings:
  Sizes: {prod: {small: m5.large, list: [x, y]}}
Conditions:
  Yes: !Equals [!Ref Given, scans]
  No: !Not [!Condition Yes]
  Perhaps: !Equals [!Ref Open, x]
  Both: !And [!Condition No, !Condition Perhaps]
  Either: !Or [!Condition Perhaps, !Condition Yes]
Resources:
  Key: {Type: 'AWS::KMS::Key'}
  T:
    Type: Custom::Thing
    Properties:
";

/// What a property is evaluated to.
fn value(written: &str) -> String {
    value_with(written, &[])
}

fn value_with(written: &str, parameters: &[&str]) -> String {
    let text = format!("{HEAD}      A: {written}\n");
    let code = read_with(&[("t.yaml", &text)], parameters);
    assert!(code.parts[0].report.failed.is_empty(), "{:?}", code.parts[0].report.failed);
    show(only(&code, "Custom::Thing").body.get("A"))
}

#[test]
fn references() {
    assert_eq!(value("!Ref Given"), "scans");
    assert_eq!(value("{Ref: Given}"), "scans");
    assert_eq!(value_with("!Ref Given", &["Given=other"]), "other");
    assert_eq!(value("!Ref Names"), "[a, b, c]");
    assert_eq!(value("!Ref Open"), "?(variable Open has no value)");
    assert_eq!(value("!Ref Held"), "?(the Systems Manager parameter behind Held is settled at run time)");
    assert_eq!(value("!Ref Key"), "?(Key is known only after apply)");
    assert_eq!(value("!GetAtt Key.Arn"), "?(Key.Arn is known only after apply)");
    assert_eq!(value("{'Fn::GetAtt': [Key, Arn]}"), "?(Key.Arn is known only after apply)");
    assert_eq!(value("!Ref AWS::Region"), "?(variable AWS::Region has no value)");
    assert_eq!(value_with("!Ref AWS::Region", &["AWS::Region=eu-west-1"]), "eu-west-1");
    assert_eq!(value("!Ref AWS::NoValue"), "-");
    assert_eq!(
        value("!Ref Nothing"),
        "?(the expression is in error: Nothing is neither a parameter nor a resource)"
    );
}

#[test]
fn texts() {
    assert_eq!(value("!Sub 'a-${Given}-${!Given}'"), "a-scans-${Given}");
    assert_eq!(value("!Sub ['${x}/${Given}', {x: !Join ['-', [1, two]]}]"), "1-two/scans");
    assert_eq!(value("!Sub '${Key.Arn}:x'"), "?(Key.Arn is known only after apply)");
    assert_eq!(value("!Join [',', !Ref Names]"), "a,b,c");
    assert_eq!(value("!Split ['-', 'a-b']"), "[a, b]");
    assert_eq!(value("!Select [1, !Split ['-', 'a-b']]"), "b");
    assert!(value("!Select [0, !GetAZs '']").starts_with("?("));
    assert_eq!(value("{'Fn::Base64': hi}"), "aGk=");
    assert_eq!(value("{'Fn::ToJsonString': {a: [1, true]}}"), r#"{"a":[1,true]}"#);
    assert_eq!(value("{'Fn::Length': !Ref Names}"), "3");
    assert_eq!(
        value("'{{resolve:secretsmanager:db:SecretString:password}}'"),
        "?({{resolve:secretsmanager:db:SecretString:password}} is settled at run time)"
    );
    assert!(value("!ImportValue key").contains("the export key of another stack"));
}

#[test]
fn choices_and_conditions() {
    assert_eq!(value("!If [Yes, a, b]"), "a");
    assert_eq!(value("!If [No, a, b]"), "b");
    assert_eq!(value("!If [Both, a, b]"), "b", "no decides whatever the other is");
    assert_eq!(value("!If [Either, a, b]"), "a");
    assert_eq!(value("!If [Perhaps, a, b]"), "?(variable Open has no value)");
    assert_eq!(value("!If [Perhaps, a, a]"), "a");
    assert_eq!(value("!If [No, a, !Ref AWS::NoValue]"), "-");
    assert_eq!(value("[1, !Ref AWS::NoValue, 2]"), "[1, 2]");
    assert_eq!(value_with("!If [Perhaps, a, b]", &["Open=x"]), "a");
    assert!(value("!If [Unheard, a, b]").starts_with("?(the expression is in error"));
}

#[test]
fn maps_and_networks() {
    assert_eq!(value("!FindInMap [Sizes, prod, small]"), "m5.large");
    assert_eq!(value("!FindInMap [Sizes, prod, list]"), "[x, y]");
    assert_eq!(value("!FindInMap [Sizes, test, small, {DefaultValue: t3.micro}]"), "t3.micro");
    assert_eq!(value("!FindInMap [Sizes, !Ref Open, small]"), "?(variable Open has no value)");
    assert!(value("!FindInMap [Sizes, test, small]").contains("has no small of test"));
    assert_eq!(value("!Cidr [10.0.0.0/16, 2, 8]"), "[10.0.0.0/24, 10.0.1.0/24]");
    assert!(value("!Cidr [10.0.0.0/24, 300, 8]").starts_with("?("));
    assert_eq!(value("!Transform {Name: X}"), "?(Fn::Transform is settled at run time)");
}

#[test]
fn conditions_in_a_circle_are_an_error_with_a_line() {
    let text = "Conditions:\n  A: !Condition B\n  B: !Not [!Condition A]\nResources:\n  K:\n    Condition: A\n    Type: AWS::KMS::Key\n";
    let code = read(&[("t.yaml", text)]);
    let invalid = &code.parts[0].report.invalid;
    assert!(invalid.iter().any(|p| p.line > 0 && p.message.contains("depends on itself")), "{invalid:?}");
    assert!(code.natives.iter().all(|n| n.existence.is_some()), "what cannot be told may be there");
}

#[test]
fn what_does_not_echo_is_sensitive_and_places_survive() {
    let text = format!("{HEAD}      A: !Ref Hidden\n      B: !Ref Given\n");
    let code = read(&[("t.yaml", &text)]);
    let thing = only(&code, "Custom::Thing");
    assert!(thing.body["A"].sensitive);
    let lines = |n: &Node| (n.origin.unwrap().line, n.site.unwrap().line);
    let last = u32::try_from(text.lines().count()).unwrap();
    assert_eq!(lines(&thing.body["B"]), (3, last), "the default is what a person edits");
}

#[test]
fn loops() {
    let text = "Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: 'one,two-2'}
Resources:
  'Fn::ForEach::Buckets':
    - Name
    - !Ref Names
    - 'Bucket&{Name}':
        Type: Custom::Thing
        Properties:
          A: !Sub 'records-${Name}'
          B: !Ref Name
          'Fn::ForEach::Props':
            - P
            - [X, Y]
            - 'In${P}': !Sub '${P}1'
";
    let code = read(&[("t.yaml", text)]);
    let shown: Vec<_> =
        code.natives.iter().map(|n| format!("{} {}", n.address, show(n.body.get("A")))).collect();
    assert_eq!(shown, ["Bucketone records-one", "Buckettwo2 records-two-2"]);
    assert_eq!(show(code.natives[1].body.get("B")), "two-2");
    assert_eq!(show(code.natives[1].body.get("InY")), "Y1");
}
