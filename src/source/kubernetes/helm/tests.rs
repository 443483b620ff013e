//! Charts in, objects out, with the line of the template for each value.

use std::sync::Arc;

use super::eval::Engine;
use super::parse::parse;
use super::value::Val;
use crate::check::{Verdict, assess, registry};
use crate::native::Node;
use crate::resource::Side;
use crate::source::Tree;
use crate::source::code::{Code, Options, read};

fn printed(template: &str, values: &str) -> String {
    let read = crate::native::yaml_documents(
        values,
        crate::native::FileId(0),
        &crate::native::Bounds::default(),
        |_, n: Node| n,
    );
    let values = read.documents.first().map(Val::of).unwrap_or_default();
    let root = Val::map([("Values", values), ("Release", Val::map([("Name", Val::text("r"))]))]);
    let pieces = parse(template).unwrap();
    let mut engine = Engine::default();
    engine.define(&pieces);
    engine.render(&pieces, &root).unwrap().text
}

#[test]
fn templates_print_what_go_prints() {
    for (template, values, expected) in [
        ("a: {{ .Values.a }}", "a: 1", "a: 1"),
        ("{{ .Values.none.deeper | default \"x\" }}", "", "x"),
        (
            "{{- if and .Values.a (not .Values.b) }}yes{{ else if .Values.b }}b{{ else }}no{{ end }}",
            "a: true",
            "yes",
        ),
        ("{{ range $i, $v := .Values.l }}{{ $i }}={{ $v }};{{ end }}", "l: [a, b]", "0=a;1=b;"),
        (
            "{{ range $k, $v := .Values.m }}{{ $k }}={{ $v }};{{ else }}none{{ end }}",
            "m: {b: 2, a: 1}",
            "a=1;b=2;",
        ),
        ("{{ with .Values.a }}{{ .b }}{{ $.Release.Name }}{{ end }}", "a: {b: 3}", "3r"),
        (
            "x:\n  {{- toYaml .Values.r | nindent 2 }}\n",
            "r: {limits: {cpu: 1}, l: [a, {b: c}]}",
            "x:\n  l:\n  - a\n  - b: c\n  limits:\n    cpu: 1\n",
        ),
        (
            "{{ define \"n\" }}{{ .Release.Name }}-{{ .Values.a }}{{ end }}{{ include \"n\" . | trunc 3 | quote }}",
            "a: zz",
            "\"r-z\"",
        ),
        ("{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}", "", "2"),
        ("{{ printf \"%s:%v\" .Values.a .Values.b }}", "{a: x, b: 2}", "x:2"),
        ("{{ (index .Values.l 1).n }}{{ .Values.l | len }}", "l: [{n: 1}, {n: 5}]", "52"),
        ("{{/* no }} */}}{{ ternary \"a\" \"b\" (eq .Values.a 1) }}", "a: 1", "a"),
        ("{{ if semverCompare \">=1.19-0\" \"v1.31.0\" }}new{{ end }}", "", "new"),
        ("{{ tpl .Values.t . }}", "t: '{{ .Values.u }}!', u: w".replace(", u", "\nu").as_str(), "w!"),
        ("{{ list \"a\" \"b\" | join \",\" }}{{ \"a_b\" | replace \"_\" \"-\" | upper }}", "", "a,bA-B"),
        ("{{ \"records\" | b64enc }}{{ mod 7 3 }}{{ add 1 2 3 }}", "", "cmVjb3Jkcw==16"),
    ] {
        assert_eq!(printed(template, values), expected, "{template}");
    }
}

const CHART: &str = "apiVersion: v2\nname: portal\nversion: 1.0.0\n";

fn chart(template: &str, values: &str) -> Code {
    read(
        &Tree::memory([
            ("portal/Chart.yaml", CHART),
            ("portal/values.yaml", values),
            (
                "portal/templates/_helpers.tpl",
                "{{- define \"portal.name\" -}}\n{{ .Chart.Name }}-web\n{{- end -}}\n",
            ),
            ("portal/templates/web.yaml", template),
            ("portal/templates/NOTES.txt", "Call {{ .Values.nothing.at.all }}"),
        ]),
        &Options::default(),
    )
}

