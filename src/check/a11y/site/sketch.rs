//! The data of a page kept for comparing it with others.

use crate::model::Attributes;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use foldhash::{HashMap, HashSet};
use scraper::{ElementRef, Node};

use super::bypass::Way;
use super::same_name::{Namesakes, SameName, same_names};
use super::{Address, PageAddress};
use crate::a11y::{PageView, Truth, name};
use crate::check::a11y::wording::{Stem, stems};
use crate::model::{PageKind, TargetPlace};

/// Maximum number of chunks; longer pages are compared by their beginning.
const MOST_CHUNKS: usize = 256;
/// Maximum number of addresses of other pages.
const MOST_ADDRESSES: usize = 128;

/// The data of a dropped page.
#[derive(Clone, Debug)]
pub struct PageSketch {
    /// The document.
    pub document: String,
    /// The page as a target; `None` for parts that other pages include, and for letters.
    pub whole: Option<TargetPlace>,
    /// Its content in reading order.
    pub chunks: Vec<Chunk>,
    /// Chunks that links on the page jump to: the first, and the one after the last.
    pub jumps: Vec<(usize, usize)>,
    /// Other pages it links to.
    pub leads_to: Vec<Address>,
    /// Whether it is empty, and no program fills it.
    pub is_blank: bool,
    /// The target of an immediate redirect.
    pub leads_on_to: Option<Address>,
    /// The significant words of its title and its highest heading.
    pub topic: BTreeSet<Stem>,
    /// The bypass of the page.
    pub way: Way,
    /// Whether a script attaches a shadow tree, which hides the content in the markup.
    pub grows_shadow: bool,
    /// Whether a link or button without a target promises to skip something; a script may do it.
    pub promises_jump: bool,
    /// Links and frames of one name that are not certainly equivalent.
    pub same_name: Vec<SameName>,
    /// Kinds of other elements that share a name, and have the same target.
    pub agreeing: Vec<Namesakes>,
}

/// A text of a block, identified by its content.
#[derive(Clone, Copy, Debug)]
pub struct Chunk {
    /// A hash of its text and, unless it is a sentence, of the kind of block: a heading does not repeat a link in the
    /// menu.
    pub text: u64,
    /// Number of words.
    pub words: usize,
    /// Whether it contains a link.
    pub link: bool,
    /// Whether it is a visible and exposed heading.
    pub heading: Truth,
    /// Whether a landmark starts with it.
    pub begins_landmark: Truth,
    /// Whether the main landmark starts with it.
    pub begins_main: Truth,
}

impl PageSketch {
    /// Extracts the data of a page.
    pub fn new(view: &PageView<'_>) -> Self {
        let document = view.page.document.clone();
        let base = view
            .index
            .named("base")
            .next()
            .and_then(|base| base.attribute("href"));
        let page = PageAddress::new(&document, base);
        // Links are examined twice, and menus repeat theirs.
        let known: RefCell<HashMap<String, Option<Address>>> = RefCell::default();
        let resolve = |written: &str| {
            if let Some(address) = known.borrow().get(written) {
                return address.clone();
            }
            let address = page.resolve(written);
            let mut known = known.borrow_mut();
            known.insert(written.to_owned(), address.clone());
            address
        };
        let reading = Reading::new(view);
        let mut sketch = Self {
            whole: view
                .document_element()
                .filter(|_| view.page.nature.kind == PageKind::Whole)
                .map(|root| view.target(root.id())),
            jumps: Vec::new(),
            leads_to: Vec::new(),
            leads_on_to: leads_on_to(view).and_then(resolve),
            topic: topic(view),
            is_blank: reading.chunks.is_empty() && is_blank(view),
            way: Way::of_page(view),
            grows_shadow: view.scripts().mention("attachShadow"),
            promises_jump: false,
            same_name: Vec::new(),
            agreeing: Vec::new(),
            chunks: Vec::new(),
            document: document.clone(),
        };
        let mut led_to: HashSet<Address> = HashSet::default();
        let links = view
            .index
            .named_any(&["a", "area"])
            .filter(|link| link.attribute("href").is_some());
        for link in links.filter(|link| !view.exposed(*link).is_no()) {
            let written = link.attribute("href").unwrap_or_default();
            let Some(address) = resolve(written) else {
                continue;
            };
            if page.is_left_by(&address) {
                if led_to.len() < MOST_ADDRESSES && led_to.insert(address.clone()) {
                    sketch.leads_to.push(address);
                }
            } else if let Some(target) = address
                .fragment
                .as_deref()
                .and_then(|id| view.meant_by_fragment(id))
            {
                let chunks = reading.chunks_of(view, target);
                if !sketch.jumps.contains(&chunks) && sketch.jumps.len() < MOST_ADDRESSES {
                    sketch.jumps.push(chunks);
                }
            }
        }
        sketch.promises_jump = promises_jump(view);
        for set in same_names(view, resolve) {
            if set.members.len() > 1 {
                sketch.same_name.push(set);
            } else if !sketch.agreeing.contains(&set.kind) {
                sketch.agreeing.push(set.kind);
            }
        }
        sketch.chunks = reading.chunks;
        sketch
    }

