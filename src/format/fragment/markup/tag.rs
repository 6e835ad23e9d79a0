//! Start tags by position: where names, attributes and values start and end.

use super::{Act, MOST_BYTES, PRINTED, Reader, SILENT};
use crate::format::fragment::builder::Begin;
use crate::format::fragment::dialect::Dialect;
use crate::model::{HOLE, Span, is_html_element};

/// An attribute by position.
pub(super) struct Raw {
    pub(super) name: Span,
    pub(super) value: Option<Span>,
    /// Whether the value is in braces.
    pub(super) braces: bool,
    /// Whether it is conditional.
    pub(super) optional: bool,
}

/// A start tag by position.
pub(super) struct RawTag {
    pub(super) name: String,
    pub(super) attributes: Vec<Raw>,
    pub(super) any: bool,
    pub(super) broken: bool,
    pub(super) empty: bool,
    pub(super) end: usize,
}

/// Whether a name is that of an element and not only the beginning of one, as in `<h<%= level %>>`.
fn is_told(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_short = matches!(lower.as_str(), "a" | "p");
    (is_short || lower.len() > 1) && is_html_element(&lower)
}

impl Reader<'_, '_> {
    /// The position after the brace that closes the one at `at`.
    pub(super) fn braces(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        let mut quote = None;
        let mut here = at;
        let mut before = 0;
        let limit = at + MOST_BYTES;
        while here < limit
            && let Some(byte) = self.peek(here)
        {
            here += 1;
            match (quote, byte) {
                (Some(open), _) if open == byte && before != b'\\' => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'' | b'`') => quote = Some(byte),
                (None, b'{') => depth += 1,
                (None, b'}') => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return here;
                    }
                }
                (None, _) => {}
            }
            before = byte;
        }
        here
    }

    pub(super) fn name_end(&self, from: usize) -> usize {
        let mut at = from;
        while self.peek(at).is_some_and(|byte| {
            !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'<' | SILENT)
        }) {
            at += 1;
        }
        at
    }

    /// The name of a tag, with printed parts marked.
    pub(super) fn name(&self, span: Span) -> String {
        let bytes = self.bytes.get(span.range()).unwrap_or_default();
        if !bytes.contains(&PRINTED) {
            let name = self.source.get(span.range()).unwrap_or_default();
            return name.to_owned();
        }
        let mut name = String::new();
        for byte in bytes {
            if *byte != PRINTED {
                name.push(char::from(*byte));
            } else if !name.ends_with(HOLE) {
                name.push(HOLE);
            }
        }
        name
    }

    pub(super) fn tag(&self, start: usize) -> Option<RawTag> {
        let name_end = self.name_end(start + 1);
        let name = self.name(Span::new(start + 1, name_end));
        // `<body<%= attributes %>>`: the insertion has its own blank.
        let own = name.find(HOLE).and_then(|at| name.get(..at));
        let complete = own
            .filter(|own| name.ends_with(HOLE) && name.matches(HOLE).count() == 1 && is_told(own))
            .map(str::to_owned);
        let mut tag = RawTag {
            any: complete.is_some(),
            name: complete.unwrap_or(name),
            attributes: Vec::new(),
            broken: false,
            empty: false,
            end: self.end,
        };
        let limit = self.end.min(start + MOST_BYTES);
        let mut acts = self.next;
        let mut depth = 0_usize;
        // Conditions in comments, as in phpBB.
        let mut commented = 0_usize;
        let mut at = name_end;
        while at < limit {
            let byte = self.peek(at)?;
            match byte {
                b'>' => {
                    tag.end = at + 1;
                    return Some(tag);
                }
                b'<' if let Some((past, opens)) = self.comment_in_tag(at) => {
                    commented = match opens {
                        Some(true) => commented + 1,
                        Some(false) => commented.saturating_sub(1),
                        None => commented,
                    };
                    at = past;
                    continue;
                }
                b'<' => {
                    // A tag started in several branches, or a text.
                    let mixed = self.bytes.get(start..at)?.contains(&SILENT);
                    tag.broken = true;
                    tag.end = at;
                    return mixed.then_some(tag);
                }
                b'/' => {
                    tag.empty = self.peek(at + 1) == Some(b'>');
                    at += 1;
                    continue;
                }
                SILENT => {
                    at += 1;
                    continue;
                }
                _ if byte.is_ascii_whitespace() => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            while let Some((span, act)) = self.acts.get(acts)
                && (span.start as usize) < at
            {
                acts += 1;
                match act {
                    Act::Begin(Begin::Block) => tag.any = true,
                    Act::Begin(_) => depth += 1,
                    Act::End(_) => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            if byte == b'{' && self.dialect == Dialect::Svelte {
                let past = self.braces(at);
                let inner = self.source.get(at + 1..past.saturating_sub(1))?.trim();
                let plain = inner.chars().all(|ch| ch.is_alphanumeric() || ch == '_');
                if plain && !inner.is_empty() {
                    let name = Span::new(at + 1, past - 1);
                    tag.attributes.push(Raw {
                        name,
                        value: Some(name),
                        braces: true,
                        optional: false,
                    });
                } else if !inner.starts_with("/*") {
                    tag.any = true;
                }
                at = past;
                continue;
            }
            let (raw, past) = self.attribute(at, limit);
            at = past.max(at + 1);
            if let Some(mut raw) = raw {
                raw.optional = depth > 0 || commented > 0;
                tag.attributes.push(raw);
            } else {
                tag.any = true;
            }
        }
        self.lost.set(self.lost.get() + 1);
        None
    }

    /// The end of a comment between attributes, and whether it opens or closes a condition.
    fn comment_in_tag(&self, at: usize) -> Option<(usize, Option<bool>)> {
        let inner = at + b"<!--".len();
        let is_comment = self.bytes.get(at..)?.starts_with(b"<!--");
        let end = self.find(inner, b"-->").filter(|_| is_comment)?;
        let word = self.source.get(inner..end)?.split_whitespace().next();
        let opens = word.and_then(|word| match word {
            "IF" | "BEGIN" | "UNLESS" => Some(true),
            _ if word.starts_with("END") => Some(false),
            _ => None,
        });
        Some((end + b"-->".len(), opens))
    }

    /// An attribute and where it ends; `None` if a program prints its name.
    pub(super) fn attribute(&self, start: usize, limit: usize) -> (Option<Raw>, usize) {
        let mut at = start;
        let mut parentheses = 0_usize;
        while at < limit
            && let Some(byte) = self.peek(at)
        {
            match byte {
                b'(' => parentheses += 1,
                b')' => parentheses = parentheses.saturating_sub(1),
                // `@class(['a' => $b])`
                _ if parentheses > 0 && self.dialect == Dialect::Server => {}
                b'=' if at > start => break,
                b'>' | SILENT | b'<' => break,
                b'/' if self.peek(at + 1) == Some(b'>') => break,
                _ if byte.is_ascii_whitespace() => break,
                _ => {}
            }
            at += 1;
        }
        let name = Span::new(start, at);
        let printed = self
            .bytes
            .get(name.range())
            .is_some_and(|bytes| bytes.contains(&PRINTED));
        let data = self
            .source
            .get(name.range())
            .is_some_and(|name| name.starts_with("data-") && !name.starts_with("data-th-"));
        let mut equals = at;
        while self
            .peek(equals)
            .is_some_and(|byte| byte.is_ascii_whitespace())
        {
            equals += 1;
        }
        let mut raw = Raw {
            name,
            value: None,
            braces: false,
            optional: false,
        };
        if self.peek(equals) == Some(b'=') {
            at = equals + 1;
            while self.peek(at).is_some_and(|byte| byte.is_ascii_whitespace()) {
                at += 1;
            }
            let (value, braces, past) = self.value(at, limit);
            raw.value = Some(value);
            raw.braces = braces;
            at = past;
        }
        if printed && !data {
            return (None, at);
        }
        (Some(raw), at)
    }

    /// The span of a value, whether it is in braces, and where it ends.
    pub(super) fn value(&self, at: usize, limit: usize) -> (Span, bool, usize) {
        match self.peek(at) {
            Some(quote @ (b'"' | b'\'')) => {
                let mut here = at + 1;
                while here < limit
                    && let Some(byte) = self.peek(here)
                    && byte != quote
                {
                    here = if byte == b'{' && self.dialect == Dialect::Svelte {
                        self.braces(here)
                    } else {
                        here + 1
                    };
                }
                let inner = Span::new(at + 1, here.max(at + 1));
                (inner, false, here + 1)
            }
            Some(b'{') if self.dialect == Dialect::Svelte => {
                let past = self.braces(at);
                let inner = Span::new(at + 1, past.saturating_sub(1).max(at + 1));
                (inner, true, past)
            }
            _ => {
                let mut here = at;
                while self
                    .peek(here)
                    .is_some_and(|byte| !byte.is_ascii_whitespace() && byte != b'>')
                    // `{% if a %}title=b{% endif %}`
                    && (here == at || self.peek(here) != Some(SILENT) || self.peek(at) == Some(SILENT))
                {
                    here += 1;
                }
                (Span::new(at, here), false, here)
            }
        }
    }
}
