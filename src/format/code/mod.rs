//! Program source and interface languages by tree-sitter: enums, constant sets, fields. No Rust source is read.
//!
//! One file per language maps nodes to declarations; [`reader`] turns them into schema elements, and
//! [`values`] understands the collections of literals that all languages share.

mod attribute_map;
mod component;
pub(super) mod constants;
pub mod csharp;
mod described;
mod echoed;
mod ember;
pub mod go;
pub mod graphql;
mod graphql_enum;
mod imports;
pub mod java;
pub mod kotlin;
mod letters;
mod list_name;
mod lowering;
mod mapping;
mod markup;
mod member;
pub mod php;
mod php_rules;
pub mod prisma;
pub mod protobuf;
pub mod python;
mod python_alias;
mod python_enum;
mod python_forms;
mod python_migrations;
mod python_odoo;
mod python_selected;
mod python_tuple;
mod python_validators;
mod reader;
pub mod ruby;
pub mod scala;
mod scanner;
mod steps;
mod translated;
pub(super) mod types;
pub mod typescript;
mod typescript_compiled;
mod typescript_record;
mod typescript_schema;
mod uses;
mod values;
mod variants;

use tree_sitter::{Language, Node, Parser, Tree};

pub use self::component::{ANGULAR, SVELTE, VUE};
use self::lowering::Lowering;
use self::reader::Reader;
use super::fragment::{self, Dialect};
use super::{Failure, Format, Note, Parsed, Recognition, embedded};
use crate::gap::GapReason;
use crate::model::{LanguageFamily, Layer, PageModel, RelationKind, SchemaModel, SourceText, Span};
use crate::source::Capture;
use crate::topic::Topic;

/// The file extension, which identifies the language.
fn extension(capture: &Capture) -> String {
    embedded::source_extension(capture)
}

/// Program source in one language.
pub struct Code {
    name: &'static str,
    extensions: &'static [&'static str],
    family: LanguageFamily,
    grammar: fn(extension: &str) -> Language,
    /// The layer its declarations belong to.
    layer: Layer,
    /// Visits one node; called for every named node from the outside in.
    visit: fn(&mut Reader<'_>, Node<'_>),
    /// How its nodes map to shapes; purely declarative languages have no lowering.
    lowering: Lowering,
}

