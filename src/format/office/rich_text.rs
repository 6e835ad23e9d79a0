//! Letters in Rich Text Format: text and fields, as in Word documents.

use super::Sheet;
use super::word::Reader;
use crate::format::{Failure, Format, Parsed, Recognition};
use crate::source::Capture;
use crate::topic::Topic;

/// Rich Text Format.
pub struct RichText;

/// More deeply nested groups are not opened.
const MOST_GROUPS: usize = 1_000;
/// Groups without text of the letter.
const ASIDE: [&str; 25] = [
    "annotation",
    "colortbl",
    "datafield",
    "fonttbl",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "generator",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "info",
    "latentstyles",
    "listtable",
    "object",
    "pict",
    "rsidtbl",
    "stylesheet",
    "themedata",
    "xmlnstbl",
];

impl Format for RichText {
    fn name(&self) -> &'static str {
        "rich-text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rtf"]
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        Recognition::Certain.only_if(capture.bytes().starts_with(b"{\\rtf"))
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let mut sheet = Sheet::default();
        read(&String::from_utf8_lossy(capture.bytes()), &mut sheet);
        Ok(Parsed {
            schemas: vec![sheet.model(&capture.document, self.name(), topic)],
            ..Parsed::default()
        })
    }
}

/// An open group.
#[derive(Clone, Copy)]
struct Group {
    /// Its text is not part of the letter.
    aside: bool,
    /// Begins with `\*`: only known words make it part of the letter.
    optional: bool,
    /// Ends a field with it.
    field: bool,
    /// How many signs replace one given by number, for programs that do not know it.
    replacements: usize,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            aside: false,
            optional: false,
            field: false,
            replacements: 1,
        }
    }
}

fn read(source: &str, sheet: &mut Sheet) {
    let mut reader = Reader::new(sheet);
    let mut groups = vec![Group::default()];
    let mut rest = source;
    // Signs to pass over behind a sign given by number.
    let mut skipped = 0usize;
    while let Some(ch) = rest.chars().next() {
        let inside = groups.last().copied().unwrap_or_default();
        match ch {
            '{' => {
                rest = &rest[1..];
                if groups.len() >= MOST_GROUPS {
                    return;
                }
                skipped = 0;
                groups.push(Group {
                    aside: inside.aside,
                    replacements: inside.replacements,
                    ..Group::default()
                });
            }
            '}' => {
                rest = &rest[1..];
                skipped = 0;
                if groups.len() > 1
                    && let Some(group) = groups.pop()
                    && group.field
                {
                    reader.end_field();
                }
            }
            '\\' => {
                let control = Control::new(rest);
                rest = &rest[control.length..];
                if let Some(group) = groups.last_mut() {
                    match control.word {
                        "*" => group.optional = true,
                        "field" if !group.aside => {
                            group.field = true;
                            reader.begin();
                        }
                        "uc" => {
                            let stated = control.number.and_then(|number| number.try_into().ok());
                            group.replacements = stated.unwrap_or(1);
                        }
                        "fldinst" => group.optional = false,
                        "fldrslt" if !group.aside => reader.separate(),
                        "par" | "sect" | "page" if !group.aside => reader.paragraph(),
                        "line" | "tab" | "cell" | "~" if !group.aside => reader.text(" "),
                        "'" | "u" | "\\" | "{" | "}" if !group.aside => {
                            let is_replacement = control.word == "'" && skipped > 0;
                            skipped = skipped.saturating_sub(usize::from(is_replacement));
                            if let Some(sign) = control.sign.filter(|_| !is_replacement) {
                                reader.text(sign.encode_utf8(&mut [0; 4]));
                            }
                            if control.word == "u" {
                                skipped = group.replacements;
                            }
                        }
                        word => group.aside |= group.optional || ASIDE.contains(&word),
                    }
                }
            }
            '\r' | '\n' => rest = &rest[1..],
            _ => {
                let end = rest
                    .find(['\\', '{', '}', '\r', '\n'])
                    .unwrap_or(rest.len());
                let (text, behind) = rest.split_at(end);
                rest = behind;
                let mut signs = text.char_indices();
                let passed = signs.by_ref().take(skipped).count();
                let first = signs.next().map_or(text.len(), |(at, _)| at);
                skipped -= passed;
                if !inside.aside {
                    reader.text(text.get(first..).unwrap_or_default());
                }
            }
        }
    }
}