fn verdict(code: &Code, check: &str, address: &str) -> Option<(Verdict, u32)> {
    let estate = crate::dialect::translate(&code.natives, Side::Declared).estate;
    let id = registry().find(check).unwrap();
    assess(&estate).iter().find_map(|f| {
        let resource = estate.get(f.resource).filter(|r| f.check == id && &*r.address == address)?;
        let by = f.detail.by().find_map(|key| resource.get(key)?.span());
        Some((f.verdict, by.or(resource.span).map_or(0, |s| s.line)))
    })
}

const WEB: &str = "{{- if .Values.enabled }}
apiVersion: v1
kind: Pod
metadata:
  name: {{ include \"portal.name\" . }}
spec:
  hostPID: {{ .Values.hostPID }}
  hostIPC: {{ lower (randAlpha 4) }}
  containers:
    - name: web
      image: \"{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.Version }}\"
      {{- with .Values.securityContext }}
      securityContext:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}
";

#[test]
fn a_chart_is_judged_as_it_renders_at_the_lines_of_its_template() {
    let values = "enabled: true\nhostPID: true\nimage: {repository: lab/web, tag: ''}\nsecurityContext: {privileged: true}\n";
    let code = chart(WEB, values);
    assert!(
        code.parts.iter().all(|p| p.report.failed.is_empty() && p.report.unavailable.is_empty()),
        "{:?}",
        code.parts
    );
    let address = "Pod/default/portal-web";
    let at = |check: &str| verdict(&code, check, address).unwrap();
    assert_eq!(at("workload-host-pid"), (Verdict::Fail, 7));
    assert_eq!(at("workload-privileged"), (Verdict::Fail, 14));
    assert_eq!(at("workload-image-tag"), (Verdict::Pass, 11));
    assert_eq!(at("workload-liveness").0, Verdict::Fail);
    // what differs from run to run, and what is given at install
    assert_eq!(at("workload-host-ipc"), (Verdict::Unknown, 8));
    assert_eq!(at("kubernetes-default-namespace").0, Verdict::Unknown);
}

#[test]
fn what_is_switched_off_is_not_there() {
    let code = chart(WEB, "enabled: false\n");
    assert!(code.natives.iter().all(|n| &*n.native_type != "kubernetes_pod"));
}

#[test]
fn behind_an_unknown_condition_nothing_is_certain() {
    let template = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: n}\nspec:\n  hostPID: true\n  containers:\n    - name: web\n      image: lab/web:1\n  {{- if eq (randAlpha 1) \"a\" }}\n  hostIPC: true\n  {{- end }}\n";
    let code = chart(template, "");
    let at = |check: &str| verdict(&code, check, "Pod/n/a").unwrap().0;
    assert_eq!(at("workload-host-pid"), Verdict::Fail);
    assert_eq!(at("workload-host-ipc"), Verdict::Unknown);
    assert_eq!(at("workload-image-tag"), Verdict::Unknown);
    assert_eq!(at("workload-liveness"), Verdict::Unknown);
}

#[test]
fn secrets_in_values_are_seen_and_templates_are_none() {
    let code = chart(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  password: {{ randAlphaNum 12 }}\n",
        "db:\n  password: hunter2222\n",
    );
    let mut resources = crate::dialect::translate(&code.natives, Side::Declared).estate.into_resources();
    let key = crate::secrets::DigestKey::new(None, "x");
    let places = crate::secrets::mark(&code.files, &code.natives, &mut resources, &key);
    let mut lines: Vec<(String, u32)> =
        places.iter().map(|s| (code.files.path(s.file).to_owned(), s.line)).collect();
    // seen as an argument and in the text of the file
    lines.dedup();
    assert_eq!(lines, [("portal/values.yaml".to_owned(), 2)]);
}

#[test]
fn broken_templates_are_told_with_their_line() {
    let code = chart("kind: Pod\n{{ if .Values.a }}\n", "");
    let failed: Vec<String> =
        code.parts.iter().flat_map(|p| &p.report.failed).map(ToString::to_string).collect();
    assert!(
        failed.iter().any(|f| f.starts_with("portal/templates/web.yaml:2: not a template")),
        "{failed:?}"
    );
    for text in [
        "{{",
        "{{ \"",
        "{{ ( }}",
        "{{ | }}",
        "{{ end }}",
        "{{ range }}{{ end }}",
        "{{ .a.b.. }}",
        "{{ $x := }}",
        "{{ else }}",
        "{{- -}}",
        "{{ define }}{{ end }}",
    ] {
        // an error or nothing, and no panic
        let _ = parse(text);
    }
}

#[test]
fn templates_that_never_end_are_stopped() {
    let code = chart(
        "{{ define \"x\" }}{{ include \"x\" . }}{{ include \"x\" . }}{{ end }}{{ include \"x\" . }}",
        "",
    );
    let told: Vec<String> =
        code.parts.iter().flat_map(|p| &p.report.unavailable).map(ToString::to_string).collect();
    assert!(told.iter().any(|t| t.contains("bound depth")), "{told:?}");
}

#[test]
fn charts_within_get_their_part_of_the_values() {
    let code = read(
        &Tree::memory([
            (
                "c/Chart.yaml",
                "apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n  - {name: db, condition: db.enabled}\n  - {name: cache}\n  - {name: mail, condition: mail.enabled}\n",
            ),
            (
                "c/values.yaml",
                "db: {enabled: true, pid: true}\nmail: {enabled: false}\nglobal: {ns: records}\n",
            ),
            ("c/charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.0.0\n"),
            ("c/charts/db/values.yaml", "pid: false\nipc: true\n"),
            (
                "c/charts/db/templates/p.yaml",
                "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: {{ .Values.global.ns }}}\nspec:\n  hostPID: {{ .Values.pid }}\n  hostIPC: {{ .Values.ipc }}\n  containers: [{name: a}]\n",
            ),
        ]),
        &Options::default(),
    );
    assert_eq!(verdict(&code, "workload-host-pid", "Pod/records/p"), Some((Verdict::Fail, 5)));
    assert_eq!(verdict(&code, "workload-host-ipc", "Pod/records/p"), Some((Verdict::Fail, 6)));
    let told: Vec<String> =
        code.parts.iter().flat_map(|p| &p.report.unavailable).map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("the chart cache is not downloaded"));
}

#[test]
fn arguments_that_are_not_known_make_results_that_are_not() {
    let unknown = Val::Unknown(Arc::new(crate::native::Why::Function("x".into())));
    assert!(unknown.truth().is_none());
    assert!(Val::List(Arc::new(vec![Val::Nil, unknown])).doubt(2).is_some());
}

/// Addresses of what a chart makes, and how often something was not rendered.
fn made(files: &[(&str, &str)]) -> (Vec<String>, usize) {
    let code = read(&Tree::memory(files.iter().copied()), &Options::default());
    let mut addresses: Vec<String> = code.natives.iter().map(|n| n.address.to_string()).collect();
    addresses.sort();
    (addresses, code.parts.iter().map(|p| p.report.unavailable.len() + p.report.failed.len()).sum())
}

#[test]
fn charts_within_are_of_the_same_release() {
    let (addresses, _) = made(&[
        ("Chart.yaml", "apiVersion: v2\nname: portal\nversion: 1.0.0\n"),
        ("charts/cache/Chart.yaml", "apiVersion: v2\nname: cache\nversion: 1.0.0\n"),
        (
            "charts/cache/templates/a.yaml",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: {{ .Release.Name }}-{{ .Chart.Name }}}\n",
        ),
    ]);
    assert_eq!(addresses, ["Namespace/portal-cache"]);
}

#[test]
fn members_that_are_not_known_leave_the_others() {
    let (addresses, faults) = made(&[
        ("Chart.yaml", "apiVersion: v2\nname: portal\nversion: 1.0.0\n"),
        (
            "templates/a.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n{{ (.Files.Glob \"f/*\").AsConfig | indent 2 }}\n  \
             n: {{ 1 | quote }}\n",
        ),
    ]);
    assert_eq!((addresses, faults), (vec!["ConfigMap/default/c".to_owned()], 0));
}
