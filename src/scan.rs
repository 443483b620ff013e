//! One scan from end to end: sources read, dialects applied, checks run, posture rolled up.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::check::assess;
use crate::dialect::{live, translate};
use crate::drift::{self, Facts, Reading, Readings, State};
use crate::native::{Files, LiveResource, LiveVerdict, Mode, NativeResource, NativeService, Provider, Span};
use crate::posture::{
    NativeVerdict, Natives, Notice, Parts, Posture, SourceKind, SourceStatus, Speaker, in_force, land,
    place_imports,
};
use crate::resource::{Estate, Expectations, Key, Resource, Setting, Side};
use crate::secrets::{self, DigestKey};
use crate::source::Tree;
use crate::source::code::{self, Code};
use crate::source::import::Imported;
use crate::source::terraform::{Problem, SourceReport};
use crate::source::terraform_plan::Action;
use crate::suppress;

/// What a scan is asked to do.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// How code is read.
    pub code: code::Options,
    /// Leave suppressions in comments out of account.
    pub ignore_suppressions: bool,
    /// What the organization expects of its estate.
    pub expectations: Expectations,
    /// Passphrase of the digests of secrets; without it they are keyed by the place scanned.
    pub digest_key: Option<String>,
    /// Terraform states, which tell drift what was applied last.
    pub states: Arc<[State]>,
    /// Reports of other scanners.
    pub imports: Arc<[Imported]>,
}

/// Where a scan stands, for those who wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Files are found, parsed and evaluated.
    Reading,
    /// This many resources are translated and checked.
    Checking(usize),
}

/// What the clouds said when they were last read.
#[derive(Debug, Default)]
pub struct Live {
    /// Inventory.
    pub resources: Vec<LiveResource>,
    /// Verdicts of native services.
    pub verdicts: Vec<LiveVerdict>,
    /// How each cloud was read. What concerns single resources and rules is filled in here.
    pub sources: Vec<SourceStatus>,
    /// The environments that accounts, subscriptions and projects are, as the configuration says.
    pub environments: live::Environments,
}

/// Scans a tree. `now` decides which waivers have expired; `progress` hears each stage as it begins.
pub fn scan(tree: &Tree, request: &Request, now: Timestamp, progress: &mut dyn FnMut(Stage)) -> Posture {
    assess_all(Some(tree), Live::default(), request, now, progress)
}

/// Scans a tree, where there is one, and what the clouds said, on one matrix.
pub fn assess_all(
    tree: Option<&Tree>,
    live: Live,
    request: &Request,
    now: Timestamp,
    progress: &mut dyn FnMut(Stage),
) -> Posture {
    progress(Stage::Reading);
    let declared = tree
        .map(|tree| Declared::read(tree, request, live.sources.is_empty() && request.imports.is_empty()))
        .unwrap_or_default();
    progress(Stage::Checking(declared.natives.len() + live.resources.len()));
    let Declared { natives, mut files, mut resources, places, sources } = declared;
    // drift needs both sides
    let facts = (tree.is_some() && !live.sources.is_empty()).then(|| Facts::of(&natives));
    // the checks do not need them
    if request.code.terraform.one_shot {
        std::mem::forget(natives);
    } else {
        rayon::spawn(move || drop(natives));
    }
    let Live { resources: inventory, verdicts, sources: mut live_sources, environments } = live;
    resources.extend(on_matrix(&inventory, &verdicts, &environments, &mut files, &mut live_sources));
    drop(inventory);
    let placed = place_imports(&request.imports, &mut resources, &files);
    let canonical = Estate::new(resources).expecting(request.expectations.clone());
    let (findings, drift) = rayon::join(
        || assess(&canonical),
        || facts.map(|facts| drift_of(&canonical, &facts, &live_sources, request)),
    );
    let (waivers, waived) = if request.ignore_suppressions {
        (Vec::new(), HashMap::new())
    } else {
        let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        suppress::apply(&files, &canonical, &findings, today)
    };
    // from here on the texts are only shown: what is secret in them has been judged and goes
    secrets::hide(&mut files, &places);
    let natives = Natives::join(verdicts, &canonical, now);
    for ((service, rule), n) in &natives.unmapped {
        if let Some(source) = live_sources.iter_mut().find(|s| s.kind == cloud_of(*service)) {
            source.unmapped.push((rule.clone(), *n));
        }
    }
    let excused = |id| in_force(&waivers, &waived, id);
    let imported = land(placed, &canonical, &findings, &excused, now);
    let mut sources: Vec<SourceStatus> = sources.into_iter().chain(live_sources).collect();
    sources.extend(import_sources(&request.imports, &imported, now));
    let natives = natives.with_imported(imported);
    Posture::new(now, Parts { files, estate: canonical, findings, waivers, waived, sources, natives, drift })
}

