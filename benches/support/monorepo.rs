//! Makes a mixed monorepo on disk: 3,000 files of infrastructure in every format among 20,000, the rest what such a
//! repository holds besides: programs, documents, pictures, and JSON and YAML that declare nothing.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Files of infrastructure.
pub(crate) const INFRASTRUCTURE: usize = 3_000;
/// All files.
pub(crate) const ALL: usize = 20_000;

/// Writes the repository below `base` and gives the paths of the infrastructure files.
pub(crate) fn write(base: &Path) -> std::io::Result<Vec<String>> {
    let mut infrastructure = Vec::with_capacity(INFRASTRUCTURE);
    let put = |path: &str, bytes: &[u8]| -> std::io::Result<()> {
        let file = base.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, bytes)
    };
    put(".gitignore", b"node_modules/\n*.log\ntarget/\n")?;
    for i in 0..INFRASTRUCTURE {
        let team = format!("teams/t{:03}", i % 150);
        let (path, text) = match i % 30 {
            0..=9 => (format!("{team}/infra/s{}/main.tf", i / 150), terraform(i)),
            10..=14 => (format!("{team}/stacks/stack{i}.yaml"), cloudformation_yaml(i)),
            15..=16 => (format!("{team}/stacks/stack{i}.json"), cloudformation_json(i)),
            17..=18 => (format!("{team}/azure/deploy{i}.json"), arm(i)),
            19..=20 => (format!("{team}/azure/site{i}.bicep"), bicep(i)),
            21..=26 => (format!("{team}/k8s/workload{i}.yaml"), kubernetes(i)),
            27..=28 => (format!("{team}/services/s{i}/Dockerfile"), dockerfile(i)),
            _ => (format!("{team}/services/s{i}/compose.yaml"), compose(i)),
        };
        put(&path, text.as_bytes())?;
        infrastructure.push(path);
    }
    for i in 0..ALL - INFRASTRUCTURE {
        let team = format!("teams/t{:03}", i % 150);
        let service = format!("{team}/services/app{}", i % 7);
        let (path, text) = match i % 17 {
            0..=9 => (format!("{service}/src/m{i}.py"), program(i)),
            10..=12 => (format!("{service}/docs/d{i}.md"), program(i)),
            13 => (format!("{service}/data/d{i}.json"), data_json(i)),
            14 => (format!("{service}/locale/l{i}.yaml"), data_yaml(i)),
            15 => (format!("{service}/bin/tool{i}"), format!("#!/bin/sh\n{}", program(i))),
            _ => (format!("{service}/img/p{i}.png"), "\u{0}picture\u{1}".repeat(200)),
        };
        put(&path, text.as_bytes())?;
    }
    Ok(infrastructure)
}

fn terraform(i: usize) -> String {
    let mut text = format!("variable \"ward\" {{\n  default = \"w{i}\"\n}}\n");
    for n in 0..8 {
        let _ = write!(
            text,
            "\nresource \"aws_s3_bucket\" \"b{n}\" {{\n  bucket = \"charts-${{var.ward}}-{i}-{n}\"\n  tags = {{\n    Owner = \"records\"\n  }}\n}}\n\nresource \"aws_ebs_volume\" \"v{n}\" {{\n  availability_zone = \"us-east-1a\"\n  encrypted         = {}\n  size              = {n}0\n}}\n",
            n % 2 == 0
        );
    }
    text
}

fn cloudformation_yaml(i: usize) -> String {
    let mut text = format!(
        "AWSTemplateFormatVersion: '2010-09-09'\nDescription: stack {i}\nParameters:\n  Ward:\n    Type: String\n    Default: w{i}\nResources:\n"
    );
    for n in 0..8 {
        let _ = write!(
            text,
            "  Bucket{n}:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Sub 'charts-${{Ward}}-{n}'\n      VersioningConfiguration:\n        Status: Enabled\n      Tags:\n        - Key: Owner\n          Value: records\n"
        );
    }
    text
}