impl Format for Code {
    fn name(&self) -> &'static str {
        self.name
    }

    fn language_family(&self) -> LanguageFamily {
        self.family
    }

    fn shows_markup(&self, capture: &Capture) -> bool {
        let extension = extension(capture);
        self.may_hold_markup()
            && (matches!(extension.as_str(), "tsx" | "jsx" | "gts" | "gjs")
                || capture.text().is_ok_and(|text| {
                    may_hold_jsx(&extension, text.as_str())
                        || echoed::holds_tagged_markup(text.as_str())
                }))
    }

    fn prints_markup(&self, capture: &Capture) -> bool {
        let prints = if self.is_page_with_program() {
            echoed::prints_markup
        } else if self.may_hold_markup() {
            echoed::holds_templates
        } else {
            return false;
        };
        capture.text().is_ok_and(|text| prints(text.as_str()))
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }

    fn is_program(&self) -> bool {
        self.layer == Layer::Code
    }

    /// Source is recognised by its name or by an unmistakable beginning; to other formats, its content is arbitrary
    /// text.
    fn recognise(&self, capture: &Capture) -> Recognition {
        if self.is_named(capture) {
            return Recognition::Likely;
        }
        let extension = extension(capture);
        Recognition::Maybe.when(self.extensions.contains(&extension.as_str()))
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        match self.is_named(capture) {
            true => Recognition::Likely,
            false => Recognition::Maybe,
        }
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        // Most files of a source tree contain no relevant word and are not worth parsing.
        let takes_tables_away = super::embedded::takes_tables_away(capture, text.as_str());
        if !topic.may_occur_in(text.as_str()) && !takes_tables_away {
            if let Some(parsed) = letters::types(self, capture, topic)? {
                return Ok(parsed);
            }
            return Ok(Parsed {
                pages: self.pages(capture, None, topic),
                ..Parsed::default()
            });
        }
        if !capture.named && is_minified(&extension(capture), text.as_str()) {
            return Err(GapReason::Minified.into());
        }
        scanner::verify_scannable(self.name, text.as_str())?;
        let program = ember::without_templates(&extension(capture), text.as_str());
        let tree = tree(&program, &(self.grammar)(&extension(capture)))?;
        let pages = self.pages(capture, Some(&tree), topic);
        let mut reader = Reader::new(&capture.document, self.name, self.layer, text, topic);
        let mut jsx = markup::Jsx::default();
        let mut echoed = markup::Echoed::default();
        let history = match self.layer {
            Layer::Code => super::embedded::taken_back(capture),
            _ => Vec::new(),
        };
        let mut data: Option<Span> = None;
        let left_out = walk(&tree, |node, position| {
            if position.of_data && data.is_none() && decides(text.as_str(), node, topic) {
                data = Some(reader::span(node));
            }
            let next = history.partition_point(|range| range.end <= node.start_byte());
            if history
                .get(next)
                .is_some_and(|range| range.contains(&node.start_byte()))
            {
                return;
            }
            (self.visit)(&mut reader, node);
            // A language may read its imports itself.
            if !reader.was_read(node) {
                imports::visit(&mut reader, node);
            }
            if !position.of_data {
                attribute_map::visit(&mut reader, node);
                described::visit(&mut reader, node);
            }
            jsx.visit(text.as_str(), node);
            if self.is_page_with_program() {
                echoed.visit(text.as_str(), node);
            }
            if self.layer == Layer::Code {
                mapping::visit(&mut reader, node, position, self.lowering);
                uses::visit(&mut reader, node);
                steps::visit(&mut reader, node, self.lowering);
            }
        });
        markup::read_markup_controls(&mut reader, text.as_str(), &jsx.finish());
        let templates = std::mem::take(&mut reader.templates);
        if self.layer == Layer::Code
            && !self.is_page_with_program()
            && markup::may_write_markup(text.as_str())
        {
            let (copy, parts) = markup::written(&extension(capture), text.as_str(), &templates);
            for tags in &parts {
                markup::read_markup_controls(&mut reader, &copy, tags);
            }
        }
        for span in templates {
            let tags = markup::scan(text.as_str(), span);
            markup::read_markup_controls(&mut reader, text.as_str(), &tags);
        }
        if let Some((written, tags)) = echoed.finish(text.as_str()) {
            markup::read_markup_controls(&mut reader, &written, &tags);
        }
        let mut notes = Vec::new();
        if tree.root_node().has_error()
            && let Some(broken) = first_error(&tree)
        {
            notes.push(Note {
                reason: GapReason::NotUnderstood,
                span: Some(Span::new(broken.start_byte(), broken.end_byte())),
                detail: format!("{} syntax not understood here", self.name),
            });
        }
        let mut unread = Vec::from_iter(left_out.too_deep.map(nested_too_deep));
        unread.extend(
            left_out
                .broken
                .map(|node| broken_all_over(text.as_str(), node)),
        );
        notes.extend(unread.iter().cloned());
        notes.extend(data.map(long_list));
        mapping::consulted::settle(&mut reader);
        let mut model = reader.finish();
        if self.layer == Layer::Code {
            super::keyed::relate(&mut model);
        }
        let statements = (self.layer == Layer::Code)
            .then(|| super::embedded::read_statements(capture, &mut model, topic))
            .flatten();
        let declares_nothing = model.relations.iter().all(|relation| {
            use RelationKind::{Logs, Restricts, Uses};
            matches!(relation.kind, Uses(_) | Logs(_) | Restricts(_))
        });
        if model.elements.is_empty() && declares_nothing {
            // Nothing was declared, so nothing was lost, except in unvisited parts.
            notes.clear();
            unread.retain(|note| {
                let unread = note.span.and_then(|span| text.as_str().get(span.range()));
                unread.is_some_and(|unread| topic.may_occur_in(unread))
            });
            notes.extend(unread);
            notes.extend(data.map(long_list));
        }
        let mut schemas = vec![model];
        if self.is_page_with_program() {
            schemas.extend(super::template::between_php(capture, topic));
        }
        if let Some((statements, missed)) = statements {
            schemas.push(statements);
            notes.extend(missed);
        }
        Ok(Parsed {
            schemas,
            pages,
            notes,
            ..Parsed::default()
        })
    }
}

impl Code {
    /// Whether its files are pages with program in between, as only PHP's are.
    fn is_page_with_program(&self) -> bool {
        self.name == php::PHP.name
    }

    /// Whether it may hold JSX: TypeScript's reader also reads JavaScript.
    fn may_hold_markup(&self) -> bool {
        self.name == typescript::TYPESCRIPT.name
    }

