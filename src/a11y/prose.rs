//! Links in lines of other text, and whether they differ from it by more than colour. WCAG 2.2, success criterion 1.4.1
//! and technique G183.

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Node};

use super::computed::{ComputedStyle, Position, Rgba, is_replaced};
use super::contrast::Contrast;
use super::css::Pseudo;
use super::extent::keyword;
use super::style::{Computed, Property};
use super::visibility::is_in_line;
use super::{PageView, Truth, role};

/// Minimum number of other words in a line of text; fewer are the separators of a menu.
const LEAST_WORDS: usize = 2;
/// Maximum number of elements of a line that are compared with its links.
const MOST_AROUND: usize = 8;

/// A link in a line of other text.
#[derive(Clone, Debug)]
pub struct LinkInText {
    /// The link.
    pub link: NodeId,
    /// Positions of its descendants that hold its text.
    own: Vec<usize>,
    /// Positions of the elements with the text of the same line outside links.
    around: Vec<usize>,
}

/// How an element takes part in the surrounding lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// Its text is part of the line.
    Inline,
    /// It ends the line and has lines of its own.
    Block,
    /// It is in or beside the line and has lines of its own.
    Apart,
    /// It ends the line.
    Break,
    /// It shows no text of the page.
    LeftOut,
}

/// A line of text read so far.
#[derive(Default)]
struct Line {
    words: usize,
    around: Vec<usize>,
    links: Vec<LinkInText>,
    /// Whether the last link is still open.
    in_link: bool,
}

impl Line {
    fn end(&mut self, found: &mut Vec<LinkInText>) {
        let line = std::mem::take(self);
        // With more links than words, the words only introduce the links: a menu.
        if line.words < LEAST_WORDS || line.links.len() > line.words {
            return;
        }
        for link in line.links {
            if !link.own.is_empty() {
                found.push(LinkInText {
                    around: line.around.clone(),
                    ..link
                });
            }
        }
    }

    fn push_text(&mut self, text: &str, holder: usize) {
        let is_word = |word: &&str| word.chars().filter(|ch| ch.is_alphabetic()).count() > 1;
        let words = text.split_whitespace().filter(is_word).count();
        let holders = match self.links.last_mut() {
            Some(link) if self.in_link => match text.chars().any(char::is_alphanumeric) {
                true => &mut link.own,
                false => return,
            },
            _ if words > 0 => {
                self.words += words;
                &mut self.around
            }
            _ => return,
        };
        if holders.last() != Some(&holder) && holders.len() < MOST_AROUND {
            holders.push(holder);
        }
    }
}

