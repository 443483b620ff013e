//! Manifests and kustomizations: which objects come out, where their values stand, and what is told of bad input.

use crate::check::{Verdict, assess, registry};
use crate::native::{Node, Value};
use crate::resource::Side;
use crate::source::Tree;
use crate::source::code::{Code, Options, read};

fn code(files: &[(&str, &str)]) -> Code {
    read(&Tree::memory(files.iter().copied()), &Options::default())
}

fn addresses(code: &Code) -> Vec<String> {
    code.natives.iter().map(|n| format!("{} {}", n.root, n.address)).collect()
}

fn problems(code: &Code) -> Vec<String> {
    let all = code.parts.iter().flat_map(|p| p.report.failed.iter().chain(&p.report.unavailable));
    all.map(ToString::to_string).collect()
}

fn at<'n>(code: &'n Code, address: &str, path: &str) -> &'n Node {
    let native = code.natives.iter().find(|n| &*n.address == address).unwrap();
    let mut parts = path.split('.');
    let mut node = native.body.get(parts.next().unwrap()).unwrap();
    for part in parts {
        node = match part.parse::<usize>() {
            Ok(i) => &node.items().unwrap()[i],
            Err(_) => &node.as_object().unwrap()[part],
        };
    }
    node
}

fn place(code: &Code, address: &str, path: &str) -> (String, u32) {
    let span = at(code, address, path).origin.unwrap();
    (code.files.path(span.file).to_owned(), span.line)
}

fn verdict(code: &Code, check: &str, address: &str) -> Option<Verdict> {
    let estate = crate::dialect::translate(&code.natives, Side::Declared).estate;
    let id = registry().find(check).unwrap();
    assess(&estate)
        .iter()
        .find(|f| f.check == id && estate.get(f.resource).is_some_and(|r| &*r.address == address))
        .map(|f| f.verdict)
}

#[test]
fn documents_lists_and_custom_resources_become_objects() {
    let text = "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n---\n\
                apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: w, namespace: n}\n---\n# nothing\n---\n\
                apiVersion: apps/v1\nkind: Deployment\nmetadata: {generateName: job-}\n---\napiVersion: v1\nkind: Node\nmetadata: {name: n}\n";
    let code = code(&[
        ("all.yaml", text),
        ("one.json", "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"n\"}}"),
    ]);
    assert_eq!(
        addresses(&code),
        [
            "all.yaml Pod/default/a",
            "all.yaml Pod/default/a#2",
            "all.yaml Widget/n/w",
            "all.yaml Deployment/default/job-*",
            "all.yaml Node/n",
            "one.json Namespace/n",
        ]
    );
    assert_eq!(&*code.natives[2].native_type, "example.org/v1/Widget");
    assert_eq!(code.natives[3].vendor_type.as_deref(), Some("apps/v1/Deployment"));
    assert!(problems(&code).is_empty());
}

#[test]
fn values_behind_anchors_and_merge_keys_stand_where_they_are_written() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  securityContext: &c\n    runAsUser: 0\n  containers:\n    - name: x\n      securityContext:\n        <<: *c\n        privileged: true\n";
    let code = code(&[("a.yaml", text)]);
    assert_eq!(place(&code, "Pod/default/a", "spec.containers.0.securityContext.runAsUser").1, 6);
    assert_eq!(place(&code, "Pod/default/a", "spec.containers.0.securityContext.privileged").1, 11);
}

const BASE: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      serviceAccountName: runner\n      containers:\n        - name: web\n          image: lab/web:1\n          env: [{name: A, value: b}]\n        - name: side\n          image: lab/side\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: runner}\n";

