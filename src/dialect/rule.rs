//! Firewall rules: the spellings of ports, protocols and peers that clouds use, read once for all of them.

use std::sync::Arc;

use super::Reader;
use super::reader::Found;
use crate::native::{Fragment, Node, Reference, Shape, Unknown, Value, Why};
use crate::resource::{At, Datum, Direction, Key, Maybe, Peer, PortRange, Protocol, Resource, Rule, Setting};

/// A rule being read: its ports may be partly known, so it can become two rules.
pub(super) struct Draft {
    pub(super) direction: Direction,
    pub(super) allow: Maybe<bool>,
    pub(super) protocol: Maybe<Protocol>,
    pub(super) ports: Ports,
    pub(super) peers: Vec<Maybe<Peer>>,
    pub(super) priority: Option<i64>,
    pub(super) described: bool,
    pub(super) at: At,
}

/// Ports as far as they are known.
#[derive(Default)]
pub(super) struct Ports {
    known: Vec<PortRange>,
    unknown: Option<Arc<Why>>,
}

impl Draft {
    /// Adds the rule: one for the ports that are known, one for those that are not, so that an unknown port
    /// never hides a known one.
    pub(super) fn push(self, rules: &mut Vec<Rule>) {
        let Self { direction, allow, protocol, ports, peers, priority, described, at } = self;
        let rule = |ports, rules: &mut Vec<Rule>| {
            rules.push(Rule {
                direction,
                allow: allow.clone(),
                protocol: protocol.clone(),
                ports,
                peers: peers.clone().into(),
                priority,
                described,
                at,
            });
        };
        if ports.unknown.is_none() || !ports.known.is_empty() {
            rule(Maybe::Known(ports.known.into()), rules);
        }
        if let Some(why) = ports.unknown {
            rule(Maybe::Unknown(why), rules);
        }
    }
}

/// Stands for rules that are not known at all, such as a `dynamic` block over an unknown collection.
pub(super) fn unknown_rule(direction: Direction, unknown: &Unknown, at: At) -> Rule {
    let why = Arc::new(unknown.why.clone());
    Rule {
        direction,
        allow: Maybe::Unknown(why.clone()),
        protocol: Maybe::Unknown(why.clone()),
        ports: Maybe::Unknown(why.clone()),
        peers: Arc::new([Maybe::Unknown(why)]),
        priority: None,
        described: true,
        at,
    }
}

/// Sets the rules of a resource; none written is the platform's default of no rule.
pub(super) fn set(to: &mut Resource, from: &Reader<'_>, rules: Vec<Rule>) {
    let setting = match rules.as_slice() {
        [] => Setting::Default(Datum::from(rules)),
        [only] => Setting::Known { at: only.at, datum: Datum::from(rules), sensitive: false },
        _ => Setting::Known { at: from.place(), datum: Datum::from(rules), sensitive: false },
    };
    to.set(Key::Rules, setting);
}

/// Adds rules of a companion to those a resource already has.
pub(super) fn add(to: &mut Resource, more: Vec<Rule>) {
    let Some(setting) = to.take(Key::Rules) else { return };
    let at = more.first().map(|r| r.at).unwrap_or_default();
    let merged = match setting {
        Setting::Known { datum: Datum::Rules(rules), .. } | Setting::Default(Datum::Rules(rules)) => {
            let all: Vec<Rule> = rules.iter().cloned().chain(more).collect();
            Setting::Known { datum: Datum::from(all), at, sensitive: false }
        }
        other => other,
    };
    to.set(Key::Rules, merged);
}

/// A value at a path: nothing where it is not written.
pub(super) fn maybe<T>(
    from: &Reader<'_>,
    path: &str,
    convert: impl FnOnce(&Node) -> Option<T>,
) -> Option<Maybe<T>> {
    match from.find(path) {
        Found::Nothing => None,
        Found::Unknown(u, _) => Some(Maybe::Unknown(Arc::new(u.why.clone()))),
        Found::Node(node) => Some(match &node.value {
            Value::Unknown(u) => Maybe::Unknown(Arc::new(u.why.clone())),
            _ => convert(node).map_or_else(
                || Maybe::Unknown(Arc::new(Why::Invalid(format!("{path} has an unexpected type").into()))),
                Maybe::Known,
            ),
        }),
    }
}

/// A protocol at a path, by name or number; not written is `default`.
pub(super) fn protocol(from: &Reader<'_>, path: &str, default: Protocol) -> Maybe<Protocol> {
    maybe(from, path, |n| n.as_text().map(|s| protocol_named(&s))).unwrap_or(Maybe::Known(default))
}

