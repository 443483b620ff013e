//! Reports of other scanners: bytes in, findings in the reporter's own words out, before any of them has a place on
//! the matrix.
//!
//! What a report is, its content tells, never its name. Nothing in it is trusted: paths are compared with those of the
//! files that were read and never opened, texts are cut to a length and cleaned of what steers a terminal, and what it
//! quotes of secrets is not kept.

mod asff;
mod checkov;
mod field;
mod gitleaks;
mod grype;
mod kics;
mod kube_linter;
mod prowler;
mod sarif;
mod semgrep;
mod tfsec;
mod trivy;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use crate::check::{Severity, Tool};
use crate::native::{Exemption, Provider, VerdictWord};

/// Length of one report, in bytes.
const REPORT_BYTES: u64 = 128 << 20;
/// Findings of one report.
const FINDINGS: usize = 500_000;

/// A scanner whose rule ids mean something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scanner {
    /// Checkov.
    Checkov,
    /// Trivy.
    Trivy,
    /// tfsec, whose rules went into Trivy.
    Tfsec,
    /// KICS.
    Kics,
    /// Semgrep.
    Semgrep,
    /// Grype.
    Grype,
    /// Prowler.
    Prowler,
    /// kube-linter.
    KubeLinter,
    /// Security Hub, by its own controls.
    SecurityHub,
    /// Any other.
    Other,
}

impl Scanner {
    /// The scanner that calls itself so.
    pub fn named(name: &str) -> Self {
        let name: String = name.to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        match name.as_str() {
            "checkov" | "bridgecrew" | "prismacloud" => Self::Checkov,
            "trivy" => Self::Trivy,
            "tfsec" | "defsec" => Self::Tfsec,
            "kics" | "keepinginfrastructureascodesecure" => Self::Kics,
            "grype" => Self::Grype,
            "prowler" => Self::Prowler,
            "kubelinter" => Self::KubeLinter,
            "securityhub" => Self::SecurityHub,
            name if name.starts_with("semgrep") => Self::Semgrep,
            _ => Self::Other,
        }
    }

    /// Whose ids its rules have.
    pub const fn ids(self) -> Option<Tool> {
        match self {
            Self::Checkov => Some(Tool::Checkov),
            Self::Trivy | Self::Tfsec => Some(Tool::Trivy),
            Self::Kics => Some(Tool::Kics),
            Self::Prowler => Some(Tool::Prowler),
            Self::SecurityHub => Some(Tool::AwsConfig),
            Self::KubeLinter => Some(Tool::KubeLinter),
            Self::Semgrep | Self::Grype | Self::Other => None,
        }
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// How something is configured.
    Misconfiguration,
    /// A known weakness of software in use.
    Vulnerability,
    /// A secret in the clear.
    Secret,
    /// Anything else.
    Other,
}

impl Class {
    /// The word of the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Misconfiguration => "misconfiguration",
            Self::Vulnerability => "vulnerability",
            Self::Secret => "secret",
            Self::Other => "other",
        }
    }
}

/// Where a report says that something stands. The path is as reported and is never opened.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spot {
    /// The path, `/` between its parts.
    pub path: Arc<str>,
    /// First line; 0 where none is told.
    pub line: u32,
    /// Last line, at least `line`.
    pub end_line: u32,
}

/// What a finding is about, as far as the report says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// An address, ARN, ARM id, full resource name or image; empty where none is told.
    pub id: Arc<str>,
    /// The name people know it by.
    pub name: Arc<str>,
    /// Its type in the reporter's words: `aws_s3_bucket`, `AwsS3Bucket`, `Deployment`.
    pub type_name: Arc<str>,
    /// Whose cloud, where told.
    pub provider: Option<Provider>,
    /// Account, subscription or project; what is told of a cloud is live.
    pub account: Arc<str>,
    /// Region or location.
    pub region: Arc<str>,
}

/// One finding of another scanner.
#[derive(Debug, Clone, PartialEq)]
pub struct Reported {
    /// The rule's id as the reporter writes it.
    pub rule: Arc<str>,
    /// A managed rule of AWS Config that it stands for, where told.
    pub config_rule: Option<Arc<str>>,
    /// The rule's title.
    pub title: Arc<str>,
    /// What it is about.
    pub class: Class,
    /// Weaknesses that the rule names.
    pub cwes: Vec<u32>,
    /// How much it matters, in our scale.
    pub severity: Severity,
    /// What the reporter says.
    pub verdict: VerdictWord,
    /// A suppression that the reporter honours.
    pub exemption: Option<Exemption>,
    /// What it says besides: the package, the reason. Never a value that could be a secret.
    pub remark: Arc<str>,
    /// Where it stands.
    pub spot: Option<Spot>,
    /// The same file by its path on the machine that it was scanned on, where that is told too.
    pub path_there: Option<Arc<str>>,
    /// A category of the reporter, or a rule name that speaks for itself.
    pub topic: Arc<str>,
    /// What it is about.
    pub subject: Subject,
    /// When it was looked at, where that is told of each finding.
    pub evaluated: Option<Timestamp>,
}