#[test]
fn an_overlay_is_read_as_it_is_built() {
    let overlay = "resources:\n  - ../../base\nnamespace: records\nnamePrefix: prod-\ncommonLabels: {tier: front}\nimages:\n  - name: lab/web\n    newTag: '2'\n  - name: lab/side\n    digest: sha256:aa\nreplicas:\n  - {name: web, count: 3}\npatches:\n  - path: patch.yaml\n  - target: {kind: Deployment, name: web}\n    patch: |-\n      - op: add\n        path: /spec/template/spec/hostIPC\n        value: true\n  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: web}\n      spec:\n        template:\n          spec:\n            containers:\n              - name: side\n                $patch: delete\nsecretGenerator:\n  - name: db\n    literals: [password=hunter2222]\n";
    let patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      hostPID: true\n      containers:\n        - name: web\n          env: [{name: C, value: d}]\n";
    let code = code(&[
        ("base/kustomization.yaml", "resources: [web.yaml]\n"),
        ("base/web.yaml", BASE),
        ("over/prod/kustomization.yaml", overlay),
        ("over/prod/patch.yaml", patch),
        ("other.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: alone}\n"),
    ]);
    assert!(problems(&code).is_empty(), "{:?}", problems(&code));
    assert_eq!(
        addresses(&code),
        [
            "other.yaml Pod/default/alone",
            "over/prod Deployment/records/prod-web",
            "over/prod ServiceAccount/records/prod-runner",
            "over/prod Secret/records/prod-db",
        ]
    );
    let web = "Deployment/records/prod-web";
    let pod = "spec.template.spec";
    assert_eq!(place(&code, web, &format!("{pod}.hostPID")), ("over/prod/patch.yaml".into(), 7));
    assert_eq!(place(&code, web, &format!("{pod}.hostIPC")), ("over/prod/kustomization.yaml".into(), 19));
    assert_eq!(
        place(&code, web, &format!("{pod}.containers.0.image")),
        ("over/prod/kustomization.yaml".into(), 8)
    );
    assert_eq!(place(&code, web, "spec.replicas"), ("over/prod/kustomization.yaml".into(), 12));
    assert_eq!(place(&code, web, "metadata.namespace"), ("over/prod/kustomization.yaml".into(), 3));
    let text = |path: &str| at(&code, web, path).as_text().unwrap().to_string();
    assert_eq!(text(&format!("{pod}.containers.0.image")), "lab/web:2");
    assert_eq!(text(&format!("{pod}.serviceAccountName")), "prod-runner");
    assert_eq!(text("spec.template.metadata.labels.tier"), "front");
    assert_eq!(at(&code, web, &format!("{pod}.containers")).items().unwrap().len(), 1);
    assert_eq!(at(&code, web, &format!("{pod}.containers.0.env")).items().unwrap().len(), 2);
    assert_eq!(verdict(&code, "workload-host-pid", web), Some(Verdict::Fail));
    assert_eq!(verdict(&code, "workload-image-digest", web), Some(Verdict::Fail));
}

#[test]
fn components_and_old_forms_of_patches() {
    let code = code(&[
        (
            "kustomization.yaml",
            "bases: [base]\ncomponents: [extra]\npatchesStrategicMerge:\n  - |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {paused: true}\npatchesJson6902:\n  - target: {version: v1, kind: Deployment, name: web, group: apps}\n    path: ops.json\n",
        ),
        (
            "ops.json",
            "[{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/1/image\", \"value\": \"lab/side:7\"}, {\"op\": \"remove\", \"path\": \"/spec/template/metadata/labels/app\"}]",
        ),
        ("base/kustomization.yaml", "resources: [web.yaml]\n"),
        ("base/web.yaml", BASE),
        (
            "extra/kustomization.yaml",
            "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -x\n",
        ),
    ]);
    assert!(problems(&code).is_empty(), "{:?}", problems(&code));
    assert_eq!(addresses(&code), [". Deployment/default/web-x", ". ServiceAccount/default/runner-x"]);
    let web = "Deployment/default/web-x";
    assert!(matches!(at(&code, web, "spec.paused").value, Value::Bool(true)));
    assert_eq!(place(&code, web, "spec.paused"), ("kustomization.yaml".into(), 8));
    assert_eq!(&*at(&code, web, "spec.template.spec.containers.1.image").as_text().unwrap(), "lab/side:7");
    assert!(at(&code, web, "spec.template.metadata.labels").as_object().unwrap().is_empty());
}

