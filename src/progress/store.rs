//! The history in one file: SQLite, with only what following findings needs.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, params};
use serde::Serialize;

use super::snapshot::{ApplicationState, FindingState, Snapshot};
use super::stored::{Added, StoreError, StoredRun};
use crate::record::Weight;

/// Marks a SQLite file as a history of this program (`fchi`).
const APPLICATION_ID: i32 = 0x6663_6869;

/// Migrations from one version to the next; a file's version is the number it has been through. Only append: never edit
/// a released one.
const MIGRATIONS: &[&str] = &[
    // 1: runs and their applications. `run.rest` and `application.state` hold JSON of this program.
    "CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        digest TEXT NOT NULL UNIQUE,
        date TEXT NOT NULL,
        organisation TEXT NOT NULL,
        tool_version TEXT NOT NULL,
        applications INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        questions INTEGER NOT NULL,
        waived INTEGER NOT NULL,
        rest TEXT NOT NULL
    ) STRICT;
    CREATE TABLE application (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        id TEXT NOT NULL,
        department TEXT NOT NULL,
        state TEXT NOT NULL,
        PRIMARY KEY (run, id)
    ) STRICT, WITHOUT ROWID;",
    // 2: advice is counted separately from failures.
    r#"ALTER TABLE run ADD COLUMN advice INTEGER NOT NULL DEFAULT 0;
    UPDATE run SET advice = (
        SELECT count(*)
        FROM application, json_each(application.state, '$.findings') AS finding
        WHERE application.run = run.id
          AND json_extract(finding.value, '$.failure')
          AND NOT coalesce(json_extract(finding.value, '$.waived'), 0)
          AND json_extract(
              run.rest,
              '$.rules."' || json_extract(finding.value, '$.rule') || '".severity'
          ) = 'advice'
    );
    UPDATE run SET failures = failures - advice;"#,
];

/// How long to wait for another process that holds the file.
const PATIENCE: Duration = Duration::from_secs(5);

/// A history in a file.
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens a history for adding runs and creates the file if necessary.
    ///
    /// # Errors
    /// See [`StoreError`]. A file that is not one of our histories is left unchanged.
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        )
    }

    /// Opens an existing history.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if let Err(error) = std::fs::metadata(path)
            && error.kind() == io::ErrorKind::NotFound
        {
            return Err(StoreError::Missing);
        }
        Self::open_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    fn open_with(path: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        let length = std::fs::metadata(path).map_or(0, |file| file.len());
        // SQLite takes a file of a single byte for an empty one, and would write over it.
        if length == 1 {
            return Err(damaged("file is not a database"));
        }
        let connection =
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        let mut store = Self {
            connection,
            path: path.to_owned(),
        };
        store.migrate()?;
        Ok(store)
    }

    /// Brings the file to the version of this program.
    fn migrate(&mut self) -> Result<(), StoreError> {
        let number = |connection: &Connection, pragma: &str| -> rusqlite::Result<i64> {
            connection.pragma_query_value(None, pragma, |row| row.get(0))
        };
        let version = number(&self.connection, "user_version")?;
        let owner = number(&self.connection, "application_id")?;
        let tables: i64 =
            self.connection
                .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        let is_empty = tables == 0 && version == 0 && owner == 0;
        if !is_empty && owner != i64::from(APPLICATION_ID) {
            return Err(StoreError::Foreign);
        }
        let known = MIGRATIONS.len() as i64;
        if version > known {
            return Err(StoreError::Newer {
                found: version,
                known,
            });
        }
        let seen = usize::try_from(version).map_err(|_| StoreError::Foreign)?;
        if seen == MIGRATIONS.len() {
            return Ok(());
        }
        let transaction = self.connection.transaction()?;
        for migration in MIGRATIONS.iter().skip(seen) {
            transaction.execute_batch(migration)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", known)?;
        Ok(transaction.commit()?)
    }

    /// Adds reports, all or none. Adding the same report again changes nothing.
    ///
    /// # Errors
    /// See [`StoreError`]; the file is then unchanged.
    pub fn add(&mut self, runs: &[Snapshot]) -> Result<Vec<Added>, StoreError> {
        let sound: String = self
            .connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if sound != "ok" {
            return Err(StoreError::Damaged(sound));
        }
        let transaction = self.connection.transaction()?;
        let added = runs.iter().map(|run| insert(&transaction, run));
        let added = added.collect::<Result<Vec<Added>, StoreError>>()?;
        transaction.commit()?;
        Ok(added)
    }

    /// The runs by date; those of one date in the order they were added.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn runs(&self) -> Result<Vec<StoredRun>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT id, date, organisation, tool_version, applications, failures, questions, advice, waived, digest
             FROM run ORDER BY date, id",
        )?;
        let mut rows = statement.query([])?;
        let mut runs = Vec::new();
        while let Some(row) = rows.next()? {
            runs.push(StoredRun {
                number: row.get(0)?,
                date: parsed(&row.get::<_, String>(1)?)?,
                organisation: row.get(2)?,
                tool_version: row.get(3)?,
                applications: row.get(4)?,
                failures: row.get(5)?,
                questions: row.get(6)?,
                advice: row.get(7)?,
                waived: row.get(8)?,
                digest: row.get(9)?,
            });
        }
        Ok(runs)
    }

    /// The stored snapshot of a run.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn snapshot(&self, run: &StoredRun) -> Result<Snapshot, StoreError> {
        snapshot(&self.connection, run.number)
    }

    /// All snapshots in the order of [`runs`](Self::runs).
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn snapshots(&self) -> Result<Vec<Snapshot>, StoreError> {
        let runs = self.runs()?;
        runs.iter().map(|run| self.snapshot(run)).collect()
    }

    /// Path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The stored snapshot of a run by its number.
