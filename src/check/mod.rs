//! Checks: a control objective applied to one canonical kind of resource. Pure and parallel.
//!
//! A check's definition is the only place that knows about it: the catalog, `explain`, SARIF rules, docs,
//! aliases and remediation all read the same [`Check`].

#[cfg(test)]
mod aliases_tests;
mod assess;
mod azure_ids;
mod member;
mod outcome;
mod page;
mod subject;
mod template_ids;

mod common;
mod compute;
mod container;
mod data;
mod identity;
mod kubernetes;
mod logging;
mod network;
mod storage;

pub use assess::{CheckId, Finding, FindingDetail, assess};
pub use member::{Instruction, Level, Member, On};
pub use outcome::{Outcome, Verdict};
pub use page::{explain, names, page};
pub use subject::Subject;

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::native::Provider;
use crate::resource::{Key, Kind, Resource};

/// How much a failing check matters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good practice; no exposure on its own.
    Low,
    /// Weakens a safeguard.
    Medium,
    /// Breaks a safeguard for the resource.
    High,
    /// Exposes health information now.
    Critical,
}

impl Severity {
    /// All, from the lowest.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The word of flags and the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// A tool whose id for the same test is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tool {
    /// Checkov: `CKV_AWS_19`.
    Checkov,
    /// Trivy and, through it, tfsec: `AVD-AWS-0088`.
    Trivy,
    /// KICS query id.
    Kics,
    /// Prowler check name.
    Prowler,
    /// AWS Config managed rule identifier.
    AwsConfig,
    /// Azure Policy definition id.
    AzurePolicy,
    /// Security Command Center category.
    Gcp,
    /// kube-linter check name.
    KubeLinter,
    /// hadolint rule: `DL3002`.
    Hadolint,
    /// Rule of the HIPAA pack of CloudFormation Guard.
    CfnGuard,
}

impl Tool {
    /// All tools, in the order of the JSON contract.
    pub const ALL: [Self; 10] = [
        Self::Checkov,
        Self::Trivy,
        Self::Kics,
        Self::Prowler,
        Self::AwsConfig,
        Self::AzurePolicy,
        Self::Gcp,
        Self::KubeLinter,
        Self::Hadolint,
        Self::CfnGuard,
    ];

    /// The field name of the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Checkov => "checkov",
            Self::Trivy => "trivy",
            Self::Kics => "kics",
            Self::Prowler => "prowler",
            Self::AwsConfig => "aws_config",
            Self::AzurePolicy => "azure_policy",
            Self::Gcp => "gcp",
            Self::KubeLinter => "kube_linter",
            Self::Hadolint => "hadolint",
            Self::CfnGuard => "cfn_guard",
        }
    }
}

/// Another tool's id for the same test, on the native types for which it really is the same.
#[derive(Debug, Clone, Copy)]
pub struct Alias {
    /// Whose id.
    pub tool: Tool,
    /// The id.
    pub id: &'static str,
    /// Native types; never empty.
    pub types: &'static [&'static str],
}

