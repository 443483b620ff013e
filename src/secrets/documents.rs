//! Secrets in documents of any format: literals under names that hold secrets, in YAML, JSON, Bicep and files of
//! variables, whether or not a dialect reads the resource they stand in.
//!
//! Terraform's own files are left to its evaluated arguments, and container build files to their reader.

use std::sync::{Arc, LazyLock};

use base64::Engine as _;
use regex::Regex;

use super::arguments::{is_secret, refers_elsewhere};
use super::{DigestKey, Sighting, tokens};
use crate::native::{Bounds, FileId, Node, Object, Span, Value, json_document, yaml_documents};

/// Lists and maps entered.
const DEPTH: usize = 64;
/// Length of a text that is parsed once more, in bytes: larger documents are plans, states and data.
const LONGEST: usize = 4 << 20;

/// A name of a secret, followed by what assigns it, or as the value of a name: without it a file holds no such literal.
static ASSIGNS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"(?i)(?:pass(?:word|wd|phrase)?|pwd|secret(?:string|binary|data)?|token|(?:api|private|access|secret|shared|license)[_-]?key|credentials?|connection_?string)s?["']?\s*(?:\w+\s*=|[:=]|$|\n|,|\})|kind["']?\s*:\s*["']?Secret"#,
    )
});

/// `name: 'value'`, `param name string = 'value'`, `var name = 'value'`.
static BICEP: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^\s*(?:(?:param|var)\s+(\w+)(?:\s+\w+)?\s*=|'?([\w.-]+)'?\s*:)\s*'((?:[^'\\]|\\.)*)'\s*(?://.*)?,?\s*$",
    )
});

/// `NAME=value`, with the ways to quote.
static VARIABLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r#"^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s#]+))"#)
});

#[expect(clippy::expect_used, reason = "the patterns are constants and the tests use each")]
fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}

/// How a file is written, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Yaml,
    Json,
    Bicep,
    Variables,
}

fn form(path: &str, text: &str) -> Option<Form> {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let terraform = [".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json", ".tfstate", ".hcl"];
    if terraform.iter().any(|end| name.ends_with(end)) || text.len() > LONGEST {
        return None;
    }
    let extension = name.rsplit_once('.').map_or("", |(_, e)| e);
    match extension {
        "bicep" | "bicepparam" => Some(Form::Bicep),
        "env" => Some(Form::Variables),
        "yaml" | "yml" | "json" | "jsonc" | "template" | "tpl" => {
            if !text.trim_start().starts_with(['{', '[']) {
                return Some(Form::Yaml);
            }
            // plans and states say themselves what is sensitive
            let mut head = text.len().min(4_096);
            while !text.is_char_boundary(head) {
                head -= 1;
            }
            let of_terraform = ["\"format_version\"", "\"terraform_version\""];
            let of_terraform = of_terraform.iter().any(|key| text[..head].contains(key));
            (!of_terraform).then_some(Form::Json)
        }
        _ if name.starts_with(".env") => Some(Form::Variables),
        _ => None,
    }
}

/// Literals that are secrets by the names they stand under.
pub(super) fn find(path: &str, text: &str, file: FileId, key: &DigestKey) -> Vec<Sighting> {
    let Some(form) = form(path, text).filter(|_| ASSIGNS.is_match(text)) else { return Vec::new() };
    let mut search = Search { key, found: Vec::new() };
    let bounds = Bounds { nesting_depth: DEPTH, values: 200_000 };
    match form {
        Form::Bicep => search.lines(text, file, |line| {
            let groups = BICEP.captures(line)?;
            let name = groups.get(1).or_else(|| groups.get(2))?.as_str();
            Some((name, groups.get(3)?.as_str()))
        }),
        Form::Variables => search.lines(text, file, variable),
        Form::Json => {
            for document in &json_document(text, file, &bounds).documents {
                search.document(document);
            }
        }
        Form::Yaml => {
            // what a tag makes of a value is no literal: `!Ref`, `!Sub`, `!GetAtt`
            let read = yaml_documents(text, file, &bounds, |_, node| Node { value: Value::Null, ..node });
            for document in &read.documents {
                search.document(document);
            }
        }
    }
    search.found.sort_by_key(|s| s.span);
    search.found.dedup_by(|a, b| a.span == b.span);
    search.found
}

