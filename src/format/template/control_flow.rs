//! Control flow of Angular templates (`@if (…) { … } @else { … }`, `@switch`, `@for`) → statements between the markup.

use super::rewritten::Rewritten;
use super::scan::end_of;
use crate::model::Span;

/// Maximum nesting of blocks; deeper ones stay unchanged.
const MOST_DEPTH: usize = 64;

/// The template with its blocks written as `<% … %>`; `None` if it has none.
pub fn as_statements(source: &str) -> Option<Rewritten> {
    let mut text = Rewritten::default();
    // End marks of the open blocks; `None` for braces of an expression.
    let mut open: Vec<Option<&'static str>> = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    let mut found = false;
    while let Some(next) = source.get(at..).and_then(|rest| rest.find(['@', '{', '}'])) {
        at += next;
        let rest = source.get(at..).unwrap_or_default();
        // {{ value }}
        if rest.starts_with("{{") {
            at += rest.find("}}").map_or(rest.len(), |end| end + 2);
            continue;
        }
        if rest.starts_with('}') {
            let further = rest.get(1..).unwrap_or_default().trim_start();
            if let Some(Some(end)) = open.pop() {
                let place = Span::new(at, at + 1);
                text.copy(source, Span::new(copied, at));
                // A continued block ends with its last part.
                let goes_on = further.starts_with("@else") && !end.is_empty();
                if !goes_on {
                    text.put(end, place);
                }
                copied = at + 1;
            }
            at += 1;
            continue;
        }
        if rest.starts_with('{') {
            if !open.is_empty() {
                open.push(None);
            }
            at += 1;
            continue;
        }
        let Some(block) = block(rest).filter(|_| open.len() < MOST_DEPTH) else {
            at += 1;
            continue;
        };
        found = true;
        let place = Span::new(at, at + block.length);
        text.copy(source, Span::new(copied, at));
        text.put(block.before, place);
        if let Some((start, end)) = block.inside {
            text.copy(source, Span::new(at + start, at + end));
        }
        text.put(block.after, place);
        open.push(Some(block.end));
        at += block.length;
        copied = at;
    }
    text.copy(source, Span::new(copied, source.len()));
    found.then_some(text)
}

/// The head of a block.
struct Block {
    before: &'static str,
    inside: Option<(usize, usize)>,
    after: &'static str,
    end: &'static str,
    /// Number of bytes up to and including the opening brace.
    length: usize,
}

fn block(text: &str) -> Option<Block> {
    const END: &str = "<% } %>";
    let heads: [(&str, &'static str, &'static str, &'static str); 7] = [
        ("@else if", "<% } else if (", ") { %>", END),
        ("@else", "<% } else { %>", "", END),
        ("@if", "<% if (", ") { %>", END),
        ("@for", "<% for (", ") { %>", END),
        ("@switch", "<% switch (", ") { %>", END),
        ("@case", "<% case ", ": %>", ""),
        ("@default", "<% default: %>", "", ""),
    ];
    let (head, before, after, end) = heads
        .into_iter()
        .find(|(head, ..)| text.starts_with(head))?;
    let rest = text.get(head.len()..)?;
    let shown = rest.trim_start();
    let start = text.len() - shown.len();
    let (inside, behind) = if after.is_empty() {
        (None, start)
    } else {
        let inner = shown.strip_prefix('(')?;
        let length = end_of(inner, b')')?;
        // `@if (person; as p)`, `@for (a of list; track a)`: only the first part is the condition.
        let told = inner.get(..length)?.split(';').next()?.len();
        (Some((start + 1, start + 1 + told)), start + length + 2)
    };
    let rest = text.get(behind..)?;
    let brace = rest.trim_start().strip_prefix('{')?;
    Some(Block {
        before,
        inside,
        after,
        end,
        length: text.len() - brace.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_statements() {
        let statements = |text| as_statements(text).map(|found| found.text().to_owned());
        assert_eq!(
            statements("@if (a === 'm') { x } @else { {{ y }} }").as_deref(),
            Some("<% if (a === 'm') { %> x  <% } else { %> {{ y }} <% } %>")
        );
        assert_eq!(
            statements("@switch (g) { @case ('m') { a } @default { b } }").as_deref(),
            Some("<% switch (g) { %> <% case 'm': %> a  <% default: %> b  <% } %>")
        );
        assert_eq!(
            statements("@if (a) { <b [c]=\"{d: e}\"> }").as_deref(),
            Some("<% if (a) { %> <b [c]=\"{d: e}\"> <% } %>")
        );
        assert_eq!(statements("<p>a@b.de {{ x }}</p>"), None);
    }
}
