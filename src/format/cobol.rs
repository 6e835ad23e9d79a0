//! COBOL: data descriptions of programs and copybooks, with the values that their condition names stand for.
//!
//! ```text
//!        01  PERSON.
//!            05  VORNAME        PIC X(40).
//!            05  GESCHLECHT     PIC X.
//!                88  MAENNLICH  VALUE 'M'.
//!                88  WEIBLICH   VALUE 'W'.
//! ```
//!
//! Condition names (ISO/IEC 1989, level 88) only call values by a name: the item takes any other one as well.

use super::token::{Cursor, Kind, Token, span_of};
use super::{Failure, Format, Parsed, Recognition};
use crate::model::{
    Domain, Element, EntityId, Known, Label, LanguageFamily, Layer, Located, ModelPath,
    SchemaModel, Span,
};
use crate::source::Capture;
use crate::topic::Topic;

/// Programs and copybooks of COBOL.
pub struct Cobol;

/// Columns of the sequence number in the reference format.
const SEQUENCE: usize = 6;
/// Columns before the area that only identifies the program.
const LAST_COLUMN: usize = 72;
/// Level of a condition name.
const CONDITION: u8 = 88;
/// Level of an item outside groups.
const ALONE: u8 = 77;

impl Format for Cobol {
    fn name(&self) -> &'static str {
        "cobol"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["cbl", "cob", "cobol", "cpy"]
    }

    fn is_program(&self) -> bool {
        true
    }

    fn language_family(&self) -> LanguageFamily {
        LanguageFamily::Flat("cobol")
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        Recognition::Likely.only_if(self.is_named(capture))
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        Recognition::Likely.only_if(self.is_named(capture))
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let mut model = SchemaModel::new(&capture.document, self.name(), text.clone());
        read(text.as_str(), &mut model);
        Ok(Parsed {
            schemas: vec![model],
            ..Parsed::default()
        })
    }
}

/// Adds the data that a source describes before its procedures.
fn read(text: &str, model: &mut SchemaModel) {
    let mut items = Items::default();
    for sentence in tokens(text).split(|token| token.is(".")) {
        let procedures = matches!(
            sentence,
            [first, second, ..] if first.says("PROCEDURE") && second.says("DIVISION")
        );
        if procedures {
            break;
        }
        items.take(sentence, model);
    }
    items.finish(model);
}

/// A group that contains what follows with a higher level.
struct Group {
    level: u8,
    path: ModelPath,
    entity: EntityId,
}

/// An elementary item, until its condition names are complete.
struct Item {
    element: Element,
    /// The values with the names of their conditions: `M = MAENNLICH`.
    conditions: Vec<String>,
    /// From the first to the last condition.
    extent: Option<Span>,
}

#[derive(Default)]
struct Items {
    groups: Vec<Group>,
    last: Option<Item>,
}

impl Items {
    /// Takes a sentence, if it describes data.
    fn take(&mut self, sentence: &[Token<'_>], model: &mut SchemaModel) {
        let [level, name, clauses @ ..] = sentence else {
            return;
        };
        let Some(level) = level_of(level).filter(|_| name.kind == Kind::Word) else {
            return;
        };
        if level == CONDITION {
            self.add_condition(name, clauses);
            return;
        }
        self.finish(model);
        while self
            .groups
            .last()
            .is_some_and(|group| group.level >= level || level == ALONE)
        {
            self.groups.pop();
        }
        let mut path = self
            .groups
            .last()
            .map(|group| group.path.clone())
            .unwrap_or_default();
        path.0.push(name.text.to_owned());
        let named = Located::with_span(name.text.to_owned(), name.span);
        match picture(clauses) {
            Some(picture) => {
                let entity = self.groups.last().map(|group| group.entity);
                let element = Element::field(named, path, Layer::Code, span_of(sentence))
                    .with_entity(entity)
                    .with_domain(Located::with_span(
                        Known::Yes(domain(picture.text)),
                        picture.span,
                    ))
                    .with_width(
                        width(picture.text).map(|width| Located::with_span(width, picture.span)),
                    );
                self.last = Some(Item {
                    element,
                    conditions: Vec::new(),
                    extent: None,
                });
            }
            None => {
                let entity = model.declare_entity(named, &path, []);
                self.groups.push(Group {
                    level,
                    path,
                    entity,
                });
            }
        }
    }

    /// Adds a condition name to the item before it: `88 MAENNLICH VALUE 'M'`.
    fn add_condition(&mut self, name: &Token<'_>, clauses: &[Token<'_>]) {
        let Some(item) = &mut self.last else {
            return;
        };
        let behind = clauses
            .iter()
            .skip_while(|token| !(token.says("VALUE") || token.says("VALUES")))
            .skip(1)
            .filter(|token| !(token.says("IS") || token.says("ARE")));
        for value in behind {
            if value.kind == Kind::Text || value.text.bytes().all(|byte| byte.is_ascii_digit()) {
                item.conditions
                    .push(format!("{} = {}", value.text.trim(), name.text));
            }
        }
        let extent = match clauses.last() {
            Some(last) => name.span.to(last.span),
            None => name.span,
        };
        item.extent = Some(item.extent.map_or(extent, |known| known.to(extent)));
    }

