//! PostgreSQL, read through its own catalogue tables: they hold what the server would write into a dump, and every user
//! may read them.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use tokio_postgres::config::SslMode;
use tokio_postgres::error::{DbError, SqlState};
use tokio_postgres::{Client, Config, Error, Row, SimpleQueryMessage};

use super::address::{Protection, Target};
use super::catalogue::{Catalogue, Column, MOST_TABLES, PATIENCE, Table};
use super::lookup;
use super::tls::Rustls;
use crate::gap::GapReason;
use crate::source::Limits;
use crate::source::http::{Lost, causes, cut, deepest};
use crate::topic::Topic;

/// Limits a query to users' own objects, neither the system's nor an extension's. `n` is the namespace, `c` the object.
const OWN: &str = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not exists \
    (select from pg_depend e where e.objid = c.oid and e.deptype = 'e')";

const TYPES: &str = "select format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, c.typname, \
    (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = c.oid)), \
    format('%I.%I', n.nspname, c.typname), obj_description(c.oid, 'pg_type'), 'TYPE' \
    from pg_type c join pg_namespace n on n.oid = c.typnamespace where c.typtype = 'e' and {OWN} \
    union all \
    select concat(format('CREATE DOMAIN %I.%I AS %s', n.nspname, c.typname, format_type(c.typbasetype, c.typtypmod)), \
    ' DEFAULT ' || c.typdefault, case when c.typnotnull then ' NOT NULL' end, \
    (select string_agg(format(' CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)), '' order by conname) \
    from pg_constraint where contypid = c.oid and contype = 'c')), \
    format('%I.%I', n.nspname, c.typname), obj_description(c.oid, 'pg_type'), 'DOMAIN' \
    from pg_type c join pg_namespace n on n.oid = c.typnamespace where c.typtype = 'd' and {OWN} \
    order by 2";

const TABLES: &str = "select c.oid, format('%I.%I', n.nspname, c.relname), c.relname, \
    obj_description(c.oid, 'pg_class'), \
    has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') and not c.relrowsecurity \
    from pg_class c join pg_namespace n on n.oid = c.relnamespace \
    where c.relkind in ('r', 'p', 'f') and not c.relispartition and {OWN} \
    order by n.nspname collate \"C\", c.relname collate \"C\" limit $1";

// Catalogue columns added in later versions are read through JSON, so that the query also works on older ones.
const COLUMNS: &str = "select a.attrelid, quote_ident(a.attname), a.attname, a.attnum, \
    format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), \
    coalesce(to_jsonb(a) ->> 'attgenerated', '') <> '', col_description(a.attrelid, a.attnum) \
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace \
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum \
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'f') and not c.relispartition and {OWN} \
    order by a.attrelid, a.attnum";

const CONSTRAINTS: &str = "select k.conrelid, quote_ident(k.conname), k.contype::text, pg_get_constraintdef(k.oid), \
    k.conkey, k.confrelid, k.confkey \
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace \
    where k.contype in ('p', 'u', 'c', 'f') and {OWN} order by k.conrelid, k.conname collate \"C\"";

const INDEXES: &str = "select i.indrelid, pg_get_indexdef(i.indexrelid) \
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace \
    where not exists (select from pg_constraint k where k.conindid = i.indexrelid) and {OWN} order by 1, 2";

/// Reads the catalogue, and returns what could not be read beside it.
pub(super) async fn read_postgres(
    target: &Target,
    hosts: &[IpAddr],
    limits: &Limits,
    topic: &Topic,
) -> Result<(Catalogue, Vec<Lost>), Lost> {
    let visit = async {
        let client = connect(target, hosts, limits).await?;
        catalogue(&client, limits, topic)
            .await
            .map_err(|error| lost(&error))
    };
    let patience = limits.timeout.saturating_mul(PATIENCE);
    match tokio::time::timeout(patience, visit).await {
        Ok(read) => read,
        Err(_) => Err(late(patience)),
    }
}

