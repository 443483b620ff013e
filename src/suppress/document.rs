//! Suppressions in YAML and JSON: comments, and the members in which templates keep them.

use std::sync::Arc;

use super::comments::Comment;
use super::{Reach, Suppression};
use crate::native::{Bounds, FileId, Node, Object, SourceFile, Span, relaxed_json_document, yaml_documents};

/// The documents of a file that is YAML or JSON; nothing for another language, and none that does not parse.
pub(super) fn documents(id: FileId, file: &SourceFile) -> Option<Vec<Node>> {
    let path = file.path.to_ascii_lowercase();
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, e)| e);
    let others = ["tf", "tofu", "tfvars", "hcl", "bicep", "bicepparam", "dockerfile", "containerfile"];
    if extension.is_some_and(|e| others.contains(&e)) {
        return None;
    }
    let is_json = file.text.trim_start().starts_with(['{', '[']);
    let known = matches!(extension, Some("yaml" | "yml" | "json" | "jsonc" | "template" | "tpl"));
    if !known && !is_json {
        return None;
    }
    let bounds = Bounds::default();
    let read = if is_json {
        relaxed_json_document(&file.text, id, &bounds)
    } else {
        yaml_documents(&file.text, id, &bounds, |_, node| node)
    };
    Some(read.documents)
}

/// Comments of a YAML or JSON text. What looks like one inside a text is none.
pub(super) fn comments(text: &str, documents: &[Node]) -> Vec<Comment> {
    if text.trim_start().starts_with(['{', '[']) {
        return super::comments::of(text);
    }
    let mut within = Vec::new();
    for document in documents {
        long_texts(document, &mut within, 0);
    }
    let mut found = Vec::new();
    for (line, number) in text.lines().zip(1u32..) {
        if within.iter().any(|(first, last)| *first <= number && number <= *last) {
            continue;
        }
        let Some(at) = comment_start(line) else { continue };
        let (before, comment) = line.split_at(at);
        found.push(Comment {
            line: number,
            end_line: number,
            column: u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX),
            alone: before.trim().is_empty(),
            text: comment.trim_start_matches('#').trim().to_owned(),
        });
    }
    found
}

/// Lines of texts that run over several, without their first.
fn long_texts(node: &Node, found: &mut Vec<(u32, u32)>, depth: usize) {
    if depth > 100 {
        return;
    }
    if let Some(object) = node.as_object() {
        for member in object.values() {
            long_texts(member, found, depth + 1);
        }
    } else if let Some(items) = node.items() {
        for item in items {
            long_texts(item, found, depth + 1);
        }
    } else if let Some(origin) = node.origin
        && origin.end_line > origin.line
    {
        found.push((origin.line + 1, origin.end_line));
    }
}

/// Where the comment of a line begins: a `#` at the start or behind white space, outside of quotes.
fn comment_start(line: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match quote {
            Some(open) if c == open && before != '\\' => quote = None,
            None if c == '#' && before.is_whitespace() => return Some(at),
            None if matches!(c, '"' | '\'')
                && (before.is_whitespace() || matches!(before, '[' | '{' | ',' | ':')) =>
            {
                quote = Some(c);
            }
            _ => {}
        }
        before = if quote.is_some() && before == '\\' && c == '\\' { ' ' } else { c };
    }
    None
}

/// Suppressions in the `Metadata` of resources: of Checkov, cfn-nag and Guard; and in annotations of Kubernetes objects.
pub(super) fn members(documents: &[Node]) -> Vec<Suppression> {
    let mut found = Vec::new();
    for document in documents {
        if let Some(resources) = object(document).and_then(|o| o.get("Resources")) {
            for resource in object(resources).into_iter().flat_map(|o| o.values()) {
                of_resource(resource, "Metadata", &mut found);
            }
        }
        azure(document, 0, &mut found);
        let listed = object(document).and_then(|o| o.get("items")?.items()).unwrap_or_default();
        for node in std::iter::once(document).chain(listed) {
            annotations(node, &mut found);
        }
    }
    found
}

