//! Network security groups, their rules, and where they are attached.

use crate::dialect::rule::{self, Draft, Ports};
use crate::dialect::{Reader, Type};
use crate::native::Node;
use crate::resource::{Direction, Kind, Maybe, Protocol, Resource, Rule};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_network_security_group", Kind::Firewall, group),
    Type::resource("azurerm_network_security_rule", Kind::Firewall, single),
];

fn push(from: &Reader<'_>, rules: &mut Vec<Rule>) {
    let inbound = rule::maybe(from, "direction", |n| n.as_text().map(|s| s.eq_ignore_ascii_case("inbound")));
    #[expect(clippy::cast_possible_truncation, reason = "priorities are below 4097")]
    let priority = from.node("priority").and_then(Node::as_number).map(|n| n as i64);
    let draft = |direction| {
        let mut peers = Vec::new();
        let (addresses, groups): (&[&str], &[&str]) = match direction {
            Direction::Ingress => (
                &["source_address_prefix", "source_address_prefixes"],
                &["source_application_security_group_ids"],
            ),
            Direction::Egress => (
                &["destination_address_prefix", "destination_address_prefixes"],
                &["destination_application_security_group_ids"],
            ),
        };
        rule::addresses(from, addresses, &mut peers);
        rule::names(from, groups, &mut peers);
        Draft {
            direction,
            allow: rule::allows(from, "access"),
            protocol: rule::protocol(from, "protocol", Protocol::Any),
            ports: Ports::listed(
                from,
                &["destination_port_range", "destination_port_ranges"],
                Ports::default(),
            ),
            peers,
            priority,
            described: true,
            at: from.place(),
        }
    };
    match inbound {
        Some(Maybe::Known(true)) => draft(Direction::Ingress).push(rules),
        Some(Maybe::Known(false)) => draft(Direction::Egress).push(rules),
        Some(Maybe::Unknown(why)) => {
            for direction in [Direction::Ingress, Direction::Egress] {
                Draft { allow: Maybe::Unknown(why.clone()), ..draft(direction) }.push(rules);
            }
        }
        None => {}
    }
}

fn group(from: &Reader<'_>, to: &mut Resource) {
    let mut rules = Vec::new();
    let blocks = from.blocks("security_rule");
    for block in &blocks.known {
        push(block, &mut rules);
    }
    if let Some((unknown, at)) = blocks.unknown {
        for direction in [Direction::Ingress, Direction::Egress] {
            rules.push(rule::unknown_rule(direction, unknown, at));
        }
    }
    rule::set(to, from, rules);
}

fn single(from: &Reader<'_>, to: &mut Resource) {
    let mut rules = Vec::new();
    push(from, &mut rules);
    rule::set(to, from, rules);
}
