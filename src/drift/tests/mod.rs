//! Two sides in, drift out.

mod classes;
mod normal;
mod own_form;

use std::sync::Arc;

use super::resolve::Resolver;
use super::same::{self, Sameness};
use super::*;
use crate::dialect::translate;
use crate::resource::{Datum, Key, Scope, Setting};
use crate::source::Tree;
use crate::source::terraform::{Options, read};

/// The account everything live stands in.
const ACCOUNT: &str = "123456789012";

/// Code as the drift of it needs it.
struct Code {
    resources: Vec<Resource>,
    facts: Facts,
}

fn code(text: &str) -> Code {
    let native = read(&Tree::memory([("main.tf", text)]), &Options::default());
    assert!(native.report.failed.is_empty(), "{:?}", native.report.failed);
    let resources = translate(&native.resources, Side::Declared).estate.into_resources();
    Code { resources, facts: Facts::of(&native.resources) }
}

impl Code {
    fn at(&self, address: &str) -> &Resource {
        self.resources.iter().find(|r| &*r.address == address).unwrap()
    }

    /// A live resource that is what a declared one says, under an id and a name.
    fn twin(&self, address: &str, id: &str, name: &str) -> Resource {
        let mut twin = self.at(address).clone();
        twin.scope = Arc::new(Scope {
            side: Side::Live,
            account: ACCOUNT.into(),
            region: "us-east-1".into(),
            ..Scope::clone(&twin.scope)
        });
        twin.address = id.into();
        twin.name = name.into();
        twin.companions = Vec::new();
        twin
    }

    fn drift(&self, live: Vec<Resource>, states: &[State], readings: &Readings) -> (Estate, DriftReport) {
        let estate = Estate::new(self.resources.iter().cloned().chain(live).collect());
        let report = compare(Input {
            estate: &estate,
            facts: &self.facts,
            states,
            readings,
            key: &DigestKey::new(None, "test"),
        });
        (estate, report)
    }

    fn against(&self, live: Vec<Resource>) -> DriftReport {
        self.drift(live, &[], &whole()).1
    }
}

fn whole() -> Readings {
    Readings::new([
        (Provider::Aws, Reading::Whole),
        (Provider::Azure, Reading::Whole),
        (Provider::Gcp, Reading::Whole),
    ])
}

/// What an item says in short.
fn brief(item: &DriftItem) -> (Class, Direction, Option<Key>) {
    (item.class, item.direction, item.setting.as_ref().map(|s| s.key))
}

/// A volume with a Name tag, so that it can be found.
fn volume(name: &str, arguments: &str) -> String {
    format!(
        "resource \"aws_ebs_volume\" \"{name}\" {{\n  availability_zone = \"us-east-1a\"\n  tags = {{ Name = \"{name}\" }}\n{arguments}\n}}\n"
    )
}

fn volume_id(n: u32) -> String {
    format!("arn:aws:ec2:us-east-1:{ACCOUNT}:volume/vol-{n}")
}
