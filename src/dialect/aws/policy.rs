//! Policy documents of AWS: JSON in arguments of many services, and `aws_iam_policy_document` data sources.

use std::sync::Arc;

use crate::dialect::reader::{Found, Reader, certain_text};
use crate::dialect::{Document, document as read};
use crate::native::{Node, Value, Why};
use crate::resource::{At, Condition, Datum, Maybe, Principal, Setting, Statement};

/// The statements of the policy document at a path. Nothing written is [`Datum::Absent`].
pub(crate) fn statements(reader: &Reader<'_>, path: &str) -> Setting {
    match reader.find(path) {
        Found::Nothing => Setting::Default(Datum::Absent),
        Found::Unknown(unknown, at) => Setting::Unknown { why: Arc::new(unknown.why.clone()), at },
        Found::Node(node) => of_node(node),
    }
}

/// The statements of the policy document a value holds.
pub(crate) fn of_node(node: &Node) -> Setting {
    let at = place(node, At::default());
    let known = |datum| Setting::Known { datum, at, sensitive: node.sensitive };
    match read(node) {
        Document::Absent => known(Datum::Absent),
        Document::Unknown(why, at) => Setting::Unknown { why, at },
        Document::Known(document) => match of_document(&document, at) {
            Ok(statements) => known(statements.into()),
            Err(why) => Setting::Unknown { why, at },
        },
    }
}

fn place(node: &Node, outer: At) -> At {
    At { origin: node.origin.or(outer.origin), site: outer.site.or(node.site) }
}

fn of_document(document: &Node, at: At) -> Result<Vec<Statement>, Arc<Why>> {
    let object = match &document.value {
        Value::Object(object) => object,
        Value::Unknown(unknown) => return Err(Arc::new(unknown.why.clone())),
        _ => return Err(Arc::new(Why::Invalid("a policy document must be a JSON object".into()))),
    };
    let Some(statement) = object.get("Statement") else { return Ok(Vec::new()) };
    match &statement.value {
        Value::Unknown(unknown) => Err(Arc::new(unknown.why.clone())),
        _ => Ok(each(statement).iter().filter(|n| !n.is_null()).map(|n| one(n, at)).collect()),
    }
}

/// The elements of a list, or the single value that AWS accepts in its place.
fn each(node: &Node) -> &[Node] {
    node.items().unwrap_or(std::slice::from_ref(node))
}

fn one(node: &Node, outer: At) -> Statement {
    let at = place(node, outer);
    let object = match &node.value {
        Value::Object(object) => object,
        Value::Unknown(unknown) => return opaque(&Arc::new(unknown.why.clone()), at),
        _ => return opaque(&Arc::new(Why::Invalid("a policy statement must be a JSON object".into())), at),
    };
    let written = |name: &str| object.get(name).filter(|n| !n.is_null());
    let pair = |name: &str, excluded: &str| match (written(name), written(excluded)) {
        (None, Some(node)) => (Some(node), true),
        (node, _) => (node, false),
    };
    let (principals, principals_excluded) = pair("Principal", "NotPrincipal");
    let (actions, actions_excluded) = pair("Action", "NotAction");
    let (resources, resources_excluded) = pair("Resource", "NotResource");
    Statement {
        allow: effect(written("Effect")),
        principals: principals.map_or_else(|| Maybe::Known(Arc::new([])), principals_of),
        principals_excluded,
        actions: actions.map(|n| each(n).iter().map(text).collect()).unwrap_or_default(),
        actions_excluded,
        resources: resources.map(|n| each(n).iter().map(certain_text).collect()).unwrap_or_default(),
        resources_excluded,
        conditions: written("Condition").map_or_else(|| Maybe::Known(Arc::new([])), conditions_of),
        at,
    }
}

/// A statement of which nothing is known.
fn opaque(why: &Arc<Why>, at: At) -> Statement {
    Statement {
        allow: Maybe::Unknown(why.clone()),
        principals: Maybe::Unknown(why.clone()),
        principals_excluded: false,
        actions: Arc::new([Maybe::Unknown(why.clone())]),
        actions_excluded: false,
        resources: Arc::new([Maybe::Unknown(why.clone())]),
        resources_excluded: false,
        conditions: Maybe::Unknown(why.clone()),
        at,
    }
}

/// IAM refuses a statement without an effect, so nothing milder than the dangerous reading is assumed.
fn effect(node: Option<&Node>) -> Maybe<bool> {
    match node {
        None => Maybe::Known(true),
        Some(node) => match text(node) {
            Maybe::Known(effect) => Maybe::Known(&*effect == "Allow"),
            Maybe::Unknown(why) => Maybe::Unknown(why),
        },
    }
}

/// A text that is known in full.
fn text(node: &Node) -> Maybe<Arc<str>> {
    crate::dialect::reader::maybe_text(node)
}

