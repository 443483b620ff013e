//! The parser's tree to our syntax: it is lowered at once and dropped, so that only the small form lives on.

use std::sync::Arc;

use hcl_edit::expr::{BinaryOperator, Expression, ObjectKey, TraversalOperator, UnaryOperator};
use hcl_edit::structure::{BlockLabel, Body as HclBody, Structure};
use hcl_edit::template::{Directive, Element, Strip, Template};

use crate::native::{Span, Value};

use super::lines::Lines;
use super::quick::{Names, interned};
use super::syntax::{Attribute, Block, Body, Call, Entry, Expr, ExprKind, For, Key, Operator, Part, Step};

/// A part of a file that was parsed by itself, from an offset of the file.
pub(super) fn lower(expr: &Expression, lines: &Lines<'_>, base: usize, names: &mut Names) -> Expr {
    let mut lowering = Lowering { place: Place::Lines { lines, base }, names: std::mem::take(names) };
    let lowered = lowering.expression(expr);
    *names = lowering.names;
    lowered
}

pub(super) enum Place<'a> {
    /// Where the parser says, counted from an offset of the file.
    Lines {
        lines: &'a Lines<'a>,
        base: usize,
    },
    Fixed(Span),
}

pub(super) struct Lowering<'a> {
    place: Place<'a>,
    names: Names,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(place: Place<'a>) -> Self {
        Self { place, names: Names::default() }
    }

    fn name(&mut self, text: &str) -> Arc<str> {
        interned(&mut self.names, text)
    }

    fn span(&self, node: &impl hcl_edit::Span) -> Span {
        match &self.place {
            Place::Lines { lines, base } => {
                let range = node.span().unwrap_or(0..0);
                lines.span(&(base + range.start..base + range.end))
            }
            Place::Fixed(span) => *span,
        }
    }

    pub(super) fn body(&mut self, body: &HclBody) -> Body {
        let mut lowered = Body::default();
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => lowered.attributes.push(Attribute {
                    name: self.name(&attribute.key),
                    value: self.expression(&attribute.value),
                    span: self.span(attribute),
                }),
                Structure::Block(block) => lowered.blocks.push(Block {
                    kind: self.name(&block.ident),
                    labels: block
                        .labels
                        .iter()
                        .map(|label| match label {
                            BlockLabel::Ident(name) => self.name(name),
                            BlockLabel::String(text) => self.name(text),
                        })
                        .collect(),
                    body: self.body(&block.body),
                    span: self.span(block),
                }),
            }
        }
        lowered
    }

    fn boxed_pair(&mut self, left: &Expression, right: &Expression) -> Box<[Expr; 2]> {
        Box::new([self.expression(left), self.expression(right)])
    }

    pub(super) fn expression(&mut self, expr: &Expression) -> Expr {
        let span = self.span(expr);
        let kind = match expr {
            Expression::Null(_) => ExprKind::Literal(Value::Null),
            Expression::Bool(value) => ExprKind::Literal(Value::Bool(*value.value())),
            Expression::Number(value) => {
                ExprKind::Literal(value.value().as_f64().map_or(Value::Null, Value::Number))
            }
            Expression::String(text) => ExprKind::Literal(Value::String(text.as_str().into())),
            Expression::Array(items) => {
                ExprKind::Array(items.iter().map(|item| self.expression(item)).collect())
            }
            Expression::Object(object) => ExprKind::Object(
                object
                    .iter()
                    .map(|(key, value)| Entry { key: self.key(key), value: self.expression(value.expr()) })
                    .collect(),
            ),
            Expression::StringTemplate(template) => self.template(template, Form::QUOTED),
            Expression::HeredocTemplate(heredoc) => self.template(
                &heredoc.template,
                Form { by_line: true, dedent: heredoc.indent().unwrap_or(0), is_nested: false },
            ),
            // Brackets only group; the inside keeps its own place.
            Expression::Parenthesis(inner) => return self.expression(inner.inner()),
            Expression::Variable(name) => ExprKind::Variable(self.name(name)),
            Expression::Conditional(conditional) => ExprKind::Conditional(Box::new([
                self.expression(&conditional.cond_expr),
                self.expression(&conditional.true_expr),
                self.expression(&conditional.false_expr),
            ])),
            Expression::FuncCall(call) => {
                let mut name = String::new();
                for part in &call.name.namespace {
                    name.push_str(part);
                    name.push_str("::");
                }
                name.push_str(&call.name.name);
                ExprKind::Call(Box::new(Call {
                    name: self.name(name.strip_prefix("core::").unwrap_or(&name)),
                    arguments: call.args.iter().map(|argument| self.expression(argument)).collect(),
                    expand_last: call.args.expand_final(),
                }))
            }
            Expression::Traversal(traversal) => ExprKind::Traversal(
                Box::new(self.expression(&traversal.expr)),
                traversal.operators.iter().map(|operator| self.step(operator.value(), span)).collect(),
            ),
            Expression::UnaryOp(operation) => {
                let operand = Box::new(self.expression(&operation.expr));
                match operation.operator.value() {
                    UnaryOperator::Not => ExprKind::Not(operand),
                    UnaryOperator::Neg => ExprKind::Negate(operand),
                }
            }
            Expression::BinaryOp(operation) => ExprKind::Binary(
                operator(*operation.operator.value()),
                self.boxed_pair(&operation.lhs_expr, &operation.rhs_expr),
            ),
            Expression::ForExpr(expr) => ExprKind::For(Box::new(For {
                key_name: expr.intro.key_var.as_ref().map(|name| self.name(name)),
                value_name: self.name(&expr.intro.value_var),
                collection: self.expression(&expr.intro.collection_expr),
                key: expr.key_expr.as_ref().map(|key| self.expression(key)),
                value: self.expression(&expr.value_expr),
                grouping: expr.grouping,
                condition: expr.cond.as_ref().map(|condition| self.expression(&condition.expr)),
            })),
        };
        Expr { kind, span }
    }

    fn key(&mut self, key: &ObjectKey) -> Key {
        match key {
            ObjectKey::Ident(name) => Key::Name(self.name(name)),
            ObjectKey::Expression(expr) => match expr {
                Expression::String(text) => Key::Name(self.name(text)),
                Expression::Bool(value) => {
                    Key::Name(self.name(if *value.value() { "true" } else { "false" }))
                }
                Expression::Null(_) => Key::Name(self.name("null")),
                other => Key::Computed(self.expression(other)),
            },
        }
    }

    fn step(&mut self, operator: &TraversalOperator, span: Span) -> Step {
        match operator {
            TraversalOperator::AttrSplat(_) => Step::AttributeSplat,
            TraversalOperator::FullSplat(_) => Step::FullSplat,
            TraversalOperator::GetAttr(name) => Step::Attribute(self.name(name)),
            TraversalOperator::Index(expr) => Step::Index(self.expression(expr)),
            TraversalOperator::LegacyIndex(index) => {
                Step::Index(Expr { kind: ExprKind::Literal(Value::Number(*index.value() as f64)), span })
            }
        }
    }

    pub(super) fn template(&mut self, template: &Template, form: Form) -> ExprKind {
        let mut parts = self.parts(template, form, false, false);
        if parts.iter().all(|part| matches!(part, Part::Text(_))) {
            let mut text = String::new();
            for part in &parts {
                if let Part::Text(piece) = part {
                    text.push_str(piece);
                }
            }
            return ExprKind::Literal(Value::String(text.into()));
        }
        // `"${x}"` is `x` itself, whatever its type.
        if parts.len() == 1
            && let Some(Part::Interpolation(_)) = parts.first()
            && let Some(Part::Interpolation(expr)) = parts.pop()
        {
            return expr.kind;
        }
        ExprKind::Template(parts)
    }

    /// `trim_start` and `trim_end` say whether the directive around the template strips there.
    fn parts(&mut self, template: &Template, form: Form, trim_start: bool, trim_end: bool) -> Vec<Part> {
        let elements: Vec<&Element> = template.iter().collect();
        let mut parts = Vec::with_capacity(elements.len());
        for (i, element) in elements.iter().enumerate() {
            match element {
                Element::Literal(text) => {
                    let left = if i == 0 { trim_start } else { strips(elements[i - 1]).1 };
                    let right = elements.get(i + 1).map_or(trim_end, |next| strips(next).0);
                    let mut text: &str = text.as_str();
                    let dedented = form.is_nested.then(|| dedent(text, form.dedent));
                    if let Some(dedented) = &dedented {
                        text = dedented;
                    }
                    let mut trimmed = String::new();
                    if left {
                        trimmed = strip_start(text, form.by_line);
                        text = &trimmed;
                    }
                    if right {
                        trimmed = strip_end(text, form.by_line);
                        text = &trimmed;
                    }
                    if !text.is_empty() {
                        parts.push(Part::Text(text.into()));
                    }
                    drop(trimmed);
                }
                Element::Interpolation(interpolation) => {
                    parts.push(Part::Interpolation(self.expression(&interpolation.expr)));
                }
                Element::Directive(directive) => parts.push(self.directive(directive, form)),
            }
        }
        parts
    }

    fn directive(&mut self, directive: &Directive, form: Form) -> Part {
        // The parser takes the indentation off a heredoc, but not within its directives.
        let form = form.nested();
        match directive {
            Directive::If(directive) => {
                let opening = edges(directive.if_expr.strip).1;
                let closing = edges(directive.endif_expr.strip).0;
                let middle = directive.else_expr.as_ref().map(|branch| edges(branch.strip));
                Part::If {
                    condition: self.expression(&directive.if_expr.cond_expr),
                    then: self.parts(
                        &directive.if_expr.template,
                        form,
                        opening,
                        middle.map_or(closing, |middle| middle.0),
                    ),
                    otherwise: directive.else_expr.as_ref().map_or_else(Vec::new, |branch| {
                        self.parts(&branch.template, form, edges(branch.strip).1, closing)
                    }),
                }
            }
            Directive::For(directive) => Part::For {
                key_name: directive.for_expr.key_var.as_ref().map(|name| self.name(name)),
                value_name: self.name(&directive.for_expr.value_var),
                collection: self.expression(&directive.for_expr.collection_expr),
                body: self.parts(
                    &directive.for_expr.template,
                    form,
                    edges(directive.for_expr.strip).1,
                    edges(directive.endfor_expr.strip).0,
                ),
            },
        }
    }
}

