//! Single-file components and templates of frameworks: Vue, Svelte, Angular.
//!
//! Script blocks are read as TypeScript, the rest as markup with interpolations. Both share one model, so that a
//! control finds its list in the adjacent script.

use tree_sitter::{Parser, Point, Range, Tree};

use super::reader::Reader;
use super::{
    broken_all_over, first_error, imports, lowering, mapping, markup, nested_too_deep, typescript,
    uses, walk,
};
use crate::format::fragment::{self, Dialect};
use crate::format::{Failure, Format, Note, Parsed, Recognition, template};
use crate::gap::GapReason;
use crate::model::{LanguageFamily, Layer, PageModel, Span};
use crate::source::Capture;
use crate::topic::Topic;

/// A component language.
pub struct Component {
    name: &'static str,
    extensions: &'static [&'static str],
}

/// Vue single-file components.
pub const VUE: Component = Component {
    name: "vue",
    extensions: &["vue"],
};

/// Svelte components.
pub const SVELTE: Component = Component {
    name: "svelte",
    extensions: &["svelte"],
};

/// Angular templates. They share the extension of HTML pages, but only the program defines their controls.
pub const ANGULAR: Component = Component {
    name: "angular",
    extensions: &["html"],
};

impl Format for Component {
    fn name(&self) -> &'static str {
        self.name
    }

    fn is_program(&self) -> bool {
        true
    }

    fn language_family(&self) -> LanguageFamily {
        LanguageFamily::Ecmascript
    }

    fn shows_markup(&self, _: &Capture) -> bool {
        true
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        if !self.extensions.contains(&capture.extension().as_str()) {
            return Recognition::No;
        }
        if self.name != ANGULAR.name || is_angular(&capture.document, capture.head()) {
            Recognition::Likely
        } else {
            Recognition::No
        }
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let source = capture.text()?;
        let text = source.as_str();
        let blocks = Blocks::split(self.name, text);
        let pages: Vec<PageModel> = self.page(capture, &blocks, topic).into_iter().collect();
        if !topic.may_occur_in(text) {
            return Ok(Parsed {
                pages,
                ..Parsed::default()
            });
        }
        let scripts: Vec<Tree> = blocks
            .scripts
            .iter()
            .filter_map(|block| script(text, block))
            .collect();
        let expressions: Vec<Tree> = holes(text, &blocks.markup)
            .into_iter()
            .filter_map(|span| markup::parse(text, span, true))
            .filter(|tree| !tree.root_node().has_error())
            .collect();
        let mut reader = Reader::new(&capture.document, self.name, Layer::Code, source, topic);
        let mut notes = Vec::new();
        for tree in &scripts {
            reader.next_tree();
            let left_out = walk(tree, |node, position| {
                typescript::visit(&mut reader, node);
                mapping::visit(&mut reader, node, position, lowering::typescript::shape);
                uses::visit(&mut reader, node);
                imports::visit(&mut reader, node);
            });
            notes.extend(left_out.too_deep.map(nested_too_deep));
            notes.extend(left_out.broken.map(|node| broken_all_over(text, node)));
            if tree.root_node().has_error()
                && let Some(broken) = first_error(tree)
            {
                notes.push(Note {
                    reason: GapReason::NotUnderstood,
                    span: Some(Span::new(broken.start_byte(), broken.end_byte())),
                    detail: format!("{} script not understood here", self.name),
                });
            }
        }
        for tree in &expressions {
            reader.next_tree();
            walk(tree, |node, position| {
                mapping::visit(&mut reader, node, position, lowering::typescript::shape);
            });
        }
        for span in &blocks.markup {
            let tags = markup::scan(text, *span);
            markup::read_markup_controls(&mut reader, text, &tags);
        }
        for span in std::mem::take(&mut reader.templates) {
            let tags = markup::scan(text, span);
            markup::read_markup_controls(&mut reader, text, &tags);
        }
        let mut model = reader.finish();
        if self.name == ANGULAR.name {
            template::relate_control_flow(&mut model, topic);
        }
        template::relate_conditions(&mut model, &blocks.markup, topic);
        if model.elements.is_empty() && model.relations.is_empty() {
            notes.clear();
        }
        Ok(Parsed {
            schemas: vec![model],
            pages,
            notes,
            ..Parsed::default()
        })
    }
}