/// A control word or sign with its parameter.
struct Control<'t> {
    word: &'t str,
    /// The sign that it stands for.
    sign: Option<char>,
    number: Option<i32>,
    length: usize,
}

impl<'t> Control<'t> {
    /// Reads what begins with a backslash.
    fn new(rest: &'t str) -> Self {
        let inner = rest.get(1..).unwrap_or_default();
        let letters = inner.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters == 0 {
            let length = inner.chars().next().map_or(0, char::len_utf8);
            let word = inner.get(..length).unwrap_or_default();
            let sign = word.chars().next();
            return match inner.get(1..3).filter(|_| word == "'") {
                Some(digits) => Self {
                    word,
                    // The first half of Unicode's first block is the usual code page, but for some marks.
                    sign: u8::from_str_radix(digits, 16).ok().map(char::from),
                    number: None,
                    length: 4,
                },
                None => Self {
                    word,
                    sign,
                    number: None,
                    length: 1 + length,
                },
            };
        }
        let word = inner.get(..letters).unwrap_or_default();
        let behind = inner.get(letters..).unwrap_or_default();
        let digits = behind
            .bytes()
            .enumerate()
            .take_while(|(at, byte)| byte.is_ascii_digit() || *at == 0 && *byte == b'-')
            .count();
        let number: Option<i32> = behind.get(..digits).and_then(|digits| digits.parse().ok());
        let blank = usize::from(
            behind
                .get(digits..)
                .is_some_and(|rest| rest.starts_with(' ')),
        );
        let sign = number.filter(|_| word == "u").and_then(|number| {
            let code = if number < 0 {
                number + 0x1_0000
            } else {
                number
            };
            char::from_u32(u32::try_from(code).ok()?)
        });
        Self {
            word,
            sign,
            number,
            length: 1 + letters + digits + blank,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_fields_are_found_among_controls() {
        let mut sheet = Sheet::default();
        read(
            "{\\rtf1{\\fonttbl{\\f0 Arial;}}Gr\\'fc\\u223?e {\\field{\\*\\fldinst { MERGEFIELD Name }}{\\fldrslt {Rau}}},\\par \
             {\\*\\unknown x}Ende\\{}",
            &mut sheet,
        );
        assert_eq!(sheet.rendering.text, "Grüße «Name»,\nEnde{");
    }

    #[test]
    fn a_source_says_how_many_signs_replace_one_given_by_number() {
        for (source, text) in [
            ("{\\rtf1\\uc0 Gr\\u252\\u223 e}", "Grüße"),
            ("{\\rtf1\\uc2 Gr\\u252 ueb}", "Grüb"),
            ("{\\rtf1\\uc2 Gr\\u252 \\'3f\\'3fb}", "Grüb"),
            ("{\\rtf1{\\uc0 Gr\\u252 b}\\u223 ?e}", "Grübße"),
            ("{\\rtf1 Gr\\u252 ?b}", "Grüb"),
        ] {
            let mut sheet = Sheet::default();
            read(source, &mut sheet);
            assert_eq!(sheet.rendering.text.trim(), text, "{source}");
        }
    }

    #[test]
    fn what_stands_above_and_below_every_page_is_no_text_of_the_letter() {
        let mut sheet = Sheet::default();
        let source = "{\\rtf1{\\headerl Amt}{\\headerr Stadt}{\\footerl 1}{\\footerr 2}Guten Tag}";
        read(source, &mut sheet);
        assert_eq!(sheet.rendering.text.trim(), "Guten Tag");
    }
}
