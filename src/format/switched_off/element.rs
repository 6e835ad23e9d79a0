//! Elements that an attribute keeps off the page: `v-if="false"`, `<c:if test="${false}">`.

use super::NEVER;
use crate::model::Span;
use crate::model::html::is_void;
use crate::source::Capture;

/// Framework attributes that decide whether an element exists. `Visible` on server controls is not one: it is only the
/// initial state, which programs change.
#[rustfmt::skip]
const CONDITIONS: [&str; 11] = [
    "v-if", "*ngIf", "ng-if", "data-ng-if", "x-if", "t-if", "th:if", "data-th-if", "py:if", "tal:condition", "rendered",
];
/// Elements that show their content if their test holds.
const TESTS: [&str; 5] = ["c:if", "c:when", "s:if", "xsl:if", "xsl:when"];
/// Extensions of markup documents.
#[rustfmt::skip]
const MARKUP: [&str; 16] = [
    "ascx", "aspx", "htm", "html", "jsp", "jspf", "jspx", "pt", "svelte", "tag", "tagx", "vue", "xhtml", "xsl", "xslt",
    "zpt",
];
/// Elements with an optional end tag.
#[rustfmt::skip]
const OPEN_ENDED: [&str; 14] = [
    "colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "tr",
];
/// Maximum number of elements; hand-written documents have fewer.
const MOST_ELEMENTS: usize = 200;
/// Maximum bytes of a condition examined.
const LONGEST_CONDITION: usize = 200;

/// The elements that are never shown.
pub(super) fn parts(capture: &Capture, source: &str) -> Vec<Span> {
    let extension = capture.extension();
    if !MARKUP.contains(&extension.as_str()) {
        return Vec::new();
    }
    let markup = Markup::of(source, &extension);
    let mut found = markup.never_shown();
    if extension == "svelte" {
        found.extend(blocks(&markup.masked));
    }
    if matches!(extension.as_str(), "htm" | "html") {
        found.extend(control_flow(&markup.masked));
    }
    found
}

/// A tag from `<` to `>`.
struct Tag<'s> {
    span: Span,
    name: &'s str,
    is_end: bool,
    /// Whether it ends with `/>`.
    is_closed: bool,
}

/// The tags of a document, except in comments, scripts and styles.
struct Markup<'s> {
    source: &'s str,
    tags: Vec<Tag<'s>>,
    /// The source with everything but markup blanked out.
    masked: String,
    /// Whether `/>` may have no effect, as in HTML.
    is_html: bool,
}

impl<'s> Markup<'s> {
    fn of(source: &'s str, extension: &str) -> Self {
        const PASSED: [(&str, &str); 5] = [
            ("<!--", "-->"),
            ("<%--", "--%>"),
            ("<![CDATA[", "]]>"),
            ("<%", "%>"),
            ("<?", "?>"),
        ];
        let has_braces = extension == "svelte";
        let mut tags = Vec::new();
        let mut bytes = source.as_bytes().to_vec();
        let mut mask = |start: usize, end: usize| {
            let inside = bytes.get_mut(start..end).unwrap_or_default();
            for byte in inside.iter_mut().filter(|byte| **byte != b'\n') {
                *byte = b' ';
            }
        };
        let mut at = 0;
        while let Some(next) = source.get(at..).and_then(|rest| rest.find('<')) {
            at += next;
            let rest = source.get(at..).unwrap_or_default();
            let passed = PASSED.iter().find(|(open, _)| rest.starts_with(open));
            if let Some((open, close)) = passed {
                let inside = rest.get(open.len()..).unwrap_or_default();
                let length = inside
                    .find(close)
                    .map_or(rest.len(), |end| open.len() + end + close.len());
                mask(at, at + length);
                at += length;
                continue;
            }
            let behind = rest.get(1..).unwrap_or_default();
            let is_end = behind.starts_with('/');
            let behind = behind.strip_prefix('/').unwrap_or(behind);
            if !behind.starts_with(char::is_alphabetic) {
                at += 1;
                continue;
            }
            let length = behind
                .find(|ch: char| ch.is_whitespace() || matches!(ch, '>' | '/' | '<'))
                .unwrap_or(behind.len());
            let name = behind.get(..length).unwrap_or_default();
            let from = at + 1 + usize::from(is_end) + length;
            let Some(end) = tag_end(source, from, has_braces) else {
                // An unclosed tag is not a tag, and everything after it is uncertain.
                mask(at, source.len());
                break;
            };
            let is_closed = source.get(at..end).is_some_and(|tag| tag.ends_with("/>"));
            tags.push(Tag {
                span: Span::new(at, end),
                name,
                is_end,
                is_closed,
            });
            at = end;
            let is_raw = ["script", "style"]
                .iter()
                .any(|raw| name.eq_ignore_ascii_case(raw));
            if is_raw && !is_end && !is_closed {
                let rest = source.get(at..).unwrap_or_default();
                let length = end_of_raw(rest, name).unwrap_or(rest.len());
                mask(at, at + length);
                at += length;
            }
        }
        Self {
            source,
            tags,
            masked: String::from_utf8(bytes).unwrap_or_default(),
            is_html: matches!(extension, "htm" | "html" | "aspx" | "ascx" | "jsp" | "jspf"),
        }
    }

