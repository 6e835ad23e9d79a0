//! The text that people read as the label of a control.

use std::iter;

use foldhash::HashMap;

use crate::model::Attributes;

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Node};

use super::hole::Holes;
use crate::model::{Located, PageModel, Span};
use crate::texts::on_one_line;

/// Labels of a page by the id they are for, and elements by id.
pub struct Labels<'p> {
    page: &'p PageModel,
    holes: &'p Holes,
    by_id: HashMap<&'p str, NodeId>,
    by_for: HashMap<&'p str, Vec<NodeId>>,
}

impl<'p> Labels<'p> {
    /// Indexes a page. In a template, `holes` are the parts that its markup does not show.
    pub fn new(page: &'p PageModel, holes: &'p Holes) -> Self {
        let mut by_id = HashMap::default();
        let mut by_for: HashMap<&str, Vec<NodeId>> = HashMap::default();
        for element in elements(page) {
            if let Some(id) = element.attribute("id") {
                by_id.entry(id).or_insert(element.id());
            }
            if element.value().name() == "label"
                && let Some(target) = element
                    .attribute("for")
                    .or_else(|| element.attribute("asp-for"))
            {
                by_for.entry(target).or_default().push(element.id());
            }
        }
        Self {
            page,
            holes,
            by_id,
            by_for,
        }
    }

