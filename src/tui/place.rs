//! A place is a value: it prints and parses, and is the crumb, the history, the bookmark and the test's address.
//!
//! ```text
//! matrix                                             every safeguard
//! 164.312(a)(2)(iv)                                  one safeguard
//! 164.312(a)(2)(iv)/encryption-at-rest               one objective of it
//! 164.312(a)(2)(iv)/encryption-at-rest/aws_s3_bucket.logs/object-store-encryption
//! findings/aws_s3_bucket.logs/object-store-encryption/remedy
//! resources/aws_s3_bucket.logs@infra%2Fprod          a resource of the root module infra/prod
//! findings?status:fail sev:>=high                    a list with its filter
//! ```

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::check::{CheckId, registry};
use crate::hipaa::objective::nearest_objective;
use crate::hipaa::{ObjectiveId, SafeguardId, objective, resolve, safeguard};

/// Where a way through the views begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Root {
    /// Every safeguard by scope.
    Matrix,
    /// The score, the worst safeguards and the root causes.
    Overview,
    /// Every control objective.
    Objectives,
    /// Every finding.
    Findings,
    /// Every resource.
    Resources,
    /// Failing findings by the line that causes them.
    Causes,
    /// What was read, skipped and failed.
    Sources,
    /// Every exception.
    Waivers,
    /// Where live differs from declared.
    Drift,
    /// What people must attest.
    Attestations,
    /// One safeguard.
    Safeguard(SafeguardId),
}

impl Root {
    /// The roots that have a word of their own.
    pub const NAMED: [Self; 10] = [
        Self::Matrix,
        Self::Overview,
        Self::Objectives,
        Self::Findings,
        Self::Resources,
        Self::Causes,
        Self::Sources,
        Self::Waivers,
        Self::Drift,
        Self::Attestations,
    ];

    /// The word or citation it is written as.
    pub fn word(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Overview => "overview",
            Self::Objectives => "objectives",
            Self::Findings => "findings",
            Self::Resources => "resources",
            Self::Causes => "causes",
            Self::Sources => "sources",
            Self::Waivers => "waivers",
            Self::Drift => "drift",
            Self::Attestations => "attestations",
            Self::Safeguard(id) => id.get().citation,
        }
    }
}

/// The name of a resource: its address within its root module or account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResourceName {
    /// Root module directory, account, subscription or project; empty where there is only one.
    pub account: Arc<str>,
    /// The address within it.
    pub address: Arc<str>,
}

/// A place in the terminal UI.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// Where the way begins.
    pub root: Root,
    /// The objective, under a safeguard or `objectives`.
    pub objective: Option<ObjectiveId>,
    /// The resource, under an objective, `findings` or `resources`.
    pub resource: Option<ResourceName>,
    /// The check, under a resource.
    pub check: Option<CheckId>,
    /// Whether it is the remedy of the check for the resource.
    pub remedy: bool,
    /// The filter in force, as typed.
    pub filter: String,
}

/// What a place shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// The matrix.
    Matrix,
    /// The overview.
    Overview,
    /// All objectives.
    Objectives,
    /// All findings.
    Findings,
    /// All resources.
    Resources,
    /// All root causes.
    Causes,
    /// All sources.
    Sources,
    /// All waivers.
    Waivers,
    /// All drift.
    Drift,
    /// What people must attest.
    Attestations,
    /// One safeguard.
    Safeguard,
    /// One objective's findings.
    Objective,
    /// One resource.
    Resource,
    /// One finding.
    Finding,
    /// One remedy.
    Remedy,
}

impl Page {
    /// The word a file of it is named by.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Overview => "overview",
            Self::Objectives => "objectives",
            Self::Findings => "findings",
            Self::Resources => "resources",
            Self::Causes => "causes",
            Self::Sources => "sources",
            Self::Waivers => "waivers",
            Self::Drift => "drift",
            Self::Attestations => "attestations",
            Self::Safeguard => "safeguard",
            Self::Objective => "objective",
            Self::Resource => "resource",
            Self::Finding => "finding",
            Self::Remedy => "remedy",
        }
    }
}

