//! Links below each other in a list, each alone in its line: their maximum distance according to style sheets. Part of
//! `target-size`.

use ego_tree::NodeId;
use scraper::{ElementRef, Node};

use crate::a11y::computed::{Position, Resolved, pixels};
use crate::a11y::css::Pseudo;
use crate::a11y::style::Property;
use crate::a11y::{PageView, role};
use crate::model::Attributes;

/// A link with another one too close after it.
pub(super) struct Crowded {
    pub node: NodeId,
    /// Its maximum height.
    pub height: f64,
    /// Maximum distance from its line to the next.
    pub pitch: f64,
}

/// Height of a line if no style sheet states it, in font sizes; fonts differ.
const NORMAL_LINE: f64 = 1.4;
const LEAST_LETTERS: f64 = 1.1;

/// Default font size of browsers.
pub(super) const MEDIUM: f64 = 16.0;

/// Links of vertical lists that are lower than `least`, and whose circle of that diameter certainly meets the next one.
pub(super) fn crowded(page: &PageView<'_>, least: f64) -> Vec<Crowded> {
    let lists = page
        .index
        .elements()
        .enumerate()
        .filter(|(position, list)| {
            role::is_html(*list)
                && matches!(list.value().name(), "ul" | "ol" | "menu")
                && is_stacked(page, *position)
        });
    let mut found = Vec::new();
    for (_, list) in lists {
        let mut before: Option<Line> = None;
        for item in list.child_elements() {
            let line = Line::of(page, item);
            if let (Some(before), Some(line)) = (&before, &line)
                && before.meets(line, least)
            {
                found.push(Crowded {
                    node: before.node,
                    height: before.height,
                    pitch: before.pitch,
                });
            }
            before = line;
        }
    }
    found
}

/// Whether the content of an element is laid out from top to bottom in one column.
fn is_stacked(page: &PageView<'_>, position: usize) -> bool {
    let style = page.computed().get(position);
    let is_block = style.is_some_and(|style| {
        let display = style.display.as_deref().unwrap_or("block");
        matches!(display, "block" | "list-item") && !style.is_away
    });
    // The columns of an element separate the content of its children, too.
    let columns = [
        Property::ColumnCount,
        Property::ColumnWidth,
        Property::Columns,
    ];
    let mut around = Some(position);
    let mut in_columns = false;
    while let Some(at) = around {
        in_columns |= columns
            .into_iter()
            .any(|property| is_set(page, at, property));
        around = page.index.parent(at);
    }
    is_block && !in_columns
}

/// A list item that contains only a link of one line.
struct Line<'a> {
    node: NodeId,
    href: &'a str,
    /// Whether the link fills the width of its item.
    fills: bool,
    /// Minimum height of the link.
    least_height: f64,
    height: f64,
    /// Maximum distance to the next line.
    pitch: f64,
}

impl<'a> Line<'a> {
    fn of(page: &PageView<'a>, item: ElementRef<'a>) -> Option<Self> {
        if item.value().name() != "li" {
            return None;
        }
        let link = only_link(item)?;
        let href = link.attribute("href")?;
        let (at, inside) = (
            page.index.position(item.id())?,
            page.index.position(link.id())?,
        );
        let (outer, inner) = (page.computed().get(at)?, page.computed().get(inside)?);
        let plain = |position: usize| {
            let style = page.computed().get(position);
            style.is_some_and(|style| {
                style.position == Position::Static
                    && !style.floats
                    && !style.is_shifted
                    && !style.is_away
            }) && !UNUSUAL
                .into_iter()
                .any(|property| is_set(page, position, property))
        };
        let is_item = matches!(outer.display.as_deref(), None | Some("list-item" | "block"));
        let fills = match inner.display.as_deref() {
            None | Some("inline") => false,
            Some("block") => true,
            _ => return None,
        };
        let size = inner.font_size?;
        let judged = is_item
            && plain(at)
            && plain(inside)
            && outer.font_size == Some(size)
            && page.seen(link).is_yes()
            && page.in_tab_order(link).is_yes()
            && !page.lacks_style_of(link.id())
            && !generates(page, at)
            && !generates(page, inside);
        if !judged {
            return None;
        }
        let (line, of_item) = (line_height(page, inside)?, line_height(page, at)?);
        if line.is_none() && of_item.is_none() && size == MEDIUM {
            // Browser defaults are no fault of the page.
            return None;
        }
        let tall = |line: Option<f64>| line.unwrap_or(size * NORMAL_LINE);
        let padding = sum(
            page,
            inside,
            [Property::PaddingTop, Property::PaddingBottom],
        )?;
        let margin = sum(page, inside, [Property::MarginTop, Property::MarginBottom])?;
        let around = sum(page, at, [Property::PaddingTop, Property::PaddingBottom])?
            + sum(page, at, [Property::MarginTop, Property::MarginBottom])?;
        let lines = tall(line).max(tall(of_item));
        Some(match fills {
            true => Self {
                node: link.id(),
                href,
                fills,
                least_height: line.unwrap_or(size * LEAST_LETTERS) + padding,
                height: tall(line) + padding,
                pitch: lines + padding + margin + around,
            },
            false => Self {
                node: link.id(),
                href,
                fills,
                least_height: size * LEAST_LETTERS + padding,
                height: size * NORMAL_LINE + padding,
                pitch: lines + around,
            },
        })
    }