#[test]
fn what_a_kustomization_lacks_is_told_with_its_line() {
    let code = code(&[
        (
            "kustomization.yaml",
            "resources:\n  - gone.yaml\n  - https://example.org/x//base?ref=v1\n  - ../outside\n  - loop\nhelmCharts:\n  - {name: db}\npatches:\n  - patch: |\n      kind: Pod\n      metadata: {name: nobody}\n",
        ),
        ("loop/kustomization.yaml", "resources: [../loop2]\n"),
        ("loop2/kustomization.yaml", "resources: [../loop]\n"),
    ]);
    let told = problems(&code).join("\n");
    for part in [
        "kustomization.yaml:2:5: failed to read gone.yaml: no such file",
        "kustomization.yaml:3:5: https://example.org/x//base?ref=v1 is not downloaded here",
        "kustomization.yaml:4:5: ../outside lies outside of what is scanned",
        "kustomization.yaml:7:5: helmCharts: a chart is not run here",
        "no object Pod/nobody for this patch",
        "builds on itself",
    ] {
        assert!(told.contains(part), "{part} is not told:\n{told}");
    }
}

#[test]
fn bad_manifests_say_where_and_the_rest_is_read() {
    let deep = format!("apiVersion: v1\nkind: Pod\nx: {}{}\n", "[".repeat(200), "]".repeat(200));
    let mut laughs = "apiVersion: v1\nkind: Pod\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..10 {
        laughs = format!("{laughs}a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 10].join(", "));
    }
    let code = code(&[
        (
            "bad.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\nspec: [\n",
        ),
        ("deep.yaml", &deep),
        ("laughs.yaml", &laughs),
        ("good.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: b}\n"),
        ("twice.yaml", "apiVersion: v1\nkind: Pod\nkind: Pod\nmetadata: {name: c}\n"),
        ("scalar.yaml", "apiVersion: [1]\nkind: {a: b}\n"),
    ]);
    let told = problems(&code).join("\n");
    for part in ["bad.yaml:", "bound nesting_depth", "bound values", "twice.yaml:3"] {
        assert!(told.contains(part), "{part} is not told:\n{told}");
    }
    assert_eq!(
        addresses(&code),
        ["bad.yaml Pod/default/a", "good.yaml Pod/default/b", "twice.yaml Pod/default/c"]
    );
}

#[test]
fn lists_of_many_objects_are_read() {
    let mut text = "apiVersion: v1\nkind: List\nitems:\n".to_owned();
    for i in 0..5_000 {
        text = format!("{text}- {{apiVersion: v1, kind: ConfigMap, metadata: {{name: c{i}}}}}\n");
    }
    assert_eq!(code(&[("many.yaml", &text)]).natives.len(), 5_000);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read_without_a_panic(text in "(apiVersion: v1\nkind: (Pod|List|Role)\n)?(spec|items|rules|metadata): .{0,60}\n.{0,40}") {
        let code = code(&[("a.yaml", &text), ("c/Chart.yaml", "name: c\n"), ("c/templates/a.yaml", &text)]);
        let estate = crate::dialect::translate(&code.natives, Side::Declared).estate;
        assess(&estate);
    }

    #[test]
    fn any_template_is_rendered_or_refused(code_text in "(\\{\\{-? ?(if|range|with|end|else|include|\\$x :=|\\.a|\"b\"|\\||default|\\(|\\)) ?-?\\}?\\}?){0,12}") {
        code(&[("c/Chart.yaml", "name: c\n"), ("c/templates/a.yaml", &code_text)]);
    }
}
