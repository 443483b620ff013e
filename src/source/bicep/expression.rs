//! Bicep's expressions. Operators become the functions that ARM has for them.

use std::sync::Arc;

use super::text::{Parsed, Text};
use crate::native::Value;
use crate::source::arm::syntax::{Expr, Item, Kind};

/// Brackets within each other.
pub(super) const DEPTH: usize = 64;
/// Operators, members and indices behind each other.
const CHAIN: usize = 256;

/// Operators from the loosest to the tightest, each with its function.
const LEVELS: &[&[(&str, &str)]] = &[
    &[("??", "coalesce")],
    &[("||", "or")],
    &[("&&", "and")],
    &[("==", "equals"), ("!=", "!equals"), ("=~", "~equals"), ("!~", "!~equals")],
    &[("<=", "lessorequals"), (">=", "greaterorequals"), ("<", "less"), (">", "greater")],
    &[("+", "add"), ("-", "sub")],
    &[("*", "mul"), ("/", "div"), ("%", "mod")],
];

/// Reads expressions; statements are read around it.
pub(super) struct Expressions<'t> {
    pub(super) text: Text<'t>,
    pub(super) depth: usize,
    /// Resources that were met within the body of another: where they start and end in the text.
    pub(super) nested: Vec<(usize, usize)>,
}

impl<'t> Expressions<'t> {
    pub(super) fn new(text: Text<'t>) -> Self {
        Self { text, depth: 0, nested: Vec::new() }
    }

    pub(super) fn made(&self, kind: Kind, start: usize) -> Expr {
        Expr { kind, span: self.text.span(start) }
    }

    /// An expression.
    pub(super) fn expression(&mut self) -> Parsed<Expr> {
        if self.depth >= DEPTH {
            return Err(self
                .text
                .fault(format!("more than {DEPTH} brackets within each other (bound depth)")));
        }
        self.depth += 1;
        let made = self.choice();
        self.depth -= 1;
        made
    }

    /// `condition ? yes : no`
    fn choice(&mut self) -> Parsed<Expr> {
        self.text.space(false);
        let start = self.text.at;
        let condition = self.level(0)?;
        let before = self.text.at;
        self.text.space(true);
        let rest = self.text.rest();
        if !rest.starts_with('?') || rest.starts_with("??") {
            self.text.at = before;
            return Ok(condition);
        }
        self.text.at += 1;
        self.text.space(true);
        let yes = self.expression()?;
        self.text.space(true);
        self.text.need(":")?;
        self.text.space(true);
        let no = self.expression()?;
        Ok(self.made(Kind::Call("if".into(), vec![condition, yes, no]), start))
    }

