//! Native verdicts of two snapshots, and what each snapshot read of everything.

use std::sync::Arc;

use rusqlite::Connection;

use super::super::UnitState;
use super::super::load::{Holding, Names, each_resource, superseded, verdicts};
use super::super::page::{Seen, seen_rows};
use super::{Incomparable, Out, Said};
use crate::native::{NativeService, Provider, VerdictWord};
use crate::posture::Standing;
use crate::table::HashMap;

/// Service, rule's name, resource, account and region.
type Rule = (&'static str, Arc<str>, Arc<str>, Arc<str>, Arc<str>);

/// A native verdict: the unit it is of, whether it was read in this snapshot, the worst that was said, whose cloud.
struct Spoken {
    unit: i64,
    stale: bool,
    standing: Standing,
    provider: &'static str,
}

/// What a snapshot read, and how well.
pub(super) struct Evidence {
    pub(super) units: HashMap<i64, UnitState>,
    /// The unit of each resource, and whether it was read in this snapshot.
    pub(super) resources: HashMap<Arc<str>, (i64, bool)>,
    rules: HashMap<Rule, Spoken>,
}

impl Evidence {
    pub(super) fn read(connection: &Connection, snapshot: i64, names: &Names) -> rusqlite::Result<Self> {
        let mut statement = connection.prepare("SELECT unit, state FROM readings WHERE snapshot = ?1")?;
        let units: HashMap<i64, UnitState> = statement
            .query_map([snapshot], |row| Ok((row.get(0)?, UnitState::of_code(row.get(1)?))))?
            .collect::<Result<_, _>>()?;
        let mut seen: HashMap<i64, Seen> = HashMap::default();
        for (unit, state) in &units {
            if !matches!(state, UnitState::Complete | UnitState::NotRead) {
                seen.insert(*unit, seen_rows(connection, snapshot, *unit)?);
            }
        }
        let complete =
            units.iter().filter(|(_, s)| **s == UnitState::Complete).map(|(unit, _)| *unit).collect();
        let holding = Holding::read(connection, snapshot, &seen, complete)?;
        let mut resources = HashMap::default();
        each_resource(connection, &holding, |id, unit, stale| {
            resources.insert(Arc::from(id), (unit, stale));
        })?;
        let mut spoken = verdicts(connection, names, &holding)?;
        superseded(&mut spoken);
        let mut rules: HashMap<Rule, Spoken> = HashMap::default();
        for found in spoken {
            let verdict = found.item;
            let standing = match verdict.verdict {
                VerdictWord::Fail if verdict.exemption.is_some() => Standing::Waived,
                VerdictWord::Fail => Standing::Fail,
                VerdictWord::Unknown => Standing::Unknown,
                VerdictWord::Pass => Standing::Pass,
                VerdictWord::NotApplicable => Standing::NotApplicable,
            };
            let key =
                (verdict.service.id(), verdict.rule_name, verdict.resource, verdict.account, verdict.region);
            let provider = provider(verdict.service).id();
            let one = rules.entry(key).or_insert(Spoken {
                unit: found.unit,
                stale: found.stale,
                standing,
                provider,
            });
            // standings are ordered worst first
            one.standing = one.standing.min(standing);
            one.stale |= found.stale;
        }
        Ok(Self { units, resources, rules })
    }

    /// Whether the absence here of what a unit holds elsewhere means anything.
    pub(super) fn absence(&self, unit: i64) -> Option<Incomparable> {
        match self.units.get(&unit) {
            None => Some(Incomparable::Scope),
            Some(UnitState::Complete) => None,
            Some(_) => Some(Incomparable::Coverage),
        }
    }
}

pub(super) fn native(sides: &[Evidence; 2], out: &mut Out) {
    let [a, b] = sides;
    let mut compare = |rule: &Rule, before: Option<&Spoken>, after: Option<&Spoken>| {
        let doubt = match (before, after) {
            (Some(before), Some(after)) => (before.stale || after.stale).then_some(Incomparable::Coverage),
            (Some(before), None) => b.absence(before.unit),
            (None, Some(after)) if after.stale => Some(Incomparable::Coverage),
            (None, Some(after)) => a.absence(after.unit),
            (None, None) => None,
        };
        let pair = (before.map(|s| s.standing), after.map(|s| s.standing));
        let provider = before.or(after).map_or("", |s| s.provider);
        out.note(doubt, pair, || {
            let (service, name, resource, account, region) = rule;
            (Said::Native(service, name.clone()), resource.clone(), label(&[provider, account, region]))
        });
    };
    for (rule, before) in &a.rules {
        compare(rule, Some(before), b.rules.get(rule));
    }
    for (rule, after) in b.rules.iter().filter(|(rule, _)| !a.rules.contains_key(*rule)) {
        compare(rule, None, Some(after));
    }
}

const fn provider(service: NativeService) -> Provider {
    match service {
        NativeService::AwsConfig | NativeService::SecurityHub => Provider::Aws,
        NativeService::AzurePolicy | NativeService::Defender => Provider::Azure,
        NativeService::SecurityCommandCenter => Provider::Gcp,
    }
}

/// The parts that are known, joined.
pub(super) fn label(parts: &[&str]) -> String {
    parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join("/")
}
