//! Functions that read files. They read nothing outside the scanned tree.

use std::rc::Rc;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::native::{Node, Span, Value, Why};
use crate::source::ReadError;
use crate::source::tree::join;

use super::super::super::parse;
use super::super::super::syntax::Expr;
use super::super::value::{set, sorted};
use super::super::{Binding, Evaluator, Fault, Scope};
use super::{Arguments, boolean, encoding, text};

/// Files that one `fileset` looks at.
const MOST_FILES: usize = 100_000;

impl<'a> Evaluator<'a> {
    pub(super) fn file_function(
        &self,
        name: &str,
        a: &Arguments<'_>,
        span: Span,
        scope: Scope<'_, 'a>,
    ) -> Option<Result<Node, Fault>> {
        let path = || a.text(0).map_err(Fault::new);
        Some(match name {
            "file" => path().and_then(|path| match self.library.document(&join(self.root, &path)) {
                Some(document) => Ok(document.clone()),
                None => self.read_text(&path).map(|found| found.map_or_else(|node| node, text)),
            }),
            "filebase64" => path().and_then(|path| self.read_bytes(&path)).map(|found| match found {
                Ok(bytes) => text(STANDARD.encode(bytes)),
                Err(node) => node,
            }),
            "fileexists" => path().map(|path| {
                let path = join(self.root, &path);
                if self.allowed(&path) { boolean(self.tree.is_file(&path)) } else { outside(&path) }
            }),
            "fileset" => self.file_set(a),
            "templatefile" => self.template_file(a, span, scope),
            "templatestring" => path().and_then(|source| {
                let vars = a.node(1).map_err(Fault::new)?;
                let parsed =
                    parse::parse_template(&source, span).map_err(|error| Fault::new(error.message))?;
                self.with_variables(&parsed, vars, scope)
            }),
            "abspath" => Ok(Node::unknown(Why::Runtime("abspath()".into()))),
            "pathexpand" => path().map(|path| {
                if path.starts_with('~') {
                    Node::unknown(Why::Runtime("pathexpand()".into()))
                } else {
                    text(path)
                }
            }),
            "basename" => path().map(|path| {
                let trimmed = path.trim_end_matches('/');
                text(if path.is_empty() { "." } else { trimmed.rsplit('/').next().unwrap_or("/") })
            }),
            "dirname" => path().map(|path| {
                let trimmed = path.trim_end_matches('/');
                text(match trimmed.rsplit_once('/') {
                    Some(("", _)) => "/",
                    Some((directory, _)) => directory,
                    None => ".",
                })
            }),
            _ => {
                let (digest, in_base64) = match name.strip_prefix("file") {
                    Some(rest) => match rest.strip_prefix("base64") {
                        Some(digest) => (digest, true),
                        None => (rest, false),
                    },
                    None => return None,
                };
                encoding::digest(digest, b"")?;
                path().and_then(|path| self.read_bytes(&path)).and_then(|found| {
                    let bytes = match found {
                        Ok(bytes) => bytes,
                        Err(node) => return Ok(node),
                    };
                    let encoded = if in_base64 {
                        encoding::digest_base64(digest, &bytes)
                    } else {
                        encoding::digest(digest, &bytes)
                    };
                    encoded.map(text).ok_or_else(|| Fault::new("there is no such function"))
                })
            }
        })
    }

    fn allowed(&self, path: &str) -> bool {
        self.options.follow_outside || self.tree.contains(path)
    }

    /// The bytes of a file, or the unknown that a file out of reach is. Paths are taken from the root module, where
    /// Terraform runs.
    fn read_bytes(&self, path: &str) -> Result<Result<Vec<u8>, Node>, Fault> {
        let path = join(self.root, path);
        if !self.allowed(&path) {
            return Ok(Err(outside(&path)));
        }
        match self.tree.read(&path, self.options.limits.file_bytes) {
            Ok(bytes) => {
                self.meter.bytes(bytes.len())?;
                Ok(Ok(bytes))
            }
            Err(error @ ReadError::TooLarge { .. }) => {
                Err(Fault::limit("file_bytes", format!("{path}: {error}")))
            }
            Err(error) => {
                let why = Why::Runtime(format!("{path} ({error})").into());
                Err(Fault::missing(format!("{path}: {error}"), why))
            }
        }
    }

    fn read_text(&self, path: &str) -> Result<Result<String, Node>, Fault> {
        match self.read_bytes(path)? {
            Ok(bytes) => {
                String::from_utf8(bytes).map(Ok).map_err(|_| Fault::new(format!("{path} is not UTF-8 text")))
            }
            Err(node) => Ok(Err(node)),
        }
    }

    fn file_set(&self, a: &Arguments<'_>) -> Result<Node, Fault> {
        let directory = join(self.root, &a.text(0).map_err(Fault::new)?);
        if !self.allowed(&directory) {
            return Ok(outside(&directory));
        }
        let source = a.text(1).map_err(Fault::new)?;
        let glob = globset::GlobBuilder::new(&source).literal_separator(true).build();
        let glob = glob.map_err(|_| Fault::new(format!("{source:?} is not a pattern")))?.compile_matcher();
        let files = self.tree.list_below(&directory, MOST_FILES);
        self.meter.step(files.len() as u64)?;
        Ok(Node::new(set(files.into_iter().filter(|file| glob.is_match(file)).map(text).collect())))
    }

    fn template_file(&self, a: &Arguments<'_>, span: Span, scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        let path = a.text(0).map_err(Fault::new)?;
        let variables = a.node(1).map_err(Fault::new)?;
        // What is written in the template is said to stand at the call, so each call has its own.
        let key = format!("{path}\0{}:{}:{}", span.file.0, span.line, span.column);
        let cached = self.templates.borrow().get(&key).cloned();
        let parsed = if let Some(parsed) = cached {
            parsed
        } else {
            let source = match self.read_text(&path)? {
                Ok(source) => source,
                Err(node) => return Ok(node),
            };
            let parsed = Rc::new(parse::parse_template(&source, span).map_err(|error| {
                Fault::new(format!("{path}:{}:{}: {}", error.line, error.column, error.message))
            })?);
            self.templates.borrow_mut().insert(key, parsed.clone());
            parsed
        };
        self.with_variables(&parsed, variables, scope)
    }

    /// Renders a template in which nothing but the given variables is in scope.
    fn with_variables(&self, template: &Expr, variables: &Node, scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        let Value::Object(object) = &variables.value else {
            return Err(Fault::new("the variables of a template must be a map"));
        };
        let entries: Vec<(&Arc<str>, &Node)> = sorted(object);
        self.bind(template, &entries, None, scope)
    }

    fn bind(
        &self,
        template: &Expr,
        entries: &[(&Arc<str>, &Node)],
        bound: Option<&Binding<'_>>,
        scope: Scope<'_, 'a>,
    ) -> Result<Node, Fault> {
        // The chain of bindings lives on the stack, one frame for each variable.
        if let Some(((name, value), rest)) = entries.split_first() {
            let binding = Binding { name, value: (*value).clone(), next: bound };
            return self.deeper(|| self.bind(template, rest, Some(&binding), scope));
        }
        let scope = Scope { bindings: bound, isolated: true, ..scope };
        let mut node = self.eval(template, scope).map_err(Fault::without_place)?;
        node.origin = None;
        Ok(node)
    }
}

fn outside(path: &str) -> Node {
    Node::unknown(Why::Runtime(format!("{path}, which lies outside the scanned tree,").into()))
}
