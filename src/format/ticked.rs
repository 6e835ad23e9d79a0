//! Choices in the text of a printed form: "Geschlecht: ☐ männlich ☐ weiblich", "Anrede: Herr [ ] Frau [ ]", "Geschlecht
//! (m/w): ____".
//!
//! A line is a paragraph, a list item or a table cell. A choice is a label and the boxes after it; it continues over
//! lines as long as each has a box.

use crate::model::{Element, Known, Label, Layer, Located, ModelPath, Span, Value, Why};
use crate::texts::on_one_line;
use crate::topic::{Attribute, Topic};

/// Longer texts are statements to consent to, not entries.
const MOST_OF_OPTION: usize = 40;
const MOST_WORDS: usize = 5;
/// Longer texts are not labels.
const MOST_OF_LABEL: usize = 80;

/// Maximum number of characters in a box made of brackets.
const MOST_OF_BOX: usize = 6;

/// Boxes and circles as printed in forms; the last ones are from Wingdings. Filled ones are bullets.
const BOXES: &[char] = &[
    '☐', '☑', '☒', '□', '▢', '◻', '◯', '○', '❏', '❑', '❒', '⬜', '🔲', '\u{f06f}', '\u{f071}',
    '\u{f072}', '\u{f0a8}', '\u{f0fe}', '\u{f0fd}',
];

/// The lowest first byte of a box in UTF-8.
const LEAD_OF_BOXES: u8 = 0xe2;

/// A choice in a printed form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TickedChoice {
    /// The label, if there is one.
    pub label: Option<Span>,
    /// The options, in order.
    pub options: Vec<Span>,
    /// Whether the list of options is complete: true for boxes, but words separated by slashes are just a hint
    /// ("(m/w)").
    pub is_whole: bool,
}

impl TickedChoice {
    /// The choice as a field of a form whose text is the source.
    pub fn element(&self, text: &str) -> Option<Element> {
        self.element_at(text, |span| span)
    }

    /// The choice as a field of a form. `source` maps spans of the text to the source.
    pub fn element_at(&self, text: &str, source: impl Fn(Span) -> Span) -> Option<Element> {
        let located = |span: &Span| {
            let written = text.get(span.range())?;
            let words = on_one_line(written);
            Some(Located::with_span(words, source(*span)))
        };
        let options: Vec<Located<String>> = self.options.iter().filter_map(located).collect();
        let label = self.label.as_ref().and_then(located);
        let parts = label.iter().chain(&options).filter_map(|part| part.span);
        let span = parts.reduce(Span::to)?;
        let name = label.as_ref().map_or_else(
            || {
                let options = options.iter().map(|option| option.value.as_str());
                options.collect::<Vec<_>>().join(" / ")
            },
            |label| label.value.clone(),
        );
        let path = ModelPath::new([name.as_str()]);
        let named = Located::with_span(name, span);
        let mut element = Element::control(named, path, Layer::Template, span)
            .with_labels(label.map(Label::title));
        let domain = if self.is_whole {
            let values = options.into_iter().map(|raw| Value {
                raw,
                ..Value::default()
            });
            Known::closed(values.collect())
        } else {
            Known::No(Why::NotStated)
        };
        element.domain = Located::with_span(domain, span);
        Some(element)
    }
}

/// Whether a text contains a box anywhere, so that it is worth reading.
pub fn has_boxes(text: &str) -> bool {
    // No box is a letter of a European language: most texts have no byte that may begin one.
    let may_hold_sign = text.bytes().any(|byte| byte >= LEAD_OF_BOXES);
    may_hold_sign && text.contains(BOXES)
        || ["[ ]", "[]", "( )", "[_]"]
            .iter()
            .any(|mark| text.contains(mark))
}

/// The choices in a text that concern the topic.
pub fn ticked_choices(text: &str, topic: &Topic) -> Vec<TickedChoice> {
    let mut reader = FormReader {
        text,
        topic,
        choices: Vec::new(),
        open: None,
        parted: false,
        heading: None,
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        reader.line(Piece::new(start, start + line.trim_end_matches('\n').len()));
        start += line.len();
    }
    reader.close();
    reader.choices
}

/// A byte range of the text.
#[derive(Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
}

