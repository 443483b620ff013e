//! Operators, with the conversions and the three-valued logic of the language.

use crate::native::{Node, Value};

use super::super::syntax::{Expr, Operator};
use super::super::types::{to_bool, to_number};
use super::value::{self, References};
use super::{Evaluator, Fault, Scope};

impl<'a> Evaluator<'a> {
    pub(super) fn not(&self, operand: &Expr, scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        let node = self.eval(operand, scope)?;
        let Some(value) = logical(&node, operand)? else { return Ok(unknown(&[&node])) };
        Ok(result(Value::Bool(!value), &[&node]))
    }

    pub(super) fn negate(&self, operand: &Expr, scope: Scope<'_, 'a>) -> Result<Node, Fault> {
        let node = self.eval(operand, scope)?;
        match numeric(&node, operand)? {
            Some(number) => Ok(result(Value::Number(-number), &[&node])),
            None => Ok(unknown(&[&node])),
        }
    }

    pub(super) fn binary(
        &self,
        operator: Operator,
        operands: &[Expr; 2],
        scope: Scope<'_, 'a>,
    ) -> Result<Node, Fault> {
        let [left_expr, right_expr] = operands;
        let left = self.eval(left_expr, scope)?;
        if matches!(operator, Operator::And | Operator::Or) {
            return self.logic(operator, &left, operands, scope);
        }
        let right = self.eval(right_expr, scope)?;
        if matches!(operator, Operator::Equal | Operator::NotEqual) {
            return Ok(match value::equal(&left, &right, &self.meter)? {
                Some(equal) => {
                    let mut node =
                        result(Value::Bool(equal == (operator == Operator::Equal)), &[&left, &right]);
                    if self.marks.get() {
                        node.sensitive |= value::is_sensitive(&left, &self.meter)?
                            || value::is_sensitive(&right, &self.meter)?;
                    }
                    node
                }
                None => self.unknown_of(&left, &right)?,
            });
        }
        let numbers = (numeric(&left, left_expr)?, numeric(&right, right_expr)?);
        let (Some(a), Some(b)) = numbers else { return Ok(unknown(&[&left, &right])) };
        let value = match operator {
            Operator::Less => Value::Bool(a < b),
            Operator::LessOrEqual => Value::Bool(a <= b),
            Operator::Greater => Value::Bool(a > b),
            Operator::GreaterOrEqual => Value::Bool(a >= b),
            Operator::Add => Value::Number(a + b),
            Operator::Subtract => Value::Number(a - b),
            Operator::Multiply => Value::Number(a * b),
            _ if b == 0.0 => return Err(Fault::new("a division by zero").at(right_expr.span)),
            Operator::Divide => Value::Number(a / b),
            _ => Value::Number(a % b),
        };
        if let Value::Number(number) = value
            && !number.is_finite()
        {
            return Err(Fault::new("the number is too large"));
        }
        Ok(result(value, &[&left, &right]))
    }

    /// `&&` and `||`: what one side settles is known whatever the other side is.
    fn logic(
        &self,
        operator: Operator,
        left: &Node,
        [left_expr, right_expr]: &[Expr; 2],
        scope: Scope<'_, 'a>,
    ) -> Result<Node, Fault> {
        let settles = operator == Operator::Or;
        let first = logical(left, left_expr)?;
        if first == Some(settles) {
            return Ok(result(Value::Bool(settles), &[left]));
        }
        let right = match self.eval(right_expr, scope) {
            Ok(right) => right,
            // The left side may yet settle it, so the right side may never be asked.
            Err(fault) if first.is_none() && !fault.is_limit() => return Ok(unknown(&[left])),
            Err(fault) => return Err(fault),
        };
        Ok(match (first, logical(&right, right_expr)?) {
            (_, Some(second)) if second == settles => result(Value::Bool(settles), &[left, &right]),
            (Some(_), Some(second)) => result(Value::Bool(second), &[left, &right]),
            _ => unknown(&[left, &right]),
        })
    }

    fn unknown_of(&self, left: &Node, right: &Node) -> Result<Node, Fault> {
        for side in [left, right] {
            if let Some(cause) = value::first_unknown(side, &self.meter)? {
                return Ok(value::unknown_from(&cause, [left, right]));
            }
        }
        Err(Fault::new("the comparison cannot be decided"))
    }
}

fn logical(node: &Node, expr: &Expr) -> Result<Option<bool>, Fault> {
    let converted = to_bool(node.clone()).map_err(|message| Fault::new(message).at(expr.span))?;
    match converted.value {
        Value::Bool(value) => Ok(Some(value)),
        Value::Unknown(_) => Ok(None),
        _ => Err(Fault::new("null where a bool is required").at(expr.span)),
    }
}

fn numeric(node: &Node, expr: &Expr) -> Result<Option<f64>, Fault> {
    let converted = to_number(node.clone()).map_err(|message| Fault::new(message).at(expr.span))?;
    match converted.value {
        Value::Number(value) => Ok(Some(value)),
        Value::Unknown(_) => Ok(None),
        _ => Err(Fault::new("null where a number is required").at(expr.span)),
    }
}

/// A known result and what it was made from.
pub(super) fn result(value: Value, operands: &[&Node]) -> Node {
    let mut references = References::default();
    let mut node = Node::new(value);
    for operand in operands {
        references.add(operand);
        node.sensitive |= operand.sensitive;
    }
    node.refs = references.into_shared();
    node
}

/// The unknown result of operands of which one is unknown.
fn unknown(operands: &[&Node]) -> Node {
    for operand in operands {
        if let Value::Unknown(cause) = &operand.value {
            return value::unknown_from(cause, operands.iter().copied());
        }
    }
    Node::new(Value::Null)
}
