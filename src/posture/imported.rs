//! Where findings of other scanners land: on the objective of our check that is the same test, else on that of the
//! rule in a pack, of the weakness it names, of the reporter's own category, or of its class.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;

use super::join::{Joined, Placed};
use super::native::{BY_ALIAS, NativeVerdict, Speaker};
use super::{FindingId, Standing, WaiverId, WaiverStatus, objective_of};
use crate::check::{CheckId, Finding, Severity, Tool, Verdict, registry};
use crate::hipaa::{ObjectiveId, Pack, native_rule, objective, of_topic, of_weakness};
use crate::native::{Provider, VerdictWord};
use crate::resource::{Estate, Key};
use crate::source::import::{Class, Reported, Scanner, Spot};

/// By what a finding came to its objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Landing {
    /// One of our checks is the same test.
    Check,
    /// The rule stands in a pack whose rules have objectives.
    Rule,
    /// By the weakness that the rule names.
    Weakness,
    /// By the reporter's own category or rule name.
    Topic,
    /// By what it is: vulnerabilities, secrets, and whatever else there is, have an objective each.
    Class,
}

impl Landing {
    /// The word of the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Rule => "rule",
            Self::Weakness => "cwe",
            Self::Topic => "topic",
            Self::Class => "class",
        }
    }

    /// As people read it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Check => "the same test as a check here",
            Self::Rule => "by its rule",
            Self::Weakness => "by the weakness (CWE) it names",
            Self::Topic => "by the scanner's own category",
            Self::Class => "by what kind of finding it is",
        }
    }
}

/// What only a verdict from a report has.
#[derive(Debug, Clone)]
pub struct Foreign {
    /// The report's file.
    pub report: Arc<str>,
    /// The scanner's version; empty where none is told.
    pub version: Arc<str>,
    /// What it is about.
    pub class: Class,
    /// How much it matters, by the reporter.
    pub severity: Severity,
    /// By what it came to its objective.
    pub landing: Landing,
    /// By what it came to its resource.
    pub joined: Joined,
    /// Our checks that are the same test.
    pub checks: Vec<CheckId>,
    /// Where the report says that it stands.
    pub spot: Option<Spot>,
    /// See [`NativeVerdict::merged`].
    pub merged: Option<FindingId>,
    /// See [`NativeVerdict::counts`].
    pub counts: bool,
}

/// Puts placed findings on the matrix. Findings of ours stand by resource.
pub fn land(
    placed: Vec<Placed>,
    estate: &Estate,
    findings: &[Finding],
    excused: &dyn Fn(FindingId) -> bool,
    now: Timestamp,
) -> Vec<NativeVerdict> {
    placed.into_iter().filter_map(|p| verdict(p, estate, findings, excused, now)).collect()
}

/// Which findings a waiver in force covers.
pub(crate) fn in_force(
    waivers: &[super::Waiver],
    waived: &std::collections::HashMap<FindingId, WaiverId>,
    finding: FindingId,
) -> bool {
    let found = waived.get(&finding).and_then(|w| waivers.get(w.0 as usize));
    found.is_some_and(|w| w.status == WaiverStatus::InForce)
}

