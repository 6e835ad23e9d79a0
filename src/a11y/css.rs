//! Style sheets → rules with selector, condition and declarations. Tolerant, as CSS demands.

/// Nested blocks are followed this far.
const MOST_DEPTH: usize = 16;

/// A style sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Rules in order, those in conditional blocks included.
    pub rules: Vec<StyleRule>,
    /// Whether it imports others, which are not here.
    pub imports: bool,
}

/// One selector with its declarations.
#[derive(Debug)]
pub struct StyleRule {
    /// One selector, no list.
    pub selector: String,
    /// When it holds.
    pub condition: Condition,
    /// Text of the media queries around it, in lower case.
    pub media: String,
    /// What it declares.
    pub declarations: std::rc::Rc<[Declaration]>,
}

/// `property: value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Property in lower case.
    pub property: String,
    /// Value without `!important`, trimmed.
    pub value: String,
    /// `!important`.
    pub important: bool,
}

/// When a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// Never on a screen.
    Never,
    /// On some screens.
    Sometimes,
    /// On every screen.
    Always,
}

/// Parses a style sheet.
pub fn parse(text: &str) -> Sheet {
    let mut sheet = Sheet::default();
    let text = without_comments(text);
    block(&text, Condition::Always, "", 0, &mut sheet);
    sheet
}

/// Parses the declarations of a `style` attribute or of a block.
pub fn declarations(text: &str) -> Vec<Declaration> {
    split(text, ';')
        .into_iter()
        .filter_map(|part| {
            let (property, value) = part.split_once(':')?;
            let property = property.trim().to_ascii_lowercase();
            let named = |ch: char| ch.is_ascii_alphanumeric() || ch == '-' || ch == '_';
            if property.is_empty() || !property.chars().all(named) {
                return None;
            }
            let value = value.trim();
            let (value, important) = match value.rsplit_once('!') {
                Some((before, word)) if word.trim().eq_ignore_ascii_case("important") => {
                    (before.trim_end(), true)
                }
                _ => (value, false),
            };
            (!value.is_empty()).then(|| Declaration {
                property,
                value: value.to_owned(),
                important,
            })
        })
        .collect()
}

fn block(text: &str, condition: Condition, media: &str, depth: usize, sheet: &mut Sheet) {
    if depth > MOST_DEPTH {
        return;
    }
    let mut rest = text;
    while let Some(at) = find_outside(rest, &['{', ';']) {
        let prelude = rest[..at].trim();
        if rest.as_bytes().get(at) == Some(&b';') {
            sheet.imports |= prelude.to_ascii_lowercase().starts_with("@import");
            rest = &rest[at + 1..];
            continue;
        }
        let body_start = at + 1;
        let body_len = closing(&rest[body_start..]);
        let body = &rest[body_start..body_start + body_len];
        rest = rest.get(body_start + body_len + 1..).unwrap_or_default();
        if let Some(at_rule) = prelude.strip_prefix('@') {
            nested(at_rule, body, condition, media, depth, sheet);
        } else {
            let declared: std::rc::Rc<[Declaration]> = declarations(own(body)).into();
            for selector in split(prelude, ',') {
                let selector = selector.trim();
                if !selector.is_empty() {
                    sheet.rules.push(StyleRule {
                        selector: selector.to_owned(),
                        condition,
                        media: media.to_owned(),
                        declarations: declared.clone(),
                    });
                }
            }
        }
    }
}

/// A conditional group; other at-rules hold no style rules.
fn nested(
    at_rule: &str,
    body: &str,
    outer: Condition,
    media: &str,
    depth: usize,
    sheet: &mut Sheet,
) {
    let name: String = at_rule
        .chars()
        .take_while(|ch| ch.is_ascii_alphabetic() || *ch == '-')
        .collect::<String>()
        .to_ascii_lowercase();
    let query = at_rule[name.len()..].trim().to_ascii_lowercase();
    let (condition, media) = match name.as_str() {
        "media" => (media_condition(&query), format!("{media} {query}")),
        "layer" => (Condition::Always, media.to_owned()),
        "supports" | "container" | "scope" => (Condition::Sometimes, media.to_owned()),
        _ => return,
    };
    block(body, outer.min(condition), media.trim(), depth + 1, sheet);
}

