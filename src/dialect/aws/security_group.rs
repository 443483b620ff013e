//! Security groups, their rules, and network access lists.

use crate::dialect::rule::{self, Draft, Ports};
use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Direction, Key, Kind, Maybe, Peer, Protocol, Resource, Rule, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_security_group", Kind::Firewall, group),
    Type::resource("aws_default_security_group", Kind::Firewall, group).with_links(DEFAULT_OF_NETWORK),
    Type::resource("aws_security_group_rule", Kind::Firewall, group_rule).with_links(RULE_OF_DEFAULT),
    Type::resource("aws_vpc_security_group_ingress_rule", Kind::Firewall, ingress_rule)
        .with_links(INGRESS_OF_DEFAULT),
    Type::resource("aws_vpc_security_group_egress_rule", Kind::Firewall, egress_rule)
        .with_links(EGRESS_OF_DEFAULT),
    Type::resource("aws_network_acl", Kind::Firewall, access_list),
    Type::resource("aws_default_network_acl", Kind::Firewall, access_list),
    Type::resource("aws_network_acl_rule", Kind::Firewall, access_list_rule),
];

/// The default group tells its network where it stands.
const DEFAULT_OF_NETWORK: &[Link] = &[Link {
    by: &["vpc_id"],
    to: &["aws_vpc"],
    named: &[],
    apply: |from, to| {
        let native = from.native();
        let reference = crate::native::Reference { address: native.address.clone(), attribute: "".into() };
        to.set(
            Key::DefaultFirewall,
            Setting::Known { datum: Datum::Reference(reference), at: from.place(), sensitive: false },
        );
    },
}];

// A rule of its own is judged at its own address; only the default group, which must hold none, also gets it.
const RULE_OF_DEFAULT: &[Link] = &[Link {
    by: &["security_group_id"],
    to: &["aws_default_security_group"],
    named: &[],
    apply: |from, to| rule::add(to, group_rules(from)),
}];
const INGRESS_OF_DEFAULT: &[Link] = &[Link {
    by: &["security_group_id"],
    to: &["aws_default_security_group"],
    named: &[],
    apply: |from, to| rule::add(to, single_rules(from, Direction::Ingress)),
}];
const EGRESS_OF_DEFAULT: &[Link] = &[Link {
    by: &["security_group_id"],
    to: &["aws_default_security_group"],
    named: &[],
    apply: |from, to| rule::add(to, single_rules(from, Direction::Egress)),
}];

fn described(from: &Reader<'_>) -> bool {
    from.node("description").is_some_and(|n| n.as_text().is_none_or(|s| !s.is_empty()))
}

/// Peers of a security group rule. One that names no source narrows nothing, so it is read as open.
fn peers(from: &Reader<'_>) -> Vec<Maybe<Peer>> {
    let mut peers = Vec::new();
    rule::addresses(from, &["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"], &mut peers);
    rule::names(
        from,
        &[
            "security_groups",
            "source_security_group_id",
            "referenced_security_group_id",
            "prefix_list_ids",
            "prefix_list_id",
        ],
        &mut peers,
    );
    match rule::maybe(from, "self", Node::as_bool) {
        Some(Maybe::Known(true)) => peers.push(Maybe::Known(Peer::Named("the group itself".into()))),
        Some(Maybe::Unknown(why)) if peers.is_empty() => peers.push(Maybe::Unknown(why)),
        _ => {}
    }
    let narrowed = ["cidr_blocks", "ipv6_cidr_blocks", "security_groups", "source_security_group_id"];
    if peers.is_empty() && !narrowed.iter().any(|a| from.has(a)) {
        peers.push(Maybe::Known(Peer::Anyone));
    }
    peers
}

fn draft(from: &Reader<'_>, direction: Direction, protocol: &str) -> Draft {
    Draft {
        direction,
        allow: Maybe::Known(true),
        protocol: rule::protocol(from, protocol, Protocol::Any),
        ports: Ports::between(from, "from_port", "to_port"),
        peers: peers(from),
        priority: None,
        described: described(from),
        at: from.place(),
    }
}

