//! Delphi and Lazarus forms (`.dfm`, `.lfm`) in text form: lists, radio groups and input fields.
//!
//! ```text
//! object rgAnrede: TDBRadioGroup
//!   Caption = 'Anrede'
//!   DataField = 'ANREDE'
//!   Items.Strings = (
//!     'Herr'
//!     'Frau')
//! end
//! ```

use super::token::{Cursor, Kind, Token};
use super::{Failure, Format, Parsed, Recognition};
use crate::format::limits::TYPE_DEPTH;
use crate::model::{
    DefaultValue, Domain, Element, Known, Label, Layer, Located, ModelPath, SchemaModel, Span,
    Value, Why,
};
use crate::source::Capture;
use crate::topic::Topic;

/// Delphi forms.
pub struct DelphiForm;

impl Format for DelphiForm {
    fn name(&self) -> &'static str {
        "delphi-form"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["dfm", "lfm", "fmx"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let begins = ["object ", "inherited ", "inline "].iter().any(|word| {
            capture
                .head()
                .trim_start_matches('\u{feff}')
                .trim_start()
                .starts_with(word)
        });
        Recognition::Certain.only_if(begins && self.is_named(capture))
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        Recognition::Certain.only_if(self.is_named(capture))
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let mut model = SchemaModel::new(&capture.document, self.name(), text.clone());
        if topic.may_occur_in(text.as_str()) || text.as_str().contains('#') {
            read(text.as_str(), &mut model);
        }
        Ok(Parsed {
            schemas: vec![model],
            ..Parsed::default()
        })
    }
}

/// An open component.
struct Component {
    name: Located<String>,
    class: String,
    start: Span,
    caption: Option<Located<String>>,
    field: Option<Located<String>>,
    items: Vec<Located<String>>,
    values: Vec<Located<String>>,
    chosen: Option<Located<String>>,
    width: Option<Located<u32>>,
}

fn read(text: &str, model: &mut SchemaModel) {
    let tokens = tokens(text);
    let mut open: Vec<Component> = Vec::new();
    // A label applies to the component after it.
    let mut label: Option<Located<String>> = None;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let word = match token.kind {
            Kind::Word => token.text.to_ascii_lowercase(),
            _ => String::new(),
        };
        match word.as_str() {
            "object" | "inherited" | "inline" => {
                let name = tokens.get(at + 1).filter(|token| token.kind == Kind::Word);
                let class = tokens.get(at + 3).filter(|token| token.kind == Kind::Word);
                let (name, past) = match (name, class) {
                    (Some(name), Some(class)) => (component(name, class.text, token.span), 4),
                    (Some(class), None) => (component(class, class.text, token.span), 2),
                    (None, _) => {
                        at += 1;
                        continue;
                    }
                };
                open.push(name);
                at += past;
            }
            "end" => {
                if let Some(closed) = open.pop() {
                    if kind(&closed.class) == Some(Class::Label) {
                        // It has the name of its neighbour and holds no value.
                        let path = ModelPath::new([closed.name.value.clone()]);
                        model.declare_entity(closed.name, &path, []);
                        label = closed.caption;
                    } else if kind(&closed.class).is_some() {
                        let around = open.iter().take(TYPE_DEPTH);
                        let path = ModelPath::new(around.map(|outer| outer.name.value.clone()));
                        let element = control(closed, &path, label.take(), token.span);
                        model.add_element(element);
                    }
                }
                at += 1;
            }
            "" => at += 1,
            _ => at = property(&tokens, at, open.last_mut()),
        }
    }
}

fn component(name: &Token<'_>, class: &str, start: Span) -> Component {
    Component {
        name: Located::with_span(name.text.to_owned(), name.span),
        class: class.to_owned(),
        start,
        caption: None,
        field: None,
        items: Vec::new(),
        values: Vec::new(),
        chosen: None,
        width: None,
    }
}

