//! What a function was given.

use std::sync::Arc;

use crate::native::{Node, Object};

use super::super::value;

/// Evaluated arguments, and the bounds on what may be made from them.
pub(super) struct Arguments<'n> {
    pub(super) nodes: &'n [Node],
    pub(super) string_bytes: usize,
    pub(super) entries: usize,
    pub(super) meter: &'n value::Meter,
}

impl<'n> Arguments<'n> {
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, i: usize) -> Result<&'n Node, String> {
        self.nodes.get(i).ok_or_else(|| format!("needs at least {} arguments", i + 1))
    }

    pub(super) fn text(&self, i: usize) -> Result<Arc<str>, String> {
        let node = self.node(i)?;
        node.as_text().ok_or_else(|| format!("argument {} must be a string", i + 1))
    }

    pub(super) fn number(&self, i: usize) -> Result<f64, String> {
        self.node(i)?.as_number().ok_or_else(|| format!("argument {} must be a number", i + 1))
    }

    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    pub(super) fn integer(&self, i: usize) -> Result<i64, String> {
        let number = self.number(i)?;
        if number.fract() == 0.0 && number.abs() < 9e15 {
            Ok(number as i64)
        } else {
            Err(format!("argument {} must be a whole number", i + 1))
        }
    }

    pub(super) fn items(&self, i: usize) -> Result<&'n [Node], String> {
        self.node(i)?.items().ok_or_else(|| format!("argument {} must be a list or set", i + 1))
    }

    pub(super) fn object(&self, i: usize) -> Result<&'n Object, String> {
        self.node(i)?.as_object().ok_or_else(|| format!("argument {} must be a map or object", i + 1))
    }

    pub(super) fn texts(&self, i: usize) -> Result<Vec<Arc<str>>, String> {
        let items = self.items(i)?.iter();
        items
            .map(|item| item.as_text().ok_or_else(|| format!("argument {} must hold strings", i + 1)))
            .collect()
    }

    pub(super) fn room_for_text(&self, bytes: usize) -> Result<(), String> {
        if bytes > self.string_bytes {
            return Err(format!("a string longer than {} bytes (bound string_bytes)", self.string_bytes));
        }
        Ok(())
    }

    pub(super) fn room_for_entries(&self, entries: usize) -> Result<(), String> {
        if entries > self.entries {
            return Err(format!(
                "a collection of more than {} entries (bound collection_entries)",
                self.entries
            ));
        }
        Ok(())
    }
}