impl Component {
    /// The markup as a tree, with interpolations left open.
    fn page(&self, capture: &Capture, blocks: &Blocks, topic: &Topic) -> Option<PageModel> {
        let dialect = match self.name {
            "vue" => Dialect::Vue,
            "svelte" => Dialect::Svelte,
            _ => Dialect::Angular,
        };
        let scripts: Vec<Span> = blocks.scripts.iter().map(|script| script.inside).collect();
        if let Some(pug) = blocks.pug {
            return template::page_of_pug(capture, pug, &scripts, topic);
        }
        fragment::of_component(capture, dialect, &blocks.markup, &scripts, topic)
    }
}

/// By name, or by bindings that only Angular uses.
fn is_angular(document: &str, head: &str) -> bool {
    const MARKS: [&str; 12] = [
        "*ngIf=",
        "*ngFor=",
        "[(ngModel)]=",
        "formControlName=",
        "[formGroup]=",
        "[ngClass]=",
        "<ng-container",
        "<ng-template",
        "<mat-",
        "; track ",
        "} @else {",
        "@case (",
    ];
    let whole_page = head
        .trim_start_matches('\u{feff}')
        .trim_start()
        .get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
    let named = document.to_ascii_lowercase().ends_with(".component.html");
    !whole_page && (named || MARKS.iter().any(|mark| head.contains(mark)))
}

/// A script block and its language.
struct Script {
    inside: Span,
    plain_typescript: bool,
}

/// The parts of a component.
#[derive(Default)]
struct Blocks {
    scripts: Vec<Script>,
    markup: Vec<Span>,
    /// Markup nested by indentation.
    pug: Option<Span>,
}

/// Whether the tag of a block says that its markup is Pug.
fn is_pug(tag: &str) -> bool {
    let lower = tag.to_ascii_lowercase();
    lower.contains("pug") || lower.contains("jade")
}

impl Blocks {
    fn split(format: &str, text: &str) -> Self {
        let mut blocks = Self::default();
        if format == ANGULAR.name {
            blocks.markup.push(Span::new(0, text.len()));
            return blocks;
        }
        let mut at = 0;
        let mut rest = 0;
        // Top-level blocks follow one another; markup ends with its last closing tag.
        while let Some(block) = next_block(text, at, format) {
            if format == SVELTE.name && block.start > rest {
                blocks.markup.push(Span::new(rest, block.start));
            }
            match block.name {
                "script" => blocks.scripts.push(Script {
                    plain_typescript: block.tag.contains("lang=\"ts\"")
                        || block.tag.contains("lang='ts'")
                        || block.tag.contains("lang=ts")
                        || block.tag.contains("\"text/typescript\"")
                        || block.tag.contains("lang=\"typescript\""),
                    inside: block.inside,
                }),
                "template" if is_pug(block.tag) => blocks.pug = blocks.pug.or(Some(block.inside)),
                "template" => blocks.markup.push(block.inside),
                _ => {}
            }
            at = block.past;
            rest = block.past;
        }
        if format == SVELTE.name && rest < text.len() {
            blocks.markup.push(Span::new(rest, text.len()));
        }
        blocks
    }
}

struct Block<'t> {
    name: &'static str,
    tag: &'t str,
    start: usize,
    inside: Span,
    past: usize,
}

