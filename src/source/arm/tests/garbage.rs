use super::*;

#[test]
fn broken_files_are_told_with_their_line_and_the_others_read() {
    let good = template("\"resources\": [{\"type\": \"Mercy.Test/things\", \"name\": \"a\"}]");
    let broken = template("\"resources\": [{\"type\": \"x\" \"name\": 1}]");
    let bicep = "param a string\nresource x 'Mercy.Test/things@1' = {\n  name: ]\n}\nresource y 'Mercy.Test/things@1' = {\n  name: 'y'\n}\n";
    let code = scan(&[("good.json", &good), ("broken.json", &broken), ("b.bicep", bicep)]);
    assert_eq!(addresses(&code), ["Mercy.Test/things/a", "Mercy.Test/things/y"]);
    assert!(
        messages(&code, SourceKind::Arm)[0].starts_with("broken.json:3 "),
        "{:?}",
        messages(&code, SourceKind::Arm)
    );
    assert!(messages(&code, SourceKind::Bicep)[0].starts_with("b.bicep:3 expected a value"));
}

#[test]
fn what_needs_itself_ends() {
    let thing = |rest: &str| format!("resource x 'Mercy.Test/things@1' = {{\n  name: 'x'\n{rest}}}\n");
    let parents = "resource y 'Mercy.Test/things@1' = {\n  parent: x\n  name: 'y'\n}\n";
    for (text, told) in [
        (format!("var a = b\nvar b = a\n{}", thing("  p: a\n")), "is defined by itself"),
        (format!("{}{parents}", thing("  parent: y\n")), ""),
        (format!("module m 'self.bicep' = {{\n  name: 'm'\n}}\n{}", thing("")), "bound deployments"),
    ] {
        let code = scan(&[("self.bicep", &text)]);
        let all = messages(&code, SourceKind::Bicep);
        assert!(told.is_empty() || all.iter().any(|m| m.contains(told)), "{all:?}");
        assert!(!code.natives.is_empty());
    }
}

#[test]
fn huge_and_deep_templates_are_bounded() {
    let huge = template(
        "\"resources\": [{\"type\": \"Mercy.Test/things\", \"name\": \"[concat('a', copyIndex())]\", \"copy\": {\"name\": \"c\", \"count\": 1000000000}}]",
    );
    let code = scan(&[("t.json", &huge)]);
    assert_eq!(code.natives.len(), 1);
    assert!(code.natives[0].existence.is_some());
    assert!(messages(&code, SourceKind::Arm)[0].contains("bound elements"));
    // loops within loops
    let range = "range(0, 5000)";
    let text = format!(
        "var a = [for i in {range}: [for j in {range}: [for k in {range}: k]]]\nresource x 'Mercy.Test/things@1' = {{\n  name: 'x'\n  p: a\n}}\n"
    );
    let code = scan(&[("t.bicep", &text)]);
    assert!(messages(&code, SourceKind::Bicep)[0].contains("bound steps"));
    for deep in [
        format!("var a = {}1{}\n", "[".repeat(10_000), "]".repeat(10_000)),
        format!("var a = {}1{}\n", "(".repeat(10_000), ")".repeat(10_000)),
        format!("var a = {}1\n", "!".repeat(100_000)),
        format!("var a = 1{}\n", " + 1".repeat(100_000)),
        format!("var a = x{}\n", ".b".repeat(100_000)),
    ] {
        let used = format!("{deep}resource x 'Mercy.Test/things@1' = {{\n  name: 'x'\n  p: a\n}}\n");
        let code = scan(&[("t.bicep", &used)]);
        assert!(!messages(&code, SourceKind::Bicep).is_empty());
    }
    let chain: Vec<String> = (1..20_000).map(|i| format!("var v{i} = v{}", i - 1)).collect();
    let chain = chain.join("\n");
    let text =
        format!("var v0 = 1\n{chain}\nresource x 'Mercy.Test/things@1' = {{\n  name: 'x'\n  p: v19999\n}}\n");
    let code = scan(&[("t.bicep", &text)]);
    assert!(messages(&code, SourceKind::Bicep)[0].contains("bound depth"));
    let deep = template(&format!("\"resources\": {}{}", "[".repeat(10_000), "]".repeat(10_000)));
    assert!(messages(&scan(&[("t.json", &deep)]), SourceKind::Arm)[0].contains("nesting_depth"));
}

proptest::proptest! {
    #[test]
    fn arbitrary_bicep_never_panics(text in "(param |var |resource |module |for |if |[a-c]|'|\\$\\{|\\}|\\{|\\[|\\]|\\(|\\)|=|:|\\?|\n|@|[.!&|+-]| ){0,60}") {
        let _ = scan(&[("t.bicep", &text)]);
    }

    #[test]
    fn arbitrary_templates_never_panic(text in "[\\[\\](){}:,\"'a-e0-9. ]{0,60}") {
        let _ = scan(&[("t.json", &template(&format!("\"resources\": [{{\"type\": \"A.B/c\", \"name\": {}}}]", serde_json::Value::String(text))))]);
    }

    /// Every member of a resource stands on the line that it says, however the template is laid out.
    #[test]
    fn members_stand_on_their_lines(gaps in proptest::collection::vec(0usize..4, 6)) {
        let gap = |i: usize| "\n".repeat(gaps[i] + 1);
        let text = format!("// one{}resource x 'Mercy.Test/things@1' = {{{}  name: 'x'{}  a: 1{}  b: [{}    2{}  ]\n}}\n", gap(0), gap(1), gap(2), gap(3), gap(4), gap(5));
        let code = scan(&[("t.bicep", &text)]);
        let native = find(&code, "Mercy.Test/things/x");
        let line_of = |needle: &str| u32::try_from(text.lines().position(|l| l.trim_start().starts_with(needle)).unwrap() + 1).unwrap();
        proptest::prop_assert_eq!(native.body["a"].site.unwrap().line, line_of("a:"));
        proptest::prop_assert_eq!(native.body["b"].items().unwrap()[0].origin.unwrap().line, line_of("2"));
        proptest::prop_assert_eq!(native.span.line, line_of("resource"));
    }
}
