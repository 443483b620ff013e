use super::*;
use crate::resource::Key;

const ACCOUNT: &str = "\"type\": \"Microsoft.Storage/storageAccounts\", \"apiVersion\": \"2023-01-01\"";

#[test]
fn places_are_those_of_the_lines_to_edit() {
    let text = template(&format!(
        "\"parameters\": {{\n \"tls\": {{\n  \"type\": \"string\",\n  \"defaultValue\": \"TLS1_0\"\n }}\n}},\n\"resources\": [{{\n {ACCOUNT},\n \"name\": \"records\",\n \"properties\": {{\n  \"minimumTlsVersion\": \"[parameters('tls')]\",\n  \"supportsHttpsTrafficOnly\": false\n }}\n}}]"
    ));
    let code = scan(&[("a/main.json", &text)]);
    let account = find(&code, "Microsoft.Storage/storageAccounts/records");
    assert_eq!(&*account.native_type, "azurerm_storage_account");
    assert_eq!(&*account.root, "a/main.json");
    let tls = at(account, "min_tls_version");
    assert_eq!(line(&code.files, tls), ("a/main.json".to_owned(), 6));
    assert_eq!(tls.site.unwrap().line, 13);
    assert_eq!(at(account, "https_traffic_only_enabled").site.unwrap().line, 14);
    // a parameter file gives the value and is where it is edited
    let parameters = "{\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#\",\n\"parameters\": {\"tls\": {\n\"value\": \"TLS1_2\"}}}";
    let code = scan(&[("a/main.json", &text), ("a/main.parameters.json", parameters)]);
    let account = find(&code, "Microsoft.Storage/storageAccounts/records");
    assert_eq!(shown(at(account, "min_tls_version")), "\"TLS1_2\"");
    assert_eq!(line(&code.files, at(account, "min_tls_version")), ("a/main.parameters.json".to_owned(), 3));
}

#[test]
fn loops_conditions_and_children() {
    let text = template(&format!(
        "\"resources\": [{{{ACCOUNT}, \"name\": \"[concat('st', copyIndex(1))]\", \"copy\": {{\"name\": \"c\", \"count\": 2}}, \"properties\": {{}}, \"resources\": [{{\"type\": \"blobServices\", \"name\": \"default\", \"properties\": {{\"isVersioningEnabled\": true}}}}]}}, {{{ACCOUNT}, \"condition\": false, \"name\": \"never\"}}, {{{ACCOUNT}, \"condition\": \"[equals(utcNow(), 'a')]\", \"name\": \"perhaps\", \"properties\": {{}}}}, {{\"type\": \"Microsoft.Storage/storageAccounts/blobServices/containers\", \"name\": \"st2/default/charts\", \"properties\": {{\"publicAccess\": \"Blob\"}}}}]"
    ));
    let code = scan(&[("t.json", &text)]);
    assert_eq!(
        addresses(&code),
        [
            "Microsoft.Storage/storageAccounts/st1",
            "Microsoft.Storage/storageAccounts/st2",
            "Microsoft.Storage/storageAccounts/perhaps",
            "Microsoft.Storage/storageAccounts/st2/blobServices/default/containers/charts"
        ]
    );
    let one = find(&code, "Microsoft.Storage/storageAccounts/st1");
    assert_eq!(shown(at(one, "blob_properties.versioning_enabled")), "true");
    assert!(find(&code, "Microsoft.Storage/storageAccounts/perhaps").existence.is_some());
    let container =
        find(&code, "Microsoft.Storage/storageAccounts/st2/blobServices/default/containers/charts");
    assert_eq!(shown(at(container, "container_access_type")), "\"blob\"");
    let refs = at(container, "storage_account_id").references();
    assert!(refs.iter().any(|r| &*r.address == "Microsoft.Storage/storageAccounts/st2"));
}

#[test]
fn a_child_that_may_not_be_there_leaves_its_parent_unknown() {
    let text = template(&format!(
        "\"resources\": [{{{ACCOUNT}, \"name\": \"a\", \"properties\": {{}}}}, {{\"type\": \"Microsoft.Storage/storageAccounts/blobServices\", \"condition\": \"[equals(utcNow(), 'a')]\", \"name\": \"a/default\", \"properties\": {{\"isVersioningEnabled\": true}}}}]"
    ));
    let code = scan(&[("t.json", &text)]);
    assert_eq!(shown(at(&code.natives[0], "blob_properties")), "?");
}

#[test]
fn symbolic_names_and_existing_resources() {
    let text = template(&format!(
        "\"languageVersion\": \"2.0\", \"resources\": {{\"a\": {{{ACCOUNT}, \"name\": \"one\", \"properties\": {{}}}}, \"b\": {{{ACCOUNT}, \"existing\": true, \"name\": \"old\"}}, \"c\": {{\"type\": \"Mercy.Test/things\", \"name\": \"t\", \"properties\": {{\"x\": \"[reference('a').primaryEndpoints.blob]\"}}}}}}"
    ));
    let code = scan(&[("t.json", &text)]);
    assert_eq!(addresses(&code), ["Microsoft.Storage/storageAccounts/one", "Mercy.Test/things/t"]);
    let x = &code.natives[1].body["properties"].as_object().unwrap()["x"];
    assert_eq!(&*x.references()[0].address, "Microsoft.Storage/storageAccounts/one");
}

fn deployment(scope: &str, inner: &str) -> String {
    format!(
        "{{\"type\": \"Microsoft.Resources/deployments\", \"name\": \"d\", \"properties\": {{\"mode\": \"Incremental\", {scope} \"parameters\": {{\"n\": {{\"value\": \"inner\"}}}}, {inner}}}}}"
    )
}

