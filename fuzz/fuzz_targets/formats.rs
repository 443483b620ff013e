//! Any bytes as a file of each format: discovery by name and by content, every reader, dialects, secrets and checks.
//! The first byte chooses the name, and with it, mostly, the format; the next a head that tells it by content.
#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use steth::scan::{Request, scan};
use steth::source::Tree;

const NAMES: &[&str] = &[
    "a.yaml", "a.json", "a.template", "a.bicep", "a.bicepparam", "Dockerfile", "compose.yaml", "kustomization.yaml",
    "chart/values.yaml", "a.tfstate", "nameless", "b.env",
];

/// Beginnings that lead to a reader of each format.
const HEADS: &[&str] = &[
    "",
    "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n",
    "{\"AWSTemplateFormatVersion\": \"2010-09-09\", \"Resources\": {\"A\": {\"Type\": \"AWS::S3::Bucket\", \"Properties\": ",
    "{\"$schema\": \"x/deploymentTemplate.json#\", \"contentVersion\": \"1\", \"resources\": [",
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n",
    "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ndata:\n",
    "services:\n  web:\n    image: a\n",
    "{\"format_version\": \"1.2\", \"planned_values\": {\"root_module\": ",
    "FROM a\n",
    "resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = ",
];

fuzz_target!(|bytes: &[u8]| {
    let [name, head, rest @ ..] = bytes else { return };
    let name = NAMES[*name as usize % NAMES.len()];
    let head = HEADS[*head as usize % HEADS.len()];
    let text = [head.as_bytes(), rest].concat();
    let tree = Tree::memory([(name, text), ("chart/Chart.yaml", b"apiVersion: v2\nname: a\nversion: 1.0.0\n".to_vec())]);
    scan(&tree, &Request::default(), Timestamp::UNIX_EPOCH, &mut |_| {});
});