fn late(limit: Duration) -> Lost {
    let detail = format!("not complete after {} s", limit.as_secs_f32());
    (GapReason::TimedOut, detail)
}

async fn connect(target: &Target, hosts: &[IpAddr], limits: &Limits) -> Result<Client, Lost> {
    let mut config = Config::new();
    for host in hosts {
        // The name is for the certificate; the connection goes to the admitted address.
        config.host(&target.host).hostaddr(*host);
    }
    config
        .port(target.port)
        .dbname(&target.database)
        .user(target.user.as_deref().unwrap_or_default())
        .application_name("fachcheck")
        .connect_timeout(limits.timeout)
        .ssl_mode(match target.protection {
            Protection::Off => SslMode::Disable,
            Protection::Offered => SslMode::Prefer,
            Protection::Encrypted | Protection::Verified => SslMode::Require,
        });
    if let Some(password) = &target.password {
        config.password(password);
    }
    let tls = Rustls::new(target.protection != Protection::Encrypted)
        .map_err(|error| (GapReason::Tls, cut(&error.to_string())))?;
    let connect = config.connect(tls.clone());
    let connected = tokio::time::timeout(limits.timeout, connect).await;
    let (client, connection) = connected
        .map_err(|_| late(limits.timeout))?
        .map_err(|error| not_connected(&error, target, &tls))?;
    tokio::spawn(connection);
    Ok(client)
}

async fn catalogue(
    client: &Client,
    limits: &Limits,
    topic: &Topic,
) -> Result<(Catalogue, Vec<Lost>), Error> {
    // With an empty search path the server qualifies names with their schema.
    let begin = format!(
        "begin transaction isolation level repeatable read read only; \
         set local statement_timeout = {0}; set local lock_timeout = {0}; \
         set local search_path = pg_catalog; set local standard_conforming_strings = on",
        limits.timeout.as_millis()
    );
    client.batch_execute(&begin).await?;
    let own = |query: &str| query.replace("{OWN}", OWN);
    let mut lost = Vec::new();
    let mut catalogue = Catalogue {
        head: "-- Catalogue of a PostgreSQL database\nSET search_path = pg_catalog;\n".to_owned(),
        ..Catalogue::default()
    };
    for row in client.query(&own(TYPES), &[]).await? {
        let (Some(create), name) = (text(&row, 0), text(&row, 1).unwrap_or_default()) else {
            // An enum without values.
            continue;
        };
        catalogue.types.push(create);
        if let (Some(comment), Some(kind)) = (text(&row, 2), text(&row, 3)) {
            let comment = quoted(&comment);
            catalogue
                .types
                .push(format!("COMMENT ON {kind} {name} IS {comment}"));
        }
    }
    let limit = i64::try_from(MOST_TABLES + 1).unwrap_or(i64::MAX);
    let mut rows = client.query(&own(TABLES), &[&limit]).await?;
    if rows.len() > MOST_TABLES {
        rows.truncate(MOST_TABLES);
        let detail = format!("tables after the first {MOST_TABLES}");
        lost.push((GapReason::TooLarge, detail));
    }
    let mut tables = Tables::from_rows(&rows);
    tables.columns(&client.query(&own(COLUMNS), &[]).await?);
    tables.constraints(&client.query(&own(CONSTRAINTS), &[]).await?);
    for row in client.query(&own(INDEXES), &[]).await? {
        if let (Some(table), Some(index)) = (tables.of_row(&row, 0), text(&row, 1)) {
            table.later.push(index);
        }
    }
    let Tables {
        tables, readable, ..
    } = tables;
    catalogue.tables = tables;
    let lists = catalogue.tables.iter_mut().zip(readable);
    let lists = lists.filter_map(|(table, readable)| {
        let columns = lookup::columns(table, topic)?;
        Some((table, readable, columns))
    });
    for (table, readable, columns) in lists.take(lookup::MOST_LISTS) {
        let filled = readable && fill(client, table, &columns).await?;
        if !filled {
            let detail = format!("the rows of {} may not be read", table.name);
            lost.push((GapReason::UnresolvedReference, detail));
        }
    }
    client.batch_execute("rollback").await?;
    Ok((catalogue, lost))
}

