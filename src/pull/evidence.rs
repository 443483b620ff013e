//! What the store holds of the clouds, as a scan takes it: nothing that was not read looks fresh.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::config::Config;
use crate::native::Provider;
use crate::posture::{Notice, SourceKind, SourceStatus};
use crate::scan::Live;
use crate::source::live::{Trouble, Unit, operations};
use crate::store::{Loaded, LoadedUnit, UnitState};

fn notice(subject: impl Into<Arc<str>>, message: String, hint: String) -> Notice {
    Notice { subject: subject.into(), line: 0, message, hint }
}

fn of_trouble(subject: &str, trouble: &Trouble) -> Notice {
    notice(subject, trouble.to_string(), trouble.hint())
}

/// The last reading as a scan takes it. What failed, was not come to, or is older than the configuration allows is
/// named, and makes the source incomplete.
pub fn evidence(loaded: Loaded, config: &Config, now: Timestamp) -> Live {
    let mut sources: BTreeMap<Provider, SourceStatus> = BTreeMap::new();
    let mut subjects: BTreeMap<Provider, Vec<Arc<str>>> = BTreeMap::new();
    for unit in &loaded.units {
        let provider = unit.unit.provider;
        let Some(kind) = SourceKind::of_cloud(provider) else { continue };
        let source = sources.entry(provider).or_insert_with(|| SourceStatus::new(kind, ""));
        judge(source, unit);
        let scopes = subjects.entry(provider).or_default();
        if !scopes.contains(&unit.unit.scope) {
            scopes.push(unit.unit.scope.clone());
        }
    }
    for (provider, trouble) in &loaded.snapshot.troubles {
        let Some(kind) = SourceKind::of_cloud(*provider) else { continue };
        let source = sources.entry(*provider).or_insert_with(|| SourceStatus::new(kind, ""));
        source.failed.push(of_trouble(provider.title(), trouble));
    }
    let hours = i64::try_from(config.int("pull.stale_after_hours")).unwrap_or(i64::MAX);
    let oldest = now.checked_sub(SignedDuration::from_hours(hours.min(1_000_000))).unwrap_or(Timestamp::MIN);
    for (provider, source) in &mut sources {
        let scopes = subjects.remove(provider).unwrap_or_default();
        source.subject = if scopes.is_empty() { provider.title().into() } else { scopes.join(", ").into() };
        let as_of = source.as_of.unwrap_or(loaded.as_of);
        source.as_of = Some(as_of);
        if as_of < oldest {
            source.unavailable.push(notice(
                provider.title(),
                format!("the evidence is from {as_of} and is stale: what holds now is not known"),
                "read it again with: steth pull".to_owned(),
            ));
        }
        let ours = |api: &str| operations().any(|o| o.cloud == *provider && o.api == api);
        let rows = loaded.ledger.iter().filter(|(api, _)| ours(api));
        source.ledger = rows.map(|(api, row)| (api.clone(), *row)).collect();
    }
    let environments = super::CLOUDS
        .iter()
        .flat_map(|cloud| {
            let said = config.environments(cloud.id());
            said.into_iter().map(move |(id, name)| ((*cloud, Arc::from(id)), Arc::from(name)))
        })
        .collect();
    let sources = sources.into_values().collect();
    Live { resources: loaded.resources, verdicts: loaded.verdicts, sources, environments }
}

fn judge(source: &mut SourceStatus, loaded: &LoadedUnit) {
    let LoadedUnit { unit, state, troubles, .. } = loaded;
    let subject = subject(unit);
    let end = loaded.complete.or(loaded.ended);
    source.as_of = match (source.as_of, end) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    match state {
        UnitState::Complete => {}
        UnitState::Partial => source.unavailable.extend(troubles.iter().map(|t| of_trouble(&subject, t))),
        UnitState::Failed => source.failed.extend(troubles.iter().map(|t| of_trouble(&subject, t))),
        UnitState::Open => source.failed.push(notice(
            subject.as_str(),
            "the pull was stopped before this was read to its end".to_owned(),
            "go on with: steth pull".to_owned(),
        )),
        UnitState::NotRead => source.failed.push(notice(
            subject.as_str(),
            "the last pull did not come to this".to_owned(),
            "read it with: steth pull".to_owned(),
        )),
    }
    if loaded.is_stale() {
        let n = loaded.stale_resources.len() + loaded.stale_verdicts.len();
        let since = loaded.complete.map_or_else(|| "an earlier pull".to_owned(), |t| t.to_string());
        source.unavailable.push(notice(
            subject,
            format!("{n} items are from {since}: what holds of them now is not known"),
            "read them again with: steth pull".to_owned(),
        ));
    }
}

fn subject(unit: &Unit) -> String {
    let mut text = unit.scope.to_string();
    for part in [&unit.region, &unit.part] {
        if !part.is_empty() {
            text = format!("{text} {part}");
        }
    }
    text
}