fn verdict(
    placed: Placed,
    estate: &Estate,
    findings: &[Finding],
    excused: &dyn Fn(FindingId) -> bool,
    now: Timestamp,
) -> Option<NativeVerdict> {
    let Placed { report, tool, version, scanner, found, resource, joined } = placed;
    let native_type = estate.get(resource).map(|r| r.native_type.clone()).unwrap_or_default();
    let (objective, checks, landing) = objective_for(scanner, &found, &native_type)?;
    let word = match found.verdict {
        VerdictWord::Pass => Verdict::Pass,
        VerdictWord::Fail => Verdict::Fail,
        VerdictWord::Unknown => Verdict::Unknown,
        VerdictWord::NotApplicable => Verdict::NotApplicable,
    };
    let is_exempt = found.exemption.as_ref().is_some_and(|e| e.expires.is_none_or(|end| end > now));
    let standing = match word {
        Verdict::Fail if is_exempt => Standing::Waived,
        Verdict::Fail => Standing::Fail,
        Verdict::Unknown => Standing::Unknown,
        Verdict::Pass => Standing::Pass,
        Verdict::NotApplicable => Standing::NotApplicable,
    };
    let first = findings.partition_point(|f| f.resource < resource);
    let ours = findings[first..]
        .iter()
        .zip(first..)
        .take_while(|(f, _)| f.resource == resource)
        .find(|(f, _)| checks.contains(&f.check) || (found.class == Class::Secret && tells_of_secret(f)))
        .map(|(f, at)| (f, FindingId(u32::try_from(at).unwrap_or(u32::MAX))));
    // of a secret ours says where it stands; one that it does not see is another
    let ours = ours.filter(|(f, _)| found.class != Class::Secret || f.verdict == Verdict::Fail);
    let counts = match ours {
        None => true,
        Some((ours, id)) => standing == Standing::Fail && ours.verdict != Verdict::Fail && !excused(id),
    };
    Some(NativeVerdict {
        speaker: Speaker::Scanner(tool),
        rule: found.rule,
        rule_name: found.title,
        objective,
        resource,
        verdict: word,
        standing,
        remark: found.remark,
        exemption: found.exemption.map(Box::new),
        evaluated: found.evaluated,
        imported: Some(Box::new(Foreign {
            report,
            version,
            class: found.class,
            severity: found.severity,
            landing,
            joined,
            checks,
            spot: found.spot,
            merged: ours.map(|(_, id)| id),
            counts,
        })),
    })
}

/// Whether a finding is one of our search for secrets.
fn tells_of_secret(finding: &Finding) -> bool {
    registry().get(finding.check).reads.contains(&Key::SecretLiteral)
}

fn fixed(id: &str) -> Option<ObjectiveId> {
    objective(id).map(|o| o.index)
}

/// The objective of a finding, our checks that are the same test on this type, and by what it was told.
fn objective_for(
    scanner: Scanner,
    found: &Reported,
    native_type: &str,
) -> Option<(ObjectiveId, Vec<CheckId>, Landing)> {
    match found.class {
        // a weakness of software is not one of its configuration
        Class::Vulnerability => {
            return Some((fixed("vulnerability-management")?, Vec::new(), Landing::Class));
        }
        Class::Secret => return Some((fixed("no-embedded-secrets")?, Vec::new(), Landing::Class)),
        Class::Misconfiguration | Class::Other => {}
    }
    let named = checks_named(scanner, found);
    let same: Vec<CheckId> =
        named.iter().copied().filter(|c| is_same_on(*c, scanner, found, native_type)).collect();
    if let Some(first) = same.first().or(named.first()) {
        return Some((objective_of(*first), same, Landing::Check));
    }
    if let Some(objective) = of_pack(scanner, found) {
        return Some((objective, Vec::new(), Landing::Rule));
    }
    if let Some(objective) = found.cwes.iter().find_map(|cwe| of_weakness(*cwe)) {
        return Some((objective.index, Vec::new(), Landing::Weakness));
    }
    if let Some(objective) = Some(&*found.topic).filter(|t| !t.is_empty()).and_then(of_topic) {
        return Some((objective.index, Vec::new(), Landing::Topic));
    }
    Some((fixed("scanner-findings")?, Vec::new(), Landing::Class))
}

/// Our checks that carry one of the rule's ids, the ids of the scanner before those of any other.
fn checks_named(scanner: Scanner, found: &Reported) -> Vec<CheckId> {
    let tools = match scanner.ids() {
        Some(tool) => vec![tool],
        // a wrapper keeps the ids of the scanner that it wraps
        None => vec![Tool::Checkov, Tool::Trivy, Tool::Kics],
    };
    let mut checks = Vec::new();
    for tool in tools {
        for id in forms(tool, found) {
            for check in BY_ALIAS.get(&(tool, id.to_ascii_lowercase())).into_iter().flatten() {
                if !checks.contains(check) {
                    checks.push(*check);
                }
            }
        }
    }
    checks
}