/// Reads the rows of a lookup table; `false` if the server refused.
async fn fill(client: &Client, table: &mut Table, columns: &[usize]) -> Result<bool, Error> {
    let query = lookup::query(table, columns, "::text");
    client.batch_execute("savepoint list").await?;
    let answer = match client.simple_query(&query).await {
        Ok(answer) => answer,
        Err(error) if error.as_db_error().is_some() => {
            client.batch_execute("rollback to savepoint list").await?;
            return Ok(false);
        }
        Err(error) => return Err(error),
    };
    let rows: Vec<Vec<Option<String>>> = answer
        .iter()
        .filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        })
        .map(|row| {
            let cells = (0..row.len()).map(|at| row.get(at).map(str::to_owned));
            cells.collect()
        })
        .collect();
    lookup::fill(table, columns, rows, quoted);
    Ok(true)
}

/// Tables by their `oid`.
struct Tables {
    tables: Vec<Table>,
    readable: Vec<bool>,
    by_oid: BTreeMap<u32, usize>,
    /// Column numbers, which have gaps where columns were dropped.
    numbers: Vec<Vec<i16>>,
}

impl Tables {
    fn from_rows(rows: &[Row]) -> Self {
        let mut tables = Self {
            tables: Vec::new(),
            readable: Vec::new(),
            by_oid: BTreeMap::new(),
            numbers: Vec::new(),
        };
        for row in rows {
            let (Ok(oid), Some(name)) = (row.try_get(0), text(row, 1)) else {
                continue;
            };
            let comment = text(row, 3);
            let later = comment
                .map(|comment| format!("COMMENT ON TABLE {name} IS {}", quoted(&comment)))
                .into_iter()
                .collect();
            tables.by_oid.insert(oid, tables.tables.len());
            tables.readable.push(row.try_get(4).unwrap_or(false));
            tables.numbers.push(Vec::new());
            tables.tables.push(Table {
                name,
                own_name: text(row, 2).unwrap_or_default(),
                later,
                ..Table::default()
            });
        }
        tables
    }

    fn index(&self, row: &Row, column: usize) -> Option<usize> {
        let oid: u32 = row.try_get(column).ok()?;
        self.by_oid.get(&oid).copied()
    }

    fn of_row(&mut self, row: &Row, column: usize) -> Option<&mut Table> {
        let index = self.index(row, column)?;
        self.tables.get_mut(index)
    }

    fn columns(&mut self, rows: &[Row]) {
        for row in rows {
            let Some(index) = self.index(row, 0) else {
                continue;
            };
            let (Some(table), Some(numbers)) =
                (self.tables.get_mut(index), self.numbers.get_mut(index))
            else {
                continue;
            };
            let name = text(row, 1).unwrap_or_default();
            let mut declaration = text(row, 4).unwrap_or_default();
            if row.try_get(5).unwrap_or(false) {
                declaration.push_str(" NOT NULL");
            }
            if let Some(expression) = text(row, 6) {
                let computed = row.try_get(7).unwrap_or(false);
                declaration.push_str(&if computed {
                    format!(" GENERATED ALWAYS AS ({expression}) STORED")
                } else {
                    format!(" DEFAULT {expression}")
                });
            }
            if let Some(comment) = text(row, 8) {
                let comment = quoted(&comment);
                table.later.push(format!(
                    "COMMENT ON COLUMN {}.{name} IS {comment}",
                    table.name
                ));
            }
            numbers.push(row.try_get(3).unwrap_or(0));
            table.columns.push(Column {
                name,
                own_name: text(row, 2).unwrap_or_default(),
                declaration,
            });
        }
    }