    /// Adds the last item, which nothing describes further.
    fn finish(&mut self, model: &mut SchemaModel) {
        let Some(item) = self.last.take() else {
            return;
        };
        let described = item.extent.filter(|_| !item.conditions.is_empty());
        let label = described.map(|extent| {
            Label::description(Located::with_span(item.conditions.join(", "), extent))
        });
        model.add_element(item.element.with_labels(label));
    }
}

/// The level of a description: 01 to 49, 66, 77, 88.
fn level_of(token: &Token<'_>) -> Option<u8> {
    let is_level = token.kind == Kind::Word && token.text.len() <= 2;
    token.text.parse().ok().filter(|level: &u8| {
        is_level && (matches!(level, 1..=49) || matches!(*level, 66 | ALONE | CONDITION))
    })
}

/// The picture of an item: `PIC X(40)`, `PICTURE IS 9`.
fn picture<'a, 't>(clauses: &'a [Token<'t>]) -> Option<&'a Token<'t>> {
    let at = clauses
        .iter()
        .position(|token| token.says("PIC") || token.says("PICTURE"))?;
    let mut behind = clauses.iter().skip(at + 1);
    behind.find(|token| !token.says("IS"))
}

fn domain(picture: &str) -> Domain {
    let is_text = picture.contains(|ch: char| matches!(ch.to_ascii_uppercase(), 'X' | 'A' | 'N'));
    match is_text {
        true => Domain::Text,
        false => Domain::Number,
    }
}

/// Number of characters of a picture: `X(40)`, `XX`; `None` if it is edited.
fn width(picture: &str) -> Option<u32> {
    let mut width = 0_u32;
    let mut rest = picture;
    while let Some(sign) = rest.chars().next() {
        rest = rest.get(sign.len_utf8()..)?;
        let times = match rest
            .strip_prefix('(')
            .and_then(|inner| inner.split_once(')'))
        {
            Some((times, behind)) => {
                rest = behind;
                times.trim().parse().ok()?
            }
            None => 1,
        };
        match sign.to_ascii_uppercase() {
            'X' | 'A' | 'N' | '9' => width = width.checked_add(times)?,
            'S' | 'V' => {}
            _ => return None,
        }
    }
    Some(width)
}

/// Words, texts and the full stops that end sentences. Comments, sequence numbers and the area behind the last column are
/// skipped.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let (from, to) = area(line);
        let is_comment = line
            .get(from..)
            .is_some_and(|rest| rest.starts_with(['*', '/']));
        if !is_comment && let Some(code) = line.get(from..to) {
            read_line(code, start + from, &mut found);
        }
        start += line.len();
    }
    found
}

