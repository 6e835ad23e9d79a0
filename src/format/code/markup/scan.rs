//! Parses text into tags. As lenient as browsers and compilers, and without recursion.

use super::{Attribute, Given, Markup, Tag, Text};
use crate::format::limits::MARKUP_DEPTH;
use crate::model::{Span, html};

/// Elements with raw text content.
const RAW: [&str; 2] = ["script", "style"];

/// Reads the markup inside `range` of a text.
pub fn scan(text: &str, range: Span) -> Markup {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        end: (range.end as usize).min(text.len()),
        markup: Markup::default(),
        open: Vec::new(),
        loops: Vec::new(),
    };
    scanner.run(range.start as usize);
    scanner.markup
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    end: usize,
    markup: Markup,
    /// Open tags with their names.
    open: Vec<usize>,
    /// Expressions of open block loops (`@for`, `{#each}`) with their depth.
    loops: Vec<(usize, Span)>,
}

impl Scanner<'_> {
    fn run(&mut self, start: usize) {
        let mut at = start;
        while at < self.end {
            let next = self.find(at, b'<').unwrap_or(self.end);
            self.words(at, next);
            if next >= self.end {
                break;
            }
            at = self.markup_at(next).unwrap_or_else(|| {
                // A lone "<" is text.
                self.words(next, next + 1);
                next + 1
            });
        }
        while let Some(open) = self.open.pop() {
            self.markup.close(open);
        }
    }

    fn find(&self, from: usize, wanted: u8) -> Option<usize> {
        let slice = self.bytes.get(from..self.end)?;
        slice
            .iter()
            .position(|byte| *byte == wanted)
            .map(|at| from + at)
    }

    fn find_text(&self, from: usize, wanted: &str) -> Option<usize> {
        let slice = self.text.get(from..self.end)?;
        slice.find(wanted).map(|at| from + at)
    }

    fn words(&mut self, from: usize, to: usize) {
        let Some(words) = self.text.get(from..to) else {
            return;
        };
        if words.trim().is_empty() {
            return;
        }
        self.blocks(from, words);
        let lead = words.len() - words.trim_start().len();
        self.markup.texts.push(Text {
            inside: self.open.last().copied(),
            after: self.markup.tags.len(),
            span: Span::new(from + lead, from + words.trim_end().len()),
        });
    }

    /// `{#each genders as g}` … `{/each}`, `@for (g of genders; track g) {` … `}`.
    fn blocks(&mut self, from: usize, words: &str) {
        if words.contains("{/each") || (words.contains('}') && !words.contains("}}")) {
            let depth = self.open.len();
            self.loops.retain(|(at, _)| *at < depth);
        }
        if let Some(at) = words.rfind("{#each ") {
            let start = at + "{#each ".len();
            if let Some(length) = words[start..].find(" as ") {
                let span = Span::new(from + start, from + start + length);
                self.loops.push((self.open.len(), span));
            }
        } else if let Some(at) = words.rfind("@for") {
            let rest = &words[at..];
            if let Some(of) = rest.find(" of ") {
                let start = at + of + " of ".len();
                let length = words[start..].find([';', ')']).unwrap_or(0);
                let span = Span::new(from + start, from + start + length);
                self.loops.push((self.open.len(), span));
            }
        }
    }

    /// The end of the markup that starts at a "<"; `None` if it is not markup.
    fn markup_at(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..self.end)?;
        if rest.starts_with("<!--") {
            return Some(self.find_text(at, "-->").map_or(self.end, |end| end + 3));
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return Some(self.find(at, b'>').map_or(self.end, |end| end + 1));
        }
        if let Some(name) = rest.strip_prefix("</") {
            let name = name
                .split(['>', ' ', '\n', '\t', '\r'])
                .next()
                .unwrap_or_default();
            self.close(name);
            return Some(self.find(at, b'>').map_or(self.end, |end| end + 1));
        }
        if !rest[1..].starts_with(|ch: char| ch.is_ascii_alphabetic()) {
            return None;
        }
        Some(self.tag(at))
    }

    fn close(&mut self, name: &str) {
        let tags = &self.markup.tags;
        let Some(depth) = self.open.iter().rposition(|open| {
            tags.get(*open)
                .is_some_and(|tag| tag.name.eq_ignore_ascii_case(name))
        }) else {
            return;
        };
        while self.open.len() > depth {
            if let Some(open) = self.open.pop() {
                self.markup.close(open);
            }
        }
        self.loops.retain(|(at, _)| *at <= depth);
    }

    fn tag(&mut self, start: usize) -> usize {
        let mut at = start + 1;
        while self
            .peek(at)
            .is_some_and(|byte| !byte.is_ascii_whitespace() && !b"/>".contains(&byte))
        {
            at += 1;
        }
        let name = self.text.get(start + 1..at).unwrap_or_default().to_owned();
        let (attributes, at, closed) = self.attributes(at);
        let each = attributes
            .iter()
            .find(|attribute| attribute.name == "each")
            .and_then(|attribute| match attribute.given {
                Given::Expression(span) => Some(span),
                _ => None,
            })
            .or_else(|| {
                let depth = self.open.len();
                let last = self.loops.last().filter(|(at, _)| *at == depth);
                last.map(|(_, span)| *span)
            });
        let index = self.markup.open(Tag {
            start: Span::new(start, at),
            parent: self.open.last().copied(),
            past: self.markup.tags.len() + 1,
            attributes,
            each,
            name,
        });
        let name = self.markup.tags[index].name.to_ascii_lowercase();
        if closed || html::is_void(&name) || self.open.len() >= MARKUP_DEPTH {
            return at;
        }
        if RAW.contains(&name.as_str()) {
            let end = format!("</{name}");
            return self.find_text(at, &end).unwrap_or(self.end);
        }
        self.open.push(index);
        at
    }

    fn peek(&self, at: usize) -> Option<u8> {
        if at < self.end {
            self.bytes.get(at).copied()
        } else {
            None
        }
    }

    /// The attributes of a start tag, its end, and whether it is self-closing.
    fn attributes(&self, mut at: usize) -> (Vec<Attribute>, usize, bool) {
        let mut attributes = Vec::new();
        let mut closed = false;
        while let Some(byte) = self.peek(at) {
            match byte {
                b'>' => return (attributes, at + 1, closed),
                b'/' => {
                    closed = true;
                    at += 1;
                }
                b'{' => {
                    // Svelte: {name}, {...rest}
                    let end = self.braces(at);
                    let inner = Span::new(at + 1, end.saturating_sub(1).max(at + 1));
                    let name = self.text.get(inner.range()).unwrap_or_default().trim();
                    if name.chars().all(|ch| ch.is_alphanumeric() || ch == '_') && !name.is_empty()
                    {
                        attributes.push(Attribute {
                            name: name.to_ascii_lowercase(),
                            at: inner,
                            given: Given::Expression(inner),
                        });
                    }
                    at = end;
                }
                _ if byte.is_ascii_whitespace() => at += 1,
                _ => {
                    closed = false;
                    let (attribute, end) = self.attribute(at);
                    attributes.extend(attribute);
                    at = end.max(at + 1);
                }
            }
        }
        (attributes, self.end, closed)
    }

    fn attribute(&self, start: usize) -> (Option<Attribute>, usize) {
        let ends = |byte: u8| byte.is_ascii_whitespace() || b"=>".contains(&byte);
        let mut at = start;
        while self
            .peek(at)
            .is_some_and(|byte| !(ends(byte) || byte == b'/' && self.peek(at + 1) == Some(b'>')))
        {
            at += 1;
        }
        let name = Span::new(start, at);
        let mut equals = at;
        while self
            .peek(equals)
            .is_some_and(|byte| byte.is_ascii_whitespace())
        {
            equals += 1;
        }
        if self.peek(equals) != Some(b'=') {
            return (self.plain(name, Given::Nothing), at);
        }
        at = equals + 1;
        while self.peek(at).is_some_and(|byte| byte.is_ascii_whitespace()) {
            at += 1;
        }
        match self.peek(at) {
            Some(quote @ (b'"' | b'\'')) => {
                let end = self.find(at + 1, quote).unwrap_or(self.end);
                let span = Span::new(at + 1, end);
                let inner = self.text.get(span.range()).unwrap_or_default();
                // Svelte: value="{gender}"; elsewhere a bound value may be an object.
                let bound = matches!(self.peek(start), Some(b':' | b'[' | b'v' | b'*'));
                let given = if !bound
                    && inner.starts_with('{')
                    && inner.ends_with('}')
                    && !inner.starts_with("{{")
                {
                    Given::Expression(Span::new(at + 2, end - 1))
                } else {
                    Given::Literal(span)
                };
                (self.plain(name, given), (end + 1).min(self.end))
            }
            Some(b'{') => {
                let end = self.braces(at);
                let span = Span::new(at + 1, end.saturating_sub(1).max(at + 1));
                (self.plain(name, Given::Expression(span)), end)
            }
            _ => {
                let from = at;
                while self
                    .peek(at)
                    .is_some_and(|byte| !byte.is_ascii_whitespace() && byte != b'>')
                {
                    at += 1;
                }
                (self.plain(name, Given::Literal(Span::new(from, at))), at)
            }
        }
    }

    /// The position after the brace that closes the one at `at`.
    fn braces(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        let mut quote = None;
        let mut here = at;
        while let Some(byte) = self.peek(here) {
            here += 1;
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
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
        }
        self.end
    }

    /// An attribute without the binding syntax of its language; `None` for slots and for handlers unrelated to a
    /// choice.
    fn plain(&self, at: Span, given: Given) -> Option<Attribute> {
        let written = self.text.get(at.range())?;
        let lower = written.to_ascii_lowercase();
        let bound = match given {
            Given::Literal(span) => Given::Expression(span),
            other => other,
        };
        let attribute = |name: &str, given: Given| {
            Some(Attribute {
                name: name.to_owned(),
                at,
                given,
            })
        };
        if let Some(event) = event_of(&lower) {
            return attribute(event, bound).filter(|_| HANDLED.contains(&event));
        }
        if lower.starts_with(['@', '(', '#']) {
            return None;
        }
        let two_way = lower
            .strip_prefix("[(")
            .and_then(|name| name.strip_suffix(")]"));
        if lower.starts_with("v-model") || two_way.is_some() {
            return attribute("model", bound);
        }
        match lower.as_str() {
            "v-for" | "*ngfor" => return attribute("each", self.repeated(bound)?),
            "bind:value" | "bind:group" | "bind:selected" | "ng-model" | "x-model" => {
                return attribute("model", bound);
            }
            "[formcontrol]" => return attribute("formcontrol", bound),
            "v-text" => return attribute("text", bound),
            _ => {}
        }
        if lower.starts_with("v-bind:") || lower.starts_with(':') || lower.starts_with("bind:") {
            let name = lower.rsplit(':').next().unwrap_or(&lower);
            return attribute(name, bound);
        }
        if let Some(name) = lower
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'))
        {
            return attribute(name.strip_prefix("attr.").unwrap_or(name), bound);
        }
        if lower.starts_with("v-") || lower.starts_with('*') {
            return None;
        }
        attribute(&lower, given)
    }

    /// `g in genders`, `let g of genders; trackBy: f` → `genders`.
    fn repeated(&self, given: Given) -> Option<Given> {
        let Given::Expression(span) = given else {
            return None;
        };
        let text = self.text.get(span.range())?;
        let start = [" in ", " of "]
            .iter()
            .filter_map(|word| text.find(word).map(|at| at + word.len()))
            .min()?;
        let length = text[start..].find([';', '|']).unwrap_or(text.len() - start);
        let from = span.start as usize + start;
        Some(Given::Expression(Span::new(from, from + length)))
    }
}