    fn constraints(&mut self, rows: &[Row]) {
        for row in rows {
            let Some(index) = self.index(row, 0) else {
                continue;
            };
            let (Some(name), Some(kind), Some(definition)) =
                (text(row, 1), text(row, 2), text(row, 3))
            else {
                continue;
            };
            let own = self.positions(index, row, 4);
            let names = self.names(index, &own);
            let other = (kind == "f").then(|| self.index(row, 5)).flatten();
            if let Some(other) = other {
                let keys = self.positions(other, row, 6);
                if let Some(table) = self.tables.get_mut(other) {
                    table.keys.extend(keys);
                    table.referred_by.extend(names);
                }
            }
            let Some(table) = self.tables.get_mut(index) else {
                continue;
            };
            match kind.as_str() {
                "f" => {
                    let owner = &table.name;
                    table.later.push(format!(
                        "ALTER TABLE ONLY {owner} ADD CONSTRAINT {name} {definition}"
                    ));
                }
                "c" => table
                    .constraints
                    .push(format!("CONSTRAINT {name} {definition}")),
                _ => {
                    table.keys.extend(own);
                    table
                        .constraints
                        .push(format!("CONSTRAINT {name} {definition}"));
                }
            }
        }
    }

    /// Positions of the columns whose numbers are in an array column of a row.
    fn positions(&self, table: usize, row: &Row, column: usize) -> Vec<usize> {
        let wanted: Vec<i16> = row.try_get(column).unwrap_or_default();
        let numbers = self.numbers.get(table).map(Vec::as_slice);
        let numbers = numbers.unwrap_or_default();
        let places = wanted
            .iter()
            .filter_map(|number| numbers.iter().position(|other| other == number));
        places.collect()
    }

    fn names(&self, table: usize, columns: &[usize]) -> Vec<String> {
        let Some(table) = self.tables.get(table) else {
            return Vec::new();
        };
        let columns = columns.iter().filter_map(|at| table.columns.get(*at));
        columns.map(|column| column.own_name.clone()).collect()
    }
}

fn text(row: &Row, column: usize) -> Option<String> {
    row.try_get(column).ok().flatten()
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The gap reason for an error, without anything that was sent.
fn lost(error: &Error) -> Lost {
    if let Some(said) = error.as_db_error() {
        let code = said.code();
        let reason = if *code == SqlState::QUERY_CANCELED || *code == SqlState::LOCK_NOT_AVAILABLE {
            GapReason::TimedOut
        } else if *code == SqlState::INVALID_CATALOG_NAME {
            GapReason::Missing
        } else if code.code().starts_with("28") || *code == SqlState::INSUFFICIENT_PRIVILEGE {
            GapReason::Forbidden
        } else {
            GapReason::Unreachable
        };
        return (reason, cut(said.message()));
    }
    for cause in causes(error) {
        if let Some(error) = cause.downcast_ref::<rustls::Error>() {
            return (GapReason::Tls, cut(&error.to_string()));
        }
    }
    let is_late = causes(error).any(|cause| {
        let network = cause.downcast_ref::<io::Error>();
        network.is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
    });
    let reason = match is_late {
        true => GapReason::TimedOut,
        false => GapReason::Unreachable,
    };
    (reason, deepest(error))
}

/// The gap reason for a connection that did not come about.
fn not_connected(error: &Error, target: &Target, tls: &Rustls) -> Lost {
    let (reason, detail) = lost(error);
    // Neither the server nor the network: the protocol went no further with what we have. The library says in words
    // alone what was lacking, so it is told by what we have.
    let is_foreign = |cause: &(dyn std::error::Error + 'static)| {
        cause.is::<io::Error>() || cause.is::<DbError>()
    };
    let went_no_further = error.source().is_some()
        && reason == GapReason::Unreachable
        && !causes(error).any(is_foreign);
    let must_encrypt = matches!(
        target.protection,
        Protection::Encrypted | Protection::Verified
    );
    let reason = match went_no_further {
        true if must_encrypt && !tls.was_agreed() => GapReason::Tls,
        true if target.password.is_none() => GapReason::Forbidden,
        _ => reason,
    };
    (reason, detail)
}