/// The part of a line that holds code: behind the sequence number and before the last column, where the line has them.
fn area(line: &str) -> (usize, usize) {
    let end = line.trim_end_matches(['\r', '\n']).len();
    let numbered = line.as_bytes().get(..SEQUENCE).is_some_and(|columns| {
        columns
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b' ')
    });
    match numbered {
        true => (SEQUENCE, line.floor_char_boundary(LAST_COLUMN.min(end))),
        false => (0, end),
    }
}

fn read_line<'t>(code: &'t str, start: usize, found: &mut Vec<Token<'t>>) {
    let mut cursor = Cursor::new(code);
    while let Some(ch) = cursor.peek() {
        let at = cursor.position();
        // A comment up to the end of the line.
        if cursor.rest().starts_with("*>") {
            return;
        }
        if ch.is_whitespace() || ch == ',' || ch == ';' {
            cursor.bump();
            continue;
        }
        let (kind, text) = if ch == '\'' || ch == '"' {
            cursor.bump();
            let inner = cursor.take_while(|other| other != ch);
            cursor.bump();
            (Kind::Text, inner)
        } else {
            let word =
                cursor.take_while(|other| !(other.is_whitespace() || "'\",;".contains(other)));
            (Kind::Word, word)
        };
        // A full stop ends a sentence where nothing follows it at once.
        let sentence = text.strip_suffix('.').filter(|_| kind == Kind::Word);
        let end = at + sentence.map_or(cursor.position() - at, str::len);
        let text = sentence.unwrap_or(text);
        if !text.is_empty() {
            found.push(Token {
                kind,
                text,
                span: Span::new(start + at, start + end),
            });
        }
        if sentence.is_some() {
            found.push(Token {
                kind: Kind::Mark,
                text: ".",
                span: Span::new(start + end, start + end + 1),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceText;

    /// The items of a source: path, width and what their condition names say.
    fn described(text: &str) -> Vec<(String, Option<u32>, Vec<String>)> {
        let mut model = SchemaModel::new("person.cpy", "cobol", SourceText::new(text));
        read(text, &mut model);
        let elements = model.elements.into_iter();
        elements
            .map(|element| {
                let labels = element.labels.into_iter().map(|label| label.text.value);
                let width = element.width.map(|width| width.value);
                (element.path.0.join("/"), width, labels.collect())
            })
            .collect()
    }

    #[test]
    fn items_are_described_within_their_groups() {
        let text = "\
000100 IDENTIFICATION DIVISION.                                         ANTRAG01
000200* 05 ALT PIC X.
000300 DATA DIVISION.
000400 01  PERSON.
000500     05  NAME-TEIL.
000600         10  VORNAME  PIC X(40).
000700     05  GESCHLECHT   PICTURE IS X
000800                      VALUE SPACE.
000900         88  MANN     VALUE 'M'.
001000         88  FRAU     VALUES ARE 'W' \"F\".
001100     05  ALTER-JAHRE  PIC S9(3)V99.
001200 77  ZAEHLER PIC 99.
001300 PROCEDURE DIVISION.
001400 01  KEINES PIC X.
";
        let expected = [
            ("PERSON/NAME-TEIL/VORNAME", Some(40), vec![]),
            (
                "PERSON/GESCHLECHT",
                Some(1),
                vec!["M = MANN, W = FRAU, F = FRAU".to_owned()],
            ),
            ("PERSON/ALTER-JAHRE", Some(5), vec![]),
            ("ZAEHLER", Some(2), vec![]),
        ];
        let expected = expected.map(|(path, width, said)| (path.to_owned(), width, said));
        assert_eq!(described(text), expected);
    }

    #[test]
    fn sources_without_columns_and_broken_ones_are_read() {
        let free = "01 P.\n  05 G PIC X. *> Kennzeichen\n  88 M VALUE 'M'.\n";
        let item = ("P/G".to_owned(), Some(1), vec!["M = M".to_owned()]);
        assert_eq!(described(free), [item]);
        for broken in [
            "88 X VALUE 'M'.",
            "05",
            "05 .",
            "01 P. 05 G PIC",
            "'",
            "05 G PIC X(",
            "05 G PIC X(99999999999).",
        ] {
            described(broken);
        }
    }
}
