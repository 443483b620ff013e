//! The formats that infrastructure is declared in, and how a file tells its own.

use super::keys;
use crate::posture::SourceKind;

/// A format of infrastructure as code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Terraform or OpenTofu configuration, told by name.
    Terraform,
    /// `terraform show -json` of a plan.
    TerraformPlan,
    /// A Terraform state, version 4.
    TerraformState,
    /// AWS CloudFormation and SAM templates, in YAML or JSON.
    CloudFormation,
    /// Azure Resource Manager templates and their parameter files.
    Arm,
    /// Bicep and its parameter files.
    Bicep,
    /// Kubernetes objects.
    Kubernetes,
    /// `kustomization.yaml` and its kin.
    Kustomize,
    /// Anything within a Helm chart.
    Helm,
    /// Dockerfiles and Containerfiles.
    Dockerfile,
    /// Compose files.
    Compose,
}

impl Format {
    /// All, in the order they are read.
    pub const ALL: [Self; 11] = [
        Self::Terraform,
        Self::TerraformPlan,
        Self::TerraformState,
        Self::CloudFormation,
        Self::Arm,
        Self::Bicep,
        Self::Kubernetes,
        Self::Kustomize,
        Self::Helm,
        Self::Dockerfile,
        Self::Compose,
    ];

    /// The kind of source that reads it.
    pub const fn source(self) -> SourceKind {
        match self {
            Self::Terraform => SourceKind::Terraform,
            Self::TerraformPlan => SourceKind::TerraformPlan,
            Self::TerraformState => SourceKind::TerraformState,
            Self::CloudFormation => SourceKind::CloudFormation,
            Self::Arm => SourceKind::Arm,
            Self::Bicep => SourceKind::Bicep,
            Self::Kubernetes => SourceKind::Kubernetes,
            Self::Kustomize => SourceKind::Kustomize,
            Self::Helm => SourceKind::Helm,
            Self::Dockerfile => SourceKind::Dockerfile,
            Self::Compose => SourceKind::Compose,
        }
    }
}

/// What a name says before the file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByName {
    /// The format, whatever the file holds.
    Certain(Format),
    /// The content decides.
    Look,
    /// Terraform's own loader reads it, or nothing does.
    Pass,
}

/// What the name of a file says.
pub(super) fn by_name(name: &str) -> ByName {
    let lower = name.to_ascii_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    let extension = lower.rsplit_once('.').map_or("", |(_, e)| e);
    if lower.ends_with(".tf.json") || lower.ends_with(".tofu.json") || lower.ends_with(".tfvars.json") {
        return ByName::Pass;
    }
    match extension {
        "bicep" | "bicepparam" => return ByName::Certain(Format::Bicep),
        "tfstate" => return ByName::Certain(Format::TerraformState),
        "tfplan" => return ByName::Look,
        "yaml" | "yml" | "json" | "jsonc" | "template" | "tpl" => {}
        "dockerfile" | "containerfile" | "docker" => return ByName::Certain(Format::Dockerfile),
        _ if matches!(stem, "dockerfile" | "containerfile") && extension != "dockerignore" => {
            return ByName::Certain(Format::Dockerfile);
        }
        "" if lower == "kustomization" => return ByName::Certain(Format::Kustomize),
        "" => return ByName::Look,
        _ => return ByName::Pass,
    }
    match &*lower {
        "kustomization.yaml" | "kustomization.yml" => ByName::Certain(Format::Kustomize),
        _ if matches!(extension, "yaml" | "yml")
            && matches!(stem, "compose" | "docker-compose" | "podman-compose" | "container-compose") =>
        {
            ByName::Certain(Format::Compose)
        }
        _ => ByName::Look,
    }
}

