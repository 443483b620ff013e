use super::*;

fn property(rest: &str, expression: &str) -> Node {
    let text = format!(
        "{rest}\nresource t 'Mercy.Test/things@2024-01-01' = {{\n  name: 'a'\n  properties: {{\n    x: {expression}\n  }}\n}}\n"
    );
    let code = scan(&[("t.bicep", &text)]);
    assert!(
        messages(&code, SourceKind::Bicep).is_empty(),
        "{expression}: {:?}",
        messages(&code, SourceKind::Bicep)
    );
    let native = find(&code, "Mercy.Test/things/a");
    native.body["properties"].as_object().unwrap()["x"].clone()
}

#[test]
fn expressions() {
    for (expression, expected) in [
        ("1 + 2 * 3 - 4 / 2", "5"),
        ("-3 % 2", "-1"),
        ("!true || 1 < 2 && 'a' != 'b'", "true"),
        ("'A' =~ 'a'", "true"),
        ("'A' !~ 'a'", "false"),
        ("null ?? 'b'", "\"b\""),
        ("true ? 'yes' : 'no'", "\"yes\""),
        ("true\n      ? 'yes'\n      : 'no'", "\"yes\""),
        ("'a${1 + 1}b${'c'}'", "\"a2bc\""),
        ("'it\\'s \\u{e9} \\${x}'", "\"it's é ${x}\""),
        ("'''\nraw ${x}'''", "\"raw ${x}\""),
        ("$'''a ${1}'''", "\"a 1\""),
        ("[\n 1\n 2, 3\n ...[4]\n]", "[1,2,3,4]"),
        ("{ a: 1, 'b-c': 2\n ...{ d: 3 } }", "{a:1,b-c:2,d:3}"),
        ("{ '${'k'}1': 1 }", "{k1:1}"),
        ("{ a: { b: [5] } }.a.b[0]", "5"),
        ("{ a: 1 }.?b", "null"),
        ("{ a: 1 }['a']", "1"),
        ("[for i in range(0, 3): i * 2]", "[0,2,4]"),
        ("[for (n, i) in ['a', 'b']: '${n}${i}']", "[\"a0\",\"b1\"]"),
        ("map([1, 2], x => x + 1)", "[2,3]"),
        ("reduce([1, 2], 0, (a, b) => a + b)", "3"),
        ("filter(['ab', 'c'], s => length(s) > 1)", "[\"ab\"]"),
        ("az.toLower('A')", "\"a\""),
        ("contains([\n  'a'\n], 'a') /* why */", "true"),
        ("resourceGroup().location", "?"),
        ("twice('x')", "\"xx\""),
        ("list[?9]", "null"),
        ("[1, 2, 3][^1]", "3"),
        ("nothing!", "null"),
    ] {
        let rest = "func twice(s string) string => '${s}${s}'\nvar list = [1]\nparam nothing string?\n";
        assert_eq!(shown(&property(rest, expression)), expected, "{expression}");
    }
}

#[test]
fn statements_are_read_and_types_passed_over() {
    let text = "metadata d = 'x'\ntargetScope = 'resourceGroup'\n\n@description('a\nb')\n@allowed([\n  'x'\n  'y'\n])\nparam kind 'x' | 'y' = 'x'\ntype size = {\n  a: string\n  @minLength(1)\n  b: int?\n}\ntype either =\n  | 'a'\n  | 'b'\nparam s size = { a: 'm', b: 1 }\n@secure()\nparam secret string\n#disable-next-line no-unused-vars\nvar unused = 1\nvar typed string = 'z'\n@export()\nfunc f(\n  a string\n) string => a\noutput o string = kind\n@batchSize(1)\nresource t 'Mercy.Test/things@2024-01-01' = [for i in [1]: if (i > 0) {\n  name: '${s.a}${i}${typed}'\n  properties: { p: secret }\n}]\n";
    // a text does not go over the line
    let text = text.replace("'a\nb'", "'a b'");
    let code = scan(&[("t.bicep", &text)]);
    assert_eq!(messages(&code, SourceKind::Bicep), Vec::<String>::new());
    assert_eq!(addresses(&code), ["Mercy.Test/things/m1z"]);
    assert!(code.natives[0].body["properties"].as_object().unwrap()["p"].sensitive);
}

