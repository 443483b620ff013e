//! Rows of the small tables: each is written once and found again by what it says.

use rusqlite::{Connection, params};

use super::encode::{PlaceKey, RuleKey};
use super::words::{Table, Words};
use crate::source::live::Unit;
use crate::table::HashMap;

/// What need not be looked up again.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) remarks: Words,
    places: HashMap<PlaceKey, i64>,
    rules: HashMap<RuleKey, i64>,
}

impl Default for Known {
    fn default() -> Self {
        Self { remarks: Words::of(Table::Remarks), places: HashMap::default(), rules: HashMap::default() }
    }
}

impl Known {
    pub(super) fn place(&mut self, connection: &Connection, place: &PlaceKey) -> rusqlite::Result<i64> {
        if let Some(id) = self.places.get(place) {
            return Ok(*id);
        }
        let (provider, vendor_type, account, region) = place;
        let id = keep(
            connection,
            "INSERT INTO places (provider, vendor_type, account, region) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            "SELECT id FROM places WHERE provider = ?1 AND vendor_type = ?2 AND account = ?3 AND region = ?4",
            params![provider.id(), &**vendor_type, &**account, &**region],
        )?;
        self.places.insert(place.clone(), id);
        Ok(id)
    }

    pub(super) fn rule(&mut self, connection: &Connection, rule: &RuleKey) -> rusqlite::Result<i64> {
        if let Some(id) = self.rules.get(rule) {
            return Ok(*id);
        }
        let (service, id, name) = rule;
        let id = keep(
            connection,
            "INSERT INTO rules (service, rule, rule_name) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            "SELECT id FROM rules WHERE service = ?1 AND rule = ?2 AND rule_name = ?3",
            params![service.id(), &**id, &**name],
        )?;
        self.rules.insert(rule.clone(), id);
        Ok(id)
    }
}

/// Inserts a row of a small table where it is not there, and gives its id.
pub(super) fn keep(
    connection: &Connection,
    insert: &str,
    select: &str,
    parameters: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<i64> {
    connection.prepare_cached(insert)?.execute(parameters)?;
    connection.prepare_cached(select)?.query_row(parameters, |row| row.get(0))
}

pub(super) fn unit_id(connection: &Connection, unit: &Unit) -> rusqlite::Result<i64> {
    keep(
        connection,
        "INSERT INTO units (provider, scope, region, part) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        "SELECT id FROM units WHERE provider = ?1 AND scope = ?2 AND region = ?3 AND part = ?4",
        params![unit.provider.id(), &*unit.scope, &*unit.region, &*unit.part],
    )
}
