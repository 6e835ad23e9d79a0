//! A catalogue and the script that would create it. The same catalogue always gives the same bytes.

use std::fmt::Write as _;

/// Maximum number of tables read per database.
pub(super) const MOST_TABLES: usize = 20_000;
/// Time limit of the whole visit, as a multiple of the limit of one request.
pub(super) const PATIENCE: u32 = 4;

/// The declarations of a database. Names and types are written as in SQL, quoted where necessary.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    /// The beginning of the script.
    pub(super) head: String,
    /// Statements that create types.
    pub(super) types: Vec<String>,
    /// Sorted by name.
    pub(super) tables: Vec<Table>,
}

/// A table.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Qualified if several schemas are read.
    pub(super) name: String,
    /// Last part of the name, without quotes.
    pub(super) own_name: String,
    pub(super) columns: Vec<Column>,
    /// Constraints inside the parentheses.
    pub(super) constraints: Vec<String>,
    /// Options after the closing parenthesis.
    pub(super) options: String,
    /// Statements after all tables: comments, foreign keys, indexes.
    pub(super) later: Vec<String>,
    /// Columns that identify a row: those of keys, and those that foreign keys refer to.
    pub(super) keys: Vec<usize>,
    /// Columns of other tables that refer to this one.
    pub(super) referred_by: Vec<String>,
    /// The original statement, if the database keeps it as written.
    pub(super) written: Option<String>,
    /// Statements that insert its rows.
    pub(super) rows: Vec<String>,
}

/// A column.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub(super) name: String,
    /// The name without quotes.
    pub(super) own_name: String,
    /// Type, `NOT NULL`, default, comment.
    pub(super) declaration: String,
}

impl Catalogue {
    /// The script, and whether it is complete. Tables that no longer fit are left out entirely.
    pub(super) fn script(&self, most_bytes: u64) -> (String, bool) {
        let most = usize::try_from(most_bytes).unwrap_or(usize::MAX);
        let mut script = self.head.clone();
        for statement in &self.types {
            script.push_str(statement);
            script.push_str(";\n");
        }
        let mut written = 0;
        for table in &self.tables {
            let whole = table.statement();
            if script.len() + whole.len() > most {
                break;
            }
            script.push_str(&whole);
            written += 1;
        }
        let behind = self.tables.iter().take(written);
        let mut all = written == self.tables.len();
        for statement in behind.flat_map(|table| &table.later) {
            if script.len() + statement.len() > most {
                all = false;
                break;
            }
            // Writing to a string cannot fail.
            let _ = writeln!(script, "{statement};");
        }
        (script, all)
    }
}

impl Table {
    fn statement(&self) -> String {
        let columns = self
            .columns
            .iter()
            .map(|column| format!("    {} {}", column.name, column.declaration));
        let constraints = self.constraints.iter().map(|text| format!("    {text}"));
        let parts: Vec<String> = columns.chain(constraints).collect();
        let mut text = match &self.written {
            Some(written) => format!("\n{};\n", written.trim_end().trim_end_matches(';')),
            None => format!(
                "\nCREATE TABLE {} (\n{}\n){};\n",
                self.name,
                parts.join(",\n"),
                self.options
            ),
        };
        for row in &self.rows {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{row};");
        }
        text
    }

    /// Adds the rows of a lookup table: cells of the chosen columns as text.
    pub(super) fn fill(
        &mut self,
        columns: &[usize],
        mut rows: Vec<Vec<Option<String>>>,
        quote: fn(&str) -> String,
    ) {
        let number =
            |row: &Vec<Option<String>>| -> Option<i64> { row.first()?.as_ref()?.parse().ok() };
        rows.sort_by(|a, b| (number(a), a).cmp(&(number(b), b)));
        let names: Vec<&str> = columns
            .iter()
            .filter_map(|at| Some(self.columns.get(*at)?.name.as_str()))
            .collect();
        let names = names.join(", ");
        let statements = rows.iter().map(|row| {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| cell.as_deref().map_or_else(|| "NULL".to_owned(), quote))
                .collect();
            format!(
                "INSERT INTO {} ({names}) VALUES ({})",
                self.name,
                cells.join(", ")
            )
        });
        self.rows = statements.collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_written_in_order_and_scripts_are_cut_between_tables() {
        let column = |name: &str| Column {
            name: name.to_owned(),
            own_name: name.to_owned(),
            declaration: "text".to_owned(),
        };
        let table = |name: &str| Table {
            name: name.to_owned(),
            columns: vec![column("id"), column("text")],
            later: vec![format!("COMMENT ON TABLE {name} IS 'x'")],
            ..Table::default()
        };
        let mut first = table("a");
        let cell = |text: &str| Some(text.to_owned());
        first.fill(
            &[0, 1],
            vec![vec![cell("10"), None], vec![cell("9"), cell("it's")]],
            |text| format!("'{}'", text.replace('\'', "''")),
        );
        let catalogue = Catalogue {
            tables: vec![first, table("b")],
            ..Catalogue::default()
        };
        let (whole, all) = catalogue.script(10_000);
        assert!(all);
        assert_eq!(
            whole,
            "\nCREATE TABLE a (\n    id text,\n    text text\n);\n\
             INSERT INTO a (id, text) VALUES ('9', 'it''s');\n\
             INSERT INTO a (id, text) VALUES ('10', NULL);\n\
             \nCREATE TABLE b (\n    id text,\n    text text\n);\n\
             COMMENT ON TABLE a IS 'x';\nCOMMENT ON TABLE b IS 'x';\n"
        );
        let (cut, all) = catalogue.script(whole.len() as u64 - 70);
        assert!(!all && !cut.contains("CREATE TABLE b"));
    }
}
