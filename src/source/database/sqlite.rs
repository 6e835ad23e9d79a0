//! SQLite files: the statements that created their tables, as stored in the file.
//!
//! Files come from anywhere, so nothing in them is run: no views, triggers or virtual tables. The file is opened as
//! immutable, so that SQLite leaves no files next to it.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, ErrorCode, OpenFlags};

use super::catalogue::{Catalogue, Column, MOST_TABLES, Table};
use super::lookup;
use crate::gap::GapReason;
use crate::source::http::{Lost, cut};
use crate::topic::Topic;

/// The first bytes of every SQLite file.
pub(in crate::source) const MAGIC: &[u8] = b"SQLite format 3\0";
/// Maximum length of a statement or value.
const MOST_LENGTH: i32 = 1024 * 1024;
/// Virtual machine steps between two checks of the time limit.
const STEPS: i32 = 10_000;

/// The tables of a file as a script.
pub(in crate::source) fn script(
    path: &Path,
    most_bytes: u64,
    timeout: Duration,
    topic: &Topic,
) -> Result<String, Lost> {
    let read = || -> Result<(String, bool), Error> {
        let connection = open(path, timeout)?;
        Ok(catalogue(&connection, topic)?.script(most_bytes))
    };
    match read() {
        Ok((_, false)) => Err((GapReason::TooLarge, format!("more than {most_bytes} bytes"))),
        Ok((script, true)) => Ok(script),
        Err(error) => Err(lost(&error)),
    }
}

fn open(path: &Path, timeout: Duration) -> Result<Connection, Error> {
    // A URI, because only that can declare the file immutable; names may contain any character.
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                uri.push(char::from(*byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?mode=ro&immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(uri, flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, MOST_LENGTH)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    let until = Instant::now() + timeout;
    connection.progress_handler(STEPS, Some(move || Instant::now() > until))?;
    connection.execute_batch("pragma cell_size_check = on")?;
    Ok(connection)
}

fn catalogue(connection: &Connection, topic: &Topic) -> Result<Catalogue, Error> {
    let mut catalogue = Catalogue {
        head: "-- Tables of a SQLite file\nPRAGMA foreign_keys=OFF;\n".to_owned(),
        ..Catalogue::default()
    };
    let mut statement = connection.prepare(
        "select name, sql from sqlite_schema where type = 'table' and sql is not null \
         and name not like 'sqlite\\_%' escape '\\' and rootpage > 0 order by name limit ?1",
    )?;
    let mut rows = statement.query([MOST_TABLES as i64])?;
    let mut tables = Vec::new();
    while let Some(row) = rows.next()? {
        let (Some(name), Some(sql)) = (text(row.get_ref(0)?), text(row.get_ref(1)?)) else {
            continue;
        };
        let table = Table {
            name: named(&name),
            own_name: name,
            written: Some(sql),
            ..Table::default()
        };
        tables.push(table);
    }
    references(connection, &mut tables)?;
    for table in &mut tables {
        columns(connection, table)?;
        if let Some(chosen) = lookup::columns(table, topic) {
            fill(connection, table, &chosen)?;
        }
    }
    catalogue.tables = tables;
    Ok(catalogue)
}

/// Which columns refer to which tables.
fn references(connection: &Connection, tables: &mut [Table]) -> Result<(), Error> {
    let mut statement =
        connection.prepare("select \"table\", \"from\" from pragma_foreign_key_list(?1)")?;
    let mut found: Vec<(String, String)> = Vec::new();
    for table in tables.iter() {
        let mut rows = statement.query([&table.own_name])?;
        while let Some(row) = rows.next()? {
            if let (Some(target), Some(column)) = (text(row.get_ref(0)?), text(row.get_ref(1)?)) {
                found.push((target.to_lowercase(), column));
            }
        }
    }
    found.sort();
    for table in tables {
        let name = table.own_name.to_lowercase();
        let from = found.partition_point(|(target, _)| *target < name);
        let own = found.iter().skip(from);
        let own = own.take_while(|(target, _)| *target == name);
        table.referred_by = own.map(|(_, column)| column.clone()).collect();
    }
    Ok(())
}

fn columns(connection: &Connection, table: &mut Table) -> Result<(), Error> {
    let mut statement = connection.prepare("select name, pk from pragma_table_info(?1)")?;
    let mut rows = statement.query([&table.own_name])?;
    while let Some(row) = rows.next()? {
        let name = text(row.get_ref(0)?).unwrap_or_default();
        if row.get::<_, i64>(1)? > 0 {
            table.keys.push(table.columns.len());
        }
        table.columns.push(Column {
            name: named(&name),
            own_name: name,
            declaration: String::new(),
        });
    }
    Ok(())
}

fn fill(connection: &Connection, table: &mut Table, chosen: &[usize]) -> Result<(), Error> {
    let query = lookup::query(table, chosen, "");
    let mut statement = connection.prepare(&query)?;
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    let mut cells: Vec<Vec<Option<String>>> = Vec::new();
    while let Some(row) = rows.next()? {
        let row = (0..width).map(|at| Ok(text(row.get_ref(at)?)));
        cells.push(row.collect::<Result<_, Error>>()?);
    }
    lookup::fill(table, chosen, cells, |text| {
        format!("'{}'", text.replace('\'', "''"))
    });
    Ok(())
}

fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).replace('\0', "")),
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}

fn named(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn lost(error: &Error) -> Lost {
    let reason = match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => GapReason::TimedOut,
        Some(ErrorCode::TooBig) => GapReason::TooLarge,
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => GapReason::Unreadable,
        _ => GapReason::Malformed,
    };
    (reason, cut(&error.to_string()))
}
