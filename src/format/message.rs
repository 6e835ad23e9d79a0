//! Messages that select by a value (`{gender, select, male {…} other {…}}` in ICU, `{ $gender -> [male] … *[other] … }`
//! in Fluent), wherever they occur: in translation files, string literals, markup.

use crate::model::{
    Known, Located, Mapping, MappingArm, ModelPath, Relation, RelationKind, SchemaModel,
    SourceText, Span,
};
use crate::topic::Topic;

/// Choices with more variants are data.
const MOST_VARIANTS: usize = 24;
/// Longer messages are programs.
const LONGEST: usize = 8_000;
/// Maximum length kept of a text.
const MOST_CHARS: usize = 120;
/// How far before a choice its value is named.
const NEAR: usize = 80;

/// A variant: its key and text.
struct Variant<'t> {
    key: &'t str,
    at: usize,
    text: &'t str,
    text_at: usize,
    /// Whether it covers everything the other variants don't.
    is_rest: bool,
}

/// The choices in a text's messages that concern the topic; `None` if there are none.
pub(super) fn read(document: &str, text: &SourceText, topic: &Topic) -> Option<SchemaModel> {
    let source = text.as_str();
    let mut relations = Vec::new();
    for (at, _) in source.match_indices("select") {
        relations.extend(icu(source, at).filter(|relation| concerns(relation, topic)));
    }
    if source.contains("*[") {
        for (at, _) in source.match_indices("->") {
            relations.extend(fluent(source, at).filter(|relation| concerns(relation, topic)));
        }
    }
    if relations.is_empty() {
        return None;
    }
    let mut model = SchemaModel::new(document, "messages", text.clone());
    model.relations = relations;
    Some(model)
}

fn concerns(relation: &Relation, topic: &Topic) -> bool {
    let RelationKind::Mapping(mapping) = &relation.kind else {
        return false;
    };
    let said = |text: &Located<String>| topic.is_mentioned_in(&text.value);
    topic.is_mentioned_in(&mapping.subject)
        || mapping
            .arms
            .iter()
            .any(|arm| arm.from.iter().chain(&arm.to).any(said))
}

/// `{gender, select, male {…} other {…}}`; `keyword` is the position of `select`.
fn icu(source: &str, keyword: usize) -> Option<Relation> {
    let before = source.get(..keyword)?.trim_end().strip_suffix(',')?;
    let before = before.trim_end();
    let near = end_of(before, NEAR);
    let open = before.len() - near.len() + near.rfind('{')?;
    let subject = source.get(open + 1..before.len())?.trim();
    let is_name = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '.' | '-' | '$');
    if subject.is_empty() || !subject.chars().all(is_name) {
        return None;
    }
    let end = source.floor_char_boundary(open + LONGEST);
    let mut at = keyword + "select".len();
    at += leading(source.get(at..end)?);
    at += source.get(at..end)?.starts_with(',').then_some(1)?;
    let mut variants = Vec::new();
    loop {
        at += leading(source.get(at..end)?);
        let rest = source.get(at..end)?;
        if rest.starts_with('}') {
            at += 1;
            break;
        }
        let length = rest.find(['{', '}'])?;
        let key = rest.get(..length)?.trim();
        let text = balanced(rest.get(length..)?)?;
        if key.is_empty() || key.contains(char::is_whitespace) || variants.len() == MOST_VARIANTS {
            return None;
        }
        variants.push(Variant {
            key,
            at,
            text,
            text_at: at + length + 1,
            is_rest: key == "other",
        });
        at += length + text.len() + 2;
    }
    relation(source, subject, &variants, Span::new(open, at))
}

/// `{ $gender -> [male] … *[other] … }`; `arrow` is the position of the arrow.
fn fluent(source: &str, arrow: usize) -> Option<Relation> {
    let before = source.get(..arrow)?.trim_end();
    let near = end_of(before, NEAR);
    let open = before.len() - near.len() + near.rfind('{')?;
    let subject = source
        .get(open + 1..before.len())?
        .trim()
        .strip_prefix('$')?;
    let is_name = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '-');
    if subject.is_empty() || !subject.chars().all(is_name) {
        return None;
    }
    let whole = balanced(source.get(open..source.floor_char_boundary(open + LONGEST))?)?;
    let end = open + 1 + whole.len();
    let mut variants: Vec<Variant<'_>> = Vec::new();
    let mut at = arrow + 2;
    while let Some(found) = source.get(at..end)?.find('[') {
        let start = at + found;
        let is_rest = source.get(..start)?.ends_with('*');
        let key = source.get(start + 1..end)?.split(']').next()?;
        let begins = start + key.len() + 2;
        let text = source.get(begins..end).unwrap_or_default();
        let text = text.split('\n').next().unwrap_or_default();
        if variants.len() == MOST_VARIANTS {
            return None;
        }
        variants.push(Variant {
            key: key.trim(),
            at: start + 1,
            text,
            text_at: begins,
            is_rest,
        });
        at = (begins + text.len()).min(end);
    }
    relation(source, subject, &variants, Span::new(open, end + 1))
}

