//! Values of root variables from files, flags and the environment.

use std::sync::Arc;

use crate::native::{Node, Why};
use crate::source::tree::{join, normalise};
use crate::table::HashMap;

use super::super::eval::{Given, constant};
use super::super::options::Assignment;
use super::super::report::Problem;
use super::super::syntax::Body;
use super::{Form, Loader};

impl Loader<'_> {
    /// The values of each root's variables from files, flags and the environment, in Terraform's order.
    pub(super) fn given(&mut self, roots: &[String]) -> HashMap<String, HashMap<Arc<str>, Given>> {
        let mut wanted: Vec<(String, Form)> = Vec::new();
        let mut ranges = Vec::new();
        for root in roots {
            let names = self.tree.list(root);
            let from = wanted.len();
            for name in ["terraform.tfvars", "terraform.tfvars.json"] {
                if names.iter().any(|n| n == name) {
                    wanted.push((join(root, name), values_form(name)));
                }
            }
            for name in
                names.iter().filter(|n| n.ends_with(".auto.tfvars") || n.ends_with(".auto.tfvars.json"))
            {
                wanted.push((join(root, name), values_form(name)));
            }
            ranges.push(from..wanted.len());
        }
        if !self.options.follow_outside {
            // A link out of the tree is not followed for variables either.
            for (path, form) in &mut wanted {
                if !self.tree.contains(path) {
                    self.report
                        .skipped
                        .push(Problem::file(path.as_str(), "a symbolic link that leaves the scanned tree"));
                    *form = Form::Hcl;
                    path.clear();
                }
            }
        }
        let flags_from = wanted.len();
        for assignment in &self.options.assignments {
            if let Assignment::File(path) = assignment {
                let path = normalise(&path.to_string_lossy());
                wanted.push((path.clone(), values_form(&path)));
            }
        }
        let kept: Vec<(String, Form)> = wanted.iter().filter(|(path, _)| !path.is_empty()).cloned().collect();
        let mut parsed = self.parse(&kept).into_iter();
        let values: Vec<Vec<(Arc<str>, Given)>> =
            wanted
                .iter()
                .map(|(path, _)| {
                    if path.is_empty() { Vec::new() } else { self.values(parsed.next().unwrap_or_default()) }
                })
                .collect();
        let mut given = HashMap::default();
        for (root, range) in roots.iter().zip(ranges) {
            let mut all: HashMap<Arc<str>, Given> = HashMap::default();
            for (name, value) in &self.options.environment {
                all.insert(name.as_str().into(), Given::Text(value.clone()));
            }
            for (name, value) in values[range].iter().flatten() {
                all.insert(name.clone(), value.clone());
            }
            let mut files = values[flags_from..].iter();
            for assignment in &self.options.assignments {
                match assignment {
                    Assignment::Variable(name, value) => {
                        all.insert(name.as_str().into(), Given::Text(value.clone()));
                    }
                    Assignment::File(_) => {
                        for (name, value) in files.next().into_iter().flatten() {
                            all.insert(name.clone(), value.clone());
                        }
                    }
                }
            }
            given.insert(root.clone(), all);
        }
        self.check_flags(roots);
        given
    }

    fn values(&mut self, body: Body) -> Vec<(Arc<str>, Given)> {
        let mut values = Vec::with_capacity(body.attributes.len());
        for attribute in body.attributes {
            let node = constant(&attribute.value).unwrap_or_else(|| {
                let message = "a variable file holds literal values only";
                self.report.invalid.push(Problem {
                    path: self.files.path(attribute.span.file).into(),
                    line: attribute.span.line,
                    column: attribute.span.column,
                    message: message.to_owned(),
                    hint: None,
                });
                Node::unknown(Why::Invalid(message.into()))
            });
            values.push((attribute.name, Given::Value(node)));
        }
        values
    }

    /// Reports flags that no root takes: a misspelt name would silently change nothing.
    fn check_flags(&mut self, roots: &[String]) {
        for assignment in &self.options.assignments {
            if let Assignment::Variable(name, _) = assignment {
                let taken = roots
                    .iter()
                    .filter_map(|root| self.library.modules.get(root))
                    .any(|module| module.variables.contains_key(name.as_str()));
                if !taken {
                    self.report.skipped.push(Problem::file(
                        format!("--var {name}"),
                        "no root module declares this variable",
                    ));
                }
            }
        }
    }
}

fn values_form(name: &str) -> Form {
    if std::path::Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) {
        Form::JsonValues
    } else {
        Form::Values
    }
}
