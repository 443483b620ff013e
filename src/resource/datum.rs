//! The values a setting can hold.

use std::fmt;
use std::sync::Arc;

use super::At;
use crate::native::{Reference, Why};

/// A value of a canonical setting.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// Not set, and known not to be set.
    Absent,
    /// Yes or no.
    Bool(bool),
    /// A whole number; the unit is part of the key's name.
    Int(i64),
    /// Text.
    Text(Arc<str>),
    /// Another resource's attribute: certainly set, its value settled at apply.
    Reference(Reference),
    /// A list of texts; an element may be unknown.
    List(Arc<[Maybe<Arc<str>>]>),
    /// Firewall rules.
    Rules(Arc<[Rule]>),
    /// Policy statements.
    Statements(Arc<[Statement]>),
    /// Names with values: tags and labels.
    Map(Arc<[Entry]>),
}

/// A tag or label with its value.
pub type Entry = (Arc<str>, Maybe<Arc<str>>);

/// A part of a value that may itself be unknown.
#[derive(Debug, Clone, PartialEq)]
pub enum Maybe<T> {
    /// Known.
    Known(T),
    /// Not known, with the reason.
    Unknown(Arc<Why>),
}

impl<T> Maybe<T> {
    /// The value, unless unknown.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(v) => Some(v),
            Self::Unknown(_) => None,
        }
    }

    /// The reason, when unknown.
    pub fn why(&self) -> Option<&Arc<Why>> {
        match self {
            Self::Known(_) => None,
            Self::Unknown(why) => Some(why),
        }
    }
}

/// Which way traffic flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Into the network.
    Ingress,
    /// Out of it.
    Egress,
}

/// A transport protocol of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Every protocol.
    Any,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// ICMP, either version.
    Icmp,
    /// Another protocol number or name.
    Other,
}

/// Ports from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortRange {
    /// First port.
    pub first: u16,
    /// Last port.
    pub last: u16,
}

impl PortRange {
    /// Every port.
    pub const ALL: Self = Self { first: 0, last: u16::MAX };

    /// Whether the range holds the port.
    pub const fn contains(self, port: u16) -> bool {
        self.first <= port && port <= self.last
    }
}

/// The other end of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peer {
    /// The whole internet: `0.0.0.0/0`, `::/0`, `*`, `Internet`, `Any`.
    Anyone,
    /// An address range as written.
    Cidr(Arc<str>),
    /// Another group, tag, service or prefix list.
    Named(Arc<str>),
}

/// One firewall rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// In or out.
    pub direction: Direction,
    /// `true` for allow, `false` for deny.
    pub allow: Maybe<bool>,
    /// Transport protocol.
    pub protocol: Maybe<Protocol>,
    /// Ports; every port where the platform means all.
    pub ports: Maybe<Arc<[PortRange]>>,
    /// Sources of an ingress rule, destinations of an egress rule.
    pub peers: Arc<[Maybe<Peer>]>,
    /// Evaluation order where the platform has one: lower first.
    pub priority: Option<i64>,
    /// Whether a description is written.
    pub described: bool,
    /// Where the rule stands.
    pub at: At,
}

/// Who a policy statement speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Everybody: `*`, `allUsers`, anonymous.
    Anyone,
    /// Everybody with any account of the cloud: `allAuthenticatedUsers`.
    AnyAuthenticated,
    /// A named one, with its type prefix as the platform writes it (`AWS:arn…`, `Service:…`, `user:…`).
    Named(Arc<str>),
}

/// A condition of a policy statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Operator: `Bool`, `StringEquals`.
    pub operator: Arc<str>,
    /// Key: `aws:SecureTransport`.
    pub key: Arc<str>,
    /// Values.
    pub values: Arc<[Maybe<Arc<str>>]>,
}

/// One statement of an access policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// `true` for allow, `false` for deny.
    pub allow: Maybe<bool>,
    /// Principals; empty where the policy is attached to its principal.
    pub principals: Maybe<Arc<[Principal]>>,
    /// Whether the principals are an exclusion (`NotPrincipal`).
    pub principals_excluded: bool,
    /// Actions or roles.
    pub actions: Arc<[Maybe<Arc<str>>]>,
    /// Whether the actions are an exclusion (`NotAction`).
    pub actions_excluded: bool,
    /// Resources; empty where the policy is attached to its resource.
    pub resources: Arc<[Maybe<Arc<str>>]>,
    /// Whether the resources are an exclusion (`NotResource`).
    pub resources_excluded: bool,
    /// Conditions, all of which must hold.
    pub conditions: Maybe<Arc<[Condition]>>,
    /// Where the statement stands.
    pub at: At,
}

