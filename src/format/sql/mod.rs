//! SQL scripts and dumps of PostgreSQL, MySQL and MariaDB, Oracle, SQL Server and SQLite.
//!
//! No statement is parsed as a whole: one that is not understood must not lose the file. [`split`] cuts a script into
//! statements by bytes, sqlparser's tokeniser reads those that declare something ([`token`]), and small readers extract
//! what they know from the tokens. [`schema`] collects the declarations, since later statements change them; [`emit`]
//! turns the result into the model.

mod alter;
mod column;
mod condition;
mod create;
mod data_type;
mod definition;
mod dialect;
mod emit;
mod head;
mod lexis;
mod lookup;
mod narrow;
mod placeholder;
mod reader;
mod remark;
mod rows;
mod schema;
mod split;
mod statement;
mod steps;
mod stream;
mod tie;
mod token;
mod wording;

pub(super) use self::steps::{SqlStep, listed_by, steps};
use super::{Failure, Format, Note, Parsed, Recognition};
use crate::model::{SchemaModel, SourceText};
use crate::source::Capture;
use crate::topic::Topic;

/// SQL.
pub struct Sql;

/// SQL.
pub static SQL: Sql = Sql;

/// Extensions of files that contain nothing but SQL.
const EXTENSIONS: &[&str] = &[
    "sql", "ddl", "pgsql", "mysql", "tsql", "psql", "pls", "plsql", "pks", "pkb", "pck", "prc",
    "fnc", "trg",
];

/// Extensions of common texts that are never scripts, whatever they quote.
const NEVER_SCRIPTS: &[&str] = &[
    "adoc",
    "cfg",
    "conf",
    "css",
    "ini",
    "less",
    "log",
    "lock",
    "map",
    "md",
    "properties",
    "rst",
    "sass",
    "scss",
    "sh",
    "svg",
    "toml",
];

impl Format for Sql {
    fn name(&self) -> &'static str {
        "sql"
    }

    fn extensions(&self) -> &'static [&'static str] {
        EXTENSIONS
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let named = is_named_script(&capture.file_name());
        match (named, declares(capture.head())) {
            (true, true) => Recognition::Certain,
            (true, false) | (false, true) => Recognition::Likely,
            (false, false) => Recognition::No,
        }
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        let extension = capture.extension();
        if is_named_script(&capture.file_name()) {
            Recognition::Certain
        } else if NEVER_SCRIPTS.contains(&extension.as_str()) {
            Recognition::No
        } else {
            Recognition::Likely
        }
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let mut model = SchemaModel::new(&capture.document, self.name(), text.clone());
        let notes = read_into(text, &mut model, topic);
        Ok(Parsed {
            schemas: vec![model],
            notes,
            ..Parsed::default()
        })
    }
}

/// Whether a file is a script by name, or a template of one: `person.sql`, `person.sql.j2`.
fn is_named_script(name: &str) -> bool {
    const TEMPLATES: [&str; 20] = [
        "ctmpl", "dist", "eex", "ejs", "erb", "ftl", "gotmpl", "hbs", "in", "j2", "jinja",
        "jinja2", "liquid", "mustache", "sample", "template", "tmpl", "tpl", "tt", "vm",
    ];
    let name = name.to_ascii_lowercase();
    let is_script = |extension: &str| EXTENSIONS.contains(&extension);
    match name.rsplit_once('.') {
        Some((stem, extension)) if TEMPLATES.contains(&extension) => stem
            .rsplit_once('.')
            .is_some_and(|(_, inner)| is_script(inner)),
        Some((_, extension)) => is_script(extension),
        None => false,
    }
}

/// Reads a script whose positions are those of the model's text.
pub(super) fn read_into(script: &SourceText, model: &mut SchemaModel, topic: &Topic) -> Vec<Note> {
    let read = reader::read_script(script, topic);
    emit::emit(read.schema, &read.rows, model, topic);
    wording::relate_greetings(&read.rows, model, topic);
    read.statements.emit(model);
    read.definitions.emit(model);
    read.notes
}

/// Whether a text starts like a statement that declares or fills something.
pub(super) fn is_statement(text: &str) -> bool {
    use head::Head;
    !matches!(head::head(text), Head::Other | Head::Copy | Head::Routine)
        && head::is_statement(text)
        && head::names_something(text)
}

/// Whether a text in a program starts like a statement that declares, fills, changes or queries something. Sentences for
/// people start with a capital and continue in lower case.
pub(super) fn begins_statement(text: &str) -> bool {
    use head::Head;
    const LOOKED_AT: usize = 300;
    let text = text.trim_start();
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let folded = text.to_ascii_uppercase();
    let mut words = folded
        .split([' ', '\t', '\n', '\r', '('])
        .filter(|word| !word.is_empty());
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return false;
    };
    let verb = text.get(..first.len()).unwrap_or_default();
    if verb != first && verb != first.to_ascii_lowercase() {
        return false;
    }
    match head::head(text) {
        Head::CreateTable | Head::CreateType | Head::CreateDomain | Head::Alter => {
            matches!(first, "CREATE" | "ALTER")
        }
        Head::Comment => matches!(words.next(), Some("COLUMN" | "TABLE" | "TYPE")),
        Head::Insert => {
            second == "INTO" || second.starts_with('[') || matches!(second, "IGNORE" | "OR")
        }
        Head::Drop => true,
        Head::Change => match first {
            "UPDATE" => words.any(|word| word == "SET"),
            "DELETE" => second == "FROM",
            _ => false,
        },
        Head::Other => match first {
            "SELECT" => verb == first || words.any(|word| matches!(word, "FROM" | "CASE")),
            "WITH" => verb == first && words.any(|word| word == "SELECT"),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a text is a script: its first statement is SQL, and one of the first declares or inserts something.
fn declares(head: &str) -> bool {
    use head::Head;
    const LOOKED_AT: usize = 40;
    if !may_begin_script(head) {
        return false;
    }
    let filled = placeholder::without_placeholders(head);
    let head = filled.as_ref();
    let dialect = dialect::Dialect::detect(head);
    let mut declares = false;
    for statement in split::Splitter::new(head, dialect).take(LOOKED_AT) {
        let text = head.get(statement.range).unwrap_or_default();
        let known = head::is_statement(text);
        if !known {
            return false;
        }
        declares |= matches!(
            statement.head,
            Head::CreateTable | Head::CreateType | Head::CreateDomain | Head::Alter | Head::Insert
        ) && head::names_something(text);
        if declares {
            break;
        }
    }
    declares
}

/// Whether a script could start like this. Most other documents start with a word or bracket that no script starts
/// with; after comments only the splitter can tell.
fn may_begin_script(head: &str) -> bool {
    let start = head.trim_start_matches('\u{feff}').trim_start();
    match start.bytes().next() {
        // Documents of other kinds, unless a template starts.
        Some(b'{') => matches!(start.as_bytes().get(1), Some(b'{' | b'%' | b'#')),
        Some(b'<') => start.as_bytes().get(1) == Some(&b'%'),
        Some(byte) if byte.is_ascii_alphabetic() => {
            head::is_statement(start) || split::is_client_word(start)
        }
        _ => true,
    }
}
