//! MySQL and MariaDB, read through `information_schema`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use mysql::prelude::Queryable;
use mysql::{Conn, DriverError, Error, OptsBuilder, Row, SslOpts, Value};

use super::address::{Protection, Target};
use super::catalogue::{Catalogue, Column, MOST_TABLES, PATIENCE, Table};
use super::lookup;
use crate::gap::GapReason;
use crate::source::Limits;
use crate::source::http::{Lost, causes, cut, deepest};
use crate::topic::Topic;

/// Where systems keep their trusted certificates. The client knows the public authorities, but not an administration's
/// own.
const TRUSTED: [&str; 3] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
];

const TABLES: &str = "select TABLE_NAME, ENGINE, TABLE_COMMENT from information_schema.TABLES \
    where TABLE_SCHEMA = ? and TABLE_TYPE = 'BASE TABLE' order by binary TABLE_NAME limit 20001";

const COLUMNS: &str = "select TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, COLUMN_COMMENT, \
    DATA_TYPE from information_schema.COLUMNS where TABLE_SCHEMA = ? order by TABLE_NAME, ORDINAL_POSITION";

/// Keys and indexes. Constraints are hidden from users with read access only.
const INDEXES: &str = "select TABLE_NAME, INDEX_NAME, COLUMN_NAME, NON_UNIQUE from information_schema.STATISTICS \
    where TABLE_SCHEMA = ? order by TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX";

/// MariaDB identifies check constraints by table, MySQL by schema.
const CHECKS_MARIADB: &str = "select TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE \
    from information_schema.CHECK_CONSTRAINTS where CONSTRAINT_SCHEMA = ? order by TABLE_NAME, CONSTRAINT_NAME";
const CHECKS_MYSQL: &str = "select c.TABLE_NAME, c.CONSTRAINT_NAME, k.CHECK_CLAUSE \
    from information_schema.CHECK_CONSTRAINTS k join information_schema.TABLE_CONSTRAINTS c \
    on c.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA and c.CONSTRAINT_NAME = k.CONSTRAINT_NAME \
    where k.CONSTRAINT_SCHEMA = ? and c.CONSTRAINT_TYPE = 'CHECK' and c.ENFORCED = 'YES' \
    order by c.TABLE_NAME, c.CONSTRAINT_NAME";

/// Reads the catalogue, and returns what could not be read beside it.
pub(super) fn read_mysql(
    target: &Target,
    limits: &Limits,
    topic: &Topic,
) -> Result<(Catalogue, Vec<Lost>), Lost> {
    let client = connect(target, limits).map_err(|error| lost(&error))?;
    let until = Instant::now() + limits.timeout.saturating_mul(PATIENCE);
    let mut visit = Visit {
        client,
        database: target.database.clone(),
        until,
    };
    visit.begin(limits).map_err(|error| lost(&error))?;
    visit.catalogue(topic)
}

fn connect(target: &Target, limits: &Limits) -> Result<Conn, Error> {
    let options = |protected: bool| {
        let ssl = SslOpts::default()
            .with_root_cert_path(trusted())
            .with_danger_accept_invalid_certs(target.protection == Protection::Encrypted);
        OptsBuilder::new()
            .ip_or_hostname(Some(target.host.as_str()))
            .tcp_port(target.port)
            .user(target.user.as_deref())
            .pass(target.password.as_deref())
            .db_name(Some(target.database.as_str()))
            // Never switch to a socket that the server names.
            .prefer_socket(false)
            .tcp_connect_timeout(Some(limits.timeout))
            .read_timeout(Some(limits.timeout))
            .write_timeout(Some(limits.timeout))
            .ssl_opts(protected.then_some(ssl))
    };
    // The client uses the process-wide crypto provider. Installing it twice fails harmlessly.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match Conn::new(options(target.protection != Protection::Off)) {
        Err(Error::DriverError(DriverError::TlsNotSupported))
            if target.protection == Protection::Offered =>
        {
            Conn::new(options(false))
        }
        connected => connected,
    }
}

