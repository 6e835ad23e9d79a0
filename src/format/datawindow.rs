//! DataWindows of PowerBuilder, exported as text: columns with the values that are shown and stored.
//!
//! ```text
//! table(column=(type=char(1) name=geschlecht dbname="person.geschlecht" values="männlich\tm/weiblich\tw/" ))
//! text(name=geschlecht_t text="Geschlecht")
//! ```

use std::collections::HashMap;

use super::{Failure, Format, Parsed, Recognition};
use crate::format::limits::OPTIONS;
use crate::model::{
    DefaultValue, Domain, Element, Known, Label, Layer, Located, ModelPath, SchemaModel, Span,
    Value,
};
use crate::source::Capture;
use crate::topic::Topic;

/// DataWindows.
pub struct DataWindow;

impl Format for DataWindow {
    fn name(&self) -> &'static str {
        "powerbuilder-datawindow"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["srd"]
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        Recognition::Certain.only_if(self.is_named(capture))
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        Recognition::Certain.only_if(self.is_named(capture) && capture.head().contains("table("))
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let mut model = SchemaModel::new(&capture.document, self.name(), text.clone());
        if topic.may_occur_in(text.as_str()) {
            read(text.as_str(), &capture.file_name(), &mut model);
        }
        Ok(Parsed {
            schemas: vec![model],
            ..Parsed::default()
        })
    }
}

/// A property as written, without quotes.
type Properties<'t> = HashMap<&'t str, Located<String>>;

fn read(text: &str, file: &str, model: &mut SchemaModel) {
    let titles: HashMap<String, Located<String>> = groups(text, "text(")
        .filter_map(|group| {
            let properties = properties(text, group);
            let name = properties.get("name")?.value.strip_suffix("_t")?.to_owned();
            Some((name, properties.get("text")?.clone()))
        })
        .collect();
    // Columns whose list is another DataWindow.
    let lists: HashMap<String, String> = groups(text, "column(")
        .filter_map(|group| {
            let properties = properties(text, group);
            let list = properties.get("dddw.name")?.value.clone();
            Some((properties.get("name")?.value.clone(), list))
        })
        .collect();
    let stem = file.split('.').next().unwrap_or_default();
    let window = ModelPath::new([stem]);
    let entity = model.declare_entity(Located::implied(stem.to_owned()), &window, []);
    for group in groups(text, "column=(") {
        let properties = properties(text, group);
        let Some(name) = properties.get("name").cloned() else {
            continue;
        };
        let title = titles.get(&name.value).cloned().map(|title| Located {
            value: title.value.trim_end_matches([':', ' ']).replace('&', ""),
            span: title.span,
        });
        let path = window.child(name.value.as_str());
        let list = lists
            .get(&name.value)
            .filter(|_| !properties.contains_key("values"));
        let domain = list.map_or_else(|| domain(&properties), Known::named);
        let at = properties.get("values").or(properties.get("type"));
        let span = at.and_then(|written| written.span).unwrap_or(group);
        let element = Element::control(name, path, Layer::Ui, group)
            .with_entity(entity)
            .with_labels(title.map(Label::title))
            .with_domain(Located::with_span(domain, span))
            .with_default(properties.get("initial").cloned().map(DefaultValue::from))
            .with_type(properties.get("type").cloned());
        model.add_element(element);
    }
}

/// Longer objects are not closed.
const LONGEST: usize = 64 * 1024;

/// The contents of the parentheses behind each occurrence of a word that stands by itself.
fn groups<'t>(text: &'t str, word: &'static str) -> impl Iterator<Item = Span> + 't {
    text.match_indices(word).filter_map(move |(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        if before.is_some_and(|ch| ch.is_alphanumeric() || ch == '_' || ch == '.') {
            return None;
        }
        let start = at + word.len();
        let mut depth = 1_usize;
        let mut is_quoted = false;
        let mut is_escaped = false;
        for (offset, byte) in text.get(start..)?.bytes().enumerate().take(LONGEST) {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'~' => is_escaped = true,
                b'"' => is_quoted = !is_quoted,
                b'(' if !is_quoted => depth += 1,
                b')' if !is_quoted => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(Span::new(start, start + offset));
                    }
                }
                _ => {}
            }
        }
        None
    })
}

