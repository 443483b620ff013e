//! Texts that stand often are kept once and told by a keyed digest of theirs.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};

use super::error::{StoreError, StoreErrorKind};
use crate::table::{HashMap, HashSet};

/// Makes digests that mean nothing outside this store: names come from strangers, who must not be able to make two that
/// collide.
#[derive(Debug, Clone, Copy)]
pub(super) struct DigestKey([u8; 32]);

impl DigestKey {
    pub(super) fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let key: Vec<u8> =
            connection
                .query_row("SELECT value FROM settings WHERE name = 'digest key'", [], |row| row.get(0))?;
        Ok(Self(blake3::derive_key("steth 2026 store", &key)))
    }

    pub(super) fn digest(&self, bytes: &[u8]) -> i64 {
        let hash = blake3::keyed_hash(&self.0, bytes);
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        i64::from_le_bytes(first)
    }
}

/// A text with its digest.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) id: i64,
    pub(super) text: Arc<str>,
}

impl Word {
    pub(super) fn new(key: &DigestKey, text: &Arc<str>) -> Self {
        Self { id: key.digest(text.as_bytes()), text: text.clone() }
    }
}

/// A table of texts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Table {
    /// Addresses that findings are about.
    Words,
    /// What services remark.
    Remarks,
}

/// Texts that are known to be in the store.
#[derive(Debug)]
pub(super) struct Words {
    table: Table,
    known: HashSet<i64>,
}

impl Words {
    pub(super) fn of(table: Table) -> Self {
        Self { table, known: HashSet::default() }
    }

    /// Keeps a word and gives its id.
    pub(super) fn keep(&mut self, connection: &Connection, word: &Word) -> Result<i64, KeepError> {
        if self.known.contains(&word.id) {
            return Ok(word.id);
        }
        let (insert, select) = match self.table {
            Table::Words => (
                "INSERT INTO words (id, text) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
                "SELECT text FROM words WHERE id = ?1",
            ),
            Table::Remarks => (
                "INSERT INTO remarks (id, text) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
                "SELECT text FROM remarks WHERE id = ?1",
            ),
        };
        let added = connection.prepare_cached(insert)?.execute(params![word.id, &*word.text])?;
        if added == 0 {
            let there: Option<String> =
                connection.prepare_cached(select)?.query_row([word.id], |row| row.get(0)).optional()?;
            // one in 2^63, and then nothing may be mixed up
            if there.as_deref() != Some(&*word.text) {
                return Err(KeepError::Collision);
            }
        }
        self.known.insert(word.id);
        Ok(word.id)
    }
}

/// Every text of a table by its id.
pub(super) fn all(connection: &Connection, table: Table) -> rusqlite::Result<HashMap<i64, Arc<str>>> {
    let mut statement = connection.prepare(match table {
        Table::Words => "SELECT id, text FROM words",
        Table::Remarks => "SELECT id, text FROM remarks",
    })?;
    let mut rows = statement.query([])?;
    let mut words = HashMap::default();
    while let Some(row) = rows.next()? {
        words.insert(row.get(0)?, row.get_ref(1)?.as_str()?.into());
    }
    Ok(words)
}

/// What can go wrong while something is written.
#[derive(Debug)]
pub(super) enum KeepError {
    Database(rusqlite::Error),
    Collision,
    /// A page of a unit that was not begun.
    NotBegun,
    Json(serde_json::Error),
}

impl From<rusqlite::Error> for KeepError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<serde_json::Error> for KeepError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl KeepError {
    pub(super) fn told(&self, file: &std::path::Path) -> StoreError {
        let other = |what: &str| {
            StoreError::new(StoreErrorKind::Other, format!("failed to write {}: {what}", file.display()))
        };
        match self {
            Self::Database(error) => StoreError::database(file, error),
            Self::Collision => other("two names have one digest"),
            Self::NotBegun => other("a page came of a unit that was not begun"),
            Self::Json(error) => other(&error.to_string()),
        }
    }
}