fn trusted() -> Option<PathBuf> {
    let named = std::env::var_os("SSL_CERT_FILE").map(PathBuf::from);
    let usual = TRUSTED.into_iter().map(PathBuf::from);
    named.into_iter().chain(usual).find(|path| path.is_file())
}

struct Visit {
    client: Conn,
    database: String,
    until: Instant,
}

impl Visit {
    fn begin(&mut self, limits: &Limits) -> Result<(), Error> {
        // MariaDB knows the first variable, MySQL the second; the other one fails harmlessly.
        let _ = self.client.query_drop(format!(
            "set session max_statement_time = {}",
            limits.timeout.as_secs_f32()
        ));
        let _ = self.client.query_drop(format!(
            "set session max_execution_time = {}",
            limits.timeout.as_millis()
        ));
        let _ = self.client.query_drop(format!(
            "set session lock_wait_timeout = {}",
            limits.timeout.as_secs().max(1)
        ));
        self.client
            .query_drop("set session transaction read only")?;
        self.client.query_drop("start transaction read only")
    }

    fn patience(&self) -> Result<(), Lost> {
        if Instant::now() < self.until {
            return Ok(());
        }
        Err((GapReason::TimedOut, "the catalogue as a whole".to_owned()))
    }

    /// The rows of a query about the database, as text.
    fn query(&mut self, query: &str) -> Result<Vec<Cells>, Lost> {
        self.patience()?;
        let rows: Vec<Row> = self
            .client
            .exec(query, (self.database.as_str(),))
            .map_err(|error| lost(&error))?;
        Ok(rows.into_iter().map(cells).collect())
    }

    fn catalogue(&mut self, topic: &Topic) -> Result<(Catalogue, Vec<Lost>), Lost> {
        let version: Option<String> = self
            .client
            .query_first("select version()")
            .map_err(|error| lost(&error))?;
        let mariadb = version.is_some_and(|version| version.contains("MariaDB"));
        let mut gone = Vec::new();
        let mut rows = self.query(TABLES)?;
        if rows.len() > MOST_TABLES {
            rows.truncate(MOST_TABLES);
            let detail = format!("tables after the first {MOST_TABLES}");
            gone.push((GapReason::TooLarge, detail));
        }
        let mut tables = Tables::from_rows(rows);
        tables.columns(self.query(COLUMNS)?, mariadb);
        tables.indexes(self.query(INDEXES)?);
        let checks = if mariadb {
            CHECKS_MARIADB
        } else {
            CHECKS_MYSQL
        };
        match self.query(checks) {
            Ok(rows) => tables.checks(rows),
            // Servers before MySQL 8.0.16 have no check constraints and no table of them.
            Err((GapReason::Missing, _)) => {}
            Err(other) => return Err(other),
        }
        let names: Vec<String> = tables.by_name.keys().cloned().collect();
        for name in names {
            self.patience()?;
            // Without read access to a table its statement is not available; the rest is known all the same.
            let row: Option<Row> = self
                .client
                .query_first(format!("show create table {}", named(&name)))
                .or_else(|error| match error {
                    Error::MySqlError(_) => Ok(None),
                    error => Err(lost(&error)),
                })?;
            let row = row.map(cells).unwrap_or_default();
            tables.references(&name, cell(&row, 1).unwrap_or_default());
        }
        let mut tables = tables.tables;
        let lists = tables
            .iter_mut()
            .filter_map(|table| Some((lookup::columns(table, topic)?, table)));
        for (columns, table) in lists.take(lookup::MOST_LISTS) {
            if !self.fill(table, &columns) {
                let detail = format!("the rows of {} may not be read", table.name);
                gone.push((GapReason::UnresolvedReference, detail));
            }
        }
        let _ = self.client.query_drop("rollback");
        let catalogue = Catalogue {
            head: "-- Catalogue of a MySQL or MariaDB database\n".to_owned(),
            types: Vec::new(),
            tables,
        };
        Ok((catalogue, gone))
    }

