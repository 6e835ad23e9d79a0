//! Changes that are written as SQL: check constraints and rows are followed, anything else is said to be unknown.

use std::ops::Range;

use super::column_type::listed;
use super::table::{Column, Tables};
use crate::format::sql::{SqlStep, steps};
use crate::model::{Known, Located, Span, Why};

/// Applies the statements of a change.
pub(super) fn apply(tables: &mut Tables, script: &Located<String>, span: Span) {
    let located = |text: String| Located::new(text, script.span.or(Some(span)));
    let written = |range: Range<usize>| script.value.get(range).unwrap_or_default();
    for step in steps(&script.value) {
        match step {
            SqlStep::Check {
                table,
                constraint,
                condition,
            } => {
                let condition = located(condition);
                let is_known = tables.find(&table).is_some();
                let column = listed(&condition).map(|(column, _)| column);
                // The table may have been created in another file; the column that is restricted is still a field.
                if !is_known && column.is_none() {
                    continue;
                }
                let table = tables.known_or_new(&located(table), span);
                if let Some(name) = column.filter(|_| !is_known) {
                    let mut column = Column::new(located(name), span);
                    column.optional = Located::implied(Known::No(Why::Elsewhere));
                    table.put_column(column);
                }
                table.check(constraint.as_deref(), condition);
            }
            SqlStep::DropConstraint { table, constraint } => {
                if let Some(table) = tables.known(Some(&located(table)))
                    && !table.drop_check(&constraint)
                {
                    table.touched = Some(span);
                }
            }
            SqlStep::Rows { table, rows } => {
                let table = tables.known_or_new(&located(table), span);
                for row in rows {
                    let cells = row.into_iter();
                    let cells = cells.filter_map(|(column, cell)| Some((column, located(cell?))));
                    table.rows.push(cells.collect());
                }
            }
            SqlStep::Nothing => {}
            SqlStep::Data(range) => tables.touch(written(range), true, span),
            SqlStep::Other(range) => tables.touch(written(range), false, span),
        }
    }
}
