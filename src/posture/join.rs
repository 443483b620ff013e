//! Which resource a finding of another scanner speaks of: by its address or id, by its place in a file, or by its
//! name; else it becomes a resource of its own.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use crate::dialect::{find, live};
use crate::native::{FileId, Files, Lifecycle, Mode, NativeResource, Object, Provider, Silence, Span};
use crate::resource::{Kind, Resource, ResourceId, Scope, Side};
use crate::source::import::{Imported, Reported, Scanner, Subject};
use crate::source::tree::parent;
use crate::table::HashMap;

/// By what a finding came to its resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Joined {
    /// By its address.
    Address,
    /// By its id in a cloud.
    Id,
    /// By path and line.
    Place,
    /// By its name and type.
    Name,
    /// It speaks of the file as a whole, or of a line outside any resource.
    File,
    /// Of nothing that was read: it is a resource of its own.
    Own,
}

impl Joined {
    /// The word of the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Id => "id",
            Self::Place => "place",
            Self::Name => "name",
            Self::File => "file",
            Self::Own => "own",
        }
    }
}

/// A finding with its resource.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The report's file.
    pub report: Arc<str>,
    /// The scanner's name for itself.
    pub tool: Arc<str>,
    /// The scanner's version.
    pub version: Arc<str>,
    /// Which scanner.
    pub scanner: Scanner,
    /// What it says.
    pub found: Reported,
    /// What it speaks of.
    pub resource: ResourceId,
    /// By what the two were joined.
    pub joined: Joined,
}

/// Finds the resource of every finding; those that speak of nothing that was read are added to `resources`. A finding
/// that two reports of one scanner give is taken once.
pub fn place_imports(imports: &[Imported], resources: &mut Vec<Resource>, files: &Files) -> Vec<Placed> {
    let reports = || imports.iter().filter_map(|i| Some((i, i.reports.as_ref().ok()?)));
    if reports().all(|(_, reports)| reports.iter().all(|r| r.findings.is_empty())) {
        return Vec::new();
    }
    let index = Index::of(resources, files);
    let mut own: HashMap<(Arc<str>, Arc<str>), ResourceId> = HashMap::default();
    let mut seen = HashSet::new();
    let mut placed = Vec::new();
    for (import, reports) in reports() {
        for report in reports {
            for found in &report.findings {
                let key = (
                    report.scanner,
                    report.tool.to_ascii_lowercase(),
                    found.rule.to_ascii_lowercase(),
                    found.subject.id.clone(),
                    found.subject.account.clone(),
                    found.spot.clone(),
                    found.remark.clone(),
                    found.verdict,
                );
                if !seen.insert(key) {
                    continue;
                }
                let joined = index.find(resources, found);
                let (resource, joined) = joined.unwrap_or_else(|| {
                    let new = own_resource(found);
                    let key = (new.scope.account.clone(), new.address.clone());
                    let id = *own.entry(key).or_insert_with(|| {
                        resources.push(new);
                        ResourceId(u32::try_from(resources.len() - 1).unwrap_or(u32::MAX))
                    });
                    (id, Joined::Own)
                });
                placed.push(Placed {
                    report: import.path.clone(),
                    tool: report.tool.clone(),
                    version: report.version.clone(),
                    scanner: report.scanner,
                    found: found.clone(),
                    resource,
                    joined,
                });
            }
        }
    }
    // one finding in two forms of one scanner's report: the second adds nothing
    let mut seen = HashSet::new();
    placed.retain(|p| {
        let line = p.found.spot.as_ref().map_or(0, |s| s.line);
        let what = (p.scanner, p.tool.to_ascii_lowercase(), p.found.rule.to_ascii_lowercase(), p.resource);
        p.joined == Joined::Own
            || seen.insert((what, line, p.found.verdict, Arc::<str>::from(p.found.remark_of_package())))
    });
    placed
}

/// What there is to join to.
struct Index {
    by_address: HashMap<Arc<str>, Vec<u32>>,
    by_live_id: HashMap<String, u32>,
    /// Live resources by provider and name; nothing where several have it.
    by_live_name: HashMap<(Provider, String), Option<u32>>,
    /// Spans of resources and their companions in each file.
    by_file: HashMap<FileId, Vec<(Span, u32)>>,
    /// Files themselves, as resources.
    whole: HashMap<FileId, u32>,
    /// Files by their last part.
    named: HashMap<String, Vec<(FileId, Arc<str>)>>,
}

