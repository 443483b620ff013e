//! Manifests in, verdicts out.

mod access;
mod programs;
mod workload;

use crate::check::{Finding, Verdict, assess, registry};
use crate::resource::Estate;
use crate::source::Tree;
use crate::source::code::{Options, read};

/// The estate and findings of a manifest.
fn findings(text: &str) -> (Estate, Vec<Finding>) {
    let code = read(&Tree::memory([("app.yaml", text)]), &Options::default());
    let failed: Vec<_> = code.parts.iter().flat_map(|p| p.report.failed.iter()).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let estate = crate::dialect::translate(&code.natives, crate::resource::Side::Declared).estate;
    let findings = assess(&estate);
    (estate, findings)
}

/// The verdict of a check on an address, with the line that it points at.
fn verdict(text: &str, check: &str, address: &str) -> Option<(Verdict, u32)> {
    let id = registry().find(check).unwrap_or_else(|| panic!("no check {check}"));
    let (estate, findings) = findings(text);
    findings.iter().find_map(|f| {
        let resource = estate.get(f.resource).filter(|r| f.check == id && &*r.address == address)?;
        let by = f.detail.by().find_map(|key| resource.get(key)?.span());
        let line = f.detail.part().or(by).or(resource.span).map_or(0, |s| s.line);
        Some((f.verdict, line))
    })
}

/// Verdicts of one check on several objects of a manifest.
fn verdicts<'a>(
    text: &str,
    check: &str,
    addresses: impl IntoIterator<Item = &'a str>,
) -> Vec<Option<Verdict>> {
    addresses.into_iter().map(|a| verdict(text, check, a).map(|(v, _)| v)).collect()
}