    fn level(&mut self, level: usize) -> Parsed<Expr> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        self.text.space(false);
        let start = self.text.at;
        let mut left = self.level(level + 1)?;
        let mut links = 0;
        while let Some(function) = self.operator(operators) {
            links += 1;
            self.chained(links)?;
            self.text.space(true);
            let right = self.level(level + 1)?;
            left = self.binary(function, left, right, start);
        }
        Ok(left)
    }

    fn chained(&self, links: usize) -> Parsed<()> {
        if links <= CHAIN {
            return Ok(());
        }
        Err(self.text.fault(format!("more than {CHAIN} operators behind each other (bound chain)")))
    }

    fn binary(&self, function: &str, mut left: Expr, right: Expr, start: usize) -> Expr {
        let span = self.text.span(start);
        // these take any number of values
        if let Kind::Call(name, values) = &mut left.kind
            && **name == *function
            && matches!(function, "and" | "or" | "coalesce")
        {
            values.push(right);
            left.span = span;
            return left;
        }
        let (negated, name) = function.strip_prefix('!').map_or((false, function), |rest| (true, rest));
        let (name, left, right) = match name.strip_prefix('~') {
            Some(name) => {
                let lower = |e: Expr| Expr::call("toLower", vec![e], span);
                (name, lower(left), lower(right))
            }
            None => (name, left, right),
        };
        let made = Expr::call(name, vec![left, right], span);
        if negated { Expr::call("not", vec![made], span) } else { made }
    }

    /// The next operator, also at the start of the next line where nothing else can begin with it.
    fn operator(&mut self, operators: &[(&str, &'static str)]) -> Option<&'static str> {
        let before = self.text.at;
        self.text.space(false);
        let same_line = !self.text.rest().starts_with('\n');
        self.text.space(true);
        let rest = self.text.rest();
        for (sign, function) in operators {
            let longer = ["??", "||", "&&", "=>"].iter().any(|l| l.len() > sign.len() && rest.starts_with(l));
            if rest.starts_with(sign) && !longer && (same_line || *sign != "-") {
                self.text.at += sign.len();
                return Some(function);
            }
        }
        self.text.at = before;
        None
    }

    fn unary(&mut self) -> Parsed<Expr> {
        self.text.space(false);
        let start = self.text.at;
        let mut signs = Vec::new();
        while let Some(sign @ ('!' | '-' | '+')) = self.text.peek() {
            signs.push(sign);
            self.chained(signs.len())?;
            self.text.at += 1;
            self.text.space(false);
        }
        let mut expr = self.postfix()?;
        for sign in signs.into_iter().rev() {
            let span = self.text.span(start);
            expr = match (sign, &expr.kind) {
                ('!', _) => Expr::call("not", vec![expr], span),
                ('-', Kind::Literal(Value::Number(n))) => Expr::literal(Value::Number(-n), span),
                ('-', _) => Expr::call("sub", vec![Expr::literal(Value::Number(0.0), span), expr], span),
                _ => expr,
            };
        }
        Ok(expr)
    }

    fn postfix(&mut self) -> Parsed<Expr> {
        let start = self.text.at;
        let mut expr = self.primary()?;
        let mut links = 0;
        loop {
            links += 1;
            self.chained(links)?;
            let before = self.text.at;
            self.text.space(false);
            let rest = self.text.rest();
            if rest.starts_with('\n') {
                // a member may stand on the next line
                self.text.space(true);
                let next = self.text.rest();
                if !next.starts_with('.') || next.starts_with("..") {
                    self.text.at = before;
                    return Ok(expr);
                }
            }
            if self.text.eat("::") {
                // names of nested resources are unique in a file
                self.text.space(false);
                let name = self.text.word()?;
                expr = self.made(Kind::Name(name), start);
            } else if self.text.rest().starts_with("..") {
                self.text.at = before;
                return Ok(expr);
            } else if self.text.eat(".?") || self.text.eat(".") {
                let safe = self.text.whole.get(..self.text.at).is_some_and(|t| t.ends_with('?'));
                self.text.space(false);
                let name = self.text.word()?;
                self.text.space(false);
                let kind = if self.text.rest().starts_with('(') {
                    Kind::Method(Box::new(expr), name, self.arguments()?)
                } else {
                    Kind::Member { of: Box::new(expr), name, safe }
                };
                expr = self.made(kind, start);
            } else if self.text.eat("[") {
                let safe = self.text.eat("?");
                let from_end = self.text.eat("^");
                self.text.space(true);
                let mut index = self.expression()?;
                self.text.space(true);
                self.text.need("]")?;
                if from_end {
                    let span = self.text.span(start);
                    let length = Expr::call("length", vec![expr.clone()], span);
                    index = Expr::call("sub", vec![length, index], span);
                }
                expr = self.made(Kind::Index { of: Box::new(expr), index: Box::new(index), safe }, start);
            } else if rest.starts_with('!') && !rest.starts_with("!=") && !rest.starts_with("!~") {
                self.text.at += 1;
            } else {
                self.text.at = before;
                return Ok(expr);
            }
        }
    }

    pub(super) fn arguments(&mut self) -> Parsed<Vec<Expr>> {
        self.text.need("(")?;
        let mut all = Vec::new();
        loop {
            self.text.space(true);
            if self.text.eat(")") {
                return Ok(all);
            }
            all.push(self.expression()?);
            self.text.space(true);
            if !self.text.eat(",") {
                self.text.need(")")?;
                return Ok(all);
            }
        }
    }

    fn primary(&mut self) -> Parsed<Expr> {
        let start = self.text.at;
        match self.text.peek() {
            Some('\'' | '$') => self.quoted(),
            Some('{') => self.object(false),
            Some('[') => self.list(),
            Some('(') => self.parenthesis(),
            Some(c) if c.is_ascii_digit() => {
                let rest = self.text.rest();
                let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                self.text.at += end;
                let number = rest.get(..end).unwrap_or_default().parse::<f64>();
                let number = number.map_err(|_| self.text.fault("not a number"))?;
                Ok(self.made(Kind::Literal(Value::Number(number)), start))
            }
            _ => self.named(),
        }
    }

    fn named(&mut self) -> Parsed<Expr> {
        let start = self.text.at;
        let name = self.text.word().map_err(|_| self.text.expected("a value"))?;
        let value = match &*name {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            "null" => Some(Value::Null),
            _ => None,
        };
        if let Some(value) = value {
            return Ok(self.made(Kind::Literal(value), start));
        }
        let after = self.text.at;
        self.text.space(false);
        if self.text.rest().starts_with('(') {
            let arguments = self.arguments()?;
            return Ok(self.made(Kind::Call(name, arguments), start));
        }
        if self.text.eat("=>") {
            self.text.space(true);
            let body = self.expression()?;
            return Ok(self.made(Kind::Lambda(vec![name], Box::new(body)), start));
        }
        self.text.at = after;
        Ok(self.made(Kind::Name(name), start))
    }

    /// An expression in parentheses, or the parameters of a lambda.
    fn parenthesis(&mut self) -> Parsed<Expr> {
        let start = self.text.at;
        if let Some(names) = self.parameters() {
            self.text.space(true);
            let body = self.expression()?;
            return Ok(self.made(Kind::Lambda(names, Box::new(body)), start));
        }
        self.text.at = start + 1;
        self.text.space(true);
        let inner = self.expression()?;
        self.text.space(true);
        self.text.need(")")?;
        Ok(inner)
    }

    fn parameters(&mut self) -> Option<Vec<Arc<str>>> {
        self.text.at += 1;
        let mut names = Vec::new();
        loop {
            self.text.space(true);
            if self.text.eat(")") {
                break;
            }
            names.push(self.text.word().ok()?);
            self.text.space(true);
            if !self.text.eat(",") && !self.text.rest().starts_with(')') {
                return None;
            }
        }
        self.text.space(false);
        self.text.eat("=>").then_some(names)
    }

    fn list(&mut self) -> Parsed<Expr> {
        let start = self.text.at;
        self.text.need("[")?;
        self.text.space(true);
        if self.text.word_here() == Some("for") {
            let (repeat, body) = self.repeat(Self::expression)?;
            return Ok(self.made(Kind::Loop(Box::new(repeat), Box::new(body)), start));
        }
        let mut items = Vec::new();
        loop {
            self.text.space(true);
            if self.text.eat("]") {
                return Ok(self.made(Kind::List(items), start));
            }
            if self.text.is_done() {
                return Err(self.text.expected("`]`"));
            }
            if self.text.eat(",") {
                continue;
            }
            let spread = self.text.eat("...");
            items.push(Item { value: self.expression()?, spread });
        }
    }
}