impl Piece {
    const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    fn span(self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// A choice being read.
struct OpenChoice {
    label: Option<Piece>,
    options: Vec<Piece>,
    /// Whether nothing but the options can be chosen or written.
    is_whole: bool,
}

impl OpenChoice {
    const fn new(label: Option<Piece>) -> Self {
        Self {
            label,
            options: Vec::new(),
            is_whole: true,
        }
    }
}

struct FormReader<'a> {
    text: &'a str,
    topic: &'a Topic,
    choices: Vec<TickedChoice>,
    open: Option<OpenChoice>,
    /// Whether an empty line follows the open choice.
    parted: bool,
    /// The last line without a box, which may be the label for the next boxes.
    heading: Option<Piece>,
}

impl<'a> FormReader<'a> {
    fn line(&mut self, line: Piece) {
        let boxes = boxes(self.slice(line), line.start);
        if boxes.is_empty() {
            self.text_between(line);
            return;
        }
        let first = boxes.first().map_or(line.end, |mark| mark.start);
        let last = boxes.last().map_or(line.start, |mark| mark.end);
        let head = self.trimmed(Piece::new(line.start, first));
        // A line to write on belongs to the last box.
        let tail = self.slice(Piece::new(last, line.end));
        if tail.trim().is_empty() && !self.slice(head).is_empty() {
            self.boxes_behind(line.start, &boxes);
        } else {
            self.boxes_before(head, line.end, &boxes);
        }
    }

    /// Handles a line without a box. A remark does not end a choice; after an empty line it is unclear whether it
    /// continues.
    fn text_between(&mut self, line: Piece) {
        let line = self.trimmed(line);
        let written = self.slice(line);
        if written.is_empty() {
            self.parted = self.open.is_some();
        } else if !(self.open.is_some() && written.starts_with('(')) {
            self.close();
            self.alternatives(line);
            self.heading = Some(line);
        }
    }

    /// `Anrede: Herr [ ] Frau [ ]`
    fn boxes_behind(&mut self, start: usize, boxes: &[Piece]) {
        let mut from = start;
        for (at, mark) in boxes.iter().enumerate() {
            let piece = Piece::new(from, mark.start);
            from = mark.end;
            match self.slice(piece).rfind(':') {
                Some(colon) => {
                    let (label, option) = self.split(piece, colon);
                    self.begin(label);
                    self.option(option);
                }
                None if at == 0 => {
                    self.continue_or_begin();
                    self.option(piece);
                }
                None => self.option(piece),
            }
        }
    }

    /// `Geschlecht: ☐ männlich ☐ weiblich`
    fn boxes_before(&mut self, head: Piece, end: usize, boxes: &[Piece]) {
        if self.slice(head).is_empty() {
            self.continue_or_begin();
        } else {
            self.begin(head);
        }
        let ends = boxes.iter().skip(1).map(|mark| mark.start).chain([end]);
        for (mark, end) in boxes.iter().zip(ends) {
            let piece = Piece::new(mark.end, end);
            // The label of the next choice follows the last option of this one.
            let label = self.slice(piece).trim_end();
            let Some(words) = label.strip_suffix(':') else {
                self.option(piece);
                continue;
            };
            let lead = words.len() - words.trim_start().len();
            let wide = gap(words.trim_start()).map(|at| at + lead);
            let last_word = words.trim().rfind(char::is_whitespace).map(|at| at + lead);
            let Some(cut) = wide.or(last_word) else {
                // Only the option is there, with space to write after it.
                self.option(Piece::new(piece.start, piece.start + words.len()));
                self.leave_open();
                continue;
            };
            self.option(Piece::new(piece.start, piece.start + cut));
            if wide.is_none() && words.split_whitespace().count() > 2 {
                // The boundary between the option and the next label is unclear.
                self.leave_open();
            }
            self.begin(Piece::new(piece.start + cut, piece.start + words.len()));
        }
    }

    /// `Geschlecht (m/w): ____`, `Anrede: Herr / Frau`
    fn alternatives(&mut self, line: Piece) {
        let written = self.slice(line);
        let (label, list) = match (written.find('('), written.find(':')) {
            (Some(open), _) if written.get(open..).is_some_and(|rest| rest.contains(')')) => {
                let close = open
                    + written
                        .get(open..)
                        .and_then(|rest| rest.find(')'))
                        .unwrap_or(0);
                (open, Piece::new(line.start + open + 1, line.start + close))
            }
            (_, Some(colon)) => (colon, Piece::new(line.start + colon + 1, line.end)),
            _ => return,
        };
        let label = self.trimmed(Piece::new(line.start, line.start + label));
        let names_topic = |attribute| self.topic.names(attribute, self.slice(label));
        if !names_topic(Attribute::Gender) && !names_topic(Attribute::Salutation) {
            return;
        }
        let mut options = Vec::new();
        let mut from = list.start;
        for part in self.slice(list).split('/') {
            let option = self.trimmed(Piece::new(from, from + part.len()));
            from += part.len() + 1;
            if !self.topic.is_entry(self.slice(option)) {
                return;
            }
            options.push(option.span());
        }
        if options.len() > 1 && self.slice(label).chars().count() <= MOST_OF_LABEL {
            self.choices.push(TickedChoice {
                label: Some(label.span()),
                options,
                is_whole: false,
            });
        }
    }