impl Alias {
    /// The ways the tool has written the id: Trivy printed `AVD-AWS-0086` until late 2025 and prints `AWS-0086` since.
    pub fn forms(&self) -> impl Iterator<Item = &'static str> + use<> {
        let bare = self.id.strip_prefix("AVD-").filter(|_| self.tool == Tool::Trivy);
        std::iter::once(self.id).chain(bare)
    }

    /// Whether a person who writes this id means the alias.
    pub fn is_called(&self, id: &str) -> bool {
        self.forms().any(|form| form.eq_ignore_ascii_case(id))
    }

    /// A Checkov id.
    pub const fn checkov(id: &'static str, types: &'static [&'static str]) -> Self {
        Self { tool: Tool::Checkov, id, types }
    }

    /// A Trivy id in its `AVD` form.
    pub const fn trivy(id: &'static str, types: &'static [&'static str]) -> Self {
        Self { tool: Tool::Trivy, id, types }
    }

    /// A KICS query id.
    pub const fn kics(id: &'static str, types: &'static [&'static str]) -> Self {
        Self { tool: Tool::Kics, id, types }
    }

    /// A Prowler check name.
    pub const fn prowler(id: &'static str, types: &'static [&'static str]) -> Self {
        Self { tool: Tool::Prowler, id, types }
    }

    /// An AWS Config managed rule identifier.
    pub const fn aws_config(id: &'static str, types: &'static [&'static str]) -> Self {
        Self { tool: Tool::AwsConfig, id, types }
    }

    /// An Azure Policy definition id.
    pub const fn azure_policy(id: &'static str, types: &'static [&'static str]) -> Self {
        Self { tool: Tool::AzurePolicy, id, types }
    }

    /// A hadolint rule.
    pub const fn hadolint(id: &'static str, types: &'static [&'static str]) -> Self {
        Self { tool: Tool::Hadolint, id, types }
    }

    /// A Security Command Center category.
    pub const fn gcp(id: &'static str, types: &'static [&'static str]) -> Self {
        Self { tool: Tool::Gcp, id, types }
    }

    /// A kube-linter check name.
    pub const fn kube_linter(id: &'static str, types: &'static [&'static str]) -> Self {
        Self { tool: Tool::KubeLinter, id, types }
    }
}

/// A change to Terraform code that makes the check pass.
#[derive(Debug, Clone, Copy)]
pub enum Edit {
    /// Set an argument at a dotted path, creating enclosing blocks: `Set("versioning.enabled", "true")`.
    /// The value is written as given, so texts carry their quotes.
    Set(&'static str, &'static str),
    /// Remove an argument or block.
    Remove(&'static str),
    /// Add lines inside the resource block, as written here.
    Block(&'static str),
    /// Add another resource after this one; `{name}`, `{type}` and `{address}` are filled in.
    Companion(&'static str),
    /// Change a member of a Kubernetes object or of a Compose service.
    Member(Member),
    /// Change instructions of a Dockerfile.
    Instruction(Instruction),
}

/// How to make the check pass, for some native types.
#[derive(Debug, Clone, Copy)]
pub struct Remedy {
    /// Native types it is written for; never empty.
    pub types: &'static [&'static str],
    /// What to do, in words.
    pub steps: &'static str,
    /// Changes to the code: arguments of Terraform, or members and instructions of formats of their own.
    pub terraform: &'static [Edit],
    /// A command for the live resource with `{name}` and `{region}` filled in; empty where there is none.
    pub command: &'static str,
    /// What the change can break, or what it costs; empty when nothing.
    pub risk: &'static str,
}

/// The types of a remedy that is the same for every resource.
pub const ANY_TYPE: &[&str] = &["*"];

impl Remedy {
    /// The types it is written for, as people read them.
    pub fn types_in_words(&self) -> String {
        if self.types == ANY_TYPE { "any resource".to_owned() } else { self.types.join(", ") }
    }

    /// A change of the Terraform code; add a command and a risk where there is one.
    pub const fn edit(
        types: &'static [&'static str],
        steps: &'static str,
        terraform: &'static [Edit],
    ) -> Self {
        Self { types, steps, terraform, command: "", risk: "" }
    }

    /// With changes of the code.
    pub const fn change(mut self, edits: &'static [Edit]) -> Self {
        self.terraform = edits;
        self
    }

    /// With a command for the live resource.
    pub const fn command(mut self, command: &'static str) -> Self {
        self.command = command;
        self
    }

    /// With what the change can break, or what it costs.
    pub const fn risk(mut self, risk: &'static str) -> Self {
        self.risk = risk;
        self
    }
}

/// A control objective applied to one kind of resource.
#[derive(Debug)]
pub struct Check {
    /// Stable id: `object-store-versioning`.
    pub id: &'static str,
    /// Id of the control objective.
    pub objective: &'static str,
    /// One line, said of the good state: "Object store keeps versions".
    pub title: &'static str,
    /// How much a failure matters.
    pub severity: Severity,
    /// The kind it looks at; [`Kind::Any`] for every kind.
    pub kind: Kind,
    /// Native types it applies to; empty for every type of the kind that has the settings it reads.
    pub types: &'static [&'static str],
    /// Why it matters for health information, two or three sentences.
    pub rationale: &'static str,
    /// Settings it reads; a resource that lacks one of them is not its subject.
    pub reads: &'static [Key],
    /// The test.
    pub test: fn(&Subject<'_>) -> Outcome,
    /// The same test elsewhere.
    pub aliases: &'static [Alias],
    /// How to fix it.
    pub remedies: &'static [Remedy],
}

impl Check {
    /// Whether the check has something to say about the resource.
    pub fn applies_to(&self, resource: &Resource) -> bool {
        self.takes(resource.kind, &resource.native_type) && self.reads.iter().all(|key| resource.has(*key))
    }

    /// Whether the check looks at resources of this kind and native type that have the settings it reads.
    fn takes(&self, kind: Kind, native_type: &str) -> bool {
        (self.kind == kind || self.kind == Kind::Any)
            && (self.types.is_empty() || self.types.contains(&native_type))
    }

    /// Other tools' ids of this check for a resource, as they have them for the format it was read from.
    pub fn aliases_for(&self, resource: &Resource) -> Vec<(Tool, &'static str)> {
        let native_type = &*resource.native_type;
        if let Some(vendor) = template_ids::template_type(resource) {
            return template_ids::ids(self, native_type, vendor);
        }
        if let Some(vendor) = azure_ids::template_type(resource) {
            return azure_ids::ids(self, resource, vendor);
        }
        let own = self.aliases.iter().filter(|a| a.types.contains(&native_type));
        own.filter(|a| azure_ids::same_here(a, resource))
            .flat_map(|a| a.forms().map(|form| (a.tool, form)))
            .collect()
    }

    /// The remedy for a native type.
    pub fn remedy_for(&self, native_type: &str) -> Option<&'static Remedy> {
        let named = self.remedies.iter().find(|r| r.types.contains(&native_type));
        named.or_else(|| self.remedies.iter().find(|r| r.types == ANY_TYPE))
    }

    /// Providers for which types or a remedy are named, sorted; all of them for a check on any resource.
    pub fn platforms(&self) -> Vec<Provider> {
        if self.kind == Kind::Any && self.types.is_empty() {
            return vec![Provider::Aws, Provider::Azure, Provider::Gcp, Provider::Kubernetes];
        }
        let types = self.types.iter().chain(self.remedies.iter().flat_map(|r| r.types));
        let types = types.filter(|t| **t != ANY_TYPE[0]);
        let mut platforms: Vec<_> = types.map(|t| Provider::of_terraform_type(t)).collect();
        platforms.sort();
        platforms.dedup();
        platforms
    }
}

/// Tables of every family, in the order they are shown.
// One family on each line, so that families land without conflicts.
#[rustfmt::skip]
static FAMILIES: &[&[&[Check]]] = &[
    common::CHECKS,
    compute::CHECKS,
    container::CHECKS,
    data::CHECKS,
    identity::CHECKS,
    kubernetes::CHECKS,
    logging::CHECKS,
    network::CHECKS,
    storage::CHECKS,
];

/// The checks, dense, with their indexes.
pub struct Registry {
    checks: Vec<&'static Check>,
    by_id: HashMap<&'static str, CheckId>,
    by_kind: HashMap<Kind, Vec<CheckId>>,
}

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let checks: Vec<&'static Check> = FAMILIES.iter().copied().flatten().copied().flatten().collect();
    let mut by_id = HashMap::new();
    let mut by_kind: HashMap<Kind, Vec<CheckId>> = HashMap::new();
    for (check, i) in checks.iter().zip(0u16..) {
        by_id.insert(check.id, CheckId(i));
        let kinds = if check.kind == Kind::Any { Kind::ALL } else { std::slice::from_ref(&check.kind) };
        for kind in kinds {
            by_kind.entry(*kind).or_default().push(CheckId(i));
        }
    }
    Registry { checks, by_id, by_kind }
});

/// The one registry of checks.
pub fn registry() -> &'static Registry {
    &REGISTRY
}

impl Registry {
    /// All checks in order.
    pub fn checks(&self) -> impl Iterator<Item = (CheckId, &'static Check)> {
        self.checks.iter().zip(0u16..).map(|(c, i)| (CheckId(i), *c))
    }

    /// A check by its dense id.
    #[expect(clippy::indexing_slicing, reason = "a CheckId is only made by this registry")]
    pub fn get(&self, id: CheckId) -> &'static Check {
        self.checks[id.0 as usize]
    }

    /// A check by its name.
    pub fn find(&self, id: &str) -> Option<CheckId> {
        self.by_id.get(id).copied()
    }

    /// Checks that carry another tool's id.
    pub fn by_alias(&self, id: &str) -> Vec<CheckId> {
        self.checks()
            .filter(|(_, c)| {
                c.aliases.iter().any(|a| a.is_called(id))
                    || template_ids::checks_of(id).any(|own| own == c.id)
                    || azure_ids::checks_of(id).any(|own| own == c.id)
            })
            .map(|(i, _)| i)
            .collect()
    }

    /// The checks of a kind.
    pub fn of_kind(&self, kind: Kind) -> &[CheckId] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.checks.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.checks.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn definitions_are_whole() {
        let mut ids = HashSet::new();
        for (_, check) in registry().checks() {
            let id = check.id;
            assert!(ids.insert(id), "{id} stands twice");
            assert!(id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{id}");
            assert!(!check.title.is_empty() && !check.title.ends_with('.'), "{id}: title");
            assert!(check.rationale.len() > 60, "{id}: rationale is too thin");
            assert!(!check.reads.is_empty(), "{id}: reads nothing");
            assert!(!check.platforms().is_empty(), "{id}: no remedy and no types");
            for alias in check.aliases {
                assert!(!alias.types.is_empty(), "{id}: alias {} without types", alias.id);
                for t in alias.types {
                    assert!(
                        crate::dialect::find(t).is_some(),
                        "{id}: alias {} names unknown type {t}",
                        alias.id
                    );
                }
            }
            for remedy in check.remedies {
                assert!(!remedy.types.is_empty() && !remedy.steps.is_empty(), "{id}: empty remedy");
                // a remedy for whatever it is found on says so only where the check looks at every kind
                let anywhere = remedy.types == ANY_TYPE;
                assert!(!anywhere || check.kind == Kind::Any, "{id}: a remedy for any type");
                for t in remedy.types.iter().filter(|_| !anywhere) {
                    let Some(dialect) = crate::dialect::find(t) else {
                        panic!("{id}: remedy names unknown type {t}")
                    };
                    let kind = dialect.resource.map(|(k, _)| k);
                    assert!(
                        kind == Some(check.kind) || (check.kind == Kind::Any && kind.is_some()),
                        "{id}: remedy type {t} is of another kind"
                    );
                }
            }
        }
    }
}