impl From<bool> for Datum {
    fn from(b: bool) -> Self {
        Self::Bool(b)
    }
}

impl From<i64> for Datum {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<&str> for Datum {
    fn from(s: &str) -> Self {
        Self::Text(s.into())
    }
}

impl From<Arc<str>> for Datum {
    fn from(s: Arc<str>) -> Self {
        Self::Text(s)
    }
}

impl From<Vec<Rule>> for Datum {
    fn from(rules: Vec<Rule>) -> Self {
        Self::Rules(rules.into())
    }
}

impl From<Vec<Statement>> for Datum {
    fn from(statements: Vec<Statement>) -> Self {
        Self::Statements(statements.into())
    }
}

impl<T: fmt::Display> fmt::Display for Maybe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(v) => v.fmt(f),
            Self::Unknown(_) => f.write_str("(unknown)"),
        }
    }
}

fn join<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: impl IntoIterator<Item = T>) -> fmt::Result {
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        item.fmt(f)?;
    }
    Ok(())
}

impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("not set"),
            Self::Bool(b) => b.fmt(f),
            Self::Int(n) => n.fmt(f),
            Self::Text(s) => f.write_str(s),
            Self::Reference(r) if r.attribute.is_empty() => f.write_str(&r.address),
            Self::Reference(r) => write!(f, "{}.{}", r.address, r.attribute),
            Self::List(items) if items.is_empty() => f.write_str("none"),
            Self::List(items) => join(f, items.iter()),
            Self::Rules(rules) if rules.is_empty() => f.write_str("no rules"),
            Self::Rules(rules) => join(f, rules.iter()),
            Self::Statements(statements) if statements.is_empty() => f.write_str("no statements"),
            Self::Statements(statements) => join(f, statements.iter()),
            Self::Map(entries) if entries.is_empty() => f.write_str("none"),
            Self::Map(entries) => join(f, entries.iter().map(|(k, v)| format!("{k}={v}"))),
        }
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anyone => f.write_str("anyone"),
            Self::Cidr(s) | Self::Named(s) => f.write_str(s),
        }
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (0, u16::MAX) => f.write_str("all ports"),
            (a, b) if a == b => a.fmt(f),
            (a, b) => write!(f, "{a}-{b}"),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self.allow {
            Maybe::Known(true) => "allow",
            Maybe::Known(false) => "deny",
            Maybe::Unknown(_) => "(unknown)",
        };
        let protocol = match &self.protocol {
            Maybe::Known(Protocol::Any) => "any protocol",
            Maybe::Known(Protocol::Tcp) => "tcp",
            Maybe::Known(Protocol::Udp) => "udp",
            Maybe::Known(Protocol::Icmp) => "icmp",
            Maybe::Known(Protocol::Other) => "other protocol",
            Maybe::Unknown(_) => "(unknown protocol)",
        };
        write!(f, "{verb} {protocol} ")?;
        match &self.ports {
            Maybe::Known(ports) => join(f, ports.iter())?,
            Maybe::Unknown(_) => f.write_str("(unknown ports)")?,
        }
        f.write_str(if self.direction == Direction::Ingress { " from " } else { " to " })?;
        join(f, self.peers.iter())
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anyone => f.write_str("anyone"),
            Self::AnyAuthenticated => f.write_str("any authenticated account"),
            Self::Named(s) => f.write_str(s),
        }
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.allow {
            Maybe::Known(true) => "allow ",
            Maybe::Known(false) => "deny ",
            Maybe::Unknown(_) => "(unknown) ",
        })?;
        if self.actions_excluded {
            f.write_str("all but ")?;
        }
        join(f, self.actions.iter())?;
        if !self.resources.is_empty() {
            f.write_str(" on ")?;
            join(f, self.resources.iter())?;
        }
        match &self.principals {
            Maybe::Known(p) if p.is_empty() => Ok(()),
            Maybe::Known(p) => {
                f.write_str(" for ")?;
                join(f, p.iter())
            }
            Maybe::Unknown(_) => f.write_str(" for (unknown)"),
        }
    }
}
