//! `blitz-dom`: Stylo for the cascade, Taffy for boxes, Parley for lines of text. Only this file depends on it. The
//! engine gets the parsed tree of the page and the texts of the available style sheets; it fetches nothing.

use blitz_dom::{
    Attribute, BaseDocument, DocumentConfig, FontContext, Node as Placed, NodeId as PlacedId,
    QualName, UserAgentStylesheet, ns,
};
use blitz_traits::shell::{ColorScheme, Viewport};
use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use parley::GenericFamily;
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use scraper::Node;
use scraper::node::Element;
use std::sync::{Arc, LazyLock};

use super::typeface::typefaces;
use super::{ElementBox, Rect};
use crate::a11y::PageView;
use crate::a11y::css::SCREEN;
use crate::gap::{Panicked, contain};

/// Browser defaults that the engine lacks.
const USER_AGENT: &str = include_str!("user-agent.css");

/// Base for resolving addresses; never fetched.
const BASE: &str = "https://page.invalid/";

/// Stack size in bytes: the engine recurses through its trees, with far larger frames than other code.
const STACK: usize = 64 << 20;

/// The boxes of a page, by position.
///
/// # Errors
/// The engine panicked.
pub fn boxes(view: &PageView<'_>, sheets: &[&str]) -> Result<Vec<Option<ElementBox>>, Panicked> {
    let pieces = pieces(view);
    let elements = view.index.len();
    let lay_out = || contain(|| lay_out(pieces, elements, sheets));
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        match thread.spawn_scoped(scope, lay_out) {
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|_| Err(Panicked("the thread ended".to_owned()))),
            Err(error) => Err(Panicked(error.to_string())),
        }
    })
}

fn lay_out(pieces: Vec<Piece>, elements: usize, sheets: &[&str]) -> Vec<Option<ElementBox>> {
    let mut document = BaseDocument::new(DocumentConfig {
        viewport: Some(Viewport::new(
            SCREEN.0 as u32,
            SCREEN.1 as u32,
            1.0,
            ColorScheme::Light,
        )),
        base_url: Some(BASE.to_owned()),
        ua_stylesheets: user_agent(),
        font_ctx: Some(fonts()),
        ..DocumentConfig::default()
    });
    let placed = build(&mut document, pieces, elements);
    for sheet in sheets {
        // Sheets apply in the order of their nodes.
        let mut mutator = document.mutate();
        let owner = mutator.create_element(html_name("style"), Vec::new());
        let text = mutator.create_text_node(sheet);
        mutator.append_children(owner, &[text]);
        drop(mutator);
        document.upsert_stylesheet_for_node(owner);
    }
    document.resolve(0.0);
    let boxes = placed
        .into_iter()
        .map(|id| id.and_then(|id| element_box(&document, id)));
    boxes.collect()
}

fn user_agent() -> Vec<UserAgentStylesheet> {
    static OWN: LazyLock<UserAgentStylesheet> =
        LazyLock::new(|| UserAgentStylesheet::parse(USER_AGENT));
    vec![UserAgentStylesheet::default_sheet(), OWN.clone()]
}

/// Only our typefaces, none of the machine's fonts.
fn fonts() -> FontContext {
    const FAMILIES: [(&str, &[&str], &[GenericFamily]); 3] = [
        (
            "sans",
            &["Arial", "Helvetica"],
            &[
                GenericFamily::SansSerif,
                GenericFamily::SystemUi,
                GenericFamily::UiSansSerif,
                GenericFamily::Cursive,
                GenericFamily::Fantasy,
            ],
        ),
        (
            "serif",
            &["Times New Roman", "Times"],
            &[GenericFamily::Serif, GenericFamily::UiSerif],
        ),
        (
            "mono",
            &["Courier New", "Courier"],
            &[GenericFamily::Monospace, GenericFamily::UiMonospace],
        ),
    ];
    static FONTS: LazyLock<FontContext> = LazyLock::new(|| {
        let mut fonts = FontContext {
            source_cache: SourceCache::new_shared(),
            collection: Collection::new(CollectionOptions {
                shared: false,
                system_fonts: false,
            }),
        };
        for (family, names, generics) in FAMILIES {
            let mut ids = Vec::new();
            for face in typefaces().iter().filter(|face| face.family == family) {
                let file = Blob::new(Arc::new(face.file.as_slice()) as _);
                for name in names {
                    let named = FontInfoOverride {
                        family_name: Some(name),
                        ..FontInfoOverride::default()
                    };
                    fonts.collection.register_fonts(file.clone(), Some(named));
                }
                let registered = fonts.collection.register_fonts(file, None);
                ids.extend(registered.into_iter().map(|(id, _)| id));
            }
            ids.dedup();
            for generic in generics {
                fonts
                    .collection
                    .append_generic_families(*generic, ids.iter().copied());
            }
        }
        fonts
    });
    FONTS.clone()
}

fn html_name(name: &str) -> QualName {
    QualName::new(None, ns!(html), name.into())
}

/// A piece of the tree of a page, which can be sent between threads.
enum Piece {
    /// An element starts: its name, its attributes and its position.
    Begin(QualName, Vec<Attribute>, Option<usize>),
    /// The innermost element ends.
    End,
    Text(String),
}