/// The name and the value of a line such as `DB_PASSWORD=…`.
fn variable(line: &str) -> Option<(&str, &str)> {
    let groups = VARIABLE.captures(line)?;
    let value = (2..=4).find_map(|i| groups.get(i))?;
    Some((groups.get(1)?.as_str(), value.as_str()))
}

struct Search<'k> {
    key: &'k DigestKey,
    found: Vec<Sighting>,
}

impl Search<'_> {
    fn lines<'t>(
        &mut self,
        text: &'t str,
        file: FileId,
        part: impl Fn(&'t str) -> Option<(&'t str, &'t str)>,
    ) {
        for (line, number) in text.lines().zip(1u32..) {
            if let Some((name, value)) = part(line)
                && is_literal_secret(name, value)
            {
                self.note(name, value, Span { file, line: number, end_line: number, column: 1 });
            }
        }
    }

    fn note(&mut self, name: &str, value: &str, span: Span) {
        self.found.push(Sighting {
            what: format!("literal in {name}").into(),
            span,
            digest: self.key.digest(value),
        });
    }

    fn document(&mut self, document: &Node) {
        match document.as_object() {
            Some(object) if text_of(object, "kind") == Some("Secret") => self.kubernetes_secret(object),
            _ => self.walk("", document, DEPTH),
        }
    }

    fn walk(&mut self, name: &str, node: &Node, depth: usize) {
        if depth == 0 {
            return;
        }
        match &node.value {
            Value::String(text) => self.literal(name, text, node),
            Value::Object(object) => {
                if text_of(object, "kind") == Some("Secret") && object.contains_key("metadata") {
                    self.kubernetes_secret(object);
                    return;
                }
                // `{ name: DB_PASSWORD, value: … }`: what the value is, is said by its neighbour
                let label = LABELS.iter().find_map(|l| text_of(object, l));
                // a parameter's default is a value of the parameter
                let is_parameter = object.contains_key("Type") || object.contains_key("type");
                for (key, inner) in object.iter() {
                    let under = match &**key {
                        "value" | "Value" | "ParameterValue" => {
                            label.unwrap_or(if is_value(object) { name } else { key })
                        }
                        "Default" | "default" | "defaultValue" if is_parameter => name,
                        _ => key,
                    };
                    self.walk(under, inner, depth - 1);
                }
            }
            Value::List(items) | Value::Set(items) => {
                for item in items.iter() {
                    // `DB_PASSWORD=…` of Compose, `--db-password=…` of a command
                    match item.as_text().as_deref().and_then(assigned) {
                        Some((name, value)) => self.literal(name, value, item),
                        None => self.walk(name, item, depth - 1),
                    }
                }
            }
            _ => {}
        }
    }

    fn literal(&mut self, name: &str, text: &str, node: &Node) {
        let Some(span) = node.origin.or(node.site) else { return };
        if is_literal_secret(name, text) {
            self.note(name, text, span);
        }
    }

    /// The entries of a Kubernetes Secret: as they are, or decoded, in memory only.
    fn kubernetes_secret(&mut self, object: &Object) {
        for (field, is_encoded) in [("stringData", false), ("data", true)] {
            let Some(entries) = object.get(field).and_then(Node::as_object) else { continue };
            for (name, node) in entries {
                let Some(text) = node.as_text() else { continue };
                let Some(span) = node.origin.or(node.site) else { continue };
                let decoded = if is_encoded { decode(&text) } else { Some(text.to_string()) };
                let Some(value) = decoded else { continue };
                let by_format = || !tokens::find(&value, span.file, self.key).is_empty();
                if is_literal_secret(name, &value) || holds_registry_login(name, &value) || by_format() {
                    self.note(&format!("{name} of a Kubernetes Secret"), &value, span);
                }
            }
        }
    }
}

const LABELS: [&str; 6] = ["name", "Name", "key", "Key", "ParameterKey", "parameterKey"];

/// Whether an object does nothing but hold a value: `{ value: … }` of ARM's parameter files.
fn is_value(object: &Object) -> bool {
    object.len() == 1
}