/// How the text of a template is treated.
#[derive(Clone, Copy)]
pub(super) struct Form {
    /// Strip markers reach to the end of the line, as in heredocs and template files.
    pub(super) by_line: bool,
    /// Indentation that `<<-` takes off.
    pub(super) dedent: usize,
    /// Within a directive.
    pub(super) is_nested: bool,
}

impl Form {
    const QUOTED: Self = Self { by_line: false, dedent: 0, is_nested: false };

    fn nested(self) -> Self {
        Self { is_nested: self.dedent > 0, ..self }
    }
}

/// Takes up to `indent` blanks off every line but the first, which goes on from the directive before it.
fn dedent(text: &str, indent: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let blanks = line.bytes().take(indent).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        out.push_str(if i == 0 { line } else { &line[blanks..] });
    }
    out
}

fn edges(strip: Strip) -> (bool, bool) {
    (matches!(strip, Strip::Start | Strip::Both), matches!(strip, Strip::End | Strip::Both))
}

/// Whether an element strips the text before and after it.
fn strips(element: &Element) -> (bool, bool) {
    match element {
        Element::Literal(_) => (false, false),
        Element::Interpolation(interpolation) => edges(interpolation.strip),
        Element::Directive(directive) => match &**directive {
            Directive::If(directive) => {
                (edges(directive.if_expr.strip).0, edges(directive.endif_expr.strip).1)
            }
            Directive::For(directive) => {
                (edges(directive.for_expr.strip).0, edges(directive.endfor_expr.strip).1)
            }
        },
    }
}