/// The same of ARM's resources, which stand in a list or under symbolic names, and within each other.
fn azure(within: &Node, depth: usize, found: &mut Vec<Suppression>) {
    let Some(resources) = object(within).and_then(|o| o.get("resources")).filter(|_| depth < 16) else {
        return;
    };
    let named = object(resources).into_iter().flat_map(|o| o.values());
    for resource in resources.items().into_iter().flatten().chain(named) {
        of_resource(resource, "metadata", found);
        azure(resource, depth + 1, found);
        let nested = object(resource).and_then(|o| object(o.get("properties")?)?.get("template"));
        if let Some(template) = nested {
            azure(template, depth + 1, found);
        }
    }
}

fn of_resource(resource: &Node, member: &str, found: &mut Vec<Suppression>) {
    let Some(metadata) = object(resource).and_then(|o| object(o.get(member)?)) else { return };
    let Some(site) = resource.site else { return };
    for (tool, list, name, reason) in FORMS {
        for (wanted, entries) in metadata {
            if !wanted.eq_ignore_ascii_case(tool) {
                continue;
            }
            // on ARM, Checkov also takes the list itself
            let listed = object(entries).and_then(|o| o.get(*list)).unwrap_or(entries);
            for entry in listed.items().unwrap_or(std::slice::from_ref(listed)) {
                found.extend(one(tool, entry, name, reason, site));
            }
        }
    }
}

/// Suppressions in the annotations of an object, of Checkov (`checkov.io/skip1: ID=reason`) and kube-linter
/// (`ignore-check.kube-linter.io/ID: reason`).
fn annotations(node: &Node, found: &mut Vec<Suppression>) {
    let (Some(body), Some(whole)) = (object(node), node.origin) else { return };
    let Some(annotations) = body.get("metadata").and_then(|m| object(object(m)?.get("annotations")?)) else {
        return;
    };
    for (name, value) in annotations {
        let text = value.as_text().unwrap_or_default();
        let (form, ids, reason) = if name.starts_with("checkov.io/skip") {
            let (id, reason) = text.split_once('=').unwrap_or((&text, ""));
            ("checkov", vec![id.trim().to_owned()], reason)
        } else if let Some(id) = name.strip_prefix("ignore-check.kube-linter.io/") {
            ("kube-linter", vec![id.to_owned()], &*text)
        } else if &**name == "kube-linter.io/ignore-all" {
            ("kube-linter", Vec::new(), &*text)
        } else {
            continue;
        };
        found.push(Suppression {
            form,
            span: value.site.or(value.origin).unwrap_or(whole),
            ids,
            reason: reason.trim().to_owned(),
            expires: None,
            reach: Some(Reach { first: whole.line, last: whole.end_line }),
        });
    }
}

/// The tool, the member that lists its suppressions, and what an entry calls the id and the reason.
const FORMS: &[(&str, &str, &str, &str)] = &[
    ("checkov", "skip", "id", "comment"),
    ("cfn_nag", "rules_to_suppress", "id", "reason"),
    ("guard", "SuppressedRules", "", ""),
];

fn one(tool: &'static str, entry: &Node, name: &str, reason: &str, site: Span) -> Option<Suppression> {
    let text = |n: &str| object(entry).and_then(|o| o.get(n)).and_then(Node::as_text);
    let id: Arc<str> = if name.is_empty() {
        entry.as_text()?
    } else if let Some(id) = text(name) {
        id
    } else {
        // a comment in a text
        let form = super::forms::parse(&entry.as_text()?).into_iter().next()?;
        return Some(Suppression {
            form: form.name,
            span: entry.origin.unwrap_or(site),
            ids: form.ids,
            reason: form.reason,
            expires: form.expires,
            reach: Some(Reach { first: site.line, last: site.end_line }),
        });
    };
    Some(Suppression {
        form: tool,
        span: entry.origin.unwrap_or(site),
        ids: vec![id.to_string()],
        reason: text(reason).map(|t| t.to_string()).unwrap_or_default(),
        expires: None,
        reach: Some(Reach { first: site.line, last: site.end_line }),
    })
}