impl Index {
    fn of(resources: &[Resource], files: &Files) -> Self {
        let mut index = Self {
            by_address: HashMap::default(),
            by_live_id: HashMap::default(),
            by_live_name: HashMap::default(),
            by_file: HashMap::default(),
            whole: HashMap::default(),
            named: HashMap::default(),
        };
        for (resource, id) in resources.iter().zip(0u32..) {
            if resource.kind == Kind::SourceFile {
                if let Some(span) = resource.span {
                    index.whole.insert(span.file, id);
                }
                continue;
            }
            if resource.scope.side == Side::Live {
                index.by_live_id.entry(resource.address.to_ascii_lowercase()).or_insert(id);
                let key = (resource.scope.provider, resource.name.to_ascii_lowercase());
                index.by_live_name.entry(key).and_modify(|one| *one = None).or_insert(Some(id));
                continue;
            }
            let companions = resource.companions.iter().map(|(address, span)| (address, Some(*span)));
            for (address, span) in std::iter::once((&resource.address, resource.span)).chain(companions) {
                index.by_address.entry(address.clone()).or_default().push(id);
                let bare: Arc<str> = without_keys(address).into();
                if bare != *address {
                    index.by_address.entry(bare).or_default().push(id);
                }
                if let Some(span) = span {
                    index.by_file.entry(span.file).or_default().push((span, id));
                }
            }
        }
        for (id, file) in files.iter() {
            let last = file.path.rsplit('/').next().unwrap_or_default();
            index.named.entry(last.to_owned()).or_default().push((id, file.path.clone()));
        }
        index
    }

    fn find(&self, resources: &[Resource], found: &Reported) -> Option<(ResourceId, Joined)> {
        let subject = &found.subject;
        let in_cloud = !subject.account.is_empty() || subject.id.starts_with("arn:");
        if !subject.id.is_empty() {
            if let Some(id) = self.by_live_id.get(&subject.id.to_ascii_lowercase()) {
                return Some((ResourceId(*id), Joined::Id));
            }
            if in_cloud && let Some(provider) = subject.provider {
                let name = if subject.name.is_empty() { &subject.id } else { &subject.name };
                let one = self.by_live_name.get(&(provider, name.to_ascii_lowercase())).copied().flatten();
                let one = one.filter(|id| {
                    let there = resources.get(*id as usize);
                    there.is_some_and(|r| subject.account.is_empty() || r.scope.account == subject.account)
                });
                if let Some(id) = one {
                    return Some((ResourceId(id), Joined::Name));
                }
            }
        }
        if in_cloud {
            return None;
        }
        let files = self.files(found);
        if let Some(id) = self.by_declared_address(resources, subject, found, &files) {
            return Some((ResourceId(id), Joined::Address));
        }
        let [file] = files[..] else { return None };
        let spot = found.spot.as_ref()?;
        if let Some(id) = self.by_name_in(resources, file, subject) {
            return Some((ResourceId(id), Joined::Name));
        }
        if spot.line > 0
            && let Some(id) = self.at_line(file, spot.line, spot.end_line)
        {
            return Some((ResourceId(id), Joined::Place));
        }
        self.whole.get(&file).map(|id| (ResourceId(*id), Joined::File))
    }

    /// Files that the reported path may mean: the one whose path it ends with, or those that end with it.
    fn files(&self, found: &Reported) -> Vec<FileId> {
        let there = found.path_there.as_deref();
        let paths = there.into_iter().chain(found.spot.as_ref().map(|s| &*s.path));
        for path in paths {
            let path = path.trim_start_matches('/').trim_start_matches("./");
            let last = path.rsplit('/').next().unwrap_or_default();
            let Some(candidates) = self.named.get(last) else { continue };
            let ends = |long: &str, short: &str| {
                long == short || long.strip_suffix(short).is_some_and(|rest| rest.ends_with('/'))
            };
            let plain = |p: &Arc<str>| p.trim_start_matches('/').trim_start_matches("../").to_owned();
            // the longest of ours that theirs ends with
            let ours = candidates
                .iter()
                .filter(|(_, ours)| ends(path, &plain(ours)))
                .max_by_key(|(_, ours)| ours.len());
            if let Some((id, _)) = ours {
                return vec![*id];
            }
            let theirs: Vec<FileId> =
                candidates.iter().filter(|(_, ours)| ends(&plain(ours), path)).map(|(id, _)| *id).collect();
            if !theirs.is_empty() {
                return theirs;
            }
        }
        Vec::new()
    }

    /// By address, in one of the files where a path is told.
    fn by_declared_address(
        &self,
        resources: &[Resource],
        subject: &Subject,
        found: &Reported,
        files: &[FileId],
    ) -> Option<u32> {
        let known = self.by_address.get(&subject.id).or_else(|| {
            let bare = without_keys(&subject.id);
            self.by_address.get(&*bare)
        })?;
        let in_files = |id: &&u32| {
            let Some(resource) = resources.get(**id as usize) else { return false };
            let spans = resource.span.iter().chain(resource.calls.iter());
            spans.chain(resource.companions.iter().map(|(_, span)| span)).any(|s| files.contains(&s.file))
        };
        if !files.is_empty() {
            let here: Vec<&u32> = known.iter().filter(in_files).collect();
            // of several in as many files only one can be meant
            let distinct: HashSet<_> =
                here.iter().filter_map(|id| resources.get(**id as usize)?.span).map(|s| s.file).collect();
            return (distinct.len() == 1).then(|| here.first().map(|id| **id)).flatten();
        }
        // a plan is not the file that the resource is declared in
        let path = found.spot.as_ref().map_or("", |s| &s.path);
        let is_plan = path.is_empty() || path.rsplit('.').next() == Some("json");
        let roots: HashSet<_> =
            known.iter().filter_map(|id| Some(&resources.get(*id as usize)?.scope.account)).collect();
        (is_plan && roots.len() == 1).then(|| known.first().copied()).flatten()
    }