fn text_of<'o>(object: &'o Object, key: &str) -> Option<&'o str> {
    match &object.get(key)?.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// The parts of `NAME=value` and `--name=value`.
fn assigned(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    let name = name.trim_start_matches('-');
    let plain =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    plain.then(|| (name, value.trim_matches(['"', '\''])))
}

/// The text that base64 stands for, where it is text.
fn decode(text: &str) -> Option<String> {
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(joined).ok()?;
    String::from_utf8(bytes).ok().map(|t| t.trim_end_matches('\n').to_owned()).filter(|t| !t.is_empty())
}

/// The login of an image registry, as `.dockerconfigjson` holds it.
fn holds_registry_login(name: &str, value: &str) -> bool {
    name.starts_with(".dockerc") && (value.contains("\"auth\"") || value.contains("\"password\""))
}

/// Whether a literal is a secret by the name it stands under. Names of things that hold secrets, and values that only
/// say where one is kept, are none.
fn is_literal_secret(name: &str, text: &str) -> bool {
    let snake = snake(name);
    !names_a_holder(&snake)
        && !is_expression(text)
        && !refers_elsewhere(text)
        && is_secret(&snake, text)
        && (is_password(&snake) || is_mixed(text))
}

fn is_password(name: &str) -> bool {
    ["password", "passwd", "passphrase", "pwd", "pass"].iter().any(|end| name.ends_with(end))
        || name.contains("secret_string")
}

/// Letters of both cases and digits, or a long number in hexadecimal: names of objects are in lower case with hyphens.
fn is_mixed(text: &str) -> bool {
    let has = |test: fn(&u8) -> bool| text.bytes().any(|b| test(&b));
    let hexadecimal = text.len() >= 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
    hexadecimal || (has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit))
}

/// Names such as `existingSecret` say which object holds the secret.
fn names_a_holder(name: &str) -> bool {
    ["existing_", "secret_name", "_secret_ref", "from_secret", "use_"].iter().any(|part| name.contains(part))
}

/// What a format works out later: `$(X)`, `$X`, `${X}`, `[parameters('x')]`, `{{ … }}`, `%X%`, `#{x}`.
fn is_expression(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('$')
        || text.contains("${")
        || text.contains("$(")
        || text.contains("{{")
        || text.starts_with("#{")
        || (text.starts_with('[') && text.ends_with(']') && !text.starts_with("[["))
        || (text.len() > 2 && text.starts_with('%') && text.ends_with('%'))
}

