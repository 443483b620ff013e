//! Whether a declared and a live value are the same, once what does not matter is taken away: order, case, empty forms,
//! the spelling of addresses, ids and principals. An unknown part is never equal and never different.

use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;

use super::resolve::{Resolver, Term};
use crate::native::Why;
use crate::resource::{Datum, Maybe, PortRange, Protocol, Rule, Setting, Statement};
use crate::secrets::{DigestKey, SECRET, WITHHELD};

/// What a comparison came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sameness {
    /// They are the same.
    Same,
    /// They are not.
    Different,
    /// It cannot be told, with the reason.
    Unknown(String),
}

impl Sameness {
    fn of(same: bool) -> Self {
        if same { Self::Same } else { Self::Different }
    }

    /// Both must be the same: a difference wins over what cannot be told.
    fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Different => Self::Different,
            Self::Same => other(),
            unknown @ Self::Unknown(_) => match other() {
                Self::Different => Self::Different,
                _ => unknown,
            },
        }
    }
}

/// Compares a declared with a live setting, both of the same name.
pub(super) fn settings(
    declared: &Setting,
    live: &Setting,
    resolver: Resolver<'_>,
    key: &DigestKey,
) -> Sameness {
    let (ours, theirs) = match (declared, live) {
        (Setting::Unknown { why, .. }, _) => {
            return Sameness::Unknown(format!("declared: {}", why.describe()));
        }
        (_, Setting::Unknown { why, .. }) => return Sameness::Unknown(live_reason(why)),
        (
            Setting::Known { datum: ours, .. } | Setting::Default(ours),
            Setting::Known { datum: theirs, .. } | Setting::Default(theirs),
        ) => (ours, theirs),
    };
    if (declared.is_sensitive() || live.is_sensitive())
        && let (Datum::Text(ours), Datum::Text(theirs)) = (ours, theirs)
    {
        if withheld(ours) || withheld(theirs) {
            return Sameness::Unknown(WITHHELD_REASON.to_owned());
        }
        return Sameness::of(key.digest(ours) == key.digest(theirs));
    }
    data(ours, theirs, resolver)
}

const WITHHELD_REASON: &str = "the live value is a secret and is not kept";
const FORMS: &str = "the two sides say it in different forms";

fn live_reason(why: &Why) -> String {
    format!("live: {}", why.describe())
}

fn withheld(text: &str) -> bool {
    text == SECRET || text == WITHHELD
}

fn data(declared: &Datum, live: &Datum, resolver: Resolver<'_>) -> Sameness {
    match (is_nothing(declared), is_nothing(live)) {
        (true, true) => return Sameness::Same,
        (true, false) => return certain(live, "live"),
        (false, true) => return certain(declared, "declared"),
        (false, false) => {}
    }
    match (declared, live) {
        (Datum::Bool(a), Datum::Bool(b)) => Sameness::of(a == b),
        (Datum::Int(a), Datum::Int(b)) => Sameness::of(a == b),
        (Datum::Text(a), Datum::Text(b)) if a == b && !withheld(a) && !a.contains("${") => Sameness::Same,
        (Datum::Text(_) | Datum::Reference(_), Datum::Text(_) | Datum::Reference(_)) => {
            match (resolver.term_of(declared), text_of(live)) {
                (Ok(term), Some(live)) => one(&term, live),
                (Err(why), _) => Sameness::Unknown(why),
                (_, None) => Sameness::Unknown(FORMS.to_owned()),
            }
        }
        (Datum::List(ours), Datum::List(theirs)) => sets(ours, theirs, resolver),
        (Datum::List(ours), Datum::Text(theirs)) => sets(ours, &[Maybe::Known(theirs.clone())], resolver),
        (Datum::Text(ours), Datum::List(theirs)) => sets(&[Maybe::Known(ours.clone())], theirs, resolver),
        (Datum::Rules(ours), Datum::Rules(theirs)) => rules(ours, theirs, resolver),
        (Datum::Statements(ours), Datum::Statements(theirs)) => statements(ours, theirs, resolver),
        (Datum::Map(ours), Datum::Map(theirs)) => maps(ours, theirs, resolver),
        (Datum::Int(n), Datum::Text(s)) | (Datum::Text(s), Datum::Int(n)) => match s.trim().parse::<i64>() {
            Ok(other) => Sameness::of(other == *n),
            Err(_) => Sameness::Unknown(FORMS.to_owned()),
        },
        (Datum::Bool(b), Datum::Text(s)) | (Datum::Text(s), Datum::Bool(b)) => match s.trim() {
            s if s.eq_ignore_ascii_case("true") => Sameness::of(*b),
            s if s.eq_ignore_ascii_case("false") => Sameness::of(!*b),
            // a block that is written, and the id of what it makes
            _ => Sameness::Unknown(FORMS.to_owned()),
        },
        _ => Sameness::Unknown(FORMS.to_owned()),
    }
}