    fn continue_or_begin(&mut self) {
        if let Some(open) = &mut self.open {
            open.is_whole &= !self.parted;
        } else {
            let heading = self.heading;
            let label = heading.filter(|heading| self.is_label(*heading));
            self.open = Some(OpenChoice::new(label));
        }
        self.parted = false;
    }

    fn begin(&mut self, label: Piece) {
        self.close();
        self.parted = false;
        let label = self.trimmed(label);
        let label = self.is_label(label).then_some(label);
        self.open = Some(OpenChoice::new(label));
    }

    fn is_label(&self, piece: Piece) -> bool {
        let written = self.slice(piece);
        !written.is_empty() && written.chars().count() <= MOST_OF_LABEL
    }

    /// Adds the text beside a box, up to a blank to fill in or a wide gap.
    fn option(&mut self, piece: Piece) {
        let written = self.slice(piece);
        let lead = written.len() - written.trim_start().len();
        let rest = written.trim_start();
        let end = [
            gap(rest),
            rest.find("__"),
            rest.find("...."),
            rest.find('…'),
        ]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(rest.len());
        let start = piece.start + lead;
        let option = self.trimmed(Piece::new(start, start + end));
        let written = self.slice(option);
        let words = written.split_whitespace().count();
        if (1..=MOST_WORDS).contains(&words) && written.chars().count() <= MOST_OF_OPTION {
            if let Some(open) = &mut self.open {
                open.options.push(option);
            }
        } else if words > 0 || end < rest.len() {
            // A sentence, or a line to write on, is still an option.
            self.leave_open();
        }
    }

    /// Records that more than the options can be chosen or written.
    fn leave_open(&mut self) {
        if let Some(open) = &mut self.open {
            open.is_whole = false;
        }
    }

    /// Ends the open choice, and keeps it if it concerns the topic.
    fn close(&mut self) {
        let Some(choice) = self.open.take() else {
            return;
        };
        let mut options = choice.options.iter();
        let concerns = options.any(|option| self.topic.is_entry(self.slice(*option)));
        if choice.options.len() > 1 && concerns {
            self.choices.push(TickedChoice {
                label: choice.label.map(Piece::span),
                options: choice.options.into_iter().map(Piece::span).collect(),
                is_whole: choice.is_whole,
            });
        }
    }

    fn slice(&self, piece: Piece) -> &'a str {
        self.text.get(piece.start..piece.end).unwrap_or_default()
    }

    /// Strips blanks and the separators of labels and options.
    fn trimmed(&self, piece: Piece) -> Piece {
        let parts = |sign: char| {
            sign.is_whitespace()
                || matches!(sign, ':' | ',' | ';' | '/' | '|' | '*' | '_' | '·' | '•')
        };
        let written = self.slice(piece);
        let start = piece.start + written.len() - written.trim_start_matches(parts).len();
        let length = written.trim_matches(parts).len();
        Piece::new(start, start + length)
    }

    /// Splits a piece at a colon.
    fn split(&self, piece: Piece, colon: usize) -> (Piece, Piece) {
        let at = piece.start + colon;
        (Piece::new(piece.start, at), Piece::new(at + 1, piece.end))
    }
}

/// Where a gap of at least two blanks starts after words.
fn gap(text: &str) -> Option<usize> {
    let wide = |pair: &(usize, &str)| pair.0 > 0;
    ["  ", "\t", "\u{a0}\u{a0}"]
        .into_iter()
        .filter_map(|blank| text.match_indices(blank).find(wide).map(|(at, _)| at))
        .min()
}

/// The boxes in a line that starts at `offset`.
fn boxes(line: &str, offset: usize) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(sign) = line.get(rest..).and_then(|text| text.chars().next()) {
        let length = if BOXES.contains(&sign) {
            sign.len_utf8()
        } else {
            bracketed(line.get(rest..).unwrap_or_default()).unwrap_or(0)
        };
        if length > 0 {
            found.push(Piece::new(offset + rest, offset + rest + length));
        }
        rest += length.max(sign.len_utf8());
    }
    found
}

