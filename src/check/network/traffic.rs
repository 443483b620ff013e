//! What firewall rules admit, in order, with three values.

use crate::check::{Outcome, Subject};
use crate::resource::{At, Datum, Direction, Key, Maybe, Peer, PortRange, Protocol, Rule, Truth};

/// A kind of traffic that may be admitted.
#[derive(Debug, Clone, Copy)]
pub(super) enum Traffic {
    /// TCP to one port.
    Port(u16),
    /// UDP to one port.
    DatagramPort(u16),
    /// Every port of a transport protocol.
    EveryPort,
    /// Every protocol and every port.
    Everything,
    /// UDP to any port at all.
    Udp,
    /// Any traffic at all.
    Any,
    /// TCP or UDP to a port that is not among these.
    OtherThan(&'static [u16]),
}

fn holds(ports: &Maybe<std::sync::Arc<[PortRange]>>, test: impl Fn(PortRange) -> bool) -> Truth {
    ports.test(|ranges| ranges.iter().copied().any(test))
}

fn is_every(range: PortRange) -> bool {
    range.first <= 1 && range.last == u16::MAX
}

impl Traffic {
    /// Whether an allowing rule lets some of this traffic through.
    fn admitted_by(self, rule: &Rule) -> Truth {
        let protocol = rule.protocol.test(|p| match self {
            Self::Port(_) => matches!(p, Protocol::Any | Protocol::Tcp),
            Self::EveryPort | Self::OtherThan(_) => {
                matches!(p, Protocol::Any | Protocol::Tcp | Protocol::Udp)
            }
            Self::Everything => matches!(p, Protocol::Any),
            Self::Any => true,
            Self::Udp | Self::DatagramPort(_) => matches!(p, Protocol::Any | Protocol::Udp),
        });
        protocol.and(|| match self {
            Self::Port(port) | Self::DatagramPort(port) => holds(&rule.ports, |r| r.contains(port)),
            Self::EveryPort | Self::Everything => holds(&rule.ports, is_every),
            Self::Udp => holds(&rule.ports, |_| true),
            // a protocol without ports has none to ask for
            Self::Any => Truth::True,
            Self::OtherThan(ports) => holds(&rule.ports, |r| r.first != r.last || !ports.contains(&r.first)),
        })
    }

