//! The database a script is written for, which determines how strings, names and comments are quoted.

use sqlparser::dialect::{
    Dialect as Quoting, MsSqlDialect, MySqlDialect, OracleDialect, PostgreSqlDialect, SQLiteDialect,
};

/// A family of databases with the same quoting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL, H2, Db2 and everything close to the standard.
    Postgres,
    /// MySQL and MariaDB.
    MySql,
    /// Oracle Database.
    Oracle,
    /// Microsoft SQL Server.
    SqlServer,
    /// SQLite.
    Sqlite,
}

/// Typical text of a dialect in lower case, with its weight.
const MARKS: &[(Dialect, &str, usize)] = &[
    (Dialect::MySql, "engine=", 4),
    (Dialect::MySql, "engine =", 4),
    (Dialect::MySql, "auto_increment", 4),
    (Dialect::MySql, "/*!", 4),
    (Dialect::MySql, "\ndelimiter ", 3),
    (Dialect::MySql, "`", 2),
    (Dialect::MySql, " unsigned", 1),
    (Dialect::SqlServer, "[dbo]", 5),
    (Dialect::SqlServer, "dbo.", 2),
    (Dialect::SqlServer, "nvarchar", 2),
    (Dialect::SqlServer, "\ngo\n", 4),
    (Dialect::SqlServer, "\ngo\r", 4),
    (Dialect::SqlServer, "identity(", 3),
    (Dialect::SqlServer, " clustered", 3),
    (Dialect::SqlServer, "sp_addextendedproperty", 4),
    (Dialect::Oracle, "varchar2", 4),
    (Dialect::Oracle, "number(", 3),
    (Dialect::Oracle, "\n/\n", 3),
    (Dialect::Oracle, "\n/\r", 3),
    (Dialect::Oracle, "\nprompt ", 3),
    (Dialect::Oracle, "insert all", 3),
    (Dialect::Oracle, "from dual", 3),
    (Dialect::Sqlite, "autoincrement", 5),
    (Dialect::Sqlite, "pragma ", 4),
    (Dialect::Sqlite, "without rowid", 4),
    (Dialect::Postgres, "::", 4),
    (Dialect::Postgres, "serial", 3),
    (Dialect::Postgres, "character varying", 3),
    (Dialect::Postgres, "as enum", 4),
    (Dialect::Postgres, "from stdin", 4),
    (Dialect::Postgres, "$$", 3),
    (Dialect::Postgres, "timestamptz", 3),
    (Dialect::Postgres, "search_path", 4),
    (Dialect::Postgres, "jsonb", 3),
    (Dialect::Postgres, "owner to", 4),
];

/// Marks count anywhere; the beginning of a script contains enough of them.
const LOOK_BYTES: usize = 32 * 1024;

impl Dialect {
    /// The dialect whose marks weigh most; the standard if there are none.
    pub fn detect(text: &str) -> Self {
        let mut end = text.len().min(LOOK_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let head = text[..end].to_ascii_lowercase();
        let weight = |dialect: Self| -> usize {
            MARKS
                .iter()
                .filter(|(of, mark, _)| *of == dialect && head.contains(mark))
                .map(|(_, _, weight)| weight)
                .sum()
        };
        let order = [
            Self::Postgres,
            Self::MySql,
            Self::SqlServer,
            Self::Oracle,
            Self::Sqlite,
        ];
        let mut best = (Self::Postgres, 0);
        for dialect in order {
            let weight = weight(dialect);
            if weight > best.1 {
                best = (dialect, weight);
            }
        }
        match best {
            // Names in brackets without any other mark are accepted by both.
            (Self::Postgres, 0) if brackets_quote_names(&head) => Self::Sqlite,
            (dialect, _) => dialect,
        }
    }

    /// The rules of sqlparser's tokeniser for this dialect.
    pub fn quoting(self) -> &'static dyn Quoting {
        static POSTGRES: PostgreSqlDialect = PostgreSqlDialect {};
        static MYSQL: MySqlDialect = MySqlDialect {};
        static ORACLE: OracleDialect = OracleDialect {};
        static SQL_SERVER: MsSqlDialect = MsSqlDialect {};
        static SQLITE: SQLiteDialect = SQLiteDialect {};
        match self {
            Self::Postgres => &POSTGRES,
            Self::MySql => &MYSQL,
            Self::Oracle => &ORACLE,
            Self::SqlServer => &SQL_SERVER,
            Self::Sqlite => &SQLITE,
        }
    }

    /// Whether `'it\'s'` is one string.
    pub fn escapes_with_backslash(self) -> bool {
        self == Self::MySql
    }

    /// Whether `[name]` is a name.
    pub fn quotes_with_brackets(self) -> bool {
        matches!(self, Self::SqlServer | Self::Sqlite)
    }

    /// Whether `/* /* */ */` is one comment.
    pub fn nests_comments(self) -> bool {
        matches!(self, Self::Postgres | Self::SqlServer)
    }
}

/// `([name]` or ` [name]`, but neither `[]` nor `ARRAY['m']`.
fn brackets_quote_names(text: &str) -> bool {
    text.as_bytes().windows(3).any(|window| {
        matches!(window[0], b' ' | b'\t' | b'\n' | b'(' | b',' | b'.')
            && window[1] == b'['
            && (window[2].is_ascii_alphabetic() || window[2] == b'_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_decide() {
        for (text, dialect) in [
            ("create table a (b char(1));", Dialect::Postgres),
            (
                "CREATE TABLE `a` (`b` char(1)) ENGINE=InnoDB;",
                Dialect::MySql,
            ),
            (
                "CREATE TABLE [dbo].[a] ([b] [nchar](1))\nGO\n",
                Dialect::SqlServer,
            ),
            ("CREATE TABLE a (b VARCHAR2(1 CHAR));\n/\n", Dialect::Oracle),
            (
                "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT);",
                Dialect::Sqlite,
            ),
            ("CREATE TABLE a ([b] text);", Dialect::Sqlite),
            (
                "CREATE TABLE a (b char(1) DEFAULT 'm'::bpchar);",
                Dialect::Postgres,
            ),
        ] {
            assert_eq!(Dialect::detect(text), dialect, "{text}");
        }
    }
}