fn snapshot(connection: &Connection, number: i64) -> Result<Snapshot, StoreError> {
    let rest: String =
        connection.query_row("SELECT rest FROM run WHERE id = ?1", [number], |row| {
            row.get(0)
        })?;
    let mut snapshot: Snapshot = from_json(&rest)?;
    let mut statement =
        connection.prepare("SELECT id, state FROM application WHERE run = ?1 ORDER BY id")?;
    let mut rows = statement.query([number])?;
    while let Some(row) = rows.next()? {
        let state: ApplicationState = from_json(row.get_ref(1)?.as_str().map_err(damaged)?)?;
        snapshot.applications.insert(row.get(0)?, state);
    }
    snapshot.tell_advice();
    Ok(snapshot)
}

/// Whether a report is stored already. Earlier versions took its digest over more than identifies it, so the other runs of
/// its date are compared themselves.
fn is_known(connection: &Connection, run: &Snapshot, digest: &str) -> Result<bool, StoreError> {
    let mut statement = connection.prepare("SELECT id, digest FROM run WHERE date = ?1")?;
    let mut rows = statement.query([run.date.to_string()])?;
    while let Some(row) = rows.next()? {
        let stored: String = row.get(1)?;
        if stored == digest || snapshot(connection, row.get(0)?)?.digest() == digest {
            return Ok(true);
        }
    }
    Ok(false)
}

