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
