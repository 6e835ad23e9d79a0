//! What the content of a page paints: text, images, lines. A single pass that only looks at operators.

use hayro_syntax::object::{Dict, Name, Stream};

use crate::format::limits::{PDF_CONTENT_BYTES, PDF_FORM_DEPTH};
use crate::model::PdfContent;

/// Reads pages one by one, as long as its budget lasts.
pub struct ContentReader {
    left: usize,
}

impl Default for ContentReader {
    fn default() -> Self {
        Self {
            left: PDF_CONTENT_BYTES,
        }
    }
}

/// What was painted so far.
#[derive(Default)]
struct Painted {
    text: bool,
    picture: bool,
    drawing: bool,
    unread: bool,
}

/// What an operator does.
enum Operation<'a> {
    ShowsText,
    Draws,
    /// Paints an object of the resources.
    Paints(&'a [u8]),
    /// Paints an inline image.
    PaintsInline,
}

impl ContentReader {
    /// Whether the budget is used up.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// The content of a page. `streams` is its content, unpacked lazily; `resources` holds the objects it refers to by
    /// name.
    pub fn look_at(
        &mut self,
        streams: impl Iterator<Item = Option<Vec<u8>>>,
        resources: &Dict<'_>,
    ) -> PdfContent {
        let mut painted = Painted::default();
        for stream in streams {
            if self.is_spent() {
                painted.unread = true;
                break;
            }
            match stream {
                Some(stream) => self.walk(&stream, resources, 0, &mut painted),
                None => painted.unread = true,
            }
            if painted.text {
                return PdfContent::Text;
            }
        }
        match painted {
            Painted { unread: true, .. } => PdfContent::Unread,
            Painted { picture: true, .. } => PdfContent::Pictures,
            Painted { drawing: true, .. } => PdfContent::Drawing,
            _ => PdfContent::Nothing,
        }
    }

    fn walk(&mut self, content: &[u8], resources: &Dict<'_>, depth: usize, painted: &mut Painted) {
        match self.left.checked_sub(content.len()) {
            Some(left) => self.left = left,
            None => {
                self.left = 0;
                painted.unread = true;
                return;
            }
        }
        let objects = resources.get::<Dict<'_>>("XObject");
        let mut seen = Vec::new();
        each_operation(content, &mut |operation| {
            match operation {
                Operation::ShowsText => painted.text = true,
                Operation::Draws => painted.drawing = true,
                Operation::PaintsInline => painted.picture = true,
                // A name may be painted often, but is one object.
                Operation::Paints(name) if seen.len() < 1000 && !seen.contains(&name) => {
                    seen.push(name);
                    let object = objects.as_ref().and_then(|it| it.get::<Stream<'_>>(name));
                    match object {
                        Some(object) => self.paint(&object, resources, depth, painted),
                        None => painted.unread = true,
                    }
                }
                Operation::Paints(_) => {}
            }
            !painted.text
        });
    }

    fn paint(
        &mut self,
        object: &Stream<'_>,
        outer: &Dict<'_>,
        depth: usize,
        painted: &mut Painted,
    ) {
        let dictionary = object.dict();
        let kind = dictionary.get::<Name<'_>>("Subtype");
        match kind.as_deref() {
            Some(b"Image") => painted.picture = true,
            Some(b"Form") if depth < PDF_FORM_DEPTH => {
                let own = dictionary.get::<Dict<'_>>("Resources");
                match object.decoded_data() {
                    Ok(content) => {
                        let resources = own.as_ref().unwrap_or(outer);
                        self.walk(&content, resources, depth + 1, painted);
                    }
                    Err(_) => painted.unread = true,
                }
            }
            _ => painted.unread = true,
        }
    }
}

/// Calls `tell` with each operation until it returns `false`.
fn each_operation<'a>(content: &'a [u8], tell: &mut dyn FnMut(Operation<'a>) -> bool) {
    let mut at = 0;
    // The last operand: whether it is a non-empty string, or a name.
    let mut has_string = false;
    let mut name: &[u8] = b"";
    while let Some(byte) = content.get(at) {
        let operation = match byte {
            b'(' => {
                let end = string_end(content, at);
                has_string |= end > at + 2;
                at = end;
                continue;
            }
            b'<' if content.get(at + 1) != Some(&b'<') => {
                let end = end_of(content, at, b'>');
                has_string |= end > at + 2;
                at = end;
                continue;
            }
            b'%' => {
                at = end_of(content, at, b'\n');
                continue;
            }
            b'/' => {
                let end = word_end(content, at + 1);
                name = &content[at + 1..end];
                at = end;
                continue;
            }
            byte if is_regular(*byte) => {
                let end = word_end(content, at);
                let word = &content[at..end];
                at = end;
                match word {
                    b"Tj" | b"TJ" if has_string => Some(Operation::ShowsText),
                    b"Do" => Some(Operation::Paints(name)),
                    b"ID" => {
                        at = picture_end(content, at);
                        Some(Operation::PaintsInline)
                    }
                    b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" | b"sh" => {
                        Some(Operation::Draws)
                    }
                    _ if is_operand(word) => None,
                    _ => {
                        has_string = false;
                        None
                    }
                }
            }
            b'\'' | b'"' => {
                at += 1;
                has_string.then_some(Operation::ShowsText)
            }
            _ => {
                at += 1;
                None
            }
        };
        if let Some(operation) = operation {
            has_string = false;
            if !tell(operation) {
                return;
            }
        }
    }
}