/// The two sides of an estate compared.
fn drift_of(
    estate: &Estate,
    facts: &Facts,
    sources: &[SourceStatus],
    request: &Request,
) -> drift::DriftReport {
    let clouds = [Provider::Aws, Provider::Azure, Provider::Gcp];
    let readings = Readings::new(sources.iter().filter_map(|source| {
        let provider = clouds.into_iter().find(|p| SourceKind::of_cloud(*p) == Some(source.kind))?;
        // a service that judges and was not read hides nothing of what is there
        let lacks = source.failed.iter().chain(&source.unavailable).find(|n| !n.is_of_verdicts());
        let reading = match lacks {
            None => Reading::Whole,
            Some(notice) if notice.subject.is_empty() => Reading::Partly(notice.message.clone()),
            Some(notice) => Reading::Partly(format!("{}: {}", notice.subject, notice.message)),
        };
        Some((provider, reading))
    }));
    let key = DigestKey::new(request.digest_key.as_deref(), "drift");
    drift::compare(drift::Input { estate, facts, states: &request.states, readings: &readings, key: &key })
}

/// What a tree declares.
#[derive(Default)]
struct Declared {
    natives: Vec<NativeResource>,
    files: Files,
    resources: Vec<Resource>,
    places: Vec<Span>,
    sources: Vec<SourceStatus>,
}

impl Declared {
    /// `alone`: there is no other source, so that a tree without configuration measures nothing at all.
    fn read(tree: &Tree, request: &Request, alone: bool) -> Self {
        let code = code::read(tree, &request.code);
        let translation = translate(&code.natives, Side::Declared);
        let subject: Arc<str> = tree.starts().join(", ").into();
        let mut resources = translation.estate.into_resources();
        let key = DigestKey::new(request.digest_key.as_deref(), &subject);
        let mut places = secrets::mark(&code.files, &code.natives, &mut resources, &key);
        places.extend(&code.hidden);
        for resource in resources.iter_mut().filter(|_| !code.changes.is_empty()) {
            if let Some(action) = planned(&code, resource) {
                resource.set(Key::PlannedChange, Setting::known(action.id()));
            }
        }
        let subject = if subject.is_empty() { ".".into() } else { subject };
        let mut sources: Vec<SourceStatus> = code.parts.iter().map(|part| status(part, &subject)).collect();
        let nothing = sources.iter().all(|s| s.files_read == 0 && s.failed.is_empty());
        if sources.is_empty() && (alone || !code.stray.is_empty()) {
            sources.push(SourceStatus::new(SourceKind::Terraform, subject.clone()));
        }
        if let Some(first) = sources.first_mut() {
            if nothing && alone {
                // a gate over nothing would pass without having measured anything
                first.failed.push(Notice {
                    subject,
                    line: 0,
                    message: "no infrastructure as code was found".to_owned(),
                    hint: "give the directory that holds it, in a format that `steth scan --help` lists"
                        .to_owned(),
                });
            }
            // what belongs to no source is told with the first
            first.skipped.extend(notices(&code.stray.skipped));
            first.failed.extend(notices(&code.stray.failed));
            // a setting whose resource is not here is not measured, and that must be seen
            first.skipped.extend(translation.unlinked.iter().map(|u| Notice {
                subject: u.address.clone(),
                line: 0,
                message: format!(
                    "configures no {} that is declared here: its settings are not measured",
                    u.wanted
                ),
                hint: String::new(),
            }));
            first.others = count(code.stray.others);
        }
        attribute(&translation.not_understood, &code, &mut sources);
        Self { natives: code.natives, files: code.files, resources, places, sources }
    }
}