/// `null`, `""`, `[]`, `{}` and no are one: nothing is set.
fn is_nothing(datum: &Datum) -> bool {
    match datum {
        Datum::Absent | Datum::Bool(false) => true,
        Datum::Bool(true) | Datum::Int(_) | Datum::Reference(_) => false,
        Datum::Text(s) => s.trim().is_empty(),
        Datum::List(items) => items.is_empty(),
        Datum::Rules(rules) => rules.is_empty(),
        Datum::Statements(statements) => statements.is_empty(),
        Datum::Map(entries) => entries.is_empty(),
    }
}

/// One side is set and the other is not: a difference, unless what is set may turn out to be empty.
fn certain(datum: &Datum, side: &str) -> Sameness {
    match datum {
        Datum::List(items) if items.iter().all(|i| i.known().is_none()) => items
            .iter()
            .find_map(Maybe::why)
            .map_or(Sameness::Different, |why| Sameness::Unknown(format!("{side}: {}", why.describe()))),
        _ => Sameness::Different,
    }
}

fn text_of(datum: &Datum) -> Option<&str> {
    match datum {
        Datum::Text(s) => Some(s),
        Datum::Reference(r) => Some(&r.address),
        _ => None,
    }
}

fn one(declared: &Term, live: &str) -> Sameness {
    if withheld(live) || declared.texts().any(withheld) {
        return Sameness::Unknown(WITHHELD_REASON.to_owned());
    }
    Sameness::of(declared.is(&plain(live)))
}

/// A text as it is compared: lower case, addresses and principals in one spelling.
pub(super) fn plain(text: &str) -> String {
    let text = text.trim();
    if let Some(range) = range(text) {
        return range;
    }
    let mut lower = text.to_lowercase();
    // a resource of Google Cloud by its URL, by its full name and by its path
    if (lower.contains(".googleapis.com/") || lower.starts_with("//"))
        && let Some(at) = lower.find("/projects/")
    {
        lower = lower.split_off(at + 1);
    }
    if let Some(at) = lower.find("/cryptokeyversions/") {
        lower.truncate(at);
    }
    lower
}

/// An address or range with host bits cleared; a single address is a range of one.
fn range(text: &str) -> Option<String> {
    if !text.starts_with(|c: char| c.is_ascii_hexdigit() || c == ':') {
        return None;
    }
    let net = match text.parse::<IpNet>() {
        Ok(net) => net,
        Err(_) => IpNet::from(text.parse::<IpAddr>().ok()?),
    };
    Some(net.trunc().to_string())
}

/// A principal as it is compared: an account is its root user, whichever way it is written.
fn principal(text: &str) -> String {
    let text = plain(text);
    let named = text.strip_prefix("aws:").unwrap_or(&text);
    if named.len() == 12 && named.bytes().all(|b| b.is_ascii_digit()) {
        return format!("aws:arn:aws:iam::{named}:root");
    }
    if named.starts_with("arn:") { format!("aws:{named}") } else { text }
}

/// Parts in any order, each side's repeats counted once.
fn matching<A, B>(ours: &[A], theirs: &[B], same: impl Fn(&A, &B) -> Sameness) -> Sameness {
    // of each live part: whether something declared is it, and why it cannot be told
    let mut seen: Vec<(bool, Option<String>)> = vec![(false, None); theirs.len()];
    let mut doubt = None;
    let mut missing = false;
    for a in ours {
        let mut found = false;
        let mut unsure = None;
        for (b, (taken, open)) in theirs.iter().zip(&mut seen) {
            match same(a, b) {
                Sameness::Same => {
                    *taken = true;
                    found = true;
                }
                Sameness::Unknown(why) => {
                    *open = open.take().or(Some(why.clone()));
                    unsure = unsure.or(Some(why));
                }
                Sameness::Different => {}
            }
        }
        match (found, unsure) {
            (true, _) => {}
            (false, Some(why)) => doubt = doubt.or(Some(why)),
            (false, None) => missing = true,
        }
    }
    for (_, open) in seen.into_iter().filter(|(taken, _)| !taken) {
        match open {
            Some(why) => doubt = doubt.or(Some(why)),
            None => missing = true,
        }
    }
    match (missing, doubt) {
        (true, _) => Sameness::Different,
        (false, Some(why)) => Sameness::Unknown(why),
        (false, None) => Sameness::Same,
    }
}