fn group(from: &Reader<'_>, to: &mut Resource) {
    let mut rules = Vec::new();
    for (path, direction) in [("ingress", Direction::Ingress), ("egress", Direction::Egress)] {
        let blocks = from.blocks(path);
        for block in &blocks.known {
            draft(block, direction, "protocol").push(&mut rules);
        }
        if let Some((unknown, at)) = blocks.unknown {
            rules.push(rule::unknown_rule(direction, unknown, at));
        }
    }
    rule::set(to, from, rules);
    to.set(Key::Description, from.text("description", Datum::Absent));
}

fn group_rules(from: &Reader<'_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    let ingress = rule::maybe(from, "type", |n| n.as_text().map(|s| s.eq_ignore_ascii_case("ingress")));
    match ingress {
        Some(Maybe::Known(true)) => draft(from, Direction::Ingress, "protocol").push(&mut rules),
        Some(Maybe::Known(false)) => draft(from, Direction::Egress, "protocol").push(&mut rules),
        Some(Maybe::Unknown(why)) => {
            for direction in [Direction::Ingress, Direction::Egress] {
                let rule = draft(from, direction, "protocol");
                Draft { allow: Maybe::Unknown(why.clone()), ..rule }.push(&mut rules);
            }
        }
        None => {}
    }
    rules
}

fn group_rule(from: &Reader<'_>, to: &mut Resource) {
    rule::set(to, from, group_rules(from));
    to.set(Key::Description, from.text("description", Datum::Absent));
}

fn single_rules(from: &Reader<'_>, direction: Direction) -> Vec<Rule> {
    let mut rules = Vec::new();
    draft(from, direction, "ip_protocol").push(&mut rules);
    rules
}

fn ingress_rule(from: &Reader<'_>, to: &mut Resource) {
    rule::set(to, from, single_rules(from, Direction::Ingress));
    to.set(Key::Description, from.text("description", Datum::Absent));
}

fn egress_rule(from: &Reader<'_>, to: &mut Resource) {
    rule::set(to, from, single_rules(from, Direction::Egress));
    to.set(Key::Description, from.text("description", Datum::Absent));
}

/// An entry of an access list; `-1` means every port whatever ports are written.
fn entry(from: &Reader<'_>, direction: Direction, action: &str, number: &str) -> Draft {
    let protocol = rule::protocol(from, "protocol", Protocol::Any);
    let ports = match protocol {
        Maybe::Known(Protocol::Any) => Ports::all(),
        _ => Ports::between(from, "from_port", "to_port"),
    };
    let mut peers = Vec::new();
    rule::addresses(from, &["cidr_block", "ipv6_cidr_block"], &mut peers);
    #[expect(clippy::cast_possible_truncation, reason = "rule numbers are below 32767")]
    let priority = from.node(number).and_then(Node::as_number).map(|n| n as i64);
    Draft {
        direction,
        allow: rule::allows(from, action),
        protocol,
        ports,
        peers,
        priority,
        described: true,
        at: from.place(),
    }
}

fn access_list(from: &Reader<'_>, to: &mut Resource) {
    let mut rules = Vec::new();
    for (path, direction) in [("ingress", Direction::Ingress), ("egress", Direction::Egress)] {
        let blocks = from.blocks(path);
        for block in &blocks.known {
            entry(block, direction, "action", "rule_no").push(&mut rules);
        }
        if let Some((unknown, at)) = blocks.unknown {
            rules.push(rule::unknown_rule(direction, unknown, at));
        }
    }
    rule::set(to, from, rules);
}

fn access_list_rule(from: &Reader<'_>, to: &mut Resource) {
    let mut rules = Vec::new();
    match rule::maybe(from, "egress", Node::as_bool) {
        None | Some(Maybe::Known(false)) => {
            entry(from, Direction::Ingress, "rule_action", "rule_number").push(&mut rules);
        }
        Some(Maybe::Known(true)) => {
            entry(from, Direction::Egress, "rule_action", "rule_number").push(&mut rules);
        }
        Some(Maybe::Unknown(why)) => {
            for direction in [Direction::Ingress, Direction::Egress] {
                let draft = entry(from, direction, "rule_action", "rule_number");
                Draft { allow: Maybe::Unknown(why.clone()), ..draft }.push(&mut rules);
            }
        }
    }
    rule::set(to, from, rules);
}
