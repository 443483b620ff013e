//! A posture with the indexes the views need, built once and off the drawing thread.

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::{CheckId, Finding, registry};
use crate::drift::DriftItem;
use crate::hipaa::{ObjectiveId, objectives};
use crate::posture::{Counts, FindingId, ObjectivePosture, Posture, RootCause, Standing, objective_of};
use crate::resource::{Datum, Resource, ResourceId};
use crate::tui::place::ResourceName;
use crate::tui::text;

/// Findings of one resource by standing: small, since an estate has many resources.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ResourceCounts {
    pub(crate) fail: u16,
    pub(crate) unknown: u16,
    pub(crate) waived: u16,
    pub(crate) pass: u16,
}

impl ResourceCounts {
    /// The worst standing among the findings; not applicable when there is none that counts.
    pub(crate) const fn worst(self) -> Standing {
        match self {
            Self { fail: 1.., .. } => Standing::Fail,
            Self { unknown: 1.., .. } => Standing::Unknown,
            Self { waived: 1.., .. } => Standing::Waived,
            Self { pass: 1.., .. } => Standing::Pass,
            _ => Standing::NotApplicable,
        }
    }

    fn add(&mut self, standing: Standing) {
        let slot = match standing {
            Standing::Fail => &mut self.fail,
            Standing::Unknown => &mut self.unknown,
            Standing::Waived => &mut self.waived,
            Standing::Pass => &mut self.pass,
            Standing::NotApplicable => return,
        };
        *slot = slot.saturating_add(1);
    }
}

/// A posture, indexed.
#[derive(Debug)]
pub(crate) struct Snapshot {
    /// The posture everything is read from.
    pub(crate) posture: Arc<Posture>,
    /// All findings, worst first.
    pub(crate) findings: Vec<u32>,
    /// All resources, worst first.
    pub(crate) resources: Vec<u32>,
    /// Root causes, largest first.
    pub(crate) causes: Vec<u32>,
    /// Waivers in their order.
    pub(crate) waivers: Vec<u32>,
    /// Objectives, worst first.
    pub(crate) objectives: Vec<u32>,
    /// Items of drift, weaker first.
    pub(crate) drift: Vec<u32>,
    /// Findings of all resources by how they stand.
    pub(crate) totals: Counts,
    standing: Vec<Standing>,
    by_objective: Vec<Vec<u32>>,
    /// Where the findings of each resource begin; one more entry than resources.
    first_finding: Vec<u32>,
    resource_counts: Vec<ResourceCounts>,
    /// Resources by address, then account.
    by_address: Vec<u32>,
    /// The position of each resource in `by_address`.
    address_rank: Vec<u32>,
    /// Addresses and names of the resources by address, in lower case, some in each text: a text of many is searched
    /// far faster than many texts.
    names: Vec<String>,
    /// Resources that a setting leads to, each with the one that leads there.
    references: Vec<(u32, u32)>,
    /// Findings that share their root cause with others, with the cause.
    shared: Vec<(u32, u32)>,
    /// Failing findings by check.
    failing: Vec<u32>,
}

/// Resources whose names stand in one text.
const NAMED_TOGETHER: usize = 64;
/// Most resources given of exactly one name.
const MOST_EXACT: usize = 20;

fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Snapshot {
    /// Indexes a posture.
    pub(crate) fn new(posture: Arc<Posture>) -> Self {
        let standing: Vec<Standing> = (0..size(posture.findings.len()))
            .into_par_iter()
            .map(|i| posture.standing(FindingId(i)))
            .collect();
        let resources = posture.estate.resources();
        let (by_address, address_rank) = rank(resources);
        let names = by_address
            .par_chunks(NAMED_TOGETHER)
            .map(|some| {
                let mut text = String::with_capacity(some.len() * 64);
                for resource in some.iter().filter_map(|i| resources.get(*i as usize)) {
                    // no name that is searched for has a line break in it
                    text.extend([&*resource.address, "\n", &*resource.name, "\n"]);
                }
                text.make_ascii_lowercase();
                text
            })
            .collect();
        let mut totals = Counts::default();
        let mut resource_counts = vec![ResourceCounts::default(); resources.len()];
        let mut first_finding = Vec::with_capacity(resources.len() + 1);
        for (i, finding) in posture.findings.iter().enumerate() {
            let at = finding.resource.0 as usize;
            // findings stand by resource; a resource without any begins where the next one does
            while first_finding.len() <= at {
                first_finding.push(size(i));
            }
            if let (Some(counts), Some(standing)) = (resource_counts.get_mut(at), standing.get(i)) {
                counts.add(*standing);
                totals.add(*standing);
            }
        }
        first_finding.resize(resources.len() + 1, size(posture.findings.len()));

        let key = |i: u32| {
            let finding = &posture.findings[i as usize];
            let severity = 3 - registry().get(finding.check).severity as u64;
            let rank = u64::from(address_rank[finding.resource.0 as usize]);
            ((standing[i as usize] as u64) << 61)
                | severity << 58
                | rank << 16
                | u64::try_from(finding.check.index()).unwrap_or(0)
        };
        let mut findings: Vec<u32> = (0..size(posture.findings.len())).collect();
        findings.par_sort_unstable_by_key(|i| key(*i));
        let mut failing = vec![0; registry().len()];
        for i in findings.iter().take_while(|i| standing[**i as usize] == Standing::Fail) {
            failing[posture.findings[*i as usize].check.index()] += 1;
        }
        let shared = posture.causes.iter().zip(0u32..).filter(|(cause, _)| cause.findings.len() > 1);
        let mut shared: Vec<(u32, u32)> =
            shared.flat_map(|(cause, n)| cause.findings.iter().map(move |f| (f.0, n))).collect();
        shared.sort_unstable();
        let references = references(resources, &by_address);
        let mut by_objective = vec![Vec::new(); objectives().len()];
        for i in &findings {
            let objective = objective_of(posture.findings[*i as usize].check);
            by_objective[objective.index()].push(*i);
        }
        let mut ordered: Vec<u32> = (0..size(resources.len())).collect();
        ordered.par_sort_unstable_by_key(|i| {
            let c = resource_counts[*i as usize];
            (c.worst() as u8, u16::MAX - c.fail, u16::MAX - c.unknown, address_rank[*i as usize])
        });
        Self {
            findings,
            resources: ordered,
            causes: (0..size(posture.causes.len())).collect(),
            waivers: (0..size(posture.waivers.len())).collect(),
            drift: (0..size(posture.drift.as_ref().map_or(0, |d| d.items.len()))).collect(),
            objectives: {
                let mut order: Vec<&ObjectivePosture> = posture.objectives.iter().collect();
                order.sort_by_key(|o| (o.state, Reverse(o.counts.fail), Reverse(o.counts.total()), o.id));
                order.into_iter().map(|o| size(o.id.index())).collect()
            },
            totals,
            standing,
            by_objective,
            first_finding,
            resource_counts,
            by_address,
            address_rank,
            names,
            references,
            shared,
            failing,
            posture,
        }
    }

    /// What a finding counts as.
    pub(crate) fn standing(&self, finding: u32) -> Standing {
        self.standing.get(finding as usize).copied().unwrap_or(Standing::Unknown)
    }

    /// The findings of an objective, worst first.
    pub(crate) fn of_objective(&self, objective: ObjectiveId) -> &[u32] {
        self.by_objective.get(objective.index()).map_or(&[], Vec::as_slice)
    }

    /// The findings of a resource, in the order of checks.
    pub(crate) fn of_resource(&self, resource: ResourceId) -> std::ops::Range<u32> {
        let at = resource.0 as usize;
        match (self.first_finding.get(at), self.first_finding.get(at + 1)) {
            (Some(first), Some(next)) => *first..*next,
            _ => 0..0,
        }
    }

    /// The counts of a resource.
    pub(crate) fn counts(&self, resource: u32) -> ResourceCounts {
        self.resource_counts.get(resource as usize).copied().unwrap_or_default()
    }

    /// Where a resource stands by address.
    pub(crate) fn rank(&self, resource: u32) -> u32 {
        self.address_rank.get(resource as usize).copied().unwrap_or(u32::MAX)
    }

    /// Resources by address.
    pub(crate) fn by_address(&self) -> &[u32] {
        &self.by_address
    }

    /// The first resource, by address and from a position on, that has a text in its address or name. The text is in
    /// lower case.
    pub(crate) fn next_named(&self, needle: &str, from: usize) -> Option<usize> {
        let holds = |position: &usize| {
            let resource = self.by_address.get(*position).and_then(|i| self.resource(*i));
            resource.is_some_and(|r| text::contains(&r.address, needle) || text::contains(&r.name, needle))
        };
        let first = from / NAMED_TOGETHER;
        let texts = self.names.iter().enumerate().skip(first).filter(|(_, text)| text.contains(needle));
        texts.map(|(i, _)| i * NAMED_TOGETHER).find_map(|start| {
            (start.max(from)..self.by_address.len().min(start + NAMED_TOGETHER)).find(holds)
        })
    }

    /// Resources whose address or name is exactly a text. The text is in lower case.
    pub(crate) fn exactly_named(&self, needle: &str) -> impl Iterator<Item = u32> {
        let line = format!("{needle}\n");
        let (between, needle) = (format!("\n{line}"), needle.to_owned());
        let holds = move |text: &String| text.starts_with(&line) || text.contains(&between);
        let texts = self.names.iter().enumerate().filter(move |(_, text)| holds(text));
        texts
            .flat_map(|(i, _)| i * NAMED_TOGETHER..self.by_address.len().min((i + 1) * NAMED_TOGETHER))
            .filter_map(|position| self.by_address.get(position).copied())
            .filter(move |id| {
                self.resource(*id).is_some_and(|r| {
                    r.address.eq_ignore_ascii_case(&needle) || r.name.eq_ignore_ascii_case(&needle)
                })
            })
            .take(MOST_EXACT)
    }

    /// Resources whose settings lead to a resource.
    pub(crate) fn referenced_by(&self, id: ResourceId) -> impl Iterator<Item = ResourceId> {
        let first = self.references.partition_point(|(to, _)| *to < id.0);
        self.references[first..]
            .iter()
            .take_while(move |(to, _)| *to == id.0)
            .map(|(_, from)| ResourceId(*from))
    }

    /// The root cause of a finding, where it has others in it.
    pub(crate) fn shared_cause(&self, finding: u32) -> Option<&RootCause> {
        let at = self.shared.binary_search_by_key(&finding, |(f, _)| *f).ok()?;
        self.posture.causes.get(self.shared[at].1 as usize)
    }

    /// How many findings of a check fail.
    pub(crate) fn failing(&self, check: CheckId) -> u32 {
        self.failing.get(check.index()).copied().unwrap_or(0)
    }

    /// A finding by position.
    pub(crate) fn finding(&self, id: u32) -> Option<&Finding> {
        self.posture.finding(FindingId(id))
    }

    /// An item of drift by position.
    pub(crate) fn drift_item(&self, id: u32) -> Option<&DriftItem> {
        self.posture.drift.as_ref()?.items.get(id as usize)
    }

    /// The resource that an item of drift is about: the declared one, else the live one.
    pub(crate) fn drift_subject(&self, id: u32) -> Option<ResourceId> {
        let item = self.drift_item(id)?;
        item.declared.or(item.live)
    }

    /// A resource by position.
    pub(crate) fn resource(&self, id: u32) -> Option<&Resource> {
        self.posture.estate.get(ResourceId(id))
    }

    /// The resource of a name. An empty account means the only one that has the address, or the first.
    pub(crate) fn find_resource(&self, name: &ResourceName) -> Option<ResourceId> {
        let resources = self.posture.estate.resources();
        find(resources, &self.by_address, &name.address, &name.account).map(ResourceId)
    }

    /// The finding of a check on a resource.
    pub(crate) fn find_finding(&self, resource: ResourceId, check: CheckId) -> Option<u32> {
        self.of_resource(resource).find(|i| self.finding(*i).is_some_and(|f| f.check == check))
    }
}

