//! Dockerfiles and Compose files through the whole reading of a tree.

use jiff::Timestamp;

use crate::native::{NativeResource, Node};
use crate::posture::SourceKind;
use crate::scan::{Request, scan};
use crate::source::Tree;
use crate::source::code::{Code, Options, read};

fn read_files(files: &[(&str, &str)]) -> Code {
    read(&Tree::memory(files.iter().map(|(p, t)| (*p, *t))), &Options::default())
}

fn member<'n>(native: &'n NativeResource, path: &[&str]) -> &'n Node {
    let mut node = &native.body[path[0]];
    for part in &path[1..] {
        node = match part.parse::<usize>() {
            Ok(i) => &node.items().unwrap()[i],
            Err(_) => node.as_object().unwrap().get(*part).unwrap_or_else(|| panic!("no {part}")),
        };
    }
    node
}

fn problems(code: &Code) -> Vec<String> {
    let reports = code.parts.iter().map(|p| &p.report).chain([&code.stray]);
    reports
        .flat_map(|r| r.failed.iter().chain(&r.limits).chain(&r.skipped))
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_build_is_one_resource_with_its_variables_filled_in() {
    let text = "ARG V=3.20\nFROM alpine:${V} AS base\nENV HOME_DIR=/app\nFROM base\nWORKDIR $HOME_DIR/x\nLABEL owner=radiology\n\
                RUN apk add \"$HOME_DIR\" && echo '$V'\nCMD [\"x\"]\n";
    let code = read_files(&[("images/portal/Dockerfile", text)]);
    let [native] = &code.natives[..] else { panic!("{:?}", code.natives) };
    assert_eq!((&*native.address, &*native.root), ("images/portal/Dockerfile", "images/portal"));
    assert_eq!((native.span.line, native.span.end_line), (2 - 1, 8));
    assert_eq!(&*member(native, &["from", "0", "image"]).as_text().unwrap(), "alpine:3.20");
    assert_eq!(&*member(native, &["workdir", "0"]).as_text().unwrap(), "/app/x");
    assert_eq!(&*member(native, &["tags", "owner"]).as_text().unwrap(), "radiology");
    assert_eq!(&*member(native, &["run", "0", "words", "2"]).as_text().unwrap(), "/app");
    assert_eq!(&*member(native, &["run", "1", "words", "1"]).as_text().unwrap(), "$V");
}

#[test]
fn names_and_contents_tell_build_files() {
    let code = read_files(&[
        ("Dockerfile.prod", "FROM a:1\n"),
        ("Containerfile", "FROM a:1\n"),
        ("api.dockerfile", "from a:1\n"),
        ("build", "# a comment\nFROM a:1\nRUN x\n"),
        ("Dockerfile.j2", "FROM {{ base }}\n{% if x %}\nRUN x\n"),
        ("docs/Dockerfile.md", "How to build\n"),
    ]);
    assert_eq!(code.natives.len(), 4);
    let said = problems(&code).join("\n");
    assert!(said.contains("Dockerfile.j2") && said.contains("template"), "{said}");
}

#[test]
fn broken_build_files_are_told_by_line_and_read_all_the_same() {
    let code = read_files(&[
        ("Dockerfile", "FROM a:1\nRUNN x\nRUN <<EOF\ny\n"),
        ("b/Dockerfile", "RUN x\n"),
        ("c/Dockerfile", "\n"),
    ]);
    let said = problems(&code).join("\n");
    for part in
        ["Dockerfile:2", "\"RUNN\"", "Dockerfile:3", "<<EOF", "no FROM", "c/Dockerfile: no instruction"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(code.natives.len(), 2);
}

#[test]
fn ten_thousand_stages_and_huge_lines_are_read() {
    let mut text = "FROM a:1 AS s0\nENV A=1\n".to_owned();
    for i in 1..10_000 {
        text.extend([format!("FROM s{} AS s{i}\nRUN x\n", i - 1)]);
    }
    text.extend(["RUN ".to_owned(), "curl -s https://x && ".repeat(20_000), "y\n".to_owned()]);
    let start = std::time::Instant::now();
    let code = read_files(&[("Dockerfile", &text)]);
    assert_eq!(member(&code.natives[0], &["from"]).items().unwrap().len(), 10_000);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn services_come_with_anchors_extensions_overrides_and_variables() {
    let code = read_files(&[
        (
            "stack/compose.yaml",
            "x-common: &common\n  restart: always\nservices:\n  web:\n    <<: *common\n    extends: {file: base.yaml, service: app}\n    \
             image: web:${TAG}\n    environment:\n      - A=b\n    env_file: web.env\n  db:\n    extends: web\n    image: db:1\n",
        ),
        ("stack/compose.override.yaml", "services:\n  web:\n    ports: [\"1:1\"]\n    privileged: true\n"),
        (
            "stack/base.yaml",
            "services:\n  app:\n    read_only: true\n    environment: {C: d}\n    image: x\n",
        ),
        ("stack/.env", "TAG=1.2 # not part\n"),
        ("stack/web.env", "# secrets\nDB_PASSWORD=hunter2\n"),
    ]);
    let web = code
        .natives
        .iter()
        .find(|n| &*n.address == "service/web" && &*n.root == "stack/compose.yaml")
        .unwrap();
    assert_eq!(member(web, &["restart"]).as_text().as_deref(), Some("always"));
    assert!(problems(&code).is_empty(), "{:?}", problems(&code));
    assert_eq!(member(web, &["read_only"]).as_bool(), Some(true), "{:?}", web.body.keys());
    assert!(member(web, &["image"]).as_text().unwrap().starts_with("web:1.2"));
    assert_eq!(member(web, &["privileged"]).as_bool(), Some(true));
    let environment = member(web, &["environment"]).as_object().unwrap();
    let names: Vec<&str> = environment.keys().map(|k| &**k).collect();
    assert_eq!(names, ["DB_PASSWORD", "A"], "own lists replace maps below: {names:?}");
    let place = environment["DB_PASSWORD"].origin.unwrap();
    assert_eq!((code.files.path(place.file), place.line), ("stack/web.env", 2));
    assert_eq!(code.natives.iter().filter(|n| &*n.root == "stack/compose.override.yaml").count(), 0);
    assert_eq!(code.parts[0].kind, SourceKind::Compose);
}

#[test]
fn what_is_included_is_read_and_what_is_missing_told() {
    let code = read_files(&[
        (
            "compose.yaml",
            "include:\n  - infra/db.txt\n  - path: [gone.yaml]\nservices:\n  web:\n    image: a:1\n",
        ),
        ("infra/db.txt", "include: [../compose.yaml]\nservices:\n  db:\n    image: db:1\n"),
    ]);
    let mut addresses: Vec<&str> = code.natives.iter().map(|n| &*n.address).collect();
    addresses.sort_unstable();
    assert_eq!(addresses, ["service/db", "service/web"]);
    let told: Vec<_> =
        code.parts.iter().flat_map(|p| &p.report.unavailable).map(|p| (p.line, &*p.message)).collect();
    assert!(matches!(&told[..], [(3, message)] if message.contains("gone.yaml")), "{told:?}");
}

#[test]
fn secrets_are_found_by_place_and_not_shown() {
    let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
    let tree = Tree::memory([
        (
            "Dockerfile",
            "FROM a:1\nENV MODE=\"x\" DB_PASSWORD=hunter2hunter\nRUN API_TOKEN=q8Zk2LmP0xYv27Bm3Q x\n",
        ),
        (
            "compose.yaml",
            "services:\n  db:\n    image: db:1\n    environment:\n      - POSTGRES_PASSWORD=hunter2hunter # \"x\"\n",
        ),
    ]);
    let posture = scan(&tree, &Request::default(), now, &mut |_| {});
    for (_, file) in posture.files.iter() {
        assert!(!file.text.contains("hunter2") && !file.text.contains("q8Zk2"), "{}", file.text);
    }
    let found: Vec<String> = posture
        .estate
        .resources()
        .iter()
        .filter_map(|r| r.get(crate::resource::Key::SecretLiteral).map(crate::resource::Setting::display))
        .collect();
    let all = found.join("\n");
    assert!(
        all.contains("literal in DB_PASSWORD on line 2") && all.contains("POSTGRES_PASSWORD on line 5"),
        "{all}"
    );
}

#[test]
fn broken_compose_files_are_told_by_line() {
    let code = read_files(&[
        ("a/compose.yaml", "services:\n  web:\n    image: x\n    image: y\n  bad: 3\n"),
        ("b/compose.yaml", "services:\n  web:\n    image: [x\n"),
        ("c/compose.yaml", "services: &a\n  web:\n    image: x\n    extends: web\n"),
    ]);
    let said = problems(&code).join("\n");
    assert!(said.contains("a/compose.yaml:4") && said.contains("twice"), "{said}");
    assert!(said.contains("a/compose.yaml:5") && said.contains("b/compose.yaml:"), "{said}");
    assert!(code.natives.iter().any(|n| &*n.root == "c/compose.yaml"));
}

proptest::proptest! {
    #[test]
    fn any_text_is_survived(text in "(FROM a\n|RUN |ENV |ARG |COPY |[a-z=$\\\\{}\"'<# \n-]{0,8}){0,12}|\\PC{0,30}") {
        let code = read_files(&[("Dockerfile", text.as_str())]);
        proptest::prop_assert!(code.natives.len() <= 1);
        for native in &code.natives {
            let lines = u32::try_from(text.lines().count()).unwrap().max(1);
            proptest::prop_assert!(native.span.end_line <= lines);
        }
        super::parse_bytes(text.as_bytes());
    }

    #[test]
    fn any_compose_file_is_survived(text in "services:\n(  [a-c]:\n|    (image|build|extends|ports|volumes|environment): [a-c$\\[\\]{}:]{0,6}\n){0,8}") {
        read_files(&[("compose.yaml", text.as_str())]);
    }
}