    /// Whether an element has no end tag. A capitalized name may belong to a component.
    fn is_void(&self, name: &str) -> bool {
        is_void(name) || self.is_html && is_void(&name.to_ascii_lowercase())
    }

    fn never_shown(&self) -> Vec<Span> {
        let off = self.tags.iter().enumerate().filter(|(_, tag)| {
            !tag.is_end
                && attributes(self.source, tag).any(|(name, value)| {
                    let is_condition =
                        CONDITIONS.contains(&name) || name == "test" && TESTS.contains(&tag.name);
                    is_condition && is_never(value, name)
                })
        });
        off.take(MOST_ELEMENTS)
            .filter_map(|(index, _)| self.element(index))
            .collect()
    }

    /// An element with its content; `None` if its end is uncertain.
    fn element(&self, index: usize) -> Option<Span> {
        let first = self.tags.get(index)?;
        let mut open: Vec<&str> = Vec::new();
        for tag in self.tags.get(index..)? {
            if tag.is_end {
                let is_own = |name: &str| name.eq_ignore_ascii_case(tag.name);
                while open.len() > 1
                    && open
                        .last()
                        .is_some_and(|last| !is_own(last) && is_one_of(last, &OPEN_ENDED))
                {
                    open.pop();
                }
                if !is_own(open.pop()?) {
                    return None;
                }
            } else if !self.is_void(tag.name) {
                let is_foreign = tag.name.contains([':', '-', '.'])
                    || open.iter().any(|name| is_one_of(name, &["math", "svg"]));
                match tag.is_closed {
                    // Browsers ignore the slash; frameworks that compile the document do not.
                    true if self.is_html && !is_foreign => return None,
                    true => {}
                    false => open.push(tag.name),
                }
            }
            if open.is_empty() {
                return Some(first.span.to(tag.span));
            }
        }
        None
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// The end of a tag; skips quoted values and, if braces delimit values, braces.
fn tag_end(source: &str, from: usize, has_braces: bool) -> Option<usize> {
    let mut quote = None;
    let mut depth = 0_usize;
    let length = source.get(from..)?.find(|ch: char| {
        match (quote, ch) {
            (Some(open), _) if ch == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(ch),
            (None, '{') if has_braces => depth += 1,
            (None, '}') => depth = depth.saturating_sub(1),
            (None, '>') => return depth == 0,
            (None, _) => {}
        }
        false
    })?;
    Some(from + length + 1)
}

/// The start of a script's or style's end tag.
fn end_of_raw(rest: &str, name: &str) -> Option<usize> {
    rest.match_indices("</").map(|(at, _)| at).find(|at| {
        rest.get(at + 2..at + 2 + name.len())
            .is_some_and(|word| word.eq_ignore_ascii_case(name))
    })
}

/// The attributes of a tag with quoted values.
fn attributes<'s>(source: &'s str, tag: &Tag<'s>) -> impl Iterator<Item = (&'s str, &'s str)> {
    let inside = source.get(tag.span.range()).unwrap_or_default();
    let mut rest = inside.get(1 + tag.name.len()..).unwrap_or_default();
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches(|ch: char| ch.is_whitespace() || ch == '/');
            let is_end = |ch: char| ch.is_whitespace() || matches!(ch, '=' | '>');
            let length = rest.find(is_end)?;
            let (name, behind) = rest.split_at(length);
            let value = behind.trim_start().strip_prefix('=').map(str::trim_start);
            let Some(value) = value else {
                // An attribute without a value, or the end.
                rest = behind;
                if rest.starts_with('>') {
                    return None;
                }
                continue;
            };
            let Some(quote) = value.chars().next().filter(|ch| matches!(ch, '"' | '\'')) else {
                rest = value.get(value.find(char::is_whitespace)?..)?;
                continue;
            };
            let (value, behind) = value.get(1..)?.split_once(quote)?;
            rest = behind;
            return Some((name, value));
        }
    })
}

/// The beginning of a text, up to the length of a condition.
fn head(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST_CONDITION))
        .unwrap_or_default()
}