/// Protocol names and IANA numbers as clouds write them.
fn protocol_named(text: &str) -> Protocol {
    match text.trim().to_ascii_lowercase().as_str() {
        "-1" | "all" | "any" | "*" | "" => Protocol::Any,
        "tcp" | "6" => Protocol::Tcp,
        "udp" | "17" => Protocol::Udp,
        "icmp" | "1" | "icmpv6" | "58" | "icmp6" => Protocol::Icmp,
        _ => Protocol::Other,
    }
}

/// Whether an allow or deny word at a path allows.
pub(super) fn allows(from: &Reader<'_>, path: &str) -> Maybe<bool> {
    maybe(from, path, |n| n.as_text().map(|s| s.eq_ignore_ascii_case("allow"))).unwrap_or(Maybe::Known(true))
}

#[expect(clippy::cast_possible_truncation, reason = "ports are small whole numbers")]
fn number(from: &Reader<'_>, path: &str) -> Option<Maybe<i64>> {
    if from.node(path).is_some_and(|n| matches!(&n.value, Value::String(s) if s.is_empty())) {
        return None;
    }
    maybe(from, path, |n| n.as_number().map(|n| n as i64))
}

impl Ports {
    /// Every port.
    pub(super) fn all() -> Self {
        Self { known: vec![PortRange::ALL], unknown: None }
    }

    /// First and last port in two arguments. Both absent, `-1` and `0` to `0` are how AWS writes every port:
    /// port 0 itself cannot be used.
    pub(super) fn between(from: &Reader<'_>, first: &str, last: &str) -> Self {
        let (first, last) = (number(from, first), number(from, last));
        match (first, last) {
            (None, None) => Self::all(),
            (Some(Maybe::Unknown(why)), _) | (_, Some(Maybe::Unknown(why))) => {
                Self { known: Vec::new(), unknown: Some(why) }
            }
            (Some(Maybe::Known(first)), Some(Maybe::Known(last))) => Self::of(first, last),
            (Some(Maybe::Known(one)), None) | (None, Some(Maybe::Known(one))) => Self::of(one, one),
        }
    }

    fn of(first: i64, last: i64) -> Self {
        if first == -1 || last == -1 || (first, last) == (0, 0) {
            return Self::all();
        }
        let port = |n: i64| u16::try_from(n.clamp(0, i64::from(u16::MAX))).unwrap_or(u16::MAX);
        Self { known: vec![PortRange { first: port(first), last: port(last) }], unknown: None }
    }

    /// Ports written as texts, in one or several arguments, each a text or a list: `22`, `80-90`, `*`.
    /// Nothing in any of them is `otherwise`.
    pub(super) fn listed(from: &Reader<'_>, paths: &[&str], otherwise: Self) -> Self {
        let mut ports = Self::default();
        let mut written = false;
        for path in paths {
            match from.find(path) {
                Found::Nothing => {}
                Found::Unknown(u, _) => {
                    written = true;
                    ports.unknown = Some(Arc::new(u.why.clone()));
                }
                Found::Node(node) => match node.items() {
                    Some(items) => {
                        for item in items {
                            written |= ports.read(item);
                        }
                    }
                    None => written |= ports.read(node),
                },
            }
        }
        if written { ports } else { otherwise }
    }

    /// Reads one text; says whether there was one.
    fn read(&mut self, node: &Node) -> bool {
        if let Value::Unknown(u) = &node.value {
            self.unknown = Some(Arc::new(u.why.clone()));
            return true;
        }
        let Some(text) = node.as_text() else { return false };
        let text = text.trim();
        if text.is_empty() {
            return false;
        }
        match port_range(text) {
            Some(range) => self.known.push(range),
            None => {
                self.unknown =
                    Some(Arc::new(Why::Invalid(format!("{text:?} is not a port or range").into())));
            }
        }
        true
    }
}

fn port_range(text: &str) -> Option<PortRange> {
    if matches!(text, "*" | "any" | "Any" | "all") {
        return Some(PortRange::ALL);
    }
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let range = PortRange { first: first.trim().parse().ok()?, last: last.trim().parse().ok()? };
    Some(if range == (PortRange { first: 1, ..PortRange::ALL }) { PortRange::ALL } else { range })
}

/// Adds the peers that address arguments name, each a text or a list.
pub(super) fn addresses(from: &Reader<'_>, paths: &[&str], peers: &mut Vec<Maybe<Peer>>) {
    for path in paths {
        match from.find(path) {
            Found::Nothing => {}
            Found::Unknown(u, _) => peers.push(Maybe::Unknown(Arc::new(u.why.clone()))),
            Found::Node(node) => match node.items() {
                Some(items) => peers.extend(items.iter().filter_map(address)),
                None => peers.extend(address(node)),
            },
        }
    }
}