/// What a plan does with a resource. A bucket whose versioning it creates is changed by that.
fn planned(code: &Code, resource: &Resource) -> Option<Action> {
    let root = &resource.scope.account;
    let of = |address: &Arc<str>| code.changes.get(&(root.clone(), address.clone())).copied();
    let own = of(&resource.address)?;
    let parts = resource.companions.iter().filter_map(|(address, _)| of(address));
    let changed = own == Action::None && parts.max() >= Some(Action::Update);
    Some(if changed { Action::Update } else { own })
}

/// The state of one kind of source.
fn status(part: &code::Part, subject: &Arc<str>) -> SourceStatus {
    SourceStatus {
        files_read: count(part.report.files_read),
        bytes_read: part.bytes,
        resources: count(part.resources),
        skipped: notices(&part.report.skipped),
        failed: failures(&part.report),
        unavailable: notices(&part.report.unavailable),
        ..SourceStatus::new(part.kind, subject.clone())
    }
}

/// Says with each source which of its types no dialect reads: the resources of a source stand together.
fn attribute(strange: &BTreeMap<Arc<str>, usize>, code: &Code, sources: &mut [SourceStatus]) {
    if strange.is_empty() {
        return;
    }
    let mut rest = code.natives.as_slice();
    for (part, source) in code.parts.iter().zip(sources) {
        let (own, others) = rest.split_at(part.resources.min(rest.len()));
        rest = others;
        let mut counts: BTreeMap<&Arc<str>, u32> = BTreeMap::new();
        for native in own.iter().filter(|n| n.mode == Mode::Managed && strange.contains_key(&n.native_type)) {
            *counts.entry(&native.native_type).or_default() += 1;
        }
        source.not_understood = counts.into_iter().map(|(t, n)| (t.clone(), n)).collect();
    }
}

/// Live resources in canonical words, with one for each thing that only a verdict names.
fn on_matrix(
    inventory: &[LiveResource],
    verdicts: &[LiveVerdict],
    environments: &live::Environments,
    files: &mut Files,
    sources: &mut [SourceStatus],
) -> Vec<Resource> {
    if inventory.is_empty() && verdicts.is_empty() {
        return Vec::new();
    }
    let natives = live::natives(inventory, files, environments);
    let translation = translate(&natives, Side::Live);
    let mut resources = translation.estate.into_resources();
    // they are many, and nobody waits for their end
    rayon::spawn(move || drop(natives));
    let mut known: crate::table::HashSet<(Arc<str>, Arc<str>)> =
        resources.iter().map(|r| (r.scope.account.clone(), r.address.clone())).collect();
    for verdict in verdicts {
        if known.insert((verdict.account.clone(), verdict.resource.clone())) {
            resources.push(live::only_judged(verdict));
        }
    }
    for source in sources.iter_mut() {
        let ours = |provider| SourceKind::of_cloud(provider) == Some(source.kind);
        source.resources = count(inventory.iter().filter(|r| ours(r.provider)).count());
        source.verdicts = count(verdicts.iter().filter(|v| cloud_of(v.service) == source.kind).count());
        for (native_type, n) in &translation.not_understood {
            // a vendor's type tells its cloud
            if inventory.iter().any(|r| r.vendor_type == *native_type && ours(r.provider)) {
                source.not_understood.push((native_type.clone(), count(*n)));
            }
        }
    }
    resources
}

/// A report older than this, in days, tells what was, not what is.
const STALE_DAYS: i64 = 30;