    /// The markup in a program, as a tree with interpolations left open.
    fn pages(&self, capture: &Capture, read: Option<&Tree>, topic: &Topic) -> Vec<PageModel> {
        if self.is_page_with_program() {
            return super::template::page_between_php(capture, topic)
                .into_iter()
                .collect();
        }
        let Ok(text) = capture.text() else {
            return Vec::new();
        };
        let source = text.as_str();
        if !self.may_hold_markup() {
            return Vec::new();
        }
        let written = ember::templates(&extension(capture), source);
        if !written.is_empty() {
            let page = super::template::page_of_handlebars(capture, &written, topic);
            return page.into_iter().collect();
        }
        let is_read = may_hold_jsx(&extension(capture), source);
        let page = if is_read || fragment::may_hold_tagged(source) {
            let own;
            let tree = match read {
                Some(tree) => tree,
                None => {
                    let parsed = scanner::verify_scannable(self.name, source)
                        .and_then(|()| tree(source, &(self.grammar)(&extension(capture))));
                    match parsed {
                        Ok(tree) => {
                            own = tree;
                            &own
                        }
                        Err(_) => return Vec::new(),
                    }
                }
            };
            let page = fragment::of_program(capture, tree, topic);
            page.or_else(|| fragment::of_tagged(capture, tree, topic))
        } else {
            let templates = inline_templates(source);
            fragment::of_component(capture, Dialect::Angular, &templates, &[], topic)
        };
        page.into_iter().collect()
    }
}

/// The controls that a source of another language writes as markup.
pub(super) fn written_controls(
    capture: &Capture,
    format: &'static str,
    text: &SourceText,
    topic: &Topic,
) -> Option<SchemaModel> {
    if !markup::may_write_markup(text.as_str()) {
        return None;
    }
    let mut reader = Reader::new(&capture.document, format, Layer::Code, text, topic);
    let (copy, parts) = markup::written(&extension(capture), text.as_str(), &[]);
    for tags in &parts {
        markup::read_markup_controls(&mut reader, &copy, tags);
    }
    let model = reader.finish();
    (!model.elements.is_empty()).then_some(model)
}

/// Whether a script is minified: its lines are long and hardly contain blanks, so nothing readable is left.
fn is_minified(extension: &str, text: &str) -> bool {
    const SMALLEST: usize = 2_000;
    const LONGEST_ON_AVERAGE: usize = 400;
    /// Per thousand bytes.
    const MOST_BLANKS: usize = 70;
    if !matches!(extension, "js" | "mjs" | "cjs") || text.len() < SMALLEST {
        return false;
    }
    let lines = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    if text.len() / lines < LONGEST_ON_AVERAGE {
        return false;
    }
    let blanks = text.bytes().filter(u8::is_ascii_whitespace).count();
    blanks * 1_000 / text.len() < MOST_BLANKS
}

/// Whether a program may contain JSX, judging by its file name or its libraries.
fn may_hold_jsx(extension: &str, source: &str) -> bool {
    match extension {
        "tsx" | "jsx" => true,
        "js" | "mjs" | "cjs" | "es6" => {
            (source.contains("</") || source.contains("/>")) && writes_tags(source)
        }
        _ => false,
    }
}

/// Whether a tag stands where JavaScript expects a value. In a string, a quotation mark is before it.
fn writes_tags(source: &str) -> bool {
    /// Maximum number of blanks before a tag.
    const WIDEST: usize = 200;
    source.match_indices('<').any(|(at, _)| {
        let behind = source.as_bytes().get(at + 1);
        if !behind.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'>') {
            return false;
        }
        let before = &source.as_bytes()[at.saturating_sub(WIDEST)..at];
        match before.trim_ascii_end() {
            [.., b'=', b'>'] => true,
            [
                ..,
                b'(' | b'[' | b'{' | b'?' | b':' | b'=' | b',' | b'&' | b'|',
            ] => true,
            word => word.ends_with(b"return") || word.ends_with(b"default"),
        }
    })
}

/// Inline templates of an Angular component, if nothing is interpolated into their text.
fn inline_templates(source: &str) -> Vec<Span> {
    const MARK: &str = "template:";
    let mut found = Vec::new();
    if !source.contains("@Component") {
        return found;
    }
    let mut at = 0;
    while let Some(next) = source.get(at..).and_then(|rest| rest.find(MARK)) {
        at += next + MARK.len();
        let rest = source.get(at..).unwrap_or_default();
        let lead = rest.len() - rest.trim_start().len();
        let Some(quote @ ('`' | '\'' | '"')) = rest.trim_start().chars().next() else {
            continue;
        };
        let start = at + lead + 1;
        let inside = source.get(start..).unwrap_or_default();
        let Some(length) = inside.find(quote) else {
            break;
        };
        let text = inside.get(..length).unwrap_or_default();
        if !text.contains("${") && !text.contains('\\') && text.contains('<') {
            found.push(Span::new(start, start + length));
        }
        at = start + length + 1;
    }
    found
}

fn tree(text: &str, language: &Language) -> Result<Tree, Failure> {
    let mut parser = Parser::new();
    parser
        .set_language(language)
        .map_err(|error| Failure::new(GapReason::NotUnderstood, None, error.to_string()))?;
    parser
        .parse(text, None)
        .ok_or_else(|| Failure::new(GapReason::NotUnderstood, None, "the parser gave up"))
}

