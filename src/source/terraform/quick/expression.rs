//! Expressions; what stands in brackets of its own is read beside.
//!
//! `newlines` says whether the parts of an expression may stand on several lines. Within brackets they may, and the
//! full parser then lets them until the expression that the brackets belong to ends.

use std::ops::Range;

use smallvec::SmallVec;

use crate::native::{Span, Value};

use super::super::syntax::{Call, Expr, ExprKind, Operator, Step};
use super::{OPERATORS, Reader, starts_name};

/// An operand and the bytes it takes, brackets included.
type Operand = (Expr, Range<usize>);

/// How strongly an operator binds.
const fn strength(operator: Operator) -> u8 {
    match operator {
        Operator::Multiply | Operator::Divide | Operator::Modulo => 6,
        Operator::Add | Operator::Subtract => 5,
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => 4,
        Operator::Equal | Operator::NotEqual => 3,
        Operator::And => 2,
        Operator::Or => 1,
    }
}

impl Reader<'_> {
    /// A whole expression; leaves `at` directly behind it.
    pub(super) fn expression(&mut self, mut newlines: bool) -> Option<Expr> {
        let start = self.at;
        let mut expr = self.term(&mut newlines)?;
        loop {
            let end = self.at;
            self.gap(newlines)?;
            if self.peek() == b'?' {
                return self.conditional(expr, start, newlines);
            }
            if self.operator().is_none() {
                self.at = end;
                return Some(expr);
            }
            self.at = end;
            expr = self.operations((expr, start..end), newlines)?;
        }
    }

    fn conditional(&mut self, condition: Expr, start: usize, newlines: bool) -> Option<Expr> {
        self.take(b'?')?;
        self.gap(newlines)?;
        let then = self.deeper(|reader| reader.expression(newlines))?;
        self.gap(newlines)?;
        self.take(b':')?;
        self.gap(newlines)?;
        let otherwise = self.deeper(|reader| reader.expression(newlines))?;
        let kind = ExprKind::Conditional(Box::new([condition, then, otherwise]));
        Some(Expr { kind, span: self.span(start) })
    }

    /// The operator that stands here, and its length.
    fn operator(&self) -> Option<(Operator, usize)> {
        Some(match (self.peek(), self.after(1)) {
            (b'=', b'=') => (Operator::Equal, 2),
            (b'!', b'=') => (Operator::NotEqual, 2),
            (b'<', b'=') => (Operator::LessOrEqual, 2),
            (b'<', _) => (Operator::Less, 1),
            (b'>', b'=') => (Operator::GreaterOrEqual, 2),
            (b'>', _) => (Operator::Greater, 1),
            (b'+', _) => (Operator::Add, 1),
            (b'-', _) => (Operator::Subtract, 1),
            (b'*', _) => (Operator::Multiply, 1),
            // comments
            (b'/', b'/' | b'*') => return None,
            (b'/', _) => (Operator::Divide, 1),
            (b'%', _) => (Operator::Modulo, 1),
            (b'&', b'&') => (Operator::And, 2),
            (b'|', b'|') => (Operator::Or, 2),
            _ => return None,
        })
    }

    /// Operands and the operators between them, all of them left-associative.
    fn operations(&mut self, first: Operand, newlines: bool) -> Option<Expr> {
        let mut operands: SmallVec<[Operand; 4]> = SmallVec::new();
        let mut operators: SmallVec<[Operator; 4]> = SmallVec::new();
        operands.push(first);
        loop {
            let end = self.at;
            self.gap(newlines)?;
            let Some((operator, length)) = self.operator() else {
                self.at = end;
                break;
            };
            self.at += length;
            self.operators += 1;
            if self.operators > OPERATORS {
                return None;
            }
            self.gap(newlines)?;
            let start = self.at;
            let mut newlines = newlines;
            let operand = (self.term(&mut newlines)?, start..self.at);
            self.join(&mut operands, &mut operators, strength(operator))?;
            operators.push(operator);
            operands.push(operand);
        }
        self.join(&mut operands, &mut operators, 0)?;
        operands.pop().map(|(expr, _)| expr)
    }

    /// Puts together what binds at least as strongly as the operator that comes next.
    fn join(
        &self,
        operands: &mut SmallVec<[Operand; 4]>,
        operators: &mut SmallVec<[Operator; 4]>,
        next: u8,
    ) -> Option<()> {
        while let Some(operator) = operators.last().copied().filter(|last| strength(*last) >= next) {
            operators.pop();
            let (right, right_range) = operands.pop()?;
            let (left, left_range) = operands.pop()?;
            let range = left_range.start..right_range.end;
            let kind = ExprKind::Binary(operator, Box::new([left, right]));
            operands.push((Expr { kind, span: self.lines.span(&range) }, range));
        }
        Some(())
    }

    fn term(&mut self, newlines: &mut bool) -> Option<Expr> {
        let start = self.at;
        let kind = match self.peek() {
            b'"' => self.quoted()?,
            b'[' => self.array(newlines)?,
            b'{' => self.object(newlines)?,
            b'0'..=b'9' => ExprKind::Literal(Value::Number(self.number()?)),
            b'-' => self.negative(*newlines)?,
            b'!' => {
                self.at += 1;
                ExprKind::Not(Box::new(self.operand(*newlines)?))
            }
            b'<' => {
                let expr = self.heredoc()?;
                return self.steps(expr, start, *newlines);
            }
            b'(' => {
                // brackets only group; the inside keeps its own place
                self.at += 1;
                self.space()?;
                let inner = self.deeper(|reader| reader.expression(true))?;
                self.space()?;
                self.take(b')')?;
                return self.steps(inner, start, *newlines);
            }
            byte if starts_name(byte) => self.named(newlines)?,
            _ => return None,
        };
        let expr = Expr { kind, span: self.span(start) };
        self.steps(expr, start, *newlines)
    }

    fn number(&mut self) -> Option<f64> {
        let start = self.at;
        self.digits();
        if self.peek() == b'.' && self.after(1).is_ascii_digit() {
            self.at += 1;
            self.digits();
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            if !self.peek().is_ascii_digit() {
                return None;
            }
            self.digits();
        }
        self.text.get(start..self.at)?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    fn digits(&mut self) {
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
    }

    fn negative(&mut self, newlines: bool) -> Option<ExprKind> {
        self.at += 1;
        let after = self.at;
        self.blanks()?;
        if self.peek().is_ascii_digit() {
            // whole numbers know no negative zero
            let number = self.number().filter(|number| *number > 0.0 && *number < 9e15)?;
            return Some(ExprKind::Literal(Value::Number(-number)));
        }
        self.at = after;
        Some(ExprKind::Negate(Box::new(self.operand(newlines)?)))
    }

    /// What a sign stands before.
    fn operand(&mut self, mut newlines: bool) -> Option<Expr> {
        self.blanks()?;
        self.deeper(|reader| reader.term(&mut newlines))
    }

    /// A name, a keyword or a call.
    fn named(&mut self, newlines: &mut bool) -> Option<ExprKind> {
        let name = self.name()?;
        let end = self.at;
        self.gap(*newlines)?;
        match (self.peek(), self.after(1)) {
            (b':', b':') => return None,
            (b'(', _) => {
                *newlines = true;
                self.at += 1;
                let (arguments, expand_last) = self.arguments()?;
                return Some(ExprKind::Call(Box::new(Call { name, arguments, expand_last })));
            }
            _ => self.at = end,
        }
        Some(match &*name {
            "null" => ExprKind::Literal(Value::Null),
            "true" => ExprKind::Literal(Value::Bool(true)),
            "false" => ExprKind::Literal(Value::Bool(false)),
            _ => ExprKind::Variable(name),
        })
    }

    fn arguments(&mut self) -> Option<(Vec<Expr>, bool)> {
        let mut arguments = Vec::new();
        let mut expand_last = false;
        loop {
            self.space()?;
            if self.peek() == b')' {
                break;
            }
            arguments.push(self.deeper(|reader| reader.expression(true))?);
            self.space()?;
            if self.peek() == b'.' {
                for _ in 0..3 {
                    self.take(b'.')?;
                }
                expand_last = true;
                self.space()?;
                break;
            }
            if self.take(b',').is_none() {
                break;
            }
        }
        self.take(b')')?;
        Some((arguments, expand_last))
    }

    /// The steps of a traversal, where there are any.
    fn steps(&mut self, root: Expr, start: usize, newlines: bool) -> Option<Expr> {
        let mut steps = Vec::new();
        let mut by_number: SmallVec<[usize; 2]> = SmallVec::new();
        loop {
            let end = self.at;
            self.gap(newlines)?;
            match (self.peek(), self.after(1)) {
                (b'.', b'.') => {
                    self.at = end;
                    break;
                }
                (b'.', _) => {
                    self.at += 1;
                    self.space()?;
                    match self.peek() {
                        b'*' => {
                            self.at += 1;
                            steps.push(Step::AttributeSplat);
                        }
                        b'0'..=b'9' => {
                            by_number.push(steps.len());
                            steps.push(self.old_index()?);
                        }
                        _ => steps.push(Step::Attribute(self.name()?)),
                    }
                }
                (b'[', _) => {
                    self.at += 1;
                    self.space()?;
                    if self.peek() == b'*' {
                        self.at += 1;
                        steps.push(Step::FullSplat);
                    } else {
                        steps.push(Step::Index(self.deeper(|reader| reader.expression(true))?));
                    }
                    self.space()?;
                    self.take(b']')?;
                }
                _ => {
                    self.at = end;
                    break;
                }
            }
        }
        if steps.is_empty() {
            return Some(root);
        }
        let span = self.span(start);
        for i in by_number {
            if let Some(Step::Index(index)) = steps.get_mut(i) {
                index.span = span;
            }
        }
        Some(Expr { kind: ExprKind::Traversal(Box::new(root), steps), span })
    }

    /// `.0`, which stands where the whole traversal does.
    fn old_index(&mut self) -> Option<Step> {
        let start = self.at;
        self.digits();
        let digits = self.text.get(start..self.at)?;
        if digits.len() > 1 && digits.starts_with('0') {
            return None;
        }
        let index: u64 = digits.parse().ok()?;
        let nowhere = Span { file: crate::native::FileId(0), line: 0, end_line: 0, column: 0 };
        let kind = ExprKind::Literal(Value::Number(index as f64));
        Some(Step::Index(Expr { kind, span: nowhere }))
    }
}
