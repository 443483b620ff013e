//! Terraform text in, verdicts out: what the tests of checks are written with.

use crate::check::{Finding, Verdict, assess, registry};
use crate::dialect::translate;
use crate::resource::{Estate, Side};
use crate::source::Tree;
use crate::source::terraform::{Options, read};

/// A check with one resource body for each verdict; an empty body is left out.
pub(crate) struct Case {
    /// The check.
    pub check: &'static str,
    /// The native type of the resources; one that begins with `data.` is a data source.
    pub native: &'static str,
    /// Bodies that must pass, fail, and be unknown.
    pub bodies: [&'static str; 3],
}

/// Shorthand for a table of cases.
pub(crate) const fn case(
    check: &'static str,
    native: &'static str,
    pass: &'static str,
    fail: &'static str,
    unknown: &'static str,
) -> Case {
    Case { check, native, bodies: [pass, fail, unknown] }
}

/// The estate and findings of one file. `var.unset` is a variable without a value.
pub(crate) fn findings(text: &str) -> (Estate, Vec<Finding>) {
    let text = format!("variable \"unset\" {{}}\n{text}");
    let native = read(&Tree::memory([("main.tf", text.as_str())]), &Options::default());
    assert!(native.report.failed.is_empty(), "{:?}", native.report.failed);
    let estate = translate(&native.resources, Side::Declared).estate;
    let findings = assess(&estate);
    (estate, findings)
}

/// The verdict of a check on an address.
pub(crate) fn verdict(text: &str, check: &str, address: &str) -> Option<Verdict> {
    let (estate, findings) = findings(text);
    of(&estate, &findings, check, address)
}

fn of(estate: &Estate, findings: &[Finding], check: &str, address: &str) -> Option<Verdict> {
    let id = registry().find(check).unwrap_or_else(|| panic!("no check {check}"));
    findings
        .iter()
        .find(|f| f.check == id && estate.get(f.resource).is_some_and(|r| &*r.address == address))
        .map(|f| f.verdict)
}

/// Every body of every case must get the verdict of its place.
pub(crate) fn hold(cases: &[Case]) {
    const VERDICTS: [Verdict; 3] = [Verdict::Pass, Verdict::Fail, Verdict::Unknown];
    let mut text = String::new();
    for (i, case) in cases.iter().enumerate() {
        for (verdict, body) in VERDICTS.iter().zip(case.bodies).filter(|(_, body)| !body.is_empty()) {
            let (word, native) = match case.native.strip_prefix("data.") {
                Some(native) => ("data", native),
                None => ("resource", case.native),
            };
            text.extend([
                word,
                " \"",
                native,
                "\" \"case_",
                &i.to_string(),
                "_",
                verdict.id(),
                "\" {\n",
                body,
                "\n}\n",
            ]);
        }
    }
    let (estate, findings) = findings(&text);
    let mut wrong = Vec::new();
    for (i, case) in cases.iter().enumerate() {
        for (verdict, body) in VERDICTS.iter().zip(case.bodies).filter(|(_, body)| !body.is_empty()) {
            let address = format!("{}.case_{i}_{}", case.native, verdict.id());
            let got = of(&estate, &findings, case.check, &address);
            if got != Some(*verdict) {
                wrong.push(format!(
                    "{} on {}: {got:?}, expected {verdict:?} of\n{body}",
                    case.check, case.native
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A live resource of a vendor's type with this configuration, in an account of its own.
pub(crate) fn live_resource(
    vendor_type: &str,
    configuration: serde_json::Value,
) -> crate::native::LiveResource {
    let provider = match vendor_type {
        t if t.starts_with("AWS::") => crate::native::Provider::Aws,
        t if t.contains(".googleapis.com/") => crate::native::Provider::Gcp,
        _ => crate::native::Provider::Azure,
    };
    crate::native::LiveResource {
        provider,
        vendor_type: vendor_type.into(),
        id: "the-resource".into(),
        name: "resource".into(),
        account: "account".into(),
        region: "region".into(),
        tags: Vec::new(),
        recorded: None,
        configuration: configuration.into(),
    }
}

/// The estate of live resources.
pub(crate) fn live_estate(live: &[crate::native::LiveResource]) -> Estate {
    let mut files = crate::native::Files::default();
    let natives =
        crate::dialect::live::natives(live, &mut files, &crate::dialect::live::Environments::default());
    translate(&natives, Side::Live).estate
}

/// The estate of one live resource.
pub(crate) fn live(vendor_type: &str, configuration: serde_json::Value) -> Estate {
    live_estate(&[live_resource(vendor_type, configuration)])
}

/// The verdict of a check on one live resource.
pub(crate) fn live_verdict(
    vendor_type: &str,
    configuration: serde_json::Value,
    check: &str,
) -> Option<Verdict> {
    let estate = live(vendor_type, configuration);
    let findings = assess(&estate);
    of(&estate, &findings, check, "the-resource")
}

/// The verdicts of a check on live resources, in their order.
pub(crate) fn live_findings(live: &[crate::native::LiveResource], check: &str) -> Vec<Verdict> {
    let estate = live_estate(live);
    let findings = assess(&estate);
    live.iter().filter_map(|resource| of(&estate, &findings, check, &resource.id)).collect()
}

/// An item with nothing at a dotted path.
fn without(item: &serde_json::Value, path: &str) -> serde_json::Value {
    let there = path.split('.').try_fold(item, |at, part| match part.parse::<usize>() {
        Ok(index) => at.get(index),
        Err(_) => at.get(part),
    });
    if there.is_some() { patched(item, path, None) } else { item.clone() }
}

/// An item with another value at a dotted path, or with nothing there at all.
fn patched(item: &serde_json::Value, path: &str, value: Option<&serde_json::Value>) -> serde_json::Value {
    let mut item = item.clone();
    let mut at = &mut item;
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            match (&mut *at, part.parse::<usize>(), value) {
                (serde_json::Value::Array(items), Ok(index), Some(value)) => items[index] = value.clone(),
                (serde_json::Value::Object(entries), _, Some(value)) => {
                    entries.insert(part.to_owned(), value.clone());
                }
                (serde_json::Value::Object(entries), _, None) => {
                    entries.remove(part).unwrap_or_else(|| panic!("the item has no {path}"));
                }
                _ => panic!("{path} is not in the item"),
            }
            break;
        }
        at = match part.parse::<usize>() {
            Ok(index) => &mut at[index],
            Err(_) => at.get_mut(part).unwrap_or_else(|| panic!("the item has no {part} of {path}")),
        };
    }
    item
}

/// A check, a path of the item, and the values there with which it passes and fails.
pub(crate) type LiveCase = (&'static str, String, serde_json::Value, serde_json::Value);

/// Every check passes and fails by what stands at its path, and cannot be told without `part`; an empty `part` is the
/// path itself.
pub(crate) fn live_cases(vendor_type: &str, item: &serde_json::Value, part: &str, cases: &[LiveCase]) {
    let mut wrong = Vec::new();
    for (check, path, pass, fail) in cases {
        let gone = if part.is_empty() { path } else { part };
        for (item, expected) in [
            (patched(item, path, Some(pass)), Verdict::Pass),
            (patched(item, path, Some(fail)), Verdict::Fail),
            (without(&without(item, path), gone), Verdict::Unknown),
        ] {
            let got = live_verdict(vendor_type, item, check);
            if got != Some(expected) {
                wrong.push(format!("{check} by {path}: {got:?}, expected {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{vendor_type}\n{}", wrong.join("\n"));
}

/// The posture of a live volume and what native services say of it.
pub(crate) fn live_posture(
    configuration: serde_json::Value,
    verdicts: Vec<crate::native::LiveVerdict>,
    now: jiff::Timestamp,
) -> crate::posture::Posture {
    let mut source = crate::posture::SourceStatus::new(crate::posture::SourceKind::Aws, "account");
    source.as_of = Some(now);
    let live = crate::scan::Live {
        resources: vec![live_resource("AWS::EC2::Volume", configuration)],
        verdicts,
        sources: vec![source],
        ..crate::scan::Live::default()
    };
    crate::scan::assess_all(None, live, &crate::scan::Request::default(), now, &mut |_| {})
}