fn sets(ours: &[Maybe<Arc<str>>], theirs: &[Maybe<Arc<str>>], resolver: Resolver<'_>) -> Sameness {
    sets_by(ours, theirs, resolver, plain)
}

fn sets_by(
    ours: &[Maybe<Arc<str>>],
    theirs: &[Maybe<Arc<str>>],
    resolver: Resolver<'_>,
    form: fn(&str) -> String,
) -> Sameness {
    let ours: Vec<_> = ours.iter().map(|m| maybe_term(m, resolver, form)).collect();
    let theirs: Vec<_> = theirs
        .iter()
        .map(|m| match m {
            Maybe::Known(text) if withheld(text) => Err(WITHHELD_REASON.to_owned()),
            Maybe::Known(text) => Ok(form(text)),
            Maybe::Unknown(why) => Err(live_reason(why)),
        })
        .collect();
    matching(&ours, &theirs, |a, b| match (a, b) {
        (Ok(a), Ok(b)) => Sameness::of(a.is(b)),
        (Err(why), _) | (_, Err(why)) => Sameness::Unknown(why.clone()),
    })
}

fn maybe_term(m: &Maybe<Arc<str>>, resolver: Resolver<'_>, form: fn(&str) -> String) -> Result<Term, String> {
    match m {
        Maybe::Known(text) if withheld(text) => Err(WITHHELD_REASON.to_owned()),
        Maybe::Known(text) => resolver.term(text, form),
        Maybe::Unknown(why) => Err(format!("declared: {}", why.describe())),
    }
}

/// Entries that code writes must stand live; what a provider or a platform adds does not count.
fn maps(
    ours: &[(Arc<str>, Maybe<Arc<str>>)],
    theirs: &[(Arc<str>, Maybe<Arc<str>>)],
    resolver: Resolver<'_>,
) -> Sameness {
    let mut all = Sameness::Same;
    for (name, value) in ours {
        let found = theirs.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        all = all.and(|| match found {
            None => Sameness::Different,
            Some((_, live)) => sets(std::slice::from_ref(value), std::slice::from_ref(live), resolver),
        });
    }
    all
}

/// One port range, one peer: what rules are made of, however they are grouped.
struct Atom<'a> {
    rule: &'a Rule,
    ports: Option<PortRange>,
    peer: &'a Maybe<crate::resource::Peer>,
}

fn atoms(rules: &[Rule]) -> Vec<Atom<'_>> {
    let mut all = Vec::new();
    for rule in rules {
        let ports: Vec<Option<PortRange>> = match (&rule.protocol, &rule.ports) {
            // a rule for every protocol is for every port, whatever stands there
            (Maybe::Known(Protocol::Any), _) => vec![Some(PortRange::ALL)],
            (_, Maybe::Known(ports)) => ports.iter().copied().map(Some).collect(),
            (_, Maybe::Unknown(_)) => vec![None],
        };
        for ports in ports {
            all.extend(rule.peers.iter().map(|peer| Atom { rule, ports, peer }));
        }
    }
    all
}

fn rules(ours: &[Rule], theirs: &[Rule], resolver: Resolver<'_>) -> Sameness {
    matching(&atoms(ours), &atoms(theirs), |a, b| {
        if a.rule.direction != b.rule.direction || a.rule.priority != b.rule.priority {
            return Sameness::Different;
        }
        maybe(&a.rule.allow, &b.rule.allow, |a, b| Sameness::of(a == b))
            .and(|| maybe(&a.rule.protocol, &b.rule.protocol, |a, b| Sameness::of(a == b)))
            .and(|| match (a.ports, b.ports) {
                (Some(a), Some(b)) => Sameness::of(a == b),
                (None, _) => Sameness::Unknown("declared: the ports are not known".to_owned()),
                (_, None) => Sameness::Unknown("live: the ports are not known".to_owned()),
            })
            .and(|| maybe(a.peer, b.peer, |a, b| peers(a, b, resolver)))
    })
}