/// The links in lines of other text, in tree order.
pub fn links_in_text(view: &PageView<'_>) -> Vec<LinkInText> {
    let mut found = Vec::new();
    let mut lines: Vec<(NodeId, Line)> = Vec::new();
    let mut left_out: Option<NodeId> = None;
    for edge in view.page.html.tree.root().traverse() {
        match edge {
            Edge::Open(_) if left_out.is_some() => {}
            Edge::Open(node) => match node.value() {
                Node::Text(text) => {
                    let holder = node
                        .parent()
                        .and_then(|parent| view.index.position(parent.id()));
                    if let (Some((_, line)), Some(holder)) = (lines.last_mut(), holder) {
                        line.push_text(text, holder);
                    }
                }
                Node::Element(_) => {
                    let Some(element) = ElementRef::wrap(node) else {
                        continue;
                    };
                    let flow = flow_of(view, element);
                    match (flow, lines.last_mut()) {
                        (Flow::LeftOut, _) => left_out = Some(node.id()),
                        (Flow::Block | Flow::Break, Some((_, line))) => line.end(&mut found),
                        (Flow::Inline, Some((_, line))) if is_link(view, element) => {
                            line.in_link = true;
                            line.links.push(LinkInText {
                                link: node.id(),
                                own: Vec::new(),
                                around: Vec::new(),
                            });
                        }
                        _ => {}
                    }
                    if matches!(flow, Flow::Block | Flow::Apart) {
                        lines.push((node.id(), Line::default()));
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                if left_out.is_some() {
                    left_out = left_out.filter(|left_out| *left_out != node.id());
                    continue;
                }
                if let Some((_, line)) = lines.last_mut()
                    && line.links.last().is_some_and(|link| link.link == node.id())
                {
                    line.in_link = false;
                }
                if lines.last().is_some_and(|(block, _)| *block == node.id())
                    && let Some((_, mut line)) = lines.pop()
                {
                    line.end(&mut found);
                }
            }
        }
    }
    found.sort_by_key(|link| link.link);
    found
}

fn is_link(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    use crate::model::Attributes;
    element.value().name() == "a"
        && element.attribute("href").is_some()
        && view.role(element).is_some_and(|role| role.name == "link")
}

fn flow_of(view: &PageView<'_>, element: ElementRef<'_>) -> Flow {
    const NO_TEXT: [&str; 14] = [
        "head", "script", "style", "template", "noscript", "select", "textarea", "button", "input",
        "audio", "meter", "progress", "math", "datalist",
    ];
    let name = element.value().name();
    if matches!(name, "br" | "hr") {
        return Flow::Break;
    }
    let position = view.index.position(element.id());
    let Some((position, style)) = position.zip(position.and_then(|at| view.computed().get(at)))
    else {
        return Flow::LeftOut;
    };
    let left_out = !role::is_html(element)
        || NO_TEXT.contains(&name)
        || is_replaced(element)
        || style.is_away
        || !view.rendered(element).is_yes();
    if left_out {
        return Flow::LeftOut;
    }
    let apart = matches!(style.position, Position::Apart | Position::Unknown) || style.floats;
    let unknown = || {
        let display = view.styles().value_on_screen(position, Property::Display);
        display == Computed::Open
    };
    if apart || (style.display.is_none() && unknown()) {
        return Flow::Apart;
    }
    let flow = match style.display.as_deref() {
        Some("inline" | "contents") => Flow::Inline,
        Some(display) if display.starts_with("inline") => Flow::Apart,
        None if is_in_line(element) => Flow::Inline,
        _ => Flow::Block,
    };
    let around = view.index.parent(position);
    let around = around.and_then(|at| view.computed().get(at));
    let is_item = around.is_some_and(|around| {
        let display = around.display.as_deref().unwrap_or_default();
        display.contains("flex") || display.contains("grid")
    });
    match flow {
        Flow::Inline if is_item => Flow::Block,
        flow => flow,
    }
}

/// Difference between the colours of a link and the surrounding text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ColorDifference {
    /// The same.
    None,
    /// The colour of the link, the text colour with the highest contrast to it, the lowest and the highest contrast.
    Is(Rgba, Rgba, f64, f64),
    /// Not known.
    Unknown,
}

impl LinkInText {
    /// The difference of its colour to that of the surrounding text.
    pub fn color_difference(&self, view: &PageView<'_>) -> ColorDifference {
        let colors = |positions: &[usize]| -> Option<Vec<Rgba>> {
            let colors = positions.iter().map(|at| color_of(view, *at));
            colors.collect()
        };
        let (Some(own), Some(around)) = (colors(&self.own), colors(&self.around)) else {
            return ColorDifference::Unknown;
        };
        let (mut lowest, mut highest) = (f64::MAX, 0.0);
        let mut best = None;
        for link in &own {
            for text in &around {
                let ratio = link.contrast(*text);
                lowest = f64::min(lowest, ratio);
                if ratio > highest {
                    highest = ratio;
                    best = Some((*link, *text));
                }
            }
        }
        match best {
            Some((link, text)) if link != text => ColorDifference::Is(link, text, lowest, highest),
            _ => ColorDifference::None,
        }
    }

    /// Whether more than colour distinguishes it from the surrounding text at rest.
    pub fn stands_out(&self, view: &PageView<'_>) -> Truth {
        let Some(link) = view.element(self.link) else {
            return Truth::Unknown;
        };
        let inside = view.index.descendants(self.link);
        let mut all = Truth::No;
        for element in std::iter::once(link).chain(inside) {
            let Some(position) = view.index.position(element.id()) else {
                continue;
            };
            if is_replaced(element) || has_generated(view, position) {
                return Truth::Yes;
            }
            if view.lacks_style_of(element.id()) {
                all = all.or(Truth::Unknown);
            }
            all = all
                .or(is_decorated(view, element, position))
                .or(is_framed(view, position));
            if all.is_yes() {
                return all;
            }
        }
        for own in &self.own {
            for around in &self.around {
                all = all.or(is_other_font(view, *own, *around));
            }
        }
        all
    }

    /// The rule that sets its colour.
    pub fn color_rule(&self, view: &PageView<'_>) -> Option<usize> {
        view.computed().get(*self.own.first()?)?.color_rule
    }
}

/// The visible colour of an element's text.
fn color_of(view: &PageView<'_>, position: usize) -> Option<Rgba> {
    let node = view.index.element_at(position)?.id();
    let sights = view.text_sights();
    let sight = sights.binary_search_by_key(&node, |sight| sight.element);
    if let Ok(at) = sight
        && let Contrast::Between { text, .. } = sights[at].contrast
    {
        return Some(text);
    }
    let style = view.computed().get(position)?;
    let color = style.text_color().filter(|color| color.is_opaque());
    color.filter(|_| style.opacity == Some(1.0) && !style.has_effect)
}

fn has_generated(view: &PageView<'_>, position: usize) -> bool {
    let styles = view.styles();
    [Pseudo::Before, Pseudo::After].into_iter().any(|pseudo| {
        let declared = styles.declared(position, Property::Content, Some(pseudo));
        !declared.is_empty()
            && view
                .computed()
                .generated(styles, position, pseudo)
                .is_some()
    })
}

/// Whether a line is drawn under, over or through the text of an element.
fn is_decorated(view: &PageView<'_>, element: ElementRef<'_>, position: usize) -> Truth {
    match keyword(view, position, Property::TextDecorationLine) {
        Ok(None) => {
            let by_browser = matches!(
                element.value().name(),
                "a" | "u" | "ins" | "s" | "strike" | "del"
            );
            by_browser.into()
        }
        Ok(Some(line)) => match line.as_str() {
            "none" | "initial" | "unset" => Truth::No,
            "inherit" | "revert" | "revert-layer" => Truth::Unknown,
            _ => Truth::Yes,
        },
        Err(()) => Truth::Unknown,
    }
}

/// Whether something is drawn around or behind an element.
fn is_framed(view: &PageView<'_>, position: usize) -> Truth {
    let Some(style) = view.computed().get(position) else {
        return Truth::Unknown;
    };
    let drawn = |property: Property| match keyword(view, position, property) {
        Ok(None) => Truth::No,
        Ok(Some(value)) => match value.as_str() {
            "none" | "hidden" | "initial" | "unset" | "0" => Truth::No,
            "inherit" | "revert" | "revert-layer" => Truth::Unknown,
            _ => Truth::Yes,
        },
        Err(()) => Truth::Unknown,
    };
    let behind = match style.background {
        _ if style.paints() && style.background.is_some() => Truth::Yes,
        Some(_) => Truth::No,
        None => Truth::Unknown,
    };
    behind
        .or(drawn(Property::BorderBottomStyle))
        .or(drawn(Property::BoxShadow))
        .or(drawn(Property::OutlineStyle))
        .or(drawn(Property::TextTransform))
}

/// Whether the letters of two elements differ in more than their colour.
fn is_other_font(view: &PageView<'_>, one: usize, other: usize) -> Truth {
    let style = |position: usize| view.computed().get(position);
    let (Some(first), Some(second)) = (style(one), style(other)) else {
        return Truth::Unknown;
    };
    let size = |style: &ComputedStyle| style.font_size.map(|size| (size * 10.0).round());
    differ(size(first), size(second))
        .or(differ(first.font_weight, second.font_weight))
        .or(differ(slant(view, one), slant(view, other)))
        .or(differ(family(view, one), family(view, other)))
}

fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> Truth {
    one.zip(other)
        .map_or(Truth::Unknown, |(one, other)| (one != other).into())
}

/// Whether letters are slanted; `None` if unknown.
fn slant(view: &PageView<'_>, position: usize) -> Option<bool> {
    inherited(view, position, Property::FontStyle, |name| {
        let slanted = matches!(name, "i" | "em" | "cite" | "dfn" | "var" | "address");
        slanted.then(|| "italic".to_owned())
    })
    .map(|style| style.is_some_and(|style| style != "normal"))
}

/// The font family as written; `None` if unknown.
fn family(view: &PageView<'_>, position: usize) -> Option<Option<String>> {
    inherited(view, position, Property::FontFamily, |name| {
        let wide = matches!(name, "code" | "kbd" | "samp" | "tt" | "pre");
        wide.then(|| "monospace".to_owned())
    })
}

/// An inherited keyword; `Some(None)` for the browser's default, `None` if unknown.
fn inherited(
    view: &PageView<'_>,
    position: usize,
    property: Property,
    by_browser: impl Fn(&str) -> Option<String>,
) -> Option<Option<String>> {
    let mut next = Some(position);
    while let Some(at) = next {
        next = view.index.parent(at);
        match keyword(view, at, property).ok()? {
            Some(value) => match value.as_str() {
                "inherit" | "unset" => {}
                "initial" => return Some(None),
                "revert" | "revert-layer" => return None,
                _ => return Some(Some(value)),
            },
            None => {
                let element = view.index.element_at(at)?;
                if let Some(value) = by_browser(element.value().name()) {
                    return Some(Some(value));
                }
            }
        }
    }
    Some(None)
}