/// In a heredoc or template file a marker strips within its line, the line break included.
fn strip_start(text: &str, by_line: bool) -> String {
    let token = if by_line { text.find('\n').map_or(text.len(), |at| at + 1) } else { text.len() };
    format!("{}{}", text[..token].trim_start(), &text[token..])
}

fn strip_end(text: &str, by_line: bool) -> String {
    let last = text.len() - usize::from(text.ends_with('\n'));
    let token = if by_line { text[..last].rfind('\n').map_or(0, |at| at + 1) } else { 0 };
    format!("{}{}", &text[..token], text[token..].trim_end())
}

fn operator(operator: BinaryOperator) -> Operator {
    match operator {
        BinaryOperator::Eq => Operator::Equal,
        BinaryOperator::NotEq => Operator::NotEqual,
        BinaryOperator::Less => Operator::Less,
        BinaryOperator::LessEq => Operator::LessOrEqual,
        BinaryOperator::Greater => Operator::Greater,
        BinaryOperator::GreaterEq => Operator::GreaterOrEqual,
        BinaryOperator::Plus => Operator::Add,
        BinaryOperator::Minus => Operator::Subtract,
        BinaryOperator::Mul => Operator::Multiply,
        BinaryOperator::Div => Operator::Divide,
        BinaryOperator::Mod => Operator::Modulo,
        BinaryOperator::And => Operator::And,
        BinaryOperator::Or => Operator::Or,
    }
}
