//! Blocks of settings (HCL, as in Terraform): `resource "kind" "name" { key = value }`.
//!
//! They become the same tree as JSON and YAML: a block is an object under its kind, with its last label as `id`.
//! Expressions evaluated at run time remain texts.

use crate::format::Failure;
use crate::format::limits::TYPE_DEPTH;
use crate::format::tree::Tree;
use crate::gap::GapReason;
use crate::model::{Located, SourceText, Span};

/// The blocks of a text.
///
/// # Errors
/// The text does not consist of blocks, or they are nested too deeply.
pub(super) fn parse(text: &SourceText) -> Result<Tree, Failure> {
    let mut blocks = Blocks {
        text: text.as_str(),
        at: 0,
        failure: None,
    };
    let tree = Tree::built(|tree| blocks.body(tree, 0));
    blocks.blanks();
    match blocks.failure {
        Some((reason, at)) => Err(Failure::new(reason, Some(Span::new(at, at)), "no block")),
        None if blocks.at < blocks.text.len() => {
            let at = Span::new(blocks.at, blocks.at);
            Err(Failure::new(GapReason::Malformed, Some(at), "no block"))
        }
        None => Ok(tree),
    }
}

struct Blocks<'t> {
    text: &'t str,
    at: usize,
    /// Why parsing ended, and where.
    failure: Option<(GapReason, usize)>,
}