/// `{#if false}` … `{/if}` in Svelte.
fn blocks(source: &str) -> Vec<Span> {
    const OPENS: &str = "{#if";
    let mut found = Vec::new();
    // For each open block, its start if it is never shown.
    let mut open: Vec<Option<usize>> = Vec::new();
    for (at, _) in source.match_indices('{') {
        let rest = source.get(at..).unwrap_or_default();
        if let Some(condition) = rest.strip_prefix(OPENS) {
            let condition = head(condition).split_once('}');
            open.push(condition.and_then(|(condition, _)| {
                let behind = at + OPENS.len() + condition.len() + 1;
                NEVER.contains(&condition.trim()).then_some(behind)
            }));
        } else if rest.starts_with("{/if}") {
            let off = open.pop().flatten();
            found.extend(off.map(|from| Span::new(from, at)));
        } else if rest.starts_with("{:else") {
            let off = open.last_mut().and_then(Option::take);
            found.extend(off.map(|from| Span::new(from, at)));
        }
    }
    found
}

/// `@if (false) { … }` in Angular.
fn control_flow(source: &str) -> Vec<Span> {
    let starts = source.match_indices("@if").filter_map(|(at, mark)| {
        let behind = source.get(at + mark.len()..)?;
        let condition = behind.trim_start().strip_prefix('(')?;
        let length = head(condition).find(')')?;
        if !NEVER.contains(&condition.get(..length)?.trim()) {
            return None;
        }
        let inside = condition
            .get(length + 1..)?
            .trim_start()
            .strip_prefix('{')?;
        (!inside.starts_with('{')).then(|| source.len() - inside.len())
    });
    let starts = starts.take(MOST_ELEMENTS);
    starts
        .filter_map(|start| {
            let mut depth = 1_usize;
            let end = source.get(start..)?.find(|ch: char| {
                match ch {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                depth == 0
            })?;
            Some(Span::new(start, start + end))
        })
        .collect()
}

/// Whether a value never holds: `false`, `${false}`, `#{false}`, `false()`.
fn is_never(value: &str, attribute: &str) -> bool {
    let value = value
        .trim()
        .trim_start_matches(['$', '#', '{'])
        .trim_end_matches('}');
    let value = value.trim().trim_end_matches("()");
    let path = value.strip_prefix("python:").unwrap_or(value);
    NEVER.contains(&path) || attribute == "tal:condition" && path == "nothing"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn off(name: &str, source: &str) -> Vec<String> {
        let capture = Capture::of_text(name, source);
        let parts = parts(&capture, source);
        parts
            .iter()
            .map(|span| source[span.range()].to_owned())
            .collect()
    }

    #[test]
    fn elements_end_where_their_own_end_is() {
        for (name, source, expected) in [
            (
                "a.vue",
                r#"<p><b v-if="false"><b x /></b><i/></p>"#,
                vec![r#"<b v-if="false"><b x /></b>"#],
            ),
            (
                "a.vue",
                r#"<p><b v-if="false" @click="a => b" /><i/></p>"#,
                vec![r#"<b v-if="false" @click="a => b" />"#],
            ),
            ("a.vue", r#"<p><!-- <p v-if="false"> --><i/></p>"#, vec![]),
            (
                "a.vue",
                r#"<ul v-if="false"><li>a<br><li>b</ul>"#,
                vec![r#"<ul v-if="false"><li>a<br><li>b</ul>"#],
            ),
            ("a.vue", r#"<p v-if="false"><b></p></b>"#, vec![]),
            ("a.html", r#"<p v-if="false"><b/></p></p>"#, vec![]),
            (
                "a.html",
                r#"<option v-if="false" value="d">d</option>"#,
                vec![r#"<option v-if="false" value="d">d</option>"#],
            ),
            ("a.aspx", r#"<p Visible="false">a</p>"#, vec![]),
            ("a.html", r#"<p data-rendered="false">a</p>"#, vec![]),
            (
                "a.jsp",
                r#"<c:if test="${false}">a</c:if>"#,
                vec![r#"<c:if test="${false}">a</c:if>"#],
            ),
            ("a.html", "<!-- @if (false) { --> a }", vec![]),
            ("a.html", "@if (false) { a } @else { b }", vec![" a "]),
            ("a.svelte", "{#if x}<!-- {#if false} -->a{/if}", vec![]),
            ("a.svelte", "{#if false}a{:else}b{/if}", vec!["a"]),
            (
                "a.html",
                r#"<p><script>s = '<p v-if="false">';</script>a</p>"#,
                vec![],
            ),
        ] {
            assert_eq!(off(name, source), expected, "{source}");
        }
    }
}