fn insert(transaction: &Transaction<'_>, run: &Snapshot) -> Result<Added, StoreError> {
    let digest = run.digest();
    if is_known(transaction, run, &digest)? {
        return Ok(Added::Known);
    }
    let count = |wanted: Option<Weight>| -> i64 {
        let findings = run.findings();
        let is_wanted = |finding: &FindingState| match wanted {
            Some(weight) => !finding.waived && finding.weight() == weight,
            None => finding.waived,
        };
        findings.filter(|(_, finding)| is_wanted(finding)).count() as i64
    };
    // The columns repeat parts of the JSON for people who open the file with other programs.
    let rest = Snapshot {
        applications: std::collections::BTreeMap::new(),
        ..run.clone()
    };
    transaction.execute(
        "INSERT INTO run
         (digest, date, organisation, tool_version, applications, failures, questions, advice, waived, rest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            digest,
            run.date.to_string(),
            run.organisation,
            run.tool_version,
            run.applications.len() as i64,
            count(Some(Weight::Failure)),
            count(Some(Weight::Question)),
            count(Some(Weight::Advice)),
            count(None),
            to_json(&rest)?,
        ],
    )?;
    let number = transaction.last_insert_rowid();
    let mut statement = transaction
        .prepare("INSERT INTO application (run, id, department, state) VALUES (?1, ?2, ?3, ?4)")?;
    for (id, application) in &run.applications {
        let department = &application.profile.department;
        statement.execute(params![number, id, department, to_json(application)?])?;
    }
    Ok(Added::New)
}

fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Other(error.to_string()))
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(damaged)
}

fn parsed(date: &str) -> Result<Date, StoreError> {
    date.parse().map_err(damaged)
}

fn damaged(cause: impl std::fmt::Display) -> StoreError {
    StoreError::Damaged(cause.to_string())
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => damaged(error),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            _ => match error {
                // A column of a type that we never write.
                rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..) => damaged(error),
                other => Self::Other(other.to_string()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_is_brought_to_the_newest() {
        let folder = tempfile::tempdir().expect("folder");
        for seen in 0..=MIGRATIONS.len() {
            let path = folder.path().join(format!("{seen}.sqlite"));
            let connection = Connection::open(&path).expect("opened");
            for migration in MIGRATIONS.iter().take(seen) {
                connection.execute_batch(migration).expect("migrated");
            }
            if seen > 0 {
                connection
                    .pragma_update(None, "application_id", APPLICATION_ID)
                    .expect("marked");
                connection
                    .pragma_update(None, "user_version", seen as i64)
                    .expect("numbered");
            }
            drop(connection);
            let store = Store::open(&path).expect("brought up");
            assert!(store.runs().expect("read").is_empty());
        }
    }

    #[test]
    fn only_a_file_without_content_becomes_a_history() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("verlauf.sqlite");
        for content in ["x", "xy", &"x".repeat(600)] {
            std::fs::write(&path, content).expect("written");
            for opened in [Store::open(&path), Store::open_or_create(&path)] {
                let error = opened.err().expect("no history");
                assert!(matches!(error, StoreError::Damaged(_)), "{error:?}");
            }
            assert_eq!(std::fs::read(&path).expect("read"), content.as_bytes());
        }
        std::fs::write(&path, "").expect("written");
        assert!(Store::open(&path).expect("an empty one").runs().is_ok());
    }

    #[test]
    fn advice_leaves_the_failures_of_older_runs() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("1.sqlite");
        let connection = Connection::open(&path).expect("opened");
        connection.execute_batch(MIGRATIONS[0]).expect("migrated");
        connection
            .pragma_update(None, "application_id", APPLICATION_ID)
            .expect("marked");
        connection
            .pragma_update(None, "user_version", 1)
            .expect("numbered");
        connection
            .execute_batch(
                r#"INSERT INTO run VALUES (1, 'd', '2026-11-23', 'Stadt', '0.1.0', 1, 2, 0, 0,
                    '{"rules":{"a/b-c":{"severity":"advice"},"d/e":{"severity":"serious"}}}');
                INSERT INTO application VALUES (1, 'A', 'D', '{"findings":[
                    {"rule":"a/b-c","failure":true},
                    {"rule":"a/b-c","failure":true,"waived":true},
                    {"rule":"a/b-c","failure":false},
                    {"rule":"d/e","failure":true}]}');"#,
            )
            .expect("filled");
        drop(connection);
        let store = Store::open(&path).expect("brought up");
        let runs = store.runs().expect("read");
        assert_eq!((runs[0].failures, runs[0].advice), (1, 1));
    }
}