    fn fill(&mut self, table: &mut Table, columns: &[usize]) -> bool {
        let query = lookup::query(table, columns, "");
        let Ok(rows) = self.client.query::<Row, _>(query) else {
            return false;
        };
        let rows: Vec<Cells> = rows.into_iter().map(cells).collect();
        lookup::fill(table, columns, rows, quoted);
        true
    }
}

/// A row as text.
type Cells = Vec<Option<String>>;

fn cells(row: Row) -> Cells {
    let values = row.unwrap_raw().into_iter();
    values
        .map(|value| match value? {
            Value::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            Value::Int(number) => Some(number.to_string()),
            Value::UInt(number) => Some(number.to_string()),
            _ => None,
        })
        .collect()
}

fn cell(row: &Cells, at: usize) -> Option<&str> {
    row.get(at)?.as_deref()
}

struct Tables {
    tables: Vec<Table>,
    by_name: BTreeMap<String, usize>,
}

impl Tables {
    fn from_rows(rows: Vec<Cells>) -> Self {
        let mut tables = Self {
            tables: Vec::new(),
            by_name: BTreeMap::new(),
        };
        for row in rows {
            let Some(name) = cell(&row, 0) else { continue };
            let mut options = match cell(&row, 1) {
                Some(engine) => format!(" ENGINE={engine}"),
                None => String::new(),
            };
            if let Some(comment) = cell(&row, 2).filter(|comment| !comment.is_empty()) {
                options.push_str(&format!(" COMMENT={}", quoted(comment)));
            }
            tables.by_name.insert(name.to_owned(), tables.tables.len());
            tables.tables.push(Table {
                name: named(name),
                own_name: name.to_owned(),
                options,
                ..Table::default()
            });
        }
        tables
    }

    fn of_row(&mut self, row: &Cells) -> Option<&mut Table> {
        let index = *self.by_name.get(cell(row, 0)?)?;
        self.tables.get_mut(index)
    }

    fn columns(&mut self, rows: Vec<Cells>, mariadb: bool) {
        for row in rows {
            let (Some(name), Some(kind)) = (cell(&row, 1), cell(&row, 2)) else {
                continue;
            };
            let mut declaration = kind.to_owned();
            if cell(&row, 3) == Some("NO") {
                declaration.push_str(" NOT NULL");
            }
            let extra = cell(&row, 5).unwrap_or_default();
            if let Some(default) = cell(&row, 4).filter(|default| *default != "NULL") {
                declaration.push_str(" DEFAULT ");
                // MariaDB defaults and computed ones are already SQL; the others are plain text.
                if mariadb || extra.contains("DEFAULT_GENERATED") {
                    declaration.push_str(default);
                } else {
                    declaration.push_str(&quoted(default));
                }
            }
            if let Some(comment) = cell(&row, 6).filter(|comment| !comment.is_empty()) {
                declaration.push_str(&format!(" COMMENT {}", quoted(comment)));
            }
            let column = Column {
                name: named(name),
                own_name: name.to_owned(),
                declaration,
            };
            if let Some(table) = self.of_row(&row) {
                table.columns.push(column);
            }
        }
    }

    /// Primary and unique keys and indexes, one row per column.
    fn indexes(&mut self, rows: Vec<Cells>) {
        let same = |a: &Cells, b: &Cells| cell(a, 0) == cell(b, 0) && cell(a, 1) == cell(b, 1);
        for index in rows.chunk_by(same) {
            let Some(first) = index.first() else { continue };
            let names: Vec<&str> = index.iter().filter_map(|row| cell(row, 2)).collect();
            let (name, columns) = (cell(first, 1).unwrap_or_default(), list(&names));
            let unique = cell(first, 3) == Some("0");
            let Some(table) = self.of_row(first) else {
                continue;
            };
            if unique {
                table.mark(&names);
            }
            // An index over an expression names no column.
            if names.len() == index.len() {
                table.constraints.push(match (unique, name) {
                    (true, "PRIMARY") => format!("PRIMARY KEY ({columns})"),
                    (true, _) => format!("UNIQUE KEY {} ({columns})", named(name)),
                    (false, _) => format!("KEY {} ({columns})", named(name)),
                });
            }
        }
    }

