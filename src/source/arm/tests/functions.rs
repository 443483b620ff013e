use super::*;

fn all(cases: &[(&str, &str)]) {
    for (expression, expected) in cases {
        assert_eq!(shown(&value(&format!("[{expression}]"))), *expected, "{expression}");
    }
}

#[test]
fn texts() {
    all(&[
        ("concat('a', 1, true())", "\"a1True\""),
        ("concat(createArray(1), createArray('b'))", "[1,\"b\"]"),
        ("format('{0}-{1:D3} {{x}}', 'a', 7)", "\"a-007 {x}\""),
        ("toLower('ABC')", "\"abc\""),
        ("toUpper('abc')", "\"ABC\""),
        ("trim('  a ')", "\"a\""),
        ("startsWith('Mercy', 'me')", "true"),
        ("endsWith('Mercy', 'CY')", "true"),
        ("indexOf('hospital', 'S')", "2"),
        ("lastIndexOf('aXa', 'A')", "2"),
        ("indexOf('abc', 'z')", "-1"),
        ("replace('a-b-c', '-', '')", "\"abc\""),
        ("substring('hospital', 2, 3)", "\"spi\""),
        ("padLeft(5, 3, '0')", "\"005\""),
        ("split('a,b;c', createArray(',', ';'))", "[\"a\",\"b\",\"c\"]"),
        ("join(createArray('a', 'b'), '/')", "\"a/b\""),
        ("string(createObject('a', 1))", "\"{\\\"a\\\":1}\""),
        ("base64('clinic')", "\"Y2xpbmlj\""),
        ("base64ToString('Y2xpbmlj')", "\"clinic\""),
        ("base64ToJson(base64('{\"a\": 1}'))", "{a:1}"),
        ("json('[1, {\"a\": null}]')", "[1,{a:null}]"),
        ("uri('https://x.example/a/main.json', 'nested/b.json')", "\"https://x.example/a/nested/b.json\""),
        ("uriComponent('a b/ü')", "\"a%20b%2F%C3%BC\""),
        ("uriComponentToString('a%20b')", "\"a b\""),
        ("dataUri('hi')", "\"data:text/plain;charset=utf8;base64,aGk=\""),
        ("dataUriToString(dataUri('hi'))", "\"hi\""),
    ]);
}

#[test]
fn collections() {
    all(&[
        ("createArray(1, 'a')", "[1,\"a\"]"),
        ("createObject('a', 1, 'b', null())", "{a:1,b:null}"),
        ("array('a')", "[\"a\"]"),
        ("empty('')", "true"),
        ("empty(createArray(1))", "false"),
        ("length('four')", "4"),
        ("length(createArray(1, 2))", "2"),
        ("contains(createArray('a', 'b'), 'b')", "true"),
        ("contains('abc', 'bc')", "true"),
        ("contains(createObject('A', 1), 'a')", "true"),
        ("first('abc')", "\"a\""),
        ("last(createArray(1, 2))", "2"),
        ("skip(createArray(1, 2, 3), 1)", "[2,3]"),
        ("take('abc', 2)", "\"ab\""),
        ("range(3, 3)", "[3,4,5]"),
        ("min(createArray(4, 2))", "2"),
        ("max(1, 5)", "5"),
        ("union(createArray(1, 2), createArray(2, 3))", "[1,2,3]"),
        (
            "union(createObject('a', createObject('b', 1)), createObject('a', createObject('c', 2)))",
            "{a:{b:1,c:2}}",
        ),
        ("intersection(createArray(1, 2), createArray(2, 3))", "[2]"),
        ("intersection(createObject('a', 1, 'b', 2), createObject('a', 1, 'b', 3))", "{a:1}"),
        ("flatten(createArray(createArray(1), createArray(2)))", "[1,2]"),
        ("items(createObject('b', 2, 'a', 1))", "[{key:\"a\",value:1},{key:\"b\",value:2}]"),
        ("objectKeys(createObject('b', 2, 'a', 1))", "[\"a\",\"b\"]"),
        ("tryGet(createObject('a', 1), 'z')", "null"),
        ("indexFromEnd(createArray(1, 2, 3), 1)", "3"),
        ("shallowMerge(createArray(createObject('a', 1), createObject('b', 2)))", "{a:1,b:2}"),
        ("createObject('a', 1).a", "1"),
        ("createArray(7, 8)[1]", "8"),
        ("createObject('a', 1).?b", "null"),
    ]);
}

#[test]
fn logic_and_numbers() {
    all(&[
        ("if(equals(1, 1), 'yes', 'no')", "\"yes\""),
        ("not(false())", "true"),
        ("and(true(), false())", "false"),
        ("or(false(), true())", "true"),
        ("coalesce(null(), 'b')", "\"b\""),
        ("equals('a', 'A')", "false"),
        ("less(1, 2)", "true"),
        ("greaterOrEquals('b', 'a')", "true"),
        ("add(1, 2)", "3"),
        ("sub(1, 2)", "-1"),
        ("mul(2, 3)", "6"),
        ("div(7, 2)", "3"),
        ("mod(7, 2)", "1"),
        ("int('12')", "12"),
        ("bool('True')", "true"),
        ("div(1, 0)", "?"),
        ("cidrSubnet('10.0.0.0/16', 24, 2)", "\"10.0.2.0/24\""),
        ("cidrHost('10.0.0.0/24', 3)", "\"10.0.0.4\""),
        ("parseCidr('10.0.0.0/30').lastUsable", "\"10.0.0.2\""),
        ("cidrSubnet('10.0.0.0/24', 16, 0)", "?"),
        ("dateTimeAdd('2026-01-31T00:00:00Z', 'P1D')", "\"2026-02-01T00:00:00Z\""),
        ("dateTimeToEpoch('1970-01-01T00:01:00Z')", "60"),
        ("dateTimeFromEpoch(60)", "\"1970-01-01T00:01:00Z\""),
    ]);
}