    /// The element with an id.
    pub fn by_id(&self, id: &str) -> Option<ElementRef<'p>> {
        self.get(*self.by_id.get(id)?)
    }

    fn get(&self, id: NodeId) -> Option<ElementRef<'p>> {
        ElementRef::wrap(self.page.html.tree.get(id)?)
    }

    /// The text of an element with its start position; the key of its translation, or the meaning of an image, if it
    /// has no other text.
    pub fn text(&self, element: ElementRef<'p>) -> Option<Located<String>> {
        self.written(element)
            .or_else(|| self.translated(element))
            .or_else(|| self.pictured(element))
    }

    /// The text alternative of the first image in an element.
    fn pictured(&self, element: ElementRef<'p>) -> Option<Located<String>> {
        let mut inside = element.descendants().filter_map(ElementRef::wrap);
        inside
            .find(|one| one.value().name() == "img")
            .and_then(|picture| self.attribute(picture, "alt"))
    }

    /// The key of the translation printed inside an element.
    pub fn translated(&self, element: ElementRef<'p>) -> Option<Located<String>> {
        /// Maximum length of a label.
        const MOST_BYTES: usize = 2_000;
        let tag = self.page.span(element.id())?;
        let start = tag.end as usize;
        let source = self.page.text.as_str().as_bytes();
        let rest = source.get(start..source.len().min(start + MOST_BYTES))?;
        let name = element.value().name().as_bytes();
        let ends = |at: &usize| {
            let behind = &rest[*at..];
            let same = |mark: usize| {
                let inner = behind.get(mark..mark + name.len());
                inner.is_some_and(|inner| inner.eq_ignore_ascii_case(name))
            };
            behind.starts_with(b"<") && (same(1) || (behind.get(1) == Some(&b'/') && same(2)))
        };
        let length = (0..rest.len()).find(ends).unwrap_or(rest.len());
        let inside = Span::new(start, start + length);
        self.holes.wording_inside(inside).cloned()
    }

    /// The text of an element as the markup shows it.
    pub fn written(&self, element: ElementRef<'p>) -> Option<Located<String>> {
        let value = visible_text(element);
        if value.is_empty() {
            return None;
        }
        let span = self.page.span(element.id()).map(|tag| {
            let source = self.page.text.as_str();
            let start = tag.end as usize;
            let rest = source.get(start..).unwrap_or_default();
            let end = start + rest.find('<').unwrap_or(rest.len());
            let text = source.get(start..end).unwrap_or_default();
            if text.trim().is_empty() {
                first_text(source, start, &value).unwrap_or(tag)
            } else {
                let lead = text.len() - text.trim_start().len();
                Span::new(start + lead, start + text.trim_end().len())
            }
        });
        Some(Located::new(value, span))
    }

    /// The value of a text attribute, with its position.
    pub fn attribute(&self, element: ElementRef<'p>, name: &str) -> Option<Located<String>> {
        let value = element.attribute(name)?.trim();
        if value.is_empty() {
            return None;
        }
        let span = self
            .page
            .span(element.id())
            .and_then(|tag| super::attribute::span(&self.page.text, tag, name));
        Some(Located::new(value.to_owned(), span))
    }

    /// All texts that label a control, the most specific first.
    pub fn labels_of(&self, element: ElementRef<'p>) -> Vec<Located<String>> {
        let mut found: Vec<Located<String>> = Vec::new();
        for id in element
            .attribute("aria-labelledby")
            .unwrap_or_default()
            .split_ascii_whitespace()
        {
            found.extend(self.by_id(id).and_then(|label| self.text(label)));
        }
        found.extend(self.attribute(element, "aria-label"));
        // Attributes that server frameworks turn into an id.
        let id = ["id", "asp-for", "path"]
            .iter()
            .find_map(|name| element.attribute(name));
        if let Some(labels) = id.and_then(|id| self.by_for.get(id)) {
            let labels = labels.iter().filter_map(|id| self.get(*id));
            found.extend(labels.filter_map(|label| self.text(label)));
        }
        let wrapping = element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|ancestor| ancestor.value().name() == "label");
        if let Some(label) = wrapping.filter(|label| label.attribute("for").is_none()) {
            found.extend(self.text(label));
        }
        if found.is_empty() {
            found.extend(self.attribute(element, "title"));
            found.extend(self.attribute(element, "placeholder"));
        }
        found
    }

    /// The text of one choice: its label, else the text right after it.
    pub fn of_choice(&self, element: ElementRef<'p>) -> Option<Located<String>> {
        let written = self.labels_of(element).into_iter().next().or_else(|| {
            let mut behind = element.next_siblings();
            let text = behind.find_map(|node| match node.value() {
                Node::Text(text) if text.trim().is_empty() => None,
                Node::Text(text) => Some(Some(on_one_line(text))),
                _ => Some(None),
            })??;
            let span = self.page.span(element.id()).map(|tag| {
                let source = self.page.text.as_str();
                first_text(source, tag.end as usize, &text).unwrap_or(tag)
            });
            Some(Located::new(text, span))
        });
        written.or_else(|| {
            let start = self.page.span(element.id())?.end as usize;
            let rest = self.page.text.as_str().get(start..)?;
            let behind = Span::new(start, start + rest.find('<').unwrap_or(rest.len()));
            self.holes.wording_inside(behind).cloned()
        })
    }

    /// The name of the group around a control: the legend of its fieldset, or the name of its ARIA group.
    pub fn of_group(&self, element: ElementRef<'p>) -> Vec<Located<String>> {
        for ancestor in element.ancestors().filter_map(ElementRef::wrap) {
            let name = ancestor.value().name();
            let role = ancestor.attribute("role").unwrap_or_default();
            if name == "form" || name == "body" {
                break;
            }
            if name == "fieldset" {
                let legend = ancestor
                    .child_elements()
                    .find(|child| child.value().name() == "legend");
                let text = legend.and_then(|legend| self.text(legend));
                let mut texts: Vec<Located<String>> = text.into_iter().collect();
                texts.extend(self.attribute(ancestor, "aria-label"));
                return texts;
            }
            if matches!(role, "radiogroup" | "group" | "listbox") {
                return self.labels_of(ancestor);
            }
        }
        Vec::new()
    }
}

/// Number of parts of a form around a control whose names are read, the nearest first.
const MOST_PARTS: usize = 4;
/// Number of elements around a control that are examined for them.
const MOST_LEVELS: usize = 12;

impl<'p> Labels<'p> {
    /// What the parts of a form are called that a control stands in, the nearest first: legends of fieldsets, names of
    /// groups, and the last headings before it.
    pub fn of_parts(&self, element: ElementRef<'p>) -> Vec<Located<String>> {
        let mut texts = Vec::new();
        let around = element.ancestors().filter_map(ElementRef::wrap);
        for around in iter::once(element).chain(around).take(MOST_LEVELS) {
            texts.extend(self.heading_before(around));
            let name = around.value().name();
            if matches!(name, "form" | "body") || texts.len() >= MOST_PARTS {
                break;
            }
            texts.extend(match name {
                "fieldset" => {
                    let legend = around
                        .child_elements()
                        .find(|child| child.value().name() == "legend");
                    legend.and_then(|legend| self.text(legend))
                }
                "section" => self.attribute(around, "aria-label"),
                _ => None,
            });
        }
        texts.truncate(MOST_PARTS);
        texts
    }

