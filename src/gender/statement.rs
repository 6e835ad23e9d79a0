//! Statements about gender entries of a person: counted, overwritten, drawn by lot, tied to other columns, frozen.

use serde::{Deserialize, Serialize};

use super::classify::{classify, classify_one};
use super::exclusion::makes_people_up;
use super::field::{Attribute, ClassifiedValue, Concept, Subject};
use super::name::NameMatch;
use super::side::decorates;
use super::subject::context;
use super::vocabulary::Vocabulary;
use crate::model::{
    Begins, Located, ModelPath, Place, Relation, RelationKind, SchemaModel, Selection, Span,
    Statement, StatementKind, Value,
};

/// A statement about the gender entry of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenderStatement {
    /// Names around it, and of the column.
    pub path: ModelPath,
    /// Where it is written.
    pub place: Place,
    /// The column.
    pub field: String,
    /// Whether its name alone shows that it holds the entry.
    pub sure: bool,
    /// What is done.
    pub kind: GenderStatementKind,
}

/// What a [`GenderStatement`] does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GenderStatementKind {
    /// Counts rows by value.
    CountByValue {
        /// The results.
        columns: Vec<GenderCount>,
        /// Whether all rows are counted as well.
        total: bool,
    },
    /// Overwrites entries.
    Recode {
        /// The previous entry.
        of: Selected,
        /// The new entry; `None` for null.
        to: Option<Box<ClassifiedValue>>,
    },
    /// Chooses at random.
    RandomChoice {
        /// Among these values.
        values: Vec<ClassifiedValue>,
        /// Whether the choice is stored.
        stored: bool,
    },
    /// Reads the entry from a number.
    Decode {
        /// The values, as far as they are stated.
        values: Vec<ClassifiedValue>,
        /// The question asked of the number.
        of: String,
    },
    /// Sets the initial value of a field.
    Preset {
        /// The value.
        to: Box<ClassifiedValue>,
        /// What it is the initial value of.
        begins: Begins,
        /// The attribute of the field: the entry or the salutation.
        of: Attribute,
    },
    /// Ties values to those of other columns.
    TieToColumns {
        /// The named values of the entry.
        values: Vec<ClassifiedValue>,
        /// The other columns.
        others: Vec<String>,
        /// Whether one of them is the salutation, with named values as well.
        salutation: bool,
    },
    /// Rejects every change.
    RejectChanges {
        /// Whether further conditions apply.
        conditional: bool,
    },
}

/// A result with a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenderCount {
    /// Its name.
    pub name: Option<String>,
    /// The entry meant by its name.
    pub called: Option<Concept>,
    /// What it counts.
    pub of: Selected,
    /// Whether it is the total minus the selection.
    pub remainder: bool,
}

/// Selects rows by entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selected {
    /// With one of these.
    Values(Vec<ClassifiedValue>),
    /// With any except these.
    AllBut(Vec<ClassifiedValue>),
    /// Without a value.
    Missing,
    /// All.
    Everything,
}

/// The statements of a document about the gender entry of a person.
pub fn statements(model: &SchemaModel, words: &Vocabulary) -> Vec<GenderStatement> {
    let judged = model
        .relations
        .iter()
        .filter_map(|relation| match &relation.kind {
            RelationKind::Statement(statement) => judge(model, words, relation, statement),
            _ => None,
        });
    judged.collect()
}

