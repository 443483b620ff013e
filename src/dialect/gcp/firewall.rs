//! VPC firewall rules.

use crate::dialect::rule::{self, Draft, Ports};
use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Direction, Key, Kind, Maybe, Peer, Protocol, Resource, Rule};

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
    // one that cannot be told may be either
    let directions: &[Direction] = match egress {
        Some(Maybe::Known(true)) => &[Direction::Egress],
        Some(Maybe::Unknown(_)) => &[Direction::Ingress, Direction::Egress],
        _ => &[Direction::Ingress],
    };
    for direction in directions {
        if disabled != Some(Maybe::Known(true)) {
            rules_of(from, *direction, [&disabled, &egress], &mut rules);
        }
    }
    rule::set(to, from, rules);
    to.set(Key::FirewallLogging, from.block("log_config"));
    to.set(Key::Description, from.text("description", Datum::Absent));
}

/// The rules of a firewall in one direction. `switches` say whether and which way it works: where one is unknown, so is
/// what the rules do.
fn rules_of(
    from: &Reader<'_>,
    direction: Direction,
    switches: [&Option<Maybe<bool>>; 2],
    rules: &mut Vec<Rule>,
) {
    let mut peers = Vec::new();
    match direction {
        Direction::Ingress => {
            rule::addresses(from, &["source_ranges"], &mut peers);
            rule::names(from, &["source_tags", "source_service_accounts"], &mut peers);
        }
        Direction::Egress => rule::addresses(from, &["destination_ranges"], &mut peers),
    }
    if peers.is_empty() {
        // the platform puts `0.0.0.0/0` where no end is named
        peers.push(Maybe::Known(Peer::Anyone));
    }
    let untold = switches.into_iter().flatten().find_map(Maybe::why);
    for (path, allow) in [("allow", true), ("deny", false)] {
        let blocks = from.blocks(path);
        for block in &blocks.known {
            Draft {
                direction,
                allow: untold.map_or(Maybe::Known(allow), |why| Maybe::Unknown(why.clone())),
                protocol: rule::protocol(block, "protocol", Protocol::Any),
                ports: Ports::listed(block, &["ports"], Ports::all()),
                peers: peers.clone(),
                priority: None,
                described: from.has("description"),
                at: block.place(),
            }
            .push(rules);
        }
        if let Some((unknown, at)) = blocks.unknown {
            rules.push(rule::unknown_rule(direction, unknown, at));
        }
    }
}
