//! Blocks of properties, `Begin Class Name` … `End`.

use crate::format::limits::TYPE_DEPTH;
use crate::model::{Located, Span};

/// A block.
#[derive(Debug)]
pub(super) struct Block<'t> {
    /// What it is; empty for a mere group.
    pub class: &'t str,
    /// The block around it, by index.
    pub parent: Option<usize>,
    /// From its first line to its last.
    pub extent: Span,
    /// The name behind the class.
    name: Option<Located<String>>,
    properties: Vec<(&'t str, Located<String>)>,
}

impl Block<'_> {
    /// Its name: behind its class, or a property.
    pub(super) fn name(&self) -> Option<Located<String>> {
        self.name.clone().or_else(|| self.text("Name"))
    }

    /// The text of a property.
    pub(super) fn text(&self, key: &str) -> Option<Located<String>> {
        let mut properties = self.properties.iter();
        let (_, text) = properties.find(|(known, _)| known.eq_ignore_ascii_case(key))?;
        Some(text.clone())
    }
}

/// The blocks of a window, in the order in which they begin.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found: Vec<Block<'_>> = Vec::new();
    // The open blocks; `None` for those that are none of a control.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let said = line.trim();
        let end = start + said.len();
        let mut words = said.split_whitespace();
        match words.next() {
            Some("Begin" | "BeginProperty") => {
                let class = words.next().unwrap_or_default();
                let name = words.next().map(|name| {
                    let from = start + (said.len() - name.len());
                    Located::with_span(name.to_owned(), Span::new(from, end))
                });
                let parent = open.iter().rev().flatten().next().copied();
                if class.is_empty() || said.starts_with("BeginProperty") || open.len() > TYPE_DEPTH
                {
                    open.push(None);
                    continue;
                }
                open.push(Some(found.len()));
                found.push(Block {
                    class,
                    parent,
                    extent: Span::new(start, end),
                    name: name.filter(|name| said.ends_with(&name.value)),
                    properties: Vec::new(),
                });
            }
            Some("End" | "EndProperty") if words.next().is_none() => {
                if let Some(closed) = open.pop().flatten()
                    && let Some(block) = found.get_mut(closed)
                {
                    block.extent = Span::new(block.extent.start as usize, end);
                }
                // Code follows the window.
                if open.is_empty() {
                    break;
                }
            }
            // `PrtDevMode = Begin`: binary data up to its own end.
            Some(_) if said.ends_with("= Begin") => open.push(None),
            Some(_) => {
                let Some(block) = open
                    .last()
                    .copied()
                    .flatten()
                    .and_then(|at| found.get_mut(at))
                else {
                    continue;
                };
                if said.starts_with('"') {
                    // The text of the property before goes on.
                    if let Some((_, text)) = block.properties.last_mut() {
                        text.value.push_str(&unquoted(said));
                        text.span = text.span.map(|span| Span::new(span.start as usize, end));
                    }
                } else if let Some((key, value)) = said.split_once('=') {
                    let from = start + (said.len() - value.trim_start().len());
                    let text = Located::with_span(unquoted(value.trim()), Span::new(from, end));
                    block.properties.push((key.trim(), text));
                }
            }
            None => {}
        }
    }
    found
}

/// A text without its quotes. Access escapes quotes with a backslash, Visual Basic doubles them; a remark may follow.
pub(super) fn unquoted(written: &str) -> String {
    let Some(inner) = written.strip_prefix('"') else {
        let value = written.split('\'').next().unwrap_or_default();
        return value.trim().to_owned();
    };
    let mut text = String::new();
    let mut rest = inner.chars().peekable();
    while let Some(ch) = rest.next() {
        match ch {
            '\\' if matches!(rest.peek(), Some('"' | '\\')) => text.extend(rest.next()),
            '"' if rest.peek() == Some(&'"') => text.extend(rest.next()),
            '"' => break,
            _ => text.push(ch),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_belong_to_their_block() {
        let text = "Begin VB.Form frm\n  Caption = \"a\" 'b\n  Begin VB.ComboBox cbo\n    Tag = \"x\"\"y\"\n  End\nEnd\nBegin";
        let found = blocks(text);
        let said: Vec<_> = found
            .iter()
            .map(|block| {
                (
                    block.class,
                    block.name().map(|name| name.value),
                    block.parent,
                )
            })
            .collect();
        assert_eq!(
            said,
            [
                ("VB.Form", Some("frm".to_owned()), None),
                ("VB.ComboBox", Some("cbo".to_owned()), Some(0)),
            ]
        );
        let text_of = |at: usize, key: &str| found[at].text(key).map(|text| text.value);
        assert_eq!(text_of(0, "Caption").as_deref(), Some("a"));
        assert_eq!(text_of(1, "tag").as_deref(), Some("x\"y"));
    }

    #[test]
    fn texts_of_access_go_on_in_the_next_line() {
        let text = "Begin ComboBox\n Name =\"G\"\n RowSource =\"\\\"m\\\";\"\n  \"\\\"w\\\"\"\n GUID = Begin\n 0x00\n End\n ColumnCount =2\nEnd\n";
        let found = blocks(text);
        let text_of = |key: &str| found[0].text(key).map(|text| text.value);
        assert_eq!(text_of("RowSource").as_deref(), Some("\"m\";\"w\""));
        assert_eq!(text_of("ColumnCount").as_deref(), Some("2"));
    }
}