/// Whether the alias holds for the type: an id may mean the same test on some types only.
fn is_same_on(check: CheckId, scanner: Scanner, found: &Reported, native_type: &str) -> bool {
    let tool = scanner.ids();
    registry().get(check).aliases.iter().any(|alias| {
        tool.is_none_or(|t| t == alias.tool)
            && alias.types.contains(&native_type)
            && forms(alias.tool, found).iter().any(|id| id.eq_ignore_ascii_case(alias.id))
    })
}

/// The ways a rule's id is written: Trivy's with and without the mark of its database, older ones without zeros.
fn forms(tool: Tool, found: &Reported) -> Vec<String> {
    let id = found.rule.trim();
    match tool {
        Tool::Trivy => {
            let upper = id.to_ascii_uppercase();
            let bare = upper.strip_prefix("AVD-").unwrap_or(&upper);
            let mut all = vec![format!("AVD-{bare}"), bare.to_owned()];
            // KSV012 is AVD-KSV-0012
            let letters = bare.trim_end_matches(|c: char| c.is_ascii_digit());
            let digits = bare.get(letters.len()..).unwrap_or_default();
            if !letters.is_empty()
                && !letters.contains('-')
                && let Ok(number) = digits.parse::<u32>()
            {
                all.push(format!("AVD-{letters}-{number:04}"));
                all.push(format!("{letters}-{number:04}"));
            }
            all
        }
        Tool::AwsConfig => found.config_rule.iter().map(ToString::to_string).collect(),
        _ => vec![id.to_owned()],
    }
}

/// The objective of the rule in a pack that has it.
fn of_pack(scanner: Scanner, found: &Reported) -> Option<ObjectiveId> {
    let pack = match (scanner, found.subject.provider) {
        (Scanner::Prowler, Some(Provider::Azure)) => Pack::ProwlerAzure,
        (Scanner::Prowler, Some(Provider::Gcp)) => Pack::ProwlerGcp,
        (Scanner::Prowler, _) => Pack::ProwlerAws,
        (Scanner::SecurityHub, _) => {
            return native_rule(Pack::AwsConfig, found.config_rule.as_deref()?)?.objective;
        }
        (Scanner::KubeLinter, _) => return KUBE_LINTER.get(&*found.rule).copied(),
        _ => return None,
    };
    native_rule(pack, &found.rule)?.objective
}

/// kube-linter's built-in checks that are about a safeguard, by objective.
static KUBE_LINTER: LazyLock<std::collections::HashMap<&'static str, ObjectiveId>> = LazyLock::new(|| {
    const ROWS: &[(&str, &[&str])] = &[
        (
            "workload-hardening",
            &[
                "docker-sock",
                "drop-net-raw-capability",
                "host-ipc",
                "host-network",
                "host-pid",
                "no-read-only-root-fs",
                "privilege-escalation-container",
                "privileged-container",
                "run-as-non-root",
                "sensitive-host-mounts",
                "unsafe-proc-mount",
                "unsafe-sysctls",
                "unset-cpu-requirements",
                "unset-memory-requirements",
                "writable-host-mount",
                "sysctls",
            ],
        ),
        ("image-integrity", &["latest-tag"]),
        ("no-embedded-secrets", &["env-var-secret", "read-secret-from-env-var"]),
        (
            "least-privilege",
            &[
                "access-to-create-pods",
                "access-to-secrets",
                "wildcard-in-rules",
                "cluster-admin-role-binding",
            ],
        ),
        ("workload-identity", &["default-service-account", "deprecated-service-account-field"]),
        ("restricted-ingress", &["exposed-services", "ssh-port"]),
        ("network-segmentation", &["non-isolated-pod"]),
        ("admin-access", &["privileged-ports"]),
        ("health-monitoring", &["no-liveness-probe", "no-readiness-probe"]),
        ("high-availability", &["minimum-three-replicas", "no-anti-affinity", "no-node-affinity"]),
    ];
    let rows = ROWS.iter().filter_map(|(id, rules)| Some((fixed(id)?, rules)));
    rows.flat_map(|(id, rules)| rules.iter().map(move |rule| (*rule, id))).collect()
});