impl<'t> Blocks<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn fail(&mut self, reason: GapReason) {
        self.failure.get_or_insert((reason, self.at));
        self.at = self.text.len();
    }

    /// Skips blanks, commas and comments.
    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blanks = rest.len()
                - rest
                    .trim_start_matches([' ', '\t', '\r', '\n', ',', '\u{feff}'])
                    .len();
            self.at += blanks;
            let rest = self.rest();
            if rest.starts_with('#') || rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else if blanks == 0 {
                return;
            }
        }
    }

    /// The content of braces, or of the whole document.
    fn body(&mut self, tree: &mut Tree, depth: usize) -> u32 {
        let start = self.at;
        let mut entries = Vec::new();
        if depth > TYPE_DEPTH {
            self.fail(GapReason::TooDeep);
        }
        loop {
            self.blanks();
            if self.rest().is_empty() || self.rest().starts_with('}') {
                break;
            }
            let Some(key) = self.word() else {
                self.fail(GapReason::Malformed);
                break;
            };
            self.spaces();
            if self.rest().starts_with(['=', ':']) {
                self.at += 1;
                self.spaces();
                let value = self.value(tree, depth + 1);
                entries.push((key, value));
                continue;
            }
            let mut label = None;
            while let Some(word) = self.word() {
                label = Some(word);
                self.spaces();
            }
            if !self.rest().starts_with('{') {
                self.fail(GapReason::Malformed);
                break;
            }
            let block = self.braced(tree, depth + 1, label);
            entries.push((key, block));
        }
        tree.add_map(entries, Span::new(start, self.at))
    }

    fn braced(&mut self, tree: &mut Tree, depth: usize, label: Option<Located<&'t str>>) -> u32 {
        self.at += 1;
        let body = self.body(tree, depth);
        if self.rest().starts_with('}') {
            self.at += 1;
        } else {
            self.fail(GapReason::Malformed);
        }
        match label {
            Some(label) => {
                let id = tree.add_scalar(Some(label.value), label.span.unwrap_or_default());
                tree.extend_map(body, Located::new("id", label.span), id);
                body
            }
            None => body,
        }
    }

    fn value(&mut self, tree: &mut Tree, depth: usize) -> u32 {
        let start = self.at;
        if depth > TYPE_DEPTH {
            self.fail(GapReason::TooDeep);
        }
        match self.rest().bytes().next() {
            Some(b'{') => self.braced(tree, depth, None),
            Some(b'[') => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.blanks();
                    match self.rest().bytes().next() {
                        Some(b']') => {
                            self.at += 1;
                            break;
                        }
                        Some(_) => items.push(self.value(tree, depth + 1)),
                        None => {
                            self.fail(GapReason::Malformed);
                            break;
                        }
                    }
                }
                tree.add_list(items, Span::new(start, self.at))
            }
            Some(b'"') => match self.word() {
                Some(text) => tree.add_scalar(Some(text.value), text.span.unwrap_or_default()),
                None => {
                    self.fail(GapReason::Malformed);
                    tree.add_scalar(None, Span::new(start, start))
                }
            },
            _ => {
                let text = self.expression();
                tree.add_scalar(Some(text), Span::new(start, start + text.len()))
            }
        }
    }

    /// An expression up to the end of its line or list, including the arguments of calls.
    fn expression(&mut self) -> &'t str {
        let rest = self.rest();
        if let Some(document) = rest.strip_prefix("<<") {
            // A heredoc ends with the line that repeats its mark.
            let mark = document
                .lines()
                .next()
                .unwrap_or_default()
                .trim_start_matches('-')
                .trim();
            let closes = |line: &str| line.trim() == mark;
            let length: usize = rest
                .split_inclusive('\n')
                .enumerate()
                .take_while(|(at, line)| *at == 0 || !closes(line))
                .map(|(_, line)| line.len())
                .sum();
            let behind = rest.get(length..).unwrap_or_default();
            self.at += length + behind.find('\n').unwrap_or(behind.len());
            return rest.get(..length).unwrap_or_default().trim_end();
        }
        let (mut open, mut quoted, mut escaped) = (0usize, false, false);
        let mut length = rest.len();
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'(' | b'[' | b'{' => open += 1,
                b')' | b']' | b'}' if open > 0 => open -= 1,
                b'\n' | b',' | b']' | b'}' | b'#' if open == 0 => {
                    length = at;
                    break;
                }
                _ => {}
            }
        }
        // An unexpected character: without progress this would never end.
        if length == 0 {
            self.fail(GapReason::Malformed);
        } else {
            self.at += length;
        }
        rest.get(..length).unwrap_or_default().trim_end()
    }

    fn spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    /// An identifier or a quoted text.
    fn word(&mut self) -> Option<Located<&'t str>> {
        let rest = self.rest();
        let (from, length, behind) = if let Some(inside) = rest.strip_prefix('"') {
            let mut escaped = false;
            let end = inside.bytes().position(|byte| {
                let ends = byte == b'"' && !escaped;
                escaped = byte == b'\\' && !escaped;
                ends
            })?;
            (1, end, 1)
        } else {
            let end =
                rest.find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '_' | '-' | '.')));
            (0, end.unwrap_or(rest.len()), 0)
        };
        if from == 0 && length == 0 {
            return None;
        }
        let start = self.at + from;
        self.at = start + length + behind;
        let text = self.text.get(start..start + length)?;
        Some(Located::with_span(text, Span::new(start, start + length)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_objects_with_their_label() {
        let text = SourceText::new(
            "# why\nresource \"kind\" \"one\" {\n  name = \"ä\" // x\n  list = [\"a\", b.c, join(\",\", d)]\n  \
             inner {\n    on = true\n  }\n  text = <<EOT\n}\nEOT\n}\n",
        );
        let tree = parse(&text).expect("blocks");
        let block = tree
            .root()
            .and_then(|root| root.get("resource"))
            .expect("a block");
        assert_eq!(block.text_of("name"), Some("ä"));
        assert_eq!(block.text_of("id"), Some("one"));
        let items: Vec<_> = block
            .items_of("list")
            .filter_map(|item| item.scalar())
            .collect();
        assert_eq!(items, ["a", "b.c", "join(\",\", d)"]);
        assert_eq!(
            block.get("inner").and_then(|inner| inner.text_of("on")),
            Some("true")
        );
    }

    #[test]
    fn what_never_ends_is_refused() {
        for text in ["a {", "a = [", "a = \"", "}", "a b c", "= 1", "a = ]"] {
            assert!(parse(&SourceText::new(text.to_owned())).is_err(), "{text}");
        }
        assert!(parse(&SourceText::new("a {".repeat(10_000))).is_err());
        assert!(parse(&SourceText::new("a = [".to_owned() + &"[".repeat(10_000))).is_err());
    }
}