fn is_operand(word: &[u8]) -> bool {
    word.iter()
        .all(|byte| byte.is_ascii_digit() || b"+-.".contains(byte))
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte != 0 && !b"()<>[]{}/%'\"".contains(&byte)
}

fn word_end(content: &[u8], from: usize) -> usize {
    let rest = content.get(from..).unwrap_or_default();
    let length = rest.iter().position(|byte| !is_regular(*byte));
    from + length.unwrap_or(rest.len())
}

/// The position after the next occurrence of a byte.
fn end_of(content: &[u8], from: usize, byte: u8) -> usize {
    let rest = content.get(from..).unwrap_or_default();
    let length = rest.iter().position(|own| *own == byte);
    from + length.map_or(rest.len(), |length| length + 1)
}

/// The position after a string in parentheses, which may contain balanced ones.
pub(super) fn string_end(content: &[u8], from: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = from;
    while let Some(byte) = content.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
    }
    at.min(content.len())
}

/// The position after the data of an inline image: its end mark is surrounded by white space.
fn picture_end(content: &[u8], from: usize) -> usize {
    let rest = content.get(from..).unwrap_or_default();
    let is_end = |part: &[u8]| {
        part.starts_with(&part[..1])
            && part[0].is_ascii_whitespace()
            && &part[1..3] == b"EI"
            && part.get(3).is_none_or(u8::is_ascii_whitespace)
    };
    let found = (0..rest.len().saturating_sub(2)).find(|at| {
        let part = &rest[*at..(*at + 4).min(rest.len())];
        is_end(part)
    });
    from + found.map_or(rest.len(), |at| at + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(content: &str) -> String {
        let mut told = String::new();
        each_operation(content.as_bytes(), &mut |operation| {
            told.push(match operation {
                Operation::ShowsText => 'T',
                Operation::Draws => 'L',
                Operation::Paints(_) => 'O',
                Operation::PaintsInline => 'I',
            });
            true
        });
        told
    }

    #[test]
    fn operators_are_told_from_what_they_work_on() {
        for (content, expected) in [
            ("BT /F1 12 Tf (Antrag) Tj ET", "T"),
            ("[(An) -20 (trag)] TJ", "T"),
            ("[<0041>]TJ", "T"),
            ("(x)'", "T"),
            ("() Tj [] TJ <> Tj", ""),
            ("(Tj Do \\) S) pop % (x) Tj\n", ""),
            ("q 1 0 0 1 0 0 cm /Im0 Do Q", "O"),
            ("0 0 m 1 1 l S", "L"),
            ("BI /W 1 ID (x) Tj \nEI (x) Tj", "IT"),
            ("BI /W 1 ID xx", "I"),
            ("/P <</MCID 0>> BDC (a) Tj EMC", "T"),
            ("(never closed", ""),
            ("<41", ""),
            ("(a\\", ""),
        ] {
            assert_eq!(told(content), expected, "{content}");
        }
    }
}