fn judge(
    model: &SchemaModel,
    words: &Vocabulary,
    relation: &Relation,
    statement: &Statement,
) -> Option<GenderStatement> {
    let path = statement.path.child(statement.column.as_str());
    let read = |values: &[Located<String>]| classified(words, model, &path, values);
    let kind = match &statement.kind {
        StatementKind::CountByValue { columns, total } => {
            // Letters have a meaning only in combination.
            let all: Vec<Located<String>> = columns
                .iter()
                .flat_map(|column| listed(&column.of))
                .cloned()
                .collect();
            let mut known = read(&all).into_iter();
            let columns = columns.iter().map(|column| GenderCount {
                name: column.name.as_ref().map(|name| name.value.clone()),
                called: column
                    .name
                    .as_ref()
                    .and_then(|name| called(words, &name.value)),
                of: select(&column.of, &mut known),
                remainder: column.remainder,
            });
            GenderStatementKind::CountByValue {
                columns: columns.collect(),
                total: *total,
            }
        }
        StatementKind::Recode { of, to } => {
            let values: Vec<Located<String>> = listed(of).chain(to).cloned().collect();
            let mut known = read(&values).into_iter();
            let of = select(of, &mut known);
            GenderStatementKind::Recode {
                of,
                to: to.as_ref().and_then(|_| known.next()).map(Box::new),
            }
        }
        StatementKind::RandomChoice { values, stored } => GenderStatementKind::RandomChoice {
            values: read(values),
            stored: *stored,
        },
        StatementKind::Decode { values, of } => GenderStatementKind::Decode {
            values: read(values),
            of: of.value.clone(),
        },
        StatementKind::Preset { to, begins } => GenderStatementKind::Preset {
            to: Box::new(read(std::slice::from_ref(to)).into_iter().next()?),
            begins: *begins,
            of: match words.names_salutation(&statement.column) {
                NameMatch::Strong => Attribute::Anrede,
                _ => Attribute::Geschlecht,
            },
        },
        StatementKind::TieToColumns { values, others } => GenderStatementKind::TieToColumns {
            values: read(values),
            salutation: others.iter().any(|(name, values)| {
                !values.is_empty() && words.names_salutation(name) == NameMatch::Strong
            }),
            others: others.iter().map(|(name, _)| name.clone()).collect(),
        },
        StatementKind::RejectChanges { conditional } => GenderStatementKind::RejectChanges {
            conditional: *conditional,
        },
    };
    let named = words.names_gender(&statement.column);
    let values = kind.values();
    let says = |entry| values.iter().any(|value| value.entry() == Some(entry));
    let both = says(Concept::Male) && says(Concept::Female);
    let is_salutation = matches!(
        &kind,
        GenderStatementKind::Preset {
            of: Attribute::Anrede,
            ..
        }
    );
    let sure = named == NameMatch::Strong || (named == NameMatch::Weak && both) || is_salutation;
    let by_values = match &kind {
        GenderStatementKind::RandomChoice { .. } => both,
        GenderStatementKind::Decode { .. } => both || named == NameMatch::Weak,
        // A word decides what a letter does not.
        GenderStatementKind::Preset { to, .. } => {
            named == NameMatch::Weak && to.entry().is_some() && to.raw.chars().count() > 1
        }
        _ => false,
    };
    if !(sure || by_values) || !about_person(model, words, statement) {
        return None;
    }
    // Names prove nothing here: functions that draw at random, and their files, have such names anywhere.
    let mut imports = model.scope.imports.iter();
    let is_lot = matches!(kind, GenderStatementKind::RandomChoice { .. });
    if is_lot && imports.any(|import| words.invents_people(&import.source)) {
        return None;
    }
    if matches!(kind, GenderStatementKind::Preset { .. })
        && (is_nobodys(model, words, &path) || is_of_a_voice(model, words, &path, relation.span))
    {
        return None;
    }
    Some(GenderStatement {
        place: model.place(&path, Some(relation.span)),
        path,
        field: statement.column.clone(),
        sure,
        kind,
    })
}

/// Whether an initial value is not a person's entry: made-up people have one, a search stores none, voices and pictures
/// have none, and a value named like an entry (`male: "Male"`) is its label.
fn is_nobodys(model: &SchemaModel, words: &Vocabulary, path: &ModelPath) -> bool {
    let names = || path.0.iter().map(String::as_str);
    let own = path.0.last().map(String::as_str).unwrap_or_default();
    makes_people_up(model, words, names()).is_some()
        || names().any(|name| words.names_selector(name))
        || decorates(words, own)
        || !classify_one(words, own, &[]).concepts.is_empty()
}