/// `Items.Strings = ( 'Herr' 'Frau')`. Returns the index of the next statement.
fn property(tokens: &[Token<'_>], at: usize, component: Option<&mut Component>) -> usize {
    let Some(name) = tokens.get(at) else {
        return at + 1;
    };
    if !tokens.get(at + 1).is_some_and(|token| token.is("=")) {
        return at + 1;
    }
    let Some(first) = tokens.get(at + 2) else {
        return at + 2;
    };
    let lower = name.text.to_ascii_lowercase();
    if first.is("(") || first.is("<") || first.is("{") {
        let close = match first.text {
            "(" => ")",
            "<" => ">",
            _ => "}",
        };
        let rest = tokens.get(at + 3..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|token| token.is(close))
            .unwrap_or(rest.len());
        let list = texts(rest.get(..length).unwrap_or_default());
        if let Some(component) = component {
            match lower.as_str() {
                "items.strings" | "lines.strings" => component.items = list,
                "values.strings" => component.values = list,
                _ => {}
            }
        }
        return at + 3 + length + 1;
    }
    let behind = tokens.get(at + 2..).unwrap_or_default();
    let length = behind
        .iter()
        .take_while(|token| token.kind == Kind::Text || token.is("+"))
        .count();
    let text = texts(behind.get(..length).unwrap_or_default())
        .into_iter()
        .next();
    if let Some(component) = component {
        match lower.as_str() {
            "caption" | "editlabel.caption" => component.caption = text,
            "datafield" | "databinding.datafield" => component.field = text,
            "text" => component.chosen = text.filter(|text| !text.value.is_empty()),
            "maxlength" | "properties.maxlength" => {
                let size = first.text.parse().ok();
                component.width = size.map(|size| Located::with_span(size, first.span));
            }
            _ => {}
        }
    }
    at + 2 + length.max(1)
}

/// The texts of a list. Parts on the same line belong together (`'m'#228'nnlich'`).
fn texts(tokens: &[Token<'_>]) -> Vec<Located<String>> {
    let mut found: Vec<Located<String>> = Vec::new();
    let mut last: Option<(Span, bool)> = None;
    for token in tokens {
        if token.is("+") {
            last = last.map(|(span, _)| (span, true));
            continue;
        }
        if token.kind != Kind::Text {
            continue;
        }
        let said = match token.text.strip_prefix('#') {
            Some(number) => number
                .parse()
                .ok()
                .and_then(char::from_u32)
                .map(String::from)
                .unwrap_or_default(),
            None => token.text.replace("''", "'"),
        };
        let joins = last.is_some_and(|(span, plus)| plus || span.end == token.span.start);
        match found.last_mut() {
            Some(text) if joins => {
                text.value.push_str(&said);
                text.span = text.span.map(|span| span.to(token.span));
            }
            _ => found.push(Located::with_span(said, token.span)),
        }
        last = Some((token.span, false));
    }
    found
}

/// The purpose of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Label,
    List,
    Check,
    Text,
}

/// Recognises a class by the word in its name; libraries add their own prefixes and suffixes.
fn kind(class: &str) -> Option<Class> {
    let lower = class.to_ascii_lowercase();
    let has = |word: &str| lower.contains(word);
    if has("label") || has("statictext") {
        Some(Class::Label)
    } else if has("radiogroup") || has("combo") || has("listbox") {
        Some(Class::List)
    } else if has("checkbox") {
        Some(Class::Check)
    } else if has("edit") || has("memo") {
        Some(Class::Text)
    } else {
        None
    }
}

fn control(
    component: Component,
    path: &ModelPath,
    beside: Option<Located<String>>,
    end: Span,
) -> Element {
    let class = kind(&component.class);
    let extent = component.start.to(end);
    let items = component.items;
    let values = component.values;
    // Stored values are in a separate list with one entry per item.
    let raws = match values.len() == items.len() {
        true => values,
        false => items.clone(),
    };
    let values: Vec<Value> = raws
        .into_iter()
        .zip(items)
        .map(|(raw, label)| Value {
            raw,
            label: Some(label),
            ..Value::default()
        })
        .collect();
    let domain = match class {
        Some(Class::List) if !values.is_empty() => Known::closed(values),
        Some(Class::Check) => Known::Yes(Domain::Boolean),
        Some(Class::Text) => Known::Yes(Domain::Text),
        // Filled at run time.
        _ => Known::No(Why::Dynamic),
    };
    // Groups have their caption in their own frame.
    let labels = match component.caption {
        Some(own) if class != Some(Class::Text) => Some(own),
        own => own.or(beside),
    };
    let without_shortcut = labels.map(|label| Located {
        value: label
            .value
            .replace('&', "")
            .trim_end_matches([':', ' '])
            .to_owned(),
        span: label.span,
    });
    let name = component.field.unwrap_or(component.name);
    let path = path.child(name.value.as_str());
    let default = component.chosen.filter(|_| class == Some(Class::List));
    Element::control(name, path, Layer::Ui, extent)
        .with_labels(without_shortcut.map(Label::title))
        .with_domain(Located::with_span(domain, extent))
        .with_default(default.map(|text| DefaultValue::new(Some(text.value), text.span)))
        .with_width(component.width)
}

/// Words with dots, texts, character codes (`#228`) and symbols.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut cursor = Cursor::new(text);
    let mut found = Vec::new();
    while let Some(ch) = cursor.peek() {
        let start = cursor.position();
        let (kind, text) = if ch == '\'' {
            cursor.bump();
            let inside = cursor.position();
            let text = loop {
                cursor.take_while(|ch| ch != '\'' && ch != '\n');
                let inner = cursor.since(inside);
                if !cursor.take("'") || !cursor.take("'") {
                    break inner;
                }
            };
            (Kind::Text, text)
        } else if ch == '#' {
            cursor.bump();
            cursor.take_while(|ch| ch.is_ascii_digit());
            (Kind::Text, cursor.since(start))
        } else if ch.is_alphanumeric() || ch == '_' {
            let word = cursor.take_while(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '.'));
            (Kind::Word, word)
        } else {
            cursor.bump();
            if ch.is_whitespace() || ch == '\u{feff}' {
                continue;
            }
            (Kind::Mark, cursor.since(start))
        };
        let span = cursor.span_since(start);
        found.push(Token { kind, text, span });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_put_together_from_their_parts() {
        let tokens = tokens("'m'#228'nnlich' 'weib' + 'lich'\n'it''s'");
        let said: Vec<String> = texts(&tokens).into_iter().map(|text| text.value).collect();
        assert_eq!(said, ["männlich", "weiblich", "it's"]);
    }
}
