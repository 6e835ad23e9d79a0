//! Windows written as nested blocks of properties, `Begin … End`: forms of Visual Basic 6, whose code stands below in the
//! same file, and forms that Access exports as text.
//!
//! ```text
//! Begin VB.ComboBox cboGeschlecht
//!    DataField       =   "GESCHLECHT"
//! End
//! ```

#[cfg(feature = "code")]
mod basic;
mod block;

#[cfg(feature = "code")]
pub(super) use self::basic::read_controls;

use self::block::{Block, blocks};
use super::{Failure, Format, Parsed, Recognition};
use crate::format::limits::OPTIONS;
use crate::model::{
    Domain, Element, Known, Label, Layer, Located, ModelPath, SchemaModel, Span, Value, Why,
};
use crate::source::Capture;
use crate::topic::Topic;

/// Forms and reports that Access exports as text. Those that are named like source are read as such, with their windows.
pub struct AccessForm;

impl Format for AccessForm {
    fn name(&self) -> &'static str {
        "access-form"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["form", "report", "txt"]
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        Recognition::Certain.only_if(self.is_named(capture))
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head().trim_start_matches('\u{feff}').trim_start();
        let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
        // `Version =21`, perhaps `VersionRequired =20` and a checksum, then the window.
        let is_export = lines
            .next()
            .is_some_and(|line| line.starts_with("Version ="))
            && lines
                .take(6)
                .any(|line| matches!(line, "Begin Form" | "Begin Report"));
        Recognition::Certain.only_if(is_export && self.is_named(capture))
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let mut model = SchemaModel::new(&capture.document, self.name(), text.clone());
        if topic.may_occur_in(text.as_str()) {
            let blocks = blocks(text.as_str());
            for element in controls(&blocks, &|_| None) {
                model.add_element(element);
            }
        }
        Ok(Parsed {
            schemas: vec![model],
            ..Parsed::default()
        })
    }
}

/// The purpose of a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    List,
    Check,
    Text,
    /// A frame around option buttons.
    Group,
    Option,
    Label,
}

/// Recognises a class by its name: `ComboBox`, `VB.ComboBox`, `MSDataListLib.DataCombo`.
fn class(block: &Block<'_>) -> Option<Class> {
    let lower = block.class.to_ascii_lowercase();
    let has = |word: &str| lower.contains(word);
    Some(match () {
        () if has("combo") || has("listbox") => Class::List,
        () if has("checkbox") => Class::Check,
        () if has("textbox") || has("maskedbox") => Class::Text,
        () if has("optiongroup") || has("frame") => Class::Group,
        () if has("optionbutton") => Class::Option,
        () if has("label") => Class::Label,
        () => return None,
    })
}

