//! The functions, each against what Terraform documents.

use super::{estate, one, value_of};

fn check(cases: &[(&str, &str)]) {
    for (expression, value) in cases {
        assert_eq!(value_of(expression), *value, "{expression}");
    }
}

#[test]
fn collections() {
    check(&[
        ("length([1, 2])", "2"),
        ("length(\"héllo\")", "5"),
        ("length({ a = 1 })", "1"),
        ("merge({ a = 1, b = 2 }, null, { b = 3 })", "{a = 1, b = 3}"),
        ("merge([{ a = 1 }, { b = 2 }]...)", "{a = 1, b = 2}"),
        ("concat([1], [2, 3])", "[1, 2, 3]"),
        ("flatten([[1, [2]], [], 3])", "[1, 2, 3]"),
        ("lookup({ a = 1 }, \"b\", 2)", "2"),
        ("element([1, 2, 3], 4)", "2"),
        ("element([1, 2, 3], -1)", "3"),
        ("keys({ b = 1, a = 2 })", "[\"a\", \"b\"]"),
        ("values({ b = 1, a = 2 })", "[2, 1]"),
        ("zipmap([\"a\", \"b\"], [1, 2])", "{a = 1, b = 2}"),
        ("reverse([1, 2])", "[2, 1]"),
        ("slice([1, 2, 3], 1, 3)", "[2, 3]"),
        ("contains([\"a\"], \"a\")", "true"),
        ("index([\"a\", \"b\"], \"b\")", "1"),
        ("compact([\"a\", \"\", null])", "[\"a\"]"),
        ("distinct([\"a\", \"b\", \"a\"])", "[\"a\", \"b\"]"),
        ("coalesce(null, \"\", \"x\")", "\"x\""),
        ("coalescelist([], [1])", "[1]"),
        ("one([])", "null"),
        ("one([5])", "5"),
        ("chunklist([1, 2, 3], 2)", "[[1, 2], [3]]"),
        ("matchkeys([1, 2], [\"a\", \"b\"], [\"b\"])", "[2]"),
        ("setproduct([\"a\", \"b\"], [1, 2])", "[[\"a\", 1], [\"a\", 2], [\"b\", 1], [\"b\", 2]]"),
        ("setintersection([\"a\", \"b\"], [\"b\"])", "{\"b\"}"),
        ("setunion([\"b\"], [\"a\", \"b\"])", "{\"a\", \"b\"}"),
        ("setsubtract([\"a\", \"b\"], [\"b\"])", "{\"a\"}"),
        ("range(3)", "[0, 1, 2]"),
        ("range(1, 8, 3)", "[1, 4, 7]"),
        ("range(3, 0)", "[3, 2, 1]"),
        ("sum([1, 2.5])", "3.5"),
        ("sort([\"b\", \"a\"])", "[\"a\", \"b\"]"),
        ("transpose({ a = [\"x\", \"y\"], b = [\"x\"] })", "{x = [\"a\", \"b\"], y = [\"a\"]}"),
        ("alltrue([true, true])", "true"),
        ("alltrue([])", "true"),
        ("anytrue([false, true])", "true"),
        ("anytrue([])", "false"),
        ("toset([\"b\", \"a\", \"b\"])", "{\"a\", \"b\"}"),
        ("toset([\"a\", 1, true])", "{\"1\", \"a\", \"true\"}"),
        ("tolist(toset([3, 1]))", "[1, 3]"),
        ("tostring(1.50)", "\"1.5\""),
        ("tonumber(\"12\")", "12"),
        ("tobool(\"true\")", "true"),
        ("tomap({ a = 1 })", "{a = 1}"),
        ("try({}.a, tonumber(\"x\"), \"last\")", "\"last\""),
        ("can({}.a)", "false"),
        ("can(1 + 1)", "true"),
    ]);
}