    /// Foreign keys, parsed from the table's `create` statement.
    fn references(&mut self, table: &str, statement: &str) {
        for key in ForeignKey::all(statement) {
            let index = self.by_name.get(&key.target).copied();
            if let Some(target) = index.and_then(|index| self.tables.get_mut(index)) {
                let names: Vec<&str> = key.keys.iter().map(String::as_str).collect();
                target.mark(&names);
                target.referred_by.extend(key.columns.iter().cloned());
            }
            let index = self.by_name.get(table).copied();
            if let Some(table) = index.and_then(|index| self.tables.get_mut(index)) {
                let statement = key.statement(&table.name);
                table.later.push(statement);
            }
        }
    }

    fn checks(&mut self, rows: Vec<Cells>) {
        for row in rows {
            let (Some(name), Some(clause)) = (cell(&row, 1), cell(&row, 2)) else {
                continue;
            };
            let text = format!("CONSTRAINT {} CHECK ({})", named(name), plain(clause));
            if let Some(table) = self.of_row(&row) {
                table.constraints.push(text);
            }
        }
    }
}

/// A foreign key to a table of the same database.
struct ForeignKey {
    name: String,
    columns: Vec<String>,
    target: String,
    keys: Vec<String>,
}

impl ForeignKey {
    /// Parses ``CONSTRAINT `n` FOREIGN KEY (`a`, `b`) REFERENCES `t` (`c`, `d`)``, one per line.
    fn all(statement: &str) -> Vec<Self> {
        let lines = statement.lines().map(str::trim);
        let lines = lines.filter_map(|line| line.strip_prefix("CONSTRAINT "));
        lines.filter_map(Self::parse_line).collect()
    }

    fn parse_line(line: &str) -> Option<Self> {
        let (name, rest) = unquoted(line)?;
        let (columns, rest) = names(rest.strip_prefix(" FOREIGN KEY ")?)?;
        let (target, rest) = unquoted(rest.strip_prefix(" REFERENCES ")?)?;
        let (keys, _) = names(rest.strip_prefix(' ')?)?;
        Some(Self {
            name,
            columns,
            target,
            keys,
        })
    }

    fn statement(&self, owner: &str) -> String {
        let joined = |names: &[String]| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            list(&names)
        };
        format!(
            "ALTER TABLE {owner} ADD CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({})",
            named(&self.name),
            joined(&self.columns),
            named(&self.target),
            joined(&self.keys)
        )
    }
}

/// A name in backticks, and the text after it.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut rest = text.strip_prefix('`')?;
    loop {
        let (part, behind) = rest.split_once('`')?;
        name.push_str(part);
        match behind.strip_prefix('`') {
            Some(more) => {
                name.push('`');
                rest = more;
            }
            None => return Some((name, behind)),
        }
    }
}

/// Names in parentheses, and the text after them.
fn names(text: &str) -> Option<(Vec<String>, &str)> {
    let mut names = Vec::new();
    let mut rest = text.strip_prefix('(')?;
    loop {
        let (name, behind) = unquoted(rest)?;
        names.push(name);
        match behind.strip_prefix(')') {
            Some(behind) => return Some((names, behind)),
            None => rest = behind.strip_prefix(',')?.trim_start(),
        }
    }
}