/// The controls of a window. `filled` are the values that code puts into the control of a name, if it does.
fn controls(blocks: &[Block<'_>], filled: &dyn Fn(&str) -> Option<Known<Domain>>) -> Vec<Element> {
    let mut found = Vec::new();
    // In Visual Basic, a label applies to the control after it.
    let mut before: Option<&Block<'_>> = None;
    for (at, block) in blocks.iter().enumerate() {
        let Some(class) = class(block) else { continue };
        let (Some(name), false) = (block.name(), class == Class::Option) else {
            continue;
        };
        if class == Class::Label {
            before = Some(block);
            continue;
        }
        let inside = || {
            let inner = blocks.iter().enumerate().skip(at + 1);
            inner.take_while(move |(_, inner)| inner.extent.start < block.extent.end)
        };
        // In Access, the label of a control stands in it.
        let own = inside()
            .map(|(_, inner)| inner)
            .find(|inner| inner.parent == Some(at) && self::class(inner) == Some(Class::Label));
        let beside = before.take().filter(|label| label.parent == block.parent);
        let labelling = own.or(beside).and_then(|label| label.text("Caption"));
        let caption = block.text("Caption").filter(|_| class != Class::Text);
        let domain = match class {
            Class::List => filled(&name.value)
                .or_else(|| value_list(block))
                .unwrap_or(Known::No(Why::Dynamic)),
            Class::Check => Known::Yes(Domain::Boolean),
            Class::Group => {
                let options =
                    inside().filter(|(_, inner)| self::class(inner) == Some(Class::Option));
                let values: Vec<Value> = options
                    .filter_map(|(index, inner)| option(blocks, index, inner))
                    .take(OPTIONS)
                    .collect();
                // A frame around anything else holds no value.
                if values.is_empty() {
                    continue;
                }
                Known::closed(values)
            }
            _ => Known::Yes(Domain::Text),
        };
        let bound = block
            .text("DataField")
            .or_else(|| block.text("ControlSource"))
            .filter(|source| !source.value.is_empty() && !source.value.starts_with('='));
        let name = bound.unwrap_or(name);
        let path = ModelPath::new([name.value.as_str()]);
        let label = caption.or(labelling).map(without_shortcut);
        found.push(
            Element::control(name, path, Layer::Ui, block.extent)
                .with_labels(label.map(Label::title))
                .with_domain(Located::with_span(domain, block.extent)),
        );
    }
    found
}

/// An option button as a value: what it stores, and its text.
fn option(blocks: &[Block<'_>], at: usize, block: &Block<'_>) -> Option<Value> {
    let mut inside = blocks
        .iter()
        .skip(at + 1)
        .take_while(|inner| inner.extent.start < block.extent.end);
    let label = inside
        .find(|inner| inner.parent == Some(at) && class(inner) == Some(Class::Label))
        .and_then(|label| label.text("Caption"));
    let label = block.text("Caption").or(label).map(without_shortcut)?;
    let raw = block.text("OptionValue");
    Some(Value {
        raw: raw.unwrap_or_else(|| label.clone()),
        label: Some(label),
        ..Value::default()
    })
}

/// `RowSourceType ="Value List"`, `RowSource ="\"m\";\"männlich\""`: rows of as many cells as the list has columns.
fn value_list(block: &Block<'_>) -> Option<Known<Domain>> {
    let kind = block.text("RowSourceType")?;
    if !matches!(kind.value.as_str(), "Value List" | "Wertliste") {
        return None;
    }
    let source = block.text("RowSource")?;
    let cells = cells(&source.value, source.span?);
    let number = |key: &str| {
        let written = block.text(key)?;
        written.value.trim().parse::<usize>().ok()
    };
    let columns = number("ColumnCount").unwrap_or(1).max(1);
    let bound = number("BoundColumn")
        .unwrap_or(1)
        .saturating_sub(1)
        .min(columns - 1);
    let rows = cells.chunks(columns).take(OPTIONS);
    let values: Vec<Value> = rows
        .filter_map(|row| {
            let label = row.iter().enumerate().find(|(at, _)| *at != bound);
            Some(Value {
                raw: row.get(bound)?.clone(),
                label: label.map(|(_, cell)| cell.clone()),
                ..Value::default()
            })
        })
        .collect();
    (!values.is_empty()).then_some(Known::closed(values))
}

/// The cells of a list that is separated by semicolons, quoted or not. Escapes keep them from being found in the
/// document one by one.
fn cells(text: &str, at: Span) -> Vec<Located<String>> {
    let mut found = Vec::new();
    let mut cell = String::new();
    let mut is_quoted = false;
    for ch in text.chars().chain(Some(';')) {
        match ch {
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => {
                let written = std::mem::take(&mut cell);
                found.push(Located::with_span(written.trim().to_owned(), at));
            }
            _ => cell.push(ch),
        }
    }
    // A separator may stand at the end, too.
    while found.last().is_some_and(|last| last.value.is_empty()) {
        found.pop();
    }
    found
}

/// `&Geschlecht:` is read as „Geschlecht“.
fn without_shortcut(label: Located<String>) -> Located<String> {
    let text = label.value.replace('&', "");
    Located {
        value: text.trim_end_matches([':', ' ']).to_owned(),
        span: label.span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_value_lists_may_be_quoted() {
        let read = |text: &str| -> Vec<String> {
            let found = cells(text, Span::new(0, 1)).into_iter();
            found.map(|cell| cell.value).collect()
        };
        assert_eq!(
            read("m;männlich;w;weiblich"),
            ["m", "männlich", "w", "weiblich"]
        );
        assert_eq!(read("\"m\";\"männlich; er\";"), ["m", "männlich; er"]);
        assert!(read("").is_empty());
    }
}
