//! The columns of an outgoing survey: those of an export that identify an application, and those to be answered.

use super::cell;
use super::export::shown;
use super::fields::{Flat, Kind, flat, get};
use crate::inventory::{Application, FieldType, Spec};
use crate::texts::Language;

/// Columns that identify the application of a row.
const KNOWN: [&str; 2] = ["id", "name"];

/// Questions about its gender data, in order.
const ASKED: [&str; 14] = [
    "gender.stored",
    "gender.persons",
    "gender.values",
    "gender.mandatory",
    "gender.default",
    "gender.salutation",
    "gender.derived_from_name",
    "gender.purpose",
    "gender.needed",
    "gender.former_gender",
    "gender.used_in",
    "gender.output_texts",
    "gender.changed_by",
    "gender.planned_until",
];

/// A column of a survey.
pub struct SurveyColumn {
    flat: &'static Flat,
    /// Whether it is to be filled in.
    pub is_asked: bool,
    /// Whether a cell may hold several values.
    pub is_list: bool,
}

/// The columns in order.
pub fn survey_columns() -> Vec<SurveyColumn> {
    let paths = KNOWN.iter().chain(&ASKED);
    let columns = paths.filter_map(|path| {
        let flat = flat(Kind::Application).iter().find(|it| it.path == *path)?;
        Some(SurveyColumn {
            flat,
            is_asked: ASKED.contains(path),
            is_list: flat.field.list,
        })
    });
    columns.collect()
}

/// The known values of an application in these columns, in a form that an import reads back.
pub fn survey_answers(
    columns: &[&SurveyColumn],
    application: &Application,
    language: Language,
) -> Vec<Option<String>> {
    let value = serde_json::to_value(application).map(cell::object);
    let value = value.unwrap_or_default();
    let answers = columns.iter().map(|column| {
        let known = get(&value, &column.flat.path)?;
        Some(shown(column.flat, known, language))
    });
    answers.collect()
}

impl SurveyColumn {
    /// The heading recognised by an import.
    pub fn heading(&self, language: Language) -> &'static str {
        self.flat.heading(language)
    }

    /// The description of the question.
    pub fn about(&self, language: Language) -> &'static str {
        match language {
            Language::De => &self.flat.field.about.de,
            Language::En => &self.flat.field.about.en,
        }
    }

    /// The words to choose from; empty for free text.
    pub fn words(&self, language: Language) -> Vec<&'static str> {
        match self.flat.field.kind {
            FieldType::Words => Spec::get()
                .words(self.flat.field)
                .map(|word| word.label(language))
                .collect(),
            FieldType::Bool => ["yes", "no"]
                .map(|value| Spec::get().label("yes_no_unknown", value, language))
                .to_vec(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_one_of_an_export() {
        let columns = survey_columns();
        assert_eq!(columns.len(), KNOWN.len() + ASKED.len());
        for column in columns.iter().filter(|column| column.is_asked) {
            assert!(
                !column.about(Language::De).is_empty(),
                "{}",
                column.flat.path
            );
        }
    }
}