#[test]
fn text() {
    check(&[
        ("upper(\"aé\")", "\"AÉ\""),
        ("title(\"hello world\")", "\"Hello World\""),
        ("trim(\"?!x?\", \"!?\")", "\"x\""),
        ("trimprefix(\"helloworld\", \"hello\")", "\"world\""),
        ("trimsuffix(\"a.tf\", \".tf\")", "\"a\""),
        ("trimspace(\"  a\\n\")", "\"a\""),
        ("chomp(\"a\\r\\n\\n\")", "\"a\""),
        ("indent(2, \"a\\nb\")", "\"a\\n  b\""),
        ("replace(\"1 + 2\", \"+\", \"-\")", "\"1 - 2\""),
        ("replace(\"hello world\", \"/w.*d/\", \"x\")", "\"hello x\""),
        ("replace(\"ab\", \"/(a)(b)/\", \"$2$1\")", "\"ba\""),
        ("split(\",\", \"a,b\")", "[\"a\", \"b\"]"),
        ("split(\",\", \"\")", "[\"\"]"),
        ("join(\", \", [\"a\", 1])", "\"a, 1\""),
        ("substr(\"hello\", 1, 3)", "\"ell\""),
        ("substr(\"hello\", -2, -1)", "\"lo\""),
        ("strrev(\"abc\")", "\"cba\""),
        ("startswith(\"abc\", \"ab\")", "true"),
        ("endswith(\"abc\", \"bc\")", "true"),
        ("strcontains(\"abc\", \"d\")", "false"),
        ("regex(\"[a-z]+\", \"53abc\")", "\"abc\""),
        ("regex(\"(\\\\d+)-(\\\\d+)\", \"1-2\")", "[\"1\", \"2\"]"),
        ("regex(\"(?P<y>\\\\d+)-(?P<m>\\\\d+)\", \"2019-02\")", "{y = \"2019\", m = \"02\"}"),
        ("regexall(\"[a-z]\", \"1a2b\")", "[\"a\", \"b\"]"),
        ("can(regex(\"x\", \"y\"))", "false"),
        (
            "format(\"%s-%03d-%5.1f-%t-%q-%%-%x\", \"a\", 7, 1.25, true, \"q\", 255)",
            "\"a-007-  1.2-true-\\\"q\\\"-%-ff\"",
        ),
        (
            "format(\"%-4s|%4s|%+d|%v|%#v\", \"a\", \"b\", 1, [1, \"x\"], \"s\")",
            "\"a   |   b|+1|[1,\\\"x\\\"]|\\\"s\\\"\"",
        ),
        ("format(\"%[2]s %[1]s\", \"a\", \"b\")", "\"b a\""),
        ("formatlist(\"%s-%s\", \"x\", [\"a\", \"b\"])", "[\"x-a\", \"x-b\"]"),
        ("basename(\"a/b.txt\")", "\"b.txt\""),
        ("dirname(\"a/b.txt\")", "\"a\""),
    ]);
}

#[test]
fn numbers_and_networks() {
    check(&[
        ("abs(-1.5)", "1.5"),
        ("ceil(1.1)", "2"),
        ("floor(-1.1)", "-2"),
        ("max(1, 3, 2)", "3"),
        ("min([3, 1]...)", "1"),
        ("pow(2, 10)", "1024"),
        ("signum(-3)", "-1"),
        ("parseint(\"ff\", 16)", "255"),
        ("cidrhost(\"10.12.112.0/20\", 16)", "\"10.12.112.16\""),
        ("cidrhost(\"10.12.112.0/20\", -1)", "\"10.12.127.255\""),
        ("cidrnetmask(\"172.16.0.0/12\")", "\"255.240.0.0\""),
        ("cidrsubnet(\"172.16.0.0/12\", 4, 2)", "\"172.18.0.0/16\""),
        ("cidrsubnet(\"fd00:fd12:3456:7890::/56\", 16, 162)", "\"fd00:fd12:3456:7800:a200::/72\""),
        (
            "cidrsubnets(\"10.1.0.0/16\", 4, 4, 8, 4)",
            "[\"10.1.0.0/20\", \"10.1.16.0/20\", \"10.1.32.0/24\", \"10.1.48.0/20\"]",
        ),
        ("can(cidrsubnet(\"10.0.0.0/30\", 4, 0))", "false"),
    ]);
}

