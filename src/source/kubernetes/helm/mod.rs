//! Charts of Helm, rendered with their own values: by the `helm` program where it is on the path, else by a renderer of
//! the part of Go's templates that charts use. What cannot be rendered is unknown, with its reason; nothing of a template
//! is judged as it stands.

mod binary;
mod eval;
mod function;
mod parse;
mod value;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::object::{Objects, is_cluster_wide};
use super::{documents, relocate};
use crate::native::{
    FileId, Files, Lifecycle, Mode, NativeResource, Node, Object, Provider, Shape, Silence, Span, Unknown,
    Value, Why,
};
use crate::posture::SourceKind;
use crate::source::code::{Format, Found, Input, Reading};
use crate::source::terraform::{Problem, SourceReport};
use crate::source::tree::{parent, within};

use eval::{Engine, MARK, Output};
use value::Val;

/// A chart of the tree.
struct Chart<'a> {
    directory: &'a str,
    name: Arc<str>,
    about: Val,
    values: Val,
    files: Vec<&'a Found>,
}

/// Reads every chart that is no part of another one.
pub(super) fn read(input: &Input<'_>, files: &mut Files) -> Option<Reading> {
    let found: Vec<&Found> = input.found.iter().filter(|f| f.format == Format::Helm).collect();
    let directories: BTreeSet<&str> = found
        .iter()
        .filter(|f| f.path.rsplit('/').next() == Some("Chart.yaml"))
        .map(|f| parent(&f.path))
        .collect();
    if directories.is_empty() {
        return None;
    }
    let mut report = SourceReport { files_read: found.len(), ..SourceReport::default() };
    let mut charts: BTreeMap<&str, Chart<'_>> = BTreeMap::new();
    for directory in &directories {
        // a file belongs to the innermost chart
        let own = found.iter().copied().filter(|f| {
            let inner = directories.iter().filter(|d| within(d, &f.path)).max_by_key(|d| d.len());
            inner == Some(directory)
        });
        charts.insert(directory, chart(directory, own.collect(), files, &mut report));
    }
    let mut natives = Vec::new();
    for (directory, chart) in &charts {
        natives.extend(values_of(chart, files));
        let is_part =
            directories.iter().any(|d| d != directory && within(d, directory) && is_subchart(d, directory));
        let is_library = chart.about.get("type").print() == "library";
        if !is_part && !is_library {
            natives.extend(render(input, chart, &charts, files, &mut report));
        }
    }
    // the resources of a chart stand together
    natives.sort_by(|a, b| a.root.cmp(&b.root));
    Some(Reading { kind: SourceKind::Helm, natives, report })
}

fn is_subchart(parent: &str, directory: &str) -> bool {
    let rest = directory.strip_prefix(parent).unwrap_or(directory).trim_start_matches('/');
    rest.starts_with("charts/")
}

fn chart<'a>(directory: &'a str, own: Vec<&'a Found>, files: &Files, report: &mut SourceReport) -> Chart<'a> {
    let mut read = |name: &str| -> Val {
        let path = if directory.is_empty() { name.to_owned() } else { format!("{directory}/{name}") };
        let Some(file) = own.iter().find(|f| *f.path == *path) else { return Val::Nil };
        let text = files.get(file.id).map(|f| f.text.clone()).unwrap_or_default();
        let (nodes, problems) = documents(&text, file.id, &file.path);
        report.failed.extend(problems);
        nodes.first().map(Val::of).unwrap_or_default()
    };
    let about = read("Chart.yaml");
    let values = match read("values.yaml") {
        Val::Nil => Val::Map(Arc::default()),
        other => other,
    };
    let name = match about.get("name") {
        Val::Text(name) => name,
        _ => directory.rsplit('/').next().unwrap_or("chart").into(),
    };
    Chart { directory, name, about, values, files: own }
}