fn cloudformation_json(i: usize) -> String {
    let mut text = format!(
        "{{\n  \"AWSTemplateFormatVersion\": \"2010-09-09\",\n  \"Description\": \"stack {i}\",\n  \"Resources\": {{"
    );
    for n in 0..8 {
        let comma = if n == 0 { "" } else { "," };
        let _ = write!(
            text,
            "{comma}\n    \"Queue{n}\": {{\n      \"Type\": \"AWS::SQS::Queue\",\n      \"Properties\": {{ \"QueueName\": {{ \"Fn::Sub\": \"q-${{AWS::Region}}-{n}\" }}, \"SqsManagedSseEnabled\": true }}\n    }}"
        );
    }
    text.push_str("\n  }\n}\n");
    text
}

fn arm(i: usize) -> String {
    let mut text = String::from(
        "{\n  \"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",\n  \"contentVersion\": \"1.0.0.0\",\n  \"resources\": [",
    );
    for n in 0..6 {
        let comma = if n == 0 { "" } else { "," };
        let _ = write!(
            text,
            "{comma}\n    {{\n      \"type\": \"Microsoft.Storage/storageAccounts\",\n      \"apiVersion\": \"2023-01-01\",\n      \"name\": \"charts{i}x{n}\",\n      \"location\": \"[resourceGroup().location]\",\n      \"properties\": {{ \"supportsHttpsTrafficOnly\": true, \"minimumTlsVersion\": \"TLS1_2\" }}\n    }}"
        );
    }
    text.push_str("\n  ]\n}\n");
    text
}

fn bicep(i: usize) -> String {
    let mut text = String::from("param location string = resourceGroup().location\n");
    for n in 0..6 {
        let _ = write!(
            text,
            "\nresource charts{n} 'Microsoft.Storage/storageAccounts@2023-01-01' = {{\n  name: 'charts{i}x{n}'\n  location: location\n  properties: {{\n    supportsHttpsTrafficOnly: true\n    minimumTlsVersion: 'TLS1_2'\n  }}\n}}\n"
        );
    }
    text
}

fn kubernetes(i: usize) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: intake-{i}\n  namespace: clinic\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: intake-{i}\n  template:\n    metadata:\n      labels:\n        app: intake-{i}\n    spec:\n      containers:\n        - name: web\n          image: registry.example/intake:{i}\n          env:\n            - name: DB_PASSWORD\n              valueFrom:\n                secretKeyRef:\n                  name: db\n                  key: password\n          resources:\n            limits:\n              cpu: 500m\n              memory: 256Mi\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: intake-{i}\n  namespace: clinic\nspec:\n  ports:\n    - port: 443\n  selector:\n    app: intake-{i}\n"
    )
}

fn dockerfile(i: usize) -> String {
    format!(
        "FROM registry.example/base:{i} AS build\nWORKDIR /src\nCOPY . .\nRUN make\n\nFROM registry.example/run:{i}\nCOPY --from=build /src/out /app\nUSER 1000\nENTRYPOINT [\"/app/main\"]\n"
    )
}

fn compose(i: usize) -> String {
    format!(
        "services:\n  web:\n    image: registry.example/web:{i}\n    ports:\n      - \"8443:8443\"\n    environment:\n      DB_PASSWORD: ${{DB_PASSWORD}}\n  db:\n    image: registry.example/db:{i}\n"
    )
}

fn program(i: usize) -> String {
    format!("# module {i}\ndef read(chart):\n    return chart.get('ward', {i})\n\n").repeat(30)
}

fn data_json(i: usize) -> String {
    let rows: Vec<String> =
        (0..40).map(|n| format!("  {{\"id\": {n}, \"ward\": \"w{i}\", \"kind\": \"bed\"}}")).collect();
    format!("[\n{}\n]\n", rows.join(",\n"))
}

fn data_yaml(i: usize) -> String {
    let mut text = String::new();
    for n in 0..60 {
        let _ = writeln!(text, "label_{n}: \"Ward {i}, bed {n}\"");
    }
    text
}