/// A name under which a text that has none is read as what it is: whatever is nothing else is Terraform.
pub fn name_of_text(text: &str) -> &'static str {
    let text = text.trim_start_matches('\u{feff}');
    let is_json = text.trim_start().starts_with(['{', '[']);
    match by_content(text) {
        ByContent::Is(Format::Dockerfile) => "stdin.dockerfile",
        ByContent::Is(Format::Kustomize) => "kustomization.yaml",
        ByContent::Is(_) | ByContent::Report if is_json => "stdin.json",
        ByContent::Is(_) | ByContent::Report => "stdin.yaml",
        ByContent::Nothing if is_json => "stdin.tf.json",
        ByContent::Nothing if is_bicep(text) => "stdin.bicep",
        ByContent::Nothing => "stdin.tf",
    }
}

/// Whether a line declares a resource or a parameter as Bicep does.
fn is_bicep(text: &str) -> bool {
    text.lines().map(str::trim_start).any(|line| {
        let mut words = line.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some("resource" | "module"), Some(_), Some(quoted)) => quoted.starts_with('\''),
            (Some("param"), Some(name), Some(_)) => !name.starts_with('"'),
            (Some("targetScope"), Some("="), _) => true,
            _ => false,
        }
    })
}

/// What the text of a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByContent {
    /// Its format.
    Is(Format),
    /// A report of another scanner, which `--import` takes.
    Report,
    /// Nothing that is read.
    Nothing,
}

/// Whether a file is a build of an image, by its name or by what stands in it.
pub(crate) fn is_build_file(path: &str, text: &str) -> bool {
    match by_name(path.rsplit('/').next().unwrap_or(path)) {
        ByName::Certain(format) => format == Format::Dockerfile,
        ByName::Look => by_content(text) == ByContent::Is(Format::Dockerfile),
        ByName::Pass => false,
    }
}

/// What the text of a file says. Looks for what the format's own tools look for, among the keys at the top.
pub(super) fn by_content(text: &str) -> ByContent {
    let start = keys::after_comments(text);
    if start.starts_with('{') || start.starts_with('[') {
        by_json(start)
    } else if text.contains("\n{\"format_version\":") && text.contains("\"resource_changes\"") {
        // a plan with the messages of whatever wrote it in front: its reader says so
        ByContent::Is(Format::TerraformPlan)
    } else {
        by_yaml(text).map_or_else(|| by_instructions(text), ByContent::Is)
    }
}

/// Keys that tell a format.
const TELLING: [&str; 22] = [
    "$schema",
    "format_version",
    "planned_values",
    "resource_changes",
    "terraform_version",
    "lineage",
    "serial",
    "AWSTemplateFormatVersion",
    "Resources",
    "apiVersion",
    "kind",
    "@level",
    "@module",
    "runs",
    "check_type",
    "SchemaVersion",
    "ArtifactName",
    "class_uid",
    "ProductArn",
    "kics_version",
    "Reports",
    "matches",
];

fn by_json(text: &str) -> ByContent {
    let mut seen = [false; TELLING.len()];
    let mut format = None;
    keys::top(text, &mut |key| {
        if let Some(at) = TELLING.iter().position(|k| *k == key)
            && let Some(seen) = seen.get_mut(at)
        {
            *seen = true;
        }
        format = decided(&seen, text);
        format.is_none()
    });
    if let Some(format) = format {
        return ByContent::Is(format);
    }
    let has = |key: &str| TELLING.iter().zip(&seen).any(|(k, seen)| *seen && *k == key);
    let is_report = (has("runs") && text.contains("\"driver\""))
        || (has("check_type") && text.contains("\"failed_checks\""))
        || (has("SchemaVersion") && has("ArtifactName"))
        || (has("class_uid") && text.contains("\"finding_info\""))
        || has("ProductArn")
        || has("kics_version")
        || (has("Reports") && text.contains("\"KubeLinterVersion\""))
        || (has("matches") && text.contains("\"descriptor\""));
    if is_report {
        return ByContent::Report;
    }
    // a plan within something else: its reader says how to take it out
    let wrapped = text.contains("\"planned_values\"") && text.contains("\"resource_changes\"");
    if wrapped { ByContent::Is(Format::TerraformPlan) } else { ByContent::Nothing }
}