    /// The last heading before an element, among its siblings.
    fn heading_before(&self, element: ElementRef<'p>) -> Option<Located<String>> {
        /// Maximum number of siblings examined.
        const MOST_SIBLINGS: usize = 200;
        let before = element.prev_siblings().filter_map(ElementRef::wrap);
        let mut before = before.take(MOST_SIBLINGS);
        let is_heading =
            |one: &ElementRef<'_>| matches!(one.value().name(), "h2" | "h3" | "h4" | "h5" | "h6");
        before
            .find(is_heading)
            .and_then(|heading| self.text(heading))
    }
}

/// Span of the first text after a place of the markup, skipping tags (`<label><input>männlich</label>`). `None` if it
/// is not part of the displayed text.
fn first_text(source: &str, start: usize, shown: &str) -> Option<Span> {
    /// Maximum number of characters of tags between a label and its text.
    const MOST_CHARS: usize = 2_000;
    let behind = source.get(start..)?;
    let end = behind.char_indices().nth(MOST_CHARS);
    let source = source.get(..end.map_or(source.len(), |(end, _)| start + end))?;
    let mut at = start;
    while at < source.len() {
        let rest = source.get(at..)?;
        let text = &rest[..rest.find('<').unwrap_or(rest.len())];
        let first = text.split_whitespace().next();
        if let Some(first) = first {
            let lead = text.len() - text.trim_start().len();
            let span = Span::new(at + lead, at + text.trim_end().len());
            return (shown.contains(first) || first.contains('&')).then_some(span);
        }
        at += text.len();
        at += match source.get(at..)?.starts_with("<!--") {
            true => source.get(at..)?.find("-->")? + 3,
            false => tag_length(source.get(at..)?)?,
        };
    }
    None
}

/// Length of a tag in bytes; a `>` within quotes does not end it.
fn tag_length(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// All elements in tree order, including the content of `<template>`, which programs copy into the page.
pub fn elements(page: &PageModel) -> impl Iterator<Item = ElementRef<'_>> {
    page.html
        .tree
        .root()
        .descendants()
        .filter_map(ElementRef::wrap)
}

/// The path inside an expression that binds a control to a field: `*{geschlecht}`, `#{person.geschlecht}`.
pub fn bare(name: Located<String>) -> Located<String> {
    let inner = ["*{", "#{", "${"]
        .iter()
        .find_map(|open| name.value.strip_prefix(open)?.strip_suffix('}'))
        .map(str::trim)
        .filter(|inner| {
            let path = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '.' | '-');
            !inner.is_empty() && inner.chars().all(path)
        });
    match (inner, name.span) {
        (Some(inner), Some(span)) => {
            // The span excludes the marks around the path.
            let start = span.start as usize + name.value.find(inner).unwrap_or(0);
            Located::with_span(inner.to_owned(), Span::new(start, start + inner.len()))
        }
        (Some(inner), None) => Located::implied(inner.to_owned()),
        (None, _) => name,
    }
}

/// The text of an element without the text of controls in it.
fn visible_text(element: ElementRef<'_>) -> String {
    const SILENT: [&str; 7] = [
        "select", "textarea", "script", "style", "template", "datalist", "noscript",
    ];
    let mut out = String::new();
    let mut next = element.first_child();
    while let Some(node) = next {
        let silent = match node.value() {
            Node::Text(text) => {
                out.push_str(text);
                false
            }
            Node::Element(inner) => {
                out.push(' ');
                SILENT.contains(&inner.name())
            }
            _ => true,
        };
        next = following(node, element.id(), silent);
    }
    on_one_line(&out)
}

/// The next node in tree order inside `root`, without recursion.
fn following<'a>(
    node: NodeRef<'a, Node>,
    root: NodeId,
    skip_children: bool,
) -> Option<NodeRef<'a, Node>> {
    if !skip_children && let Some(child) = node.first_child() {
        return Some(child);
    }
    let mut current = node;
    while current.id() != root {
        if let Some(next) = current.next_sibling() {
            return Some(next);
        }
        current = current.parent()?;
    }
    None
}
