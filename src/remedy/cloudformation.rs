//! CloudFormation's words for what remedies say: the properties that the shapes read.

use hcl_edit::structure::{Body, Structure};

use super::format::{Change, Format, literal};
use crate::check::Edit;
use crate::dialect::cloudformation::property;
use crate::resource::{Resource, Side};

/// Templates of CloudFormation.
pub(super) struct CloudFormation;

impl Format for CloudFormation {
    fn speaks(&self, resource: &Resource) -> bool {
        resource.scope.side == Side::Declared
            && resource.vendor_type.as_deref().is_some_and(|t| t.starts_with("AWS::"))
    }

    fn changes(&self, resource: &Resource, edit: &Edit) -> Option<Vec<Change>> {
        let vendor = resource.vendor_type.as_deref()?;
        match edit {
            Edit::Set(argument, value) => {
                let (path, value) = property(vendor, &resource.native_type, argument, literal(value))?;
                Some(vec![Change::Set(format!("Properties.{path}"), value)])
            }
            Edit::Remove(argument) => {
                let (path, _) = property(vendor, &resource.native_type, argument, None)?;
                Some(vec![Change::Remove(format!("Properties.{path}"))])
            }
            Edit::Block(lines) => arguments(lines, vendor, &resource.native_type),
            Edit::Companion(lines) => companions(lines, vendor),
            Edit::Member(_) | Edit::Instruction(_) => None,
        }
    }
}

/// What resources of their own would say, on the one resource that says it here. An argument that only names the
/// resource has no counterpart.
fn companions(lines: &str, vendor: &str) -> Option<Vec<Change>> {
    let own = "itself.itself";
    let lines = lines.replace("{name}", "itself").replace("{type}", "itself").replace("{address}", own);
    let body: Body = lines.parse().ok()?;
    let mut changes = Vec::new();
    for block in body.blocks() {
        let native = block.labels.first()?.as_str();
        let mut found = Vec::new();
        collect(&block.body, "", &mut found);
        for (argument, value) in found.iter().filter(|(_, value)| !value.starts_with(own)) {
            let (path, value) = property(vendor, native, argument, literal(value))?;
            changes.push(Change::Set(format!("Properties.{path}"), value));
        }
    }
    Some(changes)
}

/// Every argument of some lines of HCL that is a literal.
fn arguments(lines: &str, vendor: &str, native: &str) -> Option<Vec<Change>> {
    let body: Body = lines.parse().ok()?;
    let mut found = Vec::new();
    collect(&body, "", &mut found);
    let changes: Option<Vec<Change>> = found
        .into_iter()
        .map(|(argument, value)| {
            let (path, value) = property(vendor, native, &argument, literal(&value))?;
            Some(Change::Set(format!("Properties.{path}"), value))
        })
        .collect();
    changes
}

pub(super) fn collect(body: &Body, prefix: &str, found: &mut Vec<(String, String)>) {
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                let value = attribute.value.to_string().trim().to_owned();
                found.push((format!("{prefix}{}", attribute.key.as_str()), value));
            }
            Structure::Block(block) => {
                collect(&block.body, &format!("{prefix}{}.", block.ident.as_str()), found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use crate::check::Verdict;
    use crate::posture::FindingId;
    use crate::remedy::plan;
    use crate::scan::{Request, scan};
    use crate::source::Tree;

    const TEMPLATE: &str = "Resources:
  Records:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration:
        Status: Suspended # for now
  Disk:
    Type: AWS::EC2::Volume
    Properties:
      Size: 10
";

    /// What to do about a failing check: the words and the change.
    fn remedy(check: &str) -> (String, String) {
        let tree = Tree::memory([("stack.yaml", TEMPLATE)]);
        let posture = scan(&tree, &Request::default(), Timestamp::UNIX_EPOCH, &mut |_| {});
        let found =
            posture.findings.iter().zip(0u32..).find(|(f, _)| {
                f.verdict == Verdict::Fail && crate::check::registry().get(f.check).id == check
            });
        let plan = plan(&posture, FindingId(found.unwrap().1)).unwrap();
        (plan.steps.into_owned(), plan.diff.map(|d| d.unified()).unwrap_or_default())
    }

    #[test]
    fn a_property_that_is_there_is_changed() {
        let (words, diff) = remedy("object-store-versioning");
        assert!(words.contains("Set Properties.VersioningConfiguration.Status to Enabled."), "{words}");
        assert!(
            diff.contains("-        Status: Suspended # for now\n+        Status: Enabled # for now\n"),
            "{diff}"
        );
    }

    #[test]
    fn a_property_that_is_missing_is_added() {
        let (words, diff) = remedy("block-volume-encryption");
        assert!(words.contains("Set Properties.Encrypted to true."), "{words}");
        assert!(diff.contains("+      Encrypted: true\n"), "{diff}");
    }

    #[test]
    fn what_terraform_keeps_apart_is_a_property_here() {
        let (words, diff) = remedy("object-store-public-access-block");
        assert!(
            words.contains("Set Properties.PublicAccessBlockConfiguration.BlockPublicAcls to true."),
            "{words}"
        );
        assert!(
            diff.contains("+      PublicAccessBlockConfiguration:\n+        BlockPublicAcls: true\n"),
            "{diff}"
        );
    }
}