#[test]
fn encodings_digests_and_times() {
    check(&[
        ("base64encode(\"Hello World\")", "\"SGVsbG8gV29ybGQ=\""),
        ("base64decode(\"SGVsbG8gV29ybGQ=\")", "\"Hello World\""),
        ("urlencode(\"Hello World!\")", "\"Hello+World%21\""),
        ("md5(\"hello world\")", "\"5eb63bbbe01eeed093cb22bb8f5acdc3\""),
        ("sha1(\"hello world\")", "\"2aae6c35c94fcfb415dbe95f408b9ce91ee846ed\""),
        ("sha256(\"hello world\")", "\"b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9\""),
        ("base64sha256(\"hello world\")", "\"uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=\""),
        ("uuidv5(\"dns\", \"www.terraform.io\")", "\"a5008fae-b28c-5ba5-96cd-82b4c53552d6\""),
        ("jsonencode({ b = [1, null], a = true })", "\"{\\\"a\\\":true,\\\"b\\\":[1,null]}\""),
        ("jsondecode(\"{\\\"a\\\": [1, {}]}\")", "{a = [1, {}]}"),
        ("csvdecode(\"a,b\\n1,2\\n\")", "[{a = \"1\", b = \"2\"}]"),
        (
            "yamldecode(\"a: 1\\nb: [x, 'true', true, ~]\\nc: &x {d: e}\\nf: *x\\n\")",
            "{a = 1, b = [\"x\", \"true\", true, null], c = {d = \"e\"}, f = {d = \"e\"}}",
        ),
        (
            "yamldecode(yamlencode({ a = [{ b = 1, c = [] }, \"x\"], d = { e = \"y\" } }))",
            "{a = [{b = 1, c = []}, \"x\"], d = {e = \"y\"}}",
        ),
        (
            "yamlencode({ a = [1, \"x\"], b = { c = true } })",
            "\"\\\"a\\\":\\n- 1\\n- \\\"x\\\"\\n\\\"b\\\":\\n  \\\"c\\\": true\\n\"",
        ),
        ("formatdate(\"DD MMM YYYY hh:mm ZZZ\", \"2018-01-02T23:12:01Z\")", "\"02 Jan 2018 23:12 UTC\""),
        (
            "formatdate(\"EEEE, DD-MMM-YY hh:mm:ss ZZZ\", \"2018-01-02T23:12:01-08:00\")",
            "\"Tuesday, 02-Jan-18 23:12:01 -0800\"",
        ),
        ("formatdate(\"h 'o''clock' AA\", \"2018-01-02T23:12:01Z\")", "\"23 o'clock PM\""),
        ("timeadd(\"2017-11-22T00:00:00Z\", \"10m\")", "\"2017-11-22T00:10:00Z\""),
        ("timecmp(\"2017-11-22T00:00:00Z\", \"2017-11-22T01:00:00Z\")", "-1"),
    ]);
}

#[test]
fn what_cannot_be_computed_is_unknown() {
    check(&[
        ("timestamp()", "?(timestamp() cannot be computed offline)"),
        ("uuid()", "?(uuid() cannot be computed offline)"),
        ("bcrypt(\"x\")", "?(bcrypt() cannot be computed offline)"),
        ("provider::aws::arn_parse(\"x\")", "?(provider::aws::arn_parse() is settled at run time)"),
        ("length(timestamp())", "?(timestamp() cannot be computed offline)"),
    ]);
}

