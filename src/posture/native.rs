//! What the clouds' own services and other scanners say, on the same objectives as our checks, and where the two
//! disagree.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;

use super::imported::Foreign;
use super::{Counts, FindingId, ScopeId, Standing, objective_of};
use crate::check::{CheckId, Finding, Tool, Verdict, registry};
use crate::hipaa::{ObjectiveId, Pack, native_rule, objectives as catalog};
use crate::native::{Exemption, LiveVerdict, NativeService, VerdictWord};
use crate::resource::{Estate, ResourceId};

/// Dense index of a native verdict in its posture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NativeId(pub u32);

/// Who gives a verdict beside ours.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Speaker {
    /// A cloud's own service.
    Cloud(NativeService),
    /// Another scanner, by the name it calls itself.
    Scanner(Arc<str>),
}

impl Speaker {
    /// The name people know.
    pub fn title(&self) -> &str {
        match self {
            Self::Cloud(service) => service.title(),
            Self::Scanner(name) => name,
        }
    }
}

/// A verdict of a cloud's own service or of another scanner, on one of our objectives.
#[derive(Debug, Clone)]
pub struct NativeVerdict {
    /// Who says so.
    pub speaker: Speaker,
    /// The rule by the id that packs know it by.
    pub rule: Arc<str>,
    /// The rule's name in the account.
    pub rule_name: Arc<str>,
    /// Where it lands.
    pub objective: ObjectiveId,
    /// The resource it is about.
    pub resource: ResourceId,
    /// What it says.
    pub verdict: Verdict,
    /// What it counts as: an exemption in force makes a failure waived.
    pub standing: Standing,
    /// Its own remark; of an unknown, the reason.
    pub remark: Arc<str>,
    /// The exception the cloud keeps.
    pub exemption: Option<Box<Exemption>>,
    /// When the service evaluated.
    pub evaluated: Option<Timestamp>,
    /// Of a verdict from a report: the report, and how it came to stand here.
    pub imported: Option<Box<Foreign>>,
}

impl NativeVerdict {
    /// Our finding that is the same test of the same resource: the two are one, and only ours is counted, unless this
    /// one fails where ours does not.
    pub fn merged(&self) -> Option<FindingId> {
        self.imported.as_ref().and_then(|f| f.merged)
    }

    /// Whether it counts beside our findings.
    pub fn counts(&self) -> bool {
        self.imported.as_ref().is_none_or(|f| f.counts)
    }
}

/// Our check and a native rule that is the same test, with opposite verdicts on one resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disagreement {
    /// Our finding.
    pub finding: FindingId,
    /// Theirs.
    pub native: NativeId,
}

/// A service and one of its rules.
type Rule = (NativeService, Arc<str>);

/// Native verdicts of a run, joined to objectives and resources.
#[derive(Debug, Clone, Default)]
pub struct Natives {
    /// Every verdict whose rule has an objective, by resource.
    pub verdicts: Vec<NativeVerdict>,
    /// Rules without an objective, with how many verdicts each gave: nothing of them is on the matrix.
    pub unmapped: BTreeMap<Rule, u32>,
}

/// Checks by another tool's id in lower case.
pub(super) static BY_ALIAS: LazyLock<HashMap<(Tool, String), Vec<CheckId>>> = LazyLock::new(|| {
    let mut index: HashMap<_, Vec<CheckId>> = HashMap::new();
    for (id, check) in registry().checks() {
        for alias in check.aliases {
            let checks = index.entry((alias.tool, alias.id.to_ascii_lowercase())).or_default();
            if !checks.contains(&id) {
                checks.push(id);
            }
        }
    }
    index
});

const fn packs(service: NativeService) -> (Tool, Pack) {
    match service {
        NativeService::AwsConfig | NativeService::SecurityHub => (Tool::AwsConfig, Pack::AwsConfig),
        NativeService::AzurePolicy | NativeService::Defender => (Tool::AzurePolicy, Pack::AzurePolicy),
        NativeService::SecurityCommandCenter => (Tool::Gcp, Pack::GcpScc),
    }
}

/// Our checks that are the same test as a service's rule.
pub fn same_test(service: NativeService, rule: &str) -> &'static [CheckId] {
    let last = rule.rsplit('/').next().unwrap_or(rule);
    BY_ALIAS.get(&(packs(service).0, last.to_ascii_lowercase())).map_or(&[], Vec::as_slice)
}

/// The objective a rule's verdicts land on.
pub fn objective_of_rule(service: NativeService, rule: &str) -> Option<ObjectiveId> {
    let pack = packs(service).1;
    native_rule(pack, rule)
        .and_then(|r| r.objective)
        .or_else(|| same_test(service, rule).first().map(|check| objective_of(*check)))
}

