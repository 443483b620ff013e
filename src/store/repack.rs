//! Brings rows that earlier forms kept one by one into runs.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::encode::SeenRows;
use super::runs::{RowKind, Run, VerdictHead, unreadable};
use crate::table::HashMap;

/// Rows in a run, as a page may have.
const MOST: i64 = 1000;

/// The new number of each row.
type Renamed = HashMap<i64, i64>;

/// Takes rows out of the tables of form 2, and drops these.
pub(super) fn rows_into_runs(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT OR IGNORE INTO remarks (id, text)
           SELECT id, text FROM words WHERE id IN (SELECT remark FROM verdicts)",
        [],
    )?;
    let mut bodies = connection.prepare("SELECT body FROM bodies WHERE id = ?1")?;
    let resources = repack(
        connection,
        RowKind::Resource,
        "SELECT r.id, r.unit, r.first, r.until, r.resource, r.digest, r.place, r.recorded, w.text, r.name
         FROM resources r JOIN words w ON w.id = r.resource ORDER BY r.unit, r.id",
        |row, run| {
            let body: Option<Vec<u8>> =
                bodies.query_row([row.get::<_, i64>(0)?], |row| row.get(0)).optional()?;
            let texts = [row.get_ref(8)?.as_str()?, row.get_ref(9)?.as_str()?];
            Ok(run.resource_parts(
                row.get(4)?,
                row.get(5)?,
                row.get(6)?,
                row.get(7)?,
                texts,
                &body.unwrap_or_default(),
            ))
        },
    )?;
    drop(bodies);
    let verdicts = repack(
        connection,
        RowKind::Verdict,
        "SELECT v.id, v.unit, v.first, v.until, v.digest, v.rule, v.place, v.verdict, v.remark, v.evaluated, v.exemption,
           w.text FROM verdicts v JOIN words w ON w.id = v.resource ORDER BY v.unit, v.id",
        |row, run| {
            let exemption: Option<String> = row.get(10)?;
            Ok(run.verdict_parts(&VerdictHead {
                row: 0,
                digest: row.get(4)?,
                rule: row.get(5)?,
                place: row.get(6)?,
                verdict: row.get(7)?,
                remark: row.get(8)?,
                exemption: exemption.as_deref(),
                evaluated: row.get(9)?,
                resource: row.get_ref(11)?.as_str()?,
            }))
        },
    )?;
    rename_seen(connection, &resources, &verdicts)?;
    connection.execute_batch(
        "DROP TABLE bodies; DROP TABLE resources; DROP TABLE verdicts;
         DELETE FROM words WHERE id NOT IN (SELECT resource FROM findings);",
    )
}

fn repack(
    connection: &Connection,
    kind: RowKind,
    select: &str,
    mut add: impl FnMut(&Row<'_>, &mut Run) -> rusqlite::Result<i64>,
) -> rusqlite::Result<Renamed> {
    let mut renamed = Renamed::default();
    let mut statement = connection.prepare(select)?;
    let mut close =
        connection.prepare("INSERT INTO closed (kind, row, unit, until) VALUES (?1, ?2, ?3, ?4)")?;
    let mut rows = statement.query([])?;
    let mut run = Run::new(kind, 1);
    let mut of = (0, 0);
    while let Some(row) = rows.next()? {
        let (unit, first): (i64, i64) = (row.get(1)?, row.get(2)?);
        if of != (unit, first) || run.len() >= MOST {
            run.keep(connection, of.0, of.1)?;
            run = Run::new(kind, run.next());
            of = (unit, first);
        }
        let number = add(row, &mut run)?;
        renamed.insert(row.get(0)?, number);
        if let Some(until) = row.get::<_, Option<i64>>(3)? {
            close.execute([kind.code(), number, unit, until])?;
        }
    }
    run.keep(connection, of.0, of.1)?;
    Ok(renamed)
}

/// Pages name rows by their new numbers.
fn rename_seen(connection: &Connection, resources: &Renamed, verdicts: &Renamed) -> rusqlite::Result<()> {
    let pages: Vec<(i64, i64, i64)> = connection
        .prepare("SELECT unit, snapshot, page FROM pages")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let mut read =
        connection.prepare("SELECT seen FROM pages WHERE unit = ?1 AND snapshot = ?2 AND page = ?3")?;
    let mut write =
        connection.prepare("UPDATE pages SET seen = ?4 WHERE unit = ?1 AND snapshot = ?2 AND page = ?3")?;
    for (unit, snapshot, page) in pages {
        let seen: Vec<u8> = read.query_row([unit, snapshot, page], |row| row.get(0))?;
        let mut seen = SeenRows::of_bytes(&seen).ok_or_else(unreadable)?;
        for (list, renamed) in [(&mut seen.resources, resources), (&mut seen.verdicts, verdicts)] {
            list.retain_mut(|(row, _)| renamed.get(row).map(|number| *row = *number).is_some());
        }
        write.execute(params![unit, snapshot, page, seen.to_bytes()])?;
    }
    Ok(())
}
