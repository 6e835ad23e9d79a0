//! Elements that share a name on a page, with their targets.

use foldhash::HashMap;

use crate::model::Attributes;

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Node};
use serde::Deserialize;

use super::Address;
use super::sketch::hash;
use crate::a11y::{FrameInside, PageView, frames_inside, role};
use crate::check::a11y::link_purpose::link_context;
use crate::model::TargetPlace;

/// Maximum number of elements of one name that are compared.
const MOST_NAMESAKES: usize = 12;
/// Maximum number of shared names.
const MOST_SETS: usize = 200;

/// Kinds of elements that share a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Namesakes {
    /// Links anywhere on the page.
    Links,
    /// Links with the same context.
    LinksInContext,
    /// Frames.
    Frames,
}

/// Elements of the same name.
#[derive(Clone, Debug)]
pub struct SameName {
    /// Kind of element.
    pub kind: Namesakes,
    /// Their name.
    pub name: String,
    /// The elements.
    pub members: Vec<Namesake>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Namesake {
    /// Its target.
    pub address: Address,
    /// Position of its target, if it is on the same page.
    pub inside: Option<usize>,
    /// Whether there is visible content between the previous one and this one that programs cannot read.
    pub behind_image: bool,
    /// Whether there are words between the previous one and this one.
    pub behind_words: bool,
    /// The content of a frame with an inline document, as a hash.
    pub written: Option<u64>,
    /// The element.
    pub target: TargetPlace,
}

/// Links and frames that share a name.
pub(super) fn same_names(
    view: &PageView<'_>,
    resolve: impl Fn(&str) -> Option<Address>,
) -> Vec<SameName> {
    let mut sets: Vec<NameSet> = Vec::new();
    let mut by_name: HashMap<(bool, String), usize> = HashMap::default();
    for element in view.named_or_with_role(&["iframe"], |role| role.is_a("link")) {
        let is_link = view.role(element).is_some_and(|role| role.is_a("link"));
        let is_frame = role::is_html(element) && element.value().name() == "iframe";
        if !(is_link || is_frame) || !view.exposed(element).is_yes() {
            continue;
        }
        let mut set_of = |known: &str| {
            let name = (is_frame, known.to_lowercase());
            *by_name.entry(name).or_insert_with(|| {
                let kind = if is_frame {
                    Namesakes::Frames
                } else {
                    Namesakes::Links
                };
                sets.push(NameSet {
                    kind,
                    name: known.to_owned(),
                    members: Vec::new(),
                    inside: Vec::new(),
                });
                sets.len() - 1
            })
        };
        let name = view.name(element);
        let own = name.known().filter(|name| !name.is_empty());
        let own = own.map(&mut set_of);
        // An inline document is part of the page, and so are its frames.
        let written = element.attribute("srcdoc").filter(|_| is_frame);
        let inside = written.map(frames_inside).unwrap_or_default();
        let inside: Vec<(usize, String)> = inside
            .into_iter()
            .map(|FrameInside { name, source }| (set_of(&name), source))
            .collect();
        if let Some(at) = own {
            sets[at].members.push(element.id());
        }
        for (at, source) in inside {
            sets[at].inside.push((element.id(), source));
        }
    }
    sets.retain(|set| set.members.len() + set.inside.len() > 1);
    sets.truncate(MOST_SETS);
    let mut found = Vec::new();
    for set in sets {
        let NameSet {
            kind,
            name,
            members,
            inside,
        } = set;
        let members: Vec<ElementRef<'_>> = members
            .into_iter()
            .filter_map(|member| view.element(member))
            .collect();
        if kind == Namesakes::Links {
            for members in by_context(view, &members) {
                let kind = Namesakes::LinksInContext;
                found.extend(same_name(view, kind, &name, &members, &[], &resolve));
            }
        }
        found.extend(same_name(view, kind, &name, &members, &inside, &resolve));
    }
    found
}

/// Elements of one name before their targets are resolved.
struct NameSet {
    kind: Namesakes,
    name: String,
    members: Vec<NodeId>,
    /// Frames of an inline document: the outer frame, and the address.
    inside: Vec<(NodeId, String)>,
}

/// Groups links by context: links with the same context elements.
fn by_context<'a>(view: &PageView<'a>, links: &[ElementRef<'a>]) -> Vec<Vec<ElementRef<'a>>> {
    /// Maximum number of links of one name; more belong to a list.
    const MOST_LINKS: usize = 200;
    let mut groups: HashMap<Vec<NodeId>, Vec<ElementRef<'a>>> = HashMap::default();
    for link in links.iter().take(MOST_LINKS) {
        let context = link_context(view, *link);
        let context = context.iter().map(|element| element.id()).collect();
        groups.entry(context).or_default().push(*link);
    }
    let mut groups: Vec<_> = groups
        .into_values()
        .filter(|links| links.len() > 1)
        .collect();
    groups.sort_by_key(|links| {
        links
            .first()
            .and_then(|link| view.index.position(link.id()))
    });
    groups
}

fn same_name<'a>(
    view: &PageView<'a>,
    kind: Namesakes,
    name: &str,
    members: &[ElementRef<'a>],
    inside_frames: &[(NodeId, String)],
    resolve: impl Fn(&str) -> Option<Address>,
) -> Option<SameName> {
    let mut last = None;
    let mut kept: Vec<Namesake> = Vec::new();
    for member in members {
        let written = match kind {
            Namesakes::Frames => member.attribute("srcdoc").map(hash),
            _ => None,
        };
        let href = match kind {
            Namesakes::Frames => member.attribute("src").or(written.map(|_| "srcdoc")),
            _ => member
                .attribute("href")
                .or_else(|| member.attribute("xlink:href"))
                .or_else(|| opened_by_click(*member)),
        };
        // The target of a script is unknown.
        let Some(address) = href.and_then(&resolve) else {
            continue;
        };
        let before = last
            .replace(*member)
            .filter(|_| kind == Namesakes::LinksInContext);
        let between = before.map(|before| between(view, before, *member));
        let (behind_image, behind_words) = between.unwrap_or_default();
        let known = kept
            .iter()
            .any(|other| other.address == address && other.written == written);
        if known || kept.len() >= MOST_NAMESAKES {
            continue;
        }
        let fragment = address
            .fragment
            .as_deref()
            .filter(|_| !address.leaves(&view.page.document));
        kept.push(Namesake {
            inside: fragment
                .and_then(|id| view.meant_by_fragment(id))
                .and_then(|element| view.index.position(element.id())),
            behind_image,
            behind_words,
            address,
            written,
            target: view.target(member.id()),
        });
    }
    for (frame, source) in inside_frames {
        let Some(address) = resolve(source) else {
            continue;
        };
        let known = kept.iter().any(|other| other.address == address);
        if known || kept.len() >= MOST_NAMESAKES {
            continue;
        }
        kept.push(Namesake {
            inside: None,
            behind_image: false,
            behind_words: false,
            address,
            written: None,
            target: view.target(*frame),
        });
    }
    let count = members.len() + inside_frames.len();
    (count > 1 && !kept.is_empty()).then(|| SameName {
        kind,
        name: name.to_owned(),
        members: kept,
    })
}

/// The address opened by a handler in the markup (`location='…'`, `window.open('…')`).
fn opened_by_click(element: ElementRef<'_>) -> Option<&str> {
    let handler = element.attribute("onclick")?;
    let (_, rest) = handler
        .split_once("location")
        .or_else(|| handler.split_once("window.open"))?;
    let (between, rest) = rest.split_once(['\'', '"'])?;
    let opens = between
        .chars()
        .all(|ch| ch.is_ascii_alphabetic() || matches!(ch, '.' | '=' | '(' | ' '));
    let (address, after) = rest.split_once(['\'', '"'])?;
    // A concatenated address is unknown.
    (opens && !after.trim_start().starts_with('+')).then_some(address)
}

/// Whether an unnamed image, and whether words are between two links.
fn between<'a>(view: &PageView<'a>, one: ElementRef<'a>, other: ElementRef<'a>) -> (bool, bool) {
    let (mut image, mut words) = (false, false);
    let mut node = last_inside(*one);
    while let Some(next) = following(node) {
        node = next;
        if node.id() == other.id() {
            break;
        }
        match node.value() {
            Node::Text(text) => words |= text.chars().any(char::is_alphanumeric),
            Node::Element(element) => {
                let seen =
                    ElementRef::wrap(node).is_some_and(|element| view.seen(element).is_yes());
                image |= seen && matches!(element.name(), "img" | "svg" | "canvas");
                words |= element
                    .attribute("alt")
                    .is_some_and(|alt| !alt.trim().is_empty());
            }
            _ => {}
        }
    }
    (image, words)
}

fn last_inside<'a>(mut node: NodeRef<'a, Node>) -> NodeRef<'a, Node> {
    while let Some(last) = node.last_child() {
        node = last;
    }
    node
}

/// The next node in tree order.
fn following<'a>(node: NodeRef<'a, Node>) -> Option<NodeRef<'a, Node>> {
    if let Some(child) = node.first_child() {
        return Some(child);
    }
    let mut current = node;
    loop {
        if let Some(sibling) = current.next_sibling() {
            return Some(sibling);
        }
        current = current.parent()?;
    }
}