/// The format that the keys seen so far decide.
fn decided(seen: &[bool; TELLING.len()], text: &str) -> Option<Format> {
    let [
        schema,
        format_version,
        planned,
        changes,
        version,
        lineage,
        serial,
        aws,
        resources,
        api,
        kind,
        level,
        module,
        ..,
    ] = *seen;
    if schema && is_arm(text) {
        Some(Format::Arm)
    } else if (format_version && (planned || changes)) || (level && module && is_progress(text)) {
        Some(Format::TerraformPlan)
    } else if version && lineage && serial {
        Some(Format::TerraformState)
    } else if aws || (resources && is_cloudformation_type(text)) {
        Some(Format::CloudFormation)
    } else if api && kind {
        Some(Format::Kubernetes)
    } else {
        None
    }
}

/// Whether the lines are what Terraform tells while it plans.
fn is_progress(text: &str) -> bool {
    text.contains("\"terraform.ui\"") && text.contains("\"planned_change\"")
}

/// Whether a schema of Azure Resource Manager stands in the text, of whatever scope.
fn is_arm(text: &str) -> bool {
    ["eploymentTemplate.json", "eploymentParameters.json"].iter().any(|schema| text.contains(schema))
}

/// Whether a resource type of CloudFormation stands in the text.
fn is_cloudformation_type(text: &str) -> bool {
    ["AWS::", "Custom::", "Alexa::"].iter().any(|prefix| text.contains(prefix))
}

fn by_yaml(text: &str) -> Option<Format> {
    // keys at the margin; a list of objects at the top is written with dashes
    let keys: Vec<&str> = text
        .lines()
        // most lines are of something deeper
        .filter(|line| !line.starts_with([' ', '#']))
        .filter_map(|line| line.strip_prefix("- ").unwrap_or(line).split_once(':'))
        .map(|(key, _)| key.trim_end().trim_matches(['"', '\'', '\u{feff}']))
        .filter(|key| YAML_KEYS.contains(key))
        .collect();
    let has = |key: &str| keys.contains(&key);
    if has("AWSTemplateFormatVersion") || (has("Resources") && is_cloudformation_type(text)) {
        Some(Format::CloudFormation)
    } else if has("apiVersion") && has("kind") {
        let kustomize = text.contains("kustomize.config.k8s.io");
        Some(if kustomize { Format::Kustomize } else { Format::Kubernetes })
    } else if has("services")
        && has_named_services(text)
        && (text.contains("image:") || text.contains("build:"))
    {
        Some(Format::Compose)
    } else {
        None
    }
}

/// Whether services have names: a list of images beside a build is what CI systems have under the key.
fn has_named_services(text: &str) -> bool {
    let mut lines = text.lines().skip_while(|line| !line.trim_matches(['"', '\'']).starts_with("services"));
    let below =
        lines.by_ref().skip(1).find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    below.is_some_and(|line| {
        line.starts_with([' ', '\t']) && !line.trim_start().starts_with('-') && line.contains(':')
    })
}

/// Keys at the margin of a YAML text that tell its format.
const YAML_KEYS: [&str; 5] = ["AWSTemplateFormatVersion", "Resources", "apiVersion", "kind", "services"];