impl Reported {
    /// What tells two findings of one rule on one thing apart: the package of a vulnerability.
    pub fn remark_of_package(&self) -> &str {
        if self.class == Class::Vulnerability { &self.remark } else { "" }
    }

    /// A failure of a rule about nothing yet.
    fn of(rule: Arc<str>, class: Class, severity: Severity) -> Self {
        Self {
            rule,
            config_rule: None,
            title: Arc::default(),
            class,
            cwes: Vec::new(),
            severity,
            verdict: VerdictWord::Fail,
            exemption: None,
            remark: Arc::default(),
            spot: None,
            path_there: None,
            topic: Arc::default(),
            subject: Subject::default(),
            evaluated: None,
        }
    }
}

/// What one scanner said in one file.
#[derive(Debug, Clone)]
pub struct Report {
    /// Which scanner, as far as its ids go.
    pub scanner: Scanner,
    /// The name it calls itself by.
    pub tool: Arc<str>,
    /// Its version; empty where none is told.
    pub version: Arc<str>,
    /// When it was made, where told.
    pub made: Option<Timestamp>,
    /// Its findings, in order.
    pub findings: Vec<Reported>,
    /// What the reporter itself could not read: subject and reason.
    pub blind: Vec<(Arc<str>, String)>,
    /// What was left out, and why: entries that are no verdicts.
    pub left_out: Vec<(String, usize)>,
}

impl Report {
    fn of(scanner: Scanner, tool: &str, version: Arc<str>) -> Self {
        Self {
            scanner,
            tool: tool.into(),
            version,
            made: None,
            findings: Vec::new(),
            blind: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// Notes that something is no verdict.
    fn leave_out(&mut self, what: &str) {
        match self.left_out.iter_mut().find(|(said, _)| said == what) {
            Some((_, n)) => *n += 1,
            None => self.left_out.push((what.to_owned(), 1)),
        }
    }

    /// The name with its version.
    pub fn tool_and_version(&self) -> String {
        if self.version.is_empty() {
            self.tool.to_string()
        } else {
            format!("{} {}", self.tool, self.version)
        }
    }
}

/// Why a report is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The line at fault; 0 where there is none.
    pub line: u32,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub hint: String,
}

impl Refusal {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { line: 0, message: message.into(), hint: hint.into() }
    }
}

/// A file that was given to be imported, and what became of it.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Its path as given.
    pub path: Arc<str>,
    /// Its length.
    pub bytes: u64,
    /// What the scanners said in it, or why it is not read.
    pub reports: Result<Vec<Report>, Refusal>,
}

/// Reads a report from a file.
pub fn read_file(path: &Path, shown: &str) -> Imported {
    let mut imported = Imported { path: shown.into(), bytes: 0, reports: Ok(Vec::new()) };
    imported.reports = bytes_of(path).and_then(|bytes| {
        imported.bytes = bytes.len() as u64;
        read(&bytes)
    });
    imported
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Refusal> {
    use std::io::Read as _;
    let failed = |e: &std::io::Error| {
        Refusal::new(format!("failed to read: {e}"), "give the file that the other scanner has written")
    };
    let meta = std::fs::metadata(path).map_err(|e| failed(&e))?;
    if meta.is_dir() {
        return Err(Refusal::new("a directory", "give the report files themselves"));
    }
    let file = std::fs::File::open(path).map_err(|e| failed(&e))?;
    let mut bytes = Vec::new();
    file.take(REPORT_BYTES + 1).read_to_end(&mut bytes).map_err(|e| failed(&e))?;
    Ok(bytes)
}

/// Reads a report. One text may hold what several scanners said.
pub fn read(bytes: &[u8]) -> Result<Vec<Report>, Refusal> {
    if bytes.len() as u64 > REPORT_BYTES {
        return Err(Refusal::new(
            format!("over the bound of {REPORT_BYTES} bytes (bound report_bytes)"),
            "have the other scanner report less at once, a part of the tree or failures only",
        ));
    }
    let text = text_of(bytes)?;
    if text.trim().is_empty() {
        return Err(Refusal::new("the report is empty", "look whether the other scanner ended well"));
    }
    let root: Value = serde_json::from_str(&text).map_err(|e| broken(&e))?;
    let reports = understood(&root)?;
    if reports.iter().map(|r| r.findings.len()).sum::<usize>() > FINDINGS {
        return Err(Refusal::new(
            format!("over the bound of {FINDINGS} findings (bound findings)"),
            "have the other scanner report less at once, a part of the tree or failures only",
        ));
    }
    Ok(reports)
}

/// The text, whatever a shell made of its encoding.
fn text_of(bytes: &[u8]) -> Result<String, Refusal> {
    let wide = |rest: &[u8], of: fn([u8; 2]) -> u16| {
        let units = rest.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(of));
        char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect::<String>()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => Ok(wide(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Ok(wide(rest, u16::from_be_bytes)),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.trim_start_matches('\u{feff}').to_owned()),
            Err(error) => {
                let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = good.split(|b| *b == b'\n').count();
                let mut refusal =
                    Refusal::new("the text is not UTF-8", "have the other scanner write JSON in UTF-8");
                refusal.line = u32::try_from(line).unwrap_or(u32::MAX);
                Err(refusal)
            }
        },
    }
}