/// The next block at or after `at`.
fn next_block<'t>(text: &'t str, at: usize, format: &str) -> Option<Block<'t>> {
    const BLOCKS: [&str; 3] = ["script", "style", "template"];
    let known = if format == SVELTE.name {
        &BLOCKS[..2]
    } else {
        &BLOCKS[..]
    };
    let mut from = at;
    loop {
        let start = from + text.get(from..)?.find('<')?;
        let rest = &text[start + 1..];
        let Some(name) = known.iter().copied().find(|name| {
            rest.strip_prefix(*name)
                .is_some_and(|rest| rest.starts_with(|ch: char| ch == '>' || ch.is_whitespace()))
        }) else {
            from = start + 1;
            continue;
        };
        let tag_end = start + text[start..].find('>')?;
        let tag = &text[start..tag_end];
        if tag.ends_with('/') {
            from = tag_end + 1;
            continue;
        }
        let closing = format!("</{name}");
        let body = &text[tag_end + 1..];
        // Templates may be nested: the outer one ends before the next block, or at the end of the file.
        let length = if name == "template" {
            let border = ["\n<script", "\n<style", "\n<i18n", "\n<docs"]
                .iter()
                .filter_map(|mark| body.find(mark))
                .min()
                .unwrap_or(body.len());
            body[..border].rfind(&closing)
        } else {
            body.find(&closing)
        };
        let end = tag_end + 1 + length.unwrap_or(body.len());
        let past = text[end..].find('>').map_or(text.len(), |at| end + at + 1);
        return Some(Block {
            name,
            tag,
            start,
            inside: Span::new(tag_end + 1, end),
            past,
        });
    }
}

fn script(text: &str, block: &Script) -> Option<Tree> {
    let language = if block.plain_typescript {
        tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into()
    } else {
        tree_sitter_typescript::LANGUAGE_TSX.into()
    };
    let mut parser = Parser::new();
    parser.set_language(&language).ok()?;
    let point = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        let row = before.bytes().filter(|byte| *byte == b'\n').count();
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        Point::new(row, at - line)
    };
    let (start, end) = (block.inside.start as usize, block.inside.end as usize);
    if start >= end {
        return None;
    }
    parser
        .set_included_ranges(&[Range {
            start_byte: start,
            end_byte: end,
            start_point: point(start),
            end_point: point(end),
        }])
        .ok()?;
    parser.parse(text, None)
}

/// Conditional expressions in markup: `{{ g === 'm' ? 'Herr' : 'Frau' }}`, `:label="g === 'm' ? …"`.
fn holes(text: &str, markup: &[Span]) -> Vec<Span> {
    const MOST: usize = 400;
    const LONGEST: usize = 2000;
    let bytes = text.as_bytes();
    let mut found: Vec<Span> = Vec::new();
    for block in markup {
        let (start, end) = (block.start as usize, (block.end as usize).min(text.len()));
        let mut at = start;
        while let Some(mark) = bytes[at..end].iter().position(|byte| *byte == b'?') {
            let mark = at + mark;
            at = mark + 1;
            // The innermost opening mark decides the language of the "?".
            let from = start.max(mark.saturating_sub(LONGEST));
            let Some(open) = bytes[from..mark]
                .iter()
                .rposition(|byte| b"{\"<".contains(byte))
            else {
                continue;
            };
            let open = from + open;
            let closing = match bytes[open] {
                b'{' => b'}',
                b'"' => b'"',
                _ => continue,
            };
            let to = end.min(mark + LONGEST);
            let Some(length) = bytes[mark..to].iter().position(|byte| *byte == closing) else {
                continue;
            };
            found.push(Span::new(open + 1, mark + length));
            at = mark + length + 1;
            if found.len() == MOST {
                return found;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_fall_apart_into_blocks() {
        let text = "<template>\n<a><template #b>x</template></a>\n</template>\n\
                    <script setup lang=\"ts\">\nconst a = '<style>';\n</script>\n<style>p{}</style>";
        let blocks = Blocks::split("vue", text);
        let slice = |span: Span| text[span.range()].trim().to_owned();
        assert_eq!(blocks.markup.len(), 1);
        assert_eq!(slice(blocks.markup[0]), "<a><template #b>x</template></a>");
        assert_eq!(slice(blocks.scripts[0].inside), "const a = '<style>';");
        assert!(blocks.scripts[0].plain_typescript);
    }

    #[test]
    fn templates_are_told_from_pages() {
        assert!(is_angular("a/person.component.html", "<p>"));
        assert!(is_angular("a.html", "<div *ngIf=\"x\">"));
        assert!(!is_angular(
            "index.html",
            "<!DOCTYPE html><app-root *ngIf=x>"
        ));
        assert!(!is_angular("a.html", "<p>x"));
    }
}
