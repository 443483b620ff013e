//! Any bytes as manifests, a kustomization with its patches, and a chart: templates, values and named templates.
#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use steth::scan::{Request, scan};
use steth::source::Tree;

const CHART: &str = "apiVersion: v2\nname: a\nversion: 1.0.0\ndependencies:\n- {name: b, version: 1.0.0, condition: b.enabled}\n";
const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n";
const KUSTOMIZATION: &str = "resources: [pod.yaml, any.yaml]\npatches: [{path: any.yaml}]\n";

fuzz_target!(|bytes: &[u8]| {
    let [which, rest @ ..] = bytes else { return };
    let any = rest.to_vec();
    let kustomization = if which & 1 == 0 { KUSTOMIZATION.as_bytes().to_vec() } else { any.clone() };
    let values = if which & 2 == 0 { b"a: 1\nb: {enabled: true, c: [x, y]}\n".to_vec() } else { any.clone() };
    let helpers = if which & 4 == 0 { b"{{- define \"a\" -}}{{ . }}{{- end -}}".to_vec() } else { any.clone() };
    let tree = Tree::memory([
        ("plain/a.yaml", any.clone()),
        ("kustom/pod.yaml", POD.as_bytes().to_vec()),
        ("kustom/any.yaml", any.clone()),
        ("kustom/kustomization.yaml", kustomization),
        ("chart/Chart.yaml", CHART.as_bytes().to_vec()),
        ("chart/values.yaml", values.clone()),
        ("chart/templates/_helpers.tpl", helpers),
        ("chart/templates/a.yaml", any.clone()),
        ("chart/charts/b/Chart.yaml", b"apiVersion: v2\nname: b\nversion: 1.0.0\n".to_vec()),
        ("chart/charts/b/values.yaml", values),
        ("chart/charts/b/templates/a.yaml", any),
    ]);
    scan(&tree, &Request::default(), Timestamp::UNIX_EPOCH, &mut |_| {});
});