/// The tree of a page in pieces. Elements that are not part of the page, or load something, are empty.
fn pieces(view: &PageView<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    // Skipped with its whole content.
    let mut left_out: Option<NodeId> = None;
    for edge in view.page.html.root_element().traverse() {
        match edge {
            Edge::Open(node) if left_out.is_none() => match node.value() {
                Node::Text(text) if !is_folded(node) => {
                    pieces.push(Piece::Text(text.to_string()));
                }
                Node::Element(element) => {
                    let attributes = element
                        .attrs
                        .iter()
                        .filter(|(name, _)| !loads(element, name));
                    let attributes = attributes.map(|(name, value)| Attribute {
                        name: name.clone(),
                        value: value.to_string(),
                    });
                    let position = view.index.position(node.id());
                    let (name, attributes) = (element.name.clone(), attributes.collect());
                    pieces.push(Piece::Begin(name, attributes, position));
                    left_out = is_leaf(element).then(|| node.id());
                }
                _ => {}
            },
            Edge::Close(node) if left_out.is_none_or(|outer| outer == node.id()) => {
                left_out = None;
                if node.value().is_element() {
                    pieces.push(Piece::End);
                }
            }
            Edge::Open(_) | Edge::Close(_) => {}
        }
    }
    pieces
}

/// Builds the tree of a document; returns the node of each element, by position.
fn build(
    document: &mut BaseDocument,
    pieces: Vec<Piece>,
    elements: usize,
) -> Vec<Option<PlacedId>> {
    let mut placed = vec![None; elements];
    let root = document.root_node().id;
    let mut mutator = document.mutate();
    // From the inside out: each node is attached once, with all its children.
    let mut open: Vec<(PlacedId, Vec<PlacedId>)> = vec![(root, Vec::new())];
    for piece in pieces {
        let done = match piece {
            Piece::Begin(name, attributes, position) => {
                let id = mutator.create_element(name, attributes);
                if let Some(placed) = position.and_then(|position| placed.get_mut(position)) {
                    *placed = Some(id);
                }
                open.push((id, Vec::new()));
                continue;
            }
            Piece::End => {
                let Some((id, children)) = open.pop() else {
                    break;
                };
                mutator.append_children(id, &children);
                id
            }
            Piece::Text(text) => mutator.create_text_node(&text),
        };
        if let Some((_, children)) = open.last_mut() {
            children.push(done);
        }
    }
    if let Some((root, children)) = open.pop() {
        mutator.append_children(root, &children);
    }
    drop(mutator);
    placed
}

/// Whether a text is in a collapsed part, where style sheets reach only elements.
fn is_folded(text: NodeRef<'_, Node>) -> bool {
    let around = text.parent();
    let around = around.and_then(|around| around.value().as_element());
    around.is_some_and(|around| around.name() == "details" && around.attr("open").is_none())
}

/// Whether the content of an element is not laid out.
fn is_leaf(element: &Element) -> bool {
    matches!(
        element.name(),
        "audio"
            | "canvas"
            | "datalist"
            | "embed"
            | "iframe"
            | "math"
            | "noscript"
            | "object"
            | "script"
            | "select"
            | "style"
            | "svg"
            | "template"
            | "title"
            | "video"
    )
}

/// Whether an attribute makes the engine load something.
fn loads(element: &Element, name: &QualName) -> bool {
    let attribute = &*name.local;
    match element.name() {
        "link" => matches!(attribute, "href" | "rel"),
        "iframe" | "frame" | "embed" | "object" | "canvas" | "video" | "source" => {
            matches!(attribute, "src" | "srcdoc" | "data" | "poster" | "srcset")
        }
        "img" | "input" => matches!(attribute, "src" | "srcset"),
        _ => false,
    }
}

fn element_box(document: &BaseDocument, id: PlacedId) -> Option<ElementBox> {
    let node = document.get_node(id)?;
    // Content of a hidden element was never styled.
    if !node.has_boxes() || node.primary_styles().is_none() {
        return None;
    }
    let rect = |rect: blitz_dom::BoundingRect| Rect {
        x: rect.x,
        y: rect.y,
        width: rect.width,
        height: rect.height,
    };
    let rects: Vec<Rect> = document
        .node_client_rects(id)
        .into_iter()
        .map(rect)
        .collect();
    let fragments: Box<[Rect]> = match node.is_non_atomic_inline() {
        true => rects.iter().map(|line| in_line(node, *line)).collect(),
        false => Box::default(),
    };
    let all = if fragments.is_empty() {
        &rects[..]
    } else {
        &fragments
    };
    let outer = all.iter().copied().reduce(Rect::around)?;
    let is_known = [outer.x, outer.y, outer.width, outer.height]
        .iter()
        .all(|number| number.is_finite());
    let content = node.final_layout().scrollable_overflow_rect;
    is_known.then(|| ElementBox {
        outer,
        fragments,
        inner: (node.client_width().into(), node.client_height().into()),
        content: (content.right.into(), content.bottom.into()),
    })
}

/// The part of a line that an inline element fills: the height of its letters and padding, not that of the line.
fn in_line(node: &Placed, line: Rect) -> Rect {
    /// Ascent plus descent of letters, in font sizes.
    const LETTERS: f64 = 1.12;
    let Some(styles) = node.primary_styles() else {
        return line;
    };
    let size = f64::from(styles.clone_font_size().used_size().px());
    let height = LETTERS * size;
    Rect {
        y: line.y + (line.height - height) / 2.0,
        height,
        ..line
    }
}