/// The state of each report of another scanner.
fn import_sources(imports: &[Imported], landed: &[NativeVerdict], now: Timestamp) -> Vec<SourceStatus> {
    let mut sources = Vec::new();
    for import in imports {
        let reports = match &import.reports {
            Ok(reports) => reports,
            Err(refusal) => {
                let mut source = SourceStatus::new(SourceKind::Import, import.path.clone());
                source.failed.push(Notice {
                    subject: import.path.clone(),
                    line: refusal.line,
                    message: refusal.message.clone(),
                    hint: refusal.hint.clone(),
                });
                sources.push(source);
                continue;
            }
        };
        for (report, n) in reports.iter().zip(0u64..) {
            let subject: Arc<str> = format!("{} ({})", import.path, report.tool_and_version()).into();
            let mut source = SourceStatus::new(SourceKind::Import, subject.clone());
            source.files_read = 1;
            // a file is read once, however many scanners speak in it
            source.bytes_read = if n == 0 { import.bytes } else { 0 };
            source.as_of = report.made.filter(|made| *made <= now);
            source.verdicts = count(report.findings.len());
            let own = landed.iter().filter(|v| v.speaker == Speaker::Scanner(report.tool.clone()));
            let own: Vec<_> = own
                .filter_map(|v| Some((v, v.imported.as_deref().filter(|f| f.report == import.path)?)))
                .collect();
            source.resources = count(own.iter().map(|(v, _)| v.resource).collect::<HashSet<_>>().len());
            let mut elsewhere: BTreeMap<Arc<str>, u32> = BTreeMap::new();
            for (verdict, _) in own.iter().filter(|(v, _)| v.objective.get().id == "scanner-findings") {
                *elsewhere.entry(verdict.rule.clone()).or_default() += 1;
            }
            source.unmapped = elsewhere.into_iter().collect();
            let notice = |subject: &Arc<str>, message: String| Notice {
                subject: subject.clone(),
                line: 0,
                message,
                hint: String::new(),
            };
            source.skipped = report
                .left_out
                .iter()
                .map(|(what, n)| notice(&import.path, format!("{n} left out: {what}")))
                .collect();
            source.unavailable = report
                .blind
                .iter()
                .map(|(place, why)| notice(place, format!("{}: {why}", report.tool)))
                .collect();
            if let Some(made) =
                source.as_of.filter(|made| now.as_second() - made.as_second() > STALE_DAYS * 86_400)
            {
                source.unavailable.push(Notice {
                    hint: "have the other scanner look again".to_owned(),
                    ..notice(
                        &import.path,
                        format!("the report is from {made} and is stale: what holds now is not known"),
                    )
                });
            }
            sources.push(source);
        }
    }
    sources
}

