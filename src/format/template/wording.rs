//! Keys of translations that a template prints: `{{ __('Male') }}`, `<fmt:message key="gender.male"/>`.

use super::tag::Tag;
use crate::model::{Located, Span};

/// Local names of tags that print a translation.
const MESSAGES: [&str; 5] = ["message", "translate", "text", "i18n", "trans"];
/// Their attributes that hold its key.
const KEYS: [&str; 4] = ["key", "code", "name", "id"];

/// The key that a printing mark hands to a call or filter first: a text at its beginning or behind the name of what is
/// called. Conditions and further arguments are no keys.
pub fn printed(source: &str, span: Span) -> Option<Located<String>> {
    /// Names of functions are shorter.
    const MOST_BYTES: usize = 60;
    let written = source.get(span.range())?;
    let opening = written.find(['\'', '"', '`'])?;
    let quote = written[opening..].chars().next()?;
    let marks = |ch: char| {
        matches!(
            ch,
            '<' | '?' | '=' | '%' | '{' | '[' | '#' | '-' | '!' | '@' | ' '
        )
    };
    let before = written[..opening].trim_start_matches(marks);
    let decides = ["==", "!=", "?", "&", "|", ",", "+", ";"]
        .iter()
        .any(|mark| before.contains(mark));
    if decides || before.len() > MOST_BYTES {
        return None;
    }
    let inner = written.get(opening + 1..)?;
    let inner = &inner[..inner.find(quote)?];
    let is_key = speaks(inner) && !inner.contains(['$', '{', '<', '\n']);
    let start = span.start as usize + opening + 1;
    is_key.then(|| Located::with_span(inner.to_owned(), Span::new(start, start + inner.len())))
}

/// Whether a key is a word: a letter is the value once more.
fn speaks(key: &str) -> bool {
    key.chars().filter(|ch| ch.is_alphabetic()).count() > 2
}

/// The key of a tag that prints a translation (`<spring:message code="…"/>`).
pub fn of_tag(source: &str, tag: &Tag<'_>) -> Option<Located<String>> {
    let (_, local) = tag.name.split_once(':')?;
    if tag.closes || !MESSAGES.contains(&local) {
        return None;
    }
    let span = KEYS.iter().find_map(|name| tag.value(name))?;
    let key = source.get(span.range())?;
    let is_key = speaks(key) && !key.contains(['$', '{', '<', '#']);
    is_key.then(|| Located::with_span(key.to_owned(), span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Option<String> {
        printed(text, Span::new(0, text.len())).map(|key| key.value)
    }

    #[test]
    fn keys_stand_first_in_what_is_printed() {
        for text in [
            "{{ __('Male') }}",
            "{{ 'Male' | translate }}",
            "<?= $l10n->get('Male') ?>",
            "<?php echo _(\"Male\") ?>",
            "{% trans \"Male\" %}",
            "[% 'Male' | $T8 %]",
            "{l s='Male'}",
            "#{msg['Male']}",
            "<%= t 'Male' %>",
            "@Localizer[\"Male\"]",
        ] {
            assert_eq!(key(text).as_deref(), Some("Male"), "{text}");
        }
        for text in [
            "{{ name }}",
            "{{ name|default('x') }}",
            "{{ a == 'm' ? 'selected' : '' }}",
            "{{ join(names, 'x') }}",
            "{{ '—' }}",
            "<?= \"$name\" ?>",
        ] {
            assert_eq!(key(text), None, "{text}");
        }
    }
}
