//! `msgid`, `msgstr` of GNU gettext. The key is the source text, qualified by its context.

use super::add;
use super::language;
use crate::model::{Located, SchemaModel, Span};

#[derive(Default)]
struct Entry {
    context: String,
    id: String,
    plural: bool,
    text: String,
    span: Option<Span>,
    fuzzy: bool,
}

/// The entry continued by another quoted line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Context,
    Id,
    Text,
    Other,
}

/// Reads a file.
pub fn read_message_catalogue(model: &mut SchemaModel) {
    let source = model.text.clone();
    let text = source.as_str();
    let language = stated(text).or_else(|| language::of_name(&model.document));
    let mut entry = Entry::default();
    let mut part = Part::Other;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if line.trim().is_empty() {
            finish(model, std::mem::take(&mut entry), language.as_deref());
            part = Part::Other;
        } else if line.starts_with("#,") {
            entry.fuzzy |= line.contains("fuzzy");
        } else if !line.starts_with('#') {
            let word = line.split([' ', '"', '[']).next().unwrap_or_default();
            part = match word {
                "msgctxt" => Part::Context,
                "msgid" => {
                    if part == Part::Text {
                        finish(model, std::mem::take(&mut entry), language.as_deref());
                    }
                    Part::Id
                }
                "msgid_plural" => {
                    entry.plural = true;
                    Part::Other
                }
                "msgstr" => Part::Text,
                "" => part,
                _ => Part::Other,
            };
            let Some((from, quoted)) = quoted(line) else {
                continue;
            };
            let span = Span::new(start + from, start + from + quoted.len());
            let piece = quoted.replace("\\\"", "\"").replace("\\n", "\n");
            match part {
                Part::Context => entry.context.push_str(&piece),
                Part::Id => entry.id.push_str(&piece),
                Part::Text => {
                    entry.text.push_str(&piece);
                    if entry.span.is_none() || entry.text.len() == piece.len() {
                        entry.span = Some(span);
                    }
                }
                Part::Other => {}
            }
        }
    }
    finish(model, entry, language.as_deref());
}

/// The text between the outer quotes of a line, and where it starts.
fn quoted(line: &str) -> Option<(usize, &str)> {
    let start = line.find('"')? + 1;
    let end = line.rfind('"').filter(|end| *end >= start)?;
    Some((start, line.get(start..end)?))
}

fn finish(model: &mut SchemaModel, entry: Entry, language: Option<&str>) {
    // Source texts with a space are sentences, which no program compares with a key.
    let usable = !(entry.plural || entry.fuzzy || entry.id.is_empty());
    if usable && let Some(span) = entry.span {
        let key = [entry.context.as_str(), entry.id.as_str()];
        add(model, key, language, Located::with_span(entry.text, span));
    }
}

/// `"Language: de\n"` in the header.
fn stated(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("\"Language:")?;
    let word = rest.split(['\\', '"', '\n']).next().unwrap_or_default();
    language::of_word(word.trim())
}