fn broken(error: &serde_json::Error) -> Refusal {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let (message, hint) = match error.classify() {
        serde_json::error::Category::Eof => {
            ("the report is cut off".to_owned(), "let the other scanner end, and write the report again")
        }
        _ if said.starts_with("recursion limit") => {
            ("nested too deep (bound 128 levels)".to_owned(), "no scanner writes such a report")
        }
        _ => (
            format!("not JSON: {said}"),
            "give the JSON or SARIF form of the report, with nothing but it in the file",
        ),
    };
    Refusal { line: u32::try_from(error.line()).unwrap_or(u32::MAX), message, hint: hint.to_owned() }
}

/// The report by what stands in it.
fn understood(root: &Value) -> Result<Vec<Report>, Refusal> {
    let has = |value: &Value, key: &str| value.get(key).is_some();
    if let Value::Array(items) = root {
        let Some(first) = items.first() else {
            return Err(Refusal::new(
                "an empty list: nothing tells which scanner made it",
                "have the other scanner write SARIF, which names its tool",
            ));
        };
        if checkov::is_run(first) {
            return Ok(vec![checkov::read(items)]);
        }
        if has(first, "class_uid") || has(first, "finding_info") {
            return prowler::read_ocsf(items);
        }
        if has(first, "CheckID") && has(first, "Status") {
            return Ok(vec![prowler::read_native(items)]);
        }
        if has(first, "ProductArn") {
            return asff::read(items);
        }
        if has(first, "RuleID") && has(first, "File") && has(first, "StartLine") {
            return Ok(vec![gitleaks::read(items)]);
        }
    } else if has(root, "runs") && (has(root, "version") || has(root, "$schema")) {
        return sarif::read(root);
    } else if has(root, "SchemaVersion") && (has(root, "ArtifactName") || has(root, "Results")) {
        return trivy::read(root);
    } else if has(root, "ClusterName") && (has(root, "Resources") || has(root, "Findings")) {
        return trivy::read_cluster(root);
    } else if has(root, "matches") && (has(root, "descriptor") || has(root, "source")) {
        return Ok(vec![grype::read(root)]);
    } else if checkov::is_run(root) {
        return Ok(vec![checkov::read(std::slice::from_ref(root))]);
    } else if has(root, "Reports") && (has(root, "Checks") || has(root, "Summary")) {
        return Ok(vec![kube_linter::read(root)]);
    } else if let Some(Value::Array(findings)) = root.get("Findings") {
        return asff::read(findings);
    } else if has(root, "ProductArn") && has(root, "GeneratorId") {
        return asff::read(std::slice::from_ref(root));
    } else if has(root, "class_uid") && has(root, "metadata") {
        return prowler::read_ocsf(std::slice::from_ref(root));
    } else if has(root, "queries") && (has(root, "kics_version") || has(root, "queries_total")) {
        return Ok(vec![kics::read(root)]);
    } else if semgrep::is_report(root) {
        return Ok(vec![semgrep::read(root)]);
    } else if tfsec::is_report(root) {
        return Ok(vec![tfsec::read(root)]);
    }
    Err(Refusal::new(
        "not the report of a scanner that is known",
        "SARIF 2.1.0 of any tool is read, and the JSON of Checkov, Trivy, tfsec, KICS, Grype, Prowler, Semgrep, \
         kube-linter, gitleaks and Security Hub",
    ))
}