fn relation(source: &str, subject: &str, variants: &[Variant<'_>], span: Span) -> Option<Relation> {
    if variants.len() < 2 {
        return None;
    }
    let located = |text: &str, at: usize| {
        let trimmed = text.trim();
        let start = at + leading(text);
        let shown: String = trimmed.chars().take(MOST_CHARS).collect();
        Located::with_span(shown, Span::new(start, start + trimmed.len()))
    };
    let mut arms = Vec::new();
    let mut fallback = None;
    for variant in variants {
        let text = located(variant.text, variant.text_at);
        if variant.is_rest {
            fallback = Some(Located {
                value: Known::Yes(text.value.clone()),
                span: text.span,
            });
        }
        // The default variant may be named like an entry.
        if variant.key != "other" {
            arms.push(MappingArm {
                from: vec![located(variant.key, variant.at)],
                to: Some(text),
            });
        }
    }
    let mapping = Mapping {
        path: ModelPath::default(),
        subject: subject.to_owned(),
        target: key_before(source, span.start as usize).unwrap_or_default(),
        arms,
        fallback,
        ..Mapping::default()
    };
    Some(Relation {
        kind: RelationKind::Mapping(mapping),
        elements: Vec::new(),
        span,
    })
}

/// The key of a message: the last name before the start of its text, on the same line.
fn key_before(source: &str, at: usize) -> Option<String> {
    let line = end_of(source.get(..at)?, LONGEST).rsplit('\n').next()?;
    let opens = line.rfind(['"', '\'', '`', '>', '=', ':'])?;
    let is_part = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '-' | '.' | '$');
    let name = line
        .get(..opens)?
        .trim_end_matches(|ch| !is_part(ch))
        .rsplit(|ch| !is_part(ch))
        .next()?;
    (!name.is_empty() && name.len() <= NEAR).then(|| name.to_owned())
}

/// The last bytes of a text, without splitting a character.
fn end_of(text: &str, bytes: usize) -> &str {
    let start = text.ceil_char_boundary(text.len().saturating_sub(bytes));
    text.get(start..).unwrap_or_default()
}

/// The content of balanced braces.
fn balanced(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return text.get(1..at);
                }
            }
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// Length in bytes of leading white space, literal or escaped.
fn leading(text: &str) -> usize {
    let rest = text.trim_start_matches(|ch: char| ch.is_whitespace());
    text.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(relation: Option<Relation>) -> Option<String> {
        match relation?.kind {
            RelationKind::Mapping(mapping) => {
                let arms = mapping.arms.iter().map(|arm| {
                    let to = arm.to.as_ref().map_or("", |to| to.value.as_str());
                    format!("{} {}", arm.from[0].value, to)
                });
                let arms: Vec<String> = arms.collect();
                let rest = mapping.fallback.and_then(|rest| rest.value.yes().cloned());
                Some(format!(
                    "{} {}: {} * {}",
                    mapping.target,
                    mapping.subject,
                    arms.join(", "),
                    rest.unwrap_or_default()
                ))
            }
            _ => None,
        }
    }

    #[test]
    fn variants_of_messages_are_read() {
        let text = "\"brief\": \"{wer, select, a {Hallo {name}} other{Guten Tag}}\"";
        let at = text.find("select").unwrap_or_default();
        assert_eq!(
            read_one(icu(text, at)).as_deref(),
            Some("brief wer: a Hallo {name} * Guten Tag")
        );
        let text = "brief = { $wer ->\n  [a] Hallo\n *[b] Guten Tag\n}";
        let at = text.find("->").unwrap_or_default();
        assert_eq!(
            read_one(fluent(text, at)).as_deref(),
            Some("brief wer: a Hallo, b Guten Tag * Guten Tag")
        );
    }

    #[test]
    fn everything_else_is_none() {
        for text in [
            "select",
            "{a, select",
            "{a, select, b {c",
            "{a, select, }",
            ", select, b {}",
        ] {
            let at = text.find("select").unwrap_or_default();
            assert!(icu(text, at).is_none(), "{text}");
        }
        for text in ["->", "{ $a ->", "{ $a -> }", "{ $a -> [b", "a -> b"] {
            let at = text.find("->").unwrap_or_default();
            assert!(fluent(text, at).is_none(), "{text}");
        }
    }
}