const fn cloud_of(service: NativeService) -> SourceKind {
    match service {
        NativeService::AwsConfig | NativeService::SecurityHub => SourceKind::Aws,
        NativeService::AzurePolicy | NativeService::Defender => SourceKind::Azure,
        NativeService::SecurityCommandCenter => SourceKind::Gcp,
    }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::native::{Exemption, Provider, VerdictWord};
    use crate::posture::{Standing, State};
    use crate::testing::live_resource;

    fn now() -> Timestamp {
        "2026-11-21T12:00:00Z".parse().unwrap()
    }

    fn says(rule: &str, resource: &str, verdict: VerdictWord) -> LiveVerdict {
        LiveVerdict {
            service: NativeService::AwsConfig,
            rule: rule.into(),
            rule_name: format!("our-{}", rule.to_lowercase()).into(),
            resource: resource.into(),
            vendor_type: if resource == "account" { "".into() } else { "AWS::EC2::Volume".into() },
            account: "account".into(),
            region: "region".into(),
            verdict,
            remark: "".into(),
            exemption: None,
            evaluated: None,
        }
    }

    fn posture(verdicts: Vec<LiveVerdict>) -> Posture {
        let live = Live {
            resources: vec![live_resource("AWS::EC2::Volume", json!({"encrypted": true}))],
            verdicts,
            sources: vec![SourceStatus::new(SourceKind::Aws, "account")],
            environments: live::Environments::from([((Provider::Aws, "account".into()), "prod".into())]),
        };
        assess_all(None, live, &Request::default(), now(), &mut |_| {})
    }

    fn encryption(posture: &Posture) -> &crate::posture::ObjectivePosture {
        let check = crate::check::registry().find("block-volume-encryption").unwrap();
        let objective = crate::hipaa::objective(crate::check::registry().get(check).objective).unwrap();
        &posture.objectives[objective.index.index()]
    }

    #[test]
    fn a_native_failure_fails_the_objective_and_the_contradiction_is_told() {
        let posture = posture(vec![says("ENCRYPTED_VOLUMES", "the-resource", VerdictWord::Fail)]);
        let objective = encryption(&posture);
        assert_eq!((objective.counts.fail, objective.native.fail, objective.disagreements), (0, 1, 1));
        assert_eq!(objective.state, State::Failing);
        let [differ] = posture.disagreements[..] else { panic!("{:?}", posture.disagreements) };
        assert_eq!(posture.contradiction(differ.finding).unwrap().verdict, crate::check::Verdict::Fail);
        let safeguard =
            posture.safeguards.iter().find(|s| s.id.get().citation == "164.312(a)(2)(iv)").unwrap();
        assert_eq!((safeguard.state, safeguard.native.fail), (State::Failing, 1));
    }

    #[test]
    fn agreement_and_lack_of_data_are_no_contradiction() {
        for verdict in [VerdictWord::Pass, VerdictWord::Unknown, VerdictWord::NotApplicable] {
            let posture = posture(vec![says("ENCRYPTED_VOLUMES", "the-resource", verdict)]);
            assert!(posture.disagreements.is_empty());
            let state = encryption(&posture).state;
            assert_eq!(state == State::Met, verdict != VerdictWord::Unknown, "{verdict:?}: {state:?}");
        }
    }

    #[test]
    fn an_exemption_waives_until_it_ends() {
        let exempt = |expires: &str| {
            let exemption =
                Exemption { name: "e".into(), reason: "r".into(), expires: Some(expires.parse().unwrap()) };
            let verdict = says("ENCRYPTED_VOLUMES", "the-resource", VerdictWord::Fail);
            posture(vec![LiveVerdict { exemption: Some(exemption), ..verdict }]).natives[0].standing
        };
        assert_eq!(exempt("2026-12-01T00:00:00Z"), Standing::Waived);
        assert_eq!(exempt("2026-11-01T00:00:00Z"), Standing::Fail);
    }

    #[test]
    fn a_verdict_on_the_account_has_a_resource_and_a_strange_rule_is_counted() {
        let posture = posture(vec![
            says("ROOT_ACCOUNT_MFA_ENABLED", "account", VerdictWord::Pass),
            says("OUR_OWN_RULE", "the-resource", VerdictWord::Fail),
        ]);
        assert_eq!(posture.natives.len(), 1);
        let account = posture.estate.get(posture.natives[0].resource).unwrap();
        assert_eq!((account.kind, &*account.address), (crate::resource::Kind::Account, "account"));
        assert_eq!(posture.natives_of(posture.natives[0].resource).len(), 1);
        let source = &posture.sources[0];
        assert_eq!((source.resources, source.verdicts), (1, 2));
        assert_eq!(source.unmapped, [("OUR_OWN_RULE".into(), 1)]);
        let volume = posture.estate.resources().iter().find(|r| &*r.address == "the-resource").unwrap();
        assert_eq!(&*volume.scope.environment, "production", "as the configuration says of the account");
    }

    #[test]
    fn a_service_of_verdicts_that_is_off_leaves_the_inventory_whole() {
        let tree = || {
            Tree::memory([(
                "main.tf",
                &b"resource \"aws_s3_bucket\" \"here\" { bucket = \"resource\" }\nresource \"aws_s3_bucket\" \"gone\" { bucket = \"gone\" }"[..],
            )])
        };
        let classes = |part: &str| -> Vec<drift::Class> {
            let mut source = SourceStatus::new(SourceKind::Aws, "account");
            source.unavailable.push(Notice {
                subject: format!("account eu-west-1 {part}").into(),
                line: 0,
                message: "not switched on".to_owned(),
                hint: String::new(),
            });
            let live = Live {
                resources: vec![live_resource("AWS::S3::Bucket", json!({"name": "resource"}))],
                sources: vec![source],
                ..Live::default()
            };
            let posture = assess_all(Some(&tree()), live, &Request::default(), now(), &mut |_| {});
            let items = posture.drift.unwrap().items;
            items.iter().filter(|i| i.live.is_none()).map(|i| i.class).collect()
        };
        assert_eq!(classes("verdicts/security-hub"), [drift::Class::MissingLive]);
        assert_eq!(classes("inventory/config"), [drift::Class::CannotBeTold]);
    }

    #[test]
    fn code_and_clouds_stand_on_one_matrix() {
        let tree =
            Tree::memory([("main.tf", &b"resource \"aws_ebs_volume\" \"v\" { encrypted = false }"[..])]);
        let live = Live {
            resources: vec![live_resource("AWS::EC2::Volume", json!({"encrypted": true}))],
            ..Live::default()
        };
        let posture = assess_all(Some(&tree), live, &Request::default(), now(), &mut |_| {});
        let counts = encryption(&posture).counts;
        assert!(counts.fail == 1 && counts.pass > 0, "{counts:?}");
        let sides: Vec<_> = posture.scopes.iter().map(|s| s.side).collect();
        assert_eq!(sides.iter().filter(|s| **s == Side::Live).count(), 1);
        assert!(sides.contains(&Side::Declared));
    }
}