#[test]
fn nested_templates_see_what_their_scope_says() {
    let outer = "\"parameters\": {\"n\": {\"type\": \"string\", \"defaultValue\": \"outer\"}},";
    let inner = format!(
        "\"template\": {{\"parameters\": {{\"n\": {{\"type\": \"string\"}}}}, \"resources\": [{{{ACCOUNT}, \"name\": \"[parameters('n')]\", \"properties\": {{}}}}], \"outputs\": {{\"o\": {{\"type\": \"string\", \"value\": \"[concat('out-', parameters('n'))]\"}}}}}}"
    );
    let own = "\"expressionEvaluationOptions\": {\"scope\": \"inner\"},";
    for (scope, name) in [("", "outer"), (own, "inner")] {
        let text = template(&format!("{outer}\"resources\": [{}]", deployment(scope, &inner)));
        let code = scan(&[("t.json", &text)]);
        assert_eq!(addresses(&code), [format!("Microsoft.Storage/storageAccounts/{name}")]);
    }
    let reader = "{\"type\": \"Mercy.Test/things\", \"name\": \"t\", \"properties\": {\"x\": \"[reference('d').outputs.o.value]\"}}";
    let text = template(&format!("{outer}\"resources\": [{}, {reader}]", deployment(own, &inner)));
    let code = scan(&[("t.json", &text)]);
    let x = &find(&code, "Mercy.Test/things/t").body["properties"].as_object().unwrap()["x"];
    assert_eq!(shown(x), "\"out-inner\"");
}

#[test]
fn linked_templates_are_measured_where_they_are_deployed() {
    let nested = template(&format!(
        "\"parameters\": {{\"n\": {{\"type\": \"string\"}}}}, \"resources\": [{{{ACCOUNT}, \"name\": \"[parameters('n')]\", \"properties\": {{}}}}]"
    ));
    for link in [
        "\"relativePath\": \"nested/storage.json\"",
        "\"uri\": \"[uri(deployment().properties.templateLink.uri, 'nested/storage.json')]\"",
        "\"uri\": \"[concat(parameters('base'), '/nested/storage.json', '?token')]\"",
        "\"uri\": \"https://raw.example/quick/a/nested/storage.json\"",
    ] {
        let text = template(&format!(
            "\"parameters\": {{\"base\": {{\"type\": \"string\"}}}}, \"resources\": [{}]",
            deployment("", &format!("\"templateLink\": {{{link}}}"))
        ));
        let code = scan(&[("a/main.json", &text), ("a/nested/storage.json", &nested)]);
        if link.starts_with("\"uri\": \"[uri(") {
            // nothing tells the end of the path
            assert!(addresses(&code).len() <= 1, "{link}");
            continue;
        }
        assert_eq!(addresses(&code), ["Microsoft.Storage/storageAccounts/inner"], "{link}");
        assert_eq!(code.natives[0].calls.len(), 1);
    }
    let missing = template(&format!(
        "\"resources\": [{}]",
        deployment("", "\"templateLink\": {\"relativePath\": \"no.json\"}")
    ));
    let code = scan(&[("main.json", &missing)]);
    assert!(
        messages(&code, SourceKind::Arm)[0].contains("no.json is not here"),
        "{:?}",
        messages(&code, SourceKind::Arm)
    );
}

#[test]
fn extensions_name_what_they_extend() {
    let text = template(
        "\"resources\": [{\"type\": \"Microsoft.KeyVault/vaults\", \"name\": \"v\", \"properties\": {}}, {\"type\": \"Microsoft.KeyVault/vaults/providers/diagnosticSettings\", \"name\": \"v/Microsoft.Insights/d\", \"properties\": {\"workspaceId\": \"w\", \"logs\": [{\"category\": \"AuditEvent\", \"enabled\": true}]}}]",
    );
    let code = scan(&[("t.json", &text)]);
    let setting =
        code.natives.iter().find(|n| &*n.native_type == "azurerm_monitor_diagnostic_setting").unwrap();
    assert_eq!(&*at(setting, "target_resource_id").references()[0].address, "Microsoft.KeyVault/vaults/v");
}

#[test]
fn parts_belong_to_the_resource_they_are_declared_below_and_stand_alone_without_one() {
    let text = "resource a 'Microsoft.Sql/servers@2021-11-01' = {
  name: 'mercy'
  resource audit 'auditingSettings' = {
    name: 'default'
    properties: { state: 'Enabled', retentionDays: 365 }
  }
}
resource b 'Microsoft.Sql/servers@2021-11-01' = {
  name: 'mercy'
}
resource other 'Microsoft.Sql/servers@2021-11-01' existing = {
  name: 'elsewhere'
}
resource alone 'Microsoft.Sql/servers/auditingSettings@2021-11-01' = {
  parent: other
  name: 'default'
  properties: { state: 'Disabled' }
}
";
    let code = scan(&[("main.bicep", text)]);
    let audited: Vec<bool> = code
        .natives
        .iter()
        .map(|n| n.body.get("extended_auditing_policy").is_some_and(|p| !p.is_null()))
        .collect();
    assert_eq!(audited, [true, false, false], "{:?}", addresses(&code));
    let alone = &code.natives[2];
    assert_eq!(alone.vendor_type.as_deref(), Some("Microsoft.Sql/servers/auditingSettings"));
    assert_eq!(alone.silence, crate::native::Silence::Elsewhere);
    assert_eq!((alone.span.line, alone.span.end_line), (14, 18));

    let estate = crate::dialect::translate(&code.natives, crate::resource::Side::Declared).estate;
    let settings: Vec<_> = estate.resources().last().unwrap().settings().map(|(key, _)| key).collect();
    assert_eq!(settings, [Key::AuditLogging, Key::LogRetentionDays]);
}