/// Files of values as resources, so that secrets in them are seen.
fn values_of(chart: &Chart<'_>, files: &Files) -> Vec<NativeResource> {
    let depth = if chart.directory.is_empty() { 0 } else { chart.directory.len() + 1 };
    let ours = chart.files.iter().filter(|f| {
        let name = f.path.get(depth..).unwrap_or_default();
        name.starts_with("values") && has_ending(name, &["yaml", "yml"]) && !name.contains('/')
    });
    ours.filter_map(|file| {
        let text = files.get(file.id)?.text.clone();
        // what is wrong with it was told when the chart was read
        let (nodes, _) = documents(&text, file.id, &file.path);
        let node = nodes.into_iter().next()?;
        let body = node.as_object()?.clone();
        let name: Arc<str> = file.path.rsplit('/').next().unwrap_or(&file.path).into();
        Some(NativeResource {
            address: format!("Values/{name}").into(),
            module: Arc::default(),
            mode: Mode::Managed,
            provider: Provider::Kubernetes,
            native_type: "helm_values".into(),
            vendor_type: Some("helm/values".into()),
            silence: Silence::Default,
            name,
            root: root_of(chart),
            body,
            span: node.origin?,
            calls: Arc::new([]),
            provider_config: Arc::default(),
            lifecycle: Lifecycle::default(),
            existence: None,
        })
    })
    .collect()
}

/// Whether a file's name ends so.
fn has_ending(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
}

fn root_of(chart: &Chart<'_>) -> Arc<str> {
    if chart.directory.is_empty() { ".".into() } else { chart.directory.into() }
}

/// A chart that is to be rendered, with the values it gets.
struct Job<'c> {
    chart: &'c Chart<'c>,
    values: Val,
}

/// What a release is called where nobody says it.
fn release_of(chart: &Chart<'_>) -> Val {
    Val::text(&*chart.name)
}

/// The objects of a chart and of the charts in it.
fn render(
    input: &Input<'_>,
    chart: &Chart<'_>,
    charts: &BTreeMap<&str, Chart<'_>>,
    files: &Files,
    report: &mut SourceReport,
) -> Vec<NativeResource> {
    let mut jobs = Vec::new();
    plan(chart, chart.values.clone(), charts, &mut jobs, report, 0);
    let mut objects = Objects::new(&root_of(chart));
    let ids: HashMap<&str, FileId> =
        jobs.iter().flat_map(|j| j.chart.files.iter()).map(|f| (&*f.path, f.id)).collect();
    if let Some(rendered) = binary::template(input.tree, chart.directory, &chart.name) {
        let texts = jobs.iter().flat_map(|j| templates(j.chart)).filter_map(|f| files.get(f.id));
        let again = texts
            .into_iter()
            .any(|f| binary::is_made_anew(&f.text))
            .then(|| binary::template(input.tree, chart.directory, &chart.name))
            .flatten();
        let rendered = again.map_or(rendered.clone(), |again| binary::steady(&rendered, &again));
        let reasons = [Arc::new(Why::Runtime("it is made anew whenever the chart is rendered".into()))];
        for part in binary::parts(&rendered, chart.directory, &chart.name) {
            let Some(id) = ids.get(part.path.as_str()) else { continue };
            let template = files.get(*id).map(|f| f.text.clone()).unwrap_or_default();
            let lines = binary::lines(&part.text, &template);
            let output = Output { text: part.text, lines, ..Output::default() };
            add(&output, &reasons, *id, &part.path.as_str().into(), &mut objects, report);
        }
        return objects.into_natives();
    }
    let mut engine = Engine::default();
    let mut parsed = Vec::new();
    for job in &jobs {
        for file in templates(job.chart) {
            let text = files.get(file.id).map(|f| f.text.clone()).unwrap_or_default();
            match parse::parse(&text) {
                Ok(pieces) => {
                    engine.define(&pieces);
                    parsed.push((job, file, pieces));
                }
                Err(broken) => report.failed.push(problem(
                    &file.path,
                    broken.line,
                    format!("not a template: {}", broken.message),
                    "mend the template; nothing of it was read",
                )),
            }
        }
    }
    for (job, file, pieces) in &parsed {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let is_manifest = !name.starts_with('_') && has_ending(name, &["yaml", "yml", "json"]);
        if !is_manifest || file.path.contains("/templates/tests/") {
            continue;
        }
        match engine.render(pieces, &root_value(job, file, release_of(chart))) {
            Ok(output) => add(&output, &engine.reasons, file.id, &file.path, &mut objects, report),
            Err(stop) => report.unavailable.push(problem(
                &file.path,
                stop.line,
                format!("not rendered: {}", stop.message),
                "render the chart with `helm template` and scan the result",
            )),
        }
    }
    objects.into_natives()
}

fn problem(path: &Arc<str>, line: u32, message: String, hint: &str) -> Problem {
    Problem { line, ..Problem::file(path.clone(), message) }.hint(hint)
}

fn templates<'c>(chart: &'c Chart<'_>) -> impl Iterator<Item = &'c Found> {
    let prefix = if chart.directory.is_empty() {
        "templates/".to_owned()
    } else {
        format!("{}/templates/", chart.directory)
    };
    chart.files.iter().copied().filter(move |f| f.path.starts_with(&prefix))
}