impl Natives {
    /// Joins verdicts to objectives and to the resources of the estate, which must hold all of them.
    pub fn join(verdicts: Vec<LiveVerdict>, estate: &Estate, now: Timestamp) -> Self {
        let mut objectives: HashMap<Rule, Option<ObjectiveId>> = HashMap::new();
        let mut natives = Self::default();
        for live in verdicts {
            let rule = (live.service, live.rule.clone());
            let objective = *objectives
                .entry(rule.clone())
                .or_insert_with(|| objective_of_rule(live.service, &live.rule));
            let (Some(objective), Some(resource)) =
                (objective, estate.at_address(&live.account, &live.resource))
            else {
                *natives.unmapped.entry(rule).or_insert(0) += 1;
                continue;
            };
            let verdict = match live.verdict {
                VerdictWord::Pass => Verdict::Pass,
                VerdictWord::Fail => Verdict::Fail,
                VerdictWord::Unknown => Verdict::Unknown,
                VerdictWord::NotApplicable => Verdict::NotApplicable,
            };
            let excused = live.exemption.as_ref().is_some_and(|e| e.expires.is_none_or(|end| end > now));
            let standing = match verdict {
                Verdict::Fail if excused => Standing::Waived,
                Verdict::Fail => Standing::Fail,
                Verdict::Unknown => Standing::Unknown,
                Verdict::Pass => Standing::Pass,
                Verdict::NotApplicable => Standing::NotApplicable,
            };
            natives.verdicts.push(NativeVerdict {
                speaker: Speaker::Cloud(live.service),
                rule: live.rule,
                rule_name: live.rule_name,
                objective,
                resource,
                verdict,
                standing,
                remark: live.remark,
                exemption: live.exemption.map(Box::new),
                evaluated: live.evaluated,
                imported: None,
            });
        }
        natives.sort();
        natives
    }

    /// Adds what other scanners say.
    pub fn with_imported(mut self, verdicts: Vec<NativeVerdict>) -> Self {
        if !verdicts.is_empty() {
            self.verdicts.extend(verdicts);
            self.sort();
        }
        self
    }

    fn sort(&mut self) {
        self.verdicts.sort_by(|a, b| {
            let key = |v: &NativeVerdict| (v.resource, v.objective);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.speaker.cmp(&b.speaker))
                .then_with(|| a.rule.cmp(&b.rule))
                .then_with(|| a.rule_name.cmp(&b.rule_name))
                .then_with(|| a.remark.cmp(&b.remark))
        });
    }
}

/// Counts of native verdicts per objective and scope, and the disagreements in each.
#[derive(Debug, Default)]
pub(super) struct NativeTally {
    scopes: usize,
    cells: Vec<(Counts, u32)>,
}

impl NativeTally {
    pub(super) fn count(
        verdicts: &[NativeVerdict],
        disagreements: &[Disagreement],
        scope_of_resource: &[ScopeId],
        scopes: usize,
    ) -> Self {
        if verdicts.is_empty() {
            return Self::default();
        }
        let mut cells = vec![(Counts::default(), 0); scopes * catalog().len()];
        let at = |v: &NativeVerdict| {
            v.objective.index() * scopes + scope_of_resource[v.resource.0 as usize].0 as usize
        };
        for verdict in verdicts.iter().filter(|v| v.counts()) {
            cells[at(verdict)].0.add(verdict.standing);
        }
        for disagreement in disagreements {
            if let Some(verdict) = verdicts.get(disagreement.native.0 as usize) {
                cells[at(verdict)].1 += 1;
            }
        }
        Self { scopes, cells }
    }

    /// Of counts by objective, then by scope.
    pub(super) const fn of(scopes: usize, cells: Vec<(Counts, u32)>) -> Self {
        Self { scopes, cells }
    }

    /// Counts and disagreements of an objective in one scope.
    pub(super) fn cell(&self, objective: ObjectiveId, scope: ScopeId) -> (Counts, u32) {
        self.cells.get(objective.index() * self.scopes + scope.0 as usize).copied().unwrap_or_default()
    }

    /// Counts and disagreements of an objective in all scopes.
    pub(super) fn row(&self, objective: ObjectiveId) -> (Counts, u32) {
        let start = objective.index() * self.scopes;
        let mut sum = (Counts::default(), 0);
        for (counts, disagreements) in self.cells.get(start..start + self.scopes).unwrap_or_default() {
            sum.0.merge(*counts);
            sum.1 += disagreements;
        }
        sum
    }
}

/// Where a decided verdict of ours and a decided verdict of theirs on the same test differ. Findings stand by
/// resource.
pub(super) fn disagreements(findings: &[Finding], verdicts: &[NativeVerdict]) -> Vec<Disagreement> {
    let mut all = Vec::new();
    for (native, id) in verdicts.iter().zip((0u32..).map(NativeId)) {
        if !matches!(native.verdict, Verdict::Pass | Verdict::Fail) {
            continue;
        }
        let first = findings.partition_point(|f| f.resource < native.resource);
        let ours = findings[first..].iter().zip(first..).take_while(|(f, _)| f.resource == native.resource);
        let same: &[CheckId] = match (&native.speaker, &native.imported) {
            (Speaker::Cloud(service), _) => same_test(*service, &native.rule),
            (Speaker::Scanner(_), Some(foreign)) => &foreign.checks,
            (Speaker::Scanner(_), None) => &[],
        };
        for (finding, position) in ours {
            if same.contains(&finding.check)
                && matches!(finding.verdict, Verdict::Pass | Verdict::Fail)
                && finding.verdict != native.verdict
            {
                let finding = FindingId(u32::try_from(position).unwrap_or(u32::MAX));
                all.push(Disagreement { finding, native: id });
            }
        }
    }
    all
}