#[test]
fn what_is_known_of_partly_unknown_collections_stays_known() {
    let estate = one(r#"
variable "u" {}
locals {
  list = ["a", var.u, "c"]
  map  = { a = 1, b = var.u }
}
resource "x_y" "z" {
  length   = length(local.list)
  first    = local.list[0]
  keys     = keys(local.map)
  found    = contains(local.list, "a")
  missing  = contains(local.list, "z")
  merged   = merge(local.map, { c = 3 }).c
  joined   = join(",", local.list)
  formatted = format("%s-x", var.u)
  any      = anytrue([true, var.u])
  all      = alltrue([false, var.u])
  looked   = lookup(local.map, "a", 0)
  whole    = merge(var.u, { a = 1 })
  tried    = try(var.u.x, "d")
  sorted   = sort(local.list)
}
"#);
    let unknown = "?(variable var.u has no value)";
    for (name, value) in [
        ("length", "3"),
        ("first", "\"a\""),
        ("keys", "[\"a\", \"b\"]"),
        ("found", "true"),
        ("missing", unknown),
        ("merged", "3"),
        ("joined", unknown),
        ("formatted", unknown),
        ("any", "true"),
        ("all", "false"),
        ("looked", "1"),
        ("whole", unknown),
        ("tried", unknown),
        ("sorted", unknown),
    ] {
        assert_eq!(estate.show("x_y.z", name), value, "{name}");
    }
    for name in ["joined", "formatted"] {
        let node = estate.node("x_y.z", name);
        assert!(matches!(node.as_unknown().unwrap().shape, crate::native::Shape::Template(_)), "{name}");
    }
}

#[test]
fn files_are_read_from_the_root_and_templates_see_only_their_variables() {
    let estate = estate(&[
        ("env/main.tf", "module \"m\" {\n  source = \"../m\"\n}\n"),
        (
            "m/main.tf",
            "variable \"u\" {\n  default = 1\n}\nresource \"x_y\" \"z\" {\n  text = file(\"${path.module}/files/a.txt\")\n  hash = filemd5(\"${path.module}/files/a.txt\")\n  set = fileset(\"${path.module}/files\", \"*.txt\")\n  deep = fileset(\"${path.module}/files\", \"**/*.txt\")\n  yes = fileexists(\"${path.module}/files/a.txt\")\n  no = fileexists(\"${path.module}/files/z.txt\")\n  template = templatefile(\"${path.module}/files/t.tpl\", { name = \"n\", items = [\"a\", \"b\"] })\n  wrong = templatefile(\"${path.module}/files/w.tpl\", { name = \"n\" })\n  gone = file(\"gone.txt\")\n  built = filebase64sha256(\"lambda.zip\")\n  tried = try(file(\"gone.txt\"), \"none\")\n  later = later_function(1)\n  parsed = jsondecode(file(\"${path.module}/files/p.json\")).a\n}\n",
        ),
        ("m/files/a.txt", "hello"),
        ("m/files/sub/b.txt", ""),
        ("m/files/t.tpl", "name=${name}\n%{ for i in items ~}\n  - ${i}\n%{ endfor ~}\n"),
        ("m/files/w.tpl", "${var.u}"),
        ("m/files/p.json", "{\"a\": 7}"),
    ]);
    let show = |name: &str| estate.show("module.m.x_y.z", name);
    assert_eq!(show("text"), "\"hello\"");
    assert_eq!(show("hash"), "\"5d41402abc4b2a76b9719d911017c592\"");
    assert_eq!(show("set"), "{\"a.txt\"}");
    assert_eq!(show("deep"), "{\"a.txt\", \"sub/b.txt\"}");
    assert_eq!((show("yes"), show("no")), ("true".into(), "false".into()));
    assert_eq!(show("template"), "\"name=n\\n  - a\\n  - b\\n\"");
    assert_eq!(
        show("wrong"),
        "?(the expression is in error: templatefile: the template is not given a variable \"var\")"
    );
    assert_eq!(show("gone"), "?(env/gone.txt (no such file) is settled at run time)");
    assert_eq!(show("built"), "?(env/lambda.zip (no such file) is settled at run time)");
    assert_eq!(show("tried"), "\"none\"");
    assert_eq!(show("later"), "?(later_function() cannot be computed offline)");
    assert_eq!(estate.report.invalid.len(), 1);
    assert_eq!(show("parsed"), "7");
}