/// Who is meant. One principal that is certainly everybody decides, whatever else is unknown.
fn principals_of(node: &Node) -> Maybe<Arc<[Principal]>> {
    let mut found = Vec::new();
    let mut unknown = None;
    match &node.value {
        Value::Object(object) => {
            for (kind, identifiers) in object.iter() {
                for identifier in each(identifiers) {
                    add_principal(kind, identifier, &mut found, &mut unknown);
                }
            }
        }
        _ => {
            for identifier in each(node) {
                add_principal("AWS", identifier, &mut found, &mut unknown);
            }
        }
    }
    match unknown {
        Some(why) if !found.contains(&Principal::Anyone) => Maybe::Unknown(why),
        _ => Maybe::Known(found.into()),
    }
}

fn add_principal(kind: &str, node: &Node, found: &mut Vec<Principal>, unknown: &mut Option<Arc<Why>>) {
    match certain_text(node) {
        Maybe::Known(name) if &*name == "*" && matches!(kind, "AWS" | "*") => found.push(Principal::Anyone),
        Maybe::Known(name) => found.push(Principal::Named(format!("{kind}:{name}").into())),
        Maybe::Unknown(why) => *unknown = Some(why),
    }
}

fn conditions_of(node: &Node) -> Maybe<Arc<[Condition]>> {
    let operators = match &node.value {
        Value::Object(operators) => operators,
        Value::Unknown(unknown) => return Maybe::Unknown(Arc::new(unknown.why.clone())),
        _ => return Maybe::Known(Arc::new([])),
    };
    let mut conditions = Vec::new();
    for (operator, keys) in operators.iter() {
        match &keys.value {
            Value::Object(keys) => conditions.extend(keys.iter().map(|(key, values)| Condition {
                operator: operator.clone(),
                key: key.clone(),
                values: each(values).iter().map(certain_text).collect(),
            })),
            Value::Unknown(unknown) => return Maybe::Unknown(Arc::new(unknown.why.clone())),
            _ => {}
        }
    }
    Maybe::Known(conditions.into())
}

/// The statements written in an `aws_iam_policy_document` data source, documents it builds on included.
pub(super) fn document(reader: &Reader<'_>) -> Setting {
    let at = reader.place();
    let mut statements = Vec::new();
    for argument in ["source_policy_documents", "override_policy_documents", "source_json", "override_json"] {
        let Some(node) = reader.node(argument) else { continue };
        for source in each(node) {
            match of_node(source) {
                Setting::Known { datum: Datum::Statements(more), .. } => {
                    statements.extend(more.iter().cloned());
                }
                Setting::Unknown { why, at } => statements.push(opaque(&why, at)),
                _ => {}
            }
        }
    }
    let blocks = reader.blocks("statement");
    statements.extend(blocks.known.iter().map(block));
    if let Some((unknown, at)) = blocks.unknown {
        statements.push(opaque(&Arc::new(unknown.why.clone()), at));
    }
    Setting::Known { datum: statements.into(), at, sensitive: false }
}

fn block(from: &Reader<'_>) -> Statement {
    let list = |name: &str, read: fn(&Node) -> Maybe<Arc<str>>| -> Arc<[Maybe<Arc<str>>]> {
        match from.find(name) {
            Found::Nothing => Arc::new([]),
            Found::Unknown(unknown, _) => Arc::new([Maybe::Unknown(Arc::new(unknown.why.clone()))]),
            Found::Node(node) => each(node).iter().map(read).collect(),
        }
    };
    let written = |name: &str| match from.find(name) {
        Found::Nothing => false,
        Found::Unknown(..) => true,
        Found::Node(node) => node.items().is_none_or(|items| !items.is_empty()),
    };
    let principals_excluded = written("not_principals") && !written("principals");
    let actions_excluded = written("not_actions") && !written("actions");
    let resources_excluded = written("not_resources") && !written("resources");
    Statement {
        allow: effect(from.node("effect")),
        principals: block_principals(from, if principals_excluded { "not_principals" } else { "principals" }),
        principals_excluded,
        actions: list(if actions_excluded { "not_actions" } else { "actions" }, text),
        actions_excluded,
        resources: list(if resources_excluded { "not_resources" } else { "resources" }, certain_text),
        resources_excluded,
        conditions: block_conditions(from),
        at: from.place(),
    }
}

fn block_principals(from: &Reader<'_>, name: &str) -> Maybe<Arc<[Principal]>> {
    let blocks = from.blocks(name);
    let mut found = Vec::new();
    let mut unknown = blocks.unknown.map(|(u, _)| Arc::new(u.why.clone()));
    for principal in &blocks.known {
        let kind = principal.node("type").and_then(Node::as_text).unwrap_or_else(|| "AWS".into());
        for identifier in principal.node("identifiers").map(each).unwrap_or_default() {
            add_principal(&kind, identifier, &mut found, &mut unknown);
        }
    }
    match unknown {
        Some(why) if !found.contains(&Principal::Anyone) => Maybe::Unknown(why),
        _ => Maybe::Known(found.into()),
    }
}