/// Deeper code is generated or hostile, and finding the ancestors of a node costs the square of its depth.
const MOST_DEPTH: usize = 400;

/// Longer collections are data. Finding the ancestors of a part costs as much as all parts before it.
const MOST_PARTS: usize = 1_000;

/// Maximum number of sibling nodes that the grammar does not understand. Finding the ancestors of one costs as much as
/// all siblings before it.
const MOST_BROKEN_PARTS: usize = 4_000;

/// Parts of a tree that were not visited.
#[derive(Default)]
struct LeftOut<'t> {
    /// The first node whose contents were skipped because of its depth.
    too_deep: Option<Node<'t>>,
    /// The first unvisited part of a text with too many syntax errors.
    broken: Option<Node<'t>>,
}

/// The position of a node.
#[derive(Clone, Copy)]
struct NodePosition {
    /// Distance from the root.
    depth: usize,
    /// Whether it belongs to a data collection, but not to a function in it.
    of_data: bool,
}

/// Whether a node makes a decision that may concern the topic.
fn decides(text: &str, node: Node<'_>, topic: &Topic) -> bool {
    const CHOICES: [&str; 6] = [
        "conditional",
        "ternary",
        "switch",
        "match",
        "when_",
        "case_",
    ];
    CHOICES.iter().any(|kind| node.kind().starts_with(kind))
        && text
            .get(node.byte_range())
            .is_some_and(|inner| topic.may_occur_in(inner))
}

/// The note about a decision inside a data collection.
fn long_list(span: Span) -> Note {
    Note {
        reason: GapReason::NotUnderstood,
        span: Some(span),
        detail: format!("in a list of more than {MOST_PARTS} parts choices are not read"),
    }
}

/// Visits all named nodes from the outside in, without recursion: hostile input may nest arbitrarily deep. Returns the
/// skipped parts.
fn walk<'t>(tree: &'t Tree, mut visit: impl FnMut(Node<'t>, NodePosition)) -> LeftOut<'t> {
    let mut cursor = tree.walk();
    let mut depth = 0;
    // The depths of the enclosing data collections and of functions in them.
    let mut around: Vec<(usize, bool)> = Vec::new();
    // The depths of the parts of the enclosing broken texts, and how many of them were visited.
    let mut broken: Vec<(usize, usize)> = Vec::new();
    let mut left_out = LeftOut::default();
    loop {
        let node = cursor.node();
        if node.is_named() {
            let of_data = around.last().is_some_and(|(_, is_data)| *is_data);
            visit(node, NodePosition { depth, of_data });
        }
        if depth < MOST_DEPTH {
            if cursor.goto_first_child() {
                if node.named_child_count() > MOST_PARTS && values::is_collection(node) {
                    around.push((depth, true));
                } else if !around.is_empty() && is_callable(node) {
                    around.push((depth, false));
                }
                depth += 1;
                if node.is_error() {
                    broken.push((depth, 0));
                }
                continue;
            }
        } else if left_out.too_deep.is_none() && node.child_count() > 0 {
            left_out.too_deep = Some(node);
        }
        loop {
            let is_spent = broken.last_mut().is_some_and(|(at, seen)| {
                *seen += usize::from(*at == depth);
                *seen > MOST_BROKEN_PARTS
            });
            if is_spent {
                left_out.broken.get_or_insert(cursor.node());
            } else if cursor.goto_next_sibling() {
                break;
            }
            if !cursor.goto_parent() {
                return left_out;
            }
            broken.pop_if(|(at, _)| *at == depth);
            depth = depth.saturating_sub(1);
            around.pop_if(|(at, _)| *at >= depth);
        }
    }
}

fn is_callable(node: Node<'_>) -> bool {
    values::is_function(node) || node.kind().contains("method") || node.kind().contains("function")
}

/// The note about a node whose contents were skipped because of its depth.
fn nested_too_deep(node: Node<'_>) -> Note {
    Note {
        reason: GapReason::NotUnderstood,
        span: Some(Span::new(node.start_byte(), node.end_byte())),
        detail: format!("nested more than {MOST_DEPTH} levels deep"),
    }
}

/// The note about the rest of a text with too many syntax errors.
fn broken_all_over(text: &str, node: Node<'_>) -> Note {
    Note {
        reason: GapReason::NotUnderstood,
        span: Some(Span::new(node.start_byte(), text.len())),
        detail: format!("not read behind {MOST_BROKEN_PARTS} parts that are no sound source"),
    }
}

fn first_error(tree: &Tree) -> Option<Node<'_>> {
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if node.is_error() || node.is_missing() {
            return Some(node);
        }
        if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return None;
            }
        }
    }
}