#[test]
fn functions_of_functions() {
    all(&[
        ("map(createArray(1, 2), lambda('x', add(lambdaVariables('x'), 1)))", "[2,3]"),
        ("filter(createArray(1, 2, 3), lambda('x', greater(lambdaVariables('x'), 1)))", "[2,3]"),
        (
            "reduce(createArray(1, 2, 3), 0, lambda('a', 'b', add(lambdaVariables('a'), lambdaVariables('b'))))",
            "6",
        ),
        (
            "sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))",
            "[1,2,3]",
        ),
        ("toObject(createArray('a', 'b'), lambda('x', lambdaVariables('x')), lambda('x', 1))", "{a:1,b:1}"),
        (
            "groupBy(createArray('ab', 'ac', 'b'), lambda('x', first(lambdaVariables('x'))))",
            "{a:[\"ab\",\"ac\"],b:[\"b\"]}",
        ),
        ("mapValues(createObject('a', 1), lambda('v', add(lambdaVariables('v'), 1)))", "{a:2}"),
        ("filter(createArray(utcNow()), lambda('x', equals(lambdaVariables('x'), 'a')))", "?"),
    ]);
}

#[test]
fn what_is_settled_later_stays_unknown_with_its_reason() {
    for expression in [
        "uniqueString('a')",
        "newGuid()",
        "utcNow()",
        "resourceGroup().location",
        "subscription().id",
        "reference('x').y",
    ] {
        let node = value(&format!("[{expression}]"));
        assert!(node.as_unknown().is_some(), "{expression}");
    }
    // a part that is not known does not hide the others
    let name = value("[concat('st', uniqueString(resourceGroup().id))]");
    let crate::native::Shape::Template(parts) = &name.as_unknown().unwrap().shape else { panic!() };
    assert_eq!(parts.len(), 2);
    assert!(value("[listKeys('x', '2023-01-01').keys[0].value]").sensitive);
    // three-valued
    all(&[
        ("and(false(), equals(utcNow(), 'a'))", "false"),
        ("or(true(), equals(utcNow(), 'a'))", "true"),
        ("and(true(), equals(utcNow(), 'a'))", "?"),
        ("if(equals(utcNow(), 'a'), 1, 1)", "1"),
        ("if(equals(utcNow(), 'a'), 1, 2)", "?"),
        ("length(createArray(utcNow(), 1))", "2"),
        ("contains(createArray('a', utcNow()), 'a')", "true"),
        ("contains(createArray('a', utcNow()), 'b')", "?"),
        ("string(createObject('a', utcNow()))", "?"),
    ]);
}

#[test]
fn a_templates_own_functions_see_their_parameters_only() {
    let functions = "\"functions\": [{\"namespace\": \"mercy\", \"members\": {\"tag\": {\"parameters\": [{\"name\": \"x\", \"type\": \"string\"}], \"output\": {\"type\": \"string\", \"value\": \"[concat('m-', parameters('x'))]\"}}}}],";
    assert_eq!(shown(&value_in(functions, "[mercy.tag('a')]")), "\"m-a\"");
}

#[test]
fn parameters_variables_and_copies_of_values() {
    let rest = "\"parameters\": {\"n\": {\"type\": \"int\", \"defaultValue\": 2}, \"o\": {\"type\": \"string\"}}, \"variables\": {\"a\": \"[add(parameters('n'), 1)]\", \"copy\": [{\"name\": \"list\", \"count\": \"[parameters('n')]\", \"input\": \"[concat('x', copyIndex('list'))]\"}], \"loop\": \"[variables('loop')]\"},";
    assert_eq!(shown(&value_in(rest, "[variables('a')]")), "3");
    assert_eq!(shown(&value_in(rest, "[variables('list')]")), "[\"x0\",\"x1\"]");
    assert_eq!(value_in(rest, "[parameters('o')]").as_unknown().unwrap().why.id(), "unresolved_variable");
    assert_eq!(value_in(rest, "[variables('loop')]").as_unknown().unwrap().why.id(), "invalid_expression");
    assert_eq!(shown(&value_in(rest, "[Parameters('N')]")), "2");
}

#[test]
fn ids_name_the_resource_they_are_of() {
    let id = value("[resourceId('Microsoft.Sql/servers/databases', 'one', 'two')]");
    assert!(id.as_text().unwrap().ends_with("/providers/Microsoft.Sql/servers/one/databases/two"));
    assert_eq!(&*id.references()[0].address, "Microsoft.Sql/servers/one/databases/two");
    let role = value("[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b24988ac')]");
    assert!(role.as_text().unwrap().ends_with("roleDefinitions/b24988ac"));
    let vague = value("[resourceId('Microsoft.Sql/servers', uniqueString('x'))]");
    assert_eq!(vague.as_unknown().unwrap().why.id(), "known_after_apply");
    assert_eq!(&*vague.references()[0].address, "Microsoft.Sql/servers/[uniqueString(x)]");
}