/// Why a text is no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// The first part names nothing.
    #[error(
        "failed to find a view or safeguard named `{0}`; views are matrix, overview, objectives, findings, resources, causes, sources, waivers, drift and attestations"
    )]
    Root(String),
    /// No such objective.
    #[error("failed to find a control objective named `{0}`{hint}", hint = nearest_objective(.0).map(|n| format!("; did you mean `{n}`?")).unwrap_or_default())]
    Objective(String),
    /// No such check.
    #[error("failed to find a check named `{0}`")]
    Check(String),
    /// Something stands where nothing can.
    #[error("failed to read `{0}`: nothing can stand there")]
    Trailing(String),
}

impl Place {
    /// A root without anything below it.
    pub fn root(root: Root) -> Self {
        Self { root, objective: None, resource: None, check: None, remedy: false, filter: String::new() }
    }

    /// The home of the program.
    pub fn home() -> Self {
        Self::root(Root::Matrix)
    }

    /// A safeguard's page.
    pub fn safeguard(id: SafeguardId) -> Self {
        Self::root(Root::Safeguard(id))
    }

    /// The same place with a filter.
    #[must_use]
    pub fn filtered(mut self, filter: impl Into<String>) -> Self {
        self.filter = filter.into();
        self
    }

    /// An objective below this place.
    #[must_use]
    pub fn with_objective(&self, objective: ObjectiveId) -> Self {
        let root = match self.root {
            Root::Safeguard(_) => self.root,
            _ => Root::Objectives,
        };
        Self { objective: Some(objective), ..Self::root(root) }
    }

    /// A resource below this place; without an objective it stands below `resources` or `findings`.
    #[must_use]
    pub fn with_resource(&self, resource: ResourceName) -> Self {
        let root = match (self.root, self.objective) {
            (Root::Safeguard(_) | Root::Objectives, Some(_)) | (Root::Findings, _) => self.root,
            _ => Root::Resources,
        };
        Self {
            objective: self.objective.filter(|_| root == self.root),
            resource: Some(resource),
            ..Self::root(root)
        }
    }

    /// A check below a resource.
    #[must_use]
    pub fn with_check(&self, check: CheckId) -> Self {
        Self { check: Some(check), remedy: false, filter: String::new(), ..self.clone() }
    }

    /// The remedy below a finding.
    #[must_use]
    pub fn with_remedy(&self) -> Self {
        Self { remedy: true, filter: String::new(), ..self.clone() }
    }

    /// What the place shows.
    pub fn page(&self) -> Page {
        match (self.remedy, self.check, &self.resource, self.objective) {
            (true, ..) => Page::Remedy,
            (_, Some(_), ..) => Page::Finding,
            (_, _, Some(_), _) => Page::Resource,
            (.., Some(_)) => Page::Objective,
            _ => match self.root {
                Root::Matrix => Page::Matrix,
                Root::Overview => Page::Overview,
                Root::Objectives => Page::Objectives,
                Root::Findings => Page::Findings,
                Root::Resources => Page::Resources,
                Root::Causes => Page::Causes,
                Root::Sources => Page::Sources,
                Root::Waivers => Page::Waivers,
                Root::Drift => Page::Drift,
                Root::Attestations => Page::Attestations,
                Root::Safeguard(_) => Page::Safeguard,
            },
        }
    }

    /// Whether it is one of the views, and so the beginning of a way.
    pub fn is_view(&self) -> bool {
        self.page() != Page::Safeguard && self.objective.is_none() && self.resource.is_none()
    }

    /// The places passed on the way from home: the history of somebody who drilled down to it.
    pub fn trail(&self) -> Vec<Self> {
        let mut trail = Vec::new();
        if self.page() != Page::Matrix {
            trail.push(Self::home());
        }
        let mut at = Self::root(self.root);
        if at.page() != self.page() {
            trail.push(at.clone());
        }
        if self.objective.is_some() && self.page() != Page::Objective {
            at.objective = self.objective;
            trail.push(at.clone());
        }
        if self.resource.is_some() && self.page() == Page::Remedy {
            at.resource.clone_from(&self.resource);
            at.check = self.check;
            trail.push(at);
        }
        trail.push(self.clone());
        trail
    }