#[test]
fn resources_nest_point_at_each_other_and_keep_their_lines() {
    let text = "param tls string = 'TLS1_0'\nresource sa 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 'records'\n  properties: {\n    minimumTlsVersion: tls\n    allowBlobPublicAccess: true\n  }\n  resource blob 'blobServices' = {\n    name: 'default'\n    properties: {\n      isVersioningEnabled: true\n    }\n    resource charts 'containers' = {\n      name: 'charts'\n    }\n  }\n}\nresource old 'Microsoft.KeyVault/vaults@2023-02-01' existing = {\n  name: 'vault'\n}\nresource d 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {\n  scope: sa\n  name: 'd'\n  properties: { storageAccountId: sa.id, logs: [] }\n}\nresource policy 'Microsoft.Storage/storageAccounts/managementPolicies@2023-01-01' = {\n  parent: sa\n  name: 'default'\n  properties: { policy: { rules: [ { name: 'a' } ] } }\n}\n";
    let code = scan(&[("main.bicep", text)]);
    assert_eq!(messages(&code, SourceKind::Bicep), Vec::<String>::new());
    let account = find(&code, "Microsoft.Storage/storageAccounts/records");
    assert_eq!(line(&code.files, at(account, "min_tls_version")), ("main.bicep".to_owned(), 1));
    assert_eq!(at(account, "min_tls_version").site.unwrap().line, 5);
    assert_eq!(line(&code.files, at(account, "allow_nested_items_to_be_public")).1, 6);
    assert_eq!(line(&code.files, at(account, "blob_properties.versioning_enabled")).1, 11);
    assert_eq!((account.span.line, account.span.end_line), (2, 17));
    let setting = find(&code, "Microsoft.Insights/diagnosticSettings/d");
    assert_eq!(
        &*at(setting, "target_resource_id").references()[0].address,
        "Microsoft.Storage/storageAccounts/records"
    );
    assert!(code.natives.iter().any(|n| &*n.native_type == "azurerm_storage_management_policy"));
    assert!(code.natives.iter().any(|n| &*n.native_type == "azurerm_storage_container"));
    assert!(!code.natives.iter().any(|n| &*n.native_type == "azurerm_key_vault"));
}

#[test]
fn modules_take_values_and_give_outputs() {
    let main = "module v 'modules/vault.bicep' = [for n in ['a', 'b']: {\n  name: 'deploy-${n}'\n  params: { name: n, purge: n == 'a' }\n}]\nresource t 'Mercy.Test/things@2024-01-01' = {\n  name: v[1].outputs.label\n}\nmodule far 'br/public:avm/x:1.0' = {\n  name: 'far'\n}\n";
    let vault = "param name string\nparam purge bool = true\nresource kv 'Microsoft.KeyVault/vaults@2023-02-01' = {\n  name: 'kv-${name}'\n  properties: { enablePurgeProtection: purge }\n}\noutput label string = kv.name\n";
    let code = scan(&[("main.bicep", main), ("modules/vault.bicep", vault)]);
    assert_eq!(
        addresses(&code),
        ["Microsoft.KeyVault/vaults/kv-a", "Microsoft.KeyVault/vaults/kv-b", "Mercy.Test/things/kv-b"]
    );
    let second = &code.natives[1];
    assert_eq!(&*second.root, "main.bicep");
    assert_eq!(shown(at(second, "purge_protection_enabled")), "false");
    assert_eq!(line(&code.files, at(second, "purge_protection_enabled")), ("main.bicep".to_owned(), 3));
    assert!(messages(&code, SourceKind::Bicep)[0].contains("registry"));
}

#[test]
fn parameter_files_imports_and_loaded_files() {
    let main = "import { suffix as end, join2 } from 'shared.bicep'\nimport * as shared from 'shared.bicep'\nparam env string\nvar c = loadJsonContent('c.json')\nresource t 'Mercy.Test/things@2024-01-01' = {\n  name: '${env}-${end}-${join2('a', 'b')}-${shared.join2('c', 'd')}-${c.k}'\n}\n";
    let shared =
        "@export()\nvar suffix = 'sfx'\n@export()\nfunc join2(a string, b string) string => '${a}${b}'\n";
    let parameters = "using './main.bicep'\nvar base = 'pro'\nparam env = '${base}d'\n";
    let code = scan(&[
        ("main.bicep", main),
        ("shared.bicep", shared),
        ("main.bicepparam", parameters),
        ("c.json", "{\"k\": \"v\"}"),
    ]);
    assert_eq!(messages(&code, SourceKind::Bicep), Vec::<String>::new());
    assert_eq!(addresses(&code), ["Mercy.Test/things/prod-sfx-ab-cd-v"]);
}