fn block_conditions(from: &Reader<'_>) -> Maybe<Arc<[Condition]>> {
    let blocks = from.blocks("condition");
    if let (Some((unknown, _)), true) = (blocks.unknown, blocks.known.is_empty()) {
        return Maybe::Unknown(Arc::new(unknown.why.clone()));
    }
    let of = |name: &str, condition: &Reader<'_>| {
        condition.node(name).map(certain_text).and_then(|t| t.known().cloned()).unwrap_or_default()
    };
    Maybe::Known(
        blocks
            .known
            .iter()
            .map(|condition| Condition {
                operator: of("test", condition),
                key: of("variable", condition),
                values: condition
                    .node("values")
                    .map(|n| each(n).iter().map(certain_text).collect())
                    .unwrap_or_default(),
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::{FileId, Fragment, Reference, Shape, Span, Unknown};
    use crate::resource::Truth;

    fn statements_of(document: &str) -> Vec<Statement> {
        match of_node(&Node::new(Value::String(document.into()))) {
            Setting::Known { datum: Datum::Statements(statements), .. } => statements.to_vec(),
            other => panic!("{other:?}"),
        }
    }

    fn template(fragments: Vec<Fragment>) -> Node {
        Node::new(Value::Unknown(Arc::new(Unknown {
            why: Why::Variable("var.x".into()),
            refs: Vec::new(),
            shape: Shape::Template(fragments),
        })))
    }

    fn unknown(why: Why) -> Fragment {
        let refs = match &why {
            Why::Apply(_) => vec![Reference { address: "aws_iam_role.r".into(), attribute: "arn".into() }],
            _ => Vec::new(),
        };
        Fragment::Unknown(Arc::new(Unknown { why, refs, shape: Shape::Opaque }))
    }

    #[test]
    fn single_values_stand_for_lists() {
        let statements = statements_of(
            r#"{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Principal": "*",
                "Condition": {"Bool": {"aws:SecureTransport": true}}}}"#,
        );
        let [statement] = statements.as_slice() else { panic!("{statements:?}") };
        assert_eq!(statement.for_anyone(), Truth::True);
        assert_eq!(statement.has_service_wildcard(), Truth::True);
        let conditions = statement.conditions.known().unwrap();
        assert_eq!(&*conditions[0].operator, "Bool");
        assert_eq!(conditions[0].values[0].known().map(|v| &**v), Some("true"));
    }

    #[test]
    fn every_form_of_principal() {
        for (principal, anyone) in [
            (r#""Principal": "*""#, true),
            (r#""Principal": {"AWS": "*"}"#, true),
            (r#""Principal": {"AWS": ["arn:aws:iam::1:root", "*"]}"#, true),
            (r#""Principal": {"Service": "ec2.amazonaws.com"}"#, false),
            (r#""Principal": {"Federated": "*"}"#, false),
            (r#""NotPrincipal": {"AWS": "arn:aws:iam::1:root"}"#, true),
            (r#""Sid": "x""#, false),
        ] {
            let statements =
                statements_of(&format!(r#"{{"Statement": [{{"Effect": "Allow", {principal}}}]}}"#));
            assert_eq!(statements[0].for_anyone(), anyone.into(), "{principal}");
        }
    }

    #[test]
    fn an_arn_settled_at_apply_is_not_a_wildcard_but_a_variable_may_be() {
        let document = |why: Why| {
            let node = template(vec![
                Fragment::Text(r#"{"Statement": [{"Effect": "Allow", "Principal": {"AWS": ""#.into()),
                unknown(why),
                Fragment::Text(r#""}, "Action": "*", "Resource": "*"}]}"#.into()),
            ]);
            match of_node(&node) {
                Setting::Known { datum: Datum::Statements(s), .. } => s[0].for_anyone(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(document(Why::Apply("aws_iam_role.r.arn".into())), Truth::False);
        assert!(matches!(document(Why::Variable("var.who".into())), Truth::Unknown(_)));
    }

    #[test]
    fn a_statement_points_at_its_line_of_a_heredoc() {
        let mut node = Node::new(Value::String(
            "{\n  \"Statement\": [\n    {\"Effect\": \"Deny\"},\n    {\"Effect\": \"Allow\"}\n  ]\n}\n"
                .into(),
        ));
        node.origin = Some(Span { file: FileId(0), line: 4, end_line: 11, column: 12 });
        match of_node(&node) {
            Setting::Known { datum: Datum::Statements(s), .. } => {
                assert_eq!(s[1].at.origin.map(|o| o.line), Some(8));
                assert_eq!(s[0].allows(), Truth::False);
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_cannot_be_read_is_unknown_and_nothing_is_absent() {
        let node = |text: &str| of_node(&Node::new(Value::String(text.into())));
        assert!(matches!(node("not json"), Setting::Unknown { .. }));
        assert!(matches!(node("[]"), Setting::Unknown { .. }));
        assert_eq!(node("").datum(), Some(&Datum::Absent));
        assert!(statements_of("{}").is_empty());
        let opaque = of_node(&Node::unknown(Why::Variable("var.policy".into())));
        assert!(matches!(opaque, Setting::Unknown { .. }));
    }
}