/// The length of a box made of brackets at the start of a text: `[ ]`, `[x]`, `( )`.
fn bracketed(text: &str) -> Option<usize> {
    let close = match text.chars().next()? {
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    // Longer brackets are not boxes; this also avoids scanning the line for each bracket.
    let mut signs = text.char_indices().take(MOST_OF_BOX);
    let end = signs.find_map(|(at, sign)| (sign == close).then_some(at))?;
    let inside = text.get(1..end)?;
    let blank = inside
        .chars()
        .all(|sign| sign == ' ' || sign == '\u{a0}' || sign == '_');
    let ticked = matches!(inside.trim(), "x" | "X" | "✓" | "✗");
    (inside.len() <= 6 && (blank && (close == ']' || !inside.is_empty()) || ticked))
        .then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AttributeWords, TopicWords, spelling};

    fn topic() -> Topic {
        let attribute = |name: &str| AttributeWords {
            strong: vec![name.to_owned()],
            stems: vec![name.to_owned()],
            ..AttributeWords::default()
        };
        let entries = ["männlich", "weiblich", "herr", "frau", "m", "w", "d"];
        Topic::new(TopicWords {
            gender: attribute("geschlecht"),
            salutation: attribute("anrede"),
            entries: entries.into_iter().map(spelling).collect(),
            ..TopicWords::default()
        })
    }

    fn read(text: &str) -> Vec<String> {
        let slice = |span: Span| text.get(span.range()).expect("a span of the text");
        ticked_choices(text, &topic())
            .into_iter()
            .map(|choice| {
                let options: Vec<&str> =
                    choice.options.iter().map(|option| slice(*option)).collect();
                let label = choice.label.map_or("", slice);
                let end = if choice.is_whole { "" } else { " …" };
                format!("{label}: {}{end}", options.join(" | "))
            })
            .collect()
    }

    #[test]
    fn boxes_stand_before_and_behind() {
        for text in [
            "Geschlecht: [ ] männlich [ ] weiblich",
            "Geschlecht:   ☐ männlich,  ☐ weiblich",
            "Geschlecht: männlich ☐ weiblich ☐",
            "Geschlecht\n☐ männlich\n☐ weiblich\n\nOrt",
            "Geschlecht\n○ männlich ○ weiblich   Ort: ____",
            "Nr. 4: ____\nGeschlecht\nmännlich [ ]\nweiblich [ ]",
            "Geschlecht: ☐ männlich ☐ weiblich Familienstand: ☐ ledig ☐ verheiratet",
            "Familienstand: ☐ ledig ☐ verheiratet\nGeschlecht: ☐ männlich ☐ weiblich",
        ] {
            assert_eq!(read(text), ["Geschlecht: männlich | weiblich"], "{text}");
        }
    }

    #[test]
    fn what_may_go_on_is_not_whole() {
        for text in [
            "Geschlecht: ☐ männlich ☐ weiblich ☐ ________",
            "Geschlecht:\n☐ männlich\n☐ weiblich\n☐ ________",
            "Geschlecht\n☐ ohne Angabe nach § 22 Absatz 3 des Personenstandsgesetzes\n☐ männlich\n☐ weiblich",
            "Geschlecht\n☐ männlich\n\n☐ weiblich",
        ] {
            assert_eq!(read(text), ["Geschlecht: männlich | weiblich …"], "{text}");
        }
        let text = "Geschlecht: ☐ männlich ☐ weiblich ☐ sonstiges:\n________";
        assert_eq!(
            read(text),
            ["Geschlecht: männlich | weiblich | sonstiges …"]
        );
        let text = "Geschlecht\n☐ männlich ☐ weiblich\n(bitte ankreuzen)\n☐ divers ☐ ohne Angabe";
        assert_eq!(
            read(text),
            ["Geschlecht: männlich | weiblich | divers | ohne Angabe"]
        );
    }

    #[test]
    fn words_between_strokes_are_a_hint() {
        assert_eq!(read("Geschlecht (m/w): ____"), ["Geschlecht: m | w …"]);
        assert_eq!(read("Anrede: Herr / Frau"), ["Anrede: Herr | Frau …"]);
    }

    #[test]
    fn what_is_no_choice_of_the_topic_is_left() {
        for text in [
            "Familienstand: ☐ ledig ☐ verheiratet",
            "☐ Ich habe die Hinweise zum Datenschutz gelesen und bin einverstanden.",
            "Geschlecht: ____",
            "Erzieher (m/w/d) gesucht",
            "☐ Frau",
            "Siehe [1] und [2]: männlich und weiblich",
            "Herr / Frau Muster hat beantragt, dass …",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}