    /// Share of the shorter page that is found on the other one, in percent.
    pub fn likeness(&self, other: &Self) -> usize {
        let (short, long) = if self.chunks.len() <= other.chunks.len() {
            (self, other)
        } else {
            (other, self)
        };
        let known: HashSet<u64> = long.chunks.iter().map(|chunk| chunk.text).collect();
        let shared = short
            .chunks
            .iter()
            .filter(|chunk| known.contains(&chunk.text));
        shared.count() * 100 / short.chunks.len().max(1)
    }
}

/// Whether the body of a page is empty, and no program runs in it.
fn is_blank(view: &PageView<'_>) -> bool {
    let body = view.index.named("body").next();
    body.is_some_and(|body| view.index.descendants(body.id()).next().is_none())
        && !view.runs_program()
}

/// The target of an immediate redirect (`<meta http-equiv=refresh>` without delay).
fn leads_on_to<'a>(view: &PageView<'a>) -> Option<&'a str> {
    let refresh = view.index.named("meta").find(|meta| {
        meta.attribute("http-equiv")
            .is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"))
    })?;
    let (delay, url) = refresh.attribute("content")?.split_once([';', ','])?;
    let (name, url) = url.split_once('=')?;
    let at_once = delay.trim().trim_start_matches('0').is_empty();
    let is_url = name.trim().eq_ignore_ascii_case("url");
    (at_once && is_url).then(|| url.trim().trim_matches(['"', '\'']))
}

/// Whether a control has the name of a skip link, but no known target on the page. Without scripts, a link has no other
/// effect.
fn promises_jump(view: &PageView<'_>) -> bool {
    const WORDS: [&str; 8] = [
        "skip",
        "jump",
        "spring",
        "sprung",
        "überspring",
        "zum inhalt",
        "zum haupt",
        "main content",
    ];
    let mut controls = view
        .with_role(|role| matches!(role.name, "link" | "button"))
        .into_iter();
    controls.any(|element| {
        let href = element.attribute("href").unwrap_or_default().trim();
        let is_plain = href.len() > 1 && href.starts_with('#') && !view.runs_program();
        !is_plain && !view.exposed(element).is_no() && {
            let name = view.name(element).text.to_lowercase();
            WORDS.iter().any(|word| name.contains(word))
        }
    })
}

pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for word in text.split_whitespace() {
        word.hash(&mut hasher);
    }
    hasher.finish()
}

