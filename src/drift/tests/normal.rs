//! What does not matter: order, case, empty forms, grouping of rules, the spelling of principals.

use proptest::prelude::*;

use super::*;
use crate::native::Why;
use crate::resource::{
    At, Condition, Direction as Way, Maybe, Peer, PortRange, Principal, Protocol, Rule, Statement,
};

fn list(texts: &[&str]) -> Datum {
    Datum::List(texts.iter().map(|t| Maybe::Known((*t).into())).collect())
}

fn compared(declared: Datum, live: Datum) -> Sameness {
    let code = code(&volume("a", ""));
    let estate = Estate::new(code.resources.clone());
    let resolver = Resolver { estate: &estate, counterparts: &[], from: &estate.resources()[0] };
    let key = DigestKey::new(None, "test");
    same::settings(&Setting::known(declared), &Setting::known(live), resolver, &key)
}

fn rule(ports: &[(u16, u16)], peers: &[&str]) -> Rule {
    let peer = |p: &&str| {
        Maybe::Known(match *p {
            "*" => Peer::Anyone,
            p if p.contains('/') => Peer::Cidr(p.into()),
            p => Peer::Named(p.into()),
        })
    };
    Rule {
        direction: Way::Ingress,
        allow: Maybe::Known(true),
        protocol: Maybe::Known(Protocol::Tcp),
        ports: Maybe::Known(
            ports.iter().map(|(first, last)| PortRange { first: *first, last: *last }).collect(),
        ),
        peers: peers.iter().map(peer).collect(),
        priority: None,
        described: ports.len() > 1,
        at: At::default(),
    }
}

fn statement(principals: &[&str], actions: &[&str], resources: &[&str]) -> Statement {
    let known = |texts: &[&str]| texts.iter().map(|t| Maybe::Known((*t).into())).collect();
    Statement {
        allow: Maybe::Known(true),
        principals: Maybe::Known(principals.iter().map(|p| Principal::Named((*p).into())).collect()),
        principals_excluded: false,
        actions: known(actions),
        actions_excluded: false,
        resources: known(resources),
        resources_excluded: false,
        conditions: Maybe::Known(Arc::new([Condition {
            operator: "Bool".into(),
            key: "aws:SecureTransport".into(),
            values: Arc::new([Maybe::Known("true".into())]),
        }])),
        at: At::default(),
    }
}

#[test]
fn forms_of_the_same_value_are_the_same() {
    let root = "AWS:arn:aws:iam::123456789012:root";
    let cases: Vec<(Datum, Datum)> = vec![
        (Datum::Absent, "".into()),
        (Datum::Absent, list(&[])),
        (Datum::Absent, Datum::Map(Arc::new([]))),
        (Datum::Absent, false.into()),
        ("TLS1_2".into(), "tls1_2".into()),
        ("10.0.0.1/8".into(), "10.0.0.0/8".into()),
        (list(&["b", "a", "a"]), list(&["A", "B"])),
        (list(&["one"]), "one".into()),
        (7.into(), "7".into()),
        (true.into(), "True".into()),
        // one rule with two ranges and two peers, or four rules
        (
            vec![rule(&[(22, 22), (80, 90)], &["10.0.0.0/8", "*"])].into(),
            vec![
                rule(&[(80, 90)], &["*"]),
                rule(&[(22, 22)], &["*"]),
                rule(&[(22, 22)], &["10.9.9.9/8"]),
                rule(&[(80, 90)], &["10.0.0.0/8"]),
            ]
            .into(),
        ),
        (
            vec![
                statement(&["AWS:123456789012"], &["s3:GetObject", "s3:PutObject"], &["*"]),
                statement(&[], &["a:b"], &[]),
            ]
            .into(),
            vec![
                statement(&[], &["A:B"], &[]),
                statement(&[root], &["s3:putobject", "s3:GetObject"], &["*"]),
            ]
            .into(),
        ),
        (
            Datum::Map([("Owner".into(), Maybe::Known("clinic".into()))].into()),
            Datum::Map(
                [("aws:x".into(), Maybe::Known("y".into())), ("owner".into(), Maybe::Known("clinic".into()))]
                    .into(),
            ),
        ),
    ];
    for (declared, live) in cases {
        assert_eq!(compared(declared.clone(), live.clone()), Sameness::Same, "{declared:?} and {live:?}");
    }
}

#[test]
fn a_real_difference_is_seen_through_all_that() {
    let cases: Vec<(Datum, Datum)> = vec![
        (Datum::Absent, "x".into()),
        (true.into(), Datum::Absent),
        (list(&["a", "b"]), list(&["a"])),
        (list(&["a"]), list(&["a", "b"])),
        (7.into(), "8".into()),
        (vec![rule(&[(22, 22)], &["10.0.0.0/8"])].into(), vec![rule(&[(22, 22)], &["*"])].into()),
        (vec![rule(&[(22, 22)], &["*"])].into(), vec![rule(&[(22, 23)], &["*"])].into()),
        (
            vec![statement(&["AWS:123456789012"], &["s3:*"], &["*"])].into(),
            vec![statement(&["AWS:123456789013"], &["s3:*"], &["*"])].into(),
        ),
        (
            vec![statement(&[], &["s3:*"], &["*"])].into(),
            vec![statement(&[], &["s3:*"], &["*"]), statement(&[], &["s3:*"], &["b"])].into(),
        ),
        (
            Datum::Map([("Owner".into(), Maybe::Known("clinic".into()))].into()),
            Datum::Map([("Other".into(), Maybe::Known("clinic".into()))].into()),
        ),
    ];
    for (declared, live) in cases {
        assert_eq!(
            compared(declared.clone(), live.clone()),
            Sameness::Different,
            "{declared:?} and {live:?}"
        );
    }
}