/// The chart and the charts it depends on, each with its values.
fn plan<'c>(
    chart: &'c Chart<'c>,
    values: Val,
    charts: &'c BTreeMap<&str, Chart<'c>>,
    jobs: &mut Vec<Job<'c>>,
    report: &mut SourceReport,
    depth: usize,
) {
    if depth > 8 {
        return;
    }
    let dependencies = chart.about.get("dependencies");
    let prefix = if chart.directory.is_empty() {
        "charts/".to_owned()
    } else {
        format!("{}/charts/", chart.directory)
    };
    let mut listed: BTreeSet<String> = BTreeSet::new();
    for dependency in dependencies.items() {
        let name = dependency.get("name").print();
        let condition = dependency.get("condition").print();
        let switched = condition.split(',').find_map(|path| {
            if path.trim().is_empty() {
                return None;
            }
            match path.trim().split('.').fold(values.clone(), |v, part| v.get(part)) {
                Val::Nil => None,
                value => value.truth(),
            }
        });
        listed.insert(name.clone());
        if switched == Some(false) {
            continue;
        }
        let alias = dependency.get("alias").print();
        let own = if alias.is_empty() { name.clone() } else { alias };
        let local = charts.get(format!("{prefix}{name}").as_str());
        let Some(part) = local else {
            let path: Arc<str> = format!("{}Chart.yaml", prefix.trim_end_matches("charts/")).into();
            report.unavailable.push(
                Problem::file(
                    path,
                    format!("the chart {name} is not downloaded here: what it makes is not measured"),
                )
                .hint("run `helm dependency build`, and unpack the archives"),
            );
            continue;
        };
        plan(part, part_values(&values, &own, part), charts, jobs, report, depth + 1);
    }
    for (directory, part) in charts {
        let name = directory.strip_prefix(prefix.as_str()).filter(|n| !n.contains('/'));
        if let Some(name) = name.filter(|n| !listed.contains(*n)) {
            plan(part, part_values(&values, name, part), charts, jobs, report, depth + 1);
        }
    }
    jobs.push(Job { chart, values });
}

fn part_values(values: &Val, name: &str, part: &Chart<'_>) -> Val {
    let merged = values.get(name).over(part.values.clone());
    let global = Val::map([("global", values.get("global").over(merged.get("global")))]);
    if matches!(global.get("global"), Val::Nil) { merged } else { global.over(merged) }
}

/// What a template sees as `.`.
fn root_value(job: &Job<'_>, file: &Found, release: Val) -> Val {
    let about = &job.chart.about;
    let chart: Vec<(Arc<str>, Val)> = [
        ("Name", "name"),
        ("Version", "version"),
        ("AppVersion", "appVersion"),
        ("Description", "description"),
        ("Type", "type"),
        ("Annotations", "annotations"),
    ]
    .into_iter()
    .map(|(own, written)| (own.into(), about.get(written)))
    .collect();
    let installed = |what: &str| {
        Val::Unknown(Arc::new(Why::NotCollected(
            format!("{what} is given when the chart is installed").into(),
        )))
    };
    let (version, major, minor) = function::KUBERNETES;
    Val::map([
        ("Values", job.values.clone()),
        ("Chart", Val::Map(Arc::new(chart.into_iter().collect()))),
        (
            "Release",
            Val::map([
                ("Name", release),
                ("Namespace", installed("the namespace")),
                ("Service", Val::text("Helm")),
                ("IsInstall", Val::Bool(true)),
                ("IsUpgrade", Val::Bool(false)),
                ("Revision", Val::Int(1)),
            ]),
        ),
        (
            "Capabilities",
            Val::map([
                (
                    "KubeVersion",
                    Val::map([
                        ("Version", Val::text(version)),
                        ("GitVersion", Val::text(version)),
                        ("Major", Val::text(major)),
                        ("Minor", Val::text(minor)),
                    ]),
                ),
                ("HelmVersion", Val::map([("Version", Val::text("v3.16.0"))])),
            ]),
        ),
        (
            "Files",
            Val::Unknown(Arc::new(Why::NotCollected(
                "files of the chart are not read by the renderer".into(),
            ))),
        ),
        (
            "Template",
            Val::map([
                ("Name", Val::text(&*file.path)),
                ("BasePath", Val::text(format!("{}/templates", job.chart.name))),
            ]),
        ),
    ])
}