/// Adds the peers that arguments name by group, tag, list or identity; never the whole internet.
pub(super) fn names(from: &Reader<'_>, paths: &[&str], peers: &mut Vec<Maybe<Peer>>) {
    for path in paths {
        let Some(node) = from.node(path) else { continue };
        let single;
        let items = if let Some(items) = node.items() {
            items
        } else {
            single = std::slice::from_ref(node);
            single
        };
        for item in items {
            let text = item.as_text().unwrap_or_else(|| {
                item.references().first().map_or_else(|| (*path).into(), |r| r.address.clone())
            });
            if !text.is_empty() {
                peers.push(Maybe::Known(Peer::Named(text)));
            }
        }
    }
}

fn address(node: &Node) -> Option<Maybe<Peer>> {
    if let Value::Unknown(unknown) = &node.value {
        return Some(match narrow(unknown) {
            Some(text) => Maybe::Known(Peer::Named(text)),
            None => Maybe::Unknown(Arc::new(unknown.why.clone())),
        });
    }
    let text = node.as_text()?;
    let text = text.trim();
    (!text.is_empty()).then(|| Maybe::Known(peer(text)))
}

/// The peer an address text means.
pub(super) fn peer(text: &str) -> Peer {
    if is_anyone(text) {
        return Peer::Anyone;
    }
    // a service tag, group or list has no digit before a dot or colon
    if text.starts_with(|c: char| c.is_ascii_digit()) || text.contains(':') {
        Peer::Cidr(text.into())
    } else {
        Peer::Named(text.into())
    }
}

/// Whether an address text means the whole internet.
pub(crate) fn is_anyone(text: &str) -> bool {
    let text = text.trim();
    text.ends_with("/0")
        || ["*", "internet", "any", "0.0.0.0", "::", "::0"].iter().any(|a| text.eq_ignore_ascii_case(a))
}

/// What is known of an unknown address all the same: the range of a network that stands in the code is never the
/// whole internet, nor is a text that ends in a prefix length other than 0.
fn narrow(unknown: &Unknown) -> Option<Arc<str>> {
    const RANGES: &[&str] = &[
        "cidr_block",
        "ipv6_cidr_block",
        "ip_cidr_range",
        "address_space",
        "address_prefix",
        "address_prefixes",
        "private_ip",
        "private_ip_address",
        "public_ip",
        "ip_address",
        "cidr_blocks",
        "association_ipv6_cidr_block",
    ];
    if let Shape::Template(parts) = &unknown.shape
        && let Some(Fragment::Text(tail)) = parts.last()
        && let Some((_, length)) = tail.rsplit_once('/')
        && length.parse::<u8>().is_ok_and(|n| n > 0)
    {
        return Some(format!("an address/{length}").into());
    }
    let ranged = |r: &&Reference| {
        let attribute = r.attribute.split(['[', '.']).next().unwrap_or_default();
        RANGES.contains(&attribute)
    };
    match &unknown.why {
        Why::Apply(_) | Why::Data(_) | Why::Invalid(_) => unknown
            .refs
            .iter()
            .find(ranged)
            .filter(|_| unknown.refs.iter().all(|r| ranged(&r)))
            .map(|r| format!("{}.{}", r.address, r.attribute).into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_whole_internet_is_known() {
        for text in [
            "0.0.0.0/0",
            "::/0",
            "0000:0000:0000:0000:0000:0000:0000:0000/0",
            "*",
            "Internet",
            "any",
            "<nw>/0",
        ] {
            assert_eq!(peer(text), Peer::Anyone, "{text}");
        }
        for text in ["10.0.0.0/8", "0.0.0.0/1", "VirtualNetwork", "10.0.0.0/10", "2001:db8::/32"] {
            assert_ne!(peer(text), Peer::Anyone, "{text}");
        }
    }

    #[test]
    fn protocols_by_name_and_number() {
        assert_eq!(protocol_named("-1"), Protocol::Any);
        assert_eq!(protocol_named("Tcp"), Protocol::Tcp);
        assert_eq!(protocol_named("17"), Protocol::Udp);
        assert_eq!(protocol_named("50"), Protocol::Other);
    }

    #[test]
    fn ports_as_texts() {
        assert_eq!(port_range("22"), Some(PortRange { first: 22, last: 22 }));
        assert_eq!(port_range("10-100"), Some(PortRange { first: 10, last: 100 }));
        assert_eq!(port_range("*"), Some(PortRange::ALL));
        assert_eq!(port_range("ssh"), None);
    }

    #[test]
    fn minus_one_and_zero_to_zero_are_every_port() {
        assert_eq!(Ports::of(0, 0).known, [PortRange::ALL]);
        assert_eq!(Ports::of(-1, -1).known, [PortRange::ALL]);
        assert_eq!(Ports::of(22, 22).known, [PortRange { first: 22, last: 22 }]);
    }
}
