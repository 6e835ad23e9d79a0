//! SQL in program source: statements written as texts, possibly concatenated or with inserted values. For languages
//! without a reader of their own, named lists are read as well.
//!
//! Languages differ little in how they write texts, so they share one scanner ([`scan`]) and need no grammar.
//! Everything that is not a statement is blanked out, so that statements keep their positions; then the SQL reader
//! reads the rest as one script. Code that undoes a migration step is left out. Files of settings hold statements as
//! well ([`settings`]).

mod builder;
mod code;
mod join;
mod migration;
mod notation;
mod remarks;
mod scan;
mod settings;

pub(super) use self::code::Code;
pub(super) use self::notation::{Notation, by_extension as notation_of};
#[cfg(feature = "code")]
pub(super) use self::scan::Text as WrittenText;
use super::{Failure, Format, Note, Parsed, Recognition, named_lists, source_language, sql};
use crate::model::{SchemaModel, SourceText, is_step_of_history};
use crate::source::Capture;
use crate::topic::Topic;

/// Program source in languages from which only SQL statements, the markup of controls and named lists are read.
pub struct StatementsInSource;

/// The extension that determines the language of a source: its own, or the one implied by its beginning.
pub(super) fn source_extension(capture: &Capture) -> String {
    source_language::extension(capture, |extension| {
        notation::by_extension(extension).is_some()
    })
}

/// What statements and migration calls in a source declare; `None` if there are none. `read` is the model by the
/// language's reader, whose fields they may narrow.
pub(super) fn read_statements(
    capture: &Capture,
    read: &mut SchemaModel,
    topic: &Topic,
) -> Option<(SchemaModel, Vec<Note>)> {
    let text = capture.text().ok()?;
    let source = text.as_str();
    let notation = notation::by_extension(&source_extension(capture))?;
    let (states, calls) = (may_hold_statement(source), may_hold_calls(source));
    let migrates =
        is_step_of_history(&capture.document) || MARKS.iter().any(|mark| source.contains(mark));
    if !states && !calls && !migrates {
        return None;
    }
    let texts = scan::texts(source, notation);
    let mut tables = Vec::new();
    if migrates && scan::takes_step(source, notation) {
        tables = migration::tables(source, &texts);
        migration::assign(&tables, read);
        migration::read_changes(source, &texts, &tables, &mut read.step);
        migration::read_order(source, &mut read.step);
    }
    let mut model = SchemaModel::new(&capture.document, sql::SQL.name(), text.clone());
    let mut notes = Vec::new();
    if states && let Some(script) = join::script_of(source, &texts) {
        notes = sql::read_into(&SourceText::new(script), &mut model, topic);
    }
    if calls {
        builder::read_calls(source, &texts, &tables, read, &mut model, topic);
    }
    retain_about_topic(&mut notes, source, topic);
    let says_something =
        !model.elements.is_empty() || !model.relations.is_empty() || !model.step.is_empty();
    (says_something || !notes.is_empty()).then_some((model, notes))
}

/// What statements in a file of settings declare; `None` if there are none.
pub(super) fn read_settings(capture: &Capture, topic: &Topic) -> Option<(SchemaModel, Vec<Note>)> {
    let text = capture.text().ok()?;
    let source = text.as_str();
    let script = settings_script(capture)?;
    let mut model = SchemaModel::new(&capture.document, sql::SQL.name(), text.clone());
    let mut notes = sql::read_into(&SourceText::new(script), &mut model, topic);
    retain_about_topic(&mut notes, source, topic);
    let says_something = !model.elements.is_empty() || !model.relations.is_empty();
    (says_something || !notes.is_empty()).then_some((model, notes))
}

/// The statements in a file of settings.
fn settings_script(capture: &Capture) -> Option<String> {
    if !settings::holds_settings(&capture.extension()) {
        return None;
    }
    let source = capture.text().ok()?.as_str();
    may_hold_statement(source)
        .then(|| join::script_of(source, &settings::values(source)))
        .flatten()
}

/// Statements assembled by programs are seldom complete; only those about the topic are missed.
fn retain_about_topic(notes: &mut Vec<Note>, source: &str, topic: &Topic) {
    notes.retain(|note| {
        let said = note.span.and_then(|span| source.get(span.range()));
        said.is_some_and(|said| topic.is_mentioned_in(said))
    });
}