/// Adds the objects of a rendered template, each value where the template makes it.
fn add(
    output: &Output,
    reasons: &[Arc<Why>],
    id: FileId,
    path: &Arc<str>,
    objects: &mut Objects,
    report: &mut SourceReport,
) {
    let text = &output.text;
    if text.trim().is_empty() {
        return;
    }
    let line =
        |n: u32| output.lines.get(n.saturating_sub(1) as usize).or(output.lines.last()).copied().unwrap_or(1);
    let (mut nodes, mut problems) = documents(text, id, path);
    // where members were to come from what is not known, its mark stands alone among them
    if !problems.is_empty() && text.contains(MARK.0) {
        let alone = |line: &str| line.trim().starts_with(MARK.0) && line.trim().ends_with(MARK.1);
        let lines = text.lines().map(|l| if alone(l) { format!("{l}: null\n") } else { format!("{l}\n") });
        let (other, fewer) = documents(&lines.collect::<String>(), id, path);
        if fewer.is_empty() {
            (nodes, problems) = (other, fewer);
        }
    }
    if let Some(first) = problems.first() {
        report.unavailable.push(problem(
            path,
            line(first.line),
            format!("what it renders is not YAML: {}", first.message),
            "render the chart with `helm template` and scan the result",
        ));
    }
    for mut node in nodes {
        let Some(span) = node.origin else { continue };
        let gap = output.gaps.iter().find(|(n, _)| span.line <= n + 1 && *n <= span.end_line + 1);
        let mut unclear = gap.map(|(_, why)| why.clone());
        reveal(&mut node, reasons, &mut unclear);
        if let Some(why) = &unclear {
            open(&mut node, why);
        }
        relocate(&mut node, &|span: Span| {
            let first = line(span.line);
            Span { file: id, line: first, end_line: line(span.end_line).max(first), column: span.column }
        });
        in_release(&mut node);
        if unclear.is_some() {
            objects.add_partly(&node);
        } else {
            objects.add(&node);
        }
    }
}

fn unknown(why: &Arc<Why>) -> Value {
    Value::Unknown(Arc::new(Unknown { why: (**why).clone(), refs: Vec::new(), shape: Shape::Opaque }))
}

/// Turns marks into unknown values. A mark in a name says that a part is not clear.
fn reveal(node: &mut Node, reasons: &[Arc<Why>], unclear: &mut Option<Arc<Why>>) {
    let reason = |text: &str| -> Option<Arc<Why>> {
        let (_, tail) = text.split_once(MARK.0)?;
        let index: usize = tail.split(MARK.1).next()?.parse().ok()?;
        reasons.get(index).cloned()
    };
    match &mut node.value {
        Value::String(text) => {
            if let Some(why) = reason(text) {
                node.value = unknown(&why);
            }
        }
        Value::Object(members) => {
            let members = Arc::make_mut(members);
            members.retain(|name, _| {
                let why = reason(name);
                let keep = why.is_none();
                *unclear = unclear.take().or(why);
                keep
            });
            for member in members.values_mut() {
                reveal(member, reasons, unclear);
            }
        }
        Value::List(items) => Arc::make_mut(items).iter_mut().for_each(|n| reveal(n, reasons, unclear)),
        _ => {}
    }
}

/// Says of every list that there may be more in it.
fn open(node: &mut Node, why: &Arc<Why>) {
    match &mut node.value {
        Value::Object(members) => Arc::make_mut(members).values_mut().for_each(|n| open(n, why)),
        Value::List(items) => {
            let items = Arc::make_mut(items);
            for item in items.iter_mut() {
                open(item, why);
            }
            items.push(Node::new(unknown(why)));
        }
        _ => {}
    }
}

/// An object without a namespace goes where the chart is installed.
fn in_release(node: &mut Node) {
    let kind = node.as_object().and_then(|o| o.get("kind")?.as_text()).unwrap_or_default();
    if is_cluster_wide(&kind) {
        return;
    }
    if let Value::Object(members) = &mut node.value
        && let Some(metadata) = Arc::make_mut(members).get_mut("metadata")
        && let Value::Object(inner) = &mut metadata.value
        && inner.get("namespace").is_none_or(Node::is_null)
    {
        let why = Arc::new(Why::NotCollected("the namespace is given when the chart is installed".into()));
        let place = Node { origin: metadata.origin, site: metadata.site, ..Node::new(unknown(&why)) };
        let inner: &mut Object = Arc::make_mut(inner);
        inner.insert("namespace".into(), place);
    }
}
