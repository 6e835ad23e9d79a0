//! Calls in migrations: the table of the columns after them, and the columns they drop or rename.

use super::scan::Text;
use crate::model::{Element, ElementKind, EntityId, Layer, MigrationStep, ModelPath, SchemaModel};

/// Method calls whose first text names the table of what follows.
const TABLE_CALLS: [&str; 15] = [
    "addColumn",
    "add_column",
    "alterTable",
    "alter_column",
    "batch_alter_table",
    "changeColumn",
    "createTable",
    "createTableIfNotExists",
    "create_table",
    "dropColumn",
    "drop_column",
    "removeColumn",
    "renameColumn",
    "rename_column",
    "table",
];

/// Calls whose texts name dropped columns.
const DROPS: [&str; 4] = ["dropColumn", "dropColumns", "drop_column", "removeColumn"];

/// Calls whose texts name dropped tables.
const TABLE_DROPS: [&str; 5] = [
    "drop",
    "dropIfExists",
    "dropTable",
    "dropTableIfExists",
    "drop_table",
];

/// Calls whose last two texts are the old and new name of a column.
const RENAMES: [&str; 2] = ["renameColumn", "rename_column"];

/// A call and its context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Call<'s> {
    /// Its name.
    pub name: &'s str,
    /// The word before it: `op`, `queryInterface`, `Schema`.
    pub object: &'s str,
    /// Whether the method operator is an arrow.
    pub arrow: bool,
}

impl<'s> Call<'s> {
    /// The call whose first argument starts at `at`.
    pub(super) fn before(source: &'s str, at: usize) -> Option<Self> {
        let before = source.get(..at)?.trim_end().strip_suffix('(')?;
        let (receiver, name) = last_word(before)?;
        let (object, arrow) = match receiver {
            _ if receiver.ends_with("->") => (receiver.strip_suffix("->")?, true),
            _ if receiver.ends_with("::") => (receiver.strip_suffix("::")?, false),
            _ => (receiver.strip_suffix('.')?, false),
        };
        let object = last_word(object).map_or("", |(_, word)| word);
        Some(Self {
            name,
            object,
            arrow,
        })
    }

    /// Whether its first argument is the table. Methods of an open table only name columns.
    fn names_table(&self) -> bool {
        let of_database = self.object == "op"
            || ["query", "Query", "runner", "Runner"]
                .iter()
                .any(|word| self.object.starts_with(word));
        match self.name {
            "create" | "table" | "drop" | "dropIfExists" if self.object == "Schema" => true,
            "create" | "drop" | "dropIfExists" => false,
            name if DROPS.contains(&name) || RENAMES.contains(&name) || name == "alter_column" => {
                of_database
            }
            "addColumn" => !self.arrow && of_database,
            "changeColumn" => !self.arrow,
            name => TABLE_CALLS.contains(&name),
        }
    }
}

fn last_word(text: &str) -> Option<(&str, &str)> {
    let start = text
        .rfind(|ch: char| !ch.is_ascii_alphanumeric() && ch != '_')
        .map_or(0, |before| before + 1);
    text.split_at_checked(start)
}

/// A position that names the table of what follows.
pub(super) struct TableCall {
    /// Start of the name.
    pub at: usize,
    /// End of the call, or of the block opened for it.
    end: usize,
    /// The name without its schema.
    pub name: String,
}

/// The tables in order, each with the position from which it applies.
pub(super) fn tables(source: &str, texts: &[Text]) -> Vec<TableCall> {
    let ends = ends_of_calls(source, texts);
    let named = texts.iter().zip(ends).filter(|(text, _)| !text.undoes);
    let named = named.filter_map(|(text, end)| {
        let name = source.get(text.inside.clone())?;
        let call = Call::before(source, text.whole.start);
        let is_table = match call {
            Some(call) => call.names_table(),
            None => described(source, text.whole.start),
        };
        let stays_open = call.is_some_and(|call| call.name == "batch_alter_table");
        (is_table && super::builder::is_name(name)).then(|| TableCall {
            at: text.whole.start,
            end: if stays_open { source.len() } else { end },
            name: table_name(name).to_owned(),
        })
    });
    named.collect()
}