/// Events fired by a choice or by the submission of a form.
const HANDLED: [&str; 6] = [
    "change",
    "ngmodelchange",
    "selectionchange",
    "valuechange",
    "submit",
    "ngsubmit",
];

/// `@change.lazy`, `(change)`, `on:change|preventDefault` → `change`.
fn event_of(name: &str) -> Option<&str> {
    let bare = name
        .strip_prefix('@')
        .or_else(|| name.strip_prefix("v-on:"))
        .or_else(|| name.strip_prefix("on:"))
        .or_else(|| name.strip_prefix('(')?.strip_suffix(')'))?;
    bare.split(['.', '|']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &str) -> Vec<String> {
        let markup = scan(text, Span::new(0, text.len()));
        markup
            .tags
            .iter()
            .map(|tag| {
                let attributes: Vec<String> = tag
                    .attributes
                    .iter()
                    .map(|attribute| match attribute.given {
                        Given::Nothing => attribute.name.clone(),
                        Given::Literal(span) => {
                            format!("{}={}", attribute.name, &text[span.range()])
                        }
                        Given::Expression(span) => {
                            format!("{}:{}", attribute.name, &text[span.range()])
                        }
                    })
                    .collect();
                let parent = tag.parent.map_or("-", |parent| &markup.tags[parent].name);
                let each = tag.each.map_or("", |span| &text[span.range()]);
                format!("{parent}/{} {}|{each}", tag.name, attributes.join(" "))
            })
            .collect()
    }

    #[test]
    fn bindings_of_all_languages_look_the_same() {
        assert_eq!(
            scanned(r#"<v-select v-model.trim="p.g" :items="list" @change="x > 1" required/><b>"#),
            [
                "-/v-select model:p.g items:list change:x > 1 required|",
                "-/b |"
            ]
        );
        assert_eq!(
            scanned(
                r#"<select [(ngModel)]='g'><option *ngFor="let g of list; index as i" [value]="g">"#
            ),
            ["-/select model:g|", "select/option each:list value:g|list"]
        );
        assert_eq!(
            scanned("<select bind:value={g}>{#each list as g}<option value={g.id}>{/each}<option>"),
            [
                "-/select model:g|",
                "select/option value:g.id|list",
                "option/option |"
            ]
        );
        assert_eq!(
            scanned("<s>@for (g of list; track g) {<o [v]=\"g\">{{ g }}</o>}<o></o>"),
            ["-/s |", "s/o v:g|list", "s/o |"]
        );
    }

    #[test]
    fn broken_markup_ends() {
        for text in [
            "<", "<a", "<a b", "<a b=", "<a b='", "<a {", "</", "<a>< b", "<!--", "{#each x",
        ] {
            let _ = scanned(text);
        }
        assert_eq!(scanned(&"<a>".repeat(2000)).len(), 2000);
    }
}
