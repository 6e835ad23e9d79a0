//! What is kept of a page to compare it with others.

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

/// Longer pages are compared by their beginning.
const MOST_CHUNKS: usize = 256;
/// So many addresses of other pages are followed.
const MOST_ADDRESSES: usize = 128;

/// A page, once it is gone.
#[derive(Clone, Debug)]
pub struct PageSketch {
    /// The document.
    pub document: String,
    /// The page as a target; nothing for parts that other pages include, and for letters.
    pub whole: Option<TargetPlace>,
    /// What it shows, in the order of reading.
    pub chunks: Vec<Chunk>,
    /// Chunks that links on the page jump to: the first, and the one behind the last.
    pub jumps: Vec<(usize, usize)>,
    /// Other pages it leads to.
    pub leads_to: Vec<Address>,
    /// Whether nothing stands on it, and no program puts anything there.
    pub is_blank: bool,
    /// Where it leads by itself, at once.
    pub leads_on_to: Option<Address>,
    /// The telling words of its title and its highest heading.
    pub topic: BTreeSet<Stem>,
    /// What leads past the beginning of the page.
    pub way: Way,
    /// Whether a script hangs a tree of its own in, which hides what stands there in the markup.
    pub grows_shadow: bool,
    /// Whether a link or button that leads to no place promises to skip something; it may be a script that does.
    pub promises_jump: bool,
    /// Links and frames of one name that are not surely one and the same.
    pub same_name: Vec<SameName>,
    /// What else shares names, and leads to one place.
    pub agreeing: Vec<Namesakes>,
}

/// A piece of text of a block, by what it says.
#[derive(Clone, Copy, Debug)]
pub struct Chunk {
    /// A hash of its text and, unless it is a sentence, of the kind of its block: a heading is no repetition of a link in
    /// the menu.
    pub text: u64,
    /// How many words it has.
    pub words: usize,
    /// Whether a link stands in it.
    pub link: bool,
    /// Whether it is a heading that can be seen and is announced.
    pub heading: Truth,
    /// Whether a landmark begins with it.
    pub begins_landmark: Truth,
    /// Whether the main landmark begins with it.
    pub begins_main: Truth,
}

impl PageSketch {
    /// Keeps what is needed of a page.
    pub fn new(view: &PageView<'_>) -> Self {
        let document = view.page.document.clone();
        let base = view
            .index
            .named("base")
            .next()
            .and_then(|base| base.attribute("href"));
        let page = PageAddress::new(&document, base);
        // Links are looked at twice, and menus repeat theirs.
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
                if sketch.leads_to.len() < MOST_ADDRESSES && !sketch.leads_to.contains(&address) {
                    sketch.leads_to.push(address);
                }
            } else if let Some(target) = address.fragment.as_deref().and_then(|id| view.meant_by_fragment(id))
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

    /// How much of the shorter one of two pages is found on the other one, in hundredths.
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

/// Where a page leads at once (`<meta http-equiv=refresh>` without delay).
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

/// Whether a control is called as if it skipped something, and leads to no place on the page that is known. Without any
/// program, a link leads where it says or nowhere.
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
    view.index.elements().any(|element| {
        let role = view.role(element).map_or("", |role| role.name);
        let href = element.attribute("href").unwrap_or_default().trim();
        let is_plain = href.len() > 1 && href.starts_with('#') && !view.runs_program();
        matches!(role, "link" | "button") && !is_plain && !view.exposed(element).is_no() && {
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

/// What tells a piece of text from others. Sentences say the same in whatever block they stand; a heading announces what
/// it says.
fn identity(kind: &str, text: &str) -> u64 {
    /// Shorter texts are called by their place, too: an entry of a menu, a cell.
    const SENTENCE: usize = 8;
    let is_heading = matches!(kind, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let is_sentence = text.split_whitespace().nth(SENTENCE - 1).is_some();
    match is_sentence && !is_heading {
        true => hash(text),
        false => hash(&format!("{kind} {text}")),
    }
}

/// The text of a page by blocks.
struct Reading {
    chunks: Vec<Chunk>,
    /// Where each chunk begins, by position in tree order.
    begins: Vec<usize>,
}

impl Reading {
    fn new(view: &PageView<'_>) -> Self {
        // The text of each block by the position of the block, in the order in which their texts begin.
        let mut texts: Vec<(usize, String)> = Vec::new();
        let mut kinds: Vec<&str> = Vec::new();
        let mut by_block: HashMap<usize, usize> = HashMap::default();
        // By position: the block around an element.
        let mut blocks: Vec<usize> = Vec::with_capacity(view.index.len());
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
            let mut said = String::new();
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
                .map(|((_, text), kind)| Chunk {
                    text: identity(kind, text),
                    words: text.split_whitespace().count(),
                    link: false,
                    heading: Truth::No,
                    begins_landmark: Truth::No,
                    begins_main: Truth::No,
                })
                .collect(),
            begins: texts.iter().map(|(begin, _)| *begin).collect(),
        };
        reading.mark(view);
        reading
    }

    /// Marks headings, and where landmarks begin.
    fn mark(&mut self, view: &PageView<'_>) {
        for element in view.index.elements() {
            let Some(role) = view.role(element) else {
                continue;
            };
            let (is_heading, is_landmark) = (role.name == "heading", role.is_a("landmark"));
            let is_link = role.is_a("link");
            if !is_heading && !is_landmark && !is_link {
                continue;
            }
            let exposed = view.exposed(element);
            let (mut first, end) = self.chunks_of(view, element);
            if is_link {
                // The text of a link may go on that of its block.
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

    /// The chunks inside an element: the first one, and the one behind the last. Where there are none, the next one.
    fn chunks_of(&self, view: &PageView<'_>, element: ElementRef<'_>) -> (usize, usize) {
        let Some(at) = view.index.position(element.id()) else {
            return (self.begins.len(), self.begins.len());
        };
        let end = view.index.end(at);
        let behind = |position: usize| self.begins.partition_point(|begin| *begin < position);
        (behind(at), behind(end))
    }
}

/// What a page says it is about.
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