fn object(node: &Node) -> Option<&Object> {
    node.as_object()
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::native::Files;

    /// A form, its ids, and the lines it covers.
    type Reached = (&'static str, String, Option<(u32, u32)>);

    /// The ids and lines that each suppression of a text covers.
    fn reaches(path: &str, text: &str) -> Vec<Reached> {
        let mut files = Files::default();
        files.add(path, text);
        let of = |s: &super::Suppression| (s.form, s.ids.join(","), s.reach.map(|r| (r.first, r.last)));
        read(&files).iter().map(of).collect()
    }

    const TEMPLATE: &str = "Resources:\n  # steth:ignore a: b\n  One:\n    Type: AWS::S3::Bucket\n    # checkov:skip=CKV_AWS_18:no\n    Properties:\n      Name: x # trivy:ignore:AVD-AWS-0088\n      Text: |\n        # steth:ignore no: no\n  Two:\n    Type: AWS::S3::Bucket\n    Metadata:\n      checkov:\n        skip:\n          - id: CKV_AWS_21\n            comment: why\n      cfn_nag:\n        rules_to_suppress:\n          - id: W35\n      guard:\n        SuppressedRules:\n          - S3_BUCKET_LOGGING_ENABLED\n";

    #[test]
    fn comments_and_metadata_of_a_template() {
        let mut found = reaches("stack.yaml", TEMPLATE);
        found.sort();
        assert_eq!(
            found,
            [
                ("cfn_nag", "W35".into(), Some((10, 22))),
                ("checkov", "CKV_AWS_18".into(), Some((3, 9))),
                ("checkov", "CKV_AWS_21".into(), Some((10, 22))),
                ("guard", "S3_BUCKET_LOGGING_ENABLED".into(), Some((10, 22))),
                ("steth", "a".into(), Some((3, 9))),
                ("trivy", "AVD-AWS-0088".into(), Some((7, 7))),
            ]
        );
    }

    #[test]
    fn annotations_of_objects_cover_the_object() {
        let text = "kind: Pod\napiVersion: v1\nmetadata:\n  annotations:\n    checkov.io/skip1: CKV_K8S_8=batch\n    \
                    ignore-check.kube-linter.io/host-pid: agent\n---\nkind: List\nitems:\n  - kind: Pod\n    metadata: \
                    {annotations: {kube-linter.io/ignore-all: old}}\n";
        assert_eq!(
            reaches("pod.yaml", text),
            [
                ("checkov", "CKV_K8S_8".into(), Some((1, 6))),
                ("kube-linter", "host-pid".into(), Some((1, 6))),
                ("kube-linter", String::new(), Some((10, 11))),
            ]
        );
    }

    #[test]
    fn a_whole_document_is_one_object_and_json_has_metadata() {
        let text =
            "apiVersion: v1\nkind: Pod\n# checkov:skip=CKV_K8S_1:x\nspec: {a: \"it's # no\"}\n---\nkind: x\n";
        assert_eq!(reaches("pod.yaml", text), [("checkov", "CKV_K8S_1".into(), Some((1, 4)))]);
        let json = "{\"Resources\": {\n\"B\": {\"Metadata\": {\"checkov\": {\"skip\": [{\"id\": \"CKV_AWS_18\"}]}}}\n}}";
        assert_eq!(reaches("t.json", json), [("checkov", "CKV_AWS_18".into(), Some((2, 2)))]);
    }

    #[test]
    fn resources_of_arm_have_metadata_in_three_forms() {
        let text = r#"{"resources": [
 {"type": "a", "metadata": {"checkov": {"skip": [{"id": "CKV_AZURE_1", "comment": "one"}]}}},
 {"type": "b", "metadata": {"checkov": [{"id": "CKV_AZURE_2", "comment": "two"}]},
  "resources": [
   {"type": "c", "metadata": {"checkov": "checkov:skip=CKV_AZURE_3: three"}}]}
]}"#;
        assert_eq!(
            reaches("t.json", text),
            [
                ("checkov", "CKV_AZURE_1".to_owned(), Some((2, 2))),
                ("checkov", "CKV_AZURE_2".to_owned(), Some((3, 5))),
                ("checkov", "CKV_AZURE_3".to_owned(), Some((5, 5))),
            ]
        );
    }
}