/// The texts in a source, in order; empty if the notation of its language is unknown.
#[cfg(feature = "code")]
pub(super) fn written_texts(extension: &str, source: &str) -> Vec<WrittenText> {
    notation::by_extension(extension)
        .map(|notation| scan::texts(source, notation))
        .unwrap_or_default()
}

/// Typical words in migrations.
const MARKS: [&str; 6] = [
    "igration",
    "op.",
    "knex",
    "queryInterface",
    "Schema",
    "Phinx",
];

/// Whether a source is a migration step that drops tables, which may name none of their columns.
#[cfg(feature = "code")]
pub(super) fn takes_tables_away(capture: &Capture, source: &str) -> bool {
    const CALLS: [&str; 4] = ["DeleteModel", "DROP TABLE", "dropTable", "drop_table"];
    is_step_of_history(&capture.document) && CALLS.iter().any(|call| source.contains(call))
}

/// The parts of a migration that undo it: what they declare is history.
#[cfg(feature = "code")]
pub(super) fn taken_back(capture: &Capture) -> Vec<std::ops::Range<usize>> {
    let Ok(text) = capture.text() else {
        return Vec::new();
    };
    let source = text.as_str();
    match notation::by_extension(&source_extension(capture)) {
        Some(notation) if MARKS.iter().any(|mark| source.contains(mark)) => {
            scan::taken_back(source, notation)
        }
        _ => Vec::new(),
    }
}

/// Whether a source contains calls by which migrations declare columns.
fn may_hold_calls(source: &str) -> bool {
    const CALLS: [&str; 9] = [
        "addColumn",
        "alter_column",
        "changeColumn",
        "createTable",
        "alterTable",
        "check_constraint",
        "CheckConstraint",
        "checkConstraint",
        "add_column",
    ];
    CALLS.iter().any(|call| source.contains(call))
}

/// Whether a source contains keywords that start statements. Most queries only fetch; of interest are those that make
/// one value of another.
fn may_hold_statement(source: &str) -> bool {
    const DECIDING: [&str; 6] = ["CASE ", "DECODE", "IIF", "IF(", "IF (", "CASE\n"];
    const WORDS: [&str; 7] = [
        "CREATE",
        "ALTER",
        "DROP TABLE",
        "INSERT",
        "UPDATE",
        "COMMENT ON",
        "DELETE FROM",
    ];
    let has = |word: &str| source.contains(word) || source.contains(&word.to_ascii_lowercase());
    let mut deciding = DECIDING.iter();
    WORDS.iter().any(|word| has(word)) || has("SELECT") && deciding.any(|word| has(word))
}

impl Format for StatementsInSource {
    fn name(&self) -> &'static str {
        "sql-strings"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pl", "pm", "groovy", "lua", "sh", "ex"]
    }

    fn is_program(&self) -> bool {
        true
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        self.surest(capture)
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        let is_program = || notation::is_other(&source_extension(capture));
        Recognition::Maybe.only_if(settings_script(capture).is_some() || is_program())
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        if !topic.may_occur_in(capture.text()?.as_str()) {
            return Ok(Parsed::default());
        }
        if settings::holds_settings(&capture.extension()) {
            // Whoever reads settings of a known kind reads their statements, too; see `parse_active`.
            return Ok(Parsed::default());
        }
        let mut none = SchemaModel::new(&capture.document, self.name(), capture.text()?.clone());
        let (stated, notes) = match read_statements(capture, &mut none, topic) {
            Some((model, notes)) => (Some(model), notes),
            None => Default::default(),
        };
        #[cfg(feature = "code")]
        let written = super::code::written_controls(capture, self.name(), capture.text()?, topic);
        #[cfg(not(feature = "code"))]
        let written = None;
        let mut schemas: Vec<SchemaModel> = stated.into_iter().chain(written).collect();
        let text = capture.text()?;
        let blanked = remarks::blanked(text.as_str(), &source_extension(capture));
        let blanked = blanked.map(SourceText::new);
        let said = blanked.as_ref().unwrap_or(text);
        #[cfg(feature = "code")]
        if matches!(source_extension(capture).as_str(), "pl" | "pm" | "cgi") {
            let relations = super::outline::perl::choices(said.as_str());
            if !relations.is_empty() {
                let mut choices = SchemaModel::new(&capture.document, self.name(), text.clone());
                choices.relations = relations;
                schemas.push(choices);
            }
        }
        let lists = named_lists::read(&capture.document, self.name(), said, &schemas, topic);
        schemas.extend(lists);
        Ok(Parsed {
            schemas,
            notes,
            ..Parsed::default()
        })
    }
}
