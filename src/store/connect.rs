//! Opens the file: rights, form, and bringing an older form up to date.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use super::FILE;
use super::error::{StoreError, StoreErrorKind};
use super::guard::{self, WriteLock};
use super::repack;

/// Says that the file is ours: "STET".
const APPLICATION: i64 = 0x5354_4554;

/// The steps from an empty file to the present form, one for each version.
const MIGRATIONS: [Step; CURRENT] = [
    Step { tables: include_str!("schema/1.sql"), rows: None },
    Step { tables: include_str!("schema/2.sql"), rows: None },
    Step { tables: include_str!("schema/3.sql"), rows: Some(repack::rows_into_runs) },
];

/// Tables that are made, and how what is there is brought into them.
struct Step {
    tables: &'static str,
    rows: Option<fn(&Connection) -> rusqlite::Result<()>>,
}

/// How long to wait for another process that makes or updates the file.
const PATIENCE: Duration = Duration::from_secs(5);

/// The version of the present form.
const CURRENT: usize = 3;

/// Whether the file has the present form. A newer one, or something else, is an error.
pub(super) fn is_current(directory: &Path) -> Result<bool, StoreError> {
    let file = directory.join(FILE);
    let connection = open_to_read(&file)?;
    Ok(version(&connection, &file)? == CURRENT)
}

/// Makes the directory and the file, and brings the file up to date.
pub(super) fn prepare(directory: &Path) -> Result<(), StoreError> {
    guard::make_private(directory)?;
    if is_current(directory)? {
        return Ok(());
    }
    let start = Instant::now();
    let _lock = loop {
        match WriteLock::take(directory, "bringing the store up to date") {
            Err(e) if e.kind == StoreErrorKind::Locked && start.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(20));
            }
            lock => break lock?,
        }
    };
    migrate(directory, CURRENT)
}

/// Takes the steps that are missing up to `to`, all or none.
pub(super) fn migrate(directory: &Path, to: usize) -> Result<(), StoreError> {
    let file = directory.join(FILE);
    let mut connection = writer(directory)?;
    let from = version(&connection, &file)?;
    let mut steps = || -> rusqlite::Result<()> {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for step in MIGRATIONS.iter().take(to).skip(from) {
            transaction.execute_batch(step.tables)?;
            if let Some(rows) = step.rows {
                rows(&transaction)?;
            }
        }
        transaction.execute(
            "INSERT OR IGNORE INTO settings (name, value) VALUES ('digest key', randomblob(32))",
            [],
        )?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", i64::try_from(to).unwrap_or(i64::MAX))?;
        transaction.commit()
    };
    steps().map_err(|e| StoreError::database(&file, &e))?;
    guard::mend(directory)
}

fn version(connection: &Connection, file: &Path) -> Result<usize, StoreError> {
    let pragma = |name: &str| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .map_err(|e| StoreError::database(file, &e))
    };
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(|e| StoreError::database(file, &e))?;
    if tables == 0 && version == 0 {
        return Ok(0);
    }
    let version = usize::try_from(version).unwrap_or(0);
    if application != APPLICATION || version < 1 {
        return Err(StoreError::not_a_store(file, "is a database of another program"));
    }
    if version > CURRENT {
        return Err(StoreError::new(
            StoreErrorKind::Newer,
            format!("{} has form {version}, and this steth knows forms up to {CURRENT}", file.display()),
        )
        .hint("use the newer steth that wrote it, or another place with --store"));
    }
    Ok(version)
}

/// A connection that writes.
pub(super) fn writer(directory: &Path) -> Result<Connection, StoreError> {
    let file = directory.join(FILE);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let connection = Connection::open_with_flags(&file, flags)?;
        connection.busy_timeout(PATIENCE)?;
        // has a meaning only while the file is empty: what retention frees can be given back
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        // a page killed in the middle is rolled back; the last few may be lost with the power, never torn
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        // each time the log is brought into the file costs waiting for the disk: rather seldom, and give its room back
        connection.pragma_update(None, "wal_autocheckpoint", 16_384)?;
        connection.pragma_update(None, "journal_size_limit", 16_777_216)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.pragma_update(None, "cache_size", -65_536)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    };
    open().map_err(|e| StoreError::database(&file, &e))
}

/// A connection that reads a file of the present form.
pub(super) fn reader(directory: &Path) -> Result<Connection, StoreError> {
    let file = directory.join(FILE);
    let connection = open_to_read(&file)?;
    if version(&connection, &file)? == CURRENT {
        return Ok(connection);
    }
    Err(StoreError::new(
        StoreErrorKind::Place,
        format!("{} has an older form and cannot be brought up to date here", file.display()),
    ))
}

/// Opens the file to read. A store in a place that cannot be written is read as it lies, if nobody is writing to it.
fn open_to_read(file: &Path) -> Result<Connection, StoreError> {
    let attempt = |flags: OpenFlags, name: &Path| {
        let connection = Connection::open_with_flags(name, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "cache_size", -65_536)?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(connection)
    };
    let first = match attempt(OpenFlags::SQLITE_OPEN_READ_WRITE, file)
        .or_else(|_| attempt(OpenFlags::SQLITE_OPEN_READ_ONLY, file))
    {
        Ok(connection) => return Ok(connection),
        Err(error) => StoreError::database(file, &error),
    };
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    let at_rest = std::fs::metadata(&log).map_or(true, |meta| meta.len() == 0);
    if first.kind != StoreErrorKind::Place || !at_rest {
        return Err(first);
    }
    attempt(
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
        Path::new(&format!("file:{}?immutable=1", escaped(file))),
    )
    .map_err(|_| first)
}

/// The path as a part of a URI.
fn escaped(file: &Path) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for byte in file.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Bytes in use: pages of the file without the free ones.
pub(super) fn used(connection: &Connection) -> rusqlite::Result<u64> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let pages = pragma("page_count")? - pragma("freelist_count")?;
    Ok(u64::try_from(pages * pragma("page_size")?).unwrap_or(0))
}