/// A build file without a telling name begins with `FROM`, or with arguments before it.
fn by_instructions(text: &str) -> ByContent {
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    for line in lines {
        let mut words = line.split_whitespace();
        let (first, second) = (words.next().unwrap_or_default(), words.next());
        match first {
            "FROM" if second.is_some() && text.contains('\n') => return ByContent::Is(Format::Dockerfile),
            "ARG" if second.is_some() => {}
            _ => return ByContent::Nothing,
        }
    }
    ByContent::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_content_cannot() {
        for (name, format) in [
            ("main.bicep", Format::Bicep),
            ("Dockerfile", Format::Dockerfile),
            ("Dockerfile.prod", Format::Dockerfile),
            ("web.Dockerfile", Format::Dockerfile),
            ("Containerfile", Format::Dockerfile),
            ("kustomization.yml", Format::Kustomize),
            ("prod.tfstate", Format::TerraformState),
        ] {
            assert_eq!(by_name(name), ByName::Certain(format), "{name}");
        }
        for name in ["main.tf", "main.tf.json", "app.py", "x.tfvars.json", "Dockerfile.dockerignore"] {
            assert_eq!(by_name(name), ByName::Pass, "{name}");
        }
        for name in ["stack.yaml", "stack.template", "Jenkinsfile", "x.json"] {
            assert_eq!(by_name(name), ByName::Look, "{name}");
        }
    }

    #[test]
    fn content_tells_the_format_whatever_the_name() {
        for (text, format) in [
            ("AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n", Format::CloudFormation),
            ("Resources:\n  A:\n    Type: AWS::S3::Bucket\n", Format::CloudFormation),
            ("{\"Resources\": {\"A\": {\"Type\": \"AWS::S3::Bucket\"}}}", Format::CloudFormation),
            ("apiVersion: v1\nkind: Pod\n", Format::Kubernetes),
            ("---\n# x\nkind: Pod\napiVersion: v1\n", Format::Kubernetes),
            ("{\"apiVersion\": \"v1\", \"kind\": \"List\"}", Format::Kubernetes),
            (
                "{\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\"}",
                Format::Arm,
            ),
            ("services:\n  web:\n    image: x\n", Format::Compose),
            ("{\"format_version\":\"1.2\",\"planned_values\":{}}", Format::TerraformPlan),
            (
                "{\"version\":4,\"terraform_version\":\"1.9\",\"serial\":1,\"lineage\":\"x\"}",
                Format::TerraformState,
            ),
            ("# syntax\nARG V=1\nFROM alpine:$V\nRUN x\n", Format::Dockerfile),
        ] {
            assert_eq!(by_content(text), ByContent::Is(format), "{text}");
        }
        for text in ["", "name: ci\non: push\n", "{\"name\": \"x\"}", "FROMAGE\n", "#!/bin/sh\necho\n"] {
            assert_eq!(by_content(text), ByContent::Nothing, "{text}");
        }
        assert_eq!(name_of_text("resource \"aws_s3_bucket\" \"b\" {}\n"), "stdin.tf");
        assert_eq!(
            name_of_text("resource sa 'Microsoft.Storage/storageAccounts@2023-01-01' = {}\n"),
            "stdin.bicep"
        );
        assert_eq!(name_of_text("{\"resource\": {}}"), "stdin.tf.json");
        assert_eq!(name_of_text("kind: Pod\napiVersion: v1\n"), "stdin.yaml");
        assert_eq!(by_content("{\"runs\": [{\"tool\": {\"driver\": {}}}]}"), ByContent::Report);
    }

    #[test]
    fn only_keys_at_the_top_tell() {
        for text in [
            "{\"fixture\": {\"Resources\": {\"A\": {\"Type\": \"AWS::S3::Bucket\"}}}}",
            "{\"doc\": \"apiVersion\", \"x\": [{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}]}",
            "{\"a\": \"\\\"kind\\\": \\\"apiVersion\\\":\"}",
            "services:\n  - docker:dind\nimage: x\n",
            "services:\nimage: x\n",
        ] {
            assert_eq!(by_content(text), ByContent::Nothing, "{text}");
        }
        for (text, format) in [
            (
                "// a template\n/* of ours */ {\"$schema\": \"x/subscriptionDeploymentTemplate.json#\"}",
                Format::Arm,
            ),
            ("[{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}]", Format::Kubernetes),
            // cut off, and still told from its beginning
            ("{\"AWSTemplateFormatVersion\": \"2010-09-09\", \"Resources\": {\"A", Format::CloudFormation),
            ("services:\n\n  # the site\n  web:\n    build: .\n", Format::Compose),
        ] {
            assert_eq!(by_content(text), ByContent::Is(format), "{text}");
        }
        for text in [
            "[{\"class_uid\": 2004, \"finding_info\": {}}]",
            "{\"kics_version\": \"2\", \"queries\": []}",
            "{\"SchemaVersion\": 2, \"ArtifactName\": \".\", \"Results\": []}",
        ] {
            assert_eq!(by_content(text), ByContent::Report, "{text}");
        }
    }
}