/// Identity of a text, and its number of words. Sentences are the same in any block; a heading announces its content.
fn identity(kind: &str, text: &str) -> (u64, usize) {
    /// Minimum number of words of a sentence; the place is part of the identity of shorter texts, such as menu entries
    /// and cells.
    const SENTENCE: usize = 8;
    let is_heading = matches!(kind, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let mut hasher = DefaultHasher::new();
    let mut words = 0;
    for word in text.split_whitespace() {
        word.hash(&mut hasher);
        words += 1;
    }
    if words < SENTENCE || is_heading {
        kind.hash(&mut hasher);
    }
    (hasher.finish(), words)
}

/// The text of a page by block.
struct Reading {
    chunks: Vec<Chunk>,
    /// Start of each chunk, as a position in tree order.
    begins: Vec<usize>,
}

impl Reading {
    fn new(view: &PageView<'_>) -> Self {
        // The text of each block by position, in the order in which the texts start.
        let mut texts: Vec<(usize, String)> = Vec::new();
        let mut kinds: Vec<&str> = Vec::new();
        let mut by_block: HashMap<usize, usize> = HashMap::default();
        // By position: the block around an element.
        let mut blocks: Vec<usize> = Vec::with_capacity(view.index.len());
        let mut said = String::new();
        for (position, element) in view.index.elements().enumerate() {
            let around = view
                .index
                .parent(position)
                .and_then(|parent| blocks.get(parent).copied());
            let is_block = name::stands_apart(view, element);
            let block = around.filter(|_| !is_block).unwrap_or(position);
            blocks.push(block);
            let hidden = view.rendered(element).or(view.exposed(element)).is_no();
            if hidden
                || matches!(
                    element.value().name(),
                    "script" | "style" | "template" | "title"
                )
            {
                continue;
            }
            said.clear();
            for attribute in ["alt", "aria-label", "src"] {
                said.push_str(element.attribute(attribute).unwrap_or_default());
            }
            for child in element.children() {
                if let Node::Text(text) = child.value() {
                    said.push_str(text);
                    said.push(' ');
                }
            }
            if said.trim().is_empty() {
                continue;
            }
            let at = *by_block.entry(block).or_insert_with(|| {
                texts.push((position, String::new()));
                let block = view.index.element_at(block);
                kinds.push(block.map_or("", |block| block.value().name()));
                texts.len() - 1
            });
            texts[at].1.push_str(&said);
        }
        texts.truncate(MOST_CHUNKS);
        let mut reading = Self {
            chunks: texts
                .iter()
                .zip(&kinds)
                .map(|((_, text), kind)| {
                    let (text, words) = identity(kind, text);
                    Chunk {
                        text,
                        words,
                        link: false,
                        heading: Truth::No,
                        begins_landmark: Truth::No,
                        begins_main: Truth::No,
                    }
                })
                .collect(),
            begins: texts.iter().map(|(begin, _)| *begin).collect(),
        };
        reading.mark(view);
        reading
    }

    /// Marks headings and starts of landmarks.
    fn mark(&mut self, view: &PageView<'_>) {
        let marked = view
            .with_role(|role| role.name == "heading" || role.is_a("landmark") || role.is_a("link"));
        for element in marked {
            let Some(role) = view.role(element) else {
                continue;
            };
            let (is_heading, is_link) = (role.name == "heading", role.is_a("link"));
            let exposed = view.exposed(element);
            let (mut first, end) = self.chunks_of(view, element);
            if is_link {
                // The text of a link may continue that of its block.
                first = if first == end {
                    first.saturating_sub(1)
                } else {
                    first
                };
                if let Some(chunk) = self.chunks.get_mut(first) {
                    chunk.link = true;
                }
                continue;
            }
            if first == end {
                continue;
            }
            if let Some(chunk) = self.chunks.get_mut(first) {
                if is_heading {
                    chunk.heading = chunk.heading.or(exposed.and(view.seen(element)));
                } else {
                    chunk.begins_landmark = chunk.begins_landmark.or(exposed);
                    if role.name == "main" {
                        chunk.begins_main = chunk.begins_main.or(exposed);
                    }
                }
            }
        }
    }

    /// The chunks inside an element: the first one, and the one after the last. If there are none, the next one.
    fn chunks_of(&self, view: &PageView<'_>, element: ElementRef<'_>) -> (usize, usize) {
        let Some(at) = view.index.position(element.id()) else {
            return (self.begins.len(), self.begins.len());
        };
        let end = view.index.end(at);
        let behind = |position: usize| self.begins.partition_point(|begin| *begin < position);
        (behind(at), behind(end))
    }
}

/// The stated topic of a page.
fn topic(view: &PageView<'_>) -> BTreeSet<Stem> {
    let title = view.index.named("title").next();
    let title: String = title
        .map(|title| title.text().collect())
        .unwrap_or_default();
    let mut topic = stems(&title);
    let highest = view
        .outline()
        .headings()
        .iter()
        .min_by_key(|heading| heading.level);
    topic.extend(
        highest
            .map(|heading| stems(&view.name(heading.element).text))
            .unwrap_or_default(),
    );
    topic
}