/// `adminPassword` as `admin_password`, so that names of every style are judged alike.
fn snake(name: &str) -> Arc<str> {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.chars() {
        if c.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            out.push('_');
        }
        out.push(if matches!(c, '.' | ' ' | '/' | ':') { '_' } else { c.to_ascii_lowercase() });
        before = c;
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<u32> {
        let found = find(path, text, FileId(0), &DigestKey::new(None, "x"));
        found.iter().map(|s| s.span.line).collect()
    }

    const TOKEN: &str = "9fQz81LkTTw0xYv27Bm3";

    #[test]
    fn cloudformation_in_both_forms() {
        let yaml = "Parameters:\n  DBPassword:\n    Type: String\n    Default: rounds-at-seven\n  Ward:\n    Type: String\n    Default: w1\n\
            Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: rounds-at-seven\n  Other:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: !Ref DBPassword\n  Third:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: '{{resolve:secretsmanager:db:SecretString:password}}'\n";
        assert_eq!(lines("a.yaml", yaml), [4, 12]);
        let json = "{\"Resources\": {\n\"A\": {\"Environment\": [\n{\"Name\": \"DB_PASSWORD\",\n \"Value\": \"rounds-at-seven\"},\n{\"Name\": \"WARD\", \"Value\": \"w\"},\n{\"Name\": \"API_KEY\", \"Value\": {\"Ref\": \"X\"}}]}}}";
        assert_eq!(lines("a.json", json), [4]);
    }

    #[test]
    fn azure_templates_their_parameters_and_bicep() {
        let arm = "{\"parameters\": {\n\"adminPassword\": {\"type\": \"securestring\",\n\"defaultValue\": \"Rounds@7\"}},\n\"resources\": [{\"properties\": {\n\"administratorLoginPassword\": \"[parameters('adminPassword')]\",\n\"clientSecret\": \"9fQz81LkTTw0xYv27Bm3\"}}]}";
        assert_eq!(lines("a.json", arm), [3, 6]);
        assert_eq!(
            lines("p.json", "{\"parameters\": {\"adminPassword\": {\n\"value\": \"Rounds@7\"}}}"),
            [2]
        );
        let bicep = format!(
            "param adminPassword string = 'Rounds@7'\n@secure()\nparam password string\nresource a 'x' = {{\n  properties: {{\n    adminPassword: password\n    apiKey: '{TOKEN}'\n    loginPassword: '${{password}}'\n    password: '' // none\n  }}\n}}\n"
        );
        assert_eq!(lines("a.bicep", &bicep), [1, 7]);
        assert_eq!(lines("b.bicep", "param adminPassword string = 'Rounds@7'\n"), [1]);
    }

    #[test]
    fn kubernetes_secrets_are_decoded_and_references_left_alone() {
        let encode = |t: &str| base64::engine::general_purpose::STANDARD.encode(t);
        let pem = concat!("-----BEGIN ", "RSA PRIVATE KEY-----\nMII\n");
        let text = format!(
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: {}\n  username: {}\n  tls.key: {}\n  token: cGxhaW4=\nstringData:\n  admin-password: rounds-at-seven\n  note: x\n---\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - env:\n        - name: DB_PASSWORD\n          value: rounds-at-seven\n        - name: API_TOKEN\n          valueFrom:\n            secretKeyRef:\n              name: db\n              key: password\n        - name: OTHER_PASSWORD\n          value: $(DB_PASSWORD)\n      args: [\"--db-password=rounds-at-seven\", \"--ward=3\"]\n",
            encode("rounds-at-seven"),
            encode("admin"),
            encode(pem)
        );
        assert_eq!(lines("a.yaml", &text), [6, 8, 11, 20, 28]);
    }

    #[test]
    fn compose_values_and_variables() {
        let compose = "services:\n  db:\n    image: x\n    environment:\n      - POSTGRES_PASSWORD=rounds-at-seven\n      - OTHER_PASSWORD=${OTHER}\n      - WARD=3\n  web:\n    environment:\n      DB_PASSWORD: rounds-at-seven\n      DB_PASSWORD_FILE: /run/secrets/db\n";
        assert_eq!(lines("compose.yaml", compose), [5, 10]);
        let values = format!(
            "auth:\n  password: rounds-at-seven\n  existingSecret: clinic-db-secret-0a1b2c3d\n  apiKey: {TOKEN}\n  rootPassword: \"\"\n  adminPassword: <change me>\n"
        );
        assert_eq!(lines("values.yaml", &values), [2, 4]);
        assert_eq!(
            lines("db.env", "A=1\nDB_PASSWORD=rounds-at-seven\nX_PASSWORD=\"$Y\"\n# PASSWORD=abcd\n"),
            [2]
        );
    }

    #[test]
    fn names_of_secrets_and_of_terraform_are_none() {
        let text = "spec:\n  secretName: intake-tls-9fQz81LkTTw0\n  tokenUrl: https://x\n  passwordPolicy: strong\n  automountServiceAccountToken: false\n  existingSecretPassword: a-name-of-one\n";
        assert!(lines("a.yaml", text).is_empty());
        assert!(lines("main.tf", "password: rounds-at-seven\n").is_empty());
        assert!(
            lines("plan.json", "{\"format_version\": \"1.2\", \"password\": \"rounds-at-seven\"}").is_empty()
        );
    }

    #[test]
    fn what_cannot_be_parsed_gives_what_stands_before() {
        let text = "password: rounds-at-seven\n---\na: {{ .Values.x }\n";
        assert_eq!(lines("a.yaml", text), [1]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_search(text in "(password|secret|kind: Secret|data|: |\\n|  |- |=|'|\"|\\{|\\}|\\[|\\]|x){0,40}") {
            for path in ["a.yaml", "a.json", "a.bicep", ".env"] {
                let _ = lines(path, &text);
            }
        }
    }
}