/// When a media query list holds.
pub fn media_condition(query: &str) -> Condition {
    split(query, ',')
        .into_iter()
        .map(|query| match query.trim() {
            "" | "all" | "screen" | "only screen" | "only all" => Condition::Always,
            query => {
                let first = query.split_whitespace().next().unwrap_or_default();
                match first {
                    "print" | "speech" | "tty" | "tv" | "braille" | "embossed" | "aural" => {
                        Condition::Never
                    }
                    _ => Condition::Sometimes,
                }
            }
        })
        .max()
        .unwrap_or(Condition::Always)
}

/// The declarations of a block before any block nested in it.
fn own(body: &str) -> &str {
    match find_outside(body, &['{']) {
        Some(at) => {
            let before = &body[..at];
            &before[..before.rfind(';').map_or(0, |end| end + 1)]
        }
        None => body,
    }
}

/// How long a block is, up to its closing brace or the end.
fn closing(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, ch) in outside_strings(text) {
        match ch {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Splits at a character outside strings and brackets.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, ch) in outside_strings(text) {
        match ch {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ if ch == separator && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + ch.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn find_outside(text: &str, wanted: &[char]) -> Option<usize> {
    outside_strings(text)
        .find(|(_, ch)| wanted.contains(ch))
        .map(|(at, _)| at)
}

/// Characters outside quoted strings; escaped characters are skipped.
fn outside_strings(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut quote = None;
    let mut escaped = false;
    text.char_indices().filter(move |(_, ch)| {
        if escaped {
            escaped = false;
            return false;
        }
        match (quote, *ch) {
            (_, '\\') => {
                escaped = true;
                false
            }
            (Some(open), ch) => {
                // An unclosed string ends with its line.
                if ch == open || ch == '\n' {
                    quote = None;
                }
                false
            }
            (None, '"' | '\'') => {
                quote = Some(*ch);
                false
            }
            _ => true,
        }
    })
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        out.push(' ');
        rest = rest[start + 2..]
            .split_once("*/")
            .map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out.replace("<!--", " ").replace("-->", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<String> {
        parse(text)
            .rules
            .iter()
            .map(|rule| {
                let declared: Vec<String> = rule
                    .declarations
                    .iter()
                    .map(|one| {
                        let mark = if one.important { "!" } else { "" };
                        format!("{}={}{mark}", one.property, one.value)
                    })
                    .collect();
                format!(
                    "{} {:?} {}",
                    rule.selector,
                    rule.condition,
                    declared.join(";")
                )
            })
            .collect()
    }

    #[test]
    fn rules_are_read_with_their_conditions() {
        assert_eq!(
            shape(
                "/* } */ @import 'x.css'; .a, b > c { Display: none !important; content: \"}\" }
                 @media print { d { visibility:hidden } } @media (min-width:1px) { e { top: 0 } }
                 @font-face { src: url(x) } @media screen { f[x=','] { left: 1px; g { top:1px } } } h{"
            ),
            [
                ".a Always display=none!;content=\"}\"",
                "b > c Always display=none!;content=\"}\"",
                "d Never visibility=hidden",
                "e Sometimes top=0",
                "f[x=','] Always left=1px",
                "h Always ",
            ]
        );
        assert!(parse("@import 'x.css';").imports);
    }

    #[test]
    fn broken_sheets_do_no_harm() {
        for text in [
            "{", "}", "a{b", "a{\"", "@media{", "@", "a{:;x:}", "\\", "/*",
        ] {
            parse(text);
        }
        parse(&"a{".repeat(10_000));
        parse(&"@media x{".repeat(10_000));
    }
}