    /// The resource of a file that has the name, where its type fits too.
    fn by_name_in(&self, resources: &[Resource], file: FileId, subject: &Subject) -> Option<u32> {
        if subject.name.is_empty() || subject.type_name.is_empty() {
            return None;
        }
        let wanted = letters(&subject.type_name);
        let mut fitting = self.by_file.get(&file)?.iter().filter(|(_, id)| {
            resources.get(*id as usize).is_some_and(|r| {
                let types = [Some(&r.native_type), r.vendor_type.as_ref()];
                *r.name == *subject.name && types.into_iter().flatten().any(|t| letters(t).ends_with(&wanted))
            })
        });
        fitting.next().map(|(_, id)| *id)
    }

    /// The smallest of those that hold the line; else the one that most of the lines are of.
    fn at_line(&self, file: FileId, line: u32, end_line: u32) -> Option<u32> {
        let spans = self.by_file.get(&file)?;
        let holds = spans.iter().filter(|(s, _)| s.line <= line && line <= s.end_line);
        let smallest = holds.min_by_key(|(s, id)| (s.end_line - s.line, *id));
        let common = |s: &Span| s.end_line.min(end_line).saturating_sub(s.line.max(line));
        smallest
            .or_else(|| {
                spans
                    .iter()
                    .filter(|(s, _)| s.line <= end_line && line <= s.end_line)
                    .max_by_key(|(s, id)| (common(s), std::cmp::Reverse(*id)))
            })
            .map(|(_, id)| *id)
    }
}

/// An address without the keys of instances: `a.b[0]` and `module.m["x"].a.b` are `a.b` and `module.m.a.b`.
fn without_keys(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut depth = 0usize;
    for c in address.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Letters and digits in lower case: `AWS::S3::Bucket` and `AwsS3Bucket` are one.
fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Native types by the letters of the clouds' own words for them.
static VENDOR: LazyLock<HashMap<String, &'static str>> =
    LazyLock::new(|| live::shapes().into_iter().map(|s| (letters(s.vendor), s.native)).collect());

/// A resource for what was not read.
fn own_resource(found: &Reported) -> Resource {
    let subject = &found.subject;
    let path = found.spot.as_ref().map(|s| s.path.clone()).unwrap_or_default();
    let has_id = !subject.id.is_empty();
    let address = if has_id { subject.id.clone() } else { path.clone() };
    let address = if address.is_empty() { Arc::from("(not told)") } else { address };
    let by_address = without_keys(&subject.id);
    let by_address = by_address.split('.').rev().nth(1).filter(|t| find(t).is_some());
    let by_vendor = VENDOR.get(&letters(&subject.type_name)).copied();
    let written = Some(&*subject.type_name).filter(|t| find(t).is_some());
    let known = written.or(by_vendor).or(by_address);
    let kind = known.and_then(find).and_then(|t| t.resource).map(|(kind, _)| kind);
    let image = &*subject.type_name == "image";
    let on_account = has_id && subject.id == subject.account;
    let kind = kind.unwrap_or(match () {
        () if image => Kind::Artifact,
        () if on_account => Kind::Account,
        () if !has_id => Kind::SourceFile,
        () => Kind::Endpoint,
    });
    let provider = subject.provider.unwrap_or_else(|| match known {
        _ if image => Provider::Container,
        Some(native) => Provider::of_terraform_type(native),
        None if subject.id.starts_with("arn:") => Provider::Aws,
        None => Provider::Other,
    });
    let in_cloud = !subject.account.is_empty() || subject.id.starts_with("arn:");
    let word: Arc<str> = match kind {
        Kind::SourceFile => "file".into(),
        Kind::Artifact => "image".into(),
        Kind::Account => "account".into(),
        _ if subject.type_name.is_empty() => known.unwrap_or("not told").into(),
        _ => subject.type_name.clone(),
    };
    let native = NativeResource {
        address: address.clone(),
        module: Arc::default(),
        mode: Mode::Managed,
        provider,
        native_type: known.map_or_else(|| word.clone(), Into::into),
        vendor_type: Some(word),
        silence: Silence::NotCollected,
        name: if subject.name.is_empty() { address } else { subject.name.clone() },
        root: subject.account.clone(),
        body: Object::default(),
        span: Span { file: FileId(u32::MAX), line: 0, end_line: 0, column: 0 },
        calls: Arc::new([]),
        provider_config: Arc::default(),
        lifecycle: Lifecycle::default(),
        existence: None,
    };
    let scope = Scope {
        provider,
        side: if in_cloud { Side::Live } else { Side::Declared },
        account: if in_cloud || !has_id { subject.account.clone() } else { parent(&path).into() },
        region: subject.region.clone(),
        environment: Arc::default(),
    };
    let mut resource = Resource::of(&native, kind, Arc::new(scope));
    // there is no text to show
    resource.span = None;
    resource
}