#[test]
fn an_unknown_part_is_neither() {
    let unknown = || Maybe::Unknown(Arc::new(Why::Variable("var.x".into())));
    let some = |known: &str| Datum::List([Maybe::Known(known.into()), unknown()].into());
    let told = |declared: Datum, live: Datum| match compared(declared, live) {
        Sameness::Unknown(why) => why,
        other => panic!("{other:?}"),
    };
    assert!(told(some("a"), list(&["a", "b"])).contains("var.x"));
    assert!(told(list(&["a"]), some("a")).starts_with("live: "));
    assert!(told("${aws_kms_key.k.arn}".into(), "arn:x".into()).contains("aws_kms_key.k"));
    assert!(told("(secret)".into(), "(secret)".into()).contains("not kept"));
    // a known part that is certainly not there decides, whatever else is unknown
    assert_eq!(compared(some("a"), list(&["b"])), Sameness::Different);
}

/// Any policy or rule list, and the same one shuffled and respelled.
fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let peers = prop::sample::subsequence(vec!["*", "10.0.0.0/8", "10.1.2.0/24", "2001:db8::/32"], 1..4);
    let ports = prop::sample::subsequence(vec![(22u16, 22u16), (80, 90), (443, 443)], 1..3);
    prop::collection::vec((ports, peers).prop_map(|(ports, peers)| rule(&ports, &peers)), 1..5)
}

fn statements() -> impl Strategy<Value = Vec<Statement>> {
    let pick = |from: Vec<&'static str>| prop::sample::subsequence(from, 1..3);
    let one = (
        pick(vec!["AWS:123456789012", "Service:s3.amazonaws.com", "AWS:arn:aws:iam::1:role/R"]),
        pick(vec!["s3:GetObject", "kms:Decrypt", "ec2:*"]),
        pick(vec!["*", "arn:aws:s3:::A/*", "arn:aws:s3:::b"]),
    );
    prop::collection::vec(one.prop_map(|(p, a, r)| statement(&p, &a, &r)), 1..5)
}

fn respelled(text: &Arc<str>) -> Arc<str> {
    match &**text {
        "AWS:123456789012" => "AWS:arn:aws:iam::123456789012:root".into(),
        other => other.to_uppercase().into(),
    }
}

proptest! {
    #[test]
    fn a_resource_is_itself_through_shuffling_case_and_defaults(
        rules in rules(),
        statements in statements(),
        texts in prop::collection::vec("[a-zA-Z0-9]{1,8}", 1..6),
        seed in any::<usize>(),
        on in any::<bool>(),
    ) {
        let code = code(&volume("a", ""));
        let mut declared = code.resources[0].clone();
        let mut live = code.twin("aws_ebs_volume.a", &volume_id(1), "vol-1");
        // every rule taken apart, every list turned round and respelled
        let mut apart: Vec<Rule> = Vec::new();
        for one in &rules {
            for port in one.ports.known().unwrap().iter() {
                for peer in one.peers.iter() {
                    apart.push(Rule { ports: Maybe::Known([*port].into()), peers: [peer.clone()].into(), described: !one.described, ..one.clone() });
                }
            }
        }
        let turn = seed % apart.len();
        apart.rotate_left(turn);
        let other: Vec<Statement> = statements.iter().rev().map(|s| Statement {
            actions: s.actions.iter().rev().map(|a| Maybe::Known(respelled(a.known().unwrap()))).collect(),
            resources: s.resources.iter().rev().cloned().collect(),
            principals: Maybe::Known(s.principals.known().unwrap().iter().rev().map(|p| match p {
                Principal::Named(name) => Principal::Named(respelled(name)),
                other => other.clone(),
            }).collect()),
            ..s.clone()
        }).collect();
        declared.set(Key::Rules, Setting::known(rules));
        live.set(Key::Rules, Setting::known(apart));
        declared.set(Key::AccessPolicy, Setting::known(statements));
        live.set(Key::AccessPolicy, Setting::known(other));
        declared.set(Key::LogTypes, Setting::known(Datum::List(texts.iter().map(|t| Maybe::Known(t.as_str().into())).collect())));
        live.set(Key::LogTypes, Setting::known(Datum::List(texts.iter().rev().map(|t| Maybe::Known(t.to_lowercase().into())).collect())));
        // written or left to the platform, the value is what counts
        declared.set(Key::Versioning, Setting::default(on));
        live.set(Key::Versioning, if on { Setting::known(true) } else { Setting::Default(Datum::Absent) });
        let facts = Code { resources: vec![declared], facts: code.facts };
        let report = facts.against(vec![live]);
        prop_assert_eq!(report.items, vec![]);
        prop_assert_eq!(report.compared.unknown_settings, 0);
        prop_assert_eq!(report.compared.resources, 1);
    }
}
