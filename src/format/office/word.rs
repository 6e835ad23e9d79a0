//! Word documents: merge fields, IF fields, content controls, form fields.

use roxmltree::Node;

use super::rendering::{Field, Part};
use super::{Choice, Sheet, attribute};
use crate::format::Failure;
use crate::format::limits::OPEN_FIELDS;

/// Whether a part of a Word document contains text.
pub fn is_part(name: &str) -> bool {
    let Some(file) = name
        .strip_prefix("word/")
        .filter(|name| name.ends_with(".xml"))
    else {
        return false;
    };
    ["document", "header", "footer", "footnotes", "endnotes"]
        .iter()
        .any(|start| file.starts_with(start))
}

/// Reads one part.
pub fn read_word_text(xml: &str, sheet: &mut Sheet) -> Result<(), Failure> {
    let document = super::document(xml)?;
    let mut reader = Reader::new(sheet);
    for node in document
        .root_element()
        .descendants()
        .filter(Node::is_element)
    {
        reader.node(node);
    }
    reader.end_before(usize::MAX);
    Ok(())
}

/// An open field.
#[derive(Default)]
struct Open {
    code: Vec<Part>,
    /// Whether the code is complete, so that the previous result follows.
    result: bool,
}

/// Reads text and fields in order.
pub(super) struct Reader<'s> {
    sheet: &'s mut Sheet,
    open: Vec<Open>,
    /// Elements before this offset are not visible.
    skip_until: usize,
    /// Ends of simple fields.
    ends: Vec<usize>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(sheet: &'s mut Sheet) -> Self {
        Self {
            sheet,
            open: Vec::new(),
            skip_until: 0,
            ends: Vec::new(),
        }
    }
}

impl Reader<'_> {
    /// Begins a paragraph; inside a field it is a blank.
    pub(super) fn paragraph(&mut self) {
        match self.open.is_empty() {
            true => self.sheet.rendering.paragraph(),
            false => self.text(" "),
        }
    }

    fn end_before(&mut self, start: usize) {
        while self.ends.last().is_some_and(|end| *end <= start) {
            self.ends.pop();
            self.end_field();
        }
    }

    fn node(&mut self, node: Node<'_, '_>) {
        let range = node.range();
        if range.start < self.skip_until {
            return;
        }
        self.end_before(range.start);
        match node.tag_name().name() {
            // Deleted text, and fallbacks for old programs.
            "del" | "moveFrom" | "Fallback" => self.skip_until = range.end,
            "p" => self.paragraph(),
            "t" => self.text(node.text().unwrap_or_default()),
            "tab" | "br" | "cr" => self.text(" "),
            "noBreakHyphen" => self.text("-"),
            "sym" if attribute(node, "font").starts_with("Wingdings") => {
                self.symbol(attribute(node, "char"));
            }
            "instrText" => self.code(node.text().unwrap_or_default()),
            "fldSimple" => {
                self.begin();
                self.code(attribute(node, "instr"));
                self.separate();
                self.ends.push(range.end);
            }
            "fldChar" => match attribute(node, "fldCharType") {
                "begin" => self.begin(),
                "separate" => self.separate(),
                "end" => self.end_field(),
                _ => {}
            },
            "sdtPr" => self.control(node),
            "ffData" => self.form_field(node),
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        match self.open.last_mut() {
            None => self.sheet.rendering.literal(text),
            // Some programs write the result of a field as text inside its code.
            Some(open) if !open.result => open.code.push(Part::Text(text.to_owned())),
            Some(_) => {}
        }
    }

    /// A Wingdings symbol by number; checkboxes are such symbols.
    fn symbol(&mut self, number: &str) {
        let sign = u32::from_str_radix(number, 16)
            .ok()
            .and_then(char::from_u32);
        if let Some(sign) = sign {
            self.text(sign.encode_utf8(&mut [0; 4]));
        }
    }

    fn code(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut().filter(|open| !open.result) {
            open.code.push(Part::Text(text.to_owned()));
        }
    }

    pub(super) fn begin(&mut self) {
        if self.open.len() >= OPEN_FIELDS {
            self.open.clear();
        }
        self.open.push(Open::default());
    }

    pub(super) fn separate(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.result = true;
        }
    }

    pub(super) fn end_field(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let field = field(&open.code);
        match self.open.last_mut() {
            None => self.sheet.rendering.field(&field),
            Some(outer) if !outer.result => outer.code.push(Part::Field(field)),
            Some(_) => {}
        }
    }

    /// A content control with a list.
    fn control(&mut self, node: Node<'_, '_>) {
        let list = node
            .children()
            .find(|child| matches!(child.tag_name().name(), "dropDownList" | "comboBox"));
        let named = |name: &str| {
            let child = node
                .children()
                .find(|child| child.tag_name().name() == name)?;
            Some(attribute(child, "val").to_owned()).filter(|name| !name.is_empty())
        };
        let Some(list) = list else { return };
        let values = list
            .children()
            .filter(|item| item.tag_name().name() == "listItem")
            .map(|item| {
                let shown = attribute(item, "displayText");
                let stored = attribute(item, "value");
                let label = (!shown.is_empty()).then(|| shown.to_owned());
                let raw = if item
                    .attributes()
                    .any(|attribute| attribute.name() == "value")
                {
                    stored.to_owned()
                } else {
                    shown.to_owned()
                };
                (raw, label)
            })
            .collect();
        let Some(name) = named("tag").or_else(|| named("alias")) else {
            return;
        };
        self.sheet.choice(Choice {
            name,
            title: named("alias"),
            values,
            open: list.tag_name().name() == "comboBox",
        });
    }

    /// A legacy form field.
    fn form_field(&mut self, node: Node<'_, '_>) {
        let child = |name: &str| {
            node.children()
                .find(|child| child.tag_name().name() == name)
        };
        let Some(list) = child("ddList") else { return };
        let values = list
            .children()
            .filter(|item| item.tag_name().name() == "listEntry")
            .map(|item| (attribute(item, "val").to_owned(), None))
            .collect();
        let name = child("name")
            .map(|name| attribute(name, "val"))
            .unwrap_or_default();
        if !name.is_empty() {
            self.sheet.choice(Choice {
                name: name.to_owned(),
                title: None,
                values,
                open: false,
            });
        }
    }
}

