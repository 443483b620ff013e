//! One scan from end to end: sources read, dialects applied, checks run, posture rolled up.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::check::assess;
use crate::dialect::translate;
use crate::posture::{Notice, Parts, Posture, SourceKind, SourceStatus};
use crate::resource::{Estate, Expectations, Side};
use crate::secrets::{self, DigestKey};
use crate::source::Tree;
use crate::source::terraform::{self, Options, Problem, SourceReport};
use crate::suppress;

/// What a scan is asked to do.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// How Terraform is read.
    pub terraform: Options,
    /// Leave suppressions in comments out of account.
    pub ignore_suppressions: bool,
    /// What the organization expects of its estate.
    pub expectations: Expectations,
    /// Passphrase of the digests of secrets; without it they are keyed by the place scanned.
    pub digest_key: Option<String>,
}

/// Where a scan stands, for those who wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Files are found, parsed and evaluated.
    Reading,
    /// This many resources are translated and checked.
    Checking(usize),
}

/// Scans a tree. `today` decides which waivers have expired; `progress` hears each stage as it begins.
pub fn scan(tree: &Tree, request: &Request, now: Timestamp, progress: &mut dyn FnMut(Stage)) -> Posture {
    progress(Stage::Reading);
    let estate = terraform::read(tree, &request.terraform);
    progress(Stage::Checking(estate.resources.len()));
    let translation = translate(&estate.resources, Side::Declared);
    let subject: Arc<str> = tree.starts().join(", ").into();
    let mut resources = translation.estate.into_resources();
    let key = DigestKey::new(request.digest_key.as_deref(), &subject);
    let places = secrets::mark(&estate.files, &estate.resources, &mut resources, &key);
    let declared = count(estate.resources.len());
    // the checks do not need them
    if request.terraform.one_shot {
        std::mem::forget(estate.resources);
    } else {
        rayon::spawn(move || drop(estate.resources));
    }
    let canonical = Estate::new(resources).expecting(request.expectations.clone());
    let findings = assess(&canonical);
    let (waivers, waived) = if request.ignore_suppressions {
        (Vec::new(), HashMap::new())
    } else {
        let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        suppress::apply(&estate.files, &canonical, &findings, today)
    };
    // from here on the texts are only shown: what is secret in them has been judged and goes
    let mut files = estate.files;
    let bytes_read = files.iter().map(|(_, f)| f.text.len() as u64).sum();
    secrets::hide(&mut files, &places);
    let mut skipped = notices(&estate.report.skipped);
    // a setting whose resource is not here is not measured, and that must be seen
    skipped.extend(translation.unlinked.iter().map(|u| Notice {
        subject: u.address.clone(),
        line: 0,
        message: format!("configures no {} that is declared here: its settings are not measured", u.wanted),
        hint: String::new(),
    }));
    let mut failed = failures(&estate.report);
    if estate.report.files_read == 0 && failed.is_empty() {
        // a gate over nothing would pass without having measured anything
        failed.push(Notice {
            subject: if subject.is_empty() { ".".into() } else { subject.clone() },
            line: 0,
            message: "no Terraform file was found".to_owned(),
            hint: "give the directory that holds .tf or .tf.json files".to_owned(),
        });
    }
    let status = SourceStatus {
        kind: SourceKind::Terraform,
        subject: if subject.is_empty() { ".".into() } else { subject },
        files_read: count(estate.report.files_read),
        bytes_read,
        resources: declared,
        skipped,
        failed,
        unavailable: notices(&estate.report.unavailable),
        not_understood: translation.not_understood.into_iter().map(|(t, n)| (t, count(n))).collect(),
    };
    Posture::new(now, Parts { files, estate: canonical, findings, waivers, waived, sources: vec![status] })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn notices(problems: &[Problem]) -> Vec<Notice> {
    problems
        .iter()
        .map(|p| Notice {
            subject: p.path.clone(),
            line: p.line,
            message: p.message.clone(),
            hint: p.hint.clone().unwrap_or_default(),
        })
        .collect()
}

/// Whatever could not be read or evaluated: broken files, bounds reached, expressions in error.
fn failures(report: &SourceReport) -> Vec<Notice> {
    let mut all = notices(&report.failed);
    all.extend(notices(&report.limits));
    all.extend(notices(&report.invalid));
    // a file that is read for two root modules fails once
    let mut seen = HashSet::new();
    all.retain(|n| seen.insert((n.subject.clone(), n.line, n.message.clone())));
    all
}
