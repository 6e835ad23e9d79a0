//! Texts for people in the rows of a table, under the keys that programs use: `('greeting_m', 'Sehr geehrter Herr …')`.

use super::rows::{Cell, Rows};
use crate::format::greetings;
use crate::format::i18n::is_language;
use crate::model::{Located, ModelPath, SchemaModel, Translation};
use crate::topic::Topic;

/// Adds the choices of greetings among the rows of all tables.
pub fn relate_greetings(rows: &Rows, model: &mut SchemaModel, topic: &Topic) {
    if !topic.may_address(model.text.as_str()) {
        return;
    }
    for seeds in &rows.seeds {
        let texts: Vec<Translation> = seeds.rows.iter().filter_map(|row| text_of(row)).collect();
        greetings::relate(model, &texts, topic);
    }
}

/// The key and the text of a row: its first name of several words, and its longest text with a blank.
fn text_of(row: &[Cell]) -> Option<Translation> {
    let is_name = |text: &str| {
        !text.contains(char::is_whitespace) && text.contains(['.', '_', '-', ':', '/'])
    };
    let stated = || {
        row.iter()
            .filter_map(|cell| Some((cell.text.as_deref()?, cell.span)))
    };
    let (key, at) = stated().find(|(text, _)| is_name(text))?;
    let sentences = stated().filter(|(text, _)| text.trim().contains(' '));
    let (text, span) = sentences.max_by_key(|(text, _)| text.len())?;
    let language = stated()
        .map(|(text, _)| text)
        .find(|text| is_language(text));
    Some(Translation {
        key: ModelPath::new([key]),
        language: language.map(str::to_owned),
        text: Located::with_span(text.to_owned(), at.to(span)),
    })
}