/// `type=char(1) name=geschlecht values="…"`.
fn properties(text: &str, group: Span) -> Properties<'_> {
    let mut found = HashMap::new();
    let end = group.end as usize;
    let mut at = group.start as usize;
    while at < end {
        let rest = text.get(at..end).unwrap_or_default();
        let lead = rest.trim_start();
        at += rest.len() - lead.len();
        let Some(sign) = lead.find(['=', ' ', '\t', '\n']) else {
            break;
        };
        let key = lead.get(..sign).unwrap_or_default();
        let Some(value) = lead.get(sign..).and_then(|behind| behind.strip_prefix('=')) else {
            at += sign + 1;
            continue;
        };
        let start = at + sign + 1;
        let (length, quotes) = match value.strip_prefix('"') {
            Some(inner) => (closing(inner), 1),
            None => (
                value.find([' ', '\t', '\r', '\n']).unwrap_or(value.len()),
                0,
            ),
        };
        let from = start + quotes;
        let written = text.get(from..from + length).unwrap_or_default();
        let span = Span::new(from, from + length);
        found
            .entry(key)
            .or_insert_with(|| Located::with_span(unescaped(written), span));
        at = from + length + quotes;
    }
    found
}

/// Where a text ends; a tilde escapes its quotes.
fn closing(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'~' => is_escaped = true,
            b'"' => return at,
            _ => {}
        }
    }
    text.len()
}

fn unescaped(written: &str) -> String {
    written
        .replace("~t", "\t")
        .replace("~n", "\n")
        .replace("~r", "")
        .replace("~\"", "\"")
}

fn domain(properties: &Properties<'_>) -> Known<Domain> {
    if let Some(list) = properties.get("values") {
        let entries = list
            .value
            .split('/')
            .filter(|entry| !entry.trim().is_empty());
        let values: Vec<Value> = entries
            .take(OPTIONS)
            .map(|entry| {
                let (shown, stored) = entry.split_once('\t').unwrap_or((entry, entry));
                let part = |text: &str| Located::new(text.trim().to_owned(), list.span);
                Value {
                    raw: part(stored),
                    label: Some(part(shown)),
                    ..Value::default()
                }
            })
            .collect();
        // A check box states what stands for on and off.
        if !values.is_empty() {
            return Known::closed(values);
        }
    }
    let kind = properties
        .get("type")
        .map_or("", |kind| kind.value.as_str());
    let starts = |words: &[&str]| words.iter().any(|word| kind.starts_with(word));
    Known::Yes(match () {
        () if starts(&["date", "time"]) => Domain::Temporal,
        () if starts(&["long", "ulong", "int", "number", "decimal", "real"]) => Domain::Number,
        () => Domain::Text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_with_their_quotes() {
        let text = "column=(type=char(1) name=g dbname=\"p.g\" values=\"a (b)~tm/c~tw/\" )";
        let group = groups(text, "column=(").next().unwrap_or_default();
        let found = properties(text, group);
        let of = |key: &str| found.get(key).map(|text| text.value.as_str());
        assert_eq!(of("type"), Some("char(1)"));
        assert_eq!(of("name"), Some("g"));
        assert_eq!(of("values"), Some("a (b)\tm/c\tw/"));
        let values = match domain(&found) {
            Known::Yes(Domain::Closed(values)) => values,
            _ => Vec::new(),
        };
        let raws: Vec<&str> = values
            .iter()
            .map(|value| value.raw.value.as_str())
            .collect();
        assert_eq!(raws, ["m", "w"]);
    }

    #[test]
    fn a_list_of_another_window_is_a_reference() {
        let text = "table(column=(type=char(1) name=g dbname=\"p.g\" )\n column=(type=char(1) name=h ))\n\
            column(band=detail id=1 name=g dddw.name=d_g dddw.datacolumn=g )\ncolumn(band=detail id=2 name=h )";
        let source = crate::model::SourceText::new(text.to_owned());
        let mut model = SchemaModel::new("p.srd", "powerbuilder-datawindow", source);
        read(text, "p.srd", &mut model);
        let domains = model.elements.iter().map(|element| &element.domain.value);
        let domains: Vec<_> = domains.cloned().collect();
        assert_eq!(domains, [Known::named("d_g"), Known::Yes(Domain::Text)]);
    }
}