impl Table {
    /// Marks columns that identify a row.
    fn mark(&mut self, names: &[&str]) {
        let columns = self.columns.iter().enumerate();
        let keys = columns.filter(|(_, column)| names.contains(&column.own_name.as_str()));
        self.keys.extend(keys.map(|(at, _)| at));
    }
}

/// A check condition as MySQL stores it, without its character set introducers: `` (`g` in (_utf8mb4\'m\')) ``.
fn plain(clause: &str) -> String {
    let mut text = clause.replace("\\'", "'");
    for mark in ["_utf8mb4'", "_utf8mb3'", "_utf8'", "_latin1'", "_ascii'"] {
        text = text.replace(mark, "'");
    }
    text
}

fn named(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

fn list(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| named(name)).collect();
    names.join(", ")
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

/// The gap reason for an error, without anything that was sent.
fn lost(error: &Error) -> Lost {
    use std::io::ErrorKind;
    match error {
        Error::MySqlError(said) => {
            let reason = match said.code {
                1044 | 1045 | 1142 | 1143 | 1227 | 1698 => GapReason::Forbidden,
                1049 | 1109 | 1146 => GapReason::Missing,
                1205 | 1317 | 1969 | 3024 => GapReason::TimedOut,
                _ => GapReason::Unreachable,
            };
            (reason, cut(&said.message))
        }
        Error::TlsError(error) => (GapReason::Tls, cut(&error.to_string())),
        Error::DriverError(DriverError::TlsNotSupported) => {
            (GapReason::Tls, "the server offers none".to_owned())
        }
        Error::DriverError(DriverError::ConnectTimeout | DriverError::Timeout) => {
            (GapReason::TimedOut, cut(&error.to_string()))
        }
        Error::DriverError(
            DriverError::UnknownAuthPlugin(_)
            | DriverError::OldMysqlPasswordDisabled
            | DriverError::CleartextPluginDisabled,
        ) => (GapReason::Forbidden, cut(&error.to_string())),
        _ => {
            // The client does not expose the cause of these through `source`.
            let error: &(dyn std::error::Error + 'static) = match error {
                Error::IoError(failure) => failure,
                Error::CodecError(failure) => failure,
                other => other,
            };
            let mut reason = GapReason::Unreachable;
            for cause in causes(error) {
                if let Some(error) = cause.downcast_ref::<rustls::Error>() {
                    return (GapReason::Tls, cut(&error.to_string()));
                }
                let kind = cause.downcast_ref().map(std::io::Error::kind);
                if matches!(kind, Some(ErrorKind::TimedOut | ErrorKind::WouldBlock)) {
                    reason = GapReason::TimedOut;
                }
            }
            (reason, deepest(error))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_keys_are_read_from_statements() {
        let statement = "CREATE TABLE `a` (\n  `x` int COMMENT 'CONSTRAINT `no` FOREIGN KEY (`x`) REFERENCES `t` (`y`)',\n\
                         \x20 CONSTRAINT `zu``t` FOREIGN KEY (`x`, `b`) REFERENCES `t` (`y`, `c)`) ON DELETE CASCADE,\n\
                         \x20 CONSTRAINT `c` CHECK (`x` > 0)\n) ENGINE=InnoDB";
        let keys = ForeignKey::all(statement);
        let [key] = keys.as_slice() else {
            panic!("one key");
        };
        assert_eq!(
            key.statement("`a`"),
            "ALTER TABLE `a` ADD CONSTRAINT `zu``t` FOREIGN KEY (`x`, `b`) REFERENCES `t` (`y`, `c)`)"
        );
    }

    #[test]
    fn conditions_of_mysql_lose_their_marks() {
        assert_eq!(
            plain("(`g` in (_utf8mb4\\'m\\',_utf8mb4\\'w\\'))"),
            "(`g` in ('m','w'))"
        );
        assert_eq!(quoted("a\\'b"), "'a\\\\''b'");
        assert_eq!(named("a`b"), "`a``b`");
    }
}