/// Parses a field code.
fn field(code: &[Part]) -> Field {
    let words = arguments(code);
    let text = |parts: Option<&Vec<Part>>| -> String {
        let mut text = String::new();
        for part in parts.into_iter().flatten() {
            if let Part::Text(words) = part {
                text.push_str(words);
            }
        }
        text.trim().to_owned()
    };
    match text(words.first()).to_ascii_uppercase().as_str() {
        "MERGEFIELD" | "DOCVARIABLE" | "DOCPROPERTY" | "REF" => Field::Value(text(words.get(1))),
        "IF" => {
            let operator = text(words.get(2));
            let part = |at: usize| words.get(at).cloned().unwrap_or_default();
            match operator.as_str() {
                "=" | "<>" => Field::If {
                    left: part(1),
                    right: part(3),
                    equal: operator == "=",
                    then: part(4),
                    otherwise: part(5),
                },
                _ => Field::Other,
            }
        }
        "FORMCHECKBOX" => Field::Box,
        _ => Field::Other,
    }
}

/// The words of a field code: separated by blanks, quoted, or nested fields.
fn arguments(code: &[Part]) -> Vec<Vec<Part>> {
    let mut found: Vec<Vec<Part>> = Vec::new();
    let mut current: Vec<Part> = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    let mut operator = false;
    let finish =
        |word: &mut String, current: &mut Vec<Part>, found: &mut Vec<Vec<Part>>, keep: bool| {
            if !word.is_empty() {
                current.push(Part::Text(std::mem::take(word)));
            }
            if keep || !current.is_empty() {
                found.push(std::mem::take(current));
            }
        };
    for part in code {
        let text = match part {
            Part::Text(text) => text,
            Part::Field(field) => {
                if operator {
                    finish(&mut word, &mut current, &mut found, false);
                    operator = false;
                }
                if !word.is_empty() {
                    current.push(Part::Text(std::mem::take(&mut word)));
                }
                current.push(Part::Field(field.clone()));
                continue;
            }
        };
        for ch in text.chars() {
            let is_operator = matches!(ch, '=' | '<' | '>');
            match ch {
                '"' | '“' | '”' | '„' => {
                    if operator {
                        finish(&mut word, &mut current, &mut found, false);
                        operator = false;
                    }
                    finish(&mut word, &mut current, &mut found, quoted);
                    quoted = !quoted;
                }
                _ if quoted => word.push(ch),
                ch if ch.is_whitespace() => {
                    finish(&mut word, &mut current, &mut found, false);
                    operator = false;
                }
                _ => {
                    if is_operator != operator {
                        finish(&mut word, &mut current, &mut found, false);
                        operator = is_operator;
                    }
                    word.push(ch);
                }
            }
        }
    }
    finish(&mut word, &mut current, &mut found, false);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_fields_are_cut_into_words() {
        let code = [
            Part::Text(" IF ".into()),
            Part::Field(Field::Value("Geschlecht".into())),
            Part::Text("=\"m\" \"Herr \" \"\"".into()),
        ];
        let Field::If {
            left,
            right,
            equal,
            then,
            otherwise,
        } = field(&code)
        else {
            unreachable!("an IF field");
        };
        assert!(
            matches!(left.as_slice(), [Part::Field(Field::Value(name))] if name == "Geschlecht")
        );
        assert!(matches!(right.as_slice(), [Part::Text(text)] if text == "m"));
        assert!(matches!(then.as_slice(), [Part::Text(text)] if text == "Herr "));
        assert!(otherwise.is_empty() && equal);
        let merge = [Part::Text(
            " MERGEFIELD  \"Anrede kurz\" \\* MERGEFORMAT ".into(),
        )];
        assert!(matches!(field(&merge), Field::Value(name) if name == "Anrede kurz"));
    }
}