fn peers(ours: &crate::resource::Peer, theirs: &crate::resource::Peer, resolver: Resolver<'_>) -> Sameness {
    use crate::resource::Peer;
    match (ours, theirs) {
        (Peer::Anyone, Peer::Anyone) => Sameness::Same,
        (Peer::Cidr(a), Peer::Cidr(b)) => Sameness::of(plain(a) == plain(b)),
        (Peer::Named(a), Peer::Named(b) | Peer::Cidr(b)) => match resolver.named(a) {
            Ok(term) => one(&term, b),
            Err(why) => Sameness::Unknown(why),
        },
        (Peer::Anyone, _) | (_, Peer::Anyone) | (Peer::Cidr(_), Peer::Named(_)) => Sameness::Different,
    }
}

fn maybe<T>(ours: &Maybe<T>, theirs: &Maybe<T>, same: impl FnOnce(&T, &T) -> Sameness) -> Sameness {
    match (ours, theirs) {
        (Maybe::Known(a), Maybe::Known(b)) => same(a, b),
        (Maybe::Unknown(why), _) => Sameness::Unknown(format!("declared: {}", why.describe())),
        (_, Maybe::Unknown(why)) => Sameness::Unknown(live_reason(why)),
    }
}

fn statements(ours: &[Statement], theirs: &[Statement], resolver: Resolver<'_>) -> Sameness {
    matching(ours, theirs, |a, b| {
        let excluded = |s: &Statement| (s.principals_excluded, s.actions_excluded, s.resources_excluded);
        if excluded(a) != excluded(b) {
            return Sameness::Different;
        }
        maybe(&a.allow, &b.allow, |a, b| Sameness::of(a == b))
            .and(|| sets(&a.actions, &b.actions, resolver))
            .and(|| maybe(&a.principals, &b.principals, |a, b| principals(a, b, resolver)))
            .and(|| sets(&a.resources, &b.resources, resolver))
            .and(|| {
                maybe(&a.conditions, &b.conditions, |a, b| {
                    matching(a, b, |a, b| {
                        if !a.operator.eq_ignore_ascii_case(&b.operator)
                            || !a.key.eq_ignore_ascii_case(&b.key)
                        {
                            return Sameness::Different;
                        }
                        sets(&a.values, &b.values, resolver)
                    })
                })
            })
    })
}

fn principals(
    ours: &[crate::resource::Principal],
    theirs: &[crate::resource::Principal],
    resolver: Resolver<'_>,
) -> Sameness {
    use crate::resource::Principal;
    let text = |p: &Principal| {
        Maybe::Known(match p {
            Principal::Anyone => "*".into(),
            Principal::AnyAuthenticated => "allauthenticatedusers".into(),
            Principal::Named(name) => name.clone(),
        })
    };
    let ours: Vec<_> = ours.iter().map(text).collect();
    let theirs: Vec<_> = theirs.iter().map(text).collect();
    sets_by(&ours, &theirs, resolver, principal)
}

#[cfg(test)]
mod tests {
    use super::{plain, principal};

    #[test]
    fn one_thing_has_one_spelling() {
        for (one, other) in [
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("10.0.0.5", "10.0.0.5/32"),
            ("2001:DB8::/32", "2001:db8:0::/32"),
            ("arn:aws:KMS:us-east-1:1:key/A", "arn:aws:kms:us-east-1:1:key/a"),
            (
                "https://www.googleapis.com/compute/v1/projects/p/zones/z/disks/d",
                "//compute.googleapis.com/projects/p/zones/z/disks/d",
            ),
            (
                "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/3",
                "projects/p/locations/l/keyRings/r/cryptoKeys/k",
            ),
        ] {
            assert_eq!(plain(one), plain(other), "{one} and {other}");
        }
        assert_ne!(plain("10.0.0.0/8"), plain("10.0.0.0/9"));
        assert_ne!(plain("bed"), plain("bad"));
    }

    #[test]
    fn an_account_is_its_root_user() {
        let root = principal("AWS:arn:aws:iam::123456789012:root");
        assert_eq!(principal("AWS:123456789012"), root);
        assert_eq!(principal("123456789012"), root);
        assert_ne!(principal("AWS:123456789013"), root);
        assert_ne!(principal("Service:123456789012"), root);
    }
}
