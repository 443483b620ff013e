//! What a reference in code stands for live: the counterpart of the resource it names.

use super::same::plain;
use crate::native::Reference;
use crate::resource::{Datum, Estate, Resource, ResourceId};

/// A declared text, in every spelling in which the live side may give it.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// Never empty; already in the form in which texts are compared.
    texts: Vec<String>,
    /// Whether it names a resource, so that its last part is enough.
    names_resource: bool,
}

impl Term {
    fn text(text: String) -> Self {
        Self { texts: vec![text], names_resource: false }
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }

    /// Whether a live text, in its form of comparison, is meant.
    pub(super) fn is(&self, live: &str) -> bool {
        self.texts.iter().any(|t| t == live || (self.names_resource && last(t) == last(live)))
    }
}

/// What follows the last `/` or `:`.
pub(super) fn last(id: &str) -> &str {
    id.rsplit(['/', ':']).next().unwrap_or(id)
}

/// Follows references from one declared resource.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resolver<'a> {
    pub(super) estate: &'a Estate,
    /// For each resource of the estate, its live counterpart.
    pub(super) counterparts: &'a [Option<ResourceId>],
    pub(super) from: &'a Resource,
}

impl<'a> Resolver<'a> {
    /// A declared text or reference.
    pub(super) fn term_of(&self, declared: &Datum) -> Result<Term, String> {
        match declared {
            Datum::Text(text) => self.term(text, plain),
            Datum::Reference(reference) => self.reference(reference),
            other => Ok(Term::text(plain(&other.to_string()))),
        }
    }

    /// A text in which attributes of other resources may stand as `${address.attribute}`.
    pub(super) fn term(&self, text: &str, form: fn(&str) -> String) -> Result<Term, String> {
        let Some((before, rest)) = text.split_once("${") else { return Ok(Term::text(form(text))) };
        let (inner, after) = rest.split_once('}').ok_or_else(|| unresolved(text))?;
        let (address, attribute) = split(inner).ok_or_else(|| unresolved(text))?;
        let term = self.reference(&Reference { address: address.into(), attribute: attribute.into() })?;
        if before.is_empty() && after.is_empty() {
            return Ok(Term { texts: term.texts().map(form).collect(), ..term });
        }
        if after.contains("${") {
            return Err(unresolved(text));
        }
        let texts = term.texts().map(|t| form(&format!("{before}{t}{after}"))).collect();
        Ok(Term { texts, names_resource: false })
    }

    /// A name in a rule: of a group, a tag or a service, or the address of a declared resource.
    pub(super) fn named(&self, text: &str) -> Result<Term, String> {
        if text.contains("${") {
            return self.term(text, plain);
        }
        let whole = Reference { address: text.into(), attribute: "".into() };
        if self.estate.follow(self.from, &whole).is_some() {
            return self.reference(&whole);
        }
        if let Some((address, attribute)) = split(text)
            && (text.starts_with("data.") || crate::dialect::find(type_of(address)).is_some())
        {
            return self.reference(&Reference { address: address.into(), attribute: attribute.into() });
        }
        Ok(Term::text(plain(text)))
    }

    fn reference(&self, reference: &Reference) -> Result<Term, String> {
        let live = self.live(reference)?;
        let id = plain(&live.address);
        let short = last(&id).to_owned();
        let texts = match &*reference.attribute {
            "arn" => vec![id],
            "id" | "self_link" | "key_id" | "resource_id" | "" => vec![id, short, plain(&live.name)],
            "name" | "bucket" | "identifier" => vec![plain(&live.name), short],
            _ => return Err(unresolved(&format!("{}.{}", reference.address, reference.attribute))),
        };
        Ok(Term { texts, names_resource: true })
    }

    fn live(&self, reference: &Reference) -> Result<&'a Resource, String> {
        let address = &reference.address;
        if address.starts_with("data.") || address.contains(".data.") {
            return Err(format!("{address} is read at plan time"));
        }
        let account = &self.from.scope.account;
        let declared = self
            .estate
            .at_address(account, address)
            .ok_or_else(|| format!("{address} is not among the declared resources"))?;
        let live = self.counterparts.get(declared.0 as usize).copied().flatten();
        live.and_then(|id| self.estate.get(id))
            .ok_or_else(|| format!("which live resource {address} is cannot be told"))
    }
}

fn unresolved(text: &str) -> String {
    format!("declared: {text} is known only after apply")
}

/// `module.m.aws_kms_key.k.arn` as address and attribute.
fn split(text: &str) -> Option<(&str, &str)> {
    let (address, attribute) = text.rsplit_once('.')?;
    address.contains('.').then_some((address, attribute))
}

/// The type in an address.
fn type_of(address: &str) -> &str {
    let parts: Vec<&str> = address.split('.').collect();
    parts.len().checked_sub(2).and_then(|i| parts.get(i)).copied().unwrap_or_default()
}