/// Whether a preset has siblings typical of voices and not of people: a sample rate, a pitch.
fn is_of_a_voice(model: &SchemaModel, words: &Vocabulary, path: &ModelPath, span: Span) -> bool {
    const LINES: usize = 4;
    const MOST_BYTES: usize = 800;
    let is_voice = |name: &str| {
        words.kind_of(name) == Some(Subject::Voice)
            || words.context_beside(name) == Some(Subject::Voice)
    };
    if path.0.iter().any(|name| is_voice(name)) {
        return true;
    }
    let text = model.text.as_str();
    let (before, behind) = match (
        text.get(..span.start as usize),
        text.get(span.end as usize..),
    ) {
        (Some(before), Some(behind)) => (before, behind),
        _ => return false,
    };
    let before = &before[before.ceil_char_boundary(before.len().saturating_sub(MOST_BYTES))..];
    let behind = &behind[..behind.floor_char_boundary(MOST_BYTES)];
    let begin = before
        .rmatch_indices('\n')
        .nth(LINES)
        .map_or(0, |(at, _)| at);
    let end = behind
        .match_indices('\n')
        .nth(LINES)
        .map_or(behind.len(), |(at, _)| at);
    let mut around = [&before[begin..], &behind[..end]]
        .into_iter()
        .flat_map(|part| part.split(|ch: char| !(ch.is_alphanumeric() || ch == '_')));
    let mut found = false;
    let of_a_person = around.any(|name| {
        found |= is_voice(name);
        words.is_persons_name(name)
    });
    found && !of_a_person
}

impl GenderStatementKind {
    /// All values it names.
    fn values(&self) -> Vec<&ClassifiedValue> {
        match self {
            Self::CountByValue { columns, .. } => columns
                .iter()
                .flat_map(|column| column.of.values())
                .collect(),
            Self::Recode { of, to } => of.values().iter().chain(to.as_deref()).collect(),
            Self::RandomChoice { values, .. }
            | Self::Decode { values, .. }
            | Self::TieToColumns { values, .. } => values.iter().collect(),
            Self::Preset { to, .. } => vec![to],
            Self::RejectChanges { .. } => Vec::new(),
        }
    }
}

impl Selected {
    /// The values it names.
    pub fn values(&self) -> &[ClassifiedValue] {
        match self {
            Self::Values(values) | Self::AllBut(values) => values,
            Self::Missing | Self::Everything => &[],
        }
    }
}

fn listed(of: &Selection) -> impl Iterator<Item = &Located<String>> {
    let values = match of {
        Selection::Values(values) | Selection::AllBut(values) => values.as_slice(),
        Selection::Missing | Selection::Everything => &[],
    };
    values.iter()
}

fn select(of: &Selection, known: &mut impl Iterator<Item = ClassifiedValue>) -> Selected {
    match of {
        Selection::Values(values) => Selected::Values(known.take(values.len()).collect()),
        Selection::AllBut(values) => Selected::AllBut(known.take(values.len()).collect()),
        Selection::Missing => Selected::Missing,
        Selection::Everything => Selected::Everything,
    }
}

fn classified(
    words: &Vocabulary,
    model: &SchemaModel,
    path: &ModelPath,
    values: &[Located<String>],
) -> Vec<ClassifiedValue> {
    let values: Vec<Value> = values
        .iter()
        .map(|value| Value {
            raw: value.clone(),
            ..Value::default()
        })
        .collect();
    let mut classified = classify(words, None, model, path, &values);
    // The column decides what a letter alone does not: in a gender, "d" is divers.
    for value in classified
        .iter_mut()
        .filter(|value| value.meaning.because == "alone")
    {
        value.meaning.concepts.truncate(1);
    }
    classified
}

/// The entry meant by the name of a result: `anzahl_maennlich`, `frauen`.
fn called(words: &Vocabulary, name: &str) -> Option<Concept> {
    let mut entries = crate::topic::tokens(name)
        .into_iter()
        .filter(|token| token.chars().count() > 1)
        .filter_map(
            |token| match classify_one(words, &token, &[]).concepts.as_slice() {
                [entry] if Concept::REQUIRED.contains(entry) => Some(*entry),
                _ => None,
            },
        );
    let first = entries.next()?;
    entries.all(|other| other == first).then_some(first)
}

/// Whether nothing around is about animals, words or the like. A count is a statistic of persons.
fn about_person(model: &SchemaModel, words: &Vocabulary, statement: &Statement) -> bool {
    let file = model.document.rsplit('/').next().unwrap_or_default();
    let names = statement.path.0.iter().map(String::as_str);
    names.chain([statement.column.as_str(), file]).all(|name| {
        !words.names_biology(name)
            && match context(words, name) {
                None | Some(Subject::Statistic) => true,
                Some(_) => words.names_person(name),
            }
    })
}