/// For each text, where the parentheses around it close.
fn ends_of_calls(source: &str, texts: &[Text]) -> Vec<usize> {
    let bytes = source.as_bytes();
    let mut ends = vec![source.len(); texts.len()];
    // Open parentheses, each with the texts directly inside.
    let mut open: Vec<Vec<usize>> = Vec::new();
    let mut at = 0;
    for index in 0..=texts.len() {
        let text = texts.get(index);
        let until = text.map_or(source.len(), |text| text.whole.start);
        while at < until {
            match bytes.get(at) {
                Some(b'(') => open.push(Vec::new()),
                Some(b')') => {
                    for within in open.pop().into_iter().flatten() {
                        ends[within] = at;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        if let (Some(_), Some(innermost)) = (text, open.last_mut()) {
            innermost.push(index);
        }
        at = text.map_or(at, |text| at.max(text.whole.end));
    }
    ends
}

/// The table that applies at a position.
pub(super) fn table_at(tables: &[TableCall], at: usize) -> Option<&TableCall> {
    let next = tables.partition_point(|table| table.at < at);
    tables.get(next.checked_sub(1)?)
}

/// `new Table({ name: 'person'`.
fn described(source: &str, at: usize) -> bool {
    let before = source.get(..at).unwrap_or_default().trim_end();
    let object = before
        .strip_suffix(':')
        .and_then(|before| before.trim_end().strip_suffix("name"))
        .and_then(|before| before.trim_end().strip_suffix('{'));
    object.is_some_and(|before| before.trim_end().ends_with("new Table("))
}

fn table_name(written: &str) -> &str {
    written.rsplit('.').next().unwrap_or(written)
}

/// Assigns fields found by the language's reader to their tables.
pub(super) fn assign(tables: &[TableCall], read: &mut SchemaModel) {
    for index in 0..read.elements.len() {
        let Some(table) = read
            .elements
            .get(index)
            .filter(|element| element.kind == ElementKind::Field && element.layer != Layer::Ui)
            .and_then(|element| owner(tables, read, element))
        else {
            continue;
        };
        let entity = super::builder::entity(read, &table);
        let name = read.elements[index].name.value.clone();
        let element = &mut read.elements[index];
        element.entity = Some(entity);
        element.path = ModelPath::new([table.as_str(), name.as_str()]);
        element.layer = Layer::Database;
    }
}

/// The table of a field that the reader assigned to nothing, or to the migration's class.
fn owner(tables: &[TableCall], read: &SchemaModel, element: &Element) -> Option<String> {
    let start = element.name.span?.start as usize;
    let table = table_at(tables, start).filter(|table| start < table.end)?;
    let known = element
        .entity
        .map(|EntityId(id)| read.entities.get(id as usize));
    let is_step = match known {
        None => true,
        Some(entity) => entity
            .and_then(|entity| entity.name.span)
            .is_some_and(|name| (name.end as usize) < table.at),
    };
    is_step.then(|| table.name.clone())
}

/// Adds the columns and tables that calls drop or rename.
pub(super) fn read_changes(
    source: &str,
    texts: &[Text],
    tables: &[TableCall],
    step: &mut MigrationStep,
) {
    for (index, text) in texts.iter().enumerate().filter(|(_, text)| !text.undoes) {
        let opens_list = source
            .get(..text.whole.start)
            .unwrap_or_default()
            .trim_end()
            .strip_suffix('[')
            .map_or(text.whole.start, str::len);
        let Some(call) = Call::before(source, opens_list) else {
            continue;
        };
        let drops = DROPS.contains(&call.name);
        let is_rename = RENAMES.contains(&call.name);
        let drops_table = TABLE_DROPS.contains(&call.name)
            && (call.object == "Schema" || !matches!(call.name, "drop" | "dropIfExists"));
        if !drops && !is_rename && !drops_table {
            continue;
        }
        let mut names = names_of_call(source, texts, index);
        if drops_table {
            if let Some(table) = names.first() {
                step.drop_table(table_name(table));
            }
            continue;
        }
        let table = if call.names_table() && !names.is_empty() {
            Some(names.remove(0))
        } else {
            table_at(tables, text.whole.start).map(|table| table.name.clone())
        };
        let Some(table) = table else {
            continue;
        };
        let table = table_name(&table).to_owned();
        match names.as_slice() {
            [from, to, ..] if is_rename => step.rename_column(table, from, to),
            _ if is_rename => {}
            names => names
                .iter()
                .for_each(|name| step.drop_column(table.as_str(), name)),
        }
    }
}

/// The consecutive names starting at a text.
fn names_of_call(source: &str, texts: &[Text], index: usize) -> Vec<String> {
    const MOST_NAMES: usize = 40;
    let mut names = Vec::new();
    for (offset, text) in texts.iter().skip(index).take(MOST_NAMES).enumerate() {
        let follows = offset == 0
            || texts.get(index + offset - 1).is_some_and(|last| {
                matches!(
                    super::builder::compact(source, last, text).as_str(),
                    "," | ",["
                )
            });
        let name = source.get(text.inside.clone()).unwrap_or_default();
        if !follows || !super::builder::is_name(name) {
            break;
        }
        names.push(name.to_owned());
    }
    names
}

/// Reads when a step was written (`Create Date: 2024-05-17 09:12:44`) and which one it follows (`down_revision =
/// "a1b2"`), as in Alembic's templates.
pub(super) fn read_order(source: &str, step: &mut MigrationStep) {
    const HEADER_LINES: usize = 60;
    for line in source.lines().take(HEADER_LINES) {
        if let Some(date) = line.trim().strip_prefix("Create Date:") {
            let date = date.trim();
            step.written = Some(date.to_owned())
                .filter(|date| date.starts_with(|ch: char| ch.is_ascii_digit()));
            continue;
        }
        let Some((name, value)) = line.split_once('=') else {
            continue;
        };
        let name = name.split(':').next().unwrap_or(name).trim();
        let value = value.trim();
        let quoted = ['"', '\'']
            .iter()
            .find_map(|quote| value.strip_prefix(*quote)?.split(*quote).next());
        match name {
            "revision" => step.revision = quoted.map(str::to_owned),
            "down_revision" => step.follows = quoted.map(str::to_owned),
            _ => {}
        }
    }
}
