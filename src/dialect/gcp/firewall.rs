//! VPC firewall rules.

use crate::dialect::rule::{self, Draft, Ports};
use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Direction, Key, Kind, Maybe, Protocol, Resource};

pub(super) static TYPES: &[Type] =
    &[Type::resource("google_compute_firewall", Kind::Firewall, firewall).with_links(NETWORK)];

/// A network with rules of its own does not live on the default ones.
const NETWORK: &[Link] = &[Link {
    by: &["network"],
    to: &["google_compute_network"],
    named: &["name"],
    apply: |from, to| {
        to.set(Key::FirewallAttached, from.here(true));
    },
}];

fn firewall(from: &Reader<'_>, to: &mut Resource) {
    let mut rules = Vec::new();
    let disabled = rule::maybe(from, "disabled", Node::as_bool);
    let egress = rule::maybe(from, "direction", |n| n.as_text().map(|s| s.eq_ignore_ascii_case("egress")));
    let direction = if egress == Some(Maybe::Known(true)) { Direction::Egress } else { Direction::Ingress };
    let mut peers = Vec::new();
    match direction {
        Direction::Ingress => {
            rule::addresses(from, &["source_ranges"], &mut peers);
            rule::names(from, &["source_tags", "source_service_accounts"], &mut peers);
        }
        Direction::Egress => rule::addresses(from, &["destination_ranges"], &mut peers),
    }
    if disabled != Some(Maybe::Known(true)) {
        for (path, allow) in [("allow", true), ("deny", false)] {
            let blocks = from.blocks(path);
            for block in &blocks.known {
                let allow = match (&disabled, &egress) {
                    (Some(Maybe::Unknown(why)), _) | (_, Some(Maybe::Unknown(why))) => {
                        Maybe::Unknown(why.clone())
                    }
                    _ => Maybe::Known(allow),
                };
                Draft {
                    direction,
                    allow,
                    protocol: rule::protocol(block, "protocol", Protocol::Any),
                    ports: Ports::listed(block, &["ports"], Ports::all()),
                    peers: peers.clone(),
                    priority: None,
                    described: from.has("description"),
                    at: block.place(),
                }
                .push(&mut rules);
            }
            if let Some((unknown, at)) = blocks.unknown {
                rules.push(rule::unknown_rule(direction, unknown, at));
            }
        }
    }
    rule::set(to, from, rules);
    to.set(Key::FirewallLogging, from.block("log_config"));
    to.set(Key::Description, from.text("description", Datum::Absent));
}