/// The resource of an address within an account; an empty account means any.
fn find(resources: &[Resource], by_address: &[u32], wanted: &str, account: &str) -> Option<u32> {
    let of = |i: &u32| resources.get(*i as usize).map(|r| (&*r.address, &*r.scope.account));
    let first = by_address.partition_point(|i| of(i).is_some_and(|(address, _)| address < wanted));
    by_address
        .get(first..)?
        .iter()
        .take_while(|i| of(i).is_some_and(|(address, _)| address == wanted))
        .find(|i| account.is_empty() || of(i).is_some_and(|(_, own)| *own == *account))
        .copied()
}

/// Where the settings of resources lead: the target, then the one that leads there.
fn references(resources: &[Resource], by_address: &[u32]) -> Vec<(u32, u32)> {
    let of = |(from, i): (&Resource, u32)| {
        let targets = from.settings().filter_map(|(_, setting)| match setting.datum()? {
            Datum::Reference(reference) => {
                find(resources, by_address, &reference.address, &from.scope.account)
            }
            _ => None,
        });
        targets.map(|to| (to, i)).collect::<Vec<_>>()
    };
    let mut pairs: Vec<(u32, u32)> =
        resources.par_iter().zip(0..size(resources.len())).flat_map_iter(of).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// The name of a resource: with its account, unless that is the scanned directory itself.
pub(crate) fn name(resource: &Resource) -> ResourceName {
    let account = if &*resource.scope.account == "." { "".into() } else { resource.scope.account.clone() };
    ResourceName { account, address: resource.address.clone() }
}

/// Resources by address and account, and the position of each in that order.
fn rank(resources: &[Resource]) -> (Vec<u32>, Vec<u32>) {
    let mut order: Vec<u32> = (0..size(resources.len())).collect();
    order.par_sort_unstable_by(|a, b| {
        let (a, b) = (&resources[*a as usize], &resources[*b as usize]);
        (&a.address, &a.scope.account).cmp(&(&b.address, &b.scope.account))
    });
    let mut rank = vec![0; resources.len()];
    for (position, i) in order.iter().enumerate() {
        rank[*i as usize] = size(position);
    }
    (order, rank)
}