    /// Whether the circle around the centre of this link certainly meets the next link or its circle.
    fn meets(&self, next: &Self, least: f64) -> bool {
        let low = self.height < least && next.height < least && self.pitch > 0.0;
        // If one of two links is wider, its centre is above or below the other one. Which one is wider is unknown.
        let lower = self.least_height.min(next.least_height);
        let close = match self.fills && next.fills {
            true => self.pitch < least,
            false => self.pitch - lower / 2.0 < least / 2.0,
        };
        low && close && self.href != next.href
    }
}

/// Properties that enlarge, narrow or move boxes.
const UNUSUAL: [Property; 15] = [
    Property::BorderBottomStyle,
    Property::BorderTopWidth,
    Property::Columns,
    Property::Height,
    Property::MaxHeight,
    Property::MaxWidth,
    Property::MinHeight,
    Property::MinWidth,
    Property::MarginLeft,
    Property::MarginRight,
    Property::Scale,
    Property::TextIndent,
    Property::Transform,
    Property::Width,
    Property::Zoom,
];

/// The link that is the only content of an item, with a text that is never wrapped: one word, or two short ones.
fn only_link(item: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let mut found = None;
    for child in item.children() {
        match child.value() {
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Comment(_) => {}
            Node::Element(element) if element.name() == "a" && found.is_none() => {
                found = ElementRef::wrap(child);
            }
            _ => return None,
        }
    }
    let link = found?;
    let mut text = String::new();
    for child in link.children() {
        text.push_str(child.value().as_text()?);
    }
    /// Maximum number of letters that fit in the narrowest menu.
    const MOST_LETTERS: usize = 16;
    let text = text.trim();
    let one_word = text.chars().all(char::is_alphanumeric);
    let short = text.chars().count() <= MOST_LETTERS;
    (!text.is_empty() && (one_word || short)).then_some(link)
}

pub(super) fn is_set(page: &PageView<'_>, position: usize, property: Property) -> bool {
    let declared = page.styles().declared(position, property, None);
    declared.iter().any(|declared| !declared.desktop.is_no())
}

fn generates(page: &PageView<'_>, position: usize) -> bool {
    let mut pseudos = [Pseudo::Before, Pseudo::After].into_iter();
    pseudos.any(|pseudo| {
        page.computed()
            .generated(page.styles(), position, pseudo)
            .is_some()
    })
}

/// The sum of lengths that default to 0; `None` if one is unknown.
fn sum(page: &PageView<'_>, position: usize, properties: [Property; 2]) -> Option<f64> {
    let mut all = 0.0;
    for property in properties {
        all += match page.computed().resolve(page.styles(), position, property) {
            Resolved::Unset => 0.0,
            Resolved::Is(value, _) => pixels(&value, page.computed().scale(position))?,
            Resolved::Open => return None,
        };
    }
    Some(all)
}

/// The line height set here or on an ancestor, in pixels; `Some(None)` if the font decides, `None` if unknown.
pub(super) fn line_height(page: &PageView<'_>, position: usize) -> Option<Option<f64>> {
    let size = page.computed().get(position)?.font_size?;
    let mut here = Some(position);
    while let Some(at) = here {
        match page
            .computed()
            .resolve(page.styles(), at, Property::LineHeight)
        {
            Resolved::Unset => here = page.index.parent(at),
            Resolved::Open => return None,
            Resolved::Is(value, _) => {
                let value = value.trim();
                if value == "normal" {
                    return Some(None);
                }
                if value == "inherit" {
                    here = page.index.parent(at);
                    continue;
                }
                if let Ok(factor) = value.parse::<f64>() {
                    return Some(Some(factor * size));
                }
                let mut scale = page.computed().scale(at);
                scale.whole = scale.em;
                return pixels(value, scale).map(Some);
            }
        }
    }
    Some(None)
}