    /// The last part: what a crumb shows.
    pub fn crumb(&self) -> String {
        if self.remedy {
            return "remedy".to_owned();
        }
        match (self.check, &self.resource, self.objective) {
            (Some(check), Some(resource), _) => format!("{}/{}", resource.address, registry().get(check).id),
            (_, Some(resource), _) => resource.address.to_string(),
            (.., Some(objective)) => objective.get().id.to_owned(),
            _ => self.root.word().to_owned(),
        }
    }

    /// The place without its filter, for telling whether two are the same page.
    pub fn bare(&self) -> Self {
        Self { filter: String::new(), ..self.clone() }
    }
}

/// Writes text with the characters that separate parts, those that do not print, and white space at its ends (a
/// pasted place is trimmed) as `%XX`.
fn encode(out: &mut fmt::Formatter<'_>, text: &str, separators: &str) -> fmt::Result {
    let inner = text.trim();
    let start = text.len() - text.trim_start().len();
    for (at, c) in text.char_indices() {
        let at_an_end = !(start..start + inner.len()).contains(&at);
        if c == '%' || at_an_end || c.is_control() || separators.contains(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                write!(out, "%{byte:02X}")?;
            }
        } else {
            fmt::Write::write_char(out, c)?;
        }
    }
    Ok(())
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |b: u8| (b as char).to_digit(16).and_then(|d| u8::try_from(d).ok());
        match (first, tail) {
            (b'%', [a, b, after @ ..]) if hex(*a).is_some() && hex(*b).is_some() => {
                bytes.push(hex(*a).unwrap_or(0) << 4 | hex(*b).unwrap_or(0));
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl fmt::Display for ResourceName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        encode(out, &self.address, "/?@")?;
        if !self.account.is_empty() {
            out.write_str("@")?;
            encode(out, &self.account, "/?@")?;
        }
        Ok(())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.root.word())?;
        if let Some(objective) = self.objective {
            write!(out, "/{objective}")?;
        }
        if let Some(resource) = &self.resource {
            write!(out, "/{resource}")?;
        }
        if let Some(check) = self.check {
            write!(out, "/{}", registry().get(check).id)?;
        }
        if self.remedy {
            out.write_str("/remedy")?;
        }
        if !self.filter.is_empty() {
            out.write_str("?")?;
            encode(out, &self.filter, "")?;
        }
        Ok(())
    }
}

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, PlaceError> {
        let (path, filter) = text.split_once('?').unwrap_or((text, ""));
        let mut parts = path.trim().split('/').filter(|p| !p.is_empty());
        let mut place = Self::root(root_of(parts.next().unwrap_or("matrix"))?);
        place.filter = decode(filter);
        let holds_objectives = matches!(place.root, Root::Safeguard(_) | Root::Objectives);
        if holds_objectives && let Some(id) = parts.next() {
            place.objective = Some(objective(id).ok_or_else(|| PlaceError::Objective(id.to_owned()))?.index);
        }
        let holds_resources =
            place.objective.is_some() || matches!(place.root, Root::Findings | Root::Resources);
        if holds_resources && let Some(name) = parts.next() {
            let (address, account) = name.split_once('@').unwrap_or((name, ""));
            place.resource =
                Some(ResourceName { account: decode(account).into(), address: decode(address).into() });
            if let Some(id) = parts.next() {
                place.check = Some(registry().find(id).ok_or_else(|| PlaceError::Check(id.to_owned()))?);
                if let Some(last) = parts.next() {
                    if last != "remedy" {
                        return Err(PlaceError::Trailing(last.to_owned()));
                    }
                    place.remedy = true;
                }
            }
        }
        match parts.next() {
            Some(more) => Err(PlaceError::Trailing(more.to_owned())),
            None => Ok(place),
        }
    }
}

fn root_of(word: &str) -> Result<Root, PlaceError> {
    if let Some(root) = Root::NAMED.into_iter().find(|r| r.word().eq_ignore_ascii_case(word)) {
        return Ok(root);
    }
    if let Some(entry) = safeguard(word) {
        return Ok(Root::Safeguard(entry.id));
    }
    match resolve(word).as_deref() {
        // a container with one member is that member
        Ok([one]) => Ok(Root::Safeguard(*one)),
        _ => Err(PlaceError::Root(word.to_owned())),
    }
}