    /// Whether a denying rule stops all of this traffic.
    fn stopped_by(self, rule: &Rule) -> Truth {
        let protocol = rule.protocol.test(|p| match self {
            Self::Port(_) => matches!(p, Protocol::Any | Protocol::Tcp),
            Self::EveryPort | Self::Everything | Self::Any | Self::OtherThan(_) => {
                matches!(p, Protocol::Any)
            }
            Self::Udp | Self::DatagramPort(_) => matches!(p, Protocol::Any | Protocol::Udp),
        });
        protocol.and(|| match self {
            Self::Port(port) | Self::DatagramPort(port) => holds(&rule.ports, |r| r.contains(port)),
            _ => holds(&rule.ports, is_every),
        })
    }
}

/// Whether a rule speaks of the whole internet.
fn is_for_anyone(rule: &Rule) -> Truth {
    Truth::any(rule.peers.iter(), |peer| peer.test(|p| *p == Peer::Anyone))
}

/// Whether rules let anyone through, read in the platform's order: the first rule that matches decides.
#[cfg(test)]
fn admits_anyone(rules: &[Rule], direction: Direction, traffic: Traffic) -> Truth {
    decide(rules, direction, traffic).0
}

/// The same, with the rule that lets them through.
fn decide(rules: &[Rule], direction: Direction, traffic: Traffic) -> (Truth, Option<At>) {
    let mut ordered: Vec<&Rule> = rules.iter().filter(|r| r.direction == direction).collect();
    // rules without a priority (every security group's) keep their order and never deny
    ordered.sort_by_key(|r| r.priority.unwrap_or(i64::MAX));
    let mut seen = Truth::False;
    let mut maybe_stopped = None;
    for rule in ordered {
        let open = is_for_anyone(rule);
        let admitted = rule.allow.test(|allow| *allow).and(|| open.clone()).and(|| traffic.admitted_by(rule));
        let admitted = match (admitted, &maybe_stopped) {
            (Truth::True, Some(why)) => Truth::Unknown(std::sync::Arc::clone(why)),
            (admitted, _) => admitted,
        };
        if admitted == Truth::True {
            return (Truth::True, Some(rule.at));
        }
        seen = seen.or(|| admitted);
        match rule.allow.test(|allow| !*allow).and(|| open).and(|| traffic.stopped_by(rule)) {
            Truth::True => return (seen, None),
            Truth::Unknown(why) if maybe_stopped.is_none() && rule.allow.known() != Some(&true) => {
                maybe_stopped = Some(why);
            }
            _ => {}
        }
    }
    (seen, None)
}

/// Passes when the firewall lets nobody from the whole internet through.
pub(super) fn closed(subject: &Subject<'_>, direction: Direction, traffic: Traffic) -> Outcome {
    let mut fault = None;
    let outcome = subject.ask(Key::Rules, |datum| match datum {
        Datum::Rules(rules) => {
            let (admits, at) = decide(rules, direction, traffic);
            fault = at;
            admits.negate()
        }
        _ => Truth::True,
    });
    match fault {
        Some(at) => outcome.part(at.origin.or(at.site)),
        None => outcome,
    }
}

/// Passes when none of the TCP ports is open to the whole internet.
pub(super) fn ports_closed(subject: &Subject<'_>, ports: &[u16]) -> Outcome {
    each_closed(subject, ports, Traffic::Port)
}

/// Passes when none of the UDP ports is open to the whole internet.
pub(super) fn datagram_ports_closed(subject: &Subject<'_>, ports: &[u16]) -> Outcome {
    each_closed(subject, ports, Traffic::DatagramPort)
}

fn each_closed(subject: &Subject<'_>, ports: &[u16], traffic: fn(u16) -> Traffic) -> Outcome {
    ports
        .iter()
        .map(|port| closed(subject, Direction::Ingress, traffic(*port)))
        .reduce(Outcome::and)
        .unwrap_or_else(Outcome::pass)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::native::Why;

    fn rule(allow: bool, priority: i64, ports: (u16, u16), peer: &str) -> Rule {
        Rule {
            direction: Direction::Ingress,
            allow: Maybe::Known(allow),
            protocol: Maybe::Known(Protocol::Tcp),
            ports: Maybe::Known(Arc::new([PortRange { first: ports.0, last: ports.1 }])),
            peers: Arc::new([Maybe::Known(if peer == "*" { Peer::Anyone } else { Peer::Cidr(peer.into()) })]),
            priority: Some(priority),
            described: true,
            at: At::default(),
        }
    }

    fn ssh(rules: &[Rule]) -> Truth {
        admits_anyone(rules, Direction::Ingress, Traffic::Port(22))
    }

    #[test]
    fn the_lower_number_decides() {
        let deny = rule(false, 100, (22, 22), "*");
        let allow = rule(true, 200, (0, 65535), "*");
        assert_eq!(ssh(&[allow.clone(), deny.clone()]), Truth::False);
        assert_eq!(ssh(&[rule(true, 50, (22, 22), "*"), deny]), Truth::True);
        assert_eq!(ssh(&[allow, rule(false, 100, (22, 22), "10.0.0.0/8")]), Truth::True);
    }

    #[test]
    fn an_unknown_part_leaves_the_question_open_unless_another_rule_decides() {
        let why = Arc::new(Why::Variable("var.cidr".into()));
        let unknown = Rule { peers: Arc::new([Maybe::Unknown(why)]), ..rule(true, 100, (22, 22), "*") };
        assert!(matches!(ssh(std::slice::from_ref(&unknown)), Truth::Unknown(_)));
        assert_eq!(ssh(&[unknown.clone(), rule(true, 200, (22, 22), "*")]), Truth::True);
        let elsewhere = Rule { ports: rule(true, 1, (443, 443), "*").ports, ..unknown.clone() };
        assert_eq!(ssh(&[elsewhere]), Truth::False);
        let denied = Rule { allow: Maybe::Known(false), ..unknown };
        assert!(matches!(ssh(&[denied, rule(true, 200, (22, 22), "*")]), Truth::Unknown(_)));
    }

    #[test]
    fn everything_means_every_protocol() {
        let tcp = rule(true, 1, (0, 65535), "*");
        let everything =
            |r: &Rule| admits_anyone(std::slice::from_ref(r), Direction::Ingress, Traffic::Everything);
        assert_eq!(everything(&tcp), Truth::False);
        assert_eq!(everything(&Rule { protocol: Maybe::Known(Protocol::Any), ..tcp.clone() }), Truth::True);
        assert_eq!(admits_anyone(&[tcp], Direction::Ingress, Traffic::EveryPort), Truth::True);
    }
}
